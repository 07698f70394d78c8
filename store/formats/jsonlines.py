"""Files of one JSON object a line, as several programs write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store.errors import StetError
from store.files import MEGABYTE, open_file
from store.jsontext import decode
from store.model.fields import Json, Span

LONGEST = 128 * MEGABYTE
"""Bytes of one line. What is longer is no record but a file of another format."""


def json_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """Each line that is not blank, still as bytes, with its number for messages."""
    with open_file(path, title="Not imported") as stream:
        number = 0
        while line := stream.readline(LONGEST):
            number += 1
            if len(line) == LONGEST:
                raise StetError("Not imported", f"{path}: line {number} is longer than {LONGEST // 2**20} MB")
            if line.strip():
                yield f"line {number}", line


def an_object(line: bytes) -> Json:
    """Raises for what is no JSON object."""
    try:
        data = decode(line)
    except ValueError as error:
        raise StetError("No JSON", f"not JSON ({error}); one object a line is wanted") from None
    if not isinstance(data, dict):
        raise StetError("No JSON", "not an object; one object a line is wanted")
    return data


def objects(value: Any) -> list[Json]:
    """The objects of a list; none where there is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def span_of(start: Any, end: Any) -> Span:
    """Raises where one of the two is no whole number."""
    if type(start) is not int or type(end) is not int:
        raise StetError("Offsets wrong", f"{str(start)[:20]}-{str(end)[:20]} are not whole numbers")
    return start, end


def about(values: Any) -> Json:
    """Title, source, url, date and author as far as they are texts, and `meta` where it is an object."""
    if not isinstance(values, dict):
        return {}
    told = {key: values.get(key) for key in ("title", "source", "url", "date", "author")}
    kept: Json = {key: value for key, value in told.items() if isinstance(value, str) and value}
    if isinstance(values.get("meta"), dict):
        kept["meta"] = values["meta"]
    return kept
