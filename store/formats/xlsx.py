"""XLSX: the tables as the sheets of one workbook, written row by row.

No cell is ever a formula. A sheet that is full goes on in another: `mentions`, `mentions 2`.
"""

from __future__ import annotations

import re
from typing import Any, BinaryIO, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from store.formats.tables import TABLES, Row, rows
from store.formats.walk import Taken, Walk

LARGEST_SHEET: Final = 1_048_576
LARGEST_CELL: Final = 32_767
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(walk: Walk, out: BinaryIO) -> None:
    book = Workbook(write_only=True)
    sheets = {table: _Sheets(book, table) for table in TABLES}
    for made in walk.each(_cells):
        for table, values in made:
            sheets[table].put(values)
    book.save(out)


def _cells(taken: Taken) -> list[tuple[str, list[Any]]]:
    return [(table, [_value(row, column.name, taken) for column in TABLES[table]]) for table, row in rows(taken)]


def _value(row: Row, name: str, taken: Taken) -> Any:
    value = row[name]
    if not isinstance(value, str):
        return value
    clean = _NO_XML.sub("\ufffd", value)
    taken.lose("control characters (now U+FFFD)", clean != value)
    taken.lose("texts longer than 32,767 characters (cut)", len(clean) > LARGEST_CELL)
    return clean[:LARGEST_CELL]


class _Sheets:
    """One table on as many sheets as it needs."""

    def __init__(self, book: Workbook, table: str) -> None:
        self._book = book
        self._table = table
        self._number = 0
        self._begin()

    def put(self, values: list[Any]) -> None:
        if self._rows == LARGEST_SHEET:
            self._begin()
        self._rows += 1
        self._sheet.append([self._text(value) if _computed(value) else value for value in values])

    def _begin(self) -> None:
        self._number += 1
        title = self._table if self._number == 1 else f"{self._table} {self._number}"
        self._sheet: WriteOnlyWorksheet = self._book.create_sheet(title)
        self._sheet.freeze_panes = "A2"
        self._sheet.append([self._text(column.name, bold=True) for column in TABLES[self._table]])
        self._rows = 1

    def _text(self, value: str, bold: bool = False) -> WriteOnlyCell:
        cell = WriteOnlyCell(self._sheet, value)
        cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        return cell


def _computed(value: Any) -> bool:
    """What openpyxl would take for a formula or an error."""
    return isinstance(value, str) and value[:1] in ("=", "#")
