"""JSON lines: one record per line, always complete.

An import reads complete records with their edits, and gold records with their fields only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any, BinaryIO, Final

from store.formats.context import ExportContext
from store.formats.gold_records import mended
from store.formats.incoming.annotators import name_of, utc
from store.formats.incoming.assembling import Imported
from store.formats.jsonlines import about, an_object, as_line, json_items
from store.formats.parsing import Lookup, Parsed, checked_text
from store.formats.spec import Spec
from store.model.about import about_json
from store.model.edit import ARTICLE
from store.model.fields import BY_GROUP, GROUPS, AnyField, Json, article_class
from store.model.schema import record_from_json, suggestions_from_json
from store.model.sense import misfit, sensible

SPEC: Final = Spec(
    name="jsonl",
    summary="whole records, one a line: text, fields, suggestions and edits",
    whole=True,
    content="json",
    keys={
        "format": "`stet/1`",
        "id": "of the article: given, or 16 hex digits of the SHA-256 of its text",
        "title, source, url, date, author": "what its source said of it",
        "meta": "what else its source said of it",
        "text": "the text, which never changes",
        "status": "new, started or done",
        ", ".join(GROUPS): "the fields as they are now",
        "article": "the article's own fields, if it has any and a kinds file names them",
        "suggestions": "the fields as the extractor proposed them",
        "edits": "every step that anybody made; the fields are their result",
    },
    reads="records as `stet export -f jsonl` writes them, and gold records",
    returns="everything: exported again it is the same, byte for byte; of gold records the fields",
    identifiers=True,
)


def write(context: ExportContext, out: BinaryIO) -> None:
    for record in context.records():
        out.write(as_line(record.to_json()))


def read(path: Path) -> Iterator[tuple[str, Any]]:
    return json_items(path)


def parse(item: Any, lookup: Lookup) -> Parsed:  # noqa: ARG001  a record has its text with it
    data = an_object(item)
    if "suggestions" in data or "edits" in data:
        text = checked_text(data.get("text"))
        record = record_from_json(data)
        done = data.get("status", record.status) == "done"
        own = _listed(data)
        return Parsed(
            text=text,
            identifier=record.id,
            record=record,
            own=own,
            done=done,
            listed=lambda: _fields(data, text, whole=True),
        )
    data, losses = mended(data)
    text = data["text"]
    record = record_from_json(data)
    fields, done = _fields(data, text), data.get("status") == "done"
    own = _own(record.about)
    return Parsed(
        text=text, identifier=record.id, about=about(data), own=own, fields=fields,
        by=name_of(data.get("by")), at=utc(data.get("at")), done=done, losses=losses,
    )  # fmt: skip


def _listed(data: Json) -> Json:
    """The values of the article's own field as a whole record lists them, whatever its edits say."""
    values = data.get(ARTICLE)
    keys = {item.key: item for item in article_class().row.attributes if not item.is_reference}
    good = values if isinstance(values, dict) else {}
    return {key: value for key, value in good.items() if key in keys and not misfit(keys[key], value)}


def _own(item: AnyField) -> Json:
    """The values of the article's own field, a reference by its name alone: the ids are those of the file."""
    ids = {one.key for one in item.references}
    return {key: value for key, value in about_json(item).items() if key in item.keys and key not in ids}


def _fields(data: Json, text: str, *, whole: bool = False) -> Imported:
    """The fields as the file lists them, without rejected ones; those of a `whole` record say what is decided."""
    alive = {group: [field for field in data.get(group, ()) if field.get("status") != "rejected"] for group in GROUPS}
    gone = {field.get("id") for field in data.get("people", ()) if field.get("status") == "rejected"}
    unread: dict[str, dict[str, str]] = {}
    for group, items in alive.items():
        for at, item in enumerate(items):
            if whole and item.get("speaker") in gone:  # struck out in the lists alone: the name is what remains
                item = {**item, "speaker": None}
            items[at], unread[str(item.get("id"))] = sensible(BY_GROUP[group].kind, item)
    checked = suggestions_from_json(alive, text)
    stated = {field["id"]: frozenset(field) for fields in alive.values() for field in fields}
    own = {item.name: getattr(checked, item.name) for item in dataclass_fields(checked)}
    decided = frozenset(item.id for item in checked.all() if item.decided) if whole else None
    fields = Imported(**own, stated=stated, knows_mentions=True, decided=decided, unread=unread)
    for field in fields.all():
        field.status = "suggested"
    return fields
