"""The words of a field, and a value as it stands in a box, where no character may be one that a terminal obeys."""

from __future__ import annotations

from typing import Any

from store.model.fields import AnyField
from store.model.phrases import NOTHING, columns, named, number_phrase, phrase
from tui.terminal.symbols import visible

__all__ = ["NOTHING", "columns", "label", "named", "number_phrase", "phrase", "written"]


def written(value: Any) -> str:
    """Nothing for null, `1,300` for a number, no character that a terminal obeys."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int | float) else visible(str(value))


def label(item: AnyField, key: str) -> str:
    """What people call an attribute."""
    return next((one.label or one.key for one in item.row.attributes if one.key == key), key)
