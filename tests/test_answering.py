"""Answers by templates: what is said, and the law of the markers."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from builders import document_of, evidence_of, hit_of, question_of
from hypothesis import given
from hypothesis import strategies as st

from ragqa.answering import compose_answer, compose_parts, compose_refusal
from ragqa.questions import Kind
from ragqa.quote_marks import in_quotation_marks
from ragqa.reading import Reading
from ragqa.types import Answer, Document, Hit, Place, PlaceKind

GOLDEN = Path(__file__).parent / "golden" / "answers"

# What documents hold to trip the markers up.
texts = st.lists(
    st.sampled_from(["[3]", "[12]", "[", "]", "[[1]]", "1", "a", " ", "\n", "\u2060", "”", "»"]),
    min_size=1,
    max_size=6,
).map("".join)

ENGLISH = document_of(
    "The fable was directed by Miguel Gómez. It was shown on 22 August 2017. "
    "Then 42 hubs opened. Honduras signed. Panama signed [3]. "
    "The members are Belize, Cuba, and Haiti. A hub is a desk with papers. "
    "It closed because it rained. The hub is open to all."
)
SPANISH = document_of(
    "La fábula fue dirigida por Miguel Gómez. Se mostró el 22 de agosto de 2017. "
    "Abrieron 42 centros. Firmó Honduras. Firmó Panamá [3]. "
    "Los miembros son Belice, Cuba y Haití. Un centro es un mostrador con folletos. "
    "Cerró porque llovía. El centro está abierto a todos.",
    language="es",
)
CASES: dict[str, list[tuple[str, Kind, list[str], str | None]]] = {
    "en": [
        ("who", Kind.WHO, ["The fable was directed by Miguel Gómez."], "Miguel Gómez"),
        ("when", Kind.WHEN, ["It was shown on 22 August 2017."], "22 August 2017"),
        ("how many", Kind.HOW_MANY, ["Then 42 hubs opened."], "42"),
        ("list of several quotations", Kind.LIST, ["Honduras signed.", "Panama signed [3]."], None),
        ("list in one quotation", Kind.LIST, ["The members are Belize, Cuba, and Haiti."], None),
        (
            "definition",
            Kind.DEFINITION,
            ["A hub is a desk with papers.", "The hub is open to all."],
            None,
        ),
        ("why", Kind.WHY, ["It closed because it rained."], None),
        ("yes or no", Kind.YES_NO, ["The hub is open to all."], None),
        ("other", Kind.OTHER, ["Panama signed [3]."], None),
        ("phrase in lower case", Kind.WHEN, ["Then 42 hubs opened."], "hubs"),
    ],
    "es": [
        ("who", Kind.WHO, ["La fábula fue dirigida por Miguel Gómez."], "Miguel Gómez"),
        ("when", Kind.WHEN, ["Se mostró el 22 de agosto de 2017."], "22 de agosto de 2017"),
        ("how many", Kind.HOW_MANY, ["Abrieron 42 centros."], "42"),
        ("list of several quotations", Kind.LIST, ["Firmó Honduras.", "Firmó Panamá [3]."], None),
        ("list in one quotation", Kind.LIST, ["Los miembros son Belice, Cuba y Haití."], None),
        (
            "definition",
            Kind.DEFINITION,
            ["Un centro es un mostrador con folletos.", "El centro está abierto a todos."],
            None,
        ),
        ("why", Kind.WHY, ["Cerró porque llovía."], None),
        ("yes or no", Kind.YES_NO, ["El centro está abierto a todos."], None),
        ("other", Kind.OTHER, ["Firmó Panamá [3]."], None),
        ("phrase in lower case", Kind.WHEN, ["Abrieron 42 centros."], "centros"),
    ],
}  # fmt: skip


def answer_of(
    document: Document,
    quotes: Sequence[str],
    *,
    kind: Kind = Kind.OTHER,
    language: str = "en",
    short_answer: str | None = None,
) -> Answer:
    evidence = tuple(evidence_of(document, quote, short_answer=short_answer) for quote in quotes)
    return compose_answer(
        question_of("?", kind=kind, language=language),
        Reading(evidence, 0.75),
        hits=[hit_of(document)],
        documents=lambda _: document,
    )


def refusal_of(titles: Sequence[str], *, language: str = "en", searched: int = 30) -> Answer:
    documents = [
        document_of("text", doc_id=f"{number}.txt", title=title)
        for number, title in enumerate(titles)
    ]
    by_id = {document.doc_id: document for document in documents}
    return compose_refusal(
        question_of("?", language=language),
        confidence=0.25,
        hits=[hit_of(document, rank=rank) for rank, document in enumerate(documents, start=1)],
        documents=by_id.__getitem__,
        searched=searched,
    )


def markers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\[(\d+)\]", text)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_template_says_what_its_golden_file_says(language: str) -> None:
    document = ENGLISH if language == "en" else SPANISH
    said = {
        name: answer_of(document, quotes, kind=kind, language=language, short_answer=short_answer)
        for name, kind, quotes, short_answer in CASES[language]
    }
    said["refusal after many documents"] = refusal_of(["A", "B [3]", "C", "D"], language=language)
    said["refusal after one document"] = refusal_of(["A"], language=language, searched=1)
    said["refusal without a passage"] = refusal_of([], language=language)

    written = "".join(f"--- {name}\n{answer.text}\n" for name, answer in said.items())

    assert written == (GOLDEN / f"{language}.txt").read_text("utf-8")


def test_answer_carries_question_evidence_and_hits() -> None:
    document = document_of("It was Miguel.", doc_id="a.txt", title="A Fable")
    evidence = evidence_of(document, "It was Miguel.", short_answer="Miguel", page=7)
    question = question_of("Who was it?", kind=Kind.WHO)
    hit = hit_of(document)

    answer = compose_answer(
        question, Reading((evidence,), 0.75), hits=[hit], documents=lambda _: document
    )

    assert (answer.question, answer.language) == ("Who was it?", "en")
    assert (answer.short_answer, answer.confidence, answer.abstained) == ("Miguel", 0.75, False)
    assert answer.hits == (hit,)
    (citation,) = answer.citations
    assert (citation.marker, citation.doc_id, citation.source) == (1, "a.txt", "a.txt")
    assert (citation.title, citation.page) == ("A Fable", 7)
    assert document.text[citation.start : citation.end] == citation.quote == "It was Miguel."


def test_citation_names_the_place_of_its_own_quotation() -> None:
    places = (Place(PlaceKind.ROW, 0, 9, 2, "Costs"), Place(PlaceKind.ROW, 11, 20, 3, "Costs"))
    document = replace(document_of("Desk: 40.\n\nLamp: 12."), places=places)
    evidence = evidence_of(document, "Lamp: 12.")
    answer = compose_answer(
        question_of("?"), Reading((evidence,), 0.75), hits=[], documents=lambda _: document
    )
    assert [citation.place for citation in answer.citations] == ["sheet Costs, row 3"]


def test_two_statements_of_which_one_answers_are_shown_without_a_phrase_in_front() -> None:
    document = document_of("It opened in 1817. It opened again in 1991.")
    evidence = (
        evidence_of(document, "It opened in 1817.", short_answer="1817"),
        evidence_of(document, "It opened again in 1991.", short_answer="1991"),
    )
    answers = {
        language: compose_answer(
            question_of("?", kind=Kind.WHEN, language=language),
            Reading(evidence, 0.75, undecided=True),
            hits=[],
            documents=lambda _: document,
        )
        for language in ("en", "es")
    }
    assert {answer.short_answer for answer in answers.values()} == {None}
    assert {language: answer.text for language, answer in answers.items()} == {
        "en": "One of these statements may answer:\n\n"
        "- “It opened in 1817.” [1]\n- “It opened again in 1991.” [2]",
        "es": "Una de estas afirmaciones puede responder:\n\n"
        "- «It opened in 1817.» [1]\n- «It opened again in 1991.» [2]",
    }


def test_refusal_states_nothing() -> None:
    answer = refusal_of(["A"])
    assert (answer.abstained, answer.confidence) == (True, 0.25)
    assert (answer.short_answer, answer.citations) == (None, ())
    assert [hit.rank for hit in answer.hits] == [1]


def test_refusal_names_a_document_once_and_three_at_most() -> None:
    documents = {name: document_of("text", doc_id=name, title=name) for name in "abcd"}
    hits: list[Hit] = [hit_of(documents[name]) for name in "aabbcd"]

    answer = compose_refusal(
        question_of("?"), confidence=0, hits=hits, documents=documents.__getitem__, searched=4
    )

    assert re.findall(r"^- (.*)$", answer.text, re.MULTILINE) == ["a", "b", "c"]


def test_refusal_names_a_title_once_that_several_documents_have() -> None:
    answer = refusal_of(["Warsaw", "Warsaw", "Oxygen", "Warsaw"])

    assert re.findall(r"^- (.*)$", answer.text, re.MULTILINE) == ["Warsaw", "Oxygen"]


@pytest.mark.parametrize(
    ("doc_id", "title", "heading", "places", "name"),
    [
        ("a/002_be47.txt", "002_be47", "A walk in July", (), "A walk in July"),
        ("002_be47", "002_be47", "News › A walk", (), "News › A walk"),
        ("002_be47.txt", "002_be47", "Walk [3]", (), "Walk [\u20603]"),
        ("002_be47.txt", "002_be47", "", (), "002_be47"),
        ("walk.md", "The Walk", "In July", (), "The Walk"),
        ("costs.xlsx", "costs", "Sheet1", (Place(PlaceKind.ROW, 0, 4, 2, "Sheet1"),), "costs"),
    ],
)
def test_refusal_names_the_heading_of_a_passage_whose_document_has_no_title(
    doc_id: str, title: str, heading: str, places: tuple[Place, ...], name: str
) -> None:
    document = replace(document_of("text", doc_id=doc_id, title=title), places=places)
    answer = compose_refusal(
        question_of("?"),
        confidence=0,
        hits=[hit_of(document, heading=heading)],
        documents=lambda _: document,
        searched=4,
    )
    assert re.findall(r"^- (.*)$", answer.text, re.MULTILINE) == [name]


@pytest.mark.parametrize(
    ("short_answer", "lead"),
    [
        ("on the rocks", "On the rocks [1]."),
        ("ñandúes", "Ñandúes [1]."),
        ("non-EU citizens", "Non-EU citizens [1]."),
        ("d'Artagnan", "D'Artagnan [1]."),
        ("two hubs at iom.int", "Two hubs at iom.int [1]."),
        ("abonnie@iom.int", "abonnie@iom.int [1]."),
        ("www.iom.int", "www.iom.int [1]."),
        ("https://iom.int/hub", "https://iom.int/hub [1]."),
        ("iPhone users", "iPhone users [1]."),
        ("eBay", "eBay [1]."),
        ("mRNA", "mRNA [1]."),
        ("Miguel  Gómez", "Miguel Gómez [1]."),
        ("12\u00a0000 people", "12 000 people [1]."),
        ("Miguel\n  Gómez\tRuiz", "Miguel Gómez Ruiz [1]."),
        ("a 5 - 3 win", "A 5 - 3 win [1]."),
    ],
)
def test_phrase_in_front_is_one_line_and_begins_with_a_capital_where_it_may(
    short_answer: str, lead: str
) -> None:
    document = document_of(f"It is {short_answer}.")
    for language, kind in (("en", Kind.OTHER), ("es", Kind.WHO)):
        answer = answer_of(
            document, [document.text], kind=kind, language=language, short_answer=short_answer
        )
        assert answer.text.partition("\n\n")[0] == lead
        assert answer.short_answer == " ".join(short_answer.split())
    parts = compose_parts(
        question_of("?"),
        [
            (question_of("?"), Reading((evidence_of(document, "It is"),), 0.9)),
            (
                question_of("?"),
                Reading((evidence_of(document, document.text, short_answer=short_answer),), 0.9),
            ),
        ],
        compares=False,
        hits=(),
        documents=lambda _: document,
    )
    assert parts.text.startswith(lead.replace("[1]", "[2]"))


@pytest.mark.parametrize(
    "phrase",
    [
        "Ana Ruiz\n- Luis Gómez\n- Eva Paz",
        "Ana Ruiz\n  * Luis Gómez",
        "Ana Ruiz\n\n• Luis Gómez",
        "Ana Ruiz\n1. Luis Gómez",
        "Ana Ruiz\n 2) Luis Gómez",
        "Ana Ruiz\n\nLuis Gómez",
        "",
        " \n",
        "...",
        "“”",
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_list_and_what_says_nothing_are_no_phrase_in_front(phrase: str, language: str) -> None:
    quote = f"The members are:\n- {phrase}"
    document = document_of(f"{quote} Eva Paz leads.")
    says = "The documents say:" if language == "en" else "Los documentos dicen:"
    listed = evidence_of(document, quote, short_answer=phrase)
    other = evidence_of(document, "Eva Paz leads.", short_answer="Eva Paz")
    whole = compose_answer(
        question_of("?", kind=Kind.WHO, language=language),
        Reading((listed, other), 0.75),
        hits=(),
        documents=lambda _: document,
    )
    proofs = [
        f"{in_quotation_marks(said, language)} [{marker}]"
        for marker, said in enumerate((quote, "Eva Paz leads."), start=1)
    ]
    assert whole.short_answer is None
    assert whole.text == f"{says} {proofs[0]}\n\n{proofs[1]}"
    parts = compose_parts(
        question_of("?", language=language),
        [(question_of("?", language=language), Reading((one,), 0.9)) for one in (listed, other)],
        compares=False,
        hits=(),
        documents=lambda _: document,
    )
    assert parts.short_answer == "Eva Paz"
    assert parts.text == "\n\n".join(["Eva Paz [2].", *proofs])


@given(
    quotes=st.lists(texts, min_size=1, max_size=4),
    kind=st.sampled_from(Kind),
    language=st.sampled_from(["en", "es"]),
    with_short_answer=st.booleans(),
)
def test_every_marker_has_its_citation_and_every_citation_its_marker(
    quotes: list[str], kind: Kind, language: str, with_short_answer: bool
) -> None:
    document = document_of("".join(quotes), title=quotes[0])
    answer = answer_of(
        document,
        quotes,
        kind=kind,
        language=language,
        short_answer=quotes[0] if with_short_answer else None,
    )

    assert set(markers(answer.text)) == {citation.marker for citation in answer.citations}
    assert [citation.marker for citation in answer.citations] == list(range(1, len(quotes) + 1))
    for citation in answer.citations:
        assert document.text[citation.start : citation.end] == citation.quote


@given(quotes=st.lists(texts, min_size=1, max_size=4), kind=st.sampled_from(Kind))
def test_quotations_stand_in_the_text_word_for_word(quotes: list[str], kind: Kind) -> None:
    answer = answer_of(document_of("".join(quotes)), quotes, kind=kind)
    seen = answer.text.replace("\u2060", "")
    for quote in quotes:
        assert f"{in_quotation_marks(quote, 'en')} [".replace("\u2060", "") in seen


def test_quotation_that_begins_with_a_mark_of_its_own_is_stored_as_it_is() -> None:
    quote = "“It is a step forward,” said Ana."
    answer = answer_of(document_of(quote), [quote])
    assert f"“{quote}” [1]" in answer.text
    assert answer.citations[0].quote == quote


@given(titles=st.lists(texts, max_size=5), language=st.sampled_from(["en", "es"]))
def test_refusal_has_no_marker_whatever_the_titles(titles: list[str], language: str) -> None:
    assert markers(refusal_of(titles, language=language).text) == []


@pytest.mark.parametrize(
    ("asked", "statement", "language", "text"),
    [
        ("Did Honduras open the hub?", "Honduras opened the hub.", "en",
         "Yes, by this statement: “Honduras opened the hub.” [1]"),
        ("Did Honduras open the hub?", "Honduras never opened the hub.", "en",
         "No, by this statement: “Honduras never opened the hub.” [1]"),
        ("¿Abrió Honduras el centro?", "Honduras abrió el centro.", "es",
         "Sí, según esta afirmación: «Honduras abrió el centro.» [1]"),
        ("¿Abrió Honduras el centro?", "Honduras nunca abrió el centro.", "es",
         "No, según esta afirmación: «Honduras nunca abrió el centro.» [1]"),
    ],
)  # fmt: skip
def test_yes_or_no_is_said_in_front_of_the_statement_that_says_it(
    asked: str, statement: str, language: str, text: str
) -> None:
    document = document_of(statement, language=language)
    answer = compose_answer(
        question_of(asked, kind=Kind.YES_NO, language=language),
        Reading((evidence_of(document, statement),), 0.9),
        hits=[hit_of(document)],
        documents=lambda _: document,
    )
    assert answer.text == text


def test_answers_that_differ_are_both_shown_with_their_dates() -> None:
    documents = {
        one.doc_id: one
        for one in (
            replace(document_of("It has 300 houses.", doc_id="old"), date="2017-08-22"),
            document_of("It has 250 houses.", doc_id="undated"),
        )
    }
    evidence = tuple(evidence_of(one, one.text) for one in documents.values())
    answer = compose_answer(
        question_of("How many?", kind=Kind.HOW_MANY),
        Reading(evidence, 0.9, differs=True),
        hits=(),
        documents=documents.__getitem__,
    )
    assert answer.text == (
        "The documents give different answers:\n\n"
        "- “It has 300 houses.” [1] (2017-08-22)\n- “It has 250 houses.” [2]"
    )


PARTS = document_of("The fable was directed by Ana Ortiz in 2017. It was shown in Panama.")


def test_part_that_is_undecided_has_both_quotations_and_no_phrase() -> None:
    evidence = tuple(
        evidence_of(PARTS, quote, short_answer=short)
        for quote, short in (
            ("The fable was directed by Ana Ortiz in 2017.", "2017"),
            ("It was shown in Panama.", "Panama"),
        )
    )
    answer = compose_parts(
        question_of("?"),
        [
            (question_of("Part 1?"), Reading(evidence, 0.9, undecided=True)),
            (question_of("Part 2?"), Reading(evidence[1:], 0.9)),
        ],
        compares=False,
        hits=(),
        documents=lambda _: PARTS,
    )
    assert answer.text == (
        "Panama [2].\n\n“The fable was directed by Ana Ortiz in 2017.” [1]\n\n"
        "“It was shown in Panama.” [2]"
    )
    assert answer.short_answer == "Panama"


def parts_answer(*shorts: tuple[str, str | None] | None, compares: bool = False) -> Answer:
    """Compose two parts: each a quote and its short answer, or None."""
    parts = [
        (
            question_of(f"Part {number}?"),
            one and Reading((evidence_of(PARTS, one[0], short_answer=one[1]),), 0.9),
        )
        for number, one in enumerate(shorts, start=1)
    ]
    return compose_parts(
        question_of("Both?"), parts, compares=compares, hits=(), documents=lambda _: PARTS
    )


FIRST = "The fable was directed by Ana Ortiz in 2017."
SECOND = "It was shown in Panama."


def test_two_parts_are_answered_one_after_the_other() -> None:
    answer = parts_answer((FIRST, "Ana Ortiz"), (SECOND, "Panama"))
    assert answer.text == f"Ana Ortiz [1].\n\nPanama [2].\n\n“{FIRST}” [1]\n\n“{SECOND}” [2]"
    assert answer.short_answer == "Ana Ortiz"


def test_sentence_that_answers_both_parts_is_quoted_once() -> None:
    answer = parts_answer((FIRST, "Ana Ortiz"), (FIRST, "2017"))
    assert answer.text == f"Ana Ortiz [1].\n\n2017 [1].\n\n“{FIRST}” [1]"


@pytest.mark.parametrize(
    ("shorts", "kinds", "unsaid"),
    [
        (("Ana Ortiz", None), (Kind.WHO, Kind.WHEN), True),
        (("Ana Ortiz", "Ana Ortiz"), (Kind.WHO, Kind.WHERE), True),
        (("Ana Ortiz", "2017"), (Kind.WHO, Kind.WHEN), False),
        (("Ana Ortiz", None), (Kind.WHO, Kind.WHY), False),
        ((None, None), (Kind.WHO, Kind.WHEN), False),
    ],
)
def test_part_that_gets_only_the_others_phrase_is_named_as_not_answered(
    shorts: tuple[str | None, str | None], kinds: tuple[Kind, Kind], unsaid: bool
) -> None:
    parts = [
        (
            question_of(f"Part {number}?", kind=kind),
            Reading((evidence_of(PARTS, FIRST, short_answer=short),), 0.9),
        )
        for number, short, kind in zip((1, 2), shorts, kinds, strict=True)
    ]
    answer = compose_parts(
        question_of("Both?"), parts, compares=False, hits=(), documents=lambda _: PARTS
    )
    assert answer.text.endswith("The documents do not say: Part 2?") is unsaid


def test_part_that_is_not_answered_is_named() -> None:
    answer = parts_answer((FIRST, "Ana Ortiz"), None)
    assert answer.text.endswith(f"“{FIRST}” [1]\n\nThe documents do not say: Part 2?")


def test_comparison_lists_one_piece_of_evidence_for_each() -> None:
    answer = parts_answer((FIRST, "Ana Ortiz"), (SECOND, None), compares=True)
    assert answer.text == f"The documents say:\n\n- “{FIRST}” [1]\n- “{SECOND}” [2]"
    assert answer.short_answer is None


TRAFFICKING = document_of("Trafficking is a crime against millions.", doc_id="en.txt")
TRATA = document_of("La trata es un delito contra millones.", doc_id="es.txt", language="es")
TRANSLATED = {one.doc_id: one for one in (TRAFFICKING, TRATA)}


def compared(*parts: tuple[str, Sequence[Document], float], language: str = "en") -> Answer:
    """Compare two things: each a term, the documents that are quoted for it, and its confidence."""
    return compose_parts(
        question_of("Both?", language=language),
        [
            (
                question_of(f"What is {term}?", language=language, terms=(term,)),
                Reading(tuple(evidence_of(one, one.text) for one in quoted), confidence),
            )
            for term, quoted, confidence in parts
        ],
        compares=True,
        hits=(),
        documents=TRANSLATED.__getitem__,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([TRAFFICKING], [TRAFFICKING]),
        ([TRAFFICKING], [TRATA, TRAFFICKING]),
        ([TRAFFICKING, TRATA], [TRATA]),
    ],
)
def test_compared_thing_that_the_only_statement_does_not_name_is_not_answered(
    one: Sequence[Document], other: Sequence[Document]
) -> None:
    answer = compared(("traffick", one, 0.5), ("smuggl", other, 0.9))
    assert answer.text == (
        f"The documents say:\n\n- “{TRAFFICKING.text}” [1]\n\n"
        "The documents do not say: What is smuggl?"
    )
    assert answer.confidence == 0.5


def test_one_statement_on_both_things_compares_them() -> None:
    answer = compared(("traffick", [TRAFFICKING], 0.5), ("crime", [TRAFFICKING], 0.9))
    assert answer.text == f"The documents say:\n\n- “{TRAFFICKING.text}” [1]"


def test_of_a_foreign_statement_the_surer_thing_is_answered() -> None:
    answer = compared(("trat", [TRAFFICKING], 0.9), ("trafic", [TRAFFICKING], 0.5), language="es")
    assert answer.text.endswith("Los documentos no dicen: What is trafic?")


def test_statements_of_two_languages_that_answer_one_thing_each_are_both_given() -> None:
    answer = compared(("traffick", [TRAFFICKING], 0.9), ("smuggl", [TRATA], 0.9))
    assert answer.text.endswith(f"- “{TRATA.text}” [2]")
