"""The query language: what is asked, in terms of the index that every engine has.

    gladkov "state of emergency" -draft        words of title, text, names, numbers, quotes; the last may be a prefix
    status:new  flag:yes  noted:yes  doubt:yes  conflict:yes  by:desk-2  source:wire  title:fire  author:lee  id:3f9c…
    date:2026-05  date>=2026-05-01             a prefix, or a comparison
    person:gladkov  role:governor  place:kyiv  country:UA  quote:alarm  speaker:lunde  note:check
    number:39  number>100  kind:money  unit:USD  counted:people  event:killed
    done:yes                                   the same as status:done
    topic:strike  topic:none                   a desk's own, of the article; none where nobody has said it
    assigned:anna  assigned:me  assigned:none  by stet team assign, in a library on a server; in a folder none is

All terms must match. Terms about numbers must match one and the same number, unless a filter is used twice.
No SQL is known here: `conditions` has what engines share of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

from store.errors import StetError
from store.index.values import YES, amount_of, wrong_value
from store.model.about import named as of_article
from store.model.about import row as about_row
from store.model.fields import BY_GROUP
from store.model.kinds import NUMBER, Kind
from store.plain import plain, plain_case

Parameter = str | float | int
_Asked = TypeVar("_Asked")

OF_THE_ARTICLE: Final = ("id", "title", "source", "author", "text")


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
    return tuple(dict.fromkeys((*OF_THE_ARTICLE, *named)))


def _in_words() -> dict[str, str]:
    """From a filter to the full-text column that it searches."""
    names = (name for name in (*_words(), "note") if name not in ("text", NUMBER.query))
    return {**{name: name for name in names}, "by": "annotator"}


def keys() -> tuple[str, ...]:
    """The names of all filters."""
    return tuple(dict.fromkeys(("status", *_COUNTED, "date", *_in_words(), *OF_A_NUMBER, "assigned")))


OF_A_NUMBER: Final = ("number", "kind", "unit", "counted", "event")
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


class Phrase(NamedTuple):
    """Words one after the other in one of these full-text columns; the last may go on."""

    columns: tuple[str, ...]
    words: str


class Compared(NamedTuple):
    """A column of `articles` beside a value; `op` as in SQL."""

    column: str
    op: str
    value: Parameter


class Columns(NamedTuple):
    """All of these hold."""

    compared: tuple[Compared, ...]


class Empty(NamedTuple):
    """Nobody has said this of the article, by `about.named`."""

    name: str


class OfNumber(NamedTuple):
    """Of one number: an amount, compared, or words that a column holds."""

    key: str
    op: str
    value: float | str


Group = tuple[OfNumber, ...]
"""What must hold of one and the same number."""


class Either(NamedTuple):
    """The words of a desk's own kind, or a number."""

    phrase: Phrase
    number: Group


class Assigned(NamedTuple):
    """To this annotator: `ME` is who asks, `NONE` nobody that they may know of."""

    annotator: str


class Never(NamedTuple):
    """What no article can be."""


Test = Phrase | Columns | Empty | Either | Assigned | Never


class Question(NamedTuple):
    """A compiled query; all its parts must hold. Of `phrases` all are in the article; each of `tests` holds for it and
    each of `numbers` for one of its numbers or, if the flag is True, not."""

    phrases: list[Phrase]
    tests: list[tuple[Test, bool]]
    numbers: list[tuple[Group, bool]]


def parse(query: str) -> list[Term]:
    """Raises `StetError` for an unknown filter or an invalid value."""
    if len(query) > LONGEST:
        raise StetError("Not understood", f"the query has {len(query)} characters; at most {LONGEST} are allowed")
    terms = []
    for match in _TERM.finditer(query):
        key, value = match["key"] or "", match["phrase"] if match["phrase"] is not None else match["word"]
        op = (match["op"] or ":").replace("=", ":") if match["op"] in (None, "=", ":") else match["op"]
        if key == "done" and op == ":" and key not in keys():
            if value not in YES:
                raise StetError("Not understood", f"done:{value}: done is one of {', '.join(YES)}")
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
    if not _is_shared(key) and (wrong := wrong_value(key, op, value)):
        raise StetError("Not understood", wrong)


def _is_shared(key: str) -> bool:
    """Whether a desk's own kind, whose values may be any words, has this filter too."""
    rows = (*(cls.row for cls in BY_GROUP.values()), about_row())
    return any(row.own and key in words_of(row) for row in rows)


def compile_query(terms: list[Term]) -> Question:
    """Terms about numbers are grouped, so that each group applies to one and the same number."""
    phrases: list[Phrase] = []
    tests: list[tuple[Test, bool]] = []
    numbers: list[list[Term]] = []
    shared = _shared_with_numbers()
    for term in terms:
        phrase = _phrase(term)
        if empty := _empty(term):
            tests.append((empty, term.negated))
        elif term.key in shared and phrase:
            words = phrase._replace(columns=(term.key,))
            tests.append((Either(words, (_of_number(term),)), term.negated))
        elif term.key in OF_A_NUMBER and not _is_words(term):
            _gather(numbers, term)
            if not term.negated and term.key != "number" and phrase:
                phrases.append(phrase)  # the words narrow down the articles first
        elif phrase and not term.negated:
            phrases.append(phrase)
        else:
            tests.append((phrase or _of_article(term), term.negated))
    groups = [(tuple(map(_of_number, group)), group[0].negated) for group in numbers]
    return Question(_each(phrases), _each(tests), _each(groups))


def _each(asked: Iterable[_Asked]) -> list[_Asked]:
    """What is asked twice is asked once."""
    return [*dict.fromkeys(asked)]


def _shared_with_numbers() -> set[str]:
    """Filters of numbers that a desk's own kind has too: `event:` where there is a kind of this name."""
    return {*OF_A_NUMBER} & {*_words()} - {NUMBER.query}


ME: Final = "me"
NONE: Final = "none"
"""`topic:none`: articles of which nobody has said a topic."""


def _empty(term: Term) -> Empty | None:
    """That an attribute of the article's own field is empty, if it has no choice of this name."""
    if term.value != NONE:
        return None
    for name, item in of_article().items():
        if item.query and item.query == term.key and NONE not in item.choices:
            return Empty(name)
    return None


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


def _phrase(term: Term) -> Phrase | None:
    """The term as words; None if it has none, or is not about words."""
    if not any(char.isalnum() for char in term.value):
        return None
    if not term.key:
        columns = (*_words(), "note")
    elif term.key in OF_A_NUMBER:
        columns = (NUMBER.query,)
    elif column := _in_words().get(term.key):
        columns = (column,)
    else:
        return None
    return Phrase(columns, plain_case(term.value))


def _of_article(term: Term) -> Test:
    if column := _COUNTED.get(term.key):
        return _column(column, ">" if term.value == "yes" else "=", 0)
    if term.key == "date":
        after = term.value + "\U0010ffff"
        if term.op == ":":
            return Columns((Compared("date", ">=", term.value), Compared("date", "<", after)))
        # A comparison covers the whole day, month or year: <= 2026 includes all of 2026.
        return _column("date", term.op, after if term.op in ("<=", ">") else term.value)
    if term.key == "status":
        return _column("status", "=", term.value)
    if term.key == "assigned":
        return Assigned(term.value)
    return Never()  # a filter of words, or bare words, without any letter or digit


def _column(name: str, op: str, value: Parameter) -> Columns:
    return Columns((Compared(name, op, value),))


def _of_number(term: Term) -> OfNumber:
    amount = amount_of(term.value) if term.key == "number" else None
    return OfNumber(term.key, term.op, plain(term.value) if amount is None else amount)
