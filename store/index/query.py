"""The query language, and its translation to SQL over the tables of the index.

    gladkov "state of emergency" -draft        words of title, text, names, numbers, quotes; the last may be a prefix
    status:new  flag:yes  noted:yes  doubt:yes  conflict:yes  by:desk-2  source:wire  title:fire  author:lee  id:3f9c…
    date:2026-05  date>=2026-05-01             a prefix, or a comparison
    person:gladkov  role:governor  place:kyiv  country:UA  quote:alarm  speaker:lunde  note:check
    number:39  number>100  kind:money  unit:USD  counted:people  event:killed
    done:yes                                   the same as status:done
    topic:strike  topic:none                   a desk's own, of the article; none where nobody has said it

All terms must match. Terms about numbers must match one and the same number, unless a filter is used twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from store.errors import StetError
from store.model.about import named as of_article
from store.model.about import row as about_row
from store.model.fields import BY_GROUP
from store.model.kinds import NUMBER, NUMBER_KINDS, Kind
from store.plain import plain, plain_case

Parameter = str | float | int

_OF_THE_ARTICLE: Final = ("id", "title", "source", "author", "text")


def words_of(row: Kind) -> dict[str, tuple[str, ...]]:
    """The full-text columns of a kind, each with the keys of the attributes that it contains.

    The column of the kind's own filter also contains the text of the spans.
    """
    columns = {item.query: (item.key,) for item in row.attributes if item.query}
    return columns | ({row.query: row.query_keys} if row.query else {})


def word_columns() -> tuple[str, ...]:
    """The columns of the full-text table; bare words are searched in all but the last."""
    return (*_words(), "note", "annotator")


def _words() -> tuple[str, ...]:
    """A desk's own kinds share the columns of filters that several kinds have."""
    rows = (*(cls.row for cls in BY_GROUP.values()), about_row())
    named = (name for row in rows for name in words_of(row))
    return tuple(dict.fromkeys((*_OF_THE_ARTICLE, *named)))


def _bare() -> str:
    return f"{{{' '.join((*_words(), 'note'))}}}"


def _in_words() -> dict[str, str]:
    """From a filter to the full-text column that it searches."""
    names = (name for name in (*_words(), "note") if name not in ("text", NUMBER.query))
    return {**{name: name for name in names}, "by": "annotator"}


def keys() -> tuple[str, ...]:
    """The names of all filters."""
    return tuple(dict.fromkeys(("status", *_COUNTED, "date", *_in_words(), *OF_A_NUMBER)))


OF_A_NUMBER: Final = ("number", "kind", "unit", "counted", "event")
_CHOICES: Final = {
    "status": ("new", "started", "done"),
    "flag": ("yes", "no"),
    "noted": ("yes", "no"),
    "doubt": ("yes", "no"),
    "conflict": ("yes", "no"),
    "kind": NUMBER_KINDS,
}
_COUNTED: Final = {"flag": "flags", "noted": "notes", "doubt": "doubts", "conflict": "conflicts"}
"""Filters with yes or no, and the column that is greater than 0 for yes."""
_COMPARED: Final = ("number", "date")
LONGEST: Final = 2000
_TERM: Final = re.compile(
    r'(?P<no>-)?(?:(?P<key>[a-z]{1,20})(?P<op>>=|<=|[:=<>]))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))'
)


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a query. `key` is the filter, empty for bare words; `op` is one of : < <= > >=."""

    key: str
    op: str
    value: str
    negated: bool


class Condition(NamedTuple):
    sql: str
    parameters: list[Parameter]


class Where(NamedTuple):
    """A compiled query; all its parts must hold. `match` is the full-text expression, or empty; `articles` are
    conditions on `articles AS a`; each of `numbers` must hold for one of the article's `numbers AS n` or, if its flag
    is True, for none of them."""

    match: str
    articles: list[Condition]
    numbers: list[tuple[Condition, bool]]


def parse(query: str) -> list[Term]:
    """Raises `StetError` for an unknown filter or an invalid value."""
    if len(query) > LONGEST:
        raise StetError("Not understood", f"the query has {len(query)} characters; at most {LONGEST} are allowed")
    terms = []
    for match in _TERM.finditer(query):
        key, value = match["key"] or "", match["phrase"] if match["phrase"] is not None else match["word"]
        op = (match["op"] or ":").replace("=", ":") if match["op"] in (None, "=", ":") else match["op"]
        if key == "done" and op == ":" and value in ("yes", "no") and key not in keys():
            terms.append(Term("status", op, key, (match["no"] is not None) != (value == "no")))
            continue
        if key:
            _check(key, op, value)
        elif not value:
            continue
        terms.append(Term(key, op, value, match["no"] is not None))
    return terms


def _check(key: str, op: str, value: str) -> None:
    if key not in keys():
        raise StetError(
            "Not understood", f"{key}: is not a filter; the filters are {', '.join(keys())}. Quote words with a colon"
        )
    if op != ":" and key not in _COMPARED:
        raise StetError("Not understood", f"{key}{op}: only {' and '.join(_COMPARED)} can be compared; write {key}:")
    if key in _CHOICES and value not in _CHOICES[key]:
        raise StetError("Not understood", f"{key}:{value}: {key} is one of {', '.join(_CHOICES[key])}")
    if key == "number" and op != ":" and amount_of(value) is None:
        raise StetError("Not understood", f"number{op}{value}: {value or 'nothing'} is not a number; write digits")


def compile_query(terms: list[Term]) -> Where:
    """Terms about numbers are grouped, so that each group applies to one and the same number."""
    match: list[str] = []
    articles: list[Condition] = []
    numbers: list[list[Term]] = []
    shared = _shared_with_numbers()
    for term in terms:
        if empty := _empty(term):
            articles.append(empty)
        elif term.key in shared and (either := _number_or_words(term)):
            articles.append(either)
        elif term.key in OF_A_NUMBER and not _is_words(term):
            _gather(numbers, term)
            if not term.negated and term.key != "number" and (expression := _expression(term)):
                match.append(expression)  # the full-text table narrows down the articles first
        elif expression := _expression(term):
            if term.negated:
                articles.append(Condition("a.rowid NOT IN (SELECT rowid FROM words WHERE words MATCH ?)", [expression]))
            else:
                match.append(expression)
        else:
            condition = _of_article(term)
            articles.append(condition._replace(sql=f"NOT ({condition.sql})") if term.negated else condition)
    return Where(" AND ".join(match), articles, [(_of_number(group), group[0].negated) for group in numbers])


def _shared_with_numbers() -> set[str]:
    """Filters of numbers that a desk's own kind has too: `event:` where there is a kind of this name."""
    return {*OF_A_NUMBER} & {*_words()} - {NUMBER.query}


def _number_or_words(term: Term) -> Condition | None:
    if not any(char.isalnum() for char in term.value):
        return None
    number = _of_number([term])
    sql = "(a.rowid IN (SELECT rowid FROM words WHERE words MATCH ?)"
    sql += f" OR a.rowid IN (SELECT n.article FROM numbers AS n WHERE {number.sql}))"
    words = [f"{term.key} : {_quoted(term)}", *number.parameters]
    return Condition(f"NOT {sql}" if term.negated else sql, words)


NONE: Final = "none"
"""`topic:none`: articles of which nobody has said a topic."""


def _empty(term: Term) -> Condition | None:
    """The condition that an attribute of the article's own field is empty, if it has no choice of this name."""
    if term.value != NONE:
        return None
    for name, item in of_article().items():
        if item.query and item.query == term.key and NONE not in item.choices:
            return Condition(f"{of_own(name)} IS {'NOT ' * term.negated}NULL", [])
    return None


def of_own(name: str) -> str:
    """A value of the article's own field in SQL, from the JSON of the index."""
    return f"json_extract(a.own, '$.{name}')"


def _quoted(term: Term) -> str:
    return '"' + plain_case(term.value).replace('"', " ").replace("\0", " ") + '" *'


def _gather(groups: list[list[Term]], term: Term) -> None:
    """Add a term to a group. A second `counted:` starts a second group; bounds, `number>3 number<9`, share one."""
    if not term.negated:
        for group in groups:
            filters = {(other.key, other.op) for other in group}
            if (term.key, term.op) not in filters and not group[0].negated:
                group.append(term)
                return
    groups.append([term])


def _is_words(term: Term) -> bool:
    """True for `number:thousands` and `number:2026-05-04`, which are searched as text."""
    return term.key == "number" and amount_of(term.value) is None


def _expression(term: Term) -> str:
    """The term as a full-text expression; empty if the full-text table does not cover it."""
    if not any(char.isalnum() for char in term.value):
        return "" if term.key else f'{_bare()} : "0 no such word 0"'
    quoted = _quoted(term)
    if not term.key:
        return f"{_bare()} : {quoted}"
    column = NUMBER.query if term.key in OF_A_NUMBER else _in_words().get(term.key)
    return f"{column} : {quoted}" if column else ""


def _of_article(term: Term) -> Condition:
    if column := _COUNTED.get(term.key):
        return Condition(f"a.{column} {'>' if term.value == 'yes' else '='} 0", [])
    if term.key == "date":
        if term.op == ":":
            return Condition("a.date >= ? AND a.date < ?", [term.value, term.value + "\U0010ffff"])
        # A comparison covers the whole day, month or year: <= 2026 includes all of 2026.
        upper = term.op in ("<=", ">")
        return Condition(f"a.date {term.op} ?", [term.value + "\U0010ffff" if upper else term.value])
    if term.key == "status":
        return Condition("a.status = ?", [term.value])
    return Condition("0", [])  # a filter of words whose value contains no word


def _of_number(terms: list[Term]) -> Condition:
    """The condition on one number. The index's `low` and `high` are its bounds, or its value if it has none."""
    conditions: list[str] = []
    parameters: list[Parameter] = []
    for term in terms:
        amount = amount_of(term.value)
        if term.key == "number" and amount is not None:
            column = "low" if term.op in ("<", "<=") else "high"
            conditions.append("(n.low = ? OR n.high = ?)" if term.op == ":" else f"n.{column} {term.op} ?")
            parameters += [amount, amount] if term.op == ":" else [amount]
        else:
            conditions.append(f"n.{term.key} LIKE ? ESCAPE '\\'")
            parameters.append(_like(plain(term.value)))
    return Condition(" AND ".join(conditions), parameters)


def _like(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def amount_of(value: str) -> float | None:
    """What digits say: `1,000` and `3.5` are numbers, `3-1` and `ten` are not."""
    if not re.fullmatch(r"-?[0-9][0-9,]*(?:\.[0-9]+)?", value):
        return None
    return float(value.replace(",", "")[:300])
