"""A session of one annotator on one article. An edit takes effect at once in memory, and a thread saves it.

`actions` drafts the edits, `rebase` combines those of several sessions, and `spool` keeps what could not be saved.
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Final, Literal, Protocol
from uuid import UUID

from store import journal
from store.errors import StetError
from store.model.actions import Draft
from store.model.edit import Edit
from store.model.fold_cache import FoldCache
from store.model.record import Record
from store.sync.rebase import Committed, rebase

if TYPE_CHECKING:
    from store.sync.spool import Spool

State = Literal["saved", "saving", "not saved"]
CLOSING_PATIENCE: Final = 10.0
"""Seconds that `close` waits for the disk."""


@functools.cache
def _writer() -> ThreadPoolExecutor:
    """One thread for the whole program, which keeps saves in order. Python empties its queue before it exits."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="stet-writer")


def edit_of(draft: Draft, record: Record, by: str, session: str | None = None) -> Edit:
    """The draft as an edit, with a new id, its author, the time, and the next `seq` of the record."""
    return Edit(
        id=_new_id(),
        seq=record.seq + 1,
        base=record.seq,
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        by=by,
        op=draft.op,
        changes=draft.changes,
        of=draft.of,
        session=session,
        extra=draft.extra,
    )


def new_step() -> str:
    """An id of a step over several articles."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}-{os.urandom(4).hex()}"


def _new_id() -> str:
    return str(UUID(bytes=os.urandom(16), version=4))


class Commits(Protocol):
    """What a session needs of a library."""

    def load(self, identifier: str) -> Record: ...

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed: ...


class Session:
    """Used by one thread, the screen's; only saving happens in another.

    Only `act` and `refresh` change `record`, so a draft always applies to the record from which it was made. A save
    starts `debounce` seconds after its edit, so that painting is not delayed; `close` flushes at once.
    """

    def __init__(
        self, library: Commits, record: Record, by: str, *, debounce: float = 0.0, spool: Spool | None = None
    ) -> None:
        self.library = library
        self.refusal = ""
        """Why nothing may be changed."""
        self.record = record
        self.by = by
        self.id = _new_id()
        self.state: State = "saved"
        self.reason = ""
        """Why the last save failed; empty unless `state` is "not saved"."""
        self.listeners: list[Callable[[Session], object]] = []
        """Called by the writer thread when `state` has changed or remote edits have arrived."""
        self._lock = threading.Lock()
        self._pending: list[Edit] = []
        """Own edits, from the first that may differ from its version on disk."""
        self._saved: set[str] = set()
        """The ids of those pending edits that are on disk."""
        self._remote: Record | None = None
        """The record on disk, if others have saved edits too."""
        self._folds = FoldCache()
        self._saving: Future[None] | None = None
        self._debounce = debounce
        self._flush = threading.Event()
        self._spool = spool
        self._is_looking = False
        """A look waits for the writer; those that are asked for meanwhile are the same."""
        self._kept: tuple[Edit, ...] = ()
        """What the spool has."""

    @property
    def has_remote_edits(self) -> bool:
        """True if others have saved edits that `refresh` would load."""
        return self._remote is not None

    @property
    def is_kept(self) -> bool:
        """What is not saved is in the spool, whose edits the next start saves."""
        return bool(self._kept)

    def act(self, draft: Draft | None) -> Record:
        """Apply a draft made from `record` and return the new record; None changes nothing.

        Raises `StetError` where nothing may be changed."""
        if draft is None:
            return self.record
        if self.refusal:
            raise StetError("Not changed", self.refusal)
        with self._lock:
            edit = edit_of(draft, self.record, self.by, self.id)
            self.record = self._folds.with_edits(self.record, (*self.record.edits, edit))
            self._pending.append(edit)
            self.state = "saving"
        self._saving = _writer().submit(self._save)
        return self.record

    def refresh(self) -> dict[str, str]:
        """Load what others have saved. Returns the new ids, by old id, of own fields whose ids others have used."""
        with self._lock:
            if self._remote is None:
                return {}
            edits, renamed = rebase(self._remote.suggestions, self._remote.edits, self._pending)
            if len(edits) > len(self._remote.edits):
                self.record = self._folds.with_edits(self._remote, edits)
            else:
                self.record = self._remote
            self._pending = list(edits[len(self._remote.edits) :])
            self._saved.clear()
            self._remote = None
            return renamed

    def retry(self) -> None:
        """Try again to save, if the last save failed."""
        with self._lock:
            if self.state != "not saved":
                return
            self.state = "saving"
        self._saving = _writer().submit(self._save)

    def look(self) -> None:
        """Others may have saved: if they have, listeners are called, as after a save of one's own."""
        if not self._is_looking:
            self._is_looking = True
            _writer().submit(self._look)

    def close(self, timeout: float = CLOSING_PATIENCE) -> bool:
        """Wait at most `timeout` seconds for the disk. True if all is saved. The session remains usable."""
        self.retry()
        if self._saving is not None:
            self._flush.set()
            try:
                self._saving.result(timeout)
            except TimeoutError:
                self._keep(self._unsaved())
                if not self._unsaved():
                    self._let_go()
                return False
            finally:
                self._flush.clear()
        return self.state == "saved"

    def _save(self) -> None:
        if self._unsaved():
            self._flush.wait(self._debounce)
        if not (pending := self._unsaved()):
            return
        if self._kept:  # the save before has failed, and this one may take its time to
            self._keep(pending)
        begun = perf_counter()
        try:
            saved = self.library.commit(self.record.id, pending).record
            journal.note("saved", edits=len(pending), seconds=perf_counter() - begun)
        except StetError as error:
            journal.note_error(error)
            self._refuse(error.message, pending)
        except Exception as error:  # noqa: BLE001  # on any error, the state must not stay at "saving"
            journal.note_error(error)
            self._refuse(f"internal error: {type(error).__name__}: {error}", pending)
        else:
            with self._lock:
                self._confirm(saved, pending)
            self._let_go()
        for listener in tuple(self.listeners):
            listener(self)

    def _look(self) -> None:
        self._is_looking = False  # of what is told from now on, this may be too early
        try:
            found = self.library.load(self.record.id)
        except StetError:  # the next save says it
            return
        with self._lock:
            if any(edit.id not in self._saved for edit in self._pending):
                return  # their save brings what others have saved
            known = {edit.id for edit in (self._remote or self.record).edits}
            if all(edit.id in known for edit in found.edits):
                return
            self._remote = found
        for listener in tuple(self.listeners):
            listener(self)

    def _unsaved(self) -> tuple[Edit, ...]:
        """All pending edits if at least one is not saved; else empty."""
        with self._lock:
            pending = tuple(self._pending)
        return () if all(edit.id in self._saved for edit in pending) else pending

    def _refuse(self, why: str, pending: tuple[Edit, ...]) -> None:
        self._keep(pending)
        with self._lock:
            self.state, self.reason = "not saved", why

    def _keep(self, pending: tuple[Edit, ...]) -> None:
        """Memory has them still; a disk that takes nothing at all is said by the save that fails."""
        if self._spool is None or not pending or pending == self._kept:
            return
        try:
            self._spool.keep(self.id, self.record.id, self.record.article.heading, pending)
            self._kept = pending
        except OSError:
            self._kept = ()

    def _let_go(self) -> None:
        self._kept = ()
        if self._spool is not None:
            self._spool.drop(self.id)

    def _confirm(self, saved: Record, pending: tuple[Edit, ...]) -> None:
        last = pending[-1]
        if saved.edits[-1].id == last.id and saved.seq == last.seq:
            del self._pending[: len(pending)]  # nobody else has saved: disk and memory are equal
            self._saved.clear()
        else:
            self._saved.update(edit.id for edit in pending)
            self._remote = saved
        waiting = any(edit.id not in self._saved for edit in self._pending)
        self.state, self.reason = ("saving" if waiting else "saved"), ""
