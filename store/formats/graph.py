"""Fields as annotation programs represent them: labelled spans, and links between them.

Each mention of a field becomes a node; later ones have a link `SAME` to the first. A quote has a link `SPEAKER` to one
mention of its speaker.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from store.formats.context import Document, attributes_of
from store.model.fields import AnyField, Json, Person, Quote, Span

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
        """The field's attributes if this is its first mention, without `speaker`, which is a link; else empty."""
        if not self.first:
            return {}
        return {key: value for key, value in attributes_of(self.item).items() if key != "speaker"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a later mention to the first, or from a quote to its speaker."""

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
    """The links between nodes; those to speakers without a node are counted as losses."""
    by_id = {node.id: node for node in all_nodes}
    result = [Link(node, by_id[node.item.id], SAME) for node in all_nodes if not node.first]
    for item in document.fields:
        if not isinstance(item, Quote) or item.speaker is None or item.id not in by_id:
            continue
        target = by_id.get(speaker_mention(document, item) or "")
        if target is None:
            document.report_loss("links to speakers that are not exported")
        else:
            result.append(Link(by_id[item.id], target, SPEAKER))
    return result


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


def speaker_mention(document: Document, quote: Quote) -> str | None:
    """The id of the node for the speaker: the mention in the evidence, else the nearest to the quote; else None."""
    person = next((item for item in document.fields if item.id == quote.speaker and isinstance(item, Person)), None)
    if person is None:
        return None
    evidence = quote.evidence.get("speaker")
    if evidence in person.spans:
        return _node_id(person, person.spans.index(evidence))
    return _node_id(person, min(range(len(person.spans)), key=lambda at: abs(person.spans[at][0] - quote.start)))
