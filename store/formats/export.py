"""An export: records through a format's `write`, to a stream, a file or a folder.

Files come to stand under their names only when all is written (see `temporary`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from store.disk.temporary import put_in_place, temporary_folder
from store.errors import StetError
from store.formats.context import ExportContext, Options, Splitter
from store.formats.registry import Format, get
from store.model.fields import GROUPS
from store.model.record import Record


class Written(NamedTuple):
    """How many records the format could not write, and how many files were there before under the names written."""

    left_out: int
    replaced: int


def _unheard(_line: str) -> None: ...


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
    say: Callable[[str], object] = _unheard,
) -> Written:
    """`out` is a path or, for a format of one file, a stream. Memory does not grow with the records.

    `say` hears a line for each sort of thing that the format could not hold and for each record left out.
    """
    chosen = get(name)
    options = Options(
        sentences=sentences,
        include_rejected=include_rejected,
        include_suggested=include_suggested,
        groups=frozenset(groups),
        since=since,
    )
    context = ExportContext(records, options, say)
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
    context.report(name)
    return Written(context.left_out, replaced)


def _to_file(chosen: Format, context: ExportContext, out: Path) -> int:
    """How many files were replaced."""
    out = out.resolve()  # where a link leads, so that the link stays one
    if out.is_dir():
        raise StetError("Not exported", f"{out} is a folder; name a file with -o")
    if out.exists() and not out.is_file():  # a terminal, a pipe: nothing to rename
        with out.open("wb") as stream:
            if stream.isatty():
                raise StetError("Not exported", f"{out} is a terminal; name a file")
            chosen.write(context, stream)
        return 0
    if not out.parent.is_dir():
        raise StetError("Not exported", f"there is no folder {out.parent}; make it first")
    with temporary_folder(out.parent) as folder:
        with (folder / out.name).open("wb") as stream:
            chosen.write(context, stream)
        replaced = int(out.exists())
        put_in_place(folder / out.name, out)
    return replaced


def _to_folder(chosen: Format, context: ExportContext, out: Path) -> int:
    """How many files were replaced; those of other names that are in the folder stay."""
    if out.exists() and not out.is_dir():
        raise StetError("Not exported", f"{out} is a file; name a folder with -o")
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder(out.parent) as folder:
        made = folder / out.name
        made.mkdir()
        chosen.write(context, made)
        if not out.exists():
            put_in_place(made, out)
            return 0
        files = sorted(made.iterdir())
        for file in files:
            if (out / file.name).is_dir():
                raise StetError("Not exported", f"{out / file.name} is a folder where a file is to be; move it away")
        replaced = sum((out / file.name).exists() for file in files)
        for file in files:
            file.replace(out / file.name)
    return replaced
