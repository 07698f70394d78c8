"""Distributes copies of a library to annotators, and merges libraries; `merge` merges two records.

A new library appears complete or not at all: it is built in a temporary folder, which is renamed at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from store.disk import atomic as disk
from store.disk.layout import FORMAT_FILE
from store.disk.temporary import put_in_place, temporary_folder
from store.errors import StetError
from store.library.folder import FolderLibrary
from store.library.kinds import LibraryKinds, united_kinds
from store.library.opening import is_on_server, open_library
from store.library.protocol import Library
from store.library.register_file import unite
from store.model.edit import ARTICLE, Change
from store.model.fields import references_of
from store.model.fold import MACHINE
from store.model.kept_references import repointed
from store.model.record import Record
from store.oserrors import reason
from store.sync.conflicts import disputed
from store.sync.merge import merge_all
from store.sync.rebase import creates


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of a merge: `shared` articles are in several libraries, `disputed` ones have fields in conflict.

    `alone` are the names of libraries that share no article with another.
    """

    articles: int = 0
    shared: int = 0
    fields: int = 0
    conflicts: int = 0
    disputed: int = 0
    alone: list[str] = field(default_factory=list)

    def add(self, record: Record, copies: int) -> None:
        conflicts = len(disputed(record))
        self.articles += 1
        self.shared += copies > 1
        self.fields += len(record.fields)
        self.conflicts += conflicts
        self.disputed += conflicts > 0


def existing(address: str | Path) -> Library:
    """The library at this address. Raises `StetError` if there is none or it cannot be read."""
    library: Library
    if isinstance(address, str) and is_on_server(address):
        library = open_library(address)
        if not library.exists():
            raise StetError("No such library", f"{library.name} has no library; stet --library {address} add PATH")
        return library
    library = FolderLibrary(Path(address))
    if not (Path(address) / FORMAT_FILE).is_file():
        raise StetError("No such library", f"{address} is not a library; name a library's folder")
    return library


def articles(library: Library) -> list[str]:
    """The ids of all articles, in the order of adding. Raises `StetError` if one is damaged, as it would be lost."""
    summaries = list(library.find())
    for summary in summaries:
        if summary.damage is not None:
            raise StetError("Library damaged", f"{library.name}: {summary.damage}")
    return [summary.id for summary in summaries]


def holders(libraries: Iterable[Library]) -> dict[str, list[Library]]:
    """By the id of each article the libraries that have it."""
    found: dict[str, list[Library]] = {}
    for library in libraries:
        for identifier in articles(library):
            found.setdefault(identifier, []).append(library)
    return found


def alone(libraries: Iterable[Library], owners: Mapping[str, Sequence[Library]]) -> list[Library]:
    """The libraries that share no article with another."""
    sharing = {library.address for several in owners.values() if len(several) > 1 for library in several}
    return [library for library in libraries if library.address not in sharing]


def merge_libraries(libraries: Sequence[Library], out: Path) -> Tally:
    """Make a library at `out` with all articles of these libraries; articles in several are merged.

    Raises `StetError` if two records cannot be merged.
    """
    owners = holders(libraries)
    tally = Tally(alone=[library.name for library in alone(libraries, owners)])
    with new_library(out) as merged:
        write_kinds(merged, [library.kinds for library in libraries])
        for identifier, sources in owners.items():
            record = merge_all([library.load(identifier) for library in sources])
            merged.add(record.article, record.suggestions, record.edits, record.extra)
            tally.add(record, len(sources))
        if tally.articles:
            unite(merged.documents, [library.documents for library in libraries], owners.__contains__)
    return tally


def distribute(library: Library, identifiers: Iterable[str], outs: Sequence[Path]) -> int:
    """Make a library at each of `outs` with these articles, without people's edits; returns the number of articles."""
    chosen = list(identifiers)
    with ExitStack() as stack:
        copies = [stack.enter_context(new_library(out)) for out in outs]
        for copy in copies:
            write_kinds(copy, [library.kinds])
        for identifier in chosen:
            copy_untouched(library, identifier, copies)
        if chosen:
            for copy in copies:
                copy_register(library, copy)
    return len(chosen)


def copy_register(library: Library, copy: Library) -> None:
    """What is known of names everywhere; what was decided of fields of single articles stays, as people's edits do."""
    unite(copy.documents, [library.documents], lambda _: False)


def copy_untouched(library: Library, identifier: str, copies: Iterable[Library]) -> None:
    """Add the article to each of these libraries without people's edits; one that has it keeps its own."""
    record = untouched(library.load(identifier))
    for copy in copies:
        copy.add(record.article, record.suggestions, record.edits, record.extra)


def untouched(record: Record) -> Record:
    """The record without people's edits and those that a merge has derived from them."""
    known = {item.id for item in record.suggestions.all()}
    kept = []
    for edit in record.edits:
        if edit.op not in MACHINE or edit.of is not None or edit.is_of_annotator:
            continue
        known |= {change.field for change in edit.changes if creates(change)}
        fields = {*known, ARTICLE}
        changes = tuple(_without_unknown(change, known) for change in edit.changes if change.field in fields)
        if changes:
            kept.append(edit._replace(changes=changes))
    return record.with_edits(kept)


def _without_unknown(change: Change, known: set[str]) -> Change:
    """A reference to a field that only a person's edit created is reduced to the name."""
    if change.after is None:
        return change
    references = references_of(change.field)
    after = repointed(change.after, references, lambda name: name if name in known else None)
    return change if after == change.after else change._replace(after=after)


def write_kinds(library: FolderLibrary, sources: Sequence[LibraryKinds]) -> None:
    """Give a new library the kinds of others, united, and what they remember."""
    if documents := united_kinds(sources):
        disk.make(library.path)
        with library.documents.locked():
            for name, data in documents.items():
                library.documents.replace(name, data)


@contextmanager
def new_library(out: Path) -> Iterator[FolderLibrary]:
    """A library that appears at `out` if the block ends without an error."""
    out = out.absolute()
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise StetError("Not written", f"{out} already exists; choose a new name")
    try:
        disk.make(out.parent)
        with temporary_folder(out.parent) as folder:
            yield FolderLibrary(folder / "library")
            put_in_place(folder / "library", out)
    except OSError as error:
        raise StetError("Not written", f"{out}: {reason(error)}") from error
