"""Steps over several articles: one edit an article, all with the same id, so that they are undone as one.

The id begins with the time, so that ids of one annotator are in the order of their steps, after a restart too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from store.errors import StetError
from store.model.actions import Draft
from store.model.edit import Change, Edit, Op
from store.model.fold import UNDOING, first_dependent, standing
from store.model.record import Record

STEP: Final = "step"
"""The key under which an edit has the id of its step over several articles."""


def in_one(record: Record, op: Op, actions: Iterable[Callable[[Record], Draft | None]], step: str) -> Draft | None:
    """The drafts of several actions, each made of the record that the one before leaves, as one; no two of them may
    change one field. None if none of them changes anything."""
    now = record
    changes: list[Change] = []
    for action in actions:
        if (draft := action(now)) is not None:
            changes += draft.changes
            edit = Edit(f"draft-{now.seq}", now.seq + 1, now.seq, "", "", draft.op, draft.changes)
            now = now.with_edits((*now.edits, edit))
    return Draft(op=op, changes=tuple(changes), extra={STEP: step}) if changes else None


def undo_of(record: Record, step: str, by: str) -> tuple[Draft, Edit] | None:
    """What undoes this annotator's part of a step here, and the edit that it undoes; None if that is undone already.

    Raises `StetError` where somebody has built on it since.
    """
    edits = standing(record.edits)
    edit = next((one for one in edits if one.extra.get(STEP) == step and one.by == by and one.op not in UNDOING), None)
    if edit is None:
        return None
    if other := first_dependent(edit, [one for one in edits if one.seq > edit.seq]):
        who = "you have" if other.by == by else f"{other.by} has"
        raise StetError("Not undone", f"{who} changed the same field since ({other.op})")
    return Draft(op="undo", changes=(), of=edit.id, extra={STEP: step}), edit
