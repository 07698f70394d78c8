"""The columns of WebAnno TSV: the annotations of layers on the tokens of an article. Knows no sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from store.formats.graph import Link, Node
from store.formats.offsets import Utf16
from store.formats.uima import layer_types as own
from store.formats.uima.layer_types import LayerType
from store.formats.uima.webanno_values import escaped
from store.model.fields import Span


class Table:
    """The layers that the nodes and links need. Every annotation has a number, so that each reference is clear."""

    def __init__(
        self,
        text: str,
        tokens: list[Span],
        names: list[str],
        all_nodes: list[Node],
        all_links: list[Link],
        known: Mapping[str, list[str]],
    ) -> None:
        """`known` has the identifiers of what each node names."""
        self._tokens = tokens
        self._names = names
        self._units = Utf16(text)
        self._numbers = {node.id: number for number, node in enumerate(all_nodes, start=1)}
        self._firsts: dict[str, int] = {}
        self._features = {node.id: own.features_of(node, self._units, known[node.id]) for node in all_nodes}
        self._on: dict[tuple[str, int], list[Node]] = {}
        self._to: dict[tuple[str, int], list[Link]] = {}
        used = {own.type_name(node.item.kind) for node in all_nodes} | {own.relation_name(link) for link in all_links}
        filled = {(node.item.kind, name) for node in all_nodes for name in self._features[node.id]}
        self._layers = [_with(layer, filled) for layer in own.own_layers() if layer.name in used]
        for node in all_nodes:
            first, after = (bisect_left(tokens, (offset, 0)) for offset in node.span)
            self._firsts[node.id] = first
            for at in range(first, after):
                self._on.setdefault((own.type_name(node.item.kind), at), []).append(node)
        for link in all_links:
            self._to.setdefault((own.relation_name(link), self._firsts[link.target.id]), []).append(link)

    def header(self) -> Iterator[str]:
        for layer in self._layers:
            if layer.is_relation:
                yield f"#T_RL={layer.name}|BT_{layer.features[0][1]}"
            else:
                yield f"#T_SP={layer.name}|{'|'.join(name for name, _ in layer.features)}"

    def row(self, at: int) -> str:
        """The line of a token."""
        start, end = self._tokens[at]
        words = self._units.text[start:end]
        first, last = self._units.out((start, end), words)
        cells = [cell for layer in self._layers for cell in self._cells(layer, at)]
        return "\t".join([self._names[at], f"{first}-{last}", words, *cells, ""])

    def _cells(self, layer: LayerType, at: int) -> Iterator[str]:
        if layer.is_relation:
            yield "|".join(map(self._source, self._to.get((layer.name, at), ()))) or "_"
            return
        there = self._on.get((layer.name, at), ())
        for name, _ in layer.features:
            yield "|".join(self._value(node, name) for node in there) or "_"

    def _value(self, node: Node, feature: str) -> str:
        value = self._features[node.id].get(feature)
        words = "true" if value is True else escaped(value) if isinstance(value, str) and value else "*"
        return f"{words}[{self._numbers[node.id]}]"

    def _source(self, link: Link) -> str:
        source, target = link.source.id, link.target.id
        return f"{self._names[self._firsts[source]]}[{self._numbers[source]}_{self._numbers[target]}]"


def _with(layer: LayerType, filled: set[tuple[str, str]]) -> LayerType:
    """A span layer with the features only that an annotation of the document has."""
    names = {name for kind, name in filled if own.type_name(kind) == layer.name}
    return (
        layer if layer.is_relation else layer._replace(features=tuple(one for one in layer.features if one[0] in names))
    )
