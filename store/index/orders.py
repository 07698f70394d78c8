"""The orders of a list of articles in SQL: by when they were added, a column, or what is said of the article itself."""

from __future__ import annotations

from typing import Any, Final

from store.index.conditions import Condition, Dialect
from store.model.about import named

ADDED: Final = "added"
_TITLE: Final = "(CASE a.opening WHEN '' THEN a.title ELSE a.opening END)"
_COLUMNS: Final = ("status", "doubts", "unsure")


def ordered(order: str, dialect: Dialect, number: str = "a.rowid") -> Condition:
    """The ORDER BY clause, with ties in the order of adding. `number` is the row's.

    Raises `KeyError`.
    """
    down = " DESC" if order.startswith("-") else ""
    name = order.removeprefix("-")
    if name == ADDED:
        return Condition(f"ORDER BY {number}{down}", [])
    keys, parameters = _keys(name, dialect)
    # What is not counted is less than all; what has no date, or nothing said of it, is neither early nor late.
    nulls = "FIRST" if not down and (name == "title" or name in _COLUMNS) else "LAST"
    by = ", ".join(f"{key}{down} NULLS {nulls}" for key in keys)
    return Condition(f"ORDER BY {by}, {number}", parameters)


def _keys(name: str, dialect: Dialect) -> tuple[tuple[str, ...], list[Any]]:
    """A column, or an attribute of the article's own field, of which a choice is sorted by its place among them."""
    if name == "title":
        return dialect.by_title(_TITLE), []
    if name == "date":
        return dialect.by_text("a.date"), []
    if name in _COLUMNS:
        return (f"a.{name}",), []
    choices = named()[name].choices
    if not choices or named()[name].is_list:
        return dialect.by_own(name), []
    places = " ".join(f"WHEN ? THEN {place}" for place in range(len(choices)))
    return (f"CASE {dialect.own(name)} {places} END",), [*choices]
