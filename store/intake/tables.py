"""Files of many articles: JSON lines and CSV, one article per line or row.

`columns` knows which of its fields are the article's title, source, url, date and author; all others go to its `meta`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from store.errors import StetError
from store.files import MEGABYTE, in_megabytes, open_file, read_file, shown
from store.intake.article import Intake, article_from_text
from store.intake.cells import Row as Cells
from store.intake.cells import cut
from store.intake.charset import decode_text
from store.intake.columns import Columns, taken
from store.intake.objects import object_on
from store.jsontext import decode
from store.lines import Lines
from store.model.fields import Json

Row = tuple[str, Callable[[], Intake]]
JSON: Final = (".jsonl", ".ndjson", ".json")
LONGEST_LINE: Final = 32 * MEGABYTE
"""Bytes. A line with the longest permitted text, every character escaped, has fewer."""


def read_rows(path: Path, columns: Columns) -> Iterator[Row]:
    """The name of each row, for messages, and a function that reads it. Raises if the file is no table at all."""
    make = partial(_article, file=path.name, columns=columns)
    try:
        if path.suffix.lower() in JSON:
            yield from _objects(path, make)
        else:
            yield from _table(path, make, columns)
    except OSError as error:
        raise StetError("File not read", f"{shown(path)}: {error.strerror}") from None


def _objects(path: Path, make: Callable[[Json], Intake]) -> Iterator[Row]:
    """The objects of a list, an object over several lines, or one a line."""
    with open_file(path) as stream:
        first = Lines(stream).readline(LONGEST_LINE).strip()
    is_list = first.startswith(b"[")
    if not is_list and path.suffix.lower() != ".json" and first != b"{":
        yield from _lines(path, make)
        return
    data = read_file(path, smaller="make it JSON lines")
    text, encoding = decode_text(data, shown(path))
    try:
        found = decode(text)
    except ValueError as error:
        if path.suffix.lower() == ".json" and not is_list:
            yield from _lines(path, make)
            return
        raise StetError("Not JSON", f"{shown(path)}: not JSON ({error}); copy the whole file again") from None
    for number, one in enumerate(found if isinstance(found, list) else [found], 1):
        yield f"{shown(path)}: element {number}", partial(_element, one, make, encoding)


def _element(values: Any, make: Callable[[Json], Intake], encoding: str | None) -> Intake:
    if not isinstance(values, dict):
        raise StetError("No object", "not an object; each element must be one")
    if str(values.get("format", "")).startswith("stet/"):
        raise StetError("A record", "a Stet record with fields; import it with stet import --from jsonl")
    return make(values)._replace(encoding=encoding)


def _lines(path: Path, make: Callable[[Json], Intake]) -> Iterator[Row]:
    with open_file(path) as stream:
        lines = Lines(stream)
        number = 0
        while line := lines.readline(LONGEST_LINE):
            number += 1
            name = f"{shown(path)}: line {number}"
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                while (rest := lines.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                yield name, too_long
            elif line.strip():
                yield name, partial(_line, line, make)


def too_long() -> Intake:
    raise StetError("Line too long", f"it has more than {in_megabytes(LONGEST_LINE)}; split its text into articles")


def article_on(line: bytes, file: str, columns: Columns) -> Intake:
    """Of a line that is an object; `file` is the name of the source where it has none. Raises `StetError`."""
    return _line(line, partial(_article, file=file, columns=columns))


def article_of(values: Json, file: str, columns: Columns) -> Intake:
    """Of a row of any table. Raises `StetError`."""
    return _element(values, partial(_article, file=file, columns=columns), None)


def _line(line: bytes, make: Callable[[Json], Intake]) -> Intake:
    values, encoding = object_on(line)
    return _element(values, make, encoding)


def _table(path: Path, make: Callable[[Json], Intake], columns: Columns) -> Iterator[Row]:
    data = read_file(path, smaller="split it, or convert it to JSON lines")
    text, encoding = decode_text(data, shown(path))
    rows = cut(text, shown(path), tabs=path.suffix.lower() == ".tsv")
    head = _head(next(rows, None))
    for name, option in columns.named.items():
        if name not in head:
            present = ", ".join(head) or "none"
            title = "No text" if name == columns.text else "No such column"
            raise StetError(title, f"{shown(path)} has no column {name}, only {present}; choose one with {option}")
    for row in rows:
        yield f"{shown(path)}: line {row.line}", partial(_row, row.cells, head, make, encoding)


def _head(row: Cells | None) -> list[str]:
    """The names of the columns; one without a name is called by its number, and no two are called the same."""
    head: list[str] = []
    for number, cell in enumerate(row.cells if row else (), 1):
        name = cell.strip() or f"column {number}"
        head.append(f"{name} {number}" if name in head else name)
    return head


def _row(values: list[str], head: list[str], make: Callable[[Json], Intake], encoding: str | None) -> Intake:
    if any(cell.strip() for cell in values[len(head) :]):
        raise StetError(
            "Too many cells", f"it has {len(values)} cells and the head {len(head)}; put its text in quotation marks"
        )
    return make({key: value for key, value in zip(head, values, strict=False) if value})._replace(encoding=encoding)


def _article(values: Json, *, file: str, columns: Columns) -> Intake:
    rest = dict(values)
    text = rest.pop(columns.text, None)
    if not isinstance(text, str):
        raise StetError("No text", f"it has no text under {columns.text}; name the field with --text-field")
    identifier = rest.pop(columns.id, None)
    known: dict[str, Any] = {**taken(rest, columns)}
    meta = rest.pop("meta", {})
    if not isinstance(meta, dict):
        meta = {"meta": meta}
    article = article_from_text(
        text,
        title=known.pop("title", ""),
        source=known.pop("source", "") or file,
        identifier=_identifier(identifier, columns.id),
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
