"""Examples that are made of others keep their answers, or lose them, as they should."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from training.reader_data import (
    KIND_WEIGHTS,
    Example,
    Source,
    english_words,
    join_passage,
    make_example,
    remove_answer,
    source_of,
    thin_passage,
)
from training.rewording import Related

SENTENCES = (
    "The bridge crosses the river near the old mill.",
    "It was built in 1871 by the engineer Ada Moss.",
    "Trains have used it since the line was opened.",
    "In winter the river under it is frozen for weeks.",
)
OTHER = "The mill has ground no flour since the flood."
SEEDS = range(20)
RELATED = {"bridge": Related(same=("span",), other=("tunnel",)), "built": Related(("raised",))}
ANSWERABLE = {"thinned", "joined", "reworded", "swap_both", "sister_both"}


def example_of(sentences: Sequence[str], *answers: str) -> Example:
    passage = " ".join(sentences)
    spans = tuple((passage.index(one), passage.index(one) + len(one)) for one in answers)
    question = "Who built the bridge?"
    return Example(question, passage, spans, "Bridge", question)


@pytest.fixture
def example() -> Example:
    return example_of(SENTENCES, "Ada Moss", "the engineer Ada Moss")


def answers_of(example: Example) -> list[str]:
    return [example.passage[start:end] for start, end in example.spans]


@pytest.mark.parametrize("seed", SEEDS)
def test_thinned_passage_keeps_answers_in_their_place(example: Example, seed: int) -> None:
    thinned = thin_passage(example, random.Random(seed))
    if thinned:
        assert len(thinned.passage) < len(example.passage)
        assert SENTENCES[1] in thinned.passage
        assert answers_of(thinned) == answers_of(example)


def test_sentences_are_taken_out_in_some_draws_and_in_others_not(example: Example) -> None:
    thinned = [thin_passage(example, random.Random(seed)) for seed in SEEDS]
    assert {one is None for one in thinned} == {True, False}
    for sentence in (SENTENCES[0], SENTENCES[2], SENTENCES[3]):
        assert any(one and sentence not in one.passage for one in thinned)


def test_passage_that_all_answers_is_not_thinned() -> None:
    whole = example_of(SENTENCES[1:2], "Ada Moss")
    assert all(thin_passage(whole, random.Random(seed)) is None for seed in SEEDS)


def test_joined_passage_stands_before_or_behind(example: Example) -> None:
    joined = [join_passage(example, [OTHER], random.Random(seed)) for seed in SEEDS]
    assert all(one and answers_of(one) == answers_of(example) for one in joined)
    assert {one.passage.startswith(OTHER) for one in joined if one} == {True, False}
    assert all(one and {OTHER, example.passage} == set(one.passage.split("\n")) for one in joined)
    assert join_passage(example, [], random.Random(1)) is None


def test_answer_is_gone_with_its_sentence(example: Example) -> None:
    removed = remove_answer(example)
    assert removed
    assert removed.spans == ()
    assert "Ada" not in removed.passage
    assert SENTENCES[0] in removed.passage


@pytest.fixture
def source(example: Example) -> Source:
    question = "Who built the first bridge in 1871?"
    asked = replace(example, question=question, english=question)
    other = example_of(("It was in 1950 that Ben Hart leased the mill.",), "Ben Hart")
    near = [(OTHER,), ()]
    made = source_of("wiki", [asked, other], siblings=near, neighbours=near)
    return replace(made, related=RELATED)


@pytest.mark.parametrize("kind", KIND_WEIGHTS)
def test_each_kind_keeps_the_answer_or_loses_it(source: Source, kind: str) -> None:
    asked = source.examples[0]
    made = [make_example(source, 0, kind, random.Random(seed)) for seed in SEEDS]
    changed = [one for one in made if one != asked]
    assert bool(changed) == (kind != "gold")
    assert {bool(one.spans) for one in changed} == ({kind in ANSWERABLE} if changed else set())


def test_reworded_question_asks_with_synonyms(source: Source) -> None:
    made = [make_example(source, 0, "reworded", random.Random(seed)) for seed in SEEDS]
    assert {one.question for one in made} == {
        "Who raised the first bridge in 1871?",
        "Who built the first span in 1871?",
        "Who raised the first span in 1871?",
    }
    assert all(one.english == one.question for one in made)


def test_sister_is_asked_for_in_the_question_alone_or_stands_in_both(source: Source) -> None:
    asked, both = (
        make_example(source, 0, kind, random.Random(1))
        for kind in ("sister_question", "sister_both")
    )
    assert asked.question == both.question == "Who built the first tunnel in 1871?"
    assert asked.passage == source.examples[0].passage
    assert both.passage.startswith("The tunnel crosses the river")
    assert answers_of(both) == ["Ada Moss"]


def test_words_of_a_question_in_another_language_are_left_alone(source: Source) -> None:
    foreign = replace(source.examples[0], question="¿Quién construyó el bridge?")
    source = replace(source, examples=(foreign,))
    for kind in ("reworded", "sister_question", "sister_both"):
        assert make_example(source, 0, kind, random.Random(1)) == foreign


def test_english_words_are_those_of_questions_asked_in_english(source: Source) -> None:
    asked = source.examples[0]
    foreign = replace(asked, question="¿Quién lo construyó?")
    words = english_words([replace(source, examples=(asked, foreign))])
    assert words == ["built", "the", "first", "bridge"]


def test_unknown_kind_is_an_error(source: Source) -> None:
    with pytest.raises(KeyError, match="thined"):
        make_example(source, 0, "thined", random.Random(1))


def test_other_passage_that_answers_is_not_joined(example: Example) -> None:
    others = ["Ada Moss wrote about it.", OTHER]
    joined = [join_passage(example, others, random.Random(seed)) for seed in SEEDS]
    assert all(one and others[0] not in one.passage for one in joined)


def test_kind_that_cannot_be_made_leaves_the_example_as_it_is(example: Example) -> None:
    source = source_of("wiki", [example], siblings=[()], neighbours=[()])
    rng = random.Random(1)
    for kind in ("joined", "neighbour"):
        assert make_example(source, 0, kind, rng) == example
