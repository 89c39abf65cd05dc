"""Sentences that only report an error: what they say was wrong, the one behind says what is right.

"We wrote that it was in 2019. It was in 2018."
"""

import re

_SAID_ES = (
    r"(?:dijimos|escribimos|informamos|publicamos|anunciamos|afirmamos|indicamos|decíamos|"
    r"se (?:dijo|escribió|informó|publicó|anunció|afirmó|indicó))"
)
_SAID = (
    r"(?:said|wrote|reported|stated|printed|published|announced|claimed|gave|named|called|"
    r"dec[íi]a|public[óo]|inform[óo]|anunci[óo]|afirm[óo]|indic[óo])"
)
_MISTAKEN = (
    r"(?:wrongly|mistakenly|erroneously|incorrectly|by mistake|in error|"
    r"(?:por|con) (?:error|equivocación)|erróneamente|equivocadamente)"
)
_OURS = (
    r"(?:we|our \w+|it was|(?:this|the|este|esta|el|la) (?:paper|newspaper|newsletter|bulletin|"
    r"article|report|minutes|notice|periódico|boletín|artículo|informe|acta|aviso|hoja))"
)
_WE_SAID = re.compile(
    rf"\b{_OURS}(?: (?!(?:was|were|is|are)\b)\w+){{0,2}}? {_SAID}(?!\w)|"
    rf"\b(?:{_MISTAKEN} )?{_SAID_ES}(?!\w)",
    re.IGNORECASE,
)
_BY_MISTAKE = re.compile(rf"\b{_MISTAKEN}(?!\w)", re.IGNORECASE)
_HEADED = re.compile(
    r"\W*(?:corrections?|corrigend(?:um|a)|errat(?:um|a)|correcci(?:ón|ones)|correccion|"
    r"rectificación|rectificacion|fe de erratas?)\b ?(?:\([^)]*\))?:?",
    re.IGNORECASE,
)
# "We wrote 2019; it was in 2018", "not on the 6th as we wrote": what is right is there, too.
_SET_RIGHT = re.compile(
    r"(?:[;:]| [—–-]) [^;]*\d|\b(?:but|instead|rather|should (?:be|read|have)|in fact|actually|"
    r"correct|right|not|sino|pero|en realidad|en vez|en lugar|debe decir|correct[oa]|no)\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"(?:It|They|That|He|She|This|The (?:correct|right)|In fact|Actually|In reality|Correct|"
    r"Fue|Era|Es|Son|Fueron|En realidad|Lo correcto|Debe decir|La correcta|El correcto)\b"
)


def reports_an_error(text: str) -> bool:
    """Tell whether a sentence says what was said by mistake, and not what is right."""
    headed = _HEADED.match(text)
    said = text[headed.end() :] if headed else text
    if not _WE_SAID.search(said) or not (headed or _BY_MISTAKE.search(said)):
        return False
    return _SET_RIGHT.search(said) is None


def corrects(text: str, before: str) -> bool:
    """Tell whether a sentence says what is right, behind one that reports an error."""
    return _CORRECTS.match(text) is not None and reports_an_error(before)
