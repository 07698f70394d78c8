"""Text as PostgreSQL can hold it: its `text` and `jsonb` have no U+0000, which an id or a title may have."""

from __future__ import annotations

from typing import Any, Final

_ESCAPE: Final = "\ue000"
_NUL: Final = f"{_ESCAPE}\ue001"
_ITSELF: Final = f"{_ESCAPE}\ue002"
_REPLACED: Final = "\ufffd"


def kept(words: str) -> str:
    """Words as they are stored; `given` is the way back, and no two are stored alike."""
    if "\0" not in words and _ESCAPE not in words:
        return words
    return words.replace(_ESCAPE, _ITSELF).replace("\0", _NUL)


def given(words: str) -> str:
    return words.replace(_NUL, "\0").replace(_ITSELF, _ESCAPE) if _ESCAPE in words else words


def given_rows(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """All text in them; most have nothing to be given back, and stay as they are."""
    if any(_ESCAPE in value for row in rows for value in row if isinstance(value, str)):
        return [tuple(given(value) if isinstance(value, str) else value for value in row) for row in rows]
    return rows


def without_nul(value: Any) -> Any:
    """A value of JSON as `jsonb` can hold it; there is no way back."""
    if isinstance(value, str):
        return value.replace("\0", _REPLACED)
    if isinstance(value, dict):
        return {without_nul(key): without_nul(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nul(item) for item in value]
    return value
