"""Sorted terms in arrays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.term_list import TermList

terms = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5)


@given(held=st.sets(terms, max_size=20), others=st.sets(terms, max_size=20))
def test_terms_are_found_where_they_are_sorted(held: set[str], others: set[str]) -> None:
    listed = TermList.of([*held, *held])

    assert listed.strings() == sorted(held)
    assert list(listed) == [term.encode() for term in sorted(held)]
    assert [listed.find(term) for term in sorted(held)] == list(range(len(held)))
    assert all(listed.find(term) is None for term in others - held)


def test_place_counts_from_either_end_and_ends_there() -> None:
    listed = TermList.of(["sun", "moon", "ñandú"])

    assert listed[0] == listed[-3] == b"moon"
    assert listed[1:] == [b"sun", "ñandú".encode()]
    with pytest.raises(IndexError):
        listed[3]


def test_what_is_no_text_is_not_found_and_not_taken() -> None:
    assert TermList.of(["?", "\ufffd"]).find("\ud800") is None
    with pytest.raises(UnicodeEncodeError):
        TermList.of(["\ud800"])
