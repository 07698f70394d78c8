"""The fold of a record that grows edit by edit: one more edit costs the same after a thousand as after ten.

A session owns one, and a library one for each record in its cache. Not for several threads at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from store.model.edit import Edit
from store.model.fold import Folding
from store.model.record import Record


class FoldCache:
    """Keeps the fold of the record that it gave last."""

    def __init__(self) -> None:
        self._folding: Folding | None = None
        self._record: Record | None = None
        """The one that was given last."""

    def with_edits(self, record: Record, edits: Sequence[Edit]) -> Record:
        """`record.with_edits(edits)`, folded already.

        Goes on from the fold of `record` where `edits` only add to its own; fields that they do not touch stay the
        same objects.
        """
        edits = tuple(edits)
        folding, self._folding = self._folding, None  # an edit that cannot be folded leaves nothing half done
        if self._record is not record:
            folding = Folding(record.suggestions, record.edits, record.folded) if record.is_folded else None
        count = len(record.edits)
        if folding is not None and edits[:count] == record.edits and folding.can_take(edits[count:]):
            folding.take(edits[count:])
        else:
            folding = Folding(record.suggestions, edits)
        after = record.with_edits(edits, folding.result())
        self._folding, self._record = folding, after
        return after
