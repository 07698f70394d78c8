"""Finds out what the columns of a document in CoNLL are: where the tokens stand, and which columns hold tags.

Knows CoNLL-2003, CoNLL-U, CoNLL-2012, GermEval and whatever else has a token and tags on a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from store.errors import StetError
from store.formats.annotations import Losses, meaning_of_label
from store.model.fields import Span

Sentences: TypeAlias = list[list[list[str]]]
"""Sentences of tokens, each a list of its columns."""

_OUTSIDE: Final = frozenset({"", "O", "o", "_", "-", "*", "0"})
_TAG: Final = re.compile(r"([BIESLUMWbieslumw])[-_](\S.*)")
_IN_FEATURES: Final = re.compile(r"(?:^|\|)(?:name|ner|ne|namedentity|entity)=([^|]+)", re.IGNORECASE)
_INDEX: Final = re.compile(r"[0-9]+")
_NO_TOKEN: Final = re.compile(r"[0-9]+[-.][0-9]+")
"""The index of several tokens written as one, or of one that is not written."""
_OPENING: Final = re.compile(r"\(([^()*]+)")


class Tag(NamedTuple):
    """`way` is B, I, E or S in IOB2's sense and its kin; `label` is empty outside of everything."""

    way: str
    label: str


_NOTHING: Final = Tag("", "")


class Columns:
    """The `tokens` of a document by sentence, whether a blank follows each, and its columns of `tags`."""

    def __init__(self, sentences: Sentences) -> None:
        self.losses = Losses()
        at = _token_column(sentences)
        if at == 1:
            sentences = [[row for row in sentence if not _NO_TOKEN.fullmatch(row[0])] for sentence in sentences]
        self.sentences = [sentence for sentence in sentences if sentence]
        self.rows = [row for sentence in self.sentences for row in sentence]
        self.token = at
        self._width = Counter(map(len, self.rows)).most_common(1)[0][0] if self.rows else 0

    def word(self, row: list[str]) -> str:
        return row[self.token] if len(row) > self.token else row[0]

    def is_glued(self, row: list[str]) -> bool:
        """True if CoNLL-U says that no blank follows."""
        return self.token == 1 and "SpaceAfter=No" in row[-1]

    def tags(self) -> Iterator[list[Tag]]:
        """One list a column, the last column first. Raises `StetError` if there are columns, but none of tags."""
        if self._width < 2:
            return
        if self.token == 3:
            yield from self._in_brackets()
            return
        columns = [self._cells(at) for at in range(self._width - 1, self.token, -1)]
        found = [cells for cells in columns if _are_tags(cells)]
        if not found:
            raise StetError("No tags", "no column has tags such as O, B-PER, I-PER; name the format that it is")
        for number, cells in enumerate(found):
            tags = [self._tag(cell, count=number == 0) for cell in cells]
            if number == 0 or any(tag.label and meaning_of_label(tag.label) for tag in tags):
                yield tags

    def _cells(self, at: int) -> list[str]:
        """A column, counted from the right where a row is longer or shorter than most."""
        cells = [row[at - self._width] if len(row) >= self._width - at else "" for row in self.rows]
        if not any("=" in cell for cell in cells):
            return cells
        return [match[1] if (match := _IN_FEATURES.search(cell)) else "_" if "=" in cell else cell for cell in cells]

    def _tag(self, cell: str, count: bool) -> Tag:
        if match := _TAG.fullmatch(cell):
            way = match[1].upper()
            return Tag({"L": "E", "U": "S", "W": "S", "M": "I"}.get(way, way), match[2])
        if cell in _OUTSIDE:
            return _NOTHING
        if meaning_of_label(cell):
            return Tag("I", cell)
        if count:
            self.losses[f"tags {cell[:40]}"] += 1
        return _NOTHING

    def _in_brackets(self) -> Iterator[list[Tag]]:
        """CoNLL-2012's names: `(PERSON*`, `*`, `*)`; its chains of mentions are counted."""
        tags: list[Tag] = []
        label = ""
        for row in self.rows:
            cell = row[10] if len(row) > 10 else "*"
            opening = _OPENING.search(cell)
            label = opening[1] if opening else label
            tags.append(Tag("B" if opening else "I", label) if label else _NOTHING)
            if cell.endswith(")"):
                label = ""
        chains = {number for row in self.rows for number in re.findall(r"\(([0-9]+)", row[-1]) if len(row) > 11}
        if chains:
            self.losses["chains of coreference"] += len(chains)
        yield tags


def spans_of(tags: list[Tag], spans: list[Span]) -> Iterator[tuple[str, Span]]:
    """Label and span of each run of tags: IOB1, IOB2, BIOES, BILUO, or labels alone."""
    label, start, end = "", 0, 0
    for tag, span in zip(tags, spans, strict=True):
        if label and (tag.label != label or tag.way in ("B", "S")):
            yield label, (start, end)
            label = ""
        if not tag.label:
            continue
        if not label:
            label, start = tag.label, span[0]
        end = span[1]
        if tag.way in ("E", "S"):
            yield label, (start, end)
            label = ""
    if label:
        yield label, (start, end)


def _token_column(sentences: Sentences) -> int:
    """0; 1 behind an index that counts from 1 or 0; 3 in CoNLL-2012."""
    rows = [row for sentence in sentences for row in sentence]
    if rows and all(len(row) > 10 and _INDEX.fullmatch(row[1]) and _INDEX.fullmatch(row[2]) for row in rows):
        return 3 if all(sentence[0][2] == "0" for sentence in sentences if sentence) else 0
    for sentence in sentences:
        numbers = [row[0] for row in sentence if len(row) > 1 and not _NO_TOKEN.fullmatch(row[0])]
        if len(numbers) != sum(not _NO_TOKEN.fullmatch(row[0]) for row in sentence):
            return 0
        first = int(numbers[:1] == ["1"])
        if numbers != [str(number) for number in range(first, len(numbers) + first)]:
            return 0
    return 1 if rows and min(map(len, rows)) > 2 else 0


def _are_tags(cells: list[str]) -> bool:
    """True if most cells are tags, or none."""
    good = sum(cell in _OUTSIDE or _TAG.fullmatch(cell) is not None or bool(meaning_of_label(cell)) for cell in cells)
    return 2 * good >= len(cells)
