"""One line of the concordance as a strip of cells: context, hit, context, and whose it is. Knows no scrolling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from services.concordance import Hit
from tui.settings.kind_looks import sign_of, style_of
from tui.terminal.symbols import visible
from tui.widgets.cells import SIGNS, fit, fit_end

_TITLE_FROM: Final = 70
"""Columns from which on there is room for titles."""


def hit_strip(hit: Hit, width: int, styles: Callable[[str], Style], *, marked: bool, current: bool) -> Strip:
    """`▌◆ … near Port Sabel on Monday, Mayor  Petra Lindqvist  said.   P ✓ Grain store burns`."""
    base = styles("current" if current else "row")

    def over(name: str) -> Style:
        return base if current or not name else base + styles(name)

    title = min(34, width // 5) if width >= _TITLE_FROM else 0
    room = width - 3 - 5 - title
    left = room * 2 // 5
    words = fit(visible(hit.words), min(cell_len(hit.words), room - left - 4))
    after = max(0, room - left - cell_len(words) - 4)
    sign = f"{sign_of(hit.kind)} {SIGNS.get(hit.status, ' ')}" if hit.kind else "   "
    kind = style_of(hit.kind) if hit.kind else ""
    quiet = "quiet" if hit.status == "rejected" else ""
    segments = [
        Segment("▌" if current else " ", base),
        Segment("◆ " if marked else "  ", over("mark")),
        Segment(fit_end(visible(hit.left.strip()), left) + "  ", over(quiet)),
        Segment(words, over(kind or "head") + Style(bold=True)),
        Segment("  " + fit(visible(hit.right.strip()), after), over(quiet)),
        Segment(f" {sign} ", over(kind)),
        Segment(fit(visible(hit.heading), title), over("quiet")),
    ]
    return Strip(segments).adjust_cell_length(width, base)
