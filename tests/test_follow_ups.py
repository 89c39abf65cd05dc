"""Questions that stand alone, and those that lean on an earlier one."""

import pytest

from ragqa.follow_ups import stands_alone

LEAN_EN = [
    # The pronoun is the subject of the question.
    "When did he die?",
    "How many countries does it cover?",
    "When does it take place?",
    "How long did it take?",
    "In what year did his father die?",
    "What was his name?",
    "What's her style of play?",
    "Where have they lived?",
    "After the war, where did she live?",
    "In Spain, did they win?",
    # Nothing before the pronoun can be what it stands for.
    "Who founded it?",
    "Who is his wife?",
    "What led to it?",
    "What happened to them?",
    "What is included in its price?",
    "Can you tell me about his career?",
    "What do you know about their music?",
    # What stands before the pronoun is not what it stands for.
    "What is the population of its capital?",
    "Tell me about the regulations on their use.",
    "What year did the company buy it?",
    "Who was king after him?",
    # What "it" is or does, though "to" or "for" follows.
    "Is it free?",
    "Is it open on Sundays?",
    "Is it free for migrants?",
    "Is it open to migrants?",
    "Is it important for IOM?",
    "Is it likely to close?",
    "Is it easy to use?",
    "Was it founded to help migrants?",
    "Was it a campaign to raise awareness?",
    "Does it aim to reduce migration?",
    "What does it mean for migrants?",
    "What is it called?",
    "How far is it from the border?",
    "Who moved it from Panama to Mexico?",
    "What happens if it's closed?",
    # A real pronoun behind an empty one.
    "Is it true that it closed?",
    "Is it possible to visit it?",
    # Pointers.
    "What is the capital of that country?",
    "In that year, who was president?",
    "Did that company pay?",
    "Who directed that film?",
    "What does this mean?",
    "What do those restrictions consist of?",
    "What is that?",
    "Who lives there?",
    "And which one held a meeting?",
    # Openings and fragments.
    "And in Panama?",
    "But who paid?",
    "What about Costa Rica?",
    "How about in Canada?",
    "Why?",
    "Who else?",
    "How many?",
    "In which year?",
    "Since when?",
    "For whom?",
    "What year?",
    "Which country?",
    "In Honduras?",
    "Who won?",
    "WHEN DID HE DIE?",
]
STAND_EN = [
    "Who led the mission that landed in 1969?",
    "Who founded the company that makes Signal?",
    "Who said that the earth is round?",
    "Which country changed its constitution in 1991?",
    "Which country signed a treaty to give it a special status?",
    "Which university has its origins in a school of medicine?",
    "When did Tesla sell his company?",
    "when did tesla sell his company?",
    "What did France's president say about his plans?",
    "What did the museum say about its new wing?",
    "How old was Elway when he played?",
    "What happened to the film after critics said that it was bad?",
    "What country joined because it needed trade?",
    "Who wrote the book and where did she publish it?",
    "Does Lukaku still play, or did he retire?",
    "How do bats find their prey?",
    "Other than his inventions, what was Tesla famous for?",
    "How long does it take to walk to Panama?",
    "What does it cost to cross the border?",
    "Is it legal to work without a permit in Panama?",
    "Is it true that Rosa Díaz is the mayor of Cusco?",
    "Is it really certain that migration grows?",
    "Is it allowed to work with a tourist visa?",
    "Is it free to apply for asylum?",
    "Is it a crime to cross the border?",
    "Is it safe for women to travel alone?",
    "Is it OK if I apply late?",
    "Is it clear how migrants are chosen?",
    "Is it worth applying for asylum?",
    "Can it be dangerous to travel alone?",
    "Has it been proven that walls help?",
    "Why is it so important to register children?",
    "Why is it called the Fable of the Coyote?",
    "What is it called when people are forced to leave?",
    "How easy is it to get a visa?",
    "How far is it from Panama to Colombia?",
    "What time is it in Panama?",
    "What is it like to live in a shelter?",
    "What makes it hard to find work?",
    "What does it mean if a visa is refused?",
    "Does it matter if I apply late?",
    "Does it make sense to apply early?",
    "Does it rain in Panama?",
    "Was it in 2016 that IOM joined the UN?",
    "Was it Rosa Díaz who led the network?",
    "What happens if it's not possible to return?",
    "What are those who cross the border offered?",
    "In which year did the hubs open?",
    "For whom are the hubs?",
    "Who joined the workshop this year?",
    "How many people are there?",
    "In Honduras, who runs the hubs?",
    "For how many years had the walk taken place?",
    'Who wrote "his dark materials"?',
    "Who directed It Happened One Night?",
    "WHO DIRECTED THE FABLE?",
]
LEAN_ES = [
    # The subject is left out.
    "¿Cuándo nació?",
    "cuando nacio",
    "¿Dónde se celebró?",
    "¿En qué año se fundó?",
    "¿En qué año murió?",
    "¿Cuántos habitantes tiene?",
    "¿Quién ganó?",
    "¿Cuántos participaron?",
    "¿De qué país es?",
    "¿Qué países la integran?",
    "¿Es gratis?",
    "¿Está abierto los domingos?",
    "¿Es seguro para los niños?",
    "¿Está en Panamá?",
    # Pronouns.
    "¿Cuándo murió él?",
    "¿De qué país es ella?",
    "¿Quiénes participaron con ellos?",
    "¿Cuál es su capital?",
    "¿Quién es su esposa?",
    "¿Cuál es la capital de su país?",
    "¿Cuántos habitantes tiene su capital?",
    "¿En qué año murió su padre?",
    "¿Quién lo dirigió?",
    "¿Quién la fundó?",
    "¿Cómo lo hicieron?",
    # Pointers.
    "¿Quién dirigió esta película?",
    "¿Qué pasó con esos documentos?",
    "¿Cuándo ocurrió eso?",
    "¿Quién vive allí?",
    # Openings and fragments.
    "¿Y en Panamá?",
    "¿Qué hay de Costa Rica?",
    "¿Por qué?",
    "¿En qué año?",
    "¿Para quién?",
    "¿Para qué sirve?",
    "¿Quién más?",
    "En Honduras",
]
STAND_ES = [
    "¿Cuándo nació Tesla?",
    "¿Cuántos participaron en la caminata?",
    "¿Qué muestran las imágenes?",
    "¿Es cierto que Rosa Díaz es la alcaldesa de Cusco?",
    "¿Está permitido trabajar con visa de turista?",
    "¿Es gratis solicitar asilo?",
    "¿Es obligatorio en Panamá registrarse?",
    "¿Es hora de migrar?",
    "¿Son gratuitos los talleres?",
    "¿Está abierto el albergue los domingos?",
    "¿Importa si solicito tarde?",
    "¿En qué ciudad se celebró la reunión?",
    "¿Cuántas especies existen?",
    "¿Qué es DECnet?",
    "¿Cómo financiaba Tesla su trabajo?",
    "¿Qué país cambió su constitución en 1991?",
    '¿Cuántas naciones contienen "Amazonas" en sus nombres?',
    "¿Cuándo reabrió sus puertas la bolsa?",
    "Además de sus inventos, ¿por qué era conocido Tesla?",
    "¿Qué dijo la empresa que él fundó?",
    "¿Qué país limita al este de Panamá?",
    "¿Dónde esta la sede de la OIM?",
    "¿Quién ganó la copa este año?",
    "Por eso, ¿qué país ganó la copa?",
    "¿Por qué la ONU votó en contra?",
    "¿A quién los vecinos eligieron alcalde?",
    "¿Qué es lo que pide la red?",
    "¿Quién dirigió «Ella y su perro»?",
    "¿En el hinduismo se hace hincapié en la guía espiritual?",
]


@pytest.mark.parametrize("text", LEAN_EN)
def test_english_question_leans_on_an_earlier_one(text: str) -> None:
    assert not stands_alone(text, "en")


@pytest.mark.parametrize("text", STAND_EN)
def test_english_question_stands_alone(text: str) -> None:
    assert stands_alone(text, "en")


@pytest.mark.parametrize("text", LEAN_ES)
def test_spanish_question_leans_on_an_earlier_one(text: str) -> None:
    assert not stands_alone(text, "es")


@pytest.mark.parametrize("text", STAND_ES)
def test_spanish_question_stands_alone(text: str) -> None:
    assert stands_alone(text, "es")


@pytest.mark.parametrize("text", [*LEAN_EN, *STAND_EN])
def test_spacing_and_punctuation_around_a_question_do_not_matter(text: str) -> None:
    loose = f"  {text.rstrip('?').replace(' ', '   ')}  ?! "
    assert stands_alone(loose, "en") == stands_alone(text, "en")
