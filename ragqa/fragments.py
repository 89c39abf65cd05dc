"""Questions of a question word and little else: "In which year?", "¿Para quién?", "When?".

They ask for another circumstance of what the question before asks about, which completes them.
"""

import re

from ragqa.grammar import AUXILIARY, PARTICIPLES, PREPOSITIONS
from ragqa.noun_phrases import is_plural

_PREPOSITIONS = {
    "en": f"{PREPOSITIONS['en']}|under|against|until",
    "es": f"{PREPOSITIONS['es']}|contra",
}
# Behind "what" and "qué" other words may be verbs: "what happened", "para qué sirve".
_NOUN_EN = (
    r"(?:years?|months?|days?|dates?|time|century|decade|season|country|countries|city|cities|town|"
    r"places?|regions?|areas?|languages?|age|price|reasons?|purpose|people)"
)
_NOUN_ES = (
    r"(?:año|mes|día|fecha|siglo|década|época|per[ií]odo|hora|país|ciudad|lugar|regi[óo]n|zona|"
    r"pueblo|idioma|lengua|edad|precio|fin|motivo|raz[óo]n|prop[óo]sito|objetivo|persona|"
    r"organizaci[óo]n|instituci[óo]n)(?:e?s)?|\w{2,}(?:(?<!m)os|as|iones|dades|ores|antes|entes)"
)
FRAGMENT = {
    "en": re.compile(
        rf"(?:(?:{_PREPOSITIONS['en']}) )?(?:when|where|why|how|whom|(?:what|how many) {_NOUN_EN}|"
        rf"which (?:(?!(?:{AUXILIARY})\b)\w+))|"
        rf"(?:(?:{_PREPOSITIONS['en']}) )?(?:what|which) (?:type|kind|sort|part)s? of \w+|"
        rf"(?:{_PREPOSITIONS['en']}) (?:who|(?:what|which)(?: (?!(?:{AUXILIARY})\b)\w+){{0,2}})",
        re.IGNORECASE,
    ),
    "es": re.compile(
        rf"(?:(?:{_PREPOSITIONS['es']}) )?(?:cu[áa]ndo|a?d[óo]nde|c[óo]mo|por qu[ée]|"
        rf"(?:qu[ée]|cu[áa]nt[oa]s?) (?:{_NOUN_ES}))|"
        rf"(?:{_PREPOSITIONS['es']}) (?:qui[ée]n(?:es)?|qu[ée])",
        re.IGNORECASE,
    ),
}
"""A question that is a fragment, without its marks, matches as a whole."""

# What a question opens with that asks for a circumstance, so that another can take its place.
# "How is it called?" and "¿Cómo de alto es?" ask for none; "which countries" may be who does it.
_ASKS_HOW = {
    "en": re.compile(
        rf"(?P<word>(?:(?:{_PREPOSITIONS['en']}) )?(?:when|where|why|how)|"
        rf"what (?:year|month|day|date|time)|(?:{_PREPOSITIONS['en']}) (?:whom?|what|which)"
        rf"(?: (?!(?:{AUXILIARY})\b)\w+){{0,2}}) (?:{AUXILIARY})\b(?!.* called\b)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        rf"(?P<word>(?:(?:{_PREPOSITIONS['es']}) )?(?:cu[áa]ndo|a?d[óo]nde|c[óo]mo|por qu[ée])|"
        rf"(?:{_PREPOSITIONS['es']}) (?:qui[ée]n(?:es)?|(?:qu[ée]|cu[áa]nt[oa]s?) (?:{_NOUN_ES}))) "
        r"(?!de |se llama)(?!.*¿)",
        re.IGNORECASE,
    ),
}
# "Quién dirigió la fábula": "cuándo dirigió la fábula".
_WHO_ES = re.compile(r"qui[ée]n(?:es)? (?!.*¿)", re.IGNORECASE)
# "Who directed the fable": "when was the fable directed".
_DID_EN = re.compile(
    r"(?:who|which \w+) (?P<verb>(?!(?:is|was|has|does)\b)\w+) "
    r"(?P<what>(?:the|an?|it|(?-i:[A-Z])[\w.’'-]+)\b(?: (?!in |at |during )\S+){0,7}?)"
    r"(?P<rest>(?: (?:in|at|during) .+)?)",
    re.IGNORECASE,
)
_OWN_PARTICIPLES = frozenset(PARTICIPLES.values())
_DOUBLED = re.compile("[^aeiou]*[aeiou][^aeiouwxy]")
_WHAT_IS = {
    "en": re.compile(
        r"(?:what|who)(?:['’]s| is| are| was| were) (?P<topic>(?:the|an?) .+|(?-i:[A-Z]).+)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"(?:qu[ée]|cu[áa]l(?:es)?) (?:es|son|fue|fueron) (?P<topic>.+)", re.IGNORECASE
    ),
}


def completed(fragment: str, earlier: str, language: str) -> str | None:
    """Return a fragment with what the earlier question asks about, both without their marks.

    None for one that asks for the same, and for an adverb alone ("When?") that fits in no place of
    the earlier question.
    """
    if FRAGMENT[language].fullmatch(fragment) is None:
        return None
    clause = _clause(fragment, earlier, language)
    if clause is not None:
        return f"{fragment} {clause}" if clause else None
    if " " not in fragment:
        return None
    what_is = _WHAT_IS[language].fullmatch(earlier)
    return f"{fragment} ({what_is['topic'] if what_is else earlier[:1].lower() + earlier[1:]})"


def _clause(fragment: str, earlier: str, language: str) -> str | None:
    """Return what is to stand behind a fragment, "" if the earlier question asks for the same."""
    opening = _ASKS_HOW[language].match(earlier)
    if opening is not None:
        asks_the_same = opening["word"].lower() == fragment.lower()
        return "" if asks_the_same else earlier[opening.end("word") + 1 :]
    if language == "es":
        who = _WHO_ES.match(earlier)
        return earlier[who.end() :] if who else None
    did = _DID_EN.fullmatch(earlier)
    return _turned(did) if did else None


def _turned(did: re.Match[str]) -> str | None:
    """Return "was the fable directed" of "who directed the fable", None of an uncommon verb."""
    verb, several = did["verb"].lower(), is_plural(did["what"])
    if verb.endswith("ed") or verb in _OWN_PARTICIPLES or verb in PARTICIPLES:
        be, participle = "were" if several else "was", PARTICIPLES.get(verb, verb)
    elif verb.endswith("s") and (participle := _participle(verb)):
        be = "are" if several else "is"
    else:
        return None
    return f"{be} {did['what']} {participle}{did['rest']}"


def past_of(base: str) -> str:
    """Return the past of a verb, with "did" where it doubles a letter: "gave", "did plan"."""
    participle = PARTICIPLES.get(base)
    if participle is None:
        return _participle_of(base) or f"did {base}"
    others = [one for one, other in PARTICIPLES.items() if other == participle and one != base]
    return (others or [participle])[-1]


def third_person(base: str) -> str:
    """Return a verb as it stands behind a singular subject: "offers"."""
    if base == "have":
        return "has"
    if re.search("[^aeiou]y$", base):
        return f"{base[:-1]}ies"
    return f"{base}es" if re.search("(?:s|x|z|ch|sh|o)$", base) else f"{base}s"


def _participle(verb: str) -> str:
    """Return the participle of a verb in the third person, "" of one that doubles a letter."""
    return _participle_of(verb[:-2] if re.search("(?:sh|ch|ss|x)es$", verb) else verb[:-1])


def _participle_of(base: str) -> str:
    if base in PARTICIPLES or _DOUBLED.fullmatch(base):
        return PARTICIPLES.get(base, "")
    if re.search("[^aeiou]ie$", base):
        return f"{base[:-2]}ied"
    if re.search("[^aeiou]y$", base):
        return f"{base[:-1]}ied"
    return f"{base}d" if base.endswith("e") else f"{base}ed"
