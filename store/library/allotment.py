"""Who gets which article: an even share each, and an overlap that several get. Pure: no files, no clock.

Chance is a hash of seed, article and annotator, so that the same articles are always shared out the same, in whatever
order they come. `given` remembers the outcome.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from store.hashing import text_hash


def allot(
    articles: Mapping[str, str],
    annotators: Sequence[str],
    *,
    overlap: Fraction,
    each: int,
    seed: int = 0,
    given: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, tuple[str, ...]]:
    """The annotators of each article that is not in `given`; `articles` maps all ids to their strata.

    `overlap` is the share of all articles that `each` annotators get; the others go to one. What was given counts for
    the share and for the balance. Totals differ by one article at most, unless `given` leaves no way to that, and so do
    those of a stratum.
    """
    kept = {} if given is None else {identifier: given[identifier] for identifier in articles if identifier in given}
    strata: dict[str, list[str]] = {}
    for identifier in sorted(articles.keys() - kept.keys(), key=lambda one: (text_hash(f"{seed}\0{one}"), one)):
        strata.setdefault(articles[identifier], []).append(identifier)
    quotas = _quotas(articles, strata, kept, overlap, seed)
    totals = Counter(name for names in kept.values() for name in names)
    within = Counter((articles[identifier], name) for identifier, names in kept.items() for name in names)
    allotted: dict[str, tuple[str, ...]] = {}
    for stratum, identifiers in sorted(strata.items()):
        for number, identifier in enumerate(identifiers):

            def rank(name: str, identifier: str = identifier, stratum: str = stratum) -> tuple[int, int, str]:
                return totals[name], within[stratum, name], text_hash(f"{seed}\0{identifier}\0{name}")

            chosen = sorted(annotators, key=rank)[: each if number < quotas[stratum] else 1]
            totals.update(chosen)
            within.update((stratum, name) for name in chosen)
            allotted[identifier] = tuple(sorted(chosen))
    return allotted


def _quotas(
    articles: Mapping[str, str],
    strata: Mapping[str, Sequence[str]],
    kept: Mapping[str, Sequence[str]],
    overlap: Fraction,
    seed: int,
) -> Counter[str]:
    """How many of the new articles of each stratum belong to the overlap: the furthest from its share is next."""
    sizes = Counter(articles.values())
    already = Counter(articles[identifier] for identifier, names in kept.items() if len(names) > 1)
    wanted = int(overlap * len(articles) + Fraction(1, 2)) - already.total()
    quotas: Counter[str] = Counter()
    queue = [
        (already[stratum] - overlap * sizes[stratum], text_hash(f"{seed}\0{stratum}"), stratum) for stratum in strata
    ]
    heapq.heapify(queue)
    while queue and wanted > 0:
        lead, tie, stratum = heapq.heappop(queue)
        quotas[stratum] += 1
        wanted -= 1
        if quotas[stratum] < len(strata[stratum]):
            heapq.heappush(queue, (lead + 1, tie, stratum))
    return quotas
