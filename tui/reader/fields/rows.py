"""One line of the field list as a strip of cells: what stands in which column. Knows no scrolling and no keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from store.model.fields import BY_GROUP, BY_KIND, AnyField
from tui.settings.kind_looks import look_of, sign_of, style_of
from tui.terminal.symbols import visible
from tui.widgets.cells import SIGNS, fit
from tui.widgets.phrases import columns

_SIGNS: Final = 3
"""Cells of a doubt and a flag, and the blank before them."""
_MOST: Final = 0.7
"""The share of its room that a name too long for it takes; the rest is for what is said of the field."""
_LEAST_QUOTE: Final = 0.4
"""What a quote keeps of its row where the name and the word for speaking need more: its end is cut off anyway."""


class RowView(NamedTuple):
    """All that a row shows: two equal faces make the same strip.

    `number` is as wide as the longest; `letter` is the kind's where the list does not say it, else nothing.
    """

    number: str
    letter: str
    kind: str
    sign: str
    main: str
    second: str
    mentions: int
    doubt: bool
    flag: bool
    note: bool
    decided: bool
    struck: bool
    current: bool


class Heading(NamedTuple):
    """The first line of a group."""

    group: str
    decided: int
    total: int
    folded: bool = False


Styles = Callable[[str], Style]
"""From the name of a component (`struck`) to its style."""


def row_view(
    item: AnyField,
    text: str,
    *,
    number: str = "",
    with_letter: bool = False,
    doubt: bool,
    current: bool,
    whole: bool = False,
) -> RowView:
    """`whole` writes the name of a quote's speaker in full."""
    main, second = columns(item, text, whole=whole)
    return RowView(
        number=number,
        letter=sign_of(item.kind) if with_letter else "",
        kind=item.kind,
        sign=SIGNS[item.status],
        main=visible(main),
        second=visible(second),
        mentions=len(item.spans),
        doubt=doubt,
        flag=item.flag,
        note=bool(item.note),
        decided=item.decided,
        struck=not item.alive,
        current=current,
    )


def _widths(row: RowView, room: int, least: int) -> tuple[int, int]:
    """Of the name and of what is said of it, with two blanks between them.

    The second column begins in the same place in all rows of a kind, but gives way to a longer name on its left, and
    begins earlier where it would not fit otherwise: nothing is cut while there are blanks beside it. `least` is the
    room of a row with all signs.
    """
    if not row.second:
        return room, -2
    needed, said, usual = cell_len(row.main), cell_len(row.second), int(least * look_of(row.kind).share)
    whole = room - 2 - said
    """What the name has where all of the rest is shown."""
    if BY_KIND[row.kind].row.spans == "pieces":
        main = min(usual, max(whole, int(room * _LEAST_QUOTE)))
    else:
        main = min(max(needed, min(usual, whole)), max(whole, int(room * _MOST)))
    return max(6, main), max(0, room - max(6, main) - 2)


def field_strip(row: RowView, width: int, styles: Styles) -> Strip:
    """`  3 ✓ Dmitry Peskov   Kremlin spokesman   ? ⚑ ×4`."""
    # From the right: a row without signs leaves their room to its words.
    sign = "⚑" if row.flag else "*" if row.note else ""
    marks = f" ?{sign or ' '}" if row.doubt else f" {sign}" if sign else ""
    # A number has one mention and a quote's pieces are no count worth a column: their words take the room.
    count = "" if BY_KIND[row.kind].row.spans != "mentions" else f" ×{row.mentions}".rjust(4)
    lead = f"{row.number} " if row.number else ""
    letter = f"{row.letter} " if row.letter else ""
    room = max(8, width - 3 - len(lead) - len(letter) - len(marks) - len(count) - 1)
    main_width, second_width = _widths(row, room, room - _SIGNS + len(marks))
    base = styles("current" if row.current else "struck" if row.struck else "row")
    quiet = base if row.current else base + styles("quiet")
    hue = base if row.current or row.struck else base + styles(style_of(row.kind, decided=row.decided))
    crossed = Style(strike=True) if row.struck else Style.null()
    bar = "▌" if row.current else " "
    segments = [
        Segment(bar, base),
        Segment(lead, quiet),
        Segment(f"{row.sign} ", base if row.current else base + styles("sign")),
        Segment(letter, hue),
        *_crossable(fit(row.main, main_width), hue, crossed),
        Segment("  " if second_width > 0 else "", base),
        *_crossable(fit(row.second, second_width), quiet, crossed),
        Segment(marks, base if row.current else base + styles("doubt")),
        Segment(count + " ", quiet),
    ]
    return Strip(segments).adjust_cell_length(width, base)


def _crossable(words: str, style: Style, crossed: Style) -> list[Segment]:
    """The words crossed out, the blanks that fill up the column not."""
    bare = words.rstrip()
    return [Segment(bare, style + crossed), Segment(words[len(bare) :], style)]


def heading_strip(row: Heading, width: int, styles: Styles) -> Strip:
    """`P PEOPLE      3 of 8`; `▸` before the letter of a group that is folded away, after the name a sign."""
    cls = BY_GROUP[row.group]
    count = f"{row.decided} of {row.total}"
    own = f" {cls.row.sign}" if cls.row.sign else ""
    name = fit(f"{'▸' if row.folded else ' '}{cls.letter.upper()} {_titled(row.group)}{own}", width - len(count) - 1)
    base = styles("row")
    style = base + styles(style_of(cls.kind)) + Style(bold=True)
    return Strip([Segment(name, style), Segment(count + " ", base + styles("quiet"))]).adjust_cell_length(width, base)


def _titled(group: str) -> str:
    return group.replace("_", " ").upper()


def counts_strip(headings: list[Heading], current: str, width: int, styles: Styles) -> Strip:
    """All groups in one line, for a narrow screen: `PEOPLE 3/8  PLACES 0/7  …`."""
    base = styles("row")
    segments = [Segment(" ", base)]
    for row, words in _tabs(headings, current, width):
        is_own = BY_GROUP[row.group].row.own
        quiet = styles(style_of(BY_GROUP[row.group].kind)) if is_own else styles("quiet")
        style = base + (Style(bold=True, reverse=True) if row.group == current else quiet)
        segments += [Segment(words, style), Segment(" ", base)]
    return Strip(segments).adjust_cell_length(width, base)


def _tabs(headings: list[Heading], current: str, width: int) -> list[tuple[Heading, str]]:
    """With whole names, or where these take too much, with the signs of the kinds: first of all but the current one."""
    for short in ({*()}, {row.group for row in headings} - {current}, {row.group for row in headings}):
        tabs = [(row, _tab(row, short=row.group in short)) for row in headings]
        if sum(cell_len(words) + 1 for _, words in tabs) < width:
            break
    return tabs


def _tab(row: Heading, *, short: bool) -> str:
    cls = BY_GROUP[row.group]
    name = sign_of(cls.kind) if short else f"{cls.row.sign} {_titled(row.group)}".strip()
    return f"{'▸' if row.folded else ' '}{name} {row.decided}/{row.total} "


def tab_at(headings: list[Heading], current: str, width: int, x: int) -> str | None:
    """The group whose count stands in this cell of their line."""
    end = 1
    for row, words in _tabs(headings, current, width):
        end += cell_len(words) + 1
        if x < end:
            return row.group
    return None
