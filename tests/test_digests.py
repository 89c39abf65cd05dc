"""Pages of several dated stories, and pages that only look a little like one."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest
from builders import document_of
from hypothesis import given
from hypothesis import strategies as st
from news import DAYS, ISO_DAYS, PROSE, TITLES

from ragqa.chunking import chunk_document
from ragqa.documents import load_documents
from ragqa.documents.datelines import date_of_line
from ragqa.documents.digests import with_stories
from ragqa.documents.structure import structure_problems
from ragqa.types import Place, PlaceKind, Section

SPANISH_PROSE = (
    "El consejo del puerto se reunió el martes y decidió que el muelle norte se repare antes de "
    "que empiecen las tormentas de invierno."
)


def sections_of(text: str) -> list[tuple[str, str | None]]:
    return [(one.heading, one.date) for one in with_stories(document_of(text)).sections]


# Lines that are a day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("3 September, 2017", "2017-09-03"),
        ("September 3, 2017", "2017-09-03"),
        ("Sept. 3rd, 2017", "2017-09-03"),
        ("3 de septiembre de 2017", "2017-09-03"),
        ("1º de enero del 2020", "2020-01-01"),
        ("lunes, 4 de septiembre de 2017", "2017-09-04"),
        ("Publicado el 4 de sept. de 2017", "2017-09-04"),
        ("4 de setiembre de 2017", "2017-09-04"),
        ("4 set. 2017", "2017-09-04"),
        # Not told apart by a pattern for small and capital letters alike.
        ("4 aprıl 2017", None),
        ("Published on Monday, 4 September 2017.", "2017-09-04"),
        ("Date: 2017-09-03", "2017-09-03"),
        ("Georgetown, Guyana, 24 September2021", "2021-09-24"),
        ("Georgetown, Guyana 23 August 2021:", "2021-08-23"),
        ("San José, Costa Rica – 9 de octubre, 2018", "2018-10-09"),
        ("Lima, 3 May 1921", "1921-05-03"),
        ("Ciudad de Panamá – 3 de mayo de 2019", "2019-05-03"),
        ("Expires on 4 May 2031", None),
        ("Born, 3 May 1930", None),
        ("Ant Hall, doors open 3 May 2030", None),
        ("The Battle of Waterloo was fought on 18 June 1815", None),
        ("31 February 2017", None),
        ("September 2017", None),
        ("2017", None),
        ("3/9/2017", None),
        ("3 September 2017 – 5 October 2018", None),
        ("3 September 2017, 10:32", None),
        ("On 3 September 2017, the council met.", None),
        ("3 September 2017 Pier to be mended", None),
        ("12 people met on 3 September 2017", None),
    ],
)
def test_line_is_a_day_or_says_more(line: str, day: str | None) -> None:
    assert date_of_line(line) == day


@given(st.text())
def test_any_line_is_a_day_or_not(line: str) -> None:
    day = date_of_line(line)
    assert day is None or len(day) == 10


# Pages of stories


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n\n"])
def test_stories_begin_with_the_day_above_the_title(gap: str) -> None:
    text = "\n\n".join(gap.join(parts) for parts in zip(DAYS, TITLES, [PROSE] * 3, strict=True))
    assert sections_of(text) == list(zip(TITLES, ISO_DAYS, strict=True))


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_stories_begin_with_the_title_above_the_day(gap: str) -> None:
    text = "\n\n".join(gap.join(parts) for parts in zip(TITLES, DAYS, [PROSE] * 3, strict=True))
    assert sections_of(text) == list(zip(TITLES, ISO_DAYS, strict=True))


def test_spanish_stories_are_told_apart() -> None:
    days = ("3 de septiembre de 2017", "22 de agosto de 2017", "31 de julio del 2017")
    titles = (
        "El muelle se repara antes del invierno",
        "Nuevo ferry a la isla",
        "El mercado se muda",
    )
    text = "\n\n".join(
        "\n\n".join(parts) for parts in zip(days, titles, [SPANISH_PROSE] * 3, strict=True)
    )
    assert sections_of(text) == list(zip(titles, ISO_DAYS, strict=True))


def test_prose_may_be_broken_into_lines() -> None:
    wrapped = PROSE.replace("decided that", "decided\nthat").replace(
        "mended before", "mended\nbefore"
    )
    text = "\n\n".join("\n".join(parts) for parts in zip(DAYS, TITLES, [wrapped] * 3, strict=True))
    assert sections_of(text) == list(zip(TITLES, ISO_DAYS, strict=True))


def test_story_reaches_to_the_next_and_holds_its_day() -> None:
    text = "News of the harbour\n\n" + "\n\n".join(
        f"{day}\n{title}\n{PROSE}\n{PROSE}" for day, title in zip(DAYS, TITLES, strict=True)
    )
    document = with_stories(document_of(text, title="News of the harbour"))
    assert document.title == "News of the harbour"
    assert structure_problems(document) == []
    starts = [text.index(day) for day in DAYS]
    assert document.sections == tuple(
        Section(title, start, end, day)
        for title, day, (start, end) in zip(
            TITLES, ISO_DAYS, pairwise([*starts, len(text)]), strict=True
        )
    )


def test_page_that_begins_with_a_story_is_called_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "harbour-news.txt").write_text(
        "\n\n".join(f"{day}\n{title}\n{PROSE}" for day, title in zip(DAYS, TITLES, strict=True)),
        encoding="utf-8",
    )
    (loaded,) = load_documents([tmp_path]).documents
    assert loaded.document.title == "harbour-news"
    assert loaded.document.date is None
    assert loaded.document.date_at(loaded.document.text.index("Market")) == "2017-07-31"


def test_stories_without_a_day_get_none_from_those_around() -> None:
    parts = [TITLES[0], PROSE, TITLES[1], DAYS[1], PROSE, TITLES[2], f"Pier, {DAYS[2]}:", PROSE]
    parts += ["School opens its doors again", PROSE, PROSE]
    assert sections_of("\n".join(parts)) == [
        (TITLES[0], None),
        (TITLES[1], "2017-08-22"),
        (TITLES[2], "2017-07-31"),
        ("School opens its doors again", None),
    ]


def test_passage_of_a_story_holds_its_title_and_day() -> None:
    text = "\n\n".join(
        f"{day}\n\n{title}\n\n{PROSE}" for day, title in zip(DAYS, TITLES, strict=True)
    )
    chunks = chunk_document(
        with_stories(document_of(text)),
        max_tokens=60,
        overlap_tokens=0,
        count_tokens=lambda one: len(one.split()),
    )
    assert [chunk.heading for chunk in chunks] == list(TITLES)
    assert all(chunk.text.startswith(day) for chunk, day in zip(chunks, DAYS, strict=True))


# Pages that are none

CURRICULUM = f"""Ana Ruiz
Date of birth: 3 May 1980

Work experience

1 May 2015
Project officer, IOM

1 March 2012
Adviser at the Ministry of Labour

15 January 2010
Assistant

{PROSE}
"""
BIBLIOGRAPHY = f"""References

Ruiz, A. (2017). {TITLES[0]}. Harbour Studies, 3(2), 14–28. Retrieved 3 September, 2017.

Soto, B. (2016). {TITLES[1]}. Island Press. Retrieved 22 August, 2017.

Vega, C. (2015). {TITLES[2]}. Market Quarterly. Retrieved 31 July, 2017.
"""
CHAT = "\n".join(
    f"{day}\nAna: did you see the pier today\nBen: yes, {PROSE}\nAna: thank you" for day in DAYS
)
MINUTES = "\n\n".join(
    f"{day}\nPresent: Ana Ruiz, Ben Soto, {name}\n{PROSE}"
    for day, name in zip(DAYS, ("Eva", "Leo", "Mia"), strict=True)
)
MEETINGS = "\n\n".join(f"{day}\nMeeting of the council\n{PROSE}" for day in DAYS)
TABLE = "\n".join(f"{title}\n{day}" for title, day in zip(TITLES, DAYS, strict=True))
DIARY = "\n\n".join(f"{day}\n{PROSE}" for day in DAYS)
LETTER = f"{DAYS[0]}\n\nDear members of the council\n\n{PROSE}\n\n{PROSE}\n"
TWO = "\n\n".join(
    f"{day}\n{title}\n{PROSE}" for day, title in zip(DAYS[:2], TITLES[:2], strict=True)
)
TWO_IN_PROSE = f"{TITLES[0]}\n{DAYS[0]}\n{PROSE}\nYes\n{TITLES[1]}\n{DAYS[1]}\n{PROSE}"
TWO_AMONG_TITLES = f"{TWO_IN_PROSE}\n{TITLES[2]}\n{PROSE}"
TIMETABLE = "\n".join(
    [f"{title}\n{day}\n{PROSE}" for day, title in zip(DAYS, TITLES, strict=True)]
    + [f"{number} May 2018\nOpen" for number in range(1, 5)]
)
NOTICES = "\n\n".join(
    f"{day}\n{title}\nThe whole text lies in the office of the harbour\n\n{PROSE}"
    for day, title in zip(DAYS, TITLES, strict=True)
)
ROOM = "\n".join(
    f"{day}\n{name} has joined the room\nBen: {PROSE}"
    for day, name in zip(DAYS, ("Ana", "Eva", "Leo"), strict=True)
)
TASKS = "\n".join(
    f"{day}\n- Ask {name} for ropes\n{PROSE}"
    for day, name in zip(DAYS, ("Ana", "Eva", "Leo"), strict=True)
)
LETTERS = "\n\n".join(
    f"{title}\n\n{PROSE}\n\nLima, {day}" for day, title in zip(DAYS, TITLES, strict=True)
)
GRANTS = "\n\n".join(
    f"{title}\nExpires on {day}\n{PROSE}" for day, title in zip(DAYS, TITLES, strict=True)
)
ATTENDANCE = "\n\n".join(
    f"{day}\nPresent were {name} and others\n{PROSE}"
    for day, name in zip(DAYS, ("Ana", "Eva", "Leo"), strict=True)
)
LOG = "\n".join(f"2017-09-0{day} 10:32:11 INFO the pier was opened to all boats." for day in "345")


@pytest.mark.parametrize(
    "text",
    [
        CURRICULUM, BIBLIOGRAPHY, CHAT, MINUTES, MEETINGS, TABLE, DIARY, LETTER, TWO, TWO_IN_PROSE,
        TWO_AMONG_TITLES, TIMETABLE, NOTICES, ROOM, TASKS, LETTERS, GRANTS, ATTENDANCE, LOG, "",
        "3 September, 2017",
    ],
    ids=[
        "curriculum", "bibliography", "chat", "minutes", "meetings", "table", "diary", "letter",
        "two stories", "two stories and more", "two stories among titles and more", "timetable",
        "notices", "room", "tasks", "letters", "grants", "attendance", "log", "nothing", "a day",
    ],
)  # fmt: skip
def test_other_text_with_days_stays_whole(text: str) -> None:
    document = document_of(text)
    assert with_stories(document) is document


def test_document_with_places_keeps_its_structure() -> None:
    text = "\n\n".join(f"{day}\n{title}\n{PROSE}" for day, title in zip(DAYS, TITLES, strict=True))
    plain = document_of(text)
    assert with_stories(plain) is not plain
    slides = replace(plain, places=(Place(PlaceKind.SLIDE, 0, len(text), 1),))
    assert with_stories(slides) is slides


_LINES = st.lists(
    st.sampled_from([*DAYS, *TITLES, PROSE, "Yes", "", "Present: Ana", "School opens its doors"])
)


@given(_LINES)
def test_stories_of_any_page_are_its_parts_in_order(lines: list[str]) -> None:
    document = with_stories(document_of("\n".join(lines)))
    assert structure_problems(document) == []
    for section in document.sections:
        story = document.text[section.start : section.end]
        assert section.heading in story
        assert section.date is None or section.date == next(
            filter(None, map(date_of_line, story.splitlines())), None
        )


def test_time_grows_with_the_lines_and_no_faster() -> None:
    """Each line may be prose, and none ends a sentence: what is below must not be read for each."""
    story = "A line of words that goes on and on without ever coming to its end\n" * 12_000
    text = "".join(f"{day}\n{story}" for day in DAYS[:3])
    started = perf_counter()
    assert sections_of(text) == []
    assert perf_counter() - started < 5  # about 0.2, but minutes if it grew with the square
