"""Decodes a line that is one object of JSON, in whatever encoding it is."""

from __future__ import annotations

from typing import NamedTuple

from store.errors import StetError
from store.intake.charset import decode_text
from store.jsontext import decode
from store.model.fields import Json


class Decoded(NamedTuple):
    """`encoding` is the guessed one, or says how many bytes were wrong; None if the line was UTF-8."""

    values: Json
    encoding: str | None


def object_on(line: bytes) -> Decoded:
    """Raises `StetError` if the line is not one object."""
    encoding = None
    line = line.rstrip(b", \t\r\n")
    try:
        try:
            data = decode(line)
        except ValueError:
            text, encoding = decode_text(line, "it")
            if encoding is None:
                raise
            data = decode(text)
    except ValueError as error:
        raise StetError("Not JSON", f"not JSON ({error}); each line must be one object") from None
    if not isinstance(data, dict):
        raise StetError("Not JSON", "not an object; each line must be one object")
    return Decoded(data, encoding)
