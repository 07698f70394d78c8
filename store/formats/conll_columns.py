"""Finds out what the columns of a document in CoNLL are: where the tokens stand, and which columns hold tags.

Knows CoNLL-2003, CoNLL-U, CoNLL-2012, GermEval and whatever else has a token and tags on a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from store.errors import StetError
from store.formats.incoming.annotations import Losses, meaning_of_label
from store.model.fields import Span

Sentences: TypeAlias = list[list[list[str]]]
"""Sentences of tokens, each a list of its columns."""

_OUTSIDE: Final = frozenset({"", "O", "o", "_", "-", "*", "0"})
_TAG: Final = re.compile(r"([BIESLUMWbieslumw])[-_](\S.*)")
_TURNED: Final = re.compile(r"(\S+)[-_]([BIESLUMW])")
"""A tag with its way at the end: `PER-B`."""
_CHUNKS: Final = frozenset(("np", "vp", "pp", "advp", "adjp", "sbar", "prt", "conjp", "intj", "lst", "ucp"))
"""Labels of syntax, in a column of their own in CoNLL-2003."""
_OF_TOKENS: Final = frozenset(("token", "tokens", "word", "words", "form", "text"))
_OF_TAGS: Final = frozenset(("tag", "tags", "label", "labels", "ner", "ner_tag", "ner_tags", "entity", "iob", "bio"))
_SENTENCE: Final = re.compile(r"(?:sentence:? ?#?[0-9]+)?", re.IGNORECASE)
_MENTION: Final = re.compile(r"(?:^|\|)Entity=([^|]+)")
_IN_FEATURES: Final = re.compile(r"(?:^|\|)(?:name|ner|ne|namedentity|entity)=([^|]+)", re.IGNORECASE)
_INDEX: Final = re.compile(r"[0-9]+")
_NO_TOKEN: Final = re.compile(r"[0-9]+[-.][0-9]+")
"""The index of several tokens written as one, or of one that is not written."""
_LONGEST_INDEX: Final = 9
_MANY: Final = 3
_OPENING: Final = re.compile(r"\(([^()*]+)")


class Tag(NamedTuple):
    """`way` is B, I, E or S in IOB2's sense and its kin; `label` is empty outside of everything."""

    way: str
    label: str


_NOTHING: Final = Tag("", "")
_WAYS: Final = {"L": "E", "U": "S", "W": "S", "M": "I"}


class Columns:
    """The `tokens` of a document by sentence, whether a blank follows each, and its columns of `tags`."""

    def __init__(self, sentences: Sentences) -> None:
        self.losses = Losses()
        sentences, named = _without_head(sentences)
        at = _token_column(sentences) if named is None else named
        if at == 1:
            sentences = [[row for row in sentence if not _NO_TOKEN.fullmatch(row[0])] for sentence in sentences]
        if at == 1 and all(_SENTENCE.fullmatch(row[0]) for sentence in sentences for row in sentence):
            sentences = _by_number(sentences)
        self.token = at
        sentences = [[row for row in sentence if self.word(row).strip("\ufeff\u200b ")] for sentence in sentences]
        self.sentences = [sentence for sentence in sentences if sentence]
        self.rows = [row for sentence in self.sentences for row in sentence]
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
        columns = [self._cells(at) for at in range(self._width - 1, -1, -1) if at > self.token or at < self.token == 1]
        found = [cells for cells in columns if _are_tags(cells)]
        if not found:
            raise StetError("No tags", "no column has tags such as O, B-PER, I-PER; name the format that it is")
        mentions = sum(len(_OPENING.findall(match[1])) for row in self.rows if (match := _MENTION.search(row[-1])))
        if mentions:
            self.losses["mentions under Entity="] += mentions
        for number, cells in enumerate(found):
            tags = [self._tag(cell, count=number == 0) for cell in cells]
            if number == 0 or any(tag.label and tag.label.casefold() not in _CHUNKS for tag in tags):
                yield tags

    def _cells(self, at: int) -> list[str]:
        """A column, counted from the right where a row is longer or shorter than most."""
        cells = [row[at - self._width] if len(row) >= self._width - at else "" for row in self.rows]
        if not any("=" in cell for cell in cells):
            return cells
        return [_in_features(cell) if "=" in cell else cell for cell in cells]

    def _tag(self, cell: str, count: bool) -> Tag:
        if "|" in cell:
            cell, *others = sorted(cell.split("|"), key=lambda one: not _is_known(one))
            for other in others:
                self.losses[f"tags {other[:40]}"] += count
        if match := _TAG.fullmatch(cell):
            return Tag(_WAYS.get(match[1].upper(), match[1].upper()), match[2])
        if (match := _TURNED.fullmatch(cell)) and meaning_of_label(match[1]):
            return Tag(_WAYS.get(match[2], match[2]), match[1])
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


def _in_features(cell: str) -> str:
    match = _IN_FEATURES.search(cell)
    return match[1] if match and not set("()") & set(match[1]) else "_"


def _without_head(sentences: Sentences) -> tuple[Sentences, int | None]:
    """The sentences without a first line that names the columns, and where that says the tokens are."""
    first = next((at for at, sentence in enumerate(sentences) if sentence), None)
    if first is None:
        return sentences, None
    names = [cell.casefold() for cell in sentences[first][0]]
    at = next((at for at, name in enumerate(names) if name in _OF_TOKENS), None)
    if at is None or not _OF_TAGS & {*names[:at], *names[at + 1 :]}:
        return sentences, None
    return [*sentences[:first], sentences[first][1:], *sentences[first + 1 :]], at


def _token_column(sentences: Sentences) -> int:
    """0; 1 behind an index, the number of a sentence or a tag; 2 behind an id and an index; 3 in CoNLL-2012."""
    rows = [row for sentence in sentences for row in sentence]
    if rows and all(len(row) > 10 and _INDEX.fullmatch(row[1]) and _INDEX.fullmatch(row[2]) for row in rows):
        return 3 if all(sentence[0][2] == "0" for sentence in sentences if sentence) else 0
    if not rows or min(map(len, rows)) < 2:
        return 0
    wide = min(map(len, rows)) > 2
    if wide and (_is_index(rows, sentences) or all(_SENTENCE.fullmatch(row[0]) for row in rows)):
        return 1
    if min(map(len, rows)) > 3 and len(rows) > _MANY and len({row[0] for row in rows}) == 1:
        return 2 if _is_index([row[1:] for row in rows], [[row[1:] for row in one] for one in sentences]) else 0
    first, second = [row[0] for row in rows], [row[1] for row in rows]
    is_turned = not wide and _are_tags(first) and any(map(_is_known, first)) and not _are_tags(second)
    return 1 if is_turned else 0


def _is_index(rows: list[list[str]], sentences: Sentences) -> bool:
    """True if the first column counts the tokens, from 1 or 0 in each sentence, or on through the document."""
    numbers = [row[0] for row in rows if not _NO_TOKEN.fullmatch(row[0])]
    if not numbers or not all(_INDEX.fullmatch(number) and len(number) < _LONGEST_INDEX for number in numbers):
        return False
    starts = {int(row[0]) for sentence in sentences for row in sentence[:1] if _INDEX.fullmatch(row[0])}
    counted = list(map(int, numbers))
    on = all(after in (before + 1, 0, 1) for before, after in pairwise(counted))
    return on and (counted[0] in (0, 1) or len(counted) > _MANY) and (starts <= {0, 1} or len(starts) > 1)


def _by_number(sentences: Sentences) -> Sentences:
    """Sentences that begin where their number stands, as in one table of them all."""
    cut: Sentences = []
    for sentence in sentences:
        cut.append([])
        last = ""
        for row in sentence:
            if row[0] and row[0] != last and cut[-1]:
                cut.append([])
            last = row[0] or last
            cut[-1].append(row)
    return cut


def _are_tags(cells: list[str]) -> bool:
    """True if most cells are tags, or none."""
    return 2 * sum(cell in _OUTSIDE or _is_known(cell) for cell in cells) >= len(cells)


def _is_known(cell: str) -> bool:
    turned = _TURNED.fullmatch(cell)
    return bool(_TAG.fullmatch(cell) or meaning_of_label(cell) or (turned and meaning_of_label(turned[1])))
