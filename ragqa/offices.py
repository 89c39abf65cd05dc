"""Offices that one person holds: which is asked for, and which a sentence gives whom it names.

"Who is the president of the network?" is not answered by its secretary, though the sentence has
all else. The list is closed, and only what surely differs is told apart: whoever is the head, the
leader or the director of something may be called otherwise.
"""

import re
from dataclasses import dataclass
from itertools import islice

from ragqa.grammar import CAPITALS

# "The principal of the school", not "his principal rival".
_OF_NOTHING = r"(?=\W*$|,| (?:of|at|in|for)\b)"
_HELD = {
    "president": "president[ea]?",
    "prime minister": "prime[ -]minister|premier|primer[oa]? ministr[oa]",
    "minister": "minister|ministr[oa]",
    "secretary": "secretary|secretari[oa]",
    "director": (
        f"director|directora|principal{_OF_NOTHING}|head(?:teacher|master|mistress)|rectora?"
    ),
    "mayor": "mayor|alcalde|alcaldesa|intendente",
    "governor": "governor|gobernadora?",
    "ambassador": "ambassador|embajadora?",
    "consul": "consul|c[óo]nsul",
    "chancellor": "chancellor",
    "commissioner": "commissioner|comisionad[oa]",
    "treasurer": "treasurer|tesorer[oa]",
    "judge": "judge|juez|jueza",
    "monarch": "king|queen|emperor|empress|rey|reina|emperador|emperatriz",
    "pope": "pope|papa",
    "bishop": "(?:arch)?bishop|(?:arz)?obispo",
    "priest": "priest|p[áa]rroco",
}
OFFICES = "|".join(_HELD.values())
"""Offices that are named where one is told of, as alternatives of a pattern."""

HEADS = (
    f"heads?|chief(?: executive)?{_OF_NOTHING}|leader|chair|chair(?:man|woman|person)|ceo|coach|"
    "captain|manager|coordinator|boss|"
    r"l[íi]der|lideresa|jef[ea]|gerente|entrenadora?|capit[áa]na?|coordinadora?|encargad[oa]"
)
"""Whoever heads something, and may be called otherwise, as alternatives of a pattern."""

# "Who's the", "And who is currently the", "In 2017, who was the", "¿Y quién será la".
_OPENS = r"(?:^|[,;¿(]\s?|\b(?:and|so|but|then|y|pero|entonces) )"
_WHO_IS = (
    rf"{_OPENS}(?:who(?: \w+ly| now)?"
    r"(?:['’]?s| (?:is|are|was|were|will be|(?:has|had|have) been|serves? as|served as))|"
    r"qui[ée]n(?:es)? (?:\w+mente )?"
    r"(?:es|son|fue|fueron|era|eran|ser[áa]n?|ha sido|hab[íi]a sido|sea))\b"
    r"(?: (?:\w+ly|now|then|today|also|actualmente|ahora|hoy))?"
)
# Before that, whoever it is may have held another office: it is a role, and none is told apart.
_MADE = "named|made|elected|appointed|(?:nombrad|elegid|designad)[oa]"
_BECAME = (
    rf"{_OPENS}(?:who|qui[ée]n(?:es)?) "
    rf"(?:becomes?|became|(?:is|was|fue|es) (?:{_MADE})(?: como)?)\b"
)
# "The new technical", "Suriname's"; not "the wife of the".
_PLAIN_WORD = (
    rf"(?!(?:of|to|for|by|with|in|at|from|than|that|who|and|or|de|del|que|en|y|{_MADE})\b)"
    r"[\w.'’-]+"
)
_ARTICLE = r"(?: (?:the|an?|el|la|los|las|una?))?"
_VICE = r"(?:vice|deputy|under|sub|assistant)[ -]?"
_ROLE_ASKED = re.compile(
    rf"(?:{_BECAME}|{_WHO_IS}){_ARTICLE}(?: {_PLAIN_WORD}){{0,3}}? "
    rf"(?:{_VICE})?(?:{OFFICES}|{HEADS})\b",
    re.IGNORECASE,
)
_OFFICE = rf"\b(?P<vice>{_VICE})?(?P<office>{OFFICES})\b(?!['’]s?\b)"
_OFFICE_ASKED = re.compile(
    rf"{_WHO_IS}{_ARTICLE}(?P<before>(?: {_PLAIN_WORD}){{0,2}}?) {_OFFICE}(?P<behind>.*)",
    re.IGNORECASE,
)
_KEYS = tuple((key, re.compile(pattern, re.IGNORECASE)) for key, pattern in _HELD.items())

# Of what somebody may be the minister or secretary, or of what sort.
_DEPARTMENTS = tuple(
    re.compile(rf"\b(?:{words})", re.IGNORECASE)
    for words in (
        "foreign|external|exterior",
        "justice|justicia",
        "interior|home|gobernaci[óo]n",
        "labou?r|work|employment|trabajo|empleo",
        "health|salud|sanidad",
        "education|educaci[óo]n",
        "defen[cs]e|defensa",
        "financ|finanzas|treasury|hacienda",
        "econom",
        "agricult|farming|ganader",
        "environment|(?:medio ?)?ambiente",
        "security|seguridad",
        "tourism|turismo",
        "cultur",
        "transport",
        "energ",
        "trade|commerce|comercio",
        "women|mujer",
        "(?:im)?migra",
        "social",
        "communicat|comunicac",
        "scien|technolog|cienci|tecnolog",
        "housing|vivienda",
        "sport|deporte",
        "plann?i[nf]",
        "public works|infrastruct|obras p[úu]blicas|infraestr",
        "industr",
        "technical|t[ée]cnic",
        "executive|ejecutiv",
        "general",
        "permanent",
        "private|privad",
        "press|prensa",
    )
)
_NEAR = 200
"""So many characters around a name say what office it is given."""

_MOST_PLACES = 8
_DIVIDED = frozenset({"minister", "secretary"})


@dataclass(frozen=True, slots=True)
class Office:
    """An office: its name, the word for it in the text, and the departments it is said to be of."""

    name: str
    word: str
    departments: frozenset[int]

    def is_another_than(self, other: "Office") -> bool:
        """Tell whether nobody who is only said to hold the one is said to hold the other."""
        if self.name != other.name:
            return True
        known = bool(self.departments and other.departments)
        is_divided = self.name.removeprefix("vice ") in _DIVIDED
        return is_divided and known and self.departments.isdisjoint(other.departments)


def asks_for_a_role(question: str) -> bool:
    """Tell whether a question asks who holds an office, or heads something."""
    return _ROLE_ASKED.search(question) is not None


def office_asked(question: str) -> Office | None:
    """Return the office that a question asks the holder of, None if it asks for none."""
    found = _OFFICE_ASKED.search(" ".join(question.split()))
    return found and _office(found)


def gives_another_office(question: str, text: str, person: str | None) -> bool:
    """Tell whether a text gives a person another office than is asked for, and not that one."""
    asked = office_asked(question)
    name = _name_in(person or "")
    if asked is None or not name:
        return False
    text = " ".join(text.split())
    given = [
        found
        for place in islice(re.finditer(re.escape(name), text), _MOST_PLACES)
        for pattern in _given_to(name)
        for found in pattern.finditer(text, max(0, place.start() - _NEAR), place.end() + _NEAR)
    ]
    if not given or not all(asked.is_another_than(_office(found)) for found in given):
        return False
    own = [found.span("office") for found in given]
    return not any(
        found.span("office") not in own and not asked.is_another_than(_office(found))
        for found in _SAID_ALONE.finditer(text)
    )


_SAID_ALONE = re.compile(
    # "President Juan Pérez" is another's.
    rf"(?P<before>(?:(?!{_VICE})\w+ )?){_OFFICE}(?! (?-i:[{CAPITALS}]))"
    r"(?P<behind>(?: (?:of|for|de)\b[^,.;()]*)?)",
    re.IGNORECASE,
)
_IS = r"(?:is|was|became|serves as|served as|es|fue|era)"
# "The foreign", "Suriname's"; not "the daughter of the", "meeting the".
_DETERMINER = r"(?:the|an?|its|their|his|her|then|el|la|los|las|una?|su|entonces)"
_SAID_OF_OFFICE = rf"(?P<before>(?:{_DETERMINER} )?(?:(?!{_DETERMINER} ){_PLAIN_WORD} ){{0,3}}?)"
_OF = r"(?:of|for|to|del?|para)"
_NAMED = rf"(?: (?:(?-i:[{CAPITALS}])[\w’-]+|(?-i:the|and|of|y|e|de|la)))"


def _given_to(name: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns of the offices that are said of a name: in front of it, or behind it."""
    said = rf"(?:(?:Mr|Ms|Mrs|Dr|Sra?|Dra|Hon)\.? )?{re.escape(name)}"
    # "Minister of Foreign Affairs Ana Ruiz", "of Trade, Work and Health, Ana Ruiz".
    of_named = rf" {_OF}{_NAMED}{{1,8}}?(?:,{_NAMED}{{1,6}}?){{0,4}}(?:,| {_IS})?"
    patterns = (
        rf"{_SAID_OF_OFFICE}{_OFFICE}"
        rf"(?P<behind>(?:{of_named})?|(?: {_OF} [^,.;:()]{{1,60}}?)?(?:,| {_IS})) {said}",
        rf"{said}(?: ?\([^)]*\))?(?:,(?: (?:who|quien) {_IS})?| {_IS}| \() ?"
        rf"{_SAID_OF_OFFICE}{_OFFICE}(?P<behind>[^,.;:()]{{0,80}})",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _name_in(phrase: str) -> str:
    """Return the name in a phrase without what is said of it: "Ana Ruiz, secretary"."""
    bare = (re.split(rf"\b(?:{OFFICES})\b", part, flags=re.IGNORECASE)[-1].strip()
            for part in re.split(r",| \(", phrase))  # fmt: skip
    return next((one for one in bare if one[:1].isupper()), "")


def _office(found: re.Match[str]) -> Office:
    word = found["office"]
    name = next(key for key, pattern in _KEYS if pattern.fullmatch(word))
    around = f"{found['before']} {found['behind']}"
    departments = frozenset(
        number for number, pattern in enumerate(_DEPARTMENTS) if pattern.search(around)
    )
    return Office(f"vice {name}" if found["vice"] else name, word, departments)
