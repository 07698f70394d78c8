"""What the attributes of a field may be, the likeliest first, for the key that goes through them. Pure.

Words beside the mentions come first, then what was decided of the same name elsewhere. What the text states is offered
against its real rivals alone. Numbers are in `likely_numbers`; whom a quote may be by is in `speakers`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from extract.doubts import Doubts
from extract.names.gazetteer import lookup
from store.errors import StetError
from store.model.fields import AnyField, Json, Number, Person, Place, Span, to_json
from store.model.record import Record
from store.model.references import names_in
from tui.reader.commands.likely_numbers import likely_of_number
from tui.reader.commands.own_readings import readings as own_readings
from tui.reader.editor.completion import offers
from tui.reader.editor.evidence import sentence_around
from tui.reader.editor.form import boxes, read
from tui.reader.editor.own_values import reference_at

Recall = Callable[[AnyField, str], list[str]]
"""What an attribute of such a field was elsewhere, the latest first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One value for one attribute, and what it changes."""

    key: str
    value: str
    after: Json


@dataclass(slots=True)
class Turning:
    """The readings of one field, and which of them it has now; the first is what it had."""

    item: AnyField
    """As this has left it: any other change ends the turning."""
    readings: list[Reading]
    at: int = 0
    before: Json = field(default_factory=dict)

    def step(self, step: int) -> Json:
        """The change to the next reading or the one before, round the end."""
        self.at = (self.at + step) % len(self.readings)
        return self.before | self.readings[self.at].after

    @property
    def next(self) -> Reading:
        return self.readings[(self.at + 1) % len(self.readings)]


def turning(record: Record, item: AnyField, recall: Recall, key: str = "") -> Turning:
    """Of a field of a desk's own kind, of one attribute, if it is named. Raises where nothing is likely."""
    found: list[Reading] = []
    seen = {(key, str(getattr(item, key, None))) for key in item.keys}
    for reading in _readings(record, item, recall, key):
        if (reading.key, reading.value) not in seen:
            seen.add((reading.key, reading.value))
            found.append(reading)
    if not found:
        raise StetError("Nothing likely", "the article offers nothing else for this field; e edits it")
    data = to_json(item)
    touched = {key for reading in found for key in reading.after if key != "evidence"}
    stated = {key for reading in found for key in reading.after.get("evidence", {})}
    before: Json = {key: data[key] for key in touched}
    if stated:
        before["evidence"] = {key: data["evidence"].get(key) for key in stated}
    first = found[0].key
    reference = reference_at(item, first)
    had = ", ".join(names_in(item, reference)) if reference else _written(data.get(first))
    as_it_was = Reading(first, had, {})
    readings = [as_it_was, *found]
    whole = [Reading(one.key, one.value, _whole(before, one.after)) for one in readings]
    return Turning(item, whole, 0, before)


def _whole(before: Json, after: Json) -> Json:
    if "evidence" not in before:
        return after
    return after | {"evidence": before["evidence"] | after.get("evidence", {})}


def _readings(record: Record, item: AnyField, recall: Recall, key: str = "") -> Iterator[Reading]:
    if item.row.own:
        yield from (Reading(*one) for one in own_readings(record, item, recall, key))
    elif isinstance(item, Person):
        yield from _roles(record, item, recall)
    elif isinstance(item, Place):
        yield from _places(record, item, recall)
    elif isinstance(item, Number):
        for key, value in likely_of_number(record, item, recall):
            yield from _typed(record, item, key, value)
    else:
        for key in _free(item):
            for value in [*recall(item, key), *offers(record, item, key, "")]:
                yield from _typed(record, item, key, value)
        yield from _choices(item)


def _choices(item: AnyField) -> Iterator[Reading]:
    for attribute in item.row.attributes:
        if attribute.choices and attribute.box is not None:
            for choice in attribute.choices:
                yield Reading(attribute.key, choice, {attribute.key: choice})


def _roles(record: Record, item: Person, recall: Recall) -> Iterator[Reading]:
    """What the text says beside a mention; where it says nothing, also what it says of another in the same list of
    names, and what was decided elsewhere."""
    from extract.names.roles import role_at

    text = record.text
    for mention in item.spans[:_LOOKED_AT]:
        if (role := role_at(text, mention)) is not None:
            yield Reading("role", role.words(text), {"role": role.words(text), "evidence": _evidence(role.span)})
    if Doubts(record).bears_out(item, "role"):
        return
    for other in beside(record, item):
        evidence = {"evidence": _evidence(other.evidence["role"])} if "role" in other.evidence else {}
        yield Reading("role", str(other.role), {"role": other.role, **evidence})
    for value in recall(item, "role"):
        yield from _typed(record, item, "role", value)
    if item.role is not None:
        yield Reading("role", "", {"role": None, "evidence": {"role": None}})


def beside(record: Record, item: Person) -> list[Person]:
    """People with a role in one list of names with this one, as in `ministers X and Y`, or in a sentence where this is
    another name, as in `X was born as Y`; the nearest before it first."""
    text, found = record.text, []
    for mention in item.spans[:_LOOKED_AT]:
        low, high = sentence_around(text, mention)
        alias = text.endswith(_ALIASES, low, mention[0])
        for other in record.people:
            if other is item or not other.alive or not other.role:
                continue
            spans = [
                span for span in other.spans if low <= span[0] < high and (alias or _are_listed(text, mention, span))
            ]
            found += (
                [(min((start > mention[0], abs(start - mention[0])) for start, _ in spans), other)] if spans else []
            )
    return [other for _, other in sorted(found, key=lambda one: one[0])]


def _are_listed(text: str, one: Span, other: Span) -> bool:
    """Whether nothing but names stands between two names, and what joins them."""
    first, last = sorted((one, other))
    return last[0] - first[1] < _APART and _LIST.fullmatch(text, first[1], max(first[1], last[0])) is not None


_LIST: Final = re.compile(r"(?:[\s,&]|(?:and|or|with|de|van|von|bin|al|el|da|di)\b|[^\W\d_a-z][\w.'’-]*+)++")
_APART: Final = 120
_ALIASES: Final = ("born ", "born as ", "known as ", "née ", "alias ", "aka ")


def _places(record: Record, item: Place, recall: Recall) -> Iterator[Reading]:
    """What it was elsewhere, and the country that stands behind it; then the places of this name that are about as
    likely, the likeliest first; of one that no list knows the country of most others, then its possible types."""
    from extract.names.countries import countries
    from extract.names.place_types import type_of_words
    from extract.names.placing import rivals

    names = countries()
    known = rivals(item.name, item.type, item.country)
    entries = lookup(item.name)
    elsewhere = [*dict.fromkeys((*recall(item, "country"), *_behind(record, item)))]
    if known is None and not entries and item.country is None:
        elsewhere += [code for code in _commonest(record, item) if code not in elsewhere]
    for code in elsewhere:
        if not any(one.country == code for one in entries) and code in names:
            yield Reading("country", names[code], {"country": code})
    if known is not None:
        known = [] if _is_said(record, item) else known
        entries = [one for one in entries if one in known or one.country in elsewhere]
    for one in sorted(entries, key=lambda one: one.country not in elsewhere)[:_LOOKED_AT]:
        after = {"type": one.type, "country": one.country, "latitude": one.latitude, "longitude": one.longitude}
        if after != {key: getattr(item, key) for key in after}:
            land = names.get(one.country or "", one.country)
            yield Reading("country", f"{land} ({one.type})" if land else one.type, after)
    if known is None and type_of_words(item.name) != item.type:
        yield from (Reading("type", one, {"type": one}) for one in _TYPES)


def _behind(record: Record, item: Place) -> list[str]:
    """`Juno Beach in France`: other countries than its own that stand right behind it."""
    if item.type == "country":
        return []
    ends = {end for _, end in item.spans}
    found = (
        other.country
        for other in record.places
        if other.alive and other.country not in (None, item.country) and other.type in ("country", "region")
        for start, _ in other.spans
        if any(start - len(gap) in ends and record.text.endswith(gap, 0, start) for gap in _WITHIN)
    )
    return [code for code in found if code]


_WITHIN: Final = (", ", " (", " in ", " in the ")
_FEW: Final = 2


def _commonest(record: Record, item: Place) -> list[str]:
    lands = Counter(other.country for other in record.places if other.alive and other.country and other is not item)
    return [code for code, _ in lands.most_common(_FEW)]


def _is_said(record: Record, item: Place) -> bool:
    """Whether the place that it lies in stands right behind it: `Stanford, California`."""
    if item.country is None:
        return False
    starts = {
        start for other in record.places if other.alive and other.country == item.country for start, _ in other.spans
    }
    return any(
        end + len(gap) in starts for _, end in item.spans for gap in (", ", " (") if record.text.startswith(gap, end)
    )


_TYPES: Final = ("city", "facility", "region", "water", "other", "country")
"""The likeliest first, of places that no list knows."""


def _free(item: AnyField) -> list[str]:
    return [one.key for one in item.row.attributes if one.box is not None and not one.choices]


def _typed(record: Record, item: AnyField, key: str, value: str) -> Iterator[Reading]:
    """As if it were typed into the editor; what cannot be read is not likely."""
    typed = {box.key: box.text for box in boxes(item)} | {key: value}
    try:
        after = read(record, item, typed)
    except StetError:
        return
    if after:
        yield Reading(key, value, after)


def _evidence(span: tuple[int, int] | None) -> Json:
    return {"role": list(span) if span else None}


def _written(value: Any) -> str:
    return "" if value is None else str(value)


_LOOKED_AT: Final = 12
