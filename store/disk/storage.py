"""A TinyDB storage that replaces its file atomically. Stock `TinyDB(path)` reads what it writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tinydb import Storage

from store.disk import atomic as disk
from store.jsontext import decode, encode


class WholeFileStorage(Storage):
    """Follows no symbolic link below `within`, which is the file's own folder by default."""

    def __init__(self, path: str | Path, within: str | Path | None = None) -> None:
        self.path = Path(path)
        self.within = Path(within) if within is not None else self.path.parent
        self._parts = self.path.parent.relative_to(self.within).parts

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables; None if there is no file. Raises `ValueError` if it is not JSON."""
        try:
            with disk.folder(self.within, *self._parts) as folder:
                data, _ = disk.read(folder, self.path.name)
        except FileNotFoundError:
            return None
        tables: dict[str, dict[str, Any]] = decode(data)
        return tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        with disk.folder(self.within, *self._parts, create=True) as folder:
            disk.replace(folder, self.path.name, encode(data))
