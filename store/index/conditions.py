"""What is asked, in the SQL that all engines share; `?` stands for each parameter. `Dialect` has where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from store.index.query import Assigned, Columns, Either, Empty, Group, Never, OfNumber, Phrase, Test

FEW: Final = 1000
"""Rows that are looked up first; of more, each article is asked whether it is among them."""


class Condition(NamedTuple):
    sql: str
    parameters: list[Any]


class Dialect(NamedTuple):
    """`own` is a value of the article's own field, `by_own` what it is sorted by; `by_text` and `by_title` are what a
    text is sorted by, the title without regard to case; `assigned` is that an article is somebody's to do."""

    own: Callable[[str], str]
    by_own: Callable[[str], tuple[str, ...]]
    by_text: Callable[[str], tuple[str, ...]]
    by_title: Callable[[str], tuple[str, ...]]
    assigned: Callable[[str], Condition]


def joined(word: str, conditions: Iterable[Condition]) -> Condition:
    each = [*conditions]
    return Condition(word.join(one.sql for one in each), [value for one in each for value in one.parameters])


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Without any, what always holds."""
    return joined(" AND ", [*conditions] or [Condition("1 = 1", [])])


def opposite(condition: Condition) -> Condition:
    return Condition(f"NOT ({condition.sql})", condition.parameters)


def condition_of(test: Test, words: Callable[[Phrase], Condition], dialect: Dialect) -> Condition:
    """On `articles AS a`. `words` is the engine's condition that an article has a phrase."""
    match test:
        case Phrase():
            return words(test)
        case Columns(compared):
            return all_of(Condition(f"a.{name} {op} ?", [value]) for name, op, value in compared)
        case Empty(name):
            return Condition(f"{dialect.own(name)} IS NULL", [])
        case Either(phrase, number):
            either = joined(" OR ", [words(phrase), among_numbers(number)])
            return Condition(f"({either.sql})", either.parameters)
        case Assigned(annotator):
            return dialect.assigned(annotator)
        case Never():
            return Condition("1 = 0", [])


def among_numbers(group: Group) -> Condition:
    """That the article is one of those with such a number."""
    where = on_number(group)
    return Condition(f"a.rowid IN (SELECT n.article FROM numbers AS n WHERE {where.sql})", where.parameters)


def has_number(group: Group) -> Condition:
    """The same, by the article's own numbers."""
    where = on_number(group)
    return Condition(f"EXISTS (SELECT 1 FROM numbers AS n WHERE n.article = a.rowid AND {where.sql})", where.parameters)


def is_compared(group: Group) -> bool:
    """True where only amounts are compared, which have an index."""
    return all(isinstance(one.value, float) for one in group)


def on_number(group: Group) -> Condition:
    """On `numbers AS n`. Its `low` and `high` are the number's bounds, or its value if it has none."""
    return all_of(map(_on_number, group))


def _on_number(one: OfNumber) -> Condition:
    if isinstance(one.value, str):
        return Condition(f"n.{one.key} LIKE ? ESCAPE '\\'", [f"%{escaped(one.value)}%"])
    if one.op == ":":
        return Condition("(n.low = ? OR n.high = ?)", [one.value, one.value])
    return Condition(f"n.{'low' if one.op in ('<', '<=') else 'high'} {one.op} ?", [one.value])


def escaped(words: str) -> str:
    """Words within a pattern of LIKE."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
