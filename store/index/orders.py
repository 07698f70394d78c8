"""The orders of a list of articles in SQL: by when they were added, a column, or what is said of the article itself."""

from __future__ import annotations

from typing import Final

from store.index.query import of_own
from store.index.tables import in_quotes
from store.model.about import named

ORDERS: Final = {
    "added": "rowid",
    "date": "a.date",
    "title": "(CASE a.opening WHEN '' THEN a.title ELSE a.opening END) COLLATE NOCASE",
    "status": "a.status",
    "doubts": "a.doubts",
    "unsure": "a.unsure",
}


def ordered(select: str, order: str) -> str:
    """The ORDER BY clause, with ties in the order of adding. In the full-text table's own order nothing is sorted."""
    down = " DESC" if order.startswith("-") else ""
    number = "words.rowid" if select.startswith("FROM words") else "a.rowid"
    column = _column(order.removeprefix("-"))
    if column == "rowid":
        return f"ORDER BY {number}{down}"
    last = (
        "" if column in (ORDERS[name] for name in ORDERS if name != "date") else " NULLS LAST"
    )  # neither early nor late
    return f"ORDER BY {column}{down}{last}, {number}"


def _column(order: str) -> str:
    """What an order sorts by: a column, or an attribute of the article's own field, a choice by its place among them.

    Raises `KeyError`.
    """
    if order in ORDERS:
        return ORDERS[order]
    value, choices = of_own(order), named()[order].choices
    if not choices or named()[order].is_list:
        return f"{value} COLLATE NOCASE"
    places = " ".join(f"WHEN {in_quotes(choice)} THEN {place}" for place, choice in enumerate(choices))
    return f"CASE {value} {places} END"
