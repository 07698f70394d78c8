"""A query as SQLite's SQL: words in one expression of FTS5, the rest as conditions on the article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from store.index.conditions import (
    FEW,
    Condition,
    Dialect,
    all_of,
    among_numbers,
    condition_of,
    has_number,
    is_compared,
    on_number,
    opposite,
)
from store.index.query import NONE, Group, Phrase, compile_query, parse

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


def _own(name: str) -> str:
    return f"json_extract(a.own, '$.{name}')"


DIALECT: Final = Dialect(
    own=_own,
    by_own=lambda name: (f"{_own(name)} COLLATE NOCASE",),
    by_text=lambda text: (text,),
    by_title=lambda text: (f"{text} COLLATE NOCASE",),
    assigned=lambda annotator: Condition("1 = 1" if annotator == NONE else "1 = 0", []),
)


def selected(query: str, ask: Ask) -> Condition:
    """From FROM on. Raises `StetError` for what is not understood."""
    phrases, tests, numbers = compile_query(parse(query))
    source = Condition("articles AS a WHERE 1", [])
    if phrases:
        match = " AND ".join(map(matching, phrases))
        source = Condition("words CROSS JOIN articles AS a ON a.rowid = words.rowid WHERE words MATCH ?", [match])
    conditions = [(condition_of(test, _has_words, DIALECT), negated) for test, negated in tests]
    conditions += [(_on_numbers(group, ask), negated) for group, negated in numbers]
    where = all_of([source, *(opposite(one) if negated else one for one, negated in conditions)])
    return where._replace(sql=f"FROM {where.sql}")


def matching(phrase: Phrase) -> str:
    """The expression of FTS5."""
    columns = phrase.columns[0] if len(phrase.columns) == 1 else f"{{{' '.join(phrase.columns)}}}"
    words = phrase.words.replace('"', " ").replace("\0", " ")
    return f'{columns} : "{words}" *'


def _has_words(phrase: Phrase) -> Condition:
    return Condition("a.rowid IN (SELECT rowid FROM words WHERE words MATCH ?)", [matching(phrase)])


def _on_numbers(group: Group, ask: Ask) -> Condition:
    """If few numbers match, they are looked up first; else each article's own numbers are checked, until enough
    articles are found."""
    if is_compared(group):  # a filter with words is also among the phrases
        where, parameters = on_number(group)
        sql = f"SELECT count(*) FROM (SELECT 1 FROM numbers AS n WHERE {where} LIMIT {FEW})"
        [[count]] = ask(sql, parameters)
        if count < FEW:
            return among_numbers(group)
    return has_number(group)
