"""Sentences of a text as exact spans.

The only importer of sentencex, which finds the ends of sentences inside a run of prose. This module
adds what it does not look at: which line breaks end a sentence, and the abbreviations, ellipses and
brackets that it reads wrongly.
"""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from statistics import median_low

from ragqa.types import Span

_MIN_WRAP_WIDTH = 32
"""Prose is not wrapped to shorter lines than this: what is shorter is a list or verse."""

_LONG_SENTENCE = 300
"""From this many characters on, a quotation of several sentences is cut into them."""

_LONG_RUN = 10_000
"""From this many characters on, quotations are not looked for: sentencex takes the square of the
length for marks that nothing closes.
"""

LIST_ITEM = re.compile(r"(?:[-*+•‣◦▪]|\(?(?:\d{1,3}|[a-z])[.)])\s+\S")
"""How an item of a list begins, at the beginning of a line."""

# "CO" at the end of a line and its "2" on the next, as pages and PDF files set subscripts.
_FORMULA = re.compile(r"(?<![^\s(\[])(?:[A-Z][a-z]?){1,4}$")
_NUMBERED = re.compile(r"\(?(\d{1,3})[.)]\s")
_SUBSCRIPT = re.compile(r"[2-9]\d?(?!\w)")
_TERMINATED = re.compile(r"""[.!?…:;]["'”’»)\]]*$""")
_WITHOUT_STOPS = re.compile(r"[\w\s,'’()/-]*\W?")
_SPACES = re.compile(r"\s*")
_WHITE_SPACE = re.compile(r"\s")
_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTE_MARKS = re.compile(r"""["“”«»‘„‹›`]""")
_BETWEEN_SENTENCES = ' "“«‘„‹'
_CLOSERS = re.compile(r"""["'”’»)\]]*""")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]")

_CONTEXT = 24
"""Characters looked at on each side of an end; longer than any abbreviation below."""

_TITLES = (
    r"Mr|Mrs|Ms|Messrs|Dr|Prof|Rev|Hon|St|Gen|Col|Maj|Capt|Lt|Sgt|Sen|Rep|Gov|Pres|Amb|Fr|Supt"
    r"|Sr|Sra|Srta|Sres|Dra|Dres|Lic|Lcda|Lcdo|Licda|Ing|Arq|Gral|Cnel|Cap|Mons|Dña|Emb|Sto|Sta"
)
_BEFORE_NUMBER = (
    r"[Nn]os?|[Nn][uú]ms?|[Nn]r|[Nn]º|[Nn]rs|[Vv]ols?|[Ff]igs?|[Aa]rts?|[Ss]ecs?|[Cc]h|[Cc]aps?"
    r"|pp?|[Pp][aá]gs?|[Ee]qs?|[Tt]el|[Kk]m|[Aa]pprox|[Aa]prox|ca?"
)
_BEFORE_LOWER_CASE = (
    r"et al|etc|vs|cf|viz|approx|aprox|incl|dept|est|[Ii]nc|[Cc]o|[Cc]orp|Ltd|Ltda|C[ií]a|UU|Vda"
    r"|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|(?:\w\.\s?)*\w"
)
_DAY_OR_ZONE = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ECMP][SD]?T\b|GMT|UTC|local|on\b|\(|–|-|to\b"
)

_FALSE_ENDS = tuple(
    (re.compile(rf"\b(?:{before})$"), re.compile(after))
    for before, after in (
        (rf"(?:{_TITLES})\.", r"\w"),
        (rf"(?:{_BEFORE_NUMBER})\.", r"\(?\d"),
        (r"et al\.", r"[(\[\d]"),
        (rf"(?:{_BEFORE_LOWER_CASE})\.", r"[a-zà-öø-ÿ]"),
        (r"[ap]\.\s?m\.", _DAY_OR_ZONE),
        (r"\d+\s[ad]\.", r"C\."),
        (r"EE\.", r"UU\."),
        (r"\w+\.?\s?\[[\d,\s–-]+\]", r"[a-zà-öø-ÿ]"),
    )
)
"""What stands before and after an end that is none."""

_SENTENCE_OPENER = (
    r"(?:El|La|Los|Las|Un|Una|En|Es|Se|Su|Sus|Este|Esta|Estos|Estas|Pero|Por|Para|Con|Según|Desde"
    r"|Hoy|Ayer|No|Sin|También|Además|Entre|Al|Y)\b"
)
_MISSED_ENDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\bno\.(?=\s+[A-ZÁÉÍÓÚÑ])",
        r"""\betc\.(?=\s+["“«¿¡]?[A-ZÁÉÍÓÚÑ])""",
        r"""(?:…|\.\.\.)(?=\s+["“«¿¡]?[A-ZÁÉÍÓÚÑ])""",
        rf"\bEE\.\s?UU\.(?=\s+{_SENTENCE_OPENER})",
        r"(?:^|(?<=[.!?…]\s))[(\[][^()\[\]]*[.!?…][)\]](?=\s+[A-ZÁÉÍÓÚÑ¿¡“«])",
    )
)


def split_sentences(text: str, language: str | None = None) -> tuple[Span, ...]:
    """Return the spans of the sentences of a text, in order.

    The spans do not overlap, carry no outer white space and hold every character that is not white
    space. A blank line always ends a sentence; a line break ends one unless the text is wrapped
    there. ``language`` is an ISO 639-1 code; None is read as English.
    """
    return tuple(
        Span(run.start + sentence.start, run.start + sentence.end)
        for run in _runs(text)
        for sentence in _sentences_of_run(text[run.start : run.end], language or "en")
    )


def trim_span(text: str, span: Span) -> Span:
    """Return the span without the white space at its two ends; an empty one keeps its start."""
    part = text[span.start : span.end]
    start = span.start + len(part) - len(part.lstrip())
    if start == span.end:
        return Span(span.start, span.start)
    return Span(start, span.start + len(part.rstrip()))


def _runs(text: str) -> Iterator[Span]:
    """Yield the stretches of text inside which a line break is mere wrapping."""
    paragraphs = list(_paragraphs(text))
    widths = [_wrap_width(text, paragraph) for paragraph in paragraphs]
    known_widths = [width for width in widths if width is not None]
    usual_width = median_low(known_widths) if known_widths else None
    for paragraph, width in zip(paragraphs, widths, strict=True):
        yield from _runs_of_paragraph(text, paragraph, width or usual_width)


def _paragraphs(text: str) -> Iterator[list[Span]]:
    for has_text, lines in groupby(_lines(text), key=lambda line: line.end > line.start):
        if has_text:
            yield list(lines)


def _lines(text: str) -> Iterator[Span]:
    """Yield each line without its outer white space; a blank line is an empty span."""
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        yield trim_span(text, Span(start, end))
        start = end


def _wrap_width(text: str, paragraph: list[Span]) -> int | None:
    """Return the width in characters that a paragraph is wrapped to, None if nothing shows that."""
    if any(_continues(text, line, following) for line, following in pairwise(paragraph)):
        return max(line.end - line.start for line in paragraph)
    return None


def _runs_of_paragraph(text: str, paragraph: list[Span], width: int | None) -> Iterator[Span]:
    start = paragraph[0].start
    for line, following in pairwise(paragraph):
        if not _is_wrapped(text, line, following, width):
            yield Span(start, line.end)
            start = following.start
    yield Span(start, paragraph[-1].end)


def _is_wrapped(text: str, line: Span, following: Span, width: int | None) -> bool:
    """Tell whether the break after a line only wraps: the next word had no room on the line."""
    if _is_subscript(text, line, following):
        return True
    if _stands_alone(text, line, following):
        return False
    if _continues(text, line, following):
        return True
    first_word = text[following.start : following.end].split(maxsplit=1)[0]
    needed = line.end - line.start + 1 + len(first_word)
    return width is not None and line.end - line.start >= _MIN_WRAP_WIDTH and needed > width


def _continues(text: str, line: Span, following: Span) -> bool:
    """Tell whether a line surely goes on in the next: no full stop, then a small letter."""
    return (
        line.end - line.start >= _MIN_WRAP_WIDTH
        and text[following.start].islower()
        and not _stands_alone(text, line, following)
        and not _TERMINATED.search(text, max(line.start, line.end - _CONTEXT), line.end)
    )


def _is_subscript(text: str, line: Span, following: Span) -> bool:
    """Tell whether a line of prose ends in a formula, of which the next begins with the number."""
    number = _SUBSCRIPT.match(text, following.start, following.end)
    formula = _FORMULA.search(text, max(line.start, line.end - _CONTEXT), line.end)
    if number is None or formula is None or line.end - line.start < _MIN_WRAP_WIDTH:
        return False
    item = _NUMBERED.match(text, line.start, line.end)
    return item is None or int(item[1]) + 1 != int(number[0])


def _stands_alone(text: str, line: Span, following: Span) -> bool:
    """Tell whether the next line is a list item, or one of the two the row of a table."""
    if LIST_ITEM.match(text, following.start, following.end):
        return True
    return any(text.find(" | ", part.start, part.end) >= 0 for part in (line, following))


def _sentences_of_run(run: str, language: str) -> Iterator[Span]:
    if _WITHOUT_STOPS.fullmatch(run):
        yield Span(0, len(run))
        return
    flat = _SURROGATE.sub("\ufffd", _WHITE_SPACE.sub(" ", run))
    unquoted = _QUOTE_MARKS.sub(" ", flat)
    whole = Span(0, len(flat))
    if len(flat) >= _LONG_RUN:
        yield from _spans_between(flat, whole, _ends(unquoted, language))
        return
    for sentence in _spans_between(flat, whole, _ends(flat, language)):
        if sentence.end - sentence.start < _LONG_SENTENCE:
            yield sentence
        else:
            ends = _ends(unquoted[sentence.start : sentence.end], language)
            yield from _spans_between(flat, sentence, [sentence.start + end for end in ends])


def _ends(flat: str, language: str) -> list[int]:
    """Return about where sentences may end, in order."""
    from sentencex import get_sentence_boundaries

    found = {boundary["end_index"] for boundary in get_sentence_boundaries(language, flat)}
    for pattern in _MISSED_ENDS:
        found.update(match.end() for match in pattern.finditer(flat))
    return sorted(found)


def _spans_between(flat: str, whole: Span, ends: list[int]) -> Iterator[Span]:
    """Yield the trimmed spans that the true ones among the ends cut a stretch into."""
    start = whole.start
    for rough_end in ends:
        end = _settle(flat, rough_end, start)
        if end > start and end < whole.end and not _is_false_end(flat, start, end):
            yield Span(start, end)
            start = _end_of_match(_SPACES, flat, end)
    yield Span(start, whole.end)


def _settle(flat: str, end: int, start: int) -> int:
    """Move an end back to the full stop, then on over the quotes and brackets that close."""
    while end > start and flat[end - 1] in _BETWEEN_SENTENCES:
        end -= 1
    return _end_of_match(_CLOSERS, flat, end)


def _end_of_match(pattern: re.Pattern[str], flat: str, position: int) -> int:
    found = pattern.match(flat, position)
    return found.end() if found else position


def _is_false_end(flat: str, start: int, end: int) -> bool:
    """Tell whether a sentence that starts at ``start`` goes on after ``end``."""
    if _ENUMERATOR.fullmatch(flat, start, end):
        return True
    next_start = _end_of_match(_SPACES, flat, end)
    following = flat[next_start : next_start + _CONTEXT]
    if next_start == end and _goes_right_on(flat[end - 1], following[0]):
        return True
    before = flat[max(start, end - _CONTEXT) : end]
    return any(left.search(before) and right.match(following) for left, right in _FALSE_ENDS)


def _goes_right_on(last: str, following: str) -> bool:
    """Tell whether a sentence goes on behind a mark at which no white space stands.

    As it does in "ragqa.org", in "Inc., which", and behind a full stop within a statement: "Cause:
    The seal is worn.; Remedy: Call us."
    """
    return following in ",;:" or (last == "." and (following.islower() or following.isdigit()))
