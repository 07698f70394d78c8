"""A table for a terminal: figures keep their columns, words get the room that is left. `output` prints it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.table import Table
from rich.text import Text

_GAP: Final = 2
_ENOUGH: Final = 20
"""Cells of a title from which it can be told from others; it has more before a source gets any."""
_LEAST: Final = 8
"""Cells with less of which a source says nothing."""


def table_for(
    width: int,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Collection[str],
    main: str,
    spare: Sequence[str],
) -> Table:
    """In so many cells: `main` is cut, and `spare` are cut or left out, where there is not room for all."""
    by_name = {name: [row[place] for row in rows] for place, name in enumerate(columns)}
    needed = {name: max(map(cell_len, (name, *words))) for name, words in by_name.items()}
    widths = fitted(needed, width, main, spare)
    table = Table(box=None, header_style="bold", padding=(0, _GAP, 0, 0), pad_edge=False)
    for name, cells in widths.items():
        table.add_column(Text(name, no_wrap=True), justify="right" if name in right else "left", width=cells)
    for place in range(len(rows)):
        table.add_row(*(Text(_cut(by_name[name][place], cells), no_wrap=True) for name, cells in widths.items()))
    return table


def _cut(words: str, width: int) -> str:
    return words if cell_len(words) <= width else set_cell_size(words, width - 1).rstrip() + "…"


def fitted(needed: dict[str, int], width: int, main: str, spare: Sequence[str]) -> dict[str, int]:
    """How wide each column is in so many cells, without those that there is no room for.

    The first of `spare` is cut before it is left out; all of them go before `main` has less than enough.
    """
    widths = dict(needed)
    left = width - sum(widths.values()) - _GAP * (len(widths) - 1)
    if left >= 0 or main not in widths:
        return widths
    if spare and spare[0] in widths:
        room = left + widths[main] + widths[spare[0]]
        least = min(_LEAST, widths[spare[0]])
        if room - least >= min(2 * _ENOUGH, widths[main]):
            widths[spare[0]] = min(widths[spare[0]], max(least, room // 4, room - widths[main]))
            return widths | {main: room - widths[spare[0]]}
    for name in spare:
        if widths[main] + left >= min(_ENOUGH, needed[main]):
            break
        left += widths.pop(name, -_GAP) + _GAP
    return widths | {main: max(1, min(needed[main], widths[main] + left))}
