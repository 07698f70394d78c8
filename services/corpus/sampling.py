"""Draws a sample of a corpus: at random, from strata in proportion, or what the extractor was least sure of.

Each article has a rank of its own, from the seed and its place in the input, and the first are drawn. So the same seed
draws the same articles from whatever extraction of the same input, and a larger sample holds the smaller one.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import PurePath
from typing import Any, Final, NamedTuple

from services.corpus.choosing import choice
from services.corpus.folder import Corpus
from services.corpus.table import At, rows
from store.errors import StetError

STRATA: Final = ("source", "author", "year", "month")
_NO_VALUE: Final = "none"


class Order(NamedTuple):
    size: int
    query: str = ""
    by: tuple[str, ...] = ()
    unsure: bool = False
    seed: int = 0


class Drawn(NamedTuple):
    """`sizes` has for each stratum how many articles it has; `articles` for each drawn id its stratum. Articles with
    an error are in neither; `refused` counts them."""

    order: Order
    sizes: dict[str, int]
    articles: dict[str, str]
    places: dict[At, str]
    refused: int


def draw(corpus: Corpus, order: Order) -> Drawn:
    """Raises `StetError` where nothing is to be drawn."""
    if odd := next((name for name in order.by if name not in STRATA), None):
        raise StetError("Nothing drawn", f"{odd} makes no strata; there are {', '.join(STRATA)}")
    chosen = choice(order.query)
    columns = sorted({"article", "error", "input", "place", "unsure", "source", "author", "date", *chosen.columns})
    best: dict[str, list[tuple[tuple[float, bytes], At, str]]] = {}
    sizes: Counter[str] = Counter()
    refused = 0
    for at, row in rows(corpus, columns):
        if row["error"] is not None:
            refused += 1
        elif chosen.holds(row):
            stratum = _stratum(row, order.by)
            sizes[stratum] += 1
            heap = best.setdefault(stratum, [])
            entry = (_rank(row, order), at, str(row["article"]))
            if len(heap) < order.size:
                heapq.heappush(heap, entry)
            else:
                heapq.heappushpop(heap, entry)
    if not sizes:
        raise StetError("Nothing drawn", f"no article of {corpus.place.name} matches; name other words, or none")
    articles: dict[str, str] = {}
    places: dict[At, str] = {}
    for stratum, count in shares(sizes, order.size).items():
        for _, at, identifier in heapq.nlargest(count, best[stratum]):
            articles[identifier] = stratum
            places[at] = identifier
    return Drawn(order, dict(sorted(sizes.items())), articles, places, refused)


def shares(sizes: dict[str, int], total: int) -> dict[str, int]:
    """How many of each stratum: in proportion, by largest remainders, and at least one where that is possible."""
    total = min(total, sum(sizes.values()))
    least = 1 if total >= len(sizes) else 0
    rest, among = total - least * len(sizes), sum(sizes.values()) - least * len(sizes)
    exact = {name: rest * (size - least) / among if among else 0.0 for name, size in sizes.items()}
    counts = {name: least + int(share) for name, share in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (int(exact[name]) - exact[name], name))
    for name in by_remainder[: total - sum(counts.values())]:
        counts[name] += 1
    return counts


def _stratum(row: dict[str, Any], by: Sequence[str]) -> str:
    """A text that is its own source, a file with nothing else said of it, has none."""
    found = {"author": row["author"], "year": (row["date"] or "")[:4], "month": (row["date"] or "")[:7]}
    if row["source"] != PurePath(row["place"]).name:
        found["source"] = row["source"]
    return " · ".join(found.get(name) or _NO_VALUE for name in by)


def _rank(row: dict[str, Any], order: Order) -> tuple[float, bytes]:
    """The highest are drawn."""
    digest = blake2b(f"{order.seed}\0{row['input']}\0{row['place']}".encode(), digest_size=12).digest()
    return (row["unsure"] if order.unsure else 0.0, digest)
