"""Questions that only words of one form can answer: a telephone number, an address, a price.

A sentence without any is no answer, however much else it has of the question: whoever asks for a
telephone number is not helped by whose it is.
"""

import re

from ragqa.contacts import CONTACT, CONTACT_ASKED
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
    r"\bcu[áa]nto (?:cuestan?|vale|cost[óo])\b|\bqu[ée] (?:precio|costo|tarifa) tienen?\b|"
    r"\bcu[áa]l es (?:el|la) (?:precio|tarifa) del?\b"
)
_HOURS_ASKED = (
    r"\bwhat (?:time|hour)s?\b(?! (?:of|period|frame|span|zone|scale|limit)\b)|"
    r"\b(?:opening|office|business|closing) (?:hours|times?)\b|"
    r"\ba qu[ée] horas?\b|\bqu[ée] horario\b|\bhorarios? de (?:atenci[óo]n|apertura)\b|"
    r"\bcu[áa]l es (?:el|su) horario\b"
)

# The forms. What is in round brackets answers, else all of it.
_TELEPHONE = (
    r"(?<![\w.,/-])\+?\(?\d(?:[\s()./-]{0,2}\d){6,}|"
    # A short number, behind a word for it.
    r"\b(?:call|dial|number|phone|line|marque|marcar|llame|llamar|n[úu]mero|l[íi]nea|tel[ée]fono)\b"
    r"[^\d.;]{0,25}?(?<![\w.,/+-])(\d{3,4})(?![\w/-]|[., ]\d)|"
    r"\b(?:ext(?:ension|ensión)?|anexo|interno)\b\.?:? ?(\d{3,5})\b"
)
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_PAGE = (
    r"\b(?:https?://|www\.)[^\s<>\"”»)]*[^\s<>\"”»).,;:]|"
    r"(?<![@\w.-])(?:[\w-]+\.)+(?:[a-z]{2,4}|clinic|info|scot|museum|school)\b(?:/[^\s)]*[\w/])?"
)
_NUMBER_WORD = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|una|dos|tres|cuatro|cinco|seis|"
    "siete|ocho|nueve|diez|once|doce"
)
_CURRENCY = (
    r"(?:[$€£¥]|\b(?:US|CA)\$|\b(?:dollars?|euros?|pounds?|cents?|pesos?|quetzal(?:es)?|lempiras?|"
    r"c[óo]lon(?:es)?|balboas?|c[óo]rdobas?|francs?|marks?|yen|rupees?|shillings?|d[óo]lar(?:es)?|"
    r"libras?|centavos?|soles|bolivianos?|reales|guaran[íi]es|USD|EUR|GBP|MXN)\b)"
)
_AMOUNT = r"\d[\d.,]*(?: \d{3})*(?:\s?[-–]\s?\d[\d.,]*)?(?<![.,])"
_GREAT = "(?:thousand|million|billion|mil|millones|millón)"
_PRICE = (
    rf"(?:\b(?:US|CA))?{_CURRENCY}\s?{_AMOUNT}(?: {_GREAT}\b)?|"
    rf"\b{_AMOUNT}(?: {_GREAT}(?: de)?)?\s?{_CURRENCY}|"
    rf"\b(?:[^\W\d_]+ )??(?:{_NUMBER_WORD}|{_GREAT}|hundred|cien|\w+ty|\w+teen|"
    r"\w+(?:nta|nte|cientos))"
    rf"(?: de)? {_CURRENCY}|{_AMOUNT}\s?%|"
    r"\b(?:free(?: of charge)?|gratis|gratuit[oa]s?|sin costo|no tiene costo|no charge|no cost)\b|"
    # "Price with VAT: 509.00", as a row of a table says it.
    r"(?:\b(?:price|cost|fee|fare|rate|precio|costo?|tarifa|tasa|importe)\b[^:;\n]{0,40}|"
    r"\((?:S/|[$€£]|USD|EUR|GBP)[^:;\n]{0,20}\)): "
    rf"({_AMOUNT})"
)
_HOUR = (
    r"(?:\d{1,2}(?:[:.h]\d{2})?\s?(?:[ap]\.?\s?m\b\.?|o['’]clock|h\b|hrs\b|hours\b|horas\b)|"
    r"\d{1,2}:\d{2}|noon|midnight|midday|sunrise|sunset|dawn|dusk|mediod[íi]a|medianoche|amanecer|"
    r"anochecer)"
)
_BARE_HOUR = rf"(?:\d{{1,2}}(?:[:.h]\d{{2}})?|{_NUMBER_WORD})"
_CLOCK = r"\d{1,2}(?:[.:h]\d{2})?"
_TO = r"(?: ?[-–] ?| (?:to|until|till|and|a|y|hasta)(?: las?)? )"
_HOURS = (
    rf"\b(?:{_HOUR}|{_BARE_HOUR}){_TO}{_HOUR}|\b{_HOUR}|"
    # "Tue-Sun 10-5", "8.30-18.00", "de 18 a 20", "half past four", "las siete y media"
    rf"(?<=\w ){_CLOCK} ?[-–] ?{_CLOCK}\b|^{_CLOCK} ?[-–] ?{_CLOCK}\b|"
    rf"(?<=\bde ){_BARE_HOUR} a {_BARE_HOUR}\b|"
    rf"\b(?:half|quarter) (?:past|to) {_BARE_HOUR}\b|(?<=\blas ){_BARE_HOUR} y (?:media|cuarto)\b|"
    rf"\b{_BARE_HOUR} (?:till|until) {_BARE_HOUR}\b|"
    r"\b(?:round the clock|around the clock|never closes|day and night|día y noche|24 horas)\b|"
    rf"(?<=\bfrom ){_BARE_HOUR}{_TO}{_BARE_HOUR}\b|"
    rf"(?<=\bat ){_BARE_HOUR}\b(?! \w*(?:years|people))|"
    rf"(?<=\blas ){_BARE_HOUR}\b(?:{_TO}{_BARE_HOUR}\b)?|(?<=\bla )una\b"
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


def find_form(form: re.Pattern[str], quote: str, pointed: Span | None) -> Span | None:
    """Return the words of a form in a quotation: those nearest to where a model points.

    Without a model they are the only ones.
    """
    found = [Span(*one.span(one.lastindex or 0)) for one in form.finditer(quote)]
    if pointed is None or not found:
        return found[0] if len(found) == 1 else None
    return min(found, key=lambda one: max(one.start - pointed.end, pointed.start - one.end))
