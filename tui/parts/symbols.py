"""What is shown for characters that a terminal would obey or hide: escape codes, bidi controls, odd line ends.

Every symbol is one cell wide and stands for one code point, so offsets stay as they are. Tabs and line feeds are left
to the wrapper where it lays out a text, and become spaces where a text is shown on one line.
"""

from __future__ import annotations

import re
from typing import Final

UNKNOWN: Final = "�"

SYMBOLS: Final[dict[str, str]] = {
    **{chr(code): chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"},
    "\x7f": "␡",
    **{chr(code): UNKNOWN for code in range(0x80, 0xA0)},
    "\xad": "¬",  # soft hyphen
    "\u200e": "→",  # left-to-right mark
    "\u200f": "←",
    "\u061c": "←",  # Arabic letter mark
    "\u2028": "↵",  # line separator
    "\u2029": "¶",  # paragraph separator
    **{
        chr(code): "⇄" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
    },  # bidi embedding, override, isolate
    **{chr(code): UNKNOWN for code in (*range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC))},  # deprecated; interlinear
}
"""Symbol by character."""

_LINES: Final = str.maketrans(SYMBOLS)
_ONE_LINE: Final = str.maketrans({**SYMBOLS, "\t": " ", "\n": " "})
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""Half a character, or a byte of a file's name that is no UTF-8."""


def visible(text: str) -> str:
    """The text fit for one line of a terminal, code point for code point."""
    if text.isascii() and text.isprintable():
        return text
    return _SURROGATE.sub(UNKNOWN, text.translate(_ONE_LINE))


def visible_lines(text: str) -> str:
    """The same of several lines: line feeds and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _SURROGATE.sub(UNKNOWN, text.translate(_LINES))
