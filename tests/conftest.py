"""A small store, made once with the bundled encoder and only read by the tests."""

import asyncio
import gc
import warnings
from collections.abc import Iterator
from pathlib import Path

import anyio
import gradio
import hypothesis
import pytest

from ragqa.encoding import open_encoder
from ragqa.indexing import index_paths
from ragqa.settings import DEFAULT_ENCODER, Settings

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile(
    "ragqa", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("ragqa")

# Loaded at once: pytest rewrites what is loaded of anyio, a plugin of its own, and CPython 3.11
# may fail at that in the thread of a server.
OPEN_FILE = anyio.open_file
# Gradio hides a warning of what it loads. Loaded in a thread, while pytest changes the filters for
# its next test, it would fail halfway at that, and be half loaded for all other tests.
GRADIO = gradio

_DOCUMENTS = {
    "fable.md": """---
title: A Fable on Film
date: 2017-08-22
---

# The film

The film "The Fable of the Lion and the Coyote" was directed by Miguel Gómez, a Costa Rican.

# The makers

The International Organization for Migration released the film in San José.
""",
    "hubs.txt": """Information hubs

Information hubs opened in 42 schools near the border of Guatemala.
""",
    "walk.txt": """The walk

The walk against human trafficking takes place in Panama every July.
""",
}


@pytest.fixture(scope="session")
def tiny_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of three documents; make a copy to change it."""
    folder = tmp_path_factory.mktemp("corpus")
    for name, text in _DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_store(tiny_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of the three documents; make a copy to change it."""
    folder = tmp_path_factory.mktemp("store") / "vectorstore"
    settings = Settings()
    index_paths([tiny_corpus], folder, encoder=open_encoder(DEFAULT_ENCODER), settings=settings)
    return folder


@pytest.fixture(scope="module")
def release_event_loops() -> Iterator[None]:
    """Let go of the event loops that gradio opens for each page and never closes.

    A module that needs it also ignores ``pytest.PytestUnraisableExceptionWarning``.
    """
    yield
    asyncio.set_event_loop(None)
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()
