"""The numbers of a spreadsheet as a person sees them: by the format of their cell.

A cell holds 44990 or 0.25 and shows a day or 25 %. Dates are written YYYY-MM-DD whatever the
format: what a person sees of 3/5 depends on their machine, and what it means too.

The codes are those of ECMA-376, part 1, 18.8.30 and 18.8.31.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN_FORMATS = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    48: "0.0E+0",
}  # fmt: skip
"""The formats that a file only numbers."""

_TOKEN = re.compile(
    r"""\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]  # a currency, and a locale
    |\[(?P<elapsed>h+|m+|s+)\]                 # time that does not start again at 24 hours
    |\[[^\]]*\]                                # a colour or a condition
    |"(?P<quoted>[^"]*)"
    |\\(?P<escaped>.)
    |_.|\*.                                    # room, or a filling, for the eye
    |(?P<general>(?i:general))                 # the number as without a format
    |(?P<digits>[0#?](?:[0#?,.]*[0#?,.])?|\.[0#?]+)
    |(?P<power>[Ee][+-]0*)
    |(?P<moment>AM/PM|A/P|[yYmMdDhHsS]+)
    |(?P<other>.)""",
    re.VERBOSE,
)
_QUANTITIES = frozenset({"digits", "general"})
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet knows no time zones)
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_MAX_DAYS = 2_950_000
"""A day near the end of the calendar, also when counted from the later epoch."""

_MAX_QUANTITY = 10**12
_MAX_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@lru_cache(maxsize=4096)
def shown_number(value: float, code: str, *, from_1904: bool = False) -> str:
    """Return a number as a cell with a format code shows it.

    ``from_1904`` says that days are counted from that year, and not from 1900.
    """
    sections = _sections(code)
    section = sections[_section_of(value, len(sections))]
    kinds = {token.kind for token in section}
    if "moment" in kinds or "elapsed" in kinds:
        return _shown_moment(value, section, from_1904=from_1904)
    marks = {token.text for token in section if token.kind == "other"}
    if "/" in marks or "@" in marks or abs(value) >= _MAX_QUANTITY:
        return general_number(value)
    if not kinds.isdisjoint(_QUANTITIES):
        # The section for negative numbers has a sign of its own, or brackets.
        return _shown_quantity(abs(value) if len(sections) > 1 else value, section)
    return _literal(section) or general_number(value)


def general_number(value: float) -> str:
    """Return a number as a cell without a format shows it: up to eleven digits."""
    if value == int(value) and abs(value) < 10**15:
        return str(int(value))
    return f"{value:.11g}"


def _section_of(value: float, count: int) -> int:
    if value < 0:
        return min(1, count - 1)
    return 2 if value == 0 and count > 2 else 0


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[tuple[_Token, ...], ...]:
    """Return the sections of a code: for positive numbers, negative ones, zero."""
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "nothing"
        if kind == "other" and match[0] == ";":
            sections.append([])
        else:
            sections[-1].append(_Token(kind, match[kind] if kind != "nothing" else ""))
    return tuple(tuple(section) for section in sections)


def _literal(section: tuple[_Token, ...]) -> str:
    shown = ("currency", "quoted", "escaped", "other")
    return "".join(token.text for token in section if token.kind in shown).strip()


def _shown_quantity(value: float, section: tuple[_Token, ...]) -> str:
    first = next(index for index, token in enumerate(section) if token.kind in _QUANTITIES)
    after = section[first + 1 :]
    if any(token.kind == "other" and token.text == "%" for token in section):
        value *= 100
    number = _number(value, section[first], after)
    before = _literal(section[:first])
    behind = "".join(token.text for token in after if token.kind in ("quoted", "escaped", "other"))
    behind += "".join(token.text for token in after if token.kind == "currency")
    sign = "-" if number.startswith("-") else ""
    return f"{sign}{before}{number.removeprefix('-')}{behind.rstrip()}"


def _number(value: float, token: _Token, after: tuple[_Token, ...]) -> str:
    if token.kind == "general":
        return general_number(value)
    # Each comma behind the last digit divides by a thousand.
    digits = token.text.rstrip(",")
    return _written(value / float(1000 ** (len(token.text) - len(digits))), digits, after)


def _written(value: float, digits: str, after: tuple[_Token, ...]) -> str:
    whole, _, fraction = digits.partition(".")
    decimals = min(len(fraction), _MAX_DECIMALS)
    if any(token.kind == "power" for token in after):
        return f"{value:.{decimals}E}"
    grouping = "," if "," in whole else ""
    # A spreadsheet rounds a half away from zero, Python's formats to the even neighbour.
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{exact:{grouping}.{decimals}f}"
    head, point, tail = text.partition(".")
    optional = len(fraction) - len(fraction.rstrip("#?"))
    kept = tail.rstrip("0") if optional else tail
    tail = tail[: max(len(kept), len(fraction) - optional)]
    sign = "-" if head.startswith("-") else ""
    head = sign + head.removeprefix("-").rjust(whole.count("0"), "0")
    return f"{head}{point}{tail}" if tail else head


def _shown_moment(value: float, section: tuple[_Token, ...], *, from_1904: bool) -> str:
    letters = "".join(token.text for token in section if token.kind == "moment").lower()
    letters = letters.replace("am/pm", "h").replace("a/p", "h")
    is_span = any(token.kind == "elapsed" for token in section)
    if not (abs(value) <= _MAX_DAYS and (is_span or value >= 0)):
        return general_number(value)
    seconds = round(value * 86_400)
    if is_span:
        return _shown_span(seconds, with_seconds="s" in letters)
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(seconds=seconds)
    has_time = "h" in letters or "s" in letters
    form = "%H:%M:%S" if "s" in letters else "%H:%M"
    if not {"y", "d"} & set(letters):
        return moment.strftime(form) if has_time else f"{moment:%Y-%m}"
    day = f"{moment:%Y-%m-%d}" if "d" in letters else f"{moment:%Y-%m}"
    if "m" not in letters and "d" not in letters:
        day = f"{moment:%Y}"
    return f"{day} {moment.strftime(form)}" if has_time else day


def _shown_span(seconds: int, *, with_seconds: bool) -> str:
    sign = "-" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}" + (f":{rest:02}" if with_seconds else "")
