"""The pytest plugin in test suites of its own."""

import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from ragqa.settings import Settings
from ragqa.testing import __all__ as assertions

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "answer-tests"
# Where the project is not installed anew yet, pytest does not find the plugin by itself.
IS_INSTALLED = any(one.value == "ragqa.pytest_plugin" for one in entry_points(group="pytest11"))
LOADED = () if IS_INSTALLED else ("-p", "ragqa.pytest_plugin")
FAKE_BOT = """
import pytest
from builders import document_of
from fakes import FakeBot

@pytest.fixture(scope="session")
def ragqa_bot():
    return FakeBot(document_of("Miguel Gómez directed it.", doc_id="fable.md"))
"""
QUESTIONS = """
- {id: film, question: "Who directed it?", source: fable.md, any_of: [Gómez]}
- {id: writer, question: "Who is Miguel?", any_of: [López]}
- {id: king, question: "¿?", answerable: false}
"""


def configure(pytester: pytest.Pytester, **options: Any) -> None:
    lines = "".join(f"{name} = {value!r}\n" for name, value in options.items())
    pytester.makepyprojecttoml(f"[tool.pytest.ini_options]\n{lines}")


def run(pytester: pytest.Pytester, *arguments: object) -> pytest.RunResult:
    return pytester.runpytest_inprocess(*LOADED, *map(str, arguments))


def run_apart(pytester: pytest.Pytester, *arguments: object) -> pytest.RunResult:
    """Run in a process of its own: models and indices cannot be loaded twice in one."""
    return pytester.runpytest_subprocess(*LOADED, *map(str, arguments))


def test_pytest_finds_the_plugin_by_itself() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"ragqa": "ragqa.pytest_plugin"}


def test_plugin_loads_nothing_that_others_would_wait_for(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_of_ragqa_but_the_plugin_is_loaded():
            loaded = {name for name in sys.modules if name.split(".")[0] in ("ragqa", "numpy")}
            assert loaded == {"ragqa", "ragqa.version", "ragqa.pytest_plugin"}
        """
    )
    arguments = ("-p", "no:hypothesispytest", "-p", "no:langsmith_plugin", "-p", "no:cacheprovider")
    pytester.runpytest_subprocess(*LOADED, *arguments).assert_outcomes(passed=1)


def test_each_question_of_a_table_becomes_a_test(pytester: pytest.Pytester) -> None:
    configure(pytester, ragqa_cases=["questions.yaml"])
    pytester.makeconftest(FAKE_BOT)
    pytester.path.joinpath("questions.yaml").write_text(QUESTIONS, "utf-8")
    pytester.path.joinpath("others.yaml").write_text(QUESTIONS, "utf-8")

    result = run(pytester, "-v")

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "questions.yaml::test_answer[[]film] PASSED*",
            "questions.yaml::test_answer[[]writer] FAILED*",
            "questions.yaml::test_answer[[]king] PASSED*",
            "*AssertionError: it holds none of “López”",
            "*question: Who is Miguel?",
            "*[[]1] fable.md 0..25 “Miguel Gómez directed it.”",
        ]
    )
    chosen = run(pytester, "questions.yaml::test_answer[film]")
    chosen.assert_outcomes(passed=1)


def test_question_that_nobody_has_finished_is_skipped_with_the_reason(
    pytester: pytest.Pytester,
) -> None:
    configure(pytester, ragqa_cases=["questions.yaml"])
    pytester.makeconftest(FAKE_BOT)
    unfinished = '- {id: open, question: "Who wrote it?", answerable: null}\n'
    pytester.path.joinpath("questions.yaml").write_text(f"{QUESTIONS}{unfinished}", "utf-8")
    result = run(pytester, "-rs")
    result.assert_outcomes(passed=2, failed=1, skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED*nobody has said yet what is expected*"])


def test_failing_question_says_where_it_is_written(pytester: pytest.Pytester) -> None:
    configure(pytester, ragqa_cases=["questions.yaml", "more.jsonl"])
    pytester.makeconftest(FAKE_BOT)
    pytester.path.joinpath("questions.yaml").write_text(QUESTIONS, "utf-8")
    misspelt = '\n{"id": "gone", "question": "Who is Miguel?", "source": "fabel.md"}\n'
    pytester.path.joinpath("more.jsonl").write_text(misspelt, "utf-8")
    result = run(pytester)
    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(["*expected in *questions.yaml, question 2"])
    result.stdout.fnmatch_lines(["*no document is called fabel.md", "*in *more.jsonl, line 2"])


@pytest.mark.parametrize(
    ("arguments", "outcomes"),
    [((), {"passed": 3, "failed": 1}), (("tests",), {"passed": 1}), (("sets",), {"passed": 2})],
)
def test_table_outside_of_testpaths_is_collected_where_the_call_names_no_tests(
    pytester: pytest.Pytester, arguments: tuple[str, ...], outcomes: dict[str, int]
) -> None:
    configure(pytester, testpaths=["tests"], ragqa_cases=["sets/questions.yaml"])
    pytester.makeconftest(FAKE_BOT)
    (pytester.path / "sets").mkdir()
    (pytester.path / "sets" / "questions.yaml").write_text(QUESTIONS, "utf-8")
    (pytester.path / "tests").mkdir()
    (pytester.path / "tests" / "test_own.py").write_text("def test_own(): pass\n")
    result = run(pytester, *arguments)
    result.assert_outcomes(**{"failed": int(arguments != ("tests",)), **outcomes})


def test_table_within_testpaths_is_collected_once(pytester: pytest.Pytester) -> None:
    configure(pytester, testpaths=["tests"], ragqa_cases=["tests/questions.yaml"])
    pytester.makeconftest(FAKE_BOT)
    (pytester.path / "tests").mkdir()
    (pytester.path / "tests" / "questions.yaml").write_text(QUESTIONS, "utf-8")
    run(pytester).assert_outcomes(passed=2, failed=1)


def test_error_of_the_bot_is_its_message_and_the_place(pytester: pytest.Pytester) -> None:
    configure(pytester, ragqa_cases=["questions.yaml"])
    pytester.makeconftest(
        """
        import pytest
        from ragqa import QuestionError

        class Deaf:
            def ask(self, question, **options):
                raise QuestionError("too long")

        @pytest.fixture(scope="session")
        def ragqa_bot():
            return Deaf()
        """
    )
    pytester.path.joinpath("questions.yaml").write_text(QUESTIONS, "utf-8")
    result = run(pytester)
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(["too long", "*asked in *questions.yaml, question 1"])
    result.stdout.no_fnmatch_line("*pytest_cases.py*")


def test_table_that_cannot_be_read_is_one_line(pytester: pytest.Pytester) -> None:
    configure(pytester, ragqa_cases=["questions.yaml"])
    pytester.path.joinpath("questions.yaml").write_text("- {question: '?', any-of: x}\n")
    result = run(pytester)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(['*question 1: found the unknown key "any-of"; known are id,*'])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_table_that_is_not_there_is_named(pytester: pytest.Pytester) -> None:
    configure(pytester, ragqa_cases=["gone.yaml"])
    result = run(pytester)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*ragqa_cases: no such file: *gone.yaml; give existing files"])


ASKING = """
def test_bot(ragqa_bot):
    assert ragqa_bot.manifest.counts.documents == 3
"""


def test_bot_of_a_corpus_is_built_once_and_kept(
    pytester: pytest.Pytester, tiny_corpus: Path
) -> None:
    configure(pytester, ragqa_corpus=[str(tiny_corpus)])
    pytester.makepyfile(ASKING)
    run_apart(pytester).assert_outcomes(passed=1)
    (manifest,) = pytester.path.glob(".pytest_cache/d/ragqa/*/manifest.json")
    written = manifest.stat().st_mtime_ns

    run_apart(pytester).assert_outcomes(passed=1)

    assert manifest.stat().st_mtime_ns == written
    # What is kept and cannot be used any more is made anew.
    manifest.write_text("{}")
    run_apart(pytester).assert_outcomes(passed=1)


def test_bot_of_a_store_is_opened_and_the_call_counts_before_the_file(
    pytester: pytest.Pytester, tiny_store: Path
) -> None:
    configure(pytester, ragqa_corpus=["none"])
    pytester.makeconftest(
        """
        import pytest
        from ragqa import Settings

        @pytest.fixture(scope="session")
        def ragqa_settings():
            return Settings(shown_hits=2)
        """
    )
    pytester.makepyfile(f"{ASKING}    assert ragqa_bot.settings.shown_hits == 2\n")
    run_apart(pytester, "--ragqa-store", tiny_store).assert_outcomes(passed=1)
    configure(pytester, ragqa_store=str(tiny_store))
    run_apart(pytester).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "ragqa_bot has nothing to answer from; set ragqa_corpus or ragqa_store in"),
        ({"ragqa_corpus": ["none"]}, "ragqa_corpus: no such file or folder: *none"),
        ({"ragqa_corpus": ["."], "ragqa_store": "s"}, "give ragqa_store or ragqa_corpus, not both"),
        ({"ragqa_store": "none"}, "no store in *none"),
    ],
)
def test_bot_without_documents_says_what_is_missing(
    pytester: pytest.Pytester, options: dict[str, Any], message: str
) -> None:
    configure(pytester, **options)
    pytester.makepyfile(ASKING)
    result = run(pytester)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"ragqa_bot: *{message}*"])
    result.stdout.no_fnmatch_line("*pytest_cases.py*")


def test_example_passes_in_a_copy_of_its_own(tmp_path: Path) -> None:
    left_behind = shutil.ignore_patterns(".pytest_cache", "__pycache__")
    folder = shutil.copytree(EXAMPLE, tmp_path / "example", ignore=left_behind)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *LOADED, "-q"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "9 passed" in done.stdout


def test_guide_names_every_assertion_and_option() -> None:
    guide = (ROOT / "docs" / "testing.md").read_text("utf-8")
    options = ["ragqa_bot", "ragqa_settings", "ragqa_cases", "ragqa_corpus", "ragqa_store",
               "--ragqa-corpus", "--ragqa-store"]  # fmt: skip
    assert [name for name in (*assertions, *options) if f"`{name}" not in guide] == []
    assert Settings().shown_hits != 2
