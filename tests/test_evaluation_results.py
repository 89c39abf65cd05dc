"""Records, figures and their intervals, removal of passages, and a whole evaluation."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import document_of, hit_of
from fakes import FakeEncoder

from ragqa.errors import EvaluationError
from ragqa.evaluation.cases import Case, GoldSpan, QuestionSet
from ragqa.evaluation.evaluating import check_sources, evaluate, index_documents
from ragqa.evaluation.figures import Figure, figures_of
from ragqa.evaluation.judging import Asked, Record, ask_all, is_right, records_of
from ragqa.evaluation.removing import plan_rounds, without_spans, write_without
from ragqa.evaluation.results import evaluation_of, read_evaluation, to_json
from ragqa.evaluation.timing import time_figures
from ragqa.indexing import index_paths
from ragqa.settings import Settings
from ragqa.store import Store
from ragqa.types import Answer, Citation, Document, Page, Place, PlaceKind, Section, Span

FABLE = document_of("Fable. Miguel Gómez directed the film.", doc_id="films/fable.md")
HUBS = document_of("Hubs opened in 42 schools.", doc_id="hubs.md")
DOCUMENTS = {one.doc_id: one for one in (FABLE, HUBS)}
DIRECTED = Case("directed", "Who directed the film?", sources=("fable.md",), answers=("Gómez",))
NOWHERE = Case("nowhere", "Who is king?", answerable=False, missing="subject")
ANSWERS = {
    "articles": [
        {"id": f"{article}-{part}", "title": article, "text": f"{article} has part {part}."}
        for article in ("Lions", "Tigers")
        for part in ("one", "two", "three")
    ]
}


def quote_of(document: Document, quote: str, *, marker: int = 1) -> Citation:
    start = document.text.index(quote)
    end = start + len(quote)
    name = document.doc_id
    return Citation(marker, name, name, document.title, None, start, end, quote)


def answer_of(
    *citations: Citation, short_answer: str | None = None, confidence: float = 0.9
) -> Answer:
    proofs = [f"“{one.quote}” [{one.marker}]" for one in citations]
    lead = f"{short_answer} [1]. " if short_answer else ""
    return Answer(
        question="?",
        text=lead + " ".join(proofs),
        short_answer=short_answer,
        citations=citations,
        hits=(hit_of(FABLE), hit_of(HUBS, rank=2)),
        confidence=confidence,
        abstained=False,
        language="en",
        timing_ms={"search": 1.0, "read": 3.0},
    )


def record_of(
    case: Case, answer: Answer, *, refused: bool = False, removed: bool = False
) -> Record:
    asked = Asked(case, answer, refused=refused, removed=removed)
    (record,) = records_of([asked], documents=DOCUMENTS.__getitem__, ranking={})
    return record


def figure_by_name(figures: tuple[Figure, ...], name: str) -> Figure:
    return next(one for one in figures if one.measure.name == name)


def test_record_of_a_right_answer_has_each_value() -> None:
    answer = answer_of(quote_of(FABLE, "Miguel Gómez directed the film."), short_answer="Miguel")
    record = record_of(replace(DIRECTED, answers=("Miguel Gómez",)), answer)

    assert record.right
    assert record.kind == "who"
    assert [hit["is_source"] for hit in record.hits] == [True, False]
    assert record.values == {
        "answered": 1.0,
        "exact_match": 0.0,
        "token_f1": 0.666667,
        "holds_expected": 1.0,
        "holds_expected_if_answered": 1.0,
        "words": 8.0,
        "right": 1.0,
        "right_if_answered": 1.0,
        "first_citation_right": 1.0,
        "first_citation_right_if_answered": 1.0,
        "citation_precision": 1.0,
        "citation_recall": 1.0,
        "quote_holds_expected": 1.0,
        "verbatim": 1.0,
        "proven": 1.0,
    }


def test_refused_question_scores_nothing_but_keeps_what_would_have_been_said() -> None:
    answer = answer_of(quote_of(FABLE, "Miguel Gómez directed the film."), short_answer="Gómez")
    record = record_of(DIRECTED, answer, refused=True)

    assert record.right
    assert record.text == answer.text
    assert record.values == {
        "answered": 0.0,
        "exact_match": 0.0,
        "token_f1": 0.0,
        "holds_expected": 0.0,
        "right": 0.0,
        "first_citation_right": 0.0,
    }


def test_wrong_quotation_and_unproven_words_lower_their_figures() -> None:
    cited = quote_of(FABLE, "Miguel Gómez directed the film.")
    spoilt = replace(answer_of(replace(cited, quote="Miguel Lopez directed the film.")), text="")
    record = record_of(DIRECTED, replace(spoilt, text="Miguel Gómez directed the film [1]. So."))

    assert record.values["verbatim"] == 0.0
    assert record.values["proven"] == 0.0


@pytest.mark.parametrize(
    ("case", "is_so"),
    [
        (DIRECTED, True),
        (replace(DIRECTED, answers=("López",)), False),
        (replace(DIRECTED, sources=("hubs.md",)), False),
        (replace(DIRECTED, answers=(), all_of=("Miguel", "film")), True),
        (replace(DIRECTED, answers=(), all_of=("Miguel", "book")), False),
        (replace(DIRECTED, answers=(), evidence=(GoldSpan("fable.md", 0, 3),)), False),
        (replace(DIRECTED, answers=(), evidence=(GoldSpan("fable.md", 7, 9),)), True),
        (Case("1", "?"), True),
        (NOWHERE, False),
    ],
)
def test_answer_is_right_if_it_holds_and_cites_what_is_expected(case: Case, is_so: bool) -> None:
    assert is_right(case, answer_of(quote_of(FABLE, "Miguel Gómez directed the film."))) is is_so


def test_figures_by_hand() -> None:
    good = answer_of(quote_of(FABLE, "Miguel Gómez directed the film."), short_answer="Gómez")
    bad = answer_of(quote_of(HUBS, "Hubs opened in 42 schools."), confidence=0.6)
    records = [
        record_of(replace(DIRECTED, case_id="1"), good),
        record_of(replace(DIRECTED, case_id="2"), bad),
        record_of(replace(DIRECTED, case_id="3"), replace(good, confidence=0.3), refused=True),
        record_of(replace(NOWHERE, case_id="4"), replace(bad, confidence=0.2), refused=True),
        record_of(replace(NOWHERE, case_id="5"), replace(bad, confidence=0.5)),
        record_of(replace(DIRECTED, case_id="1"), replace(bad, confidence=0.1), removed=True),
    ]
    figures = figures_of(records, resamples=50)
    values = {one.measure.name: (one.value, one.count) for one in figures}

    assert values["right"] == (0.333333, 3)
    assert values["right_if_answered"] == (0.5, 2)
    assert values["exact_match"] == (0.333333, 3)
    assert values["answerable_refused"] == (0.333333, 3)
    assert values["unanswerable_refused"] == (0.5, 2)
    assert values["removed_refused"] == (0.0, 1)
    # 0.9, 0.6 and 0.3 against 0.2 and 0.5: five of six pairs.
    assert values["unanswerable_auroc"] == (0.833333, 2)
    assert values["removed_auroc"] == (1.0, 1)
    # None of three may be refused: what is below 0.3 is.
    assert values["unanswerable_refused_at_10"] == (0.5, 2)
    # By confidence: right, wrong, wrong, right, wrong.
    assert values["aurc"][0] == pytest.approx((0 + 1 / 2 + 2 / 3 + 2 / 4 + 3 / 5) / 5, abs=1e-6)
    assert all(one.low <= one.value <= one.high for one in figures)


def test_interval_is_that_of_drawing_questions_anew() -> None:
    answer = answer_of(quote_of(FABLE, "Miguel Gómez directed the film."))
    refusals = [False] * 80 + [True] * 20
    records = [
        record_of(replace(DIRECTED, case_id=str(number)), answer, refused=refused)
        for number, refused in enumerate(refusals)
    ]
    refused = figure_by_name(figures_of(records), "answerable_refused")

    # The normal approximation, 0.2 ± 1.96 · sqrt(0.2 · 0.8 / 100), within a percent.
    assert [refused.low, refused.high] == pytest.approx([0.2 - 0.0784, 0.2 + 0.0784], abs=0.01)


def test_limit_of_confidence_refuses_as_the_bot_itself_would() -> None:
    answers = {"a": 0.4, "b": 0.39}
    cases = [Case(name, "?") for name in answers]
    steps: list[tuple[str, int, int]] = []
    asked = ask_all(
        cases,
        ask=lambda case: answer_of(confidence=answers[case.case_id]),
        min_confidence=0.4,
        progress=lambda *step: steps.append(step),
    )
    assert [one.refused for one in asked] == [False, True]
    assert steps == [("ask", 1, 2), ("ask", 2, 2)]


def test_times_are_percentiles_of_each_step_and_of_all() -> None:
    answers = [replace(answer_of(), timing_ms={"read": float(ms)}) for ms in range(1, 102)]
    found = {(one.step, one.percentile): one for one in time_figures(answers, resamples=200)}
    assert [found["read", p].value_ms for p in (50, 95, 99)] == [51.0, 96.0, 100.0]
    assert found["total", 50] == replace(found["read", 50], step="total")
    assert found["read", 50].low_ms < 51 < found["read", 50].high_ms
    assert time_figures([replace(answer_of(), timing_ms={})]) == ()


def test_evaluation_survives_json(tmp_path: Path) -> None:
    answer = answer_of(quote_of(FABLE, "Miguel Gómez directed the film."), short_answer="Gómez")
    evaluation = evaluation_of(
        "a set",
        [record_of(DIRECTED, answer), record_of(NOWHERE, answer, refused=True)],
        system={"min_confidence": 0.4},
        times=time_figures([answer]),
        unfinished=2,
    )
    path = tmp_path / "a.json"
    path.write_text(to_json(evaluation), "utf-8")

    assert read_evaluation(path) == evaluation
    assert read_evaluation(path).min_confidence == 0.4
    assert list(json.loads(path.read_text("utf-8")))[-1] == "times"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no evaluation"),
        ("{}", "is no evaluation"),
        ('{"format": 0}', "has format 0, expected 1; evaluate again"),
        ('{"format": 1, "questions": [{}]}', "is no evaluation"),
    ],
)
def test_file_that_is_no_evaluation_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(EvaluationError, match=message):
        read_evaluation(path)


def articles() -> list[Document]:
    return [
        Document(row["id"], row["title"], row["text"], row["id"]) for row in ANSWERS["articles"]
    ]


def test_neighbours_of_a_removed_document_stay() -> None:
    cases = [Case(one.doc_id, "?", sources=(one.doc_id,)) for one in articles()]
    rounds = plan_rounds([*cases, NOWHERE, Case("none", "?")], articles(), rounds=3)

    assert [sorted(one.gone) for one in rounds] == [
        ["Lions-one", "Tigers-one"],
        ["Lions-two", "Tigers-two"],
        ["Lions-three", "Tigers-three"],
    ]
    assert all(span is None for one in rounds for span in one.gone.values())
    asked = [case for one in rounds for case in one.cases]
    assert {case.case_id for case in asked} == {case.case_id for case in cases}
    assert {(case.answerable, case.missing) for case in asked} == {(False, "passage")}


def test_of_a_long_document_only_the_paragraphs_with_gold_spans_go() -> None:
    text = "The title\n\nFirst story.\n\nSecond story,\ngoing on.\n\nThird."
    story = document_of(text, doc_id="story")
    at = text.index("going")
    case = Case("1", "?", sources=("story",), evidence=(GoldSpan("story", at, at + 5),))

    (only,) = plan_rounds([case], [story, HUBS])

    assert only.gone == {"story": (Span(text.index("Second"), text.index("Third")),)}
    left = without_spans(story, only.gone["story"] or ())
    assert left.text == "The title\n\nFirst story.\n\nThird."


def test_sections_and_pages_close_up_where_text_is_cut() -> None:
    document = replace(
        FABLE,
        text="0123456789",
        sections=(Section("A", 0, 4), Section("B", 4, 6), Section("C", 6, 10)),
        pages=(Page(1, 0, 5), Page(2, 5, 10)),
        places=(Place(PlaceKind.ROW, 3, 5, 1), Place(PlaceKind.ROW, 6, 9, 2)),
    )
    left = without_spans(document, [Span(8, 9), Span(3, 6)])
    assert left.text == "012679"
    assert left.sections == (Section("A", 0, 3), Section("C", 3, 6))
    assert left.pages == (Page(1, 0, 3), Page(2, 3, 6))
    assert left.places == (Place(PlaceKind.ROW, 3, 5, 2),)


def test_store_without_passages_holds_the_rest_and_the_first_store_stays(tmp_path: Path) -> None:
    corpus, store, encoder = tmp_path / "corpus.jsonl", tmp_path / "store", FakeEncoder()
    corpus.write_text("".join(json.dumps(row) + "\n" for row in ANSWERS["articles"]))
    settings = Settings(chunk_tokens=32)
    index_paths([corpus], store, encoder=encoder, settings=settings)
    gone = {"Lions-one": None, "Tigers-two": (Span(0, 11),)}

    write_without(store, tmp_path / "copy", gone, encoder=encoder)

    with Store.open(tmp_path / "copy") as copy, Store.open(store) as first:
        assert "Lions-one" not in copy.digests()
        assert copy.document("Tigers-two").text == "part two."
        assert copy.document("Tigers-one") == first.document("Tigers-one")
        assert "Lions-one" in first.digests()
    everything = dict.fromkeys((one.doc_id for one in articles()), None)
    with pytest.raises(EvaluationError, match="no document is left"):
        write_without(store, tmp_path / "empty", everything, encoder=encoder)


def test_source_that_is_not_among_the_documents_is_named() -> None:
    case = Case("1", "?", sources=("gone.md", "a.md"))
    check_sources([case, Case("2", "?")], ["corpus/a.md"])
    with pytest.raises(
        EvaluationError, match=r'"1" expects gone\.md, which is not among the 1 docu'
    ):
        check_sources([case], ["b.md"])


FILM = Case(
    "film",
    "Who directed The Fable of the Lion and the Coyote?",
    sources=("fable.md",),
    answers=("Miguel Gómez",),
)
KING = Case("king", "What is the capital of France?", answerable=False, missing="subject")


def test_evaluation_of_a_store_is_the_same_every_time_but_for_the_times(tiny_store: Path) -> None:
    questions = QuestionSet("tiny", (FILM, KING), unfinished=("later",))

    first = evaluate(questions, tiny_store, settings=Settings(), remove_gold=True)
    second = evaluate(questions, tiny_store, settings=Settings(), remove_gold=True)

    film, king, without_film = first.records
    assert (film.right, film.refused, film.values["Recall@1"]) == (True, False, 1.0)
    assert king.refused
    assert (without_film.removed, without_film.case_id, without_film.refused) == (
        True,
        "film",
        True,
    )
    assert "fable.md" not in {hit["doc_id"] for hit in without_film.hits}
    assert figure_by_name(first.figures, "verbatim").value == 1.0
    assert set(first.times) == {"encode", "search", "read", "compose", "total"}
    assert to_json(replace(first, times={})) == to_json(replace(second, times={}))


def test_refusals_are_those_of_the_bot_that_people_ask(tiny_store: Path) -> None:
    from ragqa.chatbot import ChatBot

    settings = Settings(min_confidence=0.5)
    cases = tuple(
        Case(str(number), question)
        for number, question in enumerate(
            ("Who directed the film?", "Where did hubs open?", "When is the walk?", "Who is king?")
        )
    )
    records = evaluate(QuestionSet("x", cases), tiny_store, settings=settings).records

    with ChatBot.open(tiny_store, settings=settings) as bot:
        answers = [bot.ask(case.question) for case in cases]
    assert [one.refused for one in records] == [answer.abstained for answer in answers]
    assert {one.refused for one in records} == {True, False}
    assert [one.text for one in records if not one.refused] == [
        answer.text for answer in answers if not answer.abstained
    ]
    assert [one.confidence for one in records] == pytest.approx(
        [answer.confidence for answer in answers], abs=1e-6
    )


def test_documents_of_a_set_become_a_store(tmp_path: Path) -> None:
    index_documents(articles(), tmp_path / "store", settings=Settings())
    with Store.open(tmp_path / "store") as store:
        assert store.document("Lions-two").text == "Lions has part two."
        assert store.document("Lions-two").title == "Lions"
        assert np.asarray(store.dense.vectors([0])).shape == (1, 384)
