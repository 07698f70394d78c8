"""Words as PostgreSQL looks for them: the tokens of SQLite's FTS5, which both engines find, as lexemes of a `tsvector`.

A lexeme is a token after the name of its column, so that no phrase runs over from one column into another. A `tsvector`
has its limits, so a long article has several parts; they overlap, so that a phrase is found across a border.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from store.index.query import Phrase

_TABLES: Final = """
CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE tokens USING fts5vocab (words, instance);
"""
_FIRST: Final = "."
_FURTHER: Final = ","
"""Between the column and the first letters of a token, and its further ones."""
_LETTERS: Final = 300
"""Of one lexeme, which has at most 2,046 bytes: a longer token is as many lexemes, one after the other."""
OVERLAP: Final = 64
"""Lexemes of a phrase: of a longer one, all its runs of so many are looked for in an article of several parts."""
_MOST: Final = 8000
"""Lexemes of a column in a part; a position is at most 16,383."""
_ALIKE: Final = 250
"""Positions of one lexeme; PostgreSQL keeps no more than 256."""
_BYTES: Final = 500_000
"""Of a part; a `tsvector` has at most 1,048,575."""
SOME: Final = 8
"""Words of a phrase, or phrases, of which the index is asked at once."""
_local = threading.local()


class Words(NamedTuple):
    """An article's, as they are stored: the literals of its parts, from 1."""

    digest: bytes
    parts: dict[int, str]


def tokens(texts: Sequence[str]) -> list[list[str]]:
    """Of each text, in their order."""
    db: sqlite3.Connection | None = getattr(_local, "db", None)
    if db is None:
        db = _local.db = sqlite3.connect(":memory:", isolation_level=None)
        db.executescript(_TABLES)
    found: list[list[tuple[int, str]]] = [[] for _ in texts]
    try:
        db.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", enumerate(texts))
        for term, number, place in db.execute('SELECT term, doc, "offset" FROM tokens'):
            found[number].append((place, term))
    finally:
        db.execute("INSERT INTO words (words) VALUES ('delete-all')")
    return [[term for _, term in sorted(one)] for one in found]


def words_of(searched: Mapping[str, str]) -> Words:
    """Of what is searched, by column."""
    columns = {
        name: [*_lexemes(name, terms)] for name, terms in zip(searched, tokens([*searched.values()]), strict=True)
    }
    parts = [_literal(part) for part in _parts(columns)] or [""]
    digest = hashlib.sha256("\0".join(parts).encode()).digest()[:16]
    return Words(digest, dict(enumerate(parts, start=1)))


def _lexemes(column: str, terms: Iterable[str]) -> Iterator[str]:
    for term in terms:
        yield f"{column}{_FIRST}{term[:_LETTERS]}"
        for start in range(_LETTERS, len(term), _LETTERS):
            yield f"{column}{_FURTHER}{term[start : start + _LETTERS]}"


def _parts(columns: Mapping[str, list[str]]) -> list[list[list[str]]]:
    """Each with runs of different columns."""
    parts: list[list[list[str]]] = []
    taken: list[tuple[set[str], int]] = []
    for column, lexemes in columns.items():
        for run in _runs(lexemes):
            size = sum(map(_size, run))
            for number, (names, bytes_) in enumerate(taken):
                if column not in names and bytes_ + size <= _BYTES:
                    parts[number].append(run)
                    taken[number] = ({*names, column}, bytes_ + size)
                    break
            else:
                parts.append([run])
                taken.append(({column}, size))
    return parts


def _runs(lexemes: list[str]) -> Iterator[list[str]]:
    """Of one column, each within the limits."""
    start = 0
    while start < len(lexemes):
        counts: Counter[str] = Counter()
        size, end = 0, start
        while end < len(lexemes) and end - start < _MOST:
            size += _size(lexemes[end])
            counts[lexemes[end]] += 1
            if end > start and (size > _BYTES or counts[lexemes[end]] > _ALIKE):
                break
            end += 1
        yield lexemes[start:end]
        if end == len(lexemes):
            return
        start = max(end - OVERLAP + 1, start + 1)


def _size(lexeme: str) -> int:
    """As if it were there once: with its entry, its number of positions and a position."""
    return len(lexeme.encode()) + 9


def _literal(part: Iterable[list[str]]) -> str:
    places: dict[str, list[int]] = {}
    for run in part:
        for place, lexeme in enumerate(run, start=1):
            places.setdefault(lexeme, []).append(place)
    return " ".join(f"'{lexeme}':{','.join(map(str, at))}" for lexeme, at in places.items())


class Sought(NamedTuple):
    """A phrase in the words of `tsquery`: `whole` finds it in one part; in parts each of one of `runs` must be found,
    of which there is one for each column. `start` finds its first few words, of which alone the index is asked: it
    compares each lexeme with each. `anywhere` finds these in any order, by the index alone."""

    whole: str
    start: str
    anywhere: str
    runs: tuple[tuple[str, ...], ...]


def sought(phrase: Phrase) -> Sought | None:
    """None where the phrase has no word, which nothing holds."""
    [terms] = tokens([phrase.words])
    if not terms:
        return None
    columns = [[f"'{lexeme}'" for lexeme in _lexemes(column, terms)] for column in phrase.columns]
    for lexemes in columns:
        lexemes[-1] += ":*"
    whole = _either(map(_following, columns))
    start = _either(_following(lexemes[:SOME]) for lexemes in columns)
    anywhere = _either(f"({' & '.join(lexemes[:SOME])})" for lexemes in columns)
    if len(columns[0]) <= OVERLAP:
        return Sought(whole, start, anywhere, ((whole,),))
    places = [*range(0, len(columns[0]) - OVERLAP, OVERLAP - 1), len(columns[0]) - OVERLAP]
    runs = (tuple(_following(lexemes[place : place + OVERLAP]) for place in places) for lexemes in columns)
    return Sought(whole, start, anywhere, tuple(runs))


def _following(lexemes: Iterable[str]) -> str:
    return f"({' <-> '.join(lexemes)})"


def _either(queries: Iterable[str]) -> str:
    return f"({' | '.join(queries)})"
