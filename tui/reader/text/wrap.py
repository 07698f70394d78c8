"""Breaks a text into lines of a width in terminal cells, and tells which code point stands in which cell.

A line is the code points between two line starts: the space at which it was broken and the line feed that ends it
belong to it and may hang past the width by up to `HANG` cells. Widths are Rich's, because Rich pads and cuts what is
painted. Knows nothing of widgets and styles.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from rich.cells import cell_len

from tui.terminal.symbols import SYMBOLS, UNKNOWN

HANG: Final = 2
"""Cells past the width where the spaces of a line end may stand: the space after a full stop is often double."""

TAB: Final = 4
"""Cells of a tab: always the same, for where lines are broken anew there are no columns to line up."""

_LONGEST_CLUSTER: Final = 32
_MANY_CHARACTERS: Final = 4096
_LONG_LINE: Final = 100
_SLOW: Final = 100_000
"""Characters of a text with marks that share a cell: such are laid out cluster by cluster."""

_ZWJ: Final = "\u200d"
_SPACES: Final = frozenset(" \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000")
# Kinsoku: what may not begin a line, and what may not end one, between characters that need no space to break.
_NOT_FIRST: Final = frozenset(
    "、。，．・：；？！）」』】〕〉》］｝’”ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥)]},.!?:;%"
)
_NOT_LAST: Final = frozenset("（「『【〔〈《［｛‘“([{$£€¥")


_DASHES: Final = ("—", "–")


class Cluster(NamedTuple):
    """Code points that take their cells together: a letter with its marks, an emoji sequence, a flag."""

    start: int
    width: int
    shown: str


def clusters(text: str, start: int, end: int) -> list[Cluster]:
    """The clusters of `text[start:end]`, at least one cell each."""
    found: list[Cluster] = []
    index = start
    while index < end:
        begin = index
        base = text[index]
        index += 1
        if base in "\t\n":
            found.append(Cluster(begin, TAB, " " * TAB) if base == "\t" else Cluster(begin, 1, " "))
            continue
        shown = SYMBOLS.get(base, base)
        if not cell_len(shown):  # a mark without a letter to stand on
            shown = "◌" + base if unicodedata.combining(base) else UNKNOWN
        elif _is_regional(base) and index < end and _is_regional(text[index]):
            shown += text[index]
            index += 1
        stop = min(end, begin + _LONGEST_CLUSTER)
        while index < stop:
            mark = text[index]
            if mark <= "\x7e" or mark in SYMBOLS or cell_len(mark):
                break
            index += 1
            if mark == _ZWJ:
                # Rich takes whatever follows a joiner into the same cells; terminals do so between pictures only.
                if index < stop and _is_picture(base) and _is_picture(text[index]):
                    shown += mark + text[index]
                    index += 1
            elif not _is_skin_tone(mark) or _is_picture(base):
                shown += mark
        found.append(Cluster(begin, cell_len(shown), shown))
    return found


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_skin_tone(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff"


def _is_picture(character: str) -> bool:
    return "\U0001f000" <= character <= "\U0001faff" or "\u2190" <= character <= "\u2bff"


class Wrapped:
    """A text broken into lines no wider than `width`, at the first question about them.

    `gaps` puts an empty line between paragraphs that only a line feed divides; None does so where the text has no
    empty lines of its own and long lines, so is no list and not broken by hand.
    """

    def __init__(self, text: str, width: int, gaps: bool | None = None) -> None:
        self.text = text
        self.width = max(width, TAB)
        self._gaps = gaps

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line starts; an empty line of our own starts where the next one does."""
        return self._wrap()

    @cached_property
    def _characters(self) -> _Characters:
        return _Characters(self.text)

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def is_slow(self) -> bool:
        """True where breaking the lines takes longer than a hand with the mouse would wait."""
        return len(self.text) > _SLOW and self._characters.joining is not None

    def line_at(self, offset: int) -> int:
        """The line that holds the code point, or the last line for the end of the text."""
        return bisect_right(self.starts, offset) - 1

    def span(self, line: int) -> tuple[int, int]:
        """First and end offset of a line, hanging space and line feed included."""
        following = line + 1
        return self.starts[line], self.starts[following] if following < len(self.starts) else len(self.text)

    def is_gap(self, line: int) -> bool:
        """True for an empty line of our own, which holds no code point and no place for a cursor."""
        return line + 1 < len(self.starts) and self.starts[line] == self.starts[line + 1]

    def is_plain(self, start: int, end: int) -> bool:
        """True if every code point of the stretch but a line feed takes one cell of its own."""
        odd = self._characters.odd
        return odd is None or not odd.search(self.text, start, end)

    def cells(self, line: int) -> list[Cluster]:
        """The clusters of a line."""
        start, end = self.span(line)
        return clusters(self.text, start, end)

    def column_at(self, offset: int) -> int:
        """The cell, from the left edge of its line, where the code point's cluster begins."""
        start, end = self.span(self.line_at(offset))
        if self.is_plain(start, end):
            return offset - start
        column = 0
        for cluster, (_, stop) in zip(parts := clusters(self.text, start, end), _spans(parts, end), strict=True):
            if offset < stop:
                break
            column += cluster.width
        return column

    def offset_at(self, line: int, column: int) -> int:
        """The first code point of the cluster in a cell; the last place of the line for a cell right of it.

        The last place is the line feed, the hanging space, or the end of the text.
        """
        line = min(max(line, 0), len(self.starts) - 1)
        start, end = self.span(line)
        is_last = end == len(self.text) and not self.text.endswith("\n", start, end)
        if self.is_plain(start, end):
            return min(start + max(column, 0), end if is_last else max(start, end - 1))
        right = 0
        parts = clusters(self.text, start, end)
        for cluster in parts:
            right += cluster.width
            if column < right:
                return cluster.start
        return end if is_last else parts[-1].start

    def cluster_span(self, offset: int) -> tuple[int, int]:
        """First and end offset of the cluster that holds the code point; empty at the end of the text."""
        start, end = self.span(self.line_at(offset))
        if self.is_plain(start, end):
            return offset, min(offset + 1, end)
        for span in _spans(clusters(self.text, start, end), end):
            if offset < span[1]:
                return span
        return end, end

    def _wrap(self) -> list[int]:
        text = self.text
        has_gaps = _wants_gaps(text) if self._gaps is None else self._gaps
        starts: list[int] = []
        start = 0
        while True:
            feed = text.find("\n", start)
            end = len(text) if feed < 0 else feed
            starts.append(start)
            if self.is_plain(start, end):
                _wrap_plain(text, start, end, self.width, starts)
            else:
                _wrap_clusters(text, *self._characters.measure(start, end), self.width, starts)
            if feed < 0:
                return starts
            start = feed + 1
            if has_gaps and end > starts[-1] and start < len(text):
                starts.append(start)


class _Characters:
    """What the characters of one text take: found once for each that occurs, so that news in any script is quick."""

    def __init__(self, text: str) -> None:
        self.text = text
        used = set(text)
        self.widths = {c: 1 if c in SYMBOLS else TAB if c == "\t" else cell_len(c) for c in used}
        odd = [c for c, w in self.widths.items() if c not in " \n" and (w != 1 or c in SYMBOLS or c in _SPACES)]
        self.odd = _one_of(odd, r"[^\x20-\x7e\n]")
        """Matches what is not simply one cell of its own; None if there is no such thing."""
        self.joining = _one_of([c for c in odd if not self.widths[c] or _is_regional(c)], r"[^\x20-\x7e\n]")
        """Matches what shares the cells of another character."""

    def measure(self, start: int, end: int) -> tuple[Sequence[int], list[int]]:
        """Where the clusters of the stretch start, and their widths."""
        if self.joining is None or not self.joining.search(self.text, start, end):
            widths = self.widths
            return range(start, end), [widths[c] for c in self.text[start:end]]
        parts = clusters(self.text, start, end)
        return [part.start for part in parts], [part.width for part in parts]


def _one_of(characters: Sequence[str], if_many: str) -> re.Pattern[str] | None:
    if not characters:
        return None
    return re.compile(if_many if len(characters) > _MANY_CHARACTERS else f"[{re.escape(''.join(characters))}]")


def _spans(parts: Sequence[Cluster], end: int) -> list[tuple[int, int]]:
    starts = [part.start for part in parts]
    return list(zip(starts, [*starts[1:], end], strict=True))


def _wants_gaps(text: str) -> bool:
    if "\n\n" in text:
        return False
    before = -1
    while (feed := text.find("\n", before + 1)) >= 0:
        if feed - before > _LONG_LINE:
            return True
        before = feed
    return False


def _wrap_plain(text: str, start: int, end: int, width: int, starts: list[int]) -> None:
    """Append where the second and further lines of a paragraph start whose code points take one cell each."""
    while end - start > width:
        limit = start + width
        following = text.rfind(" ", start, limit + 1) + 1
        if following and following - start < width + HANG and text.startswith(" ", following):
            following += 1
        if text[following : following + 1] in _DASHES:  # a dash stays with the word before it
            following = text.rfind(" ", start + 1, max(following - 1, start)) + 1 or following
        dash = text.rfind("—", start + 1, limit) + 1
        if dash > following and text[dash].isalnum():
            following = dash
        hyphen = text.rfind("-", start + 2, limit) + 1
        if hyphen > following and text[hyphen - 3 : hyphen - 1].isalpha() and text[hyphen].isalpha():
            following = hyphen
        start = following or limit
        if start >= end:
            return
        starts.append(start)


def _wrap_clusters(text: str, begins: Sequence[int], widths: Sequence[int], width: int, starts: list[int]) -> None:
    """Append where the second and further lines of any paragraph start."""
    edges = [0, *accumulate(widths)]
    count = len(begins)
    first = 0
    while edges[count] - edges[first] > width:
        fitting = bisect_right(edges, edges[first] + width, first) - 1
        following = fitting
        limit = edges[first] + width + HANG
        while following < count and text[begins[following]] in _SPACES and edges[following + 1] <= limit:
            following += 1
        if following == fitting:
            following = next((i for i in range(fitting, first, -1) if _may_break(text, begins, widths, i)), fitting)
        first = following
        if first >= count:
            return
        starts.append(begins[first])


def _may_break(text: str, begins: Sequence[int], widths: Sequence[int], index: int) -> bool:
    """True before a cluster after a space or a dash; between two of which one is wide, unless the marks forbid it."""
    last, first = text[begins[index - 1]], text[begins[index]]
    if last in _SPACES:
        return True
    if widths[index - 1] < 2 and widths[index] < 2:
        return last == "—" and first.isalnum()
    return last not in _NOT_LAST and first not in _NOT_FIRST
