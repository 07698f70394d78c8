"""From what a desk has to articles: files, folders of files, addresses, tables of texts, standard input.

Plain text is taken as it is, control characters included; only what `clean_text` says is changed. From other kinds
of file the text is taken out, paragraph by paragraph, with the title, date and author that they carry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from store.errors import StetError
from store.intake.article import LARGEST, Intake, article_from_text, title_of
from store.intake.charset import decode_text

__all__ = [
    "Intake",
    "Source",
    "article_from_bytes",
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

    if not glob.has_magic(word) or Path(word).exists():
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
    if path.suffix.lower() in _TABLES and path.is_file():
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
        if not path.exists():
            raise StetError("No such file", f"{path} is not there; name a text file or a folder of text files")
        if not path.is_dir():
            yield path
            continue
        found = False
        for inner in _inside(path):
            found = True
            yield inner
        if not found:
            endings = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
            raise StetError("No articles", f"{path} holds no file that ends in {endings}")


def _inside(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise StetError("Folder not read", f"{folder}: {error.strerror}") from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():  # a link could lead round in a circle
            yield from _inside(entry)
        elif entry.suffix.lower() in SUFFIXES and entry.is_file():
            yield entry


def read_article(path: str | Path) -> Intake:
    """Raises for a file that is missing, empty, binary, too large, or one of many articles."""
    path = Path(path)
    suffix = path.suffix.lower()
    try:
        if not path.is_file():
            raise StetError("Not a file", f"{path} is no file to be read; name a text file")
        if suffix in _TABLES:
            raise StetError("Many articles", f"{path} holds more than one article; put them in with stet add")
        if path.stat().st_size > LARGEST:
            raise StetError("File too large", f"{path} has more than {LARGEST // 2**20} MB; cut it into articles")
        data = path.read_bytes()
    except OSError as error:
        raise StetError("File not read", f"{path}: {error.strerror}") from None
    return _article(data, str(path), _KINDS.get(suffix, "text"), path)


def article_from_bytes(data: bytes, name: str) -> Intake:
    """Of standard input, say: a web page where it begins as one, a PDF where it does, else text."""
    kind = "html" if re.match(_PAGE, data) else "pdf" if data.startswith(b"%PDF-") else "text"
    return _article(data, name, kind, None)


def _article(data: bytes, name: str, kind: str, path: Path | None) -> Intake:
    """`path` gives title and source where the data have none."""
    title, source = (title_of(path), path.name) if path else ("", "")
    if kind == "text":
        text, encoding = decode_text(data, name)
        if not text.strip():
            raise StetError("Empty", f"{source or name} has no words; nothing to read")
        return Intake(article_from_text(text, title=title, source=source), encoding)
    if not data:
        raise StetError("Empty", f"{name} is empty; nothing to read")
    read: Callable[[bytes, str, str, str], Intake] = import_module(f"store.intake.{kind}").read
    return read(data, name, title, source)
