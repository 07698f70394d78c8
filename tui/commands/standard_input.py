"""`-` where a command reads a file by its name: standard input, as a file for as long as it is read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Final

from store.errors import StetError

NAME: Final = "standard input"


@contextmanager
def as_file(path: Path, ending: str = "") -> Iterator[Path]:
    """The path; for `-` a temporary file of what comes by standard input, which errors do not name."""
    if str(path) != "-":
        yield path
        return
    with TemporaryDirectory(prefix="stet-") as folder:
        file = Path(folder) / f"{NAME}{ending}"
        with file.open("wb") as stream:
            copyfileobj(sys.stdin.buffer, stream)
        try:
            yield file
        except StetError as error:
            raise StetError(error.title, error.message.replace(str(file), NAME)) from None
