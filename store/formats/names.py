"""File names for formats that put each article in a file of its own.

No two articles have names that some file system takes for one: without case, or with letters and their marks composed
another way. A name depends on the id alone, so that two exports into one folder agree.
"""

from __future__ import annotations

import re
from typing import Final

from store.hashing import text_hash

_PLAIN: Final = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.-]{0,99}")
_HASH: Final = re.compile(r"[0-9a-fA-F]{64}")
"""What the name of another id may be."""
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""No files on Windows, whatever stands behind the dot."""
_TOLD_APART: Final = re.compile(r"(.+)~[0-9a-f]{16}")


def file_stem(identifier: str) -> str:
    """The id itself where any system takes it as a name, else its SHA-256 in hex.

    An id with capitals has a part of that behind it, for there may be one that differs in case alone.
    """
    if not _PLAIN.fullmatch(identifier) or _HASH.fullmatch(identifier) or _DEVICES.fullmatch(identifier):
        return text_hash(identifier)
    if identifier == identifier.lower():
        return identifier
    return f"{identifier}~{text_hash(identifier)[:16]}"


def id_of_stem(stem: str) -> str:
    """The id that gave a file this name; the name itself where none is known to have."""
    found = _TOLD_APART.fullmatch(stem)
    return found[1] if found and file_stem(found[1]) == stem else stem
