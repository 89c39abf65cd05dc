"""Questions that stand alone, and those that lean on an earlier one.

A question leans when a pronoun or a pointer leads outside it ("When did he die?"). Where it names
itself what the pronoun can stand for, it stands alone ("When did Tesla sell his company?"). These
are rules for short questions, no grammar: a borrowed question that was not needed, or one that was
and is missing, costs a worse search, so the rules look for what people ask often.
"""

import re
from dataclasses import dataclass


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


_NEVER = re.compile(r"(?!)")

_AUXILIARY = (
    "do|does|did|is|are|was|were|has|have|had|can|could|will|would|shall|should|may|might|must"
)
_PREPOSITION = "in|on|at|by|for|from|with|about|during|after|before|since|to|into|near|through|of"
_NO_NOUN = (
    rf"(?:{_AUXILIARY}|{_PREPOSITION}|he|she|it|they|we|you|i|him|her|them|his|its|their|this|that|"
    r"these|those|there|not|also|still|now|ever|only|just|first|one|some|any|more|other|the|an?|"
    r"be|been|born|known|made|held|found|built|written|given|taken|done|sold|won|\w+ed|\w+ly)\b"
)
_ENGLISH = _Grammar(
    leans=re.compile(
        r"^(?:and|but|so|or)\b|^(?:what|how) about\b|\bwhich ones?\b|^who \w+$|"
        r"^(?:who|what|when|where|why|how|which|how many|how much)(?: else| not| exactly)?$|"
        rf"^(?:{_PREPOSITION}) (?!.*\b(?:wh\w+|how|{_AUXILIARY})\b)[^\s,]+(?: [^\s,]+){{0,3}}$|"
        r"\b(?:this|these)\b(?! (?:year|month|week|season|decade|century)\b)|"
        r"\bthose\b(?! (?:who|that|which|whose|of|in|with|for|from|on|at)\b)|"
        rf"(?:^|\b(?:is|are|was|were|does|did|can|could|will|would|{_PREPOSITION}) )that\b(?! \w+ed\b)|"
        rf"^(?:who|what) \w+ that (?!(?:the|an?|all|no|every|\w+ (?:{_AUXILIARY}))\b)|"
        r"\bthat$|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere$"
    ),
    pronouns=re.compile(
        rf"\b(?:(?P<subject>he|she|they|it(?= (?:{_AUXILIARY})\b))|"
        r"(?P<owner>his|her|hers|its|it['’]s|their|theirs)|"
        r"(?P<object>him|them|it(?! (?:that|(?:mean|cost|take(?! place| part))(?: \w+){0,3} (?:to|for)|"
        r"(?:common|possible|important|necessary|legal|illegal|safe|easy|hard|difficult|likely) "
        r"(?:to|for|that))\b)))\b"
    ),
    names=re.compile(
        r"\b[A-Z][\w.]|"
        r"\b(?:the|an?|which|each|every|any|some|no|many|most|all|two|three) "
        r"(?!(?:of|more|one|other)\b)\w|"
        rf"\b(?:{_AUXILIARY}) (?!{_NO_NOUN})\w|\bwhat (?!{_NO_NOUN}|(?:happens|causes|led|makes|became|came|went|brought|gave|took)\b)\w|"
        r"\b(?!(?:what|who|where|when|how|that|there|it|he|she)['’])\w+['’]s\b"
    ),
    clause=re.compile(
        r",|\b(?:that|which|who|when|while|where|because|if|as|than|and|or|but|how|until|once|"
        r"to (?=\w+ )|\w{3,}ing)\b"
    ),
    # "has its origins in" owns something, "has he" asks.
    inverted=re.compile(
        rf"(?:\b(?!has |have |had )(?:{_AUXILIARY})|['’]s) \w+$|\b(?:has|have|had) (?:he|she|it|they)$"
    ),
    adverbial=re.compile(rf"(?:{_PREPOSITION})\b"),
    of_phrase=re.compile(
        r"\b(?:the|an?|any|some|what)(?: \w+){1,2} (?:of|on|for|to|about|behind|in) $"
    ),
    owner_follows=re.compile(r".* (?:what|who|which|when|where|how|why) .*\b(?:[A-Z]|the \w)"),
)

_ARTICLE_ES = "el|la|los|las|un|una|unos|unas|al|del"
_PREPOSITION_ES = "en|a|de|con|por|para|desde|hasta|sobre|durante|según|entre"
_ADVERB_ES = r"cu[áa]ndo|a?d[óo]nde|c[óo]mo|por qu[ée]"
_PAST_ES = r"\w+(?:ó|ía|ba|aron|ieron)"
_SPANISH = _Grammar(
    leans=re.compile(
        r"^(?:y|pero|o)\b|^qu[ée] (?:hay|tal) (?:de|con)\b|\bcu[áa]l de (?:ellos|ellas)\b|"
        rf"^(?:{_ADVERB_ES}|qu[ée]|cu[áa]l(?:es)?|qui[ée]n(?:es)?|cu[áa]nt[oa]s?)(?: más| no)?$|"
        # Spanish leaves a subject out that is known: "¿Cuándo nació?", "¿En qué año se fundó?".
        rf"^(?:(?:{_PREPOSITION_ES}) )?(?:{_ADVERB_ES}|qui[ée]n(?:es)?|cu[áa]nto|"
        r"cu[áa]nt[oa]s? \w+)(?: se| le| les)? (?!hay|existen?)[a-záéíóúüñ]+$|"
        rf"^(?:{_PREPOSITION_ES}) qu[ée] \w+ (?:se \w+|{_PAST_ES}|tiene)$|"
        rf"^(?:{_PREPOSITION_ES}) (?!.*\b(?:qu[ée]|qui[ée]n(?:es)?|cu[áa]l(?:es)?|{_ADVERB_ES}|"
        r"cu[áa]nt[oa]s?|es|son|fue|era|hay)\b)[^\s,]+(?: [^\s,]+){0,3}$|"
        r"(?<!\b(?:el|al) )(?<!\bdel )(?<!\bd[óo]nde )(?<!\bc[óo]mo )(?<!\bqui[ée]n )"
        r"\b(?:est[ea]|es[ea]|est[oa]s|es[oa]s|aquel|aquell[oa]s?) "
        r"(?!(?:año|mes|semana|temporada|década|siglo|de|del|que|con|en|y|a)\b)\w|"
        r"(?<!\bpor )\b(?:eso|esto|aquello)\b|\b(?:allí|ahí)$|"
        r"(?<!\ba )(?<!\bpor )(?:\bqué|^que|\bqui[ée]n(?:es)?) (?:lo|la|los|las) (?!que\b)"
        r"[a-záéíóúüñ]|"
        rf"\b(?:{_ADVERB_ES}) lo (?!que\b)\w"
    ),
    pronouns=re.compile(
        r"\b(?:(?P<owner>sus?)|(?:(?<=\bque )|(?<=\bsi )|(?<=\bcuando )|(?<=\bmientras )|"
        r"(?<=\bporque ))(?P<subject>él|ella|ellos|ellas)|(?P<object>él|ella|ellos|ellas|ello))\b"
    ),
    names=re.compile(
        rf"\b[A-ZÁÉÍÓÚÑ][\w.]|\b(?:{_ARTICLE_ES}|cada|algún|ningún|tod[oa]s?|dos|tres) \w|"
        r"(?<!\b(?:en|de) )(?<!\ba )(?<!\b(?:con|por) )(?<!\b(?:desde|hasta) )"
        rf"\bqu[ée] (?!(?:{_PAST_ES}|es|son|fue|eran?|hizo|dijo|tuvo|hay|tiene|hace|dice|significa|"
        r"se|le|les)\b)\w|"
        r"\bcu[áa]nt[oa]s \w+(?! (?:tiene|tenía|tuvo|hay|había|ha)\b)\b"
    ),
    clause=re.compile(r",|\b(?:que|cuando|donde|mientras|porque|si|y|o|para (?=\w+r ))\b"),
    inverted=_NEVER,
    adverbial=_NEVER,
    of_phrase=re.compile(
        rf"\b(?:{_ARTICLE_ES})(?: \w+){{1,2}} (?:de|en|sobre|para|a|con|por) $"
    ),
    owner_follows=re.compile(
        r" \w+ (?:(?:el|la|los|las) \w|[A-ZÁÉÍÓÚÑ])|.*, ¿.* [A-ZÁÉÍÓÚÑ]"
    ),
)
_GRAMMARS = {"en": _ENGLISH, "es": _SPANISH}

_QUOTED = re.compile(r"[\"“«][^\"”»]*[\"”»]")
_ANY_TITLE = "Title"


def stands_alone(text: str, language: str) -> bool:
    """Say whether a question names all that it is about: no pronoun or pointer leads outside it."""
    grammar = _GRAMMARS[language]
    question = _without_titles(text)
    if grammar.leans.search(question):
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
    if grammar.inverted.search(question, 0, pronoun.end()):  # "… did he": the subject, so only an earlier clause can
        earlier = _earlier_clauses(before, grammar)
        return "" if grammar.adverbial.match(earlier) else earlier
    if pronoun["object"]:  # "the museum sold it": not the museum
        return _earlier_clauses(before, grammar)
    return grammar.of_phrase.sub("", before)  # "the capital of its …": not the capital


def _earlier_clauses(before: str, grammar: _Grammar) -> str:
    *_, last = (0, *(clause.start() for clause in grammar.clause.finditer(before)))
    return before[:last]
