"""Text as PostgreSQL can hold it: its `text` has no U+0000, which an id or a title may have."""

from __future__ import annotations

from typing import Final

_ESCAPE: Final = "\ue000"
_NUL: Final = f"{_ESCAPE}\ue001"
_ITSELF: Final = f"{_ESCAPE}\ue002"


def kept(words: str) -> str:
    """Words as they are stored; `given` is the way back, and no two are stored alike."""
    if "\0" not in words and _ESCAPE not in words:
        return words
    return words.replace(_ESCAPE, _ITSELF).replace("\0", _NUL)


def given(words: str) -> str:
    return words.replace(_NUL, "\0").replace(_ITSELF, _ESCAPE) if _ESCAPE in words else words
