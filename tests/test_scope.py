import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ragqa.errors import ConditionError, StoreError, StoreProblem
from ragqa.scope import EVERYTHING, Scope, from_json


def holds(
    scope: Scope, *, doc_id: str = "news/a.md", language: str | None = "en", date: str | None = None
) -> bool:
    return scope.holds(doc_id, language=language, date=date)


def test_everything_holds_every_document() -> None:
    assert holds(EVERYTHING)
    assert holds(EVERYTHING, language=None)


def test_document_must_meet_every_condition() -> None:
    scope = Scope(folders=("news",), languages=("en",))
    assert holds(scope)
    assert not holds(scope, language="es")
    assert not holds(scope, doc_id="reports/a.md")


@pytest.mark.parametrize(
    ("doc_id", "inside"),
    [
        ("news/a.md", True),
        ("news/2017/a.md", True),
        ("newsletter/a.md", False),
        ("news", False),
        ("old/news/a.md", False),
    ],
)
@pytest.mark.parametrize("folder", ["news", "news/"])
def test_folder_holds_what_lies_below_it(folder: str, doc_id: str, inside: bool) -> None:
    assert holds(Scope(folders=(folder,)), doc_id=doc_id) is inside


def test_any_of_several_documents_will_do() -> None:
    scope = Scope(doc_ids=("news/a.md", "b.md"))
    assert holds(scope)
    assert holds(scope, doc_id="b.md")
    assert not holds(scope, doc_id="c.md")


@pytest.mark.parametrize(
    ("date", "inside"),
    [
        ("2017-05-01", True),
        ("2017-08-31", True),
        ("2017-04-30", False),
        ("2017-09-01", False),
        ("2017", True),
        ("2017-05", True),
        ("2017-09", False),
        ("2016", False),
        ("2018", False),
        (None, False),
    ],
)
def test_date_may_be_any_day_that_it_stands_for(date: str | None, inside: bool) -> None:
    assert holds(Scope(date_from="2017-05-01", date_to="2017-08-31"), date=date) is inside


def test_range_may_be_open_on_either_side() -> None:
    assert holds(Scope(date_from="2017-05-01"), date="2030")
    assert not holds(Scope(date_from="2017-05-01"), date="2016-12-31")
    assert holds(Scope(date_to="2017-05-01"), date="1990-01-01")
    assert not holds(Scope(date_to="2017-05-01"), date="2017-05-02")


def test_every_condition_must_be_met() -> None:
    values = {"author": ("ana ruiz",), "pages": ("12",)}
    scope = Scope(languages=("en",), where=("author = 'Ana Ruiz'", "pages > 9"))
    assert scope.holds("a.md", language="en", date=None, values=values)
    assert not scope.holds("a.md", language="es", date=None, values=values)
    assert not scope.within("pages > 20").holds("a.md", language="en", date=None, values=values)
    assert not holds(scope)


def test_condition_that_cannot_be_read_makes_no_scope() -> None:
    with pytest.raises(ConditionError, match="character 9: found the end"):
        Scope(where=("pages > 9", "pages > "))


def test_scope_narrowed_by_nothing_new_is_the_same() -> None:
    scope = EVERYTHING.within("pages > 9")
    assert scope == Scope(where=("pages > 9",))
    assert scope.within("pages > 9") is scope
    assert scope.within("") is scope


def test_unknown_field_of_any_condition_is_an_error() -> None:
    scope = Scope(where=("pages > 9", "author = 'Ana'"))
    scope.check_fields(("author", "pages"))
    with pytest.raises(ConditionError, match='the field "author"'):
        scope.check_fields(("pages",))


@pytest.mark.parametrize("name", ["doc_ids", "folders", "languages"])
def test_empty_list_of_what_is_allowed_allows_nothing(name: str) -> None:
    for allowed, inside in (((), False), (None, True)):
        given: dict[str, Any] = {name: allowed}
        assert holds(Scope(**given)) is inside


def test_any_list_of_texts_is_kept_as_a_tuple() -> None:
    assert Scope(doc_ids=["a.md"]) == Scope(doc_ids=("a.md",))
    assert hash(Scope(languages={"en"})) == hash(Scope(languages=("en",)))


def test_languages_are_compared_without_regard_to_capitals() -> None:
    assert Scope(languages=("EN",)) == Scope(languages=("en",))
    assert holds(Scope(languages=["EN", "fr"]))
    assert holds(Scope(languages=("es",)), language="ES")
    assert not holds(Scope(languages=("EN",)), language="es")
    assert not holds(Scope(languages=("en",)), language=None)


def test_days_may_be_given_as_such() -> None:
    day, moment = date(2017, 5, 1), datetime(2017, 8, 31, 23, 59, tzinfo=UTC)
    scope = Scope(date_from=day, date_to=moment)
    assert scope == Scope(date_from="2017-05-01", date_to="2017-08-31")
    assert Scope(date_from=date(987, 1, 2)).date_from == "0987-01-02"


def test_one_condition_needs_no_list() -> None:
    assert Scope(where="date > 2020") == Scope(where=("date > 2020",))
    assert Scope(where="") == EVERYTHING


def test_scope_of_what_is_not_there_names_it() -> None:
    known = ("news/a.md", "b.md")
    Scope(doc_ids=known, folders=("news", "news/")).check_names(known)
    for scope, name in (
        (Scope(doc_ids=("b.md", "c.md")), 'called "c.md"'),
        (Scope(folders=("new",)), 'in a folder "new"'),
        (Scope(folders=("b.md",)), 'in a folder "b.md"'),
    ):
        with pytest.raises(StoreError, match=name) as raised:
            scope.check_names(known)
        assert raised.value.problem is StoreProblem.GONE


def test_scope_without_what_is_gone_stays_narrow() -> None:
    scope = Scope(doc_ids=("b.md", "c.md"), folders=("new", "news"), languages=("en",))
    of_known = scope.of_known(["news/a.md", "b.md"])
    assert of_known == Scope(doc_ids=("b.md",), folders=("news",), languages=("en",))
    assert Scope(doc_ids=("c.md",)).of_known(["b.md"]) == Scope(doc_ids=())
    assert EVERYTHING.of_known([]) == EVERYTHING


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"languages": "en"}, "languages is 'en'; it must be a list of texts"),
        ({"doc_ids": (1,)}, "doc_ids is (1,); it must be a list of texts"),
        ({"where": None}, "where is None; it must be a list of texts"),
        ({"date_from": "x"}, "date_from is 'x'; it must be a day such as 2021-03-04, or None"),
        ({"date_to": "2020-13-01"}, "date_to is '2020-13-01'; it must be a day such as"),
        ({"date_to": 2020}, "date_to is 2020; it must be a day such as"),
    ],
)
def test_scope_that_cannot_be_says_what_it_must_be(chosen: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        Scope(**chosen)


@pytest.mark.parametrize("date", ["2017", "2017-02", "2017-02-31", "0001-01-01", "9999-12-31"])
def test_day_month_and_year_bound_a_scope(date: str) -> None:
    assert Scope(date_from=date, date_to=date).date_from == date


@pytest.mark.parametrize(
    ("fields", "scope"),
    [
        ({"doc_ids": [], "date_from": None}, Scope(doc_ids=())),
        ({"doc_ids": None, "folders": [], "languages": ["en"]}, Scope(None, (), ("en",))),
        (
            {"doc_ids": [], "folders": [], "languages": ["en"], "where": []},
            Scope(None, None, ("en",)),
        ),
    ],
)
def test_scope_in_a_file_is_read_as_it_was_meant(fields: dict[str, Any], scope: Scope) -> None:
    assert Scope(**from_json(fields)) == scope
