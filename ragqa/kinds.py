"""The kind of a question: what sort of thing answers it, told by patterns of two languages."""

import re
from collections.abc import Sequence
from enum import StrEnum

from ragqa.grammar import AUXILIARY, PREPOSITIONS
from ragqa.offices import OFFICES
from ragqa.terms import fold_accents


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


def kind_of(text: str, language: str) -> Kind:
    """Return the kind of a question: the first of its language's patterns that matches."""
    folded = _spelt_out(" ".join(text.lower().split()).strip(" ¿?¡!."))
    if language == "es":
        folded = _folded(folded)
    for kind, pattern in _KINDS[language]:
        if pattern.search(folded):
            return kind
    is_question = "?" in text or "¿" in text
    asserts = _ASSERTS_ES.search(folded) or _OPENS_WITH_UNACCENTED_VERB_ES.search(folded)
    return Kind.YES_NO if is_question and asserts else Kind.OTHER


def _spelt_out(text: str) -> str:
    """Return a text in lower case without contractions: "what's" is "what is"."""
    text = text.replace("’", "'").replace("won't", "will not").replace("can't", "can not")
    return _NOT.sub(r"\1 not", _IS.sub(r"\1 is", text))


def _folded(text: str) -> str:
    """Return a Spanish text in small letters without the accents that many leave out.

    Question words keep theirs, and get it where one opens a question; so do vowels at the end of a
    word, where nothing else tells "está" from "esta" and "apoyó" from "apoyo".
    """
    folded = _WORD.sub(lambda word: _fold(word[0]), text)
    if any(word in _QUESTION_WORDS for word in _WORD.findall(folded)):
        return folded
    return _UNACCENTED.sub(
        lambda found: f"{found['before']}{_ACCENTED[found['word']]}", folded, count=1
    )


def _fold(word: str) -> str:
    return word if word in _QUESTION_WORDS else f"{fold_accents(word[:-1])}{word[-1]}"


_WORD = re.compile(r"[^\W\d_]+")
_ACCENTED = {
    "que": "qué", "cual": "cuál", "cuales": "cuáles", "quien": "quién", "quienes": "quiénes",
    "cuando": "cuándo", "donde": "dónde", "adonde": "adónde", "como": "cómo", "cuanto": "cuánto",
    "cuanta": "cuánta", "cuantos": "cuántos", "cuantas": "cuántas",
}  # fmt: skip
_QUESTION_WORDS = frozenset(_ACCENTED.values())
_IS = re.compile(r"\b(who|what|which|when|where|why|how)'s\b")
_NOT = re.compile(r"\b(is|are|was|were|do|does|did|has|have|had|would|could|should)n't\b")
# "Hola, ¿a quien", "y desde cuando", "En Panamá, cuantos"; not "hasta que llegue".
_UNACCENTED = re.compile(
    r"(?P<before>(?:^|¿)(?:(?:hola|buen[oa]s \w+|por favor|oiga|disculpe),? ¿?)?"
    r"(?:(?:y|pero|entonces|dime|diga(?:me)?) )?"
    rf"(?:(?!(?:desde|hasta|segun) (?:que|como)\b)(?:{fold_accents(PREPOSITIONS['es'])}|contra) )?|"
    r"^[^,¿]+, (?=cual|cuant))"
    rf"(?P<word>{'|'.join(_ACCENTED)})\b"
)


def _patterns(table: Sequence[tuple[Kind, str]]) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in table)


_PLACES_EN = (
    "city|cities|country|countries|town|village|state|states|province|region|continent|place|"
    "location|island|river|county|district|street|building|venue|area|nation|border"
)
_TIMES_EN = "year|years|date|day|month|century|decade|season|era|period|time"
# Not "the director's salary", "the principal language".
_OFFICES = rf"(?!principal\b)(?:{OFFICES})(?!['’]s (?!names?\b))"
_PEOPLE_EN = (
    f"person|people|man|woman|author|scientist|leader|player|singer|actor|actress|writer|architect|"
    f"artist|composer|coordinator|official|chairman|chairwoman|captain|coach|manager|{_OFFICES}"
)
_COUNTS_EN = "number|percentage|percent|proportion|population|amount|share|age|distance|size|cost"
_PLACES_ES = (
    "ciudad|ciudades|pais|paises|pueblo|estado|estados|provincia|region|continente|lugar|isla|"
    "rio|distrito|calle|edificio|sede|zona|nacion|frontera|municipio|departamento"
)
_TIMES_ES = "ano|anos|fecha|dia|mes|siglo|decada|epoca|periodo|momento"
_PEOPLE_ES = (
    f"persona|personas|autora?|cientific[oa]|jugadora?|cantante|actor|actriz|escritora?|{_OFFICES}|"
    "lider|jef[ea]|coordinadora?|capitana?|entrenadora?"
)
_COUNTS_ES = (
    "numero|porcentaje|proporcion|poblacion|cantidad|edad|distancia|tamano|costo|coste|precio|tarifa|"
    "cuota|salario|sueldo|peso|altura|longitud|duracion|capacidad|temperatura|velocidad|presupuesto|"
    "superficie"
)

# What a thing has, and is not: "What is the deadline?", "What is its address?".
_PROPERTY_EN = (
    r"\bwhat (?:is|was|are|were) (?:the|your|our|his|her|its|their|my|"
    r"(?:[\w.-]+ ){0,2}?[\w.-]+['’]s?) "
    r"(?:(?!(?:of|in|on|at|for|to|by|is|was|are|were)\b)[\w'’-]+ ){0,2}?"
)
_ENDS_EN = r"(?=$| (?:of|for|per|in|at|to|on|from|with|during)\b)"
_MEASURES_EN = (
    "fees?|price|fare|wage|salary|rent|budget|length|height|weight|width|depth|temperature|speed|"
    "capacity|duration|altitude|elevation|diameter|wingspan"
)
_DATES_EN = "deadline|birthday|birth ?date|expiry|due date"
_ADDRESS_EN = "(?<!mail )(?<!web )(?<!internet )(?<!ip )address|headquarters|whereabouts"
_NAMES_EN = (
    "name|surname|nickname|title|motto|slogan|currency|colou?r|language|code|password|symbol|brand|"
    "occupation|profession|nationality|religion|genre|theme|topic|"
    "(?:web ?site|web page|url|e-?mail|(?:e-?mail|web|internet|ip) address)|"
    "(?:tele)?phone|(?:phone|telephone|fax|mobile) number"
)

_IS_THE = r"(?: (?:is|was|are|were)(?: the)?)?"
# A verb is none: "What is border management?" asks for no border.
_ANY_WORD = r"(?: (?!(?:did|does|do|is|was|are|were)\b)\w+)?"
_OTHER_QUESTION_EN = r"who|whom|whose|what|which|how(?! and)|why"

# A verb in front, or "how", says what is asked: in "Do migrants who return get help?" the "who"
# only tells of which migrants.
_AUXILIARIES_EN = f"am|{AUXILIARY}"
_OPENING_VERBS_ES = (
    r"(?:es|son|era|eran|fue|fueron|está|estan|ha|han|hay|hubo|puedo|puede|podemos|pueden|podria|"
    r"podrian|debo|debe|deben|tengo|tiene|tienen|necesito|necesita|necesitan|existe|existen|se)\b|"
    # Verbs that are no nouns: "¿Cuesta dinero el curso?"
    r"(?:forman? parte|pertenecen?|participan?|cuestan?|incluyen?|apoyan?|organizan?|financian?|"
    r"duran?|ofrecen?|permiten?|requieren?|funcionan?|sirven?|contienen?)\b|"
    # "¿Apoyó la OIM la caminata?"
    r"[a-z]+(?:ó|aron|ieron|ará|erá|irá|aran|eran|iran) "
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

# "¿Apoyo la OIM la caminata?", "¿Esta abierta la oficina?", for "apoyó" and "está".
_OPENS_WITH_UNACCENTED_VERB_ES = re.compile(
    rf"^{_BEFORE_ES}(?!.*\b(?:quién(?:es)?|cuál(?:es)?|cuándo|a?dónde|cómo|cuánt[oa]s?)\b)"
    r"(?:(?!(?:pero|bajo|todo|solo|sino|luego)\b)[a-z]{2,}o (?:el|la|los|las|una?|sus?)\b|"
    r"esta (?:el|la|los|las|en|de|[a-z]+(?:ad|id|iert|uest|nt)[oae]s?|listas?|vacia|llena)\b)"
)
# "¿La trata es un delito?": a subject first, and no word that asks.
_ASSERTS_ES = re.compile(
    r"^(?:el|la|los|las|un|una|este|esta|estos|estas|su|sus|mi|mis)\b"
    r"(?!.*\b(?:qué|quién(?:es)?|cuál(?:es)?|cuándo|a?dónde|cómo|cuánt[oa]s?)\b).*"
    r"\b(?:es|son|era|eran|fue|fueron|está|estan|ha|han|hay|tiene|tienen|puede|pueden|debe|deben|"
    r"[a-z]+(?:ó|aron|ieron))\b"
)
_DOCUMENTS_EN = "documents|papers|requirements|steps|forms"
_DOCUMENTS_ES = "documentos|papeles|requisitos|pasos|tramites|formularios"

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
            (Kind.HOW_MANY, rf"{_PROPERTY_EN}(?:{_MEASURES_EN}){_ENDS_EN}"),
            (Kind.WHEN, rf"{_PROPERTY_EN}(?:{_DATES_EN}){_ENDS_EN}"),
            (Kind.WHERE, rf"{_PROPERTY_EN}(?:{_ADDRESS_EN}){_ENDS_EN}"),
            (Kind.WHICH, rf"{_PROPERTY_EN}(?:{_NAMES_EN}){_ENDS_EN}"),
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
                       r"(?:la|las|el|los) (?:causa|razon|motivo|razones|causas|motivos)\b|"
                       r"\bqué (?:caus[oó]|provoc[oó]|causa)\b|\ba qué se debe\b"),
            (Kind.HOW_MANY, rf"\bcuánt[oa]s?\b|\bcon qué frecuencia\b|"
                            rf"\b(?:qué|cuál (?:es|era|fue) (?:el|la)) (?:{_COUNTS_ES})\b"),
            (Kind.LIST, r"^(?:enumer[ae]|nombr[ae]|mencion[ae]|lista)\b(?! un[ao]?\b)|"
                        r"\bcuáles (?:son|fueron|eran)\b|"
                        r"\bqué (?:paises|ciudades|estados|organizaciones|idiomas|temas|grupos|"
                        rf"{_DOCUMENTS_ES})\b"),
            (Kind.HOW, _OPENS_WITH_HOW_ES),
            (Kind.YES_NO, _OPENS_WITH_VERB_ES),
            (Kind.WHEN, rf"\bcuándo\b|\b(?:qué|cuál (?:es|era|fue) (?:el|la)) (?:{_TIMES_ES})\b"),
            (Kind.WHERE, rf"\b(?:d[óo]nde|adónde)\b|\bqué (?:{_PLACES_ES})\b|"
                         r"\bcuál (?:es|era|fue) (?:la|su) (?:capital|sede|ubicacion|"
                         r"direccion(?! (?:de (?:correo|e-?mail|internet)|web|electronica|ip)))\b"),
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
