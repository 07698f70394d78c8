"""The names in the index: of each decided field that has one, and how often each form of a name occurs.

What the register makes of them is not known here: a form is a form. The SQL runs on every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from store.index.conditions import escaped
from store.model.fields import BY_GROUP, BY_KIND, Json
from store.model.register import key_of
from store.plain import plain

TABLES: Final = """CREATE TABLE names (
    article INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
    date TEXT NOT NULL, field TEXT NOT NULL, starts TEXT NOT NULL, mentions INTEGER NOT NULL, identifier TEXT NOT NULL
);
CREATE INDEX names_by_article ON names (article);
CREATE INDEX names_by_key ON names (kind, key, date, article);
CREATE INDEX names_by_identifier ON names (kind, key, date) WHERE identifier <> '';
CREATE TABLE forms (
    kind TEXT NOT NULL, key TEXT NOT NULL, plain TEXT NOT NULL, surname TEXT NOT NULL,
    articles INTEGER NOT NULL, mentions INTEGER NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE INDEX forms_by_articles ON forms (articles DESC, kind, key);
CREATE INDEX forms_by_surname ON forms (surname, kind);
"""
_MARKS: Final = 500
"""Values in one statement."""
_ALL: Final = 2**63 - 1
Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


class NameRow(NamedTuple):
    """A decided field that has a name; `starts` has where its mentions begin."""

    kind: str
    key: str
    name: str
    role: str
    date: str
    field: str
    starts: tuple[int, ...]
    identifier: str


class FormCount(NamedTuple):
    """A form of a name, in how many articles it is, and how often they name it."""

    kind: str
    key: str
    articles: int
    mentions: int


class Use(NamedTuple):
    """A field with one of the names, and its article; `title` is what a person reads as such."""

    article: str
    title: str
    source: str
    date: str
    field: str
    key: str
    name: str
    role: str
    starts: tuple[int, ...]


def name_rows(tables: Json, date: str | None) -> Iterator[NameRow]:
    """Of one record, as it is stored."""
    for group, cls in BY_GROUP.items():
        if not cls.row.is_named:
            continue
        for item in tables.get(group, {}).values():
            name = item.get("name")
            if item["status"] in ("suggested", "rejected") or not isinstance(name, str) or not key_of(name):
                continue
            role, identifier = item.get("role"), item.get("identifier")
            yield NameRow(
                cls.kind,
                key_of(name),
                " ".join(name.split()),
                " ".join(role.split()) if isinstance(role, str) else "",
                date or "",
                item["id"],
                tuple(start for start, _ in item["spans"]),
                identifier if isinstance(identifier, str) else "",
            )


def stored_names(names: Iterable[NameRow]) -> Iterator[tuple[Any, ...]]:
    """As they are stored, after the article."""
    for one in names:
        yield (*one[:6], " ".join(map(str, one.starts)), len(one.starts), one.identifier)


def words_of_form(key: str) -> tuple[str, str]:
    """What of a form is looked for: its words, each after a blank, and the last one."""
    words = plain(key)
    return f" {words}", words.rpartition(" ")[2]


class FormCounts:
    """Keeps the table of forms, in which lists are not counted anew: `change` runs a statement for many rows.

    Used under the lock of a writer.
    """

    def __init__(self, change: Callable[[str, Iterable[Sequence[Any]]], object], ask: Ask) -> None:
        self._change, self._ask = change, ask
        self._counts: dict[tuple[str, str], list[int]] = {}

    def put(self, names: Sequence[NameRow]) -> None:
        for one in {(one.kind, one.key): one for one in names}.values():
            self._count(one.kind, one.key, 1, sum(len(other.starts) for other in names if other[:2] == one[:2]))

    def drop(self, article: int) -> None:
        """Before its names are deleted."""
        rows = self._ask("SELECT kind, key, sum(mentions) FROM names WHERE article = ? GROUP BY kind, key", [article])
        for kind, key, mentions in rows:
            self._count(kind, key, -1, -mentions)

    def _count(self, kind: str, key: str, articles: int, mentions: int) -> None:
        found = self._counts.setdefault((kind, key), [0, 0])
        found[0] += articles
        found[1] += mentions

    def flush(self) -> None:
        """Write what has been counted; before the transaction ends."""
        self._change(
            "INSERT INTO forms VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kind, key) DO UPDATE"
            " SET articles = articles + excluded.articles, mentions = mentions + excluded.mentions",
            (
                (kind, key, *words_of_form(key), articles, mentions)
                for (kind, key), (articles, mentions) in sorted(self._counts.items())
            ),
        )
        fewer = [key for key, (articles, _) in self._counts.items() if articles < 0]
        self._change("DELETE FROM forms WHERE kind = ? AND key = ? AND articles <= 0", fewer)
        self._counts.clear()

    def clear(self) -> None:
        self._counts.clear()


class Names:
    """`ask` gives all rows of a query. `forms` has one row a form; the rows of `parts` add up to its counts."""

    def __init__(self, ask: Ask, forms: str = "forms", parts: str = "forms") -> None:
        self._ask, self._forms, self._parts = ask, forms, parts

    def forms(self, kinds: Sequence[str] = (), words: str = "", limit: int = -1) -> list[FormCount]:
        """Those of these kinds in which each word begins one, the most frequent first; all kinds without any."""
        where = [f"kind IN ({_marks(kinds)})"] if kinds else []
        parameters: list[Any] = [*kinds]
        for word in plain(key_of(words)).split():
            where.append("plain LIKE ? ESCAPE '\\'")
            parameters.append(f"% {escaped(word)}%")
        sql = f"{self._select} {'WHERE ' if where else ''}{' AND '.join(where)}"
        limit = limit if limit >= 0 else _ALL
        rows = self._ask(f"{sql} ORDER BY articles DESC, kind, key LIMIT ?", [*parameters, limit])
        return [FormCount(*row) for row in rows]

    def counted(self, kind: str, keys: Sequence[str]) -> list[FormCount]:
        found: list[FormCount] = []
        for start in range(0, len(keys), _MARKS):
            some = keys[start : start + _MARKS]
            sql = f"{self._select} WHERE kind = ? AND key IN ({_marks(some)})"
            found += [FormCount(*row) for row in self._ask(sql, [kind, *some])]
        return found

    def sums(self, entries: Sequence[Sequence[tuple[str, str]]]) -> list[tuple[int, int]]:
        """Of forms that are one, by kind and key: the sum of their articles, and of the mentions in them."""
        found: dict[int, tuple[int, int]] = {}
        for some in _parts([(number, *form) for number, forms in enumerate(entries) for form in forms]):
            rows = ", ".join("(?, ?, ?)" for _ in some)
            sql = f"sum(articles), sum(mentions) FROM e JOIN {self._parts} AS f ON f.kind = e.kind AND f.key = e.key"
            for number, articles, mentions in self._ask(
                f"WITH e (n, kind, key) AS (VALUES {rows}) SELECT n, {sql} GROUP BY n", [*chain(*some)]
            ):
                found[number] = int(articles), int(mentions)
        return [found.get(number, (0, 0)) for number in range(len(entries))]

    def articles(self, kind: str, keys: Sequence[str]) -> int:
        """In how many articles one of these forms is."""
        sql = f"SELECT count(DISTINCT article) FROM names WHERE kind = ? AND key IN ({_marks(keys)})"
        return int(self._ask(sql, [kind, *keys])[0][0])

    def latest(self, kind: str, keys: Sequence[str]) -> tuple[str, str, str]:
        """The name as it was written last, the last role, and an identifier; each empty where there is none."""
        found = []
        for column in ("name", "role", "identifier"):
            last = ("", "")
            for key in keys if column != "role" or "role" in BY_KIND[kind].attributes else ():
                sql = f"SELECT date, {column} FROM names WHERE kind = ? AND key = ? AND {column} <> ''"
                if rows := self._ask(f"{sql} ORDER BY date DESC, article DESC, rowid DESC LIMIT 1", [kind, key]):
                    last = max(last, rows[0])
            found.append(last[1])
        return found[0], found[1], found[2]

    def uses(self, kind: str, keys: Sequence[str]) -> list[Use]:
        """The earliest first."""
        sql = f"""SELECT a.id, CASE a.opening WHEN '' THEN a.title ELSE a.opening END,
            a.source, n.date, n.field, n.key, n.name, n.role, n.starts
            FROM names AS n JOIN articles AS a ON a.rowid = n.article
            WHERE n.kind = ? AND n.key IN ({_marks(keys)}) ORDER BY n.date = '', n.date, a.rowid, n.field"""
        rows = self._ask(sql, [kind, *keys])
        return [Use._make((*row[:8], tuple(map(int, row[8].split())))) for row in rows]

    def of_surname(self, kind: str, surname: str) -> list[FormCount]:
        """The forms whose last word is this one."""
        sql = f"{self._select} WHERE surname = ? AND kind = ? ORDER BY articles DESC, key LIMIT ?"
        return [FormCount(*row) for row in self._ask(sql, [surname, kind, _MARKS])]

    @property
    def _select(self) -> str:
        return f"SELECT kind, key, articles, mentions FROM {self._forms} AS f"


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _parts(values: Sequence[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """So many that a statement takes them; what has one number stays together."""
    part: list[tuple[Any, ...]] = []
    for one in values:
        if len(part) >= _MARKS and one[0] != part[-1][0]:
            yield part
            part = []
        part.append(one)
    if part:
        yield part
