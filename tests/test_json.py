"""JSON files: documents, statements, items and their numbers."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.documents.json import load_json
from ragqa.documents.source import LoadedDocument, SourceFile
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document


def load(value: object) -> list[LoadedDocument]:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return list(load_json(SourceFile(Path("in/desk.json"), "in/desk.json", text.encode())))


def read(value: object) -> Document:
    (loaded,) = load(value)
    return loaded.document


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"name": "Bus", "opens_at": "8:00", "fee": 3.50}, "name: Bus; opens at: 8:00; fee: 3.5"),
        ({"open": True, "closed": None, "days": ["Mon", "Tue"]}, "open: true; days: Mon, Tue"),
        ({"note": "x " * 150, "a": 1}, "a: 1\n\nnote: " + ("x " * 150).strip()),
        ({"desk": {"town": "León", "head": {"name": "Ana"}}, "a": 1},
         "a: 1\n\ndesk\n\ntown: León\n\nhead\n\nname: Ana"),
        ([{"a": 1, "b": 2}, {"a": 3}], "a: 1; b: 2\n\na: 3"),
        ([{"a": 1, "b": {"c": 2, "d": {"e": 3}}}], "a: 1\n\nb: c: 2\n\nb: d: e: 3"),
        ({"desks": [{"a": 1}, {"a": 2}]}, "desks\n\na: 1\n\na: 2"),
        (["one", 2, None, "th\nree"], "one\n\n2\n\nth ree"),
        ("[1.50, 1e3]", "1.50\n\n1e3"),
        ("7", "7"),
        ({}, ""),
        ([], ""),
        ("null", ""),
    ],
)  # fmt: skip
def test_values_become_statements(value: object, text: str) -> None:
    assert read(value).text == text


def test_items_of_a_list_are_cited_and_names_become_headings() -> None:
    document = read(
        {"title": "Desks", "date": "2021-03-04", "desks": [{"a": 1, "b": {"c": 2}}, {"a": 3}]}
    )
    cited = [(one.label, document.text[one.start : one.end]) for one in document.places]
    assert cited == [("item 1", "a: 1\n\nb: c: 2"), ("item 2", "a: 3")]
    assert [one.heading for one in document.sections] == ["desks"]
    assert (document.title, document.date) == ("Desks", "2021-03-04")


def test_list_of_documents_holds_a_document_each() -> None:
    records = [{"id": "a", "text": "One.", "title": "T"}, {"id": 2, "text": "Two."}]
    first, second = load(records)
    assert (first.document.doc_id, first.document.title, first.document.text) == ("a", "T", "One.")
    assert (second.document.doc_id, second.document.source) == ("2", "in/desk.json")
    assert first.digest != second.digest
    assert load(records[::-1])[1].digest == first.digest


def test_object_with_a_text_is_one_document() -> None:
    document = read({"text": "The text.", "title": "T", "language": "es", "place": "León"})
    assert (document.doc_id, document.text) == ("in/desk.json", "The text.")
    assert (document.title, document.language) == ("T", "es")
    assert document.metadata == {"place": "León"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'in/desk.json, line 1: found "Expecting value" at column 1'),
        ('{"a": 1,\n "b"}', "line 2: found"),
        ('{"a": 1}\n{"a": 2}', 'line 2: found "Extra data" .* name the file .jsonl'),
        ('"\\ud800"', "found half of a surrogate pair"),
        ("[" * 100_000, "more than 40 deep"),
        ("[" * 100 + "]" * 100, "more than 40 deep"),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        load(text)
    expected = FileProblem.TOO_DEEP if "deep" in message else FileProblem.BROKEN
    assert caught.value.problem is expected


LEAVES = (
    st.none() | st.booleans() | st.integers() | st.text(st.characters(categories=["L"]), min_size=1)
)


@given(
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abcd"), inner),
        max_leaves=12,
    )
)
def test_every_value_comes_back(value: object) -> None:
    def leaves(one: object) -> list[str]:
        if isinstance(one, dict):
            return [leaf for inner in one.values() for leaf in leaves(inner)]
        if isinstance(one, list):
            return [leaf for inner in one for leaf in leaves(inner)]
        return [str(one).lower() if isinstance(one, bool) else str(one)] if one is not None else []

    text = read(json.dumps(value)).text
    assert all(leaf in text for leaf in leaves(value))
