"""Rebases pending edits onto those saved meanwhile: none is lost, and none claims to have seen what its author had not.

Pure. It never compares fields: that is the fold's job.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from store.model.edit import ARTICLE, Change, Edit
from store.model.fields import Json, Suggestions, references_of
from store.model.ids import IdCounter
from store.model.record import Record, all_ids

_REFERENCES: Final = ("id", "became")
"""The attributes of every field that hold the id of a field."""


class Committed(NamedTuple):
    """The record on disk after a save, and the new ids, by old id, of fields whose ids others had used meanwhile."""

    record: Record
    renamed: dict[str, str]


def rebase(
    suggestions: Suggestions, saved: Sequence[Edit], pending: Sequence[Edit], shared: int | None = None
) -> tuple[tuple[Edit, ...], dict[str, str]]:
    """`saved` followed by `pending`, and the new ids, by old id, of fields of `pending` that had to be renamed.

    A pending edit whose id is already in `saved` is left out. The others continue the `seq` of `saved`, and a new
    field gets another id if `saved` has used its id. `shared` is the last `seq` up to which both histories are equal;
    by default the one before the first of `pending`.
    """
    known = {edit.id: edit for edit in saved}
    if shared is None:
        shared = pending[0].seq - 1 if pending else 0
    seq = saved[-1].seq if saved else 0
    used: set[str] = set()
    next_id = IdCounter(())
    if any(creates(change) for edit in pending for change in edit.changes):
        used.update(all_ids(suggestions, saved))
        next_id = IdCounter([*used, *all_ids(Suggestions(), pending)])
    renamed: dict[str, str] = {}
    rebased = list(saved)
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
        # If no edit by others has come between, the edits that this one had seen keep their positions.
        base = edit.base if edit.seq == seq else min(edit.base, shared)
        changes = tuple(rename(change, renamed) for change in edit.changes) if renamed else edit.changes
        rebased.append(edit._replace(seq=seq, base=base, changes=changes))
    return tuple(rebased), renamed


def creates(change: Change) -> bool:
    """True if the change creates a field."""
    return change.before is None and change.after is not None and change.field != ARTICLE


def _already_renamed(edit: Edit, saved: Edit) -> dict[str, str]:
    """The new ids, by old id, of fields that an earlier save renamed without the session's knowledge."""
    pairs = zip(edit.changes, saved.changes, strict=True)
    return {one.field: other.field for one, other in pairs if one.field != other.field}


def rename(change: Change, renamed: dict[str, str]) -> Change:
    """The change with field ids replaced, including those in its values."""
    keys = {*_REFERENCES, *(one.key for one in references_of(change.field))}
    return Change(
        field=renamed.get(change.field, change.field),
        before=_rename_in(change.before, keys, renamed),
        after=_rename_in(change.after, keys, renamed),
        extra=change.extra,
    )


def _rename_in(values: Json | None, keys: set[str], renamed: dict[str, str]) -> Json | None:
    if values is None:
        return None
    return {key: renamed_ids(value, renamed) if key in keys else value for key, value in values.items()}


def renamed_ids(value: Any, renamed: dict[str, str]) -> Any:
    """The value of a reference, an id or a list of ids, with other ids."""
    if isinstance(value, list):
        return [renamed_ids(one, renamed) for one in value]
    return renamed.get(value, value) if isinstance(value, str) else value
