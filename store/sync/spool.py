"""Edits that a library would not take, on this computer's disk until it does: a closed laptop loses none.

Each session has a file of its own, and holds a lock on it while it lives, so that no other program takes what is still
in hand. An edit's id makes it safe to save it again.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from store.disk import atomic as disk
from store.errors import StetError
from store.hashing import text_hash
from store.jsontext import decode, encode
from store.model.edit import Edit
from store.model.fields import Json
from store.model.schema import check_edits
from store.oserrors import reason
from store.user_folders import unsaved_folder

FORMAT: Final = "stet-unsaved/1"
_EDITS: Final = ".edits"
_HELD: Final = ".held"
_LARGEST: Final = 64_000_000
_ANY_LENGTH: Final = 2**31
"""The text is not at hand; the save checks every edit against it."""
_NAMES: Final = 2
"""Articles that a message names."""
_BROKEN: Final = (ValueError, KeyError, TypeError, AttributeError)


class Left(NamedTuple):
    """Edits that are still not saved: why, and the file that has them."""

    title: str
    edits: int
    why: str
    path: Path


class Recovered(NamedTuple):
    """What became of the edits of sessions that have ended."""

    saved: int = 0
    left: tuple[Left, ...] = ()

    @property
    def said(self) -> str:
        """In one line; empty if there was nothing."""
        words = [f"{_edits(self.saved)} of an earlier session {_are(self.saved)} saved now"] if self.saved else []
        words += [f"“{one.title}”: {one.why}; {_edits(one.edits)} kept in {one.path}" for one in self.left[:_NAMES]]
        if more := self.left[_NAMES:]:
            words.append(f"and {len(more)} more in {more[0].path.parent}")
        if self.left:
            count = sum(one.edits for one in self.left)
            at = bool(self.saved)
            words.insert(at, f"{_edits(count)} of an earlier session {_are(count)} still not saved")
        return "; ".join(words)


class Spool:
    """Of one library, by its name, and of one login there: what a server refuses from one is not for another to save.
    Threads may share it."""

    def __init__(self, library: str, login: str = "") -> None:
        self._library = library
        self.folder = unsaved_folder() / text_hash(f"{library}\0{login}" if login else library)[:16]
        self._held: dict[str, tuple[str, int]] = {}
        """By session, the name under which it keeps its edits, and the lock on that."""
        self._lock = threading.Lock()

    def keep(self, session: str, article: str, title: str, edits: Sequence[Edit]) -> Path:
        """All that this session has not saved; it takes the place of what was kept before. Raises `OSError`."""
        rows = [edit.to_json() for edit in edits]
        data = {"format": FORMAT, "library": self._library, "article": article, "title": title, "edits": rows}
        with self._lock:
            disk.make(self.folder)
            with disk.folder(self.folder) as folder:
                if session not in self._held:
                    self._held[session] = _hold_new(folder, session)
                name = self._held[session][0] + _EDITS
                disk.replace(folder, name, encode(data))
        return self.folder / name

    def drop(self, session: str) -> None:
        """All of this session is saved."""
        with self._lock:
            name, lock = self._held.pop(session, ("", -1))
            if name:
                with contextlib.suppress(OSError), disk.folder(self.folder) as folder:
                    _remove(folder, name)
                os.close(lock)

    def recover(self, commit: Callable[[str, Sequence[Edit]], object]) -> Recovered:
        """Save what ended sessions have left. What is refused stays."""
        saved, left = 0, list[Left]()
        for session in self._sessions():
            with contextlib.suppress(OSError), disk.folder(self.folder) as folder, _taken(folder, session) as ours:
                if not ours:
                    continue
                outcome = self._commit(folder, session, commit)
                if isinstance(outcome, Left):
                    left.append(outcome)
                else:
                    saved += outcome
                    _remove(folder, session)
        return Recovered(saved, tuple(left))

    def _sessions(self) -> list[str]:
        try:
            with disk.folder(self.folder) as folder:
                names = disk.names(folder)
        except OSError:
            return []
        return sorted(name.removesuffix(_EDITS) for name in names if name.endswith(_EDITS) and name[0] != ".")

    def _commit(self, folder: int, session: str, commit: Callable[[str, Sequence[Edit]], object]) -> int | Left:
        path = self.folder / (session + _EDITS)
        title, edits = path.name, list[Edit]()
        try:
            data = _read(folder, path.name)
            title = str(data["title"])[:80]
            check_edits(data["edits"], _ANY_LENGTH)
            edits = [Edit.from_json(row) for row in data["edits"]]
            commit(data["article"], edits)
        except FileNotFoundError:
            return 0  # it was saved meanwhile
        except OSError as error:
            return Left(title, len(edits), reason(error), path)
        except StetError as error:
            return Left(title, len(edits), error.message, path)
        except _BROKEN:
            return Left(title, len(edits), "the file is damaged", path)
        return len(edits)


def any_kept() -> bool:
    """Of any library."""
    return any(unsaved_folder().glob(f"*/*{_EDITS}"))


def _read(folder: int, name: str) -> Json:
    data: Json = decode(disk.read(folder, name, _LARGEST)[0])
    if data["format"] != FORMAT:
        raise StetError("Not saved", "a newer Stet has written it; update Stet")
    return data


def _hold_new(folder: int, session: str) -> tuple[str, int]:
    """A name of this session that no other program is about to save, and the lock on it."""
    for number in itertools.count():
        name = f"{session}-{number}" if number else session
        if (lock := _hold(folder, name)) is not None:
            return name, lock
    raise AssertionError  # there is no last number


def _hold(folder: int, session: str) -> int | None:
    """A locked descriptor; None while another program has it."""
    name = session + _HELD
    while True:
        disk.touch(folder, name)
        lock = os.open(name, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        except OSError:  # a file system without locks: then the ids of the edits are all there is
            return lock
        if _is_there(folder, name, lock):
            return lock
        os.close(lock)


def _is_there(folder: int, name: str, lock: int) -> bool:
    """False if another program has removed the file between its opening and its locking."""
    try:
        return os.path.samestat(os.fstat(lock), os.stat(name, dir_fd=folder, follow_symlinks=False))
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _taken(folder: int, session: str) -> Iterator[bool]:
    """Whether the session has ended; while it lives, what it has kept is its own."""
    lock = _hold(folder, session)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            os.close(lock)


def _remove(folder: int, session: str) -> None:
    """The lock last: whoever gets it finds nothing to save. Nothing is synced, as what comes back is saved again."""
    disk.remove(folder, session + _EDITS)
    disk.remove(folder, session + _HELD)


def _edits(count: int) -> str:
    return f"{count:,} edit{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
