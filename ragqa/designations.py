"""What tells one of a kind from the others: "WC-14", version 3.1, the VI meeting, the third pillar.

Where a question names one, a sentence about another of the kind is no answer, though all else in it
is the same.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ragqa.terms import tokenize

# "HL-05", "E42"; not "19th", "3D", "10km".
_CODE = re.compile(r"(?<![\w.-])([A-Z]{1,6})(-?)(\d{1,6})(?![\w-]|[.,]\d)")
# "3.1", "3.1.x", "2.9": no amount, share or measure.
_VERSION = re.compile(
    r"(?<![\w.,$€£-])(\d{1,2}(?:\.\d{1,3}){1,3})(?:\.x)?"
    r"(?![\w%]|[.,]\d|\s?(?:%|[$€£°]|percent|million|billion|thousand|millones|mil|por ciento|"
    r"(?:km|m|cm|mm|kg|g|l|ha|mi|ft|in|GB|MB|kB|kW|MW|V|MHz|GHz|hours?|minutes?|seconds?|days?|"
    r"years?|meters?|metres?|miles?|feet|inches|degrees|points?|horas?|minutos?|días?|años?|metros?|"
    r"kil[óo]metros?|euros?|dollars?|d[óo]lares|pesos|pounds?|times|veces)\b))"
)
_VERSION_ASKED = re.compile(
    r"\b(?:versions?|versi[óo]n(?:es)?|releases?|v|support(?:ed)? (?:for|of|in)|"
    r"soporte (?:de|para)|in|en|of|de|for|para|since|desde)\.? ?$",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?<![\w.-])(?=[IVXL])(X{0,4}(?:IX|IV|V?I{0,3}))(?=\s+[A-ZÁÉÍÓÚÑa-záéíóúñ])")
_ROMAN_OF_ONE_LETTER = frozenset("IX")
"""Also a pronoun, and an unknown."""

_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first 1st primer primera primero",
            "second 2nd segundo segunda",
            "third 3rd tercer tercera tercero",
            "fourth 4th cuarto cuarta",
            "fifth 5th quinto quinta",
            "sixth 6th sexto sexta",
            "seventh 7th séptimo séptima septimo septima",
            "eighth 8th octavo octava",
            "ninth 9th noveno novena",
            "tenth 10th décimo décima decimo decima",
        ),
        1,
    )
    for word in words.split()
}
# Not "did they first meet".
_ORDINAL = re.compile(
    rf"\b(?:the|an?|his|her|its|their|our|el|la|los|las|un|una|su|sus|del|al)\s+"
    rf"({'|'.join(_ORDINALS)})\s+([^\W\d_]{{3,}})",
    re.IGNORECASE,
)


class _Designation(NamedTuple):
    """One of a kind, and which of it."""

    kind: str
    which: str


def is_of_another(question: str, sentence: str, context: str, language: str) -> bool:
    """Tell whether a sentence is about another of a kind than the one that a question names.

    ``sentence`` is what may answer, with its title; ``context`` all that may name its subject.
    """
    said = set(_designations(sentence, language))
    around = said.union(_designations(context, language))
    return any(
        one not in around and any(other.kind == one.kind for other in said)
        for one in _designations(question, language, is_question=True)
    )


def _designations(text: str, language: str, *, is_question: bool = False) -> Iterator[_Designation]:
    for code in _CODE.finditer(text):
        yield _Designation(f"code {code[1]}{code[2]}", code[3])
    for version in _VERSION.finditer(text):
        if not is_question or _VERSION_ASKED.search(text, 0, version.start()):
            yield _Designation("version", version[1])
    for roman in _ROMAN.finditer(text):
        if roman[1] and roman[1] not in _ROMAN_OF_ONE_LETTER:
            yield _Designation("roman", roman[1])
    for ordinal in _ORDINAL.finditer(text):
        for noun in tokenize(ordinal[2], language):
            yield _Designation(f"ordinal {noun}", str(_ORDINALS[ordinal[1].lower()]))
