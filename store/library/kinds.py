"""The kinds file of a library: `kinds.toml` in its folder, or one that is named, which is then written there.

Beside it `kinds.json` remembers every kind that the file has had, so that the fields of one that it no longer has stay
whole. `own_kinds` puts the kinds in force, before any record is read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from store.disk import atomic as disk
from store.disk.layout import KINDS_FILE, KINDS_MEMORY, LOCK_FILE, RECORDS, is_library, record_file, shards
from store.errors import StetError
from store.files import in_home, read_file, shown
from store.model.kinds import ARTICLE
from store.oserrors import oserror_as, reason

if TYPE_CHECKING:
    from store.model.kinds import Kind

MOST_BYTES: Final = 200_000
"""Of a kinds file; far more than there is to say."""


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
        known = self._memory()
        if ARTICLE in known and ARTICLE not in self.now:
            self.past[ARTICLE] = known[ARTICLE]
        self._refuse_what_fields_hang_on(rows, known)
        for row in self._rows_of_the_past(known):
            taken = [(what, one.name) for one in rows for what in _taken(row, one)]
            if not taken:
                self.past[row.name] = known[row.name]
            elif self._is_used(row.letter):
                (what, name), *_ = taken
                why = f"the kind {name}: the {what} was that of {row.name}, whose fields are in records"
                raise StetError("Kinds not read", f"{self.where}: {why}; take another {what.partition(' ')[0]}")
        use_kinds(str(self._root), self.where, self.now, self.past)
        if self._unwritten is None and {**self.past, **self.now} != known:
            with contextlib.suppress(OSError):  # a disk that is only read
                self._remember()

    def _refuse_what_fields_hang_on(self, rows: list[Kind], known: dict[str, dict[str, Any]]) -> None:
        """Another letter or plural of a kind: its fields' ids and their list would be another kind's, or nobody's."""
        for row in rows:
            for what, before, now in _otherwise(row, known.get(row.name, {})):
                if self._is_used(known[row.name].get("letter", row.letter)):
                    why = f"the kind {row.name}: its {what} was {before}, and fields of it are in records"
                    raise StetError("Kinds not read", f'{self.where}: {why}; write {what} = "{before}", not "{now}"')

    def _tables(self, data: bytes | None) -> dict[str, Any]:
        if data is None:
            return {}
        from store.model.kinds_file import read_kinds

        return read_kinds(words_of(data, self.where), self.where)

    def _memory(self) -> dict[str, dict[str, Any]]:
        """The kinds that the file has had. One that cannot be read is made anew."""
        from store.jsontext import decode

        with contextlib.suppress(ValueError):
            known = decode(self._read(KINDS_MEMORY) or b"{}")
            if isinstance(known, dict):
                return {name: table for name, table in known.items() if isinstance(table, dict)}
        return {}

    def _rows_of_the_past(self, known: dict[str, dict[str, Any]]) -> list[Kind]:
        """The kinds that the file has no longer; what is no kind in the memory is passed over."""
        from store.model.kinds_file import rows_of

        rows = []
        for name in known.keys() - self.now.keys() - {ARTICLE}:
            with contextlib.suppress(StetError):
                rows += [row for row in rows_of({**known, **self.now}, KINDS_MEMORY) if row.name == name]
        return sorted(rows, key=lambda row: row.name)

    def _remember(self) -> None:
        from store.jsontext import encode

        self._write(KINDS_MEMORY, encode({**self.past, **self.now}))

    def _is_used(self, letter: str) -> bool:
        """True if a record has a field of this letter, or an edit of one."""
        mark = f'"{letter}'.encode()
        for shard in shards(self._root, RECORDS):
            with disk.folder(self._root, RECORDS, shard) as folder:
                for file in disk.names(folder):
                    if file.endswith(record_file("")) and _names_field(disk.read(folder, file)[0], mark):
                        return True
        return False

    def _has(self, name: str) -> bool:
        return self._read(name) is not None

    def _read(self, name: str) -> bytes | None:
        try:
            with disk.folder(self._root) as folder:
                data = disk.read(folder, name, MOST_BYTES + 1)[0]
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StetError("Kinds not read", f"{shown(self._root / name)}: {reason(error)}") from None
        if len(data) > MOST_BYTES:
            raise StetError("Kinds not read", f"{shown(self._root / name)} has more than 200 kB; shorten it")
        return data

    def _write(self, name: str, data: bytes) -> None:
        with disk.folder(self._root) as folder, disk.locked(folder, LOCK_FILE):
            disk.replace(folder, name, data)


def words_of(data: bytes, where: str) -> str:
    """A kinds file as text."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StetError("Kinds not read", f"{where} is not UTF-8; save it as UTF-8") from None


def _otherwise(row: Kind, before: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What a kind of this name had otherwise: the words of its fields' ids and of their list."""
    from store.model.kinds_file import plural

    if (letter := before.get("letter", row.letter)) != row.letter:
        yield "letter", letter, row.letter
    if before and row.letter and (group := before.get("plural") or plural(row.name)) != row.group:
        yield "plural", group, row.group


def _taken(past: Kind, now: Kind) -> Iterator[str]:
    """What a kind of today has that one of the past had."""
    if now.letter == past.letter:
        yield f"letter {now.letter}"
    if now.group == past.group:
        yield f"plural {now.group}"


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


def _names_field(data: bytes, mark: bytes) -> bool:
    """True if an id such as `"w1"` is in the bytes of a record."""
    import re

    return re.search(re.escape(mark) + rb'[1-9][0-9]{0,8}"', data) is not None
