"""What is painted where the environment has `NO_COLOR`: bold, dim, underline and reverse in place of every colour.

Textual's own filter makes greys of the colours, which are colours too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_GROUND: Final = 0.1
"""How much lighter or darker than what is around it a ground is from which on it is shown, as reverse."""
_FAINT: Final = 0.5
"""How near its ground an ink is, below which it is shown as dim."""


class AttributesOnly(LineFilter):
    """A ground that stands out becomes reverse, an ink that does not becomes dim; what is an attribute stays."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment
            if segment.style is None or segment.control
            else Segment(segment.text, without_colour(segment.style, background))
            for segment in segments
        ]


@lru_cache(4096)
def without_colour(style: Style, background: Color) -> Style:
    around = background.brightness
    ink, ground = style.color, style.bgcolor
    if style.reverse:
        ink, ground = ground, ink
    lies_on = _brightness(ground, 1 - around if style.reverse else around)
    stands_out = abs(lies_on - around) >= _GROUND
    is_faint = not stands_out and ink is not None and abs(_brightness(ink, 1 - around) - lies_on) < _FAINT
    return style.without_color + Style(reverse=stands_out, dim=bool(style.dim or is_faint))


def _brightness(color: RichColor | None, otherwise: float) -> float:
    return otherwise if color is None or color.is_default else Color.from_rich_color(color).brightness
