"""What stands about a number that it may count, and what may have happened: for a box without letters. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from store.model.fields import Number, Person, Place
from store.model.record import Record
from tui.reader.editor.evidence import sentence_around

_MANY: Final = 500
"""Numbers of an article that are looked at."""


def nouns(record: Record, item: Number) -> Iterator[str]:
    """Those of its clause that are part of no name, then what is counted in its paragraph."""
    from extract.numbers.beside import nouns_beside

    text, numeral = record.text, item.spans[0]
    low, high = sentence = sentence_around(text, numeral)
    names = [
        (start, end)
        for other in (*record.people, *record.places)
        if other.alive and isinstance(other, Person | Place)
        for start, end in other.spans
        if low <= start < high
    ]
    singular = item.value == 1 or item.number_kind in ("ordinal", "percent")
    for start, end in nouns_beside(text, sentence, numeral, singular=singular):
        if not any(start < stop and begin < end for begin, stop in names):
            yield text[start:end]
    yield from _of_paragraph(record, item, "counted")


def verbs(record: Record, item: Number) -> Iterator[str]:
    """Those of its clause that say what happened to somebody or something, then what happened in its paragraph."""
    from extract.numbers.beside import verbs_beside

    for span in verbs_beside(record.text, sentence_around(record.text, item.spans[0]), item.spans[0]):
        yield record.text[slice(*span)].lower()
    yield from _of_paragraph(record, item, "event")


def _of_paragraph(record: Record, item: Number, key: str) -> list[str]:
    """What the other numbers there have, the nearest first, those before it before the others."""
    here, text = item.spans[0][0], record.text
    low, high = text.rfind("\n\n", 0, here) + 1, text.find("\n\n", here)
    found = [
        (start > here, abs(start - here), value)
        for other in record.numbers[:_MANY]
        if other is not item and other.alive and (value := getattr(other, key))
        for start, _ in other.spans
        if low <= start < (high if high >= 0 else len(text))
    ]
    return [value for _, _, value in sorted(found)]
