"""Opens the user's library, wherever they keep it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from store.library.folder import FolderLibrary
from store.user_folders import user_folder

if TYPE_CHECKING:
    from store.index.summary import CountDoubts


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
