"""The time that a question asks about, and which passages are of it."""

from dataclasses import replace

import pytest
from builders import document_of, evidence_of, hit_of

from ragqa.dates import (
    TimeFrame,
    hits_dated_within,
    hits_in_time,
    is_of_another_time,
    names_another_time,
    newest_first,
    time_asked,
    without_time,
)
from ragqa.types import Document, Section


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("What happened in 2018?", "2018-01-01", "2018-12-31"),
        ("What happened in August 2018?", "2018-08-01", "2018-08-31"),
        ("What happened before 2018?", "0001-01-01", "2017-12-31"),
        ("What happened before March 2018?", "0001-01-01", "2018-02-31"),
        ("What happened after 2018?", "2019-01-01", "9999-12-31"),
        ("What happened after December 2018?", "2019-01-01", "9999-12-31"),
        ("What happened since 2018?", "2018-01-01", "9999-12-31"),
        ("What happened between 2016 and 2018?", "2016-01-01", "2018-12-31"),
        ("¿Qué pasó en agosto de 2018?", "2018-08-01", "2018-08-31"),
        ("¿Qué pasó antes de 2018?", "0001-01-01", "2017-12-31"),
        ("¿Qué pasó después de 2018?", "2019-01-01", "9999-12-31"),
        ("¿Qué pasó desde 2018?", "2018-01-01", "9999-12-31"),
        ("¿Qué pasó entre 2016 y 2018?", "2016-01-01", "2018-12-31"),
    ],
)
def test_time_that_is_asked_about(text: str, first: str, last: str) -> None:
    assert time_asked(text) == TimeFrame(first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("¿Qué pasó en setiembre de 2017?", "2017-09-01", "2017-09-31"),
        ("¿Qué pasó en set. de 2017?", "2017-09-01", "2017-09-31"),
        ("¿Qué pasó antes del 3 de setiembre del 2017?", "0001-01-01", "2017-09-02"),
        ("What happened in Sept 2017?", "2017-09-01", "2017-09-31"),
        ("What happened between Jan. and Mar. 2017?", "2017-01-01", "2017-03-31"),
        ("What happened after Dec. 5, 2017?", "2017-12-06", "9999-12-31"),
        ("¿Qué pasó desde ene. de 2017?", "2017-01-01", "9999-12-31"),
    ],
)
def test_month_has_other_names(text: str, first: str, last: str) -> None:
    assert time_asked(text) == TimeFrame(first, last)


@pytest.mark.parametrize(
    "text",
    ["What is the latest report?", "the most recent news", "¿Cuál es el último informe?",
     "¿Cuál es el documento más reciente?", "latest news MIRPS", "recent news about Panama",
     "¿Qué es lo último sobre la caravana?", "noticias recientes", "¿Qué dice la última nota?",
     "What does the last report say?", "Which report is most up to date?", "What's the latest?",
     "Who was the most recent president?", "¿Qué es lo último que se sabe de la caravana?"],
)  # fmt: skip
def test_what_is_latest_is_told(text: str) -> None:
    assert time_asked(text) == TimeFrame(newest=True)


@pytest.mark.parametrize(
    "text",
    ["Who was the last king?", "How many came in 120 boats?", "¿Quién fue el último rey?",
     "According to recent studies, what is it?", "¿Qué pasó en los últimos tres minutos?",
     "What is the latest time I can check in?", "What is the latest we may apply?",
     "At the latest, when must I pay?", "What is the latest possible date?",
     "¿Qué es lo último que hay que hacer?", "¿Qué es lo último que debo entregar?"],
)  # fmt: skip
def test_other_questions_ask_about_no_time(text: str) -> None:
    assert time_asked(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("What happened in 2017 and 2018?", "2017-01-01", "2018-12-31"),
        ("¿Qué pasó en 2017 y 2018?", "2017-01-01", "2018-12-31"),
        ("¿Qué pasó en los años 2016, 2017 y 2018?", "2016-01-01", "2018-12-31"),
        ("What happened in 2018-2017?", "2017-01-01", "2018-12-31"),
        ("¿Qué pasó entre julio de 2017 y marzo de 2018?", "2017-07-01", "2018-03-31"),
        ("¿Qué pasó desde 2017 hasta el 15 de marzo de 2018?", "2017-01-01", "2018-03-15"),
        ("What happened between January and March 2018?", "2018-01-01", "2018-03-31"),
    ],
)
def test_all_times_that_are_asked_about_together_are_within(
    text: str, first: str, last: str
) -> None:
    assert time_asked(text) == TimeFrame(first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("¿Qué pasó a partir de 2018?", "2018-01-01", "9999-12-31"),
        ("¿Qué pasó de 2018 en adelante?", "2018-01-01", "9999-12-31"),
        ("What happened from 2018 on?", "2018-01-01", "9999-12-31"),
        ("What happened from 2018 onwards in Panama?", "2018-01-01", "9999-12-31"),
        ("¿Qué pasó hasta julio de 2018?", "0001-01-01", "2018-07-31"),
        ("What happened before the end of 2018?", "0001-01-01", "2018-12-31"),
        ("What happened after the beginning of 2018?", "2018-01-01", "9999-12-31"),
        ("What happened until 2018?", "0001-01-01", "2018-12-31"),
        ("What happened by 2018?", "0001-01-01", "2018-12-31"),
        ("¿Qué pasó en el año 2018?", "2018-01-01", "2018-12-31"),
        ("¿Qué pasó en el 2018?", "2018-01-01", "2018-12-31"),
        ("¿Qué pasó a finales del año 2018?", "2018-01-01", "2018-12-31"),
        ("¿Qué pasó antes del 2018?", "0001-01-01", "2017-12-31"),
    ],
)
def test_words_around_a_time_tell_which_side_of_it_is_asked_about(
    text: str, first: str, last: str
) -> None:
    assert time_asked(text) == TimeFrame(first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("¿Qué pasó después del 15 de julio de 2018?", "2018-07-16", "9999-12-31"),
        ("¿Qué pasó antes del 15 de julio de 2017?", "0001-01-01", "2017-07-14"),
        ("What happened after July 31, 2018?", "2018-08-01", "9999-12-31"),
        ("What happened before the 1st of March 2018?", "0001-01-01", "2018-02-28"),
        ("What happened since 15 July 2018?", "2018-07-15", "9999-12-31"),
    ],
)
def test_day_bounds_the_time_that_is_asked_about(text: str, first: str, last: str) -> None:
    assert time_asked(text) == TimeFrame(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "What was reported in 2018 about trafficking?",
        "What was reported in 2018 against trafficking?",
        "What was reported in 2018 regarding trafficking?",
        "What was done in 2018 during the forum?",
        "What was done in 2018 thanks to the forum?",
        "Which country in 2018 signed a treaty?",
        "What could migrants in 2018 not do?",
        "¿Qué se publicó en 2018 contra la trata?",
        "¿Qué se publicó en 2018 mediante el programa?",
        "¿Qué se publicó en 2018 acerca de la trata?",
        "¿Qué se hizo en 2018 junto con la OIM?",
        "¿Qué países en 2018 firmaron el tratado?",
        "¿Quién en 2018 dirigió la oficina?",
    ],
)
def test_words_of_grammar_and_verbs_may_follow_a_year(text: str) -> None:
    assert time_asked(text) == TimeFrame("2018-01-01", "2018-12-31")


@pytest.mark.parametrize(
    "text",
    ["¿Cuántos iban en la caravana de 2000 migrantes?", "Who teaches in 1500 schools?",
     "In 2017 and 2018 migrants came, how many?", "¿Llegaron más de 2000?",
     "Who spoke in the group of the 2000 in Panama?", "Was it in 2000% of the cases?",
     "Who teaches in 2000 of the schools?", "Who helps in 2000 affected communities?",
     "¿Quién enseña en 2000 de las escuelas?"],
)  # fmt: skip
def test_number_of_things_is_no_year(text: str) -> None:
    assert time_asked(text) is None


@pytest.mark.parametrize(
    "text",
    ["What happened before the caravan of 2018?", "¿Qué pasó antes de la caravana de 2018?",
     "¿Qué pasó después de la caminata en 2018?", "Did more come than in 2018?",
     "What happened not before 2018?", "What happened around 2018?",
     "What is the latest news since the walk of 2018?", "What happened in 2018-07?",
     "What did the report of 2017 say of arrivals in 2018?", "since 2017 and 2018",
     "¿Qué pasó antes del 31 de febrero de 2018?",
     # What happened on a day is told in documents of later days.
     "¿Qué pasó el 15 de julio de 2018?", "¿Qué dijo la nota del 15 de julio de 2018?"],
)  # fmt: skip
def test_time_whose_words_are_not_all_read_is_none(text: str) -> None:
    assert time_asked(text) is None


@pytest.mark.parametrize(
    "asked",
    [
        "How many of the 1500 migrants came in 2018?",
        "¿Cuántos llegaron en 2018, si fueron 1500 migrantes?",
    ],
)
def test_number_of_things_hides_no_year_beside_it(asked: str) -> None:
    assert time_asked(asked) == TimeFrame("2018-01-01", "2018-12-31")


def test_month_may_stand_before_any_word() -> None:
    asked = "Where were the webinars of July 2021 held?"
    assert time_asked(asked) == TimeFrame("2021-07-01", "2021-07-31")


def dated(name: str, date: str | None, text: str = "It rained.") -> Document:
    return Document(doc_id=name, title=name, text=text, source=name, date=date)


DOCUMENTS = {
    one.doc_id: one
    for one in (
        dated("old", "2017-08-22"),
        dated("new", "2021-08"),
        dated("undated", None),
        dated("tells", "2021-08-01", "In 2017 it rained."),
    )
}
HITS = [hit_of(one, rank=rank) for rank, one in enumerate(DOCUMENTS.values(), start=1)]


def in_time(frame: TimeFrame) -> list[str]:
    found = hits_in_time(HITS, frame, documents=DOCUMENTS.__getitem__)
    return [hit.chunk.doc_id for hit in found]


def test_hits_of_another_time_are_left_out_unless_they_name_the_time() -> None:
    assert in_time(TimeFrame("2017-01-01", "2017-12-31")) == ["old", "undated", "tells"]
    assert in_time(TimeFrame("2021-08-01", "2021-08-31")) == ["new", "undated", "tells"]


def test_only_hits_of_dated_documents_are_dated_within_a_time() -> None:
    frame = TimeFrame("2017-01-01", "2017-12-31")
    found = hits_dated_within(HITS, frame, documents=DOCUMENTS.__getitem__)
    assert [hit.chunk.doc_id for hit in found] == ["old"]


@pytest.mark.parametrize(
    ("text", "another"),
    [("It rained.", False), ("In 2016 it rained.", True), ("It rained from 2016 to 2017.", False)],
)
def test_quotation_names_another_time(text: str, *, another: bool) -> None:
    document = dated("old", "2017-08-22", text)
    evidence = evidence_of(document, text)
    frame = TimeFrame("2017-01-01", "2017-12-31")
    assert names_another_time(evidence, frame, documents=lambda _: document) is another


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Who led the session in 2021?", "Who led the session?"),
        ("What was reported before 2018 about fees?", "What was reported about fees?"),
        ("In 2017, who led the walk?", "who led the walk?"),
        ("¿Qué se publicó después de 2020 contra la trata?", "¿Qué se publicó contra la trata?"),
        ("Which courses were held between 2017 and 2019?", "Which courses were held?"),
    ],
)
def test_question_without_its_time(text: str, without: str) -> None:
    assert without_time(text) == without


def test_no_hit_is_left_where_none_is_of_the_time() -> None:
    hits = [hit_of(DOCUMENTS["old"])]
    frame = TimeFrame("1990-01-01", "1990-12-31")
    assert hits_in_time(hits, frame, documents=DOCUMENTS.__getitem__) == ()


def test_title_and_heading_name_the_time_of_a_passage() -> None:
    report = replace(dated("report", "2020-03-01"), title="Annual report 2019")
    frame = TimeFrame("2019-01-01", "2019-12-31")
    assert hits_in_time([hit_of(report)], frame, documents=lambda _: report)
    headed = [hit_of(DOCUMENTS["new"], heading="News › 2019")]
    assert hits_in_time(headed, frame, documents=DOCUMENTS.__getitem__)


IN_2019 = TimeFrame("2019-01-01", "2019-12-31")


@pytest.mark.parametrize(
    ("text", "quote", "date"),
    [
        # It opens with the time that all of it is of.
        ("In 2016 it rained.", "In 2016 it rained.", "2019-05-01"),
        ("In August 2021, it rained. It was dry in 2019.", "In August 2021, it rained.", None),
        ("En el año 2016 llovió. Hubo sol en 2019.", "En el año 2016 llovió.", "2020"),
        # Nothing dates it, and its passage names only other times.
        ("It rained in August 2021, and then it was dry.",) * 2 + (None,),
        ("Llovió en 2021 y después hubo sol.",) * 2 + (None,),
    ],
)
def test_quotation_is_surely_of_another_time(text: str, quote: str, date: str | None) -> None:
    document = dated("one", date, text)
    evidence = evidence_of(document, quote)
    assert is_of_another_time(evidence, IN_2019, documents=lambda _: document)


@pytest.mark.parametrize(
    ("text", "quote", "date"),
    [
        ("It rained.", "It rained.", None),
        ("It rained in 2019.", "It rained in 2019.", None),
        ("It was dry in 2019. It rained less than in 2016.", "It rained less than in 2016.", None),
        ("In 2016 it rained, and in 2019 it was dry.",) * 2 + (None,),
        ("Since 2016 it has rained.",) * 2 + (None,),
        ("Between 2015 and 2020 it rained.",) * 2 + (None,),
        # What has its date may look back.
        ("It has rained since the dam of 2016, built in 2017.",) * 2 + ("2019-05-01",),
        # A name, and a number of things, are no times.
        ("The Law of 2016 forbids it.",) * 2 + (None,),
        ("It rained in 2000 towns.",) * 2 + (None,),
    ],
)
def test_quotation_may_be_of_the_time(text: str, quote: str, date: str | None) -> None:
    document = dated("one", date, text)
    evidence = evidence_of(document, quote)
    assert not is_of_another_time(evidence, IN_2019, documents=lambda _: document)


def test_newest_document_comes_first_and_one_without_a_date_not_at_all() -> None:
    groups = newest_first(HITS, documents=DOCUMENTS.__getitem__)
    assert [group[0].chunk.doc_id for group in groups] == ["tells", "new", "old"]


def test_story_has_its_own_date_and_group() -> None:
    text = "The pier broke. The pier was mended."
    sections = (Section("Broken", 0, 16, "2016-05-01"), Section("Mended", 16, 36, "2017-09-03"))
    digest = replace(document_of(text), date="2020", sections=sections)
    hits = [hit_of(digest, start=0, end=15), hit_of(digest, start=16)]
    groups = newest_first(hits, documents=lambda _: digest)
    assert [[hit.chunk.start for hit in group] for group in groups] == [[16], [0]]
    within = hits_in_time(hits, TimeFrame("2016-01-01", "2016-12-31"), documents=lambda _: digest)
    assert [hit.chunk.start for hit in within] == [0]


def test_document_of_one_sentence_is_its_own_group() -> None:
    one = document_of("It rained.")
    assert newest_first([hit_of(one)], documents=lambda _: one) == []


TOLD = [
    document_of("The chair spoke.", title="Minutes, 27 May 2024"),
    document_of("The chair spoke.", doc_id="minutes_2024-05-27.txt"),
    document_of("News\n\nAlmara, 27 May 2024\n\nThe chair spoke."),
]


@pytest.mark.parametrize("document", TOLD)
def test_day_in_a_title_a_file_or_a_line_dates_a_document(document: Document) -> None:
    hits = [hit_of(document, start=document.text.index("The"))]
    for year, is_of_it in (("2024", True), ("2025", False), ("2023", False)):
        frame = TimeFrame(f"{year}-01-01", f"{year}-12-31")
        assert bool(hits_in_time(hits, frame, documents=lambda _: document)) is is_of_it


@pytest.mark.parametrize("document", TOLD)
def test_what_was_told_before_may_hold_on(document: Document) -> None:
    hits = [hit_of(document)]
    assert hits_in_time(hits, TimeFrame(first="2025-10-01"), documents=lambda _: document)


@pytest.mark.parametrize(
    "document",
    [
        document_of("The chair spoke of last year.", title="Minutes, 27 May 2024"),
        document_of("The chair spoke in 2023.", doc_id="minutes_2024-05-27.txt"),
        document_of("One day\n\n27 May 2024\n\nIt rained.\n\n28 May 2024\n\nThe sun shone."),
        document_of("The chair spoke.", title="Rents 2024"),
        document_of("The chair spoke."),
    ],
)
def test_document_may_still_tell_of_another_time(document: Document) -> None:
    frame = TimeFrame("2023-01-01", "2023-12-31")
    assert hits_in_time([hit_of(document)], frame, documents=lambda _: document)
