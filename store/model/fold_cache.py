"""Caches the fold of a growing record: one more edit costs the same after a thousand edits as after ten.

A session owns one, and a library one for each record in its cache.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from store.model.edit import Edit
from store.model.fold import Folded, IncrementalFold, fold
from store.model.record import Record


class FoldCache:
    """Holds the fold of the record that it returned, or folded, last. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._incremental: IncrementalFold | None = None
        self._record: Record | None = None
        """The one that was folded last."""

    def with_edits(self, record: Record, edits: Sequence[Edit]) -> Record:
        """`record.with_edits(edits)`, already folded.

        Extends the fold of `record` if `edits` only append to its own; fields that they do not touch stay the same
        objects.
        """
        with self._lock:
            return self._extended(record, tuple(edits))

    def folding_later(self, record: Record, edits: Sequence[Edit]) -> Record:
        """The same, folded when its fields are first asked for: a save is not to wait for what nobody may look at."""
        edits, suggestions = tuple(edits), record.suggestions
        with self._lock:  # it keeps the first record, not `record`, which may wait for its fold and would keep others
            if self._record is None or self._record.suggestions is not suggestions:
                self._incremental, self._record = None, record

        def folded() -> Folded:
            with self._lock:
                last = self._record
                if last is None or last.suggestions is not suggestions:
                    return fold(suggestions, edits)
                return self._extended(last, edits).folded

        return record.with_edits(edits, folded)

    def _extended(self, record: Record, edits: tuple[Edit, ...]) -> Record:
        incremental, self._incremental = self._incremental, None  # if folding fails, no partial fold is left
        if incremental is None or self._record is not record:
            incremental = IncrementalFold(record.suggestions, record.edits, record.folded) if record.is_folded else None
        count = len(record.edits)
        if incremental is not None and edits[:count] == record.edits and incremental.can_extend(edits[count:]):
            incremental.extend(edits[count:])
        else:
            incremental = IncrementalFold(record.suggestions, edits)
        after = record.with_edits(edits, incremental.result())
        self._incremental, self._record = incremental, after
        return after
