"""What the pytest plugin does once a test asks for it: a bot, and tests made of question sets."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from ragqa.chatbot import ChatBot
from ragqa.errors import RagqaError, SettingsError, StoreError
from ragqa.evaluation.cases import Case, QuestionSet
from ragqa.evaluation.datasets import read_question_set
from ragqa.settings import DEFAULT_ENCODER, Settings
from ragqa.testing import assert_as_expected


def bot_of(
    store: Path | None,
    corpus: Sequence[Path],
    *,
    settings: Settings,
    store_for: Callable[[str], Path],
) -> ChatBot:
    """Open a store, or build one of a corpus; ``store_for`` says where one of a name is kept.

    Raises
    ------
    SettingsError
        If there is neither, or both, or a file that is not there.
    RagqaError
        If the store cannot be opened or built.
    """
    if store is not None and corpus:
        raise SettingsError("give ragqa_store or ragqa_corpus, not both")
    if store is not None:
        return ChatBot.open(store, settings=replace(settings, encoder=None))
    if not corpus:
        raise SettingsError(
            "ragqa_bot has nothing to answer from; set ragqa_corpus or ragqa_store in"
            " pyproject.toml, or give --ragqa-corpus or --ragqa-store"
        )
    missing = [path for path in corpus if not path.exists()]
    if missing:
        raise SettingsError(f"ragqa_corpus: no such file or folder: {missing[0]}")
    # Another corpus, encoder or ragqa has a store of its own, so that none must be rebuilt.
    key = "\n".join([*map(str, corpus), settings.encoder or DEFAULT_ENCODER])
    name = hashlib.sha256(key.encode()).hexdigest()[:12]
    # A file that cannot be read ends it: tests would fail for want of a document, and not say so.
    build = partial(ChatBot.build, corpus, settings=settings, skip_errors=False)
    try:
        return build(store=store_for(name))
    except StoreError:
        # What is kept may be of another version; that it is made anew loses nothing.
        return build(store=store_for(name), rebuild=True)


class CasesFile(pytest.Module):
    """A question set as a module of tests, one a question."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Return the tests; one line where the set cannot be read."""
        try:
            found = read_question_set(self.path)
        except (RagqaError, OSError) as error:
            raise self.CollectError(str(error)) from None
        self.obj = _module_of(found)
        return super().collect()


def _module_of(found: QuestionSet) -> ModuleType:
    skipped = pytest.mark.skip(reason="nobody has said yet what is expected (answerable: null)")

    @pytest.mark.parametrize(
        "ragqa_case",
        [
            *(pytest.param(case, id=case.case_id) for case in found.cases),
            *(pytest.param(None, id=case_id, marks=skipped) for case_id in found.unfinished),
        ],
    )
    def test_answer(ragqa_bot: ChatBot, ragqa_case: Case) -> None:
        __tracebackhide__ = True
        written_at = ragqa_case.written_at or ragqa_case.case_id
        try:
            answer = ragqa_bot.ask(
                ragqa_case.question, history=ragqa_case.history, scope=ragqa_case.scope
            )
            assert_as_expected(ragqa_case, answer, ragqa_bot)
        except RagqaError as error:
            pytest.fail(f"{error}\n\nasked in {written_at}", pytrace=False)
        except AssertionError as error:
            raise AssertionError(f"{error}\n\nexpected in {written_at}") from None

    module = ModuleType("ragqa_cases")
    module.test_answer = test_answer  # type: ignore[attr-defined]
    return module
