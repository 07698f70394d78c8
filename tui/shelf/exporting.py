"""Articles out of the library while the shelf stays alive: in any format, to a file or a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import StetError
from tui.shelf.background import Ended, Say

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.model.record import Record


def is_taken(name: str, target: Path) -> bool:
    """True where something would be replaced: a file, or what is in a folder."""
    from store.formats.registry import get

    try:
        return target.is_file() or (get(name).spec.folder and target.is_dir() and any(target.iterdir()))
    except OSError as error:
        raise StetError("Not exported", f"{target} cannot be read: {error.strerror}; name another folder") from error


def export_to(library: Library, identifiers: Sequence[str], name: str, target: Path, say: Say) -> Ended:
    """What came of it, and what the format could not hold."""
    from extract.words import sentences
    from store.formats.export import export

    broken: list[str] = []
    lost: list[str] = []

    def records() -> Iterator[Record]:
        for count, identifier in enumerate(identifiers, 1):
            say(f"Exporting {count:,} of {len(identifiers):,} …")
            try:
                yield library.load(identifier)
            except StetError as error:
                broken.append(error.message)

    export(name, records(), target, sentences=sentences, say=lost.append)
    count = len(identifiers) - len(broken)
    parts = [f"{count:,} article{'' if count == 1 else 's'} in {target}"]
    if broken:
        parts.append(f"{len(broken)} left out: {broken[0]}")
    return Ended("; ".join([*parts, *lost]), wrong=bool(broken), details=(*broken, *lost))
