"""Reading: which sentences are quoted, how sure that is, and the phrase that answers."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from builders import document_of, hit_of, question_of
from fakes import FakeEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.features import (
    SENTENCE_FEATURES,
    SPAN_FEATURES,
    SentenceMeasurer,
)
from ragqa.questions import Kind, Question, understand
from ragqa.reading import ReaderByLanguage, Reading, SentenceReader, Weights, load_weights
from ragqa.retrieval import Query, make_query
from ragqa.span_reader import SpanReader, SpanScores
from ragqa.types import Document, Hit, Span

NO_WEIGHTS = dict.fromkeys(SENTENCE_FEATURES, 0.0)
LONGEST_FIRST = Weights(
    rank={**NO_WEIGHTS, "log_words": 1.0}, support={**NO_WEIGHTS, "log_words": 1.0}, intercept=0.0
)

texts = st.lists(
    st.sampled_from(
        ["The lion sleeps.", "It rained", "¿Quién? ", "- one", "•", ":", "\n", "\n\n", " ", "A.B.",
         "Miguel Gómez came in 2017.", "a | b", "1. ", "…", "“Yes.”"]
    ),
    min_size=1,
    max_size=12,
).map("".join)  # fmt: skip


def reader_of(
    documents: Sequence[Document],
    *,
    weights: Weights = LONGEST_FIRST,
    idf: Mapping[str, float] | None = None,
    span_reader: SpanReader | None = None,
) -> SentenceReader:
    by_id = {document.doc_id: document for document in documents}
    measurer = SentenceMeasurer(
        FakeEncoder(),
        idf=lambda term: 1.0 if idf is None else idf.get(term, 0.0),
        documents=by_id.__getitem__,
        span_reader=span_reader,
    )
    return SentenceReader(measurer, weights=weights)


def read(reader: SentenceReader, question: Question, hits: Sequence[Hit]) -> Reading:
    query = make_query(question.text, encoder=FakeEncoder(), terms=question.terms)
    return reader.read(question, query, hits)


def quotes(reading: Reading) -> list[str]:
    return [evidence.quote for evidence in reading.evidence]


def quoted(text: str, kind: Kind) -> list[str]:
    """Return what is quoted of a text to a question of a kind, the longest sentence first."""
    document = document_of(text)
    return quotes(read(reader_of([document]), question_of("?", kind=kind), [hit_of(document)]))


def test_support_is_the_logistic_of_the_weighted_features() -> None:
    document = document_of("The lion sleeps.")  # three words: log_words is ln 4
    weights = Weights(
        rank=NO_WEIGHTS, support={**NO_WEIGHTS, "log_words": 2.0}, intercept=-math.log(4)
    )
    reading = read(
        reader_of([document], weights=weights),
        question_of("Where is the lion?"),
        [hit_of(document)],
    )
    assert reading.confidence == pytest.approx(4 / 5)  # odds of 16 / 4
    assert reading.evidence[0].support == reading.confidence


def test_first_quote_is_the_one_that_ranks_first_not_the_best_supported() -> None:
    document = document_of("It rained. The lion sleeps here.")
    weights = Weights(
        rank={**NO_WEIGHTS, "log_words": -1.0}, support=LONGEST_FIRST.support, intercept=0.0
    )
    reading = read(
        reader_of([document], weights=weights),
        question_of("Where did it rain?"),
        [hit_of(document)],
    )
    assert quotes(reading) == ["It rained."]
    assert reading.confidence == reading.evidence[0].support < 0.9


def test_equal_sentences_keep_the_order_of_the_text() -> None:
    assert quoted("Bats fly. Cats run. Dogs bark.", Kind.WHO) == ["Bats fly."]


def test_no_hits_give_no_evidence() -> None:
    assert read(reader_of([]), question_of("?"), []) == Reading((), 0.0)


def test_hit_without_a_sentence_gives_no_evidence() -> None:
    document = document_of(" \n\n ")
    assert read(reader_of([document]), question_of("?"), [hit_of(document)]).evidence == ()


FIVE = "Bats fly. Cats run. Dogs bark. Eels swim. Fish swim."


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (Kind.WHO, 1),
        (Kind.WHICH, 1),
        (Kind.YES_NO, 1),
        (Kind.WHY, 2),
        (Kind.HOW, 2),
        (Kind.DEFINITION, 2),
        (Kind.LIST, 4),
    ],
)
def test_kind_of_question_decides_how_many_sentences_are_quoted(kind: Kind, count: int) -> None:
    assert len(quoted(FIVE, kind)) == count


def test_list_in_one_sentence_is_quoted_alone() -> None:
    assert quoted(f"Belize, Cuba, and Haiti signed. {FIVE}", Kind.LIST) == [
        "Belize, Cuba, and Haiti signed."
    ]
    assert quoted(f"Those that signed:\n- Belize\n- Cuba\n\n{FIVE}", Kind.LIST) == [
        "Those that signed:\n- Belize\n- Cuba"
    ]


def test_second_sentence_much_less_likely_is_not_quoted() -> None:
    # Supports of 1 - 1 / (words + 2): 20 words .95, 2 words .75, 1 word .67.
    long = "Lions " + "sleep " * 18 + "here."
    assert quoted(f"{long} Bats fly. Run!", Kind.WHY) == [long, "Bats fly."]
    assert quoted(f"{long} Run!", Kind.WHY) == [long]


def test_short_answer_is_found_in_the_quote() -> None:
    document = document_of("It was led by Miguel Gómez.")
    question = question_of("Who led it?", kind=Kind.WHO)
    (evidence,) = read(reader_of([document]), question, [hit_of(document)]).evidence
    assert evidence.short_answer == "Miguel Gómez"


@pytest.mark.parametrize(
    ("dated", "is_quoted"), [("The day was July 30 this time.", True), ("On July 30.", False)]
)
def test_sentence_that_says_when_is_quoted_beside_the_one_that_says_what(
    dated: str, is_quoted: bool
) -> None:
    # Supports with n words: odds of (n + 1) ** 2 / e ** 4; 19 words .88, 7 words .54, 3 words .23.
    weights = replace(LONGEST_FIRST, support={**NO_WEIGHTS, "log_words": 2.0}, intercept=-4.0)
    what = "The walk took place " + "again and " * 7 + "again."
    document = document_of(f"{what} {dated}")
    question = question_of("When did it take place?", kind=Kind.WHEN)
    reading = read(reader_of([document], weights=weights), question, [hit_of(document)])
    assert quotes(reading) == ([what, dated] if is_quoted else [what])


class PhraseReader:
    """Finds one phrase, wherever it stands."""

    def __init__(self, phrase: str) -> None:
        self._phrase = phrase

    def read(
        self, question: str, passages: Sequence[str], stretches: Sequence[Sequence[Span]]
    ) -> list[SpanScores]:
        return [
            SpanScores(1.0, tuple(self._find(passage, one) for one in asked))
            for passage, asked in zip(passages, stretches, strict=True)
        ]

    def _find(self, passage: str, stretch: Span) -> tuple[Span, float] | None:
        start = passage.find(self._phrase, *stretch)
        return None if start < 0 else (Span(start, start + len(self._phrase)), 5.0)


BY_SPAN = Weights(
    rank={**NO_WEIGHTS, "span_margin": 1.0, "relevance": 0.0},
    support={**NO_WEIGHTS, "span_margin": 1.0, "relevance": 0.0},
    intercept=0.0,
)
LIONS = (
    "Bats fly at dusk in June. The lion of Alder Bay sleeps on the warm rocks all day and night."
)


def read_by_span(phrase: str, *, kind: Kind = Kind.WHERE, start: int = 0) -> Reading:
    document = document_of(LIONS)
    reader = reader_of([document], weights=BY_SPAN, span_reader=PhraseReader(phrase))
    return read(reader, question_of("?", kind=kind), [hit_of(document, start=start)])


class PatternReader(PhraseReader):
    """Is as sure of the first match of a pattern in every stretch."""

    def __init__(self, pattern: str) -> None:
        super().__init__("")
        self._pattern = re.compile(pattern)

    def _find(self, passage: str, stretch: Span) -> tuple[Span, float] | None:
        found = self._pattern.search(passage, *stretch)
        return found and (Span(*found.span()), 5.0)


HUB = "The hub belongs to the International Organization for Migration (IOM)."


@pytest.mark.parametrize(
    ("text", "pattern", "kind", "undecided"),
    [
        ("The hub belongs to the Red Cross. Later IOM has it.", "Red Cross|IOM", Kind.OTHER, True),
        (f"{HUB} Later IOM has it.", "International.*(?= \\()|IOM", Kind.OTHER, False),
        ("It has 300 houses, 250 are old. It has 250 left.", "300|250(?= left)", Kind.OTHER, False),
        *(
            ("The hub belongs to the Red Cross. Later IOM has it.", "Red Cross|IOM", kind, False)
            for kind in (Kind.YES_NO, Kind.LIST, Kind.WHY, Kind.HOW, Kind.DEFINITION)
        ),
    ],
)
def test_sentences_that_say_the_same_or_explain_leave_nothing_undecided(
    text: str, pattern: str, kind: Kind, *, undecided: bool
) -> None:
    document = document_of(text)
    reader = reader_of([document], weights=BY_SPAN, span_reader=PatternReader(pattern))
    question = question_of("What about the hub?", kind=kind)
    assert read(reader, question, [hit_of(document)]).undecided is undecided


@pytest.mark.parametrize("start", [0, 26])
def test_sentence_with_the_surest_span_is_quoted_and_the_span_answers(start: int) -> None:
    (evidence,) = read_by_span("on the warm rocks", start=start).evidence
    assert evidence.quote == LIONS[26:]
    assert evidence.short_answer == "on the warm rocks"


def test_time_of_day_answers_when() -> None:
    document = document_of("The office opens at nine.")
    reader = reader_of([document], weights=BY_SPAN, span_reader=PhraseReader("at nine"))
    (evidence,) = read(reader, question_of("?", kind=Kind.WHEN), [hit_of(document)]).evidence
    assert evidence.short_answer == "at nine"


def test_item_of_a_list_is_no_short_answer() -> None:
    document = document_of("Those that signed:\n- Ana Cruz\n- Cuba")
    question = question_of("Who signed it?", kind=Kind.WHO)
    (evidence,) = read(reader_of([document]), question, [hit_of(document)]).evidence
    assert evidence.short_answer is None


def test_long_span_is_no_short_answer() -> None:
    (evidence,) = read_by_span(LIONS[26:], kind=Kind.OTHER).evidence
    assert evidence.short_answer is None


def test_sentence_that_names_a_number_goes_before_a_slightly_better_one_that_does_not() -> None:
    document = document_of("The town of Alder Bay grew and grew for years. It has 300 houses now.")
    question = question_of("How many houses does it have?", kind=Kind.HOW_MANY)
    (evidence,) = read(reader_of([document]), question, [hit_of(document)]).evidence
    assert evidence.quote.endswith("It has 300 houses now.")
    assert evidence.short_answer == "300"


def test_person_is_asked_for_and_none_is_named_so_that_nothing_supports_an_answer() -> None:
    document = document_of("Panama takes the presidency of the conference in the month of May.")
    question = question_of("Who is the president of Panama?", kind=Kind.WHO)
    assert read(reader_of([document]), question, [hit_of(document)]).confidence == 0.19
    other = question_of("What is the presidency of Panama?", kind=Kind.OTHER)
    assert read(reader_of([document]), other, [hit_of(document)]).confidence > 0.5


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("How many hubs are there in Guatemala?", "Now 10 hubs are at work in the region."),
        ("How many people died in 2016?", "In 2016 more than 300 people arrived here."),
        ("What is the phone number of the desk?", "The desk of the town is open every day."),
        ("Who is the president of Victoria?", "The premier of Victoria is Daniel Andrews."),
        (
            "Who's the president of Victoria?",
            "President Luis Gómez of Victoria left. Its secretary is Daniel Andrews.",
        ),
        ("Where do bats sleep in winter?", "The lion of Alder Bay has a den."),
        ("What does RCM stand for?", "The RCM and its members met in the town."),
        ("What of the", "What of the lion of the bay, and of the others?"),
    ],
)
def test_sentence_that_has_only_the_subject_supports_no_answer(asked: str, said: str) -> None:
    document = document_of(said)
    assert read(reader_of([document]), understand(asked), [hit_of(document)]).confidence <= 0.19


def test_how_is_answered_with_the_numbered_steps_of_the_passage() -> None:
    text = "Use only the green cleaner for the machine.\n1. Empty the tank.\n2. Rinse it."
    document = document_of(text)
    question = question_of("How do I clean the machine?", kind=Kind.HOW)
    assert quotes(read(reader_of([document]), question, [hit_of(document)])) == [
        "Use only the green cleaner for the machine.",
        "1. Empty the tank.\n2. Rinse it.",
    ]


def test_of_two_telephone_numbers_that_of_which_is_asked_comes_first() -> None:
    text = "The helpdesk has 979 555 077. At night, call the duty phone on 979 555 044."
    document = document_of(text)
    question = understand("What is the phone number of the helpdesk?")
    weights = replace(LONGEST_FIRST, support={**NO_WEIGHTS}, intercept=3.0)
    reading = read(reader_of([document], weights=weights), question, [hit_of(document)])
    assert reading.evidence[0].short_answer == "979 555 077"


def test_sentence_that_names_the_contact_comes_first_and_lends_no_other_its_support() -> None:
    text = (
        "The sessions on seeds took place in the hall of the town with many farmers and children. "
        "For more information contact Eva Paz."
    )
    document = document_of(text)
    weights = replace(LONGEST_FIRST, support={**NO_WEIGHTS, "log_words": 3.0}, intercept=-7.0)
    reader = reader_of([document], weights=weights)
    asked = understand("Who should I contact to learn more of the sessions?")
    reading = read(reader, asked, [hit_of(document)])
    assert (reading.evidence[0].short_answer, reading.confidence) == ("Eva Paz", 0.6)
    nobody = document_of(text.replace("contact Eva Paz", "see the hall"))
    reading = read(reader_of([nobody], weights=weights), asked, [hit_of(nobody)])
    assert reading.confidence == 0.19


def test_person_who_did_more_of_what_is_asked_comes_first_and_alone() -> None:
    text = (
        'Ana Ortiz Cruz gave the talk "The human rights of all of us". '
        'Luis Gómez gave the talk "The rights of workers in the fields".'
    )
    document = document_of(text)
    reader = reader_of([document], weights=replace(LONGEST_FIRST, support={**NO_WEIGHTS}))
    asked = understand("Who spoke on the rights of workers?")
    reading = read(reader, asked, [hit_of(document)])
    assert [one.short_answer for one in reading.evidence] == ["Luis Gómez"]
    assert not reading.undecided


def test_same_sentence_is_quoted_once() -> None:
    text = "- Bring a passport.\n- Bring a photograph.\n- Pay the fee."
    document = document_of(text)
    reading = read(reader_of([document]), question_of("?", kind=Kind.LIST), [hit_of(document)])
    assert quotes(reading) == [text]


def test_who_is_refused_where_nobody_is_named_but_whom_the_question_names() -> None:
    named = "the International Organization for Migration"
    document = document_of(f"The course ended with {named} (IOM).")
    reader = reader_of([document], weights=BY_SPAN, span_reader=PhraseReader(named))
    hits = [hit_of(document)]
    assert read(reader, understand("Who signed the memorandum with IOM?"), hits).confidence == 0.19
    assert read(reader, understand("Who is IOM?"), hits).confidence > 0.9


def test_two_persons_of_whom_a_passage_says_the_same_are_both_named() -> None:
    text = "Ana Ortiz Cruz led one of the sessions. It rained. Then Miguel Gómez led the other one."
    document = document_of(text)
    reader = reader_of([document], weights=replace(LONGEST_FIRST, support={**NO_WEIGHTS}))
    led = read(reader, question_of("Who led sessions?", kind=Kind.WHO), [hit_of(document)])
    assert [one.short_answer for one in led.evidence] == ["Ana Ortiz Cruz", "Miguel Gómez"]
    was = read(reader, question_of("Who was a leader?", kind=Kind.WHO), [hit_of(document)])
    assert (led.undecided, was.undecided) == (False, True)


FOUNDED = "The exchange of the town was founded in 1817."


@pytest.mark.parametrize(
    ("other", "undecided"),
    [
        ("It was founded anew in 1991.", True),
        ("It was refounded in 1991.", False),  # its odds are less than two thirds of the first's
        ("It was founded again in 1817.", False),
        ("It was founded by rich merchants.", False),
    ],
)
def test_sentence_hardly_less_sure_that_names_something_else_is_quoted_too(
    other: str, *, undecided: bool
) -> None:
    document = document_of(f"{FOUNDED} {other}")
    question = question_of("When was it founded?", kind=Kind.WHEN)
    found = read(reader_of([document]), question, [hit_of(document)])
    assert found.undecided is undecided
    assert quotes(found) == ([FOUNDED, other] if undecided else [FOUNDED])
    assert found.evidence[0].short_answer == "1817"


def test_two_sentences_quoted_as_one_leave_nothing_undecided() -> None:
    text = f"{FOUNDED} It was founded anew by rich merchants of the town in 1991."
    document = document_of(text)
    question = question_of("When was it founded?", kind=Kind.WHEN)
    found = read(reader_of([document]), question, [hit_of(document)])
    assert quotes(found) == [text]
    assert not found.undecided


def test_sentence_of_another_passage_does_not_make_undecided() -> None:
    other = "It was founded anew in 1991."
    document = document_of(f"{FOUNDED} {other}")
    hits = [
        hit_of(document, end=len(FOUNDED)),
        hit_of(document, start=len(FOUNDED) + 1, rank=2),
    ]
    question = question_of("When was it founded?", kind=Kind.WHEN)
    assert not read(reader_of([document]), question, hits).undecided


def test_documents_that_give_different_numbers_are_both_quoted() -> None:
    texts = ["The red town has 300 houses in all.", "The red town has 250 houses.", "It rained."]
    documents = [document_of(text, doc_id=f"{text[-3]}.txt") for text in texts]
    hits = [hit_of(one, rank=rank) for rank, one in enumerate(documents, start=1)]
    weights = replace(LONGEST_FIRST, support={**NO_WEIGHTS}, intercept=3.0)
    question = question_of("How many houses has the red town?", kind=Kind.HOW_MANY)
    found = read(reader_of(documents, weights=weights), question, hits)
    assert found.differs
    assert [one.short_answer for one in found.evidence] == ["300", "250"]
    same = read(reader_of(documents[:1], weights=weights), question, hits[:1])
    assert not same.differs


@pytest.mark.parametrize(
    ("other", "differs"),
    [("The red town has 250 houses in all.", True), ("The red town has but 250 houses.", False)],
)
def test_less_sure_number_is_quoted_too_where_the_sentence_is_else_the_same(
    other: str, *, differs: bool
) -> None:
    documents = [
        document_of("The red town has 300 houses in all.", doc_id="a.txt"),
        document_of(other, doc_id="b.txt"),
    ]
    hits = [hit_of(one, rank=rank) for rank, one in enumerate(documents, start=1)]
    weights = replace(LONGEST_FIRST, support={**NO_WEIGHTS}, intercept=0.5)  # .62 for all
    question = question_of("How many houses has the red town?", kind=Kind.HOW_MANY)
    assert read(reader_of(documents, weights=weights), question, hits).differs is differs


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("eight", "8", False),
        ("eight", "9", True),
        ("two hundred", "two thousand", True),
        ("forty two", "sixty two", True),
    ],
)
def test_number_in_words_is_held_against_one_in_digits(
    one: str, other: str, *, differs: bool
) -> None:
    texts = [f"The red town has {number} houses in all." for number in (one, other)]
    documents = [document_of(text, doc_id=f"{at}.txt") for at, text in enumerate(texts)]
    hits = [hit_of(one, rank=rank) for rank, one in enumerate(documents, start=1)]
    weights = replace(LONGEST_FIRST, support={**NO_WEIGHTS}, intercept=3.0)
    question = question_of("How many houses has the red town?", kind=Kind.HOW_MANY)
    assert read(reader_of(documents, weights=weights), question, hits).differs is differs


def test_documents_that_give_the_same_numbers_in_another_order_do_not_differ() -> None:
    texts = [
        "The red town has 300 houses in all, of which 250 are old.",
        "The red town has 250 houses that are old, of 300.",
    ]
    documents = [document_of(text, doc_id=f"{len(text)}.txt") for text in texts]
    hits = [hit_of(one, rank=rank) for rank, one in enumerate(documents, start=1)]
    weights = replace(LONGEST_FIRST, support={**NO_WEIGHTS}, intercept=3.0)
    question = question_of("How many houses has the red town?", kind=Kind.HOW_MANY)
    found = read(reader_of(documents, weights=weights), question, hits)
    assert not found.differs
    assert found.evidence[0].short_answer == "300"


def test_quotation_that_begins_with_a_pronoun_takes_the_short_sentence_before_along() -> None:
    text = "Bats fly. They sleep in caves all day. A fox is here, and it barks at them all night."
    document = document_of(text)
    reader = reader_of([document], weights=BY_SPAN, span_reader=PhraseReader("in caves"))
    (evidence,) = read(reader, question_of("?", kind=Kind.WHERE), [hit_of(document)]).evidence
    assert evidence.quote == text[:38] == text[evidence.start : evidence.end]


@pytest.mark.parametrize(
    ("kind", "phrase", "short"),
    [
        (Kind.WHEN, "on 22 August 2017", "22 August 2017"),
        (Kind.WHEN, "Alder Bay", "22 August 2017"),  # by rules, since a place is no time
        (Kind.HOW_MANY, "Alder Bay", None),
        (Kind.WHERE, "Alder Bay", "Alder Bay"),
        (Kind.WHICH, "Lion", "The Lion"),  # part of a title stands for the title
        (Kind.WHICH, 'saw "The', "The Lion"),
        (Kind.WHICH, "“Sea", "Sea"),
        (Kind.WHICH, "Alder Bay (AB", "Alder Bay"),
    ],
)
def test_span_is_a_short_answer_if_it_is_of_the_kind_asked_for(
    kind: Kind, phrase: str, short: str | None
) -> None:
    document = document_of('Alder Bay (AB) saw "The Lion" and “Sea” on 22 August 2017.')
    reader = reader_of([document], weights=BY_SPAN, span_reader=PhraseReader(phrase))
    (evidence,) = read(reader, question_of("?", kind=kind), [hit_of(document)]).evidence
    assert evidence.short_answer == short


def test_yes_or_no_question_has_no_short_answer() -> None:
    (evidence,) = read_by_span("on the warm rocks", kind=Kind.YES_NO).evidence
    assert evidence.short_answer is None


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("with_spans", [False, True])
@pytest.mark.parametrize("encoder", ["minilm-int8", "multilingual"])
def test_shipped_weights_name_every_feature(
    encoder: str, language: str, *, with_spans: bool
) -> None:
    weights = load_weights(encoder, with_spans=with_spans, language=language)
    names = {*SENTENCE_FEATURES, *(SPAN_FEATURES if with_spans else ())}
    assert set(weights.rank) == set(weights.support) == names
    assert all(map(math.isfinite, [*weights.rank.values(), *weights.support.values()]))


@settings(deadline=None)
@given(text=texts, kind=st.sampled_from(Kind), start=st.integers(0, 30), scale=st.floats(-3, 3))
def test_quotes_are_slices_of_the_document_with_a_probability(
    text: str, kind: Kind, start: int, scale: float
) -> None:
    document = document_of(text)
    hits = [
        hit_of(document, start=min(start, len(text)), score=scale, dense=0.5),
        hit_of(document, rank=2, score=-4.0),
    ]
    reader = reader_of([document], weights=load_weights("minilm-int8", with_spans=False))

    reading = read(reader, question_of("Who is the lion of 2017?", kind=kind), hits)

    for evidence in reading.evidence:
        assert document.text[evidence.start : evidence.end] == evidence.quote != ""
        assert 0 <= evidence.support <= 1
        assert evidence.short_answer is None or evidence.short_answer in evidence.quote
    places = [(evidence.start, evidence.end) for evidence in reading.evidence]
    assert len(set(places)) == len(places)
    assert 0 <= reading.confidence <= 1
    assert reading.evidence or reading.confidence == 0


class FixedReader:
    """Reads the same out of anything."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def read(self, question: Question, query: Query, hits: Sequence[Hit]) -> Reading:
        return self._reading


@pytest.mark.parametrize(("language", "confidence"), [("en", 0.25), ("es", 0.75)])
def test_question_goes_to_the_reader_of_its_language(language: str, confidence: float) -> None:
    readers = ReaderByLanguage(
        {"en": FixedReader(Reading((), 0.25))}, otherwise=FixedReader(Reading((), 0.75))
    )
    question = question_of("?", language=language)
    query = make_query(question.text, encoder=FakeEncoder(), terms=())
    assert readers.read(question, query, []).confidence == confidence


def test_sentence_that_says_what_an_abbreviation_stands_for_comes_first() -> None:
    document = document_of(
        "SIMN continues its mission of serving migrants and the displaced all around the world. "
        "The Scalabrini International Migration Network (SIMN) came."
    )
    question = understand("What is SIMN?")

    reading = read(reader_of([document]), question, [hit_of(document)])

    assert reading.evidence[0].quote.endswith("Network (SIMN) came.")
    assert reading.evidence[0].short_answer == "Scalabrini International Migration Network"
    assert reading.confidence >= 0.8


def test_more_than_an_abbreviation_is_not_answered_by_what_it_stands_for() -> None:
    document = document_of(
        "The aim of SIMN is to serve migrants and the displaced all around the world. "
        "The Scalabrini International Migration Network (SIMN) came."
    )

    reading = read(
        reader_of([document]), understand("What is the aim of SIMN?"), [hit_of(document)]
    )

    assert reading.evidence[0].quote.startswith("The aim of SIMN")


def test_list_under_a_heading_that_says_all_that_is_asked_is_quoted_whole() -> None:
    news = document_of(
        "Of the older line all the faults that were known in spring are fixed now.", doc_id="b.txt"
    )
    document = document_of("- The door closes.\n- The hall is dry.")
    hits = [hit_of(news), hit_of(document, heading="Changes › 3.2.1 › Fixed", rank=2)]

    def quote(asked: str) -> str:
        return read(reader_of([news, document]), understand(asked), hits).evidence[0].quote

    assert quote("What was fixed in 3.2.1?") == document.text
    assert quote("What was fixed in 3.2.0?") == news.text


def test_amount_under_a_heading_with_the_currency_is_a_price() -> None:
    document = document_of("Second card: 8.00")
    question = understand("How much does a second card cost?")

    def reading(heading: str) -> Reading:
        return read(reader_of([document]), question, [hit_of(document, heading=heading)])

    assert reading("Fees (euros)").evidence[0].short_answer == "8.00"
    assert reading("Fees (euros)").confidence > 0.5
    assert reading("Cards").confidence < 0.2
