"""How each kind and state of an article's words looks, in dark, light and ansi themes.

A person is bold, a place underlined, a number both, a quote has a bar in the margin: signs that every terminal has, so
that no kind is told by its hue alone. The hues are the app's `$kind-person` and so on; the field in question looks as
it does in the list of fields.
"""

from __future__ import annotations

from typing import Final

COMPONENTS: Final = (
    *(f"{kind}{state}" for kind in ("person", "place", "number", "quote") for state in ("", "-decided")),
    *("rejected", "bar", "symbol", "evidence", "lit", "question", "hit", "hit-current", "selection", "cursor"),
)
"""Names of the component classes, without `page--`."""

CSS: Final = """
Page {
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-gutter: stable;
    scrollbar-size-vertical: 1;
    background: $background;
    color: $foreground;

    & > .page--person { color: $kind-person; text-style: bold; }
    & > .page--place { color: $kind-place; text-style: underline; }
    & > .page--number { color: $kind-number; text-style: bold underline; }
    & > .page--quote { background: $kind-quote 9%; }
    & > .page--person-decided { color: $kind-person 70%; text-style: bold; }
    & > .page--place-decided { color: $kind-place 70%; text-style: underline; }
    & > .page--number-decided { color: $kind-number 70%; text-style: bold underline; }
    & > .page--quote-decided { background: $kind-quote 5%; }
    & > .page--bar { color: $kind-quote; }
    & > .page--symbol { color: $error; text-style: dim; }
    & > .page--evidence { background: $block-cursor-background 25%; }
    & > .page--lit { background: $block-cursor-background 50%; color: $foreground; }
    & > .page--question { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    & > .page--rejected { text-style: strike; }
    & > .page--hit { background: $warning 35%; }
    & > .page--hit-current { background: $warning; color: $background; }
    & > .page--selection { background: $foreground; color: $background; }
    & > .page--cursor { text-style: reverse; }
}
Page:ansi {
    & > .page--person-decided { color: $kind-person; }
    & > .page--place-decided { color: $kind-place; }
    & > .page--number-decided { color: $kind-number; }
    & > .page--quote, & > .page--quote-decided { background: transparent; }
    & > .page--evidence { background: transparent; color: ansi_cyan; text-style: italic; }
    & > .page--lit { background: ansi_cyan; color: ansi_black; }
    & > .page--question { text-style: bold; }
    & > .page--hit { background: transparent; text-style: reverse; }
    & > .page--hit-current { background: ansi_yellow; color: ansi_black; }
    & > .page--selection { background: transparent; color: ansi_default; text-style: reverse; }
}
"""
