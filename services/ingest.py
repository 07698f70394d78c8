"""Many articles into a library, each with its suggestions.

What goes wrong with one article is told, and the others go on. Stopped at any moment, what was added stays, and
doing it again goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from services.outcomes import Outcome, drained
from services.workers import suggest_all
from store.errors import StetError
from store.library.protocol import Library
from store.model.fields import Suggestions
from store.model.record import Article, text_id

if TYPE_CHECKING:
    from store import intake

Source: TypeAlias = tuple[str, Callable[[], Article]]
"""A name for messages, and what reads the article."""


def sources(word: str, *, text_field: str = "text", id_field: str = "id") -> Iterator[Source]:
    """What a path, a pattern of paths or an address comes to; the fields are those of JSON lines and of tables.

    Raises for a path that is not there. One by one: a table may hold more texts than there is room for in memory.
    """
    from store import intake

    for path in [word] if intake.is_address(word) else intake.expand(word):
        for source in intake.sources(path, text_field=text_field, id_field=id_field):
            yield source.name, partial(_read, source)


def _read(source: intake.Source) -> Article:
    return source.read().article


def add_all(
    library: Library,
    sources: Iterable[Source],
    extractor: str,
    workers: int | None = None,
) -> Iterator[Outcome]:
    """One outcome for each source, not always in their order."""
    told: list[Outcome] = []
    wanted = _new(library, sources, told)
    for (name, article), found in suggest_all(extractor, ((item, item[1].text) for item in wanted), workers):
        yield from drained(told)
        try:
            if isinstance(found, StetError):
                raise found
            library.add(article, found)
        except StetError as error:
            yield Outcome(name, "failed", article.id, error.message)
        else:
            yield Outcome(name, "added", article.id)
    yield from drained(told)


def _new(library: Library, sources: Iterable[Source], told: list[Outcome]) -> Iterator[tuple[str, Article]]:
    names: dict[str, str] = {}
    for name, read in sources:
        try:
            article = read()
            text = text_id(article.text)
            if text in names:
                told.append(Outcome(name, "twice", article.id, names[text]))
                continue
            names[text] = name
            if article.id in library:
                library.add(article, Suggestions())  # raises where its text is another one
                told.append(Outcome(name, "there", article.id))
                continue
            # An article without an id of its own has that of its text: no need to look further.
            if article.id != text and (there := library.with_text(article.text)):
                told.append(Outcome(name, "there", there, there))
                continue
        except StetError as error:
            told.append(Outcome(name, "failed", why=error.message))
            continue
        yield name, article
