"""The names of files below several folders: where two are the same, the folders tell them apart."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ragqa.documents.reading import Outcome
from ragqa.documents.source import FoundFile, visible_name


def told_apart(found: Sequence[tuple[Path, FoundFile | Outcome]]) -> Iterator[FoundFile | Outcome]:
    """Yield what was found, files of one name with as many of their folders in front as it takes.

    Each comes with the folder that its name is below. Names that only one file has stay as they
    are.
    """
    files = {
        number: (root, one.name)
        for number, (root, one) in enumerate(found)
        if isinstance(one, FoundFile)
    }
    folders = {root: root.resolve().parts[1:] for root, _ in files.values()}
    if len(folders) < 2:  # within a folder, no name is there twice
        yield from (one for _, one in found)
        return
    names = {number: [name] for number, (_, name) in files.items()}
    above = {number: list(folders[root]) for number, (root, _) in files.items()}
    while clashing := [number for number in _repeated(names) if above[number]]:
        for number in clashing:
            names[number].insert(0, visible_name(above[number].pop()))
    for number, (_, one) in enumerate(found):
        yield replace(one, name="/".join(names[number])) if isinstance(one, FoundFile) else one


def _repeated(names: dict[int, list[str]]) -> list[int]:
    """Return the numbers of the files whose names others have too."""
    joined = {number: "/".join(parts) for number, parts in names.items()}
    counts = Counter(joined.values())
    return [number for number, name in joined.items() if counts[name] > 1]
