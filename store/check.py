"""Looks through a library for what is wrong, and mends what can be mended.

What cannot be mended is set aside in `damaged/`, never deleted. A record is mended from its edits, which are the
truth; of a file that was cut off, from those that are whole.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from store import disk
from store.catalogue import GOING
from store.errors import StetError
from store.folder import FolderLibrary, file_name
from store.hashing import text_hash
from store.index_faults import index_faults
from store.jsontext import decode, encode
from store.refusals import reason
from store.removal import finish
from store.salvage import longest
from store.tables import Tables, frame_of, from_tables, to_tables

ASIDE: Final = "damaged"
_RECORD: Final = re.compile(r"([0-9a-f]{16}|[0-9a-f]{64})\.json")
_TEXT: Final = re.compile(r"([0-9a-f]{16}|[0-9a-f]{64})\.txt")
_SHARD: Final = re.compile(r"[0-9a-f]{2}")
_DERIVED: Final = ("people", "places", "numbers", "quotes")


@dataclass(frozen=True, slots=True)
class Finding:
    """`mended` says what was done about it; empty where nothing was."""

    where: str
    what: str
    mended: str = ""


def check(
    library: FolderLibrary, repair: bool = False, progress: Callable[[int], None] | None = None
) -> Iterator[Finding]:
    """`progress` is told how many records have been looked at."""
    return _Check(library, repair, progress).run()


class _Check:
    def __init__(self, library: FolderLibrary, repair: bool, progress: Callable[[int], None] | None) -> None:
        self._library = library
        self._root = library.path
        self._repair = repair
        self._progress = progress
        self._displaced: list[tuple[str, str]] = []

    def run(self) -> Iterator[Finding]:
        if not self._root.is_dir():
            return
        try:
            yield from self._format()
            yield from self._locks()
            for number, (shard, file) in enumerate(self._files("records"), start=1):
                yield from self._entry(shard, file)
                if self._progress is not None:
                    self._progress(number)
            yield from self._put_back()
            yield from self._texts()
            yield from self._index()
        except OSError as error:
            raise StetError("Not checked", f"{self._root}: {reason(error)}") from error

    def _format(self) -> Iterator[Finding]:
        if self._library.trouble:
            if self._repair:
                self._clear("FORMAT")
                self._library.write_format()
            yield self._found("FORMAT", "it is missing or damaged", "written anew")

    def _locks(self) -> Iterator[Finding]:
        with contextlib.suppress(FileNotFoundError), disk.folder(self._root, "locks") as folder:
            for name in disk.names(folder):
                if not disk.is_plain(folder, name):
                    yield self._found(f"locks/{name}", "it is no plain file", self._aside("locks", name))

    def _files(self, shelf: str) -> Iterator[tuple[str, str]]:
        try:
            with disk.folder(self._root, shelf) as folder:
                shards = sorted(filter(_SHARD.fullmatch, disk.names(folder)))
        except FileNotFoundError:
            return
        for shard in shards:
            try:
                with disk.folder(self._root, shelf, shard) as folder:
                    files = sorted(disk.names(folder))
            except OSError:
                yield shard, ""
                continue
            for file in files:
                yield shard, file

    def _entry(self, shard: str, file: str) -> Iterator[Finding]:
        where = f"records/{shard}/{file}"
        found = _RECORD.fullmatch(file)
        if not file:
            yield self._found(where, "it is no folder, or a link", self._aside("records", shard))
        elif going := GOING.fullmatch(file):
            if self._repair:
                finish(self._library, going[1])
            yield self._found(where, "a removal was cut off", "the article is wholly removed")
        elif file.startswith(".") and file.endswith(".tmp"):
            with self._locked(shard), disk.folder(self._root, "records", shard) as folder:
                if self._repair:
                    disk.remove(folder, file)
            yield self._found(where, "a save was cut off; what it was saving was never said to be saved", "removed")
        elif found is None:
            yield self._found(where, "it is no record", self._aside("records", file, shard))
        else:
            with self._locked(shard):
                yield from self._record(found[1], where)

    def _record(self, name: str, where: str) -> Iterator[Finding]:
        shard, file = name[:2], f"{name}.json"
        try:
            with disk.folder(self._root, "records", shard) as folder:
                mode = os.stat(file, dir_fd=folder, follow_symlinks=False).st_mode
                if stat.S_ISREG(mode) and stat.S_IMODE(mode) != 0o600:
                    if self._repair:
                        os.chmod(file, 0o600, dir_fd=folder)  # the name was just seen to be a plain file
                    yield self._found(where, f"its rights are {stat.S_IMODE(mode):o}", "set to 600")
                data, _ = disk.read(folder, file)
        except FileNotFoundError:
            return  # removed meanwhile
        except OSError as error:
            yield self._found(where, reason(error), self._aside("records", file, shard))
            return
        try:
            tables: Tables = decode(data)
            identifier = tables["article"]["1"]["id"]
            frame = frame_of(tables)
        except (ValueError, LookupError, TypeError, AttributeError):
            yield from self._salvage(name, where, data)
            return
        if file_name(identifier) != name:
            yield self._found(where, f"it holds the article {identifier}", self._displace(name, identifier))
            return
        text = self._library.text_of(name)
        if text is None or text_hash(text) != frame.sha256:
            what = "its text is missing" if text is None else "its text has been changed"
            mended = self._aside("records", file, shard)
            if text is not None:
                self._aside("texts", f"{name}.txt", shard)
            yield self._found(where, what, mended)
            return
        yield from self._against_fold(name, where, tables, text)

    def _against_fold(self, name: str, where: str, tables: Tables, text: str) -> Iterator[Finding]:
        try:
            record = from_tables(tables, text)
        except (StetError, ValueError, LookupError, TypeError, AttributeError) as error:
            why = error.message if isinstance(error, StetError) else "its tables are not those of a record"
            yield from self._salvage(name, where, encode(tables), why)
            return
        fresh: Tables = decode(encode(to_tables(record, frame_of(tables))))
        wrong = [group for group in _DERIVED if tables.get(group) != fresh[group]]
        if tables["article"]["1"].get("status") != record.status:
            wrong.append("status")
        if wrong:
            if self._repair:
                self._library.write(name, record, frame_of(tables))
            yield self._found(where, f"{', '.join(wrong)} are not what its edits make", "written anew from its edits")

    def _salvage(
        self, name: str, where: str, data: bytes, why: str = "it is not a record of Stet"
    ) -> Iterator[Finding]:
        """As many edits from the first as are whole."""
        text = self._library.text_of(name)
        saved = longest(data, text) if text is not None else None
        if not data.strip(b"\0 \n"):
            why = "it is empty"
        mended = self._aside("records", f"{name}.json", name[:2])
        if saved is not None and self._repair:
            record, frame = saved
            self._library.write(name, record, frame)
            mended = f"{mended}; saved up to edit {record.seq}"
        elif text is not None:
            mended += "; its text is whole"
        yield self._found(where, why, mended)

    def _displace(self, name: str, identifier: str) -> str:
        aside = self._aside("records", f"{name}.json", name[:2])
        if self._repair:
            self._displaced.append((aside.rpartition("/")[2], file_name(identifier)))
        return aside

    def _put_back(self) -> Iterator[Finding]:
        for file, name in self._displaced:
            with (
                self._locked(name[:2]),
                disk.folder(self._root, ASIDE) as aside,
                disk.folder(self._root, "records", name[:2], create=True) as folder,
                contextlib.suppress(FileExistsError),
            ):
                disk.move(aside, file, folder, f"{name}.json")
                yield Finding(
                    f"{ASIDE}/{file}", "it was under another article's name", f"back as records/{name[:2]}/{name}.json"
                )
                yield from self._record(name, f"records/{name[:2]}/{name}.json")

    def _texts(self) -> Iterator[Finding]:
        for shard, file in self._files("texts"):
            where = f"texts/{shard}/{file}"
            found = _TEXT.fullmatch(file)
            if found is None:
                yield self._found(where, "it is no text", self._aside("texts", file, shard) if file else "")
                continue
            with self._locked(shard):
                if not self._has_record(found[1]):
                    yield self._found(where, "it has no record", self._aside("texts", file, shard))

    def _has_record(self, name: str) -> bool:
        with contextlib.suppress(OSError), disk.folder(self._root, "records", name[:2]) as folder:
            disk.signature(folder, f"{name}.json")
            return True
        return False

    def _index(self) -> Iterator[Finding]:
        for what, aside in index_faults(self._root):
            mended = self._aside("", aside) if aside else ""
            yield self._found(aside or "index.sqlite", what, f"{mended}; made anew".removeprefix("; "))
        if self._repair:
            self._library.catalogue.discard()
            self._library.count()

    @contextlib.contextmanager
    def _locked(self, shard: str) -> Iterator[None]:
        """Looking needs no lock: a record is always whole."""
        if not self._repair:
            yield
            return
        with self._library.lock(shard):
            yield

    def _aside(self, shelf: str, file: str, shard: str = "") -> str:
        """Where it was put; nothing where nothing was to be done."""
        if not self._repair:
            return ""
        parts = [part for part in (shelf, shard) if part]
        with disk.folder(self._root, *parts) as folder, disk.folder(self._root, ASIDE, create=True) as aside:
            taken = set(disk.names(aside))
            new = next(name for name in _names_like(file) if name not in taken)
            os.rename(file, new, src_dir_fd=folder, dst_dir_fd=aside)
            os.fsync(aside)
            os.fsync(folder)
        return f"set aside as {ASIDE}/{new}"

    def _clear(self, file: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._aside("", file)

    def _found(self, where: str, what: str, mended: str) -> Finding:
        return Finding(where, what, mended if self._repair else "")


def _names_like(file: str) -> Iterator[str]:
    yield file
    stem, dot, ending = file.rpartition(".")
    for number in range(2, 1_000_000):
        yield f"{stem}-{number}{dot}{ending}"
