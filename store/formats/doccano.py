"""doccano: JSON lines with entities and relations, for a project of sequence labelling with relations.

doccano counts as its screen does, in UTF-16 units (unless a project is set to count graphemes, which is not the
default). It has no attributes; it returns other data of an article unchanged.

An import reads relations or, from older releases, labels only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from store.errors import StetError
from store.formats.article_values import KEY as ABOUT
from store.formats.article_values import kept, read_values, with_labels
from store.formats.context import DONE, SAID_KEYS, Document, ExportContext
from store.formats.graph import Node, links, nodes
from store.formats.incoming.annotators import name_of, utc
from store.formats.incoming.collecting import collected
from store.formats.incoming.placing import Placing
from store.formats.jsonlines import about, an_object, as_line, json_items
from store.formats.offsets import Utf16
from store.formats.origin import DESCRIBED, KEY, origin_from
from store.formats.parsing import Annotation, Hand, Lookup, Losses, Parsed, assemble, by_hands, linked
from store.formats.spec import Spec
from store.hashing import text_hash
from store.jsontext import decode
from store.model.cleaning import clean_text
from store.model.edit import ARTICLE
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
        DONE,
        "links to speakers that are not exported",
    ),
    keys={
        "the project": "of sequence labelling, with the boxes for overlapping spans and for relations ticked",
        "text": "the article",
        "article, title, source, date, url, author, meta": "of the article; come back as they are",
        "entities": "`id`, `label`, `start_offset`, `end_offset`, one a mention",
        "relations": "`from_id`, `to_id`, `type`: `SAME` and `SPEAKER` as in prodigy",
        "Comments": "none",
        ABOUT: "the article's own fields, if a kinds file has any",
        KEY: DESCRIBED,
    },
    reads="texts with entities and relations, one a line; or the archive that it gives for download",
    reads_folder=True,
    returns="mentions and speakers, each annotator's; values of numbers written in digits",
)

_OF_ALL: Final = "all"
"""The name of the file in doccano's archive in which nothing says who did what."""


def write(context: ExportContext, out: BinaryIO) -> None:
    for number, task in enumerate(context.each(_task), start=1):
        out.write(as_line({"id": number, **task}))


def _task(document: Document) -> Json:
    article, units = document.record.article, Utf16(document.text)
    document.report_loss_of_article(*SAID_KEYS, ARTICLE)
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
        # In every line: what some lines lack is NaN in doccano's table, which its database refuses with the whole file.
        "url": article.url,
        "author": article.author,
        "meta": article.meta,
        **kept(document.own),
        KEY: document.origin,
    }


def _entity(node: Node, number: int, text: str, units: Utf16) -> Json:
    start, end = units.out(node.span, text[node.span[0] : node.span[1]])
    return {"id": number, "label": node.label, "start_offset": start, "end_offset": end}


def read(path: Path) -> Iterator[tuple[str, Any]]:
    """The lines of a file; of a folder with a file a user, those of one text together."""
    if not path.is_dir():
        yield from json_items(path)
        return
    files = sorted(file for file in path.rglob("*") if file.suffix in (".jsonl", ".json"))
    if not files:
        raise StetError("Nothing to import", f"{path} contains no file that ends in .jsonl")
    yield from ((place, tuple(lines)) for place, lines in collected(_keyed(path, files)))


def _keyed(path: Path, files: list[Path]) -> Iterator[tuple[str, str, Any]]:
    """Each line with the user whose work it is, who is named by the file."""
    for file in files:
        user = "" if file.stem == _OF_ALL else file.stem
        for place, line in json_items(file):
            where = f"{file.relative_to(path)}, {place}"
            words = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
            yield _key(line) or where, where, {"user": user, "line": words}


def _key(item: Any) -> str:
    """The hash of the text of a line; empty if it has none."""
    try:
        data = an_object(item)
    except StetError:
        return ""
    text = data.get("text", data.get("data"))
    return text_hash(clean_text(text)) if isinstance(text, str) else ""


def parse(item: Any, lookup: Lookup) -> Parsed:  # noqa: ARG001  a line has its text with it
    lines = item if isinstance(item, tuple) else ({"user": "", "line": item},)
    found = [(one["user"], _data(one["line"])) for one in lines]
    losses = Losses()
    hands = [hand for user, data in found for hand in _hands(data, user, losses)]
    hands.sort(key=lambda hand: hand.at, reverse=True)
    idle = (
        sum(bool(hand.by) and not hand.fields.all() for hand in hands)
        if any(hand.fields.all() for hand in hands)
        else 0
    )
    hands = _of_each([hand for hand in hands if hand.fields.all()], losses) or hands[:1]
    data = found[0][1]
    text = Placing(data.get("text", data.get("data"))).text
    article = data.get("article") if isinstance(data.get("article"), str) else None
    origin = origin_from(data.get(KEY))
    return Parsed(
        text=text, identifier=article, about=about(data), losses=losses, origin=origin, idle=idle, **by_hands(hands)
    )


def _data(line: Any) -> Json:
    return an_object(line.encode() if isinstance(line, str) else line)


def _of_each(hands: list[Hand], losses: Losses) -> list[Hand]:
    """The work of each; what everybody's file has of it besides is not taken twice."""
    known = {(item.kind, tuple(item.spans)) for hand in hands if hand.by for item in hand.fields.all()}
    if not known:
        return hands
    rest = [item for hand in hands if not hand.by for item in hand.fields.all()]
    extra = sum((item.kind, tuple(item.spans)) not in known for item in rest)
    losses.update({"annotations of nobody beside those of annotators": extra} if extra else {})
    return [hand for hand in hands if hand.by]


def _hands(data: Json, user: str, losses: Losses) -> list[Hand]:
    """The work of everybody who is named on a line, else of the user; what is not taken is added to the losses."""
    placing = Placing(data.get("text", data.get("data")), Utf16)
    annotations: dict[str, list[Annotation]] = {}
    times: dict[str, str] = {}
    entities = list(_entities(data))
    placing.settle(_ends(entity) for entity in entities if not entity.get("text"))
    for number, entity in enumerate(entities):
        label, by = entity.get("label"), name_of(entity.get("user")) or user
        times[by] = max(times.get(by, ""), utc(entity.get("updated_at") or entity.get("created_at")))
        if spans := placing.place(label, [_ends(entity)], entity.get("text")):
            identifier = f"entity {number}" if entity.get("id") is None else str(entity["id"])
            annotations.setdefault(by, []).append(Annotation(id=identifier, label=str(label), spans=spans))
    links = [
        (str(relation.get("from_id")), str(relation.get("to_id")), str(relation.get("type")))
        for relation in placing.objects(data.get("relations"), "relations")
    ]
    comments = data.get("Comments", data.get("comments"))
    placing.lose("comments", len(comments) if isinstance(comments, list) else bool(comments))
    cats = data["cats"] if isinstance(data.get("cats"), dict | list) else ()
    hands = []
    ours = origin_from(data.get(KEY)) is not None
    own = with_labels([*cats, *_labels(data)], placing.losses, "labels of a whole text") | _own(data, placing)
    losses.update(placing.losses)
    for by, own_links in linked(annotations or {user: []}, links).items():
        fields, lost = assemble(placing.text, annotations.get(by, ()), own_links, linked=ours)
        losses.update(lost)
        hands.append(Hand(fields=fields, own=own, by=by, at=times.get(by, "")))
    return hands


def _entities(data: Json) -> Iterator[Json]:
    """The entities of any age: objects, or lists of start, end and label; in old exports labels are numbers."""
    for key in ("entities", "label", "labels", "annotations"):
        for one in _listed(data.get(key)):
            if isinstance(one, dict):
                yield one


def _labels(data: Json) -> Iterator[str]:
    """Of a project that classifies texts."""
    for key in ("entities", "label", "labels", "annotations"):
        yield from (str(one) for one in _listed(data.get(key)) if not isinstance(one, dict))


def _own(data: Json, placing: Placing) -> Json:
    """What was said of the article when it was exported."""
    own, losses = read_values(data.get(ABOUT))
    placing.losses.update(losses)
    return own


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
