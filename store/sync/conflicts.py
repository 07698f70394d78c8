"""The sides of a conflict, each the whole field as one author saw it, and drafts that resolve the conflict.

Pure. The fold detects conflicts; the screen shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from store.agreement.matching import overlap
from store.model.about import empty
from store.model.actions import Draft, change, merge
from store.model.edit import ARTICLE, Edit
from store.model.fields import AnyField, Json, to_json
from store.model.fold import fold, standing
from store.model.record import Record
from store.sync.rebase import creates


@dataclass(frozen=True, slots=True)
class Side:
    """One version of a field. `by` joins the names of its authors with commas; `at` is the time of their last edit."""

    by: str
    at: str
    item: AnyField


def disputed(record: Record) -> list[str]:
    """The ids of the fields in conflict; that of the article's own comes first."""
    own = [ARTICLE] if record.folded.about and record.folded.about.conflict else []
    return own + [item.id for item in record.fields.values() if item.conflict]


def sides_of(record: Record, identifier: str) -> list[Side]:
    """The sides, ordered by their authors' first edits of the article; authors who agree share a side."""
    sides: list[Side] = []
    marks = disputed_marks(record.field(identifier))
    for head in heads_of(record, record.field(identifier)):
        item = as_seen(record, identifier, head)
        if item is None:
            continue
        values = _values(item, marks)
        index = next((index for index, other in enumerate(sides) if _values(other.item, marks) == values), None)
        if index is None:
            sides.append(Side(head.by, head.at, item))
        else:
            side = sides[index]
            by = side.by if head.by in side.by.split(", ") else f"{side.by}, {head.by}"
            sides[index] = Side(by, max(side.at, head.at), side.item)
    return sides


def disputed_marks(item: AnyField) -> list[str]:
    """The keys in conflict of what is said about a field, such as its note; rejected fields have them too.

    Where they are in no conflict, a side without a note does not object to that of another.
    """
    return [key for key in item.conflict if key not in (*_keys(item), "status", "became")]


def differing(sides: list[Side], marks: Sequence[str] = ()) -> list[str]:
    """The keys in which the sides differ; `status` only if some have rejected the field and others have not.

    `marks` are the keys that `disputed_marks` finds.
    """
    alive = [to_json(side.item) for side in sides if side.item.alive]
    keys = _keys(next(side.item for side in sides if side.item.alive)) if alive else []
    status = ["status"] if 0 < len(alive) < len(sides) else []
    said = [to_json(side.item) for side in sides]
    about = [key for key in marks if any(data.get(key) != said[0].get(key) for data in said)]
    return status + [key for key in keys if any(data[key] != alive[0][key] for data in alive)] + about


def accept_side(record: Record, identifier: str, side: Side) -> Draft | None:
    """Resolve the conflict with this side's values and their evidence."""
    current, item = record.field(identifier), side.item
    data = to_json(item)
    after: Json = {key: data.get(key) for key in current.conflict}
    if item.alive:
        after |= {key: data[key] for key in _keys(item)}
        after["evidence"] = {key: item.evidence.get(key) for key in {*current.evidence, *item.evidence}}
    draft = _settled(record, identifier, {**after, "status": item.status})
    changes = draft.changes if draft else ()
    whole = record.fields.get(item.became or "")
    if not item.alive and whole is not None and whole.alive and whole.kind == item.kind:  # a part of it, as was said
        parts = merge(record, identifier, whole.id).changes
        changes += tuple(change for change in parts if change.field == whole.id)
    return draft and replace(draft, changes=changes, op="change" if item.alive else "reject")


def in_the_way(record: Record, item: AnyField) -> list[AnyField]:
    """The other living fields of its kind that have words of this version; it cannot be accepted beside them."""
    if item.id == ARTICLE:
        return []
    return [
        other
        for other in record.fields.values()
        if other.kind == item.kind and other.alive and other.id != item.id
        and any(overlap(one, span) for one in item.spans for span in other.spans)
    ]  # fmt: skip


def joined_with(record: Record, identifier: str, sides: Sequence[Side]) -> list[tuple[str, AnyField]]:
    """The other fields in conflict with which somebody has joined this one, and who; both are one question."""
    found = [(side.by, side.item.became) for side in sides if not side.item.alive and side.item.became]
    others = [name for name in disputed(record) if name not in (identifier, ARTICLE)]
    for name in others:
        if "status" in record.fields[name].conflict:
            found += [(one.by, name) for one in sides_of(record, name) if one.item.became == identifier]
    return [(by, record.fields[name]) for by, name in found if name in others]


def resolve(record: Record, identifier: str, after: Json) -> Draft | None:
    """Resolve the conflict with the values in `after`; conflicting keys that it lacks keep their current values."""
    item = record.field(identifier)
    data = to_json(item)
    current = {key: data.get(key) for key in item.conflict}
    status = "corrected" if not item.alive or (after and item.status == "accepted") else item.status
    return _settled(record, identifier, {**current, **after, "status": status})


def _settled(record: Record, identifier: str, after: Json) -> Draft | None:
    """The change; if the field is to stay, what it became has nothing of it any more."""
    if identifier == ARTICLE:  # it cannot be struck out, and its status is that of the article
        after = {key: value for key, value in after.items() if key != "status"}
    return change(record, identifier, after)


def _keys(item: AnyField) -> list[str]:
    return [*item.keys, *(() if item.id == ARTICLE else ("spans",))]


def _values(item: AnyField, marks: Sequence[str]) -> Json:
    """The values to compare; for a rejected field, only that it is rejected and what is said about it."""
    data = to_json(item)
    keys = [*_keys(item), *marks] if item.alive else marks
    return {"alive": item.alive, **{key: data.get(key) for key in keys}}


def heads_of(record: Record, item: AnyField) -> list[Edit]:
    """The last edit of each author in the conflict; none of these edits has seen another."""
    writers: list[Edit] = []
    edits = standing(record.edits)
    for key, readings in item.conflict.items():
        for reading in readings:
            writers += [edit for edit in edits if (edit.by, edit.at) == (reading["by"], reading["at"])
                        and _writes(edit, item.id, key)]  # fmt: skip
    heads: list[Edit] = []
    for edit in sorted({edit.id: edit for edit in writers}.values(), key=lambda edit: edit.seq):
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


def _writes(edit: Edit, identifier: str, key: str) -> bool:
    changes = (change for change in edit.changes if change.field == identifier)
    return any(key == "status" or key in (change.after or {}) for change in changes)


def as_seen(record: Record, identifier: str, head: Edit) -> AnyField | None:
    """The field folded from the edits that the author of `head` had seen, and its creation even if they had not."""
    seen = [edit for edit in record.edits if edit is head or (head.saw(edit) and edit.seq <= head.seq)]
    folded = fold(record.suggestions, seen)
    item = folded.about or empty() if identifier == ARTICLE else folded.fields.get(identifier)
    if item is not None:
        return item
    creator = next(_creators(record, identifier), None)
    if creator is None:
        return None
    return fold(record.suggestions, sorted([creator, *seen], key=lambda edit: edit.seq)).fields.get(identifier)


def _creators(record: Record, identifier: str) -> Iterator[Edit]:
    """The edits that create the field, reduced to that change."""
    for edit in record.edits:
        for item in edit.changes:
            if item.field == identifier and creates(item):
                yield edit._replace(changes=(item,))
