"""How sure an answer is: its own support, and what the other sentences say."""

import math

import numpy as np
import pytest
from builders import document_of, hit_of, question_of
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st

from ragqa.certainty import AS_SUPPORTED, CertaintyWeights, answer_texts, log_share, logit
from ragqa.features import SENTENCE_FEATURES, Candidate, Measured, SentenceMeasurer
from ragqa.reading import SentenceReader, Weights
from ragqa.retrieval import make_query
from ragqa.types import Span

# Odds of 4, 2, 1 and 1: shares of a half, a quarter, and two eighths.
SCORES = np.log(np.array([4.0, 2.0, 1.0, 1.0]))
NOBODY = (None, None, None, None)

probabilities = st.floats(0, 1)


@pytest.mark.parametrize(
    ("answers", "quoted", "share"),
    [
        (NOBODY, [0], 1 / 2),
        (NOBODY, [1], 1 / 4),
        (("ana", "luis", "ana", "eva"), [0], 5 / 8),
        (("ana", "ana", "ana", "ana"), [3], 1),
        (("", "", "", ""), [0], 1 / 2),
        (("ana", "luis", "eva", "ana"), [0, 1], 7 / 8),
        (("ana", "ana", "eva", "eva"), [0, 1], 3 / 4),
    ],
)
def test_share_is_that_of_the_quoted_and_of_those_that_agree(
    answers: tuple[str | None, ...], quoted: list[int], share: float
) -> None:
    assert math.exp(log_share(SCORES, answers, quoted)) == pytest.approx(share)


def test_share_of_scores_far_apart_is_finite() -> None:
    assert log_share(np.array([1e4, -1e4]), (None, None), [0]) == 0


def test_same_words_agree_whatever_their_case_and_spaces() -> None:
    document = document_of("Ana\nOrtiz came. ANA ORTIZ left. Nobody stayed.")
    hit = hit_of(document)
    candidates = tuple(
        Candidate(hit, start, end, document.text[start:end], "")
        for start, end in ((0, 15), (16, 31), (32, 46))
    )
    spans = (Span(0, 9), Span(16, 25), None)
    features = np.zeros((3, 1), dtype=np.float32)

    assert answer_texts(Measured(candidates, features, spans)) == ("ana ortiz", "ana ortiz", None)


@given(probability=probabilities)
def test_support_stays_as_it_is_where_nothing_else_counts(probability: float) -> None:
    assert AS_SUPPORTED.probability(probability, -3.0) == pytest.approx(probability, abs=1e-8)


def test_probability_is_the_logistic_of_what_is_weighed() -> None:
    weights = CertaintyWeights(support=0.5, share=2.0, intercept=1.0)

    expected = 1 / (1 + math.exp(-(0.5 * logit(0.8) + 2.0 * math.log(0.25) + 1.0)))

    assert weights.probability(0.8, math.log(0.25)) == pytest.approx(expected)


@given(support=probabilities, more=probabilities, share=st.floats(-20, 0))
def test_more_support_and_a_greater_share_never_make_it_less_sure(
    support: float, more: float, share: float
) -> None:
    weights = CertaintyWeights(support=0.7, share=1.7, intercept=0.9)
    low, high = sorted((support, more))

    assert weights.probability(low, share) <= weights.probability(high, share)
    assert weights.probability(low, share) <= weights.probability(low, 0.0)


def confidence(*texts: str, certainty: CertaintyWeights) -> float:
    """Return how sure the first answer is, of passages that are all as good."""
    nothing = dict.fromkeys(SENTENCE_FEATURES, 0.0)
    documents = {f"{i}.txt": document_of(text, doc_id=f"{i}.txt") for i, text in enumerate(texts)}
    measurer = SentenceMeasurer(
        FakeEncoder(), idf=lambda term: 1.0, documents=documents.__getitem__
    )
    question = question_of("Who came?")
    query = make_query(question.text, encoder=FakeEncoder(), terms=question.terms)
    hits = [hit_of(one, rank=rank) for rank, one in enumerate(documents.values(), start=1)]
    reader = SentenceReader(measurer, weights=Weights(nothing, nothing, 0.0, certainty))
    return reader.read(question, query, hits).confidence


def test_answer_is_less_sure_the_more_sentences_are_as_good() -> None:
    by_share = CertaintyWeights(support=1.0, share=1.0, intercept=0.0)
    five = ["Ana came.", "Luis came.", "Eva came.", "Juan came.", "Rosa came."]

    assert confidence(*five, certainty=by_share) == pytest.approx(1 / 6)
    assert confidence(*five, "Pedro came.", certainty=by_share) == pytest.approx(1 / 7)


def test_being_alone_among_few_passages_makes_nothing_surer() -> None:
    sure = CertaintyWeights(support=1.0, share=1.0, intercept=5.0)

    assert confidence("Ana came.", "Luis came.", certainty=sure) == pytest.approx(1 / 2)
