"""What an annotator of another program decided on what a machine, or other annotators, had found there.

Unlike an import into a library that may know more, both are of one program, so whatever differs was changed.
"""

from __future__ import annotations

from typing import Final

from store.agreement.matching import matched
from store.model.edit import Change
from store.model.fields import GROUPS, AnyField, Json, Suggestions, to_json
from store.model.ids import IdCounter
from store.model.kept_references import repointed
from store.model.record import Record, all_ids

_DECIDED: Final = {"status": "accepted", "confidence": None}
_KEPT: Final = frozenset({"id", "status", "confidence", "evidence"})
"""Keys that are not compared."""


def decisions(record: Record, fields: Suggestions, done: bool, *, again: bool = False) -> list[Change]:
    """The changes that make the record's suggestions these fields; what is not among them is struck out if `done`.

    With `again` they also decide what is decided, and settle its conflicts.
    """
    there = [item for item in record.fields.values() if not item.decided or (again and (item.alive or item.conflict))]
    pairs = {theirs.id: ours for group in GROUPS for ours, theirs in matched(group, there, fields.all())}
    new_id = IdCounter(all_ids(record.suggestions, record.edits))
    names = {item.id: pairs[item.id].id if item.id in pairs else new_id(item.letter) for item in fields.all()}
    changes: list[Change] = []
    for item in fields.all():
        values = to_json(item) | {"id": names[item.id]}
        values = repointed(values, item.references, names.get)
        if item.id not in pairs:
            changes.append(Change(field=values["id"], before=None, after=values | _DECIDED))
        else:
            changes.append(_change(pairs[item.id], values, whole=again))
    if done:
        kept = {item.id for item in pairs.values()}
        changes += [
            Change(field=item.id, before={"status": item.status}, after={"status": "rejected"})
            for item in there
            if item.id not in kept
        ]
    return changes


def _change(item: AnyField, values: Json, whole: bool) -> Change:
    """The change of a field to these values, which decides it even if they are its own; `whole` says them all."""
    now = to_json(item)
    differing = {key for key, value in values.items() if key not in _KEPT and value != now[key]}
    after = {key: value for key, value in values.items() if key in differing or (whole and key not in _KEPT)}
    after["status"] = "corrected" if differing else "accepted"
    before = {key: now[key] for key in after}
    keys = now["evidence"].keys() | values["evidence"].keys()
    if changed := sorted(key for key in keys if now["evidence"].get(key) != values["evidence"].get(key)):
        after["evidence"] = {key: values["evidence"].get(key) for key in changed}
        before["evidence"] = {key: now["evidence"].get(key) for key in changed}
    return Change(field=item.id, before=before, after=after)
