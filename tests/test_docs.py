"""The documentation is run: its Python, its commands, and the transcripts of both.

Each page has a folder of its own, where ``corpus/`` is indexed already. Its blocks run in order: a
``python`` block in the page's one namespace, and a ``text`` block right below it is what it prints;
a ``console`` block is a transcript, a command behind ``$``; an ``sh`` block is commands alone. A
``bash`` block asks a chat that runs, and the ``text`` block right below it is what it writes.
"""

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ragqa.chatbot import ChatBot
from ragqa.feedback import FeedbackLog, feedback_path
from ragqa.ui import ServerOptions, running

# What gradio leaves open; see release_event_loops.
pytestmark = [
    pytest.mark.usefixtures("release_event_loops"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
KNOWN_LANGUAGES = {"bash", "python", "text", "console", "sh", "json", "toml"}

_COMMAND = re.compile(r"^\$ (.*)\n", re.MULTILINE)
_MY_DOCUMENTS = {
    "office.txt": "The office\n\nThe office opens at nine o'clock on weekdays.\n",
    "notes/library.md": "---\ntitle: The library\n---\n\nThe library lends maps.\n",
    "faq.jsonl": '{"id": "fees", "title": "Fees", "text": "A copy costs two dollars."}\n',
}
_QUESTIONS = """
- question: Who directed The Fable of the Lion and the Coyote?
  source: 2017-08-22-fable-of-the-lion-and-the-coyote.md
  answers: [Miguel Gómez]
- question: What is the capital of France?
  answerable: false
"""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page; ``line`` is that of its fence, ``printed`` the text block below."""

    page: Path
    line: int
    language: str
    text: str
    printed: str | None = None


def tokens_of(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8"))


def blocks_of(page: Path) -> Iterator[Block]:
    for token, following in pairwise([*tokens_of(page), None]):
        if token is not None and token.type == "fence" and token.map is not None:
            is_printed = following is not None and following.info == "text"
            printed = following.content if following is not None and is_printed else None
            yield Block(page, token.map[0] + 1, token.info, token.content, printed)


def blocks_in(language: str) -> list[Block]:
    return [block for page in PAGES for block in blocks_of(page) if block.language == language]


def pages_with(*languages: str) -> list[Path]:
    return list(dict.fromkeys(block.page for one in languages for block in blocks_in(one)))


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with corpus/, its store, and a reader's own files; make a copy to use it."""
    folder = tmp_path_factory.mktemp("indexed")
    (folder / "corpus").symlink_to(ROOT / "corpus")
    with chdir(folder):
        ChatBot.build("corpus", store="vectorstore").close()
    for name, text in _MY_DOCUMENTS.items():
        path = folder / "my-documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    question = '{"id": "q1", "question": "Who directed the documentary?"}\n'
    (folder / "questions.jsonl").write_text(question, "utf-8")
    (folder / "questions.yaml").write_text(_QUESTIONS, "utf-8")
    return folder


@pytest.fixture
def workplace(indexed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(indexed, tmp_path / "workplace", symlinks=True)


def run_in(folder: Path, command: str) -> str:
    """Run a command line with the installed ragqa; return what it writes to either stream."""
    scripts = Path(sys.executable).parent
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("RAGQA_")}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**inherited, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return done.stdout


def run_python(block: Block, namespace: dict[str, Any]) -> str:
    """Run a block, then the tests that it defines; return what it prints."""
    known = set(namespace)
    # Blank lines in front make a traceback name the line of the page.
    code = compile("\n" * block.line + block.text, page_name(block.page), "exec")
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(code, namespace)
        for name in namespace.keys() - known:
            if name.startswith("test_") and isinstance(namespace[name], FunctionType):
                namespace[name]()
    return printed.getvalue()


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))


@pytest.mark.parametrize("page", pages_with("python"), ids=page_name)
def test_python_of_a_page_runs_and_prints_what_the_page_says(page: Path, workplace: Path) -> None:
    namespace: dict[str, Any] = {"__name__": page.stem}
    with chdir(workplace):
        for block in blocks_of(page):
            if block.language == "python":
                printed = run_python(block, namespace)
                assert block.printed is None or printed == block.printed, block


@pytest.mark.parametrize("page", pages_with("console"), ids=page_name)
def test_transcript_of_a_page_is_what_the_commands_write(page: Path, workplace: Path) -> None:
    for block in (one for one in blocks_of(page) if one.language == "console"):
        before, *transcript = _COMMAND.split(block.text)
        assert before == "", "a transcript begins with a command"
        for command, written in zip(transcript[::2], transcript[1::2], strict=True):
            assert run_in(workplace, command).strip() == written.strip()


@pytest.mark.parametrize("page", pages_with("sh"), ids=page_name)
def test_commands_of_a_page_work(page: Path, workplace: Path) -> None:
    for block in (one for one in blocks_of(page) if one.language == "sh"):
        for command in block.text.splitlines():
            program, *arguments = shlex.split(command)
            assert program in {"make", "ragqa"}, command
            if program == "ragqa":
                run_in(workplace, command)
            else:
                assert arguments[0] in make_targets(), command


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
@pytest.mark.parametrize("page", pages_with("bash"), ids=page_name)
def test_requests_of_a_page_get_the_answers_that_it_says(page: Path, workplace: Path) -> None:
    store = workplace / "vectorstore"
    feedback = FeedbackLog.open(feedback_path(store))
    with (
        ChatBot.open(store) as bot,
        running(bot, ServerOptions(port=0), feedback=feedback) as address,
    ):
        for block in (one for one in blocks_of(page) if one.language == "bash"):
            requests = block.text.replace("http://127.0.0.1:7860/", address.rstrip("/") + "/")
            assert run_in(workplace, requests).strip() == (block.printed or "").strip()


def test_readme_names_the_two_commands_first() -> None:
    first = next(block for block in blocks_in("sh") if block.page == PAGES[0])
    assert first.text == "make chat\nmake test\n"


@pytest.mark.parametrize("page", [*PAGES, *DECISIONS], ids=page_name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    inline = [child for token in tokens_of(page) for child in token.children or ()]
    targets = [str(one.attrGet("href") or one.attrGet("src") or "") for one in inline]
    files = [target.partition("#")[0] for target in targets if "://" not in target]
    assert [name for name in files if not (page.parent / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_block_is_of_a_kind_that_is_checked_or_shown(page: Path) -> None:
    assert {block.language for block in blocks_of(page)} <= KNOWN_LANGUAGES


@pytest.mark.parametrize("page", DECISIONS, ids=page_name)
def test_decision_has_the_parts_of_the_template(page: Path) -> None:
    headings = re.findall(r"^#+ .*", page.read_text("utf-8"), re.MULTILINE)
    number = "NNNN" if page.stem == "0000-template" else page.stem[:4]
    assert headings[0].startswith(f"# {number}: ")
    assert headings[1:] == ["## Context", "## Choice", "## Cost"]


def test_every_decision_is_in_the_list() -> None:
    listed = re.findall(r"\(adr/([^)]+)\)", (ROOT / "docs" / "design.md").read_text("utf-8"))
    assert listed == [page.name for page in DECISIONS[1:]]


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(page.stem[:4]) for page in DECISIONS] == list(range(len(DECISIONS)))
