"""One line of the register as a strip of cells: an entry, or a thing that there is of one. Knows no scrolling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from services.register import Row
from tui.settings.kind_looks import sign_of, style_of
from tui.terminal.symbols import visible
from tui.widgets.cells import fit, fit_end

_IDENTIFIER_FROM: Final = 90
"""Columns from which on there is room for an identifier beside the role."""


def entry_strip(row: Row, width: int, styles: Callable[[str], Style], *, marked: bool, current: bool) -> Strip:
    """`▌◆ P Eva Lund  E. Lund; Lund   mayor of Bergen   12  40  wikidata:Q4115189`."""
    base = styles("current" if current else "row")

    def over(name: str) -> Style:
        return base if current else base + styles(name)

    identifier = visible(" ".join(row.identifiers))
    last = 22 if width >= _IDENTIFIER_FROM else 3
    shown = fit(identifier, last - 2) if width >= _IDENTIFIER_FROM else "⇗" if identifier else " "
    figures = f"{row.articles:>6,} {row.mentions:>7,}"
    room = width - 5 - len(figures) - last
    role = room * 2 // 5
    name = visible(row.name)
    forms = visible("; ".join(row.forms))
    beside = f"  {forms}" if forms else ""
    named = fit(name, min(cell_len(name), room - role - 1))
    segments = [
        Segment("▌" if current else " ", base),
        Segment("◆ " if marked else "  ", over("mark")),
        Segment(f"{sign_of(row.kind)} ", over(style_of(row.kind))),
        Segment(named, base + Style(bold=True)),
        Segment(fit(beside, room - role - cell_len(named)), over("quiet")),
        Segment(fit(visible(row.role), role), base),
        Segment(figures, over("quiet")),
        Segment(f"  {shown}", over("done")),
    ]
    return Strip(segments).adjust_cell_length(width, base)


def fact_strip(fact: tuple[str, str, str], width: int, styles: Callable[[str], Style], *, current: bool) -> Strip:
    """`▌ role        mayor of Bergen            2026-05-01 – 2026-06-02  3`."""
    base = styles("current" if current else "row")
    quiet = base if current else base + styles("quiet")
    label, words, right = map(visible, fact)
    room = width - 15
    beside = min(cell_len(right), room // 2)
    segments = [
        Segment("▌ " if current else "  ", base),
        Segment(fit(label, 12), quiet),
        Segment(fit(words, room - beside - 2), base),
        Segment("  " + fit_end(right, beside), quiet),
    ]
    return Strip(segments).adjust_cell_length(width, base)
