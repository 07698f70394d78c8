"""Opens the user's library, wherever they keep it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.library.documents import Documents, FolderDocuments
from store.library.folder import FolderLibrary
from store.library.record_files import RecordFiles
from store.user_folders import user_folder

if TYPE_CHECKING:
    from store.index.summary import CountDoubts

_SERVER: Final = re.compile("postgres(?:ql)?://", re.IGNORECASE)


def open_library(
    path: str | Path | None = None,
    *,
    doubts: CountDoubts | None = None,
    kinds: str | Path | None = None,
    insist: bool = False,
) -> FolderLibrary:
    """The library at `path`, else at $STET_LIBRARY, else in the user's data folder. `doubts` counts a record's doubts
    for the index; `kinds` is a kinds file for a library without one, and with `insist` one with another is refused."""
    chosen = path or os.environ.get("STET_LIBRARY") or user_folder("data") / "library"
    return FolderLibrary(Path(chosen).expanduser(), doubts, Path(kinds) if kinds else None, insist)


def is_on_server(address: str) -> bool:
    """True for the address of a database, false for a folder."""
    return _SERVER.match(address) is not None


def kinds_memory(address: str) -> tuple[Documents, Callable[[str], bool]]:
    """Of a library what a kinds file is checked against: its documents, and whether a letter is in its records.

    It need not be a library that can be opened with the kinds file that it has.
    """
    if is_on_server(address):
        library = open_library(address)
        return library.documents, library.kinds.uses
    return FolderDocuments(Path(address)), RecordFiles(Path(address)).have_fields_of
