"""Files in files, and the processes that parse: what goes wrong costs its own file only."""

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.documents import Failure, LoadedDocument, ReadLimits, ReadOptions, load_documents
from ragqa.documents.children import Parsers
from ragqa.documents.reading import Outcome, read_file
from ragqa.documents.source import SkippedFile, SourceFile
from ragqa.documents.wire import decode_header, decode_outcome, encode_header, encode_outcome
from ragqa.errors import FileProblem

HELLO = b"Hello, this is a text."

_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from ragqa.documents import child, registry
def parse(file):
    {body}
    return []
registry._LOADERS[".zip"] = parse
child.main()
"""
"""A process whose reader of ZIP archives is the test's own."""


def zip_of(members: Mapping[str, bytes], *, compression: int = zipfile.ZIP_STORED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tar_of(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for member, content in members:
            member.size = len(content) if member.isreg() else 0
            archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def special(name: str, kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    return member


def source(name: str, content: bytes, limits: ReadLimits | None = None) -> SourceFile:
    return SourceFile(Path("in", name), name, content, limits or ReadLimits())


def read(name: str, content: bytes, limits: ReadLimits | None = None) -> list[Outcome]:
    return read_file(source(name, content, limits))


def ids(outcomes: list[Outcome]) -> list[str]:
    return [one.document.doc_id for one in outcomes if isinstance(one, LoadedDocument)]


def problems(outcomes: list[Outcome]) -> list[tuple[str, FileProblem]]:
    return [(str(one.path), one.problem) for one in outcomes if not isinstance(one, LoadedDocument)]


# Files in files


def test_archive_is_read_as_a_folder() -> None:
    outcomes = read("a.zip", zip_of({"b/c.txt": HELLO, "a.md": b"# A\n\nText.", "d/": b""}))
    assert ids(outcomes) == ["a.zip/a.md", "a.zip/b/c.txt"]
    assert problems(outcomes) == []
    (first, _) = (one.document for one in outcomes if isinstance(one, LoadedDocument))
    assert (first.source, first.title) == ("a.zip/a.md", "A")


def test_archives_in_archives_and_compressed_files_are_read() -> None:
    tar = tar_of((tarfile.TarInfo("b.txt"), HELLO))
    content = zip_of({"x.tar.gz": gzip.compress(tar), "y.txt.gz": gzip.compress(HELLO)})
    assert ids(read("a.zip", content)) == [
        "a.zip/x.tar.gz/x.tar/b.txt",
        "a.zip/y.txt.gz/y.txt",
    ]
    assert ids(read("a.tgz", gzip.compress(tar))) == ["a.tgz/a.tar/b.txt"]


def test_hidden_and_strange_members_are_as_in_a_folder() -> None:
    hidden = {".git/a.txt": HELLO, "__MACOSX/a.txt": HELLO, "b/~$a.docx": b"\x05Ana"}
    content = zip_of({**hidden, "p.png": b"\x89PNG"})
    assert problems(read("a.zip", content)) == [("in/a.zip/p.png", FileProblem.UNKNOWN_FORMAT)]


@pytest.mark.parametrize("name", ["../a.txt", "b/../../a.txt", "/etc/a.txt", "C:/a.txt", "..\\a"])
def test_name_that_leads_out_of_its_archive_is_refused(name: str) -> None:
    outcomes = read("a.tar", tar_of((tarfile.TarInfo(name), HELLO)))
    (failure,) = outcomes
    assert isinstance(failure, Failure)
    assert failure.problem is FileProblem.UNSAFE_NAME
    assert ".." not in failure.path.parts
    assert failure.path.is_relative_to("in/a.tar")


def test_links_and_devices_in_archives_are_left_out() -> None:
    members = [
        (special("link.txt", tarfile.SYMTYPE), b""),
        (special("hard.txt", tarfile.LNKTYPE), b""),
        (special("device.txt", tarfile.CHRTYPE), b""),
        (special("pipe.txt", tarfile.FIFOTYPE), b""),
        (tarfile.TarInfo("good.txt"), HELLO),
    ]
    outcomes = read("a.tar", tar_of(*members))
    assert ids(outcomes) == ["a.tar/good.txt"]
    assert {problem for _, problem in problems(outcomes)} == {FileProblem.NOT_REGULAR}
    assert len(problems(outcomes)) == 4


def test_link_in_a_zip_archive_is_left_out() -> None:
    member = zipfile.ZipInfo("link.txt")
    member.external_attr = 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(member, "/etc/passwd")
    assert problems(read("a.zip", stream.getvalue())) == [
        ("in/a.zip/link.txt", FileProblem.NOT_REGULAR)
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_keep_apart() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "First text.")
        archive.writestr("a.txt", "Second text.")
    assert ids(read("a.zip", stream.getvalue())) == ["a.zip/a.txt", "a.zip/a (2).txt"]


def test_nested_file_that_is_broken_costs_itself_only() -> None:
    outcomes = read("a.zip", zip_of({"a.txt": b"\0", "b.zip": b"PK\x03\x04 no", "c.txt": HELLO}))
    assert ids(outcomes) == ["a.zip/c.txt"]
    assert problems(outcomes) == [
        ("in/a.zip/a.txt", FileProblem.NOT_TEXT),
        ("in/a.zip/b.zip", FileProblem.BROKEN),
    ]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.txt.gz"])
def test_truncated_container_is_reported(name: str, share: float) -> None:
    text = os.urandom(4000).hex().encode()
    whole = {
        "a.zip": zip_of({"a.txt": text}),
        "a.tar": tar_of((tarfile.TarInfo("a.txt"), text)),
        "a.txt.gz": gzip.compress(text),
    }[name]
    # The end of a TAR archive is two empty blocks and more: without them nothing is missing.
    cut = whole[: int(len(whole) * share * (0.7 if name == "a.tar" else 1))]
    outcomes = read(name, cut)
    assert ids(outcomes) == []
    assert {problem for _, problem in problems(outcomes)} <= {FileProblem.BROKEN}
    assert len(outcomes) == 1


# Limits


def test_bomb_is_not_unpacked() -> None:
    zeros = b"0" * (9 * 2**20)
    limits = ReadLimits(ratio_from_mb=8)
    for name, content in {
        "a.gz": gzip.compress(zeros),
        "a.zip": zip_of({"a.txt": zeros}, compression=zipfile.ZIP_DEFLATED),
    }.items():
        assert problems(read(name, content, limits)) == [(f"in/{name}", FileProblem.BOMB)]


def test_bomb_of_many_small_files_ends_the_archive() -> None:
    zeros = b"0" * 2**20
    content = zip_of({f"{i}.txt": zeros for i in range(20)}, compression=zipfile.ZIP_DEFLATED)
    outcomes = read("a.zip", content, ReadLimits(ratio_from_mb=4, ratio=10))
    assert len(ids(outcomes)) == 4
    assert problems(outcomes) == [("in/a.zip", FileProblem.BOMB)]


def test_part_that_is_too_large_is_refused() -> None:
    content = os.urandom(2**20 + 1)
    limits = ReadLimits(part_mb=1)
    for name, whole in {
        "a.gz": gzip.compress(content),
        "a.zip": zip_of({"a.txt": content}),
        "a.tar": tar_of((tarfile.TarInfo("a.txt"), content)),
    }.items():
        assert problems(read(name, whole, limits)) == [(f"in/{name}", FileProblem.TOO_LARGE)]


def test_files_in_files_end_at_a_depth() -> None:
    content = HELLO
    for _ in range(4):
        content = zip_of({"a.txt" if content is HELLO else "a.zip": content})
    assert ids(read("a.zip", content, ReadLimits(depth=4))) == ["a.zip/a.zip/a.zip/a.zip/a.txt"]
    (outcome,) = problems(read("a.zip", content, ReadLimits(depth=3)))
    assert outcome == ("in/a.zip/a.zip/a.zip/a.zip/a.txt", FileProblem.TOO_DEEP)


def test_number_of_parts_and_amount_of_text_are_limited() -> None:
    content = zip_of({f"{i}.txt": HELLO * 50_000 for i in range(9)})
    outcomes = read("a.zip", content, ReadLimits(parts=3))
    assert len(ids(outcomes)) == 3
    assert problems(outcomes) == [("in/a.zip", FileProblem.TOO_MANY)]
    outcomes = read("a.zip", content, ReadLimits(text_mb=2))
    assert len(ids(outcomes)) == 1
    assert problems(outcomes) == [("in/a.zip", FileProblem.TOO_LARGE)]


def test_file_over_the_limit_is_not_even_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(HELLO)
    with (tmp_path / "b.txt").open("wb") as file:
        file.truncate(3 * 2**20)
    options = ReadOptions(ReadLimits(file_mb=2))
    report = load_documents([tmp_path], skip_errors=True, options=options)
    assert [one.path.name for one in report.failures] == ["b.txt"]
    assert report.failures[0].problem is FileProblem.TOO_LARGE
    assert report.failures[0].values == {"limit": "2"}


# The format by the content


def test_content_counts_before_the_suffix(tmp_path: Path) -> None:
    archive = zip_of({"a.txt": HELLO})
    for name in ("a.txt", "b.bin", "c"):
        (tmp_path / name).write_bytes(archive)
    (tmp_path / "d").write_bytes(HELLO)
    report = load_documents([tmp_path])
    assert ids(list(report.documents)) == ["a.txt/a.txt", "b.bin/a.txt", "c/a.txt"]
    assert [(one.path.name, one.problem) for one in report.skipped] == [
        ("d", FileProblem.UNKNOWN_FORMAT)
    ]


def test_text_that_speaks_of_a_format_is_text() -> None:
    text = b"A file that begins with %PDF-1.7 is a PDF."
    assert ids(read("a.txt", text)) == ["a.txt"]


def test_office_file_with_a_password_is_named_as_such() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    (failure,) = read("a.docx", content)
    assert isinstance(failure, Failure)
    assert failure.problem is FileProblem.ENCRYPTED


# Between processes


def parse_apart(body: str, limits: ReadLimits | None = None) -> list[Outcome]:
    """Return what comes of an archive whose parser does this, and of a second one after it."""
    program = _PROGRAM.format(body=body)
    with Parsers.open(1, program=program) as parsers:
        outcomes = parsers.read(source("a.zip", zip_of({}), limits))
        again = parsers.read(source("b.gz", gzip.compress(HELLO), ReadLimits()))
    assert [str(one.path) for one in again] == ["in/b.gz/b"] or ids(again) == ["b.gz/b"]
    return outcomes


def test_parser_that_hangs_costs_its_file_only() -> None:
    (failure,) = parse_apart("while True: pass", ReadLimits(seconds=1.5))
    assert isinstance(failure, Failure)
    assert (failure.problem, failure.values) == (FileProblem.TOO_SLOW, {"limit": "1.5"})


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("import os; os._exit(3)", "status 3"),
        ("import os; os.kill(os.getpid(), 11)", "SIGSEGV"),
        ("import os; os.write(3, b'no json\\n')", "it answered nonsense"),
    ],
)
def test_parser_that_dies_costs_its_file_only(body: str, detail: str) -> None:
    (failure,) = parse_apart(body)
    assert isinstance(failure, Failure)
    assert failure.problem is FileProblem.CRASHED
    assert failure.values == {"detail": detail}


def test_parser_that_takes_too_much_memory_costs_its_file_only() -> None:
    (failure,) = parse_apart("x = b'0' * 2**28", ReadLimits(memory_mb=128))
    assert isinstance(failure, Failure)
    assert (failure.problem, failure.values) == (FileProblem.TOO_MUCH_MEMORY, {"limit": "128"})


@pytest.mark.parametrize(
    "body",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "open('/tmp/x', 'w')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_parser_can_neither_fetch_nor_write_nor_start(body: str) -> None:
    (failure,) = parse_apart(body)
    assert isinstance(failure, Failure)
    assert "PermissionError: a parser tried" in failure.reason


@pytest.mark.parametrize(
    "step",
    [
        "os.open('{}', os.O_WRONLY | os.O_CREAT | os.O_TRUNC)",
        "os.open('{}', os.O_RDWR)",
        "os.open('{}', os.O_RDONLY | os.O_TRUNC)",
        "os.truncate('{}', 0)",
        "os.symlink('/', '{}.link')",
        "os.mkdir('{}.d')",
    ],
)
def test_parser_cannot_write_by_the_calls_of_the_system(step: str, tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_text("kept")
    (failure,) = parse_apart(f"import os; {step.format(path)}")
    assert isinstance(failure, Failure)
    assert "PermissionError: a parser tried" in failure.reason
    assert [one.read_text() for one in tmp_path.iterdir()] == ["kept"]


def test_parser_may_read_and_write_where_nothing_is_kept() -> None:
    body = f"import os; os.open({__file__!r}, os.O_RDONLY); os.open(os.devnull, os.O_RDWR)"
    (skipped,) = parse_apart(body)
    assert isinstance(skipped, SkippedFile)
    assert skipped.problem is FileProblem.NO_DOCUMENT


def test_process_is_used_again_for_the_next_file() -> None:
    body = "import os; raise ValueError(os.getpid())"
    with Parsers.open(1, program=_PROGRAM.format(body=body)) as parsers:
        asked = [parsers.read(source(f"{i}.zip", zip_of({}))) for i in range(3)]
    details = {one.values["detail"] for (one,) in asked if isinstance(one, Failure)}
    assert len(details) == 1


def test_process_that_kept_much_memory_is_replaced() -> None:
    body = "import os; global kept; kept = b'0' * 2**27; raise ValueError(os.getpid())"
    limits = ReadLimits(memory_mb=384)
    with Parsers.open(1, program=_PROGRAM.format(body=body)) as parsers:
        asked = [parsers.read(source(f"{i}.zip", zip_of({}), limits)) for i in range(2)]
    details = {one.values["detail"] for (one,) in asked if isinstance(one, Failure)}
    assert len(details) == 2


def test_what_a_parser_prints_is_no_answer() -> None:
    (skipped,) = parse_apart("print('end')")
    assert skipped.problem is FileProblem.NO_DOCUMENT  # type: ignore[union-attr]


def test_file_read_apart_is_as_read_here(tmp_path: Path) -> None:
    members = {"a.md": b"---\ntitle: T\ndate: 2020-01-02\nx: y\n---\n# A\n\nText.", "b.txt": b"\0"}
    content = zip_of({**members, "c.png": b"\x89PNG"})
    name = os.fsdecode(b"caf\xe9.zip")
    (tmp_path / name).write_bytes(content)
    report = load_documents([tmp_path], skip_errors=True)
    here = read_file(SourceFile(tmp_path / name, "caf\\xe9.zip", content))
    apart = [*report.documents, *report.failures, *report.skipped]
    assert apart == here


@given(st.text(max_size=20), st.binary(max_size=9))
def test_header_survives_the_way(name: str, content: bytes) -> None:
    file = SourceFile(Path("in") / "x", name, content, ReadLimits(seconds=2.5), "secret")
    header = encode_header(file)
    assert header.count(b"\n") == 1
    again, size = decode_header(header)
    assert size == len(content)
    assert (again.name, again.limits, again.password) == (name, file.limits, "secret")


def test_answer_of_no_known_kind_is_refused() -> None:
    line = encode_outcome(read("a.txt", HELLO)[0])
    assert isinstance(decode_outcome(line), LoadedDocument)
    for wrong in (b"{}", b"[]", line.replace(b'"doc_id"', b'"dog_id"')):
        with pytest.raises((ValueError, KeyError, TypeError)):
            decode_outcome(wrong)


# The walk


def test_outcomes_keep_the_order_of_the_names(tmp_path: Path) -> None:
    for i in range(12):
        (tmp_path / f"{i:02}.gz").write_bytes(gzip.compress(HELLO * (12 - i) * 100))
        (tmp_path / f"{i:02}.txt").write_bytes(HELLO)
    told: list[tuple[int, int]] = []
    report = load_documents(
        [tmp_path],
        options=ReadOptions(workers=3),
        progress=lambda done, total: told.append((done, total)),
    )
    names = [one.document.source.split("/")[0] for one in report.documents]
    assert names == sorted(names)
    assert len(names) == 24 - 12
    assert told == [(i, 24) for i in range(25)]
