"""The language in which articles are asked for, and its translation to SQL over the tables of `index`.

    gladkov "state of emergency" -draft        words of title, text, names, numbers, quotes; the last may be a beginning
    status:new  flag:yes  noted:yes  doubt:yes  conflict:yes  by:desk-2  source:wire  title:fire  author:lee  id:3f9c…
    date:2026-05  date>=2026-05-01             a beginning, or a comparison
    person:gladkov  role:governor  place:kyiv  country:UA  quote:alarm  speaker:lunde  note:check
    number:39  number>100  kind:money  unit:USD  counted:people  event:killed

Everything asked must hold. What is asked about numbers must hold of one number, unless the same is asked twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from store.errors import StetError
from store.model.fields import BY_GROUP
from store.model.kinds import NUMBER, NUMBER_KINDS, Kind

Parameter = str | float | int

_OF_THE_ARTICLE: Final = ("id", "title", "source", "author", "text")


def words_of(row: Kind) -> dict[str, tuple[str, ...]]:
    """The columns of words that fields of a kind have, each with the keys of the attributes whose words it holds.

    Under the kind's own filter the words of the text come first.
    """
    columns = {item.query: (item.key,) for item in row.attributes if item.query}
    return columns | ({row.query: row.query_keys} if row.query else {})


def word_columns() -> tuple[str, ...]:
    """The columns of the full-text table; bare words are looked for in all but the last."""
    return (*_words(), "note", "annotator")


def _words() -> tuple[str, ...]:
    return (*_OF_THE_ARTICLE, *(name for cls in BY_GROUP.values() for name in words_of(cls.row)))


def _bare() -> str:
    return f"{{{' '.join((*_words(), 'note'))}}}"


def _in_words() -> dict[str, str]:
    """From a filter to the column of words that it looks in."""
    names = (name for name in (*_words(), "note") if name not in ("text", NUMBER.query))
    return {**{name: name for name in names}, "by": "annotator"}


def keys() -> tuple[str, ...]:
    """All filters."""
    return ("status", *_COUNTED, "date", *_in_words(), *_OF_A_NUMBER)


_OF_A_NUMBER: Final = ("number", "kind", "unit", "counted", "event")
_CHOICES: Final = {
    "status": ("new", "started", "done"),
    "flag": ("yes", "no"),
    "noted": ("yes", "no"),
    "doubt": ("yes", "no"),
    "conflict": ("yes", "no"),
    "kind": NUMBER_KINDS,
}
_COUNTED: Final = {"flag": "flags", "noted": "notes", "doubt": "doubts", "conflict": "conflicts"}
"""Filters of yes and no, and the column that is more than nothing for yes."""
_COMPARED: Final = ("number", "date")
LONGEST: Final = 2000
_TERM: Final = re.compile(
    r'(?P<no>-)?(?:(?P<key>[a-z]{1,20})(?P<op>>=|<=|[:=<>]))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))'
)


@dataclass(frozen=True, slots=True)
class Term:
    """`key` is empty for bare words; `op` is one of : < <= > >=."""

    key: str
    op: str
    value: str
    negated: bool


class Condition(NamedTuple):
    sql: str
    parameters: list[Parameter]


class Where(NamedTuple):
    """All to hold. `match` is the full-text expression, empty where there is none; `articles` are conditions on
    `articles AS a`, `numbers` on one of its `numbers AS n`, or, where True stands beside it, on none of them."""

    match: str
    articles: list[Condition]
    numbers: list[tuple[Condition, bool]]


def parse(query: str) -> list[Term]:
    """Raises for a filter that there is not and for a value that it does not know."""
    if len(query) > LONGEST:
        raise StetError("Not understood", f"a query of {len(query)} characters; {LONGEST} are enough for a question")
    terms = []
    for found in _TERM.finditer(query):
        key, value = found["key"] or "", found["phrase"] if found["phrase"] is not None else found["word"]
        op = (found["op"] or ":").replace("=", ":") if found["op"] in (None, "=", ":") else found["op"]
        if key:
            _check(key, op, value)
        elif not value:
            continue
        terms.append(Term(key, op, value, found["no"] is not None))
    return terms


def _check(key: str, op: str, value: str) -> None:
    if key not in keys():
        raise StetError(
            "Not understood", f"{key}: is not a filter; there are {', '.join(keys())}. Quote words with a colon"
        )
    if op != ":" and key not in _COMPARED:
        raise StetError("Not understood", f"{key}{op}: only {' and '.join(_COMPARED)} can be compared; write {key}:")
    if key in _CHOICES and value not in _CHOICES[key]:
        raise StetError("Not understood", f"{key}:{value}: {key} is one of {', '.join(_CHOICES[key])}")
    if key == "number" and op != ":" and _amount(value) is None:
        raise StetError("Not understood", f"number{op}{value}: {value or 'nothing'} is not a number; write digits")


def compile_query(terms: list[Term]) -> Where:
    """Terms about numbers are gathered, so that they are asked of one and the same number."""
    match: list[str] = []
    articles: list[Condition] = []
    numbers: list[list[Term]] = []
    for term in terms:
        if term.key in _OF_A_NUMBER and not _is_words(term):
            _gather(numbers, term)
            if not term.negated and term.key != "number" and (expression := _expression(term)):
                match.append(expression)  # words of a number are found by the words first
        elif expression := _expression(term):
            if term.negated:
                articles.append(Condition("a.rowid NOT IN (SELECT rowid FROM words WHERE words MATCH ?)", [expression]))
            else:
                match.append(expression)
        else:
            found = _of_article(term)
            articles.append(found._replace(sql=f"NOT ({found.sql})") if term.negated else found)
    return Where(" AND ".join(match), articles, [(_of_number(group), group[0].negated) for group in numbers])


def _gather(groups: list[list[Term]], term: Term) -> None:
    """A second `counted:` is about a second number; bounds, `number>3 number<9`, are about the first."""
    if not term.negated:
        for group in groups:
            taken = {(other.key, other.op) for other in group}
            if (term.key, term.op) not in taken and not group[0].negated:
                group.append(term)
                return
    groups.append([term])


def _is_words(term: Term) -> bool:
    """`number:thousands` and `number:2026-05-04` are looked for as they stand in the text."""
    return term.key == "number" and _amount(term.value) is None


def _expression(term: Term) -> str:
    """For the full-text table; empty for what is not in it."""
    if not any(char.isalnum() for char in term.value):
        return "" if term.key else f'{_bare()} : "0 no such word 0"'
    quoted = '"' + term.value.replace('"', " ").replace("\0", " ") + '" *'
    if not term.key:
        return f"{_bare()} : {quoted}"
    column = NUMBER.query if term.key in _OF_A_NUMBER else _in_words().get(term.key)
    return f"{column} : {quoted}" if column else ""


def _of_article(term: Term) -> Condition:
    if column := _COUNTED.get(term.key):
        return Condition(f"a.{column} {'>' if term.value == 'yes' else '='} 0", [])
    if term.key == "date":
        if term.op == ":":
            return Condition("a.date >= ? AND a.date < ?", [term.value, term.value + "\U0010ffff"])
        # A comparison is with the whole day, month or year: <= 2026 holds for all of it.
        upper = term.op in ("<=", ">")
        return Condition(f"a.date {term.op} ?", [term.value + "\U0010ffff" if upper else term.value])
    if term.key == "status":
        return Condition("a.status = ?", [term.value])
    return Condition("0", [])  # a filter of words without a word in it


def _of_number(terms: list[Term]) -> Condition:
    """`low` and `high` of the index are the bounds of what is said, the value itself where there are none."""
    conditions: list[str] = []
    parameters: list[Parameter] = []
    for term in terms:
        amount = _amount(term.value)
        if term.key == "number" and amount is not None:
            column = "low" if term.op in ("<", "<=") else "high"
            conditions.append("(n.low = ? OR n.high = ?)" if term.op == ":" else f"n.{column} {term.op} ?")
            parameters += [amount, amount] if term.op == ":" else [amount]
        else:
            conditions.append(f"n.{term.key} LIKE ? ESCAPE '\\'")
            parameters.append(_like(term.value))
    return Condition(" AND ".join(conditions), parameters)


def _like(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _amount(value: str) -> float | None:
    """`1,000` and `3.5` are numbers, `3-1` and `ten` are not."""
    if not re.fullmatch(r"-?[0-9][0-9,]*(?:\.[0-9]+)?", value):
        return None
    return float(value.replace(",", "")[:300])
