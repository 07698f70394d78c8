"""One line of the shelf as a strip of cells: what stands in which column. Knows no scrolling and no keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from store.model.about import in_words, named
from tui.terminal.symbols import visible
from tui.widgets.cells import fit

if TYPE_CHECKING:
    from store.index.summary import Summary

SIGNS: Final = {"new": "○", "started": "●", "done": "✓", "gone": "×"}
"""Each status has a sign of its own, so that it can be told without colour."""
_SOURCE_FROM: Final = 100
"""Columns from which on there is room for the source."""
_STATUS_FROM: Final = 90
"""… for the status in words; its sign says it anyway."""


def article_strip(
    row: Summary | None, width: int, styles: Callable[[str], Style], *, marked: bool, current: bool
) -> Strip:
    """`▌* ● Missiles strike Belgorod   2023-12-30  started  11/32  ⚑2  ?4  desk`; a row not fetched yet is dots."""
    base = styles("current" if current else "row")
    if row is None:
        return Strip([Segment("    …", base if current else base + styles("quiet"))]).adjust_cell_length(width, base)
    quiet = base if current else base + styles("quiet")
    columns = _columns(row, width)
    title = visible(row.heading)
    room = width - 6 - sum(len(words) for words, _ in columns)
    segments = [
        Segment("▌" if current else " ", base),
        Segment("*" if marked else " ", base if current else base + styles("mark")),
        Segment(f" {SIGNS.get(row.status, '?')} ", base if current else base + styles(row.status)),
        Segment(fit(title, room) + " ", quiet if row.status == "done" else base),
        *(Segment(words, base if current else base + styles(style)) for words, style in columns),
    ]
    return Strip(segments).adjust_cell_length(width, base)


def _columns(row: Summary, width: int) -> list[tuple[str, str]]:
    """What stands right of the title, each with the name of its style. Column widths are fixed: nothing jumps."""
    columns = [(f" {visible(row.date or '')[:10]:<10}", "quiet")]
    if width >= _STATUS_FROM:
        columns.append((f"  {row.status:<7}", "quiet"))
    columns += [
        (f" {fit(visible(in_words(row.own.get(name, ''))), cells)}", "row") for name, cells in own_columns(width)
    ]
    columns.append((f" {f'{row.decided}/{row.fields}':>8}", "quiet"))
    columns.append((f" {f'⚑{row.flags}' if row.flags else '':<4}", "flag"))
    columns.append((f"{f'?{row.doubts}' if row.doubts else '':<4}", "doubt"))
    if width >= _SOURCE_FROM:
        columns.append((f" {fit(visible(row.source), min(40, width // 5))}", "quiet"))
    return columns


def own_columns(width: int) -> list[tuple[str, int]]:
    """What is said of the articles themselves, in columns as long as titles have room: choices before texts."""
    room = width - _TITLE_AT_LEAST - _FIXED - 9 * (width >= _STATUS_FROM)
    room -= 1 + min(40, width // 5) if width >= _SOURCE_FROM else 0
    found: list[tuple[str, int]] = []
    for name, item in sorted(named().items(), key=lambda pair: not pair[1].choices or pair[1].is_list):
        longest = max(map(len, (*item.choices, name))) if item.choices and not item.is_list else _TEXT
        cells = min(longest, _TEXT)
        if (room := room - cells - 1) < 0:
            break
        found.append((name, cells))
    return found


_TITLE_AT_LEAST, _TEXT = 24, 12
"""Cells that a title keeps, and the most that a column of what is said has."""
_FIXED: Final = 35
"""Cells of the signs in front, the date, the counts, flags and doubts."""


def heading(width: int) -> str:
    """`    title      date  status  decided flags doubts source`, over the columns of a row."""
    columns = f" {'date':<10}"
    if width >= _STATUS_FROM:
        columns += f"  {'status':<7}"
    columns += "".join(f" {fit(name.replace('_', ' '), cells)}" for name, cells in own_columns(width))
    columns += f" {'decided':>8} {'⚑':<4}{'?':<4}"
    if width >= _SOURCE_FROM:
        columns += f" {fit('source', min(40, width // 5))}"
    return f"     {fit('title', width - 6 - len(columns))} {columns}"
