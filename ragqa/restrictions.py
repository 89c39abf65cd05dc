"""What a question restricts its answer to: "How many hubs are there in Guatemala?".

A count or an office is that of one place or body, a price that of one thing, and that of another is
no answer, though nothing else tells the two apart. So whether it is named near a sentence is looked
at apart.
"""

import re
from collections.abc import Sequence

from ragqa.mentions import MentionKind, find_mentions
from ragqa.offices import office_asked
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
_GENITIVE = re.compile("['’]s?$")
_EVERYWHERE = re.compile(r"earth|world|mundo|tierra", re.IGNORECASE)
_SAME_BEGINNING = 4
"""Words that share so many letters at their beginning are of one stem: "leader", "leads"."""

# What tells places of one name apart: "New York", "El Salvador", "San Salvador". Where none is
# asked for, some may be there all the same: "El Perú", "Northern Guatemala".
_NAMING = frozenset("new san santa santo saint nuevo nueva equatorial costa puerto".split())
_QUALIFIERS = _NAMING | frozenset(
    """north south east west northern southern eastern western central upper lower st el la los
    las""".split()
)
_LONGEST_QUALIFIER = 14
_QUALIFIER_BEFORE = re.compile(r"(\w+)\.?[ -]+$")
# What so many names have that it says nothing of which one is meant.
_COMMON = _QUALIFIERS | frozenset(
    """the of de del and y city cities town state states united republic kingdom island islands
    river lake mount county province department district university college school museum bank
    hospital church street park institute ministry organization organisation association ciudad
    estado estados unidos republica reino isla islas rio lago provincia departamento distrito
    universidad colegio escuela museo banco iglesia calle parque instituto ministerio organizacion
    asociacion""".split()
)
# Who is from a place, or what is of it, behind its name without the vowels at its end: "Brazilian",
# "panameño". "Australia" is no "Austria" with such an ending, "Nigeria" no "Niger".
_OF_A_PLACE = (
    r"(?:['’]?s|n|ern|an|ian|ean|nian|anian|uan|uvian|ine|ese|ish|i|ite|er|ic|in|lander|of?|a|e|y|ies|es|"
    r"anos?|anas?|ianos?|ianas?|uanos?|uanas?|inos?|inas?|enos?|enas?|ense|uense|iaco|iaca|es|esa|ol|"
    r"ola|teco|teca|os|as|i?al|ien)(?:s|es)?"
)
_VOWELS_AT_END = re.compile(r"(?:ia|[aeiouy])?s?$")

_IRREGULAR = {
    "poland": "polish", "france": "french", "spain": "spanish", "switzerland": "swiss",
    "denmark": "danish", "netherlands": "dutch", "wales": "welsh", "germany": "german",
    "united kingdom": "british", "united states": "american", "estados unidos": "estadounid",
    "francia": "frances", "alemania": "aleman", "polonia": "polac", "suiza": "suizo",
    "inglaterra": "ingles", "scotland": "scot", "england": "english", "ecuador": "ecuator",
    "marruecos": "marroqu", "ireland": "irish", "belgica": "belga", "reino unido": "britanic",
    "norway": "norweg", "sweden": "swed", "turkey": "turk", "greece": "greek", "grecia": "grieg",
    "portugal": "portugu", "thailand": "thai", "finland": "finn", "iceland": "iceland",
    "philippines": "filipin", "afghanistan": "afghan", "niger": "nigerien", "mongolia": "mongol",
    "costa rica": "costarric", "croatia": "croat", "serbia": "serb", "cyprus": "cypriot",
    "dominica": "dominiq", "india": "indi(?:an|o|a)s?$",
}  # fmt: skip


def names_what_restricts(question: str, text: str, language: str) -> bool:
    """Tell whether a text names what a question asks for something in or of, or the price of.

    Abbreviations are left out: what they stand for may be there instead.
    """
    office = office_asked(question)
    return (
        all(_names(text, name, before) for name, before in _asked_of(question))
        and all(_has_words(words, text, language) for words in _measured(question))
        and (
            office is None
            or _has_words(office.word, text, language)
            or _HEADS.search(text) is not None
        )
    )


def _asked_of(question: str) -> list[tuple[str, str]]:
    """Return the names that something is asked of, each with what stands in front of it."""
    named = (one for one in find_mentions(question) if one.kind is MentionKind.NAME)
    names = [
        (_GENITIVE.sub("", question[one.start : one.end]), question[: one.start])
        for one in named
        if _RESTRICTS.search(question, 0, one.start)
    ]
    return [
        (name, before)
        for name, before in names
        if not name.isupper() and not _EVERYWHERE.fullmatch(name)
    ]


def _measured(question: str) -> list[str]:
    found = (pattern.search(question) for pattern in (_MEASURED, _GROUP))
    return [one[one.lastindex].strip() for one in found if one and one.lastindex]


def _names(text: str, name: str, before: str) -> bool:
    """Tell whether a text has a name: half of its own words, its initials, or who is from there.

    ``before`` is what stands in front of the name where it is asked of.
    """
    text = fold_accents(text)
    words = [fold_accents(word) for word in re.findall(r"\w+", name.lower())]
    own = [word for word in words if word not in _COMMON]
    least = len(own) / 2 if own else len(words)
    qualifier = _alike(words[0]) if words[0] in _QUALIFIERS else _qualifier(before)
    said = [
        found[0].lower()
        for found in re.finditer(r"\w+", text)
        if not _is_otherwise_qualified(text, found, qualifier, own)
    ]
    known = sum(any(_is_of_place(word, other) for other in said) for word in own or words)
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    also = _IRREGULAR.get(" ".join(words))
    return (
        known >= least
        or (len(initials) > 1 and _initials(initials).search(text) is not None)
        or (also is not None and any(re.match(also, word) for word in said))
    )


def _qualifier(before: str) -> str:
    """Return the word in front of a name that tells it from others: "New", "" if there is none."""
    found = _QUALIFIER_BEFORE.search(before)
    is_one = found is not None and found[1].lower() in _QUALIFIERS and found[1][0].isupper()
    return _alike(found[1].lower()) if found and is_one else ""


def _alike(qualifier: str) -> str:
    """Return one form for qualifiers of one sense: "southern" and "south", "St" and "Saint"."""
    return "saint" if qualifier == "st" else qualifier.removesuffix("ern")


def _is_otherwise_qualified(
    text: str, word: re.Match[str], qualifier: str, own: Sequence[str]
) -> bool:
    """Tell whether a word is part of another name: "North Korea" where "South Korea" is meant."""
    said = _qualifier(text[max(0, word.start() - _LONGEST_QUALIFIER) : word.start()])
    return said in (_QUALIFIERS if qualifier else _NAMING) and said != qualifier and said not in own


def _is_of_place(name: str, word: str) -> bool:
    """Tell whether a word is one of a name, or made of one: "Brazil", "Brazilian"."""
    is_part = len(name) > _SAME_BEGINNING and word.endswith(name)  # "transatlantic"
    return word == name or is_part or _is_made_of(name, word) or _is_made_of(word, name)


def _is_made_of(name: str, word: str) -> bool:
    if name in _IRREGULAR:
        return re.match(_IRREGULAR[name], word) is not None
    bases = {name, _VOWELS_AT_END.sub("", name), name[:-1] if name[-1] in "aeiouy" else name}
    return any(
        len(base) > 2 and word.startswith(base) and re.fullmatch(_OF_A_PLACE, word[len(base) :])
        for base in bases
    )


def _has_words(words: str, text: str, language: str) -> bool:
    """Tell whether a text has half of some words, in any of their forms."""
    in_text = [*re.findall(r"\w+", text.lower()), *tokenize(text, language)]
    said = {fold_accents(word) for word in in_text}
    wanted = [fold_accents(word) for word in tokenize(words, language)]
    return 2 * sum(any(_are_alike(word, other) for other in said) for word in wanted) >= len(wanted)


def _initials(letters: str) -> re.Pattern[str]:
    """Return a pattern of initials: "US", "U.S.", "EE. UU."."""
    return re.compile(r"\b" + r"\.?\s?".join(f"{letter}{{1,2}}" for letter in letters) + r"\b")


def _are_alike(word: str, other: str) -> bool:
    count = max(_SAME_BEGINNING, min(len(word), len(other)) - 2)
    return word == other or (min(len(word), len(other)) >= count and word[:count] == other[:count])
