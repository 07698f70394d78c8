"""`stet agree`: how far several people agree, with intervals, and where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from store.errors import StetError
from tui.commands.options import library_option, library_to_read
from tui.shell import offers
from tui.terminal.output import paged, put, put_json, warn

if TYPE_CHECKING:
    from store.agreement.compare import Comparison, Disagreement

_EXAMPLES: Final = 20
"""Sorts of disagreement that the table shows."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with every disagreement.")
@click.option(
    "-a",
    "--annotator",
    "names",
    multiple=True,
    metavar="NAME",
    shell_complete=offers.annotators,
    help="Only these, of one library.",
)
@library_option
@click.argument("libraries", nargs=-1, metavar="[A B …]", shell_complete=offers.folders)
def command(as_json: bool, names: tuple[str, ...], libraries: tuple[str, ...]) -> int:
    """Compare libraries A, B, … of the same articles; without them, the annotators of the library in use.

    What one of them has not decided, and articles that only one has worked on, count nowhere. A library that shares no
    article with another is left out.
    """
    from services.agreement import compare_annotators, compare_libraries, report
    from services.report import in_conflict

    if len(libraries) == 1 or (libraries and names):
        raise click.UsageError("name two libraries or more; or none, for the annotators of the one in use")
    comparison = compare_libraries(libraries, warn) if libraries else compare_annotators(library_to_read(), names)
    if not comparison.counts:
        raise StetError("Nothing to compare", _why_none(comparison.by, named=bool(libraries or names)))
    if as_json:
        put_json(report(comparison))
    else:
        with paged():
            _print(comparison, report(comparison)["measures"])
    if comparison.unsettled:
        warn(in_conflict(comparison.unsettled, "not compared"))
    return 0


def _why_none(by: list[str], *, named: bool) -> str:
    """Why nothing can be compared, and what would work."""
    if named:
        return "no article has been worked on by two of those named; finish more, or name others"
    who = "nobody has decided anything in this library yet" if not by else f"only {by[0]} has decided anything here"
    if len(by) > 1:
        who = "no article has been worked on by two"
    return f"{who}; stet give ANN BEN makes copies for two people, and stet agree ANN BEN compares these"


def _print(comparison: Comparison, figures: Mapping[str, Any]) -> None:
    from services.report import counted, group_width
    from services.rows import row
    from store.model.fields import GROUPS

    wide = group_width(10)
    left_out = (
        f"; {comparison.passed_over} left out: fewer than two people worked on them" if comparison.passed_over else ""
    )
    put(f"{', '.join(comparison.by)}: {counted(len(comparison.counts), 'article')}{left_out}")
    put()
    chance = "kappa" if len(comparison.by) == 2 else "alpha"
    columns = {"exact": "same span", "overlap": "overlapping", f"words.{chance}": f"words, {chance}"}
    put(row(("", -wide), *((title, 22) for title in columns.values())))
    for group in GROUPS:
        if any(f"{group}.{name}" in figures for name in columns):
            put(row((group, -wide), *((_shown(figures.get(f"{group}.{name}")), 22) for name in columns)))
    put()
    put(row(("of fields that both have", -32), ("the same", 22), (chance, 22)))
    for name, figure in figures.items():
        group, attribute, *rest = name.split(".")
        if not rest and attribute not in columns:
            beyond = figures.get(f"{name}.{chance}")
            words = f"{group}: {'mentions' if attribute == 'spans' else attribute}"
            put(row((words, -32), (_shown(figure), 22), (_shown(beyond) if beyond else "", 22)))
    if any(figure and figure["interval"] for figure in figures.values()):
        put()
        put("After each figure: its 95 % interval, from resamples of the articles.")
    sorts = comparison.sorts()
    put()
    many = counted(sum(len(items) for _, items in sorts), "disagreement")
    put(f"{many}{', most frequent first' if len(sorts) > 1 else ''}")
    wide = max((len(f"{group}: {what}") for (group, what), _ in sorts[:_EXAMPLES]), default=0)
    for (group, what), items in sorts[:_EXAMPLES]:
        put(row((len(items), 6), (f"  {group}: {what}", -max(36, wide + 4)), (_example(items[0]), 0)))
    if len(sorts) > _EXAMPLES:
        put(f"        and {len(sorts) - _EXAMPLES} more kinds; --json has all")


def _shown(figure: Mapping[str, Any] | None) -> str:
    """In hundredths: `93.1  88.0–96.2`."""
    if figure is None:
        return "–"
    value = f"{100 * figure['value']:.1f}"
    if figure["interval"] is None:
        return value
    low, high = figure["interval"]
    return f"{value}  {100 * low:.1f}–{100 * high:.1f}"


def _example(item: Disagreement) -> str:
    told = ", ".join(f"{by} {_plain(value)}" for by, value in item.values.items())
    return f"“{' '.join(item.words.split())[:24]}” {told}"[:90]


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(_plain(part) for part in _flat(value))
    return "–" if value is None else " ".join(str(value).split())[:24]


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        yield "-".join(map(str, value)) if isinstance(value, list | tuple) else value
