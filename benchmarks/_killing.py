"""Stores, and processes that index, add, remove or clear until SIGKILL reaches them.

The store must then open as it was before or as it is after, ``verify`` must find nothing, no added
file may be lost, and the next run must finish the work and leave nothing behind.
"""

import multiprocessing
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from unittest.mock import patch

from benchmarks._made_up import HashEncoder, made_up_text, write_documents
from ragqa import storing
from ragqa.added_files import added_folder
from ragqa.indexing import index_paths
from ragqa.settings import Settings
from ragqa.store import Store, VectorCache, verify
from ragqa.storing import encoder_info
from ragqa.updating import add_files, clear_up, remove_documents

DOCUMENTS = 40
PORTION_CHARS = 2000
SETTINGS = Settings(chunk_tokens=32)
ENCODER = HashEncoder()
REMOVED = ("000007.txt", "added/first.txt")
# Imported once, before the processes that are to be killed are forked.
_PRELOADED = ["benchmarks._killing", "faiss", "py3langid", "sentencex", "Stemmer"]


@dataclass(frozen=True)
class Contents:
    """The digests of a store's documents, and what is in the files that were added to it."""

    digests: dict[str, str]
    added: dict[str, str]


@dataclass(frozen=True)
class Trial:
    """How a run ended ("killed" or "done"), what the store was then, and what was wrong."""

    ending: str
    found: str
    problems: tuple[str, ...]


def index(place: Path) -> None:
    # As much text as makes some portions is little here.
    with patch.object(storing, "_PORTION_CHARS", PORTION_CHARS):
        index_paths([place / "corpus"], place / "store", encoder=ENCODER, settings=SETTINGS)


def add(place: Path) -> None:
    files = sorted((place / "given").iterdir())
    add_files(files, place / "store", encoder=ENCODER, settings=SETTINGS)


def remove(place: Path) -> None:
    with Store.open(place / "store") as store:
        left = [one for one in REMOVED if one in store.digests()]
    if left:
        remove_documents(left, place / "store", encoder=ENCODER, settings=SETTINGS)


def gc(place: Path) -> None:
    clear_up(place / "store")


ACTIONS = {"index": index, "add": add, "remove": remove, "gc": gc}


class Killing:
    """Places that are alike, and processes that change them until they are killed."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template"
        self._place = folder / "place"
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(_PRELOADED)
        prepare(self._template)
        self._before = contents(self._template)
        self._after: dict[str, Contents] = {}
        self._took_s: dict[str, float] = {}
        for name in ACTIONS:
            self._begin_anew()
            _, self._took_s[name] = self._run(name, killed_after_s=None)
            self._after[name] = contents(self._place)

    def trial(self, name: str, *, seed: int) -> Trial:
        """Kill one run at a moment that the seed decides, and look at what is left."""
        after = self._after[name]
        self._begin_anew()
        chance = random.Random(f"{name} {seed}")
        ending, took_s = self._run(name, killed_after_s=chance.uniform(0, self._took_s[name]))
        if ending == "done":
            self._took_s[name] = took_s
        found, problems = self._look(after)
        problems += [f"verify: {one}" for one in verify(self._place / "store").problems]
        if name == "add" and not contents(self._place).added.keys() >= self._before.added.keys():
            problems.append("an added file is lost")
        ACTIONS[name](self._place)
        if contents(self._place) != after:
            problems.append("the next run did not finish the work")
        gc(self._place)
        problems += [f"left behind: {one}" for one in leftovers(self._place / "store")]
        return Trial(ending, found, tuple(f"{name}, seed {seed}: {one}" for one in problems))

    def _begin_anew(self) -> None:
        shutil.rmtree(self._place, ignore_errors=True)
        shutil.copytree(self._template, self._place)

    def _run(self, name: str, *, killed_after_s: float | None) -> tuple[str, float]:
        """Return how a run ended, and after how many seconds."""
        ready, begun = self._processes.Pipe(duplex=False)
        process = self._processes.Process(target=_act, args=(name, self._place, begun))
        process.start()
        begun.close()
        ready.recv()
        started = time.perf_counter()
        process.join(killed_after_s)
        took_s = time.perf_counter() - started
        process.kill()
        process.join()
        ready.close()
        return ("done" if process.exitcode == 0 else "killed"), took_s

    def _look(self, after: Contents) -> tuple[str, list[str]]:
        digests = contents(self._place).digests
        if digests == after.digests:
            return "as after", []
        if digests == self._before.digests:
            return "as before", []
        return "neither", ["the store is neither as before nor as after"]


def _act(name: str, place: Path, begun: Connection) -> None:
    # Else locks that libraries make would be registered, and missed when their owner is dead.
    multiprocessing.set_start_method("fork", force=True)
    begun.send(None)
    begun.close()
    ACTIONS[name](place)


def prepare(place: Path) -> None:
    """Make a store for which there is something to do for every action."""
    corpus, given, store = place / "corpus", place / "given", place / "store"
    chance = random.Random(1)
    write_documents(corpus, DOCUMENTS, seed=0)
    given.mkdir()
    for name in ("first", "second"):
        (given / f"{name}.txt").write_text(made_up_text(chance, sentences=5))
    index(place)
    add(place)
    for number in range(0, DOCUMENTS, 10):
        (corpus / f"{number:06}.txt").write_text(made_up_text(chance, sentences=6))
        (corpus / f"{number + 1:06}.txt").unlink()
        (corpus / f"{number + 2:06}.txt").rename(corpus / f"renamed {number}.txt")
        (corpus / f"new {number}.txt").write_text(made_up_text(chance, sentences=7))
    (given / "second.txt").write_text(made_up_text(chance, sentences=5))
    (given / "third.txt").write_text(made_up_text(chance, sentences=5))
    for number in range(50):
        left = store / "generation-00000000" / f"{number}.left"
        left.parent.mkdir(exist_ok=True)
        left.write_bytes(bytes(1000))
    with VectorCache(store, encoder_info(ENCODER)) as cache:
        texts = [str(number) for number in range(1000)]
        cache.put(texts, ENCODER.encode_documents(texts))


def contents(place: Path) -> Contents:
    added = added_folder(place / "store")
    with Store.open(place / "store") as store:
        return Contents(store.digests(), {one.name: one.read_text() for one in added.iterdir()})


def leftovers(store: Path) -> Iterator[str]:
    expected = {"manifest.json", ".lock", "user", "cache"}
    for path in store.iterdir():
        if path.name not in expected and not path.name.startswith("generation-"):
            yield path.name
    if len(list(store.glob("generation-*"))) != 1:
        yield "a generation that is not in force"
    yield from (one.name for one in (store / "user").glob(".*"))
