"""The layout of a library's folder: shelves, shards, and the names of files. Only this module knows it.

FORMAT  .lock  given.json  samples.json  register.jsonl  kinds.toml  kinds.json  index.sqlite  learned/
records/3f/NAME.json  texts/3f/NAME.txt  locks/3f  damaged/  before-stet-N/3f/NAME.json
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
"""The folder for files that a repair sets aside; it has no shards."""
FORMAT_FILE: Final = "FORMAT"
KINDS_FILE: Final = "kinds.toml"
KINDS_MEMORY: Final = "kinds.json"
"""Every kind that the kinds file has had."""
LOCK_FILE: Final = ".lock"
"""Held while a file of the whole library is created, replaced or removed."""
LISTS: Final = "lists"
"""The folder for a desk's own word lists; it has no shards."""
LIST_ENDING: Final = ".csv"
GUIDELINES_FILE: Final = "GUIDELINES.md"
"""A desk's own rules, which the reader shows."""
GIVEN_FILE: Final = "given.json"
"""Who was given which article, if the library was shared out."""
SAMPLES_FILE: Final = "samples.json"
"""How articles were drawn from a corpus, so that figures of them hold for it."""
REGISTER_FILE: Final = "register.jsonl"
"""What was decided of the people and places of all articles."""
LEARNED: Final = "learned"
"""The folder for what was learned from the decisions; but for its settings it can be made anew."""
LEARNED_SETTINGS: Final = "settings.json"
LEARNED_FILES: Final = ("weights", "state")
INDEX_FILE: Final = "index.sqlite"
INDEX_FILES: Final = (INDEX_FILE, *(f"{INDEX_FILE}-{suffix}" for suffix in ("wal", "shm", "journal")))
RECORD_ENDING: Final = ".json"
TEXT_ENDING: Final = ".txt"
SHARD_DIGITS: Final = 2
"""The number of digits of a name that make its shard."""

_ID: Final = re.compile(r"[0-9a-f]{16}")
_NAME: Final = re.compile(r"[0-9a-f]{64}|[0-9a-f]{16}")
_SHARD: Final = re.compile(rf"[0-9a-f]{{{SHARD_DIGITS}}}")
_RECORD: Final = re.compile(rf"([0-9a-f]{{16}}|[0-9a-f]{{64}})\{RECORD_ENDING}")
_TEXT: Final = re.compile(rf"([0-9a-f]{{16}}|[0-9a-f]{{64}})\{TEXT_ENDING}")
_REMOVED: Final = re.compile(rf"\.([0-9a-f]{{16}}|[0-9a-f]{{64}})\{RECORD_ENDING}\.removed")
_TEMPORARY: Final = re.compile(r"\..*\.tmp", re.DOTALL)
_COPY: Final = re.compile(r"before-stet-[0-9]+")


def file_name(identifier: str) -> str:
    """The name of an article's files, without suffix: the id if it is 16 hex digits, else the hash of the id."""
    return identifier if _ID.fullmatch(identifier) else text_hash(identifier)


def shard_of(name: str) -> str:
    """The subfolder of each shelf that holds the files of this name, and the lock that guards them."""
    return name[:SHARD_DIGITS]


def record_file(name: str) -> str:
    return f"{name}{RECORD_ENDING}"


def text_file(name: str) -> str:
    return f"{name}{TEXT_ENDING}"


def removed_file(name: str) -> str:
    """The name of a record during its removal: it no longer counts as an article, and its text is removed next."""
    return f".{name}{RECORD_ENDING}.removed"


def copy_folder(version: int) -> str:
    """The folder for copies of records from before their migration to this version of the format."""
    return f"before-stet-{version}"


def record_path(name: str) -> str:
    """Relative to the library's folder, for messages."""
    return path_of(RECORDS, shard_of(name), record_file(name))


def path_of(*parts: str) -> str:
    """Relative to the library's folder, for messages. Empty parts are left out."""
    return "/".join(filter(None, parts))


def is_shard(folder: str) -> bool:
    return _SHARD.fullmatch(folder) is not None


def is_name(word: str) -> bool:
    """True if `word` has the form of the name of an article's files, without suffix."""
    return _NAME.fullmatch(word) is not None


def is_temporary(file: str) -> bool:
    """True for the name of a file that is written before it replaces another."""
    return _TEMPORARY.fullmatch(file) is not None


def is_copy(folder: str) -> bool:
    """True for a folder of copies from before a migration."""
    return _COPY.fullmatch(folder) is not None


def name_in(file: str) -> str:
    """The first name of an article's files that occurs in the name of a file; else empty."""
    match = _NAME.search(file)
    return match[0] if match else ""


def name_of_record(file: str) -> str | None:
    """None if it is not the file of a record."""
    match = _RECORD.fullmatch(file)
    return match[1] if match else None


def name_of_text(file: str) -> str | None:
    """None if it is not the file of a text."""
    match = _TEXT.fullmatch(file)
    return match[1] if match else None


def name_of_removed(file: str) -> str | None:
    """None if it is not a record whose removal is in progress."""
    match = _REMOVED.fullmatch(file)
    return match[1] if match else None


def record_folder(root: Path, name: str, *, create: bool = False) -> contextlib.AbstractContextManager[int]:
    """A descriptor of the folder that holds the record of this name."""
    return disk.folder(root, RECORDS, shard_of(name), create=create)


def text_folder(root: Path, name: str, *, create: bool = False) -> contextlib.AbstractContextManager[int]:
    """A descriptor of the folder that holds the text of this name."""
    return disk.folder(root, TEXTS, shard_of(name), create=create)


def shards(root: Path, shelf: str) -> list[str]:
    """The shards of a shelf, sorted; empty if the shelf does not exist."""
    with contextlib.suppress(FileNotFoundError), disk.folder(root, shelf) as folder:
        return sorted(filter(is_shard, disk.names(folder)))
    return []


def has_record(root: Path, name: str) -> bool:
    """Raises `OSError` if it cannot be determined."""
    with contextlib.suppress(FileNotFoundError), record_folder(root, name) as folder:
        return disk.exists(folder, record_file(name))
    return False


def is_library(root: Path) -> bool:
    """True if the folder contains files that only a library has."""
    return (root / FORMAT_FILE).exists() or (root / RECORDS).is_dir()
