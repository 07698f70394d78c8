"""Finds the documents in what INCEpTION and WebAnno export: a file, a folder, an archive, and archives in these.

In the export of a project each document is a folder, `annotation/DOCUMENT` or `curation/DOCUMENT`, with a file of each
annotator, mostly in an archive of its own. Reads none of them until asked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from store.errors import StetError
from store.files import LARGEST, in_megabytes, open_file, read_file
from store.formats.incoming.annotators import utc
from store.formats.names import id_of_stem
from store.jsontext import decode
from store.model.fields import Json

CURATOR: Final = "CURATION_USER"
"""Whose work the curation is, in its file's name."""
_NOBODY: Final = "INITIAL_CAS"
"""The document before anybody's work."""
_FINISHED: Final = ("FINISHED", "CURATION_FINISHED")
"""The state of an annotator's work that is done, and of a document whose curation is."""
_ROOTS: Final = ("annotation", "curation")
_SUFFIXES: Final = (".xmi", ".json", ".tsv", ".txt", ".zip")
_SKIPPED: Final = ("exportedproject", "typesystem")


@dataclass(frozen=True, slots=True)
class File:
    """A file anywhere in an export. `path` is its name there; `read` raises `StetError` if it cannot be read."""

    path: PurePosixPath
    read: Callable[[], bytes]


@dataclass(slots=True)
class Copy:
    """A document as one annotator left it. `by` is empty if no file says whose work it is, `at` ISO 8601 in UTC."""

    file: File
    by: str = ""
    at: str = ""
    done: bool = False
    types: File | None = None


@dataclass(slots=True)
class Found:
    """A document, in a project with the copies of all annotators: the curated one first, then the newest."""

    name: str
    identifier: str
    in_project: bool
    copies: list[Copy] = field(default_factory=list)


def documents(path: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[str, Found]]:
    """The documents whose files end in one of the suffixes, each preceded by its place for messages."""
    with ExitStack() as stack:
        files = list(_files(path, stack))
        chosen = [file for file in files if file.path.suffix.lower() in suffixes or file.path.name == path.name]
        found = _grouped(chosen, _states(files), files)
        if not found:
            raise StetError("Nothing to import", f"{path} contains {_instead(files, suffixes)}")
        for one in found:
            yield one.name, one


def _instead(files: list[File], suffixes: tuple[str, ...]) -> str:
    """What is there if no file ends in the suffixes."""
    endings = {file.path.suffix.lower() for file in files}
    nothing = f"no file that ends in {' or '.join(suffixes)}"
    for ending, name in ((".tsv", "webanno"), (".xmi", "cas")):
        if ending in endings and ending not in suffixes:
            return f"{nothing}, but some in {ending}; try --from {name}"
    if ".ser" in endings:
        return "only what INCEpTION itself reads; export the project with a format for the annotations"
    return nothing


def _files(path: Path, stack: ExitStack) -> Iterator[File]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if not any(part.startswith(".") for part in file.relative_to(path).parts) and file.is_file():
                yield from _opened(PurePosixPath(file.relative_to(path).as_posix()), file, stack)
    else:
        beside = [one for one in sorted(path.parent.glob("*.xml")) if "typesystem" in one.name.lower()]
        for file in (path, *beside):
            yield from _opened(PurePosixPath(file.name), file, stack, is_whole=file == path)


def _opened(name: PurePosixPath, file: Path, stack: ExitStack, is_whole: bool = False) -> Iterator[File]:
    if not zipfile.is_zipfile(file) or (file.suffix.lower() != ".zip" and not is_whole):
        yield File(name, lambda: read_file(file, title="Not imported"))
        return
    stream = stack.enter_context(open_file(file, title="Not imported"))
    for one in _members(stream, stack):
        yield File(PurePosixPath(one.path) if is_whole else name / one.path, one.read)


def _members(stream: Any, stack: ExitStack, depth: int = 0) -> Iterator[File]:
    """The files of an archive, and of the archives in it."""
    try:
        archive = stack.enter_context(zipfile.ZipFile(stream))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise StetError("Not imported", f"its archive cannot be read ({error}); export it again") from None
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        name = PurePosixPath(*(part for part in PurePosixPath(info.filename).parts if part not in ("/", "..")))
        if info.is_dir() or not name.parts or name.parts[0] == "__MACOSX":
            continue
        file = File(name, _reader(archive, info))
        if name.suffix.lower() == ".zip" and depth == 0:
            yield from _inner(file)
        else:
            yield file


def _inner(file: File) -> Iterator[File]:
    """The files of an archive in an archive, which is opened again for each, so that memory holds one at a time."""
    with ExitStack() as stack:
        try:
            names = [one.path for one in _members(io.BytesIO(file.read()), stack, depth=1)]
        except StetError:
            yield file
            return

    def reader(name: PurePosixPath) -> Callable[[], bytes]:
        def read() -> bytes:
            with ExitStack() as inner:
                members = _members(io.BytesIO(file.read()), inner, depth=1)
                return next(one for one in members if one.path == name).read()

        return read

    for name in names:
        yield File(file.path / name, reader(name))


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(info) as stream:
                data = stream.read(LARGEST + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise StetError("Not imported", f"{info.filename} cannot be read ({error}); export it again") from None
        if len(data) > LARGEST:
            raise StetError(
                "File too large", f"{info.filename} has more than {in_megabytes(LARGEST)}; split it into parts"
            )
        return data

    return read


def _grouped(files: list[File], states: dict[tuple[str, str], Json], everything: list[File]) -> list[Found]:
    found: dict[tuple[bool, str], Found] = {}
    systems = {file.path.parent: file for file in everything if _is_type_system(file)}
    for file in files:
        if file.path.name.lower().startswith(_SKIPPED):
            continue
        place = _place_in_project(file.path)
        types = next((systems[folder] for folder in file.path.parents if folder in systems), None)
        if place is None:
            stem = _without_suffix(file.path.name)
            one = found.setdefault((False, str(file.path)), Found(str(file.path), id_of_stem(stem), in_project=False))
            one.copies.append(Copy(file, types=types))
            continue
        document, by = place
        one = found.setdefault(
            (True, document), Found(document, id_of_stem(_without_suffix(document)), in_project=True)
        )
        if by != _NOBODY:
            state = states.get((document, by), {})
            one.copies.append(Copy(file, by, _time(state), state.get("state") == _FINISHED[by == CURATOR], types))
    for one in found.values():
        one.copies.sort(key=lambda copy: copy.at, reverse=True)
        one.copies.sort(key=lambda copy: copy.by != CURATOR)
    return [one for one in found.values() if one.copies]


def _is_type_system(file: File) -> bool:
    return file.path.suffix.lower() == ".xml" and "typesystem" in file.path.name.lower()


def _place_in_project(path: PurePosixPath) -> tuple[str, str] | None:
    """The document and the annotator, if the file is below a folder of a document in a project."""
    folders = path.parts[:-1]
    at = next((at for at, part in enumerate(folders[:-1]) if part in _ROOTS), None)
    if at is None:
        return None
    return folders[at + 1], _without_suffix(path.name)


def _without_suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and f".{suffix.lower()}" in _SUFFIXES else name


def _states(files: list[File]) -> dict[tuple[str, str], Json]:
    """What the description of a project says of the work on a document, by document and annotator."""
    states: dict[tuple[str, str], Json] = {}
    for file in files:
        if len(file.path.parts) > 1 or not (
            file.path.suffix == ".json" and file.path.name.startswith("exportedproject")
        ):
            continue
        try:
            project = decode(file.read())
        except (ValueError, StetError):
            continue
        for key, by in (("annotation_documents", "user"), ("source_documents", "")):
            listed = project.get(key) if isinstance(project, dict) else None
            for one in listed if isinstance(listed, list) else ():
                if isinstance(one, dict):
                    states[str(one.get("name")), str(one.get(by)) if by else CURATOR] = one
    return states


def _time(state: Json) -> str:
    """When the work was last changed: milliseconds since 1970, or ISO 8601."""
    values = (state.get(key) for key in ("updated", "timestamp"))
    return next(filter(None, (utc(value / 1000 if type(value) is int else value) for value in values)), "")
