"""Runs an export: passes records to a format's `write`, with a stream, a file or a folder.

Files appear under their final names only when everything is written (see `temporary`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from store.disk.layout import FORMAT_FILE
from store.disk.temporary import folder_for, put_in_place, temporary_folder
from store.errors import StetError
from store.formats.context import Counts, Document, ExportContext, Options, Splitter, unwatched
from store.formats.registry import Format, get
from store.model.fields import GROUPS
from store.model.record import Record
from store.model.register import NOBODY, Register


class Written(NamedTuple):
    """What was left out or could not be held, and the number of existing files that were replaced."""

    counts: Counts
    replaced: int

    @property
    def left_out(self) -> int:
        """How many records the format could not write."""
        return self.counts.refused


def _ignore(_line: str) -> None: ...


def export(
    name: str,
    records: Iterable[Record],
    out: Path | BinaryIO,
    *,
    sentences: Splitter,
    include_rejected: bool = False,
    include_suggested: bool = False,
    groups: Iterable[str] = GROUPS,
    since: str | None = None,
    byte_order_mark: bool = False,
    only: Container[str] | None = None,
    country: Callable[[str], str] = str,
    register: Register = NOBODY,
    say: Callable[[str], object] = _ignore,
    watch: Callable[[Document], object] = unwatched,
    none: Callable[[], StetError] | None = None,
) -> Written:
    """Export to `out`, a path or, for a format of one file, a stream. Memory use does not grow with the records.

    `say` is called with a line for each type of loss and each record left out, `watch` with each document written;
    `only` is as in `Options`. `none` makes the error of an export without a record, else its files are written empty.
    """
    chosen = get(name)
    options = Options(
        sentences=sentences,
        include_rejected=include_rejected,
        include_suggested=include_suggested,
        groups=frozenset(groups),
        since=since,
        only=only,
        country=country,
        byte_order_mark=byte_order_mark,
        register=register,
    )
    context = ExportContext(records, options, say, watch, identifiers=chosen.spec.identifiers)
    if none is not None and context.is_empty():
        raise none()
    replaced = 0
    if not isinstance(out, Path):
        if chosen.spec.folder:
            raise StetError("Not exported", f"{name} is a folder of files; name the folder with -o")
        chosen.write(context, out)
    else:
        try:
            replaced = (_to_folder if chosen.spec.folder else _to_file)(chosen, context, out)
        except OSError as error:
            raise StetError("Not exported", f"{out}: {error.strerror or error}") from error
    context.report(name, chosen.spec.whole or chosen.spec.shows_conflicts)
    return Written(context.counts, replaced)


def _to_file(chosen: Format, context: ExportContext, out: Path) -> int:
    """How many files were replaced."""
    out = out.resolve()  # write to a link's target, so that the link stays a link
    if out.is_dir():
        raise StetError("Not exported", f"{out} is a folder; name a file with -o")
    if out.exists() and not out.is_file():  # a terminal, a pipe: nothing to rename
        with out.open("wb") as stream:
            if stream.isatty():
                raise StetError("Not exported", f"{out} is a terminal; name a file")
            chosen.write(context, stream)
        return 0
    with folder_for(out), temporary_folder(out.parent) as folder:
        with (folder / out.name).open("wb") as stream:
            chosen.write(context, stream)
        replaced = int(out.exists())
        put_in_place(folder / out.name, out)
    return replaced


def _is_library(folder: Path) -> bool:
    try:
        with (folder / FORMAT_FILE).open("rb") as stream:
            return stream.read(5) == b"stet/"
    except OSError:
        return False


def _to_folder(chosen: Format, context: ExportContext, out: Path) -> int:
    """Returns the number of files replaced; files of other names in the folder stay."""
    if out.exists() and not out.is_dir():
        raise StetError("Not exported", f"{out} is a file; name a folder with -o")
    out = out.resolve()
    if library := next((one for one in (out, *out.parents) if _is_library(one)), None):
        raise StetError("Not exported", f"{library} is a library, which other files would damage; name another folder")
    with folder_for(out), temporary_folder(out.parent) as folder:
        new = folder / out.name
        new.mkdir()
        chosen.write(context, new)
        if not out.exists():
            put_in_place(new, out)
            return 0
        files = sorted(new.iterdir())
        for file in files:
            if (out / file.name).is_dir():
                raise StetError(
                    "Not exported", f"{out / file.name} is a folder, but a file is needed there; move it away"
                )
        replaced = sum((out / file.name).exists() for file in files)
        for file in files:
            file.replace(out / file.name)
    return replaced
