"""Links among the files of a folder: which are followed, and what is said of the others."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ragqa.documents.source import SkippedFile, place_name
from ragqa.errors import FileProblem


@dataclass(frozen=True, slots=True)
class Links:
    """What links may lead to: what lies below ``roots``, but not below ``excluded``; real paths."""

    roots: tuple[str, ...]
    excluded: str | None

    @classmethod
    def of(cls, paths: Iterable[Path], excluded: Path | None) -> Self:
        """Return what links in these files and folders may lead to."""
        roots = tuple(dict.fromkeys(os.path.realpath(path) for path in paths))
        return cls(roots, str(excluded) if excluded else None)

    def leading_out(self, path: Path) -> SkippedFile | None:
        """Return why a path is not followed if it is a link that leads elsewhere, else None."""
        if not path.is_symlink():
            return None
        target = os.path.realpath(path)
        is_within = any(_is_below(target, root) for root in self.roots)
        if is_within and not (self.excluded and _is_below(target, self.excluded)):
            return None
        return SkippedFile(
            path,
            f"it is a link to {place_name(Path(target))}, which is not below what is indexed",
            FileProblem.NOT_REGULAR,
        )


def is_other_name(path: Path, first: Path) -> bool:
    """Return whether one of two paths to a file is a link; else it was only given twice."""
    is_link = path.is_symlink() or first.is_symlink()
    return is_link and path.absolute() != first.absolute()


def same_file(path: Path, first: Path) -> SkippedFile:
    """Return that a file is another name of one that is read."""
    other = place_name(first)
    return SkippedFile(
        path,
        f"it is the same file as {other}, which is indexed",
        FileProblem.SAME_FILE,
        {"other": first.name},
    )


def _is_below(path: str, root: str) -> bool:
    return path == root or path.startswith(f"{root.rstrip('/')}/")
