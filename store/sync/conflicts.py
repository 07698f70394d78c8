"""The sides of a conflict: the whole field as each of its authors saw it, and drafts that resolve the conflict.

Pure. The fold finds conflicts; the screen shows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from store.model.actions import Draft, change
from store.model.edit import Edit
from store.model.fields import AnyField, Json, to_json
from store.model.fold import fold, standing
from store.model.record import Record
from store.sync.rebase import creates


@dataclass(frozen=True, slots=True)
class Side:
    """A field as some annotators have it: `by` joins their names with commas, `at` is when the last of them wrote."""

    by: str
    at: str
    item: AnyField


def disputed(record: Record) -> list[str]:
    """The ids of the fields in conflict."""
    return [item.id for item in record.fields.values() if item.conflict]


def sides_of(record: Record, identifier: str) -> list[Side]:
    """In the order in which their authors came to the article; authors who agree are one side."""
    found: list[Side] = []
    for head in _heads(record, record.fields[identifier]):
        item = _as_seen(record, identifier, head)
        if item is None:
            continue
        place = next((place for place, other in enumerate(found) if _values(other.item) == _values(item)), None)
        if place is None:
            found.append(Side(head.by, head.at, item))
        else:
            there = found[place]
            by = there.by if head.by in there.by.split(", ") else f"{there.by}, {head.by}"
            found[place] = Side(by, max(there.at, head.at), there.item)
    return found


def differing(sides: list[Side]) -> list[str]:
    """The keys in which they differ; `status` only where some have rejected the field and others have not."""
    living = [to_json(side.item) for side in sides if side.item.alive]
    keys = _keys(next(side.item for side in sides if side.item.alive)) if living else []
    status = ["status"] if 0 < len(living) < len(sides) else []
    return status + [key for key in keys if any(data[key] != living[0][key] for data in living)]


def accept_side(record: Record, identifier: str, side: Side) -> Draft | None:
    """Resolve the conflict as this side has it; evidence follows the values."""
    now, item = record.fields[identifier], side.item
    data = to_json(item)
    after: Json = {key: data.get(key) for key in now.conflict}
    if item.alive:
        after |= {key: data[key] for key in _keys(item)}
        after["evidence"] = {key: item.evidence.get(key) for key in {*now.evidence, *item.evidence}}
    draft = change(record, identifier, {**after, "status": item.status})
    return draft and replace(draft, op="change" if item.alive else "reject")


def resolve(record: Record, identifier: str, after: Json) -> Draft | None:
    """Resolve the conflict with other values; what is not in `after` stays as it is now."""
    item = record.fields[identifier]
    now = to_json(item)
    kept = {key: now.get(key) for key in item.conflict}
    status = "corrected" if not item.alive or (after and item.status == "accepted") else item.status
    return change(record, identifier, {**kept, **after, "status": status})


def _keys(item: AnyField) -> list[str]:
    return [*item.keys, "spans"]


def _values(item: AnyField) -> Json:
    """Of a rejected field, only that it is rejected."""
    data = to_json(item)
    return {"alive": True, **{key: data[key] for key in _keys(item)}} if item.alive else {"alive": False}


def _heads(record: Record, item: AnyField) -> list[Edit]:
    """The last edit of each author in the conflict; none of them has seen another."""
    wrote: list[Edit] = []
    edits = standing(record.edits)
    for key, readings in item.conflict.items():
        for reading in readings:
            wrote += [edit for edit in edits if (edit.by, edit.at) == (reading["by"], reading["at"])
                      and _wrote(edit, item.id, key)]  # fmt: skip
    heads: list[Edit] = []
    for edit in sorted({edit.id: edit for edit in wrote}.values(), key=lambda edit: edit.seq):
        heads = [head for head in heads if not edit.saw(head)]
        heads.append(edit)
    tops = []
    for head in heads:
        others = [other for other in heads if other is not head]
        later = [edit for edit in edits if edit.saw(head) and not any(edit.saw(other) for other in others)]
        tops.append(later[-1] if later and later[-1].seq > head.seq else head)
    first: dict[str, int] = {}
    for edit in record.edits:
        first.setdefault(edit.session or edit.by, edit.seq)
    return sorted(tops, key=lambda top: first[top.session or top.by])


def _wrote(edit: Edit, identifier: str, key: str) -> bool:
    return any(made.field == identifier and (key == "status" or key in (made.after or {})) for made in edit.changes)


def _as_seen(record: Record, identifier: str, head: Edit) -> AnyField | None:
    """The field by the edits that the author of `head` had seen, and by its creation where they had not seen that."""
    seen = [edit for edit in record.edits if edit is head or (head.saw(edit) and edit.seq <= head.seq)]
    there = fold(record.suggestions, seen).fields.get(identifier)
    if there is not None:
        return there
    maker = next(_makers(record, identifier), None)
    if maker is None:
        return None
    return fold(record.suggestions, sorted([maker, *seen], key=lambda edit: edit.seq)).fields.get(identifier)


def _makers(record: Record, identifier: str) -> Iterator[Edit]:
    for edit in record.edits:
        for made in edit.changes:
            if made.field == identifier and creates(made):
                yield edit._replace(changes=(made,))
