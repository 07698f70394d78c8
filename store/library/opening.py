"""Opens the user's library, wherever they keep it: a folder, or a schema of a PostgreSQL database."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, overload

from store.errors import StetError
from store.installation import install_command
from store.library.documents import Documents, FolderDocuments
from store.library.folder import FolderLibrary
from store.library.record_files import RecordFiles
from store.user_folders import user_folder

if TYPE_CHECKING:
    from store.index.summary import CountDoubts
    from store.library.protocol import Library

_SERVER: Final = re.compile("postgres(?:ql)?://", re.IGNORECASE)
_ALMOST: Final = re.compile("[a-z][a-z0-9+.-]+:/|postg", re.IGNORECASE)


@overload
def open_library(
    address: Path, *, doubts: CountDoubts | None = None, kinds: str | Path | None = None, insist: bool = False
) -> FolderLibrary: ...
@overload
def open_library(
    address: str | Path | None = None,
    *,
    doubts: CountDoubts | None = None,
    kinds: str | Path | None = None,
    insist: bool = False,
) -> Library: ...
def open_library(
    address: str | Path | None = None,
    *,
    doubts: CountDoubts | None = None,
    kinds: str | Path | None = None,
    insist: bool = False,
) -> Library:
    """The library at this address, else at $STET_LIBRARY, else in the user's data folder.

    An address is a folder, or begins with postgresql://. `doubts` counts a record's doubts for the index; `kinds` is a
    kinds file for a library without one, and with `insist` one with another is refused.
    """
    chosen = address or os.environ.get("STET_LIBRARY") or user_folder("data") / "library"
    own = Path(kinds) if kinds else None
    if isinstance(chosen, str) and is_on_server(chosen):
        try:
            from store.postgres.library import PostgresLibrary
        except ImportError as error:  # psycopg without libpq is no missing module
            if (error.name or "").startswith("store"):
                raise
            why = f"it is in a database, which needs more packages: {install_command('team')}"
            raise StetError("Library not opened", why) from None

        return PostgresLibrary(chosen, doubts, own, insist)
    return FolderLibrary(Path(chosen).expanduser(), doubts, own, insist)


def is_on_server(address: str) -> bool:
    """True for the address of a database, false for a folder. Raises `StetError` for one that is mistyped, of which no
    word is said: it may hold a password."""
    if _SERVER.match(address):
        return True
    if _ALMOST.match(address) and ":" in address:
        why = "the address is neither a folder's nor a database's"
        raise StetError("Library not opened", f"{why}; write postgresql://USER@HOST:PORT/DB, or ./ before a folder")
    return False


def kinds_memory(address: str) -> tuple[Documents, Callable[[str], bool]]:
    """Of a library what a kinds file is checked against: its documents, and whether a letter is in its records.

    It need not be a library that can be opened with the kinds file that it has.
    """
    if is_on_server(address):
        library = open_library(address)
        return library.documents, library.kinds.uses
    return FolderDocuments(Path(address)), RecordFiles(Path(address)).have_fields_of
