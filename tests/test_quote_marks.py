"""Quotation marks around a quotation that may have some itself."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ragqa.quote_marks import in_quotation_marks, quotation_pattern

texts = st.text(alphabet='ab 5"“”«»‘’[1].\n', max_size=30)


def test_quotation_stays_letter_by_letter() -> None:
    quote = "“A step forward,” she said."
    assert in_quotation_marks(quote, "en") == f"“{quote}”"
    assert in_quotation_marks(quote, "es") == f"«{quote}»"


@given(quote=texts, language=st.sampled_from(["en", "es"]))
def test_quotation_is_found_again(quote: str, language: str) -> None:
    written = in_quotation_marks(quote, language)
    assert re.fullmatch(quotation_pattern(quote), written)
