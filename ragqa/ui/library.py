"""What people do with the documents: browse them, add some, remove one, index all anew."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ragqa.documents import SUFFIXES
from ragqa.errors import RagqaError
from ragqa.storing import Progress
from ragqa.ui.admission import Admission, BusyError
from ragqa.ui.answerer import Answerer
from ragqa.ui.escaping import escape
from ragqa.ui.events import Event, text_of
from ragqa.ui.problems import told_error
from ragqa.ui.screen import Screen
from ragqa.ui.strings import strings_for
from ragqa.ui.uploads import (
    AcceptedUpload,
    CheckedUploads,
    check_upload,
    render_progress,
    render_update_report,
)
from ragqa.ui.view import Session, View
from ragqa.updating import UpdateReport

Step = tuple[Session | None, View]
"""The session if it changed, and what is new on the page.

What takes long gives no session with its later steps: the person may have changed it meanwhile.
"""

BROWSING = frozenset({"browse", "page", "remove", "keep"})
CHANGES = frozenset({"confirm-remove", "reindex"})

_PROGRESS_EVERY_S = 0.1
_MAX_WAITING = 4


@dataclass(frozen=True, slots=True)
class Library:
    """The documents tab."""

    bot: Answerer
    screen: Screen
    max_upload_bytes: int
    # Changes wait for each other anyway: a thread for each that waits would take all there are.
    changes: Admission = field(default_factory=lambda: Admission(running=1, waiting=_MAX_WAITING))

    def browse(self, session: Session, event: Event) -> Step:
        """Show another part of the list, or ask whether a document shall really go."""
        session = replace(session, browse=session.browse.after(event))
        return session, self.screen.catalogue(session)

    async def change(self, session: Session, event: Event) -> AsyncIterator[Step]:
        """Remove a document, or index all again, and show what came of it."""
        doc_id = session.browse.confirmed_removal(event)
        session = replace(session, browse=session.browse.after(event))
        work: _Work
        if text_of(event, "action") == "reindex":
            work = self._reindex
        elif doc_id is not None:
            work = self._removal(doc_id)
        else:
            yield session, self.screen.catalogue(session)
            return
        yield session, View()
        async for view in self._work(session, work, checked=_NO_FILES):
            yield None, view

    async def upload(self, session: Session, files: Sequence[Path]) -> AsyncIterator[Step]:
        """Index files that were given, and show what came of it."""
        checked = check_upload(
            files,
            [file.name for file in files],
            max_bytes=self.max_upload_bytes,
            suffixes=SUFFIXES,
        )
        work = self._addition(files, checked.accepted)
        async for view in self._work(session, work, checked=checked):
            yield None, view

    async def _work(
        self, session: Session, work: "_Work", *, checked: CheckedUploads
    ) -> AsyncIterator[View]:
        strings = strings_for(session.language)
        if self.screen.read_only:
            yield View(report=_problem(strings.page.read_only))
            return
        told: list[tuple[str, int, int]] = [("read", 0, 0)]
        task = asyncio.ensure_future(
            self.changes.run(lambda: work(lambda *progress: told.append(progress)))
        )
        while not task.done():
            yield View(report=render_progress(*told[-1], strings=strings))
            await asyncio.wait([task], timeout=_PROGRESS_EVERY_S)
        try:
            report = render_update_report(task.result(), strings=strings, refused=checked.refused)
        except BusyError:
            report = _problem(strings.page.busy)
        except (RagqaError, OSError) as error:
            reason = told_error(error, strings=strings)
            report = _problem(strings.page.not_changed.format(reason=reason))
        yield View(report=report)

    def _reindex(self, progress: Progress) -> UpdateReport:
        return self.bot.reindex(progress=progress)

    def _removal(self, doc_id: str) -> "_Work":
        return lambda _: self.bot.remove([doc_id])

    def _addition(self, files: Sequence[Path], accepted: Sequence[AcceptedUpload]) -> "_Work":
        def add(progress: Progress) -> UpdateReport:
            try:
                return self._add(accepted, progress)
            finally:
                for file in files:
                    file.unlink(missing_ok=True)

        return add

    def _add(self, accepted: Sequence[AcceptedUpload], progress: Progress) -> UpdateReport:
        if not accepted:
            return UpdateReport()
        with TemporaryDirectory() as folder:
            named = [Path(folder) / one.name for one in accepted]
            for one, path in zip(accepted, named, strict=True):
                shutil.copyfile(one.path, path)
            return self.bot.add(named, progress=progress)


_Work = Callable[[Progress], UpdateReport]

_NO_FILES = CheckedUploads((), ())


def _problem(message: str) -> str:
    return f'<p class="report problem" role="alert">{escape(message)}</p>'
