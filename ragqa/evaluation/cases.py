"""The values of a question set: questions, and what is expected of their answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ragqa.scope import EVERYTHING, Scope
from ragqa.types import Document

NO_SUBJECT = "subject"
NO_PASSAGE = "passage"
MISSING = (NO_SUBJECT, NO_PASSAGE)
"""Why documents hold no answer: nothing is on the subject, or all but the passage is there."""


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A place where an answer stands: ``document.text[start:end]``."""

    doc_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and what is expected of its answer; what is empty is not judged.

    Parameters
    ----------
    case_id
        Unique within its set.
    history
        The user's earlier questions, oldest first.
    language
        An ISO 639-1 code of the question, None if the set does not say.
    answerable
        False if a refusal is expected.
    missing
        Of a question without an answer: one of `MISSING`. "" for one with an answer.
    sources
        The documents that answer, each by itself; ids or ends of ids, see `is_document`.
    answers
        Right short answers, any one of them: what exact match and token F1 compare with.
    any_of, all_of
        What the answer should hold: one of these texts, and all of those.
    quote
        What a citation's quotation should hold.
    page, place, heading
        Where that quotation should stand: on this page, at this place, under this heading.
    short_answer
        What the short answer should be, one of these.
    evidence
        The spans that answer, each by itself, where the set knows more than the documents.
    relevance
        Graded judgements by document, for retrieval alone; 0 is not relevant.
    kind
        What sort of question it is, where the set says.
    scope
        The documents that the question is asked of.
    written_at
        The file and the place in it, for messages.
    """

    case_id: str
    question: str
    history: tuple[str, ...] = ()
    language: str | None = None
    answerable: bool = True
    missing: str = ""
    sources: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    quote: str | None = None
    page: int | None = None
    place: str | None = None
    heading: str | None = None
    short_answer: tuple[str, ...] = ()
    evidence: tuple[GoldSpan, ...] = ()
    relevance: Mapping[str, int] = field(default_factory=dict)
    kind: str | None = None
    scope: Scope = EVERYTHING
    written_at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions in the order of their file.

    ``documents`` is the corpus where the set brings its own (SQuAD, BEIR), else empty.
    ``unfinished`` has the ids of questions of which nobody has said yet what is expected; they are
    not among the ``cases``.
    """

    name: str
    cases: tuple[Case, ...]
    documents: tuple[Document, ...] = ()
    unfinished: tuple[str, ...] = ()


def is_document(doc_id: str, source: str) -> bool:
    """Return whether a set's source names a document: the id, or a path that ends alike.

    A set is written beside its documents, and what is the root when they are indexed is not known
    there: "reports/a.md", "a.md" and "corpus/reports/a.md" are the same document.
    """
    return doc_id == source or doc_id.endswith(f"/{source}") or source.endswith(f"/{doc_id}")
