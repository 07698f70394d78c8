"""What is written for characters that the encoding of the terminal does not have: the closest that it has.

One for one, so that columns stay; a question mark where nothing is close. With UTF-8 nothing changes.
"""

from __future__ import annotations

from typing import Final

from store.plain import plain_case

_DRAWN: Final = dict(
    zip(
        "█▓▒░" + "▁▂▃▄▅▆▇" + "▉▊▋▌▍▎▏" + "─━│┃" + "…·•≠→←✓○●×",
        "#=-." + ".:-=+*%" + "###||||" + "--||" + "..*!><vo*x",
        strict=True,
    )
)
"""Bars, lines and signs of our own."""


def closest(text: str, encoding: str) -> str:
    """The text of which `encoding` has every character."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_in(char, encoding) for char in text)
    return text


def _in(char: str, encoding: str) -> str:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return _DRAWN.get(char) or _typed(char)
    return char


def _typed(char: str) -> str:
    spelt = plain_case(char)
    return spelt if len(spelt) == 1 and spelt.isascii() and spelt.isprintable() else "?"
