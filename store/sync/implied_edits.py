"""What the authors of two merged records have said without an edit that says it.

Whoever lets a suggestion stand says its values; whoever is done with an article says that there is no more in it.
Where both began with the same field the fold sees that by itself. Where they began with others, this puts the
values into edits of those authors, at the time of their decision: import edits, which nobody undoes by hand, with
`of` naming the decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from store.agreement.statistics import deciders
from store.jsontext import content_hash
from store.model.edit import ARTICLE, Change, Edit
from store.model.fields import AnyField, Json, to_json
from store.model.record import Record
from store.sync.rebase import rename

if TYPE_CHECKING:
    from store.sync.alignment import Counterparts


class Merging(Protocol):
    """What this needs of a merge under way. `line`: the places of the right record's edits among the merge's."""

    left: Record
    right: Record
    renamed: dict[str, str]
    line: list[int]
    pairs: Counterparts

    def known(self, edit: Edit) -> Edit | None:
        """The merge's copy of an edit of the right record."""

    def has(self, identifier: str) -> bool: ...

    def append(self, edit: Edit, seen: Iterable[int]) -> int: ...

    def result(self) -> Record: ...


@dataclass
class _Side:
    """One of the two records. `names`: its fields' ids in the merge; `seen`: the places there of its edits."""

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
        """The last edit that said anything of a field, by the field's id; of the article, that it is done."""
        last = {name: there for name, edit in deciders(self.record).items() if (there := self.there(edit))}
        if self.record.status != "done":
            last.pop(ARTICLE, None)
        return last

    def values(self, item: AnyField) -> Json:
        """What a field is like, under the ids of the merge; a name that follows from the speaker is left out."""
        data = {key: value for key, value in to_json(item).items() if key in _said(item)}
        if data.get("speaker") is not None:
            del data["speaker_name"]
        change = rename(Change(field=item.id, before=None, after=data), self.names)
        return {**(change.after or {}), "status": item.status}


class _Words(NamedTuple):
    """What a side said of a field of the merge."""

    side: _Side
    decision: Edit
    field: str
    key: str
    value: Any
    evidence: tuple[int, int] | None


def put_into_words(merging: Merging) -> None:
    """Append what the fold of the merge does not show."""
    left = _Side(merging.left, {}, range(len(merging.left.edits)), lambda edit: edit)
    right = _Side(merging.right, merging.renamed, merging.line, merging.known)
    fields = merging.result().fields
    pairs = merging.pairs.ids
    words = [
        *_differing(merging, left, right, fields),
        *_unmatched(left, right, set(pairs.values())),
        *_unmatched(right, left, set(pairs)),
    ]
    groups: dict[tuple[bool, str, str], list[_Words]] = {}
    for said in words:
        if said.field in fields:
            groups.setdefault((said.side is left, said.decision.id, said.field), []).append(said)
    for group in groups.values():
        _append(merging, group, to_json(fields[group[0].field]))


def _differing(merging: Merging, left: _Side, right: _Side, fields: dict[str, AnyField]) -> Iterator[_Words]:
    """Of pairs that did not begin as one field: each side's values where the fold does not show them."""
    for theirs, ours in merging.pairs.ids.items():
        if theirs in merging.pairs.inherited or ours not in fields:
            continue
        sides = [
            (side, side.record.fields[name], side.decisions[name])
            for side, name, other in ((left, ours, right), (right, theirs, left))
            if name in side.record.fields and side.record.fields[name].decided
            # an opinion that the other side had before it has been dealt with there
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
                    yield _Words(side, decision, ours, key, data[key], item.evidence.get(key))


def _unmatched(side: _Side, silent: _Side, matched: Iterable[str]) -> Iterator[_Words]:
    """Of fields that one side alone has, while the other was done with the article: that it has none such."""
    done = silent.decisions.get(ARTICLE)
    if done is None or done.id in side.ids:
        return
    for identifier, item in side.record.fields.items():
        decision = side.decisions.get(identifier)
        if identifier in matched or not item.decided or not item.alive or decision is None or decision.id in silent.ids:
            continue
        name = side.names.get(identifier, identifier)
        yield _Words(side, decision, name, "status", item.status, None)
        yield _Words(silent, done, name, "status", "rejected", None)


def _append(merging: Merging, group: list[_Words], now: Json) -> None:
    side, decision, name, *_ = group[0]
    after: Json = {said.key: said.value for said in group}
    before = {key: now.get(key) for key in after}
    if keys := [said.key for said in group if said.key in now["evidence"] or said.evidence]:
        after["evidence"] = {said.key: said.evidence and list(said.evidence) for said in group if said.key in keys}
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
    if not merging.has(edit.id):
        merging.append(edit, side.seen)


def _shown(item: AnyField, key: str, values: list[Any]) -> bool:
    """Whether the merged field has what is said, as its value or as readings in conflict."""
    now = to_json(item)
    first = values[0]
    if all(value == first for value in values):
        return bool(now.get(key) == first)
    readings = [reading["value"] for reading in item.conflict.get(key, ())]
    return all(value in readings for value in values)


def _said(item: AnyField) -> set[str]:
    return {"spans", *item.keys}
