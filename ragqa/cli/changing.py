"""The commands that take something out of a store."""

import os
import sys
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

import typer

from ragqa.cli import printing
from ragqa.cli.configuration import read_settings
from ragqa.cli.options import DEFAULT_STORE, SettingsOption, StoreOption
from ragqa.encoding import open_encoder
from ragqa.errors import StoreError, StoreProblem
from ragqa.store import Store
from ragqa.updating import clear_up, remove_documents

app = typer.Typer()


@app.command()
def remove(
    doc_ids: Annotated[
        list[str],
        typer.Argument(metavar="DOC_ID", help="Documents, or patterns such as 'letters/*'."),
    ],
    *,
    store: StoreOption = DEFAULT_STORE,
    settings: SettingsOption = None,
) -> None:
    """Take documents out of a store.

    Files of indexed folders stay where they are: indexing these again brings them back.
    """
    with Store.open(store) as opened:
        made_by = opened.manifest.encoder.name
        removed = _matching(doc_ids, [one.doc_id for one in opened.documents()], store)
    chosen = read_settings(settings, environment=os.environ, options={})
    report = remove_documents(
        removed,
        store,
        encoder=open_encoder(made_by),
        settings=chosen,
    )
    printing.print_removed(report.removed, console=printing.console_for(sys.stdout))


@app.command()
def gc(*, store: StoreOption = DEFAULT_STORE) -> None:
    """Delete what a store does not need: leftovers of stopped runs, and vectors kept for them."""
    freed_mb = clear_up(store) / 2**20
    sys.stdout.write(f"{store}: {freed_mb:,.1f} MB freed\n")


def _matching(patterns: Sequence[str], doc_ids: Iterable[str], store: Path) -> list[str]:
    """Return the ids that are named or match a pattern, in the order of the store."""
    known = list(doc_ids)
    found: set[str] = set()
    for pattern in patterns:
        # An id may hold what is special in a pattern: as it stands, it means itself. Only "*" and
        # "?" are: brackets are common in names.
        plain = pattern.replace("[", "[[]")
        hits = {pattern} & set(known) or {one for one in known if fnmatchcase(one, plain)}
        if not hits:
            raise StoreError(
                f'no document "{pattern}" in {store}, nothing was removed; '
                f'"ragqa info --store {store}" lists them',
                problem=StoreProblem.GONE,
            )
        found |= hits
    return [one for one in known if one in found]
