"""From what was named to a record: out of the library, or read in and put through the extractor.

No screen and no thread: the reader, the command line and the backlog's process call it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from store.errors import StetError
from store.files import is_there
from store.model.record import Article, Record

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.library.protocol import Library

Entry: TypeAlias = str | Path
"""The id of a record in the library, or a file that may not be in it yet."""


class Fresh(NamedTuple):
    """An article that the library does not have yet; `remark` is what there is to say of how it was read."""

    article: Article
    remark: str = ""


def is_kept_first(word: str) -> bool:
    """True for an address and for a table of texts: their articles are in the library before any is opened."""
    from store.intake import is_address_or_table

    return is_address_or_table(word) and not (is_there(word) and Path(word).is_dir())


def entries(library: Library, word: str, extractor: Callable[[], Extractor]) -> Iterator[Entry]:
    """What a path or an address comes to: the files, or the ids of articles that are put in the library by this."""
    from store.intake import sources, walk

    if not is_kept_first(word):
        yield from walk([word])
        return
    for source in sources(word):
        article = source.read().article
        if article.id not in library:
            suggest(library, Fresh(article), extractor)
        yield article.id


def look(library: Library, entry: Entry) -> Record | Fresh:
    """Raises `StetError` where it cannot be opened."""
    if not isinstance(entry, Path):
        return library.load(entry)
    from store.intake import read_article

    taken = read_article(entry)
    if taken.article.id in library:
        return library.load(taken.article.id)
    return Fresh(taken.article, f"Read as {taken.encoding}: no UTF-8" if taken.encoding else "")


First: TypeAlias = tuple[int, Record | Fresh | None]
"""The place of an entry, and what it comes to where that has been looked up already."""


def first_unfinished(library: Library, entries: Sequence[Entry]) -> First:
    """The first article that is not done or has a conflict; else the first of all.

    Raises `StetError` where none of them can be opened.
    """
    done: set[Entry] = set()
    refused: list[StetError] = []
    for place, entry in enumerate(entries):
        if place == _LOOKED_AT:
            done.update(library.ids("status:done"))
        if entry in done:
            continue
        try:
            record = look(library, entry)
        except StetError as error:
            refused.append(error)
            continue
        if isinstance(record, Fresh) or record.status != "done" or any(i.conflict for i in record.fields.values()):
            return place, record
    if entries and len(refused) == len(entries):
        raise refused[0]
    return 0, None


_LOOKED_AT: Final = 20
"""Articles at the head of a queue that are looked at one by one before the library is asked which are done."""


def prepare(library: Library, entry: Entry, extractor: Callable[[], Extractor]) -> None:
    """Have the fields of an article found before it is opened. Raises `StetError` like `look`."""
    found = look(library, entry)
    if isinstance(found, Fresh):
        suggest(library, found, extractor)


def suggest(library: Library, fresh: Fresh, extractor: Callable[[], Extractor]) -> Record:
    """Find the fields and keep both in the library; takes as long as the extractor takes."""
    return library.add(fresh.article, extractor().suggest(fresh.article.text))
