"""Reads the articles of one partition, one at a time: each an article, or why there is none.

An article that cannot be read is no reason to stop; an input that cannot be opened is a `StetError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from services.corpus.partitions import Partition
from services.corpus.places import Place, opened, system, told
from store.errors import StetError
from store.files import LARGEST, in_megabytes
from store.intake import Columns, Intake, article_from_bytes, read_article
from store.intake.tables import LONGEST_LINE, article_of, article_on, read_rows, too_long
from store.lines import MARK, Lines

_ROWS: Final = 200
"""Of Parquet in memory at once."""


class Found(NamedTuple):
    """`where` is the article's place in the input: the byte or line at which it begins, its row, its file."""

    where: str
    read: Callable[[], Intake]
    """Raises `StetError`."""


def articles(partition: Partition, columns: Columns) -> Iterator[Found]:
    if partition.form == "files":
        return _files(partition)
    if partition.form == "rows":
        return _rows(partition, columns)
    if partition.form == "table":
        return _table(partition, columns)
    return _lines(partition, columns)


def _lines(partition: Partition, columns: Columns) -> Iterator[Found]:
    """All of a file, or the lines that begin in a range of its bytes."""
    where = Place(partition.input)
    make = partial(article_on, file=where.file_name, columns=columns)
    with opened(where) as file:
        for name, line in _whole(file) if partition.is_whole else _range(file, partition.start, partition.end):
            if len(line) >= LONGEST_LINE and not line.endswith(b"\n"):
                yield Found(name, too_long)
            elif line.strip():
                yield Found(name, partial(make, line))


def _whole(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    lines, number = Lines(file), 0
    while line := lines.readline(LONGEST_LINE):
        number += 1
        yield f"line {number}", line
        while len(line) >= LONGEST_LINE and not line.endswith(b"\n"):
            line = lines.readline(LONGEST_LINE)


def _range(file: BinaryIO, start: int, end: int) -> Iterator[tuple[str, bytes]]:
    at = max(start - 1, 0)
    file.seek(at)
    if start:
        at += _skip(file)  # the line that begins before, or the end of the one before
    while at < end and (line := file.readline(LONGEST_LINE)):
        name = f"byte {at}"
        at += len(line)
        yield name, line if start else line.removeprefix(MARK)
        if len(line) >= LONGEST_LINE and not line.endswith(b"\n"):
            at += _skip(file)


def _skip(file: BinaryIO) -> int:
    """To behind the end of the line; how many bytes."""
    skipped = 0
    while line := file.readline(LONGEST_LINE):
        skipped += len(line)
        if line.endswith(b"\n"):
            break
    return skipped


def _rows(partition: Partition, columns: Columns) -> Iterator[Found]:
    from pyarrow.parquet import ParquetFile

    where = Place(partition.input)
    files, path = system(where)
    with told(where, "Not read"), files.open(path, "rb") as file:
        table = ParquetFile(file)
        groups = range(partition.start, partition.end)
        row = sum(table.metadata.row_group(group).num_rows for group in range(partition.start))
        for batch in table.iter_batches(_ROWS, row_groups=[*groups]):
            for values in batch.to_pylist():
                row += 1
                yield Found(f"row {row}", partial(article_of, _plain(values), where.file_name, columns))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Of what JSON has no type for, its words; a cell without a value is none."""
    plain = (str, int, float, bool, list, dict)
    return {key: one if isinstance(one, plain) else str(one) for key, one in values.items() if one is not None}


def _table(partition: Partition, columns: Columns) -> Iterator[Found]:
    where = Place(partition.input)
    if not where.is_local:
        raise StetError("Not read", f"{where.name}: only JSON lines and Parquet are read there; convert it to these")
    for name, read in read_rows(Path(where.name), columns):
        yield Found(name.rpartition(": ")[2], read)


def _files(partition: Partition) -> Iterator[Found]:
    below = f"{partition.input}/"
    for name in partition.files:
        one = Place(name)
        where = name.removeprefix(below) if name.startswith(below) else one.file_name
        yield Found(where, partial(read_article, name) if one.is_local else partial(_fetched, one))


def _fetched(where: Place) -> Intake:
    with opened(where) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise StetError("Too large", f"{where.name} has more than {in_megabytes(LARGEST)}; split it into articles")
    return article_from_bytes(data, where.file_name)
