"""The pytest plugin: its options, the fixture ``ragqa_bot``, and tests made of a table.

pytest loads this wherever ragqa is installed. What it needs is imported when a test asks for it, so
that others do not wait for it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ragqa.chatbot import ChatBot
    from ragqa.settings import Settings

_STORE_HELP = "the store that ragqa_bot answers from"
_CORPUS_HELP = "files or folders that ragqa_bot answers from; only what changed is indexed again"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``ragqa_store`` and the others to pyproject.toml, ``--ragqa-store`` to the call."""
    parser.addini("ragqa_store", _STORE_HELP, default="")
    parser.addini("ragqa_corpus", _CORPUS_HELP, type="paths", default=[])
    cases_help = "question sets of which each question becomes a test"
    parser.addini("ragqa_cases", cases_help, type="paths", default=[])
    group = parser.getgroup("ragqa", "answers with citations (ragqa)")
    group.addoption("--ragqa-store", metavar="DIR", help=_STORE_HELP)
    group.addoption("--ragqa-corpus", metavar="PATH", action="append", help=_CORPUS_HELP)


def pytest_configure(config: pytest.Config) -> None:
    """See that each question set is collected: its tests would be missing unseen."""
    for path in config.getini("ragqa_cases"):
        if not path.is_file():
            raise pytest.UsageError(f"ragqa_cases: no such file: {path}; give existing files")
        # Where the call names no tests, testpaths need not have the folder of the set.
        if config.args_source is pytest.Config.ArgsSource.TESTPATHS and not any(
            path.is_relative_to(config.invocation_params.dir / one) for one in config.args
        ):
            config.args.append(str(path))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Make a test of each question of a set that ``ragqa_cases`` names."""
    if file_path not in parent.config.getini("ragqa_cases"):
        return None
    from ragqa.pytest_cases import CasesFile

    return CasesFile.from_parent(parent, path=file_path)


@pytest.fixture(scope="session")
def ragqa_settings() -> "Settings":
    """Return the settings of ``ragqa_bot``: the defaults, unless a conftest.py overrides this."""
    from ragqa.settings import Settings

    return Settings()


@pytest.fixture(scope="session")
def ragqa_bot(
    pytestconfig: pytest.Config,
    ragqa_settings: "Settings",
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator["ChatBot"]:
    """Return the bot that ``ragqa_store`` or ``ragqa_corpus`` names, built once a session.

    The store of a corpus is kept in pytest's cache: only what changed is encoded again.
    """
    from ragqa.errors import RagqaError
    from ragqa.pytest_cases import bot_of

    store, corpus = _chosen(pytestconfig)
    try:
        bot = bot_of(
            store,
            corpus,
            settings=ragqa_settings,
            store_for=lambda name: _kept_folder(pytestconfig, tmp_path_factory, name),
        )
    except RagqaError as error:
        pytest.fail(f"ragqa_bot: {error}", pytrace=False)
    with bot:
        yield bot


def _chosen(config: pytest.Config) -> tuple[Path | None, list[Path]]:
    """Return the store and the corpus: those of the call, else those of the configuration."""
    store: str | None = config.getoption("--ragqa-store")
    corpus: list[str] | None = config.getoption("--ragqa-corpus")
    if store or corpus:
        called_in = config.invocation_params.dir
        return called_in / store if store else None, [called_in / one for one in corpus or []]
    store = config.getini("ragqa_store")
    return config.rootpath / store if store else None, list(config.getini("ragqa_corpus"))


def _kept_folder(
    config: pytest.Config, tmp_path_factory: pytest.TempPathFactory, name: str
) -> Path:
    """Return where a store is kept between sessions; for one session where there is no cache."""
    # Processes that run at once (pytest-xdist) must not write the same store.
    worker: Any = getattr(config, "workerinput", {}).get("workerid", "")
    if hasattr(config, "cache") and config.cache is not None:
        return config.cache.mkdir("ragqa") / f"{name}{worker}"
    return tmp_path_factory.mktemp("ragqa") / name
