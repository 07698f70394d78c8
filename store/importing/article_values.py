"""What an import changes in the article's own field: what is empty here is filled, what differs is counted and stays.

`home` brings back what was changed elsewhere. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from store.model import about, actions
from store.model.actions import Draft
from store.model.edit import ARTICLE, Change
from store.model.fields import BY_LETTER, AnyField, Json, attribute_of, from_json
from store.model.record import Record
from store.sync.rebase import creates

DIFFERING: Final = "values of the article's own fields, entered otherwise here"


def filled(record: Record, own: Json, made: Iterable[Change] = ()) -> tuple[list[Change], int]:
    """The change that fills what is empty, and how many values are others here; `made` makes fields with it."""
    new = [
        from_json(BY_LETTER[one.field[0]], {**one.after, "id": one.field}) for one in made if creates(one) and one.after
    ]
    own = with_ids(own, [*record.fields.values(), *new])
    item = record.about
    now = {key: getattr(item, attribute_of(type(item), key)) for key in own if key in item.keys}
    fresh = {key: value for key, value in own.items() if about.is_empty(now.get(key))}
    draft = actions.change(record, ARTICLE, fresh) if fresh else None
    return [*draft.changes] if draft else [], sum(now[key] != own[key] for key in own.keys() - fresh.keys())


def brought(record: Record, sent: Json, came: Json) -> Draft | None:
    """What was changed elsewhere between what was sent and what came back."""
    changed = {key: came.get(key) for key in {**sent, **came} if came.get(key) != sent.get(key)}
    row = about.row()
    lists = {item.key for item in row.attributes if item.is_list}
    after: Json = {key: [] if value is None and key in lists else value for key, value in changed.items()}
    if not after:
        return None
    linked = with_ids({key: value for key, value in after.items() if value}, record.fields.values())
    nothing: Json = {one.key: [] if one.is_list else None for one in row.references if one.name_key in after}
    return actions.change(record, ARTICLE, {**nothing, **after, **linked})


def cleared(name: str) -> Json:
    """What empties an attribute, by its name."""
    keys = [about.named()[name].key, *(one.key for one in about.row().references if one.key == name)]
    lists = {item.key for item in about.row().attributes if item.is_list}
    return {key: [] if key in lists else None for key in keys}


def with_ids(own: Json, fields: Iterable[AnyField]) -> Json:
    """The values with the ids of what is named, where one field alone has this name."""
    ids: dict[tuple[str, str], list[str]] = {}
    for item in fields:
        if item.alive and item.row.is_named:
            ids.setdefault((item.kind, getattr(item, "name", "")), []).append(item.id)
    after = dict(own)
    for one in about.row().references:
        if one.name_key not in own or one.key in own:
            continue
        names = (own[one.name_key] or []) if one.is_list else [own[one.name_key]]
        found = {name: [i for kind in one.of for i in ids.get((kind, name), ())] for name in names}
        sure = [name for name in names if len(found[name]) == 1]
        if one.is_list:
            after[one.key] = [found[name][0] for name in sure]
            after[one.name_key] = [*sure, *(name for name in names if name not in sure)]
        elif sure:
            after[one.key] = found[sure[0]][0]
    return after
