"""What a library is exported to: one module a format, and one registry.

A module's `write` gets records one by one and a stream, or a folder to put files in. Files come to stand under
their names only when all is written.
"""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from store.errors import StetError
from store.fields import AnyField, Span
from store.record import Record

Splitter = Callable[[str], Sequence[Span]]
"""The sentences of a text, ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Decided fields that are not struck out are always taken; these add to them."""

    sentences: Splitter
    include_rejected: bool = False
    include_suggested: bool = False

    def takes(self, item: AnyField) -> bool:
        if not item.alive:
            return self.include_rejected
        return item.decided or self.include_suggested


@dataclass(frozen=True, slots=True)
class Format:
    """`whole` formats hold every field whatever the options; `folder` says that it is more than one file."""

    name: str
    summary: str
    folder: bool = False
    whole: bool = False


class Writer(Protocol):
    """The function `write` of a format's module."""

    def __call__(self, records: Iterable[Record], out: Any, options: Options) -> None: ...


FORMATS: Final[dict[str, Format]] = {
    item.name: item
    for item in (
        Format("jsonl", "whole records, one a line: text, fields, suggestions and edits", whole=True),
        Format("csv", "a folder of tables: articles, people, places, numbers, quotes, mentions", folder=True),
    )
}


def export(
    name: str,
    records: Iterable[Record],
    out: Path | BinaryIO,
    *,
    sentences: Splitter,
    include_rejected: bool = False,
    include_suggested: bool = False,
) -> None:
    """`out` is a path or, for a format of one file, a stream. Memory does not grow with the records."""
    chosen = FORMATS.get(name)
    if chosen is None:
        raise StetError("No such format", f"{name}; there are {', '.join(FORMATS)}")
    options = Options(sentences=sentences, include_rejected=include_rejected, include_suggested=include_suggested)
    write: Writer = importlib.import_module(f"store.formats.{name}").write
    if not isinstance(out, Path):
        if chosen.folder:
            raise StetError("Not exported", f"{name} is a folder of files; name the folder with -o")
        write(records, out, options)
        return
    try:
        (_to_folder if chosen.folder else _to_file)(write, records, out, options)
    except OSError as error:
        raise StetError("Not exported", f"{error.filename or out}: {error.strerror or error}") from error


def _to_file(write: Writer, records: Iterable[Record], out: Path, options: Options) -> None:
    out = out.resolve()  # where a link leads, so that the link stays one
    if out.exists() and not out.is_file() and not out.is_dir():  # a terminal, a pipe: nothing to rename
        with out.open("wb") as stream:
            write(records, stream, options)
        return
    temporary = _beside(out)
    try:
        with temporary.open("wb") as stream:
            write(records, stream, options)
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)


def _to_folder(write: Writer, records: Iterable[Record], out: Path, options: Options) -> None:
    """Files of other names that are in the folder stay."""
    if out.exists() and not out.is_dir():
        raise StetError("Not exported", f"{out} is a file; name a folder with -o")
    temporary = _beside(out.resolve())
    temporary.mkdir()
    try:
        write(records, temporary, options)
        out.mkdir(parents=True, exist_ok=True)
        for file in sorted(temporary.iterdir()):
            file.replace(out / file.name)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _beside(out: Path) -> Path:
    return out.with_name(f".{out.name}.{os.getpid()}.tmp")
