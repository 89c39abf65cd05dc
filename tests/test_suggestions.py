"""Which questions are suggested, and that each of them is known to be answered."""

from collections.abc import Callable
from time import perf_counter

import pytest
from builders import document_of

from ragqa.suggestions import (
    Aspect,
    Candidate,
    example_questions,
    nearest_questions,
    propose,
    verified,
)
from ragqa.types import Answer, Citation, Document

ENGLISH = [
    ('The film "Salt Road" was directed by Ana Mora.', 'Who directed the film "Salt Road"?'),
    ("The Tide Fund is funded by the Port Council.", "Who is the Tide Fund funded by?"),
    ("Peru hosted the Andean Youth Forum.", "Who hosted the Andean Youth Forum?"),
    (
        "PORTA and the Ministry of Works launched an open register on bridge safety.",
        "Who launched an open register on bridge safety?",
    ),
    ("The Tide Fund works with the Port Council.", "Who does the Tide Fund work with?"),
    (
        "Ana Mora, Secretary of the Tide Fund, said so.",
        "Who is the Secretary of the Tide Fund?",
    ),
    ("We asked Ana Mora, a marine biologist.", "Who is Ana Mora?"),
    ("Ana Mora is a Chilean painter.", "Who is Ana Mora?"),
    (
        "The World Day of Bridges is held on 4 May every year.",
        "When is the World Day of Bridges held?",
    ),
    ("In 1931, the Grand Arch Bridge was opened.", "When was the Grand Arch Bridge opened?"),
    ("The Salt Road Fair took place in June 2019.", "When did the Salt Road Fair take place?"),
    ("The Grand Arch Bridge collapsed in 1984.", "When did the Grand Arch Bridge collapse?"),
    (
        "The Port Council signed the lease on 3 May 2020.",
        "When did the Port Council sign the lease?",
    ),
    (
        "Chile will host the next summit in 2031, and Peru the one after.",
        None,  # a bare name that the text shows nowhere else may be a common word
    ),
    (
        "The Port Council will publish the tide tables on 1 July.",
        "When will the Port Council publish the tide tables?",
    ),
    ("The Salt Road Fair was held in Port Vila.", "Where was the Salt Road Fair held?"),
    ("The Salt Road Fair took place in Port Vila.", "Where did the Salt Road Fair take place?"),
    ("The Grand Arch Bridge, located in Arequipa, is old.", "Where is the Grand Arch Bridge?"),
    (
        "The purpose of the Tide Fund is to rebuild piers.",
        "What is the purpose of the Tide Fund?",
    ),
    ("The Tide Fund is best known for its maps.", "What is the Tide Fund known for?"),
    ("The Tide Fund consists of nine ports.", "What does the Tide Fund consist of?"),
    ("The Tide Fund aims to rebuild piers.", "What does the Tide Fund aim to do?"),
    ("The Tide Fund promotes safe piers.", "What does the Tide Fund promote?"),
    ("The Tide Fund published its tide tables.", "What did the Tide Fund publish?"),
    ("The Tide Fund stressed the need for piers.", "What did the Tide Fund stress?"),
    ("The Tide Fund has about 42 small ports.", "How many small ports does the Tide Fund have?"),
    ("The Tide Fund had 42 ports in 1990.", "How many ports did the Tide Fund have?"),
    ("The Tide Fund is a network of ports.", "What is the Tide Fund?"),
    ("The PORTA is a network of ports.", "What is the PORTA?"),
    ("Income inequality is a measure of pay.", "What is income inequality?"),
    ("A note on the Tide Aid Fund (TAF) follows.", "What does TAF stand for?"),
]

SPANISH = [
    (
        "La película La ruta de la sal fue dirigida por Ana Mora.",
        "¿Quién dirigió la película La ruta de la sal?",
    ),
    (
        "El Consejo del Puerto preside la Red Andina de Puertos.",
        "¿Quién preside la Red Andina de Puertos?",
    ),
    (
        "El Consejo del Puerto lanzó una campaña sobre muelles seguros.",
        "¿Quién lanzó una campaña sobre muelles seguros?",
    ),
    (
        "Costa Rica y Belice organizan un curso nuevo sobre mareas.",
        "¿Quiénes organizan un curso nuevo sobre mareas?",
    ),
    ("Lo dijo Ana Mora, bióloga chilena.", "¿Quién es Ana Mora?"),
    ("Ana Mora es una pintora chilena.", "¿Quién es Ana Mora?"),
    (
        "El Día de los Puentes se celebra cada año el 4 de mayo.",
        "¿Cuándo se celebra el Día de los Puentes?",
    ),
    (
        "En 1931, el Puente Gran Arco fue inaugurado.",
        "¿Cuándo fue inaugurado el Puente Gran Arco?",
    ),
    ("La Feria de la Sal tuvo lugar en Arica.", "¿Dónde tuvo lugar la Feria de la Sal?"),
    ("El Puente Gran Arco está en Arequipa.", "¿Dónde está el Puente Gran Arco?"),
    (
        "El objetivo del Fondo Marea es reparar muelles.",
        "¿Cuál es el objetivo del Fondo Marea?",
    ),
    (
        "La misión de la Red Andina es reparar muelles.",
        "¿Cuál es la misión de la Red Andina?",
    ),
    ("El Fondo Marea consiste en préstamos.", "¿En qué consiste el Fondo Marea?"),
    ("El Fondo Marea consta de nueve puertos.", "¿De qué consta el Fondo Marea?"),
    ("El Fondo Marea se dedica a los muelles.", "¿A qué se dedica el Fondo Marea?"),
    ("El Fondo Marea ofrece préstamos.", "¿Qué ofrece el Fondo Marea?"),
    ("El Fondo Marea tiene 42 puertos.", "¿Cuántos puertos tiene el Fondo Marea?"),
    (
        "El Fondo Marea tiene más de 42 embarcaciones.",
        "¿Cuántas embarcaciones tiene el Fondo Marea?",
    ),
    ("El Fondo Marea es una red de puertos.", "¿Qué es el Fondo Marea?"),
    ("La pesca de arrastre es un delito.", "¿Qué es la pesca de arrastre?"),
    ("Habla del Fondo de Ayuda Marina (FAM).", "¿Qué significa FAM?"),
    ("La Paz es una ciudad andina.", "¿Qué es La Paz?"),
]

SENTENCES_WITHOUT_QUESTION = [
    "It was signed in Lima in 1990.",
    "The committee was founded in Lima in 1990.",
    "The Committee was founded in Lima in 1990.",
    "He is a painter.",
    "The city is a port of call.",
    "Its main aim is a quiet harbour.",
    "In 1990, this was published.",
    "The Tide Fund held a meeting.",
    "Swimming lessons is a way to pass the time.",
    "There is a bridge.",
    "The Tide Fund covers the area of two bays.",
    "She published a guide on safe piers.",
    "Representatives of Peru published a list.",
    "The Grand Arch Bridge was built in Gothic style.",
    "The Tide Fund was signed by those who met in 1990.",
    "The Port Council hosted its lease, which ended in 1990.",
    "The Tide Fund has 42 more ports.",
    "The Port Council signed the lease of its pier in 1990.",
    "The Port Council directs the Salt Walk in July 2019.",
    "The pair (ABC) is no abbreviation of this.",
    "The name (BAC) has its letters in another order: cab.",
    "",
]


@pytest.mark.parametrize(("sentence", "question"), ENGLISH)
def test_an_english_sentence_is_turned_into_its_question(
    sentence: str, question: str | None
) -> None:
    assert (question in questions_of(sentence, "en")) == (question is not None)


@pytest.mark.parametrize(("sentence", "question"), SPANISH)
def test_a_spanish_sentence_is_turned_into_its_question(
    sentence: str, question: str | None
) -> None:
    assert (question in questions_of(sentence, "es")) == (question is not None)


@pytest.mark.parametrize("sentence", SENTENCES_WITHOUT_QUESTION)
def test_what_makes_no_sense_without_its_text_is_not_asked(sentence: str) -> None:
    assert questions_of(sentence, "en") == []


def test_a_candidate_carries_the_span_of_its_sentence() -> None:
    text = "Nobody came. The Tide Fund is a network of ports.  It is old."

    (candidate,) = propose(text, language="en")

    assert text[candidate.start : candidate.end] == "The Tide Fund is a network of ports."
    assert candidate.aspect is Aspect.DEFINITION


def test_questions_about_the_title_come_first_then_those_who_ask_for_people() -> None:
    text = (
        "The Tide Fund is a network of ports. The Grand Arch Bridge was opened in 1931. "
        "Ana Mora is a painter."
    )

    assert questions_of(text, "en") == [
        "Who is Ana Mora?",
        "When was the Grand Arch Bridge opened?",
        "What is the Tide Fund?",
    ]
    assert questions_of(text, "en", title="A Fund of the Tides")[0] == "What is the Tide Fund?"


def test_a_question_comes_once_though_two_sentences_make_it() -> None:
    text = "The Tide Fund is a network of ports. The Tide Fund is a network of friends."

    assert questions_of(text, "en") == ["What is the Tide Fund?"]


def test_a_question_longer_than_a_line_is_not_proposed() -> None:
    name = " ".join(["The", *["Grand"] * 14, "Bridge"])

    assert len(f"What is {name}?") > 90
    assert questions_of(f"{name} is a bridge.", "en") == []


def test_a_sentence_too_long_to_be_read_at_a_glance_is_left_out() -> None:
    sentence = f"The Tide Fund is a network of ports {'and piers ' * 37}."

    assert len(sentence) > 400
    assert questions_of(sentence, "en") == []


def test_a_language_without_rules_gives_nothing() -> None:
    assert propose("The Tide Fund is a network of ports.", language="de") == ()


def test_one_word_is_a_name_only_where_the_text_or_the_title_shows_it() -> None:
    sentence = "Lima is the capital of Peru."

    assert questions_of(sentence, "en") == []
    assert questions_of(sentence, "en", title="Lima") == ["What is Lima?"]
    assert questions_of(f"{sentence} She saw Lima.", "en") == ["What is Lima?"]
    assert questions_of(f"{sentence} She saw limas and lima beans.", "en") == []


def test_a_surname_alone_is_no_name_that_a_stranger_knows() -> None:
    sentence = "Mora signed the lease in 1990, said Mora."

    assert questions_of(sentence, "en") == ["When did Mora sign the lease?"]
    assert questions_of(f"Ana Mora paints. {sentence}", "en") == []


def test_a_spanish_noun_that_the_text_introduced_is_not_defined() -> None:
    text = "Se firmó una alianza. La alianza es un pacto. La pesca es un oficio."

    assert questions_of(text, "es") == ["¿Qué es la pesca?"]


@pytest.mark.parametrize("unit", ["A ", "A, ", '"a" ', "The A of ", "El A de la ", "a b c ", "(A"])
def test_hostile_sentences_take_little_time(unit: str) -> None:
    text = unit * 20_000

    start = perf_counter()
    propose(text[:400], language="en")
    propose(text[:400], language="es")
    propose(text, language="en")

    assert perf_counter() - start < 5


def test_only_questions_answered_from_their_sentence_are_verified() -> None:
    candidates = [
        candidate_of(question)
        for question in ("refused", "doubtful", "before", "after", "other file", "uncited", "good")
    ]
    answers = {
        "refused": answer_of("refused", abstained=True),
        "doubtful": answer_of("doubtful", confidence=0.59),
        "before": answer_of("before", start=0, end=10),
        "after": answer_of("after", start=20, end=30),
        "other file": answer_of("other file", doc_id="b.txt"),
        "uncited": answer_of("uncited", cited=False),
        "good": answer_of("good", start=19, confidence=0.6),
    }

    assert verified(
        candidates, ask=answers.__getitem__, doc_id="a.txt", limit=9, min_confidence=0.6
    ) == ("good",)


def test_verification_asks_no_more_once_the_limit_is_reached() -> None:
    asked: list[str] = []

    def ask(question: str) -> Answer:
        asked.append(question)
        return answer_of(question)

    candidates = [candidate_of(question) for question in "abc"]

    assert verified(candidates, ask=ask, doc_id="a.txt", limit=2, min_confidence=0.6) == ("a", "b")
    assert asked == ["a", "b"]


def test_examples_come_from_different_documents_in_both_languages_and_aspects() -> None:
    documents = [fund(name) for name in ("Tide", "Reef", "Dune")] + [fondo("Marea")]

    questions = example_questions(documents, ask=answering(documents), count=4)

    assert questions == (
        "Who is Ana Tide?",
        "¿Qué es el Fondo Marea?",
        "What is the Dune Fund?",
        "Who is Ana Reef?",
    )


def test_examples_are_at_most_as_many_as_wanted_and_the_same_each_time() -> None:
    documents = [fund(name) for name in ("Tide", "Reef", "Dune")]

    first = example_questions(documents, ask=answering(documents), count=2)

    assert len(first) == 2
    assert example_questions(documents, ask=answering(documents), count=2) == first


def test_a_document_gets_another_turn_when_its_first_question_is_not_answered() -> None:
    documents = [fund("Tide")]
    answers = answering(documents)

    def ask(question: str) -> Answer:
        return answer_of(question, abstained=True) if "Who" in question else answers(question)

    assert example_questions(documents, ask=ask) == ("What is the Tide Fund?",)


def test_examples_ask_no_more_than_they_may() -> None:
    documents = [fund(f"Reef{place}") for place in range(9)]
    asked: list[str] = []

    def refuse(question: str) -> Answer:
        asked.append(question)
        return answer_of(question, abstained=True)

    assert example_questions(documents, ask=refuse, max_asked=5) == ()
    assert len(asked) == len(set(asked)) == 5


def test_documents_without_a_question_or_a_known_language_give_no_example() -> None:
    documents = [document_of("Nothing."), document_of("Der Fonds.", language="de")]

    assert example_questions(documents, ask=answering(documents)) == ()


def test_the_language_of_a_document_that_names_none_is_detected() -> None:
    document = document_of("El Fondo Marea es una red de puertos.", language=None)

    assert example_questions([document], ask=answering([document])) == ("¿Qué es el Fondo Marea?",)


def test_the_nearest_passage_is_asked_first_and_answered_where_it_stands() -> None:
    lead = "Nobody came to the pier that day. "
    near = document_of(f"{lead}The Reef Fund is a network.", doc_id="near")
    far = document_of("The Tide Fund is a network.", doc_id="far")
    passages = [(near, len(lead), len(near.text)), (far, 0, len(far.text))]

    questions = nearest_questions(passages, ask=answering([near, far]), language="en")

    assert questions == ("What is the Reef Fund?", "What is the Tide Fund?")


def test_passages_in_the_language_asked_come_before_nearer_ones() -> None:
    english, spanish = fund("Tide"), fondo("Marea")
    passages = [(one, 0, len(one.text)) for one in (english, spanish)]

    questions = nearest_questions(
        passages, ask=answering([english, spanish]), language="es", count=2
    )

    assert questions == ("¿Qué es el Fondo Marea?", "Who is Ana Tide?")


def test_nearest_questions_ask_no_more_than_they_may() -> None:
    documents = [fund(name) for name in ("Tide", "Reef", "Dune")]
    asked: list[str] = []

    def refuse(question: str) -> Answer:
        asked.append(question)
        return answer_of(question, abstained=True)

    passages = [(one, 0, len(one.text)) for one in documents]

    assert nearest_questions(passages, ask=refuse, language="en", max_asked=4) == ()
    assert len(asked) == 4


def questions_of(text: str, language: str, *, title: str = "") -> list[str]:
    return [candidate.question for candidate in propose(text, language=language, title=title)]


def fund(name: str) -> Document:
    text = f"The {name} Fund is a network of ports. Ana {name} is a painter."
    return document_of(text, doc_id=name, title="")


def fondo(name: str) -> Document:
    text = f"El Fondo {name} es una red de puertos."
    return document_of(text, doc_id=name, title="", language="es")


def candidate_of(question: str) -> Candidate:
    return Candidate(question=question, start=10, end=20, aspect=Aspect.WHAT)


def answering(documents: list[Document]) -> Callable[[str], Answer]:
    """Answer every question with the sentence that it was made of."""
    made = {
        candidate.question: answer_of(
            candidate.question,
            doc_id=document.doc_id,
            start=candidate.start,
            end=candidate.end,
        )
        for document in documents
        for language in ("en", "es")
        for candidate in propose(document.text, language=language)
    }
    return made.__getitem__


def answer_of(
    question: str,
    *,
    doc_id: str = "a.txt",
    start: int = 12,
    end: int = 30,
    confidence: float = 0.9,
    abstained: bool = False,
    cited: bool = True,
) -> Answer:
    citation = Citation(
        marker=1,
        doc_id=doc_id,
        source=doc_id,
        title="",
        page=None,
        start=start,
        end=end,
        quote="",
    )
    return Answer(
        question=question,
        text="",
        short_answer=None,
        citations=(citation,) if cited else (),
        hits=(),
        confidence=confidence,
        abstained=abstained,
        language="en",
    )
