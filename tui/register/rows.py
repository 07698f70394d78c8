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
_SIGN: Final = 3
_FIGURES: Final = 17


def _columns(width: int) -> tuple[int, int, int]:
    """Cells of name and role together, of the role, and of the identifier, or of the sign that there is one."""
    last = 22 if width >= _IDENTIFIER_FROM else _SIGN
    room = width - 5 - _FIGURES - last
    return room, room * 2 // 5, last


def heading(width: int) -> str:
    """What stands in which column of an entry."""
    room, role, last = _columns(width)
    named = f"     {fit('name, other forms', room - role)}{fit('role', role)}"
    return f"{named}articles mentions{'  identifier' if last > _SIGN else ''}"


def entry_strip(row: Row, width: int, styles: Callable[[str], Style], *, marked: bool, current: bool) -> Strip:
    """`▌◆ P Eva Lund  E. Lund; Lund   mayor of Bergen   12  40  wikidata:Q4115189`."""
    base = styles("current" if current else "row")

    def over(name: str) -> Style:
        return base if current else base + styles(name)

    identifier = visible(" ".join(row.identifiers))
    room, role, last = _columns(width)
    shown = fit(identifier, last - 2) if last > _SIGN else "⇗" if identifier else " "
    figures = f"{row.articles:>8,} {row.mentions:>8,}"
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
