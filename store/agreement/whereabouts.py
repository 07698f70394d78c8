"""Counts articles by their places: two names of one point are one place, one name of two points two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from store.model.fields import Place

_Point: TypeAlias = tuple[str, float, float]
"""A country, and degrees to two places, about a kilometre."""


@dataclass(slots=True)
class Whereabouts:
    """Adds up articles. What has no coordinates goes by its name, and with the only place on earth that has it."""

    _points: Counter[_Point] = field(default_factory=Counter)
    _forms: defaultdict[_Point, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """By point, the articles that use each name."""
    _names: Counter[str] = field(default_factory=Counter)
    """Of what has no point."""

    def add(self, places: Iterable[Place]) -> None:
        """Those of one article."""
        here = {(_point(item), item.name) for item in places}
        forms = {(point, name) for point, name in here if point is not None}
        for point, name in forms:
            self._forms[point][name] += 1
        self._points.update({point for point, _ in forms})
        self._names.update({name for point, name in here if point is None} - {name for _, name in forms})

    def counted(self) -> Counter[str]:
        """By the name that most articles use; with the country behind it where several places have it."""
        names = {point: _most_frequent(forms) for point, forms in self._forms.items()}
        shared = {name for name, count in Counter(names.values()).items() if count > 1}
        labels = {point: f"{name} ({point[0]})" if name in shared else name for point, name in names.items()}
        counts: Counter[str] = Counter()
        there: defaultdict[str, list[str]] = defaultdict(list)
        for point, forms in self._forms.items():
            counts[labels[point]] += self._points[point]
            for form in forms:
                there[form].append(labels[point])
        for name, count in self._names.items():
            counts[there[name][0] if len(there[name]) == 1 else name] += count
        return counts


def _point(item: Place) -> _Point | None:
    if item.latitude is None or item.longitude is None:
        return None
    return item.country or "?", round(item.latitude, 2), round(item.longitude, 2)


def _most_frequent(forms: Counter[str]) -> str:
    """Of two the fuller."""
    return min(forms, key=lambda form: (-forms[form], -len(form), form))
