"""What may be meant by the beginning of a word on the command line: filters, values, names, articles, annotators.

Reads the library, changes nothing. Shells and their scripts are known in `tui.shell`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from store.index.query import keys
from store.index.values import choices_of
from store.model.fields import BY_KIND
from store.plain import plain

if TYPE_CHECKING:
    from store.index.summary import Summary
    from store.library.protocol import Library

MOST: Final = 50
"""Offers; a shell asks before it lists more."""
_LATEST: Final = 200
"""Articles looked at for titles and sources, the last added first."""
_WITH_EDITS: Final = 40
"""Records read for the names of annotators."""


class Offer(NamedTuple):
    """A word, and what it is for who sees several."""

    word: str
    about: str = ""


def query_words(library: Library, begun: str) -> list[Offer]:
    """A filter with its colon, a value of one, or an article by its id or the beginning of a word of its title."""
    head, colon, value = begun.partition(":")
    minus = "-" * head.startswith("-")
    name = head.removeprefix("-")
    if not colon:
        filters = [Offer(f"{minus}{key}:") for key in keys() if key.startswith(name)]
        return [*filters, *(articles(library, begun) if begun and not minus else ())]
    return [
        Offer(f"{minus}{name}:{_quoted(one.word)}", one.about)
        for one in _values(library, name, value.replace('"', "").strip())
    ]


def _values(library: Library, name: str, begun: str) -> Iterable[Offer]:
    if choices := choices_of(name):
        return (Offer(choice) for choice in choices if choice.startswith(begun))
    if name in ("by", "assigned"):
        return annotators(library, begun)
    if name == "id":
        return articles(library, begun)
    if name == "title":
        found = (one.heading for one in _latest(library))
        return _distinct(title for title in found if _begins(title, begun))
    if name in ("source", "author"):
        sources = (one.source for one in _latest(library)) if name == "source" else ()
        return _distinct(source for source in sources if source and _begins(source, begun))
    kinds = [kind for kind, cls in BY_KIND.items() if cls.row.is_named and name == (cls.row.query or kind)]
    return names(library, begun, kinds) if kinds else ()


def articles(library: Library, begun: str) -> list[Offer]:
    """Ids that begin so, and those of articles in whose title a word does, each with the title."""
    if not library.exists():
        return []
    found = ((one.id, one.heading) for one in _latest(library))
    return [*islice((Offer(i, title) for i, title in found if i.startswith(begun) or _has(title, begun)), MOST)]


def names(library: Library, begun: str, kinds: list[str] | None = None) -> list[Offer]:
    """Decided names in which a word begins so, the most frequent first; of these kinds, of all without any."""
    if not library.exists():
        return []
    known = library.names()
    found = []
    for form in known.forms(kinds or (), begun, MOST):
        name = known.latest(form.kind, [form.key])[0]
        many = "" if form.articles == 1 else f" in {form.articles:,} articles"
        found.append(Offer(name, f"{form.kind}{many}"))
    return [*{one.word: one for one in found if one.word}.values()]


def annotators(library: Library, begun: str) -> list[Offer]:
    """Who has worked on what was added last."""
    if not library.exists():
        return []
    found = {
        edit.by
        for identifier in library.ids(order="-added", limit=_WITH_EDITS)
        for edit in library.load(identifier).edits
    }
    return [Offer(name) for name in sorted(found) if name.startswith(begun)]


def extractors(begun: str) -> list[Offer]:
    from extract.registry import names as known

    return [Offer(name) for name in known() if name.startswith(begun)]


def kinds(library: Library, begun: str) -> list[Offer]:
    library.exists()  # opened with its own kinds
    return [Offer(name) for name in BY_KIND if name.startswith(begun)]


def _latest(library: Library) -> Iterator[Summary]:
    for one in library.find(order="-added", limit=_LATEST):
        if one.damage is None:
            yield one


def _distinct(words: Iterable[str]) -> list[Offer]:
    return [*islice(map(Offer, dict.fromkeys(words)), MOST)]


def _begins(words: str, begun: str) -> bool:
    return plain(words).startswith(plain(begun))


def _has(words: str, begun: str) -> bool:
    """Whether a word of them begins so; of the whole beginning, where it has several."""
    return f" {plain(begun)}" in f" {plain(words)}"


def _quoted(value: str) -> str:
    """As the query language has a value of several words."""
    return value if value.replace("-", "").isalnum() else f'"{value.replace(chr(34), "")}"'
