"""What persons gave numbers, such as a unit, to be offered for other numbers: by the word beside them, and by kind.

A number has no name by which the library could be searched for its like. Knows no SQL.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from store.model.fields import Json, Span
from store.plain import plain

KEPT: Final = ("unit", "counted", "event")
"""The attributes of numbers that are words."""
_PERSONS: Final = ("change", "add")
"""The ops by which a person gives a value."""
_SIGN: Final = re.compile(r"[-+−]?\s*([^\w\s.,+−-]|[^\W\d_]+)\.?\s*\d")
_WORD: Final = re.compile(r"[\s-]*([^\W\d_]+)")


class TypedValue(NamedTuple):
    """A row of the index: the attribute, its value, the number's kind, and the word beside it."""

    attribute: str
    value: str
    kind: str
    word: str


def word_beside(text: str, span: Span) -> str:
    """The sign or letters before the digits, as in `$350` or `kr 300`; else the word after the numeral."""
    found = _SIGN.match(text[slice(*span)]) or _WORD.match(text, span[1])
    return plain(found[1]) if found else ""


def typed_values(numbers: Iterable[Json], edits: Iterable[Json], text: str) -> Iterator[TypedValue]:
    """The values of these numbers, as JSON, that a change or an addition gave them and that stand."""
    given: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for edit in edits:
        for change in edit["changes"] if edit["op"] in _PERSONS else ():
            for key in KEPT:
                if isinstance(value := (change["after"] or {}).get(key), str):
                    given[change["field"], key].add(value)
    for item in numbers:
        for key in KEPT:
            if item[key] in given.get((item["id"], key), ()):
                yield TypedValue(key, item[key], str(item["kind"]), word_beside(text, item["spans"][0]))
