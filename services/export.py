"""Exports records in any format and reports what was left out and what the format cannot hold.

`store.formats` writes the formats; `records` finds the records.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from services.report import Report, Say, counted, ignore
from store.errors import StetError
from store.formats.context import Counts, unwatched
from store.model.fields import GROUPS

if TYPE_CHECKING:
    from services.records import Records
    from services.round_trip import Trip


@dataclass(frozen=True, slots=True)
class Exported:
    """The result of an export. `articles` counts those written, `refused` those that the format could not write, and
    `replaced` existing files.

    `broken` says why records could not be read. `losses` has a line for each refused record, and for each type of data
    that the format cannot hold; `counts` has the same in figures.
    """

    articles: int
    broken: tuple[str, ...]
    refused: int
    losses: tuple[str, ...]
    replaced: int = 0
    counts: Counts = field(default_factory=Counts)

    @property
    def is_whole(self) -> bool:
        """True if no record was left out."""
        return not self.broken and not self.refused

    @property
    def is_lossless(self) -> bool:
        """True if all that was asked for went out, and nothing of it is in conflict.

        Undecided fields are asked for by `include_suggested` alone.
        """
        return self.is_whole and not self.counts.losses and not self.counts.conflicts

    def where(self, target: Path) -> str:
        """The number of articles, the file or folder that they are in, and what was replaced."""
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
    byte_order_mark: bool = False,
    say: Say = ignore,
    trip: Trip | None = None,
) -> Exported:
    """Export to `out`, a path or, for a format of one file, a stream. `say` is called with each loss. `trip` notes what
    was written. Memory use does not grow with the number of records. Raises `StetError` before anything is written if
    there is nothing to export."""
    from extract.names.countries import countries
    from extract.words import sentences
    from services.register import register_of
    from store.formats.export import export as write

    losses: list[str] = []

    def report_loss(line: str) -> None:
        losses.append(line)
        say(line)

    written = write(
        name,
        records,
        out,
        sentences=sentences,
        country=lambda code: countries().get(code, code),
        include_rejected=include_rejected,
        include_suggested=include_suggested,
        groups=groups,
        since=since,
        byte_order_mark=byte_order_mark,
        register=register_of(records.library),
        say=report_loss,
        watch=unwatched if trip is None else trip.sent,
        none=lambda: _nothing(records, since),
    )
    counts = written.counts
    articles = counts.records - counts.refused
    return Exported(articles, tuple(records.broken), counts.refused, tuple(losses), written.replaced, counts)


def _nothing(records: Records, since: str | None) -> StetError:
    """Why there is no record to export."""
    from services.records import nothing_found

    where = records.library.name
    if records.read:
        why = f"no article in {where} that matches was edited since {since}; name an earlier --since"
    elif records.broken:
        why = f"no article in {where} that matches can be read; stet check says more"
    else:
        why = nothing_found(records.library)
    return StetError("Nothing exported", why)


def would_replace(name: str, target: Path) -> bool:
    """True if an export to `target` would replace an existing file, or go to a folder that is not empty."""
    from store.formats.registry import get

    try:
        return target.is_file() or (get(name).spec.folder and target.is_dir() and any(target.iterdir()))
    except OSError as error:
        raise StetError("Not exported", f"{target} cannot be read: {error.strerror}; name another folder") from error
