"""CoNLL: IOB2 in the last column, and quotes in the one before where that has them.

A document whose id is in the library is laid over the text there; of another the text is put together from its
tokens, a line a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from store.errors import StetError
from store.files import open_file
from store.importing.found import Found, Lookup, Mark, assemble
from store.intake.article import LARGEST_TEXT
from store.model.fields import Span
from store.model.kinds import QUOTE

_START: Final = "-DOCSTART-"
_LONGEST: Final = 1 << 16
"""Bytes of a line: it is one token."""
_LARGEST: Final = 8 * LARGEST_TEXT
"""Characters of a document with all its columns."""
Sentences = list[list[list[str]]]
"""Of each token its columns."""


def items(path: Path) -> Iterator[tuple[str, Any]]:
    """A document at a time: its first line's columns, and its sentences."""
    head: list[str] = []
    sentences: Sentences = [[]]
    number = 0
    size = 0
    with open_file(path, title="Not imported") as stream:
        try:
            while data := stream.readline(_LONGEST):
                line = data.decode("utf-8")
                size += len(line)
                if len(data) == _LONGEST or size > _LARGEST:
                    raise StetError("Not imported", f"{path}: document {number + 1} is too large; cut it into articles")
                words = line.rstrip("\r\n").lstrip("\ufeff")  # a mark is no part of the text, nor a token of its own
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
        except UnicodeDecodeError:
            raise StetError("Not UTF-8", f"{path}: save it as UTF-8") from None
    if any(sentences):
        yield f"document {number + 1}", (head, sentences)


def found(item: tuple[list[str], Sentences], lookup: Lookup) -> Found:
    head, sentences = item
    identifier = head[1] if len(head) > 1 and head[1] not in ("-X-", "O", "_") else None
    rows = [row for sentence in sentences for row in sentence]
    text = lookup(identifier) if identifier else None
    spans = _laid_over(text, rows) if text is not None else None
    if text is None or spans is None:
        text, spans = _put_together(sentences)
    if not text.strip():
        raise StetError("No text", "it has no tokens")
    marks = _marks([row[-1] for row in rows], spans, "name")
    width = min((len(row) for row in rows), default=0)
    if width > 2:
        marks += [mark for mark in _marks([row[-2] for row in rows], spans, QUOTE.name) if mark.label == QUOTE.label]
    fields, lost = assemble(text, marks, ())
    return Found(text=text, identifier=identifier, about={"title": identifier or ""}, fields=fields, lost=lost)


def _laid_over(text: str, rows: list[list[str]]) -> list[Span] | None:
    """Where the tokens stand in the text; None where it does not have them one after the other."""
    spans: list[Span] = []
    at = 0
    for row in rows:
        start = text.find(row[0], at)
        if start < 0 or text[at:start].strip():
            return None
        at = start + len(row[0])
        spans.append((start, at))
    return spans


def _put_together(sentences: Sentences) -> tuple[str, list[Span]]:
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


def _marks(tags: list[str], spans: list[Span], column: str) -> list[Mark]:
    """`B-` begins a span; so does an `I-` that no span of its label comes before, as IOB1 has it."""
    marks: list[Mark] = []
    before = "O"
    for tag, (start, end) in zip(tags, spans, strict=True):
        label = tag[2:]
        if tag[:2] == "I-" and before[:1] in "BI" and before[2:] == label:
            marks[-1].spans = [(marks[-1].spans[0][0], end)]
        elif tag[:2] in ("B-", "I-"):
            marks.append(Mark(id=f"{column}-{len(marks)}", label=label, spans=[(start, end)]))
        before = tag
    return marks
