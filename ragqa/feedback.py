"""What people think of answers, in one SQLite file, and an evaluation set made of it.

An opinion is kept with the question and the answer that it is about. Who gave it is not: of the
conversation's id there is only a digest.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from ragqa.errors import StoreError
from ragqa.scope import EVERYTHING, Scope, from_json
from ragqa.store import USER_NAME
from ragqa.types import Answer

MAX_COMMENT_CHARS = 2000

_OPINIONS = ("like", "dislike")
_FILE_NAME = "feedback.sqlite"
_BUSY_TIMEOUT_S = 30.0

# What tells the file from any other database (PRAGMA application_id), and its format.
_APPLICATION_ID = int.from_bytes(b"rqfb", "big")
_FORMAT_VERSION = 1
_SCHEMA = """
CREATE TABLE feedback (
    turn TEXT PRIMARY KEY,
    opinion TEXT NOT NULL,
    comment TEXT NOT NULL,
    question TEXT NOT NULL,
    history TEXT NOT NULL,
    answer_text TEXT NOT NULL,
    short_answer TEXT,
    abstained INTEGER NOT NULL,
    confidence REAL NOT NULL,
    sources TEXT NOT NULL,
    quotes TEXT NOT NULL,
    language TEXT NOT NULL,
    scope TEXT NOT NULL,
    given_at TEXT NOT NULL
)
"""
_DAMAGES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_BRACKETED_NUMBER = re.compile(r"\[(?=\d+\])")
_WORD_JOINER = "\u2060"

_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """An opinion, with as much of the answer as an evaluation needs.

    Parameters
    ----------
    opinion
        "like" or "dislike".
    comment
        At most `MAX_COMMENT_CHARS` characters; may be empty.
    history
        The questions before, oldest first.
    sources, quotes
        The ``doc_id`` and the quotation of each citation, in the order of their markers.
    scope
        The documents that were searched.
    given_at
        An ISO 8601 time in UTC.
    """

    opinion: str
    comment: str
    question: str
    history: tuple[str, ...]
    answer_text: str
    short_answer: str | None
    abstained: bool
    confidence: float
    sources: tuple[str, ...]
    quotes: tuple[str, ...]
    language: str
    scope: Scope
    given_at: str

    def __post_init__(self) -> None:
        if self.opinion not in _OPINIONS:
            raise ValueError(f'opinion is {self.opinion!r}; it must be "like" or "dislike"')
        if len(self.comment) > MAX_COMMENT_CHARS:
            raise ValueError(
                f"comment has {len(self.comment)} characters; it may have {MAX_COMMENT_CHARS}"
            )


def feedback_on(
    answer: Answer,
    *,
    opinion: str,
    given_at: str,
    comment: str = "",
    history: Sequence[str] = (),
    scope: Scope = EVERYTHING,
) -> Feedback:
    """Return an opinion on an answer; ValueError for an impossible opinion or comment."""
    return Feedback(
        opinion=opinion,
        comment=comment,
        question=answer.question,
        history=tuple(history),
        answer_text=answer.text,
        short_answer=answer.short_answer,
        abstained=answer.abstained,
        confidence=answer.confidence,
        sources=tuple(citation.doc_id for citation in answer.citations),
        quotes=tuple(citation.quote for citation in answer.citations),
        language=answer.language,
        scope=scope,
        given_at=given_at,
    )


def evaluation_line(key: str, feedback: Feedback) -> dict[str, Any]:
    """Return an opinion as a line of an evaluation set.

    A liked answer expects its first source, and its short answer or, without one, any of its
    quotations; a liked refusal expects a refusal. What a disliked answer should have been, nobody
    said: ``answerable`` and ``source`` are None and the lists empty, to be filled in by hand.
    """
    liked = feedback.opinion == "like"
    expected = [feedback.short_answer] if feedback.short_answer else feedback.quotes
    return {
        "id": f"feedback-{key[:16]}",
        "question": feedback.question,
        "lang": feedback.language,
        "answerable": not feedback.abstained if liked else None,
        "source": feedback.sources[0] if liked and feedback.sources else None,
        "any_of": [_as_written(text) for text in expected] if liked else [],
        "all_of": [],
        "history": list(feedback.history),
        "opinion": feedback.opinion,
        "comment": feedback.comment,
        "answer_text": feedback.answer_text,
        "sources": list(feedback.sources),
        "scope": asdict(feedback.scope),
    }


def feedback_path(store: Path) -> Path:
    """Return where the feedback on a store's answers lies."""
    return store / USER_NAME / _FILE_NAME


def turn_key(conversation_id: str, number: int) -> str:
    """Return the name of a turn in the log, which does not give the conversation's id away."""
    return hashlib.sha256(f"{conversation_id}/{number}".encode("utf-8", "replace")).hexdigest()


class FeedbackLog:
    """The file of opinions, for any number of threads and processes.

    Opinions are rare, so each call has a connection of its own, and nothing is left to be closed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the log in a file; the first opinion makes the file if there is none.

        Raises
        ------
        StoreError
            If the file is damaged, of another format or something else; it is left as it is.
        """
        log = cls(path)
        log.all()
        return log

    def record(self, key: str, feedback: Feedback) -> None:
        """Keep the opinion on the turn that `turn_key` names, in place of an earlier one.

        Half of a surrogate pair, which is no text, is kept as a question mark.

        Raises
        ------
        StoreError
            If the file cannot be written, or as in `open`.
        """
        self._make_file()
        with self._connection("BEGIN IMMEDIATE") as connection:
            if self._is_new(connection):
                connection.execute(_SCHEMA)
                connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {_FORMAT_VERSION}")
            connection.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key, *_row(feedback)),
            )

    def withdraw(self, key: str) -> None:
        """Forget the opinion on a turn, if there is one; StoreError as in `record`."""
        if not self._path.exists():
            return
        with self._connection("BEGIN IMMEDIATE") as connection:
            if not self._is_new(connection):
                connection.execute("DELETE FROM feedback WHERE turn = ?", (key,))

    def all(self) -> dict[str, Feedback]:
        """Return every opinion by the key of its turn, the oldest first; StoreError as in `open`.

        A file that does not exist holds none.
        """
        if not self._path.exists():
            return {}
        with self._connection("BEGIN") as connection:
            if self._is_new(connection):
                return {}
            rows = connection.execute("SELECT * FROM feedback ORDER BY given_at, turn").fetchall()
        try:
            return {key: _feedback(row) for key, *row in rows}
        except (TypeError, ValueError) as error:
            raise self._damaged(error) from error

    def _make_file(self) -> None:
        # For its owner alone: people write down what they would not say aloud.
        try:
            if not self._path.exists():
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.touch(mode=0o600)
        except OSError as error:
            raise StoreError(
                f"{self._path} cannot be written: {error.strerror}; let ragqa write in"
                f" {self._path.parent}"
            ) from error

    @contextmanager
    def _connection(self, begin: str) -> Iterator[sqlite3.Connection]:
        """Hold a connection within a transaction, which an error undoes."""
        uri = f"{self._path.resolve().as_uri()}?mode=rw"
        try:
            with closing(
                sqlite3.connect(uri, uri=True, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
            ) as connection:
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            # Without a code where Python itself cannot make text of what is stored.
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) in _DAMAGES:
                raise self._damaged(error) from error
            raise StoreError(
                f"{self._path} cannot be used: {error}; is the disk full or write-protected, or"
                " another program at work in the file?"
            ) from error

    def _is_new(self, connection: sqlite3.Connection) -> bool:
        """Return whether nothing is in the file yet; StoreError if it is something else."""
        ((application,),) = connection.execute("PRAGMA application_id").fetchall()
        ((version,),) = connection.execute("PRAGMA user_version").fetchall()
        ((tables,),) = connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        if (application, version, tables) == (0, 0, 0):
            return True
        if application != _APPLICATION_ID:
            raise StoreError(
                f"{self._path} is a database of another program, expected ragqa's feedback; move"
                " it away"
            )
        if version != _FORMAT_VERSION:
            raise StoreError(
                f"{self._path} has format {version}, expected {_FORMAT_VERSION}; use the ragqa"
                " that wrote it, or move it away"
            )
        return False

    def _damaged(self, error: Exception) -> StoreError:
        return StoreError(
            f"{self._path} is damaged or no feedback of ragqa: {error}; move it away, and the next"
            " opinion begins a new file"
        )


def _row(feedback: Feedback) -> _Row:
    values = (
        feedback.opinion,
        feedback.comment,
        feedback.question,
        _json(feedback.history),
        feedback.answer_text,
        feedback.short_answer,
        feedback.abstained,
        feedback.confidence,
        _json(feedback.sources),
        _json(feedback.quotes),
        feedback.language,
        _json(asdict(feedback.scope)),
        feedback.given_at,
    )
    return tuple(
        value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for value in values
    )


def _feedback(row: Sequence[Any]) -> Feedback:
    """Return the feedback of a row; TypeError or ValueError if it cannot be one."""
    opinion, comment, question, history, *answer, sources, quotes, language, scope, given_at = row
    answer_text, short_answer, abstained, confidence = answer
    return Feedback(
        opinion=opinion,
        comment=comment,
        question=question,
        history=tuple(json.loads(history)),
        answer_text=answer_text,
        short_answer=short_answer,
        abstained=bool(abstained),
        confidence=confidence,
        sources=tuple(json.loads(sources)),
        quotes=tuple(json.loads(quotes)),
        language=language,
        scope=_scope(dict(json.loads(scope))),
        given_at=given_at,
    )


def _scope(fields: dict[str, Any]) -> Scope:
    return Scope(**from_json(fields))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _as_written(text: str) -> str:
    """Return a slice of a document as an answer has it once space in that is folded.

    Answers keep a document's own "[3]" from reading as a marker by a character that is not seen.
    """
    return _BRACKETED_NUMBER.sub("[" + _WORD_JOINER, " ".join(text.split()))
