"""The statistics of a library as JSON and as lines of text, for both the command and the screen.

Names in the lines are not sanitised: the caller must make them safe for a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from services import charts
from services.charts import STATUS_LABELS
from services.evaluation import ERRORS, Evaluation, Tally
from services.gold import corrected
from services.llm.account import Account
from services.report import group_width
from services.rows import row
from store.agreement.compare import reading_of
from store.agreement.statistics import IDLE, Statistics
from store.model.edit import ARTICLE
from store.model.fields import GROUPS
from store.model.fold import MACHINE
from store.model.own_kinds import past_kinds
from store.model.record import Record

WIDTH: Final = 80


@dataclass(slots=True)
class Figures:
    """The counts over all records. `errors` evaluates the extractor on each annotator's decisions."""

    statistics: Statistics = field(default_factory=Statistics)
    extractor: Evaluation = field(default_factory=Evaluation)
    errors: dict[str, Evaluation] = field(default_factory=dict)
    asked: Account = field(default_factory=Account)
    """Of models."""

    def add(self, record: Record) -> None:
        self.asked.add(record)
        self.statistics.add(record)
        if record.status != "done" or not record.suggestions.all():
            return
        suggested = record.suggestions.all()
        gold = corrected(record)
        self.extractor.add(gold.fields, suggested, neutral=gold.neutral)
        for by in {edit.by for edit in record.edits if edit.op not in MACHINE}:
            if reading := reading_of(record, by):
                self.errors.setdefault(by, Evaluation()).add(reading.fields, suggested, neutral=reading.open)

    def to_json(self, idle: int = IDLE) -> dict[str, Any]:
        data = self.statistics.to_json(idle)
        for by, evaluation in self.errors.items():
            data["annotators"].setdefault(by, {})["extractor"] = _profile(evaluation)
        asked = {"llm": self.asked.to_json()} if self.asked.articles else {}
        return {**data, "extractor": _profile(self.extractor), **asked}


def figures(records: Iterable[Record]) -> Figures:
    result = Figures()
    for record in records:
        result.add(record)
    return result


def _profile(evaluation: Evaluation) -> dict[str, Any]:
    return {"articles": evaluation.articles, **{name: tally.to_json() for name, tally in evaluation.tallies.items()}}


def lines(result: Figures, idle: int = IDLE, width: int = WIDTH) -> Iterator[str]:
    """The statistics as text; tables take 80 columns at most, plots the whole width."""
    data = result.to_json(idle)
    articles = data["articles"]
    conflicts = f"; {data['conflicts']} fields in conflict" if data["conflicts"] else ""
    yield (
        f"{_articles(sum(articles.values()))}: " + ", ".join(f"{n} {name}" for name, n in articles.items()) + conflicts
    )
    yield ""
    wide = group_width(12)
    yield row(("fields", -wide), *((name, 11) for name in ("undecided", *STATUS_LABELS.values())))
    for group in GROUPS:
        counts = data["fields"][group]
        yield row((group, -wide), *((counts[status] or "", 11) for status in ("suggested", *STATUS_LABELS)))
    for kind in past_kinds():
        if count := sum(data["fields"][kind.group].values()):
            what = "field" if count == 1 else "fields"
            yield f"{count} {what} of the kind {kind.name}, which the kinds file no longer has"
    for name, counts in data.get(ARTICLE, {}).items():
        values = ", ".join(f"{count:,} {value or 'none'}" for value, count in counts.items())
        yield f"{name.replace('_', ' ')}: {values}"
    yield from charts.by_period(result.statistics, width)
    yield from charts.by_day(result.statistics.days, width)
    yield from charts.by_annotator(result.statistics, width)
    yield from _people(data["annotators"], idle)
    yield from charts.of_articles(result.statistics, width)
    if result.asked.articles:
        yield ""
        yield from result.asked.lines()
    if result.extractor.articles:
        yield ""
        yield f"the extractor on {_articles(result.extractor.articles)} that are done, against what became of it"
        yield from _errors(result.extractor.tallies)
        for by, evaluation in sorted(result.errors.items()) if len(result.errors) > 1 else ():
            yield f"by {by}, {_articles(evaluation.articles)}"
            yield from _errors(evaluation.tallies)


def _people(annotators: dict[str, dict[str, Any]], idle: int) -> Iterator[str]:
    rows = {by: work for by, work in annotators.items() if "seconds" in work}
    if not rows:
        return
    yield ""
    widths = {"annotator": -13, "articles": 10, "fields": 7, "time": 10, "an article": 11, "a field": 9, "left out": 11}
    yield row(*widths.items())
    for by, work in rows.items():
        keys = ("seconds", "seconds_per_article", "seconds_per_field", "seconds_left_out")
        cells = (by, work["articles"], work["fields"], *(_time(work[key]) for key in keys))
        yield row(*zip(cells, widths.values(), strict=True))
    yield f"Time is from edit to edit, without pauses of more than {_time(idle)}."


def _errors(tallies: dict[str, Tally]) -> Iterator[str]:
    wide = group_width(8)
    labels = {words: words.replace("wrong ", "≠") for words in ERRORS}
    widths = (-wide, 6, 6, 6, *(1 + max(len(label), 6) for label in labels.values()))
    yield row(*zip(("", "P", "R", "F1", *labels.values()), widths, strict=True))
    for group, tally in tallies.items():
        if tally.gold or tally.found:
            ratios = (
                f"{100 * ratio:.1f}" if ratio == ratio else "–"  # not a number: nothing was to be found
                for ratio in (tally.precision, tally.recall, tally.f1)
            )
            errors = (tally.errors[words] or "" for words in labels)
            yield row(*zip((group, *ratios, *errors), widths, strict=True))


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"


def _time(seconds: float | None) -> str:
    """`48 s`, `12:05`, `3:10:00`."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 10 or seconds == int(seconds) else f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
