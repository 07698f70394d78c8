"""Many articles into a library, each with its suggestions; and fresh suggestions for those that are there.

What goes wrong with one article is told, and the others go on. Stopped at any moment, what was added stays, and
doing it again goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from services.workers import suggest_all
from store.errors import StetError
from store.library.protocol import Library
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Article, text_id
from store.sync.session import edit_of

Result = Literal["added", "there", "twice", "failed", "renewed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`why` says what failed, or under which id or name the same text is there already."""

    name: str
    result: Result
    id: str = ""
    why: str = ""


def add_all(
    library: Library,
    sources: Iterable[tuple[str, Callable[[], Article]]],
    extractor: str,
    workers: int | None = None,
) -> Iterator[Outcome]:
    """`sources` are names and what reads them; one outcome for each, not always in their order."""
    told: list[Outcome] = []
    wanted = _new(library, sources, told)
    for (name, article), found in suggest_all(extractor, ((item, item[1].text) for item in wanted), workers):
        yield from _drained(told)
        try:
            if isinstance(found, StetError):
                raise found
            library.add(article, found)
        except StetError as error:
            yield Outcome(name, "failed", article.id, error.message)
        else:
            yield Outcome(name, "added", article.id)
    yield from _drained(told)


def _new(
    library: Library, sources: Iterable[tuple[str, Callable[[], Article]]], told: list[Outcome]
) -> Iterator[tuple[str, Article]]:
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


def _drained(told: list[Outcome]) -> Iterator[Outcome]:
    while told:
        yield told.pop(0)


def renew_all(
    library: Library, ids: Iterable[str], extractor: str, by: str, workers: int | None = None
) -> Iterator[Outcome]:
    """Fresh suggestions in place of what nobody has decided; one undecided set of suggestions is one edit."""
    told: list[Outcome] = []

    def texts() -> Iterator[tuple[str, str]]:
        for identifier in ids:
            try:
                yield identifier, library.load(identifier).text
            except StetError as error:
                told.append(Outcome(identifier, "failed", identifier, error.message))

    for identifier, found in suggest_all(extractor, texts(), workers):
        yield from _drained(told)
        try:
            if isinstance(found, StetError):
                raise found
            record = library.load(identifier)
            draft = actions.suggest(record, found)
            if draft is None:
                yield Outcome(identifier, "unchanged", identifier)
                continue
            library.commit(identifier, [edit_of(draft, record, by)])
        except StetError as error:
            yield Outcome(identifier, "failed", identifier, error.message)
        else:
            yield Outcome(identifier, "renewed", identifier)
    yield from _drained(told)
