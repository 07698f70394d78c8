"""The file of those who may open Stet in a browser under a name of their own: a name and the hash of a key a line.

A key is made here and shown once; it is random and long, so that a plain hash of it gives nothing away. Somebody whose
line is gone may no longer come in. What a key is worth at the door is the business of `gate`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tomllib
from hmac import compare_digest
from pathlib import Path
from typing import Final

import orjson

from store.disk import atomic
from store.errors import StetError
from store.files import is_there, look, read_file

MOST_BYTES: Final = 1_000_000
LONGEST_NAME: Final = 100
_HEAD: Final = "# Who may open Stet in a browser: a name and the hash of a key. Made by stet serve --invite NAME.\n"
_TITLE: Final = "Users"


def new_key() -> str:
    return secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def checked_name(name: str) -> str:
    """A name that can stand in edits and on a command line. Raises `StetError` with what would work."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or name.startswith("-"):
        why = f"{name[:LONGEST_NAME]!r} cannot be one; take up to {LONGEST_NAME} letters, the first of them not -"
        raise StetError("Annotator’s name", why)
    return name


class Users:
    """As the file has them now: it is read again whenever it has changed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._signature: tuple[int, int, int] | None = None
        self._hashes: dict[str, str] = {}

    def invite(self, name: str) -> str:
        """A new key, in place of the one that they had."""
        name = checked_name(name)
        hashes = dict(self.hashes()) if is_there(self._file) else {}
        key = new_key()
        hashes[name] = hash_of(key)
        lines = (f"{orjson.dumps(one).decode()} = {orjson.dumps(found).decode()}\n" for one, found in hashes.items())
        place = self._file.absolute()
        try:
            atomic.make(place.parent)
            with atomic.folder(place.parent) as folder:
                atomic.replace(folder, place.name, (_HEAD + "".join(lines)).encode())
        except OSError as error:
            raise StetError(_TITLE, f"{self._file} cannot be written: {error.strerror}") from error
        return key

    def hashes(self) -> dict[str, str]:
        """By name. Raises `StetError` for a file that others may write, or that says something else."""
        status = look(self._file, _TITLE, "stet serve --invite NAME makes it")
        signature = status.st_ino, status.st_mtime_ns, status.st_size
        if signature == self._signature:
            return self._hashes
        if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH) or status.st_uid not in (os.getuid(), 0):
            raise StetError(_TITLE, f"{self._file} may be written by others; chmod 600 it, as its owner")
        data = read_file(self._file, MOST_BYTES, title=_TITLE)
        try:
            found = tomllib.loads(data.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise StetError(_TITLE, f"{self._file} is not a file of users: {error}") from error
        if not all(isinstance(one, str) and len(one) == _HASH for one in found.values()):
            raise StetError(_TITLE, f'{self._file} is not a file of users; a line is "name" = "hash of the key"')
        self._hashes = {checked_name(name): one for name, one in found.items()}
        self._signature = signature
        return self._hashes

    def of(self, key: str) -> str | None:
        """Whose key it is."""
        given = hash_of(key)
        return next((name for name, one in self.hashes().items() if compare_digest(one, given)), None)


_HASH: Final = 64
