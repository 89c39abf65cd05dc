"""reStructuredText: its marks as plain text, its fields, and what it must not open."""

from pathlib import Path

import pytest

from ragqa.documents.rst import load_rst
from ragqa.documents.source import SourceFile
from ragqa.types import Document


def read(text: str) -> Document:
    (loaded,) = load_rst(SourceFile(Path("in/a.rst"), "in/a.rst", text.encode()))
    return loaded.document


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("*a* **b** ``c`` `d <http://x>`_ e_\n\n.. _e: http://y", "a b c d e"),
        ("see :ref:`the desk <desk>`, :doc:`plan` and :term:`<x>`", "see the desk, plan and x"),
        ("text [1]_ more\n\n.. [1] The note.", "text more\n\nThe note."),
        ("|a| b\n\n.. |a| replace:: c", "c b"),
        ("- a\n- b\n\n  - c", "- a\n- b\n- c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("(b) a\n(c) b", "(b) a\n(c) b"),
        ("term\n  what\n  it is", "term: what it is"),
        ("a\n\n:Open: daily\n:Fee: none", "a\n\nOpen: daily\nFee: none"),
        ("-a  all of it\n-b  some", "-a: all of it\n-b: some"),
        ("| one\n| two", "one\ntwo"),
        ("text::\n\n  x = 1\n    y", "text:\n\nx = 1\n  y"),
        ("== ==\nA  B\n== ==\n1  2\n== ==", "A: 1; B: 2"),
        (
            "+---+---+---+\n| A | B | C |\n+===+===+===+\n| x | 1 | 2 |\n|   +---+---+\n"
            "|   | none  |\n+---+-------+",
            "A: x; B: 1; C: 2\n\nA: x; B / C: none",
        ),
        (".. table:: Hours\n\n   == ==\n   1  2\n   == ==", "Hours\n1 | 2"),
        (".. note:: Careful.", "Careful."),
        (".. a remark\n\ntext", "text"),
        (".. image:: x.png\n   :alt: y", ""),
        (".. figure:: x.png\n\n   Below it.", "Below it."),
        (".. versionadded:: 2.0\n   :opt: x\n\n   New.\n", "2.0\n\nNew."),
        (".. toctree::\n\n   intro\n   usage", ""),
        ("  quoted\n\n  -- Ana", "quoted\n\nAna"),
        ("", ""),
    ],
)
def test_marks_become_plain_text(source: str, text: str) -> None:
    assert read(source).text == text


def test_headings_become_nested_sections() -> None:
    document = read("A\n=\n\nB\n-\n\nx\n\nC\n-\n\nD\n=\n")
    assert [one.heading for one in document.sections] == ["A", "A › B", "A › C", "D"]
    assert document.title == "A"


def test_fields_in_front_are_what_the_file_says_of_itself() -> None:
    document = read("A\n=\n\n:Date: 2023-04-17\n:Author: Ana Ruiz\n:Title: Plan\n\nThe text.")
    assert (document.text, document.title, document.date) == (
        "A\n\nThe text.",
        "Plan",
        "2023-04-17",
    )
    assert document.metadata == {"author": "Ana Ruiz"}


@pytest.mark.parametrize(
    "directive",
    [
        "include:: {}",
        "literalinclude:: {}",
        "csv-table::\n   :file: {}",
        "raw:: html\n   :file: {}",
    ],
)
def test_no_other_file_is_opened(tmp_path: Path, directive: str) -> None:
    (tmp_path / "secret.txt").write_text("secret words")
    source = f".. {directive.format(tmp_path / 'secret.txt')}\n\ntext"
    assert "secret words" not in read(source).text
    assert read(source).text.endswith("text")
