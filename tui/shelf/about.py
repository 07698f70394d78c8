"""What is done with the articles that are marked, else with the current one; and what is said of them, in one step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from store.errors import StetError
from store.model.about import ask_whether_any, named

if TYPE_CHECKING:
    from tui.shelf.protocol import Shelf


def marked_in(shelf: Shelf) -> list[str]:
    """In the order of the list; a mark on what is not listed does not count."""
    return [name for name in shelf.listing.ids if name in shelf.list.marked]


def chosen_of(shelf: Shelf, otherwise: list[str]) -> tuple[list[str], str]:
    """What is marked and listed; something else only where nothing is marked at all; and words on the other marks.

    Refused where all marks are on what the filter hides: whoever marked those means them, and not the current article.
    """
    marked = marked_in(shelf)
    hidden = len(shelf.list.marked) - len(marked)
    if hidden and not marked:
        ones, them = ("the marked article is", "it") if hidden == 1 else (f"the {hidden:,} marked articles are", "them")
        way = f"{shelf.key('filter-drop')} drops the filter, {shelf.key('mark')} then unmarks {them}"
        raise StetError("Nothing done", f"{ones} not listed; {way}")
    return marked or otherwise, f" ({hidden:,} marked {'is' if hidden == 1 else 'are'} not listed)" if hidden else ""


def articles_in(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def say_of_articles(shelf: Shelf) -> None:
    """A value of the article's own fields for the current article, or for what is marked."""
    from tui.widgets.ask import AskWords, Option, Pick

    ask_whether_any()
    current = shelf.list.current
    chosen, aside = chosen_of(shelf, [current] if current else [])
    if not chosen:
        shelf.say(f"There is no article to say anything of{aside}")
        return

    def picked(answer: str | None) -> None:
        name, given, typed = (answer or "").partition("=")
        if given:
            say_of(name, typed)
        elif name:
            shelf.ask(AskWords(f"{name} of {articles_in(len(chosen))}{aside}"), lambda words: say_of(name, words))

    def say_of(name: str, typed: str | None) -> None:
        from services.coding import say_of_articles as saying
        from services.coding import value_of

        if typed is None:
            return
        value_of(name, typed)  # what it cannot be is said at once
        shelf.steps += 1
        shelf.start(partial(saying, shelf.library, chosen, name, typed, shelf.annotator, shelf.taken_back))

    def attempted(answer: str | None) -> None:
        shelf.attempt(lambda: picked(answer))

    options = [Option("", label, value) for label, value in _offered()]
    shelf.ask(Pick(f"Say of {articles_in(len(chosen))}{aside}", options), attempted)


def _offered() -> list[tuple[str, str]]:
    """Each choice of each of the article's own attributes, and the others to be typed; with what it answers."""
    offered: list[tuple[str, str]] = []
    for name, item in named().items():
        label = (item.label or name).replace("_", " ")
        offered += [(f"{label}: {choice}", f"{name}={choice}") for choice in item.choices]
        offered += [(f"{label}: …", name)] if not item.choices or item.is_list else []
        offered.append((f"{label}: none", f"{name}="))
    return offered
