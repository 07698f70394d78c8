"""File names for formats with one file per article.

No file system treats the names of two articles as equal, whether it ignores case or normalises Unicode. A name depends
only on the id, so that two exports to one folder agree.
"""

from __future__ import annotations

import re
from typing import Final

from store.hashing import text_hash

_PLAIN: Final = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.-]{0,99}")
_HASH: Final = re.compile(r"[0-9a-fA-F]{64}")
"""A form that the name of another id may have."""
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Reserved device names on Windows, whatever follows the dot."""
_WITH_HASH: Final = re.compile(r"(.+)~[0-9a-f]{16}")


def file_stem(identifier: str) -> str:
    """The id itself if it is a valid name on every system, else its SHA-256 in hexadecimal.

    An id with capitals is followed by a part of its hash, as another id may differ only in case.
    """
    if not _PLAIN.fullmatch(identifier) or _HASH.fullmatch(identifier) or _DEVICES.fullmatch(identifier):
        return text_hash(identifier)
    if identifier == identifier.lower():
        return identifier
    return f"{identifier}~{text_hash(identifier)[:16]}"


def id_of_stem(stem: str) -> str:
    """The id for which `file_stem` gives this name; the name itself if it contains none."""
    match = _WITH_HASH.fullmatch(stem)
    return match[1] if match and file_stem(match[1]) == stem else stem
