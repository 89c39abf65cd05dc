"""How the parts of an Office file refer to each other."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from ragqa.documents.packages import Package
from ragqa.documents.xml import attribute


@dataclass(frozen=True, slots=True)
class Relationship:
    """A reference from one part to another: its id, the last word of its type, the part's name."""

    ref: str
    kind: str
    target: str


def relationships(package: Package, part: str) -> Iterator[Relationship]:
    """Yield what a part refers to inside the package, in the order of the file."""
    folder, name = posixpath.split(part)
    root = package.optional_tree(posixpath.join(folder, "_rels", f"{name}.rels"))
    for element in () if root is None else root:
        if attribute(element, "TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attribute(element, "Target")))
            kind = attribute(element, "Type").rpartition("/")[2]
            yield Relationship(attribute(element, "Id"), kind, target.lstrip("/"))


def main_part(package: Package) -> str:
    """Return the name of the part that all begins with.

    Raises
    ------
    DocumentError
        If there is none.
    """
    for reference in relationships(package, ""):
        if reference.kind == "officeDocument":
            return reference.target
    raise package.broken("no main part", "an Office file")


def related_parts(package: Package, part: str, kind: str) -> list[str]:
    """Return the names of the parts of a kind that a part refers to and that are there."""
    return [
        reference.target
        for reference in relationships(package, part)
        if reference.kind == kind and reference.target in package.names
    ]
