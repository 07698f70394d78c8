"""A library in a PostgreSQL database, for a team: the same program, the same records, many at once.

docs/team.md has its promises. `connecting` reaches the server, `records` reads and saves, `index` answers queries.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from store.disk.tables import Tables, as_stored
from store.errors import StetError
from store.hashing import text_hash
from store.jsontext import decode
from store.library.admission import admit
from store.library.kinds import LibraryKinds
from store.library.protocol import Finding
from store.model.edit import ARTICLE, Edit
from store.model.fields import GROUPS, Json, Suggestions
from store.model.record import Article, Record
from store.postgres.connecting import PROMPT, Database, Server, in_line
from store.postgres.documents import PostgresDocuments
from store.postgres.migrating import migrate, pending
from store.postgres.records import PostgresRecords, Stored, channel_of, folded_tables
from store.postgres.rights import ADJUDICATOR, OWNER, READER
from store.postgres.soon import Soon
from store.postgres.team import Standing, standing
from store.postgres.texts import given, kept
from store.sync.rebase import Committed

if TYPE_CHECKING:
    from store.index.lessons import Fact, Vote
    from store.index.names import Names
    from store.index.summary import CountDoubts, Summary
    from store.postgres.index import PostgresIndex
    from store.postgres.listening import PostgresLive

INDEX_AFTER: Final = 0.5
"""Seconds after a save: a person's next one should not wait, and a query makes what it needs."""
_REPLACED: Final = "\ufffd"
"""What stands in the stored fold for a character that JSONB cannot hold."""

_Answer = TypeVar("_Answer")


class PostgresLibrary:
    """Adding the first article creates the schema and its tables; until then a library is empty."""

    def __init__(
        self,
        address: str,
        doubts: CountDoubts | None = None,
        kinds: Path | None = None,
        insist: bool = False,
    ) -> None:
        """As `FolderLibrary`. Raises `StetError` for a server that is not there, or tables of a newer program."""
        self.address = address
        self._server = Server(address)
        self.name = self._server.address.name
        self._count_doubts = doubts
        self._pending = pending(self._server)
        self.documents = PostgresDocuments(self._server, self._is_made)
        self._records = PostgresRecords(self.name, channel_of(self._server.address.schema))
        self.kinds = LibraryKinds(address, self.documents, self._uses, kinds, insist)
        self._indexing = Soon(self._index_alone, INDEX_AFTER, "stet-indexer")

    @property
    def login(self) -> str:
        return self._server.user

    @property
    def member(self) -> str | None:
        """The only name under which the role may add edits; None where it may under any."""
        return None if self._standing.rights == OWNER else self._standing.annotator

    @cached_property
    def live(self) -> PostgresLive:
        from store.postgres.listening import PostgresLive

        return PostgresLive(self._server, channel_of(self._server.address.schema))

    @property
    def read_only(self) -> str:
        if self._standing.rights != READER:
            return ""
        return f"{self._standing.role} only reads {self.name}; stet team status names its owners, who may change that"

    @property
    def warning(self) -> str:
        if not self._standing.bypasses:
            return ""
        return f"row-level security does not hold for {self._standing.role}, who sees what others do blind"

    @cached_property
    def _standing(self) -> Standing:
        if not self._is_made() or self._pending:
            return Standing("")
        return self._server.run(standing, "Library not opened")

    def exists(self) -> bool:
        return self._is_made()

    def _is_usable(self) -> bool:
        """False before there are tables. Raises `StetError` for those that an older program has made."""
        if self._is_made() and self._pending:
            why = f"{self.name} lacks {', '.join(self._pending)}"
            raise StetError("Library not opened", f"{why}; stet check --repair, by its owner, brings it up to date")
        return self._pending is not None

    def _is_made(self) -> bool:
        if self._pending is None:  # another program may have made it meanwhile
            self._pending = pending(self._server)
        return self._pending is not None

    def make(self) -> None:
        self._create()
        self.kinds.settle()

    def add(
        self,
        article: Article,
        suggestions: Suggestions,
        edits: Sequence[Edit] = (),
        extra: Json | None = None,
        added: str = "",
    ) -> Record:
        record, encoded = admit(article, suggestions, edits, extra or {}, added)
        self.make()
        if self._server.run(lambda db: self._records.insert(db, record, encoded), "Not added"):
            return record
        there = self.load(article.id)
        if there.text != article.text:
            raise StetError(
                "Not added", f"the library has another text under the id {article.id}; give it a different id"
            )
        return there

    def load(self, identifier: str) -> Record:
        self._must_exist(identifier)
        stored = self._server.run(lambda db: self._records.read(db, identifier), "Not opened", patience=PROMPT)
        self._records.keep(stored)
        return stored.record

    def added(self, identifier: str) -> str:
        self._must_exist(identifier)
        return self._server.run(lambda db: self._records.read(db, identifier), "Not opened").encoded.added

    def stored(self, identifier: str) -> Record:
        """From the fold that the index has stored, where it is that of all edits."""
        self._must_exist(identifier)
        found = self._server.run(lambda db: self._folded(db, identifier), "Not read")
        return self.load(identifier) if found is None else as_stored(*found)

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
        self._must_exist(identifier)
        stored, all_edits, renamed = self._server.run(
            lambda db: self._records.save_at_once(db, identifier, edits), "Not saved", is_single=True, patience=PROMPT
        ) or self._server.run(lambda db: self._records.save(db, identifier, edits), "Not saved", patience=PROMPT)
        record = stored.record
        if len(all_edits) > len(record.edits):
            record = stored.folds.folding_later(record, all_edits)
        self._records.keep(stored._replace(record=record))
        self._indexing.ask()
        return Committed(record, renamed)

    def ids(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[str]:
        return self._ask(lambda index: index.ids(query, order, limit))

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        return self._answer(lambda index: index.summaries(identifiers), {})

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        return self._ask(lambda index: index.find(query, order, limit))

    def count(self, query: str = "") -> dict[str, int]:
        return self._answer(lambda index: index.count(query), {})

    def version(self) -> Hashable:
        """Another one after each change of the library, whoever makes it."""
        query = "SELECT count(*), coalesce(sum(seq), 0), coalesce(max(rowid), 0) FROM articles"
        if not self._is_usable():
            return None
        return self._server.run(lambda db: db.execute(query).fetchone(), "Library not read")

    def with_text(self, text: str) -> str | None:
        return self._answer(lambda index: index.with_text(text_hash(text)), None)

    def last_step(self, by: str, before: str = "", *, of_fields: bool = True) -> tuple[str, list[str]] | None:
        return self._answer(lambda index: index.last_step(by, before, of_fields=of_fields), None)

    def typed(self, attribute: str, *, word: str = "", kind: str = "") -> list[str]:
        return self._answer(lambda index: index.lessons.typed(attribute, word, kind), [])

    def taught(self, last: int) -> list[tuple[str, str]]:
        return self._answer(lambda index: index.lessons.taught(last), [])

    def latest_forms(self, articles: int) -> list[str]:
        """The forms of names that were decided in so many articles, the latest first."""
        return self._answer(lambda index: index.lessons.latest(articles), [])

    def lesson_counts(self) -> tuple[int, int]:
        """How many forms of names were decided, and of how many names a person has said something."""
        return self._answer(lambda index: index.lessons.counts(), (0, 0))

    def votes(self, forms: Sequence[str]) -> dict[str, list[Vote]]:
        return self._answer(lambda index: index.lessons.votes(forms), {})

    def facts(self, names: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Fact]:
        return self._answer(lambda index: index.lessons.facts(names), {})

    def names(self) -> Names:
        """The names of decided fields."""
        self._index.catch_up()
        return self._index.names

    def prepare(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Make what queries need; else the next query does."""
        if self._is_usable():
            self._index.catch_up(progress)

    def __contains__(self, identifier: str) -> bool:
        query = "SELECT 1 FROM texts WHERE id = %s"
        return self._is_usable() and self._server.run(
            lambda db: db.execute(query, [kept(identifier)]).fetchone() is not None, "Not read"
        )

    def remove(self, identifier: str) -> None:
        self.remove_all([identifier])

    def remove_all(self, identifiers: Sequence[str]) -> None:
        """With all edits. What dumps and archives of the server keep of them is its administrator's to remove."""
        from store.library.given import forget
        from store.library.register_file import forget as forget_fields

        if identifiers:
            self._must_exist(identifiers[0])
            self._server.run(lambda db: self._remove(db, identifiers), "Not removed", patience=None)
            self._records.forget(identifiers)
            forget(self.documents, set(identifiers))
            forget_fields(self.documents, set(identifiers))

    def damaged(self) -> dict[str, str]:
        """By their ids."""
        return {one.id: one.id for one in self.find() if one.damage is not None}

    def _remove(self, db: Database, identifiers: Sequence[str]) -> None:
        query = "DELETE FROM texts WHERE id = ANY(%s) RETURNING id"
        gone = {one for (one,) in db.execute(query, [[*map(kept, identifiers)]]).fetchall()}
        for identifier in identifiers:
            if kept(identifier) not in gone:
                raise StetError("No such article", f"{identifier} is not in the library {self.name}")

    def remove_damaged(self, names: Sequence[str]) -> None:
        """By their ids."""
        self.remove_all(names)

    def check(self, repair: bool = False, progress: Callable[[int], None] | None = None) -> Iterator[Finding]:
        """The faults of the library, repaired if `repair`. Calls `progress` with the number of records checked."""
        from store.postgres.checking import Check

        if self._pending:
            mended = f"made: {', '.join(migrate(self._server))}" if repair else ""
            yield Finding("tables", f"they lack {', '.join(self._pending)}", mended)
            if not repair:
                return
            self._pending = []
        if self._is_usable():
            yield from Check(self._server, self._records, self._index, repair, progress).run()
            yield from self._check_lines(repair)

    def _check_lines(self, repair: bool) -> Iterator[Finding]:
        """Those of blind work, for an adjudicator or owner."""
        if self._server.address.line or self._standing.rights not in (ADJUDICATOR, OWNER):
            return
        query = "SELECT annotator FROM assignments WHERE blind UNION SELECT line FROM edits WHERE line <> '' ORDER BY 1"
        for (line,) in self._server.run(lambda db: db.execute(query).fetchall(), "Not checked"):
            with closing(PostgresLibrary(in_line(self.address, given(line)), self._count_doubts)) as library:
                yield from library.check(repair)

    def close(self) -> None:
        """Wait for the index, and close all connections."""
        self._indexing.finish()
        self._server.close()

    def _create(self) -> None:
        if not self._is_usable():
            migrate(self._server)
            self._pending = []

    def _must_exist(self, identifier: str) -> None:
        if not self._is_usable():
            raise StetError("No such article", f"{identifier} is not in the library {self.name}")

    def _uses(self, letter: str) -> bool:
        """Whether a record has a field of a letter, or an edit of one."""
        query = """SELECT EXISTS (SELECT 1 FROM texts WHERE suggestions::text ~ %s)
            OR EXISTS (SELECT 1 FROM edits WHERE edit::text ~ %s)"""
        ids = [f'"{key}": ?"{letter}[0-9]' for key in ("id", "field")]
        return self._is_made() and bool(
            self._server.run(lambda db: db.execute(query, ids).fetchall(), "Not read")[0][0]
        )

    def _folded(self, db: Database, identifier: str) -> tuple[Tables, str] | None:
        row = db.execute(
            "SELECT a.status, a.folded::text, t.head::text, t.content"
            " FROM articles AS a JOIN texts AS t ON t.n = a.text"
            " WHERE a.id = %s AND a.indexed = a.seq AND a.damage IS NULL",
            [kept(identifier)],
        ).fetchone()
        if row is None or row[1] is None or _REPLACED in row[1]:
            return None
        status, folded, head, content = row
        fields = decode(folded)
        article: Json = {**decode(head), "status": status, ARTICLE: fields.get(ARTICLE)}
        groups = {group: {item["id"]: item for item in fields.get(group, ())} for group in GROUPS}
        return {"article": {"1": article}, **groups}, bytes(content).decode()

    @cached_property
    def _index(self) -> PostgresIndex:
        """Imported at the first query; no save waits for it."""
        from store.postgres.index import PostgresIndex

        return PostgresIndex(self._server, self._count_doubts, self._tables_of)

    def _tables_of(self, db: Database, rowid: int) -> tuple[Tables, str]:
        stored: Stored = self._records.read_row(db, rowid)
        return folded_tables(stored), stored.record.text

    def _index_alone(self) -> None:
        """What was saved is indexed by who saved it, unless a query comes first or another program is at it."""
        self._index.catch_up_alone()

    def _ask(self, question: Callable[[PostgresIndex], Iterator[_Answer]]) -> Iterator[_Answer]:
        if self._is_usable():
            self._index.catch_up()
            yield from question(self._index)

    def _answer(self, question: Callable[[PostgresIndex], _Answer], nothing: _Answer) -> _Answer:
        return next(self._ask(lambda index: iter([question(index)])), nothing)
