"""Samples of a corpus in a library: articles that were drawn into it, and how, in the document samples.json.

Losing that loses no correction, but figures of the articles would not hold for the corpus any more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import orjson

from services.corpus.folder import Corpus
from services.corpus.sampling import Drawn
from services.corpus.table import records
from services.outcomes import Outcome
from store.disk.layout import SAMPLES_FILE
from store.errors import StetError
from store.jsontext import decode, encode
from store.library.documents import Documents, locked, titled
from store.library.protocol import Library
from store.model.fields import Json

FORMAT: Final = "stet-samples/1"
_TITLE: Final = "Not sampled"


class Sample(NamedTuple):
    """`sizes` has for each stratum how many articles it has in the corpus; `articles` for each id its stratum."""

    corpus: str
    at: str
    seed: int
    query: str
    by: tuple[str, ...]
    unsure: bool
    sizes: dict[str, int]
    articles: dict[str, str]
    digest: str = ""
    """Of the corpus when it was drawn."""

    @property
    def population(self) -> int:
        return sum(self.sizes.values())


def take(library: Library, corpus: Corpus, drawn: Drawn, tell: Callable[[Outcome], object]) -> Sample:
    """Add what was drawn, with what the corpus has found in it, and remember how; what cannot be added is told, and is
    no part of the sample."""
    failed: set[str] = set()
    for at, record in records(corpus, drawn.places):
        identifier = drawn.places[at]
        try:
            there = record.id in library
            library.add(record.article, record.suggestions)
        except StetError as error:
            failed.add(identifier)
            tell(Outcome(identifier, "failed", identifier, error.message, sort=error.title))
        else:
            tell(Outcome(identifier, "there" if there else "added", identifier))
    order = drawn.order
    sample = Sample(
        corpus.place.name,
        datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        order.seed,
        order.query,
        order.by,
        order.unsure,
        drawn.sizes,
        {name: stratum for name, stratum in drawn.articles.items() if name not in failed},
        corpus.digest(),
    )
    _keep(library.documents, sample)
    return sample


def samples(documents: Documents) -> list[Sample]:
    """The latest last. Raises `StetError` where they cannot be understood."""
    with titled(_TITLE):
        data = documents.read(SAMPLES_FILE)
    if data is None:
        return []
    try:
        return [_sample(one) for one in decode(data)["samples"]]
    except (ValueError, KeyError, TypeError) as error:
        why = f"{documents.where(SAMPLES_FILE)} is damaged: {error}; restore it, or move it away and draw again"
        raise StetError(_TITLE, why) from None


def _sample(data: Any) -> Sample:
    return Sample(**{**data, "by": tuple(data["by"])})


def _keep(documents: Documents, sample: Sample) -> None:
    """A larger one takes the place of the one that it holds."""
    with locked(documents, _TITLE), titled(_TITLE):
        kept = [one for one in samples(documents) if not _goes_on(one, sample)]
        data: Json = {"format": FORMAT, "samples": [one._asdict() for one in (*kept, sample)]}
        documents.replace(SAMPLES_FILE, encode(data, orjson.OPT_INDENT_2) + b"\n")


def _goes_on(one: Sample, other: Sample) -> bool:
    alike = ("corpus", "seed", "query", "by", "unsure", "sizes")
    return one.articles.keys() <= other.articles.keys() and all(
        getattr(one, key) == getattr(other, key) for key in alike
    )
