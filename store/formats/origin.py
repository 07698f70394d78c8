"""The state of a record from which an export was made, carried by the export, so that what came back can be compared.

`seq` of the last edit, and a hash of each exported field. `state_at` finds the state again; `returning` compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from store.hashing import text_hash
from store.jsontext import decode, encode
from store.model.fields import AnyField, Json, id_number, to_json
from store.model.record import Record

KEY: Final = "stet"
"""The key of an origin in formats that keep data beside an article."""
DESCRIBED: Final = "the state that was exported: `seq` of its last edit and a hash of each field, for `--back`"
_UNSTABLE: Final = frozenset({"confidence", "conflict"})
_HASH_LENGTH: Final = 8
_RANGE: Final = re.compile(r"([a-z])([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?")
_MOST: Final = 100_000
"""Fields of one article: a range that says more was not written by Stet."""


@dataclass(frozen=True, slots=True)
class Origin:
    """`fields` has the hash of each exported field by its id, empty if the hash is not known."""

    seq: int
    fields: Mapping[str, str]

    def to_json(self) -> Json:
        return {"seq": self.seq, "fields": dict(self.fields)}


def origin_of(record: Record, fields: Iterable[AnyField]) -> Origin:
    """The present state of a record of which these fields are exported."""
    return Origin(record.seq, {item.id: field_hash(item) for item in fields})


def field_hash(item: AnyField) -> str:
    values = sorted((key, value) for key, value in to_json(item).items() if key not in _UNSTABLE)
    return text_hash(encode(values).decode())[:_HASH_LENGTH]


def origin_from(value: Any) -> Origin | None:
    """What another program kept of an origin, as an object or as text; None if it is none."""
    if isinstance(value, str):
        try:
            value = decode(value)
        except ValueError:
            return None
    seq, fields = (value.get("seq"), value.get("fields")) if isinstance(value, dict) else (None, None)
    if type(seq) is not int or not isinstance(fields, dict):
        return None
    return Origin(seq, {str(name): str(given) for name, given in fields.items()})


def state_at(record: Record, origin: Origin) -> Record | None:
    """The record as it was exported: one of its earlier states with these fields; None if it never had them."""
    later = [edit.seq for edit in reversed(record.edits) if edit.seq != origin.seq]
    for seq in (origin.seq, *later, 0):
        state = record.with_edits([edit for edit in record.edits if edit.seq <= seq])
        if all(_is_in(state, name, given) for name, given in origin.fields.items()):
            return state
    return None


def origin_in_parts(parts: Iterable[tuple[str, Any]]) -> Origin | None:
    """The state of which each annotation, by an id that ends in its field's, has the ids of all and its own hash."""
    valid = [(name, part) for name, part in parts if isinstance(part, dict) and type(part.get("seq")) is int]
    newest = max((part for _, part in valid), key=lambda part: int(part["seq"]), default=None)
    if newest is None:
        return None
    hashes = dict.fromkeys(in_full(str(newest.get("of"))), "")
    own = ((name.rpartition(":")[2], part) for name, part in valid if part["seq"] == newest["seq"])
    return Origin(newest["seq"], hashes | {name: str(part.get("hash")) for name, part in own if name in hashes})


def _is_in(state: Record, name: str, given: str) -> bool:
    return name in state.fields and given in ("", field_hash(state.fields[name]))


def in_short(names: Iterable[str]) -> str:
    """Ids of fields with their ranges, as `l1,p1-5,p7`."""
    parts: list[str] = []
    numbers: dict[str, list[int]] = {}
    for name in names:
        numbers.setdefault(name[0], []).append(id_number(name))
    for letter, given in sorted(numbers.items()):
        for _, run in groupby(enumerate(sorted(given)), key=lambda pair: pair[1] - pair[0]):
            ends = [number for _, number in run]
            parts.append(f"{letter}{ends[0]}" + (f"-{ends[-1]}" if len(ends) > 1 else ""))
    return ",".join(parts)


def in_full(words: str) -> list[str]:
    """The ids of `in_short`; of what is not in that form none."""
    names: list[str] = []
    for part in words.split(","):
        if (match := _RANGE.fullmatch(part)) is not None:
            first, last = int(match[2]), int(match[3] or match[2])
            names += [f"{match[1]}{number}" for number in range(first, min(last, first + _MOST) + 1)]
    return names
