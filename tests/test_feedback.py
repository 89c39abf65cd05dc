import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from builders import document_of, evidence_of, question_of
from hypothesis import given
from hypothesis import strategies as st

from ragqa.answering import compose_answer, compose_refusal
from ragqa.cli import main
from ragqa.cli.batch import BatchQuestion, read_question
from ragqa.errors import StoreError
from ragqa.feedback import (
    MAX_COMMENT_CHARS,
    Feedback,
    FeedbackLog,
    evaluation_line,
    feedback_on,
    feedback_path,
    turn_key,
)
from ragqa.reading import Reading
from ragqa.scope import Scope
from ragqa.types import Answer, Document

WALK = document_of("The walk is  in\nJuly. It is in Panama.", doc_id="walk.txt")
SCOPE = Scope(doc_ids=("walk.txt",), folders=("news",), languages=("en",), date_from="2017-05")
MORNING, NOON = "2026-11-22T08:00:00+00:00", "2026-11-22T12:00:00+00:00"
texts = st.text(max_size=60)


def answer_on(document: Document, *quotes: str, short_answer: str | None = None) -> Answer:
    evidence = [evidence_of(document, quote, short_answer=short_answer) for quote in quotes]
    return compose_answer(
        question_of("When is the walk?"),
        Reading(evidence=tuple(evidence), confidence=0.75),
        hits=[one.hit for one in evidence],
        documents=lambda _: document,
    )


ANSWER = answer_on(WALK, "The walk is  in\nJuly.", "It is in Panama.", short_answer="July")
REFUSAL = compose_refusal(
    question_of("Why?"), confidence=0.1, hits=(), documents=lambda _: WALK, searched=1
)
LIKED = feedback_on(
    ANSWER,
    opinion="like",
    comment="Just right.",
    history=["What is in Panama?"],
    scope=SCOPE,
    given_at=MORNING,
)
DISLIKED = feedback_on(ANSWER, opinion="dislike", comment="Which July?", given_at=NOON)
KEY = turn_key("a-secret-id", 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "user" / "feedback.sqlite"


def table_of(path: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


# The log


def test_file_is_made_by_the_first_opinion_for_its_owner_alone(path: Path) -> None:
    log = FeedbackLog.open(path)
    assert log.all() == {}
    log.withdraw(KEY)
    assert not path.exists()
    log.record(KEY, LIKED)
    assert path.stat().st_mode & 0o777 == 0o600


def test_opinion_has_what_was_asked_and_answered(path: Path) -> None:
    FeedbackLog.open(path).record(KEY, LIKED)
    assert FeedbackLog.open(path).all() == {KEY: LIKED}
    assert LIKED.question == "When is the walk?"
    assert LIKED.answer_text == ANSWER.text
    assert LIKED.sources == ("walk.txt", "walk.txt")
    assert LIKED.quotes == ("The walk is  in\nJuly.", "It is in Panama.")
    assert (LIKED.short_answer, LIKED.confidence, LIKED.abstained) == ("July", 0.75, False)
    assert (LIKED.history, LIKED.scope) == (("What is in Panama?",), SCOPE)


def test_opinions_come_oldest_first(path: Path) -> None:
    log = FeedbackLog.open(path)
    for key, given_at in (("b", NOON), ("c", MORNING), ("a", NOON)):
        log.record(key, replace(LIKED, given_at=given_at))
    assert list(log.all()) == ["c", "a", "b"]


def test_second_opinion_on_a_turn_replaces_the_first(path: Path) -> None:
    log = FeedbackLog.open(path)
    log.record(KEY, LIKED)
    log.record(turn_key("a-secret-id", 2), LIKED)
    log.record(KEY, DISLIKED)
    assert log.all() == {turn_key("a-secret-id", 2): LIKED, KEY: DISLIKED}


def test_withdrawn_opinion_is_gone(path: Path) -> None:
    log = FeedbackLog.open(path)
    log.record(KEY, LIKED)
    log.record(turn_key("a-secret-id", 2), DISLIKED)
    log.withdraw(KEY)
    log.withdraw(KEY)
    assert log.all() == {turn_key("a-secret-id", 2): DISLIKED}


def test_turns_have_keys_of_their_own_that_hide_the_conversation(path: Path) -> None:
    keys = {turn_key(one, number) for one in ("a", "b", "a1") for number in (1, 11)}
    assert len(keys) == 6
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)
    FeedbackLog.open(path).record(KEY, LIKED)
    assert b"a-secret-id" not in path.read_bytes()
    assert turn_key("\ud800", 1) != turn_key("", 1)


def test_impossible_opinion_is_refused() -> None:
    with pytest.raises(ValueError, match="opinion is 'meh'"):
        replace(LIKED, opinion="meh")
    assert replace(LIKED, comment="x" * MAX_COMMENT_CHARS).comment
    with pytest.raises(ValueError, match="2001 characters; it may have 2000"):
        replace(LIKED, comment="x" * (MAX_COMMENT_CHARS + 1))


@pytest.fixture(scope="module")
def shared_log(tmp_path_factory: pytest.TempPathFactory) -> FeedbackLog:
    return FeedbackLog.open(tmp_path_factory.mktemp("log") / "feedback.sqlite")


@given(
    feedback=st.builds(
        Feedback,
        opinion=st.sampled_from(["like", "dislike"]),
        comment=texts | st.just("'); DROP TABLE feedback; --") | st.just("a\0b\u202e<script>"),
        question=texts,
        history=st.lists(texts, max_size=3).map(tuple),
        answer_text=texts,
        short_answer=st.none() | texts,
        abstained=st.booleans(),
        confidence=st.floats(0, 1),
        sources=st.lists(texts, max_size=3).map(tuple),
        quotes=st.lists(texts, max_size=3).map(tuple),
        language=st.sampled_from(["en", "es"]),
        scope=st.builds(
            Scope, folders=st.lists(texts, max_size=2).map(tuple), date_to=st.dates().map(str)
        ),
        given_at=st.datetimes().map(lambda moment: moment.isoformat()),
    )
)
def test_log_gives_back_what_it_is_given(shared_log: FeedbackLog, feedback: Feedback) -> None:
    shared_log.record(KEY, feedback)
    assert shared_log.all() == {KEY: feedback}


def test_half_a_surrogate_pair_becomes_a_question_mark(path: Path) -> None:
    log = FeedbackLog.open(path)
    log.record(KEY, replace(LIKED, comment="a\ud800", history=("b\udfff",)))
    kept = log.all()[KEY]
    assert (kept.comment, kept.history) == ("a?", ("b?",))


def test_threads_lose_no_opinion(path: Path) -> None:
    log = FeedbackLog.open(path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: log.record(turn_key("id", number), LIKED), range(80)))
    assert len(log.all()) == 80


_RECORD_TWENTY = """
import sys
from pathlib import Path
from ragqa.feedback import Feedback, FeedbackLog, turn_key
from ragqa.scope import EVERYTHING
feedback = Feedback(
    "like", "", "Who?", (), "", None, False, 0.5, (), (), "en", EVERYTHING, "2026-11-22"
)
for number in range(20):
    FeedbackLog.open(Path(sys.argv[1])).record(turn_key(sys.argv[2], number), feedback)
"""


def test_processes_lose_no_opinion(path: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", _RECORD_TWENTY, path, name]) for name in "ab"]
    assert [run.wait(timeout=60) for run in runs] == [0, 0]
    assert len(FeedbackLog.open(path).all()) == 40


def test_empty_file_is_taken_for_the_log(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    log = FeedbackLog.open(path)
    assert log.all() == {}
    log.withdraw(KEY)
    log.record(KEY, LIKED)
    assert log.all() == {KEY: LIKED}


def write_garbage(path: Path) -> None:
    path.write_bytes(b"no database " * 1000)


def write_another_database(path: Path) -> None:
    table_of(path, "CREATE TABLE feedback (turn TEXT)")


def write_newer_format(path: Path) -> None:
    FeedbackLog(path).record(KEY, LIKED)
    table_of(path, "PRAGMA user_version = 2")


def write_broken_page(path: Path) -> None:
    FeedbackLog(path).record(KEY, LIKED)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


SPOILERS = [
    (write_garbage, "is damaged or no feedback of ragqa: file is not a database; move it away"),
    (write_another_database, "is a database of another program, expected ragqa's feedback"),
    (write_newer_format, "has format 2, expected 1; use the ragqa that wrote it"),
]


@pytest.mark.parametrize(("spoil", "message"), SPOILERS)
@pytest.mark.parametrize(
    "use",
    [
        lambda path: FeedbackLog.open(path),
        lambda path: FeedbackLog(path).record(KEY, LIKED),
        lambda path: FeedbackLog(path).withdraw(KEY),
    ],
    ids=["open", "record", "withdraw"],
)
def test_foreign_file_is_named_and_left_as_it_is(
    path: Path, spoil: Callable[[Path], None], message: str, use: Callable[[Path], object]
) -> None:
    path.parent.mkdir()
    spoil(path)
    content, changed = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(StoreError, match=re.escape(f"{path} {message}")):
        use(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (content, changed)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE feedback SET history = '['",
        "UPDATE feedback SET sources = '5'",
        """UPDATE feedback SET scope = '{"planet": "Mars"}'""",
        "UPDATE feedback SET scope = '[]x'",
        "UPDATE feedback SET opinion = 'meh'",
        "UPDATE feedback SET question = CAST(x'ff' AS TEXT)",
        "ALTER TABLE feedback ADD COLUMN more TEXT",
    ],
)
def test_damaged_opinion_is_named(path: Path, statement: str) -> None:
    FeedbackLog(path).record(KEY, LIKED)
    table_of(path, statement)
    with pytest.raises(StoreError, match="is damaged or no feedback of ragqa: "):
        FeedbackLog.open(path)


def test_damaged_page_is_named(path: Path) -> None:
    path.parent.mkdir()
    write_broken_page(path)
    with pytest.raises(StoreError, match="is damaged or no feedback of ragqa: "):
        FeedbackLog.open(path)


def test_place_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be used: unable to open database file"):
        FeedbackLog.open(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written: File exists"):
        FeedbackLog(tmp_path / "file" / "feedback.sqlite").record(KEY, LIKED)


# The evaluation set


def is_right(line: dict[str, Any], answer: Answer) -> bool:
    """Judge as evaluations do: small letters, the answer's space folded."""
    said = re.sub(r"\s+", " ", answer.text.lower())
    if not line["answerable"]:
        return answer.abstained
    return (
        not answer.abstained
        and answer.citations[0].doc_id == line["source"]
        and any(one.lower() in said for one in line["any_of"])
        and all(one.lower() in said for one in line["all_of"])
    )


def test_liked_answer_is_expected_again() -> None:
    assert evaluation_line(KEY, LIKED) == {
        "id": f"feedback-{KEY[:16]}",
        "question": "When is the walk?",
        "lang": "en",
        "answerable": True,
        "source": "walk.txt",
        "any_of": ["July"],
        "all_of": [],
        "history": ["What is in Panama?"],
        "opinion": "like",
        "comment": "Just right.",
        "answer_text": ANSWER.text,
        "sources": ["walk.txt", "walk.txt"],
        "scope": {
            "doc_ids": ("walk.txt",),
            "folders": ("news",),
            "languages": ("en",),
            "date_from": "2017-05",
            "date_to": None,
            "where": (),
        },
    }


def test_liked_answer_without_a_short_one_expects_a_quotation() -> None:
    answer = answer_on(WALK, "The walk is  in\nJuly.", "It is in Panama.")
    line = evaluation_line(KEY, feedback_on(answer, opinion="like", given_at=NOON))
    assert line["any_of"] == ["The walk is in July.", "It is in Panama."]


def test_liked_refusal_expects_a_refusal() -> None:
    line = evaluation_line(KEY, feedback_on(REFUSAL, opinion="like", given_at=NOON))
    assert (line["answerable"], line["source"], line["any_of"]) == (False, None, [])
    assert is_right(line, REFUSAL)
    assert not is_right(line, ANSWER)


@pytest.mark.parametrize("answer", [ANSWER, REFUSAL])
def test_disliked_answer_leaves_the_expectations_to_a_person(answer: Answer) -> None:
    line = evaluation_line(KEY, feedback_on(answer, opinion="dislike", given_at=NOON))
    assert (line["answerable"], line["source"]) == (None, None)
    assert line["any_of"] == line["all_of"] == []
    assert line["answer_text"] == answer.text


@given(
    quote=st.text(min_size=1, max_size=40) | st.sampled_from(["It cost [3] twelve.", "a [1]\n b"])
)
def test_liked_answer_is_right_by_its_own_expectations(quote: str) -> None:
    document = document_of(f"Before. {quote} After.")
    for short_answer in (None, quote):
        answer = answer_on(document, quote, short_answer=short_answer)
        line = evaluation_line(KEY, feedback_on(answer, opinion="like", given_at=NOON))
        assert is_right(line, answer)
        assert not is_right(line, REFUSAL)


def test_line_can_be_asked_in_a_batch() -> None:
    line = json.dumps(evaluation_line(KEY, LIKED)).encode()
    expected = BatchQuestion(f"feedback-{KEY[:16]}", LIKED.question, LIKED.history)
    assert read_question(line, 1) == expected


# The command line


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_main(*arguments: object) -> Outcome:
        status = main(["feedback", *map(str, arguments)])
        return Outcome(status, *capsys.readouterr())

    return run_main


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a folder with a liked and a disliked answer; the rest of the store may be broken."""
    log = FeedbackLog.open(feedback_path(tmp_path / "store"))
    log.record(KEY, LIKED)
    log.record(turn_key("another", 1), DISLIKED)
    return tmp_path / "store"


def test_export_prints_a_line_for_each_opinion(run: Run, store: Path) -> None:
    status, out, err = run("export", "--store", store)
    assert (status, err) == (0, "")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["opinion"] for line in lines] == ["like", "dislike"]
    assert lines[0] == json.loads(json.dumps(evaluation_line(KEY, LIKED)))


@pytest.mark.parametrize(("only", "opinion"), [("liked", "like"), ("disliked", "dislike")])
def test_export_can_leave_out_the_others(run: Run, store: Path, only: str, opinion: str) -> None:
    out = run("export", "--store", store, "--only", only).out
    assert [json.loads(line)["opinion"] for line in out.splitlines()] == [opinion]


def test_export_writes_a_new_file_and_says_so(run: Run, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    assert run("export", "--store", store, "--out", file) == (
        0,
        f"1 liked, 1 disliked written to {file}\n",
        "",
    )
    assert file.read_text("utf-8") == run("export", "--store", store).out


def test_export_never_overwrites_a_file(run: Run, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text("completed by hand")
    status, out, err = run("export", "--store", store, "--out", file)
    assert (status, out) == (2, "")
    assert f"{file} exists already; name a new file" in err
    assert file.read_text() == "completed by hand"


@pytest.mark.parametrize("command", ["export", "list"])
def test_no_opinion_yet_is_said_and_is_no_failure(run: Run, tiny_store: Path, command: str) -> None:
    status, out, err = run(command, "--store", tiny_store)
    assert (status, out) == (0, "")
    assert err == f"ragqa: no opinion is kept in {tiny_store} yet; the chat asks for opinions\n"
    assert not feedback_path(tiny_store).exists()


def test_nothing_to_export_makes_no_file(run: Run, store: Path, tmp_path: Path) -> None:
    FeedbackLog.open(feedback_path(store)).withdraw(KEY)
    file = tmp_path / "set.jsonl"
    status, out, err = run("export", "--store", store, "--only", "liked", "--out", file)
    assert (status, out) == (0, "")
    assert err.startswith(f"ragqa: no liked answer is kept in {store} yet")
    assert not file.exists()


@pytest.mark.parametrize("command", ["export", "list"])
def test_folder_that_is_no_store_is_a_failure(run: Run, tmp_path: Path, command: str) -> None:
    status, out, err = run(command, "--store", tmp_path)
    assert (status, out) == (1, "")
    assert "no store in" in err


@pytest.mark.parametrize("command", ["export", "list"])
def test_damaged_file_is_a_failure(run: Run, store: Path, command: str) -> None:
    write_garbage(feedback_path(store))
    status, out, err = run(command, "--store", store)
    assert (status, out) == (1, "")
    assert "is damaged or no feedback" in err
    assert err.count("\n") == 1


def test_list_shows_each_opinion_to_people(run: Run, store: Path) -> None:
    long = replace(
        DISLIKED,
        given_at=NOON,
        question="Why?",
        comment="\x1b[31mred\n[bold]",
        answer_text="x" * 300,
    )
    FeedbackLog.open(feedback_path(store)).record(turn_key("another", 1), long)
    said = "July [1]. “The walk is in July.” [1] “It is in Panama.” [2]"
    assert run("list", "--store", store) == (
        0,
        f"{MORNING}  liked     When is the walk?\n"
        f"    Answer: {said}\n"
        "    Comment: Just right.\n"
        f"{NOON}  disliked  Why?\n"
        f"    Answer: {'x' * 199}…\n"
        "    Comment: [31mred [bold]\n",
        "",
    )


def test_list_can_leave_out_the_others_and_shows_no_empty_comment(run: Run, store: Path) -> None:
    FeedbackLog.open(feedback_path(store)).record(KEY, replace(LIKED, comment=""))
    shown = run("list", "--store", store, "--only", "liked").out
    assert [line.split()[0] for line in shown.splitlines()] == [MORNING, "Answer:"]
