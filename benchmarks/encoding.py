"""How many passages a second each encoder gives, both in one run and in turns.

Run ``python -m benchmarks.encoding`` from the repository's root. Other work on the machine slows
both encoders: read the ratio, not the speeds.
"""

import json
import time
from pathlib import Path
from statistics import median

from ragqa.encoding import MINILM_FP32, MINILM_INT8, Encoder, open_encoder

ROOT = Path(__file__).resolve().parents[1]
EVALUATION_CORPUS = ROOT.parent / "shared" / "eval" / "xquad-dev" / "corpus.jsonl"
ROUNDS = 5
TARGET = 1.7


def main() -> None:
    passages = read_passages()
    encoders = [open_encoder(MINILM_INT8), open_encoder(MINILM_FP32)]
    tokens = sum(map(encoders[0].count_tokens, passages)) / len(passages)
    print(f"{len(passages)} passages of {tokens:.0f} tokens on average, {ROUNDS} rounds in turns")
    int8, fp32 = measure(encoders, passages)
    print(f"{MINILM_INT8:12} {median(int8):6.1f} passages/s  (onnxruntime)")
    print(f"{MINILM_FP32:12} {median(fp32):6.1f} passages/s  (sentence-transformers)")
    ratio = median(fast / slow for fast, slow in zip(int8, fp32, strict=True))
    print(f"ratio        {ratio:6.2f}  (median over the rounds; at least {TARGET} expected)")


def read_passages() -> list[str]:
    """Return the paragraphs of the evaluation set where it is there, else those of corpus/."""
    if EVALUATION_CORPUS.exists():
        lines = EVALUATION_CORPUS.read_text(encoding="utf-8").splitlines()
        return [str(json.loads(line)["text"]) for line in lines]
    files = sorted((ROOT / "corpus").glob("*.md"))
    texts = "\n\n".join(file.read_text(encoding="utf-8") for file in files)
    return [paragraph for paragraph in texts.split("\n\n") if len(paragraph) > 100]


def measure(encoders: list[Encoder], passages: list[str]) -> list[list[float]]:
    """Return passages a second, a list an encoder and a number a round."""
    speeds: list[list[float]] = [[] for _ in encoders]
    for encoder in encoders:
        encoder.encode_documents(passages[:8])  # warm up
    for _ in range(ROUNDS):
        for encoder, found in zip(encoders, speeds, strict=True):
            start = time.perf_counter()
            encoder.encode_documents(passages)
            found.append(len(passages) / (time.perf_counter() - start))
    return speeds


if __name__ == "__main__":
    main()
