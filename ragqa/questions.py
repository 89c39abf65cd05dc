"""What a question asks for: its language, its kind, and what it borrows from earlier questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ragqa.borrowing import Borrowed, borrow, is_correction
from ragqa.follow_ups import stands_alone
from ragqa.grammar import AUXILIARY
from ragqa.languages import LANGUAGES, detect_question_language
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


EXPLAINED_KINDS = frozenset({Kind.WHY, Kind.HOW, Kind.DEFINITION})
TOLD_KINDS = frozenset({Kind.LIST, *EXPLAINED_KINDS})
"""Questions that more than a phrase answers: all that a sentence says, or several."""

_TOO_SHORT_TO_TELL = 2


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    ``text`` is what was asked; ``understood`` the same with what a follow-up left out put in, and
    equal to ``text`` for a question that stands alone. ``asked`` is the one question that passages
    are held against: ``understood``, unless that is two questions, one behind the other. ``terms``
    are the search terms of ``understood``.
    """

    text: str
    understood: str
    asked: str
    language: str
    kind: Kind
    terms: tuple[str, ...]

    @property
    def borrows(self) -> bool:
        """Whether it was understood by what was asked before."""
        return self.understood != self.text.strip()


@dataclass(frozen=True, slots=True)
class _Turn:
    """An earlier question as it was understood, and the phrase that it borrowed, if it did."""

    understood: str
    language: str
    topic: str | None = None


def understand(text: str, *, history: Sequence[str] = ()) -> Question:
    """Return what a question asks for, given the user's earlier questions (oldest first)."""
    language = _language(text, history)
    earlier = _last_turn(history)
    borrowed = _borrowed(text, language, earlier)
    kind = kind_of(borrowed.text if borrowed.is_one else text, language)
    if kind is Kind.OTHER and earlier:  # "Which?" asks for what the earlier question asked for
        kind = kind_of(earlier.understood, language) if borrowed.text != text.strip() else kind
    return Question(
        text=text,
        understood=borrowed.text,
        asked=borrowed.text if borrowed.is_one else text.strip(),
        language=language,
        kind=kind,
        terms=tuple(tokenize(borrowed.text, language)),
    )


def _language(text: str, history: Sequence[str]) -> str:
    """Return a question's language; a word or two tell too little without the question before."""
    if history and len(text.split()) <= _TOO_SHORT_TO_TELL and not text.lstrip().startswith("¿"):
        text = f"{history[-1]} {text}"
    return detect_question_language(text) or LANGUAGES[0]


def _last_turn(history: Sequence[str]) -> _Turn | None:
    """Return the last question that a follow-up can borrow from, itself understood so."""
    last: _Turn | None = None
    for number, turn in enumerate(history):
        if not turn.strip():
            continue
        language = _language(turn, history[:number])
        borrowed = _borrowed(turn, language, last)
        names_all = borrowed.is_one if borrowed.text != turn.strip() else _is_whole(turn, language)
        if names_all:
            last = _Turn(borrowed.text, language, borrowed.topic)
    return last


def _borrowed(text: str, language: str, earlier: _Turn | None) -> Borrowed:
    if earlier is None or _is_whole(text, language):
        return Borrowed(text.strip(), is_one=True)
    return borrow(
        text,
        earlier=earlier.understood,
        language=language,
        earlier_language=earlier.language,
        topic=earlier.topic,
    )


def _is_whole(text: str, language: str) -> bool:
    return stands_alone(text, language) and not is_correction(text, language)


def kind_of(text: str, language: str) -> Kind:
    """Return the kind of a question: the first of its language's patterns that matches."""
    folded = _spelt_out(" ".join(text.lower().split()).strip(" ¿?¡!."))
    if language == "es":
        folded = _with_accent(folded)
    for kind, pattern in _KINDS[language]:
        if pattern.search(folded):
            return kind
    is_question = "?" in text or "¿" in text
    return Kind.YES_NO if is_question and _ASSERTS_ES.search(folded) else Kind.OTHER


def _spelt_out(text: str) -> str:
    """Return a text in lower case without contractions: "what's" is "what is"."""
    text = text.replace("’", "'").replace("won't", "will not").replace("can't", "can not")
    return _NOT.sub(r"\1 not", _IS.sub(r"\1 is", text))


def _with_accent(text: str) -> str:
    """Put the accent on a Spanish question word that opens a question, since many leave it out."""
    if any(word in _ACCENTED.values() for word in re.findall(r"\w+", text)):
        return text
    return _UNACCENTED.sub(lambda word: _ACCENTED[word[0]], text, count=1)


_ACCENTED = {
    "que": "qué", "cual": "cuál", "cuales": "cuáles", "quien": "quién", "quienes": "quiénes",
    "cuando": "cuándo", "donde": "dónde", "adonde": "adónde", "como": "cómo", "cuanto": "cuánto",
    "cuanta": "cuánta", "cuantos": "cuántos", "cuantas": "cuántas",
}  # fmt: skip
_IS = re.compile(r"\b(who|what|which|when|where|why|how)'s\b")
_NOT = re.compile(r"\b(is|are|was|were|do|does|did|has|have|had|would|could|should)n't\b")
_UNACCENTED = re.compile(
    rf"(?:^|(?<=^en )|(?<=^a )|(?<=^de )|(?<=^con )|(?<=^por ))(?:{'|'.join(_ACCENTED)})\b"
)


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

_IS_THE = r"(?: (?:is|was|are|were)(?: the)?)?"
# A verb is none: "What is border management?" asks for no border.
_ANY_WORD = r"(?: (?!(?:did|does|do|is|was|are|were)\b)\w+)?"
_OTHER_QUESTION_EN = r"who|whom|whose|what|which|how(?! and)|why"

# A verb in front, or "how", says what is asked: in "Do migrants who return get help?" the "who"
# only tells of which migrants.
_AUXILIARIES_EN = f"am|{AUXILIARY}"
_OPENING_VERBS_ES = (
    r"(?:es|son|era|eran|fue|fueron|está|están|ha|han|hay|hubo|puedo|puede|podemos|pueden|podría|"
    r"podrían|debo|debe|deben|tengo|tiene|tienen|necesito|necesita|necesitan|existe|existen|se)\b|"
    # Verbs that are no nouns: "¿Cuesta dinero el curso?"
    r"(?:forman? parte|pertenecen?|participan?|cuestan?|incluyen?|apoyan?|organizan?|financian?|"
    r"duran?|ofrecen?|permiten?|requieren?|funcionan?|sirven?|contienen?)\b|"
    # "¿Apoyó la OIM la caminata?"
    r"[a-zñáéíú]+(?:ó|aron|ieron|ará|erá|irá|arán|erán|irán) "
)
# What may stand before them: "In 1972, did …", "When I arrive, can …", "Si llego, ¿puedo …".
_BEFORE_EN = (
    r"(?:(?:and|but|so|then) )?(?:"
    rf"(?:if|(?:when|where|once)(?! (?:{_AUXILIARIES_EN}|in|exactly)\b))\b[^,]*+, |"
    r"(?:(?!\b(?:who|whom|whose|what|which|when|where|how|why)\b)[^,])++, )?"
)
_BEFORE_ES = (
    r"(?:(?:y|pero|entonces) )?(?:[^¿?]*+(?<=, )¿|"
    r"(?:(?!\b(?:qu[eé]|qui[eé]n(?:es)?|cu[aá]l(?:es)?|cu[aá]ndo|d[oó]nde|ad[oó]nde|c[oó]mo|"
    r"cu[aá]nt[oa]s?)\b)[^,])++, )?"
)
# Behind a verb of telling or knowing they do ask: "Can you tell me who leads the network?"
_TELLS_EN = (
    rf"(?:{_AUXILIARIES_EN}) (?:"
    r"(?:(?!(?:who|whom|whose|when|where)\b)[\w'’]+ ){1,4}(?:"
    r"(?:tell|telling|show|showing|remind) (?:me|us)|"
    r"give (?:me|us) (?:the|an?) (?:names?|dates?|time|day|place|address|location))|"
    r"(?:you|we|anyone|anybody|someone|somebody|one) (?:\w+ )?"
    r"(?:know|say|explain|remember|name|list|find out)|"
    r"i (?:please )?(?:ask|know|find out)|it (?:known|clear|said)|"
    r"(?:the |this |that |these |those |your |any )?"
    r"(?:documents?|texts?|articles?|pages?|reports?|sources?|news|story|stories) "
    r"(?:say|tell|mention|state|explain|show|specify|indicate))\b(?! (?:if|whether)\b)"
)
_TELLS_ES = (
    r"(?:(?!(?:quien|quienes|cuando|donde)\b)\w+ ){1,4}?"
    r"(?:decir\w*|diga\w*|dicen?|sabe\w*|sepan?|conocen?|indic\w+|explic\w+|mencion\w+|"
    r"informar\w*|mostrar\w*|aclarar\w*|recuerdan?|averiguar\w*|nombrar\w*|preguntar\w*)\b"
    r"(?! si\b)"
)
_OPENS_WITH_HOW_EN = (
    rf"^{_BEFORE_EN}how\b(?! (?:and|or)\b|,)"
    r"(?! \w+ (?:i|we) (?:\w+ )?(?:know|find out|learn|ask|see|check) (?:who|when|where)\b)"
)
_OPENS_WITH_HOW_ES = (
    rf"^{_BEFORE_ES}cómo\b(?! (?:[yo]\b|(?:se|te) (?:llam|conoc|denomin))|,)"
    r"(?!(?: \w+){1,2} (?:saber|averiguar|preguntar) (?:qui[eé]n(?:es)?|cu[aá]ndo|d[oó]nde)\b)"
)
_OPENS_WITH_VERB_EN = rf"^{_BEFORE_EN}(?!{_TELLS_EN})(?:{_AUXILIARIES_EN})\b"
_OPENS_WITH_VERB_ES = (
    rf"^{_BEFORE_ES}(?!{_TELLS_ES})(?!.*\b(?:quién(?:es)?|cuándo|a?dónde)\b)"
    rf"(?:{_OPENING_VERBS_ES})"
)

# "¿La trata es un delito?": a subject first, and no word that asks.
_ASSERTS_ES = re.compile(
    r"^(?:el|la|los|las|un|una|este|esta|estos|estas|su|sus|mi|mis)\b"
    r"(?!.*\b(?:qué|quién(?:es)?|cuál(?:es)?|cuándo|a?dónde|cómo|cuánt[oa]s?)\b).*"
    r"\b(?:es|son|era|eran|fue|fueron|está|están|ha|han|hay|tiene|tienen|puede|pueden|debe|deben|"
    r"[a-zñáéíú]+(?:ó|aron|ieron))\b"
)
_DOCUMENTS_EN = "documents|papers|requirements|steps|forms"
_DOCUMENTS_ES = "documentos|papeles|requisitos|pasos|trámites|formularios"

# The first pattern that matches decides, so the sharper ones come first.
_KINDS = {
    "en": _patterns(
        (
            (Kind.WHY, r"\bwhy\b|\bwhat (?:was|is|were|are) the (?:cause|reason|purpose)s?\b|"
                       r"\b(?:what|which) reasons?\b|\bwhat (?:caused|causes)\b|\bhow come\b"),
            (Kind.LIST, rf"^(?:list|name|enumerate)\b(?! (?:an?|(?:the )?(?:{_PEOPLE_EN}))\b)|"
                        r"\b(?:what|which) are the\b(?!.*\b(?:of one|called|named)\b)|"
                        r"\b(?:which|what) (?:(?:two|three|four|five|other|member) )?"
                        r"(?:countries|cities|states|organi[sz]ations|languages|topics|groups|"
                        rf"{_DOCUMENTS_EN})\b"),
            (Kind.HOW_MANY, rf"\bhow (?:many|much|long|old|far|tall|high|big|large|often|deep|"
                            rf"wide|fast|heavy)\b|"
                            rf"\b(?:what|which){_IS_THE}(?: [\w'’]+){{0,2}} (?:{_COUNTS_EN})\b"),
            (Kind.HOW, _OPENS_WITH_HOW_EN),
            (Kind.YES_NO, _OPENS_WITH_VERB_EN),
            # "Who led when the war ended?" and "When the war ended, who led?" ask who.
            (Kind.WHEN, rf"^(?:(?!\b(?:{_OTHER_QUESTION_EN}|where)\b).)*\bwhen\b"
                        rf"(?!.*, (?:{_OTHER_QUESTION_EN}|where)\b)|"
                        rf"\b(?:what|which){_ANY_WORD} (?:{_TIMES_EN})\b|"
                        rf"\bwhat (?:is|was|were) the{_ANY_WORD} (?:years?|date|day|month)\b|"
                        r"\bwhat (?:is|was) (?:date|day|year|time) of\b"),
            (Kind.WHERE, rf"^(?:(?!\b(?:who|whom|how|when)\b).)*\bwhere\b"
                         rf"(?!.*, (?:{_OTHER_QUESTION_EN}|when)\b)|"
                         rf"\b(?:what|which){_ANY_WORD} (?:{_PLACES_EN})\b|"
                         r"\bwhat (?:is|was) the (?:capital|location|birthplace|venue)\b"),
            (Kind.WHO, r"^(?:(?!\b(?:what|which)\b).)*\b(?:who|whom|whose)\b|"
                       rf"\bnames? of [^,]*\bwho\b|^name (?:the )?(?:{_PEOPLE_EN})\b|"
                       # "What is people smuggling?" asks for no people.
                       rf"\b(?:what|which)(?: (?:is|was|are|were) the)?{_ANY_WORD} "
                       rf"(?:{_PEOPLE_EN})\b"),
            (Kind.DEFINITION, r"^what (?:is|are|was|were) (?:(?:an?|the) )?[\w'’-]+"
                              r"(?: [\w'’-]+){0,2}(?<! to| in| on| of| by| at)(?<! for)(?<! with)"
                              r"(?<! from)(?<! like)(?<! about)(?<! called)(?<! named)$|"
                              r"\bwhat does .* (?:mean|stand for)$|^define\b|"
                              r"\bwhat is meant by\b"),
            (Kind.WHICH, r"\bwhich\b|\bwhat \w+"),
            (Kind.HOW, r"\bhow\b"),
            (Kind.WHEN, r"\bdates?$"),
            (Kind.YES_NO, rf"^(?:[^,]+, )?(?:{_AUXILIARIES_EN})\b"),
        )
    ),
    "es": _patterns(
        (
            # "Tomada por qué entidad" asks which.
            (Kind.WHY, r"(?<![aio]d[oa] )(?<![aio]d[oa]s )"
                       rf"\bpor qué\b(?! (?:{_PLACES_ES})\b)|"
                       r"\b(?:cuál|cuáles) (?:fue|es|son|fueron|era) "
                       r"(?:la|las|el|los) (?:causa|razón|motivo|razones|causas|motivos)\b|"
                       r"\bqué (?:causó|provocó|causa)\b|\ba qué se debe\b"),
            (Kind.HOW_MANY, rf"\bcuánt[oa]s?\b|\bcon qué frecuencia\b|"
                            rf"\b(?:qué|cuál (?:es|era|fue) (?:el|la)) (?:{_COUNTS_ES})\b"),
            (Kind.LIST, r"^(?:enumer[ae]|nombr[ae]|mencion[ae]|lista)\b(?! un[ao]?\b)|"
                        r"\bcuáles (?:son|fueron|eran)\b|"
                        r"\bqué (?:países|ciudades|estados|organizaciones|idiomas|temas|grupos|"
                        rf"{_DOCUMENTS_ES})\b"),
            (Kind.HOW, _OPENS_WITH_HOW_ES),
            (Kind.YES_NO, _OPENS_WITH_VERB_ES),
            (Kind.WHEN, rf"\bcuándo\b|\b(?:qué|cuál (?:es|era|fue) (?:el|la)) (?:{_TIMES_ES})\b"),
            (Kind.WHERE, rf"\bd[óo]nde\b|\badónde\b|\bqué (?:{_PLACES_ES})\b|"
                         r"\bcuál (?:es|era|fue) la (?:capital|sede|ubicación)\b"),
            (Kind.WHO, rf"\bqui[ée]n(?:es)?\b|\bqué (?:{_PEOPLE_ES})\b|"
                       rf"\b(?:cuál (?:es|era|fue)|cómo se llam\w+) (?:el|la) (?:{_PEOPLE_ES})\b"),
            (Kind.DEFINITION, r"^qué (?:es|son|era|eran|fue) (?!lo\b)|"
                              r"\bqué (?:significan?|quieren? decir)\b|^defin[ea]\b"),
            (Kind.WHICH, r"\bcuál(?:es)?\b|\bqué \w+|\bcómo se (?:llam|conoc|denomin)"),
            (Kind.HOW, r"\bcómo\b"),
            (Kind.WHEN, r"\bfechas?\b"),
            (Kind.YES_NO, rf"^(?:{_OPENING_VERBS_ES})"),
        )
    ),
}  # fmt: skip
