"""Conditions as people write them: ``date >= 2021-01-01 and language = 'es'``.

::

    condition   = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | "(" condition ")" | comparison
    comparison  = field ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value
                | field [ "not" ] "in" "(" value { "," value } ")"
                | field [ "not" ] ( "like" | "contains" ) value
    field       = word | quoted
    value       = quoted | date | number

A quote within a quoted text is doubled. Words of the grammar and names of fields are read in any
case.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ragqa.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Literal,
    LiteralKind,
    Not,
    Operator,
    comparisons,
    fold,
    is_number,
)
from ragqa.days import is_date
from ragqa.errors import ConditionError

MAX_CHARS = 1000
"""The longest condition that is read, in characters."""

_MAX_DEPTH = 30
_MAX_SHOWN_FIELDS = 40
_MAX_SHOWN_CHARS = 40

_TOKEN = re.compile(
    r"""(?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*")
    |(?P<bare>[+-]?\d[\w.:+-]*)
    |(?P<word>[^\W\d][\w.:/-]*)
    |(?P<symbol><=|>=|!=|[=<>(),])""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")
_KEYWORDS = frozenset("and or not in like contains".split())
_A_DATE = "a date such as 2021, 2021-03 or 2021-03-04"
_A_VALUE = "a text in quotes, a number or a date"
_A_FIELD = "a field, not, or ("
_AN_OPERATOR = "one of =, !=, <, <=, >, >=, in, like, contains"
_SYMBOLS = frozenset({"=", "<", "<=", ">", ">="})


class _Kind(StrEnum):
    QUOTED = "quoted"
    BARE = "bare"
    WORD = "word"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    text: str
    position: int

    def is_word(self, *words: str) -> bool:
        return self.kind is _Kind.WORD and self.text.lower() in words

    def is_symbol(self, *symbols: str) -> bool:
        return self.kind is _Kind.SYMBOL and self.text in symbols

    @property
    def unquoted(self) -> str:
        quote = self.text[0]
        return self.text[1:-1].replace(2 * quote, quote)


@lru_cache(maxsize=256)
def parse_where(text: str) -> Condition:
    """Return the condition that a text is.

    Raises
    ------
    ConditionError
        If it is none, too long, or nested too deep.
    """
    if len(text) > MAX_CHARS:
        raise ConditionError(
            f"the condition has {len(text):,} characters, at most {MAX_CHARS:,} are read; "
            "shorten it"
        )
    return _Parser(_tokens(text)).parse()


def check_fields(condition: Condition, known: Iterable[str]) -> None:
    """Raise ConditionError for a field that is not among the known ones, which are folded."""
    names = sorted(set(known))
    for one in comparisons(condition):
        if one.name not in names:
            shown = ", ".join(names[:_MAX_SHOWN_FIELDS])
            more = ", …" if len(names) > _MAX_SHOWN_FIELDS else ""
            raise _error(
                one.position,
                f'the field "{_shortened(one.name)}"',
                f"one that documents have: {shown}{more}",
            )


class _Parser:
    """A parser by recursive descent, a method a rule of the grammar."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def parse(self) -> Condition:
        condition = self._condition()
        if self._token.kind is not _Kind.END:
            raise self._unexpected("and, or, or the end")
        return condition

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._token
        self._next += 1
        return token

    def _condition(self) -> Condition:
        parts = [self._conjunction()]
        while self._token.is_word("or"):
            self._take()
            parts.append(self._conjunction())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _conjunction(self) -> Condition:
        parts = [self._negation()]
        while self._token.is_word("and"):
            self._take()
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _negation(self) -> Condition:
        if self._token.is_word("not"):
            self._go_deeper()
            negated = Not(self._negation())
            self._depth -= 1
            return negated
        if self._token.is_symbol("("):
            self._go_deeper()
            condition = self._condition()
            self._expect(")", "and, or, or )")
            self._depth -= 1
            return condition
        return self._comparison()

    def _go_deeper(self) -> None:
        token = self._take()
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _error(
                token.position,
                f'"{token.text}" nested {self._depth} deep',
                f"at most {_MAX_DEPTH} levels",
            )

    def _comparison(self) -> Comparison:
        token = self._token
        name = self._field()
        is_negated = self._token.is_word("not")
        if is_negated:
            self._take()
        compared, takes_several, is_unequal = self._operator(after_not=is_negated)
        literals = (
            self._several(name, compared) if takes_several else (self._value(name, compared),)
        )
        return Comparison(name, compared, literals, is_negated or is_unequal, token.position)

    def _field(self) -> str:
        token = self._token
        if token.kind is _Kind.QUOTED:
            return fold(self._take().unquoted)
        if token.kind is _Kind.WORD and not token.is_word(*_KEYWORDS):
            return fold(self._take().text)
        raise self._unexpected(_A_FIELD)

    def _operator(self, *, after_not: bool) -> tuple[Operator, bool, bool]:
        """Return the operator, whether it takes several values, and whether it means "not"."""
        token = self._token
        if token.is_word("in"):
            self._take()
            return Operator.EQUAL, True, False
        if token.is_word("like", "contains"):
            return Operator(self._take().text.lower()), False, False
        if after_not:
            raise self._unexpected("in, like or contains")
        if token.is_symbol("!="):
            self._take()
            return Operator.EQUAL, False, True
        if token.is_symbol(*_SYMBOLS):
            return Operator(self._take().text), False, False
        raise self._unexpected(_AN_OPERATOR)

    def _several(self, name: str, compared: Operator) -> tuple[Literal, ...]:
        self._expect("(", "(")
        literals = [self._value(name, compared)]
        while self._token.is_symbol(","):
            self._take()
            literals.append(self._value(name, compared))
        self._expect(")", "a comma or )")
        return tuple(literals)

    def _value(self, name: str, compared: Operator) -> Literal:
        token = self._token
        if token.kind not in (_Kind.QUOTED, _Kind.BARE):
            raise self._unexpected(_A_DATE if name == "date" else _A_VALUE)
        text = fold(token.unquoted if token.kind is _Kind.QUOTED else token.text)
        is_text = compared in (Operator.LIKE, Operator.CONTAINS)
        kind = LiteralKind.TEXT if token.kind is _Kind.QUOTED or is_text else LiteralKind.BARE
        if name == "date" and not is_text:
            kind = LiteralKind.DATE
            if not is_date(text):
                raise self._unexpected(_A_DATE)
        elif kind is LiteralKind.BARE and not (is_number(text) or is_date(text)):
            raise self._unexpected(f"a number or {_A_DATE}, or a text in quotes")
        self._take()
        return Literal(text, kind)

    def _expect(self, symbol: str, expected: str) -> None:
        if not self._token.is_symbol(symbol):
            raise self._unexpected(expected)
        self._take()

    def _unexpected(self, expected: str) -> ConditionError:
        token = self._token
        found = "the end" if token.kind is _Kind.END else _shown(token)
        return _error(token.position, found, expected)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = _past_space(text, 0)
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            is_quote = text[position] in "'\""
            raise _error(
                position,
                f'"{_shortened(text[position:])}"' if is_quote else f'"{text[position]}"',
                "the quote to be closed" if is_quote else "a field, an operator or a value",
            )
        tokens.append(_Token(_Kind(str(found.lastgroup)), found[0], position))
        position = _past_space(text, found.end())
    return [*tokens, _Token(_Kind.END, "", len(text))]


def _past_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _shown(token: _Token) -> str:
    text = _shortened(token.text)
    return text if token.kind is _Kind.QUOTED else f'"{text}"'


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_SHOWN_CHARS else f"{text[: _MAX_SHOWN_CHARS - 1]}…"


def _error(position: int, found: str, expected: str) -> ConditionError:
    return ConditionError(
        f"condition, character {position + 1}: found {found}, expected {expected}"
    )
