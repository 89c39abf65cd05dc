"""What a question restricts its answer to must be named near it."""

import pytest

from ragqa.restrictions import names_what_restricts

HUBS = "Now 10 hubs are at work in the region."


@pytest.mark.parametrize(
    ("question", "text", "named"),
    [
        ("How many hubs are there in Guatemala?", HUBS, False),
        ("How many hubs are there in Guatemala?", f"Guatemala opens hubs\n{HUBS}", True),
        ("¿Cuántos centros hay en México?", "Mexico has 10.", True),
        ("How many people live in Brazil?", "There are 200 million Brazilians.", True),
        ("How many people live in Poland?", "The Polish population is 38 million.", True),
        ("How many people live in the United States?", "It is 300 million in the U.S.", True),
        ("How many hubs are there?", HUBS, True),
        ("How many hubs has IOM?", HUBS, True),  # what an abbreviation stands for may be there
        ("What share of the people of the Earth is it?", HUBS, True),
        # What costs or lasts.
        ("How much does the course on safety cost?", "A permit costs 50 dollars.", False),
        ("How much does the course on safety cost?", "The courses cost 50 dollars.", True),
        ("How long is the warranty of the mill?", "The mill is delivered in 5 days.", False),
        ("¿Cuánto cuesta el alquiler del salón?", "La boda cuesta 80 euros.", False),
        ("¿Cuánto cuesta casarse?", "La tasa es de 80 euros.", True),
        ("¿Cuánto cuesta la tasa?", "La tasa es de 80 euros.", True),
        # Who is counted.
        ("How many lawyers took part?", "More than 100 people took part.", False),
        ("How many lawyers took part?", "Lawyers came, 100 in all.", True),
        ("¿Cuántos policías participaron?", "Participaron 100 personas.", False),
        ("How many people took part?", "There were 100.", True),
        # An office.
        ("Who is the president of Victoria?", "The premier of Victoria is Ana Ruiz.", False),
        ("Who is the president of Victoria?", "The presidency of Victoria has Ana Ruiz.", True),
        ("¿Quién es el párroco?", "El retablo es obra de Juan de Almara.", False),
        ("Who is the director of the clinic?", "The clinic is run by Dr Pillai.", True),
        ("How many people live in Scotland?", "There are 5 million Scots.", True),
        ("¿Cuántos viven en Estados Unidos?", "En EE. UU. viven 300 millones.", True),
        ("How much does the one-way ticket cost?", "A day ticket costs 9 dollars.", False),
        ("Who is the leader of the camp?", "Ana Ruiz leads the camp.", True),
        # Words that many names have tell nothing.
        ("How many people live in New York?", "New Orleans has 5.", False),
        ("How many people live in York?", "New York has 5.", False),
        ("How many people live in Panama City?", "Mexico City has 5.", False),
        ("How many people live in El Salvador?", "San Salvador has 5.", False),
        ("How many people live in South Korea?", "North Korea has 5; the South too.", False),
        ("¿Cuántos viven en San José?", "En San Pedro Sula viven 5.", False),
        ("How many people live in the United Kingdom?", "The United States have 5.", False),
        ("How many people live in Puerto Rico?", "Costa Rica has 5.", False),
        ("How many people live in New York?", "New York City has 5.", True),
        ("How many people live in El Salvador?", "Of the Salvadorans 5 came.", True),
        ("How many people live in South Korea?", "South Korea has 5, North Korea 4.", True),
        ("How many people live in Korea?", "South Korea has 5.", True),
        ("¿Cuántos viven en San José?", "San Jose tiene 5.", True),
        ("¿Cuántos viven en Perú?", "El Perú tiene 5.", True),
        ("How many people live in St. Louis?", "Saint Louis has 5.", True),
        # Names that only begin alike, and who is from there.
        ("How many people live in Austria?", "Australia has 5.", False),
        ("How many people live in Niger?", "Nigeria has 5.", False),
        ("How many people live in Nigeria?", "Niger has 5.", False),
        ("How many people live in India?", "Indiana has 5.", False),
        ("How many people live in Austria?", "There are 5 Austrians.", True),
        ("How many people live in Nigeria?", "There are 5 Nigerians.", True),
        ("How many people live in Panama?", "There are 5 Panamanians.", True),
        ("How many people live in Norway?", "There are 5 Norwegians.", True),
        ("¿Cuántos viven en Nicaragua?", "Hay 5 nicaragüenses.", True),
        ("¿Cuántos viven en Costa Rica?", "Hay 5 costarricenses.", True),
        # All of the world, but no name that begins with it.
        ("How many employees are there in the World Bank?", "The fund has 5.", False),
        ("¿Cuántos viven en Tierra del Fuego?", "En Madrid viven 5.", False),
        ("What is the population of Earth's forests?", HUBS, True),
        # Where who it is, or when, stands in front.
        ("Who's the president?", "Ana Ruiz, the secretary, spoke.", False),
        ("And who will be the mayor?", "Ana Ruiz, the secretary, spoke.", False),
        ("¿Y quién será la alcaldesa?", "Habló Ana Ruiz, la secretaria.", False),
        ("Who's the president?", "Ana Ruiz, the president, spoke.", True),
        ("Who's the president's neighbour?", "Ana Ruiz, the secretary, spoke.", True),
    ],
)
def test_what_restricts_is_named(question: str, text: str, *, named: bool) -> None:
    language = "es" if "¿" in question else "en"
    assert names_what_restricts(question, text, language) is named
