"""The properties that a program wrote into a file: title, author, dates; what is plausible of them.

Programs fill these in by themselves: "Document1", "Microsoft Office User", the day on which a
template was made. A person would say none of it of the document. The language is not asked for: it
is that of the program or of a template, and the text tells it better.
"""

import re
from collections.abc import Iterable
from datetime import date

from ragqa.documents.fields import DeclaredFields, declared_fields, iso_date
from ragqa.documents.packages import Package
from ragqa.documents.xml import XmlElement, local_name, text_within

_FIRST_YEAR, _LAST_YEAR = 1970, 2100

_PLACEHOLDER_TITLE = re.compile(
    r"""(?:(?:untitled|sin\ t[ií]tulo|untitled\ document|word\ document|powerpoint\ presentation
    |presentaci[oó]n\ de\ powerpoint|slide|diapositiva|presentation|presentaci[oó]n|document
    |documento|book|libro|workbook|sheet|hoja|none|null)[\s_-]*\d*)""",
    re.IGNORECASE | re.VERBOSE,
)
_FILE_SUFFIX = re.compile(
    r"\.(?:docx?|dotx?|pptx?|xlsx?|od[tps]|rtf|pdf|html?|txt|indd|wpd|pages)$", re.IGNORECASE
)
_PRINTED_BY = re.compile(r"^Microsoft (?:Word|PowerPoint|Excel) - ", re.IGNORECASE)
_NOBODY = frozenset(
    """admin administrador administrator anonymous autor author default desconocido owner openpyxl
    pc propietario python-docx unknown user usuario windows""".split()
) | {
    *("microsoft office user", "usuario de microsoft office", "windows user", "usuario de windows"),
    *("hewlett-packard company", "steve canny"),
}
_TEMPLATE_TIMES = frozenset({"2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z"})
"""When the templates of python-docx and python-pptx were made: all that they write has these."""


def property_fields(
    *,
    title: str = "",
    author: str = "",
    dates: Iterable[str] = (),
    language: str = "",
    publisher: str = "",
) -> DeclaredFields:
    """Return the plausible ones of a file's properties; of the dates the first that is one.

    The dates are in ISO 8601.
    """
    values = {
        "title": plausible_title(title),
        "author": "" if _squeezed(author).lower() in _NOBODY else _squeezed(author),
        "date": next(filter(None, map(_plausible_date, dates)), ""),
        "language": language.strip(),
        "publisher": _squeezed(publisher),
    }
    return declared_fields({name: value for name, value in values.items() if value})


def plausible_title(title: str) -> str:
    """Return a title as a person would write it; empty for a placeholder or a file's name."""
    title = _PRINTED_BY.sub("", _squeezed(title))
    if _FILE_SUFFIX.search(title) or _PLACEHOLDER_TITLE.fullmatch(title):
        return ""
    return title


def office_fields(package: Package) -> DeclaredFields:
    """Return the properties of a file of an Office program.

    Its date is that of its making, not of its last change: forms are changed when they are filed.
    """
    core = package.optional_tree("docProps/core.xml")
    values = {} if core is None else _values(core)
    return property_fields(
        title=values.get("title", ""),
        author=values.get("creator", ""),
        dates=(values.get("created", ""), values.get("modified", "")),
    )


def _values(root: XmlElement) -> dict[str, str]:
    return {local_name(element): text_within(element) for element in root}


def _plausible_date(value: str) -> str:
    if value in _TEMPLATE_TIMES:
        return ""
    day = iso_date(value)
    year = date.fromisoformat(day).year if day else 0
    return day if day and _FIRST_YEAR < year < _LAST_YEAR else ""


def _squeezed(value: str) -> str:
    return " ".join(value.split())
