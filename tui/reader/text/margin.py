"""What stands left of a line of an article: a quote's bar, and the signs of the desk's own kinds that are in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from store.model.kinds import QUOTE
from tui.reader.text.marks import Mark
from tui.settings.kind_looks import LOOKS, sign_of, style_of

_BAR: Final = "▎"
_UPRIGHT: Final = Style(bold=False, italic=False, underline=False)


def margin(marks: Iterable[Mark], cells: int, styles: Callable[..., Style]) -> list[Segment]:
    """As many signs as there is room for, in the order in which they begin; the last cell is air."""
    base = styles()
    kinds = dict.fromkeys(mark.kind for mark in sorted(marks) if not mark.rejected)
    parts = [Segment(_BAR, styles("bar"))] if QUOTE.name in kinds else []
    room = cells - 1 - len(parts)
    signs: list[Segment] = []
    for kind in kinds:
        sign = "" if kind in LOOKS else sign_of(kind)
        if sign and (room := room - cell_len(sign)) >= 0:
            signs.append(Segment(sign, styles(style_of(kind)) + _UPRIGHT))
    parts = [*signs, *parts, Segment(" ", base)] if signs or parts else [Segment(" ", base)]
    return [Segment(" " * (cells - sum(part.cell_length for part in parts)), base), *parts]
