"""XLSX: the tables as the sheets of one workbook, written row by row.

No cell is ever a formula. A full sheet continues in another one: `mentions`, `mentions 2`.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile

from store.disk.temporary import temporary_folder
from store.formats.context import Document, ExportContext
from store.formats.spec import Spec
from store.formats.tables import Row, rows, tables

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

SPEC: Final = Spec(
    name="xlsx",
    summary="the same tables in one Excel workbook",
    content="binary",
    extra="xlsx",
    losses=(
        "control characters (now U+FFFD)",
        "texts longer than 32,767 characters (cut)",
    ),
    shows_conflicts=True,
    identifiers=True,
)

LARGEST_SHEET: Final = 1_048_576
LARGEST_CELL: Final = 32_767
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(context: ExportContext, out: BinaryIO) -> None:
    """Sheets are first written to temporary files, in the folder of `out` if that is a file."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    name = out.name
    beside = Path(name).parent if isinstance(name, str) and Path(name).is_file() else Path(tempfile.gettempdir())
    with temporary_folder(beside) as folder:
        book = Workbook(write_only=True)
        try:
            sheets = {table: _Sheets(book, table, folder) for table in tables()}
            for cells in context.each(_cells):
                for table, values in cells:
                    sheets[table].put(values)
            for sheet in book.worksheets:
                _finish(sheet)
            with ZipFile(out, "w", ZIP_DEFLATED) as archive:
                ExcelWriter(book, archive).save()
        finally:
            for sheet in book.worksheets:
                _close(sheet)


def _cells(document: Document) -> list[tuple[str, list[Any]]]:
    return [
        (table, [_value(row, column.name, document) for column in tables()[table]]) for table, row in rows(document)
    ]


def _value(row: Row, name: str, document: Document) -> Any:
    value = row[name]
    if not isinstance(value, str):
        return value
    clean = _NO_XML.sub("\ufffd", value)
    document.report_loss("control characters (now U+FFFD)", clean != value)
    document.report_loss("texts longer than 32,767 characters (cut)", len(clean) > LARGEST_CELL)
    return clean[:LARGEST_CELL]


class _Sheets:
    """One table on as many sheets as it needs."""

    def __init__(self, book: Workbook, table: str, folder: Path) -> None:
        self._book = book
        self._table = table
        self._folder = folder
        self._number = 0
        self._begin()

    def put(self, values: list[Any]) -> None:
        if self._rows == LARGEST_SHEET:
            self._begin()
        self._rows += 1
        self._sheet.append([self._text(value) if _computed(value) else value for value in values])
        self._sheet._writer.out.check()

    def _begin(self) -> None:
        from openpyxl.worksheet._writer import WorksheetWriter

        self._number += 1
        title = self._table if self._number == 1 else f"{self._table} {self._number}"
        # openpyxl's own file would be in the system's temporary folder, and stay there if the program is killed.
        file = _SheetFile(self._folder / title)
        self._sheet: WriteOnlyWorksheet = self._book.create_sheet(title)
        self._sheet._writer = WorksheetWriter(self._sheet, file)
        self._sheet._writer.write_top()
        self._sheet.freeze_panes = "A2"
        self._sheet.append([self._text(column.name, bold=True) for column in tables()[self._table]])
        self._rows = 1

    def _text(self, value: str, bold: bool = False) -> WriteOnlyCell:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        cell = WriteOnlyCell(self._sheet, value)
        cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        return cell


class _SheetFile:
    """The file to which lxml writes a sheet. A disk error is stored and raised by `check`: raised in the middle of an
    element, lxml would turn it into another error, with more on closing the incomplete file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stream = path.open("wb")
        self._error: OSError | None = None

    def write(self, data: bytes) -> None:
        try:
            if self._error is None:
                self._stream.write(data)
        except OSError as error:
            self._error = error

    def check(self) -> None:
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        self._stream.close()


def _finish(sheet: WriteOnlyWorksheet) -> None:
    """Complete a sheet's file and let the archive read it by its path."""
    from openpyxl.worksheet._writer import ALL_TEMP_FILES

    sheet.close()
    file: _SheetFile = sheet._writer.out
    file.check()
    file.close()
    sheet._writer.out = str(file.path)
    ALL_TEMP_FILES.append(sheet._writer.out)  # from which `cleanup` removes it


def _close(sheet: WriteOnlyWorksheet) -> None:
    """Close what an error has left open. Otherwise the garbage collector would write it and print an error, as would
    openpyxl, which removes its files at exit."""
    from openpyxl.worksheet._writer import ALL_TEMP_FILES

    for part in (sheet._rows, sheet._writer.xf, sheet._writer.out):
        if hasattr(part, "close"):
            with contextlib.suppress(OSError):
                part.close()
    with contextlib.suppress(ValueError):
        ALL_TEMP_FILES.remove(sheet._writer.out)


def _computed(value: Any) -> bool:
    """True if openpyxl would treat the value as a formula or an error."""
    return isinstance(value, str) and value[:1] in ("=", "#")
