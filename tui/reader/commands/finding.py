"""The commands that find: words in the article and in what is said of its fields, and the next doubt."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from store.model.fields import AnyField, Span
from store.model.record import Record

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor

_MOST = 10_000
"""Hits looked for: more than anybody goes through."""
_SAID_OF: Final = (
    "name",
    "role",
    "country",
    "type",
    "unit",
    "counted",
    "event",
    "approx",
    "cue",
    "speaker_name",
    "note",
)


class Hit(NamedTuple):
    """Words of the article; or the first words of a field of which they are said, with `field` its id."""

    span: Span
    field: str | None = None


class Search:
    """The hits of one search, in the order of the text, and which of them one is at."""

    def __init__(self, words: str, hits: list[Hit], current: int) -> None:
        self.words = words
        self.hits = hits
        self.current = current

    @property
    def spans(self) -> list[Span]:
        """Those of words: what is current is lit by itself."""
        return [hit.span for hit in self.hits if hit.field is None]

    @property
    def hit(self) -> Hit:
        return self.hits[self.current]


def _pattern(words: str) -> re.Pattern[str] | None:
    """In any case unless a capital is among them; a space stands for any white space."""
    parts = [re.escape(part) for part in words.split()]
    flags = re.IGNORECASE if words == words.lower() else re.NOFLAG
    return re.compile(r"\s{1,4}".join(parts), flags) if parts else None


def search(text: str, words: str) -> list[Span]:
    """Where the words stand."""
    if (pattern := _pattern(words)) is None:
        return []
    return [match.span() for match, _ in zip(pattern.finditer(text), range(_MOST), strict=False)]


def search_fields(record: Record, words: str) -> list[AnyField]:
    """Fields of which these words are said: in an attribute or a note, or in the row of the list."""
    from tui.widgets.phrases import phrase

    if (pattern := _pattern(words)) is None:
        return []
    return [
        item
        for item in record.fields.values()
        if any(pattern.search(said) for key in _SAID_OF if isinstance(said := getattr(item, key, None), str))
        or any(pattern.search(said) for said in phrase(item, record.text))
    ]


def hits(record: Record, words: str) -> list[Hit]:
    """A field is one only where none of its words, nor of those that state its attributes, is a hit already."""
    spans = search(record.text, words)
    found = [Hit(span) for span in spans]
    found += [
        Hit(item.spans[0], item.id)
        for item in search_fields(record, words)
        if not any(_holds(spans, span) for span in (*item.spans, *item.evidence.values()))
    ]
    return sorted(found, key=lambda hit: hit.span)


def _holds(spans: list[Span], span: Span) -> bool:
    """True where one of the spans, which are in order and apart, meets this one."""
    place = bisect_right(spans, (span[1] - 1, span[1] - 1))
    return any(start < span[1] and span[0] < end for start, end in spans[max(0, place - 1) : place + 1])


def find(reader: Reader, cursor: Cursor) -> None:
    from tui.widgets.ask import AskWords

    def answered(words: str | None) -> None:
        if not words or not words.strip():
            return
        found = hits(cursor.record, words)
        if not found:
            stop(reader, cursor)
            reader.say(f"“{words}” is not in this article, and said of none of its fields")
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
