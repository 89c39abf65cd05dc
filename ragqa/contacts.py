"""Whom to contact: what asks for it, and the lines that say it, as alternatives of patterns."""

import re

_CAN = r"(?:should|can|do|must|could|may|would|to|does)"
_SOMEONE = r"(?:(?:i|we|you|one|people|someone|anyone) )?"
_PUEDE = (
    r"(?:(?:hay que|se puede|se debe|puedo|puede|podemos|pueden|debo|debe|debemos|tengo que|"
    r"tenemos que|me|nos|se) )"
)
CONTACT_ASKED = (
    rf"\bwhom? {_CAN} {_SOMEONE}(?:contact|get in touch with|write to|reach out to)\b|"
    rf"\bhow {_CAN} {_SOMEONE}(?:contact|get in touch with|get hold of)\b|"
    r"\bwho(?:'s|’s| is) the contact(?: person)?\b|"
    rf"\b(?:a|con) qui[ée]n(?:es)? {_PUEDE}?{_PUEDE}?(?:contact(?:o|ar\w*|amos)|"
    r"comunic(?:o|ar\w*)|poner\w* en contacto|pongo en contacto|escribo|escribir\w*)\b|"
    rf"\bc[óo]mo {_PUEDE}?{_PUEDE}?(?:contact(?:o|ar\w*|amos|a)|comunic(?:o|ar\w*) con|"
    r"poner\w* en contacto|pongo en contacto)\b|"
    r"\b(?:qui[ée]n|cu[áa]l) es (?:el|la) (?:persona de )?contacto\b"
)
"""Questions for a person, a telephone number or an address to turn to."""

# A name has two words or more, each with a capital; the patterns for forms ignore case.
_NAME = (
    r"(?-i:(?:the |el |la |al )?(?:(?:Mr|Mrs|Ms|Dr|Dra|Sr|Sra|Lic|Ing)\.? )?)"
    r"((?-i:[A-ZÁÉÍÓÚÑ][\w'’.-]*\w(?:\s+(?:(?:of|for|de|del|la|los|y)\s+){0,2}"
    r"[A-ZÁÉÍÓÚÑ][\w'’-]*\w){1,5}))"
)
CONTACT = (
    r"\b(?:(?:please\s+|to\s+|información,?\s+|informes,?\s+|information,?\s+|details,?\s+)?"
    r"(?:contact|get in touch with|write to|reach out to)|"
    r"contact(?: person)?(?: for [^.:;\n]{1,40}?)? is|"
    r"contact(?:e|en|ar|arse|ese)?(?: con| a)?|"
    r"contacto(?: para [^.:;\n]{1,40}?)? es|"
    r"(?:comun[íi]que(?:se|nse)|comunicarse|p[óo]nga(?:se|nse) en contacto|"
    r"ponerse en contacto) con|"
    r"(?:dir[íi]ja(?:se|nse)|dirigirse|escrib(?:a|an|ir)) a|"
    rf"person(?:a)? (?:of|de) contacto?(?: es)?):?\s+{_NAME}"
)
"""The line that names the one to contact; what is in round brackets is the name."""
_CONTACT_ASKED = re.compile(CONTACT_ASKED, re.IGNORECASE)
_NAMES_CONTACT = re.compile(CONTACT, re.IGNORECASE)


def asks_for_contact(question: str) -> bool:
    """Tell whether a question asks whom to contact, or how."""
    return _CONTACT_ASKED.search(question) is not None


def names_contact(text: str) -> bool:
    """Tell whether a text names somebody to contact, as a line does that may end without a stop."""
    return _NAMES_CONTACT.search(text) is not None
