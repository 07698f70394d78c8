"""The layout of a library's folder, which this module alone knows: shelves, shards, and the names of files.

    FORMAT  .lock  index.sqlite  records/3f/NAME.json  texts/3f/NAME.txt  locks/3f  damaged/  before-stet-N/3f/NAME.json

What the files hold is for others to say.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Final

from store.disk import atomic as disk
from store.hashing import text_hash

RECORDS: Final = "records"
TEXTS: Final = "texts"
LOCKS: Final = "locks"
SHELVES: Final = (LOCKS, RECORDS, TEXTS)
DAMAGED: Final = "damaged"
"""Where a repair sets files aside, without shards."""
FORMAT_FILE: Final = "FORMAT"
LOCK_FILE: Final = ".lock"
"""Held while a file of the whole library is replaced, made or taken away."""
INDEX_FILE: Final = "index.sqlite"
INDEX_FILES: Final = (INDEX_FILE, *(f"{INDEX_FILE}-{suffix}" for suffix in ("wal", "shm", "journal")))
RECORD_ENDING: Final = ".json"
TEXT_ENDING: Final = ".txt"
SHARD_DIGITS: Final = 2
"""How many digits of a name make its shard."""

_ID: Final = re.compile(r"[0-9a-f]{16}")
_NAME: Final = re.compile(r"[0-9a-f]{64}|[0-9a-f]{16}")
_SHARD: Final = re.compile(rf"[0-9a-f]{{{SHARD_DIGITS}}}")
_RECORD: Final = re.compile(rf"([0-9a-f]{{16}}|[0-9a-f]{{64}})\{RECORD_ENDING}")
_TEXT: Final = re.compile(rf"([0-9a-f]{{16}}|[0-9a-f]{{64}})\{TEXT_ENDING}")
_REMOVED: Final = re.compile(rf"\.([0-9a-f]{{16}}|[0-9a-f]{{64}})\{RECORD_ENDING}\.removed")
_TEMPORARY: Final = re.compile(r"\..*\.tmp", re.DOTALL)
_COPY: Final = re.compile(r"before-stet-[0-9]+")


def file_name(identifier: str) -> str:
    """The name of an article's files, without ending: an id of 16 hex digits itself, else the hash of the id."""
    return identifier if _ID.fullmatch(identifier) else text_hash(identifier)


def shard_of(name: str) -> str:
    """The folder on each shelf that holds the files of this name, and the lock that guards them."""
    return name[:SHARD_DIGITS]


def record_file(name: str) -> str:
    return f"{name}{RECORD_ENDING}"


def text_file(name: str) -> str:
    return f"{name}{TEXT_ENDING}"


def removed_file(name: str) -> str:
    """What a record is called while its removal is under way: it is no article any more, and its text is to go too."""
    return f".{name}{RECORD_ENDING}.removed"


def copy_folder(version: int) -> str:
    """Where records are kept as they were before they were brought up to this version of the format."""
    return f"before-stet-{version}"


def record_path(name: str) -> str:
    """From the library's folder on, for messages."""
    return path_of(RECORDS, shard_of(name), record_file(name))


def path_of(*parts: str) -> str:
    """From the library's folder on, for messages."""
    return "/".join(filter(None, parts))


def is_shard(folder: str) -> bool:
    return _SHARD.fullmatch(folder) is not None


def is_name(word: str) -> bool:
    """True for what could be the name of an article's files, without ending."""
    return _NAME.fullmatch(word) is not None


def is_temporary(file: str) -> bool:
    """True for the name of a file that is written before it takes the place of another."""
    return _TEMPORARY.fullmatch(file) is not None


def is_copy(folder: str) -> bool:
    """True for a folder of records as they were in an older format."""
    return _COPY.fullmatch(folder) is not None


def name_in(file: str) -> str:
    """The first name of an article's files that occurs in a file's name; nothing where there is none."""
    found = _NAME.search(file)
    return found[0] if found else ""


def name_of_record(file: str) -> str | None:
    """None for what is no record's file."""
    found = _RECORD.fullmatch(file)
    return found[1] if found else None


def name_of_text(file: str) -> str | None:
    """None for what is no text's file."""
    found = _TEXT.fullmatch(file)
    return found[1] if found else None


def name_of_removed(file: str) -> str | None:
    """None for what is no record whose removal is under way."""
    found = _REMOVED.fullmatch(file)
    return found[1] if found else None


def record_folder(root: Path, name: str, *, create: bool = False) -> contextlib.AbstractContextManager[int]:
    """A descriptor of the folder that holds the record of this name."""
    return disk.folder(root, RECORDS, shard_of(name), create=create)


def text_folder(root: Path, name: str, *, create: bool = False) -> contextlib.AbstractContextManager[int]:
    """A descriptor of the folder that holds the text of this name."""
    return disk.folder(root, TEXTS, shard_of(name), create=create)


def shards(root: Path, shelf: str) -> list[str]:
    """In order; none where the shelf is not there."""
    with contextlib.suppress(FileNotFoundError), disk.folder(root, shelf) as folder:
        return sorted(filter(is_shard, disk.names(folder)))
    return []


def has_record(root: Path, name: str) -> bool:
    """Raises `OSError` where it cannot be known."""
    with contextlib.suppress(FileNotFoundError), record_folder(root, name) as folder:
        return disk.exists(folder, record_file(name))
    return False


def is_library(root: Path) -> bool:
    """True for a folder that holds a library's files, and not only those that any folder may have."""
    return (root / FORMAT_FILE).exists() or (root / RECORDS).is_dir()
