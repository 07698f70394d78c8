"""Fields that became others: joined with another of their kind, and brought back from what they became.

Pure. A field that became another is not alive: what it had is in the other. So whatever brings it back takes from the
other what it had of this one; else both would say the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from store.model.drafting import difference, overlap
from store.model.edit import Change
from store.model.fields import AnyField, Json, Span
from store.model.record import Record

REJECTED: Final = "rejected"


def joined(record: Record, one: AnyField, other: AnyField) -> tuple[Change, ...]:
    """Give the mentions of `one` to `other`, so that one of both is alive, unless both were struck out."""
    afters: dict[str, Json] = {}
    if other.alive or one.alive:
        if not other.alive:
            afters[other.id] = {"status": "corrected", "became": None}
            _take_back(record, other, afters)
        if not one.alive:
            _take_back(record, one, afters)
        afters.pop(one.id, None)
        afters.setdefault(other.id, {})["spans"] = _spans_of_both(record, one, other)
    changes = [difference(record.field(name), after) for name, after in afters.items()]
    return tuple(filter(None, (*changes, became(one, other.id))))


def became(item: AnyField, other: str) -> Change:
    """The change that strikes a field out for what it became, also if it was struck out before.

    The status is always written: else the edit would be a correction, which brings a field back.
    """
    made = difference(item, {"status": REJECTED, "became": other})
    status = {"status": item.status}
    if made is None or made.after is None:
        return Change(field=item.id, before=status, after={"status": REJECTED})
    return made._replace(before={**status, **(made.before or {})}, after={"status": REJECTED, **made.after})


def brought_back(record: Record, wanted: Iterable[tuple[AnyField, Json]]) -> list[Change | None]:
    """The changes that set these keys; where they bring a field back, what it became has nothing of it any more."""
    afters: dict[str, Json] = {}
    for item, after in wanted:
        if item.became is not None and after.get("status") != REJECTED and difference(item, after):
            afters[item.id] = {**after, "became": None}
            _take_back(record, item, afters)
        else:
            afters.setdefault(item.id, {}).update(after)
        for part in _parts(record, item, after.get("spans", ())):
            afters[part.id] = {"status": REJECTED}
    return [difference(record.field(name), after) for name, after in afters.items()]


def freed(record: Record, item: AnyField, spans: Collection[Span] = ()) -> set[tuple[str, Span]]:
    """The mentions of other fields that are taken from them where this one is brought back, or gets its parts."""
    parts = {(part.id, span) for part in _parts(record, item, spans) for span in part.spans}
    holder = _holder(record, item)
    if holder is None:
        return parts
    if type(holder) is not type(item):
        return parts | {(holder.id, span) for span in holder.spans}
    return parts | {(holder.id, span) for span in holder.spans if span in item.spans}


def _parts(record: Record, item: AnyField, spans: Collection[Span]) -> list[AnyField]:
    """What somebody made part of the field and another kept apart, if its mentions are to be the field's."""
    if not spans:
        return []
    apart = (one for one in record.fields.values() if one.became == item.id and one.alive and type(one) is type(item))
    there = {(start, end) for start, end in spans}
    return [one for one in apart if there.issuperset(one.spans)]


def _take_back(record: Record, item: AnyField, afters: dict[str, Json]) -> None:
    holder = _holder(record, item)
    if holder is None:
        return
    after = afters.setdefault(holder.id, {})
    taken = freed(record, item)
    rest = [span for span in after.get("spans", holder.spans) if (holder.id, span) not in taken]
    after.update({"spans": rest} if rest else {"status": REJECTED})


def _holder(record: Record, item: AnyField) -> AnyField | None:
    """The living field that has what this one had; None if there is none."""
    seen = {item.id}
    holder = record.fields.get(item.became or "")
    while holder is not None and not holder.alive and holder.id not in seen:
        seen.add(holder.id)
        holder = record.fields.get(holder.became or "")
    return holder if holder is not None and holder.alive and holder is not item else None


def _spans_of_both(record: Record, one: AnyField, other: AnyField) -> list[Span]:
    """The mentions of `other` and those of `one`, but what a third has, if `one` was struck out before."""
    if one.row.spans == "one":
        return other.spans
    free, taken = freed(record, one), list(other.spans)
    if not one.alive:
        thirds = (item for item in record.fields.values() if type(item) is type(one) and item.alive)
        taken += [span for item in thirds for span in item.spans if (item.id, span) not in free]
    return sorted([*other.spans, *(span for span in one.spans if not any(overlap(span, there) for there in taken))])
