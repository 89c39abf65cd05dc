import errno
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.errors import IndexDamage, StoreError
from ragqa.store import (
    ChunkingInfo,
    Counts,
    DocumentSummary,
    EncoderInfo,
    IndexedDocument,
    ReadingInfo,
    Store,
    StoreWriter,
    read_manifest,
    verify,
)
from ragqa.store.locking import exclusive_lock
from ragqa.store.recording import Recorder, as_record_errors
from ragqa.term_blocks import TermBlock
from ragqa.types import Chunk, Document, Page, Place, PlaceKind, Section
from ragqa.vector_blocks import VectorBlock

ENCODER = EncoderInfo(name="fake", sha256="ab" * 32, dimension=4)
FILES = (
    "block-000/counts.npy",
    "block-000/ends.npy",
    "block-000/lengths.npy",
    "block-000/rows.npy",
    "block-000/starts.npy",
    "block-000/terms.npy",
    "block-000/vectors.faiss",
    "documents.sqlite",
    "removed.npy",
)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


FABLE = Document(
    doc_id="films/fable.md",
    title="The Fable",
    text="Miguel directed it.\nIt was shot in Honduras.",
    source="films/fable.md",
    language="en",
    date="2019-05-04",
    sections=(Section("Film › Direction", 0, 20), Section("Film › Places", 20, 44)),
    pages=(Page(1, 0, 20), Page(2, 20, 44)),
    metadata={"publisher": "Radio Progreso", "place": "El Progreso"},
)
ROUTE = Document(doc_id="ruta.txt", title="La ruta", text="Cruzó el río Suchiate.", source="ruta")
FABLE_CHUNKS = (
    Chunk("films/fable.md#0000", FABLE.doc_id, "Miguel directed it.", 0, 19, "Film › Direction", 1),
    Chunk(
        "films/fable.md#0001", FABLE.doc_id, "It was shot in Honduras.", 20, 44, "Film › Places", 2
    ),
)
ROUTE_CHUNKS = (Chunk("ruta.txt#0000", ROUTE.doc_id, ROUTE.text, 0, 22),)


INDEXED = "2026-05-04T10:00:00+00:00"


@dataclass(frozen=True)
class Content:
    """What goes into a `StoreWriter` for some documents and chunks."""

    documents: Sequence[IndexedDocument]
    chunks: Sequence[Chunk]
    vectors: Any
    terms: Sequence[Sequence[str]]
    encoded_digests: Sequence[str]
    encoder: EncoderInfo = ENCODER
    previous: Store | None = None

    def write(self, folder: Path) -> None:
        with StoreWriter(folder, encoder=self.encoder, previous=self.previous) as writer:
            writer.add(
                self.documents,
                self.chunks,
                vectors=self.vectors,
                terms=self.terms,
                encoded_digests=self.encoded_digests,
            )
            writer.finish(
                reading=ReadingInfo(128, 384, seconds=60.0, rules=sha256("rules")),
                chunking=ChunkingInfo(max_tokens=200, overlap_tokens=20),
                roots=["corpus", "más/notas.txt"],
            )


def content_of(documents: Sequence[Document], chunks: Sequence[Chunk]) -> Content:
    numbers = np.arange(1, 4 * len(chunks) + 1, dtype=np.float32).reshape(-1, 4)
    return Content(
        documents=[
            IndexedDocument(document, sha256(f"file of {document.doc_id}"), INDEXED)
            for document in documents
        ],
        chunks=chunks,
        vectors=numbers / np.linalg.norm(numbers, axis=1, keepdims=True),
        terms=[chunk.text.lower().split() for chunk in chunks],
        encoded_digests=[sha256(f"{chunk.heading}\n{chunk.text}") for chunk in chunks],
    )


BOTH = content_of([FABLE, ROUTE], [*FABLE_CHUNKS, *ROUTE_CHUNKS])
ONE = content_of([ROUTE], ROUTE_CHUNKS)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("original") / "store"
    BOTH.write(folder)
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A store of both documents, copied because a copy waits for no disk."""
    return Path(shutil.copytree(original, tmp_path / "store"))


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def generation_of(folder: Path) -> Path:
    return folder / read_manifest(folder).generation


def edit_manifest(folder: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    edit(fields)
    path.write_text(json.dumps(fields), encoding="utf-8")


def seal(folder: Path) -> None:
    """Make the manifest's sizes and digests those of the files as they are."""
    generation = generation_of(folder)

    def describe(fields: dict[str, Any]) -> None:
        for name in fields["files"]:
            raw = (generation / name).read_bytes()
            fields["files"][name] = {"size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}

    edit_manifest(folder, describe)


def spoil_vector(folder: Path) -> None:
    """Make a number of the vector of row 1 none."""
    path = generation_of(folder) / "block-000" / "vectors.faiss"
    raw, number = path.read_bytes(), BOTH.vectors[1, 2].tobytes()
    assert raw.count(number) == 1
    path.write_bytes(raw.replace(number, np.float32(np.nan).tobytes()))


def change_records(generation: Path, sql: str) -> None:
    with closing(sqlite3.connect(generation / "documents.sqlite")) as connection:
        connection.execute(sql)
        connection.commit()


# What is written is read


def spans(text: str, cuts: Sequence[int]) -> list[tuple[int, int]]:
    return list(pairwise(sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})))


unicode_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
cut_points = st.lists(st.integers(0, 40), max_size=3)


@st.composite
def documents_with_chunks(draw: st.DrawFn, doc_id: str) -> tuple[Document, list[Chunk]]:
    text = draw(unicode_text)
    pages = tuple(Page(i, *span) for i, span in enumerate(spans(text, draw(cut_points)), start=1))
    document = Document(
        doc_id=doc_id,
        title=draw(unicode_text),
        text=text,
        source=draw(unicode_text),
        language=draw(st.sampled_from([None, "en", "es"])),
        date=draw(st.sampled_from([None, "2021-12-31"])),
        sections=tuple(
            Section(draw(unicode_text), *span, draw(st.sampled_from([None, "2019-05-04"])))
            for span in spans(text, draw(cut_points))
        ),
        pages=pages,
        metadata=draw(st.dictionaries(unicode_text, unicode_text, max_size=2)),
        places=tuple(
            Place(draw(st.sampled_from(PlaceKind)), *span, number=i, name=draw(unicode_text))
            for i, span in enumerate(spans(text, draw(cut_points)))
        ),
    )
    chunks = [
        Chunk(
            f"{doc_id}#{i}",
            doc_id,
            text[start:end],
            start,
            end,
            draw(unicode_text),
            page,
            place=place.label if place else None,
        )
        for i, (start, end) in enumerate(spans(text, draw(cut_points)))
        for page in [draw(st.sampled_from([None, *(page.number for page in pages)]))]
        for place in [document.place_at(start)]
    ]
    return document, chunks


@st.composite
def contents(draw: st.DrawFn) -> Content:
    doc_ids = draw(st.lists(unicode_text, max_size=3, unique=True))
    drawn = [draw(documents_with_chunks(doc_id)) for doc_id in doc_ids]
    return content_of(
        [document for document, _ in drawn], [chunk for _, chunks in drawn for chunk in chunks]
    )


@settings(max_examples=25, deadline=None)
@given(contents())
def test_opened_store_holds_exactly_what_was_written(content: Content) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content.write(Path(folder))
        with Store.open(Path(folder), encoder=ENCODER) as store:
            rows = range(len(content.chunks))
            assert store.chunks(rows) == tuple(content.chunks)
            written = content.documents
            documents = [one.document for one in written]
            assert [store.document(one.doc_id) for one in documents] == documents
            stored = list(store.stored_documents())
            assert [(one.document, one.digest, one.indexed) for one in stored] == [
                (one.document, one.digest, one.indexed) for one in written
            ]
            assert store.digests() == {one.document.doc_id: one.digest for one in written}
            np.testing.assert_array_equal(store.dense.vectors(list(rows)), content.vectors)
            assert len(store.sparse) == len(content.chunks)
        assert verify(Path(folder)).problems == ()


def test_rows_of_terms_are_rows_of_chunks(folder: Path) -> None:
    with Store.open(folder) as store:
        rows, _ = store.sparse.search(["suchiate."], k=5)
        assert [chunk.doc_id for chunk in store.chunks(rows.tolist())] == ["ruta.txt"]


def test_chunks_come_in_the_order_asked_for_and_as_often(folder: Path) -> None:
    with Store.open(folder) as store:
        found = store.chunks(np.array([2, 0, 2]))
    assert found == (ROUTE_CHUNKS[0], FABLE_CHUNKS[0], ROUTE_CHUNKS[0])


def test_summaries_tell_of_documents_in_the_order_of_indexing(folder: Path) -> None:
    with Store.open(folder) as store:
        assert list(store.documents()) == [
            DocumentSummary(
                doc_id="films/fable.md",
                title="The Fable",
                source="films/fable.md",
                language="en",
                date="2019-05-04",
                characters=44,
                chunks=2,
                digest=sha256("file of films/fable.md"),
                indexed=INDEXED,
                publisher="Radio Progreso",
                metadata=FABLE.metadata,
            ),
            DocumentSummary(
                "ruta.txt",
                "La ruta",
                "ruta",
                None,
                None,
                22,
                1,
                sha256("file of ruta.txt"),
                INDEXED,
            ),
        ]


def test_known_vectors_are_rows_of_texts_encoded_before(folder: Path) -> None:
    known, unknown = BOTH.encoded_digests[1], sha256("new text")
    with Store.open(folder) as store:
        assert store.known_vectors([unknown, known]) == {known: 1}


def test_manifest_tells_what_made_the_store(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest.format_version == 7
    assert manifest.encoder == ENCODER
    assert manifest.chunking == ChunkingInfo(max_tokens=200, overlap_tokens=20)
    assert manifest.counts == Counts(documents=2, chunks=3, rows=3)
    assert manifest.roots == ("corpus", "más/notas.txt")
    assert set(manifest.files) == set(FILES)


def test_folder_holds_one_generation_without_journals(folder: Path) -> None:
    generation = generation_of(folder)
    assert names_in(folder) == {"manifest.json", ".lock", generation.name}
    assert set(bytes_in(generation)) == set(FILES)


def test_manifest_of_many_documents_stays_small(tmp_path: Path) -> None:
    documents = [replace(ROUTE, doc_id=f"{i}.txt") for i in range(2000)]
    content_of(documents, []).write(tmp_path)
    assert (tmp_path / "manifest.json").stat().st_size < 4000


@pytest.mark.parametrize("rows", [[3], [-1], [0, 1, 99]])
def test_unknown_row_is_a_bad_argument(folder: Path, rows: list[int]) -> None:
    with Store.open(folder) as store, pytest.raises(ValueError, match="not all those of chunks"):
        store.chunks(rows)


def test_row_without_its_chunk_is_damage(folder: Path) -> None:
    change_records(generation_of(folder), "UPDATE chunks SET row = 7 WHERE row = 0")
    with (
        Store.open(folder) as store,
        pytest.raises(StoreError, match=r"is damaged: rows .* are not all"),
    ):
        store.chunks([0, 1])


def test_unknown_document_is_named(folder: Path) -> None:
    message = 'no document "gone.md" in .*; "ragqa info --store .*" lists them'
    with Store.open(folder) as store, pytest.raises(StoreError, match=message):
        store.document("gone.md")


def test_closed_store_says_that_it_is_closed(folder: Path) -> None:
    store = Store.open(folder)
    store.close()
    with pytest.raises(ValueError, match="is closed"):
        store.chunks([0])


def test_eight_threads_read_the_same_as_one(folder: Path) -> None:
    def read(_: int) -> tuple[Any, ...]:
        return store.chunks([2, 1, 0]), store.document("ruta.txt"), store.digests()

    with Store.open(folder) as store, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(400))) == [read(0)] * 400


def test_importing_the_store_loads_no_heavy_library() -> None:
    heavy = {"faiss", "bm25s", "torch", "onnxruntime"}
    code = f"import sys, ragqa.store; print({heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# Writing replaces all or nothing


def test_new_generation_replaces_the_old_one_and_leaves_the_readme(folder: Path) -> None:
    (folder / "README.md").write_text("What this is.", encoding="utf-8")
    old = generation_of(folder)
    ONE.write(folder)
    assert not old.exists()
    assert names_in(folder) == {
        "README.md",
        "manifest.json",
        ".lock",
        generation_of(folder).name,
    }
    assert (folder / "README.md").read_text(encoding="utf-8") == "What this is."
    with Store.open(folder) as store:
        assert store.digests() == {"ruta.txt": sha256("file of ruta.txt")}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the files that are open")
def test_open_store_stays_whole_while_a_new_generation_is_written(folder: Path) -> None:
    with Store.open(folder) as store:
        ONE.write(folder)
        assert store.chunks([0, 1, 2]) == (*FABLE_CHUNKS, *ROUTE_CHUNKS)
        assert store.document("films/fable.md") == FABLE
        np.testing.assert_array_equal(store.dense.vectors([0, 1, 2]), BOTH.vectors)


MISFITS = {
    "1 vectors": replace(BOTH, vectors=ONE.vectors),
    "1 lists of terms": replace(BOTH, terms=ONE.terms),
    "1 digests": replace(BOTH, encoded_digests=ONE.encoded_digests),
    r"shape \(3, 2\)": replace(BOTH, vectors=BOTH.vectors[:, :2]),
    r"shape \(3,\)": replace(BOTH, vectors=BOTH.vectors[:, 0]),
    "same doc_id": replace(BOTH, documents=[*BOTH.documents, BOTH.documents[0]]),
    "same chunk_id": content_of([ROUTE], [*ROUTE_CHUNKS, *ROUTE_CHUNKS]),
    "no document ruta.txt": content_of([FABLE], ROUTE_CHUNKS),
    "its text is not": content_of([ROUTE], [replace(ROUTE_CHUNKS[0], text="Cruzó")]),
    "0..23 is not in the text": content_of([ROUTE], [replace(ROUTE_CHUNKS[0], end=23)]),
    "-22..22 is not in the text": content_of([ROUTE], [replace(ROUTE_CHUNKS[0], start=-22)]),
    "has no page 3": content_of([FABLE], [replace(FABLE_CHUNKS[0], page=3)]),
    "section 0..23 is not in": content_of([replace(ROUTE, sections=(Section("A", 0, 23),))], []),
    "page 9..8 is not in": content_of([replace(ROUTE, pages=(Page(1, 9, 8),))], []),
    "place 0..23 is not in": content_of(
        [replace(ROUTE, places=(Place(PlaceKind.ROW, 0, 23, 1),))], []
    ),
    "its place is 'row 9', that of .* is None": content_of(
        [ROUTE], [replace(ROUTE_CHUNKS[0], place="row 9")]
    ),
    "section 4..9 begins before": content_of(
        [replace(ROUTE, sections=(Section("A", 0, 5), Section("B", 4, 9)))], []
    ),
    "surrogates": content_of([ROUTE, replace(FABLE, title="half a pair \ud83d")], ROUTE_CHUNKS),
}


@pytest.mark.parametrize("message", MISFITS)
def test_parts_that_do_not_fit_are_refused_and_the_old_store_stays(
    folder: Path, message: str
) -> None:
    before = bytes_in(folder)
    with pytest.raises(ValueError, match=message):
        MISFITS[message].write(folder)
    assert bytes_in(folder) == before


@dataclass
class WatchedTerms(Sequence[Sequence[str]]):
    """Lists of terms that do something when they are read, which is in the midst of writing."""

    when_read: Callable[[], None]

    def __len__(self) -> int:
        return len(BOTH.chunks)

    def __getitem__(self, index: Any) -> Any:
        self.when_read()

    def __iter__(self) -> Iterator[Sequence[str]]:
        self.when_read()
        yield from BOTH.terms


def fill_the_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupt() -> None:
    raise KeyboardInterrupt


def test_full_disk_is_named_and_the_old_store_stays(folder: Path) -> None:
    before = bytes_in(folder)
    with pytest.raises(StoreError, match="cannot be written: No space left on device"):
        replace(BOTH, terms=WatchedTerms(fill_the_disk)).write(folder)
    assert bytes_in(folder) == before
    assert len(names_in(folder)) == 3


def test_interrupted_run_leaves_the_old_store(folder: Path) -> None:
    before = bytes_in(folder)
    with pytest.raises(KeyboardInterrupt):
        replace(BOTH, terms=WatchedTerms(interrupt)).write(folder)
    assert bytes_in(folder) == before


def test_failure_of_the_last_step_leaves_the_old_generation(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    (folder / "manifest.json").mkdir()
    before = bytes_in(folder)
    with pytest.raises(StoreError, match="Is a directory"):
        ONE.write(folder)
    assert bytes_in(folder) == before


KILLED_RUN = """
import os, pathlib, sys
import numpy as np
from ragqa.store import EncoderInfo, StoreWriter

class Deadly(list):
    def __iter__(self):
        os._exit(9)

with StoreWriter(pathlib.Path(sys.argv[1]), encoder=EncoderInfo("fake", "", 4)) as writer:
    vectors = np.zeros((0, 4), np.float32)
    writer.add([], [], vectors=vectors, terms=Deadly(), encoded_digests=[])
"""


def test_killed_run_changes_nothing_and_the_next_run_clears_up(folder: Path) -> None:
    before = bytes_in(folder)
    killed = subprocess.run([sys.executable, "-c", KILLED_RUN, str(folder)], check=False)
    assert killed.returncode == 9
    assert any(name.startswith(".building-") for name in names_in(folder))
    assert before.items() <= bytes_in(folder).items()
    ONE.write(folder)
    assert names_in(folder) == {"manifest.json", ".lock", generation_of(folder).name}


def test_orphaned_generation_goes_and_what_only_looks_like_one_stays(folder: Path) -> None:
    (folder / "generation-0123abcd").mkdir()
    (folder / "generation-of-1927").mkdir()
    ONE.write(folder)
    assert names_in(folder) == {
        "manifest.json",
        ".lock",
        generation_of(folder).name,
        "generation-of-1927",
    }


def test_store_with_a_damaged_manifest_can_be_written_anew(folder: Path) -> None:
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    ONE.write(folder)
    with Store.open(folder) as store:
        assert list(store.digests()) == ["ruta.txt"]
    assert len(names_in(folder)) == 3


def test_folder_that_git_keeps_can_become_a_store(tmp_path: Path) -> None:
    (tmp_path / "README.md").touch()
    (tmp_path / ".gitkeep").touch()
    ONE.write(tmp_path)
    assert verify(tmp_path).problems == ()


@pytest.mark.parametrize("name", ["thesis.docx", "manifest.json", "generation-x"])
def test_folder_with_something_else_is_not_touched(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('{"name": "a web app"}', encoding="utf-8")
    with pytest.raises(StoreError, match=f"is not a ragqa store and holds {name}; choose"):
        ONE.write(tmp_path)
    assert names_in(tmp_path) == {name}


@pytest.mark.parametrize("path", ["file", "file/store"])
def test_place_that_cannot_be_a_folder_is_named(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=f"{path} cannot be written: "):
        ONE.write(tmp_path / path)


def test_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    with (
        exclusive_lock(lock, timeout_s=0),
        pytest.raises(StoreError, match=r"cannot be locked: .*; wait for the run that writes"),
        exclusive_lock(lock, timeout_s=0),
    ):
        pass
    with exclusive_lock(lock, timeout_s=0):
        pass


def test_lock_that_is_no_lock_is_to_be_deleted(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    lock.write_bytes(b"something else" * 100)
    with (
        pytest.raises(StoreError, match=f"cannot be locked: .*; delete it while .* {tmp_path}$"),
        exclusive_lock(lock, timeout_s=0),
    ):
        pass


def test_lock_in_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match=r"cannot be opened: .*can the folder be written"),
        exclusive_lock(tmp_path / "missing" / ".lock", timeout_s=0),
    ):
        pass


def test_two_writers_take_turns(folder: Path) -> None:
    first_is_writing, second_is_done = threading.Event(), threading.Event()

    def let_the_second_try() -> None:
        first_is_writing.set()
        assert not second_is_done.wait(timeout=0.3)

    def write_second() -> None:
        assert first_is_writing.wait(timeout=10)
        ONE.write(folder)
        second_is_done.set()

    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(write_second)
        replace(BOTH, terms=WatchedTerms(let_the_second_try)).write(folder)
        second.result()
    with Store.open(folder) as store:
        assert list(store.digests()) == ["ruta.txt"]
    assert len(names_in(folder)) == 3


def test_records_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "documents.sqlite"
    with pytest.raises(StoreError, match=r"documents.sqlite cannot"), as_record_errors(missing):
        Recorder.create(missing)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FULL])
def test_records_that_were_copied_are_damaged_where_they_were_copied_from(code: int) -> None:
    error = sqlite3.DatabaseError("malformed")
    error.sqlite_errorcode = code
    copied, new = Path("s/generation-1/documents.sqlite"), Path("s/.building-1/documents.sqlite")
    where = {
        sqlite3.SQLITE_CORRUPT: f"{copied} is damaged: malformed; rebuild with .* --store s",
        sqlite3.SQLITE_FULL: f"{new} cannot be written: malformed",
    }
    with pytest.raises(StoreError, match=where[code]), as_record_errors(new, copied=copied):
        raise error


# Opening names what disagrees


def test_folder_without_a_store_is_named(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "missing"):
        with pytest.raises(StoreError, match=f'no store in {place}: .*"ragqa index PATH --store'):
            Store.open(place)


def test_manifest_that_is_not_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(StoreError, match="cannot be read: Is a directory"):
        Store.open(tmp_path)


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[]", b"{}", b"[" * 100_000, b"null"])
def test_manifest_that_is_no_manifest_is_damaged(folder: Path, raw: bytes) -> None:
    (folder / "manifest.json").write_bytes(raw)
    with pytest.raises(StoreError, match=r'is damaged: .*rebuild with "ragqa index PATH --store'):
        Store.open(folder)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("created", None),
        ("generation", "../elsewhere"),
        ("encoder", "minilm-int8"),
        ("chunking", {"max_tokens": -1, "overlap_tokens": 0}),
        ("counts", {"documents": True, "chunks": 3, "rows": 3}),
        ("blocks", ["../block-000"]),
        ("blocks", []),
        ("sources_sha256", "short"),
        ("roots", [1]),
        ("files", ["documents.sqlite"]),
        ("files", {"../secret": {"size": 1, "sha256": "ab" * 32}}),
        ("files", {"/etc/passwd": {"size": 1, "sha256": "ab" * 32}}),
    ],
)
def test_manifest_with_an_impossible_value_is_damaged(folder: Path, key: str, value: Any) -> None:
    edit_manifest(folder, lambda fields: fields.update({key: value}))
    with pytest.raises(StoreError, match="is damaged"):
        Store.open(folder)


def test_missing_key_of_a_manifest_is_named(folder: Path) -> None:
    edit_manifest(folder, lambda fields: fields.pop("format_version"))
    with pytest.raises(StoreError, match=r'is damaged: it has no "format_version"; rebuild with'):
        Store.open(folder)


def test_damage_that_shows_later_names_the_store(folder: Path) -> None:
    named = rf"^{folder} is damaged: .*not finite; rebuild with .* --store {folder} --rebuild"
    spoil_vector(folder)
    with pytest.raises(StoreError, match=named), Store.open(folder) as store:
        store.dense.vectors([0, 1])
    with (
        Store.open(folder) as store,
        pytest.raises(StoreError, match=named),
        store.naming_damage(),
    ):
        store.dense.vectors([0, 1])


@pytest.mark.parametrize("rows", [[0, 1], [0, 1, 2]])
def test_vectors_that_are_no_directions_are_not_found(folder: Path, rows: list[int]) -> None:
    spoil_vector(folder)
    with Store.open(folder) as store:
        query = BOTH.vectors[0]
        with pytest.raises(IndexDamage, match=r"can be compared|not finite"):
            store.dense.search(query, k=3)
        with pytest.raises(IndexDamage, match="not finite"):
            store.dense.scores(query, rows)


def test_vectors_that_are_no_directions_are_not_written_on(folder: Path, tmp_path: Path) -> None:
    spoil_vector(folder)
    with pytest.raises(StoreError, match=f"^{folder} is damaged: "), Store.open(folder) as store:
        VectorBlock.merge([(store.blocks.blocks[0].vectors, np.array([1, 2]))], tmp_path)


def test_store_that_was_written_meanwhile_is_not_written_over(folder: Path) -> None:
    with Store.open(folder) as before:
        BOTH.write(folder)
        meanwhile = read_manifest(folder)
        with pytest.raises(StoreError, match="somebody else"):
            replace(BOTH, previous=before).write(folder)
    assert read_manifest(folder) == meanwhile
    with Store.open(folder) as present:
        replace(BOTH, previous=present).write(folder)


def test_what_people_gave_is_no_stranger_and_stays(tmp_path: Path) -> None:
    given = tmp_path / "user" / "added" / "a.txt"
    given.parent.mkdir(parents=True)
    given.write_text("A text.")
    BOTH.write(tmp_path)
    BOTH.write(tmp_path)
    assert given.read_text() == "A text."


def test_rows_of_documents_are_those_of_their_chunks(folder: Path) -> None:
    with Store.open(folder) as store:
        assert store.rows_of(["ruta.txt"]) == [2]
        assert store.rows_of(["ruta.txt", "films/fable.md"]) == [0, 1, 2]
        assert store.rows_of(["no such"]) == []


def test_rows_of_dates_are_those_of_documents_with_dated_sections(tmp_path: Path) -> None:
    direction, places = FABLE.sections
    dated = replace(FABLE, sections=(direction, replace(places, date="2018-02-01")))
    content_of([ROUTE, dated], [*ROUTE_CHUNKS, *FABLE_CHUNKS]).write(tmp_path)
    with Store.open(tmp_path) as store:
        assert store.rows_of_dates() == {FABLE.doc_id: {None: [1], "2018-02-01": [2]}}


def test_other_format_is_named(folder: Path) -> None:
    edit_manifest(folder, lambda fields: fields.update(format_version=1))
    with pytest.raises(StoreError, match="has store format 1, this ragqa reads format 7; rebuild"):
        Store.open(folder)


@pytest.mark.parametrize(
    "other",
    [
        replace(ENCODER, name="other"),
        replace(ENCODER, sha256="cd" * 32),
        replace(ENCODER, dimension=8),
    ],
)
def test_other_encoder_is_named(folder: Path, other: EncoderInfo) -> None:
    # Weights that are gone cannot be kept by a name.
    advice = (
        'rebuild with "ragqa index PATH --store .* --rebuild"'
        if other.name == ENCODER.name
        else "name no encoder to keep its own, or make it anew for the other with "
        '"ragqa index --store .* --encoder other --rebuild"'
    )
    message = (
        r"was made with encoder fake \(sha256 abababab…, dimension 4\), this run uses "
        rf"{other.name} \(sha256 {other.sha256[:8]}…, dimension {other.dimension}\); "
        f"{advice}"
    )
    with pytest.raises(StoreError, match=message):
        Store.open(folder, encoder=other)


@pytest.mark.parametrize("name", FILES)
def test_file_of_another_size_is_named(folder: Path, name: str) -> None:
    with (generation_of(folder) / name).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(StoreError, match=f"{name} has .* bytes, the manifest says"):
        Store.open(folder)


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_named(folder: Path, name: str) -> None:
    (generation_of(folder) / name).unlink()
    with pytest.raises(StoreError, match=f"{name} cannot be read: No such file.*rebuild"):
        Store.open(folder)


@pytest.mark.parametrize(
    "name", ["documents.sqlite", "block-000/vectors.faiss", "block-000/starts.npy", "removed.npy"]
)
def test_file_of_the_right_size_that_is_garbage_is_named(folder: Path, name: str) -> None:
    path = generation_of(folder) / name
    path.write_bytes(b"?" * path.stat().st_size)
    hint = f'; rebuild with "ragqa index PATH --store {folder} --rebuild"'
    with pytest.raises(StoreError, match=rf"{path.name}[^;]*{re.escape(hint)}$"):
        Store.open(folder)


def test_manifest_without_the_name_of_a_missing_file_does_not_hide_it(folder: Path) -> None:
    (generation_of(folder) / "documents.sqlite").unlink()
    edit_manifest(folder, lambda fields: fields["files"].pop("documents.sqlite"))
    with pytest.raises(StoreError, match=r"documents.sqlite cannot be opened: .*; rebuild with"):
        Store.open(folder)


def keep_the_first_document(generation: Path) -> None:
    change_records(generation, "DELETE FROM documents WHERE position = 1")


def keep_two_chunks(generation: Path) -> None:
    change_records(generation, "DELETE FROM chunks WHERE row = 2")


def keep_one_vector(generation: Path) -> None:
    VectorBlock.build(ONE.vectors).save(generation / "block-000")


def keep_two_dimensions(generation: Path) -> None:
    VectorBlock.build(BOTH.vectors[:, :2]).save(generation / "block-000")


def keep_one_row_of_terms(generation: Path) -> None:
    TermBlock.build(ONE.terms).save(generation / "block-000")


def remove_a_row(generation: Path) -> None:
    np.save(generation / "removed.npy", np.array([1]))


def remove_a_row_beyond(generation: Path) -> None:
    np.save(generation / "removed.npy", np.array([3]))


def remove_in_disorder(generation: Path) -> None:
    np.save(generation / "removed.npy", np.array([1, 7, 2]))


def remove_what_is_no_row(generation: Path) -> None:
    np.save(generation / "removed.npy", np.array([0.5]))


PARTS_OF_OTHER_STORES = [
    (keep_the_first_document, "holds 1 documents, .*manifest says 2"),
    (keep_two_chunks, "holds 2 chunks, .*manifest says 3"),
    (keep_one_vector, "holds 1 vectors, and terms of 3 rows"),
    (keep_two_dimensions, "holds 2 dimensions, .*manifest says 4"),
    (keep_one_row_of_terms, "holds 3 vectors, and terms of 1 rows"),
    (remove_a_row, "holds 2 rows of chunks, .*manifest says 3"),
    (remove_a_row_beyond, "names rows beyond the 3 of the indexes"),
    (remove_in_disorder, "its rows are out of order"),
    (remove_what_is_no_row, "holds no list of rows"),
]


@pytest.mark.parametrize(("exchange", "message"), PARTS_OF_OTHER_STORES)
def test_part_of_another_store_is_named(
    folder: Path, exchange: Callable[[Path], None], message: str
) -> None:
    exchange(generation_of(folder))
    seal(folder)
    with pytest.raises(StoreError, match=message):
        Store.open(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
@pytest.mark.parametrize("read", [lambda path: Store.open(path).close(), verify])
def test_generation_that_goes_away_while_it_is_opened_is_not_missed(
    folder: Path, read: Callable[[Path], Any]
) -> None:
    """A pipe in the manifest's place gives the stale manifest while the new one is put in."""
    manifest = folder / "manifest.json"
    new = folder / "new.json"
    manifest.rename(new)
    stale = json.loads(new.read_bytes()) | {"generation": "generation-00000000"}
    os.mkfifo(manifest)

    def switch() -> None:
        with manifest.open("w", encoding="utf-8") as pipe:
            pipe.write(json.dumps(stale))
            new.replace(manifest)

    with ThreadPoolExecutor(1) as pool:
        switched = pool.submit(switch)
        report = read(folder)
        switched.result()
    assert report is None or report.problems == ()


# Verifying finds every damage


def test_whole_store_is_verified_in_full(folder: Path) -> None:
    report = verify(folder)
    assert report.problems == ()
    assert (report.files, report.documents, report.chunks) == (9, 2, 3)


def test_missing_store_is_a_problem(tmp_path: Path) -> None:
    (problem,) = verify(tmp_path).problems
    assert "no store in" in problem


@pytest.mark.parametrize("name", FILES)
def test_one_changed_byte_is_found(folder: Path, name: str) -> None:
    path = generation_of(folder) / name
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    (problem,) = verify(folder).problems
    assert name in problem
    assert "has sha256" in problem


@pytest.mark.parametrize("name", FILES)
def test_lost_file_is_a_problem(folder: Path, name: str) -> None:
    (generation_of(folder) / name).unlink()
    (problem,) = verify(folder).problems
    assert f"{name} cannot be read" in problem


def test_cut_file_is_a_problem(folder: Path) -> None:
    path = generation_of(folder) / "block-000" / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1])
    (problem,) = verify(folder).problems
    assert "bytes, the manifest says" in problem


@pytest.mark.parametrize(("exchange", "message"), PARTS_OF_OTHER_STORES)
def test_part_of_another_store_is_a_problem(
    folder: Path, exchange: Callable[[Path], None], message: str
) -> None:
    exchange(generation_of(folder))
    seal(folder)
    assert any(re.search(message, problem) for problem in verify(folder).problems)


@pytest.mark.parametrize(
    "name", ["documents.sqlite", "block-000/vectors.faiss", "block-000/starts.npy", "removed.npy"]
)
def test_garbage_with_the_right_digest_is_a_problem(folder: Path, name: str) -> None:
    (generation_of(folder) / name).write_bytes(b"?" * 100)
    seal(folder)
    (problem,) = verify(folder).problems
    assert problem.endswith(f'; rebuild with "ragqa index PATH --store {folder} --rebuild"')
    assert problem.count("rebuild with") == 1


def test_vector_that_is_no_direction_is_a_problem(folder: Path) -> None:
    spoil_vector(folder)
    seal(folder)
    (problem,) = verify(folder).problems
    assert problem.endswith("block-000: vectors.faiss holds numbers that are not finite")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        (
            "UPDATE documents SET text = replace(text, 'Miguel', 'Manuel')",
            "fable.md: its text does",
        ),
        ("UPDATE documents SET digest = 'other' WHERE position = 0", "digests of the sources"),
        ("UPDATE documents SET metadata = '[1]'", "is damaged"),
        ("UPDATE chunks SET end_char = 45 WHERE row = 1", "0001: 20..45 is not in the text"),
        ("UPDATE chunks SET page = 7 WHERE row = 0", "0000: films/fable.md has no page 7"),
        ("UPDATE chunks SET document = 7 WHERE row = 0", "holds 2 chunks"),
        (
            "UPDATE chunks SET row = 7 WHERE row = 0",
            "has a chunk in row 1, its indexes have 0 there",
        ),
        ("UPDATE sections SET end_char = 99 WHERE position = 1", "section 20..99 is not in"),
        ("UPDATE pages SET start_char = 3 WHERE position = 1", "page 3..44 begins before"),
        ("DROP TABLE pages", "no such table: pages"),
        (
            "INSERT INTO places VALUES (0, 0, 'moon', 0, 1, 1, '')",
            "'moon' is not a valid PlaceKind",
        ),
        ("INSERT INTO places VALUES (0, 0, 'row', 98, 99, 1, '')", "place 98..99 is not in"),
    ],
)
def test_broken_law_of_a_record_is_a_problem(folder: Path, sql: str, message: str) -> None:
    change_records(generation_of(folder), sql)
    seal(folder)
    (problem,) = verify(folder).problems
    assert message in problem


def test_lost_table_is_named_when_it_is_read(folder: Path) -> None:
    change_records(generation_of(folder), "DROP TABLE pages")
    seal(folder)
    with Store.open(folder) as store, pytest.raises(StoreError, match="no such table: pages; reb"):
        store.document("ruta.txt")
