"""A UIMA CAS as read from a file: its feature structures, and the type system as far as it is known.

Read leniently: a type that is not declared, an attribute that no type has or a reference to nothing costs only itself.
Knows nothing of what annotations mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

PRIMITIVES: Final = frozenset(
    f"uima.cas.{name}" for name in ("String", "Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double")
)
_MOST: Final = 100_000
"""Elements of one list that are followed; a longer one leads in a circle."""


@dataclass(slots=True)
class Types:
    """By name the supertype and the ranges of the features of each type."""

    supertypes: dict[str, str] = field(default_factory=dict)
    ranges: dict[str, dict[str, str]] = field(default_factory=dict)
    _found: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def lineage(self, name: str) -> Iterator[str]:
        """The type and all that it is derived from."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            yield name
            name = self.supertypes.get(name, "")

    def range_of(self, name: str, feature: str) -> str | None:
        """The range of a feature, or None if the type or the feature is not declared."""
        if (name, feature) not in self._found:
            ranges = (self.ranges.get(one, {}).get(feature) for one in self.lineage(name))
            self._found[name, feature] = next(filter(None, ranges), None)
        return self._found[name, feature]

    def is_primitive(self, range_: str) -> bool:
        """True for text, numbers and their sets of allowed values, which are types derived from them."""
        return any(one in PRIMITIVES for one in self.lineage(range_))


@dataclass(slots=True)
class Structure:
    """A feature structure: primitive `values`, lists of them too, and `references`, the ids of others by feature."""

    id: str
    type: str
    values: dict[str, Any] = field(default_factory=dict)
    references: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Content:
    """The structures of a CAS by id. `members` are those indexed in a view, by the id of its sofa."""

    structures: dict[str, Structure] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    types: Types = field(default_factory=Types)
    unit: str = "UTF-16"
    replaced: int = 0
    """Characters that the file could not hold and that are U+FFFD now."""

    def referred(self, one: Structure, feature: str) -> list[Structure]:
        """The structures to which a feature refers, through arrays and lists."""
        return list(self._resolved(one.references.get(feature, ())))

    def first(self, one: Structure, feature: str) -> Structure | None:
        return next(self._resolved(one.references.get(feature, ())), None)

    def texts(self, one: Structure, feature: str) -> list[Any]:
        """The elements of an array of text or numbers."""
        arrays = (self.structures.get(name) for name in one.references.get(feature, ()))
        return [value for array in arrays if array for value in _listed(array.values.get("elements"))]

    def _resolved(self, names: Iterable[str]) -> Iterator[Structure]:
        left = list(names)[::-1]
        for _ in range(_MOST):
            if not left:
                return
            one = self.structures.get(left.pop())
            if one is None:
                continue
            if "head" in one.references and one.type.startswith("uima.cas."):
                left += [*one.references.get("tail", ())[:1], *one.references["head"][:1]]
            elif one.type.startswith("uima.cas.") and "elements" in one.references:
                left += one.references["elements"][::-1]
            elif not one.type.startswith("uima.cas."):
                yield one


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
