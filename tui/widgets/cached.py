"""A view with a cache of its finished lines, each kept until somebody asks for it to be painted anew. Draws none."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip

from tui.textual_patches import ToldWhatIsDirty


class CachedScrollView(ToldWhatIsDirty):
    """For a view without border, padding or opacity: there is nothing for Textual to add to each line anew.

    Textual asks for all lines of a view when one of them is to be painted; those that nobody has asked to be refreshed
    are given as they were.
    """

    def __init__(self) -> None:
        super().__init__()
        self._finished: dict[int, Strip] = {}
        self._columns_finished = (0, 0)

    def render_lines(self, crop: Region) -> list[Strip]:
        if crop.column_span != self._columns_finished:
            self._finished.clear()
            self._columns_finished = crop.column_span
        finished = self._finished
        if missing := [y for y in crop.line_range if y not in finished]:
            background, filters = self.background_colors[1], self.get_line_filters()
            for y in missing:
                strip = self.render_line(y).crop(crop.x, crop.right)
                for line_filter in filters:
                    strip = strip.apply_filter(line_filter, background)
                finished[y] = strip
        return [finished[y] for y in crop.line_range]

    def refresh_lines(self, y_start: int, line_count: int = 1) -> None:
        """But not the scroll bar beside them."""
        self.refresh(Region(0, y_start - self.scroll_offset.y, self.scrollable_content_region.width, line_count))

    def refresh_line(self, y: int) -> None:
        self.refresh_lines(y)

    def on_dirty(self, regions: tuple[Region, ...]) -> None:
        if not regions:
            self._finished.clear()
        for region in regions:
            for y in region.line_range:
                self._finished.pop(y, None)
