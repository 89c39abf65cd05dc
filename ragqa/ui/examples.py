"""The questions that an empty conversation offers, made from the documents that are there."""

from collections.abc import Sequence
from threading import Lock, Thread

from ragqa.errors import RagqaError
from ragqa.languages import detect_question_language
from ragqa.store import DocumentSummary
from ragqa.suggestions import example_questions
from ragqa.ui.answerer import Answerer

_MAX_DOCUMENTS_READ = 48
_EACH_LANGUAGE = 3


class Examples:
    """Makes example questions, in the background, once for each generation of the store."""

    def __init__(self, bot: Answerer) -> None:
        self._bot = bot
        self._lock = Lock()
        self._is_making = False
        self._generation = ""
        self._questions: tuple[str, ...] = ()

    def ready(self) -> tuple[str, ...] | None:
        """Return the questions for the documents of now, or None until they are made."""
        is_current = self._generation == self._bot.manifest.generation
        return self._questions if is_current else None

    def begin(self) -> None:
        """Begin to make the questions for the documents of now, if that is not done or begun."""
        with self._lock:
            if self.ready() is None and not self._is_making:
                self._is_making = True
                Thread(target=self._make, name="ragqa-examples", daemon=True).start()

    def _make(self) -> None:
        generation = self._bot.manifest.generation
        try:
            summaries = tuple(self._bot.documents())
            documents = [self._bot.document(one.doc_id) for one in _spread(summaries)]
            count = 2 * _EACH_LANGUAGE
            self._questions = example_questions(documents, ask=self._bot.ask, count=count)
        except RagqaError:  # a document has just been removed: none are offered until the next page
            self._questions = ()
        finally:
            self._generation = generation
            self._is_making = False


def in_language(questions: Sequence[str], language: str) -> tuple[str, ...]:
    """Return some of the questions: those in a language, or where there are none, the others."""
    own = [one for one in questions if detect_question_language(one) == language]
    return tuple((own or list(questions))[:_EACH_LANGUAGE])


def _spread(summaries: Sequence[DocumentSummary]) -> Sequence[DocumentSummary]:
    """Take documents at even distances, so that a large store need not be read whole."""
    return summaries[:: -(-len(summaries) // _MAX_DOCUMENTS_READ) or 1]
