"""How each kind of field looks: its hue in each theme, its second sign in the article, its share of a row.

A person is bold, a place underlined, a number both, a quote has a bar in the margin: signs that every terminal has, so
that no kind is told by its hue alone. A kind that is not here is slanted, and has its sign in the margin; colours of a
desk's own kinds are in `own_looks`.
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
_SLANTED: Final = ("italic underline", "italic", "bold italic", "bold italic underline")
"""Of a desk's own kinds, in turn: what tells the first four apart within a line, without any colour."""


def look_of(kind: str) -> KindLook:
    if kind in LOOKS:
        return LOOKS[kind]
    names = [name for name, cls in BY_KIND.items() if name not in LOOKS and cls.row.own]
    how = _SLANTED[names.index(kind) % len(_SLANTED)] if kind in names else _SLANTED[0]
    return OTHER._replace(sign=f"{how} {{}}", decided=f"{how} {{}} 85%")


def sign_of(kind: str) -> str:
    """The character that stands for a kind: the one of its kinds file, else its letter."""
    row = BY_KIND[kind].row
    return row.sign or row.letter.upper()


def style_of(kind: str, *, decided: bool = False) -> str:
    """The name under which a kind is in tables of styles; no other style has it, whatever a desk calls its kinds."""
    return f"kind-{kind}{'-decided' if decided else ''}"


def marked_styles() -> dict[str, str]:
    """By kind, as its words look in an article; what is decided is weaker."""
    styles: dict[str, str] = {}
    for kind in BY_KIND:
        look, hue = look_of(kind), f"$kind-{kind}"
        styles |= {style_of(kind): look.sign.format(hue), style_of(kind, decided=True): look.decided.format(hue)}
    return styles


def row_styles() -> dict[str, str]:
    """By kind, as its rows look in a list."""
    return {style_of(kind, decided=bool(share)): f"$kind-{kind}{share}" for kind in BY_KIND for share in ("", " 85%")}


def hues_of(theme: str) -> dict[str, str]:
    """`kind-person` and so on, as variables of a style sheet; `own_looks` has those of a desk's own kinds."""
    return {f"kind-{kind}": look_of(kind).hues[theme] for kind in BY_KIND}
