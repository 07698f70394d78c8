"""doccano: JSON lines with entities and relations, for a project of sequence labelling with relations.

doccano counts as its screen does, in UTF-16 units (unless a project is set to count graphemes, which is not the
default). It has no attributes; it returns other data of an article unchanged.

An import reads relations or, from older releases, labels only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from store.errors import StetError
from store.formats.context import Document, ExportContext
from store.formats.graph import Node, links, nodes
from store.formats.jsonlines import about, an_object, as_line, json_items, objects
from store.formats.offsets import Utf16
from store.formats.parsing import Annotation, Lookup, Parsed, assemble
from store.formats.placing import Placing
from store.formats.spec import Spec
from store.jsontext import decode
from store.model.fields import Json

SPEC: Final = Spec(
    name="doccano",
    summary="JSON lines with entities and relations",
    content="json",
    unit="UTF-16 code units",
    losses=(
        "attributes",
        "evidence",
        "flags and notes",
        "links to speakers that are not exported",
    ),
    keys={
        "text": "the article; article, title, source and date come back as they are",
        "entities": "`id`, `label`, `start_offset`, `end_offset`, one a mention",
        "relations": "`from_id`, `to_id`, `type`: `SAME` and `SPEAKER` as in prodigy",
        "Comments": "none",
    },
    reads="texts with entities and relations, one a line; or the archive that it gives for download",
    reads_folder=True,
    returns="mentions and speakers; values of numbers written in digits",
)

_OF_ALL: Final = "all"
"""The name of the file in doccano's archive in which nothing says who did what."""


class _OfUser(NamedTuple):
    user: str
    line: Any


def write(context: ExportContext, out: BinaryIO) -> None:
    for number, task in enumerate(context.each(_task), start=1):
        out.write(as_line({"id": number, **task}))


def _task(document: Document) -> Json:
    article, units = document.record.article, Utf16(document.text)
    all_nodes = nodes(document)
    numbers = {node.id: number for number, node in enumerate(all_nodes, start=1)}
    for node in all_nodes:
        document.report_loss("attributes", len(node.attributes()))
        document.report_loss("evidence", len(node.item.evidence) if node.first else 0)
        document.report_loss("flags and notes", bool(node.first and (node.item.flag or node.item.note)))
    return {
        "text": document.text,
        "entities": [_entity(node, numbers[node.id], document.text, units) for node in all_nodes],
        "relations": [
            {"id": number, "from_id": numbers[link.source.id], "to_id": numbers[link.target.id], "type": link.label}
            for number, link in enumerate(links(document, all_nodes), start=1)
        ],
        "Comments": [],
        "article": article.id,
        "title": article.title,
        "source": article.source,
        "date": article.date,
    }


def _entity(node: Node, number: int, text: str, units: Utf16) -> Json:
    start, end = units.out(node.span, text[node.span[0] : node.span[1]])
    return {"id": number, "label": node.label, "start_offset": start, "end_offset": end}


def read(path: Path) -> Iterator[tuple[str, Any]]:
    """The lines of a file, or of those in a folder, each with the user whose work it is, who is named by the file."""
    if not path.is_dir():
        yield from json_items(path)
        return
    files = sorted(file for file in path.rglob("*") if file.suffix in (".jsonl", ".json"))
    if not files:
        raise StetError("Nothing to import", f"{path} contains no file that ends in .jsonl")
    for file in files:
        user = "" if file.stem == _OF_ALL else file.stem
        for place, line in json_items(file):
            yield f"{file.relative_to(path)}, {place}", _OfUser(user, line)


def parse(item: Any, lookup: Lookup) -> Parsed:  # noqa: ARG001  a line has its text with it
    user, line = item if isinstance(item, _OfUser) else ("", item)
    data = an_object(line)
    placing = Placing(data.get("text", data.get("data")), Utf16)
    annotations: list[Annotation] = []
    entities = list(_entities(data, placing))
    placing.settle(_ends(entity) for entity in entities if not entity.get("text"))
    for number, entity in enumerate(entities):
        label = entity.get("label")
        if spans := placing.place(label, [_ends(entity)], entity.get("text")):
            identifier = f"entity {number}" if entity.get("id") is None else str(entity["id"])
            annotations.append(Annotation(id=identifier, label=str(label), spans=spans))
    links = [
        (str(relation.get("from_id")), str(relation.get("to_id")), str(relation.get("type")))
        for relation in placing.objects(data.get("relations"), "relations")
    ]
    comments = data.get("Comments", data.get("comments"))
    placing.lose("comments", len(comments) if isinstance(comments, list) else bool(comments))
    placing.lose("categories of a whole text", len(data["cats"]) if isinstance(data.get("cats"), dict | list) else 0)
    fields, losses = assemble(placing.text, annotations, links, placing.losses)
    article = data.get("article") if isinstance(data.get("article"), str) else None
    return Parsed(text=placing.text, identifier=article, about=about(data), fields=fields, by=user, losses=losses)


def _entities(data: Json, placing: Placing) -> Iterator[Json]:
    """The entities of any age: objects, or lists of start, end and label; in old exports labels are numbers."""
    for key in ("entities", "label", "labels", "annotations"):
        for one in _of_one_user(_listed(data.get(key)), placing):
            if isinstance(one, dict):
                yield one
            else:
                placing.lose(f"labels of a whole text: {str(one)[:40]}")


def _ends(entity: Json) -> tuple[Any, Any]:
    return entity.get("start_offset", entity.get("start")), entity.get("end_offset", entity.get("end"))


def _listed(value: Any) -> list[Any]:
    """The labels as a list, each span an object: a table has the list as JSON, and some exports have one a user."""
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        with suppress(ValueError):
            value = decode(value)
    if isinstance(value, dict) and all(isinstance(ones, list) for ones in value.values()):
        value = [
            {"user": user, **one} if isinstance(one := _object(some), dict) else one
            for user, ones in value.items()
            for some in ones
        ]
    if isinstance(value, list):
        return [_object(one) for one in value]
    return [] if value is None or value == "" else [value]


def _object(one: Any) -> Any:
    if isinstance(one, list) and len(one) >= 3:
        return {"start_offset": one[0], "end_offset": one[1], "label": one[2]}
    return one


def _of_one_user(listed: list[Any], placing: Placing) -> list[Any]:
    """What the annotator did who was there last; what others did is counted."""
    users = {one.get("user"): str(one.get("updated_at") or "") for one in objects(listed) if "user" in one}
    if len(users) < 2:
        return listed
    last = max(users, key=lambda user: (users[user], list(users).index(user)))
    kept = [one for one in listed if not isinstance(one, dict) or one.get("user", last) == last]
    placing.lose("annotations by other annotators: the newest count", len(listed) - len(kept))
    return kept
