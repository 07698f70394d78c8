"""OUT: the folder of a corpus. A partition is in it once its row of the manifest is; all else is swept.

    corpus.json                 what made it: extractor, weights, columns, size of a partition
    manifest/KEY.json           a row a partition: its input and range, what was made of it, and a hash of each file
    articles/KEY.parquet        and people, places, numbers, quotes, mentions: the tables of `store.formats.tables`

Whoever reads a corpus asks the manifest for its files. The same inputs make the same bytes.
"""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from services.corpus.places import Place, opened, place, put, system, told
from store.disk import atomic
from store.disk.temporary import folder_for
from store.errors import StetError
from store.files import shown
from store.formats.tables import Column, tables
from store.hashing import text_hash
from store.jsontext import decode, encode
from store.model.fields import Json

FORMAT: Final = "stet-corpus/1"
HEAD: Final = "corpus.json"
IN_HEAD: Final = f'"format":"{FORMAT}"'.encode()
"""Within the first bytes of a corpus' own file."""
MANIFEST: Final = "manifest"
PARTIAL: Final = ".partial"
"""Where files are written before they are moved."""
_LOCK: Final = ".lock"
_LARGEST: Final = 1 << 25
"""Bytes of a file of ours as JSON: a batch has thousands of names of files."""
RECORD: Final = "record"
_OF_ARTICLE: Final = (
    Column("input", "string", "the file that it was read from"),
    Column("place", "string", "where in it: the line, the byte, the row"),
    Column("words", "integer", "how many words its text has"),
    Column("unsure", "number", "how many of its fields are likely to be wrong, by the extractor's own confidence"),
    Column("language", "string", "what its text looks to be in, where that is not English"),
    Column("error", "string", "why nothing was extracted; then there is no record"),
    Column(RECORD, "string", "the whole record as JSON"),
)


def tables_of_corpus() -> dict[str, tuple[Column, ...]]:
    """As the export has them, without edits; `articles` with where each was read, its error or its record."""
    found = {name: columns for name, columns in tables().items() if name != "edits"}
    return {**found, "articles": (*found["articles"], *_OF_ARTICLE)}


def refuse_corpus(path: str) -> None:
    """Raises `StetError` for a folder of this computer that is a corpus: its tables are no articles to add."""
    with contextlib.suppress(OSError, ValueError):
        if IN_HEAD in Path(path, HEAD).read_bytes()[:_LARGEST]:
            how = f"stet add {shlex.quote(path)} --sample 200 draws articles from it"
            raise StetError("Not articles", f"{shown(path)} is a corpus; {how}")


class Row(NamedTuple):
    """Of the manifest."""

    key: str
    input: str
    form: str
    start: int
    end: int
    size: int
    files: tuple[str, ...]
    """Of a batch of files with one article each."""
    articles: int
    failed: int
    words: int
    foreign: int
    """Articles that are not English."""
    rows: dict[str, int]
    """By table."""
    sizes: dict[str, int]
    """Bytes of the file, by table."""
    sha256: dict[str, str]
    """Of the file, by table."""


class Corpus:
    """Raises `StetError` for what is no corpus, or was made otherwise."""

    def __init__(self, word: str) -> None:
        self.place = place(word)

    def head(self) -> Json | None:
        """None where there is nothing yet."""
        files, path = system(self.place)
        with told(self.place, "Not a corpus"):
            if not files.exists(path):
                return None
            there = {name.rstrip("/").rpartition("/")[2] for name in files.ls(path, detail=False)}
        if HEAD not in there:
            if there - {_LOCK, PARTIAL}:
                why = "holds other files; name a new folder, or one that stet extract -o has made"
                raise StetError("Not a corpus", f"{shown(self.place.name)} {why}")
            return None
        return self._json(self.place.below(HEAD))

    def begin(self, head: Json) -> None:
        put(self.place.below(HEAD), encode(head))

    def refuse_other(self, there: Json, head: Json) -> None:
        """Raises `StetError` where what is there was made by another extractor, or cut otherwise."""
        if other := next((key for key in head if there.get(key) != head[key]), None):
            why = _otherwise(other, there.get(other), head[other])
            raise StetError("Another corpus", f"{shown(self.place.name)} {why}, or name another folder with -o")

    def manifest(self) -> list[Row]:
        """By input and range."""
        files, path = system(self.place.below(MANIFEST))
        with told(self.place, "Not read"):
            names = files.ls(path, detail=False) if files.exists(path) else []
        keys = sorted(name.rpartition("/")[2] for name in names)
        read = [self._row(self.place.below(MANIFEST, key)) for key in keys if key.endswith(".json") and key[0] != "."]
        return sorted(read, key=lambda row: (row.input, row.start, row.key))

    def commit(self, row: Row) -> None:
        """Its tables are in place."""
        put(self.place.below(MANIFEST, f"{row.key}.json"), encode(row._asdict()))

    def files(self, table: str, partitions: Iterable[Row] | None = None) -> list[Place]:
        """Those of one table, of these partitions or of all in the order of the manifest."""
        rows = self.manifest() if partitions is None else partitions
        return [self.place.below(table, f"{row.key}.parquet") for row in rows]

    def digest(self) -> str:
        """Of all that is in it: another where a partition was added, or made otherwise."""
        hashes = sorted((row.key, *sorted(row.sha256.items())) for row in self.manifest())
        return text_hash(encode(hashes).decode())

    def whole(self, rows: Iterable[Row]) -> list[Row]:
        """Those whose files are all there, with all their bytes."""
        there = {(table, name): size for table in tables_of_corpus() for name, size in self._files(table)}
        return [
            row
            for row in rows
            if all(there.get((table, f"{row.key}.parquet")) == size for table, size in row.sizes.items())
        ]

    def _files(self, table: str) -> Iterator[tuple[str, int]]:
        files, path = system(self.place.below(table))
        with told(self.place, "Not read"):
            found = files.ls(path, detail=True) if files.exists(path) else []
        for one in found:
            yield str(one["name"]).rpartition("/")[2], int(one["size"] or 0)

    def sweep(self, keys: set[str]) -> None:
        """Remove what runs that were stopped have left: files of partitions that are not in the manifest."""
        files, path = system(self.place)
        with told(self.place, "Not written"):
            for table in tables_of_corpus():
                folder = f"{path.rstrip('/')}/{table}"
                for name in files.ls(folder, detail=False) if files.exists(folder) else ():
                    if name.rpartition("/")[2].removesuffix(".parquet") not in keys:
                        files.rm_file(name)
            if files.exists(left := f"{path.rstrip('/')}/{PARTIAL}"):
                files.rm(left, recursive=True)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Raises `StetError` while another run writes to it; on this file system, not in an object store, where two
        runs would write the same twice."""
        if not self.place.is_local:
            yield
            return
        root = Path(self.place.name)
        with contextlib.ExitStack() as held:
            with told(self.place, "Not written"):
                held.enter_context(folder_for(root / _LOCK))
                folder = held.enter_context(atomic.folder(root))
                try:
                    held.enter_context(atomic.locked(folder, _LOCK, patience=0))
                except TimeoutError:
                    why = f"another run writes to {shown(str(root))}; wait for it, or name another folder with -o"
                    raise StetError("In use", why) from None
            held.callback(self._leave_none, root)
            yield

    def _leave_none(self, root: Path) -> None:
        """A run that was refused before it began leaves no folder of its own behind."""
        if not (root / HEAD).exists():
            (root / _LOCK).unlink(missing_ok=True)

    def _row(self, where: Place) -> Row:
        found = self._json(where)
        if {*found} != {*Row._fields}:
            raise StetError(
                "Not a corpus", f"{shown(where.name)} is not ours; remove it to have its partition made again"
            )
        return Row(**{**found, "files": tuple(found["files"])})

    def _json(self, where: Place) -> Json:
        with opened(where) as file:
            data = file.read(_LARGEST)
        try:
            found: Any = decode(data)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise StetError("Not a corpus", f"{shown(where.name)} is not ours, or was cut; restore it from a copy")
        return found


def _otherwise(key: str, there: Any, here: Any) -> str:
    """What a corpus was made with that a run is not."""
    if key == "lists":
        if there and here:
            return "was made with other word lists or weights; name the --library that it was made with as it was then"
        had, now = ("a library's", "none") if there else ("no", "a library's")
        return f"was made with {had} word lists and weights, now there are {now}; give --library as it was given then"
    if key == "columns" and isinstance(there, dict):
        name = next(name for name in here if there.get(name) != here[name])
        was, now = (shown(one.get(name) or "its usual name") for one in (there, here))
        return f"was made with --{name}-field {was}, now it is {now}; give it as it was given then"
    if key == "partition_size":
        return f"has partitions of {there} bytes, now they would be of {here}; leave --partition-size out"
    return f"was made with {key} {shown(str(there))}, here it is {shown(str(here))}; use the same"
