"""Fields as programs for annotation see them: labelled spans, and links between them.

A field of several mentions becomes one node a mention, the later ones linked `SAME` to the first; a quote is linked
`SPEAKER` to the mention of its speaker that stands for it.
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
    """One span. `id` is the field's, with the number of the mention behind a point from the second on."""

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
        """Of the field, with the first mention; a speaker is a link and is not among them."""
        if not self.first:
            return {}
        return {key: value for key, value in attributes_of(self.item).items() if key != "speaker"}


@dataclass(frozen=True, slots=True)
class Link:
    """From the later mention to the first, from the quote to who said it."""

    source: Node
    target: Node
    label: str


def nodes(document: Document, trimmed: bool = False) -> list[Node]:
    """In the order of the text, the longer first. `trimmed`: without white space at the edges, for token formats."""
    found: list[Node] = []
    for item in document.fields:
        spans = _trimmed(document, item.spans) if trimmed else item.spans
        found += [_node(item, number, span) for number, span in enumerate(spans)]
    found.sort(key=lambda node: (node.span[0], -node.span[1]))
    return found


def links(document: Document, found: list[Node]) -> list[Link]:
    by_id = {node.id: node for node in found}
    made = [Link(node, by_id[node.item.id], SAME) for node in found if not node.first]
    for item in document.fields:
        if not isinstance(item, Quote) or item.speaker is None or item.id not in by_id:
            continue
        target = by_id.get(speaker_mention(document, item) or "")
        if target is None:
            document.report_loss("links to speakers that are not exported")
        else:
            made.append(Link(by_id[item.id], target, SPEAKER))
    return made


def _node(item: AnyField, number: int, span: Span) -> Node:
    return Node(_node_id(item, number), span, item)


def _node_id(item: AnyField, number: int) -> str:
    return item.id if number == 0 else f"{item.id}.{number + 1}"


def _trimmed(document: Document, spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in spans:
        words = document.text[start:end]
        left, right = len(words) - len(words.lstrip()), len(words) - len(words.rstrip())
        document.report_loss("spans with white space at their edges (trimmed)", bool(left or right))
        if words.strip():
            kept.append((start + left, end - right))
    return kept


def speaker_mention(document: Document, quote: Quote) -> str | None:
    """The node that stands for the speaker: the mention of the evidence, else the one nearest to the quote."""
    person = next((item for item in document.fields if item.id == quote.speaker and isinstance(item, Person)), None)
    if person is None:
        return None
    evidence = quote.evidence.get("speaker")
    if evidence in person.spans:
        return _node_id(person, person.spans.index(evidence))
    return _node_id(person, min(range(len(person.spans)), key=lambda at: abs(person.spans[at][0] - quote.start)))
