"""Paths as they are typed into a box: what the system can make no path of is refused in one line, with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from store.errors import StetError

_SHOWN: Final = 60
"""Characters of a path that are said of it: the reason is to be in sight."""


def path_typed(typed: str) -> Path:
    """From the home folder that a `~` stands for; there may be nothing there yet."""
    said = typed if len(typed) <= _SHOWN else f"{typed[: _SHOWN - 1]}…"
    try:
        path = Path(typed).expanduser()
        path.stat()
    except RuntimeError:
        raise StetError("Not a path", f"{said} begins in nobody’s home folder; type the folder in full") from None
    except (FileNotFoundError, NotADirectoryError):
        pass
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise StetError("Not a path", f"{why} in {said}; type another") from error
    return path
