"""What a query names in one record: fields, or words of its text. Which articles answer it is the index's to say.

The terms about one kind must hold of one and the same field; of a filter that is used twice, either. Terms without a
kind of field, such as `status:new`, and negated ones only choose articles. Pure.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from store.errors import StetError
from store.index.query import OF_A_NUMBER, Term, parse, words_of
from store.index.rows import bounds_of, words_of_field
from store.index.values import amount_of
from store.model.fields import BY_KIND, AnyField, Span, field_at, to_json
from store.model.kinds import NUMBER
from store.model.record import Record
from store.plain import PlainText, plain

_COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Found(NamedTuple):
    """A hit: a mention of a field, or words; words that are a mention, or stand within one, have its field too."""

    span: Span
    field: AnyField | None


@dataclass(frozen=True)
class Named:
    """`fields` has the terms by kind of field; without any, the hits are `words`, each a phrase."""

    articles: str
    """The query for the articles that may have hits."""
    fields: dict[str, list[Term]]
    words: tuple[str, ...]

    @cached_property
    def _tests(self) -> dict[str, list[list[_Test]]]:
        return {kind: [[_test_of(kind, term) for term in some] for some in _alike(terms)]
                for kind, terms in self.fields.items()}  # fmt: skip

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        return [_pattern(words, rf"{_LETTER}*") for words in self.words]

    def hits(self, record: Record) -> list[Found]:
        """In the order of the text; what is struck out is none."""
        return sorted(self._hits(record), key=lambda hit: hit.span)

    def _hits(self, record: Record) -> Iterator[Found]:
        alive = [item for item in record.fields.values() if item.alive]
        if self.words:
            text = PlainText(record.text, with_case=False)
            for span in sorted({span for pattern in self._patterns for span in text.finditer(pattern)}):
                yield Found(span, field_at(alive, span))
            return
        for item in alive:
            if item.kind in self._tests and self._holds(item, record.text):
                yield from (Found(span, item) for span in item.spans)

    def _holds(self, item: AnyField, text: str) -> bool:
        data = to_json(item)
        return all(any(test(data, text) for test in some) for some in self._tests[item.kind])


_Test = Callable[[dict[str, Any], str], bool]
"""Whether a field, as the JSON of a record of this text, is as a term says."""


def named(query: str, words: str = "") -> Named:
    """Raises `StetError` where neither fields nor words are named. With `words` these are the hits, as one phrase."""
    terms = [term for term in parse(query) if not term.negated]
    if words.strip():
        phrase = _phrase(words)
        return Named(f'{query} "{phrase}"', {}, (phrase,))
    fields: dict[str, list[Term]] = {}
    for term in terms:
        for kind in _kinds_of(term.key):
            fields.setdefault(kind, []).append(term)
    notes = [term for term in terms if term.key == "note"]
    if notes:
        fields = {kind: [*some, *notes] for kind, some in (fields or {kind: [] for kind in BY_KIND}).items()}
    if fields:
        return Named(query, fields, ())
    bare = tuple(_phrase(term.value) for term in terms if not term.key)
    if not bare:
        raise StetError(
            "Nothing to show", "the query names no words and no field; add some, as in person:lund or storm"
        )
    return Named(query, {}, bare)


def _phrase(words: str) -> str:
    if not _tokens(words):
        raise StetError("Nothing to show", f"“{words}” holds no word; give letters or digits")
    return words.replace('"', " ")


def _kinds_of(key: str) -> list[str]:
    """The kinds of which this filter says something."""
    return [
        name
        for name, cls in BY_KIND.items()
        if key in words_of(cls.row) or (name == NUMBER.name and key in OF_A_NUMBER)
    ]


def _alike(terms: list[Term]) -> list[list[Term]]:
    """Of one filter any may hold, of several all must."""
    some: dict[tuple[str, str], list[Term]] = {}
    for term in terms:
        some.setdefault((term.key, term.op), []).append(term)
    return list(some.values())


_LETTER: Final = r"[^\W_]"


def _tokens(words: str) -> list[str]:
    return re.findall(rf"{_LETTER}+", plain(words))


def _pattern(words: str, end: str = "") -> re.Pattern[str]:
    """As the index compares: words one after the other, whatever stands between; the last may go on."""
    return re.compile(rf"(?<!{_LETTER})" + r"[\W_]{1,8}".join(map(re.escape, _tokens(words))) + end)


def _test_of(kind: str, term: Term) -> _Test:
    row = BY_KIND[kind].row
    if term.key == "note":
        pattern = _pattern(term.value)
        return lambda item, _: bool(pattern.search(plain(item["note"])))
    amount = amount_of(term.value)
    if kind == NUMBER.name and term.key == NUMBER.query and amount is not None:
        return lambda item, _: _compares(item, term.op, amount)
    if kind == NUMBER.name and term.key in OF_A_NUMBER and term.key != NUMBER.query:
        wanted = plain(term.value)
        return lambda item, _: wanted in plain(str(item[term.key] or ""))
    pattern = _pattern(term.value)
    return lambda item, text: bool(pattern.search(plain(words_of_field(row, term.key, item, text))))


def _compares(item: dict[str, Any], op: str, amount: float) -> bool:
    low, high = bounds_of(item)
    if low is None:
        return False
    return amount in (low, high) if op == ":" else _COMPARISONS[op](low if op in ("<", "<=") else high, amount)
