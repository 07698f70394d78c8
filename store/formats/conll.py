"""CoNLL: a token a line, in IOB2: token, quotes, then people, places and numbers in the last column.

An article begins with `-DOCSTART-` and its id, a sentence ends with a blank line. Where names and numbers overlap,
the longer stays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import BinaryIO

from store.formats.graph import Node, nodes
from store.formats.tokens import tokens
from store.formats.walk import Taken, Walk
from store.model.fields import Span


def write(walk: Walk, out: BinaryIO) -> None:
    for lines in walk.each(_document):
        out.write(lines)


def _document(taken: Taken) -> bytes:
    found = nodes(taken, trimmed=True)
    quotes = [node for node in found if node.item.row.spans == "pieces"]
    names = [node for node in found if node.item.row.spans != "pieces"]
    text = taken.text
    cuts = [offset for node in found for offset in node.span]
    sentences = list(taken.options.sentences(text)) or [(0, len(text))]
    cut = tokens(text, cuts)
    quoted, named = _column(cut, _apart(quotes, taken)), _column(cut, _apart(names, taken))
    for node in found:
        taken.lose("attributes", len(node.attributes()))
    taken.lose("evidence", sum(len(item.evidence) for item in taken.fields))
    taken.lose("flags and notes", sum(bool(item.flag or item.note) for item in taken.fields))
    taken.lose("speakers", sum(getattr(item, "speaker", None) is not None for item in taken.fields))
    taken.lose("which mentions are the same", sum(len(item.spans) - 1 for item in taken.fields))
    lines = [f"-DOCSTART- {_one_word(taken.record.id)} O\n"]
    ends = [end for _, end in sentences]
    before = -1
    for token, quote, name in zip(cut, quoted, named, strict=True):
        sentence = bisect_left(ends, token[1])
        if sentence != before:
            lines.append("\n")
            before = sentence
        lines.append(f"{text[token[0] : token[1]]} {quote} {name}\n")
    return "".join([*lines, "\n"]).encode("utf-8", "replace")


def _one_word(identifier: str) -> str:
    return "_".join(identifier.split()) or "_"


def _apart(found: list[Node], taken: Taken) -> list[Node]:
    """Without those that overlap a longer one, or an earlier one as long."""
    kept: list[Span] = []
    nodes_of: dict[Span, Node] = {}
    for node in sorted(found, key=lambda node: (node.span[0] - node.span[1], node.span[0])):
        at = bisect_left(kept, node.span)
        if (at and kept[at - 1][1] > node.span[0]) or (at < len(kept) and kept[at][0] < node.span[1]):
            taken.lose("overlapping spans")
        else:
            kept.insert(at, node.span)
            nodes_of[node.span] = node
    return [nodes_of[span] for span in kept]


def _column(cut: list[Span], apart: list[Node]) -> Iterator[str]:
    """The IOB2 tag of each token."""
    rest = iter(apart)
    node = next(rest, None)
    for start, end in cut:
        while node is not None and node.span[1] <= start:
            node = next(rest, None)
        if node is None or end <= node.span[0]:
            yield "O"
        else:
            yield f"{'B' if start == node.span[0] else 'I'}-{node.label}"
