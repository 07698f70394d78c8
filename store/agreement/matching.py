"""Matches the fields of two readings of one text by kind and spans, never by id, and compares their attributes.

Pure. A reading may be a person's or a machine's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any, Final

from store.model.about import row
from store.model.fields import BY_GROUP, AnyField, Number, Person, Place, Quote, Span, attribute_of, ids_in
from store.model.kinds import ARTICLE, Kind

NEAR: Final = 0.25
"""Degrees by which coordinates may differ: two gazetteers rarely agree on a city's exact point."""


def compared(group: str) -> tuple[str, ...]:
    """The names under which matched fields of a group are compared; `value` covers a number's value and bounds."""
    return row_of(group).compared


def row_of(group: str) -> Kind:
    """Of the article's own field too, which always matches that of another reading."""
    return row() if group == ARTICLE else BY_GROUP[group].row


def matched(group: str, ones: Iterable[AnyField], others: Iterable[AnyField]) -> list[tuple[AnyField, AnyField]]:
    """Pairs of fields of one group, greedily: most shared spans, then most shared characters; each field used once."""
    candidates = [item for item in others if item.group == group]
    pairs = []
    for item in ones:
        if item.group != group:
            continue
        for index, other in enumerate(candidates):
            spans = len(set(item.spans) & set(other.spans))
            shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in item.spans for b in other.spans)
            if shared:
                pairs.append((-spans, -shared, item.start, index, item, other))
    pairs.sort(key=lambda pair: pair[:4])
    used: set[int] = set()
    result = []
    for *_, item, other in pairs:
        if id(item) not in used and id(other) not in used:
            used |= {id(item), id(other)}
            result.append((item, other))
    return result


def overlap(one: Span, other: Span) -> bool:
    """True if they have a character in common."""
    return one[0] < other[1] and other[0] < one[1]


def comparable(item: AnyField, name: str, speakers: Mapping[str, object]) -> Any:
    """A field's value for one name of `compared`, case-folded. `speakers` maps ids of targets to identities."""
    if name == "spans":
        return tuple(item.spans)
    if name == "coordinates" and isinstance(item, Place):
        return (getattr(item, "latitude", None), getattr(item, "longitude", None))
    if isinstance(item, Number) and name == "value":
        return tuple(_rounded(value) for value in (item.value, item.low, item.high))
    if isinstance(item, Quote) and name == "speaker":
        if item.speaker is not None and item.speaker in speakers:
            return speakers[item.speaker]
        return item.speaker_name.casefold() if item.speaker_name else None
    value = getattr(item, attribute_of(type(item), name))
    if isinstance(value, list) or any(one.key == name for one in item.references):
        return _aims(item, name, value, speakers)
    return value.casefold() if isinstance(value, str) else value


def names(fields: Iterable[AnyField]) -> dict[str, object]:
    """Names by id, or spans of what has none, to compare what is pointed at when ids differ."""
    return {item.id: item.name.casefold() if isinstance(item, Person) else _name(item) for item in fields}


def _name(item: AnyField) -> object:
    name = getattr(item, "name", None)
    return name.casefold() if isinstance(name, str) and name else tuple(item.spans)


def _aims(item: AnyField, name: str, value: Any, identities: Mapping[str, object]) -> Any:
    """A list as a set; what is pointed at by its identity, else by its name."""
    reference = next((one for one in item.references if one.key == name), None)
    if reference is None:
        return frozenset(one.casefold() if isinstance(one, str) else one for one in value)
    words = getattr(item, attribute_of(type(item), reference.name_key))
    named = words if isinstance(words, list) else [words]
    ids = ids_in(value)
    found = [
        identities.get(one, word.casefold() if isinstance(word, str) else one)
        for one, word in zip_longest(ids, named[: len(ids)])
    ]
    rest = [one.casefold() for one in named[len(ids) :] if isinstance(one, str)]
    aims = frozenset([*found, *rest])
    return aims if reference.many else next(iter(aims), None)


def same(name: str, one: Any, other: Any) -> bool:
    """True if two `comparable` values agree; coordinates may differ by `NEAR`."""
    if name != "coordinates" or not isinstance(one, tuple) or None in one or None in other:
        return bool(one == other)
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value
