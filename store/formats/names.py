"""File names for formats that put each article in a file of its own."""

from __future__ import annotations

import hashlib
import re
from typing import Final

_PLAIN: Final = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.-]{0,99}")


def file_stem(identifier: str) -> str:
    """The id itself where any system takes it as a name, else its SHA-256 in hex."""
    if _PLAIN.fullmatch(identifier):
        return identifier
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()
