"""What a person decided before: of this name in other articles of the library, and what was typed in this sitting.

The index is asked for a name when an editor opens or its key goes through what is likely, not before.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.model.fields import AnyField, Json, attribute_of
from store.plain import plain

if TYPE_CHECKING:
    from store.library.protocol import Library

_ARTICLES: Final = 4
"""Others of the library that are opened for a name."""
_KEPT: Final = 200
"""Values of this sitting."""


class Remembered:
    """Of one sitting."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._elsewhere: dict[tuple[str, str, str], list[AnyField]] = {}
        self._typed: list[tuple[str, str, str, str]] = []

    def take(self, item: AnyField, after: Json) -> None:
        """Values that a person has just given a field."""
        for key, value in after.items():
            if isinstance(value, str) and key in item.keys:
                self._typed.append((item.kind, key, _name(item), value))
        del self._typed[:-_KEPT]

    def of(self, article: str, item: AnyField, key: str) -> list[str]:
        """Of this name, the latest first: given in this sitting, then decided in other articles."""
        name = _name(item)
        if not name:
            return []
        place = item.kind, key, name
        found = [value for *given, value in reversed(self._typed) if tuple(given) == place]
        others = (getattr(one, attribute_of(type(one), key), None) for one in self._of_name(article, item, name))
        return list(dict.fromkeys([*found, *(value for value in others if isinstance(value, str) and value)]))

    def typed(self, kind: str, key: str) -> list[str]:
        """Whatever was typed for this attribute in this sitting, the latest first."""
        return list(dict.fromkeys(value for one, of, _, value in reversed(self._typed) if (one, of) == (kind, key)))

    def offered(self, article: str, item: AnyField, key: str, begun: str) -> list[str]:
        """For a box: what was decided of this name; once letters are typed, whatever was typed for such a box too."""
        return [*self.of(article, item, key), *(self.typed(item.kind, key) if begun else [])]

    def _of_name(self, article: str, item: AnyField, name: str) -> list[AnyField]:
        place = article, item.kind, name
        if place not in self._elsewhere:
            found: list[AnyField] = []
            with suppress(StetError):  # no index, or one that is busy: nothing is remembered
                query = f'{item.kind}:"{name.replace(chr(34), "")}"'
                for identifier in self._library.ids(query, "-added", _ARTICLES + 1):
                    if identifier != article:
                        record = self._library.load(identifier)
                        same = (one for one in record.group(item.group) if one.alive and _name(one) == name)
                        found += sorted(same, key=lambda one: not one.decided)
            self._elsewhere[place] = sorted(found, key=lambda one: not one.decided)
        return self._elsewhere[place]


def _name(item: AnyField) -> str:
    return plain(getattr(item, "name", ""))
