"""Remembers to whom each article of a library was given: the document given.json.

`allotment` decides it. Losing it loses no annotator's work, only who was to do what.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard, TypeVar

import orjson

from store.disk.layout import GIVEN_FILE
from store.errors import StetError
from store.jsontext import decode, encode
from store.library.documents import Documents, locked, titled

_Item = TypeVar("_Item")

FORMAT: Final = "stet-given/1"
_TITLE: Final = "Not shared out"


@dataclass(slots=True)
class Given:
    """`folders`: where each annotator's copy was made. `articles`: the annotators of each article, by its id."""

    folders: dict[str, str] = field(default_factory=dict)
    articles: dict[str, list[str]] = field(default_factory=dict)

    def of(self, name: str) -> list[str]:
        return [identifier for identifier, names in self.articles.items() if name in names]

    @property
    def overlap(self) -> set[str]:
        """The ids of what several were given."""
        return {identifier for identifier, names in self.articles.items() if len(names) > 1}


def read(documents: Documents) -> Given:
    """Empty if nothing was shared out. Raises `StetError` if it cannot be understood."""
    with titled(_TITLE):
        data = documents.read(GIVEN_FILE)
    try:
        return Given() if data is None else _checked(decode(data))
    except ValueError as error:
        where = documents.where(GIVEN_FILE)
        raise StetError(_TITLE, f"{where} is damaged: {error}; restore it, or move it away to share out anew") from None


def write(documents: Documents, given: Given) -> None:
    """Replace it whole; it is on disk on return."""
    data = {"format": FORMAT, "folders": given.folders, "articles": given.articles}
    with locked(documents, _TITLE), titled(_TITLE):
        documents.replace(GIVEN_FILE, encode(data, orjson.OPT_INDENT_2) + b"\n")


def unite(documents: Documents, other: Given, has: Callable[[str], bool]) -> list[str]:
    """Add what another library was given of the articles that are here; returns what is said otherwise here."""
    mine = read(documents)
    articles = {identifier: names for identifier, names in other.articles.items() if has(identifier)}
    both = Given({**other.folders, **mine.folders}, {**articles, **mine.articles})
    if both != mine:
        write(documents, both)
    unlike = [name for name, folder in other.folders.items() if both.folders[name] != folder]
    return unlike + [one for one, names in articles.items() if sorted(both.articles[one]) != sorted(names)]


def forget(documents: Documents, identifiers: set[str]) -> None:
    """Take removed articles out of it."""
    given = read(documents)
    if identifiers & given.articles.keys():
        kept = {identifier: names for identifier, names in given.articles.items() if identifier not in identifiers}
        write(documents, Given(given.folders, kept))


def _checked(data: Any) -> Given:
    if not isinstance(data, dict) or not isinstance(form := data.get("format"), str):
        raise ValueError("it has no format")  # told as any other fault of the file
    if form != FORMAT:
        raise ValueError(f"its format is {form[:40]}, not {FORMAT}")
    folders, articles = data.get("folders"), data.get("articles")
    if not _is_mapping(folders, str) or not _is_mapping(articles, list):
        raise ValueError("folders or articles are not an object")
    given = Given(folders, articles)
    for identifier, names in given.articles.items():
        if not names or not all(isinstance(name, str) and name in given.folders for name in names):
            raise ValueError(f"{identifier[:40]} is given to nobody that it knows")
    return given


def _is_mapping(value: Any, kind: type[_Item]) -> TypeGuard[dict[str, _Item]]:
    return isinstance(value, dict) and all(isinstance(item, kind) for item in value.values())
