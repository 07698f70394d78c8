"""Aligns the fields of two records of one text: by history, then by kind and spans. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from store.agreement.matching import matched
from store.model.edit import Edit
from store.model.fields import BY_LETTER, GROUPS, AnyField, attribute_of, from_json, ids_in
from store.model.fold import MACHINE
from store.model.record import Record
from store.sync.rebase import creates


@dataclass(slots=True)
class Creation:
    """A field as it was created: by `edit`, or by the first suggestions if that is None."""

    item: AnyField
    edit: Edit | None

    @property
    def by_machine(self) -> bool:
        return self.edit is None or self.edit.op in MACHINE


def creations(record: Record) -> dict[str, Creation]:
    """The creation of every field that the record has ever had, by id."""
    by_id = {item.id: Creation(item, None) for item in record.suggestions.all()}
    for edit in record.edits:
        for change in edit.changes:
            if creates(change):
                data = {**(change.after or {}), "id": change.field}
                by_id[change.field] = Creation(from_json(BY_LETTER[change.field[0]], data), edit)
    return by_id


@dataclass(slots=True)
class Alignment:
    """`ids` maps fields of the right record to fields of the left one; `inherited` are those with a common origin."""

    ids: dict[str, str] = field(default_factory=dict)
    inherited: set[str] = field(default_factory=set)

    def pair(self, right: str, left: str, *, inherited: bool = False) -> None:
        self.ids[right] = left
        if inherited:
            self.inherited.add(right)


def align(left: Record, right: Record, known: Callable[[Edit], Edit | None]) -> Alignment:
    """Pair the fields of two records. `known` returns the left record's copy of an edit of the right one, or None.

    Each field is paired at most once: first fields that the same edit created, then machine-made fields with the same
    spans, then live fields by greatest overlap, then fields with the same spans, live or rejected.
    """
    alignment = Alignment()
    for right_id, left_id in _by_history(right, known):
        alignment.pair(right_id, left_id, inherited=True)
    _by_machine(alignment, creations(left), creations(right))
    for group in GROUPS:
        paired = set(alignment.ids.values())
        ours = [item for item in left.group(group) if item.id not in paired]
        theirs = [item for item in right.group(group) if item.id not in alignment.ids]
        alive = matched(group, (_as_read(i) for i in ours if _lives(i)), (_as_read(i) for i in theirs if _lives(i)))
        for item, other in alive:
            alignment.pair(other.id, item.id)
        rest = {tuple(item.spans): item.id for item in ours if item.id not in alignment.ids.values()}
        for other in theirs:
            if other.id not in alignment.ids and (identifier := rest.pop(tuple(other.spans), None)):
                alignment.pair(other.id, identifier)
    return alignment


def _lives(item: AnyField) -> bool:
    """Whether somebody has it, and be it against another who has struck it out."""
    return item.alive or "status" in item.conflict


def _as_read(item: AnyField) -> AnyField:
    """With the mentions of all its readings, whichever of them is shown."""
    readings = item.conflict.get("spans", ())
    if not readings:
        return item
    return replace(item, spans=sorted({(start, end) for one in readings for start, end in one["value"]}))


def _by_history(right: Record, known: Callable[[Edit], Edit | None]) -> Iterator[tuple[str, str]]:
    for edit in right.edits:
        copy = known(edit)
        if copy is not None and len(copy.changes) == len(edit.changes):
            yield from (
                (one.field, other.field)
                for one, other in zip(edit.changes, copy.changes, strict=True)
                if creates(one) and one.field[0] == other.field[0]
            )


def _by_machine(alignment: Alignment, left: dict[str, Creation], right: dict[str, Creation]) -> None:
    paired = set(alignment.ids.values())
    by_spans: dict[tuple[str, tuple[tuple[int, int], ...]], list[str]] = {}
    for identifier, creation in left.items():
        if creation.by_machine and identifier not in paired:
            by_spans.setdefault((creation.item.letter, tuple(creation.item.spans)), []).append(identifier)
    for identifier, creation in right.items():
        candidates = by_spans.get((creation.item.letter, tuple(creation.item.spans)), [])
        if not candidates or not creation.by_machine or identifier in alignment.ids:
            continue
        other = identifier if identifier in candidates else candidates[0]
        candidates.remove(other)
        alignment.pair(identifier, other)
    for identifier, other in alignment.ids.items():
        if left[other].by_machine and _are_equal(alignment, right[identifier].item, left[other].item):
            alignment.inherited.add(identifier)


def _are_equal(alignment: Alignment, right: AnyField, left: AnyField) -> bool:
    """True if all attributes are equal, comparing references as aligned, and no two notes differ."""
    if right.note and left.note and right.note != left.note:
        return False
    right_values = {name: getattr(right, name) for name in right.attributes}
    for reference in right.references:
        name = attribute_of(type(right), reference.key)
        if reference.many:
            right_values[name] = [alignment.ids.get(one) for one in ids_in(right_values[name])]
        elif right_values[name] is not None:
            right_values[name] = alignment.ids.get(right_values[name])
    left_values = {name: getattr(left, name) for name in left.attributes}
    return (right_values, right.spans, right.evidence, right.status) == (
        left_values, left.spans, left.evidence, left.status
    )  # fmt: skip
