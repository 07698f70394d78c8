"""Parquet: the tables as a folder of files, with a row group for every `ROW_GROUP` rows."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from store.formats.context import Document, ExportContext
from store.formats.spec import Spec
from store.formats.tables import Column, Row, rows, tables

NO_TIMES: Final = "times that no calendar has"
SPEC: Final = Spec(
    name="parquet",
    summary="the same tables as a folder of Parquet files",
    folder=True,
    extra="parquet",
    losses=(NO_TIMES,),
    shows_conflicts=True,
    identifiers=True,
)

TIMES: Final = frozenset({"decided_at", "at"})
"""Columns of times in UTC, to the microsecond."""
ROW_GROUP: Final = 20_000


def write(context: ExportContext, out: Path) -> None:
    with contextlib.ExitStack() as stack:
        files = {
            table: stack.enter_context(TableFile(out / f"{table}.parquet", columns))
            for table, columns in tables().items()
        }
        for document_rows in context.each(timed_rows):
            for table, row in document_rows:
                files[table].put(row)


def timed_rows(document: Document) -> list[tuple[str, Row]]:
    """The rows with times as times."""
    found = rows(document)
    for _, row in found:
        for name in TIMES & row.keys():
            row[name] = _time(row[name], document)
    return found


def _time(words: str | None, document: Document) -> datetime | None:
    try:
        return None if words is None else datetime.fromisoformat(words)
    except ValueError:
        document.report_loss(NO_TIMES)
        return None


class TableFile:
    """The file of one table; holds the rows of one group in memory. What is written before an error is no table."""

    def __init__(self, path: Path, columns: Sequence[Column], row_group: int = ROW_GROUP) -> None:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter

        types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
        types["time"] = pa.timestamp("us", tz="UTC")
        self._schema = pa.schema(
            [
                pa.field(c.name, types["time" if c.name in TIMES else c.type], metadata={"description": c.meaning})
                for c in columns
            ]
        )
        self._floats = {column.name for column in columns if column.type == "number"}
        self._writer = ParquetWriter(path, self._schema, compression="zstd")
        self._row_group = row_group
        self._rows: list[Row] = []

    def __enter__(self) -> TableFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def put(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) == self._row_group:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        columns: list[Any] = [
            pa.array([self._value(row, field.name) for row in self._rows], type=field.type) for field in self._schema
        ]
        if self._rows:
            self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self._rows.clear()

    def _value(self, row: Row, name: str) -> Any:
        # Arrow rejects an integer that a float cannot represent exactly.
        value = row[name]
        return float(value) if isinstance(value, int) and name in self._floats else value
