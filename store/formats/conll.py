"""CoNLL: one token per line, in IOB2: token, quotes, then people, places and numbers in the last column.

An article begins with `-DOCSTART-` and its id; a sentence ends with a blank line. If names and numbers overlap, the
longest is kept.

An import reads IOB2 in the last column, and quotes in the one before if it has them. If the library has the document's
id, its tokens are aligned with that text; else the text is rebuilt from the tokens, one sentence per line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from store.errors import StetError
from store.formats.context import Document, ExportContext
from store.formats.decoding import opened
from store.formats.graph import Node, nodes
from store.formats.parsing import Annotation, Lookup, Parsed, assemble
from store.formats.spec import Spec
from store.formats.tokens import tokens
from store.intake.article import LARGEST_TEXT
from store.model.fields import Span, groups_with
from store.model.kinds import QUOTE
from store.series import series

SPEC: Final = Spec(
    name="conll",
    summary="a token a line, IOB2, with document breaks",
    unit="tokens",
    losses=(
        "attributes",
        "speakers",
        "which mentions are the same",
        "overlapping spans",
        "evidence",
        "flags and notes",
        "spans with white space at their edges (trimmed)",
    ),
    keys={
        "first column": "the token",
        "second column": f"{series(groups_with('pieces'))}, in IOB2",
        "third column": f"{series(groups_with('mentions', 'one'))}, in IOB2; where two overlap the longer stays",
        "-DOCSTART-": "an article begins; its id stands in the second column",
        "blank line": "a sentence ends",
    },
    reads="a token a line, IOB2 in the last column",
    returns="spans, each a field of its own for quotes and numbers; over the library's text where the id is known",
)


def write(context: ExportContext, out: BinaryIO) -> None:
    for lines in context.each(_document):
        out.write(lines)


def _document(document: Document) -> bytes:
    all_nodes = nodes(document, trimmed=True)
    quotes = [node for node in all_nodes if node.item.row.spans == "pieces"]
    names = [node for node in all_nodes if node.item.row.spans != "pieces"]
    text = document.text
    cuts = [offset for node in all_nodes for offset in node.span]
    sentences = list(document.options.sentences(text)) or [(0, len(text))]
    cut = tokens(text, cuts)
    quoted, named = _column(cut, _non_overlapping(quotes, document)), _column(cut, _non_overlapping(names, document))
    for node in all_nodes:
        document.report_loss("attributes", len(node.attributes()))
    document.report_loss("evidence", sum(len(item.evidence) for item in document.fields))
    document.report_loss("flags and notes", sum(bool(item.flag or item.note) for item in document.fields))
    document.report_loss("speakers", sum(getattr(item, "speaker", None) is not None for item in document.fields))
    document.report_loss("which mentions are the same", sum(len(item.spans) - 1 for item in document.fields))
    lines = [f"-DOCSTART- {_without_spaces(document.record.id)} O\n"]
    ends = [end for _, end in sentences]
    before = -1
    for token, quote, name in zip(cut, quoted, named, strict=True):
        sentence = bisect_left(ends, token[1])
        if sentence != before:
            lines.append("\n")
            before = sentence
        lines.append(f"{text[token[0] : token[1]]} {quote} {name}\n")
    return "".join([*lines, "\n"]).encode("utf-8", "replace")


def _without_spaces(identifier: str) -> str:
    return "_".join(identifier.split()) or "_"


def _non_overlapping(found: list[Node], document: Document) -> list[Node]:
    """The nodes without those that overlap a longer one, or an earlier one of the same length."""
    spans: list[Span] = []
    nodes_of: dict[Span, Node] = {}
    for node in sorted(found, key=lambda node: (node.span[0] - node.span[1], node.span[0])):
        index = bisect_left(spans, node.span)
        if (index and spans[index - 1][1] > node.span[0]) or (index < len(spans) and spans[index][0] < node.span[1]):
            document.report_loss("overlapping spans")
        else:
            spans.insert(index, node.span)
            nodes_of[node.span] = node
    return [nodes_of[span] for span in spans]


def _column(tokens: list[Span], non_overlapping: list[Node]) -> Iterator[str]:
    """The IOB2 tag of each token."""
    rest = iter(non_overlapping)
    node = next(rest, None)
    for start, end in tokens:
        while node is not None and node.span[1] <= start:
            node = next(rest, None)
        if node is None or end <= node.span[0]:
            yield "O"
        else:
            yield f"{'B' if start == node.span[0] else 'I'}-{node.label}"


_START: Final = "-DOCSTART-"
_LONGEST: Final = 1 << 16
"""Characters of a line, which is one token."""
_LARGEST: Final = 8 * LARGEST_TEXT
"""Characters of a document with all its columns."""
Sentences = list[list[list[str]]]
"""Sentences of tokens, each a list of its columns."""


def read(path: Path) -> Iterator[tuple[str, Any]]:
    """One document at a time: the columns of its first line, and its sentences."""
    head: list[str] = []
    sentences: Sentences = [[]]
    number = 0
    size = 0
    with opened(path) as stream:
        while line := stream.readline(_LONGEST):
            size += len(line)
            if len(line) == _LONGEST or size > _LARGEST:
                raise StetError("Not imported", f"{path}: document {number + 1} is too large; split it into articles")
            words = line.rstrip("\r\n").lstrip("\ufeff")  # a byte-order mark is not part of a token
            columns = words.split("\t" if "\t" in words else " ")
            if columns[0] == _START:
                if any(sentences):
                    number += 1
                    yield f"document {number}", (head, sentences)
                head, sentences, size = columns, [[]], 0
            elif columns == [""]:
                sentences.append([])
            else:
                sentences[-1].append(columns)
    if any(sentences):
        yield f"document {number + 1}", (head, sentences)


def parse(item: tuple[list[str], Sentences], lookup: Lookup) -> Parsed:
    head, sentences = item
    identifier = head[1] if len(head) > 1 and head[1] not in ("-X-", "O", "_") else None
    rows = [row for sentence in sentences for row in sentence]
    text = lookup(identifier) if identifier else None
    spans = _aligned(text, rows) if text is not None else None
    if text is None or spans is None:
        text, spans = _rebuilt(sentences)
    if not text.strip():
        raise StetError("No text", "it has no tokens")
    annotations = _annotations([row[-1] for row in rows], spans, "name")
    width = min((len(row) for row in rows), default=0)
    if width > 2:
        annotations += [
            annotation
            for annotation in _annotations([row[-2] for row in rows], spans, QUOTE.name)
            if annotation.label == QUOTE.label
        ]
    fields, losses = assemble(text, annotations, ())
    return Parsed(text=text, identifier=identifier, about={"title": identifier or ""}, fields=fields, losses=losses)


def _aligned(text: str, rows: list[list[str]]) -> list[Span] | None:
    """The spans of the tokens in the text; None if it does not consist of them in this order."""
    spans: list[Span] = []
    at = 0
    for row in rows:
        start = text.find(row[0], at)
        if start < 0 or text[at:start].strip():
            return None
        at = start + len(row[0])
        spans.append((start, at))
    return spans


def _rebuilt(sentences: Sentences) -> tuple[str, list[Span]]:
    pieces: list[str] = []
    spans: list[Span] = []
    at = 0
    for sentence in filter(None, sentences):
        for number, row in enumerate(sentence):
            gap = " " if number else "\n" if spans else ""
            at += len(gap)
            spans.append((at, at + len(row[0])))
            at += len(row[0])
            pieces += [gap, row[0]]
    return "".join(pieces), spans


def _annotations(tags: list[str], spans: list[Span], column: str) -> list[Annotation]:
    """`B-` begins a span, as does an `I-` that does not continue a span of its label, as in IOB1."""
    annotations: list[Annotation] = []
    before = "O"
    for tag, (start, end) in zip(tags, spans, strict=True):
        label = tag[2:]
        if tag[:2] == "I-" and before[:1] in "BI" and before[2:] == label:
            annotations[-1].spans = [(annotations[-1].spans[0][0], end)]
        elif tag[:2] in ("B-", "I-"):
            annotations.append(Annotation(id=f"{column}-{len(annotations)}", label=label, spans=[(start, end)]))
        before = tag
    return annotations
