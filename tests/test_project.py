"""What holds for the project as a whole: its light import, Makefile, versions and pins."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import ragqa

ROOT = Path(__file__).parent.parent
# A name alone may stand in prose; what must not is an address with a registry's name in it.
REGISTRY_HOST = re.compile(r"\b(?:pypi|npmjs|pythonhosted)\.[a-z]|://[^\s/]*(?:registry|nexus)")
HOME_FOLDER = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w")
EXACT_PIN = re.compile(r"[A-Za-z0-9][\w.-]*==\d[\w.]*")


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project's root, free of what an outer make has set."""
    inherited = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**inherited, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def declared_requirements() -> list[Requirement]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [table["dependencies"], *table["optional-dependencies"].values()]
    return [Requirement(text) for group in groups for text in group]


def pinned_releases() -> Mapping[str, str]:
    pairs = (line.split("==") for line in constraint_lines())
    return {canonicalize_name(name): release for name, release in pairs}


def constraint_lines() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def kept_texts() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each file that git keeps or would keep."""
    listing = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    assert listing.returncode == 0, listing.stderr
    for name in filter(None, listing.stdout.split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b"\0"
        if b"\0" not in content:
            yield name, content.decode("utf-8", errors="replace")


def classes_in(hint: object) -> Iterator[type]:
    """Yield the classes that an annotation names, at whatever depth."""
    if isinstance(hint, type):
        yield hint
    for part in get_args(hint):
        yield from classes_in(part)


def shell_script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Make a stand-in for a finished .venv and store; its ragqa prints what it is asked to do."""
    (tmp_path / "bin").mkdir()
    shell_script(tmp_path / "bin" / "python", "exit 1")
    print_first_and_last = 'for last; do :; done; printf "%s: %s\\n" "$1" "$last"'
    shell_script(tmp_path / "bin" / "ragqa", print_first_and_last)
    for name in (".installed", "manifest.json"):
        (tmp_path / name).touch()
    return tmp_path


def test_importing_ragqa_loads_no_heavy_library() -> None:
    heavy = {"faiss", "gradio", "langchain_core", "onnxruntime", "sentence_transformers", "torch"}
    done = run(sys.executable, "-c", "import sys, ragqa; print(*sys.modules)")
    assert done.stderr == ""
    assert "ragqa" in done.stdout.split()
    assert heavy.isdisjoint(done.stdout.split())


def test_importing_ragqa_loads_nothing_of_it_before_it_is_asked_for() -> None:
    shown = "print(*(name for name in sys.modules if name.startswith('ragqa') or name == 'numpy'))"
    before = run(sys.executable, "-c", f"import sys, ragqa; {shown}")
    after = run(sys.executable, "-c", f"import sys, ragqa; ragqa.StoreError; {shown}")
    assert set(before.stdout.split()) == {"ragqa", "ragqa.version"}
    assert set(after.stdout.split()) == {"ragqa", "ragqa.version", "ragqa.errors"}


def test_every_public_name_of_ragqa_leads_to_something() -> None:
    assert all(getattr(ragqa, name) is not None for name in ragqa.__all__)
    assert set(ragqa.__all__) <= set(dir(ragqa))
    assert ragqa.StoreProblem.GONE
    with pytest.raises(AttributeError, match="has no attribute 'ChatBots'"):
        _ = getattr(ragqa, "ChatBots")  # noqa: B009 (a type checker knows that there is none)


def test_types_of_what_methods_take_and_return_are_public() -> None:
    methods = [method for name, method in vars(ragqa.ChatBot).items() if not name.startswith("_")]
    functions = [getattr(one, "fget", None) or getattr(one, "__func__", one) for one in methods]
    values = [one for name in ragqa.__all__ if is_dataclass(one := getattr(ragqa, name))]
    hints = [hint for one in (*functions, *values) for hint in get_type_hints(one).values()]
    named = {one for hint in hints for one in classes_in(hint) if "ragqa" in one.__module__}
    assert {one.__name__ for one in named} - set(ragqa.__all__) == set()


def test_guide_lists_the_fields_of_every_value() -> None:
    guide = (ROOT / "docs" / "embedding.md").read_text("utf-8")
    for name in ragqa.__all__:
        value = getattr(ragqa, name)
        if is_dataclass(value) and name not in ("Settings", "Scope"):
            (row,) = re.findall(rf"^\| `{name}` \|.*", guide, re.MULTILINE)
            named = re.findall(r"`(\w+)`", row)[1:]
            assert named == [one.name for one in fields(value)], name


def test_type_checker_knows_the_names_of_ragqa(tmp_path: Path) -> None:
    user = tmp_path / "user.py"
    user.write_text("import ragqa\nragqa.ChatBot\nragqa.ChatBots\n", "utf-8")
    mypy = (sys.executable, "-m", "mypy", "--config-file", os.devnull, "--strict")
    # Of the package, its list of names alone: all of it takes minutes.
    done = run(*mypy, "--follow-imports", "skip", "ragqa/__init__.py", str(user))
    assert re.findall(r"\w+\.py:\d+: error: .*", done.stdout) == [
        'user.py:3: error: Module has no attribute "ChatBots"; maybe "ChatBot"?  [attr-defined]'
    ]


def test_make_alone_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z][\w-]*):(?!=)", makefile, re.MULTILINE)
    listed = [line.split()[0] for line in run("make").stdout.splitlines()]
    assert sorted(listed) == sorted(set(targets) - {"corpus-changed"})


def test_make_help_says_what_each_target_does() -> None:
    lines = run("make", "help").stdout.splitlines()
    assert lines
    assert all(re.fullmatch(r"[a-z-]+ +[A-Z].{10,}", line) for line in lines), lines


@pytest.mark.parametrize(
    "question",
    [
        "Who directed the documentary?",
        "¿Quién dirigió «La fábula» en el año 2017?",
        """Is "it" Mr. O'Neill's \\ own?""",
        "Is $HOME $$5, $(shell echo made) or `echo shell`; and & | > * # !?",
        "--help",
    ],
)
def test_make_ask_hands_the_question_over_word_for_word(installed: Path, question: str) -> None:
    done = run("make", "ask", f"VENV={installed}", f"STORE={installed}", f"Q={question}")
    assert (done.stdout, done.stderr) == (f"ask: {question}\n", "")


def test_make_ask_indexes_first_when_the_corpus_is_newer(installed: Path) -> None:
    os.utime(installed / "manifest.json", (0, 0))
    command = ("make", "ask", f"VENV={installed}", f"STORE={installed}", "Q=Who?")
    assert run(*command).stdout == f"index: {installed}\nask: Who?\n"
    assert run(*command).stdout == "ask: Who?\n"


def test_make_ask_without_a_question_says_how_to_give_one(tmp_path: Path) -> None:
    done = run("make", "ask", f"VENV={tmp_path / 'venv'}")
    assert done.returncode == 2
    assert 'make ask Q="' in done.stderr
    assert not (tmp_path / "venv").exists()


def test_python_below_3_11_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    old = "import sys; sys.version_info = (3, 10, 9); exec(sys.argv[1])"
    says_its_version = 'test "$1" = --version && echo "Python 3.10.9" && exit'
    runs_as_old = f'exec "{sys.executable}" -c "{old}" "$2"'
    python = shell_script(tmp_path / "python3", f"{says_its_version}\n{runs_as_old}")
    done = run("make", "index", f"VENV={tmp_path / 'venv'}", f"PYTHON={python}")
    assert done.returncode == 2
    assert done.stderr.startswith(f"ragqa needs Python 3.11 or later; {python} is Python 3.10.9.")
    assert not (tmp_path / "venv").exists()


def test_python_without_its_venv_module_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    python = shell_script(tmp_path / "python3", 'case "$2" in *ensurepip*) exit 1;; esac')
    done = run("make", "index", f"VENV={tmp_path / 'venv'}", f"PYTHON={python}")
    assert done.returncode == 2
    assert done.stderr.startswith(f"{python} lacks its venv module")
    assert not (tmp_path / "venv").exists()


def test_version_is_the_newest_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^## \[(\d[^\]]*)\] - \d{4}-\d{2}-\d{2}$", changelog, re.MULTILINE)
    assert newest is not None
    assert ragqa.__version__ == newest[1]


def test_every_constraint_is_an_exact_pin() -> None:
    loose = [line for line in constraint_lines() if not EXACT_PIN.fullmatch(line)]
    assert loose == []


def test_constraints_pin_every_dependency_within_its_bounds() -> None:
    pins = pinned_releases()
    required = {canonicalize_name(each.name): each.specifier for each in declared_requirements()}
    assert required.keys() - pins.keys() == set()
    assert [name for name, bounds in required.items() if pins[name] not in bounds] == []


def test_constraints_pin_torch() -> None:
    assert "torch" in pinned_releases()


def test_no_kept_file_names_a_registry_or_a_home_folder() -> None:
    texts = dict(kept_texts())
    found = [
        f"{name}: {match[0]}"
        for name, text in texts.items()
        for match in (*REGISTRY_HOST.finditer(text), *HOME_FOLDER.finditer(text))
    ]
    assert "pyproject.toml" in texts
    assert found == []
