"""Label Studio: tasks.json with the machine's fields as predictions and the person's as annotations, and config.xml.

Offsets are code points, as Label Studio's own screen counts since it was mended for emoji. Attributes are results of
their own on a region: choices where there is a list to choose from, text areas else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from store.formats.graph import Node, links, nodes
from store.formats.offsets import CodePoints
from store.formats.walk import Taken, Walk
from store.jsontext import encode
from store.model.fields import BY_KIND, AnyField, Json
from store.model.kinds import Attribute, Kind


def write(walk: Walk, out: Path) -> None:
    (out / "config.xml").write_text(configuration(), encoding="utf-8", newline="\n")
    with (out / "tasks.json").open("wb") as stream:
        stream.write(b"[")
        for number, task in enumerate(walk.each(_task)):
            stream.write(b",\n" if number else b"\n")
            stream.write(task)
        stream.write(b"\n]\n")


def control(kind: str, key: str) -> str:
    """The name of the control that holds an attribute: `number_kind`, `person_role`."""
    return f"{kind}_{key}"


def configuration() -> str:
    """The labelling interface: the labels, the relations, and for each label its attributes."""
    lines = ["<View>", '  <Labels name="label" toName="text">']
    rows = [cls.row for cls in BY_KIND.values()]
    lines += [f"    <Label value={quoteattr(row.label)} background={quoteattr(row.colour)}/>" for row in rows]
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>', "  <Relations>"]
    lines += [f'    <Relation value="{label}"/>' for label in ("SAME", "SPEAKER")]
    lines.append("  </Relations>")
    for row in rows:
        lines.append(f'  <View visibleWhen="region-selected" whenTagName="label" whenLabelValue="{row.label}">')
        lines += [_control(row, item) for item in row.attributes if item.key != "speaker"]
        lines.append("  </View>")
    return "\n".join([*lines, "</View>", ""])


def is_choice(kind: str, key: str) -> bool:
    """Whether a control offers the values of an attribute, where there are few."""
    return any(item.key == key and item.choices for item in BY_KIND[kind].row.attributes)


def _control(row: Kind, item: Attribute) -> str:
    name = control(row.name, item.key)
    head = f'name="{name}" toName="text" perRegion="true" whenTagName="label" whenLabelValue="{row.label}"'
    if not item.choices:
        return f'    <Header value="{item.key}" size="6"/>\n    <TextArea {head} maxSubmissions="1"/>'
    choices = "".join(f'<Choice value="{value}"/>' for value in item.choices)
    return f'    <Choices {head} choice="single">{choices}</Choices>'


def _task(taken: Taken) -> bytes:
    article, record = taken.record.article, taken.record
    taken.lose("evidence", sum(len(item.evidence) for item in taken.fields))
    taken.lose("flags and notes", sum(bool(item.flag or item.note) for item in taken.fields))
    data = {
        "text": taken.text,
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "date": article.date,
        "author": article.author,
        "meta": article.meta,
        # Label Studio refuses annotators who are no users of its own, so they are data of the task.
        "annotators": sorted({edit.by for edit in record.edits}),
    }
    decided = [item for item in taken.fields if item.decided]
    annotations = [{"result": _results(taken, decided)}] if decided else []
    predictions = []
    if record.suggestions.all():
        suggested = [item for item in record.suggestions.all() if item.group in taken.options.groups]
        version = record.suggestions.extractor
        predictions.append({"model_version": version, "result": _results(taken, suggested)})
    return encode({"data": data, "annotations": annotations, "predictions": predictions})


def _results(taken: Taken, items: Iterable[AnyField]) -> list[Json]:
    shown = Taken(taken.record, list(items), taken.options)
    found = nodes(shown)
    results: list[Json] = []
    for node in found:
        results += _regions(node, taken.text)
    for link in links(shown, found):
        results.append(
            {
                "type": "relation",
                "from_id": link.source.id,
                "to_id": link.target.id,
                "direction": "right",
                "labels": [link.label],
            }
        )
    for sort, count in shown.lost.items():
        taken.lose(sort, count)
    return results


def _regions(node: Node, text: str) -> Iterator[Json]:
    """The span, and a result of the same id for each of its attributes."""
    words = text[node.span[0] : node.span[1]]
    start, end = CodePoints(text).out(node.span, words)
    where: Json = {"start": start, "end": end, "text": words}
    frame: Json = {"id": node.id, "to_name": "text"}
    yield {**frame, "from_name": "label", "type": "labels", "value": {**where, "labels": [node.label]}}
    for key, value in node.attributes().items():
        name = control(node.item.kind, key)
        chosen = is_choice(node.item.kind, key)
        given: dict[str, Any] = {"choices": [value]} if chosen else {"text": [str(value)]}
        kind = "choices" if chosen else "textarea"
        yield {**frame, "from_name": name, "type": kind, "value": {**where, **given}}
