"""What the unit of a number, what it counts and what happened may be, the likeliest first. Pure.

An attribute that the text states beside the number, and that is not in doubt, has few rivals; one that is missing has
those words of the clause that could state it. What it takes to make one of them a change is in `likely`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from extract.doubts import Doubts
from extract.names import gazetteer
from store.model.fields import AnyField, Number
from store.model.record import Record
from tui.reader.editor.completion import offers
from tui.reader.editor.evidence import sentence_around
from tui.reader.remembered import MEASURED

Recall = Callable[[AnyField, str], list[str]]
_KEYS: Final = {
    "money": ("unit",),
    "measure": ("unit",),
    "duration": ("unit",),
    "age": ("unit",),
    "percent": ("counted",),
    "ordinal": ("counted",),
    "count": ("counted", "event"),
    "range": ("counted", "event"),
}
"""What there is to turn in a number of each kind; a date and a score have neither."""


def likely_of_number(record: Record, item: Number, recall: Recall) -> Iterator[tuple[str, str]]:
    """Attributes and values; a missing attribute before one that is there."""
    doubts = Doubts(record)
    keys = sorted(_keys(item), key=lambda key: getattr(item, key) is not None)
    if item.number_kind in MEASURED:
        keys.sort(key="unit".__ne__)
    elif keys and item.unit is None and not _is_stated(record, doubts, item, "counted") and recall(item, "unit"):
        keys.insert(0, "unit")  # given to what is counted
    for key in keys:
        if _is_stated(record, doubts, item, key):
            values = _rivals(record, item, key)
        else:
            elsewhere = (value for value in recall(item, key) if key == "unit" or _stands(record.text, value))
            values = [*elsewhere, *offers(record, item, key, "")]
        yield from ((key, value) for value in values)


def _stands(text: str, value: str) -> bool:
    """What was counted or happened elsewhere is likely here only if this article speaks of it."""
    return value.casefold() in text.casefold()


def _keys(item: Number) -> tuple[str, ...]:
    """A range of years or of money has what those have; an age is in years, whether or not the text says so."""
    if item.number_kind == "range" and (item.unit is not None or isinstance(item.low, str)):
        return ("unit",) if item.unit is not None else ()
    if item.number_kind == "age" and item.unit == "year":
        return ()
    return _KEYS.get(item.number_kind, ())


def _is_stated(record: Record, doubts: Doubts, item: Number, key: str) -> bool:
    """Whether words of the number's own sentence state it; what is taken over from another may be wrong."""
    if not doubts.bears_out(item, key):
        return False
    low, high = sentence_around(record.text, item.spans[0])
    return low <= item.evidence[key][0] < high


def _rivals(record: Record, item: Number, key: str) -> list[str]:
    """Of what stands beside the number: `shells` of `boxes of shells`, the dollars of the country that the article is
    about."""
    if key == "unit":
        return _currencies(record, item) if item.number_kind == "money" else []
    if key == "counted":
        from extract.numbers.beside import complement

        text = record.text
        noun = complement(text, sentence_around(text, item.spans[0]), item.evidence[key], singular=item.value == 1)
        return [text[slice(*noun)]] if noun is not None else []
    return []


def _currencies(record: Record, item: Number) -> list[str]:
    """Of `$` and `dollars` alone, those of the country that is named most of those that have dollars; so of pounds."""
    from extract.numbers.currencies import NATIONAL, currency_of

    words = record.text[slice(*item.evidence["unit"])]
    noun = "dollar" if words == "$" else words.casefold()
    found = {nation: currency_of(nation, noun) for nation, _ in NATIONAL}
    theirs = {land: code for nation, code in found.items() if code and (land := _country(nation))}
    named = Counter[str]()
    for place in record.places:
        if place.alive and place.country in theirs:
            named[place.country] += len(place.spans)
    return [theirs[country] for country, _ in named.most_common(1) if theirs[country] != item.unit]


def _country(nation: str) -> str | None:
    """Of `canadian` and of `hong kong`."""
    lands = (entry.country for entry in gazetteer.lookup(nation) if entry.type == "country")
    return gazetteer.land_of(nation) or next(lands, None)
