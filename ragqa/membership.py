"""Whether a sentence lists something among the members of what is asked about.

"The network has members from 11 countries: Canada, Mexico …" says that Canada is one. What is not
in the list is no member only where the list is said to be whole, and of what is asked about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.grammar import PREPOSITIONS
from ragqa.member_lists import Enumeration, enumeration
from ragqa.mentions import with_digits
from ragqa.terms import fold_accents, tokenize
from ragqa.verdict_words import CHANGES, COMPARES, NEGATION, OPEN

_THE = r"(?:(?:the|los|las|la|el) )?"
_OF = r"(?:of|in|del?)"
_MEMBERS = (
    r"(?:members?(?: (?:states?|countr(?:y|ies)|organi[sz]ations?))?|countr(?:y|ies)|states?|"
    r"nations?|miembros?|pais(?:es)?(?: miembros?)?|estados?(?: miembros?)?|naciones|integrantes)"
)
_COLLECTIVE = (
    r"(?:network|alliance|group|union|association|coalition|federation|league|bloc|community|"
    r"organi[sz]ation|partnership|consortium|red|alianza|grupo|asociacion|coalicion|federacion|"
    r"liga|bloque|comunidad|organizacion|consorcio)"
)
# A noun with its adjectives, and no verb.
_NOUNS = (
    rf"(?: (?!(?:{PREPOSITIONS['en']}|{fold_accents(PREPOSITIONS['es'])}|that|which|who|que)\b)"
    r"(?!\w+(?:ing|ed|[aei]ndo|[ai]d[oa]s?)\b)[^\W\d]+){1,4}"
)
_CONSISTS = (
    r"(?:consists? of|compris(?:e|es)|includes?|(?:is|are) (?:made up|composed) of|"
    r"incluyen?|estan? (?:formad|compuest|integrad)[oa]s? por|se componen? de)"
)
_FOLLOWING = r"(?: (?:the following|these|l[oa]s siguientes|est[oa]s))?"
_COUNT = r"(?:(?:all|only|unic[oa]s|\d+) ){0,2}"
_PART_OF = re.compile(
    r"\b(?:(?:that|which|who) (?:are|is|form|make up) (?:part|members?|a member) of|"
    r"(?:that|which|who) belong to|que (?:forman parte|son (?:parte|miembros)|integran) de)\b",
    re.IGNORECASE,
)
_ASKS = tuple(
    re.compile(rf"\W*{pattern}\W*", re.IGNORECASE)
    for pattern in (
        r"(?:is|are) (?P<item>.+?) (?:also )?(?:one of|among|part of|included in|in) (?P<group>.+)",
        r"(?:is|are) (?P<item>.+?) (?:also )?(?:an? |the )?(?P<noun>members?(?: \w+)?) (?:of|in) "
        r"(?P<group>.+)",
        rf"(?:is|are) (?P<item>.+?) an? (?P<group>(?-i:[A-Z])\w+ {_MEMBERS})",
        r"do(?:es)? (?P<item>.+?) belong to (?P<group>.+)",
        r"do(?:es)? (?P<group>.+?) include (?P<item>.+)",
        r"(?:es|son) (?P<item>.+?) (?:también )?"
        r"(?:un[oa]s? de|parte de|(?:un )?miembros? de|un país de)"
        r"(?P<group>l? .+)",
        r"forman? parte (?P<item>.+?) de(?P<group>l? .+)",
        r"(?P<item>.+?) forman? parte de(?P<group>l? .+)",
        r"pertenecen? (?P<item>.+?) a(?P<group>l? .+)",
    )
)
_RELATIVE = re.compile(r" (?:that|which|who|que) (?P<does>.+)")
_GENERIC = re.compile(rf"(?:{_MEMBERS}|{_COLLECTIVE}|the|of|in|l[oa]s?|el|l|del?)")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_ITEMS = re.compile(r"\s+(?:and|y|e)\s+")
_ARTICLE = re.compile(r"^(?:the|el|la|los|las)\s+")
_LEFT = re.compile(
    r"\b(?:left|leav\w+|withdr\w+|quit\w*|expel\w*|abandon\w*|retir\w+|salieron|expuls\w+|exclu\w+)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:the|el|la|los|las) (?=[A-ZÁÉÍÓÚÑ])")
_ONLY = re.compile(r"\b(?:only|unic[oa]s)\b")
_MAY_LEAD = frozenset({"only", "all"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked: whether the items are members of a group.

    ``name`` has the words that name it and ``noun`` is what its members are, both folded; ``does``
    is what the members do, where that makes the group.
    """

    items: tuple[str, ...]
    name: tuple[str, ...]
    noun: str
    does: str


def is_member(asked: str, statement: str) -> bool | None:
    """Return True where a statement lists what is asked about among the members.

    False where it is surely none, None where members are not listed, or may not be all.
    """
    question = _understood(asked)
    listed = enumeration(with_digits(statement)) if question else None
    if question is None or listed is None or _is_limited(listed.lead):
        return None
    if not (_are_names(listed.items, question.items)):
        return None
    if not (_are_members(listed, question) or _do_it(listed, question)):
        return None
    items = {_bare(item) for item in listed.items}
    if all(_bare(item) in items for item in question.items):
        return True
    return False if _is_surely_none(question, listed) else None


def _understood(asked: str) -> _Asked | None:
    found = next(filter(None, (pattern.fullmatch(asked) for pattern in _ASKS)), None)
    if found is None:
        return None
    group = _PART_OF.sub("of", found["group"])
    relative = _RELATIVE.search(group)
    words = [word for word in _folded_words(group) if not _GENERIC.fullmatch(word)]
    named = re.search(rf"\b{_MEMBERS}\b", _fold(group)) or re.search(
        _MEMBERS, _fold(found.groupdict().get("noun") or "")
    )
    return _Asked(
        items=tuple(_BETWEEN_ITEMS.split(found["item"])),
        name=tuple(words),
        noun=named[0] if named else "",
        does=relative["does"] if relative else "",
    )


def _is_limited(lead: str) -> bool:
    words = {*_folded_words(lead)}
    return (
        OPEN.search(lead) is not None
        or _LEFT.search(lead) is not None
        or NEGATION.search(lead) is not None
        or any(map(CHANGES.fullmatch, words))
        or any(map(COMPARES.fullmatch, words - _MAY_LEAD))
    )


def _are_members(listed: Enumeration, question: _Asked) -> bool:
    """Tell whether a list is led by words that make its items the members of a group."""
    if not question.name or question.does:
        return False
    name = rf"{_THE}{' '.join(map(re.escape, question.name))}(?: {_COLLECTIVE})?"
    named = rf"{_THE}(?:{_COLLECTIVE} )?{name}"
    members = rf"{_THE}{_COUNT}(?:{name} {_MEMBERS}|{_MEMBERS} {_OF} {named})"
    if listed.is_aside:
        # Not "the donors of the MIRPS countries (Spain, Italy)".
        last = re.search(rf"(?:(?P<before>\S+) )?(?:the|los|las) {members}$", _fold(listed.lead))
        of_another = last is not None and last["before"] in _LEADS_ON
        return last is not None and not of_another
    leads = (
        rf"{members}(?: (?:that|which|who|que) [^,:]+)?"
        rf"(?: (?:are|son|include|incluyen){_FOLLOWING})?",
        rf"{named} (?:is|are|es|son) (?:an?|the|una?|la|el) (?:[^\W\d]+ ){{0,2}}{_COLLECTIVE}"
        rf"(?: (?:of|from|del?){_NOUNS})*"
        rf"(?:,? (?:and|y) (?:the|its|las|los|sus){_NOUNS} (?:come|are|vienen|provienen|son))?"
        rf" (?:of|from|de){_FOLLOWING}(?: \d+)? {_MEMBERS}",
        rf"{named} (?:has|tiene|{_CONSISTS}){_FOLLOWING}(?: {_COUNT}{_MEMBERS})?",
    )
    return any(re.fullmatch(lead, _fold(listed.lead)) for lead in leads)


_LEADS_ON = frozenset(f"{PREPOSITIONS['en']}|{PREPOSITIONS['es']}".split("|")) - {"in", "en"}


def _do_it(listed: Enumeration, question: _Asked) -> bool:
    """Tell whether what is listed does what makes it one of the group.

    "The MIRPS countries (Belize, Mexico) shared their progress": those that shared it.
    """
    if not (listed.is_aside and question.does and question.noun):
        return False
    leaves_open = any(found[0] not in question.does for found in OPEN.finditer(listed.after))
    if leaves_open or NEGATION.search(listed.after):
        return False
    if "'s" in listed.after.replace("’", "'"):
        return False
    done, asked = tokenize(listed.after, "en"), tokenize(question.does, "en")
    if not re.search(rf"\bthe (?:\w+ ){{0,2}}{question.noun}$", _fold(listed.lead)):
        return False
    said = iter(done)
    return done[:2] == asked[:2] and len(asked) > 1 and all(word in said for word in asked)


def _are_names(listed: Sequence[str], asked: Sequence[str]) -> bool:
    """Tell whether names are listed, where one is asked about: not "rich, Italy and France"."""
    is_name = [item[:1].isupper() or _NAMED.match(item) for item in (*listed, *asked)]
    return all(is_name)


def _is_surely_none(question: _Asked, listed: Enumeration) -> bool:
    """Tell whether the list is whole, and has what is asked about by no other name."""
    lead = _fold(listed.lead)
    counted = re.search(rf"\b(\d+) (?:\w+ )?{_MEMBERS}", lead)
    is_whole = _ONLY.search(lead) or (counted and int(counted[1]) == len(listed.items))
    return (
        bool(is_whole and question.noun)
        and re.search(rf"\b{question.noun}\b", lead) is not None
        and not any(_may_be_listed(item, listed.items) for item in question.items)
    )


def _may_be_listed(item: str, items: Sequence[str]) -> bool:
    """Tell whether an item may be one of the list by another name: "USA", "the States"."""
    if item.isupper() or not item[:1].isupper():
        return True
    words = {*_folded_words(item)}
    return any(words & {*_folded_words(one)} for one in items)


def _bare(item: str) -> str:
    return _ARTICLE.sub("", _fold(" ".join(item.split())).strip(" .?¿"))


def _folded_words(text: str) -> list[str]:
    return _WORD.findall(_fold(text))


def _fold(text: str) -> str:
    return fold_accents(text.lower())
