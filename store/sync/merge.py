"""Merges two records of one text: the edits of both, one behind the other, neither having seen the other.

Pure. The fold finds what agrees and what does not, as for two sessions at once; `implied_edits` says what the fold
cannot see. `distribute` merges whole libraries.
"""

from __future__ import annotations

from store.errors import StetError
from store.model.record import Record
from store.sync import implied_edits
from store.sync.merge_state import MergeState


def merge(left: Record, right: Record) -> Record:
    """The left record with what the right one adds. Raises `StetError` where the texts differ."""
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
