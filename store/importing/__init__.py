"""Annotations of other programs into a library: one module a format, one registry, one way in.

A module's `items` cuts a file into articles, `found` makes of each the article and its fields. What is in the library
already is never overwritten: see `bringing`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from store.errors import StetError
from store.files import look
from store.importing.bringing import Account, As, Bringing
from store.importing.found import Found, Lookup
from store.library.protocol import Library

__all__ = ["SOURCES", "Account", "As", "Source", "bring_in"]


@dataclass(frozen=True, slots=True)
class Source:
    """A format that comes in. `extra` names the packages that it needs, as in `stet-tui[spacy]`."""

    name: str
    summary: str
    extra: str | None = None


class Reader(Protocol):
    """The module of a format. `items` names the place of each item, for messages."""

    def items(self, path: Path) -> Iterator[tuple[str, Any]]: ...

    def found(self, item: Any, lookup: Lookup) -> Found: ...


SOURCES: Final[dict[str, Source]] = {
    item.name: item
    for item in (
        Source("jsonl", "records as `stet export -f jsonl` writes them, and gold records"),
        Source("spacy", "DocBin files, or a folder of them", extra="spacy"),
        Source("prodigy", "tasks with spans and relations, one a line"),
        Source("doccano", "texts with entities and relations, one a line"),
        Source("label-studio", "tasks.json, or the folder that holds it"),
        Source("brat", "a folder of .txt and .ann files"),
        Source("conll", "a token a line, IOB2 in the last column"),
        Source("w3c", "Web Annotations of articles that are in the library"),
    )
}


def bring_in(name: str, path: Path, library: Library, how: As, by: str, say: Callable[[str], object] = str) -> Account:
    """`say` hears of each item that is left out and of what could not be taken over."""
    source = SOURCES.get(name)
    if source is None:
        raise StetError("No such format", f"{name}; there are {', '.join(SOURCES)}")
    look(path, advice=f"name a file in the format {name}")
    reader = _reader(source)
    bringing = Bringing(library, name, how, by)
    try:
        for place, item in reader.items(path):
            try:
                bringing.take(reader.found(item, bringing.text_of))
            except StetError as error:
                bringing.account.left_out += 1
                say(f"{place} left out: {error.message}")
    except OSError as error:
        raise StetError("Not imported", f"{path}: {error.strerror or error}") from None
    for sort, count in sorted(bringing.account.lost.items()):
        say(f"not taken over: {count} {sort}")
    return bringing.account


def _reader(source: Source) -> Reader:
    module = f"store.importing.{source.name.replace('-', '_')}"
    try:
        reader: Any = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if source.extra is None or (error.name or "").startswith("store"):
            raise
        raise StetError(
            "Not imported", f"{source.name} needs {error.name}; pip install 'stet-tui[{source.extra}]'"
        ) from None
    checked: Reader = reader
    return checked
