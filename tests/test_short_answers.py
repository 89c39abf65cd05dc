"""The phrase that answers by itself: given where it is clear, withheld where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.questions import understand
from ragqa.short_answers import find_short_answer, unasked_mentions


def short_answer(question: str, quote: str) -> str | None:
    return find_short_answer(understand(question), quote)


@pytest.mark.parametrize(
    ("question", "quote", "answer"),
    [
        # The only person.
        (
            "Who directed the fable?",
            "The fable was directed by Miguel Gómez, a Costa Rican.",
            "Miguel Gómez",
        ),
        (
            "Who opened the meeting?",
            "Ana de la Cruz, of the United Nations, opened the meeting.",
            "Ana de la Cruz",
        ),
        ("Who wrote the saga?", "The saga was written by J. R. R. Tolkien.", "J. R. R. Tolkien"),
        ("¿Quién dirigió la fábula?", "Miguel Gómez dirigió la fábula.", "Miguel Gómez"),
        ("Who blessed the city?", "The city was blessed by John Paul II.", "John Paul II"),
        # The only date.
        ("When was the fable shown?", "The fable was shown on 22 August 2017.", "22 August 2017"),
        ("¿Cuándo se mostró la fábula?", "Se mostró el 22 de agosto.", "22 de agosto"),
        # The date that stands by the words of the question.
        (
            "When did the hub close?",
            "In 1994 the network of civil organizations began, and the hub closed in 2016.",
            "2016",
        ),
        # The only number.
        ("How many hubs opened?", "In total 42 hubs opened.", "42"),
        ("How much did the hub cost?", "The hub cost $5 million.", "$5 million"),
        ("¿Cuántos centros abrieron?", "Abrieron 42 centros.", "42"),
        # The number before what is counted, not the other one.
        (
            "How many schools got a hub?",
            "The network of nine members opened hubs in 42 border schools.",
            "42",
        ),
        (
            "¿Cuántas escuelas hay en la red?",
            "La red de nueve socios tiene 42 escuelas.",
            "42",
        ),
        # Four digits that count, though they may be a year.
        ("How many hubs opened?", "In 2017 they opened 1200 hubs.", "1200"),
        ("¿Cuántas personas participaron?", "En 2017 participaron 1200 personas.", "1200"),
        ("¿A cuántas personas ayudó?", "Ayudó a 2000 personas.", "2000"),
        ("How many migrants crossed?", "In July, 1500 migrants crossed.", "1500"),
        ("How many migrants crossed?", "On 5 July, 1500 migrants crossed.", "1500"),
        ("How much does the hub cost?", "The hub costs 1500 lempiras.", "1500"),
        ("What is the phone number?", "The hotline is 1717.", "1717"),
        ("¿Cuál es el número de teléfono?", "La línea es 1717.", "1717"),
        ("When did they cross?", "In July, 1500 migrants crossed.", "July"),
        ("When did they cross?", "On 5 July 2017, 1500 young people crossed.", "5 July 2017"),
        ("How many migrants arrived?", "In 2017, 1500 migrants arrived.", "1500"),
        # A year, though things follow.
        ("When did they meet?", "The 2017 meetings were held.", "2017"),
        ("When did they meet?", "Founded 1994 as a club.", "1994"),
        ("¿Cuándo cruzaron?", "En 2017 personas de Almara cruzaron.", "2017"),
    ],
)  # fmt: skip
def test_short_answer_is_given_where_it_is_clear(question: str, quote: str, answer: str) -> None:
    assert short_answer(question, quote) == answer


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        # Two persons, and none.
        ("Who directed the fable?", "Miguel Gómez and Ana Ortiz were at the showing."),
        ("Who directed the fable?", "It was directed by a Costa Rican."),
        # No person: institutions, single words, titles of works, initials.
        ("Who released the fable?", "The International Organization for Migration released it."),
        ("Who released the fable?", "The OIM released it with Panama."),
        ("Who released the fable?", "IOM CARICOM released it."),
        # The person whom the question names itself.
        ("Who paid Miguel Gómez?", "Miguel Gómez was paid by the organization."),
        # A place is never named: nothing tells it from a person or a firm.
        ("Where was the fable shown?", "The fable was shown in San José."),
        # Half of several dates or numbers.
        ("When did the hubs open?", "The hubs opened in 2015 and 2016."),
        ("How many hubs opened?", "Between 3 and 9 hubs opened."),
        # Two of them, about as far from the words of the question, or without those words.
        ("When did the hub close?", "In 1994, they say, it closed, or so in 2016."),
        ("How many hubs opened?", "They cost 3 dollars, she says, or 4 dollars."),
        # The number or date of the question itself.
        ("How many of the 42 hubs opened?", "All of the 42 hubs opened."),
        ("When in 2017 did it open?", "It opened in 2017."),
        # Four digits that count are no date, and a year counts nothing.
        ("When did the caravan cross?", "A caravan of 1500 people crossed the border."),
        ("¿Cuándo cruzó la caravana?", "Una caravana de 1500 personas cruzó."),
        ("How many migrants crossed?", "In 2017 migrants crossed."),
        ("How many migrants crossed?", "Between 2015 and 2017 migrants crossed."),
        ("How many migrants crossed?", "In 2017, migrants crossed."),
        ("How many elections were there?", "The 2017 elections were calm."),
        ("What is the phone number?", "The hotline has been open since 1717."),
        ("What is the number of people?", "The hotline is 1717."),
        # Kinds that a sentence answers.
        ("Why did it open in 2017?", "It opened because Miguel Gómez paid $5 in 2018."),
        ("What is a hub?", "A hub is one of 42 desks."),
        # A number, but of something else than what is counted.
        ("How many hubs opened?", "The hubs gave advice to 2,000 migrants."),
        ("¿Cuántos centros abrieron?", "Los centros atendieron a 2,000 migrantes."),
    ],
)
def test_short_answer_is_withheld_where_it_is_not_clear(question: str, quote: str) -> None:
    assert short_answer(question, quote) is None


def test_unasked_mentions_are_of_the_wanted_kind_and_not_of_the_question() -> None:
    quote = "Miguel Gómez and Ana Ortiz met in 2017 in Panama."
    mentions = unasked_mentions(understand("Who met Miguel Gómez?"), quote)
    assert [quote[m.start : m.end] for m in mentions] == ["Ana Ortiz", "Panama"]


def test_question_that_wants_a_sentence_has_no_mentions() -> None:
    assert unasked_mentions(understand("Why did Ana Ortiz leave?"), "Miguel Gómez, in 2017") == ()


@given(
    question=st.sampled_from(
        ["Who directed it?", "When did it open?", "How many hubs opened?", "¿Cuántos centros hay?"]
    ),
    quote=st.lists(
        st.sampled_from(
            ["Miguel Gómez", "Ana Ortiz", "in 2017", "42", "two", "hubs", "centros", ",", ".", "it"]
        ),
        max_size=8,
    ).map(" ".join),
)
def test_short_answer_is_a_phrase_of_the_quotation(question: str, quote: str) -> None:
    answer = short_answer(question, quote)
    assert answer is None or (answer and answer in quote)
