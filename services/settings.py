"""Which library, annotator, extractor and guidelines hold: as named, else by the environment, else as configured.

`named` is what the command line says; `configured` is asked for what the user's configuration says where nothing else
does, so that one that cannot be read stops nobody who does not need it. Both may say nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.library.folder import FolderLibrary
    from store.model.record import Record

Configured: TypeAlias = Callable[[], str | None]

BUILT_IN: Final = "news"
"""The extractor that comes with Stet."""
GUIDELINES: Final = "GUIDELINES.md"
"""The desk's own, in the library's folder."""


def _nothing() -> None:
    return None


def open_library(named: str | Path | None, configured: Configured = _nothing) -> FolderLibrary:
    """Else the one of the user's data folder; it is made by what is added first. Its index counts doubts."""
    from store.library.opening import open_library

    return open_library(named or os.environ.get("STET_LIBRARY") or configured(), doubts=count_doubts)


def count_doubts(record: Record) -> int:
    """For the library's index; what a doubt is is loaded with the first record that is counted."""
    from extract.doubts import count_doubts

    return count_doubts(record)


def annotator(named: str | None, configured: Configured = _nothing) -> str:
    """Else the login name."""
    if name := named or os.environ.get("STET_ANNOTATOR") or configured():
        return name
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user: a container with a bare number
        return f"user-{os.getuid()}"


def extractor(named: str | None, configured: Configured = _nothing) -> str:
    """The name alone: for work in other processes and threads, which load it themselves."""
    return named or configured() or BUILT_IN


def load_extractor(name: str) -> Extractor:
    """Another process can import this."""
    from extract.registry import get_extractor

    return get_extractor(name)


def guidelines(configured: Path | None, library: Path) -> Path:
    """The file that has the desk's own, or would have them."""
    return configured or library / GUIDELINES
