"""What decisions teach of names, in the index: what each form was decided to be, and what was said of it by a person.

A record gives one vote for each form of its decided names, and one against each form that was suggested and did not
stand. Votes are counted, and facts applied, by `extract.learning`; what is struck out or undone later leaves no trace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from store.index.conditions import Dialect
from store.jsontext import decode, encode
from store.model.edit import ARTICLE
from store.model.fields import BY_GROUP, BY_KIND, BY_LETTER, AnyField, Json
from store.model.kinds import PERSON, PLACE
from store.model.register import key_of

TABLES: Final = """CREATE TABLE votes (
    article INTEGER NOT NULL, form TEXT NOT NULL, kind TEXT NOT NULL, mistaken INTEGER NOT NULL, at TEXT NOT NULL
);
CREATE INDEX votes_by_article ON votes (article);
CREATE INDEX votes_by_form ON votes (form, at);
CREATE TABLE facts (
    article INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, said TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX facts_by_article ON facts (article);
CREATE INDEX facts_by_key ON facts (kind, key, at);
CREATE TABLE taught (article INTEGER PRIMARY KEY, at TEXT NOT NULL);
CREATE INDEX taught_by_at ON taught (at, article);
"""
LATEST: Final = 12
"""Votes on one form that count: what was decided longer ago than that many articles is forgotten."""
_MARKS: Final = 500
"""Values in one statement."""
_FEW: Final = 1000
_OFFERED: Final = 50
_LONGEST: Final = 80
"""Characters of a form."""


class Vote(NamedTuple):
    """`kind` is empty where the form is not a name; `mistaken` is true where a program had missed it somewhere, or had
    taken it for something else."""

    form: str
    kind: str
    mistaken: bool
    at: str


class Fact(NamedTuple):
    """`said` has attributes of the field of this name, by their keys in the record."""

    kind: str
    key: str
    said: Json
    at: str


def form_of(words: str) -> str:
    """Words of a text as they are compared: on one line, with apostrophes as on a keyboard."""
    return " ".join(words.split()).replace("’", "'")


def is_form(form: str) -> bool:
    """A name has a capital; a pronoun in lower case that was made a mention teaches nothing."""
    return 1 < len(form) <= _LONGEST and any(letter.isupper() for letter in form)


def taught_of(kind: str) -> tuple[str, ...]:
    """The attributes of a kind that hold of what it names in other articles too."""
    if kind == PERSON.name:
        return ("role",)
    if kind == PLACE.name:
        return ("type", "country", "latitude", "longitude")
    row = BY_KIND[kind].row
    return tuple(one.key for one in row.attributes[1:] if row.own and one.type in ("text", "choice"))


def votes_of(tables: Json, text: str) -> Iterator[Vote]:
    """Of one record, as it is stored."""
    at = max((edit["at"] for edit in tables["edits"].values() if _decides(edit)), default="")
    if not at:
        return
    fields = {item["id"]: (cls, item) for cls in _named() for item in tables.get(cls.group, {}).values()}
    settled = {name for name, (_, item) in fields.items() if item["status"] != "suggested" and "conflict" not in item}
    alive = {name: fields[name] for name in settled if fields[name][1]["status"] != "rejected"}
    suggested = _suggested(tables)
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    mistaken: set[str] = set()
    stand: set[tuple[int, ...]] = set()
    for cls, item in alive.values():
        for span in map(tuple, item["spans"]):
            form = form_of(text[slice(*span)])
            kinds[form].add(cls.kind)
            stand.add(span)
            if cls.kind not in {kind for kind, _ in suggested.get(span, ())}:
                mistaken.add(form)
    for span, others in suggested.items():
        if span not in stand and any(name in settled for _, name in others):
            form = form_of(text[slice(*span)])
            kinds.setdefault(form, {""})
            mistaken.add(form)
    for form in sorted(kinds):
        if len(kinds[form]) == 1 and is_form(form):
            yield Vote(form, min(kinds[form]), form in mistaken, at)


def _decides(edit: Json) -> bool:
    """Whether a field was decided about: to finish an article, or reopen it, says nothing of its names."""
    return edit["op"] != "suggest" and any(change["field"] != ARTICLE for change in edit["changes"])


def _suggested(tables: Json) -> dict[tuple[int, ...], list[tuple[str, str]]]:
    """Where a program found names: by span the kinds and ids of the fields."""
    found = [*tables["suggestions"].values()]
    for edit in tables["edits"].values():
        if edit["op"] == "suggest":
            found += [change["after"] for change in edit["changes"] if change["after"]]
    suggested: dict[tuple[int, ...], list[tuple[str, str]]] = {}
    for item in found:
        cls = BY_LETTER.get(str(item.get("id", ""))[:1])
        if cls is not None and cls.row.is_named:
            for span in item.get("spans", ()):
                suggested.setdefault(tuple(span), []).append((cls.kind, item["id"]))
    return suggested


def facts_of(tables: Json) -> Iterator[Fact]:
    """What persons said of names, as far as it stands."""
    given: dict[str, dict[str, list[Any]]] = {}
    at: dict[str, str] = {}
    for edit in tables["edits"].values():
        for change in edit["changes"] if edit["op"] != "suggest" else ():
            for key, value in (change["after"] or {}).items():
                given.setdefault(change["field"], {}).setdefault(key, []).append(value)
                at[change["field"]] = max(at.get(change["field"], ""), edit["at"])
    for cls in _named():
        for item in tables.get(cls.group, {}).values():
            key = key_of(str(item.get("name") or ""))
            said: dict[str, list[Any]] = given.get(item["id"], {})
            if not key or item["status"] in ("suggested", "rejected") or "conflict" in item:
                continue
            taught = {
                name: item.get(name) for name in taught_of(cls.kind) if name in said or item.get(name) is not None
            }
            if any(value in said[name] for name, value in taught.items() if name in said):
                yield Fact(cls.kind, key, taught, at[item["id"]])


def _named() -> Iterator[type[AnyField]]:
    return (cls for cls in BY_GROUP.values() if cls.row.is_named and cls.row.spans == "mentions")


def stored_facts(facts: Iterable[Fact]) -> Iterator[tuple[str, str, str, str]]:
    """As they are stored, after the article."""
    return ((one.kind, one.key, encode(one.said).decode(), one.at) for one in facts)


class Lessons:
    """`ask` gives all rows of a query, in the SQL of this dialect."""

    def __init__(self, ask: Callable[[str, Sequence[Any]], list[tuple[Any, ...]]], dialect: Dialect) -> None:
        self._ask, self._dialect = ask, dialect

    def taught(self, last: int) -> list[tuple[str, str]]:
        """The `last` articles that are done and have taught something, the earliest first: ids, and when."""
        sql = "SELECT a.id, t.at FROM taught AS t JOIN articles AS a ON a.rowid = t.article"
        sql += " WHERE a.status = 'done' ORDER BY t.at DESC, t.article DESC LIMIT ?"
        return [(identifier, at) for identifier, at in reversed(self._ask(sql, [last]))]

    def latest(self, articles: int) -> list[str]:
        """The forms that were voted on in so many articles, the latest first."""
        sql = "SELECT v.form FROM votes AS v JOIN (SELECT article, at FROM taught ORDER BY at DESC LIMIT ?) AS t"
        sql += " ON t.article = v.article GROUP BY v.form ORDER BY max(t.at) DESC, v.form"
        return [form for (form,) in self._ask(sql, [articles])]

    def counts(self) -> tuple[int, int]:
        """How many forms there are, and how many names of which a person has said something."""
        [[forms]] = self._ask("SELECT count(DISTINCT form) FROM votes", [])
        [[names]] = self._ask("SELECT count(*) FROM (SELECT DISTINCT kind, key FROM facts) AS f", [])
        return int(forms), int(names)

    def votes(self, forms: Iterable[str]) -> dict[str, list[Vote]]:
        """Those on each of the forms that have any, the latest first, `LATEST` at most."""
        asked, known = [*forms], list[str]()
        for start in range(0, len(asked), _MARKS):
            some = asked[start : start + _MARKS]
            marks = ", ".join("?" * len(some))
            known += [form for (form,) in self._ask(f"SELECT DISTINCT form FROM votes WHERE form IN ({marks})", some)]
        sql = f"SELECT form, kind, mistaken, at FROM votes WHERE form = ? ORDER BY at DESC, article DESC LIMIT {LATEST}"
        return {
            form: [Vote(name, kind, bool(mistaken), at) for name, kind, mistaken, at in self._ask(sql, [form])]
            for form in sorted(known)
        }

    def facts(self, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Fact]:
        """The latest of each of these kinds and keys that have any."""
        sql = "SELECT kind, key, said, at FROM facts WHERE kind = ? AND key = ? ORDER BY at DESC, article DESC LIMIT 1"
        found: dict[tuple[str, str], Fact] = {}
        for name in names:
            for kind, key, said, at in self._ask(sql, name):
                found[name] = Fact(kind, key, decode(said), at)
        return found

    def typed(self, attribute: str, word: str = "", kind: str = "") -> list[str]:
        """What persons gave this attribute of numbers beside this word, or of this kind; the most frequent first.

        With the kind `article` it is one of the article's own field.
        """
        if kind == ARTICLE:
            sql = f"SELECT value FROM (SELECT {self._dialect.own(attribute)} AS value FROM articles AS a) AS v"
            sql += " WHERE value IS NOT NULL GROUP BY value ORDER BY count(*) DESC, value LIMIT ?"
            return [str(value) for (value,) in self._ask(sql, [_OFFERED])]
        column, like = ("word", word) if word else ("kind", kind)
        latest = f"SELECT value FROM typed WHERE attribute = ? AND {column} = ? ORDER BY rowid DESC LIMIT {_FEW}"
        sql = f"SELECT value FROM ({latest}) AS v GROUP BY value ORDER BY count(*) DESC, value"
        return [value for (value,) in self._ask(sql, [attribute, like])]
