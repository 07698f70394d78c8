"""What a list says of one article, and how the index is told what is in doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from store.model.record import Record

CountDoubts: TypeAlias = Callable[[Record], int]
"""Gives how many fields of a record are in doubt. It comes from above: the store does not judge that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line of a list. `counts`, by group, leave out rejected fields; `doubts` is None where nobody has counted
    them; `damage` says why the rest is missing."""

    id: str
    title: str = ""
    source: str = ""
    date: str | None = None
    status: str = "new"
    counts: dict[str, int] = field(default_factory=dict)
    fields: int = 0
    decided: int = 0
    flags: int = 0
    doubts: int | None = None
    damage: str | None = None
