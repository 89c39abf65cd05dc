"""One text in two languages that every format is written from and has to give back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import SequenceMatcher

from ragqa.types import Document


@dataclass(frozen=True)
class Part:
    """A heading of some level with what stands below it."""

    heading: str
    level: int
    paragraphs: tuple[str, ...]
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """The first one has the names of the columns."""

    def statements(self) -> list[str]:
        """Return what the rows say below the names."""
        return ["; ".join(map("{}: {}".format, self.rows[0], row)) for row in self.rows[1:]]


@dataclass(frozen=True)
class KnownText:
    """A text of which everything is known. Its title is the heading of the first part."""

    language: str
    title: str
    author: str
    date: str
    parts: tuple[Part, ...]

    def headings(self) -> list[str]:
        """Return the path of each part, as sections have it."""
        return [" › ".join(path) for path in self._paths()]

    def _paths(self) -> Iterator[list[str]]:
        path: list[str] = []
        for part in self.parts:
            path = [*path[: part.level - 1], part.heading]
            yield path

    def words(self) -> list[str]:
        return [word for part in self.parts for word in part_words(part)]


def slide_words(part: Part) -> list[str]:
    """Return the words of a part as a slide has them: the paragraphs are the last."""
    return [
        *part_words(Part(part.heading, 1, (), part.items, part.rows)),
        *part_words(Part("", 1, part.paragraphs)),
    ]


def part_words(part: Part) -> list[str]:
    texts = [part.heading, *part.paragraphs, *part.items, *part.statements()]
    return [word for text in texts for word in text.split()]


def words_of(text: str) -> list[str]:
    """Return the words of a text without the marks that a loader puts between them."""
    return [word for word in text.split() if word not in ("-", "|")]


def share_in_order(expected: Sequence[str], found: Sequence[str]) -> float:
    """Return the share of words that both have in one order; more words than expected count too."""
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return same / max(len(expected), len(found), 1)


def text_at(document: Document, heading: str) -> str:
    """Return the text of the section with a path."""
    (section,) = [one for one in document.sections if one.heading == heading]
    return document.text[section.start : section.end]


ENGLISH = KnownText(
    language="en",
    title="The desk in Tapachula",
    author="Helen O'Neill",
    date="2023-04-17",
    parts=(
        Part(
            "The desk in Tapachula",
            1,
            (
                "The information desk in Tapachula opened on 17 April 2023 with a staff of nine. "
                "It answers questions about papers, shelter and work; in its first year it heard "
                "12,480 people from 31 countries.",
                "Nobody has to give a name. “We ask only for the language,” says Helen O'Neill, "
                "who leads the desk, “and for what is needed most.” Advice is free of charge.",
            ),
        ),
        Part(
            "Opening hours",
            2,
            (
                "The desk is open from Monday to Friday. On Saturdays only the telephone is "
                "answered, at +52 962 555 0147, between 9 a.m. and 1 p.m.",
            ),
            rows=(
                ("Place", "Opens", "Closes", "Fee"),
                ("Central square", "8:00", "16:30", "none"),
                ("Suchiate bridge", "7:15", "14:00", "none"),
                ("Bus station", "10:00", "20:00", "$3.50"),
            ),
        ),
        Part(
            "What to bring",
            2,
            ("Bring what you have; nobody is sent away for want of a paper. Most useful are:",),
            items=(
                "a passport or a birth certificate, even if it has expired",
                "letters from the commission for refugees (COMAR)",
                "the telephone number of a relative",
            ),
        ),
        Part(
            "Copies",
            3,
            (
                "Copies are made at the desk, up to twenty pages a person. Originals are handed "
                "back at once & never kept: it's a rule since 2019.",
            ),
        ),
        Part(
            "Complaints",
            2,
            (
                "A complaint goes to the ombudsperson within 15 days. She answered 94 % of the 212 "
                "complaints of 2024 within a week — the café next door has the forms, too.",
            ),
        ),
    ),
)

SPANISH = KnownText(
    language="es",
    title="La ventanilla de Tecún Umán",
    author="Íñigo Muñoz",
    date="2022-09-05",
    parts=(
        Part(
            "La ventanilla de Tecún Umán",
            1,
            (
                "La ventanilla de información de Tecún Umán abrió el 5 de septiembre de 2022 con "
                "un equipo de siete personas. Responde a preguntas sobre documentos, albergue y "
                "empleo; en su primer año atendió a 8.915 personas de 27 países.",
                "Nadie tiene que dar su nombre. «Sólo preguntamos por el idioma», dice Íñigo "
                "Muñoz, responsable de la ventanilla, «y por lo que más urge». La asesoría es "
                "gratuita.",
            ),
        ),
        Part(
            "Horario de atención",
            2,
            (
                "La ventanilla abre de lunes a viernes. Los sábados sólo se contesta el teléfono, "
                "el +502 7776 0139, entre las 9 y las 13 horas.",
            ),
            rows=(
                ("Lugar", "Abre", "Cierra", "Costo"),
                ("Parque central", "8:00", "16:30", "ninguno"),
                ("Puente Rodolfo Robles", "7:15", "14:00", "ninguno"),
                ("Estación de buses", "10:00", "20:00", "Q25,50"),
            ),
        ),
        Part(
            "Qué traer",
            2,
            ("Traiga lo que tenga; a nadie se le rechaza por falta de un papel. Lo más útil es:",),
            items=(
                "el pasaporte o una partida de nacimiento, aunque esté vencida",
                "las cartas de la comisión para refugiados (CONARE)",
                "el número de teléfono de un familiar",
            ),
        ),
        Part(
            "Fotocopias",
            3,
            (
                "Las fotocopias se hacen en la ventanilla, hasta veinte páginas por persona. ¿Y "
                "los originales? Se devuelven enseguida & nunca se guardan: así es desde 2019.",
            ),
        ),
        Part(
            "Quejas",
            2,
            (
                "Una queja se dirige a la defensora en un plazo de 15 días. En 2024 contestó el 94 "
                "% de las 212 quejas en una semana — ¡también hay formularios en el café de al "
                "lado!",
            ),
        ),
    ),
)

KNOWN_TEXTS = (ENGLISH, SPANISH)


@dataclass(frozen=True)
class KnownTable:
    """A table as a person fills it in, and what of it a person sees.

    The cells of a column are of one type: text, a day, a number, an amount of money in the
    ``currency``, a share, or a time. ``title`` is the name of its sheet.
    """

    language: str
    title: str
    currency: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, date, int, float, float, time], ...]

    def statements(self) -> list[str]:
        return ["; ".join(map("{}: {}".format, self.names, row)) for row in self.shown()]

    def shown(self) -> list[tuple[str, ...]]:
        """Return what a person sees of each row."""
        return [self._shown(*row) for row in self.rows]

    def _shown(
        self, place: str, day: date, people: int, cost: float, share: float, opens: time
    ) -> tuple[str, ...]:
        money = f"{self.currency}{cost:,.2f}"
        return (place, day.isoformat(), str(people), money, f"{share:.0%}", f"{opens:%H:%M}")


ENGLISH_TABLE = KnownTable(
    language="en",
    title="Desks 2023",
    currency="$",
    names=("Place of the desk", "Opened on", "People", "Cost of a year", "Women", "Opens at"),
    rows=(
        ("Central square, Tapachula", date(2023, 4, 17), 12480, 31250.5, 0.46, time(8, 0)),
        ("Suchiate bridge", date(2023, 11, 2), 3071, 9800.0, 0.5, time(7, 15)),
        ("Bus station", date(2024, 2, 29), 88, 415.25, 0.09, time(10, 30)),
    ),
)

SPANISH_TABLE = KnownTable(
    language="es",
    title="Ventanillas año 2022",
    currency="Q",
    names=(
        "Lugar de la ventanilla",
        "Apertura",
        "Personas",
        "Costo anual",
        "Mujeres",
        "Abre a las",
    ),
    rows=(
        ("Parque central, Tecún Umán", date(2022, 9, 5), 8915, 120300.75, 0.41, time(8, 0)),
        ("Puente Rodolfo Robles", date(2022, 12, 24), 2040, 45000.0, 0.38, time(7, 15)),
        ("Estación de buses", date(2021, 1, 3), 7, 99.9, 1.0, time(16, 45)),
    ),
)

KNOWN_TABLES = (ENGLISH_TABLE, SPANISH_TABLE)
