"""Questions that stand alone, and those that lean on an earlier one.

A question leans when a pronoun or a pointer leads outside it ("When did he die?"). Where it names
itself what the pronoun can stand for, it stands alone ("When did Tesla sell his company?"). These
are rules for what people often ask, no parser: where they err, a follow-up is searched with an
earlier question in front that it does not need, or without one that it does.
"""

import re
from dataclasses import dataclass

from ragqa.bridging import bridge
from ragqa.fragments import FRAGMENT
from ragqa.grammar import AUXILIARY, PREPOSITIONS
from ragqa.impersonal import POINTING_IT


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What tells in one language whether a question leans on another.

    ``leans`` are openings and pointers that always do. ``pronouns`` has the groups ``subject``,
    ``owner`` and ``object``. ``names`` finds what a pronoun can stand for, ``clause`` where a new
    clause begins, ``inverted`` a text that ends in an auxiliary and its subject, ``adverbial``
    an opening that names a place or time only, ``of_phrase`` a phrase that the next word completes,
    and ``owner_follows`` the rest of a question in which the owner comes after what it owns.
    """

    leans: re.Pattern[str]
    pronouns: re.Pattern[str]
    names: re.Pattern[str]
    clause: re.Pattern[str]
    inverted: re.Pattern[str]
    adverbial: re.Pattern[str]
    of_phrase: re.Pattern[str]
    owner_follows: re.Pattern[str]


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_NEVER = re.compile(r"(?!)")

_NO_NOUN = (
    rf"(?:{AUXILIARY}|{PREPOSITIONS['en']}|he|she|it|they|we|you|i|him|her|them|his|its|their|"
    r"this|that|these|those|there|not|also|still|now|ever|only|just|first|one|some|any|more|other|the|an?|"
    r"be|been|born|known|made|held|found|built|written|given|taken|done|sold|won|\w+ed|\w+ly)\b"
)
_NO_NOUN_AFTER_WHAT = r"(?:happens|causes|led|makes|became|came|went|brought|gave|took)\b"
_ENGLISH = _Grammar(
    leans=_any_of(
        # "And who is the president of Panama?" only goes on talking.
        rf"^(?:and|but|so|or)\b(?!,? (?:wh\w+|how|{AUXILIARY})\b.* [A-Z])",
        r"^(?:what|how) about\b",
        r"^(?:who|what|when|where|why|how|which|how many|how much)(?: else| not| exactly)?$",
        r"^who \w+$",
        # "In Honduras?"
        rf"^(?:{PREPOSITIONS['en']})(?!.* (?:wh\w+|how|{AUXILIARY})\b)(?: [^\s,]+){{1,4}}$",
        r"\bwhich ones?\b",
        r"^how many \w+ (?:was|were) there$",
        r"\b(?:this|these)\b(?! (?:year|month|week|season|decade|century)\b)",
        r"\bthose\b(?! (?:who|that|which|whose|of|in|with|for|from|on|at)\b)",
        # "that" that points, as in "in that year"; in "the ship that sank" it does not.
        r"(?:^|\b(?:is|are|was|were|does|did|can|could|will|would) )that\b",
        rf"\b(?:{PREPOSITIONS['en']}) that\b(?! \w+ed\b)",
        rf"^(?:who|what) \w+ that (?!(?:the|an?|all|no|every|\w+ (?:{AUXILIARY}))\b)",
        r"\bthat$",
        r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere$",
    ),
    pronouns=_any_of(
        rf"\b(?P<subject>he|she|they|{POINTING_IT}(?= (?:{AUXILIARY})\b))\b",
        rf"\b(?P<owner>his|her|hers|its|{POINTING_IT}['’]s|their|theirs)\b",
        rf"\b(?P<object>him|them|{POINTING_IT})\b",
    ),
    names=_any_of(
        r"\b[A-Z][\w.]",
        r"\b(?:the|an?|which|each|every|any|some|no|many|most|all|two|three) "
        r"(?!(?:of|more|one|other)\b)\w",
        rf"\b(?:{AUXILIARY}) (?!{_NO_NOUN})\w",
        rf"\bwhat (?!{_NO_NOUN}|{_NO_NOUN_AFTER_WHAT})\w",
        r"\b(?!(?:what|who|where|when|how|that|there|it|he|she)['’])\w+['’]s\b",
    ),
    clause=_any_of(
        r",",
        r"\b(?:that|which|who|when|while|where|because|if|as|than|and|or|but|how|until|once)\b",
        r"\bto (?=\w+ )",
        r"\b\w{3,}ing\b",
    ),
    # "has its origins in" tells what something has, "has he" asks.
    inverted=_any_of(
        rf"\b(?!has |have |had )(?:{AUXILIARY}) \w+$",
        r"\b(?:has|have|had) (?:he|she|it|they)$",
        r"['’]s \w+$",
    ),
    adverbial=_any_of(rf"(?:{PREPOSITIONS['en']})\b"),
    of_phrase=_any_of(r"\b(?:the|an?|any|some|what) \w+ (?:\w+ of|of|on|for|to|about|behind|in) $"),
    # The first of the words will do: trying each makes long questions slow.
    owner_follows=_any_of(r"(?>.*? (?:what|who|which|when|where|how|why) ).*\b(?:[A-Z]|the \w)"),
)

_ARTICLE_ES = "el|la|los|las|un|una|unos|unas|al|del"
_PREPOSITION_ES = "en|a|de|con|por|para|desde|hasta|sobre|durante|según|entre"
_ADVERB_ES = r"cu[áa]ndo|a?d[óo]nde|c[óo]mo|por qu[ée]"
_WHO_ES = "qui[ée]n(?:es)?"
_HOW_MANY_ES = "cu[áa]nt[oa]s?"
_ASKING_ES = rf"{_ADVERB_ES}|{_WHO_ES}|{_HOW_MANY_ES}|qu[ée]|cu[áa]l(?:es)?"
_PAST_ES = r"\w+(?:ó|ía|ba|aron|ieron)"
_BEING_ES = (
    "es|son|era|eran|fue|fueron|ser[áa]|ser[áa]n|est[áa]|est[áa]n|estaba|estaban|sigue|siguen"
)
# "Para los jóvenes", "en Costa Rica", "los domingos": neither a subject nor "de migrar".
_WHOSE_OR_WHEN_ES = (
    r"(?:en|de|del|para|con|por|a|al) (?:(?:el|la|los|las|un|una|tod[oa]s (?:los|las)) )?"
    r"(?!\w+[aei]r(?:se)?\b)\w+(?: [A-ZÁÉÍÓÚÑ]\w*)*|"
    r"(?:el|los|todos los|cada) (?:lunes|martes|miércoles|jueves|viernes|sábados?|domingos?|días?|"
    r"fin(?:es)? de semana)"
)
_SPANISH = _Grammar(
    leans=_any_of(
        rf"^(?:y|pero|o)\b(?!,? ¿?(?:{_ASKING_ES})(?!\w).* [A-ZÁÉÍÓÚÑ])",
        r"^qu[ée] (?:hay|tal) (?:de|con)\b",
        rf"^(?:{_ASKING_ES})(?: más| no)?$",
        # Spanish leaves out a subject that is known: "¿Cuándo nació?", "¿En qué año se fundó?".
        rf"^(?:(?:{_PREPOSITION_ES}) )?(?:{_ADVERB_ES}|{_WHO_ES}|cu[áa]nto|{_HOW_MANY_ES}(?: \w+)?)"
        r"(?: se| le| les)? (?!hay|existen?)[a-záéíóúüñ]+$",
        rf"^(?:{_PREPOSITION_ES}) qu[ée] \w+$",
        rf"^(?:{_PREPOSITION_ES}) qu[ée] \w+ (?:se \w+|{_PAST_ES}|{_BEING_ES}|tienen?)$",
        r"^(?:cu[áa]nt[oa]s|qu[ée]) \w+s (?:lo|la|los|las) \w+(?:an|en|on)$",
        # "¿Es gratis?", "¿Está abierto los domingos?"; "¿Es cierto que …?" says what is true.
        rf"^(?:{_BEING_ES}) (?:(?:muy|tan|todavía|aún|ya|también|siempre) ){{0,2}}"
        rf"(?:(?!\w+[aei]r(?:se)?\b)[a-záéíóúüñ]+(?: (?:{_WHOSE_OR_WHEN_ES}))?|"
        rf"{_WHOSE_OR_WHEN_ES})$",
        # "En Honduras"
        rf"^(?:{_PREPOSITION_ES})(?!.* (?:{_ASKING_ES}|es|son|fue|era|hay)\b)(?: [^\s,]+){{1,4}}$",
        # In "el este de" and "dónde esta" (for "está") nothing is pointed at.
        r"(?<!\b(?:el|al) )(?<!\bdel )(?<!\bd[óo]nde )(?<!\bc[óo]mo )(?<!\bqui[ée]n )"
        r"\b(?:est[ea]|es[ea]|est[oa]s|es[oa]s|aquel|aquell[oa]s?) "
        r"(?!(?:año|mes|semana|temporada|década|siglo|de|del|que|con|en|y|a)\b)\w",
        r"(?<!\bpor )\b(?:eso|esto|aquello)\b",
        r"\b(?:allí|ahí)$",
        # An article cannot follow "quién": it is a pronoun.
        rf"(?<!\ba )(?<!\bpor )(?:\bqué|^que|\b{_WHO_ES}) (?:lo|la|los|las) (?!que\b)[a-záéíóúüñ]",
        rf"\b(?:{_ADVERB_ES}) lo (?!que\b)\w",
    ),
    pronouns=_any_of(
        r"\b(?P<owner>sus?)\b",
        r"(?:\bque |\bsi |\bcuando |\bmientras |\bporque )(?P<subject>él|ella|ellos|ellas)\b",
        r"\b(?P<object>él|ella|ellos|ellas|ello)\b",
    ),
    names=_any_of(
        r"\b[A-ZÁÉÍÓÚÑ][\w.]",
        rf"\b(?:{_ARTICLE_ES}|cada|algún|ningún|tod[oa]s?|dos|tres) \w",
        # "¿Qué país cambió su …?", not "¿En qué año cambió su …?".
        r"(?<!\b(?:en|de) )(?<!\ba )(?<!\b(?:con|por) )(?<!\b(?:desde|hasta) )\bqu[ée] "
        rf"(?!(?:{_PAST_ES}|es|son|fue|eran?|hizo|dijo|tuvo|hay|tiene|hace|dice|se|le|les)\b)\w",
        r"\bcu[áa]nt[oa]s \w+\b(?! (?:tiene|tenía|tuvo|hay|había|ha)\b)",
    ),
    clause=_any_of(r",", r"\b(?:que|cuando|donde|mientras|porque|si|y|o)\b", r"\bpara (?=\w+r )"),
    inverted=_NEVER,
    adverbial=_NEVER,
    of_phrase=_any_of(rf"\b(?:{_ARTICLE_ES})(?: \w+){{1,2}} de $"),
    owner_follows=_any_of(
        r" \w+ (?:(?:el|la|los|las) \w|[A-ZÁÉÍÓÚÑ])", r"(?>.*?, ¿).* [A-ZÁÉÍÓÚÑ]"
    ),
)
_GRAMMARS = {"en": _ENGLISH, "es": _SPANISH}

_QUOTED = re.compile(r"[\"“«][^\"”»]*[\"”»]")
_ANY_TITLE = "Title"


def stands_alone(text: str, language: str) -> bool:
    """Say whether a question names all that it is about: no pronoun or pointer leads outside it."""
    grammar = _GRAMMARS[language]
    question = _without_titles(text)
    if grammar.leans.search(question) or FRAGMENT[language].fullmatch(question):
        return False
    if bridge(question, language):
        return False
    return all(
        _is_named(pronoun, question, grammar) for pronoun in grammar.pronouns.finditer(question)
    )


def _without_titles(text: str) -> str:
    """Return a question whose capitals are names: titles in quotation marks become one word."""
    question = " ".join(_QUOTED.sub(_ANY_TITLE, text).split()).strip(" ¿?¡!.")
    return question.lower() if question.isupper() else question[:1].lower() + question[1:]


def _is_named(pronoun: re.Match[str], question: str, grammar: _Grammar) -> bool:
    """Tell whether the question itself names what a pronoun stands for."""
    if pronoun["owner"] and grammar.owner_follows.match(question, pronoun.end()):
        return True
    return grammar.names.search(_where_named(pronoun, question, grammar)) is not None


def _where_named(pronoun: re.Match[str], question: str, grammar: _Grammar) -> str:
    """Return the part of a question in which what a pronoun stands for can be named."""
    before = question[: pronoun.start()]
    # "… did he": the subject, so only an earlier clause can name it.
    if grammar.inverted.search(question, 0, pronoun.end()):
        earlier = _earlier_clauses(before, grammar)
        return "" if grammar.adverbial.match(earlier) else earlier
    if pronoun["object"]:  # "the museum sold it": not the museum
        return _earlier_clauses(before, grammar)
    return grammar.of_phrase.sub("", before)  # "the capital of its …": not the capital


def _earlier_clauses(before: str, grammar: _Grammar) -> str:
    *_, last = (0, *(clause.start() for clause in grammar.clause.finditer(before)))
    return before[:last]
