"""Which words of the article state an attribute that a person has just typed. Pure."""

from __future__ import annotations

import re
from typing import Final

from extract.words import sentences
from store.model.fields import AnyField, Json, Span
from store.plain import PlainText, phrase_pattern, plain

STATED: Final = ("role", "unit", "counted", "event", "approx", "cue")
"""Attributes in the words of the text."""


def restated(text: str, item: AnyField, after: Json) -> dict[str, Span | None]:
    """The evidence that changes with these attributes: the words that state the new value, or None for none.

    Evidence that bears the new value out stays as it is.
    """
    found: dict[str, Span | None] = {}
    for key in STATED:
        if key not in after:
            continue
        old, value = item.evidence.get(key), after[key]
        if old is not None and value and plain(text[slice(*old)]) == plain(value):
            continue
        span = _nearest(text, item, value) if value else None
        if span is None and value and key == "unit":
            span = _unit_words(text, item, value)
        if span is not None or old is not None:
            found[key] = span
    return found


def stated_at(text: str, item: AnyField, words: str) -> Span | None:
    """The words nearest to a mention in a sentence of the field, outside of its mentions; of an article the first."""
    if not item.spans:
        return next(iter(find_words(text, words, (0, len(text)))), None)
    return _nearest(text, item, words)


def sentence_around(text: str, span: Span) -> Span:
    """The sentence that a span begins in; looks at its own line of the text only."""
    start, end = span
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    block = text[first : last if last >= 0 else len(text)]
    for begin, stop in sentences(block):
        if begin <= start - first < stop:
            return first + begin, first + stop
    return first, first + len(block)


def find_words(text: str, words: str, within: Span) -> list[Span]:
    """Where these words stand, whole and in any case; a plural's ending may follow."""
    phrase = phrase_pattern(plain(words))
    if not phrase:
        return []
    pattern = re.compile(rf"(?<!\w){phrase}(?=(?:e?s)?(?!\w))")
    first, last = within
    found = PlainText(text[first:last], with_case=False).finditer(pattern)
    return [(first + start, first + end) for start, end in found]


def _nearest(text: str, item: AnyField, words: str) -> Span | None:
    """In a sentence of one of the mentions, the words nearest to it and outside it."""
    best: tuple[int, Span] | None = None
    for mention in item.spans:
        for start, end in find_words(text, words, sentence_around(text, mention)):
            gap = max(mention[0] - end, start - mention[1])
            quoted = any(start < other[1] and other[0] < end for other in item.spans)
            if gap >= 0 and not quoted and (best is None or gap < best[0]):
                best = gap, (start, end)
    return best[1] if best else None


def _unit_words(text: str, item: AnyField, unit: str) -> Span | None:
    """The sign or the short form of a unit, where the extractor reads it so: `km` of kilometre, `$` of USD."""
    from extract.document import Document
    from extract.numbers import find_numbers

    first, last = sentence_around(text, item.spans[0])
    start, end = item.spans[0]
    document = Document(text[first:last])
    found = find_numbers(document)
    document.reading.restore(found)
    for number in found:
        if number.spans[0] == (start - first, end - first) and number.unit == unit and "unit" in number.evidence:
            low, high = number.evidence["unit"]
            return first + low, first + high
    return None
