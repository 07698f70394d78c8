"""Opens an article by id or file: loads it from the library, or reads it and runs the extractor.

No screen and no thread: the reader, the command line and the backlog's process call it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from services.report import Say, ignore
from store.errors import StetError
from store.files import is_there, open_file
from store.model.record import Article, Record

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from services.answering import Served
    from store.library.protocol import Library
    from store.model.fields import Json, Suggestions

Entry: TypeAlias = str | Path
"""The id of a record in the library, or a file that may not be in it yet."""


class Unasked(str):
    """The id of an article that came in with what ours finds; a server is asked when it is opened."""

    __slots__ = ()


class NewArticle(NamedTuple):
    """An article that is not in the library yet; `remark` is a note to show on how it was read."""

    article: Article
    remark: str = ""


def is_added_first(word: str) -> bool:
    """True for an address or a table of texts: their articles are added to the library before any is opened."""
    from store.intake import is_address_or_table

    return is_address_or_table(word) and not (is_there(word) and Path(word).is_dir())


def entries(library: Library, word: str, extractor: Callable[[], Extractor], say: Say = ignore) -> Iterator[Entry]:
    """The articles behind a path or an address: files, or the ids of articles that this call adds to the library.

    `say` is called with each row of a table that cannot be read, and with an encoding that was guessed. Raises
    `StetError` if nothing can be read.
    """
    from store.intake import sources, walk

    _refuse_corpus(word)
    if not is_added_first(word):
        yield from walk([word])
        return
    from services.ingest import guess_once

    refused: list[StetError] = []
    guessed: set[str] = set()
    unasked: set[str] = set()
    is_empty = True
    for source in sources(word):
        try:
            article, encoding, _ = source.read()
            if guess := guess_once(source.name, encoding, guessed):
                say(guess)
            if article.id not in library and begin(library, NewArticle(article), extractor, say)[1] is not None:
                unasked.add(article.id)
        except StetError as error:
            refused.append(error)
            say(f"{source.name} left out: {error.message}")
            continue
        is_empty = False
        yield Unasked(article.id) if article.id in unasked else article.id
    if is_empty and refused:
        raise refused[0]


def _refuse_corpus(word: str) -> None:
    if is_there(str(Path(word, "corpus.json"))):
        from services.corpus.folder import refuse_corpus

        refuse_corpus(word)


def check_there(word: str) -> None:
    """Raises `StetError` for a path without any article, or whose first file cannot be read."""
    from store.intake import walk

    _refuse_corpus(word)
    if not is_added_first(word):
        open_file(next(walk([word]))).close()


def look(library: Library, entry: Entry) -> Record | NewArticle:
    """The record, or the article if the library lacks it. Raises `StetError` if it cannot be opened."""
    if not isinstance(entry, Path):
        return library.load(entry)
    from extract.languages.detector import warning
    from store.intake import read_article

    intake = read_article(entry)
    if intake.article.id in library:
        return library.load(intake.article.id)
    foreign = warning(intake.article.text)
    remarks = [f"Taken as {intake.encoding}" if intake.encoding else "", f"This article {foreign}" if foreign else ""]
    return NewArticle(intake.article, "; ".join(filter(None, remarks)))


def identifier_of(library: Library, entry: Entry) -> str | None:
    """The id of the record; None for a file that cannot be read or is not in the library."""
    if not isinstance(entry, Path):
        return entry
    from store.intake import read_article

    try:
        found = read_article(entry).article
    except StetError:
        return None
    return found.id if found.id in library else library.with_text(found.text)


First: TypeAlias = tuple[int, Record | NewArticle | None]
"""The index of an entry, and its record or article if that has been read already."""


def first_unfinished(library: Library, entries: Sequence[Entry]) -> First:
    """The first article that is not done or has a conflict; else the first of all.

    Raises `StetError` if none of them can be opened.
    """
    done: set[Entry] = set()
    refused: list[StetError] = []
    for index, entry in enumerate(entries):
        if index == _OPENED_FIRST:
            done.update(library.ids("status:done"))
        if entry in done:
            continue
        try:
            record = look(library, entry)
        except StetError as error:
            refused.append(error)
            continue
        if isinstance(record, NewArticle) or record.status != "done" or any(i.conflict for i in record.fields.values()):
            return index, record
    if entries and len(refused) == len(entries):
        raise refused[0]
    return 0, None


_OPENED_FIRST: Final = 20
"""Articles at the head of a queue that are opened one by one before the library is queried for those that are done."""


def prepare(library: Library, entry: Entry, extractor: Callable[[], Extractor], say: Say = ignore) -> str:
    """Add an article with its suggestions before it is opened; its id. Raises `StetError` like `look`."""
    found = look(library, entry)
    return suggest(library, found, extractor, say).id if isinstance(found, NewArticle) else found.id


def begin(
    library: Library, fresh: NewArticle, extractor: Callable[[], Extractor], say: Say = ignore
) -> tuple[Record, Served | None]:
    """Like `suggest`. A server takes its time: ours are there at once, and it is given back, for `ask_server`."""
    from services.answering import Served, ours

    loaded = extractor()
    if not isinstance(loaded, Served):
        return suggest(library, fresh, lambda: loaded, say), None

    return library.add(fresh.article, ours(loaded).suggest(fresh.article.text)), loaded


def ask_server(
    library: Library,
    identifier: str,
    extractor: Extractor,
    hear: Callable[[Json], object] | None = None,
    spared: Callable[[], Collection[str]] = tuple,
) -> str:
    """Ask for suggestions in place of what nobody has decided by then; gives a line on what came of it.

    With `hear` what parts of the article give comes before the rest, except to the fields that are `spared` then; it
    gets the account of the model so far. Raises `StetError` if there is no answer: what is there stays.
    """
    from services.answering import answer_of
    from services.suggesting import renew

    record = library.load(identifier)

    def put(so_far: Suggestions) -> None:
        with suppress(StetError):  # a full disk: it is said of the whole
            renew(library, identifier, so_far, extractor.name, spared())
            if hear is not None:
                hear(so_far.extra["llm"])

    found, remark = answer_of(extractor, record.text, record.article.meta, hear and put)
    renew(library, identifier, found, extractor.name)
    took = found.extra.get("llm", {})
    cost = f", cost {took['cost']:.4f}" if took.get("cost") is not None else ""
    words = f"{extractor.name} has read it in {took.get('seconds', 0):.0f} s{cost}"
    return f"{words}; {remark}" if remark else words


def suggest(library: Library, fresh: NewArticle, extractor: Callable[[], Extractor], say: Say = ignore) -> Record:
    """Extract the fields and add the article with them to the library; may take seconds.

    `say` is called with what of a program's answer was refused, or why it gave none.
    """
    loaded = extractor()
    from services.answering import answer_or_ours

    found, remark = answer_or_ours(loaded, fresh.article.text, fresh.article.meta)
    if remark:
        say(remark)
    return library.add(fresh.article, found)
