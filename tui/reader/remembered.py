"""What a person decided before: of this name, or of numbers alike, in the whole library, and in this sitting.

The index is asked when an editor opens, when its key goes through what is likely, and by the job that looks ahead for
the field at which the cursor rests; no move waits for it. A number has no name: those beside the same word are alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from services import jobs
from store.errors import StetError
from store.model.edit import ARTICLE
from store.model.fields import AnyField, Json, Number, attribute_of
from store.model.record import Record
from store.plain import plain

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.model.register import Entry, Register

MEASURED: Final = ("money", "measure", "duration", "age")
"""Kinds of number that have a unit."""
_ARTICLES: Final = 4
"""Others of the library that are opened for a name."""
_FRESH: Final = 2.0
"""Seconds for which the register of a library on a server is taken to be the same."""
_FORMS: Final = 6
"""Of a name that are looked up."""
_KEPT: Final = 200
"""Values of this sitting."""


class _Typed(NamedTuple):
    """A value of this sitting; `name` is that of the field, of a number the word beside it."""

    kind: str
    key: str
    name: str
    value: str
    of_kind: str = ""
    """The kind of number."""


class Remembered:
    """Of one sitting. Threads may share it: what two look up at once, both find."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._elsewhere: dict[tuple[str, str, tuple[str, ...]], list[AnyField]] = {}
        self._numbers: dict[tuple[str, str, str], list[str]] = {}
        self._typed: list[_Typed] = []
        self._known_register: Register | None = None
        self._fresh_until = 0.0

    def take(self, record: Record, item: AnyField, after: Json) -> None:
        """Values that a person has just given a field of this record."""
        of_kind = item.number_kind if isinstance(item, Number) else ""
        new = [
            _Typed(item.kind, key, _name(record, item), value, of_kind)
            for key, value in after.items()
            if isinstance(value, str) and key in item.keys
        ]
        self._typed = [*self._typed, *new][-_KEPT:]

    def of(self, record: Record, item: AnyField, key: str) -> list[str]:
        """Of this name, the latest first: given in this sitting, then decided in other articles; of a number, given to
        those beside the same word, then units of its kind."""
        name = _name(record, item)
        found = [one.value for one in self._latest(item.kind, key) if one.name == name] if name else []
        if isinstance(item, Number):
            found += self._of_numbers(key, word=name) if name else []
            if key == "unit" and item.number_kind in MEASURED:
                found += [one.value for one in self._latest(item.kind, key) if one.of_kind == item.number_kind]
                found += self._of_numbers(key, kind=item.number_kind)
        elif name:
            others = (getattr(one, attribute_of(type(one), key), None) for one in self._of_name(record, item, name))
            found += [value for value in others if isinstance(value, str) and value]
        return list(dict.fromkeys(found))

    def typed(self, kind: str, key: str) -> list[str]:
        """Whatever was typed for this attribute in this sitting, the latest first."""
        return list(dict.fromkeys(one.value for one in self._latest(kind, key)))

    def offered(self, record: Record, item: AnyField, key: str, begun: str) -> list[str]:
        """For a box: what was decided of this name; once letters are typed, whatever was typed for such a box too."""
        if item.kind == ARTICLE:
            return list(dict.fromkeys([*self.typed(ARTICLE, key), *self._of_articles(key)]))
        found = [*self.of(record, item, key), *(self.typed(item.kind, key) if begun else [])]
        if begun and isinstance(item, Number):
            found += self._of_numbers(key, kind=item.number_kind)
        return found

    def known_as(self, record: Record, item: AnyField) -> str:
        """The identifiers of the person or place, after another name that the register has for it."""
        if not item.row.is_named or (entry := self._entry(record, item)) is None:
            return ""
        name = entry.name if entry.name != getattr(item, "name", "") else ""
        return " ".join(filter(None, (name, *entry.identifiers.values())))

    def _entry(self, record: Record, item: AnyField) -> Entry | None:
        register = self._register()
        return register.of(item, record.id) if register is not None else None

    def _register(self) -> Register | None:
        """As it is; of a library on a server as it was a moment ago, for no move waits for a network."""
        if self._library.live is None:
            return self._read_register()
        if monotonic() > self._fresh_until:
            self._fresh_until = monotonic() + _FRESH
            jobs.start(lambda _: self._read_register(), self._take_register)
        return self._known_register

    def _read_register(self) -> Register | None:
        from store.library.register_file import may_know

        with suppress(StetError):  # said where the register is listed
            if may_know(self._library):
                from services.register import register_of

                return register_of(self._library)
        return None

    def _take_register(self, found: Register | StetError | None) -> None:
        if not isinstance(found, StetError):
            self._known_register = found

    def _latest(self, kind: str, key: str) -> list[_Typed]:
        return [one for one in reversed(self._typed) if (one.kind, one.key) == (kind, key)]

    def _of_articles(self, key: str) -> list[str]:
        """What is said of the library's articles."""
        if (key, "", ARTICLE) not in self._numbers:
            found: list[str] = []
            with suppress(StetError):  # as below
                found = self._library.typed(key, kind=ARTICLE)
            self._numbers[key, "", ARTICLE] = found
        return self._numbers[key, "", ARTICLE]

    def _of_numbers(self, key: str, *, word: str = "", kind: str = "") -> list[str]:
        place = key, word, kind
        if key not in _WORDS:
            return []
        if place not in self._numbers:
            found: list[str] = []
            with suppress(StetError):  # as below
                found = self._library.typed(key, word=word, kind=kind)
            self._numbers[place] = found
        return self._numbers[place]

    def _of_name(self, record: Record, item: AnyField, name: str) -> list[AnyField]:
        article, entry = record.id, self._entry(record, item)
        names = tuple(dict.fromkeys([name, *map(plain, entry.names if entry else ())]))[:_FORMS]
        place = article, item.kind, names
        if place not in self._elsewhere:
            found: list[AnyField] = []
            with suppress(StetError):  # no index, or one that is busy: nothing is remembered
                for identifier in self._articles(item.kind, names):
                    if identifier != article:
                        other = self._library.load(identifier)
                        same = (one for one in other.group(item.group) if one.alive and _name(other, one) in names)
                        found += sorted(same, key=lambda one: not one.decided)
            self._elsewhere[place] = sorted(found, key=lambda one: not one.decided)
        return self._elsewhere[place]

    def _articles(self, kind: str, names: Iterable[str]) -> Iterator[str]:
        """The latest that have one of the forms, those of the first form first."""
        queries = (f'{kind}:"{name.replace(chr(34), "")}"' for name in names)
        found = (one for query in queries for one in self._library.ids(query, "-added", _ARTICLES + 1))
        return islice(dict.fromkeys(found), _ARTICLES + 1)


_WORDS: Final = ("unit", "counted", "event")
"""What the library remembers of numbers."""


def _name(record: Record, item: AnyField) -> str:
    if isinstance(item, Number):
        from extract.numbers.word_classes import FUNCTION_WORDS
        from store.index.typed import word_beside

        word = word_beside(record.text, item.spans[0])
        return "" if word in FUNCTION_WORDS else word  # `of` is beside thousands of anything
    return plain(getattr(item, "name", ""))
