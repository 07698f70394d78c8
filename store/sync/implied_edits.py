"""Writes edits for what the authors of two merged records decided implicitly.

Accepting a suggestion accepts its values; marking an article done means that no field is missing. The fold sees this
if both records began with the same field. Otherwise this module appends edits in those authors' names at the time of
their decision: import edits, which nobody can undo, whose `of` is the id of the deciding edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from store.agreement.statistics import deciders
from store.jsontext import content_hash
from store.model.edit import ARTICLE, Change, Edit
from store.model.fields import AnyField, Json, to_json
from store.model.record import Record
from store.sync.merge_state import MergeState
from store.sync.rebase import rename


@dataclass
class _Side:
    """One of the two records. `names` maps its field ids to those in the merge; `seen` are the indexes of its edits."""

    record: Record
    names: dict[str, str]
    seen: Sequence[int]
    copy_of: Callable[[Edit], Edit | None]
    """Returns the copy of an edit in the merge, or None."""

    @cached_property
    def ids(self) -> set[str]:
        """The ids of its edits in the merge."""
        return {copy.id for edit in self.record.edits if (copy := self.copy_of(edit))}

    @cached_property
    def decisions(self) -> dict[str, Edit]:
        """By field id, the last edit that decided the field; under `article`, the one that marked the article done."""
        last = {name: copy for name, edit in deciders(self.record).items() if (copy := self.copy_of(edit))}
        if self.record.status != "done":
            last.pop(ARTICLE, None)
        return last

    def values(self, item: AnyField) -> Json:
        """A field's values with the ids of the merge, without a `speaker_name` that follows from `speaker`.

        Who wrote no note does not object to that of another, so it has none then.
        """
        data = {key: value for key, value in to_json(item).items() if key in _keys(item)}
        for reference in item.references:
            if data.get(reference.key) and not reference.many:
                del data[reference.name_key]
        if item.note:
            data["note"] = item.note
        change = rename(Change(field=item.id, before=None, after=data), self.names)
        return {**(change.after or {}), "status": item.status}


class _Statement(NamedTuple):
    """The value that a side implies for one attribute of a field in the merge."""

    side: _Side
    decision: Edit
    field: str
    key: str
    value: Any
    evidence: tuple[int, int] | None


def append(state: MergeState) -> None:
    """Append an edit for each implied value that the fold of the merge does not show."""
    left = _Side(state.left, {}, range(len(state.left.edits)), lambda edit: edit)
    right = _Side(state.right, state.renamed, state.line, state.known)
    fields = state.result().fields
    pairs = state.pairs.ids
    statements = [
        *_differing(state, left, right, fields),
        *_unmatched(left, right, set(pairs.values())),
        *_unmatched(right, left, set(pairs)),
    ]
    groups: dict[tuple[bool, str, str], list[_Statement]] = {}
    for statement in statements:
        if statement.field in fields:
            groups.setdefault((statement.side is left, statement.decision.id, statement.field), []).append(statement)
    for group in groups.values():
        _append(state, group, to_json(fields[group[0].field]))


def _differing(state: MergeState, left: _Side, right: _Side, fields: dict[str, AnyField]) -> Iterator[_Statement]:
    """For pairs without a common origin, the values of each side that the fold does not show."""
    for theirs, ours in state.pairs.ids.items():
        if theirs in state.pairs.inherited or ours not in fields:
            continue
        sides = [
            (side, side.record.fields[name], side.decisions[name])
            for side, name, other in ((left, ours, right), (right, theirs, left))
            if name in side.record.fields and side.record.fields[name].decided
            # if the other side had seen a decision, its own edits already respond to it
            if name in side.decisions and side.decisions[name].id not in other.ids
        ]
        if not sides or (len(sides) == 1 and sides[0][0] is left):
            continue
        values_of_sides = [side.values(item) for side, item, _ in sides]
        agreed = len({item.alive for _, item, _ in sides}) == 1
        for key in values_of_sides[0]:
            values = [data.get(key) for data in values_of_sides]
            if (key == "status" and agreed) or _shown(fields[ours], key, values):
                continue
            if key == "note" and None in values:
                continue
            for (side, item, decision), data in zip(sides, values_of_sides, strict=True):
                if key in data:
                    yield _Statement(side, decision, ours, key, data[key], item.evidence.get(key))


def _unmatched(side: _Side, silent: _Side, matched: Iterable[str]) -> Iterator[_Statement]:
    """For fields that only `side` has, while `silent` was done with the article and so rejects them."""
    done = silent.decisions.get(ARTICLE)
    if done is None or done.id in side.ids:
        return
    for identifier, item in side.record.fields.items():
        decision = side.decisions.get(identifier)
        if identifier in matched or not item.decided or not item.alive or decision is None or decision.id in silent.ids:
            continue
        name = side.names.get(identifier, identifier)
        if "status" not in item.conflict:  # else each of its authors has said it, and the last of them may deny it
            yield _Statement(side, decision, name, "status", item.status, None)
        yield _Statement(silent, done, name, "status", "rejected", None)


def _append(state: MergeState, group: list[_Statement], current: Json) -> None:
    side, decision, name, *_ = group[0]
    after: Json = {statement.key: statement.value for statement in group}
    before = {key: current.get(key) for key in after}
    if keys := [one.key for one in group if one.key in current["evidence"] or one.evidence]:
        after["evidence"] = {one.key: one.evidence and list(one.evidence) for one in group if one.key in keys}
        before["evidence"] = {key: current["evidence"].get(key) for key in keys}
    edit = Edit(
        id=f"{decision.id}:{content_hash([name[0], current['spans'], after])}",
        seq=0,
        base=0,
        at=decision.at,
        by=decision.by,
        op="import",
        changes=(Change(field=name, before=before, after=after),),
        of=decision.id,
        session=decision.session,
    )
    if not state.has(edit.id):
        state.append(edit, side.seen)


def _shown(item: AnyField, key: str, values: list[Any]) -> bool:
    """True if the merged field shows these values, as its own or as sides of a conflict."""
    first = values[0]
    if all(value == first for value in values):
        return bool(to_json(item).get(key) == first)
    readings = [reading["value"] for reading in item.conflict.get(key, ())]
    return all(value in readings for value in values)


def _keys(item: AnyField) -> set[str]:
    return {"spans", *item.keys}
