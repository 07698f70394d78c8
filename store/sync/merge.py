"""Merges two records of one text by appending the edits of one to those of the other, as concurrent edits.

Pure. The fold then finds agreement and conflict, as for two concurrent sessions; `implied_edits` adds what the fold
cannot see. `distribute` merges whole libraries.
"""

from __future__ import annotations

from store.errors import StetError
from store.model.record import Record
from store.sync import implied_edits
from store.sync.merge_state import MergeState


def merge(left: Record, right: Record) -> Record:
    """The left record with the edits that the right one adds. Raises `StetError` if the texts differ."""
    if left.text != right.text:
        raise StetError(
            "Not merged", f"the libraries have different texts under the id {left.id}; give one of them another id"
        )
    if left.edits == right.edits and left.suggestions == right.suggestions:
        return left
    state = MergeState(left, right)
    state.append_right()
    implied_edits.append(state)
    return state.result()
