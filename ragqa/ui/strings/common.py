"""Words that several parts of the interface share."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommonStrings:
    """``language_names`` goes by ISO 639-1 code, ``months`` from January on.

    ``places`` goes by `PlaceKind`.
    """

    title: str
    tagline: str
    page: str
    places: Mapping[str, str]
    sheet_row: str
    section: str
    also_in: str
    date: str
    and_word: str
    one_document: str
    many_documents: str
    language_names: Mapping[str, str]
    months: tuple[str, ...]


COMMON = {
    "en": CommonStrings(
        title="ragqa",
        tagline="Answers from your documents, each with its proof",
        page="page {number}",
        places={
            "slide": "slide {number}",
            "row": "row {number}",
            "time": "{name}",
            "item": "item {number}",
            "part": "part {number}",
        },
        sheet_row="sheet {name}, row {number}",
        section="Section: {heading}",
        also_in="also in: {names}",
        date="{day} {month} {year}",
        and_word="and",
        one_document="1 document",
        many_documents="{count} documents",
        language_names={"en": "English", "es": "Spanish"},
        months=tuple(
            "January February March April May June July August September October November"
            " December".split()
        ),
    ),
    "es": CommonStrings(
        title="ragqa",
        tagline="Respuestas de sus documentos, cada una con su prueba",
        page="página {number}",
        places={
            "slide": "diapositiva {number}",
            "row": "fila {number}",
            "time": "{name}",
            "item": "elemento {number}",
            "part": "parte {number}",
        },
        sheet_row="hoja {name}, fila {number}",
        section="Sección: {heading}",
        also_in="también en: {names}",
        date="{day} de {month} de {year}",
        and_word="y",
        one_document="1 documento",
        many_documents="{count} documentos",
        language_names={"en": "inglés", "es": "español"},
        months=tuple(
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
            " diciembre".split()
        ),
    ),
}
