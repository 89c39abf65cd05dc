"""The time that a question asks about: "in 2018", "before 2018", "the latest".

A passage is of a time if its document is dated within it, or if it names some of it. One whose
document is of another time, and that names nothing of this one, is left out of what is read, as is
one whose quotation opens with another time. A document without a date is not, unless the quotation
says another time and its passage names none within. So a time that is read wrongly hides what
answers, and one that is not read hides nothing: in doubt there is none.

A title, the name of a file or its only line with a day dates a document that declares no date,
where the time that is asked about has an end.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as calendar_day
from datetime import timedelta

from ragqa.days import MODERN_YEAR, MONTH, MONTHS, is_date
from ragqa.documents.datelines import date_of_line
from ragqa.editions import written_on
from ragqa.named_times import (
    FIRST_DAY,
    FOLLOWS_YEAR,
    LAST_DAY,
    Days,
    days_of,
    named_times,
    opens_with_time,
    times_when,
)
from ragqa.types import Evidence, Hit, ReadDocument

_PART = (
    r"(?:(?:the )?(?:very )?(?:end|beginning|start|middle|(?:first|second) half) of |"
    r"(?:early|mid|late)[ -]|"
    r"(?:el )?(?:fin(?:al|ales|es)?|principios?|inicios?|comienzos?|mediados) del? )"
)
_TIME = re.compile(
    rf"\b(?P<part>{_PART})?(?:(?:the|el|los) )?(?:month of |mes de )?"
    r"(?:(?:(?P<day>\d{1,2})(?:st|nd|rd|th|º)? (?:of |de )?)?"
    rf"(?:(?P<from_month>{MONTH})\.? (?:and|to|through|until|y|a|hasta) )?(?P<month>{MONTH})\.?"
    r"(?: (?:the )?(?P<day_behind>\d{1,2})(?:st|nd|rd|th)?)?,? (?:of |de(?:l)? )?)?"
    rf"(?:(?:the |el )?(?:years?|años?) )?(?P<year>{MODERN_YEAR})\b",
    re.IGNORECASE,
)

_LIST_JOINED = r"(?:, |,? ?(?:and|or|y|e|o|u) |/)(?:(?:in|of|en|de|del|al) )?"
_RANGE_JOINED = r",? ?(?:(?:and|y) )?(?:to|till|until|through|a|al|hasta) | ?[-–—] ?"
_JOINED = re.compile(rf"{_LIST_JOINED}|{_RANGE_JOINED}", re.IGNORECASE)
_RANGED = re.compile(_RANGE_JOINED, re.IGNORECASE)

# What leads to a time, right before it.
_LEAD = re.compile(
    r"(?<!\S)(?:"
    r"(?P<before>before|prior to|earlier than|antes del?|anterior(?:es)? al?|previ[oa]s? al?)|"
    r"(?P<after>after|later than|despu[ée]s del?|tras|posterior(?:es)? al?)|"
    r"(?P<since>since|as from|starting (?:in|from)|desde|a partir del?)|"
    r"(?P<until>until|till|up to|up until|by|hasta)|(?P<between>between|entre)|(?P<from>from)|"
    r"(?P<within>(?:in|during|of|en|durante|del?)(?: both)?)|(?P<near>at|towards?|a|hacia)) $",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r" (?:onwards?|forwards?|en adelante)\b| on(?=$|[,;.?!])", re.IGNORECASE)

# What may not stand right before such a lead: it counts, or says of any time but this.
_COUNTS_OR_EXCLUDES = re.compile(
    r"\b(?:many|number|total|excess|out|instead|than|not?|nor|except|outside|as|like|rather|"
    r"m[áa]s|menos|cerca|alrededor|n[úu]mero|grupo|exceso|fuera|lugar|vez|que|como|ni|salvo|"
    r"excepto|lejos|cu[áa]nt[oa]s) $",
    re.IGNORECASE,
)
# An order in time that stands before it, and is of something else: "before the caravan of 2018".
_ORDERS = re.compile(
    r"\b(?:before|after|since|until|till|prior|following|preceding|previous(?:ly)?|earlier|later|"
    r"antes|despu[ée]s|desde|hasta|tras|luego|previ[oa]s?|anterior(?:es|mente)?|"
    r"posterior(?:es|mente)?|siguientes?|a partir)\b",
    re.IGNORECASE,
)
_NEWS_EN = r"(?:news|reports?|documents?|publications?|articles?|updates?|press releases?)"
_NEWS_ES = (
    r"(?:informes?|noticias?|novedad(?:es)?|documentos?|reportes?|datos|cifras|comunicados?|notas?|"
    r"artículos?|actualizaci[oó]n(?:es)?|publicaci[oó]n(?:es)?)"
)
# Not a limit: "at the latest", "the latest time I can check in", "the latest we may apply".
_LATEST = (
    r"(?<!at the )latest(?! (?:(?:possible|permitted|allowed|acceptable) )?"
    r"(?:time|date|day|hour|moment|month|year|deadline|check|I|we|you|one|people|they|it)\b)"
)
_MUST_ES = (
    r"(?:(?:se |me |nos )?(?:hay|tengo|tiene[ns]?|tenemos|deb[eo]\w*|puede\w*|puedo|podemos|"
    r"necesit\w+|falta\w*))"
)
_NEWEST = re.compile(
    rf"\b(?:{_LATEST}|newest|most (?:recent(?:ly)?|up[ -]to[ -]date)|más (?:recientes?|nuev[oa]s?)|"
    rf"(?:last|recent) {_NEWS_EN}|últim[oa]s? {_NEWS_ES}|{_NEWS_ES} recientes?|"
    rf"(?<!por )lo (?:más )?(?:último|reciente)(?! que {_MUST_ES}\b))\b",
    re.IGNORECASE,
)
_WORD_BEHIND = re.compile(r" [^\W\d]")
_NUMBER_OF_THEM = re.compile(r"(?:the|los) \d{4}", re.IGNORECASE)


_YEAR_ALONE = 4
_SHORT = 20_000
"""A text of more characters than this may tell of several days, though one line has a day."""


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """The days that are asked about, ISO 8601 and both included; or the newest of all."""

    first: str = FIRST_DAY
    last: str = LAST_DAY
    newest: bool = False

    def meets(self, days: Days) -> bool:
        """Tell whether any of some days is within."""
        return days.meets(Days(self.first, self.last))


def time_asked(text: str) -> TimeFrame | None:
    """Return the time that a question asks about, None if it asks about none.

    Of two years that are not next to each other the frame holds what lies between them, too.
    """
    text = " ".join(text.split())
    runs = [run for run in _runs(text) if not _counts_things(text, run)]
    if not runs:
        return TimeFrame(newest=True) if _NEWEST.search(text) else None
    return _frame(text, runs[0]) if len(runs) == 1 else None


def without_time(text: str) -> str:
    """Return a question that asks about one time without its words for that."""
    text = " ".join(text.split())
    run = next(run for run in _runs(text) if not _counts_things(text, run))
    lead = _LEAD.search(text[: run[0].start()])
    start = lead.start() if lead else run[0].start()
    return f"{text[:start].rstrip()} {text[run[-1].end() :].lstrip(' ,')}".replace(
        " ?", "?"
    ).strip()


def _runs(text: str) -> list[list[re.Match[str]]]:
    """Return the times that a text names, those together that are joined: "2017 and 2018"."""
    runs: list[list[re.Match[str]]] = []
    for found in _TIME.finditer(text):
        if runs and _JOINED.fullmatch(text, runs[-1][-1].end(), found.start()):
            runs[-1].append(found)
        else:
            runs.append([found])
    return runs


def _counts_things(text: str, run: Sequence[re.Match[str]]) -> bool:
    """Tell whether what looks like a year is surely none: "the 1500 migrants"."""
    if _is_whole(text, run):
        return False
    of_them = _NUMBER_OF_THEM.fullmatch(run[0][0])
    return bool(of_them) or not _LEAD.search(text[: run[0].start()])


def _is_whole(text: str, run: Sequence[re.Match[str]]) -> bool:
    """Tell whether a time ends where its year does; "in 1500 schools" does not.

    A year behind its month counts nothing: "the webinars of July 2021 held".
    """
    end = run[-1].end()
    return bool(
        FOLLOWS_YEAR.match(text, end) or (run[-1]["month"] and _WORD_BEHIND.match(text, end))
    )


def _frame(text: str, run: Sequence[re.Match[str]]) -> TimeFrame | None:
    """Return the frame of the one time that a text names, None if its words are not all read."""
    before = text[: run[0].start()]
    lead = _LEAD.search(before)
    if lead is None or not all(map(_is_time, run)) or not _is_whole(text, run):
        return None
    ahead = before[: lead.start()]
    if _COUNTS_OR_EXCLUDES.search(ahead) or _ORDERS.search(ahead):
        return None
    sort = lead.lastgroup or ""
    if len(run) > 1 or run[0]["from_month"]:
        return _span(run) if _is_span(text, run, sort) else None
    if _ONWARDS.match(text, run[0].end()):
        return TimeFrame(first=_start(run[0])) if sort in {"since", "from", "within"} else None
    return _frame_of_one(run[0], sort)


def _frame_of_one(time: re.Match[str], sort: str) -> TimeFrame | None:
    if sort == "until" or (sort == "before" and time["part"]):
        return TimeFrame(last=_end(time))
    if sort == "since" or (sort == "after" and time["part"]):
        return TimeFrame(first=_start(time))
    if sort == "before":
        return TimeFrame(last=_day_before(time["year"], _month(time), _day(time)))
    if sort == "after":
        return TimeFrame(first=_day_after(time["year"], _month(time), _day(time)))
    # What is told of a day stands in documents of later days, too.
    if _day(time) is None and (sort == "within" or (sort == "near" and time["part"])):
        return _span([time])
    return None


def _is_span(text: str, run: Sequence[re.Match[str]], sort: str) -> bool:
    """Tell whether the words around several times are those of all of them, or of a range."""
    if sort in {"within", "between", "from"}:
        return True
    if sort != "since":
        return False
    if run[0]["from_month"]:
        return len(run) == 1
    return len(run) == 2 and bool(_RANGED.fullmatch(text, run[0].end(), run[1].start()))


def _span(run: Sequence[re.Match[str]]) -> TimeFrame:
    return TimeFrame(min(map(_start, run)), max(map(_end, run)))


def _is_time(found: re.Match[str]) -> bool:
    """Tell whether what was found is a time that exists."""
    if _NUMBER_OF_THEM.fullmatch(found[0]):
        return False  # "of the 2000 in Panama"
    month, from_month, day = _month(found), _number(found["from_month"]), _day(found)
    if from_month is not None and (day is not None or month is None or from_month > month):
        return False
    return day is None or is_date(f"{found['year']}-{month or 0:02}-{day:02}")


def hits_in_time(
    hits: Sequence[Hit], frame: TimeFrame, *, documents: ReadDocument
) -> tuple[Hit, ...]:
    """Return the hits that may speak of a time, in their order."""
    return tuple(hit for hit in hits if _may_be_of(hit, frame, documents))


def hits_dated_within(
    hits: Sequence[Hit], frame: TimeFrame, *, documents: ReadDocument
) -> tuple[Hit, ...]:
    """Return the hits of documents, or of stories of them, that are of a time."""
    dates = ((hit, _date(hit, documents)) for hit in hits)
    return tuple(hit for hit, date in dates if date is not None and frame.meets(days_of(date)))


def names_another_time(evidence: Evidence, frame: TimeFrame, *, documents: ReadDocument) -> bool:
    """Tell whether a quotation names times, and none within a frame."""
    times = [*named_times(evidence.quote, told_on=_date(evidence.hit, documents))]
    return bool(times) and not any(map(frame.meets, times))


def is_of_another_time(evidence: Evidence, frame: TimeFrame, *, documents: ReadDocument) -> bool:
    """Tell whether a quotation surely tells of other times than those within a frame.

    It opens with one of them ("In 2016 the region …"), or it says one, nothing dates it, and its
    passage names no time within.
    """
    quote, date = evidence.quote, _date(evidence.hit, documents)
    if any(map(frame.meets, named_times(quote, told_on=date))):
        return False
    if opens_with_time(quote):
        return True
    return date is None and any(times_when(quote)) and not _names(frame, evidence.hit, documents)


def newest_first(hits: Sequence[Hit], *, documents: ReadDocument) -> list[tuple[Hit, ...]]:
    """Return the hits of each dated document, or story of one, together, the newest first."""
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        date = _date(hit, documents)
        if date is not None:
            groups.setdefault((hit.chunk.doc_id, date), []).append(hit)
    newest = sorted(groups.items(), key=lambda one: one[0][1], reverse=True)
    return [tuple(group) for _, group in newest]


def _may_be_of(hit: Hit, frame: TimeFrame, documents: ReadDocument) -> bool:
    # What was told before may hold on, so that a date that is only told counts within an end.
    date = (_date if frame.last == LAST_DAY else _told_date)(hit, documents)
    return date is None or frame.meets(days_of(date)) or _names(frame, hit, documents)


def _names(frame: TimeFrame, hit: Hit, documents: ReadDocument) -> bool:
    """Tell whether a passage, its heading or its document's title names a time within a frame."""
    chunk, date = hit.chunk, _told_date(hit, documents)
    texts = (chunk.text, chunk.heading, documents(chunk.doc_id).title)
    return any(frame.meets(days) for text in texts for days in named_times(text, told_on=date))


def _date(hit: Hit, documents: ReadDocument) -> str | None:
    return documents(hit.chunk.doc_id).date_at(hit.chunk.start)


def _told_date(hit: Hit, documents: ReadDocument) -> str | None:
    """Return the date of a hit, or the day or month that its title, file or only dateline tells."""
    document = documents(hit.chunk.doc_id)
    date = _date(hit, documents)
    if date is not None or document.places:
        return date
    told = written_on(document) or ""
    return told if len(told) > _YEAR_ALONE else _dateline(document.text)


def _dateline(text: str) -> str | None:
    """Return the day of the only line of a short text that has one and little else."""
    if len(text) > _SHORT:
        return None
    days = [day for line in text.splitlines() if (day := date_of_line(line))]
    return days[0] if len(days) == 1 else None


def _number(month: str | None) -> int | None:
    return MONTHS.get((month or "").lower())


def _month(found: re.Match[str]) -> int | None:
    return _number(found["month"])


def _day(found: re.Match[str]) -> int | None:
    day = found["day"] or found["day_behind"]
    return int(day) if day else None


def _start(found: re.Match[str]) -> str:
    month, day = _month(found), _day(found)
    return f"{found['year']}-{_number(found['from_month']) or month or 1:02}-{day or 1:02}"


def _end(found: re.Match[str]) -> str:
    # Days are compared as text, so that no month needs to know how long it is.
    return f"{found['year']}-{_month(found) or 12:02}-{_day(found) or 31:02}"


def _day_before(year: str, month: int | None, day: int | None) -> str:
    if day is not None:
        return _moved(year, month, day, by=-1)
    if month is None or month == 1:
        return f"{int(year) - 1}-12-31"
    return f"{year}-{month - 1:02}-31"


def _day_after(year: str, month: int | None, day: int | None) -> str:
    if day is not None:
        return _moved(year, month, day, by=1)
    if month is None or month == 12:
        return f"{int(year) + 1}-01-01"
    return f"{year}-{month + 1:02}-01"


def _moved(year: str, month: int | None, day: int, *, by: int) -> str:
    return (calendar_day(int(year), month or 1, day) + timedelta(days=by)).isoformat()
