"""Looks through a library for what is wrong, and mends what can be mended.

What cannot be mended is set aside in `damaged/`, never deleted. A record is mended from its edits, which are the
truth; of a file that was cut off, from those that are whole. However a repair ends, by a kill or a full disk, the next
one goes on: what is whole comes back from `damaged/`. How files go there and
back is in `aside`, which records come to which place in `restoring`.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from store.disk import atomic as disk
from store.disk.tables import NOT_TABLES, EncodedRecord, Tables, encoded_of, from_tables, to_tables
from store.disk.temporary import sweep
from store.errors import StetError
from store.hashing import text_hash
from store.index.faults import index_faults
from store.index.sync import GOING
from store.jsontext import decode, encode
from store.library.aside import ASIDE, is_odd, keep_copy, put_back, set_aside, text_aside
from store.library.folder import FolderLibrary, file_name
from store.library.removal import finish
from store.library.restoring import has_record, moved, restored, waiting
from store.library.salvage import longest
from store.model.record import VERSION, version_of
from store.oserrors import reason

_RECORD: Final = re.compile(r"([0-9a-f]{16}|[0-9a-f]{64})\.json")
_TEXT: Final = re.compile(r"([0-9a-f]{16}|[0-9a-f]{64})\.txt")
_SHARD: Final = re.compile(r"[0-9a-f]{2}")
_LEFT: Final = re.compile(r"\..*\.tmp", re.DOTALL)
_COPIES: Final = re.compile(r"before-stet-[0-9]+")
_DERIVED: Final = ("people", "places", "numbers", "quotes")
_NO_RECORD: Final = "it is not a record of Stet"


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
        self._looked = 0
        self._displaced: list[tuple[str, str]] = []
        """Records under another article's name: the name that they have, and the one that they should have."""

    def run(self) -> Iterator[Finding]:
        try:
            if not self._root.is_dir():
                return
            yield from self._guarded("FORMAT", self._frame())
            yield from self._guarded(self._root.name, self._left_over())
            yield from self._guarded("records", self._each("records", self._entry))
            for name, proper in self._displaced:
                yield from self._guarded(_path(name), self._move(name, proper))
            yield from self._guarded(ASIDE, self._from_aside())
            yield from self._guarded("texts", self._each("texts", self._text))
            yield from self._index()
        except OSError as error:
            raise StetError("Not checked", f"{self._root}: {reason(error)}") from error

    def _guarded(self, where: str, findings: Iterator[Finding]) -> Iterator[Finding]:
        """What cannot be read or mended now stays as it is, and keeps nothing else from being looked at."""
        try:
            yield from findings
        except OSError as error:
            yield Finding(where, f"it could not be looked at or mended: {reason(error)}")
        except StetError as error:
            yield Finding(where, error.message)

    def _frame(self) -> Iterator[Finding]:
        """What must be there before anything else can be looked at."""
        with disk.folder(self._root) as root:
            for shelf in ("locks", "records", "texts"):
                if disk.exists(root, shelf) and not disk.is_folder(root, shelf):
                    yield self._found(shelf, "it is no folder, or a link", self._aside("", "", shelf))
            if disk.exists(root, ".lock") and not disk.is_plain(root, ".lock"):
                yield self._found(".lock", "it is no plain file", self._aside("", "", ".lock"))
        with contextlib.suppress(FileNotFoundError), disk.folder(self._root, "locks") as folder:
            for name in disk.names(folder):
                if not disk.is_plain(folder, name):
                    yield self._found(f"locks/{name}", "it is no plain file", self._aside("locks", "", name))
        if self._library.warning:
            if self._repair:
                with disk.folder(self._root) as root:
                    if disk.exists(root, "FORMAT"):
                        (keep_copy if disk.is_plain(root, "FORMAT") else set_aside)(self._root, "", "", "FORMAT")
                self._library.write_format()
            yield self._found("FORMAT", "it is missing or damaged", "written anew")

    def _left_over(self) -> Iterator[Finding]:
        """By programs that were killed, where no shard has a lock: in the library's folder, in copies, beside it."""
        with disk.folder(self._root) as root:
            yield from self._left_in(root, "")
            copies = sorted(filter(_COPIES.fullmatch, disk.names(root)))
        for copy in copies:
            with contextlib.suppress(NotADirectoryError), disk.folder(self._root, copy) as folder:
                for shard in sorted(filter(_SHARD.fullmatch, disk.names(folder))):
                    with disk.folder(self._root, copy, shard) as inner:
                        yield from self._left_in(inner, f"{copy}/{shard}/")
        for name in sweep(self._root.parent) if self._repair else ():
            yield Finding(f"../{name}", "a library or an export was not finished", "removed")

    def _left_in(self, folder: int, where: str) -> Iterator[Finding]:
        for file in sorted(filter(_LEFT.fullmatch, disk.names(folder))):
            if self._repair:
                with disk.folder(self._root) as root, disk.locked(root, ".lock"):
                    disk.remove(folder, file)
            yield self._cut_off(f"{where}{file}")

    def _cut_off(self, where: str) -> Finding:
        return self._found(where, "a save was cut off; what it was saving was never said to be saved", "removed")

    def _each(self, shelf: str, look: Callable[[str, str], Iterator[Finding]]) -> Iterator[Finding]:
        try:
            with disk.folder(self._root, shelf) as folder:
                shards = sorted(filter(_SHARD.fullmatch, disk.names(folder)))
        except FileNotFoundError:
            return
        for shard in shards:
            yield from self._guarded(f"{shelf}/{shard}", self._shard(shelf, shard, look))

    def _shard(self, shelf: str, shard: str, look: Callable[[str, str], Iterator[Finding]]) -> Iterator[Finding]:
        try:
            with disk.folder(self._root, shelf, shard) as folder:
                files = sorted(disk.names(folder))
        except OSError as error:
            if not is_odd(error):
                raise
            yield self._found(f"{shelf}/{shard}", "it is no folder, or a link", self._aside(shelf, "", shard))
            return
        for file in files:
            where = f"{shelf}/{shard}/{file}"
            yield from self._guarded(where, look(shard, file))

    def _unfit(self, shelf: str, shard: str, file: str, what: str) -> Iterator[Finding]:
        """A file that is neither record nor text."""
        where = f"{shelf}/{shard}/{file}"
        with self._locked(shard), disk.folder(self._root, shelf, shard) as folder:
            if not disk.exists(folder, file):
                return  # the save that was writing it is done
            if _LEFT.fullmatch(file) and disk.is_plain(folder, file):
                if self._repair:
                    disk.remove(folder, file)
                yield self._cut_off(where)
                return
        yield self._found(where, what, self._aside(shelf, shard, file))

    def _entry(self, shard: str, file: str) -> Iterator[Finding]:
        if going := GOING.fullmatch(file):
            if self._repair:
                finish(self._library, going[1])
            yield self._found(f"records/{shard}/{file}", "a removal was cut off", "the article is wholly removed")
        elif (found := _RECORD.fullmatch(file)) is None:
            yield from self._unfit("records", shard, file, "it is no record")
        else:
            with self._locked(shard):
                yield from self._record(found[1])
        self._looked += 1
        if self._progress is not None:
            self._progress(self._looked)

    def _record(self, name: str) -> Iterator[Finding]:
        """Under the lock."""
        where, shard, file = _path(name), name[:2], f"{name}.json"
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
            if not is_odd(error):
                raise
            yield self._found(where, reason(error), self._aside("records", shard, file))
            return
        try:
            tables: Tables = decode(data)
            article, encoded = tables["article"]["1"], encoded_of(tables)
            proper = file_name(article["id"])
            newer = (version_of(article["format"]) or 0) > VERSION
        except NOT_TABLES:
            yield from self._salvage(name, data)
            return
        if newer:
            yield Finding(where, f"it is of the format {article['format']}, newer than this Stet; update Stet")
        elif proper != name:
            if self._repair:
                self._displaced.append((name, proper))
            else:
                yield Finding(where, f"it holds the article {article['id']}")
        else:
            yield from self._against_text(name, data, tables, encoded)

    def _against_text(self, name: str, data: bytes, tables: Tables, encoded: EncodedRecord) -> Iterator[Finding]:
        where, file = _path(name), f"{name}.txt"
        there, text = self._text_of(name)
        if (text is None or text_hash(text) != encoded.sha256) and (
            kept := text_aside(self._root, name, encoded.sha256)
        ):
            what = "its text was set aside"
            if self._repair:
                if there:
                    self._aside("texts", name[:2], file)
                put_back(self._root, kept, "texts", file)
                text = self._library.text_of(name)
            yield self._found(where, what, f"back from {ASIDE}/{kept}")
            if not self._repair:
                return
        if text is None or text_hash(text) != encoded.sha256:
            what = "its text is missing" if text is None else "its text has been changed"
            mended = self._aside("records", name[:2], f"{name}.json")
            if there:
                self._aside("texts", name[:2], file)
            yield self._found(where, what, mended)
        else:
            yield from self._against_fold(name, data, tables, text)

    def _text_of(self, name: str) -> tuple[bool, str | None]:
        """Whether something is there, and the text if it is one."""
        try:
            text = self._library.text_of(name)
        except OSError as error:
            if not is_odd(error):
                raise
            return True, None
        return text is not None, text

    def _against_fold(self, name: str, data: bytes, tables: Tables, text: str) -> Iterator[Finding]:
        try:
            record = from_tables(tables, text)
            fresh: Tables = decode(encode(to_tables(record, encoded_of(tables))))
        except (StetError, *NOT_TABLES) as error:
            yield from self._salvage(
                name, data, error.message if isinstance(error, StetError) else "its tables are not those of a record"
            )
            return
        wrong = [group for group in _DERIVED if tables.get(group) != fresh[group]]
        if tables["article"]["1"].get("status") != record.status:
            wrong.append("status")
        if wrong:
            if self._repair:
                self._library.write(name, record, encoded_of(tables))
            what = f"{', '.join(wrong)} are not what its edits make"
            yield self._found(_path(name), what, "written anew from its edits")

    def _salvage(self, name: str, data: bytes, why: str = _NO_RECORD) -> Iterator[Finding]:
        """As many edits from the first as are whole, written over a file that keeps its bytes in `damaged/`."""
        shard, file = name[:2], f"{name}.json"
        _, text = self._text_of(name)
        saved = longest(data, text) if text is not None else None
        if not data.strip(b"\0 \n"):
            why = "it is empty"
        mended = ""
        if saved is None or file_name(saved.record.id) != name:
            mended = self._aside("records", shard, file) + ("; its text is whole" if text is not None else "")
        elif self._repair:
            mended = f"set aside as {ASIDE}/{keep_copy(self._root, 'records', shard, file)}"
            self._library.write(name, saved.record, saved.encoded)
            mended += f"; saved up to edit {saved.record.seq}"
        yield self._found(_path(name), why, mended)

    def _move(self, name: str, proper: str) -> Iterator[Finding]:
        with contextlib.ExitStack() as stack:
            for shard in sorted({name[:2], proper[:2]}):  # always in this order, so that no two wait for each other
                stack.enter_context(self._library.lock(shard))
            if (done := moved(self._root, name, proper)) is not None:
                yield Finding(_path(name), *done)
                yield from self._record(proper)

    def _from_aside(self) -> Iterator[Finding]:
        for name, files in waiting(self._root).items():
            yield from self._guarded(f"{ASIDE}/{files[0]}", self._back(name, files))

    def _back(self, name: str, files: list[str]) -> Iterator[Finding]:
        with self._locked(name[:2]):
            if (file := restored(self._library, name, files, self._repair)) is not None:
                what = "it can be read, and the library has no record of its article"
                yield self._found(f"{ASIDE}/{file}", what, f"back as {_path(name)}")
                if self._repair:
                    yield from self._record(name)

    def _text(self, shard: str, file: str) -> Iterator[Finding]:
        if (found := _TEXT.fullmatch(file)) is None:
            yield from self._unfit("texts", shard, file, "it is no text")
            return
        with self._locked(shard):
            if not has_record(self._root, found[1]):
                yield self._found(f"texts/{shard}/{file}", "it has no record", self._aside("texts", shard, file))

    def _index(self) -> Iterator[Finding]:
        for what, aside in index_faults(self._root):
            mended = self._aside("", "", aside) if aside else ""
            yield self._found(aside or "index.sqlite", what, f"{mended}; made anew".removeprefix("; "))
        if self._repair:
            self._library.index_sync.discard()
            self._library.count()

    @contextlib.contextmanager
    def _locked(self, shard: str) -> Iterator[None]:
        """Looking needs no lock: a record is always whole."""
        if not self._repair:
            yield
            return
        with self._library.lock(shard):
            yield

    def _aside(self, shelf: str, shard: str, file: str) -> str:
        """Where it was put; nothing where nothing was to be done."""
        return f"set aside as {ASIDE}/{set_aside(self._root, shelf, shard, file)}" if self._repair else ""

    def _found(self, where: str, what: str, mended: str) -> Finding:
        return Finding(where, what, mended if self._repair else "")


def _path(name: str) -> str:
    return f"records/{name[:2]}/{name}.json"
