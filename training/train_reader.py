"""Train the extractive reader for a given time: `python -m training.train_reader --help`.

The length of the training is given in minutes, so the learning rate follows the clock: a linear
warm-up, then a linear decay that reaches zero when the time is over. The same seed draws the same
examples on every machine, but a faster one gets further.
"""

import argparse
import json
import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from ragqa.windows import MAX_TOKENS, Window, make_windows
from training.bilingual import bilingual_sources, load_bilingual
from training.export_reader import finish_reader
from training.lineage import Lineage, Run
from training.reader_data import (
    ENCYCLOPAEDIC,
    MAX_ANSWERS,
    SOURCES,
    Example,
    Source,
    build_source,
    example_stream,
    load_examples,
    make_example,
    split_held_out,
)
from training.reader_inputs import (
    IGNORED,
    pad_windows,
    token_spans,
)
from training.reader_model import (
    Base,
    Reader,
    build_reader,
    load_reader,
    open_base,
    prepare_training,
    span_loss,
)
from training.translated import translated_sources

log = logging.getLogger("train_reader")

BATCH_SIZE = 16
# Most windows are cut short, since time goes with their length; the rest train the far positions.
SHORT_TOKENS = 160
LONG_SHARE = 0.1
BLOCK_SIZE = 64 * BATCH_SIZE
LEARNING_RATE = 1.5e-4
WEIGHT_DECAY = 0.01
WARM_UP = 0.06
MAX_GRADIENT_NORM = 1.0
RELEVANCE_WEIGHT = 0.5
CHECKPOINT_MINUTES = 10.0
LOG_STEPS = 50
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
# Where a processor computes no bfloat16, autocast takes twice as long as fp32.
HAS_BFLOAT16 = DEVICE == "cuda" or torch.cpu._is_avx512_bf16_supported()
HELD_OUT_QUESTIONS = 250
HELD_OUT_KINDS = ("neighbour", "gap", "swap_question", "opposite")


@dataclass(frozen=True)
class Row:
    """One window with its targets: token spans, or ((0, 0),) for "no answer here"."""

    window: Window
    targets: tuple[tuple[int, int], ...]


def main() -> None:
    """Read the command line, train, then export, measure and write the model card."""
    arguments = _parse_arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    arguments.out.mkdir(parents=True, exist_ok=True)
    base = open_base(arguments.base)
    train_from_files(
        arguments.data,
        out=arguments.out,
        minutes=arguments.minutes,
        seed=arguments.seed,
        weights=arguments.weights,
        base=base,
    )
    finish_reader(arguments.out, base=base, evaluation=arguments.eval)


def train_from_files(
    data: Path,
    *,
    out: Path,
    minutes: float,
    seed: int,
    base: Base,
    weights: Path | None = None,
) -> None:
    """Train a reader on the files of `data`; write `reader.pt` and what the later steps need.

    `weights` is a `reader.pt`, or an int8 model that ships, to go on from, with the optimizer and
    its schedule begun afresh; without it the encoder is the pretrained one and the heads are new.
    What is known of them, and of this training, goes into `training.json`, under the name of `out`.
    """
    lineage = Lineage.read(weights) if weights else Lineage(base.name)
    torch.manual_seed(seed)
    rng = random.Random(seed)
    sources, held_out = load_sources(data, languages=base.languages, made=out)
    write_held_out(held_out, out / "held_out.json", seed=seed)
    batches = batch_stream(base.tokenizer, example_stream(sources, rng=rng), rng=rng)
    reader = (load_reader(base, weights) if weights else build_reader(base)).to(DEVICE)
    prepare_training(reader, seed=seed)
    steps = train(reader, batches, base=base, seconds=minutes * 60, out=out)
    run = Run(out.name, seed, minutes, steps, steps * BATCH_SIZE, lineage.shares)
    lineage.then(run).write(out)


def write_held_out(examples: Sequence[Example], path: Path, *, seed: int) -> None:
    """Write the articles set aside, and near misses made of them by kind, for the evaluation."""
    rng = random.Random(seed)
    source = build_source("wiki", examples, examples)
    chosen = rng.sample(range(len(examples)), min(HELD_OUT_QUESTIONS, len(examples)))
    made = {
        kind: [make_example(source, index, kind, rng) for index in chosen]
        for kind in HELD_OUT_KINDS
    }
    unanswerable = {
        kind: [asdict(example) for example in rows if not example.spans]
        for kind, rows in made.items()
    }
    answerable = [asdict(examples[index]) for index in chosen]
    content = {"answerable": answerable, "unanswerable": unanswerable}
    path.write_text(json.dumps(content))


def load_sources(
    data: Path, *, languages: Sequence[str], made: Path
) -> tuple[list[Source], list[Example]]:
    """Load every data set with its near misses; set some encyclopaedia articles aside.

    What has to be translated is kept in the folder `made`.
    """
    loaded = {
        name: [example for file in files for example in load_examples(data / f"{file}.jsonl.gz")]
        for name, files in SOURCES.items()
    }
    loaded["wiki"], held_out = split_held_out(loaded["wiki"])
    encyclopaedic = [*loaded["wiki"], *loaded["nq"]]
    pools = {"nq": encyclopaedic, "qed": [*encyclopaedic, *loaded["qed"]]}
    sources = [
        build_source(name, examples, pools.get(name, examples)) for name, examples in loaded.items()
    ]
    sources += bilingual_sources(load_bilingual(), languages)
    if "es" in languages:
        encyclopaedic_sources = [source for source in sources if source.name in ENCYCLOPAEDIC]
        sources += translated_sources(encyclopaedic_sources, cache=made / "translated.json")
    return sources, held_out


def batch_stream(
    tokenizer: Tokenizer, examples: Iterator[Example], *, rng: random.Random
) -> Iterator[list[Row]]:
    """Cut the stream into batches of windows alike in length, in random order."""
    while True:
        rows = [make_row(tokenizer, example, rng) for example in islice(examples, BLOCK_SIZE)]
        rows.sort(key=lambda row: len(row.window.token_ids))
        batches = [rows[at : at + BATCH_SIZE] for at in range(0, len(rows), BATCH_SIZE)]
        yield from rng.sample(batches, len(batches))


def make_row(tokenizer: Tokenizer, example: Example, rng: random.Random) -> Row:
    """Take one window of the example: where it can be, one that holds an answer."""
    limit = MAX_TOKENS if rng.random() < LONG_SHARE else SHORT_TOKENS
    windows = make_windows(tokenizer, example.question, example.passage, max_tokens=limit)
    rows = [Row(window, token_spans(window, example.spans)) for window in windows]
    answered = [row for row in rows if row.targets]
    if answered:
        return rng.choice(answered)
    return Row(rng.choice(windows), ((0, 0),))


def train(
    reader: Reader, batches: Iterator[Sequence[Row]], *, base: Base, seconds: float, out: Path
) -> int:
    """Train until the time is over; return the number of steps. Checkpoints go to `reader.pt`."""
    optimizer = _build_optimizer(reader)
    reader.train()
    begun = saved = time.monotonic()
    for step, batch in enumerate(batches):
        now = time.monotonic()
        if now - begun >= seconds:
            break
        rate = LEARNING_RATE * rate_factor((now - begun) / seconds)
        for group in optimizer.param_groups:
            group["lr"] = rate
        span, relevance = _step(reader, optimizer, batch, base)
        if step % LOG_STEPS == 0:
            speed = (step + 1) * BATCH_SIZE / (time.monotonic() - begun)
            log.info(
                "step %d, span %.3f, relevance %.3f, rate %.1e, %.1f examples/s",
                *(step, span, relevance, rate, speed),
            )
        if now - saved > CHECKPOINT_MINUTES * 60:
            saved = now
            save_reader(reader, out / "reader.pt")
    save_reader(reader, out / "reader.pt")
    return step


def rate_factor(progress: float) -> float:
    """Share of the full learning rate when `progress` (0..1) of the time is over."""
    return min(progress / WARM_UP + 0.01, (1.0 - progress) / (1.0 - WARM_UP), 1.0)


def save_reader(reader: Reader, path: Path) -> None:
    """Write the weights, never leaving half a file under the final name."""
    unfinished = path.with_suffix(".part")
    torch.save(reader.state_dict(), unfinished)
    unfinished.replace(path)


def _step(
    reader: Reader, optimizer: torch.optim.Optimizer, batch: Sequence[Row], base: Base
) -> tuple[float, float]:
    padded = pad_windows([row.window for row in batch])
    words = base.embed(padded["input_ids"]).to(DEVICE)
    masks = [
        torch.from_numpy(padded[name]).to(DEVICE) for name in ("attention_mask", "token_type_ids")
    ]
    targets, answered = (one.to(DEVICE) for one in _targets(batch))
    with torch.autocast(DEVICE, torch.bfloat16, enabled=HAS_BFLOAT16):
        start, end, relevance = reader(words, *masks)
    span = span_loss(start, end, targets)
    told = binary_cross_entropy_with_logits(relevance.float(), answered)
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(span + RELEVANCE_WEIGHT * told)
    torch.nn.utils.clip_grad_norm_(reader.parameters(), MAX_GRADIENT_NORM)
    optimizer.step()
    return span.item(), told.item()


def _targets(batch: Sequence[Row]) -> tuple[Tensor, Tensor]:
    filler = (IGNORED, IGNORED)
    padded = [(*row.targets, *[filler] * (MAX_ANSWERS - len(row.targets))) for row in batch]
    answered = [float(row.targets[0] != (0, 0)) for row in batch]
    return torch.tensor(padded), torch.tensor(answered)


def _build_optimizer(reader: Reader) -> torch.optim.Optimizer:
    trained = [(n, p) for n, p in reader.named_parameters() if p.requires_grad]
    plain = [p for n, p in trained if n.endswith("bias") or "LayerNorm" in n]
    decayed = [p for n, p in trained if not (n.endswith("bias") or "LayerNorm" in n)]
    groups = [
        {"params": decayed, "weight_decay": WEIGHT_DECAY},
        {"params": plain, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=LEARNING_RATE, fused=True)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/train"))
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", choices=("minilm", "e5"), default="e5")
    parser.add_argument("--minutes", type=float, default=80.0)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--weights", type=Path, help="reader.pt or shipped model to go on from")
    return parser.parse_args()


if __name__ == "__main__":
    main()
