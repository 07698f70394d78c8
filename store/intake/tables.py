"""Files of many articles: JSON lines and CSV, one article per line or row.

Known fields (title, source, url, date, author) become attributes of the article; all others go to its `meta`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

from store.errors import StetError
from store.files import LARGEST, MEGABYTE, in_megabytes, open_file, read_file, shown
from store.intake.article import Intake, article_from_text
from store.intake.charset import decode_text
from store.jsontext import decode
from store.model.fields import Json

Row = tuple[str, Callable[[], Intake]]
LONGEST_LINE: Final = 32 * MEGABYTE
"""Bytes. A line with the longest permitted text, every character escaped, has fewer."""
_SENTINEL: Final = "\x1c end of table \x1c"
"""A sentinel row added at the end: if a cell's quotes are not closed, it ends up in that cell."""
_KNOWN: Final = ("title", "source", "url", "date", "author")


def read_rows(path: Path, text_field: str, id_field: str) -> Iterator[Row]:
    """The name of each row, for messages, and a function that reads it. Raises if the file is no table at all."""
    make = partial(_article, file=path.name, text_field=text_field, id_field=id_field)
    try:
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            yield from _lines(path, make)
        else:
            yield from _table(path, make, text_field)
    except OSError as error:
        raise StetError("File not read", f"{shown(path)}: {error.strerror}") from None


def _lines(path: Path, make: Callable[[Json], Intake]) -> Iterator[Row]:
    with open_file(path) as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            name = f"{shown(path)}: line {number}"
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                yield name, _too_long
            elif line.strip():
                yield name, partial(_line, line, make)


def _too_long() -> Intake:
    raise StetError("Line too long", f"it has more than {in_megabytes(LONGEST_LINE)}; split its text into articles")


def _line(line: bytes, make: Callable[[Json], Intake]) -> Intake:
    try:
        values = decode(line)
    except ValueError as error:
        raise StetError("Not JSON", f"not JSON ({error}); each line must be one object") from None
    if not isinstance(values, dict):
        raise StetError("Not JSON", "not an object; each line must be one object")
    if str(values.get("format", "")).startswith("stet/"):
        raise StetError("A record", "a Stet record with fields; import it with stet import --from jsonl")
    return make(values)


def _table(path: Path, make: Callable[[Json], Intake], text_field: str) -> Iterator[Row]:
    data = read_file(path, smaller="split it, or convert it to JSON lines")
    text, encoding = decode_text(data, shown(path))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(LARGEST)
    whole = text if text.endswith(("\n", "\r")) else text + "\n"
    rows = csv.DictReader(chain(io.StringIO(whole, newline=""), [_SENTINEL]), delimiter=delimiter)
    try:
        if text_field not in (rows.fieldnames or ()):
            present = ", ".join(map(str, rows.fieldnames or ())) or "none"
            raise StetError(
                "No text", f"{shown(path)} has no column {text_field}, only {present}; choose one with --text-field"
            )
        for values in rows:
            if _SENTINEL in values.values():
                return
            if any(value and str(value).endswith(_SENTINEL) for value in values.values()):
                raise StetError("Cut off", f"{shown(path)} ends inside a quoted cell; copy the whole file again")
            filled = {key: value for key, value in values.items() if key is not None and value}
            yield f"{shown(path)}: line {rows.line_num}", partial(_row, filled, make, encoding)
    except csv.Error as error:
        raise StetError("Not a table", f"{shown(path)}: line {rows.line_num}: {error}") from None


def _row(values: Json, make: Callable[[Json], Intake], encoding: str | None) -> Intake:
    return make(values)._replace(encoding=encoding)


def _article(values: Json, *, file: str, text_field: str, id_field: str) -> Intake:
    rest = dict(values)
    text = rest.pop(text_field, None)
    if not isinstance(text, str):
        raise StetError("No text", f"it has no text under {text_field}; name the field with --text-field")
    identifier = rest.pop(id_field, None)
    known: dict[str, Any] = {key: rest.pop(key) for key in _KNOWN if isinstance(rest.get(key), str)}
    meta = rest.pop("meta", {})
    if not isinstance(meta, dict):
        meta = {"meta": meta}
    article = article_from_text(
        text,
        title=known.pop("title", ""),
        source=known.pop("source", "") or file,
        identifier=_identifier(identifier, id_field),
        meta={**meta, **rest},
        **known,
    )
    return Intake(article, None)


def _identifier(value: Any, field: str) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if type(value) is int:
        return str(value)
    raise StetError("No id", f"its {field} is neither text nor a whole number; choose another with --id-field")
