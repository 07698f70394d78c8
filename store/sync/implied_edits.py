"""Writes edits for what the authors of two merged records have implied without an edit.

An author who lets a suggestion stand accepts its values; an author who is done with an article says that nothing is
missing. The fold sees this by itself where both began with the same field. Where they did not, this appends edits of
those authors at the time of their decision: import edits, which nobody undoes by hand, with `of` naming the decision.
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
    """One of the two records. `names` maps its fields' ids to those of the merge, where its edits stand at `seen`."""

    record: Record
    names: dict[str, str]
    seen: Sequence[int]
    there: Callable[[Edit], Edit | None]
    """The merge's copy of an edit."""

    @cached_property
    def ids(self) -> set[str]:
        """The ids in the merge of its edits."""
        return {there.id for edit in self.record.edits if (there := self.there(edit))}

    @cached_property
    def decisions(self) -> dict[str, Edit]:
        """The last edit that decided a field, by the field's id; of the article, the one that marked it as done."""
        last = {name: there for name, edit in deciders(self.record).items() if (there := self.there(edit))}
        if self.record.status != "done":
            last.pop(ARTICLE, None)
        return last

    def values(self, item: AnyField) -> Json:
        """A field's values under the ids of the merge, without a name that follows from the speaker."""
        data = {key: value for key, value in to_json(item).items() if key in _keys(item)}
        if data.get("speaker") is not None:
            del data["speaker_name"]
        change = rename(Change(field=item.id, before=None, after=data), self.names)
        return {**(change.after or {}), "status": item.status}


class _Statement(NamedTuple):
    """What a side implies of one attribute of a field of the merge."""

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
    """For pairs that did not begin as one field, each side's values that the fold does not show."""
    for theirs, ours in state.pairs.ids.items():
        if theirs in state.pairs.inherited or ours not in fields:
            continue
        sides = [
            (side, side.record.fields[name], side.decisions[name])
            for side, name, other in ((left, ours, right), (right, theirs, left))
            if name in side.record.fields and side.record.fields[name].decided
            # the other side has dealt with a decision that it had seen
            if name in side.decisions and side.decisions[name].id not in other.ids
        ]
        if not sides or (len(sides) == 1 and sides[0][0] is left):
            continue
        told = [side.values(item) for side, item, _ in sides]
        agreed = len({item.alive for _, item, _ in sides}) == 1
        for key in told[0]:
            values = [data.get(key) for data in told]
            if (key == "status" and agreed) or _shown(fields[ours], key, values):
                continue
            for (side, item, decision), data in zip(sides, told, strict=True):
                if key in data:
                    yield _Statement(side, decision, ours, key, data[key], item.evidence.get(key))


def _unmatched(side: _Side, silent: _Side, matched: Iterable[str]) -> Iterator[_Statement]:
    """For fields that one side alone has, while the other was done with the article and so rejects them."""
    done = silent.decisions.get(ARTICLE)
    if done is None or done.id in side.ids:
        return
    for identifier, item in side.record.fields.items():
        decision = side.decisions.get(identifier)
        if identifier in matched or not item.decided or not item.alive or decision is None or decision.id in silent.ids:
            continue
        name = side.names.get(identifier, identifier)
        yield _Statement(side, decision, name, "status", item.status, None)
        yield _Statement(silent, done, name, "status", "rejected", None)


def _append(state: MergeState, group: list[_Statement], now: Json) -> None:
    side, decision, name, *_ = group[0]
    after: Json = {statement.key: statement.value for statement in group}
    before = {key: now.get(key) for key in after}
    if keys := [one.key for one in group if one.key in now["evidence"] or one.evidence]:
        after["evidence"] = {one.key: one.evidence and list(one.evidence) for one in group if one.key in keys}
        before["evidence"] = {key: now["evidence"].get(key) for key in keys}
    edit = Edit(
        id=f"{decision.id}:{content_hash([name[0], now['spans'], after])}",
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
    """True where the merged field has these values, as its own or as readings in conflict."""
    now = to_json(item)
    first = values[0]
    if all(value == first for value in values):
        return bool(now.get(key) == first)
    readings = [reading["value"] for reading in item.conflict.get(key, ())]
    return all(value in readings for value in values)


def _keys(item: AnyField) -> set[str]:
    return {"spans", *item.keys}
