"""How much of what was sent came back the same, by sort, and the row of that in the table of the trips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from store.formats.context import attributes_of
from store.model.fields import AnyField, Quote
from store.model.record import Record


@dataclass
class Tally:
    """By sort of thing how many were `sent`, and how many of these came back the `same`."""

    sent: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    unsent: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    def count(self, sort: str, is_same: bool, what: str = "") -> None:
        self.sent[sort] += 1
        self.same[sort] += is_same
        if not is_same:
            self.differing.append(f"{sort}: {what}")

    def all_same(self, *sorts: str) -> bool:
        return all(self.sent[sort] == self.same[sort] > 0 for sort in sorts)

    def row(self) -> str:
        told = ", ".join(f"{sort} {self.same[sort]}/{number}" for sort, number in self.sent.items())
        return f"{told}; mentions nobody sent {len(self.unsent)}"


def kept(record: Record) -> list[AnyField]:
    return [item for item in record.fields.values() if item.decided and item.alive]


def compare(sent: Iterable[Record], back: Iterable[Record]) -> Tally:
    """What the decided fields of `sent` have become. Articles are known by their text."""
    tally = Tally()
    by_text = {record.text: record for record in back}
    for record in sent:
        there = by_text.get(record.text)
        tally.count("texts", there is not None, record.id)
        if there is None:
            continue
        tally.count("ids", there.id == record.id, record.id)
        if record.status == "done":
            tally.count("done", there.status == "done", record.id)
        theirs = kept(there)
        known = {(item.kind, span) for item in kept(record) for span in item.spans}
        tally.unsent += [
            there.text[slice(*span)] for item in theirs for span in item.spans if (item.kind, span) not in known
        ]
        for item in kept(record):
            _compare_field(tally, record, item, there, theirs)
    return tally


def _compare_field(tally: Tally, record: Record, item: AnyField, there: Record, theirs: list[AnyField]) -> None:
    mentions = {span for other in theirs if other.kind == item.kind for span in other.spans}
    for span in item.spans:
        tally.count("mentions", span in mentions, record.text[slice(*span)])
    meeting = [other for other in theirs if other.kind == item.kind and {*other.spans} & {*item.spans}]
    other = max(meeting, key=lambda one: len({*one.spans} & {*item.spans}), default=None)
    words = f"{record.text[slice(*item.spans[0])]!r} of {record.id}"
    tally.count("fields", other is not None and other.spans == item.spans, words)
    given = attributes_of(other) if other else {}
    for key, value in attributes_of(item).items():
        if key not in ("speaker", "speaker_name"):
            tally.count("attributes", given.get(key) == value, f"{words}: {key} {value!r} is {given.get(key)!r}")
    if isinstance(item, Quote) and item.speaker:
        who = there.fields.get(other.speaker or "") if isinstance(other, Quote) else None
        same = who is not None and bool({*who.spans} & {*record.fields[item.speaker].spans})
        tally.count("speakers", same, words)
    if item.evidence:
        tally.count("evidence", other is not None and other.evidence == item.evidence, words)
    if item.note:
        tally.count("notes", other is not None and other.note == item.note, f"{words}: {item.note!r}")
    if item.flag:
        tally.count("flags", other is not None and other.flag, words)
