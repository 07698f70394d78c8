"""Makes a library of each annotator's work in a file of another program, to be compared, merged and settled.

Each library has the articles on which its annotator has worked, under the same ids and with the same suggestions. A new
one appears complete or not at all; one that is there already is added to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final

from store.disk.layout import FORMAT_FILE
from store.errors import StetError
from store.files import look
from store.formats.incoming.annotations import told
from store.formats.incoming.annotators import annotator
from store.formats.incoming.decoding import telling
from store.formats.parsing import Parsed
from store.formats.registry import BUILT_IN, Format, importable
from store.hashing import text_hash
from store.importing.importer import Importer
from store.importing.recognising import check_format
from store.importing.report import ImportReport
from store.library.distribute import alone, existing, holders, new_library, write_kinds
from store.library.documents import FolderDocuments
from store.library.kinds import LibraryKinds
from store.library.protocol import Library
from store.model.record import text_id

_PLAIN: Final = re.compile(r"[0-9A-Za-z_](?:[0-9A-Za-z_.@+-]{0,62}[0-9A-Za-z_@+-])?")
"""A name that every system takes for a folder."""
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


@dataclass(slots=True)
class EachReport:
    """The libraries in order of their names with the report of each; items `left_out`, and articles of `nobody`."""

    libraries: dict[str, tuple[Path, ImportReport]] = field(default_factory=dict)
    left_out: int = 0
    nobody: int = 0
    losses: dict[str, int] = field(default_factory=dict)

    @property
    def comparable(self) -> list[Path]:
        """The libraries that share an article with another, which `stet agree` compares."""
        libraries = [existing(path) for path, _ in self.libraries.values()]
        left_out = {library.address for library in alone(libraries, holders(libraries))}
        return [Path(library.address) for library in libraries if library.address not in left_out]


def import_each(
    name: str,
    path: Path,
    folder: Path,
    nameless: str | None,
    say: Callable[[str], object] = str,
    kinds: Path | None = None,
) -> EachReport:
    """Import a file into a library in `folder` for each annotator; `nameless` is who did what has nobody's name.

    `say` is called with a line for each item left out and each type of loss.
    """
    chosen = importable().get(name)
    if chosen is None:
        raise StetError("No such format", f"{name}; there are {', '.join(importable())}")
    look(path, advice=f"name a file in the format {name}")
    if (folder / FORMAT_FILE).exists():
        raise StetError("A library", f"{folder} is itself a library; name a folder for the libraries of each annotator")
    if name in BUILT_IN:
        check_format(name, path)
    with _Libraries(folder, name, nameless or name, kinds) as libraries:
        try:
            with telling(lambda file, guess: say(f"{file}: taken as {guess}")):
                for place, error in libraries.add_all(chosen, path):
                    say(f"{place} left out: {error.message}")
        except OSError as error:
            raise StetError("Not imported", f"{path}: {error.strerror or error}") from None
    report = libraries.report
    report.libraries = dict(sorted(report.libraries.items()))
    for sort, count in sorted(report.losses.items()):
        say(f"not taken over: {told(sort, count)}")
    return report


class _Libraries:
    """The libraries of a folder. New ones are put in place when the block ends without an error."""

    def __init__(self, folder: Path, source: str, nameless: str, kinds: Path | None = None) -> None:
        """New libraries have the kinds of the file `kinds`, else of the folder's `kinds.toml`."""
        self._kinds = LibraryKinds(str(folder.absolute()), FolderDocuments(folder.absolute()), lambda _: False, kinds)
        self.report = EachReport()
        self._folder = folder.absolute()
        self._source = source
        self._nameless = nameless
        self._there = [existing(path) for path in self._paths() if (path / FORMAT_FILE).is_file()]
        self._importers: dict[str, Importer] = {}
        self._names: dict[str, str] = {path.name.casefold(): path.name for path in self._paths()}
        self._ids: dict[str, str] = {}
        """By the hash of a text, the id of its article."""
        self._taken: set[str] = set()
        self._stack = ExitStack()

    def __enter__(self) -> _Libraries:
        self._stack.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def _paths(self) -> list[Path]:
        return sorted(path for path in self._folder.iterdir() if path.is_dir()) if self._folder.is_dir() else []

    def add_all(self, chosen: Format, path: Path) -> Iterator[tuple[str, StetError]]:
        """Add every item of a file; yields the place and the reason of each that is left out."""
        for place, item in chosen.read(path):
            try:
                works = self._works(chosen.parse(item, self._text_of))
            except StetError as error:
                works = []
                self.report.left_out += 1
                yield place, error
            for importer, work in [(self._importer(by), work) for by, work in works]:
                try:
                    importer.add(work)
                except StetError as error:
                    importer.report.left_out += 1
                    self.report.left_out += 1
                    yield place, error
        for importer in self._importers.values():
            importer.bring_identifiers()

    def _text_of(self, identifier: str) -> str | None:
        return next((one.load(identifier).text for one in self._there if identifier in one), None)

    def _works(self, parsed: Parsed) -> list[tuple[str, Parsed]]:
        """By whom an article was annotated, and what each of them made of it."""
        if parsed.record is not None:
            raise StetError("A whole record", "it has its edits; import it without --each-annotator, then stet agree")
        for sort, count in parsed.losses.items():
            self.report.losses[sort] = self.report.losses.get(sort, 0) + count
        hands = parsed.hands
        self.report.nobody += not hands
        identifier = self._identifier(parsed) if hands else None
        works = []
        for hand in hands:
            by = annotator(hand.by) if hand.by else self._nameless
            own = Parsed(
                text=parsed.text, identifier=identifier, about=parsed.about, proposed=parsed.proposed,
                fields=hand.fields, own=hand.own, by=hand.by or by, at=hand.at, done=hand.done,
            )  # fmt: skip
            works.append((by, own))
        return works

    def _identifier(self, parsed: Parsed) -> str:
        """One for the text in all libraries."""
        text = text_id(parsed.text)
        if text not in self._ids:
            known = next((name for one in self._there if (name := one.with_text(parsed.text))), None)
            wanted = known or parsed.identifier or text
            taken = wanted in self._taken or (known is None and self._text_of(wanted) is not None)
            self._ids[text] = text if taken else wanted
            self._taken.add(self._ids[text])
        return self._ids[text]

    def _importer(self, by: str) -> Importer:
        if by not in self._importers:
            path = self._folder / self._name(by)
            library = existing(path) if (path / FORMAT_FILE).is_file() else self._new(path)
            importer = Importer(library, self._source, "decided", by, proposed=True)
            self._importers[by] = importer
            self.report.libraries[by] = path, importer.report
        return self._importers[by]

    def _new(self, path: Path) -> Library:
        library = self._stack.enter_context(new_library(path))
        write_kinds(library, [self._kinds])
        return library

    def _name(self, by: str) -> str:
        """The name of an annotator's folder: their own if every system takes it and no other folder has it but for
        capitals."""
        name = by if _PLAIN.fullmatch(by) and not _DEVICES.fullmatch(by) else ""
        if name and self._names.setdefault(name.casefold(), name) == name:
            return name
        safe = re.sub(r"[^0-9A-Za-z_@+-]+", "-", by).strip("-")[:40]
        return f"{safe or 'annotator'}~{text_hash(by)[:8]}"
