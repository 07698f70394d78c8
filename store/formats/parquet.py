"""Parquet: the tables as a folder of files, a row group for every so many rows."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from store.formats.tables import Row, rows, tables
from store.formats.walk import Walk

ROW_GROUP: Final = 20_000
_TYPES: Final = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def write(walk: Walk, out: Path) -> None:
    with contextlib.ExitStack() as stack:
        files = {table: stack.enter_context(_File(out, table)) for table in tables()}
        for made in walk.each(rows):
            for table, row in made:
                files[table].put(row)


class _File:
    """One table; holds the rows of one group in memory."""

    def __init__(self, out: Path, table: str) -> None:
        fields = [pa.field(c.name, _TYPES[c.type], metadata={"description": c.meaning}) for c in tables()[table]]
        self._schema = pa.schema(fields)
        self._writer = pq.ParquetWriter(out / f"{table}.parquet", self._schema, compression="zstd")
        self._rows: list[Row] = []

    def __enter__(self) -> _File:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def put(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) == ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        columns: list[Any] = [
            pa.array([_value(row[field.name], field.type) for row in self._rows], type=field.type)
            for field in self._schema
        ]
        if self._rows:
            self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self._rows.clear()


def _value(value: Any, type_: pa.DataType) -> Any:
    # Arrow refuses an integer that a float cannot hold to the last digit.
    return float(value) if isinstance(value, int) and type_ == pa.float64() else value
