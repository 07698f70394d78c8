"""A query as PostgreSQL's SQL: words as `tsquery`, the rest as conditions on the article that all engines share.

The planner does not know what it costs to look into the words of an article, nor how many have a word. So
words are looked for by the index of lexemes and no other way; and if few articles have them, or such a number, these
are looked up first, and asked whatever else must hold.
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
from store.index.query import ME, NONE, Either, Group, Phrase, compile_query, parse
from store.postgres.connecting import Database
from store.postgres.texts import given_rows, kept
from store.postgres.words import SOME, Sought, sought

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
_BY_INDEX: Final = "SELECT set_config('enable_seqscan', ?, true), set_config('jit', 'off', true)"
"""Compiled is what seems dear, which all does where the tables must not be read through; it takes half a second."""
_WHOLE: Final = "words"
_IN_PARTS: Final = ("long_words", "line_words")


def _own(name: str) -> str:
    return f"((a.own ->> '{name}') COLLATE \"C\")"


def _by_own(name: str) -> tuple[str, ...]:
    """Numbers by their amount, before words."""
    kind = f"jsonb_typeof(a.own -> '{name}')"
    amount = f"CASE {kind} WHEN 'number' THEN (a.own ->> '{name}')::numeric END"
    return f"({kind} <> 'number')", amount, f"CASE {kind} WHEN 'number' THEN NULL ELSE {_caseless(_own(name))} END"


def _caseless(text: str) -> str:
    """Of letters without accents alone, as SQLite does."""
    return f'lower({text} COLLATE "C")'


def _by_text(text: str) -> tuple[str, ...]:
    """By the beginning first, which an index can have of a text of any length."""
    return f"left({text}, 100)", text


def _assigned(annotator: str) -> Condition:
    """Of what the role may know of: an annotator is not told of others' assignments."""
    articles = "SELECT d.article FROM assignments AS d"
    if annotator == NONE:
        return Condition(f"a.text NOT IN ({articles})", [])
    if annotator == ME:
        me = "SELECT m.annotator FROM members AS m WHERE m.role = current_user"
        return Condition(f"a.text IN ({articles} WHERE d.annotator = ({me}))", [])
    return Condition(f"a.text IN ({articles} WHERE d.annotator = ?)", [annotator])


DIALECT: Final = Dialect(
    own=_own,
    by_own=_by_own,
    by_text=_by_text,
    by_title=lambda text: _by_text(_caseless(text)),
    assigned=_assigned,
)


def ask(db: Database, query: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query with `?` for each parameter."""
    values = [kept(value) if isinstance(value, str) else value for value in parameters]
    return given_rows(db.execute(query.replace("%", "%%").replace("?", "%s"), values).fetchall())


def selected(query: str, rows: Ask, *, listed: bool) -> Condition:
    """From FROM on; to be asked in the same transaction. `listed` where the first in an order are wanted, not all.

    Raises `StetError` for what is not understood.
    """
    phrases, tests, numbers = compile_query(parse(query))
    conditions: list[Condition] = []
    of_words = bool(phrases) or any(isinstance(test, Phrase | Either) for test, _ in tests)
    many = few = False
    if of_words:
        rows(_BY_INDEX, ["off"])
    if phrases:
        condition, few = _with_words(phrases, rows, listed)
        conditions.append(condition)
        many = not few
    denied = [test for test, negated in tests if negated and isinstance(test, Phrase)]
    if denied:
        conditions.append(_none_of(_with_any(denied, rows)))
    for test, negated in tests:
        if not (negated and isinstance(test, Phrase)):
            condition = condition_of(test, lambda phrase: _one_of(_with_any([phrase], rows)), DIALECT)
            conditions.append(opposite(condition) if negated else condition)
    for group, negated in numbers:
        found = None if few else _few_numbers(group, rows)
        if found is None:
            condition = has_number(group)
            conditions.append(opposite(condition) if negated else condition)
        else:
            conditions.append(_none_of(found) if negated else _one_of(found))
            few = few or not negated
    if of_words and not many:
        rows(_BY_INDEX, ["on"])
    where = all_of(conditions)
    return where._replace(sql=f"FROM articles AS a WHERE {where.sql}")


def _with_words(phrases: Iterable[Phrase], rows: Ask, listed: bool) -> tuple[Condition, bool]:
    """That an article has all of them, and whether few have."""
    each = [sought(phrase) for phrase in phrases]
    every = [found for found in each if found]
    if len(every) < len(each):
        return _one_of([]), True
    hits = _having(every)
    found = rows(f"SELECT article FROM ({hits.sql}) AS h LIMIT {FEW + 1}", hits.parameters)
    if len(found) <= FEW:
        return _one_of(article for (article,) in found), True
    return _with_many(every, hits, listed), False


def _with_many(every: list[Sought], hits: Condition, listed: bool) -> Condition:
    """Not joined, so that the articles are gone through in the order that was asked for until there are enough; and
    where some are `listed`, only of these it is looked at whether words that are anywhere make a phrase."""
    phrase, anywhere = _all(every), " & ".join(found.anywhere for found in every[:SOME])
    if phrase == anywhere or not listed:
        return hits._replace(sql=f"(a.rowid IN (SELECT article FROM ({hits.sql}) AS h)) IS TRUE")
    of_parts = joined(" UNION ALL ", _having_in_parts(every))
    one_by_one = f"(SELECT w.tokens @@ ?::tsquery FROM {_WHOLE} AS w WHERE w.article = a.rowid)"
    with_them = f"(a.rowid IN (SELECT article FROM {_WHOLE} WHERE tokens @@ ?::tsquery)) IS TRUE AND {one_by_one}"
    in_parts = f"(a.rowid IN (SELECT article FROM ({of_parts.sql}) AS h)) IS TRUE"
    return Condition(f"(({with_them}) OR {in_parts})", [anywhere, phrase, *of_parts.parameters])


def _with_any(phrases: Iterable[Phrase], rows: Ask) -> list[int]:
    """The articles that have one of them."""
    every = [found for phrase in phrases if (found := sought(phrase))]
    short = [found.whole for found in every if found.whole == found.start]
    hits = [_holding(" | ".join(short[place : place + SOME])) for place in range(0, len(short), SOME)]
    hits += [_having([found]) for found in every if found.whole != found.start]
    if not hits:
        return []
    sql, parameters = joined(" UNION ALL ", hits)
    [[articles]] = rows(f"SELECT array_agg(article) FROM ({sql}) AS h", parameters)
    return articles or []


def _having(every: list[Sought]) -> Condition:
    """The articles with them all."""
    return joined(" UNION ALL ", [_having_whole(every), *_having_in_parts(every)])


def _having_whole(every: list[Sought]) -> Condition:
    start, whole = " & ".join(found.start for found in every[:SOME]), _all(every)
    sql = f"SELECT article FROM {_WHOLE} WHERE tokens @@ ?::tsquery"
    if start == whole:
        return Condition(sql, [whole])
    return Condition(f"{sql} AND (tokens @@ ?::tsquery) IS TRUE", [start, whole])  # what is TRUE no index is asked


def _having_in_parts(every: list[Sought]) -> list[Condition]:
    first = every[0]
    if len(every) == 1 and first.whole == first.start:
        sql = "SELECT article FROM {} WHERE tokens @@ ?::tsquery GROUP BY article"
        return [Condition(sql.format(table), [first.whole]) for table in _IN_PARTS]
    in_parts = joined(" AND ", map(_in_parts, every))
    sql = "SELECT article FROM {0} WHERE article IN (SELECT article FROM {0} WHERE tokens @@ ?::tsquery)"
    sql += f" GROUP BY article HAVING {in_parts.sql}"
    return [Condition(sql.format(table), [first.start, *in_parts.parameters]) for table in _IN_PARTS]


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
    tables = (_WHOLE, *_IN_PARTS)
    return joined(
        " UNION ALL ",
        [Condition(f"SELECT article FROM {table} WHERE tokens @@ ?::tsquery", [words]) for table in tables],
    )


def _few_numbers(group: Group, rows: Ask) -> list[int] | None:
    """The articles with such a number, if they are few; a filter with words is also among the phrases."""
    if not is_compared(group):
        return None
    where, parameters = on_number(group)
    found = rows(f"SELECT n.article FROM numbers AS n WHERE {where} LIMIT {FEW + 1}", parameters)
    return [article for (article,) in found] if len(found) <= FEW else None


def _one_of(articles: Iterable[int]) -> Condition:
    return Condition("a.rowid = ANY(?::bigint[])", [sorted({*articles})])


def _none_of(articles: Iterable[int]) -> Condition:
    """Hashed, where `<> ALL` may be compared one by one."""
    return Condition("a.rowid NOT IN (SELECT unnest(?::bigint[]))", [sorted({*articles})])
