"""The commands that find: words in the article and in what is said of its fields, and the next doubt."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from tui.reader.search import Search, hits

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def find(reader: Reader, cursor: Cursor) -> None:
    from tui.widgets.ask import AskWords

    def answered(words: str | None) -> None:
        if not words or not words.strip():
            return
        found = hits(cursor.record, words)
        if not found:
            stop(reader, cursor)
            reader.say(f"“{words}” is not in this article, nor in what its fields say")
            return
        here = reader.article.cursor
        first = next((i for i, hit in enumerate(found) if hit.span[0] >= here), 0)
        reader.state.search = Search(words, found, first)
        _show(reader, cursor)

    reader.ask(AskWords("Find", reader.state.search.words if reader.state.search else "", verb="finds"), answered)


def next_hit(step: int, reader: Reader, cursor: Cursor) -> None:
    if reader.state.search is not None:
        reader.state.search.current = (reader.state.search.current + step) % len(reader.state.search.hits)
        _show(reader, cursor)


def _show(reader: Reader, cursor: Cursor) -> None:
    """Light the hits, and put the field of the current one, or there, the current one."""
    found = reader.state.search
    if found is None:
        return
    span = found.hit.span
    light(reader)
    reader.article.reveal(span)
    reader.place_cursor(span[0])
    if identifier := found.hit.field or next(iter(reader.article.fields_at(span[0])), None):
        reader.take(identifier)
    else:
        cursor.rest(span[0])
        reader.moved()
    reader.article.selection = span
    reader.article.focus()
    where = ", said of this field" if found.hit.field else ""
    reader.say(f"“{found.words}”: {found.current + 1} of {len(found.hits)}{where}")
    reader.show_keys()


def light(reader: Reader) -> None:
    """Light what was found; nothing where nothing is looked for."""
    found = reader.state.search
    reader.article.finding = found is not None
    spans = found.spans if found else []
    reader.article.hits(spans, spans.index(found.hit.span) if found and found.hit.field is None else None)


def stop(reader: Reader, cursor: Cursor) -> None:
    del cursor
    reader.state.search = None
    light(reader)
    reader.article.clear_selection()
    reader.show_keys()


def next_doubt(reader: Reader, cursor: Cursor) -> None:
    doubts = cursor.doubts
    if cursor.seek(1, lambda item: bool(doubts.of(item))):
        reader.moved()
        return
    item = cursor.field
    here = int(item is not None and bool(doubts.of(item)))
    hidden = sum(bool(doubts.of(one)) for one in cursor.record.fields.values()) - here
    said = f"No {'other ' if here else ''}field {'listed ' if hidden else ''}is in doubt"
    reader.say(said + (f"; {hidden} not listed, {reader.key('unfold')} lists them" if hidden else ""))


COMMANDS: Final[dict[str, Command]] = {
    "find": find,
    "next-hit": partial(next_hit, 1),
    "previous-hit": partial(next_hit, -1),
    "stop-finding": stop,
    "next-doubt": next_doubt,
}
