"""Who holds an office now: not whoever leaves it, but who comes next.

"Ana Ruiz steps down as chair; Luis Gil takes over." To "Who is the chair?" the first is no answer.
"""

import re
from dataclasses import dataclass

from ragqa.grammar import CAPITALS
from ragqa.mentions import MentionKind, find_mentions

_ROLE_IS = r"(?:the|our|your|their|its|his|her|el|la|los|las|nuestr[oa]s?|su|vuestr[oa])"
_LEADS = (
    r"chairs?|leads?|heads?|coordinates?|runs?|directs?|manages?|presides?|represents?|governs?|"
    r"edits?|teaches|conducts?"
)
_LEADS_ES = (
    r"coordinan?|presiden?|dirigen?|lideran?|encabezan?|representan?|llevan?|gobiernan?|ocupan?|"
    r"ejercen?"
)
_HOLDER_ASKED = re.compile(
    rf"\bwho(?:['’]s| is| are)(?: \w+ly| now)? {_ROLE_IS}\b|"
    rf"\bwho (?:(?:now|currently) )?(?:{_LEADS})\b|"
    rf"\bqui[ée]n(?:es)? (?:\w+mente |ahora )?(?:es|son) (?:\w+mente |ahora )?{_ROLE_IS}\b|"
    rf"\bqui[ée]n(?:es)? (?:\w+mente |ahora )?(?:{_LEADS_ES})\b",
    re.IGNORECASE,
)
_OF_ANOTHER_TIME = re.compile(
    r"\b(?:before|previous\w*|former\w*|last|outgoing|predecessor|succe\w+|replac\w+|resign\w*|"
    r"step\w*|leav\w+|left|retir\w+|next|new|antes|anterior\w*|ex|salient\w*|antecesora?|"
    r"predecesora?|suce\w+|sustitu\w+|reempla\w+|dimit\w+|renunci\w+|deja\w*|cesa\w*|jubil\w+|"
    r"próxim[oa]|nuev[oa]|últim[oa])\b|\b(?:1[5-9]|20)\d{2}\b",
    re.IGNORECASE,
)

_POST = (
    r"(?:post|office|chair\w*|presidency|board|position|job|role|helm|leadership|secretaryship|"
    r"direction|management)"
)
_POST_ES = (
    r"(?:cargo|puesto|coordinación|presidencia|dirección|secretaría|tesorería|jefatura|alcaldía|"
    r"junta|gerencia|parroquia|portavocía|delegación)"
)
_LEAVES = (
    r"(?:(?:has |have )?(?:step(?:s|ped)? down|stood down|stands down|resign(?:s|ed)|retire[sd])|"
    rf"(?:has )?(?:left|leaves|leaving|(?:gives|gave|given|handed|hands) (?:up|over))"
    rf"(?= (?:as\b|(?:the|her|his|their|its) (?:\w+ )?{_POST}\b))|"
    r"(?:was|is|has been) (?:succeeded|replaced|followed) by|"
    rf"(?:ha |han )?(?:dej(?:a|ó|ado)|abandon(?:a|ó|ado))(?= (?:la|el|su) {_POST_ES}\b)|"
    r"(?:ha )?(?:renuncia|renunció|renunciado|dimite|dimitió|dimitido|cesa|cesó|cesado)|"
    r"se (?:ha )?(?:jubila|jubiló|jubilado))"
)
_AS = re.compile(
    r" (?:as|como|la|el|de|from|the)(?: (?:the|his|her|its|la|el|su|post of|office of))?"
    r" (?P<office>\w+)",
    re.IGNORECASE,
)
_ASIDE = r"(?:,[^,.;]{1,60},| \([^)]{1,40}\))?"
_NO_LONGER_LEAVES = re.compile(
    r"\b(?:not|never|no|nunca|refus\w+|den\w+|if|unless|si|would|will|may|might) (?:\w+ )?$",
    re.IGNORECASE,
)

_WORD = rf"(?-i:[{CAPITALS}])[\w’'-]*\.?"
_NAME = rf"(?P<name>{_WORD}(?: (?:(?:de|del|la|da|van|von|der) )?{_WORD}){{0,3}})"
_TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sra?|Dra|Father|Sister|[Ee]l padre|[Ll]a hermana)\.? )?"
_COMES = (
    r"(?:(?:has |will |then )?(?:succeeds?|succeeded) (?:him|her|them)|"
    r"(?:has |will )?(?:takes?|took|taken) over|"
    r"(?:was|is|has been) (?:unanimously )?(?:elected|appointed|chosen|named)|"
    r"(?:replaces|replaced) (?:him|her)|becomes|became|is (?:the|our|its|their) new|"
    r"(?:le|la|lo) (?:sucede|sucedió|sucederá|sustituye|sustituyó|releva|relevó|reemplaza)|"
    r"(?:asume|asumió|asumirá)|(?:es|fue|ha sido|resultó|queda) (?:elegid|nombrad|designad)[oa]|"
    r"tom(?:a|ó) el relevo)"
)
_NEXT = re.compile(
    rf"\b{_NAME},? (?:who )?{_COMES}(?!\w)|"
    r"\b(?:(?:le|la|lo) (?:sucede|sucedió|sucederá|sustituye|sustituyó|releva|relevó|reemplaza)|"
    r"asume|asumió|(?:es|fue|ha sido|resultó) (?:elegid|nombrad|designad)[oa]|"
    r"(?:succeeded|replaced|followed) by|"
    r"(?:her|his|the|su|la|el) (?:new )?(?:successor|sucesora?)(?: in office)?"
    r"(?: is| will be| was| es| será| fue|,))"
    rf"(?: como \w+)?,? {_TITLE}{_NAME.replace('<name>', '<behind>')}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Succession:
    """Whoever leaves, whom the same sentence names as the next, and the word for the office.

    The last two are None where the sentence does not say.
    """

    leaver: str
    successor: str | None
    office: str | None


def asks_who_holds(question: str) -> bool:
    """Tell whether a question asks who holds an office now, or does its work."""
    return bool(_HOLDER_ASKED.search(question)) and not _OF_ANOTHER_TIME.search(question)


def succession_in(text: str) -> Succession | None:
    """Return who leaves an office in a sentence, None if nobody does."""
    for name in find_mentions(text):
        if name.kind is not MentionKind.NAME:
            continue
        leaves = re.compile(rf"{_ASIDE} {_LEAVES}(?!\w)", re.IGNORECASE).match(text, name.end)
        if leaves and not _NO_LONGER_LEAVES.search(text[: leaves.end()]):
            leaver = text[name.start : name.end]
            office = _AS.match(text, leaves.end())
            return Succession(
                leaver, successor_in(text[name.end :], leaver), office and office["office"]
            )
    return None


def successor_in(text: str, leaver: str) -> str | None:
    """Return whom a text names as the next, None if it names nobody but the leaver."""
    for found in _NEXT.finditer(text):
        name = found["name"] or found["behind"]
        if not is_same_person(name, leaver):
            return name.rstrip(".")
    return None


def is_same_person(one: str, other: str) -> bool:
    """Tell whether two names end alike: "Mrs Ellery", "Margaret Ellery"."""
    return bool(one and other) and one.split()[-1].casefold() == other.split()[-1].casefold()
