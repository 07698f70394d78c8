"""How sure it is that a person or a place is one: the tagger's margins, and what the text and the lists add to them.

The weights were fitted by logistic regression on articles kept apart from the tagger's; `confidence` has the last word.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from extract.confidence import calibrated
from extract.lexicon import word_set
from extract.names import gazetteer
from extract.names.tagger import Mention
from store.model.fields import Person, Place
from store.model.kinds import PERSON, PLACE

_MARGIN: Final = 600
"""A larger margin is no surer."""
_BEFORE: Final = re.compile(r"([^\W\d_]+)[ \n]$")
_PREPOSITIONS: Final = word_set("in at near from to of across into outside around")
_WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    PERSON.name: {
        "bias": -0.53, "margin": 0.6, "capital after": -2.6, "the": -1.8, "one word": -1.0, "another kind": -1.2,
        "hyphen": -1.7, "preposition": -0.9, "role": 0.9,
    },
    PLACE.name: {
        "bias": -0.04, "margin": 0.31, "capital after": -1.8, "preposition": 1.05, "another kind": -2.0,
        "country or region": 1.0, "unlisted": -0.95,
    },
}  # fmt: skip


def rate(
    text: str, mentions: Sequence[Mention], people: Iterable[Person], places: Iterable[Place], sure: float = 1.0
) -> None:
    """Set the confidence of fields that were put together from `mentions`, by so much of their margins."""
    margins = {(m.start, m.end): sure * m.margin for m in mentions}
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        kinds[text[mention.start : mention.end].lower()][mention.kind] += 1
    for person in people:
        signs = _signs(text, person, margins, kinds)
        signs |= {"one word": " " not in person.name, "role": person.role is not None}
        person.confidence = calibrated(person.kind, _logistic(person.kind, signs))
    for place in places:
        signs = _signs(text, place, margins, kinds)
        listed = gazetteer.places().get(gazetteer.fold(place.name), "-")[0]
        signs |= {"country or region": listed in "CA", "unlisted": listed == "-"}
        place.confidence = calibrated(place.kind, _logistic(place.kind, signs))


def _signs(
    text: str,
    item: Person | Place,
    margins: Mapping[tuple[int, int], float],
    kinds: Mapping[str, Counter[str]],
) -> dict[str, float]:
    """Shares of the field's mentions, but for the margin, which is their mean in hundreds."""
    signs: defaultdict[str, float] = defaultdict(float)
    share = 1 / len(item.spans)
    for start, end in item.spans:
        after = text[end : end + 2]
        found = _BEFORE.search(text, max(0, start - 12), start)
        before = found[1].lower() if found else ""
        seen = kinds[text[start:end].lower()]
        signs["margin"] += share * max(-200, min(margins[start, end], _MARGIN)) / 100
        signs["capital after"] += share * (after[:1] == " " and after[1:].isupper())
        signs["hyphen"] += share * ("-" in (after[:1], text[start - 1 : start]))
        signs["the"] += share * (before == "the")
        signs["preposition"] += share * (before in _PREPOSITIONS)
        signs["another kind"] += share * (1 - seen[item.kind] / seen.total())
    return dict(signs)


def _logistic(kind: str, signs: Mapping[str, float]) -> float:
    weights = _WEIGHTS[kind]
    total = weights["bias"] + sum(weight * signs[sign] for sign, weight in weights.items() if sign != "bias")
    return 1 / (1 + math.exp(-total))
