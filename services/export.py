"""Records out of a library in any format, with an account of what was left out and of what the format cannot hold.

What a format writes is `store.formats`' business; how records are found is that of `records`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from services.report import Report, Say, counted, unheard
from store.errors import StetError
from store.model.fields import GROUPS

if TYPE_CHECKING:
    from services.records import Records


@dataclass(frozen=True, slots=True)
class Exported:
    """`broken` says why records could not be read; `refused` counts those that the format could not write.

    `losses` has a line for each of the latter, and for each sort of thing that the format cannot hold. `articles` are
    those that were read and not refused; `replaced` counts the files that were there before.
    """

    articles: int
    broken: tuple[str, ...]
    refused: int
    losses: tuple[str, ...]
    replaced: int = 0

    @property
    def is_whole(self) -> bool:
        """True where no record was left out."""
        return not self.broken and not self.refused

    def where(self, target: Path) -> str:
        """How many articles are in which file or folder now, and what that has replaced."""
        words = f"{counted(self.articles, 'article')} in {target.absolute()}"
        if not self.replaced:
            return words
        if target.is_dir():
            return f"{words}; replaced {counted(self.replaced, 'file')} there"
        return f"{words}; replaced the file that was there"

    def report(self, target: Path) -> Report:
        """The details are not in the line."""
        left_out = f"; {len(self.broken):,} left out" if self.broken else ""
        return Report(self.where(target) + left_out, not self.is_whole, (*self.broken, *self.losses))


def export(
    name: str,
    records: Records,
    out: Path | BinaryIO,
    *,
    include_rejected: bool = False,
    include_suggested: bool = False,
    groups: Iterable[str] = GROUPS,
    since: str | None = None,
    say: Say = unheard,
) -> Exported:
    """`out` is a path or, for a format of one file, a stream; `say` hears each loss. Memory does not grow."""
    from extract.words import sentences
    from store.formats.export import export as write

    losses: list[str] = []

    def lose(line: str) -> None:
        losses.append(line)
        say(line)

    written = write(
        name,
        records,
        out,
        sentences=sentences,
        include_rejected=include_rejected,
        include_suggested=include_suggested,
        groups=groups,
        since=since,
        say=lose,
    )
    refused = written.left_out
    return Exported(records.read - refused, tuple(records.broken), refused, tuple(losses), written.replaced)


def is_taken(name: str, target: Path) -> bool:
    """True where something would be replaced: a file, or what is in a folder."""
    from store.formats.registry import get

    try:
        return target.is_file() or (get(name).spec.folder and target.is_dir() and any(target.iterdir()))
    except OSError as error:
        raise StetError("Not exported", f"{target} cannot be read: {error.strerror}; name another folder") from error
