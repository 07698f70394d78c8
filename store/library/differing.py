"""Which tables of a record's file are others than its edits make: damage, unless the kinds file explains it.

`check` has read the ones and made the others.
"""

from __future__ import annotations

from typing import Final

from store.disk.tables import Tables
from store.model.edit import ARTICLE
from store.model.fields import GROUPS, Json
from store.model.own_kinds import own_kinds


def differing(tables: Tables, fresh: Tables) -> list[str]:
    """The names of tables and parts that differ. What another kinds file made of a desk's own fields is no fault."""
    wrong = [group for group in GROUPS if tables.get(group, {}) != fresh[group]]
    stored, folded = tables["article"]["1"], fresh["article"]["1"]
    wrong += [key for key in ("status", ARTICLE) if stored.get(key) != folded.get(key)]
    if stored.get("kinds") != folded.get("kinds"):
        wrong = [part for part in wrong if not _differs_by_kinds(part, tables, fresh)]
    return wrong


def _differs_by_kinds(part: str, tables: Tables, fresh: Tables) -> bool:
    """True where the fields are the same but for their attributes."""
    if part not in {row.group for row in own_kinds()}:
        return part == ARTICLE
    return _without_attributes(tables, part) == _without_attributes(fresh, part)


def _without_attributes(tables: Tables, group: str) -> dict[str, Json]:
    return {key: {name: item.get(name) for name in _OF_ANY} for key, item in tables.get(group, {}).items()}


_OF_ANY: Final = ("id", "spans", "status", "confidence", "flag", "note", "became")
"""What a field of any kind has."""
