"""Aligns the fields of two records of one text: by history, then by kind and spans. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from store.agreement.matching import matched
from store.model.edit import Edit
from store.model.fields import BY_LETTER, GROUPS, AnyField, from_json
from store.model.fold import MACHINE
from store.model.record import Record
from store.sync.rebase import creates


@dataclass(slots=True)
class Creation:
    """A field as it came into a record: by `edit`, or as one of the first suggestions where that is None."""

    item: AnyField
    edit: Edit | None

    @property
    def by_machine(self) -> bool:
        return self.edit is None or self.edit.op in MACHINE


def creations(record: Record) -> dict[str, Creation]:
    """Every field that the record has ever had, by id."""
    made = {item.id: Creation(item, None) for item in record.suggestions.all()}
    for edit in record.edits:
        for change in edit.changes:
            if creates(change):
                data = {**(change.after or {}), "id": change.field}
                made[change.field] = Creation(from_json(BY_LETTER[change.field[0]], data), edit)
    return made


@dataclass(slots=True)
class Alignment:
    """`ids` maps the right record's fields to the left one's; `inherited` holds the right's that have one origin."""

    ids: dict[str, str] = field(default_factory=dict)
    inherited: set[str] = field(default_factory=set)

    def pair(self, right: str, left: str, *, inherited: bool = False) -> None:
        self.ids[right] = left
        if inherited:
            self.inherited.add(right)


def align(left: Record, right: Record, known: Callable[[Edit], Edit | None]) -> Alignment:
    """`known` gives the left record's copy of an edit of the right one.

    Each field is paired once: first fields that the same edit has created, then those that machines gave the same
    spans, then living fields that overlap most, then fields of the same spans, living or rejected.
    """
    found = Alignment()
    for theirs_id, our_id in _by_history(right, known):
        found.pair(theirs_id, our_id, inherited=True)
    _by_machine(found, creations(left), creations(right))
    for group in GROUPS:
        taken = set(found.ids.values())
        mine = [item for item in left.group(group) if item.id not in taken]
        theirs = [item for item in right.group(group) if item.id not in found.ids]
        alive = matched(group, (i for i in mine if i.alive), (i for i in theirs if i.alive))
        for item, other in alive:
            found.pair(other.id, item.id)
        rest = {tuple(item.spans): item.id for item in mine if item.id not in found.ids.values()}
        for other in theirs:
            if other.id not in found.ids and (identifier := rest.pop(tuple(other.spans), None)):
                found.pair(other.id, identifier)
    return found


def _by_history(right: Record, known: Callable[[Edit], Edit | None]) -> Iterator[tuple[str, str]]:
    for edit in right.edits:
        there = known(edit)
        if there is not None and len(there.changes) == len(edit.changes):
            yield from (
                (one.field, other.field)
                for one, other in zip(edit.changes, there.changes, strict=True)
                if creates(one) and one.field[0] == other.field[0]
            )


def _by_machine(found: Alignment, left: dict[str, Creation], right: dict[str, Creation]) -> None:
    taken = set(found.ids.values())
    places: dict[tuple[str, tuple[tuple[int, int], ...]], list[str]] = {}
    for identifier, made in left.items():
        if made.by_machine and identifier not in taken:
            places.setdefault((made.item.letter, tuple(made.item.spans)), []).append(identifier)
    for identifier, made in right.items():
        there = places.get((made.item.letter, tuple(made.item.spans)), [])
        if not there or not made.by_machine or identifier in found.ids:
            continue
        other = identifier if identifier in there else there[0]
        there.remove(other)
        found.pair(identifier, other)
    for identifier, other in found.ids.items():
        if left[other].by_machine and _alike(found, right[identifier].item, left[other].item):
            found.inherited.add(identifier)


def _alike(found: Alignment, right: AnyField, left: AnyField) -> bool:
    """True where all attributes are the same, with speakers compared as aligned."""
    speaker = getattr(right, "speaker", None)
    told = {name: getattr(right, name) for name in right.attributes}
    if speaker is not None:
        told["speaker"] = found.ids.get(speaker)
    kept = {name: getattr(left, name) for name in left.attributes}
    return (told, right.spans, right.evidence, right.status) == (kept, left.spans, left.evidence, left.status)
