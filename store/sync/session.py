"""A session: one annotator at one article. Edits hold at once in memory and are saved behind the screen's back.

What a person can do is in `actions`; how edits of several sessions become one line is in `unite`.
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Final, Literal
from uuid import UUID

from store.errors import StetError
from store.library.protocol import Library
from store.model.actions import Draft
from store.model.edit import Edit
from store.model.record import Record
from store.sync.rebase import unite

State = Literal["saved", "saving", "not saved"]
CLOSING_PATIENCE: Final = 10.0
"""Seconds that leaving waits for the disk."""


@functools.cache
def _writer() -> ThreadPoolExecutor:
    """One thread for the program, so that saves keep their order. What is queued is saved before Python ends."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="stet-writer")


def edit_of(draft: Draft, record: Record, by: str, session: str | None = None) -> Edit:
    """The draft with an id, an author, the time, and its place behind the last edit of the record it was made of."""
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


def _new_id() -> str:
    return str(UUID(bytes=os.urandom(16), version=4))


class Session:
    """Belongs to one thread, the screen's; only saving happens in another.

    `record` changes by `act` and `refresh` alone, so that an action made of it never meets another one. A save begins
    `moment` seconds after its edit, for which nobody waits who closes: the threads would take turns, and the picture
    of the edit come later.
    """

    def __init__(self, library: Library, record: Record, by: str, *, moment: float = 0.0) -> None:
        self.library = library
        self.record = record
        self.by = by
        self.id = _new_id()
        self.state: State = "saved"
        self.reason = ""
        """Why it is not saved."""
        self.listeners: list[Callable[[Session], object]] = []
        """Called from the writer's thread when `state` has changed or `news` has come."""
        self._lock = threading.Lock()
        self._line: list[Edit] = []  # own edits from the first that is not known to stand on disk as it is here
        self._saved: set[str] = set()  # those of `_line` that are on disk
        self._found: Record | None = None  # what is on disk, where others have saved too
        self._saving: Future[None] | None = None
        self._moment = moment
        self._hurried = threading.Event()

    @property
    def news(self) -> bool:
        """True when others have saved edits that `refresh` would bring."""
        return self._found is not None

    def act(self, draft: Draft | None) -> Record:
        """The record after the draft, which must have been made of `record`; None changes nothing."""
        if draft is None:
            return self.record
        with self._lock:
            edit = edit_of(draft, self.record, self.by, self.id)
            self.record = self.record.with_edits((*self.record.edits, edit))
            self._line.append(edit)
            self.state = "saving"
        self._saving = _writer().submit(self._save)
        return self.record

    def refresh(self) -> dict[str, str]:
        """Take over what others have saved. Answers which of one's own new fields have another id now."""
        with self._lock:
            if self._found is None:
                return {}
            edits, renamed = unite(self._found.suggestions, self._found.edits, self._line)
            self.record = self._found if len(edits) == len(self._found.edits) else self._found.with_edits(edits)
            self._line = list(edits[len(self._found.edits) :])
            self._saved.clear()
            self._found = None
            return renamed

    def retry(self) -> None:
        """Try again to save what could not be saved."""
        with self._lock:
            if self.state != "not saved":
                return
            self.state = "saving"
        self._saving = _writer().submit(self._save)

    def close(self, timeout: float = CLOSING_PATIENCE) -> bool:
        """Wait for the disk. True when everything is saved; where it is not, the session can still be used."""
        self.retry()
        if self._saving is not None:
            self._hurried.set()
            try:
                self._saving.result(timeout)
            except TimeoutError:
                return False
            finally:
                self._hurried.clear()
        return self.state == "saved"

    def _save(self) -> None:
        if self._unsaved():
            self._hurried.wait(self._moment)
        if not (line := self._unsaved()):
            return
        try:
            found = self.library.commit(self.record.id, line).record
        except StetError as error:
            self._refuse(error.message)
        except Exception as error:  # noqa: BLE001  # whatever it is, the mark must not stay at "saving"
            self._refuse(f"internal error: {type(error).__name__}: {error}")
        else:
            with self._lock:
                self._take(found, line)
        for listener in tuple(self.listeners):
            listener(self)

    def _unsaved(self) -> tuple[Edit, ...]:
        """The line, if there is something in it to save."""
        with self._lock:
            line = tuple(self._line)
        return () if all(edit.id in self._saved for edit in line) else line

    def _refuse(self, why: str) -> None:
        with self._lock:
            self.state, self.reason = "not saved", why

    def _take(self, found: Record, line: tuple[Edit, ...]) -> None:
        last = line[-1]
        if found.edits[-1].id == last.id and found.seq == last.seq:
            del self._line[: len(line)]  # nobody else has saved: what is on disk is what is here
            self._saved.clear()
        else:
            self._saved.update(edit.id for edit in line)
            self._found = found
        waiting = any(edit.id not in self._saved for edit in self._line)
        self.state, self.reason = ("saving" if waiting else "saved"), ""
