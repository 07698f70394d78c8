"""Matches the fields of two readings of one text by kind and spans, never by id, and compares their attributes.

Pure. A reading may be a person's or a machine's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from store.model.about import row
from store.model.fields import BY_GROUP, AnyField, Number, Place, Quote, Span, attribute_of, ids_in
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


@dataclass(slots=True)
class Targets:
    """Who or what the fields of a reading point at, whatever ids and names another reading has for it."""

    by_id: dict[str, object] = field(default_factory=dict)
    by_name: dict[str, object] = field(default_factory=dict)

    def of(self, identifier: str | None, words: object) -> object:
        """Unknown ones are their name, and where they have none their id."""
        if identifier is not None and identifier in self.by_id:
            return self.by_id[identifier]
        if not isinstance(words, str) or not words:
            return identifier
        return self.by_name.get(words.casefold(), words.casefold())


def targets(readings: Mapping[str, Iterable[AnyField]], alike: Iterable[Mapping[str, AnyField]]) -> dict[str, Targets]:
    """By reading. `alike` has fields that match each other, by reading: those are one target, and the names that any
    reading has for it mean it, unless they are names of another one too. All else is known by its name or its spans."""
    found = {by: Targets({item.id: _name(item) for item in items}) for by, items in readings.items()}
    owners: dict[str, set[int]] = {}
    for number, cluster in enumerate(alike):
        for by, item in cluster.items() if len(cluster) > 1 else ():
            found[by].by_id[item.id] = number
            name = _name(item)
            if isinstance(name, str):
                owners.setdefault(name, set()).add(number)
    known: dict[str, object] = {name: next(iter(numbers)) for name, numbers in owners.items() if len(numbers) == 1}
    for one in found.values():
        one.by_name = known
    return found


def comparable(item: AnyField, name: str, aims: Targets) -> Any:
    """A field's value for one name of `compared`, case-folded. `aims` are the targets of its reading."""
    if name == "spans":
        return tuple(item.spans)
    if name == "coordinates" and isinstance(item, Place):
        return (getattr(item, "latitude", None), getattr(item, "longitude", None))
    if isinstance(item, Number) and name == "value":
        return tuple(_rounded(value) for value in (item.value, item.low, item.high))
    if isinstance(item, Quote) and name == "speaker":
        return aims.of(item.speaker, item.speaker_name)
    value = getattr(item, attribute_of(type(item), name))
    if isinstance(value, list) or any(one.key == name for one in item.references):
        return _aims(item, name, value, aims)
    return value.casefold() if isinstance(value, str) else value


def _name(item: AnyField) -> object:
    """The spans of what has no name."""
    name = getattr(item, "name", None)
    return name.casefold() if isinstance(name, str) and name else tuple(item.spans)


def _aims(item: AnyField, name: str, value: Any, aims: Targets) -> Any:
    """A list as a set; what is pointed at by what it is."""
    reference = next((one for one in item.references if one.key == name), None)
    if reference is None:
        return frozenset(one.casefold() if isinstance(one, str) else one for one in value)
    words = getattr(item, attribute_of(type(item), reference.name_key))
    named = words if isinstance(words, list) else [words]
    ids = ids_in(value)
    found = [aims.of(one, word) for one, word in zip_longest(ids, named[: len(ids)])]
    rest = [aims.of(None, one) for one in named[len(ids) :] if isinstance(one, str)]
    result = frozenset([*found, *rest])
    return result if reference.many else next(iter(result), None)


def same(name: str, one: Any, other: Any) -> bool:
    """True if two `comparable` values agree; coordinates may differ by `NEAR`."""
    if name != "coordinates" or not isinstance(one, tuple) or None in one or None in other:
        return bool(one == other)
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value
