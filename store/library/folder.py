"""A library that is a folder with a TinyDB file for each article.

Its layout and its promises are in docs/store.md. How a file is replaced is in `disk`, what stands in it in
`tables`, how edits made at the same time become one line in `rebase`.
"""

from __future__ import annotations

import contextlib
import functools
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from store.disk import atomic as disk
from store.disk.tables import EncodedRecord, Tables, encoded_of, from_tables, to_tables
from store.errors import StetError
from store.hashing import text_hash
from store.jsontext import decode
from store.library.admission import admit, admit_edits
from store.library.protocol import Committed, CountDoubts, Summary
from store.model.edit import Edit
from store.model.fields import Json, Suggestions
from store.model.record import FORMAT, VERSION, Article, Record, version_of
from store.oserrors import oserror_as, reason
from store.sync.rebase import rebase

if TYPE_CHECKING:
    from store.index.database import Index
    from store.index.sync import IndexSync

_Answer = TypeVar("_Answer")
_KEPT: Final = 8
"""Records kept in memory, so that a save reads again only what another program has changed."""
_PLAIN_NAME: Final = re.compile(r"[0-9a-f]{16}")
_NO_RECORD: Final = "it is not a record of Stet"
_OWN: Final = frozenset({"FORMAT", ".FORMAT.tmp", ".lock", "records", "texts", "locks"})
"""What may be there where a library is just being made."""
_INDEX: Final = frozenset({"index.sqlite", "index.sqlite-wal", "index.sqlite-shm", "index.sqlite-journal"})
"""What may be there too, beside `.lock`: alone it could be another program's."""


class _Kept(NamedTuple):
    """A record as this process read or wrote it last."""

    signature: disk.Signature
    record: Record
    encoded: EncodedRecord


def file_name(identifier: str) -> str:
    """Without ending; its first two characters name the folder."""
    if _PLAIN_NAME.fullmatch(identifier):
        return identifier
    return text_hash(identifier)


class FolderLibrary:
    """Made on disk by the first article that is added; until then a folder that is not there is an empty library."""

    def __init__(self, path: Path, doubts: CountDoubts | None = None) -> None:
        self.path = path.absolute()
        self._count_doubts = doubts
        self._kept: dict[str, _Kept] = {}
        self._keeping = threading.Lock()
        self._doubtful: set[str] = set()
        """Files whose last save failed: what stands there may not be on disk for good."""
        self.warning = ""
        """What is wrong with the library as a whole and does not stop it."""
        self._check_format()

    def add(
        self, article: Article, suggestions: Suggestions, edits: Sequence[Edit] = (), extra: Json | None = None
    ) -> Record:
        added = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        record, encoded = admit(article, suggestions, edits, extra or {}, added)
        with oserror_as("Not added", article.title or article.id):
            self._create()
            name = file_name(article.id)
            with self.lock(name):
                if article.id in self:
                    return self._same(name, article)
                self._write_text(name, article.text)
                self.write(name, record, encoded)
                return record

    def load(self, identifier: str) -> Record:
        with oserror_as("Not opened", identifier):
            return self._current(identifier).record

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
        name = file_name(identifier)
        with oserror_as("Not saved", identifier), self.lock(name):
            _, saved, encoded = self._current(identifier)
            united, renamed = rebase(saved.suggestions, saved.edits, edits)
            admit_edits(united[len(saved.edits) :], saved.text)
            record = saved.with_edits(united) if len(united) > len(saved.edits) else saved
            # Also where all of them are there already: a save that failed at its last step may have left them there
            # without their being on disk for good.
            self.write(name, record, encoded)
            return Committed(record, renamed)

    def ids(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[str]:
        return self._asked(lambda index: index.ids(query, order, limit))

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        return dict(self._asked(lambda index: iter(index.summaries(identifiers).items())))

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        return self._asked(lambda index: index.find(query, order, limit))

    def count(self, query: str = "") -> dict[str, int]:
        return dict(self._asked(lambda index: iter(index.count(query).items())))

    def with_text(self, text: str) -> str | None:
        return next(self._asked(lambda index: iter([index.with_text(text_hash(text))])))

    def __contains__(self, identifier: str) -> bool:
        name = file_name(identifier)
        with oserror_as("Not read", identifier):
            try:
                with disk.folder(self.path, "records", name[:2]) as folder:
                    disk.signature(folder, f"{name}.json")
            except FileNotFoundError:
                return False
        return True

    def remove(self, identifier: str) -> None:
        self.remove_all([identifier])

    def remove_all(self, identifiers: Sequence[str]) -> None:
        """A removal that was cut short can be done again: whatever is left of an article goes."""
        from store.library.removal import remove_all

        remove_all(self, {file_name(identifier): identifier for identifier in identifiers})

    def _sweep(self, name: str) -> None:
        from store.library.removal import finish

        finish(self, name)

    def forget(self, name: str) -> None:
        """Whatever is kept in memory of a record that is no more."""
        with self._keeping:
            self._kept.pop(name, None)

    @functools.cached_property
    def index_sync(self) -> IndexSync:
        """Imported and opened when something is asked for; no save waits for it."""
        from store.index.sync import IndexSync

        return IndexSync(self.path, self._tables, self._sweep, self._count_doubts)

    def _check_format(self) -> None:
        """Raises for a library of a newer format and for a folder that is no library; brings up an older one.

        A damaged FORMAT stops nothing: each record says itself of which format it is.
        """
        try:
            with disk.folder(self.path) as folder:
                names = set(disk.names(folder))
        except FileNotFoundError:
            return
        except OSError as error:
            raise StetError("Library not opened", f"{self.path}: {reason(error)}") from None
        version = self._version() if "FORMAT" in names else None
        if version is None:
            own = _OWN | _INDEX if ".lock" in names else _OWN
            if not names <= own and "records" not in names:
                raise StetError("Not a library", f"{self.path} holds other things; name an empty folder or a new one")
            if "records" in names:
                self.warning = f"{self.path / 'FORMAT'} is missing or damaged; `stet check --repair` writes it anew"
        elif version > VERSION:
            raise StetError(
                "Library not opened", f"{self.path} is of the format stet/{version}, newer than {FORMAT}; update Stet"
            )
        elif version < VERSION:
            from store.library.migrate import migrate

            with oserror_as("Library not brought up to date", str(self.path)):
                migrate(self.path, version)

    def _version(self) -> int | None:
        try:
            with disk.folder(self.path) as folder:
                return version_of(disk.read(folder, "FORMAT")[0].decode("ascii", "replace").strip())
        except OSError:
            return None

    def _create(self) -> None:
        disk.make(self.path)
        with disk.folder(self.path) as folder:
            try:
                disk.signature(folder, "FORMAT")
            except FileNotFoundError:
                self.write_format()

    def write_format(self) -> None:
        with disk.folder(self.path) as folder, disk.locked(folder, ".lock"):
            disk.replace(folder, "FORMAT", f"{FORMAT}\n".encode())

    @contextlib.contextmanager
    def lock(self, name: str, patience: float | None = None) -> Iterator[None]:
        """Of the shard of a record, by the name of its file."""
        with disk.folder(self.path, "locks", create=True) as folder, disk.locked(folder, name[:2], patience):
            yield

    def _same(self, name: str, article: Article) -> Record:
        _, record, encoded = self._current(article.id)
        if record.text != article.text:
            raise StetError(
                "Not added", f"the library has another text under the id {article.id}; give it an id of its own"
            )
        if name in self._doubtful:
            self.write(name, record, encoded)
        return record

    def _current(self, identifier: str) -> _Kept:
        """What is on disk; the file is read where it is not the one that was read or written last."""
        name = file_name(identifier)
        try:
            with disk.folder(self.path, "records", name[:2]) as folder:
                kept = self._kept.get(name)
                if kept is not None and disk.signature(folder, f"{name}.json") == kept.signature:
                    return kept
                data, signature = disk.read(folder, f"{name}.json")
        except FileNotFoundError:
            raise StetError("No such article", f"{identifier} is not in the library {self.path}") from None
        record, encoded = self.parse(name, data)
        if record.id != identifier:
            raise self.damaged(name, f"it holds the article {record.id}")
        return self._keep(name, _Kept(signature, record, encoded))

    def _write_text(self, name: str, text: str) -> None:
        with disk.folder(self.path, "texts", name[:2], create=True) as folder:
            disk.replace(folder, f"{name}.txt", text.encode("utf-8", "surrogatepass"))

    def write(self, name: str, record: Record, encoded: EncodedRecord) -> None:
        """Under the lock."""
        from store.disk.storage import WholeFileStorage

        self.forget(name)
        self._doubtful.add(name)
        path = self.path / "records" / name[:2] / f"{name}.json"
        WholeFileStorage(path, within=self.path).write(to_tables(record, encoded))
        self._doubtful.discard(name)
        with disk.folder(self.path, "records", name[:2]) as folder:
            self._keep(name, _Kept(disk.signature(folder, f"{name}.json"), record, encoded))

    def _keep(self, name: str, kept: _Kept) -> _Kept:
        with self._keeping:
            self._kept.pop(name, None)
            self._kept[name] = kept
            while len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
        return kept

    def parse(self, name: str, data: bytes) -> tuple[Record, EncodedRecord]:
        tables, text = self._with_text(name, data)
        try:
            return from_tables(tables, text), encoded_of(tables)
        except StetError as error:
            raise self.damaged(name, error.message) from None
        except (ValueError, LookupError, TypeError, AttributeError):
            raise self.damaged(name, _NO_RECORD) from None

    def _tables(self, name: str) -> tuple[Tables, str]:
        """A record as it is stored, for the index: its fields are not folded anew.

        Raises `StetError` where it is damaged, OSError where the system refuses it.
        """
        with disk.folder(self.path, "records", name[:2]) as folder:
            data, _ = disk.read(folder, f"{name}.json")
        tables, text = self._with_text(name, data)
        identifier = tables["article"]["1"]["id"]
        if not isinstance(identifier, str):
            raise self.damaged(name, "its id is no text")
        if file_name(identifier) != name:
            raise self.damaged(name, f"it holds the article {identifier}")
        return tables, text

    def _with_text(self, name: str, data: bytes) -> tuple[Tables, str]:
        """Raises where the text is not the one that the record is about."""
        try:
            tables: Tables = decode(data)
            sha256 = encoded_of(tables).sha256
        except (ValueError, LookupError, TypeError, AttributeError):
            raise self.damaged(name, _NO_RECORD if data else "it is empty") from None
        text = self.text_of(name)
        if text is None:
            raise self.damaged(name, "its text is missing")
        if text_hash(text) != sha256:
            raise self.damaged(name, "its text has been changed")
        return tables, text

    def text_of(self, name: str) -> str | None:
        with contextlib.suppress(FileNotFoundError), disk.folder(self.path, "texts", name[:2]) as folder:
            return disk.read(folder, f"{name}.txt")[0].decode("utf-8", "replace")
        return None

    def damaged(self, name: str, why: str) -> StetError:
        where = Path("records") / name[:2] / f"{name}.json"
        return StetError("Record damaged", f"{where}: {why}; left as it is. `stet check` says more")

    def _asked(self, question: Callable[[Index], Iterator[_Answer]]) -> Iterator[_Answer]:
        return self.index_sync.ask(question)
