"""SHA-256 without OpenSSL for what is short: importing `hashlib` loads that, which every start would wait for.

Python's own `random` does the same. Both give the same bytes.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

_LONG: Final = 1 << 18
"""Bytes from which on OpenSSL is quicker with its loading."""


def text_hash(text: str) -> str:
    """In hex, of UTF-8."""
    data = text.encode("utf-8", "surrogatepass")
    digest: str = (import_module("hashlib").sha256 if len(data) > _LONG else _own())(data).hexdigest()
    return digest


def _own() -> Any:
    """Python's own module, under the names that it has had; `hashlib` where there is none of them."""
    for name in ("_sha2", "_sha256"):
        try:
            return import_module(name).sha256
        except ImportError:
            continue
    return import_module("hashlib").sha256
