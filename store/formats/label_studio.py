"""Label Studio: tasks.json with the machine's fields as predictions and the person's as annotations, and config.xml.

Offsets are code points, as Label Studio's screen counts since its fix for emoji. Attributes are separate results on a
region: choices for a closed set of values, else text areas.

An import is the work of `label_studio_tasks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from store.formats.context import Document, ExportContext
from store.formats.graph import SAME, SPEAKER, Node, as_text, label_of, links, nodes
from store.formats.jsonlines import about
from store.formats.label_studio_article import controls, results, taken
from store.formats.label_studio_rows import tasks
from store.formats.label_studio_tasks import AMOUNTS, FLAG, Task, Work, amount_as_text, with_amounts
from store.formats.offsets import CodePoints
from store.formats.origin import DESCRIBED, KEY, origin_from
from store.formats.parsing import Hand, Lookup, Parsed, assemble, by_hands
from store.formats.spec import Spec
from store.jsontext import encode
from store.model.fields import BY_KIND, AnyField, Json, Suggestions
from store.model.kinds import Attribute, Kind

SPEC: Final = Spec(
    name="label-studio",
    summary="tasks with predictions and annotations, and the labelling configuration",
    folder=True,
    losses=(
        "evidence",
        "links to speakers that are not exported",
    ),
    keys={
        "config.xml": "the labelling interface: labels, relations, and the attributes of each label",
        "data": "text, id, title, source, url, date, author, meta, annotators",
        f"data.{KEY}": DESCRIBED,
        "annotations": "what somebody decided: `labels`, `choices`, `textarea` and `relation` results; notes in `meta`",
        "predictions": "what the extractor proposed, in the same shape",
    },
    reads="an export as JSON, JSON_MIN, CSV or TSV, or the folder that holds tasks.json",
    returns="mentions, attributes, speakers, each annotator's; without annotations the newest predictions",
)


def write(context: ExportContext, out: Path) -> None:
    (out / "config.xml").write_text(configuration(), encoding="utf-8", newline="\n")
    with (out / "tasks.json").open("wb") as stream:
        stream.write(b"[")
        for number, task in enumerate(context.each(_task)):
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
    lines += [f"    <Label value={quoteattr(row.label)} background={quoteattr(row.mark_colour)}/>" for row in rows]
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>', "  <Relations>"]
    lines += [f'    <Relation value="{label}"/>' for label in _relations()]
    lines.append("  </Relations>")
    lines += controls()
    for row in rows:
        lines.append(f'  <View visibleWhen="region-selected" whenTagName="label" whenLabelValue="{row.label}">')
        lines += [_control(row, item) for item in row.attributes if not item.is_reference]
        lines.append(_choices(row, FLAG, [FLAG]))
        lines.append("  </View>")
    return "\n".join([*lines, "</View>", ""])


def _relations() -> list[str]:
    own = (label_of(one) for cls in BY_KIND.values() if cls.row.own for one in cls.references)
    return [*dict.fromkeys((SAME, SPEAKER, *own))]


def is_choice(kind: str, key: str) -> bool:
    """True if the attribute has a closed set of values, which the control offers as choices."""
    return any(item.key == key and item.choices and not item.is_list for item in BY_KIND[kind].row.attributes)


def _control(row: Kind, item: Attribute) -> str:
    if item.choices and not item.is_list:
        return _choices(row, item.key, item.choices)
    return f'    <Header value="{item.key}" size="6"/>\n    <TextArea {_head(row, item.key)} maxSubmissions="1"/>'


def _choices(row: Kind, key: str, values: Iterable[str]) -> str:
    choices = "".join(f"<Choice value={quoteattr(value)}/>" for value in values)
    return f'    <Choices {_head(row, key)} choice="single">{choices}</Choices>'


def _head(row: Kind, key: str) -> str:
    name = control(row.name, key)
    return f'name="{name}" toName="text" perRegion="true" whenTagName="label" whenLabelValue="{row.label}"'


def _task(document: Document) -> bytes:
    article, record = document.record.article, document.record
    document.report_loss("evidence", sum(len(item.evidence) for item in document.fields))
    data = {
        "text": document.text,
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "date": article.date,
        "author": article.author,
        "meta": article.meta,
        # Label Studio rejects annotators who are not its users, so they are stored in the task's data.
        "annotators": sorted({edit.by for edit in record.edits}),
        KEY: document.origin,
    }
    decided = [item for item in document.fields if item.decided]
    # Label Studio takes what is imported for the ground truth, before what its own annotators do, unless it says no.
    found = [*_results(document, decided), *results(document.own)]
    annotations = [{"result": found, "ground_truth": False}] if found else []
    predictions = []
    if record.suggestions.all():
        suggested = [item for item in record.suggestions.all() if item.group in document.options.groups]
        version = record.suggestions.extractor
        predictions.append({"model_version": version, "result": _results(document, suggested)})
    return encode({"data": data, "annotations": annotations, "predictions": predictions})


def _results(document: Document, items: Iterable[AnyField]) -> list[Json]:
    shown = Document(document.record, list(items), document.options)
    all_nodes = nodes(shown)
    results: list[Json] = []
    for node in all_nodes:
        results += _regions(node, document.text)
    for link in links(shown, all_nodes):
        results.append(
            {
                "type": "relation",
                "from_id": _region(link.source),
                "to_id": _region(link.target),
                "direction": "right",
                "labels": [link.label],
            }
        )
    for sort, count in shown.losses.items():
        document.report_loss(sort, count)
    return results


def _regions(node: Node, text: str) -> Iterator[Json]:
    """The result for the span, and one with the same id for each of its attributes."""
    words = text[node.span[0] : node.span[1]]
    start, end = CodePoints(text).out(node.span, words)
    where: Json = {"start": start, "end": end, "text": words}
    frame: Json = {"id": _region(node), "to_name": "text"}
    label: Json = {**frame, "from_name": "label", "type": "labels", "value": {**where, "labels": [node.label]}}
    yield {**label, "meta": {"text": [node.item.note]}} if node.first and node.item.note else label
    if node.first and node.item.flag:
        yield {
            **frame,
            "from_name": control(node.item.kind, FLAG),
            "type": "choices",
            "value": {**where, "choices": [FLAG]},
        }
    for key, value in node.attributes().items():
        name = control(node.item.kind, key)
        chosen = is_choice(node.item.kind, key)
        words = amount_as_text(value, node.attributes().get("kind")) if _is_amount(node, key) else as_text(value)
        given: dict[str, Any] = {"choices": [value]} if chosen else {"text": [words]}
        kind = "choices" if chosen else "textarea"
        yield {**frame, "from_name": name, "type": kind, "value": {**where, **given}}


def _is_amount(node: Node, key: str) -> bool:
    return key in AMOUNTS and not node.item.row.own


def _region(node: Node) -> str:
    """Its id as a region's, of which Label Studio's editor makes a CSS class: without a point."""
    return node.id.replace(".", "_")


def read(path: Path) -> Iterator[tuple[str, Any]]:
    return tasks(path / "tasks.json" if path.is_dir() else path)


def parse(item: Any, lookup: Lookup) -> Parsed:  # noqa: ARG001  a task has its text with it
    task = Task(item)
    hands = [_hand(task, work) for work in task.works]
    nobody = Hand(fields=Suggestions())
    proposed = None if hands else nobody.fields  # a task that was skipped, or never opened
    if task.predicted is not None:
        kept = task if not hands else Task(item)  # whose losses count only if nothing else is taken
        model = _hand(kept, Work(task.predicted))
        proposed = model.fields
        hands = hands or [model]
    data = task.data
    identifier = data.get("id") if isinstance(data.get("id"), str) else None
    return Parsed(
        text=task.placing.text,
        identifier=identifier,
        about=about(data),
        proposed=proposed,
        losses=task.placing.losses,
        origin=origin_from(data.get(KEY)),
        **by_hands(hands or [nobody]),
    )


def _hand(task: Task, work: Work) -> Hand:
    own, of_regions = taken(work.results, task.placing)
    annotations = map(with_amounts, task.annotations(of_regions))
    fields, losses = assemble(task.placing.text, annotations, task.links(of_regions))
    for sort, count in losses.items():
        task.placing.lose(sort, count)
    return Hand(fields=fields, own=own, by=work.by, at=work.at, done=work.done, settles=work.is_truth)
