"""Cuts inputs into partitions, each with about as much to do: ranges of lines, groups of rows, batches of files.

The same inputs are always cut alike, which is what a run that goes on relies on. Only Parquet's footers are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Final, Literal, NamedTuple

from services.corpus.places import COMPRESSED, Place, opened, place, system, told
from store.errors import StetError
from store.files import MEGABYTE, shown
from store.hashing import text_hash
from store.intake import SUFFIXES
from store.jsontext import encode
from store.lines import wide_encoding

Form = Literal["lines", "rows", "table", "files"]
SIZE: Final = 16 * MEGABYTE
"""Bytes of a partition: about 5,000 articles, a minute of work."""
_LINES: Final = (".jsonl", ".ndjson")
_WHOLE: Final = (".json", ".csv", ".tsv")
_TABLES: Final = (*_LINES, *_WHOLE, ".parquet")
_KNOWN: Final = (*_TABLES, *SUFFIXES)
_MOST_FILES: Final = 5000
"""In a partition."""


class Partition(NamedTuple):
    """`start` and `end` are bytes of lines (0 and -1: all of them), or row groups of Parquet. `size` is the input's, in
    bytes: with another one it is another input. `files` are those of a batch."""

    input: str
    form: Form
    start: int
    end: int
    size: int
    files: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.end < 0

    def key(self, head: str) -> str:
        """The name of what is made of it by an extraction of this head."""
        return text_hash(encode([head, *self]).decode())[:16]


def partitions(inputs: Iterable[str], size: int = SIZE) -> list[Partition]:
    """In the order of the inputs. Raises `StetError` for one that is not there, or holds nothing that can be read."""
    return list(dict.fromkeys(chain.from_iterable(_of(place(word), size) for word in inputs)))


def _of(where: Place, size: int) -> Iterator[Partition]:
    files, path = system(where)
    with told(where, "No such input"):
        if "*" in path or "?" in path:
            found = sorted(files.glob(path, detail=True).values(), key=_name)
        elif files.isdir(path):
            found = sorted(files.find(path, detail=True).values(), key=_name)
        else:
            found = [files.info(path)]
    if len(found) != 1 or _name(found[0]) != path:  # a folder or a pattern: what is not ours is none of it
        found = [one for one in found if _ending(_name(one)) in _KNOWN and "/." not in _name(one)[len(path) :]]
        if not found:
            raise StetError("No articles", f"{shown(where.name)} holds no file that ends in {', '.join(_KNOWN)}")
    named = [(Place(_name(one) if where.is_local else files.unstrip_protocol(_name(one))), one) for one in found]
    of_one = [pair for pair in named if _ending(pair[0].name) not in _TABLES]
    for one, info in named:
        if _ending(one.name) in _TABLES:
            yield from _of_file(one, info, size)
    yield from _batches(where, of_one, size)


def _name(info: Any) -> str:
    return str(info["name"])


def _ending(name: str) -> str:
    """Without that of a compression."""
    path = PurePosixPath(name.lower())
    return PurePosixPath(path.stem).suffix if path.suffix in COMPRESSED else path.suffix


def _of_file(where: Place, info: Any, size: int) -> Iterator[Partition]:
    total, ending = int(info.get("size") or 0), _ending(where.name)
    if ending == ".parquet":
        yield from _row_groups(where, total, size)
    elif ending in _WHOLE:
        yield Partition(where.name, "table", 0, -1, total)
    elif total <= size or where.name.lower().endswith(tuple(COMPRESSED)) or _is_wide(where):
        yield Partition(where.name, "lines", 0, -1, total)
    else:
        for start in range(0, total, size):
            yield Partition(where.name, "lines", start, min(start + size, total), total)


def _is_wide(where: Place) -> bool:
    with opened(where) as file:
        return wide_encoding(file.read(4)) is not None


def _row_groups(where: Place, total: int, size: int) -> Iterator[Partition]:
    from pyarrow.parquet import ParquetFile

    files, path = system(where)
    with told(where, "Not read"), files.open(path, "rb") as file:
        metadata = ParquetFile(file).metadata
        sizes = [metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups)]
    start, held = 0, 0
    for group, one in enumerate(sizes):
        if held and held + one > size:
            yield Partition(where.name, "rows", start, group, total)
            start, held = group, 0
        held += one
    yield Partition(where.name, "rows", start, len(sizes), total)


def _batches(where: Place, named: list[tuple[Place, Any]], size: int) -> Iterator[Partition]:
    """Of files with one article each."""
    batch: list[str] = []
    held = 0
    for one, info in named:
        more = int(info.get("size") or 0)
        if batch and (held + more > size or len(batch) == _MOST_FILES):
            yield Partition(where.name, "files", 0, len(batch), held, tuple(batch))
            batch, held = [], 0
        batch.append(one.name)
        held += more
    if batch:
        yield Partition(where.name, "files", 0, len(batch), held, tuple(batch))
