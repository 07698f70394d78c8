"""What `stet serve` and the program that it starts for a tab agree on: a folder for each, limits, what they tell.

The program asks here whether it is served, for then it neither reads nor writes files where it is told to. How it is
started is the business of `tui.serve`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = "STET_SERVED"
_MEMORY: Final = "STET_SERVED_MEMORY"
UPLOADS: Final = "uploads"
"""In the folder: what came from the browser."""
DOWNLOADS: Final = "downloads"
"""In the folder: what the browser is to fetch; each in a folder of its own."""
DRIVER: Final = "textual.drivers.web_driver:WebDriver"
"""By which Textual, and Stet, know that the screen is in a browser."""


class _State:
    tell: Callable[[dict[str, Any]], object] | None = None


def environment(folder: Path, memory: int) -> dict[str, str]:
    """For a program that is served from this folder, with so many bytes of address space."""
    return {
        _FOLDER: str(folder),
        _MEMORY: str(memory),
        "TEXTUAL_DRIVER": DRIVER,
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TEXTUAL_FPS": "60",
    }


def folder() -> Path | None:
    """Of this program's tab; None where it is not served."""
    return Path(given) if (given := os.environ.get(_FOLDER)) else None


def is_served() -> bool:
    return folder() is not None


def limit_memory() -> None:
    """So that no article takes the memory of all; the workers that this program starts have the same limit each."""
    import resource

    with suppress(ValueError, OSError):  # a stricter one holds
        most = int(os.environ[_MEMORY])
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def tell_by(tell: Callable[[dict[str, Any]], object]) -> None:
    """How the server is told something; it is there as soon as there is a screen."""
    _State.tell = tell


def tell(what: str, **more: str) -> None:
    """Told to nobody where there is no screen, as in a test."""
    if _State.tell is not None:
        _State.tell({"type": what, **more})
