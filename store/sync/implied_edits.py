"""Writes edits for what the authors of two merged records decided implicitly.

Accepting a suggestion accepts its values; marking an article done means that no field is missing. The fold sees this
if both records began with the same field. Otherwise this module appends edits in those authors' names at the time of
their decision: import edits, which nobody can undo, whose `of` is the id of the deciding edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from store.agreement.statistics import deciders
from store.jsontext import content_hash
from store.model.edit import ARTICLE, Change, Edit
from store.model.fields import AnyField, Json, Span, to_json
from store.model.fold import MACHINE, standing
from store.model.record import Record
from store.sync.conflicts import as_seen, heads_of
from store.sync.merge_state import MergeState
from store.sync.rebase import creates, rename


@dataclass
class _Side:
    """One of the two records. `names` maps its field ids to those in the merge."""

    record: Record
    names: dict[str, str]
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

    def views(self, name: str, other: _Side) -> list[_View]:
        """The field as those see it who are in conflict about it, else as the record has it; nothing undecided.

        Not the views of those whose decision the other side had seen: its own edits already respond to them.
        """
        item = self.record.fields.get(name)
        if item is None or not item.decided:
            return []
        heads = heads_of(self.record, item) if item.conflict else []
        if len(heads) < 2:
            decision = self.decisions.get(name)
            return [_View(self, item, decision, self.values(item))] if decision and decision.id not in other.ids else []
        found = [(self.origin(head), as_seen(self.record, name, head)) for head in heads]
        return [
            _View(self, seen, decision, self.values(seen) if seen.alive else {"status": seen.status})
            for decision, seen in found
            if decision is not None and decision.id not in other.ids and seen is not None and seen.decided
        ]

    def origin(self, edit: Edit) -> Edit | None:
        """The copy in the merge of an edit, or of the one whose meaning it puts into words."""
        while edit.op in MACHINE and edit.of in self.by_id:
            edit = self.by_id[edit.of]
        return self.copy_of(edit)

    @cached_property
    def by_id(self) -> dict[str | None, Edit]:
        return {edit.id: edit for edit in self.record.edits}

    def author_of(self, name: str, key: str, decision: Edit) -> Edit:
        """Who says what a field has under a key: its decision, unless its author has not seen who wrote that."""
        if key == "status":
            return decision
        for edit in reversed(self._standing):
            for change in edit.changes:
                if change.field == name and (creates(change) or key in (change.after or {})):
                    writer = self.origin(edit)
                    if writer is None or (writer.op in MACHINE and not writer.is_of_annotator):
                        return decision
                    return decision if writer.seq <= decision.seq and decision.saw(writer) else writer
        return decision

    def other_kinds(self, other: _Side) -> dict[Span, list[tuple[str, Edit]]]:
        """By its words, what is decided and alive here, with the decision; nothing that the other side had seen."""
        found: dict[Span, list[tuple[str, Edit]]] = {}
        for name, item in self.record.fields.items():
            decision = self.decisions.get(name)
            if item.alive and item.decided and decision is not None and decision.id not in other.ids:
                for span in item.spans:
                    found.setdefault(span, []).append((item.kind, decision))
        return found

    @cached_property
    def _standing(self) -> list[Edit]:
        return standing(self.record.edits)

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


class _View(NamedTuple):
    """A field as somebody sees it, the edit by which they decided it, and its values with the ids of the merge."""

    side: _Side
    item: AnyField
    decision: Edit
    said: Json


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
    left = _Side(state.left, {}, lambda edit: edit)
    right = _Side(state.right, state.renamed, state.known)
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
        views = [*left.views(ours, right), *right.views(theirs, left)]
        if all(view.side is left for view in views):
            continue
        agreed = len({view.item.alive for view in views}) == 1
        for key in dict.fromkeys(key for view in views for key in view.said):
            saying = [view for view in views if key in view.said]
            values = [view.said[key] for view in saying]
            if (key == "status" and agreed) or _shown(fields[ours], key, values):
                continue
            if key == "note" and len(saying) < len(views):
                continue
            for side, item, decision, said in saying:
                author = side.author_of(item.id, key, decision)
                yield _Statement(side, author, ours, key, said[key], item.evidence.get(key))


def _unmatched(side: _Side, silent: _Side, matched: Iterable[str]) -> Iterator[_Statement]:
    """For fields that only `side` has, while `silent` was done with the article and so rejects them.

    Who has the same words as a field of another kind rejects them too, done or not.
    """
    done = silent.decisions.get(ARTICLE)
    if done is not None and done.id in side.ids:
        return
    others = silent.other_kinds(side)
    made = {item.became for item in side.record.fields.values()}  # the conflict is over what these were before
    for identifier, item in side.record.fields.items():
        decision = side.decisions.get(identifier)
        if identifier in matched or not item.decided or not item.alive or decision is None or decision.id in silent.ids:
            continue
        there = (said for span in item.spans for said in others.get(span, ()) if identifier not in made)
        denial = done or next((decided for kind, decided in there if kind != item.kind), None)
        if denial is None:
            continue
        name = side.names.get(identifier, identifier)
        if "status" not in item.conflict:  # else each of its authors has said it, and the last of them may deny it
            yield _Statement(side, decision, name, "status", item.status, None)
        yield _Statement(silent, denial, name, "status", "rejected", None)


def _append(state: MergeState, group: list[_Statement], current: Json) -> None:
    decision, name = group[0].decision, group[0].field
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
        state.append(edit, _seen_by(state, decision))


def _seen_by(state: MergeState, decision: Edit) -> list[int]:
    """The indexes of the edits that the author of a decision had seen, with it and what it says otherwise."""
    return [
        index
        for index, edit in enumerate(state.edits)
        if edit.id == decision.id
        or (edit.op in MACHINE and edit.of == decision.id)
        or (edit.seq < decision.seq and decision.saw(edit))
    ]


def _shown(item: AnyField, key: str, values: list[Any]) -> bool:
    """True if the merged field shows these values, as its own or as sides of a conflict."""
    first = values[0]
    if all(value == first for value in values):
        return bool(to_json(item).get(key) == first)
    readings = [reading["value"] for reading in item.conflict.get(key, ())]
    return all(value in readings for value in values)


def _keys(item: AnyField) -> set[str]:
    return {"spans", *item.keys}
