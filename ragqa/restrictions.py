"""What a question restricts its answer to: "How many hubs are there in Guatemala?".

A count or an office is that of one place or body, a price that of one thing, and that of another is
no answer, though nothing else tells the two apart. So whether it is named near a sentence is looked
at apart.
"""

import re

from ragqa.mentions import MentionKind, find_mentions
from ragqa.terms import fold_accents, tokenize

_RESTRICTS = re.compile(r"\b(?:in|at|of|en|del?)\s+(?:(?:the|la|el|los|las)\s+)?$", re.IGNORECASE)
# What costs or lasts: "How much does the course on protection cost?", "How long is the warranty?".
_MEASURED = re.compile(
    r"\bhow much (?:do(?:es)?|did|will|is|are) (?:the|an?) "
    r"((?:(?!(?:of|on|for|in|to|with)\b)[\w'’-]+ ){1,3}?)(?:[\w'’-]+ ){0,6}cost\b|"
    r"\bhow long (?:is|was|are|were|does|do|did|will) (?:the|an?) ([\w'’-]+)|"
    r"\bcu[áa]nto (?:cuestan?|dura|duran|vale|valen|cost[óo]|dur[óo]) (?:el|la|los|las|una?) (\w+)",
    re.IGNORECASE,
)
# "Who is the president of Cusco?": of its mayor is told something else.
_OFFICE = re.compile(
    r"^\W*(?:who|qui[ée]n(?:es)?) (?:is|was|are|were|es|son|era|eran|fue|fueron) "
    r"(?:(?:the|el|la|los|las|your|our|current|new) )*(?:[\w'’-]+ )?"
    r"(presidente?|presidenta|minist(?:er|r[oa])|king|queen|pope|director|directora|secretary|"
    r"secretari[oa]|mayor|governor|ambassador|emperor|priest|bishop|judge|premier|chancellor|rector|"
    r"treasurer|principal|rey|reina|papa|gobernadora?|embajadora?|p[áa]rroco|obispo|juez[a]?|"
    r"tesorer[oa])\b",
    re.IGNORECASE,
)
# Whoever heads something may be its director, or be called otherwise.
_HEADS = re.compile(
    r"\b(?:run by|headed|heads|is led|leads|in charge of|al frente|dirig\w+|dirige|encabez\w+|"
    r"a cargo de)\b",
    re.IGNORECASE,
)
# Who is counted: "How many lawyers took part?" is not answered by how many people did.
_GROUP = re.compile(
    r"\bhow many (?:of the )?(?:\w+ )??(lawyers|teachers|workers|officers|police|soldiers|"
    r"nurses|journalists|engineers|farmers|students|pupils|volunteers|boys|girls|women|men|orphans|"
    r"refugees|tourists)\b|"
    r"\bcu[áa]nt[oa]s (abogad[oa]s|maestr[oa]s|profesor[ea]s|trabajador[ea]s|funcionari[oa]s|"
    r"polic[íi]as|soldados|enfermer[oa]s|periodistas|ingenier[oa]s|estudiantes|voluntari[oa]s|"
    r"mujeres|hombres|refugiad[oa]s|turistas)\b",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(r"(?:earth|world|mundo|tierra)\b", re.IGNORECASE)
_SAME_BEGINNING = 4
"""Words that share so many letters at their beginning are of one name: "Brazil", "Brazilian"."""

_IRREGULAR = {
    "poland": "polish", "france": "french", "spain": "spanish", "switzerland": "swiss",
    "denmark": "danish", "netherlands": "dutch", "wales": "welsh", "germany": "german",
    "united kingdom": "british", "united states": "american", "estados unidos": "estadounid",
    "francia": "frances", "alemania": "aleman", "polonia": "polac", "suiza": "suizo",
    "inglaterra": "ingles", "scotland": "scot", "england": "english", "ecuador": "ecuator",
    "marruecos": "marroqu", "ireland": "irish", "belgica": "belga", "reino unido": "britanic",
}  # fmt: skip


def names_what_restricts(question: str, text: str, language: str) -> bool:
    """Tell whether a text names what a question asks for something in or of, or the price of.

    Abbreviations are left out: what they stand for may be there instead.
    """
    office = _OFFICE.search(question)
    return all(_is_named(name, text, language) for name in _restricting(question)) and (
        office is None or _is_named(office[1], text, language) or _HEADS.search(text) is not None
    )


def _restricting(question: str) -> list[str]:
    names = [
        question[one.start : one.end]
        for one in find_mentions(question)
        if one.kind is MentionKind.NAME and _RESTRICTS.search(question, 0, one.start)
    ]
    for pattern in (_MEASURED, _GROUP):
        found = pattern.search(question)
        if found and found.lastindex:
            names.append(found[found.lastindex].strip())
    return [name for name in names if not name.isupper() and not _EVERYWHERE.match(name)]


def _is_named(name: str, text: str, language: str) -> bool:
    """Tell whether a text has a name: half of its words, its initials, or who is from there."""
    words = [*re.findall(r"\w+", text.lower()), *tokenize(text, language)]
    said = {fold_accents(word) for word in words}
    wanted = [fold_accents(word) for word in tokenize(name, language)]
    known = sum(any(_are_alike(word, other) for other in said) for word in wanted)
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    also = _IRREGULAR.get(fold_accents(name.lower()))
    return (
        2 * known >= len(wanted)
        or (len(initials) > 1 and _initials(initials).search(text) is not None)
        or (also is not None and any(word.startswith(also) for word in said))
    )


def _initials(letters: str) -> re.Pattern[str]:
    """Return a pattern of initials: "US", "U.S.", "EE. UU."."""
    return re.compile(r"\b" + r"\.?\s?".join(f"{letter}{{1,2}}" for letter in letters) + r"\b")


def _are_alike(word: str, other: str) -> bool:
    count = max(_SAME_BEGINNING, min(len(word), len(other)) - 2)
    return word == other or (min(len(word), len(other)) >= count and word[:count] == other[:count])
