"""One line of a list of articles, and the type of the function that counts doubts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from store.model.fields import Json
from store.model.headings import heading
from store.model.record import Record

CountDoubts: TypeAlias = Callable[[Record], int]
"""Returns the number of a record's fields that are in doubt. It is passed in: the store does not judge that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line of a list. `counts`, by group, exclude rejected fields; `doubts` is None if they have not been counted;
    `damage` says why the rest is missing; `opening` has the first words of an article without a title; `own`
    what is said of the article itself, by `about.named`."""

    id: str
    title: str = ""
    opening: str = ""
    source: str = ""
    date: str | None = None
    status: str = "new"
    counts: dict[str, int] = field(default_factory=dict)
    fields: int = 0
    decided: int = 0
    flags: int = 0
    doubts: int | None = None
    conflicts: int = 0
    damage: str | None = None
    own: Json = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """What a person reads as the article's title."""
        return self.opening or heading(self.title, "")
