"""SHA-256 without loading OpenSSL for short texts: importing `hashlib` loads it, which would slow every start.

Python's own `random` does the same. Both give the same digest.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, Final

_LONG: Final = 1 << 18
"""Bytes above which OpenSSL is faster, even with loading it."""


def text_hash(text: str) -> str:
    """The SHA-256 of the text in UTF-8, in hexadecimal."""
    data = text.encode("utf-8", "surrogatepass")
    digest: str = (import_module("hashlib").sha256 if len(data) > _LONG else _built_in())(data).hexdigest()
    return digest


@cache
def _built_in() -> Any:
    """`sha256` of Python's built-in module, whose name depends on the version; else that of `hashlib`."""
    for name in ("_sha2", "_sha256"):
        try:
            return import_module(name).sha256
        except ImportError:
            continue
    return import_module("hashlib").sha256
