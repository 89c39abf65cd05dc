"""What else a sentence says: what it adds to a name, or gives as a reason, as sentences of its own.

"The Fable, directed by the filmmaker Ana Ruiz" says that Ana Ruiz directed the Fable. What is added
to the last name of several ("the brother of Ana Ruiz, director of") may be of either, and is left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from ragqa.grammar import PREPOSITIONS
from ragqa.mentions import with_digits

_ANY_PREPOSITION = f"{PREPOSITIONS['en']}|{PREPOSITIONS['es']}"
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w’'-]*"
_JOINT = r"(?:of|the|and|against|on|for|in|to|de|del|la|las|los|el|y|contra|sobre|para|en)"
_IS = {"en": "is", "es": "es"}
# Ways to say the same.
_SAME = tuple(
    (re.compile(rf"\b(?:{phrase})\b", re.IGNORECASE), said)
    for phrase, said in (
        (r"(?:the|a) (?:(?:great|large|vast) )?majority of(?: the)?", "most"),
        (r"most of the", "most"),
        (r"trafficking in (?:persons|human beings)|human trafficking", "trafficking"),
        (r"trata de (?:personas|seres humanos)", "trata"),
        (r"free of charge", "free"),
        (r"takes? place", "is held"),
        (r"took place|taken place", "was held"),
        (r"tiene lugar|se realiza", "se celebra"),
        (r"tienen lugar|se realizan", "se celebran"),
        (r"tuvo lugar|se realizó", "se celebró"),
        (r"tuvieron lugar|se realizaron", "se celebraron"),
    )
)
_YEARLY = re.compile(
    r"\s+\b(?:every year|each year|annually|cada año|todos los años|anualmente)\b", re.IGNORECASE
)
_DENIES = re.compile(r"\b(?:not|never|no|n['’]t|nunca|ni)\b", re.IGNORECASE)
# "The film "The Fable" was": the thing by its name.
_KIND_OF_TITLE = re.compile(r"^(?:The|El|La) [a-záéíóúñ]+ (?=[\"“«]|(?:El|La|Los|Las) [a-z])")
# "La fábula (The Fable) fue": the name in another language, or in short.
_GLOSS = re.compile(rf" \((?:{_CAPITAL} [^()]+|[A-ZÁÉÍÓÚÑ]{{2,}})\)(?= [a-záéíóúñ])")
_REASON = re.compile(r"(?<=[ ,])(?:because|porque|ya que) ", re.IGNORECASE)
# "By the Costa Rican filmmaker, Ana Ruiz": by Ana Ruiz.
_NO_DESCRIPTION = (
    "like|unlike|than|as|como|not|no|nor|who|whom|whose|that|which|que|quien|against|contra|other|"
    "someone|somebody|alguien|otr[oa]s?|others"
)
_DESCRIBED_AGENT = re.compile(
    rf"(?<=\b(?:by|or) )(?:the |el |la )?"
    rf"(?:(?!(?:{_ANY_PREPOSITION}|{_NO_DESCRIPTION})\b)[\w-]+ ){{0,5}}?"
    rf"(?!(?:{_ANY_PREPOSITION}|{_NO_DESCRIPTION}|and|y|e|the|el|la|los|las)\b)[a-záéíóúñ-]+"
    r"(?<!ing)(?<!ndo),? "
    rf"(?={_CAPITAL} {_CAPITAL})"
)
_OPENING = re.compile(
    r"(?P<opening>(?:in|on|at|during|en|durante) [^,;]*+), "
    r"(?P<told>(?:(?! (?:and|but|y|pero|who|which|that|que)\b)[^.!?,;:])*)[.!?]?$",
    re.IGNORECASE,
)
_NAME = re.compile(rf"{_CAPITAL}(?: (?:{_JOINT} )*{_CAPITAL})*")
_LAST_NAME = re.compile(rf"{_NAME.pattern}$")
_ADDED = re.compile(r"(?:,[\"”»]? )(?!\d{4}\b)|(?= (?:which|that) (?:is|are|was|were)\b)")
_RELATIVE = re.compile(r"\s*(?:which|who|that|que) (?=(?:is|are|was|were|has|had|es|fue)\b)")
_PARTICIPLE = re.compile(
    r"(?:\w+ed|held|built|made|written|led|won|\w+[ai]d[oa]s?) (?:by|por)\b", re.IGNORECASE
)
_APPOSITION = re.compile(
    rf"(?!a la|al |(?!a )(?:{_ANY_PREPOSITION}|and|y|or|o|but|pero|who|which|that|que|whose|not|no)"
    r"\b)(?P<what>(?P<article>(?:the|an?|el|la|un|una) )?"
    r"(?:(?! (?:and|y|or|o) (?:the|an?|el|la|un) )[^,;.\n\"“”«»()—–])+)"
    r"(?=[,;.\"”»]|$)(?!,[\"”»]? (?:and|y|or)\b)"
)
# "Ana Ruiz, the mayor, and Luis" may be three; "When she met Ana, the mayor left" says nothing of
# who is mayor.
_LISTS = re.compile(r" (?:and|or|y|e|o) ")
_SUBORDINATES = re.compile(
    r"(?:when|while|after|before|if|as|since|although|though|because|once|until|unless|unlike|like|"
    r"according|despite|with|without|for|to|by|cuando|mientras|si|como|aunque|según|tras|después|"
    r"antes|desde|para|con|sin|a diferencia)\b",
    re.IGNORECASE,
)
_IN_FRONT = re.compile(r"^(?:In|On|At|During|En|Durante) (?:the |el |la )?")
# "On behalf of Ana Ruiz, director": who is director is not sure. "Met Ana Ruiz, director" is.
_MAY_FOLLOW = re.compile(r"\b(?:by|por|with|con|as part of|como parte de)(?: (?:the|el|la))? $")
_UNSURE = re.compile(rf"(?:\b(?:{_ANY_PREPOSITION}|and|y|e|or|o)|['’]s?)(?: (?:the|el|la|los))? $")


def same_words(text: str, *, asked: str | None = None) -> str:
    """Return a text with one way to say what can be said in several.

    Of a sentence, given what is asked, "every year" is left out where it is not asked about: what
    takes place every year on a day takes place on that day.
    """
    text = with_digits(text)
    for pattern, said in _SAME:
        text = pattern.sub(partial(_as_large, said), text)
    if asked is not None and not _YEARLY.search(asked) and not _DENIES.search(text):
        text = _YEARLY.sub("", text)
    return text


def _as_large(said: str, instead_of: re.Match[str]) -> str:
    return said.capitalize() if instead_of[0][:1].isupper() else said


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says; ``is_added`` if it does so whatever becomes of the rest of it.

    "If Ana Ruiz, director of the fund, comes" says for sure who is director.
    """

    text: str
    is_added: bool = False


def restated(sentence: str, language: str) -> Iterator[Reading]:
    """Yield a sentence, and others that say what it says in part or otherwise."""
    forms = dict.fromkeys([sentence, _GLOSS.sub("", sentence)])
    forms |= dict.fromkeys(_KIND_OF_TITLE.sub("", form) for form in [*forms])
    forms |= dict.fromkeys(_DESCRIBED_AGENT.sub("", form) for form in [*forms])
    forms |= dict.fromkeys(
        form[reason.end() :] for form in [*forms] if (reason := _REASON.search(form))
    )
    for form in forms:
        yield Reading(form)
        if opened := _OPENING.match(form):
            when = opened["opening"]
            yield Reading(f"{opened['told']} {when[:1].lower()}{when[1:]}.")
        yield from (Reading(added, is_added=True) for added in _additions(form, language))


def _additions(sentence: str, language: str) -> Iterator[str]:
    """Yield what a sentence adds to its subject, or to a name, behind a comma."""
    begin = 0
    for comma in _ADDED.finditer(sentence):
        rest = sentence[comma.end() :]
        for name in _named(sentence, begin, comma.start()):
            is_for_sure = comma[0] or _NAME.fullmatch(name)  # not "members that were expelled"
            if is_for_sure and (relative := _RELATIVE.match(rest)):
                yield f"{name} {rest[relative.end() :]}"
            elif _PARTICIPLE.match(rest):
                yield f"{name} {rest}"
            elif _NAME.fullmatch(name) and (what := _apposition(sentence, begin, rest)):
                yield f"{name} {_IS[language]} {what}."
        begin = comma.end()


def _apposition(sentence: str, begin: int, rest: str) -> str | None:
    what = _APPOSITION.match(rest)
    is_in_front = begin == 0 and (_IN_FRONT.match(sentence) or _SUBORDINATES.match(sentence))
    if what is None or is_in_front:
        return None
    return None if what["article"] and _LISTS.search(rest) else what["what"]


def _named(sentence: str, begin: int, end: int) -> Iterator[str]:
    """Yield what stands before a comma, if what follows it can be of nothing else."""
    phrase = sentence[begin:end].rstrip('"”»')
    if begin == 0:
        yield _IN_FRONT.sub("", phrase)
    name = _LAST_NAME.search(phrase)
    if name is None or (begin == 0 and name.start() == 0):
        return
    before = sentence[: begin + name.start()]
    if name.start() == 0 or _MAY_FOLLOW.search(before) or not _UNSURE.search(before):
        yield name[0]
