"""CoNLL: one token per line, in IOB2: token, quotes, then people, places and numbers in the last column.

An article begins with `-DOCSTART-` and its id; a sentence ends with a blank line. If names and numbers overlap, the
longest is kept.

An import finds the columns of tokens and tags, see `conll_columns`. If the library has the document's id, its tokens
are aligned with that text; else the text is rebuilt from the tokens, one sentence per line.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO
from urllib.parse import quote, unquote

from store.errors import StetError
from store.formats.conll_columns import Columns, Sentences, spans_of
from store.formats.context import DONE, SAID, Document, ExportContext
from store.formats.graph import Node, nodes
from store.formats.incoming.decoding import opened
from store.formats.parsing import Annotation, Lookup, Parsed, assemble
from store.formats.spec import Spec
from store.formats.tokens import tokens
from store.intake.article import LARGEST_TEXT
from store.model.cleaning import clean_text
from store.model.fields import Span, groups_with, ids_in
from store.model.references import value_of
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
        DONE,
        SAID,
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
    reads="a token a line with its tags, in IOB1, IOB2, BIOES or BILUO; CoNLL-2003, CoNLL-U, CoNLL-2012, GermEval, "
    "Label Studio's",
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
    document.report_loss_of_article()
    document.report_loss("evidence", sum(len(item.evidence) for item in document.fields))
    document.report_loss("flags and notes", sum(bool(item.flag or item.note) for item in document.fields))
    document.report_loss("speakers", sum(getattr(item, "speaker", None) is not None for item in document.fields))
    own = [item for item in document.fields if item.row.own]
    document.report_loss("references", sum(len(ids_in(value_of(i, one.key))) for i in own for one in i.references))
    document.report_loss("which mentions are the same", sum(len(item.spans) - 1 for item in document.fields))
    lines = [f"-DOCSTART- {_without_spaces(document.record.id)} O\n"]
    ends = [end for _, end in sentences]
    before = -1
    for token, quoting, name in zip(cut, quoted, named, strict=True):
        sentence = bisect_left(ends, token[1])
        if sentence != before:
            lines.append("\n")
            before = sentence
        lines.append(f"{text[token[0] : token[1]]} {quoting} {name}\n")
    return "".join([*lines, "\n"]).encode("utf-8", "replace")


def _without_spaces(identifier: str) -> str:
    """The id with white space and `%` as in an address, and so the first sign of one that would be taken for none."""
    if identifier in _NO_ID:
        return f"%{ord(identifier[0]):02X}{identifier[1:]}"
    return re.sub(r"[\s%]", lambda match: quote(match[0], safe=""), identifier) or "_"


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
_OF_LABEL_STUDIO: Final = [_START, "-X-", "O"]
_NO_COLUMNS: Final = ["-X-", "_"]
"""What Label Studio writes between token and tag."""
_NO_ID: Final = frozenset({"-X-", "O", "_", "-"})
_NEW: Final = re.compile(r"#\s*newdoc(?:\s+id\s*=\s*(.+?))?\s*|#begin document \(?([^();]*)\)?;?(.*)")
_COMMENT: Final = re.compile(r"#\s*[\w.:-]+\s*=.*|#(?:begin|end) document.*|#\s*new(?:doc|par)\b.*")
_HEAD: Final = 20
_IN_COMMAS: Final = re.compile(r".*,\s*\"?(?:O|[BIESLUbieslu]-[^\s,]+)\"?")
_LAST_CELL: Final = re.compile(r"O|_|-|\*|[BIESLUbieslu]-\S+")
_BLANKS: Final = frozenset({"\u00a0", "\u3000", "\u200b"})
"""Lines that look empty."""
_LONGEST: Final = 1 << 16
"""Characters of a line, which is one token."""
_LARGEST: Final = 8 * LARGEST_TEXT
"""Characters of a document with all its columns."""
_ENOUGH: Final = 40_000
"""Characters after which a file that says nothing of documents is cut, at the end of a sentence."""


def read(path: Path) -> Iterator[tuple[str, Any]]:
    """One document at a time: its id or None, and its sentences."""
    document = _Document()
    number = 0
    with opened(path) as stream:
        commas = _has_commas(stream)
        while line := stream.readline(_LONGEST):
            document.size += len(line)
            if len(line) == _LONGEST or document.size > _LARGEST:
                raise StetError("Not imported", f"{path}: document {number + 1} is too large; split it into articles")
            line = line.lstrip("\ufeff")  # a byte-order mark is part of no token
            cells = _comma_cells(line) if commas else _cells(line)
            starts, identifier = _start(line, cells)
            if starts or (not cells and (document.is_long or document.is_task)):
                if any(document.sentences):
                    number += 1
                    yield f"document {number}", (document.identifier, document.sentences)
                tasks = cells == _OF_LABEL_STUDIO or (not starts and document.of_label_studio)
                document = _Document(identifier, marked=starts or tasks, of_label_studio=tasks)
            elif not cells:
                document.sentences.append([])
            elif not _is_comment(line, cells):
                document.sentences[-1].append(cells)
    if any(document.sentences):
        yield f"document {number + 1}", (document.identifier, document.sentences)


class _Document:
    """What was read of a document; `marked` if the file says where it begins."""

    def __init__(self, identifier: str | None = None, marked: bool = False, of_label_studio: bool = False) -> None:
        self.identifier = identifier
        self.marked = marked
        self.of_label_studio = of_label_studio
        self.sentences: Sentences = [[]]
        self.size = 0

    @property
    def is_task(self) -> bool:
        """True of Label Studio, which writes one mark for all its tasks, and none for their sentences."""
        rows = self.sentences[0]
        return self.of_label_studio and bool(rows) and all(row[1:3] == _NO_COLUMNS for row in rows)

    @property
    def is_long(self) -> bool:
        return not self.marked and self.size > _ENOUGH


def _cells(line: str) -> list[str]:
    """The columns of a line, without empty ones at its end; none if it is blank."""
    line = line.rstrip(" \t\r\n")
    if line in _BLANKS:
        return []
    if "\t" in line:
        cells = [cell.strip(" ") for cell in line.split("\t")]
        last = cells[-1].split(" ")
        return [*cells[:-1], *last] if len(last) > 1 and _LAST_CELL.fullmatch(last[-1]) else cells
    if line.startswith(" "):
        return ["", *filter(None, line.split(" "))]
    return [cell for cell in line.split(" ") if cell]


def _has_commas(stream: TextIO) -> bool:
    """True if the columns are apart by commas, by the first lines; the stream is at its start again."""
    lines = [line.lstrip("\ufeff").strip() for _ in range(_HEAD) if (line := stream.readline(_LONGEST))]
    stream.seek(0)
    lines = [line for line in lines if line and not line.startswith(("#", _START))]
    tagged = sum(bool("\t" not in line and _IN_COMMAS.fullmatch(line)) for line in lines)
    return bool(lines) and tagged > len(lines) - 2 and tagged > 0


def _comma_cells(line: str) -> list[str]:
    line = line.strip()
    if not line or line.startswith(_START):
        return _cells(line)
    try:
        return next(csv.reader([line]))
    except csv.Error:
        return line.split(",")


def _start(line: str, cells: list[str]) -> tuple[bool, str | None]:
    """Whether a document begins here, and its id."""
    if cells and cells[0] == _START:
        return True, cells[1] if len(cells) > 1 and cells[1] not in _NO_ID else None
    if line.startswith("#") and (new := _NEW.fullmatch(line.rstrip())):
        part = re.sub(r"\D+", "", new[3] or "")
        name = (new[1] or new[2] or "").strip()
        return True, "/".join(filter(None, (name, part))) if name else None
    return False, None


def _is_comment(line: str, cells: list[str]) -> bool:
    """True for a line that says something of those that follow; `#` is a token as well."""
    if not line.startswith("#"):
        return False
    return _COMMENT.fullmatch(line.rstrip()) is not None or not _LAST_CELL.fullmatch(cells[-1])


def parse(item: tuple[str | None, Sentences], lookup: Lookup) -> Parsed:
    identifier, sentences = item
    columns = Columns(sentences)
    text = None
    for name in dict.fromkeys((unquote(identifier), identifier)) if identifier else ():
        text = lookup(name) if text is None else text
        identifier = name if text is not None else identifier
    words = [columns.word(row) for row in columns.rows]
    spans = _aligned(text, words) if text is not None else None
    if text is None or spans is None:
        text, spans = _rebuilt(columns)
    if not text.strip():
        raise StetError("No text", "it has no tokens")
    annotations = [
        Annotation(id=f"{number}-{at}", label=label, spans=[span])
        for number, tags in enumerate(columns.tags())
        for at, (label, span) in enumerate(spans_of(tags, spans))
    ]
    fields, losses = assemble(text, annotations, (), columns.losses)
    title = unquote(identifier) if identifier else ""
    return Parsed(text=text, identifier=title or None, about={"title": title}, fields=fields, losses=losses)


def _aligned(text: str, words: list[str]) -> list[Span] | None:
    """The spans of the tokens in the text; None if it does not consist of them in this order."""
    spans: list[Span] = []
    at = 0
    for word in words:
        start = text.find(word, at)
        if start < 0 or text[at:start].strip():
            return None
        at = start + len(word)
        spans.append((start, at))
    return spans


def _rebuilt(columns: Columns) -> tuple[str, list[Span]]:
    pieces: list[str] = []
    spans: list[Span] = []
    at = 0
    for sentence in columns.sentences:
        gap = "\n" if spans else ""
        for row in sentence:
            word = clean_text(columns.word(row))
            at += len(gap)
            spans.append((at, at + len(word)))
            at += len(word)
            pieces += [gap, word]
            gap = "" if columns.is_glued(row) else " "
    return "".join(pieces), spans
