"""Agreement between annotators, from their libraries or from the edits of one library, as JSON.

`store.agreement` computes the measures and their intervals; the command prints them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from store.agreement.compare import Comparison, Disagreement, Reading, measures, reading, reading_of
from store.agreement.measures import Interval, intervals, total
from store.errors import StetError
from store.library.distribute import alone, articles, existing, holders
from store.library.protocol import Library
from store.model.fold import MACHINE
from store.model.record import Record


def compare_libraries(addresses: Sequence[str | Path], say: Callable[[str], object] = str) -> Comparison:
    """Compare libraries of the same articles. One that shares none with another is left out, which `say` is told.

    Raises `StetError` if no two share any.
    """
    return _compared(_of_libraries(addresses, say))


def compare_annotators(library: Library, names: Sequence[str] = ()) -> Comparison:
    """Compare the annotators of one library: those named, or all who have made an edit."""
    return _compared(_of_annotators(library, names))


def _compared(read: Iterator[tuple[Record, list[Reading | None]]]) -> Comparison:
    comparison = Comparison()
    for record, readings in read:
        comparison.add(record.id, record.text, readings)
    return comparison


def _of_libraries(
    addresses: Sequence[str | Path], say: Callable[[str], object]
) -> Iterator[tuple[Record, list[Reading | None]]]:
    names = [PurePath(address).name for address in addresses]
    if len(set(names)) < len(names):
        names = list(map(str, addresses))
    libraries = dict(zip(names, map(existing, addresses), strict=True))
    there = holders(libraries.values())
    left_out = alone(libraries.values(), there)
    if len(left_out) == len(libraries):
        raise StetError("Nothing in common", "no two of the libraries share an article; name libraries that do")
    for library in left_out:
        say(f"{library.name} left out: it shares no article with the others")
        del libraries[next(name for name, other in libraries.items() if other is library)]
    names = list(libraries)
    for identifier, owners in there.items():
        records = {name: library.load(identifier) for name, library in libraries.items() if library in owners}
        if not records:
            continue
        first = next(iter(records.values()))
        if any(record.text != first.text for record in records.values()):
            raise StetError(
                "Not compared", f"the libraries have different texts under the id {identifier}; change one of the ids"
            )
        yield first, [reading(records[name], name) if name in records else None for name in names]


def _of_annotators(library: Library, names: Sequence[str]) -> Iterator[tuple[Record, list[Reading | None]]]:
    for identifier in articles(library):
        record = library.load(identifier)
        people = names or sorted({edit.by for edit in record.edits if edit.op not in MACHINE or edit.is_of_annotator})
        yield record, [reading_of(record, name) for name in people]


def report(comparison: Comparison) -> dict[str, Any]:
    """All measures with their intervals, and all disagreements, the most frequent sort first."""

    def measured(counts: Any) -> Mapping[str, float]:
        return measures(counts, len(comparison.by))

    bounds = intervals(comparison.counts, measured)
    figures = measured(total(comparison.counts))
    return {
        "annotators": comparison.by,
        "articles": len(comparison.counts),
        "left_out": comparison.passed_over,
        "conflicts": comparison.unsettled,
        "measures": {name: _figure(value, bounds[name]) for name, value in figures.items() if not math.isnan(value)},
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
