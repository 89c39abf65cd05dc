"""Questions that compare two things: which two, and what is asked of each."""

import re

from ragqa.noun_phrases import is_plural

_NAMED = r"(?:(?:the|el|la) )?[A-ZÁÉÍÓÚÑ]\w*(?: [A-ZÁÉÍÓÚÑ]\w*)*"
# "Who defined the difference between …", "what is the age difference between …" ask something else.
_DIFFERENCE_EN = (
    r"^(?:(?:and|but|so|then|also|please),? )?(?:(?:can|could|do) you )?"
    r"(?:(?:please )?(?:tell me|explain|describe)(?: about)?|know|"
    r"i(?:['’]d| would)? (?:like|want) to know)? ?"
    r"(?:(?:what|which)(?:['’]?s| is| are| was| were)|(?:is|are) there|"
    r"what do(?:es)? .+ say (?:of|about))?"
    r"(?: ?(?:the|a|any|some|main|major|key|basic|biggest|real|exact|important)\b){0,3} ?"
    r"\bdifferences? between"
)
_DIFFERENCE_ES = (
    r"^(?:(?:y|pero|entonces),? ¿?)?(?:(?:me )?pued[ea]s? (?:explicar|decir)(?:me)?|"
    r"(?:quiero|quisiera) saber|sabes?|expl[íi]c\w+|dime|describe)? ?"
    r"(?:(?:en )?qu[ée](?: consisten?)?|cu[áa]l(?:es)?|hay|existen?)?"
    r"(?: ?(?:es|son|era|eran|hay|existen?|la|las|una|dos|tres|alguna|algunas|principal|"
    r"principales)\b){0,3} ?"
    r"\bdiferencias? (?:principal(?:es)? )?(?:hay |existen? )?entre"
)
_COMPARED = {
    "en": (
        re.compile(rf"{_DIFFERENCE_EN} (?P<one>.+?) and (?P<other>.+)$", re.IGNORECASE),
        re.compile(r"^[Hh]ow (?:do|does|did) (?P<one>.+?) and (?P<other>.+?) differ$"),
        re.compile(
            r"^[Hh]ow (?:do|does|did|is|are) (?P<one>.+?) "
            r"(?:differ(?:ent)? from|compare (?:with|to)) (?P<other>.+)$"
        ),
        re.compile(
            rf"^[Cc]ompare what (?P<one>{_NAMED}) (?:and|with) (?P<other>{_NAMED}) (?P<did>.+)$"
        ),
        re.compile(r"^[Cc]ompare (?P<one>.+?) (?:and|with|to) (?P<other>.+)$"),
    ),
    "es": (
        re.compile(rf"{_DIFFERENCE_ES} (?P<one>.+?) (?:y|e) (?P<other>.+)$", re.IGNORECASE),
        re.compile(r"\b[Ee]n qué se diferencian? (?P<one>.+?) (?:y|e|de) (?P<other>.+)$"),
        re.compile(
            rf"^[Cc]ompar[ae]r? lo que (?P<verb>\w+) (?P<one>{_NAMED}) (?:y|e|con) "
            rf"(?P<other>{_NAMED})(?P<did>.*)$"
        ),
        re.compile(r"^[Cc]ompar[ae]r? (?P<one>.+?) (?:y|e|con) (?P<other>.+)$"),
    ),
}
_NO_THING = re.compile(
    r"(?:that|those|each|it|what|how|the ones?|lo|(?:el|la|los|las) (?:de|que)|cómo|qué)\b|"
    r"(?:this|these)$|.* (?:and|y|e) ",
    re.IGNORECASE,
)
_MAX_WORDS_OF_THING = 6

# "The number of men and women": of women, too.
_SHARED_HEAD = re.compile(
    r"(?P<head>(?:\w+ )*?(?:numbers?|shares?|percentage|proportion|amount|rates?|population|"
    r"n[úu]mero|cantidad|porcentaje|proporci[óo]n|poblaci[óo]n|tasas?|cifras?) (?:of|de) )\w",
    re.IGNORECASE,
)
_MEASURE_ES = re.compile(rf"(?:el|la|los|las) {_SHARED_HEAD.pattern}", re.IGNORECASE)
_DETERMINED = re.compile(
    r"(?:the|an?|this|these|its?|their|el|la|los|las|una?|unos|unas|est[aeo]s?|es[aeo]s?|sus?|lo|"
    r"tod[oa]s?|\d[\d.,]*)\b",
    re.IGNORECASE,
)
# "Internal and international migration", "migración regular e irregular".
_ADJECTIVE_EN = (
    r"(?:\w+(?:al|ic|ous|ive|ary|ar|ible|able|ent|ern|ed)|old|new|big|small|large|young|high|low|"
    r"(?:old|new|bigg|small|larg|young|high|low)er)"
)
_SHARED_NOUN_EN = re.compile(
    rf"(?P<one>(?:the )?{_ADJECTIVE_EN}) and (?:the )?{_ADJECTIVE_EN}(?P<noun>(?: \w+)+)"
)
_ADJECTIVE_ES = (
    r"\w+(?:al|ar|ic[oa]|iv[oa]|os[oa]|ad[oa]|id[oa]|ari[oa]|ori[oa]|ente|ble|il)(?:e?s)?"
)
_SHARED_NOUN_ES = re.compile(rf"(?P<noun>.+ ){_ADJECTIVE_ES} and (?P<other>{_ADJECTIVE_ES})")

# Those who, one by one: "a refugee", not "a migration".
_SOMEBODY_EN = re.compile(
    r"(?:[a-z]+ )*[a-z]+(?:ant|ist|ker|ler|(?:fug|turn|tain|rain|loy|port|cu|tern)ee)"
)
_SOMEBODY_ES = re.compile(r"\w+(?:nte|ista|ad[oa])")
_FEMININE_ES = re.compile(
    r"(?!\w*(?:[aeio]ma|día|mapa|planeta)$)\w+(?:a|ión|dad|tad|tud|ez|umbre|sis)"
)
_FEMININE_PLURAL_ES = re.compile(r"\w+(?:as|iones|dades|tades|tudes|eces)")
_BEGINS_WITH_STRESS_ES = re.compile("agua|alma|arma|aula|área|hambre")


def compared(flat: str, language: str) -> tuple[str, str] | None:
    """Return the questions for the two things that a question compares, or None if it does not."""
    matches = (pattern.search(flat) for pattern in _COMPARED[language])
    found = next((match for match in matches if match), None)
    if found is None or not all(map(_is_thing, found.group("one", "other"))):
        return None
    groups = found.groupdict()
    did, verb = groups.get("did"), groups.get("verb")
    if did is not None:
        return _what_did(found["one"], did, verb), _what_did(found["other"], did, verb)
    one, other = _both_whole(found["one"], found["other"], language)
    return _what_is(one, language), _what_is(other, language)


def _is_thing(phrase: str) -> bool:
    """Tell whether a phrase names one thing: a long one says something."""
    return len(phrase.split()) <= _MAX_WORDS_OF_THING and _NO_THING.match(phrase) is None


def _both_whole(one: str, other: str, language: str) -> tuple[str, str]:
    """Return two things, each with the noun that is said once for both."""
    head = _SHARED_HEAD.match(one)
    if head and not _DETERMINED.match(other) and not _SHARED_HEAD.match(other):
        return one, f"{head['head']}{other}"
    if language == "en" and (both := _SHARED_NOUN_EN.fullmatch(f"{one} and {other}")):
        return f"{both['one']}{both['noun']}", other
    if language == "es" and (both := _SHARED_NOUN_ES.fullmatch(f"{one} and {other}")):
        return one, f"{both['noun']}{both['other']}"
    return one, other


def _what_did(who: str, did: str, verb: str | None) -> str:
    if verb:
        return f"¿Qué {verb} {who}{did}?"
    plain = re.match(r"(do|does|did)\b", did)
    return f"What {plain[0]} {who} do{did[plain.end() :]}?" if plain else f"What {who} {did}?"


def _what_is(thing: str, language: str) -> str:
    if language == "es":
        named = thing if _is_determined(thing) else f"{article_es(thing)} {thing}"
        several = re.match(r"(?:los|las) ", named, re.IGNORECASE) is not None
        asking = ("Cuál" if _MEASURE_ES.match(named) else "Qué", "son" if several else "es")
        return f"¿{' '.join(asking)} {named}?"
    if is_plural(thing):
        return f"What are {thing}?"
    if _SOMEBODY_EN.fullmatch(thing) and not _is_determined(thing):
        thing = f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"
    return f"What is {thing}?"


def _is_determined(thing: str) -> bool:
    """Tell whether a phrase has an article or the like, or is a name."""
    return _DETERMINED.match(thing) is not None or not thing[:1].islower()


def article_es(thing: str) -> str:
    """Return the article for a Spanish noun phrase, by the ending of its first word."""
    noun = thing.split()[0].lower()
    if noun.endswith(("os", "as", "es")):
        return "las" if _FEMININE_PLURAL_ES.fullmatch(noun) else "los"
    if _SOMEBODY_ES.fullmatch(noun):
        return "una" if noun.endswith("a") else "un"
    is_feminine = _FEMININE_ES.fullmatch(noun) and not _BEGINS_WITH_STRESS_ES.fullmatch(noun)
    return "la" if is_feminine else "el"
