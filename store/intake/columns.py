"""Which columns of a table hold what an article has: those that a person names, else those with a usual name.

All that is found in no such column is kept in the article's `meta`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, NamedTuple

from store.model.fields import Json

_USUAL: Final = {
    "title": ("title", "headline", "heading", "hed"),
    "source": ("source", "outlet", "publication", "publisher", "newspaper"),
    "url": ("url", "link", "permalink", "weburl"),
    "date": ("date", "published", "pubdate", "publishedat", "datepublished", "publicationdate", "publishdate"),
    "author": ("author", "byline", "authors"),
}
"""Names without case, blanks and signs between words; the first that a row has counts."""


class Columns(NamedTuple):
    """What a person has said; a title or a date that is empty is looked for under its usual names."""

    text: str = "text"
    id: str = "id"
    title: str = ""
    date: str = ""

    @property
    def named(self) -> dict[str, str]:
        """What has no usual names, or was said in their place: the option of each column."""
        said = {"--title-field": self.title, "--date-field": self.date}
        return {self.text: "--text-field"} | {name: option for option, name in said.items() if name}


def taken(values: Json, columns: Columns) -> dict[str, str]:
    """Title, source, url, date and author, which are taken out of the values."""
    found: dict[str, str] = {}
    said = {"title": columns.title, "date": columns.date}
    for attribute, usual in _USUAL.items():
        own = said.get(attribute)
        names = [own] if own else sorted((name for name in values if _plain(name) in usual), key=_rank(attribute))
        for name in names:
            if (words := _words(values.get(name), attribute)) is not None:
                found[attribute] = words
                del values[name]
                break
    return found


def _rank(attribute: str) -> Any:
    """The very name first, then in the order of the usual ones."""
    return lambda name: (name != attribute, _USUAL[attribute].index(_plain(name)))


def _words(value: Any, attribute: str) -> str | None:
    if attribute == "author" and isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return value if isinstance(value, str) else None


@lru_cache(maxsize=256)
def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())
