"""Conditions on documents: how they are read, and what they hold of."""

import operator
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Literal,
    LiteralKind,
    Not,
    Operator,
    field_values,
    meets,
)
from ragqa.errors import ConditionError
from ragqa.types import Document
from ragqa.where import MAX_CHARS, check_fields, parse_where


def holds(
    where: str,
    *,
    doc_id: str = "news/2017/walk.md",
    title: str = "The walk",
    language: str | None = "en",
    date: str | None = "2017-09-03",
    metadata: Mapping[str, str] | None = None,
) -> bool:
    document = Document(
        doc_id, title, "", doc_id, language=language, date=date, metadata=metadata or {}
    )
    return meets(parse_where(where), field_values(document))


# What is read


def test_and_binds_closer_than_or_and_not_closest() -> None:
    def has(name: str) -> Comparison:
        return Comparison(name, Operator.EQUAL, (Literal("x", LiteralKind.TEXT),))

    read = parse_where("a = 'x' OR not b = 'x' And (c = 'x' or d = 'x')")
    assert read == AnyOf((has("a"), AllOf((Not(has("b")), AnyOf((has("c"), has("d")))))))


def test_quotes_of_either_kind_hold_doubled_ones() -> None:
    assert holds("title = 'The '' walk'", title="the ' walk")
    assert holds('title = "The "" walk"', title='the " walk')


def test_name_of_a_field_may_be_quoted() -> None:
    assert holds('"Case number" = 7', metadata={"case number": "7"})


@pytest.mark.parametrize(
    ("text", "position", "found", "expected"),
    [
        ("", 1, "the end", "a field, not, or ("),
        ("   ", 4, "the end", "a field, not, or ("),
        ("date", 5, "the end", "one of =, !=, <, <=, >, >=, in, like, contains"),
        ("date == 2021", 7, '"="', "a date such as"),
        ("date >= 'May'", 9, "'May'", "a date such as 2021, 2021-03 or 2021-03-04"),
        ("date = 2021-13", 8, '"2021-13"', "a date such as"),
        ("pages > 12x", 9, '"12x"', "a number or a date such as"),
        ("language = es", 12, '"es"', "a text in quotes, a number or a date"),
        ("language = 'es' title = 'x'", 17, '"title"', "and, or, or the end"),
        ("(language = 'es'", 17, "the end", "and, or, or )"),
        ("language in 'es'", 13, "'es'", "("),
        ("language in ('es' 'en')", 19, "'en'", "a comma or )"),
        ("language not = 'es'", 14, '"="', "in, like or contains"),
        ("and title = 'x'", 1, '"and"', "a field, not, or ("),
        ("title = 'walk", 9, '"\'walk"', "the quote to be closed"),
        ("title = “walk”", 9, '"“"', "a field, an operator or a value"),
        ("title; drop", 6, '";"', "a field, an operator or a value"),
        (f"title = {'(' * 99}", 9, '"("', "a text in quotes"),
        (f"{'(' * 99}title = 'x'", 31, '"(" nested 31 deep', "at most 30 levels"),
        (f"{'not ' * 99}title = 'x'", 121, '"not" nested 31 deep', "at most 30 levels"),
    ],
)
def test_error_names_position_found_and_expected(
    text: str, position: int, found: str, expected: str
) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_where(text)
    message = str(caught.value)
    assert message.startswith(f"condition, character {position}: found {found}, expected ")
    assert expected in message


def test_condition_that_is_too_long_is_not_read() -> None:
    with pytest.raises(ConditionError, match="has 1,001 characters, at most 1,000 are read"):
        parse_where(f"title = '{'x' * (MAX_CHARS - 9)}'"[: MAX_CHARS + 1])


def test_conditions_beside_each_other_are_not_nested() -> None:
    assert holds(" and ".join(["not (a = 1)", "not a = 1"] * 20))


def test_unknown_field_is_named_with_the_known_ones() -> None:
    condition = parse_where("date > 2021 and (autor = 'Ana' or Author = 'Ana')")
    with pytest.raises(
        ConditionError,
        match=re.escape(
            'condition, character 18: found the field "autor", expected one that documents have: '
            "author, date"
        ),
    ):
        check_fields(condition, ("date", "author"))
    check_fields(condition, ("date", "author", "autor"))


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            "date language ( ) , = != < <= in like and or not 'es' 2021 2021-05".split()
        )
    ).map(" ".join)
)
def test_any_text_is_a_condition_or_the_one_error(text: str) -> None:
    try:
        condition = parse_where(text)
    except ConditionError as error:
        assert "found" in str(error)
        assert "expected" in str(error)
    else:
        assert meets(condition, {}) in (True, False)


# What is met


@pytest.mark.parametrize(
    ("where", "date", "met"),
    [
        ("date = 2017", "2017-09-03", True),
        ("date = 2017-09", "2017-09-03", True),
        ("date = '2017-09-03'", "2017-09-03", True),
        ("date = 2017-08", "2017-09-03", False),
        ("date = 2017-09-03", "2017", True),
        ("date != 2017", "2017-09-03", False),
        ("date != 2018", "2017-09-03", True),
        ("date >= 2017-09", "2017-09-01", True),
        ("date >= 2017-09", "2017-08-31", False),
        ("date >= 2017-09", "2017", True),
        ("date > 2017-09", "2017-09-30", False),
        ("date > 2017-09", "2017-10-01", True),
        ("date > 2017", "2017", False),
        ("date <= 2017", "2017-12-31", True),
        ("date <= 2017-08", "2017-09-01", False),
        ("date < 2017", "2017-01-01", False),
        ("date < 2017", "2016-12-31", True),
        ("date in (2015, 2017-09)", "2017-09-03", True),
        ("date not in (2015, 2017-09)", "2017-09-03", False),
        ("date like '2017-%'", "2017-09-03", True),
    ],
)
def test_dates_compare_as_the_days_that_they_stand_for(where: str, date: str, met: bool) -> None:
    assert holds(where, date=date) is met


@pytest.mark.parametrize(
    ("where", "met"),
    [
        ("pages > 9", True),
        ("pages > 9.5 and pages < 10.5", True),
        ("pages = 10.0", True),
        ("pages > '9'", False),
        ("pages = '10'", True),
        ("issued >= 2020-04", True),
        ("issued = 2020", True),
        ("issued > 2021", False),
        ("status = 1", False),
        ("status != 1", True),
        ("status < 1", False),
    ],
)
def test_bare_value_compares_as_number_or_date_and_quoted_as_text(where: str, met: bool) -> None:
    assert holds(where, metadata={"pages": "10", "issued": "2020-05-06", "status": "new"}) is met


@pytest.mark.parametrize(
    "where",
    [
        "author = 'x'", "author != 'x'", "author in ('x')", "author not in ('x')", "author < 'x'",
        "author like '%'", "author not like 'x'", "author contains ''", "author not contains 'x'",
    ],
)  # fmt: skip
@pytest.mark.parametrize("metadata", [{}, {"author": "  "}])
def test_missing_field_makes_every_comparison_false(
    where: str, metadata: Mapping[str, str]
) -> None:
    assert not holds(where, metadata=metadata)
    assert holds(f"not {where}", metadata=metadata)


@pytest.mark.parametrize(
    ("where", "met"),
    [
        ("folder = 'news'", True),
        ("folder = 'news/2017'", True),
        ("folder in ('reports', 'news')", True),
        ("folder != 'news'", False),
        ("folder = '2017'", False),
        ("path like 'news/%.md'", True),
        ("doc_id = 'news/2017/walk.md'", True),
        ("type = 'MD'", True),
        ("source contains '2017'", True),
        ("title like 'the _alk'", True),
        ("title like 'walk'", False),
        ("title like '%w%l%'", True),
        ("title like '%w%w%'", False),
        ("title like 'the walk%walk'", False),
        ("title contains 'WALK'", True),
        ("title not contains 'run'", True),
        ("language = 'EN'", True),
    ],
)
def test_documents_are_known_by_path_type_and_text(where: str, met: bool) -> None:
    assert holds(where) is met


def test_declared_type_and_date_count_where_the_document_has_none() -> None:
    metadata = {"Type": "Report", "date": "2019-05"}
    assert holds("type = 'report' and date = 2019", date=None, metadata=metadata)
    assert not holds("date = 2019", metadata=metadata)
    assert not holds("date = 2019", date=None, metadata={"date": "last May"})


def test_pattern_of_many_parts_takes_no_time_to_fail() -> None:
    assert not holds(f"title like '{'%a' * 60}b'", title="a" * 3_000)


def test_accents_are_alike_however_they_are_encoded() -> None:
    assert holds("title = 'Me\u0301xico'", title="M\u00c9XICO")


# Random expressions against a naive oracle

_FIELDS = ("a", "b", "c")
_SYMBOLS = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_WORDS = st.text("xyz", min_size=1, max_size=2)
_DOCUMENTS = st.dictionaries(st.sampled_from(_FIELDS), _WORDS)
_Tree = tuple[object, ...]


def _leaves() -> st.SearchStrategy[_Tree]:
    names = st.sampled_from(_FIELDS)
    return (
        st.tuples(st.sampled_from(tuple(_SYMBOLS)), names, _WORDS)
        | st.tuples(
            st.sampled_from(("in", "not in")), names, st.lists(_WORDS, min_size=1, max_size=3)
        )
        | st.tuples(st.sampled_from(("contains", "not contains")), names, _WORDS)
    )


_TREES = st.recursive(
    _leaves(),
    lambda inner: (
        st.tuples(st.just("not"), inner) | st.tuples(st.sampled_from(("and", "or")), inner, inner)
    ),
    max_leaves=8,
)


def _written(tree: _Tree) -> str:
    match tree:
        case ("not", inner):
            return f"not ({_written(inner)})"  # type: ignore[arg-type]
        case (("and" | "or") as word, left, right):
            return f"({_written(left)}) {word} ({_written(right)})"  # type: ignore[arg-type]
        case (word, name, [*words]):
            return f"{name} {word} ({', '.join(map(repr, words))})"
        case (word, name, value):
            return f"{name} {word} {value!r}"
    raise ValueError(tree)


def _expected(tree: _Tree, document: Mapping[str, str]) -> bool:
    match tree:
        case ("not", inner):
            return not _expected(inner, document)  # type: ignore[arg-type]
        case ("and", left, right):
            return _expected(left, document) and _expected(right, document)  # type: ignore[arg-type]
        case ("or", left, right):
            return _expected(left, document) or _expected(right, document)  # type: ignore[arg-type]
        case (_, name, _) if name not in document:
            return False
        case ("in", name, [*words]):
            return document[name] in words  # type: ignore[index]
        case ("not in", name, [*words]):
            return document[name] not in words  # type: ignore[index]
        case ("contains", name, str(word)):
            return word in document[name]  # type: ignore[index]
        case ("not contains", name, str(word)):
            return word not in document[name]  # type: ignore[index]
        case (str(symbol), str(name), str(word)):
            return bool(_SYMBOLS[symbol](document[name], word))
    raise ValueError(tree)


@given(tree=_TREES, document=_DOCUMENTS)
def test_random_condition_is_met_as_a_naive_reading_says(
    tree: _Tree, document: Mapping[str, str]
) -> None:
    values = {name: (value,) for name, value in document.items()}
    assert meets(parse_where(_written(tree)), values) is _expected(tree, document)


@given(
    word=st.sampled_from(tuple(_SYMBOLS)),
    day=st.dates().map(str),
    asked=st.dates().map(str),
)
def test_whole_days_compare_as_days_do(word: str, day: str, asked: str) -> None:
    expected = _SYMBOLS[word](day, asked)
    assert holds(f"date {word} {asked}", date=day) is expected


def test_condition_is_a_value() -> None:
    condition: Condition = parse_where("a = 1 or b in ('x', 'y')")
    assert condition == parse_where("a  =  1  OR  b IN ('x','y')")
    assert hash(condition) == hash(parse_where("a = 1 or b in ('x','y')"))
