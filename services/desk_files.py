"""The files of a library that a desk writes by hand: its kinds, its guidelines, its word lists; listed, read and put.

In a folder any editor can do it; in a database there is no other way. What cannot be used is refused before it is put.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from services.word_lists import put_list
from store.disk.layout import GUIDELINES_FILE, KINDS_FILE, LIST_ENDING, LISTS
from store.errors import StetError
from store.library.kinds import words_of
from store.library.kinds_memory import memory, refusals
from store.library.protocol import Library
from store.model.kinds_faults import faults

WRITTEN: Final = (GUIDELINES_FILE, KINDS_FILE, f"{LISTS}/NAME{LIST_ENDING}")
_TITLE: Final = "Not put"


def names(library: Library) -> list[tuple[str, int]]:
    """Those that are there, each with its bytes."""
    lists = (f"{LISTS}/{name}" for name in library.documents.names(LISTS) if name.endswith(LIST_ENDING))
    found = ((name, library.documents.read(name)) for name in (GUIDELINES_FILE, KINDS_FILE, *lists))
    return [(name, len(data)) for name, data in found if data is not None]


def read(library: Library, name: str) -> bytes:
    _check_name(name)
    data = library.documents.read(name)
    if data is None:
        raise StetError("No such file", f"{library.documents.where(name)} is not there; stet files lists what is")
    return data


def put(library: Library, name: str, data: bytes, where: str) -> None:
    """Add or replace a file, whole. `where` the data is from, for messages. Raises `StetError` for what cannot be used,
    or where there is no library."""
    _check_name(name)
    if name.startswith(f"{LISTS}/"):
        put_list(library.documents, name.removeprefix(f"{LISTS}/"), data, where)
        return
    if name == KINDS_FILE:
        _check_kinds(library, data, where)
    try:
        data.decode()
    except UnicodeDecodeError:
        raise StetError(_TITLE, f"{where} is not UTF-8; save it as UTF-8") from None
    with library.documents.locked():
        library.documents.replace(name, data)


def remove(library: Library, name: str) -> None:
    read(library, name)
    with library.documents.locked():
        library.documents.remove(name)


def _check_name(name: str) -> None:
    folder, _, file = name.rpartition("/")
    is_list = folder == LISTS and file.endswith(LIST_ENDING) and not file.startswith(".") and file.isprintable()
    if not is_list and name not in (GUIDELINES_FILE, KINDS_FILE):
        raise StetError("No such file", f"{name} is not one that a desk writes; there are {', '.join(WRITTEN)}")


def _check_kinds(library: Library, data: bytes, where: str) -> None:
    """As `stet kinds --check`, against what is in the library's records."""
    further = partial(refusals, library.kinds.uses)
    found = faults(words_of(data, where), lambda rows, tables: further(rows, tables, memory(library.documents)))
    if found:
        more = f"; and {len(found) - 1} more: stet kinds --check lists them" if len(found) > 1 else ""
        raise StetError(_TITLE, f"{where}:{found[0].line}: {found[0].message}{more}")
