"""What another program changed in the attributes of a field that was exported to it: `import --back`. Pure.

An attribute was changed if what came back says something else than what was sent. What neither says stays.
"""

from __future__ import annotations

from typing import Final

from store.formats.incoming.assembling import Imported
from store.model.fields import AnyField, Json, to_json
from store.model.sense import on_one_line

_DERIVED: Final = ("name", "value")
"""Keys that an import makes of the words where the format does not say them."""


def attribute_changes(item: AnyField, sent: AnyField | None, fields: Imported, came: AnyField, now: Imported) -> Json:
    """The values to set in `item`, under the record's keys, without spans and speaker.

    `sent` of `fields` is what the format said of it when it was exported, None if it was not; `came` of `now` is what
    it says now. What cannot be read is no change. A field of which nothing is said any more, or no more than its type,
    stays: the mention that carried the rest was deleted, or the note that held it was overwritten.
    """
    old = to_json(sent) if sent is not None else {}
    new, record = to_json(came), to_json(item)
    said = _said(fields, sent) if sent is not None else frozenset()
    says = _said(now, came)
    if not says and said:
        return _marks(record, old, new)
    overwritten = new["note"] not in ("", old.get("note", ""))
    lost = overwritten and not any(_is_free(item, key) for key in says) and any(_is_free(item, key) for key in said)
    unread = now.unread.get(came.id, {})
    after: Json = {}
    links = links_of(item)
    for key in item.keys:
        if key in links or key in unread or (sent is not None and old.get(key) == new.get(key)):
            continue
        if key in says:
            after[key] = new[key]
        elif key in said:
            if lost:
                continue
            after |= {key: None} if not _is_needed(item, key) else {}
        elif key in _DERIVED and sent is not None and old[key] == record[key] and new[key] is not None:
            after[key] = new[key]
    if isinstance(after.get("name"), str):
        after["name"] = on_one_line(after["name"])
    evidence = {} if lost else _evidence(after, record["evidence"], old.get("evidence", {}), new["evidence"])
    return after | _marks(record, old, new) | ({"evidence": evidence} if evidence else {})


def new_values(came: AnyField) -> Json:
    """The values of a field that was made there, without its id, spans and speaker."""
    values = {key: value for key, value in to_json(came).items() if key in came.keys and key not in links_of(came)}
    values |= {"name": on_one_line(values["name"])} if "name" in values else {}
    return values | {"evidence": to_json(came)["evidence"], "flag": came.flag, "note": came.note}


def links_of(item: AnyField) -> set[str]:
    """The keys of its references and of their names, which `returning` compares."""
    return {key for one in item.references for key in (one.key, one.name_key)}


def _said(fields: Imported, item: AnyField) -> frozenset[str]:
    return fields.stated.get(item.id, frozenset()) | fields.implied.get(item.id, frozenset())


def _is_free(item: AnyField, key: str) -> bool:
    """True if an attribute has no closed set of values."""
    return key not in links_of(item) and not any(row.key == key and bool(row.choices) for row in item.row.attributes)


def _is_needed(item: AnyField, key: str) -> bool:
    """True if an attribute cannot be empty: a name, or one of a closed set of values."""
    return key == "name" or any(row.key == key and bool(row.choices) for row in item.row.attributes)


def _evidence(after: Json, record: Json, old: Json, new: Json) -> Json:
    """The evidence that was changed there; of a changed value for which none is said there, the old evidence goes."""
    changed = {key: new.get(key) for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    stale = {key: None for key in after if key in record and key not in new}
    return stale | changed


def _marks(record: Json, old: Json, new: Json) -> Json:
    """A flag or a note that was made, changed or taken away there; a note beside one that was not sent joins it."""
    after: Json = {}
    if new["flag"] != old.get("flag", False):
        after["flag"] = new["flag"]
    before = old.get("note", "")
    if new["note"] != before:
        kept = record["note"] if not before else ""
        after["note"] = "\n".join(words for words in (kept, new["note"]) if words)
    return after
