"""What a trip out and back would lose: keeps what was exported, reads the files again as an import does, and compares.

Memory holds one article at a time: what was sent is in a temporary file, which is looked up as articles come back.
`differences` compares; `peer_readers` asks the readers of other programs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from services.differences import Sent, Tally, compare
from services.peer_readers import Reading, read_by_peer
from services.report import Say, ignore
from store.errors import StetError
from store.formats.context import Document
from store.formats.parsing import Parsed
from store.formats.registry import Format, get
from store.hashing import text_hash
from store.importing.importer import Importer
from store.jsontext import decode, encode
from store.library.protocol import Library
from store.model.edit import ARTICLE, Edit
from store.model.fields import Json, Suggestions, to_json
from store.model.record import Article, Record

_TABLE: Final = "CREATE TABLE sent (id TEXT PRIMARY KEY, text TEXT, hash TEXT, document BLOB, back INTEGER DEFAULT 0)"
_BY_ID: Final = "SELECT id, document FROM sent WHERE id = ? AND hash = ?"
_BY_TEXT: Final = "SELECT id, document FROM sent WHERE hash = ? AND NOT back"
_BY_NAME: Final = "SELECT id, document FROM sent WHERE id = ?"


class Checked(NamedTuple):
    """What the reader of another program said, and what came back; `tally` is None where no import reads the format."""

    reading: Reading
    tally: Tally | None

    @property
    def is_lossless(self) -> bool:
        return self.reading.is_read is not False and not (self.tally and self.tally.losses)


class Trip:
    """One export, to be read again by `check`. Use it as the `trip` of `services.export`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def sent(self, document: Document) -> None:
        """Note what of a record was written."""
        article = document.record.article
        content = {
            "about": {**article.to_json(), "meta": article.meta or None, ARTICLE: document.own},
            "done": document.record.status == "done",
            "fields": [{**to_json(item), "kind of field": item.kind} for item in document.fields],
        }
        row = (article.id, article.text, text_hash(article.text), encode(content))
        self._database.execute("INSERT OR REPLACE INTO sent (id, text, hash, document) VALUES (?, ?, ?, ?)", row)

    def check(self, name: str, path: Path, say: Say = ignore) -> Checked:
        """Read what was written to `path`. `say` is called for each item that an import would not read."""
        return Checked(read_by_peer(name, path), self.back(name, path, say))

    def back(self, name: str, path: Path, say: Say = ignore) -> Tally | None:
        """What came back of it; None if the format cannot be imported. `say` is called for each item not read."""
        chosen = get(name)
        if not chosen.spec.is_importable:
            return None
        tally = Tally()
        for place, parsed in self._items(chosen, path, say):
            try:
                self._receive(name, parsed, tally)
            except StetError as error:
                say(f"{place}: {error.message}")
        for (document,) in self._database.execute("SELECT document FROM sent WHERE NOT back"):
            compare(_sent(document), None, tally)
        return tally

    def _items(self, chosen: Format, path: Path, say: Say) -> Iterator[tuple[str, tuple[Parsed, bool]]]:
        """Each item, and whether its article has to be in the library."""
        asked: list[str] = []

        def text_of(identifier: str) -> str | None:
            found = self._database.execute("SELECT text FROM sent WHERE id = ?", (identifier,)).fetchone()
            asked.append(identifier)
            return found[0] if found else None

        try:
            for place, item in chosen.read(path):
                asked.clear()
                try:
                    parsed = chosen.parse(item, text_of)
                except StetError as error:
                    say(f"{place}: {error.message}")
                    continue
                yield place, (parsed, bool(asked))
        except (StetError, OSError) as error:
            say(error.message if isinstance(error, StetError) else f"{path}: {error.strerror or error}")

    def _receive(self, name: str, item: tuple[Parsed, bool], tally: Tally) -> None:
        parsed, is_known = item
        shelf = _Shelf()
        Importer(cast(Library, shelf), name, "decided", "check").add(parsed)
        record = shelf.record
        if record is None:
            return
        key = text_hash(record.text)
        queries: Sequence[tuple[str, tuple[str, ...]]] = (
            (_BY_ID, (record.id, key)),
            (_BY_TEXT, (key,)),
            (_BY_NAME, (parsed.identifier or record.id,)),
        )
        found = next(filter(None, (self._database.execute(*query).fetchone() for query in queries)), None)
        if found is None:
            tally.count("articles not sent", 1, 0)
            return
        identifier, document = found
        self._database.execute("UPDATE sent SET back = 1 WHERE id = ?", (identifier,))
        compare(_sent(document), record, tally, is_known=is_known)


@contextmanager
def round_trip() -> Iterator[Trip]:
    """A trip with a temporary file, which is gone afterwards."""
    with closing(sqlite3.connect("")) as database:  # a private temporary file, deleted with the connection
        database.execute(_TABLE)
        database.execute("CREATE INDEX by_text ON sent (hash)")
        yield Trip(database)


def _sent(document: bytes) -> Sent:
    content: Json = decode(document)
    return Sent(content["about"], content["done"], content["fields"])


class _NoDocuments:
    """What of `Documents` an importer asks for: there is no register."""

    def read(self, name: str) -> bytes | None:
        del name
        return None


class _Shelf:
    """An empty library for one import: what of a `Library` an importer asks for."""

    def __init__(self) -> None:
        self.documents = _NoDocuments()
        self.record: Record | None = None

    def add(
        self, article: Article, suggestions: Suggestions, edits: Sequence[Edit] = (), extra: Json | None = None
    ) -> Record:
        self.record = Record(article=article, suggestions=suggestions, edits=tuple(edits), extra=extra or {})
        return self.record

    def load(self, identifier: str) -> Record:
        if self.record is None or self.record.id != identifier:
            raise StetError("No such article", f"{identifier} is not in the library")
        return self.record

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Any:
        record = self.load(identifier)
        self.record = record.with_edits([*record.edits, *edits])

    def with_text(self, text: str) -> str | None:
        return self.record.id if self.record is not None and self.record.text == text else None

    def __contains__(self, identifier: str) -> bool:
        return self.record is not None and self.record.id == identifier
