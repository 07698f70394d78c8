"""Finds what was made in another program and, meanwhile, here too: one field, not two over each other. Pure.

Where both give an attribute another value, the fold finds the conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from store.jsontext import content_hash
from store.model.edit import Change, Edit
from store.model.fields import BY_LETTER, AnyField, Json, Span, Suggestions, from_json, to_json
from store.model.ids import IdCounter
from store.model.record import Record, all_ids
from store.sync.rebase import creates, rename

_Place = tuple[str, tuple[Span, ...]]
_OWN: Final = frozenset({"id", "spans", "status", "confidence", "became", "conflict"})
"""Keys of a field that are not said of it by who made it."""


def agreeing(record: Record, known: Iterable[str], earlier: Sequence[Edit], edits: Sequence[Edit]) -> list[Edit]:
    """The edits with each field that they make and that is there already, with the same mentions, taken for that one.

    There are the living fields of `record` but those `known` to who made the edits, and what `earlier` edits make.
    """
    seen = set(known)
    there = [item for name, item in record.fields.items() if name not in seen and item.alive]
    there += [from_json(BY_LETTER[one.field[0]], one.after) for one in _creations(earlier) if one.after is not None]
    by_place: dict[_Place, AnyField] = {(item.kind, tuple(item.spans)): item for item in reversed(there)}
    used = {*all_ids(record.suggestions, record.edits), *all_ids(Suggestions(), earlier)} - seen
    next_id = IdCounter([*seen, *used, *all_ids(Suggestions(), edits)])
    makers = {one.field: edit for edit in (*record.edits, *earlier) for one in edit.changes if creates(one)}
    names: dict[str, str] = {}
    result: list[Edit] = []
    for edit in edits:
        changes: list[Change] = []
        for change in edit.changes:
            same = by_place.get(_place(change)) if creates(change) and change.after is not None else None
            if same is None:
                if creates(change) and change.field in used:  # as a field that was made here, or by another, meanwhile
                    names[change.field] = next_id(change.field[0])
                changes.append(rename(change, names))
                continue
            names[change.field] = same.id
            if differing := _differing(same, rename(change, names).after or {}, record.text):
                changes.append(differing)
                if (maker := makers.get(same.id)) and (own := _said_by(maker, differing)):
                    result.append(own)
        if changes:
            op = "change" if edit.op == "add" and not any(map(creates, changes)) else edit.op
            result.append(edit._replace(op=op, changes=tuple(changes)))
    return result


def _creations(edits: Iterable[Edit]) -> Iterable[Change]:
    return (change for edit in edits for change in edit.changes if creates(change))


def _place(change: Change) -> _Place:
    made = change.after or {}
    return BY_LETTER[change.field[0]].kind, tuple((start, end) for start, end in made.get("spans", ()))


def _said_by(maker: Edit, differing: Change) -> Edit | None:
    """What the maker of a field gave it when making it, which the fold takes for no answer to what others say of it.

    Who has written no note, or raised no flag, has nothing against those of another.
    """
    before = {key: value for key, value in (differing.before or {}).items() if value or key not in ("flag", "note")}
    if not before:
        return None
    own = differing._replace(before=before, after=before)
    return maker._replace(
        id=f"{maker.id}:{content_hash(own.to_json())}", op="import", changes=(own,), of=maker.id, seen=(), extra={}
    )


def _differing(there: AnyField, made: Json, text: str) -> Change | None:
    """What was said there beyond what the field has; not what was left open, or is no more than the words."""
    now = to_json(there)
    words = {text[start:end] for start, end in there.spans}
    said = {key: value for key, value in made.items() if key not in _OWN and value not in (None, "", False, {})}
    said = {key: value for key, value in said.items() if key != "name" or value not in words}
    after = {key: value for key, value in said.items() if now.get(key) != value}
    if not after:
        return None
    return Change(field=there.id, before={key: now.get(key) for key in after}, after=after)
