"""A text with marked spans, painted line by line: what of the article is seen, and where.

All that goes in is strings and spans of code points. Breaking lines is `wrap`'s business, finding marks is `marks`',
cursor and selection are `article`'s.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeVar

from rich.segment import Segment
from textual.events import Resize
from textual.geometry import Region, Size
from textual.strip import Strip

from store.model.fields import Span
from tui.reader.changes import changed_keys
from tui.reader.styles import PAGE, PAGE_ANSI
from tui.reader.text.margin import margin
from tui.reader.text.marks import Mark, Marked, MarkIndex
from tui.reader.text.segments import Layer, segments
from tui.reader.text.units import unbroken
from tui.reader.text.wrap import HANG, Wrapped
from tui.settings.kind_looks import marked_styles, style_of
from tui.widgets.cached import CachedScrollView
from tui.widgets.styles import StyleTable

T = TypeVar("T")

_LEFT = 3
"""Cells left of the text at least: air, the bar of a quote, air."""
_KEPT = 1000
"""Strips kept before all are forgotten: far more than any screen has lines."""
_MANY = 500
"""Changed spans from which on only those in view are looked at, and lines out of view are forgotten."""


class _Lit(NamedTuple):
    """The mentions of the current field, ascending; the one that keys act on; what states its attributes."""

    spans: Sequence[Span] = ()
    question: Span | None = None
    evidence: tuple[Span, ...] = ()

    def between(self, start: int, end: int) -> list[Layer]:
        """The layers of what shares a code point with a stretch: a field can have thousands of mentions."""
        first = bisect_right(self.spans, start, key=itemgetter(1))
        spans = self.spans[first : bisect_left(self.spans, end, first, key=itemgetter(0))]
        layers = [(*span, "evidence") for span in self.evidence if span[0] < end and span[1] > start]
        return layers + [(*span, "question" if span == self.question else "lit") for span in spans]


class Page(CachedScrollView):
    """`text_width` is the longest line in cells."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Page { overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        background: $background; color: $foreground; }
    """

    def __init__(self, *, text_width: int = 76) -> None:
        super().__init__()
        self.text_width = text_width
        self._text = self._flowing = ""
        self._wrapped = Wrapped("", text_width)
        self._left = _LEFT
        self._space = self._height = 0
        self._marks = MarkIndex()
        self._marked: Mapping[str, object] = {}
        self._lit = _Lit()
        self._hits: list[Layer] = []
        self._strips: dict[int, Strip] = {}
        self._style = StyleTable(self, {**marked_styles(), **PAGE}, PAGE_ANSI)
        self._to_reveal: Span | None = None
        self._top = (0, 0)
        """The line on top after the lines were last broken anew, and the place that was to be there."""

    @property
    def text(self) -> str:
        return self._text

    @property
    def is_slow(self) -> bool:
        """True where another width takes a while to get used to."""
        return self._wrapped.is_slow

    # What is shown

    def load(self, text: str) -> None:
        """Show another text from its start, without marks."""
        self._marks = MarkIndex()
        self._marked = {}
        self._lit, self._hits = _Lit(), []
        self._to_reveal = None
        self._top = (0, 0)
        self._wrap(text, repaint=True)
        if self.scroll_y:
            self._scroll_to_line(0)

    @property
    def flowing(self) -> str:
        """The text with a space for each line feed that only broke a line."""
        return self._flowing

    def marks_between(self, start: int, end: int) -> list[Mark]:
        """Marks that share a code point with the stretch."""
        return self._marks.between(start, end)

    def mark_fields(
        self, fields: Mapping[str, T], look: Callable[[T], Marked], changed: Collection[str] | None = None
    ) -> None:
        """Mark these fields, by id, and no others; one that is the same object as last time is not looked at.

        `changed` are the ids of the new and the changed ones, where they are known.
        """
        before, self._marked = self._marked, fields
        if changed is None:
            changed = changed_keys(before, fields)
        if len(before) + sum(name not in before for name in changed) > len(fields):
            changed = {*changed, *(before.keys() - fields.keys())}
        if not before or len(changed) > _MANY:
            self._marks.replace({name: look(field) for name, field in fields.items()})
            self._strips.clear()
            self.refresh()
            return
        for name in changed:
            self._repaint(self._marks.exchange(name, look(fields[name]) if name in fields else None))

    def light(self, spans: Sequence[Span], question: int | None = None, evidence: Iterable[Span] = ()) -> None:
        """Light the mentions of the current field, which ascend; `question` is the index of the one keys act on."""
        chosen = spans[question] if spans and question is not None else None
        before, self._lit = self._lit, _Lit(spans, chosen, tuple(evidence))
        changed = {*before.evidence} ^ {*self._lit.evidence} | {before.question, chosen}
        self._repaint([span for span in changed if span])
        if before.spans is not spans:  # another mention of the same field leaves the others as they are
            self._repaint(before.spans)
            self._repaint(spans)

    def hits(self, spans: Sequence[Span], current: int | None = None) -> None:
        """Light what was found, in order and apart; `current` is the index of the hit that the person is at."""
        layers = [(*span, "hit-current" if i == current else "hit") for i, span in enumerate(spans)]
        before, self._hits = self._hits, layers
        self._repaint(sorted(set(before) ^ set(layers)))

    def reveal(self, span: Span) -> None:
        """Scroll so that the span has some lines around it; not at all if it has them."""
        height = self.scrollable_content_region.height
        if not height:
            self._to_reveal = span
            return
        first, last = self._wrapped.line_at(span[0]), self._wrapped.line_at(max(span[0], span[1] - 1))
        air = min(3, height // 6)
        top = self.scroll_target_y
        if first < top + air or last >= top + height - air:
            room = height - (last - first + 1)
            self._scroll_to_line(first - max(min(height // 3, room - air), air))

    # Where things are

    def offset_in(self, x: int, y: int) -> int:
        """The code point shown at a cell of the widget, or the nearest in its line."""
        return self._wrapped.offset_at(y + round(self.scroll_y), x - self._left)

    def mark_spans_at(self, offset: int) -> list[Mark]:
        """The marks on a code point, innermost first."""
        return self._marks.between(offset, offset + 1)[::-1]

    # Painting

    def render_line(self, y: int) -> Strip:
        line = y + round(self.scroll_y)
        strip = self._strips.get(line)
        if strip is None:
            if len(self._strips) >= _KEPT:
                self._strips.clear()
            strip = self._strips[line] = self._paint(line)
        return strip

    def notify_style_update(self) -> None:
        self._style.forget()
        self._strips.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        self._fit()  # Textual paints a new size before it tells of it
        return super().render_lines(crop)

    def on_resize(self, event: Resize) -> None:
        del event
        self._fit()

    def _fit(self) -> None:
        """Break the lines anew if the width is another, the same place on top; then do what waited for that.

        What was current and in view stays in view. More lines are given to what is above too where that is little, and
        all that was in view stays so: then it begins at the start of the article.
        """
        height = self.scrollable_content_region.height
        last_seen = self._wrapped.starts[min(round(self.scroll_y) + self._height, len(self._wrapped)) - 1]
        question = self._lit.question
        was_seen = self._is_seen(question, self._height)
        space = self._space
        if space != self.scrollable_content_region.width:
            line = round(self.scroll_y)
            # Not the start of that line, unless somebody scrolled to it: the place would creep up from width to width.
            place = self._top[1] if line == self._top[0] else self._wrapped.starts[line]
            self._wrap(self.text, repaint=False)
            if line:
                self._scroll_to_line(line := self._wrapped.line_at(place))
            self._top = line, place
        little = self._height < height and 0 < self.scroll_target_y <= height // 3
        if little and self._wrapped.line_at(last_seen) < height:
            self._scroll_to_line(0)
            self._top = (0, 0)
        if (height, self._space) != (self._height, space) and was_seen and not self._is_seen(question, height):
            self._to_reveal = self._to_reveal or question
        self._height = height
        if self._to_reveal is not None:
            span, self._to_reveal = self._to_reveal, None
            self.reveal(span)

    def _is_seen(self, span: Span | None, height: int) -> bool:
        return span is not None and 0 <= self._wrapped.line_at(span[0]) - self.scroll_target_y < height

    def _scroll_to_line(self, line: int) -> None:
        """Make this the first line seen, or as near to it as the end of the text lets it be.

        Forced, for after a load or a resize there is no scroll bar yet, and without one Textual scrolls nothing.
        """
        self.scroll_to(y=max(line, 0), animate=False, force=True)

    def _columns(self) -> tuple[int, int]:
        """Width of the text and cells left of it: in the middle, with `HANG` cells to the right at least."""
        width = max(min(self.text_width, self._space - _LEFT - HANG), 1)
        return width, max((self._space - width) // 2, _LEFT)

    def _wrap(self, text: str, *, repaint: bool) -> None:
        """`repaint` unless a new width has Textual paint everything anyway."""
        self._space = self.scrollable_content_region.width
        width, self._left = self._columns()
        if text != self._text:
            self._text, self._flowing = text, unbroken(text)
        if repaint or width != self._wrapped.width:
            self._wrapped = Wrapped(self._flowing, width)
        self._strips.clear()
        self._finished.clear()
        if self._space:
            self.set_reactive(Page.virtual_size, Size(self._space, len(self._wrapped)))
            self.refresh(repaint=repaint, layout=True)

    def _repaint(self, changed: Sequence[tuple[int, int, *tuple[object, ...]]]) -> None:
        """Paint anew the lines of the spans that begin the tuples, in order and apart where there are many."""
        if not self._space or not changed:
            return
        top, (width, height) = round(self.scroll_y), self.scrollable_content_region.size
        if len(changed) > _MANY:
            starts = self._wrapped.starts[top : top + height + 1]
            end = starts[-1] if len(starts) > height else len(self.text)
            first = bisect_right(changed, starts[0], key=itemgetter(1))
            changed = changed[first : bisect_right(changed, end, first, key=itemgetter(0))]
            self._strips = {line: strip for line, strip in self._strips.items() if top <= line < top + height}
        regions = set()
        for first, last, *_ in changed:
            begin, end = self._wrapped.line_at(first), self._wrapped.line_at(max(first, last - 1)) + 1
            if end - begin < len(self._strips):
                for line in range(begin, end):
                    self._strips.pop(line, None)
            else:
                self._strips = {line: strip for line, strip in self._strips.items() if not begin <= line < end}
            begin, end = max(begin - top, 0), min(end - top, height)
            if begin < end:
                regions.add(Region(0, begin, width, end - begin))
        if regions:
            self.refresh(*regions)

    def _layers(self, start: int, end: int) -> list[Layer]:
        """What styles the stretch of a line, from the ground up; what was struck out shows while it is current."""
        shown = len(self.text[start:end].rstrip()) + start
        marks = self._marks.between(start, end)
        layers = [
            (mark.start, min(mark.end, shown), style_of(mark.kind, decided=mark.decided))
            for mark in marks
            if not mark.rejected
        ]
        first = bisect_right(self._hits, start, key=itemgetter(1))
        hits = self._hits[first : bisect_left(self._hits, shown, first, key=itemgetter(0))]
        lit = self._lit.between(start, shown)
        layers += [(a, min(b, shown), name) for a, b, name in (*lit, *hits) if a < shown and b > start]
        seen = {(a, b) for a, b, name in lit if name != "evidence"}
        layers += [(mark.start, mark.end, "rejected") for mark in marks if mark.rejected and mark[:2] in seen]
        return layers

    def _paint(self, line: int) -> Strip:
        total = self.scrollable_content_region.width
        base = self._style()
        if not 0 <= line < len(self._wrapped):
            return Strip.blank(total, base)
        start, end = self._wrapped.span(line)
        layers = self._layers(start, end)
        parts = margin(self._marks.between(start, end), self._left, self._style)
        parts += segments(self._wrapped, line, layers, self._style)
        if end == len(self.text) and (names := tuple(name for first, _, name in layers if first == end)):
            parts.append(Segment(" ", self._style(*names)))  # the cursor past the last character
        taken = sum(part.cell_length for part in parts)
        if taken < total:
            parts.append(Segment(" " * (total - taken), base))
        return Strip(parts, max(total, taken))
