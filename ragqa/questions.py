"""What a question asks for: its language, its kind, and what it borrows from earlier questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ragqa.languages import LANGUAGES, detect_language
from ragqa.terms import tokenize


class Kind(StrEnum):
    """What sort of thing answers a question."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHICH = "which"
    LIST = "list"
    DEFINITION = "definition"
    WHY = "why"
    HOW = "how"
    YES_NO = "yes_no"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    ``text`` is what was asked; ``understood`` the same with what a follow-up left out put in
    front, and equal to ``text`` for a question that stands alone. ``terms`` are the search terms
    of ``understood``.
    """

    text: str
    understood: str
    language: str
    kind: Kind
    terms: tuple[str, ...]


def understand(text: str, *, history: Sequence[str] = ()) -> Question:
    """Return what a question asks for, given the user's earlier questions (oldest first)."""
    language = detect_language(text) or LANGUAGES[0]
    understood = _complete(text.strip(), history, language)
    return Question(
        text=text,
        understood=understood,
        language=language,
        kind=kind_of(text, language),
        terms=tuple(tokenize(understood, language)),
    )


def kind_of(text: str, language: str) -> Kind:
    """Return the kind of a question: the first of its language's patterns that matches."""
    folded = " ".join(text.lower().split()).strip(" ¿?¡!.")
    for kind, pattern in _KINDS[language]:
        if pattern.search(folded):
            return kind
    return Kind.OTHER


def _patterns(table: Sequence[tuple[Kind, str]]) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in table)


_PLACES_EN = (
    "city|cities|country|countries|town|village|state|states|province|region|continent|place|"
    "location|island|river|county|district|street|building|venue|area|nation|border"
)
_TIMES_EN = "year|years|date|day|month|century|decade|season|era|period|time"
_PEOPLE_EN = (
    "person|people|man|woman|president|minister|king|queen|director|author|scientist|leader|"
    "player|singer|actor|actress|writer|emperor|architect|artist|composer|coordinator|official"
)
_COUNTS_EN = "number|percentage|percent|proportion|population|amount|share|age|distance|size|cost"
_PLACES_ES = (
    "ciudad|ciudades|país|países|pueblo|estado|estados|provincia|región|continente|lugar|isla|"
    "río|distrito|calle|edificio|sede|zona|nación|frontera|municipio|departamento"
)
_TIMES_ES = "año|años|fecha|día|mes|siglo|década|época|período|periodo|momento"
_PEOPLE_ES = (
    "persona|personas|presidente|presidenta|ministro|ministra|rey|reina|director|directora|autor|"
    "autora|científico|líder|jugador|cantante|actor|actriz|escritor|coordinadora|coordinador"
)
_COUNTS_ES = "número|porcentaje|proporción|población|cantidad|edad|distancia|tamaño|costo|coste"

# The first pattern that matches decides, so the sharper ones come first.
_KINDS = {
    "en": _patterns(
        (
            (Kind.WHY, r"\bwhy\b|\bwhat (?:was|is|were|are) the (?:cause|reason|purpose)s?\b|"
                       r"\b(?:what|which) reasons?\b|\bwhat (?:caused|causes)\b|\bhow come\b"),
            (Kind.LIST, r"^(?:list|name|enumerate)\b|\b(?:what|which) are the\b(?!.*\bof one\b)|"
                        r"\b(?:which|what) (?:(?:two|three|four|five|other|member) )?"
                        r"(?:countries|cities|states|organi[sz]ations|languages|topics|groups)\b"),
            (Kind.HOW_MANY, rf"\bhow (?:many|much|long|old|far|tall|high|big|large|often|deep|"
                            rf"wide|fast|heavy)\b|\b(?:what|which)(?: \w+)? (?:{_COUNTS_EN})\b"),
            (Kind.WHEN, rf"\bwhen\b|\b(?:what|which)(?: \w+)? (?:{_TIMES_EN})\b"),
            (Kind.WHERE, rf"\bwhere\b|\b(?:what|which)(?: \w+)? (?:{_PLACES_EN})\b"),
            (Kind.WHO, rf"\b(?:who|whom|whose)\b|\b(?:what|which)(?: \w+)? (?:{_PEOPLE_EN})\b"),
            (Kind.DEFINITION, r"^what (?:is|are|was|were) (?:(?:an?|the) )?[\w'’-]+"
                              r"(?: [\w'’-]+){0,2}$|\bwhat does .* (?:mean|stand for)$|^define\b|"
                              r"\bwhat is meant by\b"),
            (Kind.WHICH, r"\bwhich\b|\bwhat \w+"),
            (Kind.HOW, r"\bhow\b"),
            (Kind.YES_NO, r"^(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|"
                          r"should|may|might)\b"),
        )
    ),
    "es": _patterns(
        (
            (Kind.WHY, r"\bpor qué\b|\b(?:cuál|cuáles) (?:fue|es|son|fueron|era) "
                       r"(?:la|las|el|los) (?:causa|razón|motivo|razones|causas|motivos)\b|"
                       r"\bqué (?:causó|provocó|causa)\b|\ba qué se debe\b"),
            (Kind.HOW_MANY, rf"\bcuánt[oa]s?\b|\b(?:qué|cuál es (?:el|la)|cuál era (?:el|la)) "
                            rf"(?:{_COUNTS_ES})\b|\bcon qué frecuencia\b"),
            (Kind.LIST, r"^(?:enumera|nombra|lista)\b|\bcuáles (?:son|fueron|eran)\b|"
                        r"\bqué (?:países|ciudades|estados|organizaciones|idiomas|temas|grupos)\b"),
            (Kind.WHEN, rf"\bcuándo\b|\b(?:qué|cuál)(?: es el| fue el)? (?:{_TIMES_ES})\b"),
            (Kind.WHERE, rf"\bd[óo]nde\b|\badónde\b|\b(?:qué|cuál) (?:{_PLACES_ES})\b"),
            (Kind.WHO, rf"\bqui[ée]n(?:es)?\b|\b(?:qué|cuál) (?:{_PEOPLE_ES})\b"),
            (Kind.DEFINITION, r"^qué (?:es|son|era|eran|fue)\b|\bqué significa\b|^defin[ea]\b"),
            (Kind.WHICH, r"\bcuál(?:es)?\b|\bqué \w+"),
            (Kind.HOW, r"\bcómo\b"),
            (Kind.YES_NO, r"^(?:es|son|era|eran|fue|fueron|ha|han|hay|hubo|puede|pueden|tiene|"
                          r"tienen|existe|existen|participó|participaron|se)\b"),
        )
    ),
}  # fmt: skip

_DEPENDS = {
    "en": re.compile(
        r"^(?:and|but|so|or)\b|^(?:what|how) about\b|^why(?: not)?$|"
        r"\b(?:he|she|it|they|him|them|his|its|their|hers|theirs)\b|"
        r"\b(?:this|that|these|those) (?:\w+)|\bwhich one\b"
    ),
    "es": re.compile(
        r"^(?:y|pero|o)\b|^por qué(?: no)?$|\b(?:él|ella|ellos|ellas|ello)\b|"
        r"\b(?:est[ea]|es[ea]|est[oa]s|es[oa]s|aquel|aquella) \w+|\bsu(?:s)?\b"
    ),
}


def stands_alone(text: str, language: str) -> bool:
    """Say whether a question names all that it is about: no pronoun or pointer leads outside it."""
    folded = " ".join(text.lower().split()).strip(" ¿?¡!.")
    return _DEPENDS[language].search(folded) is None


def _complete(text: str, history: Sequence[str], language: str) -> str:
    """Put the last earlier question that stood alone in front of one that does not."""
    if not history or stands_alone(text, language):
        return text
    earlier = (turn.strip() for turn in reversed(history))
    subject = next((turn for turn in earlier if turn and stands_alone(turn, language)), None)
    return text if subject is None else f"{subject} {text}"
