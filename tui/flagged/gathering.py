"""From the library to the rows of the list: what is flagged first, then what has a note only, article by article.

Which articles have any is the index's to say; their records are read by a job, and told some at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.message import Message

from services.records import Records
from store.plain import plain
from tui.widgets.phrases import NOTHING, phrase

if TYPE_CHECKING:
    from services.jobs import Job
    from store.library.protocol import Library
    from store.model.fields import AnyField
    from store.model.record import Record

_OFTEN: Final = 0.1
"""Seconds between two words on what was found."""


class Head(NamedTuple):
    """An article, above its fields."""

    article: str
    heading: str
    date: str
    source: str


class Entry(NamedTuple):
    """A field with a flag or a note. `by` and `at`: who wrote it last, and when; `words` is what a filter looks in."""

    article: str
    field: str
    kind: str
    status: str
    flag: bool
    note: str
    main: str
    second: str
    by: str
    at: str
    words: str


Group = tuple[Head, list[Entry]]


@dataclass
class Gathered(Message):
    """Some more groups; the last ones where `ended`. `broken` counts records that could not be read."""

    groups: list[Group]
    ended: bool = False
    broken: int = 0
    refused: str = ""


def gather(library: Library, tell: Callable[[Message], object], job: Job) -> Gathered:
    """Tells of some groups at a time, and answers with the last of them."""
    groups: list[Group] = []
    told = 0.0
    records = Records(library, _identifiers(library))
    for record in records:
        if job.is_cancelled:
            break
        group = group_of(record)
        if group[1]:  # nobody has taken the last flag away meanwhile
            groups.append(group)
        if time.monotonic() - told > _OFTEN:
            told = time.monotonic()
            tell(Gathered(groups))
            groups = []
    return Gathered(groups, ended=True, broken=len(records.broken))


def _identifiers(library: Library) -> Iterator[str]:
    yield from library.ids("flag:yes")
    yield from library.ids("flag:no noted:yes")


def group_of(record: Record) -> Group:
    article = record.article
    items = [item for item in record.fields.values() if item.flag or item.note]
    last = _last_words(record, {item.id for item in items})
    return Head(article.id, article.heading, article.date or "", article.source), [
        _entry(record, item, *last.get(item.id, ("", ""))) for item in items
    ]


def _entry(record: Record, item: AnyField, by: str, at: str) -> Entry:
    main, second = phrase(item, record.text, whole=True)
    second = "" if second == NOTHING else second
    words = plain(" ".join((record.article.heading, main, second, item.note, by, item.kind)))
    return Entry(record.id, item.id, item.kind, item.status, item.flag, item.note, main, second, by, at, words)


def _last_words(record: Record, wanted: set[str]) -> dict[str, tuple[str, str]]:
    """By field: who set its flag or its note last, and when."""
    found: dict[str, tuple[str, str]] = {}
    for edit in reversed(record.edits):
        if len(found) == len(wanted):
            break
        for change in edit.changes:
            if change.field in wanted and change.after and ("flag" in change.after or "note" in change.after):
                found.setdefault(change.field, (edit.by, edit.at))
    return found
