"""The report of a crash: a file with all that its makers need, and nothing of an article, a name or a password."""

from __future__ import annotations

import linecache
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from store import __version__, journal
from store.installation import way
from store.user_folders import crash_folder

_KEPT: Final = 20
"""Reports; older ones go."""
_ENVIRONMENT: Final = ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR", "FORCE_COLOR")


def leave_report(error: BaseException) -> Path | None:
    """Where it is; None where it could not be written."""
    now = datetime.now(UTC)
    folder = crash_folder()
    path = folder / f"{now:%Y%m%dT%H%M%S%f}-{os.getpid()}.report"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in _lines(error, now))
        for old in sorted(folder.glob("*.report"))[:-_KEPT]:
            old.unlink()
    except OSError:
        return None
    return path


def _lines(error: BaseException, now: datetime) -> Iterator[str]:
    yield f"stet {__version__} by {way()}, Python {platform.python_version()}, {platform.platform()}"
    yield f"{now:%Y-%m-%dT%H:%M:%SZ}"
    yield " ".join(f"{name}={_plain(os.environ[name])}" for name in _ENVIRONMENT if name in os.environ)
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield ""
        yield f"{type(cause).__module__}.{type(cause).__qualname__}  (its words may quote an article, and are left out)"
        yield from _frames(cause.__traceback__)
        cause = cause.__cause__ or cause.__context__
    yield ""
    yield "The last steps:"
    for step in journal.last:
        yield f"  {step.at - now.timestamp():9.3f} s  {step}"


def _frames(at: TracebackType | None) -> Iterator[str]:
    """File, line and source of each; no values."""
    while at is not None:
        code = at.tb_frame.f_code
        yield f"  {_place(code.co_filename)}:{at.tb_lineno} in {code.co_qualname}"
        if line := linecache.getline(code.co_filename, at.tb_lineno).strip():
            yield f"    {line}"
        at = at.tb_next


def _place(name: str) -> str:
    """From the package on: what is before names a person's home."""
    for root in sorted(filter(None, sys.path), key=len, reverse=True):
        if name.startswith(root.rstrip("/") + "/"):
            return name[len(root.rstrip("/")) + 1 :]
    return "/".join(name.split("/")[-2:])


def _plain(value: str) -> str:
    return "".join(char if char.isalnum() or char in "-_.:@/+" else "?" for char in value[:60])
