"""A record as the tables of a TinyDB file, and back: article, people, places, numbers, quotes, suggestions, edits.

The four tables of fields are there for whoever reads the file without Stet; reading it back, the fields are folded
anew. The text is kept in a file of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from store.edit import Edit
from store.fields import BY_GROUP, BY_LETTER, GROUPS, AnyField, Json, Suggestions, from_json, id_number, to_json
from store.fold import Folded
from store.jsontext import encode
from store.record import FORMAT, Article, Record
from store.schema import record_from_json

Tables = dict[str, Any]

_ARTICLE_KEYS: Final = ("id", "title", "source", "url", "date", "author", "meta")


@dataclass(slots=True, kw_only=True)
class Frame:
    """What the library knows of a record's file: the hash of its text, and when it was added, ISO 8601 in UTC."""

    sha256: str
    added: str
    _written: list[bytes] = field(default_factory=list)
    _last: Edit | None = None
    _fields: dict[str, tuple[AnyField, bytes]] = field(default_factory=dict)
    _suggested: tuple[Suggestions, orjson.Fragment] | None = None

    def table_of_fields(self, items: Iterable[AnyField]) -> orjson.Fragment:
        """The table of a group, of which those that are the same objects as last time are not encoded again."""
        rows = []
        for item in items:
            kept = self._fields.get(item.id)
            if kept is None or kept[0] is not item:
                kept = self._fields[item.id] = item, b'"%d":' % id_number(item.id) + encode(to_json(item))
            rows.append(kept[1])
        return orjson.Fragment(b"{" + b",".join(rows) + b"}")

    def table_of_suggestions(self, suggestions: Suggestions) -> orjson.Fragment:
        """They never change, so they are encoded once."""
        if self._suggested is None or self._suggested[0] is not suggestions:
            table = {str(number): to_json(item) for number, item in enumerate(suggestions.all(), start=1)}
            self._suggested = suggestions, orjson.Fragment(encode(table))
        return self._suggested[1]

    def table_of(self, edits: Sequence[Edit]) -> orjson.Fragment:
        """The table of edits, of which those that were in the last one are not encoded again."""
        count = len(self._written)
        if count > len(edits) or (count and edits[count - 1] is not self._last):
            self._written.clear()
        for edit in edits[len(self._written) :]:
            self._written.append(b'"%d":' % edit.seq + encode(edit.to_json()))
            self._last = edit
        return orjson.Fragment(b"{" + b",".join(self._written) + b"}")


def to_tables(record: Record, frame: Frame) -> Tables:
    """Ready to be encoded. Documents are numbered by their field's id, edits by `seq`, suggestions from 1."""
    article: Json = {
        "format": FORMAT,
        "added": frame.added,  # where `added_of` finds it
        **record.article.to_json(),
        "status": record.status,
        "sha256": frame.sha256,
        "extractor": record.suggestions.extractor,
    }
    for key, extra in (("extra", record.extra), ("suggestions_extra", record.suggestions.extra)):
        if extra:
            article[key] = extra
    tables: Tables = {"article": {"1": article}}
    groups: dict[str, list[AnyField]] = {group: [] for group in GROUPS}
    for item in record.fields.values():
        groups[item.group].append(item)
    for group, items in groups.items():
        tables[group] = frame.table_of_fields(items)
    tables["suggestions"] = frame.table_of_suggestions(record.suggestions)
    tables["edits"] = frame.table_of(record.edits)
    return tables


_ADDED: Final = re.compile(rb'\{"article":\{"1":\{"format":"[^"]{1,20}","added":"([^"]{1,40})"')


def added_of(head: bytes) -> str:
    """When a record was added, from the first bytes of its file; nothing where they are not as we write them."""
    found = _ADDED.match(head)
    return found[1].decode("ascii", "replace") if found else ""


def frame_of(tables: Tables) -> Frame:
    article = tables["article"]["1"]
    return Frame(sha256=article["sha256"], added=article.get("added", ""))


def from_tables(tables: Tables, text: str) -> Record:
    """Raises `StetError` for a record of a wrong shape, KeyError and the like for tables that are none."""
    article = tables["article"]["1"]
    suggestions: Json = {group: [] for group in GROUPS}
    for item in tables["suggestions"].values():
        suggestions[BY_LETTER[item["id"][0]].group].append(item)
    return record_from_json(
        {
            "format": article["format"],
            **{key: article[key] for key in _ARTICLE_KEYS},
            "text": text,
            "suggestions": {
                "extractor": article["extractor"],
                **suggestions,
                **article.get("suggestions_extra", {}),
            },
            "edits": sorted(tables["edits"].values(), key=_seq),
            **article.get("extra", {}),
        }
    )


def as_stored(tables: Tables, text: str) -> Record:
    """With the fields that the tables of fields hold, not folded anew; without suggestions and edits."""
    article = tables["article"]["1"]
    items = (from_json(BY_GROUP[group], item) for group in GROUPS for item in tables[group].values())
    record = Record(
        article=Article(text=text, **{key: article[key] for key in _ARTICLE_KEYS}),
        suggestions=Suggestions(extractor=article["extractor"]),
    )
    record.__dict__["folded"] = Folded({item.id: item for item in items}, article["status"])
    return record


def _seq(edit: Json) -> int:
    seq: int = edit["seq"]
    return seq
