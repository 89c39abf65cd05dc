"""Questions that only words of one form can answer: a telephone number, an address, a price.

A sentence without any is no answer, however much else it has of the question: whoever asks for a
telephone number is not helped by whose it is.
"""

import re

from ragqa.contacts import CONTACT, CONTACT_ASKED
from ragqa.days import MODERN_YEAR, NUMERIC_DAY
from ragqa.grammar import PREPOSITIONS
from ragqa.mentions import NUMBER_IN_WORDS
from ragqa.types import Span

# What asks. "Who invented the telephone?", "How do I recall an e-mail?" and "At what time of year?"
# ask for none of these.
_TELEPHONE_ASKED = (
    r"\b(?:(?:tele)?phone|fax|contact|whats ?app|mobile|hotline|helpline) numbers?\b|"
    r"\b(?:number|phone) (?:do|can|should|must) (?:i|we|you|people|one) (?:call|ring|dial)\b|"
    r"^(?:what(?:'s|’s| is| are) (?:the|your|his|her|their) |the )?(?:tele)?phones? (?:of|for)\b|"
    r"\bn[úu]meros? de (?:tel[ée]fono|contacto|celular|m[óo]vil|fax|whats ?app)\b|"
    r"\b(?:cu[áa]l es|qu[ée]) (?:(?:el|su|los|sus) )?(?:tel[ée]fonos?|celular)\b|"
    r"^tel[ée]fonos? del?\b|\ba qu[ée] (?:n[úu]mero|tel[ée]fono)\b"
)
_EMAIL_ASKED = (
    r"\be-?mail address(?:es)?\b|\bwhat e-?mail (?:can|do|should|must|is|to)\b|"
    r"^(?:what(?:'s|’s| is) (?:the|your|his|her|their) (?:[\w.'’-]+ ){0,4}?)?e-?mail"
    r"(?= of| for|[\s?]*$)|"
    r"\b(?:what(?:'s|’s| is)) (?:[\w.'’-]+ ){1,4}e-?mail[\s?]*$|"
    r"\b(?:cu[áa]l es|qu[ée]|a qu[ée]|direcci[óo]n de) (?:(?:el|su) )?"
    r"(?:correo(?: electr[óo]nico)?|e-?mail)\b|"
    r"^(?:correo(?: electr[óo]nico)?|e-?mail) del?\b"
)
_PAGE_ASKED = (
    r"\b(?:url|(?:web|internet)(?: ?site)? address)\b|"
    r"\bwhat(?:'s|’s| is) the (?:[\w'’-]+ ){0,2}?web ?(?:site|page)(?: of| for|[\s?]*$)|"
    r"\bcu[áa]l es (?:la|el|su) (?:p[áa]gina web|sitio web|direcci[óo]n web)\b"
)
_PRICE_ASKED = (
    r"\bhow much (?:do(?:es)?|did|will|would|is|are) (?:[\w'’-]+ ){1,6}?cost\b|"
    r"\b(?:what(?:'s|’s| is| was)|how much is) the (?:\w+ ){0,2}?(?:price|fee|fare)\b|"
    r"\bcu[áa]nto (?:cuestan?|valen?|cost[óo])\b|\bqu[ée] (?:cuestan?|valen?)\b|"
    r"\bqu[ée] (?:precio|costo|tarifa) tienen?\b|"
    r"\bcu[áa]l es (?:el|la) (?:precio|tarifa) del?\b"
)
_HOURS_ASKED = (
    r"\bwhat (?:time|hour)s?\b(?! (?:of|period|frame|span|zone|scale|limit)\b)|"
    r"\b(?:opening|office|business|closing) (?:hours|times?)\b|"
    r"\ba qu[ée] horas?\b|\bqu[ée] horario\b|\bhorarios? de (?:atenci[óo]n|apertura)\b|"
    r"\bcu[áa]l es (?:el|su) horario\b"
)

# The forms. What is in round brackets answers, else all of it.
# A day, several years in a row and the number of a book have as many digits as a telephone number.
_NO_TELEPHONE = (
    rf"(?:{NUMERIC_DAY}|{MODERN_YEAR}(?:\s?[-‐‑–/]\s?{MODERN_YEAR})+(?!\d)|"
    r"97[89](?:[-‐‑–\s]?\d){10}(?!\d))"
)
_BEHIND_BOOK = "".join(
    rf"(?<!IS{kind}N{length}{mark} )"
    for kind in "BS"
    for length in ("", "-10", "-13")
    for mark in ("", ":")
)
_TELEPHONE = (
    rf"{_BEHIND_BOOK}(?<![\w.,/‐‑–-])(?!{_NO_TELEPHONE})"
    r"\+?\(?\d(?:[\s()./‐‑–-]{0,2}\d){6,15}(?!\d)|"
    # A short number, behind a word for it.
    r"\b(?:call|dial|number|phone|line|marque|marcar|llame|llamar|n[úu]mero|l[íi]nea|tel[ée]fono)\b"
    r"[^\d.;]{0,25}?(?<![\w.,/+-])(\d{3,4})(?![\w/‐‑–-]|[., ]\d)|"
    r"\b(?:ext(?:ension|ensión)?|anexo|interno)\b\.?:? ?(\d{3,5})\b"
)
_EMAIL = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# The last part is in small letters, so that "The end.The next" is no page.
_DOMAIN = (
    r"(?-i:[a-z]{2}|com|org|net|int|edu|gov|gob|mil|info|biz|name|mobi|coop|asia|aero|jobs|tech|"
    r"site|shop|blog|online|clinic|scot|museum|school)"
)
_PAGE = (
    r"\b(?:https?://|www\.)[^\s<>\"”»)]*[^\s<>\"”»).,;:]|"
    rf"(?<![@\w.-])(?:[\w-]+\.)+{_DOMAIN}\b(?!\.\w)(?:/[^\s)]*[\w/])?"
)
# Before an amount: "$5", "US$5", "₡500", "Q250" but not the quarter "Q2", "S/ 50", "USD 50".
_CODE = "USD|EUR|GBP|MXN|GTQ|HNL|NIO|CRC|PAB|DOP|COP|PEN|BOB|CLP|ARS|BRL|CAD|AUD|CHF|JPY"
SIGN = (
    rf"(?:\b[A-Z]{{0,3}}\$|[$€£¥₡₲₱₹]|\b(?:{_CODE})(?![^\W\d])|"
    r"(?-i:\bS/\.?|\bB/\.?|\b(?:Q(?![1-4]\b(?![.,]?\d))|Lps?|L(?=\.?\s?\d[\d.,])|Bs)\.?))"
)
# Behind it: "5 dollars", "5 €", "50 Bs".
_CURRENCY = (
    rf"(?:[$€£¥₡₲₱₹]|\b(?:{_CODE}|Bs|dollars?|euros?|pounds?|cents?|pence|bucks?|pesos?|"
    r"quetzal(?:es)?|lempiras?|c[óo]lon(?:es)?|balboas?|c[óo]rdobas?|francs?|marks?|yen|rupees?|"
    r"shillings?|d[óo]lar(?:es)?|libras?|c[ée]ntimos?|centavos?|soles|bolivianos?|reales|"
    r"guaran[íi]es)\b)"
)
# Each digit is looked at once, however many there are.
AMOUNT = (
    r"(?<!\d)(?<!\d[.,])\d++(?:[.,]\d++)*+(?: \d{3}(?!\d)){0,4}+(?:\s?[-–]\s?\d++(?:[.,]\d++)*+)?+"
)
_GREAT = "(?:thousand|million|billion|mil|millones|mill[óo]n)"
# Not "a free and open debate", "free speech", "free to leave".
_FREE = (
    r"\bfor free\b|(?<![\w-])(?<!\bset )(?<!\bbreak )free(?: of (?:charge|cost))?\b(?!-)"
    r"(?! (?:and (?!open to\b)|will\b|speech|trade|movement|market|press|world|elections?|time|"
    r"zone|agents?|kick|throw|fall|software|passage|choice|from|of|to)\b)"
)
_PRICE = (
    rf"{SIGN}\s?{AMOUNT}(?: {_GREAT}\b)?|"
    rf"\b{AMOUNT}(?: {_GREAT}(?: de)?)?\s?{_CURRENCY}|"
    rf"(?:{NUMBER_IN_WORDS}|\buna?)(?: de)? {_CURRENCY}|{AMOUNT}\s?%|"
    rf"{_FREE}|"
    r"\b(?:gratis|gratuit[oa]s?|gratuitamente|sin cost[eo]|sin cargo|no tiene cost[eo]|no charge|"
    r"no cost)\b|"
    # "Price with VAT: 509.00", as a row of a table says it.
    r"(?:\b(?:price|cost|fee|fare|rate|precio|costo?|tarifa|tasa|importe)\b[^:;\n]{0,40}|"
    rf"\({SIGN}[^:;\n]{{0,20}}\)): ({AMOUNT})"
)
PRICED = re.compile(
    rf"{_CURRENCY}|\({SIGN}|"
    r"\b(?:prices?|costs?|fees?|fares?|rates?|charges?|precios?|costes?|costos?|tarifas?|tasas?|"
    r"importes?|cuotas?)\b",
    re.IGNORECASE,
)
"""What says of a column or a table that its numbers are amounts of money."""

_HOUR_WORD = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|una|dos|tres|cuatro|cinco|seis|"
    "siete|ocho|nueve|diez|once|doce"
)
_HOUR = (
    r"(?:\d{1,2}(?:[:.h]\d{2})?\s?(?:[ap]\.?\s?m\b\.?|o['’]clock|h\b|hrs\b|hours\b|horas\b)|"
    rf"(?:{_HOUR_WORD}) o['’]clock\b|"
    r"\d{1,2}:\d{2}|noon|midnight|midday|sunrise|sunset|dawn|dusk|mediod[íi]a|medianoche|amanecer|"
    r"anochecer)"
)
_BARE_HOUR = rf"(?:\d{{1,2}}(?:[:.h]\d{{2}})?|{_HOUR_WORD})"
_CLOCK = r"\d{1,2}(?:[.:h]\d{2})?"
_TO = r"(?: ?[-–] ?| (?:to|until|till|and|a|y|hasta)(?: las?)? )"
# What an hour may stand before: "at nine on Sundays", not "at nine of the offices", "at 12 sites".
_BEHIND_HOUR_EN = (
    rf"(?=\W*$|\W*\n|[.,;:!?)–-]| [–—(]| (?:(?!of\b)(?:{PREPOSITIONS['en']})|and|or|but|when|then|"
    r"until|till|sharp|every|each|daily|today|tonight|tomorrow|the|this|that|we|you|they|he|she|it|"
    r"there|\w+days?)\b)"
)
# "A las ocho los lunes", not "a las ocho oficinas".
_BEHIND_HOUR_ES = r"(?! (?!(?:los|las|tras|antes|después|todos|todas|\w+mos)\b)\w+s\b)"
_HOURS = (
    rf"\b(?:{_HOUR}|{_BARE_HOUR}){_TO}{_HOUR}|\b{_HOUR}|"
    # "Tue-Sun 10-5", "8.30-18.00", "de 18 a 20", "half past four", "las siete y media"
    rf"(?<=\w ){_CLOCK} ?[-–] ?{_CLOCK}\b|^{_CLOCK} ?[-–] ?{_CLOCK}\b|"
    rf"(?<=\bde ){_BARE_HOUR} a {_BARE_HOUR}\b|"
    rf"\b(?:half|quarter) (?:past|to) {_BARE_HOUR}\b|(?<=\blas ){_BARE_HOUR} y (?:media|cuarto)\b|"
    rf"\b{_BARE_HOUR} (?:till|until) {_BARE_HOUR}\b|"
    r"\b(?:round the clock|around the clock|never closes|day and night|día y noche|24 horas)\b|"
    rf"(?<=\bfrom ){_BARE_HOUR}{_TO}{_BARE_HOUR}\b|"
    rf"(?<=\bat ){_BARE_HOUR}\b{_BEHIND_HOUR_EN}|"
    rf"\b(?:a|desde|hasta|entre|de|sobre|son|y) las ({_BARE_HOUR}\b(?: y (?:media|cuarto)\b|"
    rf"{_TO}{_BARE_HOUR}\b)?)"
    rf"{_BEHIND_HOUR_ES}|\b(?:a|desde|hasta|de|es) la (una(?: y (?:media|cuarto))?)\b"
)
_FORMS = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(form, re.IGNORECASE))
    for asked, form in (
        (_TELEPHONE_ASKED, _TELEPHONE),
        (_EMAIL_ASKED, _EMAIL),
        (_PAGE_ASKED, _PAGE),
        (_PRICE_ASKED, _PRICE),
        (_HOURS_ASKED, _HOURS),
        (CONTACT_ASKED, f"{CONTACT}|{_EMAIL}|{_TELEPHONE}|{_PAGE}"),
    )
)


FORM_TERMS = frozenset(
    "phone telephon number call contact email mail e address websit page url price cost fee time "
    "hour open close telefon numer llam contact corre electron pagin sitio web preci cuest horari "
    "hor abre cierr".split()
)
"""Search terms that ask for a form, and do not say of what."""


def asked_form(question: str) -> re.Pattern[str] | None:
    """Return the form that alone can answer a question, None for most questions."""
    return next((form for asked, form in _FORMS if asked.search(question)), None)


def asks_price(question: str) -> bool:
    """Tell whether a question asks what something costs."""
    return re.search(_PRICE_ASKED, question, re.IGNORECASE) is not None


def find_form(form: re.Pattern[str], quote: str, pointed: Span | None) -> Span | None:
    """Return the words of a form in a quotation: those nearest to where a model points.

    Without a model they are the only ones.
    """
    found = [Span(*one.span(one.lastindex or 0)) for one in form.finditer(quote)]
    if pointed is None or not found:
        return found[0] if len(found) == 1 else None
    return min(found, key=lambda one: max(one.start - pointed.end, pointed.start - one.end))
