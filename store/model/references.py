"""What a field points at: a quote at its speaker, an event at its actor; read, offered, and set by a draft of one edit.

The fold keeps references whole; screens and formats ask here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from store.errors import StetError
from store.model import actions
from store.model.actions import Draft
from store.model.fields import AnyField, Json, Reference, Span, attribute_of, ids_in
from store.model.kinds import ARTICLE
from store.model.record import Record


def value_of(item: AnyField, key: str) -> Any:
    """The value under a key of the record."""
    return getattr(item, attribute_of(type(item), key))


def reference_of(item: AnyField, key: str) -> Reference:
    """Raises `StetError` if this attribute points at nothing."""
    found = next((one for one in item.references if one.key == key), None)
    if found is None:
        raise StetError("No reference", f"{key} of {item.row.a_name} points at no field; type its value")
    return found


def names_in(item: AnyField, reference: Reference) -> list[str]:
    """The names of what a reference points at, then those of what is no field."""
    value = value_of(item, reference.name_key)
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and one]


def targets_of(record: Record, item: AnyField) -> Iterator[tuple[str, AnyField]]:
    """The fields at which an item points, each with the key of the attribute."""
    for reference in item.references:
        for name in ids_in(value_of(item, reference.key)):
            if name in record.fields:
                yield reference.key, record.fields[name]


def pointing_at(fields: Iterable[AnyField], identifier: str) -> Iterator[tuple[AnyField, str]]:
    """The fields that point at one, each with the key of the attribute."""
    for item in fields:
        for reference in item.references:
            if identifier in ids_in(value_of(item, reference.key)):
                yield item, reference.key


def candidates(record: Record, item: AnyField, reference: Reference) -> list[AnyField]:
    """The fields that a reference may point at, by how near their nearest mention is."""
    may = [one for one in record.fields.values() if one.alive and one.kind in reference.of and one.id != item.id]
    return sorted(may, key=lambda one: min(abs(start - item.start) for start, _ in one.spans))


def point(record: Record, identifier: str, key: str, target: str | None, evidence: Span | None = None) -> Draft | None:
    """Point at `target`; None points at nothing. A list gains it, or is emptied."""
    item = _get(record, identifier)
    reference = reference_of(item, key)
    if target is None:
        empty: Json = {key: [], reference.name_key: []} if reference.many else {key: None, reference.name_key: None}
        return actions.change(record, identifier, {**empty, "evidence": {key: None}})
    aim = _get(record, target)
    if aim.kind not in reference.of or not aim.alive or target == identifier:
        kinds = " or ".join(reference.of)
        raise StetError("Not set", f"{key} of {item.row.a_name} has to be {kinds} and to stand; {target} is not")
    name = getattr(aim, "name", "") or " ".join(aim.surface(record.text).split())
    after: Json = {key: target, reference.name_key: name}
    if reference.many:
        ids, names = ids_in(value_of(item, key)), names_in(item, reference)
        if target in ids:
            return None
        after = {key: [*ids, target], reference.name_key: [*names[: len(ids)], name, *names[len(ids) :]]}
    return actions.change(record, identifier, {**after, "evidence": {key: evidence}} if evidence else after)


def unpoint(record: Record, identifier: str, key: str, target: str) -> Draft | None:
    """Take one field off what a reference points at, with its name."""
    item = _get(record, identifier)
    reference = reference_of(item, key)
    ids, names = ids_in(value_of(item, key)), names_in(item, reference)
    if target not in ids:
        return None
    if not reference.many:
        return point(record, identifier, key, None)
    at = ids.index(target)
    after = {key: ids[:at] + ids[at + 1 :], reference.name_key: names[:at] + names[at + 1 :]}
    return actions.change(record, identifier, after)


def name_only(record: Record, identifier: str, key: str, words: str, evidence: Span | None = None) -> Draft | None:
    """Name what is no field of the article. A list gains the name."""
    item = _get(record, identifier)
    reference = reference_of(item, key)
    after: Json = {key: None, reference.name_key: words or None}
    if reference.many:
        after = {reference.name_key: [*names_in(item, reference), words]}
    return actions.change(record, identifier, {**after, "evidence": {key: evidence}} if evidence else after)


def _get(record: Record, identifier: str) -> AnyField:
    if identifier not in record.fields and identifier != ARTICLE:
        raise StetError("No such field", f"{identifier} is not in this article")
    return record.field(identifier)
