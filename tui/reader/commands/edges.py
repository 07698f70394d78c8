"""Where a mention's edges go when they are moved by a word or by a character, and where else its words stand. Pure."""

from __future__ import annotations

import re

from store.model.fields import Span
from store.model.record import Record
from store.plain import phrase_pattern, plain_case, plain_text
from tui.reader.text import units


def moved(text: str, span: Span, edge: str, step: int, *, by_character: bool) -> Span:
    """The span with its `start` or `end` one step to the left (-1) or right; the same where nothing would be left."""
    start, end = span
    if by_character:
        start, end = (start + step, end) if edge == "start" else (start, end + step)
    elif edge == "start":
        start = units.word_before(text, start) if step < 0 else units.word_after(text, start)
    else:
        end = _end_after(text, end) if step > 0 else _end_before(text, end)
    return (start, end) if 0 <= start < end <= len(text) else span


def _end_after(text: str, end: int) -> int:
    """The end of the word that begins at or after this place, or goes on over it."""
    held = units.word_at(text, end)
    if held is not None and held[0] < end:
        return held[1]
    start = end if held and text[held[0]].isalnum() else units.word_after(text, end)
    word = units.word_at(text, start)
    return word[1] if word else end


def _end_before(text: str, end: int) -> int:
    """The end of the last word that ends before this place; the place itself where there is none."""
    start = end
    while start > 0:
        start = units.word_before(text, start)
        word = units.word_at(text, start)
        if word is not None and word[1] < end:
            return word[1]
    return end


def others(record: Record, words: str, group: str) -> list[Span]:
    """Where else these words stand whole, in no field of this group and inside no name."""
    phrase = phrase_pattern(plain_case(words))
    if not phrase:
        return []
    taken = [
        span
        for item in record.fields.values()
        if item.alive and (item.group == group or item.row.is_named)
        for span in item.spans
    ]
    found = plain_text(record.text, with_case=True).finditer(re.compile(rf"(?<!\w){phrase}(?!\w)"))
    return [span for span in found if not any(span[0] < end and start < span[1] for start, end in taken)]
