"""The commands that find: words in the article and in what is said of its fields, and the next doubt."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.model.fields import Span
from tui.reader.search import Hit, Search, hits
from tui.reader.text.grown import known_around, name_around, whole

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
    if found.hit.field:
        reader.take(found.hit.field, passing=True)
    elif at := reader.article.fields_at(span[0]):
        reader.take(at[0], passing=True)
    else:
        cursor.rest(span[0])
        reader.moved()
    found.taken = _meant(cursor, found.hit)
    reader.article.selection = found.taken
    reader.article.focus()
    where = ", said of this field" if found.hit.field else ""
    reader.say(f"“{found.words}”: {found.current + 1} of {len(found.hits)}{where}")
    reader.show_keys()


def _meant(cursor: Cursor, hit: Hit) -> Span:
    """The whole words, and the name about them: that of the mention which holds them, if one does."""
    if hit.field:
        return hit.span
    named = [span for item in cursor.record.fields.values() if item.alive and item.row.is_named for span in item.spans]
    taken = next((span for span in named if span[0] <= hit.span[0] and hit.span[1] <= span[1]), None)
    if taken is not None:
        return taken
    text = cursor.record.text
    span = known_around(text, name_around(text, hit.span), {text[slice(*one)] for one in named})
    met = any(one[0] < span[1] and span[0] < one[1] for one in named)
    return whole(text, hit.span) if met else span


def light(reader: Reader) -> None:
    """Light what was found; nothing where nothing is looked for."""
    found = reader.state.search
    reader.article.finding = found is not None
    spans = found.spans if found else []
    reader.article.hits(spans, spans.index(found.hit.span) if found and found.hit.field is None else None)


def stop(reader: Reader, cursor: Cursor) -> None:
    """What was found stays selected, so that any key of a selection can be pressed on it; then it can be dropped."""
    found, reader.state.search = reader.state.search, None
    if found is not None and found.hit.field:
        cursor.go(found.hit.field, cursor.mention)
    light(reader)
    reader.show_keys()


def _is_doubt_ahead(cursor: Cursor) -> bool:
    """Before the end of the list."""
    here = cursor.places.get(cursor.current or "", -1)
    return any(cursor.doubts.of(cursor.record.fields[name]) for name in cursor.order[here + 1 :])


def next_doubt(reader: Reader, cursor: Cursor) -> None:
    doubts = cursor.doubts
    if cursor.about_doubt and not cursor.about_passed and not _is_doubt_ahead(cursor):
        cursor.about_passed = True  # the next time round it is passed over
        reader.edit(cursor.record.about)  # the form says what
        return
    cursor.about_passed = False
    if cursor.seek(1, lambda item: bool(doubts.of(item))):
        reader.moved()
        return
    if cursor.about_doubt:
        reader.edit(cursor.record.about)
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
