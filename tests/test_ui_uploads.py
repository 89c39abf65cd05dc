import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ui_document_page import HOSTILE, Markup, assert_holds_only, hostile_texts

from ragqa.documents import Failure, SkippedFile
from ragqa.errors import FileProblem
from ragqa.ui.escaping import displayable
from ragqa.ui.strings import strings_for
from ragqa.ui.uploads import (
    AcceptedUpload,
    CheckedUploads,
    Refusal,
    RefusedUpload,
    check_upload,
    render_progress,
    render_update_report,
    safe_name,
)
from ragqa.updating import UpdateReport

ENGLISH, SPANISH = strings_for("en"), strings_for("es")

SUFFIXES = (".md", ".txt")
TAGS = frozenset("section p ul li a span bdi div progress".split())
ATTRIBUTES = frozenset(
    "aria-label class data-client data-close data-title dir href lang role value".split()
)


def checked(folder: Path, *names: str, content: bytes = b"text") -> CheckedUploads:
    paths = []
    for number in range(len(names)):
        path = folder / f"{number}"
        path.write_bytes(content)
        paths.append(path)
    return check_upload(paths, names, max_bytes=4, suffixes=SUFFIXES)


def report(
    given_report: UpdateReport, *refused: RefusedUpload, language: str = "en"
) -> tuple[list[str], list[str]]:
    """Return the paragraphs and the items of a report."""
    markup = render_update_report(given_report, strings=strings_for(language), refused=refused)
    page = Markup(markup)
    return page.texts.get("p", []), page.texts.get("li", [])


# Names


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("Report 2017.md", "Report 2017.md"),
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\Users\\me\\notes.txt", "notes.txt"),
        ("a/..", ""),
        (".hidden.md", "hidden.md"),
        (".md", "md"),
        ("..", ""),
        ("", ""),
        ("/", ""),
        ("  notes.md. . ", "notes.md"),
        ("a\x00b\x1b\n\u202ec\u200b.md", "abc.md"),
        ("\ud800a\u2028.md", "a.md"),
        ("e\u200b\u0301.md", "é.md"),
        ("x" * 199 + " y", "x" * 199),
        ('a<b>:"|?*.md', "a_b______.md"),
        ("CON.md", "_CON.md"),
        ("lpt1", "_lpt1"),
        ("Contents.md", "Contents.md"),
        ("nin\u0303o.md", "niño.md"),
        ("人口.md", "人口.md"),
        ("x" * 300 + ".md", "x" * 197 + ".md"),
        ("ñ" * 300 + ".md", "ñ" * 98 + ".md"),
        ("a." + "x" * 300, ""),
    ],
)
def test_name_becomes_one_that_does_no_harm(given_name: str, name: str) -> None:
    assert safe_name(given_name) == name


@settings(deadline=None)
@given(hostile_texts | st.text(max_size=400))
def test_any_name_stays_in_its_folder_and_is_not_hidden(given_name: str) -> None:
    name = safe_name(given_name)
    assert len(name.encode()) <= 210
    assert not name.startswith(".")
    assert not re.search(r"[/\\\x00-\x1f\x7f]", name)
    assert name in ("", Path("folder", name).name)
    assert displayable(name) == name
    assert safe_name(name) == name


# What is taken


def test_files_are_taken_under_safe_names_in_their_order(tmp_path: Path) -> None:
    found = checked(tmp_path, "../b.md", "A.TXT")
    assert found.accepted == (
        AcceptedUpload(tmp_path / "0", "b.md"),
        AcceptedUpload(tmp_path / "1", "A.TXT"),
    )
    assert found.refused == ()


@pytest.mark.parametrize(
    ("name", "reason", "expected"),
    [
        ("..", Refusal.NAME, ""),
        ("virus.exe", Refusal.TYPE, ".md, .txt"),
        ("notes", Refusal.TYPE, ".md, .txt"),
        (".md", Refusal.TYPE, ".md, .txt"),
        ("a.md/x.exe", Refusal.TYPE, ".md, .txt"),
    ],
)
def test_file_of_a_bad_name_is_refused(
    name: str, reason: Refusal, expected: str, tmp_path: Path
) -> None:
    assert checked(tmp_path, name) == CheckedUploads((), (RefusedUpload(name, reason, expected),))


def test_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path) -> None:
    assert checked(tmp_path, "a.md", content=b"1234").refused == ()
    (refused,) = checked(tmp_path, "a.md", content=b"12345").refused
    assert refused.reason is Refusal.SIZE


def test_limit_is_told_in_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.truncate(5 * 2**19 + 1)
    (refused,) = check_upload([path], ["a.md"], max_bytes=5 * 2**19, suffixes=SUFFIXES).refused
    assert report(UpdateReport(), refused)[1] == ["a.md: it is larger than 2.5 MB"]


def test_empty_file_is_refused(tmp_path: Path) -> None:
    (refused,) = checked(tmp_path, "a.md", content=b"").refused
    assert refused.reason is Refusal.EMPTY


def test_second_file_of_a_name_is_refused(tmp_path: Path) -> None:
    found = checked(tmp_path, "a.md", "x/A.md", "b.md")
    assert [one.name for one in found.accepted] == ["a.md", "b.md"]
    assert found.refused == (RefusedUpload("x/A.md", Refusal.TWICE),)


def test_what_is_no_file_of_its_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    paths = [tmp_path, tmp_path / "gone", tmp_path / "link"]
    names = ["a.md", "b.md", "c.md"]
    found = check_upload(paths, names, max_bytes=10, suffixes=SUFFIXES)
    assert [one.reason for one in found.refused] == [Refusal.UNREADABLE] * 3


def test_paths_and_names_go_together(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zip"):
        check_upload([tmp_path], [], max_bytes=10, suffixes=SUFFIXES)


# Progress


@pytest.mark.parametrize(
    ("done", "total", "percent", "value"),
    [
        (0, 8, "0%", "0.000"),
        (3, 8, "37%", "0.375"),
        (8, 8, "100%", "1.000"),
        (9, 8, "100%", "1.000"),
        (-1, 8, "0%", "0.000"),
    ],
)
def test_progress_is_a_share_in_words(done: int, total: int, percent: str, value: str) -> None:
    page = Markup(render_progress("encode", done, total, strings=ENGLISH))
    assert page.texts["p"] == [f"Making the passages searchable {percent}"]
    assert page.values("value") == [value]
    assert page.values("aria-label") == ["Making the passages searchable"]


def test_progress_of_unknown_length_has_no_share() -> None:
    page = Markup(render_progress("read", 3, 0, strings=SPANISH))
    assert page.texts["p"] == ["Leyendo los archivos"]
    assert page.values("value") == []


def test_step_without_a_name_is_work() -> None:
    assert "Working" in render_progress("<b>", 1, 2, strings=ENGLISH)


@pytest.mark.parametrize("step", ["read", "chunk", "encode", "write"])
def test_every_step_of_indexing_has_a_name(step: str) -> None:
    assert step in ENGLISH.documents.steps
    assert step in SPANISH.documents.steps


# The report

CHANGES = UpdateReport(
    added=("added/a b.md", "news/c.md"),
    replaced=("added/d.md",),
    unchanged=("e.md", "f.md"),
    removed=("g.md",),
    failures=(Failure(Path("/srv/h.md"), "/srv/h.md: found NUL bytes", FileProblem.NOT_TEXT),),
    skipped=(SkippedFile(Path("/srv/i.txt"), "it holds no text", FileProblem.NO_TEXT),),
)


def test_report_tells_what_became_of_everything() -> None:
    paragraphs, items = report(CHANGES, RefusedUpload("j.exe", Refusal.TYPE, ".md"))
    assert paragraphs == [
        "Added: 2 documents",
        "Replaced an older version: 1 document",
        "Removed: 1 document",
        "Unchanged: 2 documents",
        "Not taken",
        "Could not be read",
        "Left out",
    ]
    assert items == [
        "a b.md",
        "news/c.md",
        "d.md",
        "g.md",
        "j.exe: this type of file cannot be read; take one of .md",
        "h.md. Reason: it holds something other than text",
        "i.txt. Reason: it holds no text",
    ]


def test_report_in_spanish_gives_the_reasons_in_spanish() -> None:
    page = Markup(render_update_report(CHANGES, strings=SPANISH))
    assert "h.md. Motivo: contiene algo que no es texto" in page.texts["li"]


def test_report_opens_what_is_there_and_not_what_is_gone() -> None:
    page = Markup(render_update_report(CHANGES, strings=ENGLISH))
    assert page.values("href") == [
        "document?id=added%2Fa+b.md&lang=en",
        "document?id=news%2Fc.md&lang=en",
        "document?id=added%2Fd.md&lang=en",
    ]
    assert page.texts["a"] == ["a b.md", "news/c.md", "d.md"]


def test_report_of_nothing_says_so() -> None:
    assert report(UpdateReport()) == (["Nothing has changed."], [])
    assert report(UpdateReport(), language="es") == (["Nada ha cambiado."], [])


def test_long_report_is_cut() -> None:
    paragraphs, items = report(UpdateReport(added=tuple(f"{n}.md" for n in range(1_234))))
    assert paragraphs == ["Added: 1,234 documents"]
    assert len(items) == 21
    assert items[-1] == "and 1,214 more"


def test_report_does_not_tell_where_the_files_lie() -> None:
    path, values = Path("/srv/store/added/b.md"), {"id": "x"}
    reason = f'{path}: found the id "x" again, which /srv/store/added/a.md has already'
    failed = UpdateReport(failures=(Failure(path, reason, FileProblem.REPEATED_ID, values),))
    (item,) = report(failed)[1]
    assert item == "b.md. Reason: another document has the same name or id: x"


@pytest.mark.parametrize("problem", FileProblem)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_problem_of_a_file_has_words_even_without_its_values(
    problem: FileProblem, language: str
) -> None:
    failed = UpdateReport(failures=(Failure(Path("a"), "", problem),))
    (item,) = report(failed, language=language)[1]
    assert len(item) > len("a. Motivo: ") + 5
    assert "{" not in item


@pytest.mark.parametrize("reason", list(Refusal))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_refusal_has_words(reason: Refusal, language: str) -> None:
    (item,) = report(UpdateReport(), RefusedUpload("a", reason, "7"), language=language)[1]
    assert len(item) > len("a: ") + 5
    assert "{" not in item


@settings(deadline=None)
@given(hostile_texts)
def test_report_shows_hostile_text_as_text(text: str) -> None:
    path = Path("folder", re.sub("[\x00\ud800-\udfff]", "", text) or "x")
    changes = UpdateReport(
        added=(text,),
        replaced=(text,),
        removed=(text,),
        failures=(Failure(path, text),),
        skipped=(SkippedFile(path, text),),
    )
    for strings in (ENGLISH, SPANISH):
        markup = render_update_report(
            changes, strings=strings, refused=[RefusedUpload(text, Refusal.NAME)]
        )
        assert_holds_only(markup, TAGS, ATTRIBUTES)


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_file_is_called_by_the_name_that_it_came_with(name: str) -> None:
    markup = render_update_report(
        UpdateReport(), strings=ENGLISH, refused=[RefusedUpload(name, Refusal.NAME)]
    )
    shown = displayable(name if len(name) <= 120 else f"{name[:119]}…")
    assert Markup(markup).texts["bdi"] == [shown]
