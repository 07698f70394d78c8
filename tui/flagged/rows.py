"""One line of the list of flags as a strip of cells: an article, or a field of it. Knows no scrolling and no keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.flagged.gathering import Entry, Head
from tui.settings.kind_looks import sign_of, style_of
from tui.terminal.symbols import visible
from tui.widgets.cells import SIGNS, fit

_BY_FROM: Final = 100
"""Columns from which on there is room for who said it, and when."""


def head_strip(row: Head, width: int, styles: Callable[[str], Style]) -> Strip:
    """`Missiles strike Belgorod   2023-12-30  desk`."""
    base = styles("row")
    right = f"  {visible(row.date)[:10]:<10} "
    if width >= _BY_FROM:
        right += f" {fit(visible(row.source), min(40, width // 5))}"
    title = fit(f" {visible(row.heading)}", width - len(right))
    segments = [Segment(title, base + styles("head")), Segment(right, base + styles("quiet"))]
    return Strip(segments).adjust_cell_length(width, base)


def entry_strip(row: Entry, width: int, styles: Callable[[str], Style], *, current: bool) -> Strip:
    """`▌ ⚑ P ✓ Dmitry Peskov  Kremlin spokesman   check the spelling   ana 2026-11-22`."""
    base = styles("current" if current else "row")

    def over(name: str) -> Style:
        return base if current else base + styles(name)

    who = f"  {fit(visible(row.by), 14)} {row.at[:10]:<10} " if width >= _BY_FROM else ""
    room = max(20, width - 8 - len(who) - 2)
    field = room // 2
    main = visible(" ".join(row.main.split()))
    second = f", {visible(row.second)}" if row.second else ""
    segments = [
        Segment("▌" if current else " ", base),
        Segment(" ⚑ " if row.flag else "   ", over("flag")),
        Segment(f"{sign_of(row.kind)} ", over(style_of(row.kind))),
        Segment(f"{SIGNS[row.status]} ", over("done")),
        Segment(fit(main + second, field) + "  ", over("quiet") if row.status == "rejected" else base),
        Segment(fit(visible(row.note), room - field), base),
        Segment(who, over("quiet")),
    ]
    return Strip(segments).adjust_cell_length(width, base)
