"""What a library is exported to: one module a format, and one registry.

A module's `write` gets a walk over the records and a stream, or a folder to put files in. Files come to stand under
their names only when all is written (see `temporary`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, Protocol

from store.disk.temporary import put_in_place, temporary_folder
from store.errors import StetError
from store.formats.walk import Options, Splitter, Walk
from store.model.fields import GROUPS
from store.model.record import Record


@dataclass(frozen=True, slots=True)
class Format:
    """`whole` formats hold every field whatever the options; `folder` says that it is more than one file.

    `content` is what its one file holds. `unit` is what the format counts offsets in; `extra` names the packages that
    it needs, as in `stet-tui[xlsx]`; `loses` are the sorts of things that it cannot hold, as messages name them.
    """

    name: str
    summary: str
    folder: bool = False
    whole: bool = False
    content: Literal["text", "json", "binary"] = "text"
    unit: str = "code points"
    extra: str | None = None
    loses: tuple[str, ...] = ()


class Writer(Protocol):
    """The function `write` of a format's module."""

    def __call__(self, walk: Walk, out: Any) -> None: ...


_UTF16: Final = "UTF-16 code units"
_EVIDENCE, _SPEAKERS, _NOTES = "evidence", "links to speakers that are not exported", "flags and notes"
_EDGES: Final = "spans with white space at their edges (trimmed)"
FORMATS: Final[dict[str, Format]] = {
    item.name: item
    for item in (
        Format("jsonl", "whole records, one a line: text, fields, suggestions and edits", content="json", whole=True),
        Format("csv", "a folder of tables: articles, people, places, numbers, quotes, mentions, edits", folder=True),
        Format(
            "xlsx",
            "the same tables as the sheets of one workbook",
            content="binary",
            extra="xlsx",
            loses=("control characters (now U+FFFD)", "texts longer than 32,767 characters (cut)"),
        ),
        Format("parquet", "the same tables as a folder of Parquet files", folder=True, extra="parquet"),
        Format("html", "a fact sheet to print: articles with marked spans, the fields beside them", unit="none"),
        Format("md", "the fact sheet as Markdown", unit="none"),
        Format(
            "geojson",
            "places with coordinates and the articles that name them",
            content="json",
            loses=(
                "fields that are no places",
                "places without coordinates",
                "places whose coordinates are not on earth",
            ),
        ),
        Format(
            "prodigy",
            "JSON lines with tokens, spans and relations",
            content="json",
            unit="code points and tokens",
            loses=(_SPEAKERS, _NOTES, _EDGES),
        ),
        Format(
            "spacy",
            "a folder of DocBin files: entities, spans, speakers, values",
            folder=True,
            unit="tokens",
            extra="spacy",
            loses=("overlapping entities", _EDGES),
        ),
        Format(
            "doccano",
            "JSON lines with entities and relations",
            content="json",
            unit=_UTF16,
            loses=("attributes", _EVIDENCE, _NOTES, _SPEAKERS),
        ),
        Format(
            "label-studio",
            "tasks with predictions and annotations, and the labelling configuration",
            folder=True,
            loses=(_EVIDENCE, _NOTES, _SPEAKERS),
        ),
        Format(
            "brat", "a folder of .txt and .ann files with annotation.conf", folder=True, loses=(_EVIDENCE, _SPEAKERS)
        ),
        Format(
            "conll",
            "a token a line, IOB2, with document breaks",
            unit="tokens",
            loses=(
                "attributes",
                "speakers",
                "which mentions are the same",
                "overlapping spans",
                _EVIDENCE,
                _NOTES,
                _EDGES,
            ),
        ),
        Format("w3c", "Web Annotations in JSON-LD", content="json", loses=(_EVIDENCE, _SPEAKERS)),
        Format(
            "cas",
            "a folder of UIMA CAS XMI files for INCEpTION",
            folder=True,
            unit=_UTF16,
            extra="cas",
            loses=(_EVIDENCE, "flags", "texts with control characters (now U+FFFD)", _SPEAKERS),
        ),
    )
}


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
) -> int:
    """`out` is a path or, for a format of one file, a stream. Memory does not grow with the records.

    `say` hears a line for each sort of thing that the format could not hold and for each record left out; answers
    how many those were.
    """
    chosen = FORMATS.get(name)
    if chosen is None:
        raise StetError("No such format", f"{name}; there are {', '.join(FORMATS)}")
    options = Options(
        sentences=sentences,
        include_rejected=include_rejected,
        include_suggested=include_suggested,
        groups=frozenset(groups),
        since=since,
    )
    walk = Walk(records, options, say)
    write = _writer(chosen)
    if not isinstance(out, Path):
        if chosen.folder:
            raise StetError("Not exported", f"{name} is a folder of files; name the folder with -o")
        write(walk, out)
    else:
        try:
            (_to_folder if chosen.folder else _to_file)(write, walk, out)
        except OSError as error:
            raise StetError("Not exported", f"{out}: {error.strerror or error}") from error
    walk.report(name)
    return walk.left_out


def _writer(chosen: Format) -> Writer:
    module = chosen.name.replace("-", "_")
    try:
        write: Writer = importlib.import_module(f"store.formats.{module}").write
    except ModuleNotFoundError as error:
        if chosen.extra is None or (error.name or "").startswith("store"):
            raise
        raise StetError(
            "Not exported", f"{chosen.name} needs {error.name}; pip install 'stet-tui[{chosen.extra}]'"
        ) from None
    return write


def _to_file(write: Writer, walk: Walk, out: Path) -> None:
    out = out.resolve()  # where a link leads, so that the link stays one
    if out.is_dir():
        raise StetError("Not exported", f"{out} is a folder; name a file with -o")
    if out.exists() and not out.is_file():  # a terminal, a pipe: nothing to rename
        with out.open("wb") as stream:
            if stream.isatty():
                raise StetError("Not exported", f"{out} is a terminal; name a file")
            write(walk, stream)
        return
    if not out.parent.is_dir():
        raise StetError("Not exported", f"there is no folder {out.parent}; make it first")
    with temporary_folder(out.parent) as folder:
        with (folder / out.name).open("wb") as stream:
            write(walk, stream)
        put_in_place(folder / out.name, out)


def _to_folder(write: Writer, walk: Walk, out: Path) -> None:
    """Files of other names that are in the folder stay."""
    if out.exists() and not out.is_dir():
        raise StetError("Not exported", f"{out} is a file; name a folder with -o")
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder(out.parent) as folder:
        made = folder / out.name
        made.mkdir()
        write(walk, made)
        if not out.exists():
            put_in_place(made, out)
            return
        files = sorted(made.iterdir())
        for file in files:
            if (out / file.name).is_dir():
                raise StetError("Not exported", f"{out / file.name} is a folder where a file is to be; move it away")
        for file in files:
            file.replace(out / file.name)
