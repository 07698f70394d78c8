"""The kinds file of a library: `kinds.toml` in its folder, or one that is named, which is then written there.

Beside it `kinds.json` remembers every kind that the file has had, so that the fields of one that it no longer has stay
whole. `own_kinds` puts the kinds in force, before any record is read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from store.disk import atomic as disk
from store.disk.layout import KINDS_FILE, KINDS_MEMORY, LOCK_FILE, is_library
from store.errors import StetError
from store.files import in_home, read_file, shown
from store.library.kinds_memory import MOST_BYTES, memory, read_in, refusals, rows_of_the_past, taken
from store.model.kinds import ARTICLE
from store.oserrors import oserror_as


class LibraryKinds:
    """What a library knows of kinds. Opening it puts them in force; raises `StetError` where they cannot be."""

    def __init__(self, root: Path, named: Path | None = None, insist: bool = False) -> None:
        """`named` is a kinds file for a library that has none; with `insist` one that has another is refused."""
        self._root = root
        own = self._read(KINDS_FILE)
        self._unwritten: bytes | None = None
        data = own
        if named is not None and (own is None or insist):
            title, advice = "Kinds not read", "name a kinds file that can be read"
            data = read_file(in_home(named), MOST_BYTES, title=title, advice=advice, smaller="shorten it")
            if own is None:
                self._unwritten = data
            elif own != data:
                why = f"{shown(root / KINDS_FILE)} says otherwise than {shown(named)}"
                raise StetError("Kinds not read", f"{why}; leave --kinds out, or change the library's file")
        self.where = shown(root / KINDS_FILE if own is not None or named is None else named)
        self.now = self._tables(data)
        self.past: dict[str, Any] = {}
        if data is not None or own is not None or self._has(KINDS_MEMORY):
            self._put_in_force()
        if insist and self._unwritten is not None and is_library(root):
            self.settle()

    def settle(self) -> None:
        """Write what is not in the library's folder yet; the folder must be there."""
        if not self.now and not self.past:
            return
        with oserror_as("Kinds not written", str(self._root)):
            if self._unwritten is not None:
                self._write(KINDS_FILE, self._unwritten)
                self._unwritten = None
            self._remember()

    def _put_in_force(self) -> None:
        from store.model.kinds_file import rows_of
        from store.model.own_kinds import use_kinds

        rows = rows_of(self.now, self.where)
        known = memory(self._root)
        for refused in refusals(self._root, rows, self.now, known):
            raise StetError("Kinds not read", f"{self.where}: {refused.why}")
        if ARTICLE in known and ARTICLE not in self.now:
            self.past[ARTICLE] = known[ARTICLE]
        for row in rows_of_the_past(known, self.now):
            if not any(taken(row, one) for one in rows):
                self.past[row.name] = known[row.name]
        use_kinds(str(self._root), self.where, self.now, self.past)
        if self._unwritten is None and {**self.past, **self.now} != known:
            with contextlib.suppress(OSError):  # a disk that is only read
                self._remember()

    def _tables(self, data: bytes | None) -> dict[str, Any]:
        if data is None:
            return {}
        from store.model.kinds_file import read_kinds

        return read_kinds(words_of(data, self.where), self.where)

    def _remember(self) -> None:
        from store.jsontext import encode

        self._write(KINDS_MEMORY, encode({**self.past, **self.now}))

    def _has(self, name: str) -> bool:
        return self._read(name) is not None

    def _read(self, name: str) -> bytes | None:
        return read_in(self._root, name)

    def _write(self, name: str, data: bytes) -> None:
        with disk.folder(self._root) as folder, disk.locked(folder, LOCK_FILE):
            disk.replace(folder, name, data)


def words_of(data: bytes, where: str) -> str:
    """A kinds file as text."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StetError("Kinds not read", f"{where} is not UTF-8; save it as UTF-8") from None


def write_kinds(root: Path, sources: Sequence[LibraryKinds]) -> None:
    """Give a new library the kinds of others, united, and what they remember."""
    now = [(one.where, one.now) for one in sources if one.now]
    past = {name: table for one in sources for name, table in one.past.items()}
    if not now and not past:
        return
    from store.jsontext import encode
    from store.model.own_kinds import united, written

    tables = united(now)
    disk.make(root)
    with disk.folder(root) as folder, disk.locked(folder, LOCK_FILE):
        if tables:
            disk.replace(folder, KINDS_FILE, written(tables).encode())
        disk.replace(folder, KINDS_MEMORY, encode({**past, **tables}))
