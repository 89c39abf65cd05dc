import pytest

from ragqa.errors import ConditionError
from ragqa.scope import EVERYTHING, Scope


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
