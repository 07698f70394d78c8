"""Reads what is to be imported: a file, what its format makes of a folder, or else each file in the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from store.errors import StetError
from store.files import is_there, shown
from store.formats.registry import BUILT_IN, Format
from store.importing.recognising import check_format

_SMALL: Final = 1 << 16
_LINES: Final = (".jsonl", ".ndjson", ".json")
_FILES: Final = {
    "jsonl": _LINES,
    "prodigy": _LINES,
    "label-studio": (".json",),
    "w3c": (".json", ".jsonld"),
    "conll": (".conll", ".conllu", ".conll03", ".bio", ".iob", ".iob2", ".tsv", ".txt"),
}
"""How the files of a format end that has no folders of its own."""


def read_all(chosen: Format, path: Path) -> Iterator[tuple[str, Any]]:
    """The items with their places. Of a folder one bad file costs no other: its error stands for its items."""
    name = chosen.spec.name
    suffixes = _FILES.get(name, ())
    if not suffixes or not path.is_dir() or (path / "tasks.json").is_file():
        if name in BUILT_IN:
            check_format(name, path)
        yield from chosen.read(path)
        return
    files = [file for file in sorted(path.rglob("*")) if file.suffix.lower() in suffixes and file.is_file()]
    if not files:
        raise StetError("Nothing to import", f"{path} contains no file that ends in {' or '.join(suffixes)}")
    for file in files:
        where = file.relative_to(path)
        try:
            check_format(name, file)
            for place, item in chosen.read(file):
                yield f"{where}, {place}", item
        except StetError as error:
            yield str(where), error


def check_not_empty(chosen: Format, path: Path) -> None:
    """Raise `StetError` for a file with nothing but white space, which no format takes for articles.

    But for brat, whose text is in another file.
    """
    if chosen.spec.name == "brat" or not is_there(path) or not path.is_file() or path.stat().st_size > _SMALL:
        return
    if not path.read_bytes().strip(b"\xef\xbb\xbf \t\r\n"):
        raise StetError("Nothing to import", f"{shown(path)} is empty")
