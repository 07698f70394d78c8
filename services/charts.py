"""The statistics of a library drawn in lines of text: what became of fields over time, when work was done, on what.

What is counted is the business of `store.agreement.statistics`; how a bar is drawn that of `plots`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from extract.names.countries import countries
from services import plots
from store.agreement.statistics import Statistics

STATUS_LABELS: Final = {"accepted": "let stand", "corrected": "corrected", "rejected": "struck out", "added": "added"}
"""In the order of the parts of a bar."""
_MOST_WEEKS: Final = 26
"""Rows, above which they are months."""
_FEWEST_DAYS: Final = 3
"""With decisions, below which a line of them shows nothing."""


def by_period(statistics: Statistics, width: int) -> Iterator[str]:
    """By week, or by month where that would be long: what became of fields, and how many articles were done."""
    weeks = statistics.weeks()
    if not weeks:
        return
    is_long = len({*weeks, *statistics.done}) > _MOST_WEEKS
    decided: dict[str, Counter[str]] = {}
    done: Counter[str] = Counter()
    for name, found in weeks.items():
        decided.setdefault(_month(name) if is_long else name, Counter()).update(found)
    for name, count in statistics.done.items():
        done[_month(name) if is_long else name] += count
    head = "decided in" + "".join(f"  {words}" for words in STATUS_LABELS.values()) + "  changed  done"
    most = max(map(Counter.total, decided.values()))
    yield ""
    yield head
    for name in sorted({*decided, *done}):
        there = decided.get(name, Counter())
        counts = [there[status] for status in STATUS_LABELS]
        cells = "".join(
            f"{count or '':>{len(words) + 2}}" for words, count in zip(STATUS_LABELS.values(), counts, strict=True)
        )
        drawn = plots.parted(counts, most, width - len(head) - 2)
        yield f"{name or 'no time':<10}{cells}{_changed(there):>9}{done[name] or '':>6}  {drawn}".rstrip()
    legend = "  ".join(f"{mark} {words}" for mark, words in zip(plots.PARTS, STATUS_LABELS.values(), strict=True))
    yield legend
    yield "changed: corrected or struck out, of what was suggested; done: articles"


def _changed(counts: Counter[str]) -> str:
    changed = counts["corrected"] + counts["rejected"]
    suggested = changed + counts["accepted"]
    return f"{100 * changed / suggested:.0f} %" if suggested else ""


def _month(name: str) -> str:
    """Of an ISO week: that which has most of it."""
    year, _, number = name.partition("-W")
    return f"{date.fromisocalendar(int(year), int(number), 4):%Y-%m}" if number else name


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
    if len(statistics.months) > 1:
        years: Counter[str] = Counter()
        for name, count in statistics.months.items():
            years[name[:4]] += count
        found = statistics.months if len(statistics.months) <= _MOST_WEEKS else years
        yield from plots.bars("articles by their date", sorted(found.items()), width)
    yield from plots.ranked("articles by source", statistics.sources, width)
    named = countries()
    there = {named.get(code, code): count for code, count in statistics.countries.items()}
    yield from plots.ranked("articles by the countries of their places", there, width)
    yield from plots.ranked("articles by the places that they name", statistics.places, width)
