"""Reads files with one JSON object per line, which several programs write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from store.errors import StetError
from store.files import MEGABYTE, open_file, read_file
from store.formats.incoming.decoding import decoded_line
from store.formats.jsonarrays import elements
from store.intake.objects import object_on
from store.jsontext import decode, encode_line
from store.lines import Lines
from store.model.fields import Json, Span
from store.model.record import Article

LONGEST = 128 * MEGABYTE
"""Bytes of one line: a longer one is not a record but a file of another format."""


def json_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """Each line that is not blank, as UTF-8, preceded by its number for messages."""
    with open_file(path, title="Not imported") as stream:
        lines = Lines(stream)
        number = 0
        while line := lines.readline(LONGEST):
            number += 1
            if len(line) == LONGEST:
                raise StetError("Not imported", f"{path}: line {number} is longer than {LONGEST // 2**20} MB")
            if line.strip():
                with suppress(StetError):  # what is no text is refused as no JSON
                    line = decoded_line(line, path)
                yield f"line {number}", line


def json_items(path: Path) -> Iterator[tuple[str, Any]]:
    """As `json_lines`, but a file that is one list gives its elements, and one that is an object over lines this."""
    with open_file(path, title="Not imported") as stream:
        head = stream.read(1024).lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n")
    if head[:1] != b"[":
        whole = None if is_in_lines(path) else _object_over_lines(path)
        yield from json_lines(path) if whole is None else iter([("object", whole)])
        return
    for number, element in enumerate(elements(path), start=1):
        yield f"element {number}", element


def is_in_lines(path: Path) -> bool:
    """True if the first line that is not blank is a whole object, of those that a program reads line by line."""
    for _, line in json_lines(path):
        try:
            return isinstance(decode(line), dict)
        except ValueError:
            return False
    return False


def is_object(path: Path) -> bool:
    """True if the whole file is one object."""
    with open_file(path, title="Not imported") as stream:
        head = stream.read(1024).lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n")
    return head[:1] == b"{" and _object_over_lines(path) is not None


def _object_over_lines(path: Path) -> Json | None:
    try:
        data = decode(read_file(path, title="Not imported"))
    except (ValueError, StetError):
        return None
    return data if isinstance(data, dict) else None


def an_object(line: Any) -> Json:
    """The JSON object on a line, or that is an element of a list. Raises `StetError` if it is not one."""
    if isinstance(line, bytes):
        return object_on(line).values
    if not isinstance(line, dict):
        raise StetError("Not JSON", "not an object; each line must be one object")
    return line


def objects(value: Any) -> list[Json]:
    """The objects in a list; empty if the value is not a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def as_line(value: Any) -> bytes:
    """The value as JSON without a character that some readers take for the end of a line."""
    return encode_line(value)


def span_of(start: Any, end: Any) -> Span:
    """Raises `StetError` if one of the two is not a whole number."""
    if type(start) is not int or type(end) is not int:
        raise StetError("Offsets wrong", f"{str(start)[:20]}-{str(end)[:20]} are not whole numbers")
    return start, end


def further(article: Article) -> Json:
    """What is known of an article besides its title, source and date, as `about` reads it."""
    known = {"url": article.url, "author": article.author, "meta": article.meta}
    return {key: value for key, value in known.items() if value}


def about(values: Any) -> Json:
    """Title, source, url, date and author if they are strings, and `meta` if it is an object."""
    if not isinstance(values, dict):
        return {}
    known = {key: values.get(key) for key in ("title", "source", "url", "date", "author")}
    valid: Json = {key: value for key, value in known.items() if isinstance(value, str) and value}
    if isinstance(values.get("meta"), dict):
        valid["meta"] = values["meta"]
    return valid
