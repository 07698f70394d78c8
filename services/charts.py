"""The statistics of a library drawn in lines of text: what became of fields over time, when work was done, on what.

What is counted is the business of `store.agreement.statistics`; how a bar is drawn that of `plots`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from extract.names.countries import countries
from services import periods, plots
from services.rows import row
from store.agreement.statistics import Statistics

STATUS_LABELS: Final = {"accepted": "let stand", "corrected": "corrected", "rejected": "struck out", "added": "added"}
"""In the order of the parts of a bar."""
_FEWEST_DAYS: Final = 3
"""With decisions, below which a line of them shows nothing."""
_PERIOD: Final = 10
_NAME: Final = 13
"""Cells of the first column."""


def by_period(statistics: Statistics, width: int) -> Iterator[str]:
    """By week, or by longer periods where those would be many: what became of fields, how many articles were done."""
    weeks, articles = statistics.weeks(), statistics.done
    yield ""
    if not weeks and not articles:
        yield "nothing decided yet"
        return
    decided: dict[str, Counter[str]] = {"no time": weeks.get("", Counter())}
    done: Counter[str] = Counter({"no time": articles[""]})
    days = {week: periods.of_week(week) for week in {*weeks, *articles} if week}
    if days:
        row_of, rows = periods.fitting(days.values(), periods.WEEK)
        decided.update((row, Counter()) for row in rows)
        for week, day in days.items():
            decided[row_of(day)].update(weeks.get(week, {}))
            done[row_of(day)] += articles[week]
    if not decided["no time"] and not done["no time"]:
        del decided["no time"]
    yield from _table("decided in", _PERIOD, decided, width, done)
    yield "fields: " + "  ".join(
        f"{mark} {words}" for mark, words in zip(plots.PARTS, STATUS_LABELS.values(), strict=True)
    )
    yield "changed: corrected or struck out, of what was suggested; done: articles"


def by_annotator(statistics: Statistics, width: int) -> Iterator[str]:
    """The same by who decided last; nothing where that is always the same person."""
    decided: dict[str, Counter[str]] = {}
    for (_, status, _, by), count in sorted(statistics.decisions.items(), key=lambda pair: pair[0][3]):
        decided.setdefault(by, Counter())[status] += count
    if len(decided) > 1:
        yield ""
        yield from _table("decided by", _NAME, decided, width)


def _table(
    title: str, wide: int, rows: Mapping[str, Counter[str]], width: int, done: Counter[str] | None = None
) -> Iterator[str]:
    """`rows` by status, each with its bar; `wide` is how many cells their names take."""
    heads = (*STATUS_LABELS.values(), "changed", *(() if done is None else ("done",)))
    widths = (-wide, *(len(words) + 2 for words in heads))
    room = width - sum(map(abs, widths)) - 2
    most = max(map(Counter.total, rows.values()))
    yield row(*zip((title, *heads), widths, strict=True))
    for name, there in rows.items():
        counts = [there[status] for status in STATUS_LABELS]
        finished = () if done is None else (done[name] or "",)
        cells = (name, *(count or "" for count in counts), _changed(there), *finished)
        yield row(*zip(cells, widths, strict=True), drawn=f"  {plots.parted(counts, most, room)}")


def _changed(counts: Counter[str]) -> str:
    changed = counts["corrected"] + counts["rejected"]
    suggested = changed + counts["accepted"]
    return f"{100 * changed / suggested:.0f} %" if suggested else ""


def by_day(days: Counter[str], width: int) -> Iterator[str]:
    """How many fields were decided day by day, with the days on which nothing was."""
    worked = sorted(filter(None, days))
    if len(worked) < _FEWEST_DAYS:
        return
    first, last = date.fromisoformat(worked[0]), date.fromisoformat(worked[-1])
    all_days = [days[str(first + timedelta(number))] for number in range((last - first).days + 1)]
    drawn, each = plots.series(all_days, width)
    most = max(all_days)
    yield ""
    yield f"fields by day, {first} to {last}; most {most:,}" + (f"; each mark is {each} days" if each > 1 else "")
    yield drawn


def of_articles(statistics: Statistics, width: int) -> Iterator[str]:
    """By what is said of them, and by where they take place."""
    total = statistics.articles.total()
    yield from _by_date(statistics.months, total, width)
    yield from plots.ranked(f"articles by source{_without(statistics.sources, total)}", statistics.sources, width)
    named = countries()
    there = {named.get(code, code): count for code, count in statistics.countries.items()}
    yield from plots.ranked("articles by the countries of their places", there, width)
    yield from plots.ranked("articles by the places that they name, other than countries", statistics.places, width)


def _by_date(months: Counter[str], total: int, width: int) -> Iterator[str]:
    days = {month: date.fromisoformat(f"{month}-01") for month in months}
    if len(days) < 2:
        return
    row_of, rows = periods.fitting(days.values(), periods.MONTH)
    counts = Counter(dict.fromkeys(rows, 0))
    for month, day in days.items():
        counts[row_of(day)] += months[month]
    yield from plots.bars(f"articles by their date{_without(months, total)}", counts.items(), width)


def _without(counts: Counter[str], total: int) -> str:
    return f"; {total - counts.total():,} without one" if counts.total() < total else ""
