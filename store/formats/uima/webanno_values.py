"""How WebAnno TSV writes text and the values of features: its escapes, and the values that stack in one cell."""

from __future__ import annotations

import re
from typing import Final

_TEXT: Final = {"\t": "t", "\n": "n", "\f": "f", "\r": "r", "\b": "b", "\\": "\\"}
_IN_TEXT: Final = re.compile(r"[\x00-\x0a\x0c-\x1f\\]")
_RESERVED: Final = re.compile(r"->|[\\\[\]|_;\t\n*]")
_ESCAPE: Final = re.compile(r"\\(->|.)", re.DOTALL)
_OLD_ESCAPE: Final = re.compile(r"\\(u+[0-9a-fA-F]{4}|->|.)", re.DOTALL)
_LETTERS: Final = {letter: char for char, letter in _TEXT.items()}
_LATER: Final = 2
"""The minor version from which text is escaped by its own rules; before, it was by those of Java's source."""
_PARTS: Final = {
    separator: re.compile(rf"((?:\\.|[^\\{re.escape(separator)}]|\\$)*)(?:{re.escape(separator)}|$)", re.DOTALL)
    for separator in "|;"
}


def escaped_text(words: str) -> str:
    """The text of a sentence, without a line end, for `#Text=`."""
    return _IN_TEXT.sub(lambda match: f"\\{_TEXT.get(match[0], match[0])}", words)


def unescaped_text(words: str, version: int) -> str:
    """The text of `#Text=`; escapes of values, which some programs use there too, are taken as such."""
    if "\\" not in words:
        return words
    if version < _LATER:
        words = _OLD_ESCAPE.sub(lambda match: _meant(match[1]), words)
        return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _ESCAPE.sub(lambda match: _meant(match[1]), words)


def _meant(escape: str) -> str:
    return chr(int(escape[-4:], 16)) if len(escape) > 4 else _LETTERS.get(escape, escape)


def escaped(value: str) -> str:
    """A value, which must not be empty, for a cell."""
    return _RESERVED.sub(
        lambda match: {"\t": r"\t", "\n": r"\n"}.get(match[0], f"\\{match[0]}"), re.sub("\r\n?", "\n", value)
    )


def unescaped(value: str) -> str:
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda match: {"t": "\t", "n": "\n", "r": "\r"}.get(match[1], match[1]), value)


def unset(value: str) -> str | None:
    """The value of a feature; None if it has none."""
    return None if value in ("*", "_", "") else unescaped(value)


def split(cell: str, separator: str) -> list[str]:
    """The parts of a cell between separators that are not escaped."""
    if separator not in cell:
        return [cell]
    parts, at = [], 0
    for match in _PARTS[separator].finditer(cell):
        parts.append(match[1])
        at = match.end()
        if at == len(cell) and not match[0].endswith(separator):
            break
    return parts
