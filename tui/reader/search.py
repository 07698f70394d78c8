"""Where words stand: in the article, and in what is said of its fields. Pure: what keys do with it is in `finding`."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import Final, NamedTuple

from store.model.fields import AnyField, Span
from store.model.record import Record
from store.plain import phrase_pattern, plain, plain_case, plain_text
from tui.widgets.phrases import phrase

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
        self.taken: Span | None = None
        """The words that were selected for the current hit: it grows to whole words, and to the name about it."""

    @property
    def spans(self) -> list[Span]:
        """Those of words: what is current is lit by itself."""
        return [hit.span for hit in self.hits if hit.field is None]

    @property
    def hit(self) -> Hit:
        return self.hits[self.current]


def _pattern(words: str) -> re.Pattern[str] | None:
    """For plain text, in any case unless a capital is among them; a space stands for any white space."""
    phrase = phrase_pattern(plain_case(words) if _has_capitals(words) else plain(words))
    return re.compile(phrase) if phrase else None


def _has_capitals(words: str) -> bool:
    return words != words.lower()


def search(text: str, words: str) -> list[Span]:
    """Where the words stand."""
    if (pattern := _pattern(words)) is None:
        return []
    return list(islice(plain_text(text, with_case=_has_capitals(words)).finditer(pattern), _MOST))


def search_fields(record: Record, words: str) -> list[AnyField]:
    """Fields of which these words are said: in an attribute or a note, or in the row of the list."""
    if (pattern := _pattern(words)) is None:
        return []
    folding = plain_case if _has_capitals(words) else plain
    return [
        item
        for item in record.fields.values()
        if any(pattern.search(folding(said)) for key in _SAID_OF if isinstance(said := getattr(item, key, None), str))
        or any(pattern.search(folding(said)) for said in phrase(item, record.text))
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
