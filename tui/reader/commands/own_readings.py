"""What the attributes of a desk's own kind may be, for the key that goes through them, by type. Pure.

References come first, for they cannot be typed in one letter; of those the empty ones, in the order of the kinds file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from store.model.fields import AnyField, Json, ids_in, to_json
from store.model.kinds import Attribute
from store.model.record import Record
from store.model.references import candidates, point, value_of
from tui.reader.editor.own_values import called, reference_at, text_of


class OwnReading(NamedTuple):
    """One value for one attribute, and what it changes."""

    key: str
    value: str
    after: Json


Recall = Callable[[AnyField, str], list[str]]


def readings(record: Record, item: AnyField, recall: Recall, key: str = "") -> list[OwnReading]:
    """Of one attribute: `key`, else the first that is empty and has any, else the first that has any."""
    boxed = [one for one in item.row.attributes if one.box is not None and key in ("", one.key)]
    order = sorted(boxed, key=lambda one: (bool(text_of(item, one)), not one.is_reference, one.key == "name"))
    return next((found for one in order if (found := [*_of(record, item, one, recall)])), [])


def _of(record: Record, item: AnyField, attribute: Attribute, recall: Recall) -> Iterator[OwnReading]:
    key, reference = attribute.key, reference_at(item, attribute.key)
    if reference is not None:
        held = ids_in(value_of(item, key))
        used = {name for one in item.references if one.key != key for name in ids_in(value_of(item, one.key))}
        # Who acts is seldom whom it is aimed at: what it refers to already comes last.
        for target in sorted(candidates(record, item, reference), key=lambda one: one.id in used):
            draft = point(record, item.id, key, target.id) if target.id not in held else None
            if draft is not None:
                yield OwnReading(key, called(record, target), dict(draft.changes[0].after or {}))
    elif attribute.choices and not attribute.is_list:
        yield from (OwnReading(key, one, {key: one}) for one in attribute.choices)
    elif not attribute.is_list:
        others = [to_json(one).get(key) for one in record.group(item.group) if one.alive and one.id != item.id]
        values = [*recall(item, key), *others]
        for value in dict.fromkeys(one for one in values if isinstance(one, str | int | float) and one != ""):
            if not (attribute.fits and attribute.fits(value)):
                yield OwnReading(key, str(value), {key: value})
