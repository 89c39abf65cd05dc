"""Training examples put into Spanish: the answer stays where it was."""

import random
from dataclasses import replace

from training.reader_data import Example, Source, make_example, source_of
from training.translated import marked, paragraph, source_in

PASSAGE = "The ferry leaves at noon.\nIt is red & white."
OTHER = "The train leaves from <b>Alder</b>."
QUESTION = "When does the ferry leave?"


def example_of(answer: str) -> Example:
    start = PASSAGE.index(answer)
    return Example(QUESTION, PASSAGE, ((start, start + len(answer)),), "Ferries", QUESTION)


def source_of_one(example: Example) -> Source:
    return source_of("wiki", [example], siblings=[(OTHER,)], neighbours=[(OTHER, "Not kept.")])


NOON, WHITE = example_of("noon"), example_of("red & white")
TRANSLATION = {
    "questions": {QUESTION: "¿Cuándo sale el ferry?"},
    "passages": {
        marked(NOON): "El ferry sale al <b>mediodía</b>. Es rojo &amp; blanco.",
        marked(WHITE): "El ferry sale al mediodía. Es rojo &amp; blanco.",
        paragraph(OTHER): "El tren sale de Alder.",
    },
}


def test_question_is_asked_in_spanish_over_the_passage_as_it_was() -> None:
    source = source_in(
        [source_of_one(NOON)], TRANSLATION, name="translated", asked="es", written="en"
    )
    (example,) = source.examples
    assert example.question == "¿Cuándo sale el ferry?"
    assert (example.passage, example.spans) == (NOON.passage, NOON.spans)
    assert source.neighbours == ((OTHER, "Not kept."),)


def test_answer_is_found_in_the_translated_passage() -> None:
    source = source_in(
        [source_of_one(NOON)], TRANSLATION, name="translated", asked="en", written="es"
    )
    (example,) = source.examples
    ((start, end),) = example.spans
    assert example.passage == "El ferry sale al mediodía. Es rojo & blanco."
    assert example.passage[start:end] == "mediodía"
    assert source.siblings == source.neighbours == (("El tren sale de Alder.",),)


def test_teacher_is_asked_in_english_of_english_passages_alone() -> None:
    over_english, over_spanish = (
        source_in([source_of_one(NOON)], TRANSLATION, name="of", asked="es", written=written)
        for written in ("en", "es")
    )
    assert over_english.examples[0].english == QUESTION
    assert over_spanish.examples[0].english is None


def test_teacher_is_not_asked_about_a_translated_question_that_was_changed() -> None:
    source = source_in([source_of_one(NOON)], TRANSLATION, name="of", asked="es", written="en")
    changed = replace(source.examples[0], question="¿Cuándo sale el first ferry?")
    made = make_example(replace(source, examples=(changed,)), 0, "opposite", random.Random(1))
    assert made.question != changed.question
    assert made.english is None


def test_example_whose_answer_was_lost_is_left_out() -> None:
    assert (
        source_in(
            [source_of_one(WHITE)], TRANSLATION, name="translated", asked="es", written="es"
        ).examples
        == ()
    )


def test_marks_are_told_from_what_a_passage_says_itself() -> None:
    assert marked(WHITE) == "The ferry leaves at noon. It is <b>red &amp; white</b>."
    assert paragraph(OTHER) == "The train leaves from &lt;b&gt;Alder&lt;/b&gt;."
