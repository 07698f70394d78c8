"""Where several readings of one article agree and where they do not, as counts that `agreement` adds up.

Pure. A reading is what one annotator has decided; what is undecided in any of them counts nowhere, and neither does
an article that only one has worked on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final, NamedTuple

from store.agreement.matching import comparable, compared, matched, meet, same
from store.agreement.measures import Counts, alpha, coincidences_of, f1, kappa, no_counts, share
from store.model.fields import BY_GROUP, GROUPS, AnyField, Span, attribute_of
from store.model.fold import MACHINE, fold
from store.model.kinds import PERSON
from store.model.record import Record

_WORD: Final = re.compile(r"\w+")
_FEW_VALUES: Final = ("country", "speaker")
"""Attributes of few values in one article, though there is no list of them."""


def closed(group: str) -> tuple[str, ...]:
    """Attributes with few enough values for agreement by chance to be worth taking off."""
    row = BY_GROUP[group].row
    return tuple(item.key for item in row.attributes if item.choices or item.key in _FEW_VALUES)


@dataclass(frozen=True, slots=True)
class Reading:
    """One annotator's view of an article: the fields that they have decided and not rejected, and those left open."""

    by: str
    fields: tuple[AnyField, ...]
    open: tuple[AnyField, ...]


def reading(record: Record, name: str) -> Reading | None:
    """A whole record as `name`'s; None where nobody has worked on it."""
    if record.status == "new" and not record.decided:
        return None
    return _reading(name, record.fields.values())


def reading_of(record: Record, by: str) -> Reading | None:
    """What one annotator has decided of the suggestions that they were given, without the others' edits.

    None where they have decided nothing.
    """
    mine = [edit for edit in record.edits if edit.by == by and edit.op not in MACHINE]
    if not mine:
        return None
    said = [edit for edit in record.edits if edit.by == by and edit.of is not None]
    given = [edit for edit in record.edits if edit.op in MACHINE and edit.of is None and mine[-1].saw(edit)]
    edits = sorted({edit.seq: edit for edit in (*mine, *said, *given)}.values(), key=lambda edit: edit.seq)
    return _reading(by, fold(record.suggestions, edits).fields.values())


def _reading(by: str, fields: Iterable[AnyField]) -> Reading:
    found = list(fields)
    live = tuple(item for item in found if item.decided and item.alive)
    return Reading(by, live, tuple(item for item in found if not item.decided))


class Disagreement(NamedTuple):
    """`values` are what the readings say, by annotator; `span` is where, the first of the field."""

    group: str
    what: str
    article: str
    span: Span
    words: str
    values: dict[str, Any]


@dataclass(slots=True)
class Comparison:
    """Adds up articles. `counts` has one entry for each that two at least have worked on."""

    counts: list[Counts] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    passed_over: int = 0
    by: list[str] = field(default_factory=list)

    def add(self, article: str, text: str, readings: Sequence[Reading | None]) -> None:
        """`readings` in the order of the annotators, None where one has not worked on the article."""
        present = [one for one in readings if one is not None]
        self.by = list(dict.fromkeys([*self.by, *(one.by for one in present)]))
        if len(present) < 2:
            self.passed_over += 1
            return
        counting = _Article(article, text, present)
        counting.count()
        self.counts.append(counting.counts)
        self.disagreements += counting.disagreements

    def sorts(self) -> list[tuple[tuple[str, str], list[Disagreement]]]:
        """The disagreements by kind and sort, most frequent first."""
        sorts: dict[tuple[str, str], list[Disagreement]] = {}
        for item in self.disagreements:
            sorts.setdefault((item.group, item.what), []).append(item)
        return sorted(sorts.items(), key=lambda pair: (-len(pair[1]), pair[0]))


class _Article:
    def __init__(self, identifier: str, text: str, readings: Sequence[Reading]) -> None:
        self.identifier, self.text, self.readings = identifier, text, readings
        self.counts = no_counts()
        self.disagreements: list[Disagreement] = []
        self.words = [match.span() for match in _WORD.finditer(text)]
        self.starts = [start for start, _ in self.words]
        self.fields = {one.by: list(one.fields) for one in readings}
        self.people: dict[str, dict[str, object]] = {}

    def count(self) -> None:
        clusters = {group: self._clusters(group) for group in GROUPS}
        for place, cluster in enumerate(clusters[PERSON.group]):
            for by, person in cluster.items() if len(cluster) > 1 else ():  # alone, a person is but a name
                self.people.setdefault(by, {})[person.id] = place
        for group in GROUPS:
            out = [span for one in self.readings for item in one.open if item.group == group for span in item.spans]
            spans = {one.by: self._spans(one, group, out) for one in self.readings}
            self._mentions(group, spans)
            self._words(group, spans, out)
            for cluster in clusters[group]:
                self._attributes(group, cluster)

    def _spans(self, one: Reading, group: str, out: list[Span]) -> set[Span]:
        spans = {span for item in one.fields if item.group == group for span in item.spans}
        return {span for span in spans if not any(meet(span, other) for other in out)}

    def _mentions(self, group: str, spans: Mapping[str, set[Span]]) -> None:
        for one, other in combinations(spans, 2):
            mine, yours = spans[one], spans[other]
            self.counts[group, "all"] += len(mine) + len(yours)
            self.counts[group, "exact"] += len(mine & yours)
            self.counts[group, "overlap"] += sum(1 for _ in _overlapping(mine, yours))
            for span in sorted(mine - yours):
                edges = [theirs for theirs in yours - mine if meet(span, theirs)]
                if edges:
                    self._differ(group, "edges", span, {one: self._at(span), other: self._at(min(edges))})
                elif kind := self._elsewhere(other, group, span):
                    self._differ(group, f"or {kind}", span, {one: BY_GROUP[group].kind, other: kind})
                else:
                    self._differ(group, "one has it, one has not", span, {one: self._at(span), other: None})
            for span in sorted(yours - mine):
                if not any(meet(span, ours) for ours in mine - yours) and not self._elsewhere(one, group, span):
                    self._differ(group, "one has it, one has not", span, {one: None, other: self._at(span)})

    def _words(self, group: str, spans: Mapping[str, set[Span]], out: list[Span]) -> None:
        """Word by word: in a field of this kind, or not."""
        left_out = self._covered(out)
        covered = [self._covered(spans[one.by]) for one in self.readings]
        tally: Counter[tuple[bool, ...]] = Counter()
        touched = set().union(*covered)
        for place in touched - left_out:
            tally[tuple(place in words for words in covered)] += 1
        tally[(False,) * len(covered)] += len(self.words) - len(touched | left_out)
        self._tables(group, "words", tally)

    def _covered(self, spans: Iterable[Span]) -> set[int]:
        """The places of the words that meet a span."""
        places: set[int] = set()
        for start, end in spans:
            place = max(bisect_left(self.starts, start) - 1, 0)
            while place < len(self.words) and self.starts[place] < end:
                if self.words[place][1] > start:
                    places.add(place)
                place += 1
        return places

    def _tables(self, group: str, name: str, tally: Mapping[tuple[Any, ...], int]) -> None:
        for values, count in tally.items():
            for (one, other), part in coincidences_of(values).items():
                self.counts[group, name, "alpha", one, other] += part * count
            if len(values) == 2:
                self.counts[group, name, "kappa", *values] += count

    def _attributes(self, group: str, cluster: Mapping[str, AnyField]) -> None:
        if len(cluster) < 2:
            return
        for name in compared(group):
            values = {by: comparable(item, name, self.people.get(by, {})) for by, item in cluster.items()}
            for one, other in combinations(values, 2):
                agree = same(name, values[one], values[other])
                self.counts[group, name, "same"] += agree
                self.counts[group, name, "compared"] += 1
                if not agree:
                    item = cluster[one]
                    told = {by: _told(cluster[by], name) for by in (one, other)}
                    self._differ(group, "mentions" if name == "spans" else name, item.spans[0], told)
            if name in closed(group):
                self._tables(group, name, {tuple(values.values()): 1})

    def _clusters(self, group: str) -> list[dict[str, AnyField]]:
        """Fields that are the same, by annotator: each reading's matched with the first that has one there."""
        clusters: list[dict[str, AnyField]] = []
        for one in self.readings:
            firsts = {id(next(iter(cluster.values()))): cluster for cluster in clusters}
            mine = [item for item in one.fields if item.group == group]
            pairs = matched(group, (next(iter(cluster.values())) for cluster in clusters), mine)
            for first, item in pairs:
                firsts[id(first)][one.by] = item
            paired = {id(item) for _, item in pairs}
            clusters += [{one.by: item} for item in mine if id(item) not in paired]
        return clusters

    def _elsewhere(self, by: str, group: str, span: Span) -> str:
        """The other kind that these words are for `by`."""
        return next((item.kind for item in self.fields[by] if item.group != group and span in item.spans), "")

    def _at(self, span: Span) -> str:
        return self.text[slice(*span)]

    def _differ(self, group: str, what: str, span: Span, values: dict[str, Any]) -> None:
        self.disagreements.append(Disagreement(group, what, self.identifier, span, self._at(span), values))


def _overlapping(ones: set[Span], others: set[Span]) -> Iterator[tuple[Span, Span]]:
    """Pairs that meet, each span used once: as many as there can be, for no two spans of one set meet."""
    waiting = sorted(others)
    place = 0
    for span in sorted(ones):
        while place < len(waiting) and waiting[place][1] <= span[0]:
            place += 1
        if place < len(waiting) and meet(span, waiting[place]):
            yield span, waiting[place]
            place += 1


def _told(item: AnyField, name: str) -> Any:
    """The value as a person reads it."""
    if name == "spans":
        return [list(span) for span in item.spans]
    if name == "coordinates":
        return [getattr(item, "latitude", None), getattr(item, "longitude", None)]
    if name == "speaker":
        return getattr(item, "speaker_name", None)
    if name == "value":
        return [getattr(item, key, None) for key in ("value", "low", "high")]
    return getattr(item, attribute_of(type(item), name))


def measures(counts: Counts, annotators: int) -> dict[str, float]:
    """By dotted names, `people.exact`, `places.type.kappa`; kappa for two annotators, alpha for any number."""
    tables: dict[tuple[Any, ...], dict[tuple[Any, Any], float]] = {}
    for key, count in counts.items():
        if len(key) == 5:
            group, name, measure, one, other = key
            tables.setdefault((group, name, measure), {})[one, other] = count
    found: dict[str, float] = {}
    for group in GROUPS:
        for name in ("exact", "overlap"):
            found[f"{group}.{name}"] = f1(counts[group, name], counts[group, "all"])
        for name in compared(group):
            found[f"{group}.{name}"] = share(counts[group, name, "same"], counts[group, name, "compared"])
        for name in ("words", *closed(group)):
            if annotators == 2:
                found[f"{group}.{name}.kappa"] = kappa(tables.get((group, name, "kappa"), {}))
            found[f"{group}.{name}.alpha"] = alpha(tables.get((group, name, "alpha"), {}))
    return found
