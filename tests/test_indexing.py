"""Indexing: the store holds just the documents below the paths, and old vectors are kept."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import document_of
from fakes import CountingEncoder, FakeEncoder

from ragqa import storing
from ragqa.errors import DocumentError, SettingsError, StoreError
from ragqa.indexing import IndexReport, index_paths
from ragqa.passages import passage_text
from ragqa.settings import Settings
from ragqa.store import Store, read_manifest, verify
from ragqa.storing import encoder_info
from ragqa.types import Chunk

SETTINGS = Settings(chunk_tokens=32)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def index(
    corpus: Path,
    store: Path,
    *,
    encoder: FakeEncoder | None = None,
    settings: Settings = SETTINGS,
    **options: Any,
) -> IndexReport:
    encoder = encoder or FakeEncoder()
    return index_paths([corpus], store, encoder=encoder, settings=settings, **options)


def texts_by_id(store: Path) -> dict[str, str]:
    with Store.open(store) as opened:
        return {one.doc_id: opened.document(one.doc_id).text for one in opened.documents()}


def snapshot(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(
        tmp_path / "corpus",
        {"a.txt": "The lion sleeps in the sun.", "b.txt": "A coyote sings to the moon."},
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_first_run_stores_every_document_and_encodes_every_passage(
    corpus: Path, store: Path
) -> None:
    report = index(corpus, store)

    assert report == IndexReport(
        documents=2,
        chunks=2,
        encoded=2,
        reused=0,
        unchanged=False,
        skipped=(),
        failures=(),
        read=("a.txt", "b.txt"),
    )
    assert texts_by_id(store) == {
        "a.txt": "The lion sleeps in the sun.",
        "b.txt": "A coyote sings to the moon.",
    }
    assert verify(store).problems == ()


def test_stored_vectors_and_terms_are_those_of_the_passages(corpus: Path, store: Path) -> None:
    index(corpus, store)
    encoder = FakeEncoder()
    with Store.open(store, encoder=encoder_info(encoder)) as opened:
        texts = [
            passage_text(opened.document(chunk.doc_id), chunk, encoder)
            for chunk in opened.chunks(range(2))
        ]
        assert opened.dense.vectors([0, 1]).tolist() == encoder.encode_documents(texts).tolist()
        assert [opened.sparse.document_frequency(term) for term in ("lion", "sing")] == [1, 1]


def test_second_run_over_the_same_files_writes_nothing(corpus: Path, store: Path) -> None:
    index(corpus, store)
    before = snapshot(store)
    encoder = CountingEncoder()

    report = index(corpus, store, encoder=encoder)

    assert (report.unchanged, report.encoded, report.reused, report.chunks) == (True, 0, 2, 2)
    assert encoder.encoded == []
    assert snapshot(store) == before


def test_changed_document_is_encoded_again_and_the_others_are_not(
    corpus: Path, store: Path
) -> None:
    index(corpus, store)
    write(corpus, {"b.txt": "A coyote sings to the stars.", "c.txt": "It rained."})
    encoder = CountingEncoder()

    report = index(corpus, store, encoder=encoder)

    assert (report.documents, report.encoded, report.reused) == (3, 2, 1)
    assert len(encoder.encoded) == 2
    assert all(("stars" in text) or ("rained" in text) for text in encoder.encoded)
    assert texts_by_id(store)["b.txt"] == "A coyote sings to the stars."


def test_run_over_changed_files_gives_the_vectors_of_a_fresh_one(
    corpus: Path, store: Path, tmp_path: Path
) -> None:
    index(corpus, store)
    write(corpus, {"0.txt": "It rained.", "a.txt": "The lion sleeps in the shade."})
    index(corpus, store)
    index(corpus, tmp_path / "fresh")

    with Store.open(store) as again, Store.open(tmp_path / "fresh") as fresh:
        assert vectors_by_chunk(again) == vectors_by_chunk(fresh)
        assert list(again.digests().items()) == list(fresh.digests().items())


def vectors_by_chunk(store: Store) -> dict[Chunk, list[float]]:
    rows = range(store.manifest.counts.chunks)
    return dict(zip(store.chunks(rows), store.dense.vectors(rows).tolist(), strict=True))


def test_document_that_is_gone_leaves_the_store(corpus: Path, store: Path) -> None:
    index(corpus, store)
    (corpus / "a.txt").unlink()

    report = index(corpus, store)

    assert (report.documents, report.encoded, report.reused) == (1, 0, 1)
    assert list(texts_by_id(store)) == ["b.txt"]


def test_other_chunking_cuts_the_same_files_anew(corpus: Path, store: Path) -> None:
    write(corpus, {"a.txt": "The lion sleeps in the warm sun. " * 8})
    coarse = index(corpus, store)
    fine = index(corpus, store, settings=Settings(chunk_tokens=16))
    assert not fine.unchanged
    assert fine.chunks > coarse.chunks


def test_store_of_another_version_is_written_anew_with_its_vectors(
    corpus: Path, store: Path
) -> None:
    index(corpus, store)
    manifest = store / "manifest.json"
    fields = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**fields, "ragqa_version": "0.0.0"}), encoding="utf-8")

    report = index(corpus, store)

    assert (report.unchanged, report.encoded, report.reused) == (False, 0, 2)
    assert json.loads(manifest.read_text("utf-8"))["ragqa_version"] == fields["ragqa_version"]


def test_many_passages_are_encoded_in_batches_in_their_order(tmp_path: Path, store: Path) -> None:
    lines = [json.dumps({"id": f"{n:04d}", "text": f"Lion number {n}."}) for n in range(300)]
    corpus = write(tmp_path / "corpus", {"lions.jsonl": "\n".join(lines)})
    seen: list[tuple[str, int, int]] = []

    index(corpus, store, progress=lambda *step: seen.append(step))

    assert [step for step in seen if step[0] == "encode"] == [
        ("encode", 0, 300),
        ("encode", 256, 300),
        ("encode", 300, 300),
    ]
    with Store.open(store) as opened:
        (last,) = opened.chunks([299])
        text = passage_text(opened.document(last.doc_id), last, FakeEncoder())
        expected = FakeEncoder().encode_documents([text])
        assert opened.dense.vectors([299]).tolist() == expected.tolist()


def test_progress_tells_each_step_from_its_start_to_its_end(corpus: Path, store: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    index(corpus, store, progress=lambda *step: seen.append(step))
    assert seen == [
        ("read", 0, 1),
        ("read", 0, 2),
        ("read", 1, 2),
        ("read", 2, 2),
        ("chunk", 1, 2),
        ("chunk", 2, 2),
        ("encode", 0, 2),
        ("encode", 2, 2),
        ("write", 0, 1),
        ("write", 1, 1),
    ]


def test_much_text_is_indexed_in_portions_to_the_same_store(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{n:02d}.txt": f"Lion {n} sleeps.\n\nIt dreams of {n} moons." for n in range(30)}
    corpus = write(tmp_path / "corpus", files)
    index(corpus, tmp_path / "whole")
    seen: list[tuple[str, int, int]] = []
    monkeypatch.setattr(storing, "_PORTION_CHARS", 100)

    report = index(corpus, store, progress=lambda *step: seen.append(step))

    assert (report.documents, report.encoded) == (30, report.chunks)
    first_encoded = next(place for place, (step, *_) in enumerate(seen) if step == "encode")
    assert first_encoded < seen.index(("read", 10, 30))
    assert seen[-1] == ("write", 1, 1)
    with Store.open(store) as ours, Store.open(tmp_path / "whole") as whole:
        assert [*ours.stored_documents()] == [
            replace(one, indexed=mine.indexed)
            for one, mine in zip(whole.stored_documents(), ours.stored_documents(), strict=True)
        ]
        rows = range(whole.manifest.counts.rows)
        assert ours.chunks(rows) == whole.chunks(rows)
        assert ours.manifest.blocks == whole.manifest.blocks
        assert ours.dense.vectors(list(rows)).tolist() == whole.dense.vectors(list(rows)).tolist()
    assert verify(store).problems == ()


def test_run_that_fails_after_some_portions_leaves_the_store_and_is_resumed(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{n:02d}.txt": f"Lion {n} sleeps in the sun." for n in range(30)}
    corpus = write(tmp_path / "corpus", {"00.txt": files["00.txt"]})
    index(corpus, store)
    before = snapshot(store / read_manifest(store).generation)
    write(corpus, {**files, "99.jsonl": "{broken"})
    monkeypatch.setattr(storing, "_PORTION_CHARS", 100)

    with pytest.raises(DocumentError, match=r"99\.jsonl"):
        index(corpus, store)

    assert snapshot(store / read_manifest(store).generation) == before
    assert not [path for path in store.iterdir() if path.name.startswith(".building")]
    report = index(corpus, store, skip_errors=True)
    assert report.documents == 30
    assert report.encoded < 10


def test_file_that_cannot_be_read_leaves_the_store_as_it_was(corpus: Path, store: Path) -> None:
    index(corpus, store)
    before = snapshot(store)
    write(corpus, {"c.jsonl": "{broken"})

    with pytest.raises(DocumentError, match=r"c\.jsonl"):
        index(corpus, store)

    assert snapshot(store) == before


def test_skipped_errors_are_reported_and_the_rest_is_indexed(corpus: Path, store: Path) -> None:
    write(corpus, {"c.jsonl": '{broken\n{"id": "d", "text": "It rained."}'})
    report = index(corpus, store, skip_errors=True)
    assert report.documents == 3
    assert [failure.reason for failure in report.failures] != []
    assert set(texts_by_id(store)) == {"a.txt", "b.txt", "d"}


def test_store_below_the_indexed_folder_is_no_document(corpus: Path) -> None:
    store = write(corpus / "vs", {"README.md": "What this folder is for."})
    for unchanged in (False, True):
        report = index(corpus, store)
        assert (report.documents, report.skipped, report.unchanged) == (2, (), unchanged)


def test_nothing_left_to_index_is_an_error_that_says_why(corpus: Path, store: Path) -> None:
    index(corpus, store)
    before = snapshot(store)
    for name in ("a.txt", "b.txt"):
        (corpus / name).unlink()
    write(corpus, {"c.jsonl": "{broken", "photo.xyz": "not a text"})

    with pytest.raises(
        DocumentError, match=r"nothing to index in .*corpus: .*c\.jsonl.*photo\.xyz"
    ):
        index(corpus, store, skip_errors=True)

    assert snapshot(store) == before


def test_file_of_an_unknown_kind_is_reported_as_skipped(corpus: Path, store: Path) -> None:
    write(corpus, {"photo.xyz": "not a text"})
    (skipped,) = index(corpus, store).skipped
    assert skipped.path.name == "photo.xyz"


def test_store_of_another_encoder_is_only_replaced_on_demand(corpus: Path, store: Path) -> None:
    index(corpus, store, encoder=FakeEncoder(8))
    with pytest.raises(StoreError, match="rebuild"):
        index(corpus, store)

    report = index(corpus, store, rebuild=True)

    assert (report.encoded, report.reused) == (2, 0)
    with Store.open(store, encoder=encoder_info(FakeEncoder())) as opened:
        assert len(opened.dense) == 2


def test_chunks_longer_than_the_encoder_reads_are_refused(corpus: Path, store: Path) -> None:
    with pytest.raises(SettingsError, match=r"chunk_tokens is 65, but fake reads 64 tokens"):
        index(corpus, store, settings=Settings(chunk_tokens=65))
    assert not store.exists()


def chunk_of(text: str, *, heading: str = "") -> Chunk:
    return Chunk("a#0", "a", text, 0, len(text), heading)


@pytest.mark.parametrize(
    ("title", "heading", "text", "passage"),
    [
        ("Fable", "", "It rained.", "Fable.\nIt rained."),
        ("Fable", "Plot › End", "It rained.", "Fable. Plot › End.\nIt rained."),
        ("", "Plot", "It rained.", "Plot.\nIt rained."),
        ("", "", "It rained.", "It rained."),
        # Not said twice.
        ("Fable", "", "Fable\n\nIt rained.", "Fable\n\nIt rained."),
        ("Fable", "Plot › End", "End\n\nIt rained.", "Fable.\nEnd\n\nIt rained."),
    ],
)
def test_passage_is_found_by_its_title_and_heading_too(
    title: str, heading: str, text: str, passage: str
) -> None:
    document = document_of(text, title=title)
    assert passage_text(document, chunk_of(text, heading=heading), FakeEncoder()) == passage


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        (61, "Fable. Plot One.\n"),
        (62, "Fable.\n"),
        (63, "Fable.\n"),
        (64, ""),
    ],
)
def test_title_and_heading_that_do_not_fit_the_encoder_are_left_out(
    words: int, passage: str
) -> None:
    text = "rain " * words
    chunk = chunk_of(text, heading="Plot One")
    assert passage_text(document_of(text, title="Fable"), chunk, FakeEncoder()) == passage + text
