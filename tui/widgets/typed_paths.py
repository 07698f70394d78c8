"""Paths and addresses as they are typed into a box, or pasted. What can be no path is refused in one line, with why."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import suppress
from os.path import commonprefix
from pathlib import Path
from typing import Final

from store.errors import StetError
from store.files import is_there

_SHOWN: Final = 60
"""Characters of a path that are said of it: the reason is to be in sight."""
_LONGEST: Final = 10_000
"""Characters that many dropped files may have."""


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


def words_typed(typed: str) -> list[str]:
    """Paths and addresses; as a terminal pastes files that are dropped on it, too: quoted, and several."""
    if found := list(_named(typed)):
        return found
    try:
        parts = [list(_named(part)) for part in shlex.split(typed)]
    except ValueError:  # a quotation mark without another
        parts = []
    return [word for part in parts for word in part] if all(parts) and parts else [str(path_typed(typed))]


def are_files(text: str) -> bool:
    """Whether a paste is of paths and addresses alone."""
    words = words_typed(" ".join(text.split("\n"))) if len(text) < _LONGEST else []
    return bool(words) and any(True for word in words for _ in _named(word))


def _named(word: str) -> Iterator[str]:
    """Nothing where there is no such thing; nor where it can be no path, as many together may be too long for one."""
    from store.intake import expand, is_address

    if is_address(word):
        yield word
        return
    with suppress(StetError):
        yield from (path for path in expand(str(path_typed(word))) if is_there(path))


def completed(typed: str) -> str:
    """As far as all paths that begin so agree; a folder with its slash, so that the next one goes on in it."""
    head, slash, begun = typed.rpartition("/")
    with suppress(StetError, OSError):
        folder = path_typed(head + slash) if slash else Path()
        names = [
            f"{entry.name}/" if entry.is_dir() else entry.name
            for entry in folder.iterdir()
            if entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
        ]
        if names:
            return head + slash + commonprefix(names)  # noqa: RUF071  # of names, not of whole paths
    return typed
