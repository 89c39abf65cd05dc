"""The numbers of a spreadsheet as a person sees them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.documents.number_formats import general_number, shown_number


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234.0, "General", "1234"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "1e-07"),
        (-5.0, "0", "-5"),
        (2.5, "0", "3"),
        (1234.567, "#,##0.00", "1,234.57"),
        (0.25, "0%", "25%"),
        (0.2567, "0.0 %", "25.7 %"),
        (-3.0, "#,##0;(#,##0)", "(3)"),
        (-3.0, "#,##0;[Red]-#,##0", "-3"),
        (0.0, '0;-0;"none"', "none"),
        (3.5, '"Q"#,##0.00', "Q3.50"),
        (-5.5, "$#,##0.00", "-$5.50"),
        (3.5, '#,##0.00\\ "€"', "3.50 €"),
        (1234.5, "_-* #,##0.00\\ [$€-C0A]_-;-* #,##0.00", "1,234.50 €"),
        (12.0, "[$₡-140A]#,##0", "₡12"),
        (123.0, "00000", "00123"),
        (2.5, "0.##", "2.5"),
        (2.0, "0.##", "2"),
        (5.0, '0 "km"', "5 km"),
        (1_500_000.0, '0.0,,"M"', "1.5M"),
        (12345.0, "0.00E+00", "1.23E+04"),
        (0.5, "# ?/?", "0.5"),
        (7.0, "@", "7"),
        (1e14, "#,##0", "100000000000000"),
        (7.0, '"closed"', "closed"),
        (5.0, 'General" kg"', "5 kg"),
        (5.5, "General_)", "5.5"),
        (-5.0, "General;[Red]-General", "-5"),
        (5.0, "General;[Red]-General", "5"),
        (-5.0, "[Red]General", "-5"),
        (-5.0, '"Q"GENERAL', "-Q5"),
        (0.25, "General%", "25%"),
        (-1e14, "0;(0)", "-100000000000000"),
        (-0.5, "# ?/?;-# ?/?", "-0.5"),
    ],
)
def test_quantity_is_shown_by_its_format(value: float, code: str, shown: str) -> None:
    assert shown_number(value, code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (44990.0, "dd/mm/yyyy", "2023-03-05"),
        (44990.0, "m/d/yy", "2023-03-05"),
        (44990.0, '[$-80A]d "de" mmmm "de" yyyy', "2023-03-05"),
        (44990.0, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2023-03-05"),
        (44990.5, "m/d/yy h:mm", "2023-03-05 12:00"),
        (44990.0, "mmm-yy", "2023-03"),
        (44990.0, "yyyy", "2023"),
        (0.604, "h:mm AM/PM", "14:29"),
        (0.604, "hh:mm:ss", "14:29:46"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (1.5, "[h]:mm", "36:00"),
        (1.0, "yyyy-mm-dd", "1899-12-31"),
        (-1.0, "yyyy-mm-dd", "-1"),
        (1e9, "yyyy-mm-dd", "1000000000"),
        (1e305, "[h]:mm", "1e+305"),
    ],
)
def test_date_and_time_are_written_one_way(value: float, code: str, shown: str) -> None:
    assert shown_number(value, code) == shown


def test_days_can_count_from_1904() -> None:
    assert shown_number(43528.0, "dd/mm/yy", from_1904=True) == "2023-03-05"


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text('0#?.,%;ymdhs[]$"\\_*/@E+-x ', max_size=12),
)
def test_any_code_shows_something_of_any_number(value: float, code: str) -> None:
    assert isinstance(shown_number(value, code), str)


@given(st.floats(min_value=-1e14, max_value=1e14))
def test_number_without_a_format_keeps_eleven_digits(value: float) -> None:
    assert math.isclose(float(general_number(value)), value, rel_tol=1e-10)
