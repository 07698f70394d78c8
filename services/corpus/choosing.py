"""Which articles of a corpus a query means: those terms of the query language that a row of the table can answer.

    harbour "state of emergency" -draft  id:…  title:fire  source:wire  author:lee  date:2026-05  date>=2026-05-01

The others ask for what people have decided, which no corpus has.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from services.corpus.folder import RECORD
from store.errors import StetError
from store.index.query import Term, parse
from store.jsontext import decode
from store.plain import plain

_COLUMNS: Final = {"id": "article", "title": "title", "source": "source", "author": "author", "date": "date"}
_Row = dict[str, Any]


class Choice(NamedTuple):
    """`columns` are those that `holds` looks at."""

    columns: tuple[str, ...]
    holds: Callable[[_Row], bool]


def choice(query: str) -> Choice:
    """Raises `StetError` for a query that is not understood, or cannot be answered here."""
    terms = parse(query)
    if odd := next((term for term in terms if term.key and term.key not in _COLUMNS), None):
        why = f"{odd.key}: is not in a corpus; its articles are chosen by words and {', '.join(_COLUMNS)}"
        raise StetError("Not understood", why)
    tests = [(_test(term), term.negated) for term in terms]
    columns = {_COLUMNS[term.key] if term.key else RECORD for term in terms}
    return Choice(tuple(sorted(columns)), lambda row: all(test(row) != negated for test, negated in tests))


def _test(term: Term) -> Callable[[_Row], bool]:
    if term.key == "date":
        return lambda row: _compared(row["date"], term)
    pattern = re.compile(r"\W+".join(map(re.escape, re.findall(r"\w+", plain(term.value)))))
    if not pattern.pattern:
        return lambda _row: False
    words = re.compile(rf"\b{pattern.pattern}")
    if term.key:
        column = _COLUMNS[term.key]
        return lambda row: words.search(plain(row[column] or "")) is not None
    return lambda row: words.search(_text(row)) is not None


def _compared(date: str | None, term: Term) -> bool:
    """A comparison covers the whole day, month or year: <= 2026 includes all of 2026."""
    if date is None:
        return False
    if term.op == ":":
        return date.startswith(term.value)
    part = date[: len(term.value)]
    return {"<": part < term.value, "<=": part <= term.value, ">": part > term.value, ">=": part >= term.value}[term.op]


def _text(row: _Row) -> str:
    record = decode(row[RECORD]) if row[RECORD] else {}
    return plain(f"{record.get('title', '')}\n{record.get('text', '')}")
