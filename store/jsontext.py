"""JSON as the library writes and reads it: UTF-8, and only values that can be read back."""

from __future__ import annotations

import json
import math
from typing import Any, Final

import orjson

from store.errors import StetError
from store.hashing import text_hash

MAX_DEPTH: Final = 100
"""Most levels of nesting in values of unknown keys; orjson's limit is 254, which includes the record around them."""
_LARGEST: Final = 2**63 - 1
_BEYOND_FLOAT: Final = 10**308


def encode(data: Any, options: int = 0) -> bytes:
    """Encode; lone surrogates become U+FFFD, integers beyond 64 bits floats, NaN and infinity null.

    `options` are orjson's. Raises `StetError` if the data cannot be JSON or are nested too deeply.
    """
    try:
        return orjson.dumps(data, option=options)
    except TypeError:
        pass
    try:
        return orjson.dumps(_plain(data), option=options)
    except (TypeError, RecursionError) as error:
        if is_deeper(data, MAX_DEPTH):
            raise StetError("Too deep", f"it is nested more than {MAX_DEPTH} levels deep; flatten it") from error
        raise StetError("Not written", f"it cannot be written as JSON: {error}") from None


def encode_line(data: Any) -> bytes:
    """Encode on one line, for every program that cuts lines: also where it takes U+2028 or U+0085 for an end."""
    line = encode(data)
    if not line.isascii():
        for char in "\x85\u2028\u2029":
            line = line.replace(char.encode(), f"\\u{ord(char):04x}".encode())
    return line + b"\n"


def decode(data: bytes | str) -> Any:
    """Decode; whatever writes JSON otherwise than Stet is read as `encode` would have written it.

    That is: byte-order marks, UTF-16 and UTF-32, lone surrogates, tabs in strings, NaN and infinity, integers beyond
    64 bits. Raises `orjson.JSONDecodeError`, a `ValueError`.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        try:
            text = data if isinstance(data, str) else bytes(data).decode(json.detect_encoding(bytes(data)))
            return _plain(json.loads(text.lstrip("\ufeff"), strict=False))
        except (ValueError, RecursionError):
            raise error from None


def is_deeper(data: Any, levels: int) -> bool:
    """True if lists and objects are nested more than `levels` deep."""
    level = [data]
    for _ in range(levels):
        level = [
            inner
            for item in level
            if isinstance(item, dict | list | tuple)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return any(isinstance(item, dict | list | tuple) for item in level)


def content_hash(data: Any) -> str:
    """The first 12 hex digits of the SHA-256 of the data as JSON; an id for data without one."""
    return text_hash(encode(data).decode())[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, int) and abs(value) > _LARGEST:
        return float(value) if abs(value) < _BEYOND_FLOAT else None
    return value
