"""What the corrected part of a sample says of a whole corpus: precision, recall and F1, and how many fields are wrong.

Each article that is done counts for all of its stratum. Intervals are of a bootstrap by article within strata. What is
compared is what the corpus has found, so that another extraction of the same articles is held against the same work.
"""

from __future__ import annotations

from typing import NamedTuple

from services.corpus.folder import Corpus
from services.corpus.samples import Sample
from services.corpus.table import found, records
from services.evaluation import Evaluation
from services.figures import RATIOS, Figure, counts_of, figures, groups_of
from services.gold import corrected
from store.agreement.measures import Counts, total
from store.errors import StetError
from store.files import shown
from store.library.protocol import Library
from store.model.fields import Json
from store.model.record import Record


class Estimate(NamedTuple):
    """`figures` and `attributes` are by kind; of attributes the share that is right, over matched fields. `covered` is
    the number of articles for which the figures stand: those of strata of which something is done."""

    sample: Sample
    done: int
    covered: int
    absent: int
    """Articles of the sample that are not in this corpus."""
    changed: int
    """Articles that are done, but have another text in this corpus."""
    has_grown: bool
    """Whether it is not what it was when the sample was drawn from it."""
    has_learned: bool
    """Whether the corpus was extracted with what a library knows after the sample was drawn from another."""
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
            "changed": self.changed,
            "has_grown": self.has_grown,
            "has_learned": self.has_learned,
            "conflicts": self.conflicts,
            **{
                group: {
                    **{name: figure.to_json(4 if name in RATIOS else 1) for name, figure in figures.items()},
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
    if not places:
        drawn = f"none of the {len(sample.articles):,} articles drawn from {shown(sample.corpus)}"
        how = "draw a sample from it with stet add --sample"
        raise StetError("Nothing to estimate", f"{drawn} is in {shown(corpus.place.name)}; {how}")
    there = {record.id: record for _, record in records(corpus, places.values())}
    strata: dict[str, list[Counts]] = {}
    conflicts = changed = 0
    for identifier in places:
        record = library.load(identifier) if identifier in library else None
        if record is None or record.status != "done":
            continue
        if record.text != there[identifier].text:
            changed += 1
            continue
        counts, unsettled = counted(record, there[identifier])
        conflicts += unsettled
        strata.setdefault(sample.articles[identifier], []).append(counts)
    if not strata:
        why = f"no article of the sample is done and in {shown(corpus.place.name)}"
        raise StetError("Nothing to estimate", f"{why}; finish some of {len(places):,}, such as {shown(min(places))}")
    seen = total([counts for some in strata.values() for counts in some])
    estimated = figures([*strata.values()], [sample.sizes[name] for name in strata])
    groups = groups_of(seen)
    is_named = sample.corpus == corpus.place.name
    is_same = is_named and sample.digest in ("", corpus.digest())
    return Estimate(
        sample,
        done=sum(map(len, strata.values())),
        covered=sum(sample.sizes[name] for name in strata),
        absent=len(sample.articles) - len(places),
        changed=changed,
        has_grown=is_named and not is_same,
        has_learned=bool((corpus.head() or {}).get("lists")) and not is_same,
        conflicts=conflicts,
        mentions={group: (int(seen[group, "gold"]), int(seen[group, "found"])) for group in groups},
        figures=estimated.measures,
        attributes=estimated.attributes,
    )


def counted(gold: Record, ours: Record) -> tuple[Counts, int]:
    """Of one article, by kind and for all, and how many fields are in conflict, which are not counted."""
    truth, evaluation = corrected(gold), Evaluation()
    evaluation.add(truth.fields, ours.fields.values(), truth.groups, truth.neutral)
    return counts_of(evaluation), truth.unsettled
