"""Quotation marks around a quotation that may have some itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.quote_marks import in_quotation_marks, quotation_pattern

texts = st.text(alphabet='ab 5"“”«»‘’[1].\n', max_size=30)


@pytest.mark.parametrize(
    ("quote", "language", "written"),
    [
        ("“A step forward,” she said.", "en", "“‘A step forward,’ she said.”"),
        ("«Un paso adelante», dijo.", "es", "«“Un paso adelante”, dijo.»"),
        ('"A step forward", she said.', "en", "“‘A step forward’, she said.”"),
        ('"Un paso adelante", dijo.', "es", "«“Un paso adelante”, dijo.»"),
        ('He said: "Go on."', "en", "“He said: ‘Go on.’”"),
        ("«Lo llama “paso”», dijo.", "es", "«“Lo llama ‘paso’”, dijo.»"),
        # Marks of another kind, and those within the quotation, are left alone.
        ('It helps "nomads" too.', "en", '“It helps "nomads" too.”'),
        ("It helps «nomads» too.", "en", "“It helps «nomads» too.”"),
        ("Ayuda a “nómadas” también.", "es", "«Ayuda a “nómadas” también.»"),
        ("The sheriff's dog barked.", "en", "“The sheriff's dog barked.”"),
        ('The board is 5"', "en", '“The board is 5"”'),
    ],
)
def test_own_marks_give_way_to_another_kind(quote: str, language: str, written: str) -> None:
    assert in_quotation_marks(quote, language) == written


@given(quote=texts, language=st.sampled_from(["en", "es"]))
def test_quotation_keeps_its_length_and_is_found_again(quote: str, language: str) -> None:
    written = in_quotation_marks(quote, language)
    assert len(written) == len(quote) + 2
    assert re.fullmatch(quotation_pattern(quote), written)
