"""What each key of the shelf does, by the id of its row in the key table. Loaded with the first key, not before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.index.query import parse
from store.model.about import shown_attributes
from store.model.cleaning import clean_text
from tui.messages import OpenArticles, QuitApp, ShowConcordance, ShowFlagged, ShowReader, ShowRegister, ShowTour
from tui.settings.config import configuration
from tui.shelf.about import articles_in, chosen_of, marked_in, say_of_articles
from tui.shelf.lines import next_order, said, shortened, turned
from tui.terminal.served import is_served, tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui.shelf.protocol import Command, Shelf

_NO_END: Final = 1 << 40


def move(step: int, shelf: Shelf) -> None:
    shelf.list.move(step)


def turn_page(step: int, shelf: Shelf) -> None:
    shelf.list.move(step * shelf.list.page)


def read(shelf: Shelf) -> None:
    """The queue is the list as it is, or what is marked where the current article is."""
    if (current := shelf.list.current) is None:
        shelf.say("No article to read")
        return
    marked = marked_in(shelf)
    ids = marked if current in marked else list(shelf.listing.ids)
    shelf.send(OpenArticles(ids, ids.index(current)))


def back(shelf: Shelf) -> None:
    if shelf.reading:
        shelf.send(ShowReader())
    else:
        shelf.say(f"No article is open; {shelf.key('read')} reads the current one")


def clear_told(shelf: Shelf) -> None:
    """Then the filter; never the way back: the next letters would decide about fields."""
    if shelf.clear_told():
        return
    if shelf.question.query or shelf.filter.box.value:
        shelf.drop_filter()
    else:
        way = f"; {shelf.key('back-to-reader')} goes back to the article" if shelf.reading else ""
        shelf.say(f"No message or filter to close{way}")


def mark(shelf: Shelf) -> None:
    shelf.list.mark()
    shelf.show_progress()


def mark_on(step: int, shelf: Shelf) -> None:
    shelf.list.mark_on(step)
    shelf.show_progress()


def mark_all(shelf: Shelf) -> None:
    shelf.list.mark_all()
    shelf.show_progress()


def sort(shelf: Shelf) -> None:
    _sort(shelf, next_order(shelf.question.order))


def sort_back(shelf: Shelf) -> None:
    _sort(shelf, turned(shelf.question.order))


def _sort(shelf: Shelf, order: str) -> None:
    """To the top, where what was asked for is."""
    shelf.request(order=order, top=True)
    shelf.say(f"Sorted: {said(order)}")


def type_filter(shelf: Shelf) -> None:
    shelf.focus_filter()


def keep_filter(shelf: Shelf) -> None:
    """Refused where it is not understood: what is typed next is to mend it, and not to be taken for commands."""
    parse(shelf.question.query)
    shelf.list.focus()


def drop_filter(shelf: Shelf) -> None:
    shelf.drop_filter()


def add(shelf: Shelf, paths: str = "", refused: str = "") -> None:
    """Asked again with what was typed, where that names nothing."""
    from tui.shelf.work import add as adding
    from tui.shelf.work import words_of
    from tui.widgets.ask import AskWords

    if is_served():
        _add_in_browser(shelf)
        return

    def answered(word: str | None) -> None:
        if word and (word := word.strip()):
            try:
                words_of(word)
            except StetError as error:
                add(shelf, word, f"{error.title}: {error.message}. ")
            else:
                shelf.start(partial(adding, shelf.library, shelf.extractor, word))

    question = f"{refused}Add a file, a folder or an address"
    shelf.ask(AskWords(question, paths, verb="adds", go_on=bool(refused), completes=True), answered)


def _add_in_browser(shelf: Shelf, typed: str = "", refused: str = "") -> None:
    """No path means anything there: it would be one of the server, which is not the person's to read."""
    from store.intake import is_address
    from tui.shelf.work import add_address
    from tui.widgets.ask import AskWords

    def answered(word: str | None) -> None:
        if word is None:
            return
        if not (word := word.strip()):
            tell("pick")
        elif is_address(word):
            shelf.start(partial(add_address, shelf.library, shelf.extractor, word))
        else:
            _add_in_browser(shelf, word, "That is not an address. ")

    question = f"{refused}Add an address; nothing typed chooses files of your computer"
    shelf.ask(AskWords(question, typed, verb="adds", go_on=bool(refused)), answered)


def add_files(shelf: Shelf, files: Sequence[Path]) -> None:
    """What a browser has sent."""
    from tui.shelf.work import add_uploads

    shelf.start(partial(add_uploads, shelf.library, shelf.extractor, files))


def add_pasted(shelf: Shelf, text: str) -> None:
    """Files that were dropped on the terminal come as a paste too; all else is an article."""
    from store.intake import is_address
    from store.intake.article import headline
    from tui.shelf.work import add_address, add_text
    from tui.widgets.ask import AskWords
    from tui.widgets.typed_paths import are_files

    text = clean_text(text)  # terminals send a line's end as CR
    if is_served():
        if is_address(text.strip()) and len(text.split()) == 1:
            shelf.start(partial(add_address, shelf.library, shelf.extractor, text.strip()))
            return
    elif are_files(text):
        add(shelf, " ".join(text.split("\n")))
        return

    def answered(title: str | None) -> None:
        if title is not None:
            shelf.start(partial(add_text, shelf.library, shelf.extractor, text, title.strip(), shelf.stand_at))

    words = len(text.split())
    question = f"Add what was pasted, {words:,} word{'' if words == 1 else 's'}, as an article with the title"
    shelf.ask(AskWords(question, headline(text), verb="adds"), answered)


def export(shelf: Shelf) -> None:
    """What is marked, else the whole list."""
    from tui.widgets.export_dialog import Extent, ask_export

    ids, aside = chosen_of(shelf, list(shelf.listing.ids))
    if ids:
        ask_export(shelf, [Extent(f"{articles_in(len(ids))}{aside}", len(ids), "articles", lambda: ids)])
    else:
        shelf.say(f"No article to export{aside}")


def done(shelf: Shelf) -> None:
    """The current article, or what is marked: done, or open again where all of it is done."""
    from services.finish import finish, standing
    from tui.widgets.ask import Choose, Option

    current = shelf.list.current
    chosen, aside = chosen_of(shelf, [current] if current else [])
    if not chosen:
        shelf.say(f"No article to mark done{aside}")
        return

    def answered(answer: str | None) -> None:
        if answer:
            shelf.steps += 1
            shelf.start(partial(finish, shelf.library, chosen, shelf.annotator, shelf.taken_back))

    if len(chosen) == 1 and not aside:
        answered("yes")
        return
    open_ones, undecided = standing(shelf.library, chosen)
    question = (
        f"Mark {articles_in(open_ones)}{aside} done?" if open_ones else f"Reopen {articles_in(len(chosen))}{aside}?"
    )
    if undecided:
        fields = "1 undecided field stays" if undecided == 1 else f"{undecided:,} undecided fields stay"
        question += f" {fields} undecided."
    shelf.ask(Choose(question, [Option("D", "yes", "yes")], confirms=True), answered)


def undo_finish(shelf: Shelf) -> None:
    """What the last `done` has done, whatever its articles were before; of an earlier sitting it is asked first."""
    from services.finish import undo_finish as taking_back
    from tui.widgets.ask import Choose, Option

    work = partial(taking_back, shelf.library, shelf.annotator, shelf.taken_back)
    if shelf.steps:
        shelf.steps -= 1
        shelf.start(work)
    elif last := shelf.library.last_step(shelf.annotator, min(shelf.taken_back, default=""), of_fields=False):
        step, articles = last
        question = f"Take back what you did on {step[:10]} with {_key(shelf)}, in {articles_in(len(articles))}?"
        options = [Option(shelf.key("articles-undo"), "yes", "yes")]
        shelf.ask(Choose(question, options, confirms=True), lambda answer: shelf.start(work) if answer else None)
    else:
        shelf.say(f"Nothing to undo here: no {_key(shelf)} of yours; a step in an article is undone there")


def _key(shelf: Shelf) -> str:
    """What `u` takes back."""
    about = f" or {shelf.key('articles-about')}" if shown_attributes() else ""
    return f"{shelf.key('articles-done')}{about}"


def remove(shelf: Shelf) -> None:
    """The current article, or what is marked: for good, so it is asked first, and `enter` alone does not do it."""
    from tui.shelf.work import remove as removing
    from tui.widgets.ask import Choose, Option

    current = shelf.list.current
    chosen, aside = chosen_of(shelf, [current] if current else [])
    if not chosen:
        shelf.say(f"There is no article to remove{aside}")
        return
    summary = shelf.listing.summary(shelf.list.cursor)
    what = f"“{shortened(summary.heading)}”" if summary and chosen == [current] else articles_in(len(chosen))

    def answered(answer: str | None) -> None:
        if answer:
            shelf.list.marked.difference_update(chosen)
            shelf.start(partial(removing, shelf.library, chosen))

    question = f"Remove {what}{aside} for good, with all that was done to {'it' if len(chosen) == 1 else 'them'}?"
    shelf.ask(Choose(question, [Option("R", "remove", "yes")]), answered)


def show_flagged(shelf: Shelf) -> None:
    shelf.send(ShowFlagged(shelf.list.current))


def show_register(shelf: Shelf) -> None:
    shelf.send(ShowRegister())


def show_concordance(shelf: Shelf) -> None:
    """Of the filter, where it names words or fields."""
    from store.index.named import named

    query, said = shelf.question.query, ""
    try:
        named(query)
    except StetError:
        if query.strip():
            said = f"“{query.strip()}” chooses articles, not words in them: type what to look for"
        query = ""
    shelf.send(ShowConcordance(query, said))


def show_statistics(shelf: Shelf) -> None:
    """Of what is listed."""
    from tui.widgets.statistics_screen import StatisticsScreen

    shelf.ask(StatisticsScreen(shelf.library, shelf.question.query))


def show_guidelines(shelf: Shelf) -> None:
    from tui.widgets.guidelines_pane import GuidelinesScreen

    shelf.ask(GuidelinesScreen(configuration().guidelines, shelf.library.documents))


COMMANDS: Final[dict[str, Command]] = {
    "read": read,
    "filter": type_filter,
    "filter-keep": keep_filter,
    "filter-drop": drop_filter,
    "sort": sort,
    "sort-back": sort_back,
    "remove-article": remove,
    "mark": mark,
    "mark-on": partial(mark_on, 1),
    "mark-back": partial(mark_on, -1),
    "mark-all": mark_all,
    "articles-done": done,
    "articles-undo": undo_finish,
    "articles-about": say_of_articles,
    "add-article": add,
    "export": export,
    "tour": lambda shelf: shelf.send(ShowTour()),
    "flagged-on-shelf": show_flagged,
    "concordance-on-shelf": show_concordance,
    "register-on-shelf": show_register,
    "guidelines-alone": show_guidelines,
    "statistics-on-shelf": show_statistics,
    "back-to-reader": back,
    "clear-told": clear_told,
    "article-on": partial(move, 1),
    "article-back": partial(move, -1),
    "articles-page-on": partial(turn_page, 1),
    "articles-page-back": partial(turn_page, -1),
    "first-article": partial(move, -_NO_END),
    "last-article": partial(move, _NO_END),
    "help": lambda shelf: shelf.show_help(),
    "quit": lambda shelf: shelf.send(QuitApp()),
}
OF_THE_WHOLE: Final = ("read", "export", "mark-all", "articles-done", "articles-about", "remove-article")
"""What waits until all ids of the list are known."""
