"""CSV: a folder of tables for spreadsheets and statistics, and a `datapackage.json` that describes them.

No cell can act as a formula: text that a spreadsheet would evaluate gets an apostrophe in front. A day without a year,
`--02-14`, which Excel would take for a sum, has one only in tables for Excel.
"""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import orjson

from store.formats.context import ExportContext
from store.formats.spec import Spec
from store.formats.tables import Column, rows, tables
from store.model.fields import GROUPS, Json

SPEC: Final = Spec(
    name="csv",
    summary=f"a folder of tables: articles, {', '.join(GROUPS)}, mentions, edits",
    folder=True,
    shows_conflicts=True,
    identifiers=True,
)

_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_DAY: Final = re.compile(r"--[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2})?")
_SIGNED: Final = re.compile(r"[+-][0-9][0-9.,]*%?")


def write(context: ExportContext, out: Path) -> None:
    for_excel = context.options.byte_order_mark
    encoding = "utf-8-sig" if for_excel else "utf-8"
    with contextlib.ExitStack() as stack:
        write_row: dict[str, Callable[[list[Any]], object]] = {}
        for table, columns in tables().items():
            stream = stack.enter_context((out / f"{table}.csv").open("w", encoding=encoding, newline=""))
            writer = csv.writer(stream)
            writer.writerow([column.name for column in columns])
            write_row[table] = writer.writerow
        for document_rows in context.each(rows):
            for table, row in document_rows:
                write_row[table]([_cell(row[column.name], for_excel) for column in tables()[table]])
    (out / "datapackage.json").write_bytes(orjson.dumps(_package(), option=orjson.OPT_INDENT_2))


def _cell(value: Any, for_excel: bool) -> Any:
    if isinstance(value, str):
        if not value.isascii():
            value = value.encode("utf-8", "replace").decode("utf-8")
        harmless = _SIGNED.fullmatch(value) or (not for_excel and _DAY.fullmatch(value))
        return f"'{value}" if value.startswith(_FORMULA) and not harmless else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _package() -> Json:
    """The description required by the Data Package standard, version 1."""
    return {
        "profile": "tabular-data-package",
        "name": "stet-export",
        "title": "Articles and what was found in them",
        "resources": [
            {
                "name": table,
                "path": f"{table}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": {"fields": [_field(column) for column in columns], "missingValues": [""], **_keys(table)},
            }
            for table, columns in tables().items()
        ],
    }


def _field(column: Column) -> Json:
    return {"name": column.name, "type": column.type, "description": column.meaning}


def _keys(table: str) -> Json:
    if table == "articles":
        return {"primaryKey": ["article"]}
    reference = {"fields": ["article"], "reference": {"resource": "articles", "fields": ["article"]}}
    return {"foreignKeys": [reference]}
