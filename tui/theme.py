"""The hues of the four kinds, in dark, light and ansi themes; all other colours are the theme's own."""

from __future__ import annotations

from typing import Final

HUES: Final = {
    "dark": {"person": "#8ab8ff", "place": "#84cf8f", "number": "#e8b466", "quote": "#d3a6e6"},
    "light": {"person": "#0a4f9c", "place": "#1c682c", "number": "#854f00", "quote": "#762b8c"},
    "ansi": {"person": "ansi_blue", "place": "ansi_green", "number": "ansi_yellow", "quote": "ansi_magenta"},
}


def kind_variables(*, dark: bool, ansi: bool) -> dict[str, str]:
    """`$kind-person`, `$kind-place`, `$kind-number` and `$kind-quote` for the style sheets."""
    hues = HUES["ansi" if ansi else "dark" if dark else "light"]
    return {f"kind-{kind}": hue for kind, hue in hues.items()}
