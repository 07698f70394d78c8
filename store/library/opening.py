"""Opens the library that a program is to use: a folder of TinyDB files, wherever the user keeps it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from store.library.folder import FolderLibrary
from store.user_folders import user_folder

if TYPE_CHECKING:
    from store.index.summary import CountDoubts


def open_library(path: str | Path | None = None, *, doubts: CountDoubts | None = None) -> FolderLibrary:
    """At `path`, else $STET_LIBRARY, else in the user's data folder. Without `doubts` the index does not count them."""
    chosen = path or os.environ.get("STET_LIBRARY") or user_folder("data") / "library"
    return FolderLibrary(Path(chosen).expanduser(), doubts)
