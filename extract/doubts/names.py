"""Whether the words of a person or a place bear its name out, and whether what is known of places does."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from extract.doubts.wording import folded, folded_text
from store.model.fields import Person, Place


def name_doubt(text: str, item: Person | Place) -> str:
    """A name of which none of the mentions has a word, and which does not stand elsewhere in the article either."""
    wanted = _parts(item.name)
    if not wanted:
        return ""
    forms = [_parts(text[start:end]) for start, end in item.spans[:_MENTIONS]]
    if any(_alike(one, other) for form in forms for one in form for other in wanted):
        return ""
    if any(_initials(form) == "".join(wanted) or _initials(wanted) == "".join(form) for form in forms):
        return ""
    if folded(item.name) in folded_text(text) or (isinstance(item, Place) and _one_place(text, item)):
        return ""
    return f"no mention reads “{item.name}”; the text has “{' '.join(item.surface(text).split())[:40]}”"


def slip_in(text: str, item: Person | Place) -> str:
    """A word of the name that the text has nowhere, but for a letter or two: a slip of the finger, as a rule."""
    said = folded_text(text)
    known = {part for start, end in item.spans[:_MENTIONS] for part in text[start:end].split()}
    for word in item.name.split():
        if folded(word) in said or len(word) < _SHORT:
            continue
        for other in sorted(known):
            if SequenceMatcher(None, folded(word), folded(other)).ratio() >= _CLOSE:
                return f"“{word}” is not in the article, which has “{other}”"
    return ""


def place_doubt(item: Place) -> str:
    """A country that is none, or a point that the gazetteer knows to be another country's place of this name."""
    if item.country is None:
        return ""
    from extract.names.countries import countries

    if item.country not in countries():
        return f"“{item.country}” is not a country's code, such as UA or GB"
    if item.latitude is None or item.longitude is None:
        return ""
    from extract.names.gazetteer import lookup

    for entry in lookup(item.name):
        if entry.latitude is None or entry.longitude is None or entry.country in (None, item.country):
            continue
        off = max(abs(entry.latitude - item.latitude), abs(entry.longitude - item.longitude))
        if off < _NEAR and not _known_in(item):
            there = countries().get(entry.country or "", entry.country)
            return f"the coordinates are those of {item.name} in {there}, not in {countries()[item.country]}"
    return ""


def _known_in(item: Place) -> bool:
    """True where the gazetteer has a place of this name near the point in the country that is given."""
    from extract.names.gazetteer import lookup

    return any(
        entry.country == item.country
        and entry.latitude is not None
        and entry.longitude is not None
        and item.latitude is not None
        and item.longitude is not None
        and max(abs(entry.latitude - item.latitude), abs(entry.longitude - item.longitude)) < 1
        for entry in lookup(item.name)
    )


def _one_place(text: str, item: Place) -> bool:
    """True where the gazetteer takes a mention for another name of the place: `Holland` for the Netherlands."""
    from extract.names.gazetteer import lookup

    meant = {(entry.type, entry.country, entry.latitude) for entry in lookup(item.name)}
    return any(
        (entry.type, entry.country, entry.latitude) in meant
        for start, end in item.spans[:_MENTIONS]
        for entry in lookup(" ".join(text[start:end].split()))
    )


def _parts(name: str) -> list[str]:
    return [part for word in folded(name).replace("-", " ").split() if (part := word.strip(_MARKS))]


def _alike(one: str, other: str) -> bool:
    """The same word, or another form of it: `Kiev` and `Kyiv` are none, `Zelensky` and `Zelenskyy` are."""
    if one == other:
        return True
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if shared >= min(_STEM, len(one), len(other)) and shared > 1:
        return True
    return len(one) > 2 and SequenceMatcher(None, one, other).ratio() >= _CLOSE


def _initials(parts: list[str]) -> str:
    return "".join(part[0] for part in parts)


_MENTIONS: Final = 40
"""Mentions that are looked at."""
_MARKS: Final = ".,'’‘“”\"()"
_SHORT: Final = 4
_STEM: Final = 4
_CLOSE: Final = 0.75
_NEAR: Final = 0.3
"""Degrees within which two points are one town's."""
