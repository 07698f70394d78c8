"""File names for formats that put each article in a file of its own."""

from __future__ import annotations

import re
from typing import Final

from store.hashing import text_hash

_PLAIN: Final = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.-]{0,99}")


def file_stem(identifier: str) -> str:
    """The id itself where any system takes it as a name, else its SHA-256 in hex."""
    if _PLAIN.fullmatch(identifier):
        return identifier
    return text_hash(identifier)
