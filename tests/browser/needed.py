"""What the browser tests need beside Python: skipped without it, but an error under CI."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

_AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


def missing(what: str, *, hint: str) -> NoReturn:
    """Skip what cannot run, and say what to install; under CI nothing may be skipped."""
    message = f"{what} is missing: {hint}"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message, allow_module_level=True)


def chromium() -> str:
    """Return the program of the browser."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is None:
        missing("chromium", hint="apt install chromium, or name one by the variable CHROMIUM")
    return found


def axe() -> str:
    """Return the script of axe-core."""
    if not _AXE.exists():
        missing("axe-core", hint="npm ci --prefix tests/browser")
    return _AXE.read_text(encoding="utf-8")
