"""A record as the tables of a TinyDB file, and back: article, people, places, numbers, quotes, suggestions, edits.

The four tables of fields serve readers without Stet; Stet itself folds the fields again. The text has a file of its
own.
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

from store.jsontext import encode
from store.model.checks import ARTICLE_CHECKS
from store.model.edit import Edit
from store.model.fields import BY_GROUP, BY_LETTER, GROUPS, AnyField, Json, Suggestions, from_json, id_number, to_json
from store.model.fold import Folded
from store.model.kinds import BUILT_IN_KINDS
from store.model.record import FORMAT, Article, Record
from store.model.schema import TOP_LEVEL, record_from_json

Tables = dict[str, Any]
NOT_TABLES: Final = (ValueError, LookupError, TypeError, AttributeError)
"""What reading malformed tables raises, beside `StetError`."""

_ARTICLE_KEYS: Final = ("id", "title", "source", "url", "date", "author", "meta")


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class EncodedRecord:
    """A record's rows as they were encoded last: a cache, so that a save encodes only what has changed.

    Also what the library knows of the file: the hash of the text, and when it was added, ISO 8601 in UTC.
    """

    sha256: str
    added: str
    _written: list[bytes] = field(default_factory=list)
    _last: Edit | None = None
    _items: list[AnyField] = field(default_factory=list)
    _rows: list[bytes] = field(default_factory=list)
    _tables: dict[str, orjson.Fragment] = field(default_factory=dict)
    _suggested: tuple[Suggestions, orjson.Fragment] | None = None

    def tables_of_fields(self, fields: Mapping[str, AnyField]) -> dict[str, orjson.Fragment]:
        """By group. Fields that are the same objects as last time are not encoded again."""
        items, before = list(fields.values()), self._items
        changed = list(compress(range(len(items)), map(is_not, items, before)))
        if len(items) == len(before) and all(items[place].id == before[place].id for place in changed):
            stale = {items[place].group for place in changed} | (GROUPS - self._tables.keys())
            for place in changed:
                self._rows[place] = _row(items[place])
        else:
            stale = set(GROUPS)
            known = {id(item): row for item, row in zip(before, self._rows, strict=True)}
            self._rows = [known.get(id(item)) or _row(item) for item in items]
        self._items = items
        order = {group: place for place, group in enumerate(GROUPS)}
        for group in stale:
            first = bisect_left(items, order[group], key=lambda item: order[item.group])
            last = bisect_right(items, order[group], first, key=lambda item: order[item.group])
            self._tables[group] = orjson.Fragment(b"{" + b",".join(self._rows[first:last]) + b"}")
        return self._tables

    def table_of_suggestions(self, suggestions: Suggestions) -> orjson.Fragment:
        """Encoded once, for suggestions never change."""
        if self._suggested is None or self._suggested[0] is not suggestions:
            table = {str(number): to_json(item) for number, item in enumerate(suggestions.all(), start=1)}
            self._suggested = suggestions, orjson.Fragment(encode(table))
        return self._suggested[1]

    def table_of(self, edits: Sequence[Edit]) -> orjson.Fragment:
        """The table of edits. Edits that were in the last one are not encoded again."""
        count = len(self._written)
        if count > len(edits) or (count and edits[count - 1] is not self._last):
            self._written.clear()
        for edit in edits[len(self._written) :]:
            self._written.append(b'"%d":' % edit.seq + encode(edit.to_json()))
            self._last = edit
        return orjson.Fragment(b"{" + b",".join(self._written) + b"}")


def _row(item: AnyField) -> bytes:
    return b'"%d":' % id_number(item.id) + encode(to_json(item))


def to_tables(record: Record, encoded: EncodedRecord) -> Tables:
    """Ready to be encoded. Documents are numbered by their field's id, edits by `seq`, suggestions from 1."""
    article: Json = {
        "format": FORMAT,
        "added": encoded.added,  # where `added_of` finds it
        **record.article.to_json(),
        "status": record.status,
        "sha256": encoded.sha256,
        "extractor": record.suggestions.extractor,
    }
    for key, extra in (("extra", record.extra), ("suggestions_extra", record.suggestions.extra)):
        if extra:
            article[key] = extra
    tables: Tables = {"article": {"1": article}}
    written = encoded.tables_of_fields(record.fields)
    tables.update((group, written[group]) for group in GROUPS)
    tables["suggestions"] = encoded.table_of_suggestions(record.suggestions)
    tables["edits"] = encoded.table_of(record.edits)
    return tables


_ADDED: Final = re.compile(rb'\{"article":\{"1":\{"format":"[^"]{1,20}","added":"([^"]{1,40})"')


def added_of(head: bytes) -> str:
    """When a record was added, from the first bytes of its file; empty where another program wrote them."""
    found = _ADDED.match(head)
    return found[1].decode("ascii", "replace") if found else ""


def encoded_of(tables: Tables) -> EncodedRecord:
    """Raises one of `NOT_TABLES` for malformed tables."""
    article = tables["article"]["1"]
    sha256, added = article["sha256"], article.get("added", "")
    if type(sha256) is not str or type(added) is not str:
        raise TypeError
    return EncodedRecord(sha256=sha256, added=added)


_BUILT_IN_GROUPS: Final = frozenset(row.group for row in BUILT_IN_KINDS)


def items_of(tables: Tables, group: str) -> list[Json]:
    """The stored fields of a kind; none where a record is older than the kind. Raises KeyError for one of the four."""
    table: Json = tables[group] if group in _BUILT_IN_GROUPS else tables.get(group, {})
    return list(table.values())


def stored_article(tables: Tables) -> Json:
    """The article's table, for readers of nothing else. Raises one of `NOT_TABLES`."""
    article: Json = tables["article"]["1"]
    if any(ARTICLE_CHECKS[key](article[key]) for key in (*_ARTICLE_KEYS, "status")):
        raise TypeError
    return article


def from_tables(tables: Tables, text: str) -> Record:
    """Raises `StetError` for a record of a wrong shape, one of `NOT_TABLES` for malformed tables."""
    article = tables["article"]["1"]
    extra, suggested = article.get("extra", {}), article.get("suggestions_extra", {})
    if extra.keys() & {*TOP_LEVEL, *GROUPS} or suggested.keys() & {"extractor", *GROUPS}:
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
                **suggested,
            },
            "edits": sorted(tables["edits"].values(), key=_seq),
            **extra,
        }
    )
    if record.id != article["id"]:  # it is empty, which in a file from outside stands for none
        record = replace(record, article=record.article._replace(id=article["id"]))
    return record


def as_stored(tables: Tables, text: str) -> Record:
    """With the fields that the tables hold, not folded again, and without suggestions and edits."""
    article = tables["article"]["1"]
    items = (from_json(BY_GROUP[group], item) for group in GROUPS for item in items_of(tables, group))
    return Record(
        article=Article(text=text, **{key: article[key] for key in _ARTICLE_KEYS}),
        suggestions=Suggestions(extractor=article["extractor"]),
        known_fold=Folded({item.id: item for item in items}, article["status"]),
    )


def _seq(edit: Json) -> int:
    seq: int = edit["seq"]
    return seq
