"""Who does what a question asks: which words can name them, and which cannot."""

import re

from ragqa.demands import demands_kind
from ragqa.mentions import Mention, MentionKind
from ragqa.pointed import is_asked
from ragqa.questions import Question
from ragqa.short_answers import is_person, names_no_person, unasked_mentions
from ragqa.terms import tokenize
from ragqa.types import Span

_SET_ASIDE = re.compile(
    r"\b(?i:prior to|before|besides|other than|apart from|except(?: for)?|instead of|antes del?|"
    r"además del?|aparte del?|en lugar del?)\s+((?:[A-ZÁÉÍÓÚÑ][\w.'’-]*\s?)+)"
)
# "Sandra Park", "Oliver North": of a person where only a person can answer.
_ALSO_A_SURNAME = re.compile(
    r"(?<=\w) (?:Banks?|Church|East|England|House|King|North|Park|South|Street|West)$"
)
_SEVERAL_WORDS = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,}){1,3}")  # "ANA RUIZ"
_SAID_TO_BE = re.compile(r"(?:\b(?:is|was|es|era|fue)|[:–-])\s+$")
# "More than 100 people" does not say who they were.
_SO_MANY_PEOPLE = re.compile(
    r"(?:(?:[A-Za-zÁÉÍÓÚÑáéíóúñ]+ ){0,3}\d[\d.,]*|(?:many|several|some|vari[oa]s|much[oa]s)) "
    r"(?:people|persons|individuals|participants|attendees|personas|participantes|asistentes)",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\b(?:in|on|at|of|from|to|for|en|de|del|a|para)\s+(?:the |la |el )?$")
# "Who represented Peru?" is not answered by "representatives of the FAO".
_REPRESENTED = re.compile(r"\b(?:who|qui[ée]n(?:es)?) represent(?:ed|s|ó|a|aron)\b", re.IGNORECASE)
_REPRESENTATIVES = re.compile(
    r"\b(?:representatives|delegates|representantes|delegad[oa]s)\b", re.IGNORECASE
)
# "Who led the session in Lima?", not "Who is the leader?"
_WHO_DID = re.compile(
    r"\b(?:who|qui[ée]n(?:es)?) (?!(?:is|was|are|were|es|son|fue|fueron|era|eran)\b)(\w+)",
    re.IGNORECASE,
)
_PLACE_ASKED = re.compile(
    r"\b(?:in|at|en) (?:the |la |el )?([A-ZÁÉÍÓÚÑ][\w'’-]*(?: [A-ZÁÉÍÓÚÑ][\w'’-]*)*)"
)


def may_be_who(question: Question, quote: str, span: Span) -> bool:
    """Tell whether words can say who, where only a person can."""
    if not demands_kind(question):
        return True
    pointed = Mention(MentionKind.NAME, *span)
    overlapping = [
        one
        for one in unasked_mentions(question, quote)
        if one.start < span.end and span.start < one.end
    ]
    if not is_asked(pointed, quote, set(question.terms), question.language):
        overlapping.append(pointed)
    return any(may_be_person(quote, one) for one in overlapping)


def may_be_person(quote: str, mention: Mention) -> bool:
    """Tell whether a name may be a person's; a single word is, unless it says where."""
    name = quote[mention.start : mention.end]
    surname = _ALSO_A_SURNAME.search(name)
    given = (
        Mention(mention.kind, mention.start, mention.start + surname.start()) if surname else None
    )
    if is_person(quote, mention) or (given is not None and may_be_person(quote, given)):
        return True
    if name.isupper() and _SEVERAL_WORDS.fullmatch(name) and not names_no_person(name):
        return _SAID_TO_BE.search(quote, 0, mention.start) is not None
    is_single = (
        name.isalpha() and name[:1].isupper() and not name.isupper() and not names_no_person(name)
    )
    return is_single and _PLACED.search(quote, 0, mention.start) is None


def names_person(question: Question, quote: str, phrase: str | None) -> bool:
    """Tell whether a phrase of a quotation is a person's name that the question does not have."""
    start = quote.find(phrase) if phrase else -1
    if phrase is None or start < 0 or is_asked_word(phrase, question):
        return False
    return is_person(quote, Mention(MentionKind.NAME, start, start + len(phrase)))


def is_set_aside(question: Question, phrase: str) -> bool:
    """Tell whether a phrase is what a question asks for another than: "Before Ana, who led it?"."""
    others = _SET_ASIDE.search(question.asked)
    if others is None:
        return False
    named = set(tokenize(others[1], question.language))
    return bool(named) and named <= set(tokenize(phrase, question.language))


def is_asked_word(word: str, question: Question) -> bool:
    """Tell whether a word has a term of a question."""
    return bool(question.terms_in(word))


def counts_people(phrase: str) -> bool:
    """Tell whether a phrase is so many people, which does not say who they were."""
    return _SO_MANY_PEOPLE.fullmatch(phrase) is not None


def are_others_representatives(question: Question, phrase: str) -> bool:
    """Tell whether a phrase has representatives, and nothing of whom the question says they are."""
    return (
        _REPRESENTED.search(question.asked) is not None
        and _REPRESENTATIVES.search(phrase) is not None
        and not is_asked_word(_REPRESENTATIVES.sub("", phrase), question)
    )


def is_only_where(question: Question, quote: str, phrase: str) -> bool:
    """Tell whether a phrase is the place that a question names, and the quotation lacks the act.

    So is one that is joined to the place: "Who opened the games in Lima?": "Quito and Lima hosted
    them."
    """
    verb = _WHO_DID.search(question.asked)
    places = [one[1] for one in _PLACE_ASKED.finditer(question.asked)]
    if verb is None or not places:
        return False
    said = set(tokenize(quote, question.language))
    return said.isdisjoint(tokenize(verb[1], question.language)) and any(
        phrase == place or _are_joined(quote, phrase, place) for place in places
    )


def _are_joined(quote: str, phrase: str, place: str) -> bool:
    """Tell whether a conjunction joins a phrase and a place in a quotation."""
    joint = r",? (?:and|y|e) "
    one, other = re.escape(phrase), re.escape(place)
    return re.search(rf"\b(?:{one}{joint}{other}|{other}{joint}{one})\b", quote) is not None
