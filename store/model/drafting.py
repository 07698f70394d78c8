"""What drafts of edits are made of: the draft itself, the change that sets some attributes, and spans that are valid.

Pure. What a person can do to a record is for `actions`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from store.errors import StetError
from store.model.edit import Change, Op
from store.model.fields import AnyField, Json, Span, to_json
from store.model.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An edit without an author. `of` is the id of the edit that an undo or redo refers to."""

    op: Op
    changes: tuple[Change, ...]
    of: str | None = None
    extra: Json = field(default_factory=dict)


def get(record: Record, identifier: str) -> AnyField:
    try:
        return record.field(identifier)
    except KeyError:
        raise StetError("No such field", f"{identifier} is not in this article") from None


def get_all(record: Record, ids: Iterable[str]) -> list[AnyField]:
    return [get(record, identifier) for identifier in ids]


def difference(item: AnyField, after: Json) -> Change | None:
    """The change that sets these keys, leaving out unchanged ones unless they are in conflict; None if none is left."""
    now = to_json(item if "spans" in after else replace(item, spans=[]))  # there may be thousands of spans
    before: Json = {}
    fresh: Json = {}
    for key, value in after.items():
        if key == "evidence":
            old = {k: now["evidence"].get(k) for k in value}
            new = {k: None if span is None else list(span) for k, span in value.items()}
            differing = [k for k in value if old[k] != new[k]]
            if differing:
                before[key] = {k: old[k] for k in differing}
                fresh[key] = {k: new[k] for k in differing}
            continue
        plain: Any = [list(span) for span in value] if key == "spans" else value
        same = now.get(key) == plain and type(now.get(key)) is type(plain)
        if not same or key in item.conflict:
            before[key], fresh[key] = now.get(key), plain
    return Change(field=item.id, before=before, after=fresh) if fresh else None


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def valid_spans(
    record: Record,
    cls: type[AnyField],
    spans: Sequence[Span],
    ignore: str | None = None,
    freed: Collection[tuple[str, Span]] = (),
) -> list[Span]:
    """The spans, sorted. Raises `StetError` if one is empty, outside the text, or overlaps a field of its kind.

    `freed` are the mentions that the same edit takes away from other fields.
    """
    ordered = sorted((start, end) for start, end in spans)
    length = len(record.text)
    if not ordered or any(not 0 <= start < end <= length for start, end in ordered):
        raise StetError("No such span", f"a span must lie within the article's {length} characters; select some words")
    if cls.row.spans == "one" and len(ordered) != 1:
        raise StetError(
            f"Not {cls.row.a_name}", f"{cls.row.a_name} has exactly one span; add the other as a separate {cls.kind}"
        )
    for one, other in pairwise(ordered):
        if overlap(one, other):
            raise StetError(
                "Spans overlap", f"characters {other[0]}-{one[1]} would be included twice; select other words"
            )
    for item in record.fields.values():
        if type(item) is cls and item.alive and item.id != ignore:
            for span in item.spans:
                if (item.id, span) not in freed and any(overlap(span, one) for one in ordered):
                    words, name = record.text[slice(*span)], getattr(item, "name", "")
                    whose = f"another {item.kind}{f', {name}' if name else ''}"
                    raise StetError(
                        "Already there", f"“{words[:40]}” belongs to {whose}; strike that out or attach to it"
                    )
    return ordered
