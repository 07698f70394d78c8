"""Answers queries of a library in PostgreSQL as the folder's index does, from what `derived` makes."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final

from store.index.conditions import Condition
from store.index.lessons import Lessons
from store.index.names import Names
from store.index.orders import ordered
from store.index.rows import UNCOUNTABLE
from store.index.summary import CountDoubts, Summary
from store.model.fields import GROUPS
from store.postgres.asking import DIALECT, ask, selected
from store.postgres.connecting import Database, Server
from store.postgres.derived import TITLE, Derived, Load, Progress

PAGE: Final = 500
"""Rows fetched at once; between two pages no transaction is open."""
_SUMMARY: Final = """a.id, a.title, a.opening, a.source, a.date, a.status, a.counts, a.fields, a.decided, a.flags,
    a.conflicts, a.doubts, a.damage, a.own"""
_FORMS: Final = """(SELECT kind, key, plain, surname, CAST(sum(articles) AS bigint) AS articles,
    CAST(sum(mentions) AS bigint) AS mentions FROM names GROUP BY kind, key, plain, surname)"""
"""A table of forms would be changed by every save, and would count what a role must not see."""


class PostgresIndex:
    """Threads may share it. Raises `StetError`."""

    def __init__(self, server: Server, count_doubts: CountDoubts | None, load: Load) -> None:
        self._server = server
        self._derived = Derived(server, count_doubts, load)

    def catch_up(self, progress: Progress | None = None) -> None:
        """Before questions: they are answered from what there is."""
        self._derived.catch_up(progress)

    def catch_up_alone(self) -> None:
        """As `catch_up`, for who waits for no answer: nothing while another program is at it."""
        self._derived.catch_up_alone()

    @property
    def names(self) -> Names:
        """The names of decided fields."""
        return Names(self._rows, _FORMS, "names")

    @property
    def lessons(self) -> Lessons:
        """What decisions teach."""
        return Lessons(self._rows, DIALECT)

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._server.run(lambda db: ask(db, sql, parameters), TITLE)

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        """Summaries of matching articles. `order` is one of `orders`, reversed by a minus in front.

        Damaged records come last, whatever the query, so that no list hides one. The matches are fixed at the start;
        the summaries are as of the time when their page is fetched.
        """
        if limit is not None and limit <= PAGE:
            yield from map(_summary, self._matching(_SUMMARY, query, order, limit))
            return
        yield from self._paged(self._matching("a.rowid", query, order, limit))
        if limit is None:
            yield from self._paged(self._rows("SELECT rowid FROM articles WHERE status = 'damaged' ORDER BY rowid"))

    def ids(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[str]:
        """The ids of matching articles, without damaged ones."""
        yield from (identifier for (identifier,) in self._matching("a.id", query, order, limit))

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        """Summaries by id; missing ids are left out."""
        marks = ", ".join("?" * len(identifiers))
        rows = self._rows(f"SELECT {_SUMMARY} FROM articles AS a WHERE a.id IN ({marks})", identifiers) if marks else []
        return {summary.id: summary for summary in map(_summary, rows)}

    def count(self, query: str = "") -> dict[str, int]:
        """The number of matching articles by status."""

        def count(db: Database) -> list[tuple[Any, ...]]:
            select, parameters = _selected(db, query, listed=False)
            return ask(db, f"SELECT a.status, count(*) {select} GROUP BY a.status", parameters)

        return dict(self._server.run(count, TITLE))

    def with_text(self, sha256: str) -> str | None:
        """The id of an article with this text, or None."""
        rows = self._rows("SELECT id FROM articles WHERE sha256 = ? ORDER BY rowid", [sha256])
        return rows[0][0] if rows else None

    def last_step(self, by: str, before: str = "", *, of_fields: bool = True) -> tuple[str, list[str]] | None:
        """The id of an annotator's last step over several articles, and the articles where it is not undone; a step
        `of_fields`, or one that finished or reopened articles."""
        last = "SELECT max(step) FROM steps WHERE annotator = ? AND of_fields = ?"
        if before:
            last += " AND step < ?"
        sql = f"SELECT s.step, a.id FROM steps AS s JOIN articles AS a ON a.rowid = s.article WHERE s.step = ({last})"
        rows = self._rows(
            f"{sql} AND s.annotator = ? ORDER BY a.rowid", [by, of_fields, *([before] if before else []), by]
        )
        return (rows[0][0], [identifier for _, identifier in rows]) if rows else None

    def count_without_doubts(self) -> int:
        return self._derived.count_without_doubts()

    def _matching(self, columns: str, query: str, order: str, limit: int | None) -> list[tuple[Any, ...]]:
        """At once, so that pages are those of one moment."""
        by = ordered(order, DIALECT, "a.text")  # a line of blind work has a later row

        def match(db: Database) -> list[tuple[Any, ...]]:
            select, parameters = _selected(db, query, listed=limit is not None)
            sql = f"SELECT {columns} {select} AND a.damage IS NULL {by.sql}{'' if limit is None else ' LIMIT ?'}"
            return ask(db, sql, [*parameters, *by.parameters, *([] if limit is None else [limit])])

        return self._server.run(match, TITLE)

    def _paged(self, rows: list[tuple[Any, ...]]) -> Iterator[Summary]:
        numbers = array("q", (number for (number,) in rows))
        for start in range(0, len(numbers), PAGE):
            page = [*numbers[start : start + PAGE]]
            found = self._rows(f"SELECT a.rowid, {_SUMMARY} FROM articles AS a WHERE a.rowid = ANY(?)", [page])
            by_number = {number: row for number, *row in found}
            yield from (_summary(by_number[number]) for number in page if number in by_number)


def _selected(db: Database, query: str, *, listed: bool) -> Condition:
    return selected(query, lambda sql, parameters: ask(db, sql, parameters), listed=listed)


def _summary(row: Sequence[Any]) -> Summary:
    identifier, title, opening, source, date, status, counts, *rest = row
    fields, decided, flags, conflicts, doubts, damage, own = rest
    return Summary(
        id=identifier,
        title=title,
        opening=opening,
        source=source,
        date=date,
        status=status,
        counts={group: counts.get(group, 0) for group in GROUPS},
        fields=fields,
        decided=decided,
        flags=flags,
        conflicts=conflicts,
        doubts=None if doubts == UNCOUNTABLE else doubts,
        damage=damage,
        own=own or {},
    )
