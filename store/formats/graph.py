"""Fields as annotation programs represent them: labelled spans, and links between them.

Each mention of a field becomes a node; later ones have a link `SAME` to the first. A quote has a link `SPEAKER` to one
mention of its speaker, and a field of a desk's own kind one for each of its references, by the name of the attribute.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Final

from store.formats.context import Document, attributes_of
from store.jsontext import encode
from store.model.fields import AnyField, Json, Quote, Reference, Span, ids_in
from store.model.references import value_of

SAME: Final = "SAME"
SPEAKER: Final = "SPEAKER"


@dataclass(frozen=True, slots=True)
class Node:
    """One span. `id` is the field's, from the second mention on followed by a point and the mention's number."""

    id: str
    span: Span
    item: AnyField

    @property
    def label(self) -> str:
        return self.item.row.label

    @property
    def first(self) -> bool:
        """True for the mention that carries the field's attributes."""
        return self.id == self.item.id

    def attributes(self) -> Json:
        """The field's attributes if this is its first mention, without references, which are links; else empty."""
        return unlinked(self.item) if self.first else {}


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a later mention to the first, or from a field to what it points at."""

    source: Node
    target: Node
    label: str


def nodes(document: Document, trimmed: bool = False) -> list[Node]:
    """The nodes in text order, longer ones first. `trimmed` removes white space at the edges, for token formats."""
    result: list[Node] = []
    for item in document.fields:
        spans = _trimmed(document, item.spans) if trimmed else item.spans
        result += [_node(item, number, span) for number, span in enumerate(spans)]
    result.sort(key=lambda node: (node.span[0], -node.span[1]))
    return result


def links(document: Document, all_nodes: list[Node]) -> list[Link]:
    """The links between nodes; references to fields without a node are counted as losses."""
    by_id = {node.id: node for node in all_nodes}
    result = [Link(node, by_id[node.item.id], SAME) for node in all_nodes if not node.first]
    for item in document.fields:
        if item.id in by_id:
            result += [Link(by_id[item.id], by_id[name], label) for label, name in pointed(document, item, by_id)]
    return result


def unlinked(item: AnyField) -> Json:
    """The field's attributes without references, which are links."""
    linked = {reference.key for reference in item.references}
    return {key: value for key, value in attributes_of(item).items() if key not in linked}


def label_of(reference: Reference) -> str:
    """The label of its links: `ACTOR`."""
    return reference.key.upper()


def pointed(document: Document, item: AnyField, there: Container[str]) -> Iterator[tuple[str, str]]:
    """The labels of an item's links, each with the node to which it leads; what is not `there` is counted as lost."""
    for reference in item.references:
        for name in ids_in(value_of(item, reference.key)):
            node = _nearest_mention(document, item, reference, name)
            if node in there:
                yield label_of(reference), node
            else:
                document.report_loss(_LOST if isinstance(item, Quote) else _LOST_REFERENCE)


_LOST: Final = "links to speakers that are not exported"
_LOST_REFERENCE: Final = "references to fields that are not exported"


def _node(item: AnyField, number: int, span: Span) -> Node:
    return Node(_node_id(item, number), span, item)


def _node_id(item: AnyField, number: int) -> str:
    return item.id if number == 0 else f"{item.id}.{number + 1}"


def _trimmed(document: Document, spans: list[Span]) -> list[Span]:
    result: list[Span] = []
    for start, end in spans:
        words = document.text[start:end]
        left, right = len(words) - len(words.lstrip()), len(words) - len(words.rstrip())
        document.report_loss("spans with white space at their edges (trimmed)", bool(left or right))
        if words.strip():
            result.append((start + left, end - right))
    return result


def _nearest_mention(document: Document, item: AnyField, reference: Reference, name: str) -> str:
    """The id of the node that stands for what is pointed at: the mention in the evidence, else the nearest."""
    target = next((one for one in document.fields if one.id == name and one.kind in reference.of), None)
    if target is None:
        return ""
    evidence = item.evidence.get(reference.key)
    if evidence in target.spans:
        return _node_id(target, target.spans.index(evidence))
    if target.row.spans == "pieces":
        return target.id
    return _node_id(target, min(range(len(target.spans)), key=lambda at: abs(target.spans[at][0] - item.start)))


def refer(values: Json, reference: Reference, target: Json, words: str) -> None:
    """Let a field, as JSON, point at another; `words` are those of one that has no name."""
    name = target.get("name") or words
    if not reference.many:
        values[reference.key], values[reference.name_key] = target["id"], name
        return
    ids, names = ids_in(values.get(reference.key) or []), [*(values.get(reference.name_key) or [])]
    if target["id"] not in ids:
        names = [*names[: len(ids)], name, *(one for one in names[len(ids) :] if one != name)]
        values[reference.key], values[reference.name_key] = [*ids, target["id"]], names


def as_text(value: object) -> str:
    """The value for a format that holds texts: a list as JSON."""
    return encode(value).decode() if isinstance(value, list) else str(value)
