"""The four themes: their names, and Textual's themes behind them."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

from tui.settings.kind_looks import hues_of

HIGH_CONTRAST: Final = Theme(
    name="stet-high-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    warning="#ffff00",
    error="#ff6b6b",
    success="#00ff00",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    text_alpha=1.0,
    variables={
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "input-selection-background": "#0000ff",
    },
)
TEXTUAL_NAMES: Final = {
    "dark": "textual-dark",
    "light": "textual-light",
    "ansi": "ansi-dark",
    "high-contrast": HIGH_CONTRAST.name,
}
"""Each theme's name with Textual."""

INKS: Final = {"dark": "#ddedf9", "light": "#dde6ed", "ansi": "ansi_black", "high-contrast": "#000000"}
"""On the block cursor: Textual's `auto 87%` where the theme has that, which its markup of styles takes for `auto`."""


def next_theme(name: str) -> str:
    """The theme after one of Textual's names; the first after a theme that is none of ours."""
    ours = {textual: theme for theme, textual in TEXTUAL_NAMES.items()}
    names = list(TEXTUAL_NAMES)
    return names[(names.index(ours[name]) + 1) % len(names)] if name in ours else names[0]


def kind_variables(theme: Theme) -> dict[str, str]:
    """`$kind-person` and so on, and `$block-cursor-ink`, for styles."""
    own = "high-contrast" if theme.name == HIGH_CONTRAST.name else "dark" if theme.dark else "light"
    name = "ansi" if theme.ansi else own
    return hues_of(name) | {"block-cursor-ink": INKS[name]}
