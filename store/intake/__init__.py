"""Reads articles from files, folders, web addresses, tables of texts and standard input.

Plain text is stored unchanged, control characters included, except for what `clean_text` normalises. From other file
types the text is extracted paragraph by paragraph, with the title, date and author in their metadata. Where nothing in
a file says its date, its name may.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, TypeAlias

from store.errors import StetError
from store.files import LARGEST, MEGABYTE, in_megabytes, is_there, look, read_file, shown
from store.intake.article import LARGEST_TEXT, Intake, Told, article_from_text, date_of, title_of
from store.intake.charset import decode_text, must_be_guessed
from store.intake.columns import Columns

__all__ = [
    "Columns",
    "Intake",
    "Skipped",
    "Source",
    "Told",
    "article_from_bytes",
    "article_from_stream",
    "article_from_text",
    "decode_text",
    "is_address",
    "is_address_or_table",
    "read_article",
    "sources",
    "title_of",
    "walk",
]

_READERS: Final = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""From a suffix to the module of this package that reads such a file. Any other file is read as text."""
SUFFIXES: Final = tuple(_READERS)
_LARGEST: Final = {"text": 4 * LARGEST_TEXT, "markdown": 4 * LARGEST_TEXT, "html": 16 * MEGABYTE}
"""Most bytes of a file, by module. Other types may hold pictures and have the general limit, `LARGEST`."""
_IN_PROCESS: Final = {"text": 4 * LARGEST_TEXT, "markdown": 1 << 16}
"""Most bytes of a file that is parsed in this process: no content of that size makes the parser slow or large."""
_TABLES: Final = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
"""Files of many articles. They are read when named or added, and skipped when a folder is opened for reading."""
_COLUMNS: Final = Columns()
_UNREAD: Final = {
    ".rtf": "is RTF; save it as .docx or .txt, and add that",
    ".doc": "is an old Word file; save it as .docx, and add that",
    ".odt": "is an OpenDocument file; save it as .docx, and add that",
    ".pages": "is a Pages file; save it as .docx, and add that",
    ".epub": "is a book; save its chapters as .html or .txt, and add those",
    ".xlsx": "is a spreadsheet; save it as .csv, and add that",
    ".xls": "is a spreadsheet; save it as .csv, and add that",
    ".ods": "is a spreadsheet; save it as .csv, and add that",
    ".zip": "is an archive; unpack it, and add what is in it",
    ".gz": "is an archive; unpack it, and add what is in it",
}
"""What files are that hold articles, but are not read, and what would work."""
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://")
_LOOKED_AT: Final = 1 << 12
_PAGE: Final = rb"(?i)\s{0,99}<(?:!doctype html|html)\b"


class Source(NamedTuple):
    """An article to be read, under the name that messages use. `read` raises `StetError`."""

    name: str
    read: Callable[[], Intake]


def is_address(word: str) -> bool:
    """True for `https://…` and anything else with a scheme."""
    return _ADDRESS.match(word) is not None


def expand(word: str) -> list[str]:
    """The paths that a glob pattern (`wire/*.txt`) matches, sorted; `[word]` if it is no pattern or matches nothing."""
    import glob

    if not glob.has_magic(word) or "\0" in word or is_there(word):
        return [word]
    return sorted(glob.glob(word, recursive=True)) or [word]  # noqa: PTH207  may be absolute


def is_address_or_table(word: str) -> bool:
    """True for an address or a file of many articles: `sources` reads these, `read_article` does not."""
    return is_address(word) or Path(word).suffix.lower() in _TABLES


class Skipped(NamedTuple):
    """A file of a folder that is no article. `why` goes on after its name: `is RTF; save it as …`; it is empty where
    the file's ending is none of an article, and nobody has looked into it."""

    name: str
    why: str = ""


Skip: TypeAlias = Callable[[Skipped], object]


def sources(
    word: str, *, columns: Columns = _COLUMNS, skip: Skip = lambda _: None, public_only: bool = False
) -> Iterator[Source]:
    """The articles behind a path or an address. `columns` are those of JSON lines and CSV. With `public_only` an
    address of this machine or of its network is refused.

    Raises `StetError` if the path does not exist; errors of a single article are raised when it is read.
    """
    if is_address(word):
        from store.intake.web import fetch

        yield Source(word, partial(fetch, word, public_only=public_only))
        return
    path = Path(word)
    if path.suffix.lower() in _TABLES and not stat.S_ISDIR(look(path).st_mode):
        from store.intake.tables import read_rows

        for name, read in read_rows(path, columns):
            yield Source(name, read)
        return
    for file in walk([path], (*SUFFIXES, *_TABLES), skip):
        if file.suffix.lower() in _TABLES:
            yield from _rows_of(file, columns, skip)
        else:
            yield Source(str(file), partial(read_article, file))


def _rows_of(path: Path, columns: Columns, skip: Skip) -> Iterator[Source]:
    """Of a table in a folder; one whose first row has no text is a table of something else."""
    from store.intake.tables import read_rows

    rows = read_rows(path, columns)
    try:
        name, read = next(rows)
        read()
    except StopIteration:
        skip(Skipped(path.name, "has no rows; nothing to read"))
    except StetError as error:
        skip(Skipped(path.name, error.message.removeprefix(f"{shown(path)}: ").removeprefix(f"{shown(path)} ")))
    else:
        yield Source(name, read)
        yield from (Source(*row) for row in rows)


def walk(
    paths: Iterable[str | Path], suffixes: tuple[str, ...] = SUFFIXES, skip: Skip = lambda _: None
) -> Iterator[Path]:
    """The files named, and the article files of folders, recursively and sorted by name.

    A file that is named is included whatever its suffix; folders skip hidden files and other suffixes. Raises
    `StetError` for a path that does not exist and for a folder without articles.
    """
    for path in map(Path, paths):
        if not stat.S_ISDIR(look(path, advice="name a text file or a folder of text files").st_mode):
            yield path
            continue
        is_empty = True
        for file in _files_below(path, suffixes, skip):
            is_empty = False
            yield file
        if is_empty:
            ends = f"{', '.join(suffixes[:-1])} or {suffixes[-1]}"
            raise StetError("No articles", f"{shown(path)} contains no file that ends in {ends}")


def _files_below(folder: Path, suffixes: tuple[str, ...], skip: Skip) -> Iterator[Path]:
    """A subfolder that cannot be listed is yielded itself, so that reading it reports why and the rest is read."""
    open_folders = [_listed(folder)]
    while open_folders:
        entry = next(open_folders[-1], None)
        if entry is None:
            open_folders.pop()
            continue
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        try:
            if entry.is_dir(follow_symlinks=False):  # a link could form a cycle
                open_folders.append(_listed(path))
            elif path.suffix.lower() in suffixes and entry.is_file():
                yield path
            elif path.suffix.lower() not in suffixes:
                skip(Skipped(path.name, _UNREAD.get(path.suffix.lower(), "")))
        except (StetError, OSError):
            yield path


def _listed(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return iter(sorted(entries, key=lambda entry: entry.name))
    except OSError as error:
        raise StetError("Folder not read", f"{shown(folder)}: {error.strerror}; ask its owner for access") from None


def read_article(path: str | Path) -> Intake:
    """Raises `StetError` for a file that is missing, empty, binary, too large, or of many articles."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        raise StetError("Many articles", f"{shown(path)} holds more than one article; add them with stet add")
    kind = _READERS.get(suffix, "text")
    if stat.S_ISDIR(look(path).st_mode) and not os.access(path, os.R_OK | os.X_OK):
        _listed(path)  # raises with the reason
    data = read_file(path, _LARGEST.get(kind, LARGEST), smaller="split it into articles")
    return _article(data, str(path), kind, path).dated(date_of(path))


def article_from_bytes(data: bytes, name: str) -> Intake:
    """For standard input: a web page or a PDF if the first bytes say so, else text."""
    kind = "html" if re.match(_PAGE, data) else "pdf" if data.startswith(b"%PDF-") else "text"
    return _article(data, name, kind, None)


def article_from_stream(stream: BinaryIO, name: str) -> Intake:
    """Like `article_from_bytes`, reading to the end of the stream, or to the limit if it never ends."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise StetError("Too large", f"{name} has more than {in_megabytes(LARGEST)}; split it into articles")
    return article_from_bytes(data, name)


def _article(data: bytes, name: str, kind: str, path: Path | None) -> Intake:
    """`path` supplies title and source where the data have none."""
    title, source = (title_of(path), path.name) if path else ("", "")
    if kind == "markdown" and re.match(_PAGE, data.removeprefix(b"\xef\xbb\xbf")):
        kind = "html"
    unread = _UNREAD.get(path.suffix.lower(), "") if path and b"\0" in data[:_LOOKED_AT] else ""
    if unread or data.startswith(b"{\\rtf"):
        raise StetError("Not read", f"{shown(name)} {unread or _UNREAD['.rtf']}")
    if not data:
        raise StetError("Empty", f"{shown(name)} is empty; nothing to read")
    if len(data) > _IN_PROCESS.get(kind, 0) or (kind == "text" and must_be_guessed(data)):
        from store.intake import confined

        return confined.read(kind, data, shown(name), title, source)
    read: Callable[[bytes, str, str, str], Intake] = import_module(f"store.intake.{kind}").read
    return read(data, shown(name), title, source)
