"""The commands that find: words in the article and in the fields, the next doubt, what is left of a group."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from store import actions
from store.fields import Span

if TYPE_CHECKING:
    from tui.reader.moving import Command
    from tui.reader.reading import Reading
    from tui.reader.screen import ReaderScreen

_MOST = 10_000
"""Hits looked for: more than anybody goes through."""


class Found:
    """The hits of one search, and which of them one is at."""

    def __init__(self, words: str, spans: list[Span], current: int) -> None:
        self.words = words
        self.spans = spans
        self.current = current


def search(text: str, words: str) -> list[Span]:
    """Where the words stand, in any case unless a capital is among them; a space stands for any white space."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    flags = re.IGNORECASE if words == words.lower() else re.NOFLAG
    found = re.finditer(r"\s{1,4}".join(parts), text, flags)
    return [match.span() for match, _ in zip(found, range(_MOST), strict=False)]


def find(reader: ReaderScreen, reading: Reading) -> None:
    from tui.ask import AskWords

    def answered(words: str | None) -> None:
        if not words or not words.strip():
            return
        spans = search(reading.record.text, words)
        if not spans:
            stop(reader, reading)
            reader.say(f"“{words}” is not in this article")
            return
        here = reader.pane.cursor
        first = next((i for i, span in enumerate(spans) if span[0] >= here), 0)
        reader.found = Found(words, spans, first)
        _show(reader, reading)

    reader.app.push_screen(AskWords("Find", reader.found.words if reader.found else ""), answered)


def next_hit(step: int, reader: ReaderScreen, reading: Reading) -> None:
    if reader.found is not None:
        reader.found.current = (reader.found.current + step) % len(reader.found.spans)
        _show(reader, reading)


def _show(reader: ReaderScreen, reading: Reading) -> None:
    """Light the hits, and put the field at the current one in question where there is one."""
    found = reader.found
    if found is None:
        return
    span = found.spans[found.current]
    reader.pane.hits(found.spans, found.current)
    reader.pane.reveal(span)
    reader.place_cursor(span[0])
    if fields := reader.pane.fields_at(span[0]):
        reader.take(fields[0])
    else:
        reading.rest(span[0])
        reader.moved()
    reader.pane.selection = span
    reader.pane.focus()
    reader.say(f"“{found.words}”: {found.current + 1} of {len(found.spans)}")
    reader.show_keys()


def stop(reader: ReaderScreen, reading: Reading) -> None:
    del reading
    reader.found = None
    reader.pane.hits([], None)
    reader.pane.clear_selection()
    reader.show_keys()


def next_doubt(reader: ReaderScreen, reading: Reading) -> None:
    doubts = reader.doubts
    if doubts is not None and reading.seek(1, lambda item: bool(doubts.of(item))):
        reader.moved()
    elif doubts is not None and reading.field is not None and doubts.of(reading.field):
        reader.say("No other field is in doubt")
    else:
        reader.say("No field is in doubt")


def accept_group(reader: ReaderScreen, reading: Reading) -> None:
    """Let stand what is left in the group of the field in question, but not what is in doubt."""
    item, doubts = reading.field, reader.doubts
    if item is None or doubts is None:
        return
    left = [one for one in reading.record.group(item.group) if not one.decided]
    sure = [one.id for one in left if not doubts.of(one)]
    if reader.act(actions.accept(reading.record, sure), f"Nothing in {item.group} is left to let stand"):
        reading.go(next(iter(reading.undecided()), reading.current))
        reader.moved()
    if doubtful := len(left) - len(sure):
        reader.say(f"{len(sure)} let stand; {doubtful} in doubt left, {reader.key('next-doubt')} goes to them")
    elif sure:
        reader.say(f"{len(sure)} let stand")


COMMANDS: Final[dict[str, Command]] = {
    "find": find,
    "next-hit": partial(next_hit, 1),
    "previous-hit": partial(next_hit, -1),
    "stop-finding": stop,
    "next-doubt": next_doubt,
    "accept-group": accept_group,
}
