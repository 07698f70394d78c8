"""Cuts inputs into partitions, each with about as much to do: ranges of lines, groups of rows, batches of files.

The same inputs are always cut alike, which is what a run that goes on relies on. Only Parquet's footers are read. What
a folder holds beside articles is told, and a corpus in it is none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Final, Literal, NamedTuple

from services.corpus.folder import HEAD, IN_HEAD, Row
from services.corpus.places import COMPRESSED, Place, opened, place, system, told
from store.errors import StetError
from store.files import MEGABYTE, shown
from store.hashing import text_hash
from store.intake import SUFFIXES, Columns, Skip, Skipped
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
_NAMED: Final = 6
"""Columns, in a message."""


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


class Cut(NamedTuple):
    """How inputs are cut. `out` is the corpus that is made, which is no input, and `made` are its partitions: files
    that come into a folder later are cut by themselves. `skip` is told of each file that is left out."""

    out: Place
    columns: Columns
    skip: Skip
    size: int = SIZE
    made: Sequence[Row] = ()


def partitions(inputs: Iterable[str], cut: Cut) -> list[Partition]:
    """In the order of the inputs. Raises `StetError` for one that is not there, or holds nothing that can be read."""
    return list(dict.fromkeys(chain.from_iterable(_of(place(word), cut) for word in inputs)))


def _of(where: Place, cut: Cut) -> Iterator[Partition]:
    files, path = system(where)
    with told(where, "No such input"):
        if "*" in path or "?" in path:
            found = sorted(files.glob(path, detail=True).values(), key=_name)
        elif files.isdir(path):
            found = sorted(files.find(path, detail=True).values(), key=_name)
        else:
            found = [files.info(path)]
    named = [(Place(_name(one) if where.is_local else files.unstrip_protocol(_name(one))), one) for one in found]
    is_one = len(found) == 1 and _name(found[0]) == path
    if not is_one:
        if not named:
            raise StetError("No articles", f"{shown(where.name)} holds or matches no file at all")
        named = [*_known(where, named, cut)]
        if not named:
            raise StetError("No articles", f"{shown(where.name)} holds no file that ends in {', '.join(_KNOWN)}")
    of_one = [pair for pair in named if _ending(pair[0].name) not in _TABLES]
    for one, info in named:
        if _ending(one.name) in _TABLES:
            yield from _of_file(one, info, cut, is_one=is_one)
    yield from _batches(where, of_one, cut)


def _known(where: Place, named: list[tuple[Place, Any]], cut: Cut) -> Iterator[tuple[Place, Any]]:
    """Of a folder or a pattern, what can be read, and is neither hidden nor in a corpus."""
    heads = [one.parent for one, _ in named if one.file_name == HEAD and _is_head(one)]
    for one in heads:
        if one != cut.out:
            cut.skip(Skipped(one.name, "is a corpus"))
    within = tuple(f"{one.name}/" for one in {*heads, cut.out})
    for one, info in named:
        if "/." in one.name[len(where.name) :] or one.name.startswith(within):
            continue
        if _ending(one.name) in _KNOWN:
            yield one, info
        else:
            cut.skip(Skipped(one.file_name))


def _is_head(where: Place) -> bool:
    with opened(where) as file:
        return IN_HEAD in file.read(1000)


def _name(info: Any) -> str:
    return str(info["name"])


def _ending(name: str) -> str:
    """Without that of a compression."""
    path = PurePosixPath(name.lower())
    return PurePosixPath(path.stem).suffix if path.suffix in COMPRESSED else path.suffix


def _of_file(where: Place, info: Any, cut: Cut, *, is_one: bool) -> Iterator[Partition]:
    total, ending, size = int(info.get("size") or 0), _ending(where.name), cut.size
    if ending == ".parquet":
        yield from _row_groups(where, total, cut, is_one=is_one)
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


def _row_groups(where: Place, total: int, cut: Cut, *, is_one: bool) -> Iterator[Partition]:
    """Raises `StetError` for a file that was named and lacks a column; in a folder it is left out."""
    from pyarrow.parquet import ParquetFile

    files, path = system(where)
    with told(where, "Not read"), files.open(path, "rb") as file:
        table = ParquetFile(file)
        names, metadata = table.schema_arrow.names, table.metadata
        sizes = [metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups)]
    if lacks := next((name for name in cut.columns.named if name not in names), None):
        option = cut.columns.named[lacks]
        why = f"has no column {shown(lacks)}, but {_listed(names)}"
        if is_one:
            raise StetError("No such column", f"{shown(where.name)} {why}; say with {option} which one it is")
        cut.skip(Skipped(where.name, f"{why}; extract it into a folder of its own, with {option}"))
        return
    start, held = 0, 0
    for group, one in enumerate(sizes):
        if held and held + one > cut.size:
            yield Partition(where.name, "rows", start, group, total)
            start, held = group, 0
        held += one
    yield Partition(where.name, "rows", start, len(sizes), total)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(map(shown, names[:_NAMED]))}{more}"


def _batches(where: Place, named: list[tuple[Place, Any]], cut: Cut) -> Iterator[Partition]:
    """Of files with one article each. What was a batch stays one, as long as its files are what they were."""
    sizes = {one.name: int(info.get("size") or 0) for one, info in named}
    for row in cut.made:
        is_of_it = row.form == "files" and row.input == where.name and sizes.keys() >= {*row.files}
        if is_of_it and sum(sizes[name] for name in row.files) == row.size:
            yield Partition(row.input, "files", row.start, row.end, row.size, row.files)
            for name in row.files:
                del sizes[name]
    batch: list[str] = []
    held = 0
    for one, more in sizes.items():
        if batch and (held + more > cut.size or len(batch) == _MOST_FILES):
            yield Partition(where.name, "files", 0, len(batch), held, tuple(batch))
            batch, held = [], 0
        batch.append(one)
        held += more
    if batch:
        yield Partition(where.name, "files", 0, len(batch), held, tuple(batch))
