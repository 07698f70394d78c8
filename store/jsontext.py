"""JSON as the library writes and reads it: UTF-8, and nothing that could not be read again."""

from __future__ import annotations

from typing import Any, Final

import orjson

from store.errors import StetError
from store.hashing import text_hash

_LARGEST: Final = 2**63 - 1
_BEYOND_FLOAT: Final = 10**308


def encode(data: Any) -> bytes:
    """Lone surrogates become U+FFFD, integers beyond 64 bits and numbers that are none become floats and null.

    Raises `StetError` for what is no JSON, and for what is nested too deeply.
    """
    try:
        return orjson.dumps(data)
    except TypeError:
        try:
            return orjson.dumps(_plain(data))
        except (TypeError, RecursionError) as error:
            raise StetError("Not written", f"it cannot be put as JSON: {error}") from None


def decode(data: bytes | str) -> Any:
    """Raises `orjson.JSONDecodeError`, a ValueError."""
    return orjson.loads(data)


def content_hash(data: Any) -> str:
    """12 hex digits of the SHA-256 of the data as JSON: names what has no name of its own."""
    return text_hash(encode(data).decode())[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, int) and abs(value) > _LARGEST:
        return float(value) if abs(value) < _BEYOND_FLOAT else None
    return value
