"""Files and folders to documents: every format, encoding and kind of bad input."""

import codecs
import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ragqa.documents import SUFFIXES, LoadReport, load_documents
from ragqa.documents.blocks import Block, join_blocks
from ragqa.documents.decoding import decode_text
from ragqa.documents.fields import declared_fields, first_line_title
from ragqa.documents.markdown import load_markdown, may_hold_html
from ragqa.documents.registry import is_plain
from ragqa.documents.source import LoadedDocument, SourceFile
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document, Section

SPANISH = (
    "La señora Muñoz llegó a Bogotá en mayo. ¿Qué pasará mañana? Los niños recibieron atención. "
)
RUSSIAN = "Президент сообщил, что встреча состоится в следующем месяце. Участники обсудили её. "
PRINTABLE = st.characters(exclude_categories=["Cs", "Cc"])


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def load_one(folder: Path, name: str, content: str | bytes) -> Document:
    (loaded,) = load_documents([write(folder, name, content)]).documents
    return loaded.document


def error_of(*paths: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        load_documents(paths)
    message = str(caught.value)
    assert "\n" not in message
    return message


def ids(report: LoadReport) -> list[str]:
    return [loaded.document.doc_id for loaded in report.documents]


def markdown(text: str) -> Document:
    (loaded,) = load_markdown(SourceFile(Path("in/note.md"), "in/note.md", text.encode()))
    return loaded.document


# Folders and files


def test_folder_is_read_in_order_of_names_with_paths_as_ids(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.md", "a.TXT", "sub/deep/c.markdown", "c.md"):
        write(tmp_path, name, f"Text of {name}")
    assert ids(load_documents([tmp_path])) == [
        "a.TXT",
        "b.txt",
        "c.md",
        "sub/a.md",
        "sub/deep/c.markdown",
    ]


def test_file_given_by_name_has_its_name_as_id_and_source(tmp_path: Path) -> None:
    document = load_one(tmp_path, "deep/in/here.txt", "Hello there.")
    assert (document.doc_id, document.source) == ("here.txt", "here.txt")


def test_digest_is_of_the_bytes_of_the_file_or_line(tmp_path: Path) -> None:
    lines = [b'{"id": "a", "text": "A"}', b'{"id": "b", "text": "B"}']
    write(tmp_path, "a.txt", b"caf\xe9")
    write(tmp_path, "b.jsonl", b"\r\n".join(lines))
    report = load_documents([tmp_path])
    assert [loaded.digest for loaded in report.documents] == [
        hashlib.sha256(content).hexdigest() for content in (b"caf\xe9", *lines)
    ]
    assert [loaded.line for loaded in report.documents] == [None, 1, 2]


def test_hidden_files_and_folders_are_left_out_without_a_word(tmp_path: Path) -> None:
    for name in ("a.txt", ".hidden.txt", ".git/b.txt", ".cache/x/c.bin"):
        write(tmp_path, name, "Hello")
    report = load_documents([tmp_path])
    assert ids(report) == ["a.txt"]
    assert report.skipped == ()


def test_note_of_who_has_a_document_open_is_left_out_without_a_word(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Hello")
    write(tmp_path, "~$a.docx", b"\x03Ana" + b" " * 158)
    report = load_documents([tmp_path])
    assert ids(report) == ["a.txt"]
    assert (report.skipped, report.failures) == ((), ())


def test_folder_of_blank_files_holds_no_document_but_says_why(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", " \n")
    report = load_documents([tmp_path])
    assert report.documents == ()
    assert len(report.skipped) == 1


def test_unread_format_in_a_folder_is_skipped_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Hello")
    picture = write(tmp_path, "b.png", b"\x89PNG")
    (skipped,) = load_documents([tmp_path]).skipped
    assert skipped.path == picture
    assert skipped.reason == f"its name does not end in {', '.join(SUFFIXES)}"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("blank.txt", b"", "it holds no text"),
        ("blank.txt", b"\xff\xfe \x00\n\x00", "it holds no text"),
        ("front.md", b"---\ntitle: Only this\n---\n\n", "it holds no text"),
        ("none.jsonl", b"\n \n", "it holds no document"),
    ],
)
def test_blank_file_is_skipped_with_the_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    report = load_documents([write(tmp_path, name, content)])
    assert report.documents == ()
    assert [skipped.reason for skipped in report.skipped] == [reason]


def test_link_out_of_a_folder_is_not_followed_but_named(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside/a.txt", "Hello")
    folder = write(tmp_path, "folder/c.txt", "Here").parent
    (folder / "linked").symlink_to(outside.parent, target_is_directory=True)
    (folder / "b.txt").symlink_to(outside)
    (folder / "d.txt").symlink_to(outside)
    (folder / "gone.txt").symlink_to(tmp_path / "gone.txt")
    report = load_documents([folder], skip_errors=True)
    assert ids(report) == ["c.txt"]
    targets = {"b.txt": outside, "d.txt": outside, "gone.txt": tmp_path / "gone.txt"}
    assert {one.path.name: one.reason for one in report.skipped} == {
        name: f"it is a link to {target}, which is not below what is indexed"
        for name, target in {**targets, "linked": outside.parent}.items()
    }


def test_link_to_what_is_indexed_too_is_followed(tmp_path: Path) -> None:
    other = write(tmp_path, "other/a.txt", "Hello")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "b.txt").symlink_to(other)
    (folder / "linked").symlink_to(other.parent, target_is_directory=True)
    data = write(folder, "..data/map.txt", "As of a mounted volume.")
    (folder / "map.txt").symlink_to(data)
    for paths in ([folder, other.parent], [folder, other]):
        report = load_documents(paths)
        assert ids(report) == ["b.txt", "map.txt"]
        assert [one.path for one in report.skipped if one.path != folder / "linked"] == [other]
    (tmp_path / "alias").symlink_to(folder, target_is_directory=True)
    assert ids(load_documents([tmp_path / "alias"])) == ["map.txt"]


def test_link_that_is_given_itself_is_followed(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside/a.txt", "Hello")
    (tmp_path / "b.txt").symlink_to(outside)
    report = load_documents([tmp_path / "b.txt"])
    assert (ids(report), report.skipped) == (["b.txt"], ())


def test_second_name_of_a_file_is_named_with_the_first(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Hello")
    (tmp_path / "b.txt").symlink_to(path)
    for paths in ([tmp_path], [tmp_path, tmp_path]):
        report = load_documents(paths)
        assert ids(report) == ["a.txt"]
        (skipped,) = report.skipped
        assert (skipped.path, skipped.problem) == (tmp_path / "b.txt", FileProblem.SAME_FILE)
        assert skipped.reason == f"it is the same file as {path}, which is indexed"


def test_file_met_first_by_a_link_keeps_that_name(tmp_path: Path) -> None:
    path = write(tmp_path, "b.txt", "Hello")
    (tmp_path / "a.txt").symlink_to(path)
    report = load_documents([tmp_path, tmp_path])
    assert ids(report) == ["a.txt"]
    assert [one.path for one in report.skipped] == [path]


def test_link_into_the_store_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Hello")
    inner = write(tmp_path, "store/README.md", "Not a document.")
    (tmp_path / "b.md").symlink_to(inner)
    report = load_documents([tmp_path], exclude=tmp_path / "store")
    assert ids(report) == ["a.txt"]
    assert [one.path.name for one in report.skipped] == ["b.md"]


def test_files_of_one_name_in_two_folders_are_told_apart_by_these(tmp_path: Path) -> None:
    for name in ("x/a/read.txt", "x/b/read.txt", "x/a/only.txt", "y/b/read.txt", "y/b/in/c.txt"):
        write(tmp_path, name, f"The text {name}.")
    two = load_documents([tmp_path / "x/a", tmp_path / "x/b"])
    assert ids(two) == ["only.txt", "a/read.txt", "b/read.txt"]
    three = load_documents([tmp_path / one for one in ("x/a", "x/b", "y/b")])
    expected = ["only.txt", "a/read.txt", "x/b/read.txt", "in/c.txt", "y/b/read.txt"]
    assert ids(three) == expected
    files = load_documents([tmp_path / "x/a/read.txt", tmp_path / "y/b/read.txt"])
    assert ids(files) == ["a/read.txt", "b/read.txt"]


def test_name_with_its_folder_in_front_may_be_one_that_is_there(tmp_path: Path) -> None:
    for name in ("a/read.txt", "a/b/read.txt", "b/read.txt"):
        write(tmp_path, name, f"The text {name}.")
    report = load_documents([tmp_path / "a", tmp_path / "b"])
    assert (len(set(ids(report))), report.failures) == (3, ())
    assert set(ids(report)) == {"a/read.txt", "a/b/read.txt", f"{tmp_path.name}/b/read.txt"}


def test_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Hello")
    assert ids(load_documents([tmp_path, path, tmp_path])) == ["a.txt"]


def test_excluded_folder_is_neither_read_nor_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Hello")
    write(tmp_path, "inner/store/README.md", "Not a document.")
    write(tmp_path, "inner/store/deep/vectors.bin", b"\x00")
    write(tmp_path, "inner/b.txt", "Hello")
    write(tmp_path, "store/c.txt", "Of another folder with that name.")
    (tmp_path / "link").symlink_to(tmp_path / "inner", target_is_directory=True)

    for exclude in (tmp_path / "inner" / "store", tmp_path / "inner" / ".." / "link" / "store"):
        report = load_documents([tmp_path], exclude=exclude)
        assert ids(report) == ["a.txt", "inner/b.txt", "store/c.txt"]
        assert report.skipped == ()


def test_excluded_folder_given_as_a_path_holds_no_document(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "Not a document.")
    with pytest.raises(DocumentError, match="found no document"):
        load_documents([tmp_path], exclude=tmp_path)


def test_missing_path_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    assert error_of(missing) == f"no such file or folder: {missing}; give an existing path"


def test_folder_without_a_document_names_the_suffixes(tmp_path: Path) -> None:
    write(tmp_path, "a.png", b"\x89PNG")
    message = error_of(tmp_path)
    assert message.startswith(f"{tmp_path}: found no document")
    assert all(suffix in message for suffix in SUFFIXES)


def test_unknown_format_given_by_name_names_the_known_ones(tmp_path: Path) -> None:
    message = error_of(write(tmp_path, "a.wpd", b"PK"))
    assert 'ending in ".wpd"' in message
    assert all(suffix in message for suffix in SUFFIXES)


def test_two_documents_with_one_id_are_an_error_that_names_both(tmp_path: Path) -> None:
    first = write(tmp_path, "one/a.txt", "Hello")
    second = write(tmp_path, "two/b.jsonl", '{"id": "a.txt", "text": "Good-bye"}')
    message = error_of(first.parent, second.parent)
    found = f'{second}, line 1: found the id "a.txt" again, which {first} has already;'
    assert message.startswith(found)


def test_skip_errors_keeps_the_first_of_two_documents_with_one_id(tmp_path: Path) -> None:
    lines = '{"id": "a", "text": "First"}\n{"id": "a", "text": "Second"}'
    path = write(tmp_path, "a.jsonl", lines)
    report = load_documents([path], skip_errors=True)
    assert [loaded.document.text for loaded in report.documents] == ["First"]
    assert [failure.path for failure in report.failures] == [path]
    assert f"{path}, line 2: found the id" in report.failures[0].reason


def test_skip_errors_reads_on_after_a_file_that_is_not_text(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", b"\x89PNG ...")
    write(tmp_path, "b.txt", "Hello")
    report = load_documents([tmp_path], skip_errors=True)
    assert ids(report) == ["b.txt"]
    assert "found a PNG image, expected text" in report.failures[0].reason


def test_pipe_in_a_folder_is_skipped_and_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Hello")
    os.mkfifo(tmp_path / "b.txt")
    report = load_documents([tmp_path])
    assert ids(report) == ["a.txt"]
    assert [skipped.reason for skipped in report.skipped] == ["it is not a regular file"]


def test_file_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert error_of(tmp_path).startswith(f"{tmp_path / 'a.txt'}: No such file or directory;")


def test_file_name_that_is_not_utf8_is_shown_with_its_bytes(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("Hello")
    (loaded,) = load_documents([tmp_path]).documents
    assert loaded.document.doc_id == "caf\\xe9.txt"
    assert loaded.place.encode().endswith(b"caf\\xe9.txt")


# Decoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_byte_order_mark_decides_and_is_no_part_of_the_text(encoding: str) -> None:
    mark = "\ufeff".encode(encoding)
    assert decode_text(mark + SPANISH.encode(encoding), "f") == SPANISH


@pytest.mark.parametrize("length", [10, 60, 250, 2000])
def test_spanish_in_cp1252_is_read_right_at_any_length(length: int) -> None:
    text = (SPANISH * 30)[3 : 3 + length]
    assert decode_text(text.encode("cp1252"), "f") == text


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_broken_byte_costs_itself_only(mark: bytes) -> None:
    raw = (SPANISH * 35).encode()
    middle = raw.index("á".encode(), 1000)
    broken = mark + raw[:middle] + b"\xf3" + raw[middle:]
    before, after = raw[:middle].decode(), raw[middle:].decode()
    assert decode_text(broken, "f") == f"{before}\ufffd{after}"
    assert decode_text(mark + raw[: middle + 1], "f") == f"{before}\ufffd"


def test_short_text_cut_within_a_character_is_utf8() -> None:
    assert decode_text("Señora Pérez está aquí"[:-1].encode() + b"\xc3", "f") == (
        "Señora Pérez está aqu\ufffd"
    )


def test_declared_utf8_bears_more_broken_bytes() -> None:
    raw = ("The office. " * 50 + "Café. ").encode() + b"Caf\xe9. The office."
    assert decode_text(raw, "f", declared="UTF8").endswith("Café. Caf\ufffd. The office.")
    assert decode_text(raw, "f").endswith("CafÃ©. Café. The office.")


@pytest.mark.parametrize("declared", [None, "utf-8", "no-such-encoding"])
def test_cp1252_that_says_it_is_utf8_is_read_right(declared: str | None) -> None:
    text = "The office opens at eight. " * 40 + "The café’s menu."
    assert decode_text(text.encode("cp1252"), "f", declared=declared) == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_cyrillic_is_recognised(encoding: str) -> None:
    assert decode_text((RUSSIAN * 4).encode(encoding), "f") == RUSSIAN * 4


@settings(deadline=None)
@given(st.text(PRINTABLE | st.sampled_from("\n\t")))
def test_utf8_text_is_returned_unchanged(text: str) -> None:
    assert decode_text(codecs.BOM_UTF8 + text.encode(), "f") == text


def test_line_ends_become_one_line_feed() -> None:
    assert decode_text(b"a\r\nb\rc\n\r\n", "f") == "a\nb\nc\n\n"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.4\n%\xe2\xe3", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"PK\x03\x04\x14", "a ZIP archive or an Office file"),
        (b"Hello\x00there", "NUL bytes"),
        (b"\x01\x02\x03\x04\x05 hello", "5 control characters"),
        (b"\xff\xfeabc", "the byte order mark of utf-16-le and then bytes that are not"),
        (b"caf\x81\x8d", "bytes of no known encoding"),
    ],
)
def test_what_is_not_text_is_refused(content: bytes, found: str) -> None:
    with pytest.raises(DocumentError) as caught:
        decode_text(content, "file.txt")
    assert str(caught.value) == (
        f"file.txt: found {found}, expected text; save it as UTF-8 text or take it out"
    )


def test_a_few_stray_control_characters_are_forgiven() -> None:
    assert decode_text(b"one\x0ctwo\x07three\x1b", "f") == "one\x0ctwo\x07three\x1b"


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_that_utf8_can_hold_or_a_document_error(content: bytes) -> None:
    try:
        decode_text(content, "f").encode()
    except DocumentError as error:
        assert str(error).startswith("f: found ")


# Plain text


def test_plain_text_keeps_everything_but_line_ends(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.txt", b"\xef\xbb\xbf  \r\n A title \r\n\r\nThe  body.\t\r\n")
    assert document.text == "  \n A title \n\nThe  body.\t\n"
    assert document.title == "A title"
    assert document.language == "en"


def test_language_of_spanish_text_is_detected(tmp_path: Path) -> None:
    assert load_one(tmp_path, "a.txt", SPANISH).language == "es"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("x" * 120, "x" * 120),
        ("x" * 121, "x" * 119 + "…"),
        ("word " * 30, "word " * 23 + "word…"),
        ("x" * 119 + " y", "x" * 119 + "…"),
        ("x" * 100 + " " + "y" * 30, "x" * 100 + "…"),
    ],
)
def test_title_is_cut_at_a_word(line: str, title: str) -> None:
    assert first_line_title(f"\n{line}\nMore") == title


# Declared fields


@pytest.mark.parametrize(
    ("declared", "date", "kept"),
    [
        ("2024-01-24", "2024-01-24", None),
        (" 20240124 ", "2024-01-24", None),
        ("2024-01-24T23:30:00Z", "2024-01-24", None),
        ("2024-02-30", None, "2024-02-30"),
        ("January 2024", None, "January 2024"),
        ("", None, ""),
    ],
)
def test_date_is_iso_or_stays_in_the_metadata(
    declared: str, date: str | None, kept: str | None
) -> None:
    fields = declared_fields({"date": declared})
    assert (fields.date, fields.metadata.get("date")) == (date, kept)


@pytest.mark.parametrize(
    ("declared", "language", "kept"),
    [
        ("es", "es", None),
        ("en-US", "en", None),
        ("PT_br", "pt", None),
        ("Spanish", None, "Spanish"),
    ],
)
def test_language_is_a_code_or_stays_in_the_metadata(
    declared: str, language: str | None, kept: str | None
) -> None:
    fields = declared_fields({"language": declared})
    assert (fields.language, fields.metadata.get("language")) == (language, kept)


def test_values_of_any_shape_become_strings() -> None:
    values = {"a": ["x", 1, None], "b": {"c": True, "d": [2.5]}, "e": None, "f": "as it is "}
    assert declared_fields(values).metadata == {
        "a": "x, 1, ",
        "b": "c: true; d: 2.5",
        "e": "",
        "f": "as it is ",
    }


# JSON Lines


def test_jsonl_line_is_a_document(tmp_path: Path) -> None:
    record = {
        "id": "d1",
        "title": " The title ",
        "text": "Uno\r\ndos\rtres\u2028 cuatro ",
        "date": "2024-01-24",
        "language": "es-MX",
        "tags": ["a", "b"],
        "year": 2024,
    }
    document = load_one(tmp_path, "docs.jsonl", json.dumps(record, ensure_ascii=False))
    assert document == Document(
        doc_id="d1",
        title="The title",
        text="Uno\ndos\ntres\u2028 cuatro ",
        source="docs.jsonl",
        language="es",
        date="2024-01-24",
        metadata={"tags": "a, b", "year": "2024"},
    )


def test_jsonl_without_title_takes_the_first_line_and_a_number_is_an_id(tmp_path: Path) -> None:
    document = load_one(tmp_path, "a.jsonl", '{"id": 7, "text": "First line\\nSecond"}')
    assert (document.doc_id, document.title, document.language) == ("7", "First line", "en")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_jsonl_with_a_byte_order_mark_is_read(tmp_path: Path, encoding: str) -> None:
    content = '{"id": "ñ", "text": "Año"}\n\n{"id": "b", "text": "B"}'.encode(encoding)
    assert ids(load_documents([write(tmp_path, "a.jsonl", content)])) == ["ñ", "b"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"id": "a", "text": }', 'found "Expecting value" at column 21, expected a JSON object'),
        (b'["a", "b"]', "found a list, expected a JSON object"),
        (b"1.5", "found a number, expected a JSON object"),
        (b'{"text": "x"}', 'found nothing as "id", expected a string that is not blank'),
        (b'{"id": true, "text": "x"}', 'found true or false as "id"'),
        (b'{"id": " ", "text": "x"}', 'found a blank string as "id"'),
        (b'{"id": "a"}', 'found nothing as "text"'),
        (b'{"id": "a", "text": ["x"]}', 'found a list as "text"'),
        (b'{"id": "a", "text": " \\n"}', 'found a blank string as "text"'),
        (b'{"id": "a", "text": "caf\xe9"}', "found bytes that are not UTF-8, expected UTF-8"),
        (b'{"id": "a", "text": "\\ud800"}', "found half of a surrogate pair, \\ud800"),
        (b'{"id": "a", "text": "x", "\\udfff": 1}', "found half of a surrogate pair, \\udfff"),
        (b"[" * 100_000, "found a number too long or a nesting too deep"),
        (b'{"id": ' + b"1" * 5000 + b"}", "found a number too long or a nesting too deep"),
    ],
    ids=range(14),
)
def test_broken_jsonl_line_is_named_and_the_rest_is_read_if_errors_are_skipped(
    tmp_path: Path, line: bytes, message: str
) -> None:
    good = b'{"id": "good", "text": "Good"}'
    path = write(tmp_path, "a.jsonl", b"\n".join([b"", line, good]))
    error = error_of(path)
    assert error.startswith(f"{path}, line 2: {message}")
    assert error.endswith("; mend the line or take it out")
    report = load_documents([path], skip_errors=True)
    assert ids(report) == ["good"]
    assert [failure.reason for failure in report.failures] == [error]


# Markdown


def test_markdown_becomes_readable_text() -> None:
    text = """\
Wrapped *emphasis*, **strong**,
`code`, [a link](http://x.org), <http://y.org> &amp; &copy; ![the picture](p.png).
Line one\\
line two<br>line <b>three</b>

- one
- two, which
  is wrapped
  1. nested
  2. again

     with more

7) seven
8) eight

| Name | Born |
|------|-----:|
| *Ana* | 1990 |

> Quoted.
>
> Twice.

---
<div>
kept
</div>

```python
x = 1

y = 2
```

    indented
"""
    assert markdown(text).text == (
        "Wrapped emphasis, strong, code, a link, http://y.org & © the picture. Line one\n"
        "line two\nline three\n\n"
        "- one\n- two, which is wrapped\n1. nested\n2. again\nwith more\n\n"
        "7. seven\n8. eight\n\n"
        "Name: Ana; Born: 1990\n\n"
        "Quoted.\n\nTwice.\n\n"
        "kept\n\n"
        "x = 1\n\ny = 2\n\n"
        "indented"
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("| | |\n|-|-|\n| Power | 9 W |\n| Colour | black |", "Power: 9 W\n\nColour: black"),
        ("| Power | 9 W |\n|-|-|\n| Weight | 7.4 kg |", "Power: 9 W\n\nWeight: 7.4 kg"),
        ("| A | B |\n|-|-|\n| x<br>y | *1* |\n| z | |", "A: x y; B: 1\n\nz"),
        ("| A | B |\n|-|-|", "A | B"),
        ("- one\n\n  | A | B |\n  |-|-|\n  | x | 1 |", "- one\nA: x; B: 1"),
        ("> | A | B |\n> |-|-|\n> | x | 1 |\n> | y | 2 |", "A: x; B: 1\n\nA: y; B: 2"),
    ],
)
def test_markdown_table_is_read_as_statements(source: str, text: str) -> None:
    assert markdown(source).text == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p align='center'>The <b>office</b></p>", "The office"),
        ("<table>\n<tr><th>Day</th><td>Hours</td></tr>\n</table>", "Day: Hours"),
        (
            "<table>\n<tr><td>a</td><td>b</td></tr>\n\n<tr><td>c</td><td>d</td></tr>\n</table>",
            "a | b\nc | d",
        ),
        (
            "<details>\n<summary>When?</summary>\n\nAt *eight*.\n\n</details>",
            "When?\n\nAt eight.",
        ),
        ("- one\n- <div>two</div>\n\n> <p>three</p>", "- one\n- two\n\nthree"),
        ("<!-- a remark\n\nin two parts -->", ""),
        ("<script>\nlet a = '<p>code</p>';\n\nrun(a)\n</script>", ""),
        ("<style>\np { color: red }\n</style>", ""),
        ("<p hidden>Secret</p>", ""),
        ("<a name=top></a>", ""),
    ],
)
def test_html_in_markdown_is_read_as_html(html: str, text: str) -> None:
    document = markdown(f"# A\n\n{html}\n\n# B\n\nEnd.")
    parts = [document.text[part.start : part.end] for part in document.sections]
    assert [part.strip() for part in parts] == [f"A\n\n{text}".strip(), "B\n\nEnd."]


def test_html_heading_in_markdown_is_a_heading() -> None:
    document = markdown("<h1 align='center'>The office</h1>\n\nBefore.\n\n## Hours\n\nAt eight.")
    assert document.title == "The office"
    assert [part.heading for part in document.sections] == ["The office", "The office › Hours"]


@pytest.mark.parametrize(
    ("content", "is_read_here"),
    [
        (b"# A\n\nText with <b>marks</b> and <http://x.org>.", True),
        ("El niño\n\n- 1 < 2\n".encode(), True),
        (b"<p>x</p>", False),
        (codecs.BOM_UTF8 + b"<p>x</p>", False),
        (b"# A\r\n   <p>x</p>", False),
        (b"a\n> - 1. <!-- x -->", False),
        (codecs.BOM_UTF16_LE + "<p>x</p>".encode("utf-16-le"), False),
        ("niño".encode("cp1252"), False),
    ],
)
def test_markdown_with_html_is_parsed_apart(content: bytes, is_read_here: bool) -> None:
    assert is_plain("a.md", content) == is_read_here
    assert is_plain("a.txt", content)


@given(st.text(st.sampled_from("<>p/!-?-*+1. \r\n\t`#x")))
def test_no_html_in_markdown_is_parsed_here(body: str) -> None:
    kinds = {token.type for token in MarkdownIt("commonmark").enable("table").parse(body)}
    assert "html_block" not in kinds or may_hold_html(body.encode())


def test_html_in_a_markdown_file_comes_out_of_the_other_process(tmp_path: Path) -> None:
    assert load_one(tmp_path, "a.md", "# A\n\n<p>The office</p>\n").text == "A\n\nThe office"


def test_headings_become_sections_with_their_path() -> None:
    document = markdown("Before\n\n# A *b*\n\nOne\n\n### C\n\nTwo\n\nD\n-\n\nE\n=\nThree\n\n#\n")
    slices = [(part.heading, document.text[part.start : part.end]) for part in document.sections]
    assert slices == [
        ("A b", "A b\n\nOne\n\n"),
        ("A b › C", "C\n\nTwo\n\n"),
        ("A b › D", "D\n\n"),
        ("E", "E\n\nThree"),
    ]
    assert document.text.startswith("Before\n\nA b\n\n")


@settings(deadline=None)
@given(st.lists(st.builds(Block, st.text(min_size=1), st.none() | st.integers(1, 6))))
def test_sections_reach_from_heading_to_heading_to_the_end(blocks: list[Block]) -> None:
    text, sections = join_blocks(blocks)
    headings = [block.text for block in blocks if block.level is not None]
    assert len(sections) == len(headings)
    for section, heading in zip(sections, headings, strict=True):
        assert text[section.start : section.end].startswith(heading)
        assert section.heading.endswith(heading)
    ends = [section.start for section in sections[1:]] + [len(text)]
    assert all(section.end == end for section, end in zip(sections, ends, strict=bool(sections)))


def test_front_matter_gives_the_fields_as_strings() -> None:
    document = markdown(
        "---\ntitle: 'A: b'\ndate: 2024-01-24\nlanguage: es\ncountry: no\nplaces: [x, y]\n"
        "by:\n  name: Ana\nempty:\n---\n# Heading\n\nThe body."
    )
    assert document.title == "A: b"
    assert (document.date, document.language) == ("2024-01-24", "es")
    assert document.metadata == {"country": "no", "places": "x, y", "by": "name: Ana", "empty": ""}
    assert document.text == "Heading\n\nThe body."


@pytest.mark.parametrize("date", ["2021", "2021-08", "2021-08-23"])
def test_document_may_declare_the_year_or_month_that_it_is_of(date: str) -> None:
    document = markdown(f"---\ndate: {date}\n---\n# Heading\n\nThe body.")
    assert (document.date, document.metadata) == (date, {})


@pytest.mark.parametrize("date", ["spring 2021", "2021-13", "20213"])
def test_date_that_is_none_stays_in_the_metadata(date: str) -> None:
    document = markdown(f"---\ndate: {date}\n---\n# Heading\n\nThe body.")
    assert (document.date, document.metadata) == (None, {"date": date})


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("## Low\n\n# High\n\n# Higher", "High"),
        ("---\n---\n# High", "High"),
        ("## Low\n\nText", "note"),
        ("---\ntitle: ' '\n---\nText", "note"),
    ],
)
def test_markdown_title_is_declared_or_first_high_heading_or_file_name(
    text: str, title: str
) -> None:
    assert markdown(text).title == title


@pytest.mark.parametrize(
    "text", ["---\nNo end\n", "\n---\nNot at the start\n---\n", "----\nx\n---"]
)
def test_rule_that_opens_no_front_matter_is_part_of_the_body(text: str) -> None:
    assert markdown(text).metadata == {}
    assert markdown(text).text != ""


@pytest.mark.parametrize(
    ("front_matter", "line", "problem"),
    [
        ("a: 1\nb: c: d", 3, "mapping values are not allowed here"),
        ("a: &x 1\nb: *x", 3, "aliases are not read"),
        ("- a\n- b", 2, "no names"),
        ("Just prose", 2, "no names"),
        ("a: \x07", 2, "a character that YAML forbids"),
        ("a: " + "[" * 5000 + "]" * 5000, 2, "lists or names too deep"),
    ],
)
def test_broken_front_matter_names_file_and_line(
    front_matter: str, line: int, problem: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        markdown(f"---\n{front_matter}\n---\nBody")
    assert str(caught.value) == (
        f"in/note.md, line {line}: found a broken front matter ({problem}), expected lines like "
        '"name: value"; mend it, or put a blank line before it if it is none'
    )


def test_emphasis_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"^in/note.md: found marks inside marks too deep"):
        markdown("*a " * 1500 + "a* " * 1500)


@settings(deadline=None)
@given(st.text(st.sampled_from("#-*>|`[]()!&;<br/>\\ \n\tab1.") | PRINTABLE))
def test_any_markdown_is_a_document_with_sections_inside_its_text(body: str) -> None:
    (loaded,) = load_markdown(SourceFile(Path("a.md"), "a.md", ("# x\n" + body).encode()))
    assert isinstance(loaded, LoadedDocument)
    document = loaded.document
    document.text.encode()
    assert document.sections[0] == Section("x", 0, document.sections[0].end)
    assert document.sections[-1].end == len(document.text)
