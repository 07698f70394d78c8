"""What the corrected part of a sample says of a whole corpus: precision, recall and F1, and how many fields are wrong.

Each article that is done counts for all of its stratum. Intervals are of a bootstrap by article within strata. What is
compared is what the corpus has found, so that another extraction of the same articles is held against the same work.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from services.corpus.folder import Corpus
from services.corpus.samples import Sample
from services.corpus.table import found, records
from services.evaluation import Evaluation
from services.gold import corrected
from store.agreement.measures import Counts, Interval, no_counts, share, stratified_intervals, total
from store.errors import StetError
from store.library.protocol import Library
from store.model.fields import Json
from store.model.record import Record

ALL: Final = "all"
"""The kinds together."""
MEASURES: Final = ("precision", "recall", "f1", "wrong", "missed")
"""`wrong` and `missed` are mentions of the whole corpus."""


class Figure(NamedTuple):
    """`interval` is the middle 95 %; None where too few articles are done to say."""

    value: float
    interval: Interval | None

    def to_json(self, digits: int) -> Json:
        """None for what is not defined, as precision where nothing was found."""
        bounds = None if self.interval is None else [round(bound, digits) for bound in self.interval]
        return {"value": None if math.isnan(self.value) else round(self.value, digits), "interval": bounds}


class Estimate(NamedTuple):
    """`figures` and `attributes` are by kind; of attributes the share that is right, over matched fields. `covered` is
    the number of articles for which the figures stand: those of strata of which something is done."""

    sample: Sample
    done: int
    covered: int
    absent: int
    """Articles of the sample that are not in this corpus."""
    conflicts: int
    mentions: dict[str, tuple[int, int]]
    """By kind, how many there are in the articles that are done, and how many were found."""
    figures: dict[str, dict[str, Figure]]
    attributes: dict[str, dict[str, Figure]]

    def to_json(self) -> Json:
        of_sample = {"seed": self.sample.seed, "query": self.sample.query, "by": [*self.sample.by]}
        return {
            "corpus": {"articles": self.sample.population, "covered": self.covered},
            "sample": {**of_sample, "random": not self.sample.unsure, "articles": len(self.sample.articles)},
            "articles": self.done,
            "absent": self.absent,
            "conflicts": self.conflicts,
            **{
                group: {
                    **{name: figure.to_json(4 if name in MEASURES[:3] else 1) for name, figure in figures.items()},
                    "mentions": self.mentions[group][0],
                    "found": self.mentions[group][1],
                    "attributes": {name: one.to_json(4) for name, one in self.attributes.get(group, {}).items()},
                }
                for group, figures in self.figures.items()
            },
        }


def estimate(library: Library, corpus: Corpus, sample: Sample) -> Estimate:
    """Raises `StetError` where nothing of the sample is done, or none of it is in the corpus."""
    places = found(corpus, sample.articles)
    there = {record.id: record for _, record in records(corpus, places.values())}
    strata: dict[str, list[Counts]] = {}
    conflicts = 0
    for identifier in places:
        record = library.load(identifier) if identifier in library else None
        if record is None or record.status != "done" or record.text != there[identifier].text:
            continue
        counts, unsettled = counted(record, there[identifier])
        conflicts += unsettled
        strata.setdefault(sample.articles[identifier], []).append(counts)
    if not strata:
        why = f"no article of the sample is done and in {corpus.place.name}; finish some of {len(sample.articles)}"
        raise StetError("Nothing to estimate", why)
    seen = total([counts for some in strata.values() for counts in some])
    weighted = [weigh(some, sample.sizes[name]) for name, some in strata.items()]
    figures = measured(total([one for some in weighted for one in some]))
    bounds = stratified_intervals(weighted, measured)
    groups = _groups(seen)
    return Estimate(
        sample,
        sum(map(len, strata.values())),
        sum(sample.sizes[name] for name in strata),
        len(sample.articles) - len(places),
        conflicts,
        {group: (int(seen[group, "gold"]), int(seen[group, "found"])) for group in groups},
        {
            group: {name: Figure(figures[f"{group}.{name}"], bounds[f"{group}.{name}"]) for name in MEASURES}
            for group in groups
        },
        {
            group: {
                name.rpartition(":")[2]: Figure(value, bounds[name])
                for name, value in figures.items()
                if name.startswith(f"{group}:")
            }
            for group in groups
        },
    )


def counted(gold: Record, ours: Record) -> tuple[Counts, int]:
    """Of one article, by kind and for all, and how many fields are in conflict, which are not counted."""
    truth, evaluation, counts = corrected(gold), Evaluation(), no_counts()
    evaluation.add(truth.fields, ours.fields.values(), truth.groups, truth.neutral)
    for group, tally in evaluation.tallies.items():
        for of in (group, ALL):
            counts[of, "right"] += tally.right
            counts[of, "found"] += tally.found
            counts[of, "gold"] += tally.gold
        for name, (right, compared) in tally.attributes.items():
            counts[group, "attribute right", name] += right
            counts[group, "attribute", name] += compared
    return counts, truth.unsettled


def weigh(articles: Iterable[Counts], size: int) -> list[Counts]:
    """Each for as many of the stratum as it stands for."""
    some = list(articles)
    weighted = []
    for counts in some:
        one = no_counts()
        one.update({key: count * size / len(some) for key, count in counts.items()})
        weighted.append(one)
    return weighted


def measured(counts: Counts) -> Mapping[str, float]:
    """Figures by `kind.measure`, and shares of right attributes by `kind:attribute`."""
    figures: dict[str, float] = {}
    for group in _groups(counts):
        right, mine, gold = (counts[group, name] for name in ("right", "found", "gold"))
        values = (share(right, mine), share(right, gold), share(2 * right, mine + gold), mine - right, gold - right)
        figures |= {f"{group}.{name}": value for name, value in zip(MEASURES, values, strict=True)}
    for of, name in [(key[0], key[2]) for key in counts if key[1] == "attribute"]:
        compared = counts[of, "attribute", name]
        figures[f"{of}:{name}"] = share(counts[of, "attribute right", name], compared)
    return figures


def _groups(counts: Counts) -> list[str]:
    """Those of which there is anything, then all."""
    groups = [str(key[0]) for key, count in counts.items() if key[1] in ("gold", "found") and count and key[0] != ALL]
    return [*dict.fromkeys(groups), ALL]
