"""What an import did, in counts, and what it could not take over, with where that was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from store.formats.incoming.annotations import told

_FEW: Final = 3
"""Items that are named of those in which something was lost."""


@dataclass(slots=True)
class ImportReport:
    """Counts of an import: articles `added` or `known`, items `left_out`, new `fields`, existing fields (`there`).

    `undecided` are suggestions still though the import is decided: a machine's, on which nobody has worked.
    `taken_over` existing fields took imported values; `differing` decided ones have other values and stayed.
    `annotators` has the number of articles by each, where the file says who decided; `conflicts` counts fields about
    which they differ, or which what was brought home left in conflict with what was corrected here meanwhile. `edits`
    counts what was brought home, by its op; `identifiers` the names that have a new one in the register; `idle` the
    articles, with each annotator who has nothing on one; `where` the items in which there was a loss, by its sort.
    """

    added: int = 0
    known: int = 0
    left_out: int = 0
    fields: int = 0
    undecided: int = 0
    taken_over: int = 0
    there: int = 0
    differing: int = 0
    annotators: dict[str, int] = field(default_factory=dict)
    edits: dict[str, int] = field(default_factory=dict)
    identifiers: int = 0
    conflicts: int = 0
    idle: int = 0
    losses: dict[str, int] = field(default_factory=dict)
    where: dict[str, list[str]] = field(default_factory=dict)

    def note_losses(self, before: Mapping[str, int], place: str) -> None:
        """What has been lost since was lost in this item."""
        for sort, count in self.losses.items():
            if count > before.get(sort, 0):
                self.where.setdefault(sort, []).append(place)

    def lost(self) -> list[str]:
        """A line for each sort of loss, with the first items in which it happened."""
        lines = []
        for sort, count in sorted(self.losses.items()):
            how = "taken over otherwise" if ": taken " in sort else "not taken over"
            where = self.where.get(sort, [])
            rest = f" and {len(where) - _FEW:,} more" if len(where) > _FEW else ""
            lines.append(f"{how}: {told(sort, count)}" + (f" ({', '.join(where[:_FEW])}{rest})" if where else ""))
        return lines
