"""How a desk's own kinds look: the colours of its kinds file, made legible in each theme, and a sign that needs none.

Words have 4.5 to 1 on every ground on which they are painted, decided ones too: a colour that has less is made lighter
or darker, as little as will do. The sixteen colours of a terminal are its own; the nearest by hue is taken.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from textual.color import Color
from textual.theme import Theme

from store.model.kinds import Kind
from store.model.own_kinds import own_kinds

LEAST: Final = 4.5
DECIDED: Final = 0.85
"""How strong the colour of what is decided is."""
_PALETTE: Final = ("#17a2b8", "#c06070", "#9c8a20", "#8f7ae0", "#b8702a", "#4f9a6a")
"""For kinds without a colour, in the order of the file."""
_STEPS: Final = 20
_ANSI: Final = (
    (15, "ansi_red"), (70, "ansi_yellow"), (160, "ansi_green"), (200, "ansi_cyan"), (260, "ansi_blue"),
    (330, "ansi_magenta"), (361, "ansi_red"),
)  # fmt: skip
"""Up to which hue of the circle."""
_GREY: Final = 0.15
"""Saturation below which a colour is nearer to white than to one of six."""


def own_hues(theme: Theme, name: str) -> dict[str, str]:
    """By the names of the kinds; `theme` is one of Stet's, whatever its `name` is drawn with."""
    return {row.name: _hue(colour_of(row), theme, name) for row in own_kinds()}


def colour_of(row: Kind) -> str:
    """Of the kinds file, else one by the place of the kind in it."""
    return row.colour or _PALETTE[own_kinds().index(row) % len(_PALETTE)]


def _hue(colour: str, theme: Theme, name: str) -> str:
    if name == "ansi":
        hue, saturation, _ = Color.parse(colour).hsl
        return "ansi_default" if saturation < _GREY else next(word for most, word in _ANSI if hue * 360 < most)
    cursor = theme.variables["block-cursor-background"]
    return legible(colour, str(theme.foreground), str(theme.background), str(theme.surface), cursor, str(theme.warning))


@lru_cache(256)
def legible(colour: str, ink: str, background: str, surface: str, cursor: str, hit: str) -> str:
    """A colour as it is, or as much nearer to white or black, with its hue, as it takes."""
    under, whole = Color.parse(background), Color.parse(ink)
    hue, saturation, light = Color.parse(colour).hsl
    end = 1.0 if whole.brightness > under.brightness else 0.0
    grounds = (
        under, Color.parse(surface), under.blend(Color.parse(cursor), 0.25), under.blend(Color.parse(hit), 0.35),
    )  # fmt: skip
    for step in range(_STEPS + 1):
        tried = Color.from_hsl(hue, saturation, light + (end - light) * step / _STEPS) if step else Color.parse(colour)
        if all(_ratio(ground.blend(tried, DECIDED), ground) >= LEAST for ground in grounds):
            return tried.hex
    return whole.hex


def _ratio(one: Color, other: Color) -> float:
    """Of WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    parts = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
