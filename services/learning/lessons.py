"""What one article teaches the weights: the names that stand in it, and where nobody has decided yet. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from extract.document import Document
from extract.learning.spans import meeting
from extract.names.joins import joined
from extract.names.news_style import mend
from extract.names.repeats import repeated
from extract.names.tagger import Mention
from extract.names.titles import without_titles
from store.index.lessons import form_of
from store.model.fields import Span
from store.model.kinds import PERSON, PLACE
from store.model.record import Record


class Lesson(NamedTuple):
    """`names` are what stands, with its kind. Nothing is learned beside `unsure` spans, and where many fields are
    undecided, only from what meets `only`: nobody has looked for what is missing."""

    names: dict[Span, str]
    unsure: list[Span]
    only: list[Span] | None


_MANY: Final = 4
"""One field of so many may be undecided in an article that somebody has read."""


def lesson_of(record: Record) -> Lesson:
    named = [item for item in record.fields.values() if item.row.is_named]
    settled = [item for item in named if item.decided and not item.unsettled]
    unsure = [span for item in named if not item.decided or item.unsettled for span in item.spans]
    names = {span: item.kind for item in settled if item.alive for span in item.spans if _is_name(record.text, span)}
    many = sum(not item.decided for item in named) * _MANY > len(named)
    only = [span for item in settled for span in item.spans] if many else None
    return Lesson(names, unsure, only)


def _is_name(text: str, span: Span) -> bool:
    """`she` is a mention of a person, and no name."""
    return any(letter.isupper() for letter in text[slice(*span)])


def mentions_of(document: Document, tagged: list[Mention]) -> dict[Span, str]:
    """The people and places that come of what a tagger found, by where they stand in the text."""
    text, origin = document.text, document.reading.origin
    found = repeated(text, joined(text, without_titles(text, mend(text, tagged))))
    return {origin((one.start, one.end)): one.kind for one in found if one.kind in (PERSON.name, PLACE.name)}


def scored(text: str, found: Mapping[Span, str], lesson: Lesson) -> list[int]:
    """How many fields are right, how many were found, how many there are: one for each form of a name."""
    gold = {
        (form_of(text[slice(*span)]), kind) for span, kind in lesson.names.items() if kind in (PERSON.name, PLACE.name)
    }
    unsure = sorted(lesson.unsure)
    mine = {(form_of(text[slice(*span)]), kind) for span, kind in found.items() if not meeting(unsure, span)}
    return [len(gold & mine), len(mine), len(gold)]


def wrong(score: Sequence[int]) -> int:
    """Of what is right, found and there: what is missed, or found for nothing."""
    right, found, there = score
    return found + there - 2 * right
