"""Exports for `stet export`, and says what was lost; with a check, what a trip out and back would lose too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import click

from services.report import counted
from store.errors import StetError
from store.formats.registry import get
from store.model.fields import BY_KIND, GROUPS
from tui.commands.options import library_to_read
from tui.terminal.output import insist, say, stream_for, warn

if TYPE_CHECKING:
    from services.export import Exported
    from services.round_trip import Checked, Trip
    from store.model.fields import Json


class Choice(NamedTuple):
    """What to export, as the options of the command say."""

    query: str
    kinds: tuple[str, ...]
    since: str | None
    include_rejected: bool
    include_suggested: bool
    byte_order_mark: bool


def _groups_of(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The groups of these kinds, of all without any. The library has to be open, for it has kinds of its own."""
    for kind in kinds:
        if kind not in BY_KIND:
            raise click.UsageError(f"--kind {kind[:40]}: there is no such kind; there are {', '.join(BY_KIND)}")
    return tuple(BY_KIND[kind].group for kind in kinds) or tuple(GROUPS)


def plain_export(name: str, choice: Choice, out: Path | None) -> Exported:
    """To `out`, or to standard output."""
    if out is not None:
        return _export(name, choice, out)
    stream = stream_for(get(name).spec.content)
    exported = _export(name, choice, stream)
    stream.flush()
    return exported


def checked_export(name: str, choice: Choice, out: Path | None, to_stdout: bool) -> tuple[Exported, Checked]:
    """The export, and what a trip would lose. Without `out` it is written to a temporary place."""
    from services.round_trip import round_trip

    if out is not None and out.exists() and not (out.is_file() or out.is_dir()):
        raise StetError("Not exported", f"{out} cannot be read again, which --check does; name a file or a folder")
    stream = stream_for(get(name).spec.content) if to_stdout else None
    with _place(out) as place, round_trip() as trip:
        exported = _export(name, choice, place, trip, told=out is not None)
        checked = trip.check(name, place, warn)
        if stream is not None:
            with place.open("rb") as written:
                copyfileobj(written, stream)
            stream.flush()
    for line in _lines(name, checked):
        insist(line)
    return exported, checked


@contextmanager
def _place(out: Path | None) -> Iterator[Path]:
    if out is not None:
        yield out
        return
    with TemporaryDirectory(prefix="stet-") as folder:
        yield Path(folder) / "export"


def _export(name: str, choice: Choice, out: Path | BinaryIO, trip: Trip | None = None, told: bool = True) -> Exported:
    from services.export import export
    from services.records import Records

    library = library_to_read()
    exported = export(
        name,
        Records(library, library.find(choice.query), warn),
        out,
        include_rejected=choice.include_rejected,
        include_suggested=choice.include_suggested,
        groups=_groups_of(choice.kinds),
        since=choice.since,
        byte_order_mark=choice.byte_order_mark,
        say=warn,
        trip=trip,
    )
    if isinstance(out, Path) and told:
        say(exported.where(out))
    return exported


def _lines(name: str, checked: Checked) -> Iterator[str]:
    """The check as a person reads it."""
    yield checked.reading.words
    tally = checked.tally
    if tally is None:
        yield f"stet import does not read {name}: nothing would come back"
        return
    losses = tally.losses
    if not losses:
        yield f"Read again by stet import, nothing is lost of {counted(tally.of['articles'], 'article')}"
        return
    yield f"Read again by stet import --from {name} --as decided, this is lost:"
    width = max(len(sort) for sort, _, _ in losses)
    for sort, lost, of in losses:
        yield f"  {sort:<{width}}  {lost:,}" + (f" of {of:,}" if of else "")
    kept = [sort for sort, lost, _ in tally.rows() if not lost]
    if kept:
        yield f"Nothing is lost of: {', '.join(kept)}"


def as_figures(name: str, exported: Exported, checked: Checked | None) -> Json:
    """For `--json`."""
    counts = exported.counts
    figures: Json = {
        "format": name,
        "articles": exported.articles,
        "left_out": len(exported.broken) + exported.refused,
        "undecided": counts.undecided,
        "conflicts": counts.conflicts,
        "losses": [
            {"sort": sort, "count": count, "articles": articles}
            for sort, (count, articles) in sorted(counts.losses.items())
        ],
    }
    if checked is not None:
        rows = None if checked.tally is None else checked.tally.rows()
        figures["reader"] = {"words": checked.reading.words, "read": checked.reading.is_read}
        figures["trip"] = rows if rows is None else {sort: {"lost": lost, "of": of} for sort, lost, of in rows}
    return figures
