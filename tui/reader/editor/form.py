"""The attributes of a field as a person types them, and back: which boxes an editor has, and what their text means.

Pure: the boxes are drawn by `editor`. What cannot be read raises `StetError` with what would work.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from extract.numbers import parse_value
from store.errors import StetError
from store.model import actions
from store.model.fields import AnyField, Json, Number, Place, Quote, to_json
from store.model.kinds import Kind
from store.model.record import Record
from tui.reader.commands.speakers import named_beside, newcomer, person_named, speaks
from tui.reader.editor.evidence import restated
from tui.reader.editor.gazetteer import place_named
from tui.reader.editor.interpret import country_named, unit_named
from tui.reader.editor.own_values import attribute_of_box, choices_of, read_own, text_of
from tui.widgets.phrases import written


class Box(NamedTuple):
    """One attribute. With `choices` it takes one of them."""

    key: str
    text: str
    choices: tuple[str, ...] = ()


def layout(row: Kind) -> tuple[tuple[str, ...], ...]:
    """The boxes of a kind by the keys of their attributes, line by line."""
    lines: dict[int, list[str]] = {}
    for (line, _), key in sorted((item.box, item.key) for item in row.attributes if item.box is not None):
        lines.setdefault(line, []).append(key)
    return tuple(map(tuple, lines.values()))


def boxes(item: AnyField) -> list[Box]:
    """In the order of `layout`."""
    data = to_json(item)
    if isinstance(item, Quote):
        data["speaker"] = item.speaker_name
    choices = {attribute.key: attribute.choices for attribute in item.row.attributes}

    def box(key: str) -> Box:
        if own := attribute_of_box(item, key):
            return Box(key, text_of(item, own), choices_of(item, own))
        return Box(key, written(data[key]), choices[key])

    return [box(key) for line in layout(item.row) for key in line]


def follow(item: AnyField, key: str, typed: dict[str, str]) -> dict[str, str]:
    """What the text of one box says of others: `at least 19` has low 19, and Oslo a country and coordinates."""
    if isinstance(item, Number) and key == "value":
        told = _told_by_value(item, typed["value"], typed["approx"])
    elif isinstance(item, Number) and key == "approx":
        told = _bounds(typed["value"], typed["approx"])
    elif isinstance(item, Place) and key == "name":
        told = {key: value for key, value in place_named(typed["name"]).items() if value is not None}
    else:
        told = {}
    return {key: written(value) for key, value in told.items()}


def _told_by_value(item: Number, typed: str, approx: str) -> Json:
    """A bound that was the value stays the value: what was at least 19 is at least 21."""
    number = parse_value(typed)
    if number is not None and _is_count(item, typed, item.number_kind):
        number = Number(value=int(typed))
    if number is None:
        return {}
    told: Json = {"low": number.low, "high": number.high}
    if number.value is not None and number.low is None and number.high is None and not number.approx:
        told = _bounds(typed, approx) if approx else {}
        is_range = item.low is not None and item.high is not None and item.low != item.high
        if is_range and not any(bound is not None for bound in told.values()):
            told = {"low": None, "high": None, "kind": "count" if item.number_kind == "range" else item.number_kind}
        elif not any(bound is not None for bound in told.values()):
            was = item.value if item.value is not None else item.low if item.high is None else item.high
            told = {side: number.value if getattr(item, side) == was is not None else None for side in ("low", "high")}
    if number.number_kind != "count":
        told["kind"] = number.number_kind
    return told | {key: value for key in ("unit", "approx") if (value := getattr(number, key)) is not None}


def _bounds(typed: str, approx: str) -> Json:
    """Lowest and highest that the words beside a value make of it: `up to 40` has high 40."""
    readings = [parse_value(words) for words in (f"{approx} {typed}", f"{typed} {approx}")]
    bounded = [one for one in readings if one and (one.low is not None or one.high is not None)]
    return {side: getattr(bounded[0], side) if bounded else None for side in ("low", "high")}


def read(record: Record, item: AnyField, typed: dict[str, str]) -> Json:
    """The attributes whose text was changed, under the record's keys, with the evidence that changes with them."""
    before = {box.key: box.text for box in boxes(item)}
    changed = {key: text.strip() for key, text in typed.items() if text.strip() != before[key]}
    after: Json = {}
    for key, text in changed.items():
        if own := attribute_of_box(item, key):
            told = read_own(record, item, own, text)
            after |= told | {"evidence": {**after.get("evidence", {}), **told.get("evidence", {})}}
        elif key == "speaker" and isinstance(item, Quote):
            after |= _speaker(record, item, text)
        elif isinstance(item, Number) and key in ("value", "low", "high"):
            after[key] = _amount(item, key, text, typed.get("kind", ""))
        elif key == "country":
            after[key] = _country(record, item, text)
        else:
            after[key] = _READERS.get(key, _words)(text)
    if isinstance(item, Place) and after:
        _check_place({**to_json(item), **after})
    if isinstance(item, Number) and after:
        _check_number({**to_json(item), **after})
    evidence = {} if item.row.own else restated(record.text, item, after)
    if not after.get("evidence", True):
        del after["evidence"]
    if evidence or "evidence" in after:
        after["evidence"] = {**after.get("evidence", {}), **evidence}
    return after


def draft_of(record: Record, item: AnyField, after: Json) -> actions.Draft | None:
    """What is to be done to the record: the change, and the new person whom a speaker's name may name, in one step."""
    name = after.get("speaker_name")
    if isinstance(item, Quote) and name and after.get("speaker") is None and (spans := newcomer(record, name)):
        return actions.add_speaker(record, item.id, spans, after)
    return actions.change(record, item.id, after) if after else None


def _speaker(record: Record, quote: Quote, typed: str) -> Json:
    person = person_named(record, quote, typed)
    if person is not None:
        return speaks(person, named_beside(record, quote, person))
    evidence = restated(record.text, quote, {"cue": typed}).get("cue") if typed else None
    return {**speaks(None, None), "speaker_name": typed or None, "evidence": {"speaker": evidence}}


def _amount(item: Number, key: str, typed: str, kind: str) -> int | float | str | None:
    """A date, a score and any other value that is no number stay as they are written."""
    if not typed:
        return None
    if kind == "score" or _ISO.fullmatch(typed):
        return typed
    number = parse_value(typed)
    if number is None:
        raise StetError(key.capitalize(), f"“{typed}” is not a number; try 3.5m, at least 19, 10-15 or 30 Dec 2023")
    if key != "value" and number.value is None:
        raise StetError(key.capitalize(), f"“{typed}” is more than one number; a range goes into the value")
    if _is_count(item, typed, kind):
        return int(typed)
    return round(number.value, 4) if isinstance(number.value, float) and "/" in typed else number.value


def _is_count(item: Number, typed: str, kind: str) -> bool:
    """True of four digits that are no year: they are typed for what was a number, and is to be no date."""
    was = next((one for one in (item.value, item.low, item.high) if one is not None), None)
    return typed.isascii() and typed.isdecimal() and kind != "date" and isinstance(was, int | float)


_ISO: Final = re.compile(r"(?:\d{4}|-)(?:-\d\d){1,2}(?:T\d\d:\d\d)?|T\d\d:\d\d")


def _check_number(data: Json) -> None:
    low, high = data["low"], data["high"]
    if data["value"] is None and low is None and high is None:
        raise StetError("Value", "a number needs a value, or a lowest or highest one; strike it out if it has none")
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        raise StetError("Low", f"{low:,} is more than the highest, {high:,}; swap them")


def _check_place(data: Json) -> None:
    if (data["latitude"] is None) != (data["longitude"] is None):
        missing = "longitude" if data["longitude"] is None else "latitude"
        raise StetError(missing.capitalize(), "latitude and longitude go together; give both or neither")
    if not any(letter.isalpha() for letter in data["name"]):
        raise StetError(
            "Name", f"“{data['name']}” is not the name of a place; strike the field out, or press c to make it a number"
        )


def _words(typed: str) -> str | None:
    return " ".join(typed.split()) or None


def _name(typed: str) -> str:
    if not typed:
        raise StetError("Name", "a name is needed; strike the field out if it names nothing")
    return " ".join(typed.split())


def _country(record: Record, item: AnyField, typed: str) -> str | None:
    code = country_named(record, item, typed) if typed else None
    if typed and code is None:
        raise StetError("Country", f"“{typed}” is not a known country; try its name or its code, such as UA or GB")
    return code


def _degrees(name: str, limit: int) -> Callable[[str], float | None]:
    def read_degrees(typed: str) -> float | None:
        if not typed:
            return None
        try:
            value = float(typed.replace(",", ".").removesuffix("°"))
        except ValueError:
            value = float("nan")
        if not -limit <= value <= limit:
            raise StetError(name, f"“{typed}” is not between -{limit} and {limit}; such as 50.45")
        return value

    return read_degrees


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "name": _name,
    "unit": lambda typed: unit_named(typed) if typed else None,
    "latitude": _degrees("Latitude", 90),
    "longitude": _degrees("Longitude", 180),
}
