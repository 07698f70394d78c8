"""Statistics of a library's edits: what was decided, by whom, when, and how long it took.

Pure: records in, counts out. `services.evaluation` counts the extractor's errors; the command prints tables.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final

from store.agreement.whereabouts import Whereabouts
from store.model.about import named, values_of
from store.model.checks import STATUSES
from store.model.edit import ARTICLE, Change, Edit
from store.model.fields import GROUPS, Json, Place
from store.model.fold import MACHINE, standing
from store.model.record import Record

_MONTH: Final = re.compile(r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])(?!\d)", re.ASCII)
IDLE: Final = 300
"""Seconds without an edit after which a pause does not count as work."""


def deciders(record: Record) -> dict[str, Edit]:
    """The last edit of each field, by the field's id, not counting flags and notes."""
    last: dict[str, Edit] = {}
    for edit in standing(record.edits):
        if edit.op not in ("flag", "note"):
            last.update((change.field, edit) for change in edit.changes if decides(change))
    return last


def decides(change: Change) -> bool:
    """False for a change of the article's own field: only its status says that somebody is done with an article."""
    return change.field != ARTICLE or "status" in (change.after or {})


@dataclass(slots=True)
class Work:
    """One annotator's work. `decided` counts the fields that they have changed or confirmed.

    The time spent on the first edit after a pause is unknown and not counted.
    """

    moments: list[tuple[int, str]] = field(default_factory=list)
    """(seconds since 1970, article) of each edit."""
    decided: int = 0

    def seconds(self, idle: int = IDLE) -> tuple[int, int, int]:
        """Seconds at work, seconds in pauses longer than `idle`, and the number of such pauses."""
        gaps = [after[0] - before[0] for before, after in pairwise(sorted(self.moments))]
        long = [gap for gap in gaps if gap > idle]
        return sum(gaps) - sum(long), sum(long), len(long)

    def to_json(self, idle: int = IDLE) -> Json:
        """Seconds per article and field are null if there are none."""
        active, away, pauses = self.seconds(idle)
        articles = len({article for _, article in self.moments})
        return {
            "articles": articles,
            "fields": self.decided,
            "edits": len(self.moments),
            "seconds": active,
            "seconds_per_article": round(active / articles, 1) if articles else None,
            "seconds_per_field": round(active / self.decided, 1) if self.decided else None,
            "pauses_left_out": pauses,
            "seconds_left_out": away,
        }


@dataclass(slots=True)
class Statistics:
    """Adds up records. `decisions` counts fields by group, current status, ISO week and annotator."""

    articles: Counter[str] = field(default_factory=Counter)
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    decisions: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    conflicts: int = 0
    said: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Articles by attribute of their own field and value, of those with choices; the value is empty where it is."""
    work: dict[str, Work] = field(default_factory=dict)
    days: Counter[str] = field(default_factory=Counter)
    """Fields by the day, in UTC, on which they were decided."""
    done: Counter[str] = field(default_factory=Counter)
    """Articles by the ISO week in which they were done."""
    sources: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    """Articles by the month of their date; a date in words, or a year alone, has none."""
    countries: Counter[str] = field(default_factory=Counter)
    """Articles by the code of each country in which a place of theirs lies."""
    whereabouts: Whereabouts = field(default_factory=Whereabouts)

    def add(self, record: Record) -> None:
        self.articles[record.status] += 1
        self._add_article(record)
        self.conflicts += bool(record.about.conflict)
        self._add_said(values_of(record.folded.about))
        last_edits = deciders(record)
        for item in record.fields.values():
            self.fields[item.group, item.status] += 1
            self.conflicts += bool(item.conflict)
            edit = last_edits.get(item.id)
            if item.decided and edit is not None:
                self.decisions[item.group, item.status, week(edit.at), edit.by] += 1
                self.days[day(edit.at)] += 1
        for by, names in _decided(record).items():
            self.work.setdefault(by, Work()).decided += len(names)
        for edit in record.edits:
            moment = _moment(edit.at)
            if edit.op not in MACHINE and moment is not None:
                at = int(moment.timestamp())
                self.work.setdefault(edit.by, Work()).moments.append((at, record.id))

    def _add_article(self, record: Record) -> None:
        article = record.article
        if article.source:
            self.sources[article.source] += 1
        if month := _MONTH.match(article.date or ""):
            self.months[month[0]] += 1
        there = [item for item in record.fields.values() if isinstance(item, Place) and item.alive]
        self.whereabouts.add(item for item in there if item.type != "country" or not item.country)
        self.countries.update({item.country for item in there if item.country})
        if record.status == "done":
            ends = (edit for edit in reversed(standing(record.edits)) if edit.op == "done")
            if (end := next(ends, None)) is not None:
                self.done[week(end.at)] += 1

    @property
    def places(self) -> Counter[str]:
        """Articles by the name of each of their places that is not a country among `countries`."""
        return self.whereabouts.counted()

    def weeks(self) -> dict[str, Counter[str]]:
        """The numbers of fields by status, by week in order."""
        weeks: dict[str, Counter[str]] = {}
        for (_, status, name, _), count in sorted(self.decisions.items(), key=lambda pair: pair[0][2]):
            weeks.setdefault(name, Counter())[status] += count
        return weeks

    def _add_said(self, values: Json) -> None:
        for name, attribute in named().items():
            given = values.get(name, "")
            for value in (given or [""]) if isinstance(given, list) else [given]:
                self.said[name, value] += bool(attribute.choices)

    def _said(self) -> Json:
        """By attribute, how many articles have which value; the most frequent first; empty for none."""
        said: Json = {name: {} for name, item in named().items() if item.choices}
        for (name, value), count in self.said.most_common():
            if count:
                said[name][value] = count
        return said

    def to_json(self, idle: int = IDLE) -> Json:
        return {
            "articles": {status: self.articles[status] for status in ("new", "started", "done")},
            "fields": {group: {status: self.fields[group, status] for status in STATUSES} for group in GROUPS},
            "conflicts": self.conflicts,
            **({ARTICLE: self._said()} if named() else {}),
            "decisions": [
                {"kind": group, "status": status, "week": name, "by": by, "fields": count}
                for (group, status, name, by), count in sorted(self.decisions.items())
            ],
            "days": dict(sorted(self.days.items())),
            "done": dict(sorted(self.done.items())),
            **{name: _by_count(getattr(self, name)) for name in ("sources", "countries", "places")},
            "months": dict(sorted(self.months.items())),
            "idle": idle,
            "annotators": {by: work.to_json(idle) for by, work in sorted(self.work.items())},
        }


def _by_count(counts: Counter[str]) -> dict[str, int]:
    """The most frequent first."""
    return {name: count for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if count}


def _decided(record: Record) -> dict[str, set[str]]:
    """The fields that each person has edited, even if someone else edited them last."""
    by_person: dict[str, set[str]] = {}
    for edit in standing(record.edits):
        if edit.op not in MACHINE and edit.op not in ("flag", "note"):
            names = {change.field for change in edit.changes}
            by_person.setdefault(edit.by, set()).update(name for name in names if name in record.fields)
    return by_person


def week(at: str) -> str:
    """The ISO 8601 week of a time, such as `2026-W21`; empty for an invalid time."""
    moment = _moment(at)
    if moment is None:
        return ""
    year, number, _ = moment.isocalendar()
    return f"{year}-W{number:02}"


def day(at: str) -> str:
    """Of a time, such as `2026-05-04`; empty for an invalid one."""
    return at[:10] if _moment(at) is not None else ""


@lru_cache(1024)  # one edit decides many fields
def _moment(at: str) -> datetime | None:
    try:
        return datetime.strptime(at[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
