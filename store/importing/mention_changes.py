"""Pairs the mentions of fields that were exported with those that came back: which are gone, moved or new. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from store.formats.incoming.refusing import Refusal
from store.model.fields import AnyField, Span

Mark: TypeAlias = tuple[str, Span]
"""The id of a field as it was sent or as it came back, and the span of a mention."""


@dataclass(slots=True)
class MentionChanges:
    """`sent` maps each exported mention to the field of the record, and its span there.

    `known` maps each mention that came back, unless it is new, to the same and to the span that it is to have; `gone`
    are those that did not come back, `kept` those of which what came back was refused.
    """

    sent: dict[Mark, tuple[AnyField, Span]] = field(default_factory=dict)
    known: dict[Mark, tuple[AnyField, Span, Span]] = field(default_factory=dict)
    gone: list[Mark] = field(default_factory=list)
    kept: list[Mark] = field(default_factory=list)

    def keep(self, kinds: Mapping[str, str], refused: Iterable[Refusal]) -> None:
        """Take those that are gone for kept which a refused annotation may have been. `kinds` are those of `sent`."""
        for refusal in (one for one in refused if one.kind):
            gone = [mark for mark in self.gone if kinds[mark[0]] == refusal.kind]
            meant = refusal.meant([span for _, span in gone])
            self.kept += [mark for mark in gone if mark[1] in meant]
            self.gone = [mark for mark in self.gone if mark not in self.kept]


def mention_changes(
    record: Sequence[AnyField],
    sent: Sequence[AnyField],
    came: Sequence[AnyField],
    text: str,
    refused: Iterable[Refusal] = (),
) -> MentionChanges:
    """`record` are the fields as they were exported; of two with one mention the later has it."""
    changes = MentionChanges()
    owners = _Owners(record, text)
    for item in sent:
        changes.sent.update({(item.id, span): owner for span, owner in owners.of_all(item).items()})
    kinds = {item.id: item.kind for item in sent}
    gone = set(changes.sent)
    fresh: list[tuple[str, Span, str]] = []
    senders = _Senders(item for item in sent if (item.id, item.spans[0]) in changes.sent)
    for item in came:
        twin = senders.take(item)
        for span in item.spans:
            sender = twin or senders.of(item.kind, span)
            if sender is not None and (sender, span) in changes.sent:
                there, then = changes.sent[sender, span]
                changes.known[item.id, span] = there, then, then
                gone.discard((sender, span))
            else:
                fresh.append((item.kind, span, item.id))
    _pair_moved(changes, sorted((kinds[name], span, name) for name, span in gone), sorted(fresh))
    changes.keep(kinds, refused)
    exported = {item.id for item, _ in changes.sent.values()}
    for kind, span, name in fresh:  # made there, but here already: suggested, struck out, or decided and not exported
        here = owners.exact(kind, span)
        if (name, span) not in changes.known and here is not None and not here.became and here.id not in exported:
            changes.known[name, span] = here, span, span
    return changes


def _pair_moved(changes: MentionChanges, gone: list[tuple[str, Span, str]], fresh: list[tuple[str, Span, str]]) -> None:
    """A mention that is gone and a new one of the kind that shares words with it are one that was moved."""
    at = 0
    for kind, (start, end), sender in gone:
        while at < len(fresh) and (fresh[at][0], fresh[at][1][1]) <= (kind, start):
            at += 1
        if at < len(fresh) and fresh[at][0] == kind and fresh[at][1][0] < end:
            changes.known[fresh[at][2], fresh[at][1]] = *changes.sent[sender, (start, end)], fresh[at][1]
            at += 1
        else:
            changes.gone.append((sender, (start, end)))


class _Senders:
    """The field as which a mention was sent: one with the same mentions, else one that has it."""

    def __init__(self, items: Iterable[AnyField]) -> None:
        self._whole: dict[tuple[str, tuple[Span, ...]], list[str]] = {}
        self._single: dict[Mark, str] = {}
        for item in items:
            self._whole.setdefault((item.kind, tuple(item.spans)), []).append(item.id)
            self._single.update({(item.kind, span): item.id for span in item.spans})

    def take(self, item: AnyField) -> str | None:
        same = self._whole.get((item.kind, tuple(item.spans)))
        return same.pop(0) if same else None

    def of(self, kind: str, span: Span) -> str | None:
        return self._single.get((kind, span))


class _Owners:
    """The field of the record to which a mention belongs: with the same span, else one that overlaps."""

    def __init__(self, items: Sequence[AnyField], text: str) -> None:
        self._exact: dict[Mark, tuple[AnyField, Span]] = {}
        self._whole: dict[tuple[str, tuple[Span, ...]], list[dict[Span, tuple[AnyField, Span]]]] = {}
        self._taken: set[str] = set()
        for item in items:
            owned = {trimmed(text, span): (item, span) for span in item.spans}
            self._exact.update({(item.kind, span): owner for span, owner in owned.items()})
            for whole in (owned, {span: (item, span) for span in item.spans}):
                self._whole.setdefault((item.kind, tuple(whole)), []).append(whole)
        self._ordered: dict[str, list[tuple[Span, tuple[AnyField, Span]]]] = {}
        for (kind, span), owner in sorted(self._exact.items(), key=lambda pair: pair[0]):
            self._ordered.setdefault(kind, []).append((span, owner))

    def of_all(self, sent: AnyField) -> dict[Span, tuple[AnyField, Span]]:
        """The owners of a field's mentions: a field with the same ones, which is nobody else's then, or of each."""
        same = self._whole.get((sent.kind, tuple(sent.spans)), [])
        while same:
            owned = same.pop()
            item, _ = next(iter(owned.values()))
            if item.id not in self._taken:
                self._taken.add(item.id)
                return owned
        return {span: owner for span in sent.spans if (owner := self._of(sent.kind, span)) is not None}

    def exact(self, kind: str, span: Span) -> AnyField | None:
        owner = self._exact.get((kind, span))
        return owner[0] if owner is not None and owner[1] == span else None

    def _of(self, kind: str, span: Span) -> tuple[AnyField, Span] | None:
        if (exact := self._exact.get((kind, span))) is not None:
            return exact
        ordered = self._ordered.get(kind, [])
        at = bisect_left(ordered, span[1], key=lambda pair: pair[0][0])
        return ordered[at - 1][1] if at and ordered[at - 1][0][1] > span[0] else None


def trimmed(text: str, span: Span) -> Span:
    """Without white space at the edges, as every import has it; a span of nothing else as it is."""
    start, end = span
    words = text[start:end]
    if not words.strip():
        return span
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
