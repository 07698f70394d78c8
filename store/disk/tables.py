"""Converts a record to and from the tables of its TinyDB file: article, people, places, numbers, quotes, suggestions,
edits.

The tables of fields are for readers without Stet; Stet itself folds the fields again. The text has its own file.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from operator import is_not
from typing import Any, Final

import orjson

from store.errors import StetError
from store.jsontext import encode
from store.model.about import about_json
from store.model.checks import field_id
from store.model.edit import ARTICLE, Edit
from store.model.fields import (
    BY_GROUP,
    BY_LETTER,
    GROUPS,
    AnyField,
    Json,
    Suggestions,
    article_class,
    from_json,
    id_number,
    to_json,
)
from store.model.fold import Folded
from store.model.kinds import BUILT_IN_KINDS
from store.model.own_kinds import in_force
from store.model.record import FORMAT, VERSION, Article, Record, version_of
from store.model.schema import TOP_LEVEL, record_from_json

Tables = dict[str, Any]
NOT_TABLES: Final = (ValueError, LookupError, TypeError, AttributeError)
"""The exceptions, besides `StetError`, that reading malformed tables raises."""

_ARTICLE_KEYS: Final = ("id", "title", "source", "url", "date", "author", "meta")


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class EncodedRecord:
    """A cache of a record's encoded rows, so that a save encodes only what has changed.

    Also holds `sha256`, the hash of the text, and `added`, the time when the article was added, ISO 8601 in UTC.
    """

    sha256: str
    added: str
    _edit_rows: list[bytes] = field(default_factory=list)
    _last_edit: Edit | None = None
    _items: list[AnyField] = field(default_factory=list)
    _rows: list[bytes] = field(default_factory=list)
    _tables: dict[str, orjson.Fragment] = field(default_factory=dict)
    _suggestions: tuple[Suggestions, orjson.Fragment] | None = None

    def tables_of_fields(self, fields: Mapping[str, AnyField]) -> dict[str, orjson.Fragment]:
        """The tables by group. Fields that are the same objects as last time are not encoded again."""
        items, before = list(fields.values()), self._items
        changed = list(compress(range(len(items)), map(is_not, items, before)))
        if len(items) == len(before) and all(items[index].id == before[index].id for index in changed):
            stale = {items[index].group for index in changed} | (GROUPS - self._tables.keys())
            for index in changed:
                self._rows[index] = _row(items[index])
        else:
            stale = set(GROUPS)
            known = {id(item): row for item, row in zip(before, self._rows, strict=True)}
            self._rows = [known.get(id(item)) or _row(item) for item in items]
        self._items = items
        order = {group: index for index, group in enumerate(GROUPS)}
        for group in stale:
            first = bisect_left(items, order[group], key=lambda item: order[item.group])
            last = bisect_right(items, order[group], first, key=lambda item: order[item.group])
            self._tables[group] = orjson.Fragment(b"{" + b",".join(self._rows[first:last]) + b"}")
        return self._tables

    def table_of_suggestions(self, suggestions: Suggestions) -> orjson.Fragment:
        """The table of suggestions, encoded once: suggestions never change."""
        if self._suggestions is None or self._suggestions[0] is not suggestions:
            table = {str(number): to_json(item) for number, item in enumerate(suggestions.all(), start=1)}
            self._suggestions = suggestions, orjson.Fragment(encode(table))
        return self._suggestions[1]

    def table_of(self, edits: Sequence[Edit]) -> orjson.Fragment:
        """The table of edits. Edits encoded last time are not encoded again."""
        count = len(self._edit_rows)
        if count > len(edits) or (count and edits[count - 1] is not self._last_edit):
            self._edit_rows.clear()
        for edit in edits[len(self._edit_rows) :]:
            self._edit_rows.append(b'"%d":' % edit.seq + encode(edit.to_json()))
            self._last_edit = edit
        return orjson.Fragment(b"{" + b",".join(self._edit_rows) + b"}")


def _row(item: AnyField) -> bytes:
    return b'"%d":' % id_number(item.id) + encode(to_json(item))


def to_tables(record: Record, encoded: EncodedRecord) -> Tables:
    """The tables, ready for `encode`. Fields are keyed by the number in their id, edits by `seq`."""
    article: Json = {
        "format": FORMAT,
        "added": encoded.added,  # where `added_of` finds it
        **record.article.to_json(),
        "status": record.status,
        "sha256": encoded.sha256,
        "extractor": record.suggestions.extractor,
    }
    if kinds := in_force():
        article["kinds"] = kinds
    if record.folded.about:
        article[ARTICLE] = about_json(record.folded.about)
    for key, extra in (("extra", record.extra), ("suggestions_extra", record.suggestions.extra)):
        if extra:
            article[key] = extra
    tables: Tables = {"article": {"1": article}}
    field_tables = encoded.tables_of_fields(record.fields)
    tables.update((group, field_tables[group]) for group in GROUPS)
    tables["suggestions"] = encoded.table_of_suggestions(record.suggestions)
    tables["edits"] = encoded.table_of(record.edits)
    return tables


_ADDED: Final = re.compile(rb'\{"article":\{"1":\{"format":"[^"]{1,20}","added":"([^"]{1,40})"')


def added_of(head: bytes) -> str:
    """When a record was added, from the first bytes of its file; empty if they have another form."""
    match = _ADDED.match(head)
    return match[1].decode("ascii", "replace") if match else ""


def encoded_of(tables: Tables) -> EncodedRecord:
    """Raises one of `NOT_TABLES` for malformed tables."""
    article = tables["article"]["1"]
    sha256, added = article["sha256"], article.get("added", "")
    if type(sha256) is not str or type(added) is not str:
        raise TypeError
    return EncodedRecord(sha256=sha256, added=added)


_BUILT_IN_GROUPS: Final = frozenset(row.group for row in BUILT_IN_KINDS)


def items_of(tables: Tables, group: str) -> list[Json]:
    """The stored fields of a group. A missing group is empty if its kind was registered, a `KeyError` if built in."""
    table: Json = tables[group] if group in _BUILT_IN_GROUPS else tables.get(group, {})
    return list(table.values())


def beyond_us(tables: Tables) -> str:
    """Why a whole record is for another Stet to read, which no repair may touch; empty if it is for this one.

    Raises one of `NOT_TABLES` for malformed tables.
    """
    stated = tables["article"]["1"]["format"]
    if (version_of(stated) or 0) > VERSION:
        return f"it is of the format {stated}, newer than this Stet; update Stet"
    if letters := unknown_letters(tables):
        return (
            f"it holds a kind of field that this Stet does not know: {', '.join(letters)}; "
            "open it with the Stet that wrote it, or put its kinds.toml back"
        )
    return ""


def unknown_letters(tables: Tables) -> list[str]:
    """The letters of kinds that are not registered here. Such a kind has a table; without one, an odd id is damage."""
    if not any(
        type(table) is dict and name not in _NAMES_OF_TABLES and name not in GROUPS for name, table in tables.items()
    ):
        return []
    edits = (edit.get("changes", ()) for edit in tables["edits"].values())
    changed = (change["field"] for changes in edits for change in changes)
    ids = (*(item["id"] for item in tables["suggestions"].values()), *changed)
    return sorted({one[0] for one in ids if one != ARTICLE and not field_id(one)} - BY_LETTER.keys())


_NAMES_OF_TABLES: Final = ("article", "suggestions", "edits")


def from_tables(tables: Tables, text: str) -> Record:
    """Raises `StetError` for an invalid record, one of `NOT_TABLES` for malformed tables."""
    if why := beyond_us(tables):
        raise StetError("Not a record", why)
    article = tables["article"]["1"]
    extra, suggestions_extra = article.get("extra", {}), article.get("suggestions_extra", {})
    if extra.keys() & {*TOP_LEVEL, *GROUPS} or suggestions_extra.keys() & {"extractor", *GROUPS}:
        raise TypeError
    suggestions: Json = {group: [] for group in GROUPS}
    for item in tables["suggestions"].values():
        suggestions[BY_LETTER[item["id"][0]].group].append(item)
    record = record_from_json(
        {
            "format": article["format"],
            **{key: article[key] for key in _ARTICLE_KEYS},
            "text": text,
            "suggestions": {
                "extractor": article["extractor"],
                **suggestions,
                **suggestions_extra,
            },
            "edits": sorted(tables["edits"].values(), key=_seq),
            **extra,
        }
    )
    if record.id != article["id"]:  # it is empty, which in JSON from outside means that there is none
        record = replace(record, article=record.article._replace(id=article["id"]))
    return record


def as_stored(tables: Tables, text: str) -> Record:
    """The record with the fields that the tables hold, not folded again, and without suggestions and edits."""
    article = tables["article"]["1"]
    own: Json | None = article.get(ARTICLE)
    about = from_json(article_class(), {"id": ARTICLE, "status": "added", **own}) if own else None
    items = (from_json(BY_GROUP[group], item) for group in GROUPS for item in items_of(tables, group))
    return Record(
        article=Article(text=text, **{key: article[key] for key in _ARTICLE_KEYS}),
        suggestions=Suggestions(extractor=article["extractor"]),
        known_fold=Folded({item.id: item for item in items}, article["status"], about=about),
    )


def _seq(edit: Json) -> int:
    seq: int = edit["seq"]
    return seq
