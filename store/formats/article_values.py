"""The values of the article's own field as other programs have them, and back: a reference by the name it points at.

What is beside them in a file of another program, and what the kinds file does not allow, is left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from store.model import about
from store.model.fields import Json
from store.model.kinds import Attribute
from store.model.sense import misfit

KEY: Final = "about"
"""The key of the values in formats that keep data beside an article."""


def kept(own: Json) -> Json:
    """What such a format writes; nothing where no kinds file has such values."""
    return {KEY: own} if own or about.named() else {}


def with_labels(labels: Iterable[Any], losses: Counter[str], what: str) -> Json:
    """The values that labels of a whole text mean: a choice of one attribute alone, or `topic=strike`.

    Those that mean none are counted as `what`.
    """
    found: Json = {}
    for label in map(str, labels):
        name, given, choice = label.partition("=")
        named = about.named().items()
        places = [(key, one) for key, one in named if (given and key == name) or (not given and label in one.choices)]
        value, _ = read_values({places[0][0]: choice if given else label}) if len(places) == 1 else ({}, {})
        lists = [key for key in value if isinstance(value[key], list) and key in found]
        if not value:
            losses[f"{what}: {label[:40]}"] += 1
        for key, one in value.items():
            found[key] = [*found[key], *one] if key in lists else found.get(key, one)
    return found


def read_values(given: Any) -> tuple[Json, dict[str, int]]:
    """The values under the record's keys, and why others are not taken. Text for a number, or for a list, is cut."""
    found: Json = {}
    losses: Counter[str] = Counter()
    names = about.named()
    for name, value in given.items() if isinstance(given, Mapping) else ():
        if (item := names.get(str(name))) is None:
            losses["values of the article that the kinds file has no attribute for"] += not about.is_empty(value)
            continue
        value = _of_type(item, value)
        if about.is_empty(value):
            continue
        if why := misfit(item, value):
            losses[f"values of the article's {name}: each {why}"] += 1
        else:
            found[item.key] = value
    return found, losses


def _of_type(item: Attribute, value: Any) -> Any:
    if isinstance(value, list) and not item.is_list and len(value) == 1:
        value = value[0]
    if item.is_list and isinstance(value, str):
        return [one.strip() for one in value.split(";") if one.strip()]
    if item.type == "number" and isinstance(value, str):
        try:
            amount = float(value)
        except ValueError:
            return value
        return int(amount) if amount.is_integer() else amount
    if not item.is_list and item.type != "number" and type(value) in (int, float):
        return str(value)
    return value
