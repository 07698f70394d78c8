"""Adds many articles to a library, each with its suggestions.

An article that fails is reported, and the others go on. If it is stopped, what was added stays, and a second run
continues where the first stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from services.outcomes import Outcome, drain
from services.workers import suggest_all
from store.errors import StetError
from store.library.protocol import Library
from store.model.fields import Suggestions
from store.model.record import Article, text_id

if TYPE_CHECKING:
    from store import intake

Source: TypeAlias = tuple[str, Callable[[], Article]]
"""A name for messages, and a function that reads the article."""


def sources(word: str, *, text_field: str = "text", id_field: str = "id") -> Iterator[Source]:
    """The articles behind a path, a glob pattern or an address. The fields are those of JSON lines and CSV.

    Lazy, as a table may hold more texts than fit in memory. Raises `StetError` for a path that does not exist.
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
    outcomes: list[Outcome] = []
    new = _new(library, sources, outcomes)
    for (name, article), answer in suggest_all(extractor, ((item, item[1].text) for item in new), workers):
        yield from drain(outcomes)
        try:
            if isinstance(answer, StetError):
                raise answer
            library.add(article, answer)
        except StetError as error:
            yield Outcome(name, "failed", article.id, error.message)
        else:
            yield Outcome(name, "added", article.id)
    yield from drain(outcomes)


def _new(library: Library, sources: Iterable[Source], outcomes: list[Outcome]) -> Iterator[tuple[str, Article]]:
    """The articles that the library lacks; the outcomes of the others are appended."""
    names: dict[str, str] = {}
    for name, read in sources:
        try:
            article = read()
            text = text_id(article.text)
            if text in names:
                outcomes.append(Outcome(name, "twice", article.id, names[text]))
                continue
            names[text] = name
            if article.id in library:
                library.add(article, Suggestions())  # raises if the text is a different one
                outcomes.append(Outcome(name, "there", article.id))
                continue
            # An article without an id of its own has the id of its text, which was just looked up.
            if article.id != text and (existing := library.with_text(article.text)):
                outcomes.append(Outcome(name, "there", existing, existing))
                continue
        except StetError as error:
            outcomes.append(Outcome(name, "failed", why=error.message))
            continue
        yield name, article
