"""From what a desk has to articles: files, folders of files, addresses, tables of texts, standard input.

Plain text is taken as it is, control characters included; only what `clean_text` says is changed. From other kinds
of file the text is taken out, paragraph by paragraph, with the title, date and author that they carry.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from store.errors import StetError
from store.files import LARGEST, MEGABYTE, in_megabytes, is_there, look, read_file, shown
from store.intake.article import LARGEST_TEXT, Intake, article_from_text, title_of
from store.intake.charset import decode_text, must_be_guessed

__all__ = [
    "Intake",
    "Source",
    "article_from_bytes",
    "article_from_stream",
    "article_from_text",
    "decode_text",
    "is_address",
    "is_elsewhere",
    "read_article",
    "sources",
    "title_of",
    "walk",
]

_KINDS: Final = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""What a file is by its ending: a module here, which makes an article of bytes. All else is taken for text."""
SUFFIXES: Final = tuple(_KINDS)
_LARGEST: Final = {"text": 4 * LARGEST_TEXT, "markdown": 4 * LARGEST_TEXT, "html": 16 * MEGABYTE}
"""Bytes of a file; others may hold pictures, and have the limit of all files."""
_HARMLESS: Final = {"text": 4 * LARGEST_TEXT, "markdown": 1 << 16}
"""Bytes up to which a file is read in this process: nothing that such a file holds makes its reader slow or large."""
_TABLES: Final = (".jsonl", ".ndjson", ".csv", ".tsv")
"""Files of many articles, taken where they are named, never found in folders."""
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://")
_PAGE: Final = rb"(?i)\s{0,99}<(?:!doctype html|html)\b"


class Source(NamedTuple):
    """Something to be read, under the name that messages give it. `read` raises `StetError`."""

    name: str
    read: Callable[[], Intake]


def is_address(word: str) -> bool:
    """True for `https://…` and whatever else has a scheme."""
    return _ADDRESS.match(word) is not None


def expand(word: str) -> list[str]:
    """The paths that a pattern (`wire/*.txt`) stands for; what is none, or stands for nothing, as it is."""
    import glob

    if not glob.has_magic(word) or "\0" in word or is_there(word):
        return [word]
    return sorted(glob.glob(word, recursive=True)) or [word]  # noqa: PTH207  may be absolute


def is_elsewhere(word: str) -> bool:
    """True for an address and for a file of many articles: these are read by `sources` and not by `read_article`."""
    return is_address(word) or Path(word).suffix.lower() in _TABLES


def sources(word: str, *, text_field: str = "text", id_field: str = "id") -> Iterator[Source]:
    """What a path or an address comes to. The fields are those of JSON lines and of tables.

    Raises for a path that is not there; what is wrong with an article is said when it is read.
    """
    if is_address(word):
        from store.intake.web import fetch

        yield Source(word, partial(fetch, word))
        return
    path = Path(word)
    if path.suffix.lower() in _TABLES and not stat.S_ISDIR(look(path).st_mode):
        from store.intake.tables import read_rows

        for name, read in read_rows(path, text_field, id_field):
            yield Source(name, read)
        return
    for file in walk([path]):
        yield Source(str(file), partial(read_article, file))


def walk(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The articles among files and, in the order of their names, in folders and their folders.

    Raises for a path that is not there and for a folder without articles; a file that is named is taken
    whatever its ending. Hidden files and gold records are left out of folders.
    """
    for path in map(Path, paths):
        if not stat.S_ISDIR(look(path, advice="name a text file or a folder of text files").st_mode):
            yield path
            continue
        found = False
        for inner in _inside(path):
            found = True
            yield inner
        if not found:
            endings = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
            raise StetError("No articles", f"{shown(path)} holds no file that ends in {endings}")


def _inside(folder: Path) -> Iterator[Path]:
    """A folder within that cannot be listed is given as it is: reading it says why, and the others are read."""
    waiting = [_listed(folder)]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
            continue
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        try:
            if entry.is_dir(follow_symlinks=False):  # a link could lead round in a circle
                waiting.append(_listed(path))
            elif path.suffix.lower() in SUFFIXES and entry.is_file():
                yield path
        except (StetError, OSError):
            yield path


def _listed(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return iter(sorted(entries, key=lambda entry: entry.name))
    except OSError as error:
        raise StetError("Folder not read", f"{shown(folder)}: {error.strerror}; ask its owner for the right") from None


def read_article(path: str | Path) -> Intake:
    """Raises for a file that is missing, empty, binary, too large, or one of many articles."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        raise StetError("Many articles", f"{shown(path)} holds more than one article; put them in with stet add")
    kind = _KINDS.get(suffix, "text")
    if stat.S_ISDIR(look(path).st_mode) and not os.access(path, os.R_OK | os.X_OK):
        _listed(path)  # raises
    data = read_file(path, _LARGEST.get(kind, LARGEST), smaller="cut it into articles")
    return _article(data, str(path), kind, path)


def article_from_bytes(data: bytes, name: str) -> Intake:
    """Of standard input, say: a web page where it begins as one, a PDF where it does, else text."""
    kind = "html" if re.match(_PAGE, data) else "pdf" if data.startswith(b"%PDF-") else "text"
    return _article(data, name, kind, None)


def article_from_stream(stream: BinaryIO, name: str) -> Intake:
    """As `article_from_bytes`, of what a stream holds to its end, which need not come."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise StetError("Too large", f"{name} has more than {in_megabytes(LARGEST)}; cut it into articles")
    return article_from_bytes(data, name)


def _article(data: bytes, name: str, kind: str, path: Path | None) -> Intake:
    """`path` gives title and source where the data have none."""
    title, source = (title_of(path), path.name) if path else ("", "")
    if not data:
        raise StetError("Empty", f"{shown(name)} is empty; nothing to read")
    if len(data) > _HARMLESS.get(kind, 0) or (kind == "text" and must_be_guessed(data)):
        from store.intake import confined

        return confined.read(kind, data, shown(name), title, source)
    read: Callable[[bytes, str, str, str], Intake] = import_module(f"store.intake.{kind}").read
    return read(data, shown(name), title, source)
