"""What of a sentence is quoted."""

import pytest
from builders import document_of, hit_of, question_of

from ragqa.phrases import Phrase
from ragqa.questions import Kind
from ragqa.quoting import quoted_span
from ragqa.statements import Candidate

LONG = (
    "The desk for migrants that three organizations of the town founded together in the spring of"
    " 2019 opens on Mondays and Thursdays in the old railway station beside the market"
)
ADDED = ", which the council had painted with the help of many neighbours and of a school"


def quote_of(
    text: str,
    *,
    phrase: str | None = "Mondays and Thursdays",
    asked: str = "When does the desk open?",
    kind: Kind = Kind.WHEN,
    is_foreign: bool = False,
) -> str:
    """Return what is quoted of a sentence."""
    document = document_of(text)
    span = quoted_span(
        question_of(asked, kind=kind),
        Candidate(hit_of(document), 0, len(text), text, ""),
        Phrase(phrase, fits=True),
        is_foreign=is_foreign,
    )
    return document.text[slice(*span)]


@pytest.mark.parametrize(
    "added",
    [
        ADDED,
        "; in the year before last the council had it painted with the help of many neighbours",
        ", including the room at the back, the kitchen and the garden of the many neighbours",
        ", noting that the council and the many neighbours who painted it are proud of the place",
        ", lo cual agradecen el consejo y muchos vecinos de la ciudad que ayudaron a pintarla",
    ],
)
def test_what_a_long_sentence_adds_behind_the_answer_is_left_out(added: str) -> None:
    assert len(f"{LONG}{added}".split()) > 35
    assert quote_of(f"{LONG}{added}.") == LONG


@pytest.mark.parametrize(
    "tail",
    [
        ", which the council repaired with the help of neighbours unless a holiday falls on them",
        ", which neighbours and the council had painted in the years before but never in August",
        ", which was later moved to the two rooms above the library of the school by the council",
        ", including Fridays of Lent, excluding those on which the council and the school meet",
        "; sin embargo los vecinos y el consejo piden que abra aunque sea una tarde más por mes",
        ", lo cual el consejo de la ciudad desmintió con la ayuda de muchos vecinos de la escuela",
        ", which the council had repaired with the help of many neighbours, was painted that year",
        ", which neighbours paint – those of the school – with the council, gives some advice too",
        " of the council and of the many neighbours who repaired it and painted it in those years",
        ", the harbour, the school, two libraries, the town hall and the house of the neighbours",
        ", in the winter, spring and autumn, and in the house of many neighbours in the summer",
        " – as the council and many neighbours of the school had asked – and in the town hall too",
        ", with the exception of the weeks in which the council and the school have their feasts",
    ],
)
def test_nothing_is_cut_that_belongs_to_the_answer(tail: str) -> None:
    assert len(f"{LONG}{tail}".split()) > 35
    assert quote_of(f"{LONG}{tail}.") == f"{LONG}{tail}."


def test_of_two_ends_the_last_that_is_short_enough_is_taken_else_the_first() -> None:
    first, more = "; it has two rooms", f"; the council, many neighbours and a school helped{ADDED}"
    assert quote_of(f"{LONG}{first}{more}.") == f"{LONG}{first}"
    longer = f"{LONG} of the town in which the three of them had met for years"
    assert len(longer.split()) > 35
    assert quote_of(f"{longer}{first}{more}.") == longer


def test_what_has_words_of_the_question_is_not_cut() -> None:
    text = f"{LONG}; the council had it painted with the help of many neighbours and of a school."
    assert quote_of(text) == LONG
    assert quote_of(text, asked="When does the desk that neighbours painted open?") == text


def test_words_of_the_question_are_not_known_in_another_language_so_nothing_is_cut() -> None:
    text = f"{LONG}{ADDED}."
    assert quote_of(text, asked="¿Cuándo abre la ventanilla?", is_foreign=True) == text


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        (f"{LONG}{ADDED} and 19 others.", "19"),  # not that of 2019
        (f"{LONG} and on Fridays{ADDED} on Mondays and Thursdays.", "Mondays and Thursdays"),
        (f"{LONG}{ADDED}.", "Sundays"),
    ],
)
def test_the_answer_itself_is_never_cut(text: str, phrase: str) -> None:
    assert quote_of(text, phrase=phrase) == text


def test_list_behind_the_answer_is_not_cut() -> None:
    text = f"{LONG[:-4]}: the desk; the second room beside it; the garden{ADDED}."
    assert quote_of(text, phrase="three organizations", kind=Kind.HOW_MANY) == text


def test_bracket_is_not_cut_open() -> None:
    text = f"{LONG} (of 1890{ADDED})."
    assert quote_of(text) == text


STEPS = "Cleaning\n1. Switch it off.\n2. Rinse it.\n3. Let it dry.\nKeep this sheet."


@pytest.mark.parametrize(
    ("kind", "quoted"),
    [
        (Kind.HOW, "1. Switch it off.\n2. Rinse it.\n3. Let it dry."),
        (Kind.LIST, "1. Switch it off.\n2. Rinse it.\n3. Let it dry."),
        (Kind.WHEN, "2. Rinse it."),
    ],
)
def test_item_of_a_list_that_is_asked_for_comes_with_the_others(kind: Kind, quoted: str) -> None:
    document = document_of(STEPS)
    start = STEPS.index("2.")
    item = Candidate(hit_of(document), start, start + 12, STEPS[start : start + 12], "")
    span = quoted_span(question_of("?", kind=kind), item, Phrase(None, fits=True))
    assert document.text[slice(*span)] == quoted


@pytest.mark.parametrize(
    "answer",
    [
        "There is none, and none is planned for the years in which the hall is rebuilt.",
        "No. Keys stay as they are, and the office keeps a list of all who have one of them.",
        "Yes, up to five.",
        "Its owner signs a form for each of those who live in the house or work in it.",
        "Ask Ana.",
    ],
)
def test_answer_that_says_little_alone_is_quoted_with_the_question_above(answer: str) -> None:
    assert quote_below("May guests have a key?", answer) == f"May guests have a key?\n{answer}"


@pytest.mark.parametrize(
    ("before", "answer"),
    [
        ("May guests have a key?", "- Ask Ana."),
        ("May guests have a key?", "The office gives a key to all who live or work in the house."),
        ("Guests have a key.", "Yes, up to five."),
        ("Guests have a key.", "It opens the door to the garden."),
        (
            "May guests who come for the whole of the summer, and do not live in the house or work "
            "in it, have a key?",
            "Yes, up to five.",
        ),
    ],
)
def test_answer_is_quoted_alone_where_it_stands_by_itself(before: str, answer: str) -> None:
    assert quote_below(before, answer) == answer


def quote_below(before: str, answer: str) -> str:
    """Return what is quoted of the last line of a text."""
    text = f"{before}\n{answer}"
    document = document_of(text)
    candidate = Candidate(hit_of(document), len(before) + 1, len(text), answer, before)
    span = quoted_span(question_of("?", kind=Kind.YES_NO), candidate, Phrase(None, fits=True))
    return document.text[slice(*span)]


def test_item_whose_list_answers_comes_with_the_others() -> None:
    document = document_of("- A red door.\n- A gate, a fence and a hall.\n\nThey are new.")
    candidate = Candidate(hit_of(document), 0, 13, "- A red door.", "")
    phrase = Phrase(None, fits=True, is_of_list=True)
    span = quoted_span(question_of("?", kind=Kind.WHICH), candidate, phrase)
    assert document.text[slice(*span)] == "- A red door.\n- A gate, a fence and a hall."


def test_item_that_names_several_itself_is_quoted_alone() -> None:
    text = "- Side effects are nausea, fever and rash.\n- It was found in 1928."
    document = document_of(text)
    end = text.index("\n")
    item = Candidate(hit_of(document), 0, end, text[:end], "")
    span = quoted_span(question_of("?", kind=Kind.LIST), item, Phrase(None, fits=True))
    assert document.text[slice(*span)] == text[:end]


def test_item_of_a_long_list_is_quoted_alone() -> None:
    text = "\n".join(f"- Item {number} is green and large." for number in range(30))
    document = document_of(text)
    item = Candidate(hit_of(document), 0, 28, text[:28], "")
    span = quoted_span(question_of("?", kind=Kind.LIST), item, Phrase(None, fits=True))
    assert document.text[slice(*span)] == text[:28]


def test_short_sentence_stays_whole() -> None:
    text = "The desk opens on Mondays and Thursdays, which many neighbours like."
    assert quote_of(text) == text


@pytest.mark.parametrize("kind", [Kind.LIST, Kind.WHY, Kind.HOW, Kind.DEFINITION])
def test_what_is_told_at_length_stays_whole(kind: Kind) -> None:
    assert quote_of(f"{LONG}{ADDED}.", kind=kind) == f"{LONG}{ADDED}."


def test_sentence_without_a_phrase_that_answers_stays_whole() -> None:
    assert quote_of(f"{LONG}{ADDED}.", phrase=None) == f"{LONG}{ADDED}."


@pytest.mark.parametrize(
    ("quoted_before", "has_head"),
    [(None, True), ("The exchange was founded in 1817.", False), ("It rained.", True)],
)
def test_pronoun_brings_the_sentence_before_along_unless_that_is_quoted_right_before(
    quoted_before: str | None, *, has_head: bool
) -> None:
    head, text = "The exchange was founded in 1817.", "It was founded anew in April 1991."
    document = document_of(f"It rained. {head} {text}")
    hit = hit_of(document)

    def candidate(sentence: str, *, before: str) -> Candidate:
        start = document.text.index(sentence)
        return Candidate(hit, start, start + len(sentence), sentence, before)

    span = quoted_span(
        question_of("When was it founded?", kind=Kind.WHEN),
        candidate(text, before=head),
        Phrase("April 1991", fits=True),
        behind=candidate(quoted_before, before="") if quoted_before else None,
    )
    assert document.text[slice(*span)] == (f"{head} {text}" if has_head else text)
