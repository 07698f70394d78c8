"""What the edits of a library say: what was decided, by whom, when, and how long it took.

Pure: records in, counts out. What the extractor got wrong is `services.evaluation`'s to say; tables are the command's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final

from store.model.checks import STATUSES
from store.model.edit import Edit
from store.model.fields import GROUPS, Json
from store.model.fold import MACHINE, standing
from store.model.record import Record

IDLE: Final = 300
"""Seconds without an edit after which a person has been doing something else."""


def deciders(record: Record) -> dict[str, Edit]:
    """The last edit that said anything of a field, by the field's id; flags and notes say nothing of it."""
    last: dict[str, Edit] = {}
    for edit in standing(record.edits):
        if edit.op not in ("flag", "note"):
            last.update((change.field, edit) for change in edit.changes)
    return last


@dataclass(slots=True)
class Work:
    """One annotator's. `decided` counts the fields that they have changed or confirmed.

    A stretch of work begins with an edit whose own seconds nobody knows.
    """

    moments: list[tuple[int, str]] = field(default_factory=list)
    """Seconds since 1970 and the article of each edit."""
    decided: int = 0

    def seconds(self, idle: int = IDLE) -> tuple[int, int, int]:
        """Time at work, time left out because nothing was done for longer than `idle`, and how often that was."""
        gaps = [after[0] - before[0] for before, after in pairwise(sorted(self.moments))]
        long = [gap for gap in gaps if gap > idle]
        return sum(gaps) - sum(long), sum(long), len(long)

    def to_json(self, idle: int = IDLE) -> Json:
        """Seconds per article and field are null where there is none."""
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
    """Adds up records. `decisions` count fields by kind, status, ISO week and annotator, as they stand now."""

    articles: Counter[str] = field(default_factory=Counter)
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    decisions: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    conflicts: int = 0
    work: dict[str, Work] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        self.articles[record.status] += 1
        by_whom = deciders(record)
        for item in record.fields.values():
            self.fields[item.group, item.status] += 1
            self.conflicts += bool(item.conflict)
            edit = by_whom.get(item.id)
            if item.decided and edit is not None:
                self.decisions[item.group, item.status, week(edit.at), edit.by] += 1
        for by, mine in _decided(record).items():
            self.work.setdefault(by, Work()).decided += len(mine)
        for edit in record.edits:
            moment = _moment(edit.at)
            if edit.op not in MACHINE and moment is not None:
                at = int(moment.timestamp())
                self.work.setdefault(edit.by, Work()).moments.append((at, record.id))

    def weeks(self) -> dict[str, Counter[str]]:
        """Fields by status, in the order of the weeks."""
        weeks: dict[str, Counter[str]] = {}
        for (_, status, name, _), count in sorted(self.decisions.items(), key=lambda pair: pair[0][2]):
            weeks.setdefault(name, Counter())[status] += count
        return weeks

    def to_json(self, idle: int = IDLE) -> Json:
        return {
            "articles": {status: self.articles[status] for status in ("new", "started", "done")},
            "fields": {group: {status: self.fields[group, status] for status in STATUSES} for group in GROUPS},
            "conflicts": self.conflicts,
            "decisions": [
                {"kind": group, "status": status, "week": name, "by": by, "fields": count}
                for (group, status, name, by), count in sorted(self.decisions.items())
            ],
            "idle": idle,
            "annotators": {by: work.to_json(idle) for by, work in sorted(self.work.items())},
        }


def _decided(record: Record) -> dict[str, set[str]]:
    """The fields that each person has had a word in, whoever had the last."""
    found: dict[str, set[str]] = {}
    for edit in standing(record.edits):
        if edit.op not in MACHINE and edit.op not in ("flag", "note"):
            names = {change.field for change in edit.changes}
            found.setdefault(edit.by, set()).update(name for name in names if name in record.fields)
    return found


def week(at: str) -> str:
    """`2026-W21`, as ISO 8601 counts; empty for a time that is none."""
    moment = _moment(at)
    if moment is None:
        return ""
    year, number, _ = moment.isocalendar()
    return f"{year}-W{number:02}"


def _moment(at: str) -> datetime | None:
    try:
        return datetime.strptime(at[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
