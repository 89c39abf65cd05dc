"""Blocks of postings put together: as if all of their texts had been indexed at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa import term_merging
from ragqa.term_blocks import TermBlock
from ragqa.term_merging import merge_terms

words = st.sampled_from(["a", "b", "c", "ñ", "d’e", "f g"])
rows = st.lists(st.tuples(st.lists(words, max_size=8), st.booleans()), max_size=8)


@pytest.mark.parametrize("at_once", [1, 5, 1000])
@given(parts=st.lists(rows, max_size=5))
def test_merged_rows_are_the_block_of_these(
    tmp_path_factory: pytest.TempPathFactory,
    at_once: int,
    parts: list[list[tuple[list[str], bool]]],
) -> None:
    folder, whole = tmp_path_factory.mktemp("merged"), tmp_path_factory.mktemp("whole")
    blocks = [
        (
            TermBlock.build([terms for terms, _ in part]),
            np.flatnonzero(np.array([chosen for _, chosen in part], dtype=np.bool_)),
        )
        for part in parts
    ]
    TermBlock.build([terms for part in parts for terms, chosen in part if chosen]).save(whole)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(term_merging, "_POSTINGS_AT_ONCE", at_once)
        merge_terms(blocks, folder)

    for file in whole.iterdir():
        assert (folder / file.name).read_bytes() == file.read_bytes(), file.name
