"""Measures against values worked by hand, published cases, and other implementations."""

import math
from dataclasses import replace
from fractions import Fraction

import ir_measures
import numpy as np
import pytest
from builders import document_of, hit_of
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from ragqa.evaluation.cases import Case, GoldSpan
from ragqa.evaluation.citing import (
    citation_precision,
    citation_recall,
    first_citation_right,
    supports,
)
from ragqa.evaluation.matching import (
    best_over,
    exact_match,
    holds,
    holds_expected,
    holds_words,
    normalise,
    token_f1,
)
from ragqa.evaluation.ranking import RANKING_MEASURES, documents_of, ranking_values
from ragqa.evaluation.refusing import (
    aurc,
    auroc,
    calibration_error,
    refused_at,
    reliability,
    risk_coverage,
    threshold_at,
)
from ragqa.evaluation.statements import (
    Statement,
    is_held,
    statements_of,
    unmarked_citations,
    unresolved_markers,
)
from ragqa.types import Answer, Citation, Hit

DOCUMENTS = {name: document_of(f"Text of {name}.", doc_id=name) for name in ("a", "b", "c")}
confidences = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), min_size=1, max_size=30)


def hits(*doc_ids: str) -> tuple[Hit, ...]:
    return tuple(
        hit_of(DOCUMENTS[doc_id], rank=rank, score=1 / rank)
        for rank, doc_id in enumerate(doc_ids, start=1)
    )


def citation(marker: int, doc_id: str, quote: str, *, start: int = 0) -> Citation:
    return Citation(marker, doc_id, doc_id, doc_id, None, start, start + len(quote), quote)


def answer_of(text: str, *citations: Citation, abstained: bool = False) -> Answer:
    return Answer("Who?", text, None, citations, (), 0.5, abstained=abstained, language="en")


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        # What SQuAD's own script makes of answers: case, punctuation, articles, white space.
        ("The Denver Broncos", "denver broncos"),
        ("Denver Broncos.", "denver broncos"),
        ("an  apple\ta day", "apple day"),
        ("Theatre of the Absurd", "theatre of absurd"),
        ("$5.3 billion", "53 billion"),
        ("A", ""),
        ("a-the", "athe"),
        ("Levi's Stadium", "levis stadium"),
        ("“quoted”", "“quoted”"),
    ],
)
def test_normalisation_is_that_of_squad(text: str, normalised: str) -> None:
    assert normalise(text) == normalised


def test_exact_match_and_token_f1_by_hand() -> None:
    assert exact_match("the Broncos!", "Broncos") == 1.0
    assert exact_match("Broncos of Denver", "Broncos") == 0.0
    # One shared word of one said and two right: P 1, R 1/2, F1 2/3.
    assert token_f1("Miguel", "Miguel Gómez") == pytest.approx(2 / 3)
    # "no no" against "no": one of two, and one of one.
    assert token_f1("no no", "no") == pytest.approx(2 / 3)
    assert token_f1("Gómez", "López") == 0.0
    assert token_f1("the", "the") == 0.0
    assert best_over(token_f1, "Miguel", ["López", "Miguel Gómez"]) == pytest.approx(2 / 3)
    assert best_over(exact_match, None, ["López"]) == 0.0


def test_what_a_text_holds() -> None:
    assert holds("Directed by\n Miguel  GÓMEZ.", "miguel gómez")
    assert holds("see [\u20603]", "[3]")
    assert not holds("Miguel and Gómez", "Miguel Gómez")
    assert holds_words("The film, “Fable”, ran.", "film fable ran")
    assert not holds_words("The film Fables ran.", "Fable")
    case = Case("1", "?", answers=("one", "1"), any_of=("x", "y"), all_of=("p", "q"))
    assert holds_expected(case, "1 y p q")
    assert not holds_expected(case, "2 y p q")
    assert not holds_expected(case, "1 z p q")
    assert not holds_expected(case, "1 y p")


def test_ranking_by_hand_on_three_documents() -> None:
    case = Case("1", "?", relevance={"b": 2, "c": 1, "a": 0})
    values = ranking_values([(case, hits("a", "b", "a", "c"))])["1"]

    # a, b, c once collapsed; both relevant ones within five, none first.
    assert values["Recall@1"] == 0
    assert values["Recall@5"] == values["Recall@20"] == 1
    assert values["MRR@10"] == Fraction(1, 2)
    gained = 2 / math.log2(3) + 1 / math.log2(4)
    ideal = 2 / math.log2(2) + 1 / math.log2(3)
    assert values["nDCG@10"] == pytest.approx(gained / ideal)


def test_question_without_hits_scores_zero_and_one_without_documents_nothing() -> None:
    found = [(Case("1", "?", sources=("a",)), ()), (Case("2", "?"), hits("a"))]
    unanswerable = Case("3", "?", answerable=False, sources=("a",))
    assert ranking_values([*found, (unanswerable, hits("a"))]) == {
        "1": dict.fromkeys(RANKING_MEASURES, 0.0)
    }


def test_documents_go_by_the_name_of_the_set() -> None:
    reports = document_of("x", doc_id="reports/a")
    case = Case("1", "?", sources=("a",))
    values = ranking_values([(case, (*hits("b"), hit_of(reports, rank=2)))])["1"]
    assert documents_of([hit_of(reports), *hits("a", "b")], ["a"]) == ["a", "b"]
    assert values["MRR@10"] == Fraction(1, 2)


@given(
    st.lists(st.lists(st.sampled_from("abc"), max_size=6), min_size=1, max_size=5),
    st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 3)), min_size=5, max_size=5),
)
def test_ranking_equals_ir_measures_over_documents_in_order(
    found: list[list[str]], grades: list[dict[str, int]]
) -> None:
    """Ours through passages, theirs through the documents that a person would write down."""
    cases = [Case(str(i), "?", relevance=grades[i]) for i in range(len(found))]
    judged = [case for case in cases if any(case.relevance.values())]
    values = ranking_values((case, hits(*found[int(case.case_id)])) for case in cases)
    assert values.keys() == {case.case_id for case in judged}
    run = {
        case.case_id: {
            doc: 9.0 - i for i, doc in enumerate(dict.fromkeys(found[int(case.case_id)]))
        }
        for case in judged
    }
    qrels = {case.case_id: dict(case.relevance) for case in judged}
    for measure, name in ((ir_measures.R @ 1, "Recall@1"), (ir_measures.nDCG @ 10, "nDCG@10")):
        expected = ir_measures.calc_aggregate([measure], qrels, run)[measure] if judged else 0
        ours = [one[name] for one in values.values()]
        assert sum(ours) / max(len(ours), 1) == pytest.approx(expected)


def test_citations_are_judged_by_document_where_no_span_is_known() -> None:
    case = Case("1", "?", sources=("a",))
    answer = answer_of("First [1]. Second [2][1]. Third.", citation(1, "a", "First"),
                       citation(2, "b", "Second"))  # fmt: skip
    assert citation_precision(case, answer) == Fraction(1, 2)
    assert citation_recall(case, answer) == pytest.approx(2 / 3)
    assert first_citation_right(case, answer)
    assert not first_citation_right(Case("1", "?", sources=("b",)), answer)


def test_copy_of_a_gold_document_counts_as_it() -> None:
    case = Case("1", "Who?", sources=("b",))
    cited = replace(citation(1, "a", "He."), also_in=("b",))
    assert supports(case, cited)
    assert first_citation_right(case, answer_of("He [1].", cited))
    (hit,) = hits("a")
    assert documents_of([replace(hit, also_in=("c", "b")), *hits("b")], ["b"]) == list("acb")


def test_citations_are_judged_by_span_where_one_is_known() -> None:
    case = Case("1", "?", sources=("a",), evidence=(GoldSpan("a", 10, 14),))
    inside, beside = citation(1, "a", "word", start=13), citation(2, "a", "word", start=14)
    assert citation_precision(case, answer_of("W [1]. W [2].", inside, beside)) == Fraction(1, 2)
    assert citation_recall(case, answer_of("W [2].", inside, beside)) == 0
    before = citation(1, "a", "word", start=6)
    assert citation_precision(case, answer_of("W [1].", before)) == 0
    elsewhere = citation(1, "b", "word", start=10)
    assert citation_precision(case, answer_of("W [1].", elsewhere)) == 0


def test_answer_without_citations_proves_nothing() -> None:
    case = Case("1", "?", sources=("a",))
    assert citation_precision(case, answer_of("It is so.")) == 0
    assert citation_recall(case, answer_of("It is so.")) == 0
    assert citation_recall(case, answer_of("Why?")) == 0
    assert not first_citation_right(case, answer_of("It is so."))


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("Gómez [1].\n\n“It was Gómez.” [1]", [("Gómez", (1,)), ("“It was Gómez.”", (1,))]),
        ("The documents say: “It was Gómez. Yes.” [1]", [("“It was Gómez. Yes.”", (1,))]),
        ("Nobody knows. It was Gómez [1].", [("Nobody knows.", ()), ("It was Gómez", (1,))]),
        ("It was Gómez [1]. He is tall.", [("It was Gómez", (1,)), ("He is tall.", ())]),
        ("The documents say:\n\n- “It was Gómez.” [1]\n- “Yes.” [2]",
         [("“It was Gómez.”", (1,)), ("“Yes.”", (2,))]),
        ("1. He paid 3.5 dollars [1][2].", [("He paid 3.5 dollars", (1, 2))]),
        ("He paid [2], [1]", [("He paid", (2, 1))]),
        ("Who was it? 42!", [("42!", ())]),
        ("… [1]", []),
        ("- “Yes.” [1] (2017-08-22)\n- “It was Gómez.” [2] (2018)",
         [("“Yes.”", (1,)), ("“It was Gómez.”", (2,))]),
        ("Gómez [1].\n\nThe documents do not say: when he came", [("Gómez", (1,))]),
    ],
)  # fmt: skip
def test_statements_are_sentences_with_their_markers(
    text: str, statements: list[tuple[str, tuple[int, ...]]]
) -> None:
    quoted = citation(1, "a", "It was Gómez. Yes.")
    found = statements_of(answer_of(text, quoted))
    assert [(one.text, one.markers) for one in found] == statements


def test_refusal_states_nothing() -> None:
    assert statements_of(answer_of("Nothing was found.", abstained=True)) == ()
    assert unresolved_markers(answer_of("See [1].", abstained=True)) == []


def test_statement_is_held_by_a_quotation_that_it_cites() -> None:
    citations = (citation(1, "a", "The film was by Gómez."), citation(2, "a", "It is long."))
    assert is_held(Statement("“By Gómez”", (1,)), citations)
    assert not is_held(Statement("By Gómez", (2,)), citations)
    assert not is_held(Statement("Gómez by", (1,)), citations)
    assert not is_held(Statement("By Gómez", ()), citations)
    answer = answer_of("So [1]. So [3].", *citations)
    assert (unresolved_markers(answer), unmarked_citations(answer)) == ([3], [2])


def test_risk_and_coverage_by_hand() -> None:
    confidence, right = np.array([0.9, 0.8, 0.8, 0.1]), np.array([True, False, True, False])
    coverage, risk = risk_coverage(confidence, right)
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    # The two in the middle are a tie, half of it wrong.
    assert risk == pytest.approx([0, 0.5 / 2, 1 / 3, 2 / 4])
    assert aurc(confidence, right) == pytest.approx((0 + 1 / 4 + 1 / 3 + 1 / 2) / 4)
    assert math.isnan(aurc(np.array([]), np.array([], dtype=bool)))


@given(confidences)
def test_area_under_risk_ignores_the_order_of_questions(values: list[float]) -> None:
    right = np.arange(len(values)) % 3 == 0
    order = np.random.default_rng(1).permutation(len(values))
    confidence = np.array(values)
    assert aurc(confidence[order], right[order]) == pytest.approx(aurc(confidence, right))
    assert 0 <= aurc(confidence, right) <= 1


@given(confidences, confidences)
def test_auroc_equals_that_of_scikit_learn(yes: list[float], no: list[float]) -> None:
    labels = [1] * len(yes) + [0] * len(no)
    assert auroc(np.array(yes), np.array(no)) == pytest.approx(roc_auc_score(labels, yes + no))


def test_auroc_by_hand() -> None:
    # Of 0.9 and 0.5 against 0.5 and 0.1: three wins and a tie.
    assert auroc(np.array([0.9, 0.5]), np.array([0.5, 0.1])) == Fraction(7, 8)
    assert math.isnan(auroc(np.array([]), np.array([0.5])))


def test_fixed_share_of_wrong_refusals_by_hand() -> None:
    answerable = np.arange(1, 101) / 100
    unanswerable = np.array([0.01, 0.05, 0.055, 0.5])
    assert threshold_at(answerable, 0.05) == 0.06
    assert refused_at(answerable, unanswerable, share=0.05) == Fraction(3, 4)
    assert refused_at(answerable, unanswerable, share=0.01) == Fraction(1, 4)
    assert refused_at(answerable, unanswerable, share=1.0) == 1
    assert math.isnan(refused_at(answerable, np.array([]), share=0.05))


@given(confidences, st.sampled_from([0.01, 0.05, 0.1, 0.5]))
def test_no_more_answerable_are_refused_than_may_be(values: list[float], share: float) -> None:
    confidence = np.array(values)
    assert (confidence < threshold_at(confidence, share)).mean() <= share


def test_calibration_by_hand() -> None:
    confidence = np.array([0.95, 1.0, 0.15, 0.1])
    right = np.array([True, False, False, True])
    low, high = reliability(confidence, right)
    assert (low.low, low.high, low.count, low.right) == (0.1, 0.2, 2, 0.5)
    assert (high.low, high.count, high.right) == (0.9, 2, 0.5)
    assert [low.confidence, high.confidence] == pytest.approx([0.125, 0.975])
    expected = (2 * abs(0.125 - 0.5) + 2 * abs(0.975 - 0.5)) / 4
    assert calibration_error(confidence, right) == pytest.approx(expected)
    assert math.isnan(calibration_error(np.array([]), np.array([], dtype=bool)))
