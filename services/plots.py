"""Small plots in lines of text, for a terminal of any width: bars, bars of several parts, a line of a series.

They begin at zero, so that what is twice as long is twice as much: the libraries that were tried either take the least
value for the floor, or need a terminal's colours to tell parts apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from services.rows import cells, row

PARTS: Final = "█▓▒░"
"""What the parts of a bar are made of, in their order."""
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_HEIGHTS: Final = " ▁▂▃▄▅▆▇█"
_LONGEST_NAME: Final = 28
_LONGEST_BAR: Final = 40
_MOST: Final = 8
"""Bars, where they are those of the most frequent."""


def bar(value: float, most: float, width: int) -> str:
    """Something of it is seen wherever there is something."""
    eighths = round(8 * width * value / most) if most else 0
    if value and not eighths:
        eighths = 1
    full, rest = divmod(eighths, 8)
    return "█" * full + _EIGHTHS[rest].strip()


def parted(values: Sequence[float], most: float, width: int) -> str:
    """A bar of parts, as long as their sum; each in whole cells, none of them off by one or more."""
    cells = [0, *(width * sum(values[: place + 1]) / most if most else 0 for place in range(len(values)))]
    cuts = [round(cell) for cell in cells]
    found = "".join(mark * (end - start) for mark, start, end in zip(PARTS, cuts, cuts[1:], strict=False))
    if found or not any(values):
        return found
    return PARTS[max(range(len(values)), key=lambda place: values[place])]


def series(values: Sequence[float], width: int) -> tuple[str, int]:
    """A line no wider than that, and how many values each of its marks adds up."""
    each = max(-(-len(values) // width), 1)
    sums = [sum(values[start : start + each]) for start in range(0, len(values), each)]
    most = max(sums, default=0)
    heights = [round(8 * value / most) if most else 0 for value in sums]
    return "".join(_HEIGHTS[max(height, int(value > 0))] for height, value in zip(heights, sums, strict=True)), each


def ranked(title: str, counts: Mapping[str, int], width: int) -> Iterator[str]:
    """Bars of the most frequent; nothing where none comes twice, or there is only one."""
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if len(rows) < 2 or rows[0][1] < 2:
        return
    yield from bars(title, rows[:_MOST], width)
    if left := rows[_MOST:]:
        each, most = "each " if len(left) > 1 else "", left[0][1]
        yield f"and {len(left):,} more, {each}in {most:,}{' or fewer' if each and most > 1 else ''}"


def bars(title: str, rows: Iterable[tuple[str, int]], width: int) -> Iterator[str]:
    """In the order that they have."""
    shown = [(name.strip(), count) for name, count in rows]
    wide = min(max(cells(name) for name, _ in shown), _LONGEST_NAME)
    figures = max(len(f"{count:,}") for _, count in shown)
    most = max(count for _, count in shown)
    room = min(width - wide - figures - 4, _LONGEST_BAR)
    yield ""
    yield title
    for name, count in shown:
        yield row((name, -wide), (f"{count:,}", figures + 2), drawn=f"  {bar(count, most, room)}")
