"""Two lines of edits become one: nothing is lost, and no edit pretends to have seen what its author had not.

Pure. Fields are never compared: what results is the fold's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from store.model.edit import ARTICLE, Change, Edit
from store.model.fields import Json, Suggestions
from store.model.ids import IdCounter
from store.model.record import all_ids

_REFERENCES: Final = ("id", "speaker", "became")
"""The attributes that hold the id of a field."""


def unite(
    suggestions: Suggestions, saved: Sequence[Edit], pending: Sequence[Edit], shared: int | None = None
) -> tuple[tuple[Edit, ...], dict[str, str]]:
    """`saved` with `pending` behind it, and the fields of `pending` that have another id now.

    What is in `saved` already, by its id, is left out of `pending`; the rest is numbered on from `saved`, and so
    are the ids of new fields where `saved` has used them meanwhile. `shared` is the last `seq` up to which both
    lines are the same: the one before the first of `pending` unless told.
    """
    known = {edit.id: edit for edit in saved}
    if shared is None:
        shared = pending[0].seq - 1 if pending else 0
    seq = saved[-1].seq if saved else 0
    used: set[str] = set()
    if any(creates(change) for edit in pending for change in edit.changes):
        used.update(all_ids(suggestions, saved))
    next_id = IdCounter([*used, *all_ids(Suggestions(), pending)])
    renamed: dict[str, str] = {}
    united = list(saved)
    for edit in pending:
        if edit.id in known:
            renamed.update(_already_renamed(edit, known[edit.id]))
            continue
        for change in edit.changes:
            if creates(change):
                if change.field in used:
                    renamed[change.field] = next_id(change.field[0])
                used.add(renamed.get(change.field, change.field))
        seq += 1
        # Nothing foreign has come between: what the edit had seen stands where it stood.
        base = edit.base if edit.seq == seq else min(edit.base, shared)
        changes = tuple(rename(change, renamed) for change in edit.changes) if renamed else edit.changes
        united.append(edit._replace(seq=seq, base=base, changes=changes))
    return tuple(united), renamed


def creates(change: Change) -> bool:
    return change.before is None and change.after is not None and change.field != ARTICLE


def _already_renamed(edit: Edit, saved: Edit) -> dict[str, str]:
    """What an earlier save has renamed that its session has not heard of."""
    pairs = zip(edit.changes, saved.changes, strict=True)
    return {one.field: other.field for one, other in pairs if one.field != other.field}


def rename(change: Change, renamed: dict[str, str]) -> Change:
    return Change(
        field=renamed.get(change.field, change.field),
        before=_rename_in(change.before, renamed),
        after=_rename_in(change.after, renamed),
        extra=change.extra,
    )


def _rename_in(values: Json | None, renamed: dict[str, str]) -> Json | None:
    if values is None:
        return None
    return {key: renamed.get(value, value) if key in _REFERENCES else value for key, value in values.items()}
