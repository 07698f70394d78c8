"""Keeps references whole: they follow what was merged and renamed, and of what is struck out the name stays.

Pure; `fold` says which fields have changed, `references` reads and sets them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any, Final

from store.model.fields import AnyField, Json, Reference, attribute_of, ids_in


def identity(item: AnyField) -> tuple[bool, str | None, str | None]:
    """The attributes of a field on which those that point at it depend."""
    return item.alive, item.became, getattr(item, "name", None)


def keep_references(fields: dict[str, AnyField], changed: Iterable[AnyField]) -> None:
    """Update the references of `changed`, which must be as the edits left them, in `fields`."""
    for item in changed:
        if item.references:
            fields[item.id] = with_references(fields, item)


def with_references(fields: Mapping[str, AnyField], item: AnyField) -> AnyField:
    """The field with its references as they are now.

    A reference follows a merged field, its name follows a renamed one, and of a rejected one only the name is kept.
    """
    after: Json = {}
    for reference in item.references:
        value, name = (getattr(item, attribute_of(type(item), key)) for key in (reference.key, reference.name_key))
        if value:
            kept = (_kept_list if reference.many else _kept)(fields, item.id, reference, value, name)
            if kept != (value, name):
                after |= zip((reference.key, reference.name_key), kept, strict=True)
    if not after:
        return item
    return replace(item, **{attribute_of(type(item), key): value for key, value in after.items()})


def _kept(
    fields: Mapping[str, AnyField], own: str, reference: Reference, value: Any, name: Any
) -> tuple[str | None, Any]:
    """What a reference leads to now, and its name; nothing points at itself.

    A value of before the kinds file made a reference of the attribute is a name; so are the several of a list.
    """
    if isinstance(value, list):
        words = [one for one in name if one] if isinstance(name, list) else []
        if len(value) != 1:
            return None, "; ".join(words) or None
        return _kept(fields, own, reference, value[0], words[0] if words else None)
    seen: set[str] = set()
    first = target = fields.get(value) if isinstance(value, str) else None
    while target is not None and not target.alive and target.became is not None and target.id not in seen:
        seen.add(target.id)
        target = fields.get(target.became)
    if target is not None and target.alive and target.kind in reference.of and target.id != own:
        return target.id, _name_of(target, name)
    if first is None and not name and not _ID.fullmatch(str(value)):
        return None, str(value)
    return None, _name_of(first, name) if first is not None and first.kind in reference.of else name


_ID: Final = re.compile("[a-z][1-9][0-9]{0,8}")


def _name_of(target: AnyField, otherwise: Any) -> Any:
    return getattr(target, "name", None) if target.row.is_named else otherwise


def _kept_list(
    fields: Mapping[str, AnyField], own: str, reference: Reference, value: Any, name: Any
) -> tuple[list[str], list[Any]]:
    """The names of what is pointed at come first, then those of what it pointed at, then what was a name only."""
    ids, names = ids_in(value), [*name] if isinstance(name, list) else []
    names += [None] * (len(ids) - len(names))
    pairs = [_kept(fields, own, reference, one, word) for one, word in zip(ids, names, strict=False)]
    alive = {one: word for one, word in pairs if one is not None}
    lost = [word for one, word in pairs if one is None and word]
    return [*alive], [*alive.values(), *lost, *names[len(ids) :]]


def repointed(values: Json, references: Iterable[Reference], new: Callable[[str], str | None]) -> Json:
    """The values of a field with other ids in its references; what has none is left as a name."""
    after = dict(values)
    for one in references:
        value = values.get(one.key)
        if one.many and value:
            names = [*(values.get(one.name_key) or ())]
            pairs = [(new(name), word) for name, word in zip_longest(ids_in(value), names[: len(value)])]
            kept = [pair for pair in pairs if pair[0] is not None]
            lost = [word for name, word in pairs if name is None and word]
            after[one.key] = [name for name, _ in kept]
            after[one.name_key] = [*(word for _, word in kept), *lost, *names[len(value) :]]
        elif isinstance(value, str):
            after[one.key] = new(value)
    return after
