"""What click is offered for the word that is completed, by the options typed so far. Whatever fails, offers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from click.shell_completion import CompletionItem

from store.errors import StetError

if TYPE_CHECKING:
    import click

    from services.completing import Offer
    from store.library.protocol import Library

Completing: TypeAlias = "Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]"
Words: TypeAlias = "Callable[[Library, str], Iterable[Offer]]"


def query_words(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    from services.completing import query_words as words

    return _from_library(context, words, begun)


def annotators(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """The last of several with commas between them."""
    from services.completing import annotators as words

    before, comma, last = begun.rpartition(",")
    items = _from_library(context, words, last)
    return [CompletionItem(f"{before}{comma}{item.value}", help=item.help) for item in items]


def names(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    from services.completing import names as words

    return _from_library(context, words, begun)


def articles(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    from services.completing import articles as words

    return _from_library(context, words, begun)


def kinds(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    from services.completing import kinds as words

    return _from_library(context, words, begun)


def desk_files(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    from services.completing import Offer
    from services.desk_files import WRITTEN
    from services.desk_files import names as there

    def words(library: Library, begun: str) -> Iterable[Offer]:
        known = dict.fromkeys([*(name for name, _ in there(library)), *(one for one in WRITTEN if "NAME" not in one)])
        return (Offer(name) for name in known if name.startswith(begun))

    return _from_library(context, words, begun)


def extractors(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    from services.completing import extractors as words

    return [CompletionItem(one.word) for one in words(begun)]


def strata(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """The last of several with commas between them."""
    from services.corpus.sampling import STRATA

    before, comma, last = begun.rpartition(",")
    return [CompletionItem(f"{before}{comma}{name}") for name in STRATA if name.startswith(last)]


def clusters(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    return [CompletionItem(one) for one in ("local", "local:2", "tcp://") if one.startswith(begun)]


def files(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """As the shell completes paths."""
    return [CompletionItem(begun, type="file")]


def folders(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    return [CompletionItem(begun, type="dir")]


def _from_library(context: click.Context, words: Words, begun: str) -> list[CompletionItem[str]]:
    from tui.settings.in_force import the_library

    try:
        library = the_library(context.meta.get("stet.library"), context.meta.get("stet.kinds"))
        return [CompletionItem(one.word, help=one.about or None) for one in words(library, begun)]
    except (StetError, OSError):
        return []  # a shell has no place for what went wrong; the command itself says it
