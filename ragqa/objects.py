"""The thing that somebody does something to in an earlier question: "Do they offer any training?".

What is called, costs or lasts in a follow-up is rather that thing than who offers it; and of two
who do something together neither can be "it".
"""

import re
from dataclasses import dataclass

from ragqa.comparing import article_es
from ragqa.fragments import past_of, third_person
from ragqa.grammar import DO_OR_MODAL
from ragqa.noun_phrases import is_plural, subject_of


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does what in a question.

    ``is_joint`` where several are named who do it. ``thing`` is a definite phrase for what they do
    it to, ``told_apart`` the same with what they do, where the question did not say which.
    """

    doer: str
    is_joint: bool
    thing: str
    told_apart: str
    is_several: bool


# A question has few names; more of them would only make long texts slow.
_NAME = (
    r"(?:[Tt]he )?[A-ZÁÉÍÓÚÑ][\w’'.-]*+"
    r"(?: (?:(?:of|del?) (?:the |la )?)?[A-ZÁÉÍÓÚÑ][\w’'.-]*+){0,5}"
)
_JOINT_NAMES = {
    "en": rf"{_NAME}(?:, {_NAME}){{0,5}},? and {_NAME}",
    "es": rf"(?:(?:el|la) )?{_NAME}(?:, (?:(?:el|la) )?{_NAME}){{0,5}} [ye] (?:(?:el|la) )?{_NAME}",
}
_JOINT = {language: re.compile(names) for language, names in _JOINT_NAMES.items()}
_ONE_DOES = re.compile(r"\b(?:does|has|is|was) $", re.IGNORECASE)

_DOING_EN = re.compile(
    r"(?i:(?:what|which) (?P<asked>(?!of\b)[\w’'-]+(?: [\w’'-]+){0,3}?) |"
    r"(?:when|where|why|how|(?:in|on|at) (?:what|which) \w+) )?"
    rf"(?P<aux>(?i:{DO_OR_MODAL}|has|have|had)) (?P<rest>.+)"
)
# "Migrants take" many; "I" and "you" do so too.
_ONE_DOER_EN = re.compile(rf"{_NAME}|(?:we|you|people|women|men|children|[a-z-]+(?<![sui])s)\b")
_ADVERB = re.compile(r"(?:also|ever|still|already|jointly|both|actually|currently) ", re.IGNORECASE)
_NO_THING_EN = re.compile(
    r"(?:kinds?|types?|sorts?|parts?|years?|months?|days?|dates?|time|times|century|decade|way|"
    r"extent|age|percentage|country|city|place|town|role|reason)\b",
    re.IGNORECASE,
)
_OBJECT_EN = re.compile(
    r"(?:(?P<determiner>the|an?|any|some) )?(?P<noun>[^,;:]+?)"
    r"(?P<when> (?:in|at|during|since|after|before|together|jointly|every|each|with|from|by|to|"
    r"on (?=\d|(?-i:[A-Z])))\b.*)?",
    re.IGNORECASE,
)
_ARTICLE_EN = re.compile(r"(?:the|an?|any|some|no|this|that|it|them)\b", re.IGNORECASE)

_OF_A_THING = {
    "en": re.compile(
        r"\b(?:called|named|titled|costs?|lasts?|lasted|covers?|covered|says?|said|mean|include|"
        r"contain|held|signed|published|take place|taken place|about|begin|end|free)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\bse (?:llam|titul|denomin|firm|public|celebr|impart|realiz)\w+|"
        r"\b(?:dur(?:a|an|ó|aron|ará|arán)|cuest\w+|cost(?:ó|aron)|valen?|cubr\w+|abarc\w+|"
        r"dicen?|trat(?:a|an|ó|aron)|empiez\w+|comienz\w+|termin(?:a|an|ó|aron)|acaban?|"
        r"inclu(?:ye|yen|yó)|contienen?|consisten?|(?:tienen?|tuvo) lugar|(?:es|son) gratis)\b",
        re.IGNORECASE,
    ),
}
"""What is asked of a thing rather than of somebody."""

_THEY_AND_IT = re.compile(r"(?P<before>.*\b)they(?P<does>\b.* )it\b(?P<after>.*)", re.IGNORECASE)

_HAS_ARTICLE_ES = r"(?:el|la|los|las) [a-záéíóúñ]\w*(?: (?:de|del|de la) \w+)?"
_DOER_ES = rf"(?P<doer>{_JOINT_NAMES['es']}|(?:(?:el|la|los|las) )?{_NAME}|{_HAS_ARTICLE_ES})"
_VERB_ES = (
    r"(?P<verb>(?:(?:ha|han|había|habían) )?"
    r"(?!(?:el|la|los|las|una?|en|de|del|a|al|con|por|para|se|lo|le)\b)\w+)"
)
_WHEN_ES = r"(?P<when> (?:en|durante|desde|con|junt[oa]s|cada|a)\b.*)?"
_DOING_ES = (
    # "¿Qué formación ofrecen Guatemala y México?"
    re.compile(
        r"[Qq]u[ée] (?P<noun>[a-záéíóúñ]\w+(?: (?:(?:de|sobre|para|contra) )?[a-záéíóúñ]\w+)*?) "
        rf"{_VERB_ES} {_DOER_ES}{_WHEN_ES}"
    ),
    # "¿Ofrecen Guatemala y México alguna formación?", "¿Cuándo firmaron …?"
    re.compile(
        r"(?:(?:[Cc]u[áa]ndo|[Dd][óo]nde|[Cc][óo]mo|[Pp]or qu[ée]|[Ee]n qu[ée] \w+|"
        r"(?:[Cc]on|[Pp]or|[Pp]ara|[Aa]) (?:qui[ée]n(?:es)?|qu[ée])) )?"
        rf"{_VERB_ES} {_DOER_ES} "
        r"(?P<determiner>una?|el|la|alg[úu]n|alguna|algunos|algunas|unos|unas|los|las) "
        rf"(?P<noun>[^,;:]+?){_WHEN_ES}"
    ),
)
# These do, and are not what is done: "¿Qué organización dirige la caminata?".
_DOES_ES = re.compile(
    r"(?:organizaci[óo]n|instituci[óo]n|entidad|agencia|empresa|grupo|pa[íi]s|persona|ministerio|"
    r"[óo]rgano|organismo|comisi[óo]n|equipo|autora?|fundaci[óo]n|asociaci[óo]n|universidad|"
    r"ong|comit[ée]|gobierno|a[ñn]o|mes|d[íi]a|fecha|hora|ciudad|lugar|tipo|parte)\b",
    re.IGNORECASE,
)
_DEFINITE_ES = {
    "un": "el", "algún": "el", "algun": "el", "una": "la", "alguna": "la", "unos": "los",
    "algunos": "los", "unas": "las", "algunas": "las",
}  # fmt: skip
_PLURAL_VERB_ES = re.compile(r"\w*(?:[aeo]n|án)\b")
_CLITIC_ES = re.compile(
    r"\b(?:qui[ée]n(?:es)?|d[óo]nde|cu[áa]ndo|c[óo]mo|qu[ée]) (l[oa]s?) \w", re.IGNORECASE
)


def deed_in(flat: str, language: str) -> Deed | None:
    """Return who does what to which thing in a question without its marks, if it asks of that."""
    return _english_deed(flat) if language == "en" else _spanish_deed(flat)


def is_of_a_thing(asked: str, language: str) -> bool:
    """Tell whether a follow-up asks what is asked of a thing: its name, price or length."""
    return _OF_A_THING[language].search(asked) is not None


def thing_of(deed: Deed, asked: str, language: str) -> str | None:
    """Return the thing of a deed if a follow-up is about that, and not about who did it."""
    if language == "es":
        is_thing = _agrees_in_spanish(deed, asked)
    else:
        is_thing = _agrees_in_english(deed, asked)
    return deed.told_apart if is_thing else None


def with_doer(asked: str, deed: Deed) -> str | None:
    """Return an English follow-up whose "they" do something to "it" with both put in, if it is so.

    "How did they sign it?" is "How did IOM and CARICOM sign the agreement?".
    """
    both = _THEY_AND_IT.fullmatch(asked)
    if both is None or deed.is_several:
        return None
    return f"{both['before']}{deed.doer}{both['does']}{deed.thing}{both['after']}"


def with_object(asked: str, thing: str) -> str | None:
    """Return an English follow-up with a thing for "it", if "they" who do something stay unnamed.

    "How did they sign it?" after "Who signed the treaty?" is "How did they sign the treaty?".
    """
    both = _THEY_AND_IT.fullmatch(asked)
    return both and f"{both['before']}they{both['does']}{thing}{both['after']}"


def joint_names(flat: str, language: str) -> list[tuple[int, int, bool]]:
    """Return where names are joined by "and", as start and end, and whether they are several.

    "Does Trinidad and Tobago" names one country.
    """
    lowered = flat[:1].lower() + flat[1:]
    return [
        (
            *found.span(),
            _ONE_DOES.search(lowered[max(0, found.start() - 5) : found.start()]) is None,
        )
        for found in _JOINT[language].finditer(lowered)
    ]


def _agrees_in_english(deed: Deed, asked: str) -> bool:
    if re.search(r"\bit(?:s|['’]s)?\b", asked, re.IGNORECASE):
        return not deed.is_several and (deed.is_joint or is_of_a_thing(asked, "en"))
    if re.search(r"\bthem\b", asked, re.IGNORECASE):
        return deed.is_several and not deed.is_joint and not is_plural(deed.doer)
    if re.search(r"\b(?:they|these|those)\b", asked, re.IGNORECASE):
        return deed.is_several and is_of_a_thing(asked, "en")
    return False


def _agrees_in_spanish(deed: Deed, asked: str) -> bool:
    if clitic := _CLITIC_ES.search(asked):
        article = re.match(r"(?:el|la|los|las)\b", deed.thing)
        of_article = {"el": "lo"}.get(article[0], article[0]) if article else ""
        return deed.is_joint and of_article == clitic[1].lower()
    is_plural_verb = bool(_PLURAL_VERB_ES.search(asked.lower()))
    return is_of_a_thing(asked, "es") and is_plural_verb == deed.is_several


def _english_deed(flat: str) -> Deed | None:
    found = _DOING_EN.fullmatch(flat)
    if found is None:
        return None
    doer = _doer(found["aux"], found["rest"])
    verb, _, tail = found["rest"][len(doer or "") + 1 :].partition(" ")
    if not doer or not re.fullmatch("[a-z]+", verb) or verb == "and":
        return None
    aux = found["aux"].lower()
    is_joint = " and " in doer and aux not in ("does", "has")
    asks_for_thing = found["asked"] and not _ARTICLE_EN.match(tail)
    if asks_for_thing and _NO_THING_EN.match(found["asked"]):
        return None
    said = f"{doer} {_finite(verb, aux)}"
    if asks_for_thing:
        thing = f"the {found['asked']}"
        told_apart = f"{thing} that {said} {tail}".strip()
        return Deed(doer, is_joint, thing, told_apart, is_plural(thing))
    return _with_object(doer, said, tail, is_joint=is_joint)


def _doer(auxiliary: str, rest: str) -> str | None:
    if joint := _JOINT["en"].match(rest):
        return joint[0]
    name = None if rest.lower().startswith("the ") else _ONE_DOER_EN.match(rest)
    return name[0] if name else subject_of(f"{auxiliary} {rest}")


def _with_object(doer: str, said: str, tail: str, *, is_joint: bool) -> Deed | None:
    found = _OBJECT_EN.fullmatch(_ADVERB.sub("", tail))
    if found is None:
        return None
    determiner, is_several = (found["determiner"] or "").lower(), is_plural(found["noun"])
    if not determiner and not (is_several and found["noun"][:1].islower()):
        return None
    thing = f"the {found['noun']}"
    apart = thing if determiner == "the" else f"{thing} that {said}{found['when'] or ''}"
    return Deed(doer, is_joint, thing, apart, is_several)


def _finite(verb: str, auxiliary: str) -> str:
    """Return a verb as it stands without "do": "offer", "offers", "offered", "can offer"."""
    if auxiliary == "do":
        return verb
    if auxiliary == "does":
        return third_person(verb)
    return past_of(verb) if auxiliary == "did" else f"{auxiliary} {verb}"


def _spanish_deed(flat: str) -> Deed | None:
    found = next((match for one in _DOING_ES if (match := one.fullmatch(flat))), None)
    if found is None or _DOES_ES.match(found["noun"]):
        return None
    doer, verb = found["doer"], found["verb"].lower()
    is_joint = _JOINT["es"].fullmatch(doer) is not None
    does_plural = is_joint or re.match("(?:los|las) ", doer) is not None
    if bool(_PLURAL_VERB_ES.search(verb)) != does_plural:
        return None
    determiner = found.groupdict().get("determiner")
    article = (
        _DEFINITE_ES.get(determiner.lower(), determiner.lower())
        if determiner
        else article_es(found["noun"])
    )
    thing = f"{article} {found['noun']}"
    is_definite = determiner is not None and determiner.lower() not in _DEFINITE_ES
    apart = thing if is_definite else f"{thing} que {verb} {doer}{found['when'] or ''}"
    return Deed(doer, is_joint, thing, apart, article in ("los", "las"))
