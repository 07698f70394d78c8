"""What is shown for characters that a terminal would obey or hide: escape codes, bidi controls, odd line ends.

Every symbol is one cell wide and stands for one code point, so offsets stay as they are. Tabs and line feeds are left
to the wrapper where it lays out a text, and become spaces where a text is shown on one line.
"""

from __future__ import annotations

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


def visible(text: str) -> str:
    """The text fit for one line of a terminal, code point for code point."""
    if text.isascii() and text.isprintable():
        return text
    return _whole(text.translate(_ONE_LINE))


def visible_lines(text: str) -> str:
    """The same of several lines: line feeds and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _whole(text.translate(_LINES))


def _whole(text: str) -> str:
    """Without halves of characters, which a byte that is no UTF-8 makes in the name of a file."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(UNKNOWN if "\ud800" <= char <= "\udfff" else char for char in text)
    return text
