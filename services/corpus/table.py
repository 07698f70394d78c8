"""Reads the table of articles of a corpus: the columns asked for, row after row, and the records of chosen rows.

Memory holds a batch of rows, whatever the corpus has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from services.corpus.folder import RECORD, Corpus, Row
from services.corpus.places import Place, system, told
from store.errors import StetError
from store.jsontext import decode
from store.model.record import Record
from store.model.schema import record_from_json

_BATCH: Final = 1000


class At(NamedTuple):
    """A row of one of the files."""

    file: Place
    row: int


def rows(
    corpus: Corpus, columns: Sequence[str], partitions: Iterable[Row] | None = None
) -> Iterator[tuple[At, dict[str, Any]]]:
    """Of these partitions, else of all in the order of the manifest. Raises `StetError` for a file that is missing or
    damaged."""
    from pyarrow.parquet import ParquetFile

    for file in corpus.files("articles", partitions):
        files, path = system(file)
        with told(file, "Corpus not read"), files.open(path, "rb") as opened:
            number = 0
            for batch in ParquetFile(opened).iter_batches(_BATCH, columns=[*columns]):
                for values in batch.to_pylist():
                    yield At(file, number), values
                    number += 1


def records(corpus: Corpus, chosen: Collection[At]) -> Iterator[tuple[At, Record]]:
    """Of these rows; only the groups of rows that hold them are read."""
    from pyarrow.parquet import ParquetFile

    wanted: dict[Place, set[int]] = {}
    for at in chosen:
        wanted.setdefault(at.file, set()).add(at.row)
    for file in corpus.files("articles"):
        if numbers := wanted.get(file):
            files, path = system(file)
            with told(file, "Corpus not read"), files.open(path, "rb") as opened:
                table, first = ParquetFile(opened), 0
                for group in range(table.num_row_groups):
                    last = first + table.metadata.row_group(group).num_rows
                    if inside := sorted(number for number in numbers if first <= number < last):
                        column = table.read_row_group(group, columns=[RECORD]).column(0)
                        for number in inside:
                            yield At(file, number), record_from_json(decode(column[number - first].as_py()))
                    first = last


def found(corpus: Corpus, identifiers: Mapping[str, object]) -> dict[str, At]:
    """Where the articles of these ids are; of one that is there twice, the first."""
    there: dict[str, At] = {}
    for at, row in rows(corpus, ("article", "error")):
        if row["error"] is None and row["article"] in identifiers:
            there.setdefault(row["article"], at)
    return there


def opened_corpus(word: str) -> Corpus:
    """Raises `StetError` where there is none."""
    corpus = Corpus(word)
    if corpus.head() is None:
        raise StetError("No corpus", f"{corpus.place.name} has none; make it with stet extract … -o {word}")
    return corpus
