"""The kinds file of a library: `kinds.toml` in its folder, or one that is named, which is then written there.

Beside it `kinds.json` remembers every kind that the file has had, so that the fields of one that it no longer has stay
whole. `own_kinds` puts the kinds in force, before any record is read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from store.disk.layout import KINDS_FILE, KINDS_MEMORY
from store.errors import StetError
from store.files import in_home, read_file, shown
from store.library.documents import Documents, titled
from store.library.kinds_memory import MOST_BYTES, memory, read_in, refusals, rows_of_the_past, taken
from store.model.kinds import ARTICLE


class LibraryKinds:
    """What a library knows of kinds. Opening it puts them in force; raises `StetError` where they cannot be."""

    def __init__(
        self,
        library: str,
        documents: Documents,
        uses: Callable[[str], bool],
        named: Path | None = None,
        insist: bool = False,
    ) -> None:
        """`library` is its address. `uses` says whether a record has a field of a letter, or an edit of one: no other
        kind can have the letter then.

        `named` is a kinds file for a library that has none; with `insist` one that has another is refused.
        """
        self._library, self._documents, self.uses = library, documents, uses
        own = read_in(documents, KINDS_FILE)
        self._unwritten: bytes | None = None
        data, place = own, documents.where(KINDS_FILE)
        if named is not None and (own is None or insist):
            title, advice = "Kinds not read", "name a kinds file that can be read"
            data = read_file(in_home(named), MOST_BYTES, title=title, advice=advice, smaller="shorten it")
            if own is None:
                self._unwritten = data
            elif own != data:
                why = f"{place} says otherwise than {shown(named)}"
                raise StetError("Kinds not read", f"{why}; leave --kinds out, or change the library's file")
        self.where = place if own is not None or named is None else shown(named)
        self.now = self._tables(data)
        self.past: dict[str, Any] = {}
        if data is not None or own is not None or read_in(documents, KINDS_MEMORY) is not None:
            self._put_in_force()

    @property
    def is_unwritten(self) -> bool:
        """True if the library does not have the kinds file yet that was named."""
        return self._unwritten is not None

    def settle(self) -> None:
        """Write what is not in the library yet, which must be there."""
        if not self.now and not self.past:
            return
        with titled("Kinds not written"):
            if self._unwritten is not None:
                with self._documents.locked():
                    self._documents.replace(KINDS_FILE, self._unwritten)
                self._unwritten = None
            if memory(self._documents) != {**self.past, **self.now}:
                self._remember()

    def _put_in_force(self) -> None:
        from store.model.kinds_file import rows_of
        from store.model.own_kinds import use_kinds

        rows = rows_of(self.now, self.where)
        known = memory(self._documents)
        for refused in refusals(self.uses, rows, self.now, known):
            raise StetError("Kinds not read", f"{self.where}: {refused.why}")
        if ARTICLE in known and ARTICLE not in self.now:
            self.past[ARTICLE] = known[ARTICLE]
        for row in rows_of_the_past(known, self.now):
            if not any(taken(row, one) for one in rows):
                self.past[row.name] = known[row.name]
        use_kinds(self._library, self.where, self.now, self.past)
        if self._unwritten is None and {**self.past, **self.now} != known:
            with contextlib.suppress(StetError):  # a disk that is only read
                self._remember()

    def _tables(self, data: bytes | None) -> dict[str, Any]:
        if data is None:
            return {}
        from store.model.kinds_file import read_kinds

        return read_kinds(words_of(data, self.where), self.where)

    def _remember(self) -> None:
        from store.jsontext import encode

        with self._documents.locked():
            self._documents.replace(KINDS_MEMORY, encode({**self.past, **self.now}))


def words_of(data: bytes, where: str) -> str:
    """A kinds file as text."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StetError("Kinds not read", f"{where} is not UTF-8; save it as UTF-8") from None


def united_kinds(sources: Sequence[LibraryKinds]) -> dict[str, bytes]:
    """The documents that give a new library the kinds of others, united, and what they remember; none without any."""
    now = [(one.where, one.now) for one in sources if one.now]
    past = {name: table for one in sources for name, table in one.past.items()}
    if not now and not past:
        return {}
    from store.jsontext import encode
    from store.model.own_kinds import united, written

    tables = united(now)
    remembered = {KINDS_MEMORY: encode({**past, **tables})}
    return {KINDS_FILE: written(tables).encode(), **remembered} if tables else remembered
