"""A view whose lines are kept by whoever draws them, so that nothing is done twice. Draws none itself."""

from __future__ import annotations

from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip


class KeptLines(ScrollView):
    """For a view without border, padding or opacity: there is nothing for Textual to add to each line anew."""

    def render_lines(self, crop: Region) -> list[Strip]:
        strips = [self.render_line(y).crop(crop.x, crop.right) for y in crop.line_range]
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        return strips
