"""Decides which fields of a record the fields that came back are: the same, joined, parted, relabelled, new. Pure.

`returning` drafts the edits.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from store.formats.graph import SAME
from store.formats.incoming.assembling import Imported
from store.formats.incoming.refusing import Refusal
from store.importing.mention_changes import mention_changes
from store.model.fields import AnyField, Span
from store.model.record import Record


@dataclass(slots=True)
class Regrouping:
    """Fields of the record are named by their ids there, those that came back by theirs.

    `homes` names for each field of the record the one that it came back as, `sent` the one that it was sent as, and
    `targets` the reverse of `homes`. `spans` are the mentions that a field is to have, none if all of them are gone.
    """

    homes: dict[str, str] = field(default_factory=dict)
    sent: dict[str, AnyField] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    """The field into which another goes, by that other."""
    fresh: dict[str, list[Span]] = field(default_factory=dict)
    """The mentions of what is no field of the record yet."""
    parted: dict[str, tuple[str, Span]] = field(default_factory=dict)
    """The field from which a new one is split off, and a mention of it there."""
    kinds: dict[str, str] = field(default_factory=dict)
    """What a field came back as under another kind."""
    thinned: set[str] = field(default_factory=set)
    """The fields that lost a mention, or of which what came back was refused."""
    kept: set[str] = field(default_factory=set)
    """The fields of which what came back was refused."""


def regroup(
    record: Record, exported: Container[str], sent: Imported, came: Imported, refused: Sequence[Refusal] = ()
) -> Regrouping:
    return _Regrouping(record, exported, sent, came, refused).result


@dataclass(slots=True)
class _Held:
    """A mention that came back, where it was in the record, and the field that has it now."""

    now: Span
    then: Span
    whole: AnyField


class _Regrouping:
    def __init__(
        self, record: Record, exported: Container[str], sent: Imported, came: Imported, refused: Sequence[Refusal]
    ) -> None:
        self.result = Regrouping()
        self._record = record
        self._came = came
        self._unlinked = any(one.link == SAME for one in refused)
        self._knows = sent.knows_mentions and came.knows_mentions
        ranked = sorted(record.fields.values(), key=lambda item: (item.id in exported, item.alive))
        self._changes = mention_changes(ranked, sent.all(), came.all(), record.text, refused)
        for item in sent.all():
            for span in item.spans:
                if owner := self._changes.sent.get((item.id, span)):
                    self.result.sent.setdefault(owner[0].id, item)
        self._held = self._find_held()
        self._find_homes()
        self._find_targets()
        self._place_mentions()
        self._find_new_kinds()

    def _find_held(self) -> dict[str, list[_Held]]:
        """What came back of each field of the record; what is new is `fresh`."""
        held: dict[str, list[_Held]] = {}
        for whole in self._came.all():
            for span in whole.spans:
                known = self._changes.known.get((whole.id, span))
                if known is None:
                    self.result.fresh.setdefault(whole.id, []).append(span)
                else:
                    held.setdefault(known[0].id, []).append(_Held(known[2], known[1], whole))
        return held

    def _find_homes(self) -> None:
        """The field with a field's first mention, which carries its attributes, else with most of its mentions."""
        for name, held in self._held.items():
            head = self._record.fields[name].spans[0]
            counts: dict[str, int] = {}
            for one in held:
                counts[one.whole.id] = counts.get(one.whole.id, 0) + (len(held) if one.then == head else 1)
            self.result.homes[name] = max(counts, key=lambda whole: counts[whole])

    def _find_targets(self) -> None:
        """Of several fields that came back as one the one with its name, else the first, has the others' mentions."""
        joined: dict[str, list[str]] = {}
        for name, whole in self.result.homes.items():
            joined.setdefault(whole, []).append(name)
        wholes = {item.id: item for item in self._came.all()}
        for whole, names in joined.items():
            said = getattr(wholes[whole], "name", None)
            same = [name for name in names if getattr(self._record.fields[name], "name", None) == said]
            target = (same or names)[0]
            self.result.targets[whole] = target
            if self._knows:
                self.result.merged.update({name: target for name in names if name != target})

    def _place_mentions(self) -> None:
        result = self.result
        shown: dict[str, set[Span]] = {}
        for item, span in self._changes.sent.values():
            shown.setdefault(item.id, set()).add(span)
        for mark in self._changes.gone:
            result.thinned.add(self._changes.sent[mark][0].id)
        kept: dict[str, list[Span]] = {}
        for mark in self._changes.kept:
            item, span = self._changes.sent[mark]
            kept.setdefault(item.id, []).append(span)
        result.kept |= kept.keys()
        result.thinned |= kept.keys()
        for name in shown.keys() | self._held.keys():
            held = self._held.get(name, [])
            fixed = {one.then for one in held} | shown.get(name, set())
            hidden = [span for span in self._record.fields[name].spans if span not in fixed]
            result.spans[result.merged.get(name, name)] = result.spans.get(result.merged.get(name, name), [])
            if held or name in kept:
                self._give(name, [*hidden, *kept.get(name, [])])
            for one in held:
                self._place(name, one)
        for whole, target in result.targets.items():
            self._give(target, result.fresh.pop(whole, []))

    def _place(self, name: str, one: _Held) -> None:
        """Give a mention to the field that has it now: mostly the one that had it before."""
        result = self.result
        if one.whole.id == result.homes[name] or not self._knows:
            self._give(name, [one.now])
        elif one.whole.id in result.targets:
            self._give(result.targets[one.whole.id], [one.now])
        elif (name in result.thinned or self._unlinked) and not self._came.stated.get(one.whole.id):
            self._give(name, [one.now])  # parted only because the mention is gone to which all others are linked
        else:
            result.fresh.setdefault(one.whole.id, []).append(one.now)
            result.parted.setdefault(one.whole.id, (name, one.then))

    def _give(self, name: str, spans: list[Span]) -> None:
        self.result.spans.setdefault(self.result.merged.get(name, name), []).extend(spans)

    def _find_new_kinds(self) -> None:
        gone: dict[str, set[Span]] = {}
        for mark in self._changes.gone:
            item, _ = self._changes.sent[mark]
            if not self.result.spans.get(item.id):
                gone.setdefault(item.id, set()).add(mark[1])
        unclaimed = {frozenset(spans): whole for whole, spans in self.result.fresh.items()}
        for name, spans in gone.items():
            if (whole := unclaimed.pop(frozenset(spans), None)) is not None:
                self.result.kinds[name] = whole
                del self.result.fresh[whole]
