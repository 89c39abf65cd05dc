import io
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

import pytest
from builders import document_of, evidence_of, question_of
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import ragqa
from ragqa.answering import compose_answer, compose_refusal
from ragqa.cli import main, printing
from ragqa.cli.answer_check import check_answers
from ragqa.cli.batch import answer_lines
from ragqa.cli.configuration import read_settings
from ragqa.errors import QuestionError, SettingsError, StoreError
from ragqa.indexing import IndexReport
from ragqa.questions import Kind
from ragqa.reading import Reading
from ragqa.settings import Settings
from ragqa.store import Store
from ragqa.types import Answer, Chunk, Citation, Document, Hit, Page, Place, PlaceKind, Section

GOLDEN = Path(__file__).parent / "golden"
GUIDE = Path(__file__).parents[1] / "docs" / "cli.md"
COMMANDS = (
    "index",
    "ask",
    "search",
    "show",
    "info",
    "verify",
    "remove",
    "gc",
    "chat",
    "password",
    "tune",
    "calibrate",
    "eval",
    "feedback",
)
SUBCOMMANDS = {"eval": ("run", "compare"), "feedback": ("list", "export")}
QUESTION = "Who directed The Fable of the Lion and the Coyote?"


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line within this process."""

    def run_main(*arguments: object) -> Outcome:
        status = main([str(argument) for argument in arguments])
        return Outcome(status, *capsys.readouterr())

    return run_main


@pytest.fixture
def store_copy(tiny_store: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_store, tmp_path / "store")


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def assert_one_complaint(outcome: Outcome, *, status: int, about: str) -> None:
    assert outcome.status == status
    assert outcome.out == ""
    assert outcome.err.startswith("ragqa: ")
    assert outcome.err.count("\n") == 1
    assert outcome.err.endswith("\n")
    assert about in outcome.err


# The call as a whole


def test_help_lists_every_command_and_each_has_its_own(run: Run) -> None:
    listed = run("--help")
    assert listed.status == 0
    assert re.findall(r"^  (\w+)  ", listed.out.split("Commands:")[1], re.MULTILINE) == list(
        COMMANDS
    )
    for command in COMMANDS:
        own = run(command, "--help")
        assert own.status == 0
        assert f"Usage: ragqa {command} " in own.out


def test_guide_names_every_command_and_option(run: Run) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    sections = {part.split()[1]: part for part in guide.split("\n## `")[1:]}
    sections = {name.rstrip("`"): part for name, part in sections.items()}
    assert tuple(sections) == COMMANDS
    for command, section in sections.items():
        subcommands = SUBCOMMANDS.get(command)
        calls = [[command, one] for one in subcommands] if subcommands else [[command]]
        helps = "".join(run(*call, "--help").out for call in calls)
        options = set(re.findall(r"^  (?:-\w, )?(-k|--[\w-]+)", helps, re.MULTILINE))
        missing = {one for one in options - {"--help", "--store"} if f"`{one}" not in section}
        assert not missing, command


def test_bare_call_shows_the_help(run: Run) -> None:
    assert run() == run("--help")
    assert run().status == 0
    assert "Usage: ragqa" in run().out


def test_question_of_a_batch_without_an_id_goes_by_its_line() -> None:
    lines = [b'{"id": "g", "question": "Who?"}\n', b"\n", b'{"question": "Who?"}\n']
    outcomes = [str(one) for _, one in answer_lines(lines, ask=answer_or_refuse)]
    assert [json.loads(one)["id"] for one in outcomes] == ["g", 3]


def test_version_is_printed(run: Run) -> None:
    assert run("--version") == (0, f"ragqa {ragqa.__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        (["aks"], "No such command 'aks'"),
        (["ask"], 'give either a QUESTION or --batch FILE; see "ragqa ask --help"'),
        (["ask", "Who?", "--batch", __file__], "give either a QUESTION or --batch FILE"),
        (["ask", "Who?", "--skip-errors"], "--skip-errors goes with --batch FILE"),
        (["ask", "--batch", "no.jsonl"], "'no.jsonl': No such file or directory"),
        (["ask", "Who?", "--colour"], "No such option: --colour"),
        (["search"], "Missing argument 'QUESTION'"),
        (["search", "walk", "-k", "0"], "'-k'"),
        (["search", "walk", "-k", "many"], "'-k'"),
        (["index", "--store", "missing"], "missing names no paths to index"),
        (["index", "no/such/folder"], "no such file or folder: no/such/folder"),
        (["index", "two\nlines"], r"no such file or folder: two\nlines"),
        (["index", __file__, "--chunk-tokens", "3"], "chunk_tokens is 3; it must be at least 16"),
        (["verify", "no.jsonl"], "'no.jsonl': No such file or directory"),
        (["chat", "--host", "0.0.0.0"], "0.0.0.0 is reached from other machines"),
        (["chat", "--host", "example.org"], "give accounts by --auth-file FILE, or say --no-auth"),
        (["chat", "--root-path", "ask"], "root_path is 'ask'"),
        (["chat", "--port", "70000"], "'--port'"),
        (["ask", "Who?", "--where", "date"], "condition, character 5: found the end, expected one"),
    ],
)
def test_wrong_call_is_one_line_and_status_2(run: Run, arguments: list[str], about: str) -> None:
    assert_one_complaint(run(*arguments), status=2, about=about)


@pytest.mark.parametrize(
    ("question", "about"),
    [("", "the question is empty"), (" \n", "the question is empty"), ("why " * 25_000, "100,000")],
)
@pytest.mark.parametrize("command", ["ask", "search"])
def test_impossible_question_is_a_wrong_call(
    run: Run, tiny_store: Path, command: str, question: str, about: str
) -> None:
    outcome = run(command, question, "--store", tiny_store)
    assert_one_complaint(outcome, status=2, about=about)


@pytest.mark.parametrize("command", [["ask", "Who?"], ["search", "x"], ["show", "x"], ["info"]])
def test_missing_store_fails(run: Run, tmp_path: Path, command: list[str]) -> None:
    outcome = run(*command, "--store", tmp_path / "none")
    assert_one_complaint(outcome, status=1, about="no store in")


# index


def table(**numbers: int) -> str:
    names = ("read", "unchanged", "removed", "skipped", "failed")
    return "".join(f"  {name:<10}{numbers.get(name, 0):>8}\n" for name in names)


def test_indexing_again_says_that_nothing_changed(
    run: Run, tiny_corpus: Path, tmp_path: Path
) -> None:
    corpus, store = shutil.copytree(tiny_corpus, tmp_path / "corpus"), tmp_path / "store"
    first = run("index", corpus, "--store", store)
    assert first.status == 0
    assert first.err == ""
    counts = r"Indexed 3 documents, 4 chunks \(4 encoded, 0 reused\)"
    line = rf"{counts} into {re.escape(str(store))} in \d+\.\d s\n"
    assert re.fullmatch(line + re.escape(table(read=3)), first.out)

    again = run("index", corpus, "--store", store)
    nothing = f"Nothing changed: {store} holds 3 documents, 4 chunks\n"
    assert again == (0, nothing + table(unchanged=3), "")

    (corpus / "walk.txt").unlink()
    less = run("index", corpus, "--store", store)
    assert less.out.startswith("Indexed 2 documents, 3 chunks (0 encoded, 3 reused)")
    assert less.out.endswith(table(unchanged=2, removed=1))


def test_options_of_index_shape_the_store(run: Run, tiny_corpus: Path, tmp_path: Path) -> None:
    settings = write_lines(tmp_path / "s.toml", "chunk_tokens = 64", "overlap_tokens = 8")
    call = ("index", tiny_corpus, "--store", tmp_path / "store", "--settings", settings)
    assert run(*call, "--chunk-tokens", 32).status == 0
    made = json.loads(run("info", "--json", "--store", tmp_path / "store").out)
    assert made["chunking"] == {"max_tokens": 32, "overlap_tokens": 8}


def test_skipped_file_is_named_and_no_failure(run: Run, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.txt", "A text about hubs.")
    write_lines(tmp_path / "b.xyz", "Nobody reads this.")
    outcome = run("index", tmp_path, "--store", tmp_path / "store")
    assert outcome.status == 0
    assert outcome.err.startswith(f"ragqa: left out {tmp_path / 'b.xyz'}: ")
    assert outcome.err.count("\n") == 1


def test_what_is_neither_file_nor_folder_is_a_wrong_call(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    outcome = run("index", tmp_path / "pipe", "--store", tmp_path / "store")
    assert_one_complaint(outcome, status=2, about="pipe is neither a file nor a folder")


@pytest.mark.parametrize("call", [("index", ""), ("index", ".", "--store", "")])
def test_empty_path_is_a_wrong_call(run: Run, call: tuple[str, ...]) -> None:
    assert_one_complaint(run(*call), status=2, about='found an empty path; give "." for the curre')


def test_file_of_another_kind_is_named_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.unknown").write_text("A text.")
    outcome = run("index", tmp_path / "a.unknown", "--store", tmp_path / "store")
    once = f'({tmp_path / "a.unknown"}: found a name ending in ".unknown"'
    assert_one_complaint(outcome, status=1, about=once)


def test_other_encoder_is_told_both_ways(run: Run, store_copy: Path, tiny_corpus: Path) -> None:
    call = ["index", tiny_corpus, "--store", store_copy, "--encoder", "minilm-int8"]
    outcome = run(*call)
    command = f"ragqa index --store {store_copy} --encoder minilm-int8 --rebuild"
    about = f'name no encoder to keep its own, or make it anew for the other with "{command}"'
    assert_one_complaint(outcome, status=1, about=about)

    assert run(*command.split()[1:]).status == 0
    made = json.loads(run("info", "--json", "--store", store_copy).out)
    assert made["encoder"]["name"] == "minilm-int8"


@pytest.mark.parametrize("options", [(), ("--rebuild",)])
def test_what_is_not_named_stays_as_the_store_was_made(
    run: Run, tiny_corpus: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    store = tmp_path / "store"
    sizes = ("--chunk-tokens", 64, "--overlap-tokens", 8)
    run("index", tiny_corpus, "--store", store, "--encoder", "minilm-int8", *sizes)
    before = json.loads(run("info", "--json", "--store", store).out)

    planned = run("index", tiny_corpus, "--store", store, "--dry-run")
    assert re.search(r"^  unchanged +3$", planned.out, re.MULTILINE), planned.out
    assert run("index", tiny_corpus, "--store", store, *options).status == 0

    after = json.loads(run("info", "--json", "--store", store).out)
    assert (after["encoder"], after["chunking"]) == (before["encoder"], before["chunking"])


def test_shorter_passages_share_no_more_than_half_of_them(
    run: Run, tiny_corpus: Path, tmp_path: Path
) -> None:
    call = ("index", tiny_corpus, "--store", tmp_path / "store", "--chunk-tokens")
    assert run(*call, 64, "--overlap-tokens", 32).status == 0
    assert run(*call, 32).status == 0
    made = json.loads(run("info", "--json", "--store", tmp_path / "store").out)
    assert made["chunking"] == {"max_tokens": 32, "overlap_tokens": 16}


def test_empty_folder_fails(run: Run, tmp_path: Path) -> None:
    outcome = run("index", tmp_path, "--store", tmp_path / "store")
    assert_one_complaint(outcome, status=1, about="found no document")


def test_file_that_is_not_text_fails(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "picture.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 20)
    outcome = run("index", picture, "--store", tmp_path / "store")
    assert_one_complaint(outcome, status=1, about="picture.txt")


def test_broken_line_of_documents_fails_and_can_be_skipped(run: Run, tmp_path: Path) -> None:
    good = '{"id": "a", "text": "Hubs opened in schools."}'
    lines = write_lines(tmp_path / "d.jsonl", good, "{broken", good.replace('"a"', '"b"'))
    store = tmp_path / "store"
    for option, status in (("--rebuild", 0), ("--strict", 1), ("--skip-errors", 0)):
        outcome = run("index", lines, "--store", store, option)
        assert outcome.status == status
        assert "holds 2 documents" in outcome.out or "Indexed 2 documents" in outcome.out
        assert outcome.out.endswith("  failed           1\n")
        assert outcome.err.startswith(f"ragqa: {lines}, line 2: found")
        assert outcome.err.count("\n") == 1


def test_nothing_that_can_be_read_leaves_the_store_as_it_was(run: Run, tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "d.jsonl", "{broken")
    store = tmp_path / "store"
    outcome = run("index", lines, "--store", store)
    assert_one_complaint(outcome, status=1, about="nothing to index")
    assert not store.exists()


def test_report_has_what_became_of_each_file(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_lines(folder / "a.txt", "A text about hubs.")
    write_lines(folder / "b.xyz", "Nobody reads this.")
    write_lines(folder / "c.zip", "PK\x03\x04 nothing")
    to, store = tmp_path / "report.json", tmp_path / "store"
    assert run("index", folder, "--store", store, "--report", to).status == 0
    written = json.loads(to.read_text(encoding="utf-8"))
    (skipped,), (failed,) = written.pop("skipped"), written.pop("failed")
    assert written == {
        "documents": 1,
        "chunks": 1,
        "encoded": 1,
        "reused": 0,
        "read": ["a.txt"],
        "unchanged": [],
        "removed": [],
    }
    assert (skipped["file"], skipped["problem"]) == (f"{folder / 'b.xyz'}", "unknown_format")
    assert (failed["file"], failed["problem"]) == (f"{folder / 'c.zip'}", "broken")
    assert failed["values"]["detail"] in failed["reason"]
    unwritable = run("index", folder, "--store", store, "--report", tmp_path / "no" / "r.json")
    assert unwritable.status == 1
    assert "r.json cannot be written" in unwritable.err


def test_chunks_longer_than_the_encoder_reads_are_a_wrong_call(
    run: Run, tiny_corpus: Path, tmp_path: Path
) -> None:
    outcome = run("index", tiny_corpus, "--store", tmp_path / "s", "--chunk-tokens", 600)
    assert_one_complaint(outcome, status=2, about="chunk_tokens is 600")


# A store that is not right


def with_manifest(store: Path, **changes: Any) -> Path:
    path = store / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**fields, **changes}), encoding="utf-8")
    return store


def test_store_of_another_format_fails(run: Run, store_copy: Path) -> None:
    with_manifest(store_copy, format_version=99)
    outcome = run("ask", QUESTION, "--store", store_copy)
    assert_one_complaint(outcome, status=1, about="has store format 99")


def test_store_of_another_encoder_fails_until_rebuilt(
    run: Run, store_copy: Path, tiny_corpus: Path
) -> None:
    other = {"name": "multilingual", "sha256": "ab" * 32, "dimension": 384}
    with_manifest(store_copy, encoder=other)
    asked = run("ask", QUESTION, "--store", store_copy)
    assert_one_complaint(asked, status=1, about="was made with encoder")
    indexed = run("index", tiny_corpus, "--store", store_copy)
    assert_one_complaint(indexed, status=1, about="was made with encoder")

    assert run("index", tiny_corpus, "--store", store_copy, "--rebuild").status == 0
    assert run("ask", QUESTION, "--store", store_copy).status == 0


def test_damaged_file_fails_and_is_found_by_verify(run: Run, store_copy: Path) -> None:
    (vectors,) = store_copy.glob("*/block-000/vectors.faiss")
    vectors.write_bytes(vectors.read_bytes()[:-1])
    asked = run("ask", QUESTION, "--store", store_copy)
    assert_one_complaint(asked, status=1, about="vectors.faiss")

    verified = run("verify", "--store", store_copy)
    assert verified.status == 1
    problem, summary = verified.out.splitlines()
    assert "vectors.faiss" in problem
    assert "1 problem in" in summary


# ask


def test_answer_cites_its_source_for_people(run: Run, tiny_store: Path) -> None:
    outcome = run("ask", QUESTION, "--store", tiny_store)
    assert outcome.status == 0
    assert outcome.err == ""
    assert "Miguel Gómez" in outcome.out
    assert outcome.out.endswith("\n\n[1] A Fable on Film — fable.md, The film, 2017-08-22\n")


def test_refusal_is_an_answer_without_sources(run: Run, tiny_store: Path) -> None:
    outcome = run("ask", "What is the boiling point of tungsten?", "--store", tiny_store)
    assert outcome.status == 0
    assert "[1]" not in outcome.out
    assert "A Fable on Film" in outcome.out


def test_json_answer_has_the_fields_of_the_contract(run: Run, tiny_store: Path) -> None:
    answer = json.loads(run("ask", QUESTION, "--json", "--store", tiny_store).out)
    assert list(answer) == [
        *("question", "text", "short_answer", "abstained", "confidence", "language"),
        *("citations", "hits", "timing_ms", "understood_as", "did_you_mean"),
    ]
    assert list(answer["citations"][0]) == [
        *("marker", "doc_id", "source", "title", "page", "start", "end", "quote", "place"),
        *("heading", "date", "also_in"),
    ]
    assert list(answer["hits"][0]) == [
        *("doc_id", "chunk_id", "rank", "score", "start", "end", "also_in"),
    ]
    assert set(answer["timing_ms"]) == {"encode", "search", "read", "compose"}


def test_quotation_is_the_slice_that_show_prints(run: Run, tiny_store: Path) -> None:
    answer = json.loads(run("ask", QUESTION, "--json", "--store", tiny_store).out)
    for citation in answer["citations"]:
        text = run("show", citation["doc_id"], "--store", tiny_store).out
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_batch_answers_in_order_and_verifies(run: Run, tiny_store: Path, tmp_path: Path) -> None:
    questions = write_lines(
        tmp_path / "q.jsonl",
        json.dumps({"id": "z", "question": QUESTION, "gold": "is left alone"}),
        "",
        json.dumps({"id": 7, "question": "Where?", "history": ["Where does the walk take place?"]}),
    )
    outcome = run("ask", "--batch", questions, "--store", tiny_store)
    assert outcome.status == 0
    assert outcome.err == ""
    answers = [json.loads(line) for line in outcome.out.splitlines()]
    assert [answer["id"] for answer in answers] == ["z", 7]
    assert list(answers[0])[:3] == ["id", "question", "text"]

    written = write_lines(tmp_path / "a.jsonl", *outcome.out.splitlines())
    verified = run("verify", written, "--store", tiny_store)
    assert verified.status == 0
    assert verified.out.startswith(f"{tiny_store}: no problem in ")
    assert ", 3 documents, 4 chunks, 2 answers, " in verified.out

    lie = dict(answers[0], text="Somebody else [2].")
    verified = run("verify", write_lines(written, json.dumps(lie)), "--store", tiny_store)
    assert verified.status == 1
    assert f"{written}, line 1: marker [2] has no citation\n" in verified.out


def test_broken_line_of_a_batch_stops_it_or_is_skipped(
    run: Run, tiny_store: Path, tmp_path: Path
) -> None:
    good = json.dumps({"id": "a", "question": QUESTION})
    questions = write_lines(tmp_path / "q.jsonl", good, '{"id": "b"}', good)
    stopped = run("ask", "--batch", questions, "--store", tiny_store)
    assert stopped.status == 1
    assert stopped.out.count("\n") == 1
    assert stopped.err.startswith(f'ragqa: {questions}, line 2: found no text as "question"')
    assert stopped.err.count("\n") == 1

    skipped = run("ask", "--batch", questions, "--store", tiny_store, "--skip-errors")
    assert skipped.status == 1
    assert skipped.out.count("\n") == 2
    assert skipped.err.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ('{"id": 1, "question": "\0W\0h\0o"}', "found NULs, as in UTF-16; save it as UTF-8"),
        ("[]", "found list"),
        ('{"id": null, "question": "Who?"}', '"id"'),
        ('{"id": true, "question": "Who?"}', '"id"'),
        ('{"id": "a", "question": 3}', '"question"'),
        ('{"id": "a", "question": "Who?", "history": "When?"}', '"history"'),
        ('{"id": "a", "question": "Who?", "history": [1]}', '"history"'),
        ('{"id": "a", "question": "refused"}', "too long"),
    ],
)
def test_broken_question_is_reported_with_its_line(line: str, found: str) -> None:
    good = b'{"id": "g", "question": "Who?"}\n'
    outcomes = dict(answer_lines([good, b"\n", line.encode(), good], ask=answer_or_refuse))
    assert list(outcomes) == [1, 3, 4]
    assert isinstance(outcomes[3], QuestionError)
    assert found in str(outcomes[3])
    assert outcomes[1] == outcomes[4]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_batch_that_is_not_utf_8_is_to_be_saved_as_such(encoding: str) -> None:
    lines = '{"id": 1, "question": "¿Quién?"}\n{"id": 2, "question": "Who?"}\n'.encode(encoding)
    outcome = next(iter(answer_lines(io.BytesIO(lines), ask=answer_or_refuse)))[1]
    assert str(outcome).endswith("save it as UTF-8")


def test_mark_in_front_of_a_batch_is_no_part_of_it() -> None:
    lines = io.BytesIO('{"id": 1, "question": "¿Quién?"}'.encode("utf-8-sig"))
    assert json.loads(str(next(iter(answer_lines(lines, ask=answer_or_refuse)))[1]))["id"] == 1


def answer_or_refuse(question: str, *, history: tuple[str, ...]) -> Answer:
    if question == "refused":
        raise QuestionError("too long")
    return replace(ANSWER, question=f"{question} after {history}")


# search, show, info


def test_search_prints_the_best_passages(run: Run, tiny_store: Path) -> None:
    outcome = run("search", "walk against trafficking", "-k", 2, "--store", tiny_store)
    assert outcome.status == 0
    assert re.match(r"1\. The walk — walk\.txt \(score \d+\.\d{3}\)\n   The walk ", outcome.out)
    assert re.findall(r"^(\d)\. ", outcome.out, re.MULTILINE) == ["1", "2"]


def test_search_prints_json(run: Run, tiny_store: Path) -> None:
    found = json.loads(run("search", "walk", "-k", 1, "--json", "--store", tiny_store).out)
    assert found["question"] == "walk"
    (hit,) = found["hits"]
    text = run("show", hit["doc_id"], "--store", tiny_store).out
    assert hit["doc_id"] == "walk.txt"
    assert hit["text"] == text[hit["start"] : hit["end"]]


def test_condition_narrows_search_and_answers(run: Run, tiny_store: Path) -> None:
    options = ("--store", tiny_store, "--where", "type = 'txt' and not date > 2000", "--json")
    hits = json.loads(run("search", QUESTION, *options).out)["hits"]
    assert {hit["doc_id"] for hit in hits} == {"hubs.txt", "walk.txt"}
    assert "none of the 2 searched" in json.loads(run("ask", QUESTION, *options).out)["text"]


@pytest.mark.parametrize("command", [["ask", "Who?"], ["search", "x"], ["chat"]])
def test_condition_on_an_unknown_field_is_a_wrong_call(
    run: Run, tiny_store: Path, command: list[str]
) -> None:
    outcome = run(*command, "--store", tiny_store, "--where", "autor = 'Ana'")
    assert_one_complaint(outcome, status=2, about='found the field "autor", expected one that')


def test_show_prints_the_text_exactly(run: Run, tiny_store: Path, tiny_corpus: Path) -> None:
    outcome = run("show", "walk.txt", "--store", tiny_store)
    assert outcome == (0, (tiny_corpus / "walk.txt").read_text(encoding="utf-8"), "")


def test_show_of_an_unknown_document_fails(run: Run, tiny_store: Path) -> None:
    outcome = run("show", "none.txt", "--store", tiny_store)
    assert_one_complaint(outcome, status=1, about='no document "none.txt"')


def test_info_lists_the_documents(run: Run, tiny_store: Path, tiny_corpus: Path) -> None:
    outcome = run("info", "--store", tiny_store)
    assert outcome.status == 0
    assert f"Store    {tiny_store} (format 7)\n" in outcome.out
    assert f"Indexed  {tiny_corpus}\nHolds    3 documents, 4 chunks\n\n" in outcome.out
    assert "\nfable.md\n    A Fable on Film · en · 2017-08-22 · " in outcome.out
    assert "\nwalk.txt\n    The walk · en · undated · 79 characters · 1 chunk\n" in outcome.out


@pytest.mark.parametrize("doc_id", ["a  b.txt", "a\u00a0b.txt", "two\nlines.txt", "c\x1b[2J.txt"])
def test_info_prints_an_id_to_the_letter_or_as_an_escape(
    run: Run, tmp_path: Path, doc_id: str
) -> None:
    line = json.dumps({"id": doc_id, "text": "Hubs opened in schools."})
    run("index", write_lines(tmp_path / "d.jsonl", line), "--store", tmp_path / "store")

    (shown,) = re.findall(r"\n\n(.*)\n    ", run("info", "--store", tmp_path / "store").out)

    assert shown.isprintable()
    assert shown.encode().decode("unicode_escape") == doc_id
    if doc_id.isprintable():
        assert run("show", shown, "--store", tmp_path / "store").out == "Hubs opened in schools."


def test_long_id_is_one_line_on_a_terminal_too(run: Run, tmp_path: Path) -> None:
    doc_id = "deep folder/" * 9 + "a  b.txt"
    line = json.dumps({"id": doc_id, "text": "Hubs opened in schools."})
    run("index", write_lines(tmp_path / "d.jsonl", line), "--store", tmp_path / "store")
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=40, color_system=None, _environ={})

    with Store.open(tmp_path / "store") as store:
        printing.print_store(store.manifest, store.documents(), folder="s", console=console)

    assert doc_id in stream.getvalue().splitlines()


def test_info_prints_json(run: Run, tiny_store: Path) -> None:
    made = json.loads(run("info", "--json", "--store", tiny_store).out)
    assert made["store"] == str(tiny_store)
    assert made["encoder"]["name"] == "multilingual"
    assert made["counts"] == {"documents": 3, "chunks": 4, "rows": 4}
    assert [one["doc_id"] for one in made["documents"]] == ["fable.md", "hubs.txt", "walk.txt"]


# verify


A_TEXT = Document("a.txt", "A Text", "One two three. Four [3].", "a.txt")
A_BOOK = Document(
    "b.pdf", "A Book", "One two.", "b.pdf", pages=(Page(7, 0, 3), Page(8, 4, 8))
)  # fmt: skip
A_TABLE = Document(
    "t.csv",
    "A Table",
    "One two.",
    "t.csv",
    places=(Place(PlaceKind.ROW, 0, 3, 7), Place(PlaceKind.ROW, 4, 8, 8)),
)
A_DIGEST = Document(
    "d.txt",
    "A Digest",
    "One two.",
    "d.txt",
    date="2020",
    sections=(Section("First", 0, 4), Section("Second", 4, 8, "2017-09-03")),
)
CITATION: dict[str, Any] = {
    "marker": 1,
    "doc_id": "a.txt",
    "source": "a.txt",
    "title": "A Text",
    "page": None,
    "start": 4,
    "end": 14,
    "quote": "two three.",
}
SECOND: dict[str, Any] = {
    **CITATION,
    "marker": 2,
    "start": 15,
    "end": 24,
    "quote": "Four [3].",
}
HIT: dict[str, Any] = {
    "doc_id": "a.txt",
    "chunk_id": "a.txt#0000",
    "rank": 1,
    "score": 2.5,
    "start": 0,
    "end": 24,
    "also_in": [],
}
GOOD_LINE: dict[str, Any] = {
    "text": "Two [1].\n\n“two three.” [1]\n\n“Four [\u20603].” [2]",
    "short_answer": "two",
    "abstained": False,
    "confidence": 0.7,
    "language": "en",
    "citations": [CITATION, SECOND],
    "hits": [HIT],
}
SAID = "Los documentos no lo dicen: ninguno de los 7 consultados lo responde."
NEAREST = "Los pasajes más cercanos, que quizá traten de otra cosa, están en:"
REFUSED_LINE: dict[str, Any] = {
    "text": f"{SAID}\n\n{NEAREST}\n\n- A Text\n- Second",
    "short_answer": None,
    "abstained": True,
    "confidence": 0,
    "language": "es",
    "citations": [],
    "hits": [HIT, {**HIT, "doc_id": "d.txt", "end": 8}],
}


def document_with(doc_id: str) -> Document:
    for document in (A_TEXT, A_BOOK, A_TABLE, A_DIGEST):
        if document.doc_id == doc_id:
            return document
    raise StoreError(f"no document {doc_id}")


def citation_with(**changes: Any) -> dict[str, Any]:
    return {"citations": [{**CITATION, **changes}, SECOND]}


def problems_of(*lines: dict[str, Any]) -> tuple[str, ...]:
    written = [json.dumps(line).encode() for line in lines]
    return check_answers(written, name="a.jsonl", documents=document_with).problems


def test_right_answers_have_no_problems() -> None:
    lines = [json.dumps(GOOD_LINE).encode(), b"\n", json.dumps(REFUSED_LINE).encode()]
    report = check_answers(lines, name="a.jsonl", documents=document_with)
    assert (report.answers, report.citations, report.problems) == (2, 2, ())


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (citation_with(doc_id="b.txt"), "citation [1]: no document b.txt"),
        (citation_with(start=5), "citation [1]: its quotation is not a.txt[5:14]"),
        (citation_with(start=-20, end=-10), "-20..-10 is no passage of a.txt, which has 24"),
        (citation_with(start=14), "14..14 is no passage of a.txt"),
        (citation_with(title="A Lie"), "its title is 'A Lie', that of a.txt is 'A Text'"),
        (citation_with(source="b.txt"), "its source is 'b.txt', that of a.txt is 'a.txt'"),
        (citation_with(page=7), "its page is 7, that of a.txt is None"),
        (citation_with(start="4"), "found no answer of a batch"),
        (citation_with(page="4"), "found no answer of a batch"),
        (citation_with(place="row 2"), "its place is 'row 2', that of a.txt is None"),
        (citation_with(place=2), "found no answer of a batch"),
        (citation_with(also_in=["c.txt"]), "citation [1]: no document c.txt"),
        (
            citation_with(also_in=["b.pdf"]),
            "citation [1]: its quotation does not stand in b.pdf, which it names too",
        ),
        (citation_with(also_in=[2]), "found no answer of a batch"),
        (citation_with(also_in="a.txt"), "found no answer of a batch"),
        (citation_with(marker=True), "found no answer of a batch"),
        ({"abstained": None}, "found no answer of a batch"),
        ({"confidence": 7}, "found no answer of a batch (ValueError('confidence is 7'))"),
        ({"confidence": True}, "found no answer of a batch"),
        ({"confidence": "high"}, "found no answer of a batch"),
        ({"understood_as": 3}, "found no answer of a batch"),
        ({"hits": None}, "found no answer of a batch"),
        ({"hits": [{**HIT, "score": "much"}]}, "found no answer of a batch"),
        ({"hits": [HIT, {**HIT, "doc_id": "b.txt"}]}, "hit 2: no document b.txt"),
        ({"hits": [{**HIT, "also_in": ["c.txt"]}]}, "hit 1: no document c.txt"),
        ({"hits": [{**HIT, "end": 25}]}, "hit 1: 0..25 is no passage of a.txt, which has 24"),
        ({"short_answer": 2}, "found no answer of a batch"),
        ({"language": "fr"}, "found no answer of a batch"),
        (
            {"text": GOOD_LINE["text"] + "\n\nThis is a lie."},
            "no quotation says “This is a lie.”",
        ),
        (
            {"text": GOOD_LINE["text"] + "\n\nThe documents say:"},
            "no quotation says “The documents say:”",
        ),
        ({"text": f"Lies {'and lies ' * 9}[1].\n\n" + GOOD_LINE["text"][10:]}, "and lies a…”"),
        ({"text": GOOD_LINE["text"].replace("Two", "Ten")}, "no quotation says “Ten [1].”"),
        ({"short_answer": None}, "no quotation says “Two [1].”"),
    ],
)
def test_wrong_answer_is_a_problem(changes: dict[str, Any], problem: str) -> None:
    line = json.dumps({**GOOD_LINE, **changes}).encode()
    report = check_answers([b"\n", line], name="a.jsonl", documents=document_with)
    (found,) = report.problems
    assert found.startswith("a.jsonl, line 2: ")
    assert problem in found
    assert "\n" not in found


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (citation_with(quote="two lies."), "citation [1]: its quotation is not a.txt[4:14]"),
        ({"text": "Two [1]."}, "citation [2] has no marker"),
        ({"text": "Two [1].\n\n“two three.” [9]"}, "marker [9] has no citation"),
        ({"text": "Two [01]."}, "marker [01] has no citation"),
        ({"text": f"Two [{'1' * 5000}]."}, "1] has no citation"),
        ({"citations": [CITATION, CITATION]}, "two citations have the same marker"),
        ({"citations": []}, "an answer has no citation, expected one or more"),
        ({"short_answer": "ten"}, "the short answer “ten” stands in no quotation"),
        ({"short_answer": ""}, "the short answer “” stands in no quotation"),
        (
            {"text": "Two [1].\n\n“two three. More.” [1]\n\n“Four [\u20603].” [2]"},
            "citation [1]: its quotation does not stand before its marker",
        ),
        (
            {"text": "“two three.” [2]\n\n“Four [\u20603].” [1]"},
            "citation [2]: its quotation does not stand before its marker",
        ),
        (
            {"text": GOOD_LINE["text"].replace("\u2060", "")},
            "citation [2]: its quotation does not stand before its marker",
        ),
        ({"abstained": True}, "a refusal has 2 citations, expected none"),
        ({"abstained": True}, "a refusal has the short answer “two”, expected none"),
        ({"abstained": True}, "a refusal has marker [2], expected none"),
    ],
)
def test_tampered_answer_has_this_problem_among_others(
    changes: dict[str, Any], problem: str
) -> None:
    assert any(found.endswith(problem) for found in problems_of({**GOOD_LINE, **changes}))


def test_refusal_with_a_marker_is_a_problem() -> None:
    refusal = {**REFUSED_LINE, "text": f"{SAID} [9]"}
    assert "a.jsonl, line 1: a refusal has marker [9], expected none" in problems_of(refusal)


def test_refusal_keeps_the_brackets_of_a_title_from_being_a_marker() -> None:
    document = document_of("Text.", doc_id="a.txt", title="Report [9]")
    hit = {**HIT, "end": 5}
    for title, problems in (("Report [\u20609]", 0), ("Report [9]", 2)):
        line = {**REFUSED_LINE, "text": f"{SAID}\n\n{NEAREST}\n\n- {title}", "hits": [hit]}
        written = json.dumps(line).encode()
        found = check_answers([written], name="a", documents=lambda _: document).problems
        assert len(found) == problems


@pytest.mark.parametrize(
    "text",
    [
        "The moon is cheese.",
        f"{SAID} The moon is cheese.",
        f"{SAID}\n\nThe moon is cheese.",
        SAID,
        f"{SAID}\n\n{NEAREST}\n\n- A Text\n- The moon is cheese.",
        f"{SAID}\n\n{NEAREST}\n" + "\n- A Text" * 4,
        "The documents do not say: the one document searched does not answer this.",
    ],
)
def test_refusal_that_says_more_than_refusals_do_is_a_problem(text: str) -> None:
    (problem,) = problems_of({**REFUSED_LINE, "text": text})
    assert problem.startswith("a.jsonl, line 1: no refusal says “")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("searched", [0, 1, 1234])
@pytest.mark.parametrize("found", [0, 1, 2])
def test_no_refusal_that_is_composed_is_a_problem(language: str, searched: int, found: int) -> None:
    passages = [(A_DIGEST, 4, "Second"), (A_TEXT, 0, "")][:found]
    hits = [
        Hit(Chunk(f"{one.doc_id}#0", one.doc_id, one.text[at:], at, len(one.text), heading), 1, 2.0)
        for one, at, heading in passages
    ]
    refusal = compose_refusal(
        question_of("?", language=language),
        confidence=0.1,
        hits=hits,
        documents=document_with,
        searched=searched,
    )
    assert problems_of(refusal.to_dict()) == ()


@pytest.mark.parametrize(
    ("page", "problems"), [(8, 0), (7, 1), (None, 1)], ids=["its page", "another", "none"]
)
def test_page_is_the_one_that_holds_the_quotation(page: int | None, problems: int) -> None:
    changes = {"doc_id": "b.pdf", "source": "b.pdf", "title": "A Book", "page": page}
    citation = {**CITATION, **changes, "end": 8, "quote": "two."}
    line = {**GOOD_LINE, "text": "Two [1].\n\n“two.” [1]", "citations": [citation]}
    assert len(problems_of(line)) == problems


@pytest.mark.parametrize(
    ("place", "problems"), [("row 8", 0), ("row 7", 1), (None, 1)], ids=["its row", "another", "no"]
)
def test_place_is_the_one_that_holds_the_quotation(place: str | None, problems: int) -> None:
    changes = {"doc_id": "t.csv", "source": "t.csv", "title": "A Table", "place": place}
    citation = {**CITATION, **changes, "end": 8, "quote": "two."}
    line = {**GOOD_LINE, "text": "Two [1].\n\n“two.” [1]", "citations": [citation]}
    assert len(problems_of(line)) == problems


@given(
    quotes=st.lists(
        st.lists(
            st.sampled_from(
                [
                    "[3]",
                    "[1]",
                    "[",
                    "]",
                    "“",
                    "”",
                    "» [1]",
                    "a",
                    "A",
                    ":",
                    "- ",
                    "\n\n",
                    "\n",
                    "\xa0",
                ]
            ),
            min_size=1,
            max_size=6,
        ).map("".join),
        min_size=1,
        max_size=4,
    ),
    kind=st.sampled_from(Kind),
    language=st.sampled_from(["en", "es"]),
    with_short_answer=st.booleans(),
)
def test_no_answer_that_is_composed_is_a_problem(
    quotes: list[str], kind: Kind, language: str, with_short_answer: bool
) -> None:
    document = document_of("".join(quotes))
    evidence = tuple(
        evidence_of(document, one, short_answer=one if with_short_answer else None)
        for one in quotes
    )
    answer = compose_answer(
        question_of("?", kind=kind, language=language),
        Reading(evidence, 0.75),
        hits=(),
        documents=lambda _: document,
    )
    line = json.dumps(answer.to_dict()).encode()
    assert check_answers([line], name="a", documents=lambda _: document).problems == ()


@pytest.mark.parametrize("lead", ["Ana Ruiz [1].", "Ana\n  Ruiz [1]."])
def test_phrase_in_front_may_have_other_space_than_its_document(lead: str) -> None:
    document = document_of("ana\n  Ruiz leads. Luis\nGómez follows.")
    evidence = (
        evidence_of(document, "ana\n  Ruiz leads.", short_answer="ana\n  Ruiz"),
        evidence_of(document, "Luis\nGómez follows.", short_answer="Luis\nGómez"),
    )
    answer = compose_answer(
        question_of("?", kind=Kind.WHO),
        Reading(evidence, 0.75),
        hits=(),
        documents=lambda _: document,
    )
    assert answer.text.startswith("Ana Ruiz [1].\n\nLuis Gómez [2].\n\n“ana\n")
    line = {**answer.to_dict(), "text": answer.text.replace("Ana Ruiz [1].", lead, 1)}

    def problems(line: dict[str, Any]) -> tuple[str, ...]:
        written = json.dumps(line).encode()
        return check_answers([written], name="a", documents=lambda _: document).problems

    assert problems(line) == ()
    wrong = {**line, "text": line["text"].replace("Luis Gómez [2]", "Ana Gómez [2]")}
    assert problems(wrong) == ("a, line 1: no quotation says “Ana Gómez [2].”",)


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}", b"\xff"])
def test_line_that_is_no_answer_is_a_problem(line: bytes) -> None:
    report = check_answers([line], name="a.jsonl", documents=document_with)
    assert len(report.problems) == 1
    assert report.answers == 1


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({}, None),
        ({"heading": "Second", "date": "2017-09-03"}, None),
        ({"heading": "First"}, "its heading is 'First', that of its place is 'Second'"),
        ({"date": "2020"}, "its date is '2020', that of its place is '2017-09-03'"),
    ],
)
def test_story_is_the_one_that_holds_the_quotation(
    said: dict[str, str], problem: str | None
) -> None:
    changes = {"doc_id": "d.txt", "source": "d.txt", "title": "A Digest", **said}
    citation = {**CITATION, **changes, "end": 8, "quote": "two."}
    dated = "“two.” [1] (2017-09-03)"
    line = {**GOOD_LINE, "text": f"Two [1].\n\n{dated}", "citations": [citation]}
    found = problems_of(line)
    assert [one.partition("citation [1]: ")[2] for one in found] == ([problem] if problem else [])


# Settings


def toml(text: str) -> io.BytesIO:
    stream = io.BytesIO(text.encode())
    stream.name = "s.toml"  # what an open file has
    return stream


def test_nothing_set_gives_the_defaults() -> None:
    assert read_settings(None, environment={"HOME": "/", "RAGQA_STORE": "s"}) == Settings()


def test_option_counts_before_environment_before_file() -> None:
    file = toml('encoder = "file"\nread_hits = 2\nshown_hits = 3\nmin_confidence = 1')
    environment = {"RAGQA_ENCODER": "environment", "RAGQA_READ_HITS": "4"}
    options = {"encoder": "option", "chunk_tokens": None}
    chosen = read_settings(file, environment=environment, options=options)
    expected = Settings(encoder="option", read_hits=4, shown_hits=3, min_confidence=1.0)
    assert chosen == expected


@pytest.mark.parametrize(
    ("text", "environment", "about"),
    [
        ("chunk_token = 3", {}, "s.toml has the unknown setting chunk_token; known are encoder, "),
        ('chunk_tokens = "many"', {}, "s.toml: chunk_tokens is 'many'; it must be a whole number"),
        ("chunk_tokens = 99.5", {}, "s.toml: chunk_tokens is 99.5; it must be a whole number"),
        ("read_hits = true", {}, "s.toml: read_hits is True; it must be a whole number"),
        ("encoder = 3", {}, "s.toml: encoder is 3; it must be a text"),
        ("encoder = ", {}, "s.toml is not valid TOML"),
        ("", {"RAGQA_ENCODR": "x"}, "the environment has the unknown setting RAGQA_ENCODR"),
        ("", {"RAGQA_READ_HITS": "a"}, "RAGQA_READ_HITS is 'a'; it must be a whole number"),
        ("", {"RAGQA_MIN_CONFIDENCE": "2"}, "min_confidence is 2.0; it must be in 0..1"),
    ],
)
def test_wrong_setting_is_named(text: str, environment: dict[str, str], about: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(about)):
        read_settings(toml(text), environment=environment)


def test_setting_of_another_encoder_does_not_touch_a_store(
    run: Run, tiny_store: Path, tmp_path: Path
) -> None:
    settings = write_lines(tmp_path / "s.toml", 'encoder = "another"', "shown_hits = 1")
    outcome = run("ask", QUESTION, "--json", "--store", tiny_store, "--settings", settings)
    assert len(json.loads(outcome.out)["hits"]) == 1


# What people see


FILM = Document(
    doc_id="film.md",
    title="A Fable on Film",
    text="""The film

It was directed by Miguel
  Gómez [3], a [bold]Costa Rican[/bold] maker, and was shown in
  seven countries of the region.""",
    source="film.md",
    date="2017-08-22",
    sections=(Section("A Fable on Film › The film", 0, 120),),
)
BOOK = Document(doc_id="book", title="A Book", text="Directed by\tone man.", source="book.pdf")
QUOTE = FILM.text[10:]
ANSWER = Answer(
    question="Who directed it?",
    text="Miguel\n  Gómez [1].\n\n“"
    + QUOTE.replace("[3]", "[\u20603]")
    + "” [1]\n\n“Directed by\tone man.” [2]",
    short_answer="Miguel\n  Gómez",
    citations=(
        Citation(1, "film.md", "film.md", FILM.title, None, 10, len(FILM.text), QUOTE),
        Citation(2, "book", "book.pdf", BOOK.title, 4, 0, 20, BOOK.text),
    ),
    hits=(),
    confidence=0.9,
    abstained=False,
    language="en",
)
REFUSAL = Answer(
    question="Why?",
    text="The documents do not say.\n\nThe nearest passages are in:\n\n- A Fable\x1b[31m on Film",
    short_answer=None,
    citations=(),
    hits=(),
    confidence=0.1,
    abstained=True,
    language="en",
)


def shown(answer: Answer, **console: Any) -> str:
    stream = io.StringIO()
    options = {"file": stream, "markup": False, "highlight": False, "emoji": False, **console}
    documents = {document.doc_id: document for document in (FILM, BOOK)}
    printing.print_answer(answer, documents, Console(**options))
    return stream.getvalue()


@pytest.mark.parametrize(("name", "answer"), [("answer", ANSWER), ("refusal", REFUSAL)])
def test_printed_answer_is_the_golden_one(name: str, answer: Answer) -> None:
    assert shown(answer) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_answer_to_a_follow_up_begins_with_how_it_was_understood() -> None:
    understood = replace(ANSWER, understood_as="Who directed the film?\x1b[31m")
    assert shown(understood).startswith("Understood as: Who directed the film?[31m\n\n")
    spanish = replace(understood, language="es", understood_as="¿Quién dirigió la película?")
    assert shown(spanish).startswith("Entendida como: ¿Quién dirigió la película?\n\n")


def test_answer_to_a_misspelt_question_begins_with_what_was_meant() -> None:
    english = replace(ANSWER, did_you_mean="Who directed it?")
    assert shown(english).startswith("Did you mean: Who directed it?\n\n")
    spanish = replace(english, language="es", did_you_mean="¿Quién la dirigió?")
    assert shown(spanish).startswith("Quizá quiso decir: ¿Quién la dirigió?\n\n")


def test_terminal_gets_style_and_lines_of_its_width() -> None:
    terminal = {"force_terminal": True, "color_system": "standard", "width": 52, "_environ": {}}
    golden = (GOLDEN / "answer_terminal.txt").read_text(encoding="utf-8")
    assert shown(ANSWER, **terminal) == golden


@given(st.text(), st.text())
def test_no_control_character_of_a_document_is_printed(text: str, title: str) -> None:
    citation = Citation(1, "book", "book", title, None, 0, len(text), text)
    printed = shown(replace(ANSWER, text=f"“{text}” [1]", citations=(citation,)))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printed)


@given(st.text(alphabet=" \n\tab[].").map("a{}b".format))
def test_quotation_is_shown_on_one_line(quote: str) -> None:
    citation = Citation(1, "book", "book", "A Book", None, 0, len(quote), quote)
    answer = replace(ANSWER, text=f"“{quote}” [1]", short_answer=None, citations=(citation,))
    assert shown(answer).split("\n")[0] == f"“{' '.join(quote.split())}” [1]"


def test_items_of_a_list_in_a_quotation_keep_their_lines() -> None:
    quote = "They come from\nthese places:\n\n- Almara\n- Dun\n  more"
    citation = Citation(1, "book", "book", "A Book", None, 0, len(quote), quote)
    answer = replace(ANSWER, text=f"“{quote}” [1]", short_answer=None, citations=(citation,))
    assert shown(answer).startswith("“They come from these places:\n- Almara\n- Dun more” [1]\n")


def test_quotation_inside_another_one_breaks_neither() -> None:
    long, short = "a\nb c\nd", "a\nb"
    citations = tuple(
        Citation(marker, "book", "book", "A Book", None, 0, len(quote), quote)
        for marker, quote in ((1, long), (2, short))
    )
    answer = replace(ANSWER, text=f"“{long}” “{short}”", short_answer=None, citations=citations)
    assert shown(answer).startswith("“a b c d” “a b”\n")


def test_search_without_passages_says_so() -> None:
    stream = io.StringIO()
    printing.print_hits((), {}, printing.console_for(stream))
    assert stream.getvalue() == "No passage found.\n"


def test_place_of_a_passage_names_section_and_page() -> None:
    stream = io.StringIO()
    chunk = Chunk(
        "film.md#0", "film.md", "Where\n\x1b it\t was made.", 10, 30, page=3, place="slide 2"
    )
    hit = Hit(chunk, rank=1, score=0.5)
    printing.print_hits([hit], {"film.md": FILM}, printing.console_for(stream))
    place = "film.md, The film, p. 3, slide 2"
    expected = f"1. A Fable on Film — {place} (score 0.500)\n   Where it was made.\n"
    assert stream.getvalue() == expected


def test_other_documents_of_a_passage_are_named_printably() -> None:
    stream = io.StringIO()
    chunk = Chunk("film.md#0", "film.md", "It was made.", 0, 12)
    hit = Hit(chunk, rank=1, score=0.5, also_in=("b.md", "a\n\x1b[2J.md"))
    printing.print_hits([hit], {"film.md": FILM}, printing.console_for(stream))
    named = "also in: b.md, a\\n\\x1b[2J.md"
    assert stream.getvalue().endswith(f"\n   It was made.\n   {named}\n")

    first, second = ANSWER.citations
    cited = replace(first, also_in=hit.also_in)
    lines = shown(replace(ANSWER, citations=(cited, second))).splitlines()
    assert [line.endswith(f" ({named})") for line in lines[-2:]] == [True, False]


def test_counts_of_one_are_singular() -> None:
    stream = io.StringIO()
    report = IndexReport(1, 1, 1, 0, unchanged=False, skipped=(), failures=())
    console = printing.console_for(stream)
    printing.print_index_report(report, folder="s", seconds=1.25, console=console)
    line = "Indexed 1 document, 1 chunk (1 encoded, 0 reused) into s in 1.2 s\n"
    assert stream.getvalue() == line + table()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_text_is_exact_in_a_pipe_and_tame_on_a_terminal() -> None:
    pipe, terminal = io.StringIO(), Terminal()
    for stream in (pipe, terminal):
        printing.write_text("a\tb\r\n\x1b[2Jc", stream)
    assert pipe.getvalue() == "a\tb\r\n\x1b[2Jc"
    assert terminal.getvalue() == "a b\n[2Jc"


def test_progress_is_shown_on_a_terminal_only() -> None:
    for interactive in (True, False):
        stream = io.StringIO()
        console = Console(
            file=stream, force_terminal=interactive, force_interactive=interactive, _environ={}
        )
        with printing.progress_bar(console) as progress:
            progress("encode", 1, 4)
            progress("encode", 4, 4)
        written = stream.getvalue()
        assert ("encode" in written and "4/4" in written) if interactive else written == ""


# The process as a whole


@contextmanager
def started(*arguments: str, store: Path) -> Iterator[subprocess.Popen[str]]:
    """Start the command line as a process of its own, which is killed if it hangs."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        [sys.executable, "-m", "ragqa", *arguments],
        env={**environment, "RAGQA_STORE": str(store)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        watchdog = Timer(120, process.kill)
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()


def test_batch_streams_from_standard_input(tiny_store: Path) -> None:
    with started("ask", "--batch", "-", store=tiny_store) as process:
        assert process.stdin
        assert process.stdout
        for question in ("What is a h\ud800b?", "¿Dónde?"):
            process.stdin.write(json.dumps({"id": question, "question": question}) + "\n")
            process.stdin.flush()
            # The next question is not asked before this answer is here.
            assert json.loads(process.stdout.readline())["id"] == question
        process.stdin.close()
        assert process.wait() == 0


@pytest.mark.skipif(
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="children of this process ignore it"
)
def test_ctrl_c_ends_the_process_quietly(tiny_store: Path) -> None:
    with started("ask", "--batch", "-", store=tiny_store) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write('{"id": 1, "question": "Who?"}\n')
        process.stdin.flush()
        process.stdout.readline()
        # A signal just before the process waits for input is only seen when the input comes.
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
        assert process.returncode == 130
        assert process.stderr.read() == ""


@pytest.mark.skipif(
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="children of this process ignore it"
)
def test_ctrl_c_while_the_commands_are_loaded_ends_the_process_quietly(tmp_path: Path) -> None:
    # As the process itself would at some moment of its first half second.
    (tmp_path / "rich.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)")
    command = [sys.executable, "-m", "ragqa", "info"]
    path = os.pathsep.join([str(tmp_path), *sys.path])
    ran = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")


@pytest.mark.parametrize(
    ("call", "status", "err"),
    [
        ("ask --batch - <&-", 1, "ragqa: standard input is closed; give the command one\n"),
        ("password ada <&-", 1, "ragqa: standard input is closed; give the command one\n"),
        ("info >&-", 1, "ragqa: standard output is closed; give the command one\n"),
        ("--help >&-", 1, "ragqa: standard output is closed; give the command one\n"),
        ("info >&- 2>&-", 1, ""),
        ("info --no 2>&-", 2, ""),
        ("gc 2>&-", 0, ""),
        ("info >/dev/full", 1, "ragqa: the output has no room left; free the place\n"),
    ],
)
def test_stream_that_is_closed_or_full_is_said_in_one_line(
    store_copy: Path, call: str, status: int, err: str
) -> None:
    command = f"exec {shlex.quote(sys.executable)} -m ragqa {call}"
    environment = {**os.environ, "RAGQA_STORE": str(store_copy)}
    ran = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (status, err)


def test_argument_that_is_no_text_names_no_document(run: Run, tiny_store: Path) -> None:
    outcome = run("show", "caf\udce9.txt", "--store", tiny_store)
    assert_one_complaint(outcome, status=1, about='no document "caf\\udce9.txt"')


def test_closed_pipe_ends_the_process_quietly(tiny_store: Path) -> None:
    with started("show", "walk.txt", store=tiny_store) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait() == 1


def test_chat_on_a_taken_port_is_said_in_one_line(tiny_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with started("chat", "--port", port, store=tiny_store) as process:
            outcome = Outcome(process.wait(), *process.communicate())
    assert_one_complaint(outcome, status=2, about=f"127.0.0.1:{port}")
