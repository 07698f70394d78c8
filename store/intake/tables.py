"""Files of many articles: JSON lines and CSV, an article a line or row.

The fields of an article go where their names say; all others are kept as its `meta`.
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
"""Bytes. An article of the longest text there may be, every character escaped, has fewer."""
_END: Final = "\x1c end of table \x1c"
"""A last row of our own: where a cell's quotes are not closed, it is found in that cell."""
_KNOWN: Final = ("title", "source", "url", "date", "author")


def read_rows(path: Path, text_field: str, id_field: str) -> Iterator[Row]:
    """The name of each row, for messages, and what reads it. Raises where the file as a whole is no such file."""
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
    raise StetError("Line too long", f"it has more than {in_megabytes(LONGEST_LINE)}; cut its text into articles")


def _line(line: bytes, make: Callable[[Json], Intake]) -> Intake:
    try:
        values = decode(line)
    except ValueError as error:
        raise StetError("No JSON", f"not JSON ({error}); one object a line is wanted") from None
    if not isinstance(values, dict):
        raise StetError("No JSON", "not an object; one object a line is wanted")
    if str(values.get("format", "")).startswith("stet/"):
        raise StetError("A record", "a record of Stet, with fields; bring it in with stet import --from jsonl")
    return make(values)


def _table(path: Path, make: Callable[[Json], Intake], text_field: str) -> Iterator[Row]:
    data = read_file(path, smaller="cut it, or make it JSON lines")
    text, encoding = decode_text(data, shown(path))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(LARGEST)
    whole = text if text.endswith(("\n", "\r")) else text + "\n"
    rows = csv.DictReader(chain(io.StringIO(whole, newline=""), [_END]), delimiter=delimiter)
    try:
        if text_field not in (rows.fieldnames or ()):
            named = ", ".join(map(str, rows.fieldnames or ())) or "nothing"
            raise StetError(
                "No text", f"{shown(path)} has no column {text_field}; it has {named}; name it with --text-field"
            )
        for values in rows:
            if _END in values.values():
                return
            if any(value and str(value).endswith(_END) for value in values.values()):
                raise StetError("Cut off", f"{shown(path)} ends inside a cell with quotes; copy it again, whole")
            given = {key: value for key, value in values.items() if key is not None and value}
            yield f"{shown(path)}: line {rows.line_num}", partial(_row, given, make, encoding)
    except csv.Error as error:
        raise StetError("No table", f"{shown(path)}: line {rows.line_num}: {error}") from None


def _row(values: Json, make: Callable[[Json], Intake], encoding: str | None) -> Intake:
    return make(values)._replace(encoding=encoding)


def _article(values: Json, *, file: str, text_field: str, id_field: str) -> Intake:
    rest = dict(values)
    text = rest.pop(text_field, None)
    if not isinstance(text, str):
        raise StetError("No text", f"it has no text under {text_field}; name the field with --text-field")
    identifier = rest.pop(id_field, None)
    about: dict[str, Any] = {key: rest.pop(key) for key in _KNOWN if isinstance(rest.get(key), str)}
    meta = rest.pop("meta", {})
    if not isinstance(meta, dict):
        meta = {"meta": meta}
    article = article_from_text(
        text,
        title=about.pop("title", ""),
        source=about.pop("source", "") or file,
        identifier=_identifier(identifier, id_field),
        meta={**meta, **rest},
        **about,
    )
    return Intake(article, None)


def _identifier(value: Any, field: str) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if type(value) is int:
        return str(value)
    raise StetError("No id", f"its {field} is neither a text nor a whole number; name another with --id-field")
