"""The desk's own rules of what counts: which file has them, and what to show where none can be read.

Knows nothing of Textual; how they are shown is in `guidelines_pane`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from services.settings import guidelines
from store.errors import StetError
from store.files import is_there, open_file, shown

MOST_BYTES: Final = 100_000
MOST_LINES: Final = 1_500
"""Far longer than anybody's guidelines: every paragraph is a widget."""

_BUILT_IN: Final = Path(__file__).with_name("guidelines.md")


class Guidelines(NamedTuple):
    """`title` says whose they are; `remark`, in one line, why they are not those that were meant, or not whole."""

    words: str
    title: str
    remark: str = ""


class Stamp(NamedTuple):
    """Differs where the file is another or has been changed."""

    file: Path
    changed: int
    size: int


def stamp(configured: Path | None, library: Path) -> Stamp:
    """Of the file that has the guidelines, or would have them."""
    file = guidelines(configured, library)
    try:
        found = file.stat()
    except (OSError, ValueError):  # it can be no name of a file
        return Stamp(file, 0, -1)
    return Stamp(file, found.st_mtime_ns, found.st_size)


def read(configured: Path | None, library: Path) -> Guidelines:
    """The desk's own, else the built-in ones; nothing here raises."""
    file = guidelines(configured, library)
    title = f"Guidelines: {file.name}"
    try:
        if not is_there(file):
            return _built_in(f"{shown(file)} is not there" if configured else "")
        with open_file(file, advice="save the guidelines there") as source:
            data = source.read(MOST_BYTES + 1)
        words = data[:MOST_BYTES].decode("utf-8-sig", "strict" if len(data) <= MOST_BYTES else "ignore")
    except StetError as error:
        return _built_in(error.message)
    except OSError as error:
        return _built_in(f"{file} cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        return _built_in(f"{file} is not UTF-8: save it as UTF-8")
    lines = words.splitlines(keepends=True)
    if len(data) > MOST_BYTES or len(lines) > MOST_LINES:
        return Guidelines("".join(lines[:MOST_LINES]), title, f"{file} is too long: this is its beginning")
    if not words.strip():
        return _built_in(f"{file} is empty")
    return Guidelines(words, title)


def _built_in(remark: str = "") -> Guidelines:
    return Guidelines(_BUILT_IN.read_text(encoding="utf-8"), "Guidelines, built-in", remark)
