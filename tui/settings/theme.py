"""The four themes: their names, and Textual's themes behind them.

Their colours are chosen so that all words have 4.5 to 1 on their ground, WCAG's AA, which Textual's own have not.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

from store.model.own_kinds import own_kinds
from tui.settings.kind_looks import hues_of

DARK: Final = Theme(
    name="stet-dark",
    primary="#0178d4",
    secondary="#004578",
    warning="#ffa62b",
    error="#e0607f",
    success="#4ebf71",
    accent="#ffa62b",
    foreground="#e0e0e0",
    background="#121212",
    surface="#1e1e1e",
    dark=True,
    variables={"block-cursor-background": "#0a5fa8", "block-cursor-foreground": "#ddedf9"},
)
LIGHT: Final = Theme(
    name="stet-light",
    primary="#004578",
    secondary="#0a5fa8",
    warning="#8a5200",
    error="#a3203f",
    success="#1d6b34",
    accent="#8a4b00",
    foreground="#1c1c1c",
    background="#f4f4f2",
    surface="#ebebe8",
    panel="#e2e2de",
    dark=False,
    variables={
        "block-cursor-background": "#004578",
        "block-cursor-foreground": "#e6edf2",
        "footer-key-foreground": "#004578",
    },
)
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
OWN: Final = (DARK, LIGHT, HIGH_CONTRAST)
TEXTUAL_NAMES: Final = {
    "dark": DARK.name,
    "light": LIGHT.name,
    "ansi": "ansi-dark",
    "high-contrast": HIGH_CONTRAST.name,
}
"""Each theme's name with Textual."""

INKS: Final = {"dark": "#ddedf9", "light": "#e6edf2", "ansi": "ansi_black", "high-contrast": "#000000"}
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
    hues = hues_of(name)
    if own_kinds():
        from tui.settings.own_looks import own_hues

        drawn = {"dark": DARK, "light": LIGHT, "high-contrast": HIGH_CONTRAST}.get(name, DARK)
        hues |= {f"kind-{kind}": hue for kind, hue in own_hues(drawn, name).items()}
    return hues | {"block-cursor-ink": INKS[name]}
