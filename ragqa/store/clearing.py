"""What a store does not need any more: left by runs that were killed, or kept to spare work."""

from pathlib import Path

from ragqa.store.folder import as_store_errors, remove_all_but, sole_writer
from ragqa.store.manifest import read_manifest
from ragqa.store.vector_cache import VectorCache


def clear_store(folder: Path) -> int:
    """Delete what no generation in force needs, and return how many bytes that freed.

    A reader that has an older generation open goes on with it: its files go when it closes them.

    Raises
    ------
    StoreError
        If there is no store, or it is damaged: then an older generation may be the good one.
    """
    read_manifest(folder)
    with sole_writer(folder), as_store_errors(folder):
        manifest = read_manifest(folder)
        before = _size(folder)
        remove_all_but(folder, {manifest.generation})
        with VectorCache(folder, manifest.encoder) as cache:
            cache.clear()
        return before - _size(folder)


def _size(folder: Path) -> int:
    """Return the bytes of all files, those of several names once."""
    states = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum({(one.st_dev, one.st_ino): one.st_size for one in states}.values())
