"""A query as PostgreSQL's SQL: words as `tsquery`, the rest as conditions on the article that all engines share.

The planner cannot tell how many articles hold a word. So what is asked first is whether there are few: then those
are looked at; else all that there are make a list, and never is each article asked for its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from store.index.conditions import (
    FEW,
    Condition,
    Dialect,
    all_of,
    condition_of,
    has_number,
    is_compared,
    joined,
    on_number,
    opposite,
)
from store.index.query import Group, Phrase, compile_query, parse
from store.postgres.connecting import Database
from store.postgres.texts import given, kept
from store.postgres.words import Sought, sought

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
_NEVER: Final = Condition("1 = 0", [])


def _own(name: str) -> str:
    return f"((a.own ->> '{name}') COLLATE \"C\")"


def _keys(name: str) -> tuple[str, ...]:
    """Numbers by their amount, before words."""
    kind = f"jsonb_typeof(a.own -> '{name}')"
    amount = f"CASE {kind} WHEN 'number' THEN (a.own ->> '{name}')::numeric END"
    return f"({kind} <> 'number')", amount, f"CASE {kind} WHEN 'number' THEN NULL ELSE {_caseless(_own(name))} END"


def _caseless(text: str) -> str:
    """Of letters without accents alone, as SQLite does."""
    return f'lower({text} COLLATE "C")'


DIALECT: Final = Dialect(own=_own, keys=_keys, caseless=_caseless)


def ask(db: Database, query: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query with `?` for each parameter."""
    values = [kept(value) if isinstance(value, str) else value for value in parameters]
    rows = db.execute(query.replace("%", "%%").replace("?", "%s"), values).fetchall()
    return [tuple(given(value) if isinstance(value, str) else value for value in row) for row in rows]


def selected(query: str, rows: Ask) -> Condition:
    """From FROM on. Raises `StetError` for what is not understood."""
    phrases, tests, numbers = compile_query(parse(query))
    conditions = [Condition("TRUE", [])]
    few = False
    if phrases:
        words, few = _with_words(phrases, rows)
        conditions.append(words)
    denied = [test for test, negated in tests if negated and isinstance(test, Phrase)]
    if denied:
        conditions.append(opposite(_with_any(denied)))
    for test, negated in tests:
        if not (negated and isinstance(test, Phrase)):
            conditions.append(_negated(condition_of(test, _with_phrase, DIALECT), negated))
    for group, negated in numbers:
        condition = None if few else _few_numbers(group, rows)
        few = few or (condition is not None and not negated)
        conditions.append(_negated(condition or has_number(group), negated))
    where = all_of(conditions)
    return where._replace(sql=f"FROM articles AS a WHERE {where.sql}")


def _negated(condition: Condition, negated: bool) -> Condition:
    return opposite(condition) if negated else condition


def _with_words(phrases: Iterable[Phrase], rows: Ask) -> tuple[Condition, bool]:
    """That an article has them all, and whether few have."""
    every = [found for phrase in phrases if (found := sought(phrase))]
    if len(every) < len([*phrases]):
        return _NEVER, True
    hits = _having(every)
    articles = rows(f"SELECT article FROM ({hits.sql}) AS h LIMIT {FEW + 1}", hits.parameters)
    if len(articles) <= FEW:
        return _one_of(article for (article,) in articles), True
    return _among(hits), False


def _with_phrase(phrase: Phrase) -> Condition:
    found = sought(phrase)
    return _among(_having([found])) if found else _NEVER


def _with_any(phrases: Iterable[Phrase]) -> Condition:
    every = [found for phrase in phrases if (found := sought(phrase))]
    short = " | ".join(found.whole for found in every if found.is_short)
    hits = [_holding(short)] if short else []
    hits += [_having([found]) for found in every if not found.is_short]
    return _among(joined(" UNION ALL ", hits)) if hits else _NEVER


def _having(every: list[Sought]) -> Condition:
    """The articles with them all, each once."""
    in_one = Condition("SELECT article FROM words WHERE part = 0 AND tokens @@ ?::tsquery", [_all(every)])
    of_any = " | ".join(run for found in every for runs in found.runs for run in runs)
    in_parts = joined(" AND ", map(_in_parts, every))
    having = f"tokens @@ ?::tsquery GROUP BY article HAVING {in_parts.sql}"
    parameters = [of_any, *in_parts.parameters]
    return joined(
        " UNION ALL ",
        [
            in_one,
            Condition(f"SELECT article FROM words WHERE part > 0 AND {having}", parameters),
            Condition(f"SELECT article FROM line_words WHERE {having}", parameters),
        ],
    )


def _all(every: list[Sought]) -> str:
    return " & ".join(found.whole for found in every)


def _in_parts(found: Sought) -> Condition:
    """Of an article's parts: one has this run, one that."""
    columns = [
        joined(" AND ", [Condition("bool_or(tokens @@ ?::tsquery)", [run]) for run in runs]) for runs in found.runs
    ]
    either = joined(" OR ", columns)
    return either._replace(sql=f"({either.sql})")


def _holding(words: str) -> Condition:
    """The articles of which a part answers this `tsquery`."""
    tables = "words WHERE part = 0 AND", "words WHERE part > 0 AND", "line_words WHERE"
    return joined(
        " UNION ALL ", [Condition(f"SELECT article FROM {table} tokens @@ ?::tsquery", [words]) for table in tables]
    )


def _few_numbers(group: Group, rows: Ask) -> Condition | None:
    """Amounts are looked up first; a filter with words is also among the phrases."""
    if not is_compared(group):
        return None
    where, parameters = on_number(group)
    found = rows(f"SELECT n.article FROM numbers AS n WHERE {where} LIMIT {FEW + 1}", parameters)
    return _one_of({article for (article,) in found}) if len(found) <= FEW else None


def _one_of(articles: Iterable[int]) -> Condition:
    return Condition("a.rowid = ANY(?)", [sorted(articles)])


def _among(hits: Condition) -> Condition:
    return hits._replace(sql=f"a.rowid IN (SELECT article FROM ({hits.sql}) AS h)")
