"""What a user says of documents: the rules, and documents that are read with them."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ragqa import ChatBot, Document, Settings, SettingsError
from ragqa.documents import ReadOptions, load_documents
from ragqa.documents.source import LoadedDocument, digest_of
from ragqa.metadata import FileValues, MetadataRules
from ragqa.scope import Scope

# The rules


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("reports/*.pdf", "reports/a.pdf", True),
        ("reports/*.pdf", "reports/2019/a.pdf", False),
        ("reports/*.pdf", "old/reports/a.pdf", False),
        ("reports/**", "reports/2019/a.pdf", True),
        ("**/reports/*.pdf", "old/reports/a.pdf", True),
        ("*.pdf", "reports/2019/a.pdf", True),
        ("?.pdf", "reports/ab.pdf", False),
        ("*.pdf", "a.pdf.txt", False),
        ("[a].pdf", "[a].pdf", True),
        ("[a].pdf", "a.pdf", False),
    ],
)
def test_pattern_fits_paths(pattern: str, path: str, fits: bool) -> None:
    assert FileValues(pattern, ()).fits(path) is fits


def test_later_pattern_counts_before_an_earlier_one() -> None:
    rules = MetadataRules.from_mapping(
        {"files": {"*": {"publisher": "IOM", "place": "Panama"}, "un/*": {"publisher": "UN"}}}
    )
    assert rules.values_for("un/a.md") == {"publisher": "UN", "place": "Panama"}
    assert rules.values_for("a.md", "b.md") == {"publisher": "IOM", "place": "Panama"}


def test_numbers_and_dates_of_toml_are_texts() -> None:
    given = {"date": datetime.date(2021, 3, 4), "volume": 7}
    rules = MetadataRules.from_mapping({"files": {"*": given}})
    assert rules.values_for("a.md") == {"date": "2021-03-04", "volume": "7"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (3, "metadata is 3; it must be a table"),
        ({"file": {}}, "metadata has the unknown table 'file'; known are files, keys"),
        ({"files": ["*"]}, r"metadata.files is \['\*'\]; it must be a table"),
        ({"files": {"*": "IOM"}}, r'metadata.files."\*" is \'IOM\'; it must be a table'),
        ({"files": {"*": {"author": True}}}, "author is True; it must be a text, a number or a"),
        ({"files": {"*": {"author": " "}}}, "author is ' '; it must be a text"),
        ({"files": {"*": {"date": "May"}}}, "date is 'May'; it must be a date such as"),
        ({"files": {"*": {"language": "Spanish"}}}, "language is 'Spanish'; it must be a code"),
        ({"files": {"*": {"doc_id": "a"}}}, "'doc_id' follows from the file; give title"),
        ({"keys": {"creator": 3}}, "metadata.keys.creator is 3; it must be the name of a key"),
        ({"keys": {"creator": "text"}}, "'text' follows from the file"),
    ],
)
def test_wrong_rule_is_named_with_what_it_must_be(values: object, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        MetadataRules.from_mapping(values)


# Documents


def read(folder: Path, text: str, rules: Mapping[str, Any]) -> LoadedDocument:
    (folder / "news").mkdir(exist_ok=True)
    (folder / "news" / "a.md").write_text(text, encoding="utf-8")
    options = ReadOptions(metadata=MetadataRules.from_mapping(rules))
    (loaded,) = load_documents([folder], options=options).documents
    return loaded


def document(folder: Path, text: str, rules: Mapping[str, Any]) -> Document:
    return read(folder, text, rules).document


FILE = """---
Creator: Ana Ruiz
issued: 2019-05-04
tongue: es-MX
publisher: IOM
---
# Walk

A walk.
"""


def test_own_keys_come_under_their_other_names(tmp_path: Path) -> None:
    keys = {"creator": "author", "issued": "date", "tongue": "language", "absent": "place"}
    found = document(tmp_path, FILE, {"keys": keys})
    assert (found.date, found.language) == ("2019-05-04", "es")
    assert found.metadata == {"author": "Ana Ruiz", "publisher": "IOM"}


def test_key_that_is_there_keeps_its_value_and_the_other_its_name(tmp_path: Path) -> None:
    found = document(tmp_path, FILE, {"keys": {"creator": "publisher"}})
    assert found.metadata["publisher"] == "IOM"
    assert found.metadata["Creator"] == "Ana Ruiz"


def test_value_that_is_no_date_keeps_its_name(tmp_path: Path) -> None:
    found = document(tmp_path, FILE, {"keys": {"creator": "date"}})
    assert found.date is None
    assert found.metadata["Creator"] == "Ana Ruiz"


def test_what_is_said_of_a_file_counts_before_what_it_says(tmp_path: Path) -> None:
    said = {"title": "The March", "date": "2020", "language": "fr", "publisher": "UN", "place": "X"}
    rules = {"keys": {"creator": "title"}, "files": {"news/*": said}}
    found = document(tmp_path, FILE, rules)
    assert (found.title, found.date, found.language) == ("The March", "2020", "fr")
    assert found.metadata == {
        "issued": "2019-05-04",
        "tongue": "es-MX",
        "publisher": "UN",
        "place": "X",
    }


def test_other_rules_make_another_digest_and_rules_that_say_nothing_do_not(tmp_path: Path) -> None:
    plain = read(tmp_path, FILE, {})
    assert plain.digest == digest_of(FILE.encode())
    assert read(tmp_path, FILE, {"files": {"reports/*": {"place": "X"}}}) == plain
    said = read(tmp_path, FILE, {"files": {"news/*": {"place": "X"}}})
    other = read(tmp_path, FILE, {"files": {"news/*": {"place": "Y"}}})
    assert len({plain.digest, said.digest, other.digest}) == 3


def test_lines_of_a_file_are_known_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text('{"id": "x1", "text": "A walk."}\n', encoding="utf-8")
    rules = MetadataRules.from_mapping({"files": {"all.jsonl": {"publisher": "IOM"}}})
    (loaded,) = load_documents([tmp_path], options=ReadOptions(metadata=rules)).documents
    assert loaded.document.metadata == {"publisher": "IOM"}


def test_store_takes_up_new_rules_and_is_asked_by_them(tiny_corpus: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    with ChatBot.build(tiny_corpus, store=store):
        pass
    rules = MetadataRules.from_mapping({"files": {"walk.txt": {"author": "Ana Ruiz"}}})
    with ChatBot.build(tiny_corpus, store=store, settings=Settings(metadata=rules)) as bot:
        assert bot.document("walk.txt").metadata == {"author": "Ana Ruiz"}
        hits = bot.search("Panama", scope=Scope(where=("author contains 'ruiz'",)))
        assert {hit.chunk.doc_id for hit in hits} == {"walk.txt"}
