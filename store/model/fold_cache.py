"""Caches the fold of a growing record: one more edit costs the same after a thousand edits as after ten.

A session owns one, and a library one for each record in its cache. Not thread-safe.
"""

from __future__ import annotations

from collections.abc import Sequence

from store.model.edit import Edit
from store.model.fold import IncrementalFold
from store.model.record import Record


class FoldCache:
    """Holds the fold of the record that it returned last."""

    def __init__(self) -> None:
        self._incremental: IncrementalFold | None = None
        self._record: Record | None = None
        """The record returned last."""

    def with_edits(self, record: Record, edits: Sequence[Edit]) -> Record:
        """`record.with_edits(edits)`, already folded.

        Extends the fold of `record` if `edits` only append to its own; fields that they do not touch stay the same
        objects.
        """
        edits = tuple(edits)
        incremental, self._incremental = self._incremental, None  # if folding fails, no partial fold is left
        if self._record is not record:
            incremental = IncrementalFold(record.suggestions, record.edits, record.folded) if record.is_folded else None
        count = len(record.edits)
        if incremental is not None and edits[:count] == record.edits and incremental.can_extend(edits[count:]):
            incremental.extend(edits[count:])
        else:
            incremental = IncrementalFold(record.suggestions, edits)
        after = record.with_edits(edits, incremental.result())
        self._incremental, self._record = incremental, after
        return after
