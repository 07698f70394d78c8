"""Compares several annotators' readings of one article, as counts that can be added up over articles.

Pure. A reading is what one annotator has decided. Fields that are undecided in any reading are left out, as are
articles on which only one annotator has worked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final, NamedTuple

from store.agreement.matching import Targets, comparable, compared, matched, overlap, row_of, same, targets
from store.agreement.measures import Counts, alpha, coincidences_of, f1, kappa, no_counts, share
from store.agreement.statistics import decides
from store.model.edit import ARTICLE, Edit
from store.model.fields import BY_GROUP, GROUPS, AnyField, Span, attribute_of
from store.model.fold import MACHINE, fold
from store.model.record import Record

_WORD: Final = re.compile(r"\w+")
_OPENING: Final = 60
_FEW_VALUES: Final = ("country", "speaker")
"""Attributes without a closed set of values that still have few values in one article."""


def closed(group: str) -> tuple[str, ...]:
    """The attributes with few enough values to correct agreement for chance."""
    row = row_of(group)
    return tuple(item.key for item in row.attributes if (item.choices and not item.is_list) or item.key in _FEW_VALUES)


@dataclass(frozen=True, slots=True)
class Reading:
    """One annotator's reading of an article: the fields that they accepted, corrected or added, and open ones, which
    are undecided or, as `unsettled` counts, in conflict."""

    by: str
    fields: tuple[AnyField, ...]
    open: tuple[AnyField, ...]
    unsettled: int = 0
    about: AnyField | None = None
    """The article's own field, if they have said anything in it and it is in no conflict."""


def reading(record: Record, name: str) -> Reading | None:
    """A whole record as the reading of `name`; None if no one has worked on it."""
    if record.status == "new" and not record.decided:
        return None
    return _reading(name, record.fields.values(), record.folded.about)


def reading_of(record: Record, by: str) -> Reading | None:
    """One annotator's reading: their decisions on the suggestions that they saw, without others' edits.

    None if they have decided nothing.
    """
    persons = [edit for edit in record.edits if edit.op not in MACHINE or edit.is_of_annotator]
    own = [edit for edit in persons if edit.by == by]
    if not own:
        return None
    implied = [edit for edit in record.edits if edit.by == by and edit.of is not None]
    machine = (edit for edit in record.edits if edit.op in MACHINE and edit.of is None and not edit.is_of_annotator)
    suggested = [edit for edit in machine if own[-1].saw(edit)]
    edits = {edit.seq: edit for edit in (*own, *implied, *suggested)}
    edits = _with_creations(record, edits)
    folded = fold(record.suggestions, [edits[seq] for seq in sorted(edits)])
    said = any(change.field == ARTICLE and not decides(change) for edit in own for change in edit.changes)
    return _reading(by, folded.fields.values(), folded.about if said else None)


def _with_creations(record: Record, edits: dict[int, Edit]) -> dict[int, Edit]:
    """The edits, by `seq`, with what others' edits did to create fields that these decide: a merge makes one of two."""
    made = {item.id for item in record.suggestions.all()}
    changed: set[str] = set()
    for edit in edits.values():
        for change in edit.changes:
            if change.before is None:
                made.add(change.field)
            elif "status" in (change.after or {}):
                changed.add(change.field)
    missing = changed - made
    found = dict(edits)
    for edit in record.edits:
        created = tuple(one for one in edit.changes if one.field in missing and one.before is None and one.after)
        if created and edit.seq not in edits:
            found[edit.seq] = edit._replace(changes=created)
    return found


def _reading(by: str, fields: Iterable[AnyField], about: AnyField | None) -> Reading:
    items = list(fields)
    live = tuple(item for item in items if item.decided and item.alive and not item.unsettled)
    left = tuple(item for item in items if not item.decided or item.unsettled)
    torn = about is not None and about.unsettled
    return Reading(by, live, left, sum(item.unsettled for item in items) + torn, None if torn else about)


class Disagreement(NamedTuple):
    """One difference between two readings. `values` are theirs, by annotator; `span` is the first of the field."""

    group: str
    what: str
    article: str
    span: Span
    words: str
    values: dict[str, Any]


@dataclass(slots=True)
class Comparison:
    """Adds up articles. `counts` has an entry for each article on which at least two annotators have worked; the
    others are counted in `passed_over`, and in `unsettled` the fields that a reading has in conflict."""

    counts: list[Counts] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    passed_over: int = 0
    unsettled: int = 0
    by: list[str] = field(default_factory=list)

    def add(self, article: str, text: str, readings: Sequence[Reading | None]) -> None:
        """`readings` are in the order of the annotators, with None for one who has not worked on the article."""
        present = [one for one in readings if one is not None]
        self.by = list(dict.fromkeys([*self.by, *(one.by for one in present)]))
        if len(present) < 2:
            self.passed_over += 1
            return
        counting = _Article(article, text, present)
        counting.count()
        self.counts.append(counting.counts)
        self.unsettled += sum(one.unsettled for one in present)
        self.disagreements += counting.disagreements

    def sorts(self) -> list[tuple[tuple[str, str], list[Disagreement]]]:
        """The disagreements by (group, what), the most frequent first."""
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
        self.aims: dict[str, Targets] = {}

    def count(self) -> None:
        clusters = {group: self._clusters(group) for group in GROUPS}
        self.aims = targets(self.fields, (cluster for some in clusters.values() for cluster in some))
        for group in GROUPS:
            undecided = [
                span for one in self.readings for item in one.open if item.group == group for span in item.spans
            ]
            spans = {one.by: self._spans(one, group, undecided) for one in self.readings}
            self._mentions(group, spans)
            self._words(group, spans, undecided)
            for cluster in clusters[group]:
                self._attributes(group, cluster)
        self._attributes(ARTICLE, {one.by: one.about for one in self.readings if one.about is not None})

    def _spans(self, one: Reading, group: str, undecided: list[Span]) -> set[Span]:
        spans = {span for item in one.fields if item.group == group for span in item.spans}
        return {span for span in spans if not any(overlap(span, other) for other in undecided)}

    def _mentions(self, group: str, spans: Mapping[str, set[Span]]) -> None:
        for one, other in combinations(spans, 2):
            mine, yours = spans[one], spans[other]
            self.counts[group, "all"] += len(mine) + len(yours)
            self.counts[group, "exact"] += len(mine & yours)
            self.counts[group, "overlap"] += sum(1 for _ in _overlapping(mine, yours))
            for span in sorted(mine - yours):
                edges = [theirs for theirs in yours - mine if overlap(span, theirs)]
                if edges:
                    self._differ(group, "edges", span, {one: self._at(span), other: self._at(min(edges))})
                elif kind := self._elsewhere(other, group, span):
                    self._differ(group, f"or {kind}", span, {one: BY_GROUP[group].kind, other: kind})
                else:
                    self._differ(group, "one has it, one has not", span, {one: self._at(span), other: None})
            for span in sorted(yours - mine):
                if not any(overlap(span, ours) for ours in mine - yours) and not self._elsewhere(one, group, span):
                    self._differ(group, "one has it, one has not", span, {one: None, other: self._at(span)})

    def _words(self, group: str, spans: Mapping[str, set[Span]], undecided: list[Span]) -> None:
        """Count word by word whether it is in a field of this kind."""
        excluded = self._covered(undecided)
        covered = [self._covered(spans[one.by]) for one in self.readings]
        tally: Counter[tuple[bool, ...]] = Counter()
        annotated = set().union(*covered)
        for index in annotated - excluded:
            tally[tuple(index in words for words in covered)] += 1
        tally[(False,) * len(covered)] += len(self.words) - len(annotated | excluded)
        self._tables(group, "words", tally)

    def _covered(self, spans: Iterable[Span]) -> set[int]:
        """The indexes of the words that overlap a span."""
        indexes: set[int] = set()
        for start, end in spans:
            index = max(bisect_left(self.starts, start) - 1, 0)
            while index < len(self.words) and self.starts[index] < end:
                if self.words[index][1] > start:
                    indexes.add(index)
                index += 1
        return indexes

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
            values = {by: comparable(item, name, self.aims[by]) for by, item in cluster.items()}
            for one, other in combinations(values, 2):
                agree = same(name, values[one], values[other])
                self.counts[group, name, "same"] += agree
                self.counts[group, name, "compared"] += 1
                if not agree:
                    item = cluster[one]
                    shown = {by: _value_of(cluster[by], name) for by in (one, other)}
                    where = item.spans[0] if item.spans else (0, 0)
                    self._differ(group, "mentions" if name == "spans" else name, where, shown)
            if name in closed(group):
                self._tables(group, name, {tuple(values.values()): 1})

    def _clusters(self, group: str) -> list[dict[str, AnyField]]:
        """Matching fields of all readings, by annotator; each field is matched with the first reading that has one."""
        clusters: list[dict[str, AnyField]] = []
        for one in self.readings:
            firsts = {id(next(iter(cluster.values()))): cluster for cluster in clusters}
            own = [item for item in one.fields if item.group == group]
            pairs = matched(group, (next(iter(cluster.values())) for cluster in clusters), own)
            for first, item in pairs:
                firsts[id(first)][one.by] = item
            paired = {id(item) for _, item in pairs}
            clusters += [{one.by: item} for item in own if id(item) not in paired]
        return clusters

    def _elsewhere(self, by: str, group: str, span: Span) -> str:
        """The other kind with which `by` has annotated this span; empty if there is none."""
        return next((item.kind for item in self.fields[by] if item.group != group and span in item.spans), "")

    def _at(self, span: Span) -> str:
        return self.text[slice(*span)]

    def _differ(self, group: str, what: str, span: Span, values: dict[str, Any]) -> None:
        words = self._at(span) or self.text[:_OPENING]  # of the article itself, how it begins
        self.disagreements.append(Disagreement(group, what, self.identifier, span, words, values))


def _overlapping(ones: set[Span], others: set[Span]) -> Iterator[tuple[Span, Span]]:
    """Overlapping pairs, each span used once. Their number is maximal, as no two spans of one set overlap."""
    candidates = sorted(others)
    index = 0
    for span in sorted(ones):
        while index < len(candidates) and candidates[index][1] <= span[0]:
            index += 1
        if index < len(candidates) and overlap(span, candidates[index]):
            yield span, candidates[index]
            index += 1


def _value_of(item: AnyField, name: str) -> Any:
    """The value to show to a person."""
    if name == "spans":
        return [list(span) for span in item.spans]
    if name == "coordinates" and not item.row.own:
        return [getattr(item, "latitude", None), getattr(item, "longitude", None)]
    for reference in item.references:
        if name == reference.key:
            return getattr(item, attribute_of(type(item), reference.name_key))
    if name == "value" and not item.row.own:
        return [getattr(item, key, None) for key in ("value", "low", "high")]
    return getattr(item, attribute_of(type(item), name))


def measures(counts: Counts, annotators: int) -> dict[str, float]:
    """The measures by dotted name (`people.exact`, `places.type.kappa`); kappa only for two annotators."""
    tables: dict[tuple[Any, ...], dict[tuple[Any, Any], float]] = {}
    for key, count in counts.items():
        if len(key) == 5:
            group, name, measure, one, other = key
            tables.setdefault((group, name, measure), {})[one, other] = count
    results: dict[str, float] = {}

    def chance(group: str, names: Iterable[str]) -> None:
        for name in names:
            if annotators == 2:
                results[f"{group}.{name}.kappa"] = kappa(tables.get((group, name, "kappa"), {}))
            results[f"{group}.{name}.alpha"] = alpha(tables.get((group, name, "alpha"), {}))

    for group in GROUPS:
        for name in ("exact", "overlap"):
            results[f"{group}.{name}"] = f1(counts[group, name], counts[group, "all"])
        for name in compared(group):
            results[f"{group}.{name}"] = share(counts[group, name, "same"], counts[group, name, "compared"])
        chance(group, ("words", *closed(group)))
    for name in compared(ARTICLE):
        results[f"{ARTICLE}.{name}"] = share(counts[ARTICLE, name, "same"], counts[ARTICLE, name, "compared"])
    chance(ARTICLE, closed(ARTICLE))
    return results
