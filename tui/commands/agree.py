"""`stet agree`: how far several people agree, with intervals, and where they do not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from store.errors import StetError
from tui.commands.options import library_option, the_library
from tui.terminal.output import put, put_json

if TYPE_CHECKING:
    from store.agreement.compare import Comparison, Disagreement, Reading
    from store.agreement.measures import Interval
    from store.library.folder import FolderLibrary
    from store.model.record import Record

_EXAMPLES: Final = 20
"""Sorts of disagreement that the table shows."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with every disagreement.")
@click.option("-a", "--annotator", "names", multiple=True, metavar="NAME", help="Only these, of one library.")
@library_option
@click.argument("libraries", nargs=-1, metavar="[A B …]", type=click.Path(path_type=Path))
def command(as_json: bool, names: tuple[str, ...], libraries: tuple[Path, ...]) -> int:
    """Compare libraries A, B, … of the same articles; without them, the annotators of the library in use.

    What one of them has not decided, and articles that only one has worked on, count nowhere.
    """
    from store.agreement.compare import Comparison

    if len(libraries) == 1 or (libraries and names):
        raise click.UsageError("name two libraries or more; or none, for the annotators of the one in use")
    comparison = Comparison()
    for record, readings in _of_libraries(libraries) if libraries else _of_annotators(the_library(), names):
        comparison.add(record.id, record.text, readings)
    if not comparison.counts:
        raise StetError(
            "Nothing to compare", "no article has been worked on by two; name libraries of two people, or finish more"
        )
    if as_json:
        put_json(_report(comparison))
    else:
        _print(comparison)
    return 0


def _of_libraries(paths: Sequence[Path]) -> Iterator[tuple[Record, list[Reading | None]]]:
    from store.agreement.compare import reading
    from store.library.distribute import articles, existing

    names = [path.name for path in paths]
    if len(set(names)) < len(names):
        names = [str(path) for path in paths]
    libraries = dict(zip(names, map(existing, paths), strict=True))
    holders: dict[str, list[str]] = {}
    for name, library in libraries.items():
        mine = articles(library)
        if holders and not any(identifier in holders for identifier in mine):
            raise StetError(
                "Nothing in common", f"{library.path} has no article of the others; name libraries of the same articles"
            )
        for identifier in mine:
            holders.setdefault(identifier, []).append(name)
    for identifier, places in holders.items():
        records = {name: libraries[name].load(identifier) for name in places}
        first = records[places[0]]
        if any(record.text != first.text for record in records.values()):
            raise StetError(
                "Not compared", f"the libraries have different texts under the id {identifier}; give one another id"
            )
        yield first, [reading(records[name], name) if name in records else None for name in names]


def _of_annotators(library: FolderLibrary, names: Sequence[str]) -> Iterator[tuple[Record, list[Reading | None]]]:
    from store.agreement.compare import reading_of
    from store.library.distribute import articles
    from store.model.fold import MACHINE

    for identifier in articles(library):
        record = library.load(identifier)
        people = names or sorted({edit.by for edit in record.edits if edit.op not in MACHINE})
        yield record, [reading_of(record, name) for name in people]


def _report(comparison: Comparison) -> dict[str, Any]:
    from store.agreement.compare import measures
    from store.agreement.measures import intervals, total

    def measured(counts: Any) -> Mapping[str, float]:
        return measures(counts, len(comparison.by))

    sure = intervals(comparison.counts, measured)
    figures = measured(total(comparison.counts))
    return {
        "annotators": comparison.by,
        "articles": len(comparison.counts),
        "left_out": comparison.passed_over,
        "measures": {name: _figure(value, sure[name]) for name, value in figures.items() if not math.isnan(value)},
        "disagreements": [
            {"kind": group, "what": what, "count": len(items), "where": [_where(item) for item in items]}
            for (group, what), items in comparison.sorts()
        ],
    }


def _figure(value: float, interval: Interval | None) -> dict[str, Any]:
    bounds = None if interval is None else [round(bound, 4) for bound in interval]
    return {"value": round(value, 4), "interval": bounds}


def _where(item: Disagreement) -> dict[str, Any]:
    return {"article": item.article, "span": item.span, "words": item.words, "values": item.values}


def _print(comparison: Comparison) -> None:
    from store.model.fields import GROUPS

    report = _report(comparison)
    figures = report["measures"]
    left_out = f"; {comparison.passed_over} left out, that fewer have worked on" if comparison.passed_over else ""
    put(f"{', '.join(comparison.by)}: {len(comparison.counts)} articles{left_out}")
    put()
    chance = "kappa" if len(comparison.by) == 2 else "alpha"
    columns = {"exact": "same span", "overlap": "overlapping", f"words.{chance}": f"words, {chance}"}
    put(f"{'':<10}" + "".join(f"{title:>22}" for title in columns.values()))
    for group in GROUPS:
        if any(f"{group}.{name}" in figures for name in columns):
            put(f"{group:<10}" + "".join(f"{_shown(figures.get(f'{group}.{name}')):>22}" for name in columns))
    put()
    put(f"{'of fields that both have':<32}{'the same':>22}{chance:>22}")
    for name, figure in figures.items():
        group, attribute, *rest = name.split(".")
        if not rest and attribute not in columns:
            beyond = figures.get(f"{name}.{chance}")
            words = f"{group}: {'mentions' if attribute == 'spans' else attribute}"
            put(f"{words:<32}{_shown(figure):>22}{_shown(beyond) if beyond else '':>22}")
    sorts = comparison.sorts()
    put()
    put(f"{sum(len(items) for _, items in sorts)} disagreements, most frequent sort first")
    for (group, what), items in sorts[:_EXAMPLES]:
        put(f"{len(items):>6}  {f'{group}: {what}':<34}{_example(items[0])}")
    if len(sorts) > _EXAMPLES:
        put(f"        and {len(sorts) - _EXAMPLES} sorts more; --json has all")


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
