"""The desk's own rules of what counts: which file has them, and what to show where none can be read.

Knows nothing of Textual; how they are shown is in `guidelines_pane`.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from services.settings import GUIDELINES
from store.errors import StetError
from store.files import is_there, open_file, shown

if TYPE_CHECKING:
    from store.library.documents import Documents

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

    where: str
    signature: Hashable


def stamp(configured: Path | None, documents: Documents) -> Stamp:
    """Of the file that has the guidelines, or would have them; without one that is configured, a library's document."""
    if configured is None:
        return Stamp(documents.where(GUIDELINES), documents.signature(GUIDELINES))
    try:
        found = configured.stat()
    except (OSError, ValueError):  # it can be no name of a file
        return Stamp(str(configured), None)
    return Stamp(str(configured), (found.st_mtime_ns, found.st_size))


def read(configured: Path | None, documents: Documents) -> Guidelines:
    """The desk's own, else the built-in ones; nothing here raises."""
    where = str(configured or documents.where(GUIDELINES))
    try:
        data = documents.read(GUIDELINES) if configured is None else _configured(configured)
        if data is None:
            return _built_in(f"{shown(where)} is not there" if configured else "")
        words = data[:MOST_BYTES].decode("utf-8-sig", "strict" if len(data) <= MOST_BYTES else "ignore")
    except StetError as error:
        return _built_in(error.message)
    except OSError as error:
        return _built_in(f"{where} cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        return _built_in(f"{where} is not UTF-8: save it as UTF-8")
    title = f"Guidelines: {configured.name if configured else GUIDELINES}"
    lines = words.splitlines(keepends=True)
    if len(data) > MOST_BYTES or len(lines) > MOST_LINES:
        return Guidelines("".join(lines[:MOST_LINES]), title, f"{where} is too long: this is its beginning")
    if not words.strip():
        return _built_in(f"{where} is empty")
    return Guidelines(words, title)


def _configured(file: Path) -> bytes | None:
    if not is_there(file):
        return None
    with open_file(file, advice="save the guidelines there") as source:
        return source.read(MOST_BYTES + 1)


def _built_in(remark: str = "") -> Guidelines:
    return Guidelines(_BUILT_IN.read_text(encoding="utf-8"), "Guidelines, built-in", remark)
