"""How each kind of field looks: its hue in each theme, its second sign in the article, its share of a row.

A person is bold, a place underlined, a number both, a quote has a bar in the margin: signs that every terminal has, so
that no kind is told by its hue alone. A kind that is not here looks as `OTHER` does.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from store.model.fields import BY_KIND
from store.model.kinds import NUMBER, PERSON, PLACE, QUOTE


class KindLook(NamedTuple):
    """Hues by the names of the themes; `sign` is a style in which `{}` stands for the hue, `decided` is weaker."""

    hues: dict[str, str]
    sign: str
    decided: str
    share: float
    """Of a row's room, for the name or the words; the rest is for what is said of them."""
    headings: tuple[str, ...] = ()
    """Words of a heading by which a desk's guidelines speak of it, besides its name and its group."""


def _hues(dark: str, light: str, ansi: str, high_contrast: str) -> dict[str, str]:
    return {"dark": dark, "light": light, "ansi": ansi, "high-contrast": high_contrast}


LOOKS: Final[dict[str, KindLook]] = {
    PERSON.name: KindLook(
        _hues("#8ab8ff", "#0a4f9c", "ansi_blue", "#66ccff"), "bold {}", "bold {} 85%", 0.48, ("persons", "names")
    ),
    PLACE.name: KindLook(
        _hues("#84cf8f", "#1c682c", "ansi_green", "#66ff66"),
        "underline {}",
        "underline {} 85%",
        0.54,
        ("location", "locations"),
    ),
    NUMBER.name: KindLook(
        _hues("#e8b466", "#7a4600", "ansi_yellow", "#ffcc00"),
        "bold underline {}",
        "bold underline {} 85%",
        0.72,
        ("figures", "quantities"),
    ),
    QUOTE.name: KindLook(
        _hues("#d3a6e6", "#762b8c", "ansi_magenta", "#ff99ff"),
        "on {} 9%",
        "on {} 5%",
        0.6,
        ("quotation", "quotations"),
    ),
}
OTHER: Final = KindLook(
    _hues("#7fd6d6", "#00666b", "ansi_cyan", "#66ffff"), "italic underline {}", "italic underline {} 85%", 0.54
)


def look_of(kind: str) -> KindLook:
    return LOOKS.get(kind, OTHER)


def marked_styles() -> dict[str, str]:
    """By kind, as its words look in an article; what is decided is weaker."""
    styles: dict[str, str] = {}
    for kind in BY_KIND:
        look, hue = look_of(kind), f"$kind-{kind}"
        styles |= {kind: look.sign.format(hue), f"{kind}-decided": look.decided.format(hue)}
    return styles


def row_styles() -> dict[str, str]:
    """By kind, as its rows look in a list."""
    return {f"{kind}{state}": f"$kind-{kind}{share}" for kind in BY_KIND for state, share in _STATES}


_STATES: Final = (("", ""), ("-decided", " 85%"))


def hues_of(theme: str) -> dict[str, str]:
    """`kind-person` and so on, as variables of a style sheet."""
    return {f"kind-{kind}": look_of(kind).hues[theme] for kind in BY_KIND}
