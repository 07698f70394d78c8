"""What an extraction is made with, so that workers elsewhere make the same: the extractor, and a library's documents.

A desk's word lists and learned weights are carried to the workers as they are; a library that only this computer
reaches is not asked by them, so what its decisions say of single names is not used.
"""

from __future__ import annotations

import contextlib
from collections.abc import Hashable, Iterator
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, NamedTuple, NoReturn

from extract.extractor import Extractor
from services.answering import asks
from services.settings import extractor_with
from store import __version__
from store.disk.layout import LEARNED, LISTS
from store.errors import StetError
from store.library.documents import LARGEST, NOT_OURS, Documents, too_large


class Carried(NamedTuple):
    """Equal where it is the same, as a library's documents are."""

    found: tuple[tuple[str, bytes], ...] = ()

    @property
    def digest(self) -> str:
        """Empty for nothing."""
        return sha256(repr(self).encode()).hexdigest()[:16] if self.found else ""

    def read(self, name: str, limit: int = LARGEST, smaller: str = NOT_OURS) -> bytes | None:
        data = dict(self.found).get(name)
        if data is not None and len(data) > limit:
            raise too_large(name, limit, smaller)
        return data

    def signature(self, name: str) -> Hashable | None:
        data = dict(self.found).get(name)
        return None if data is None else sha256(data).hexdigest()

    def names(self, folder: str) -> list[str]:
        return sorted(name.removeprefix(f"{folder}/") for name, _ in self.found if name.startswith(f"{folder}/"))

    def where(self, name: str) -> str:
        return name

    def replace(self, name: str, data: bytes) -> NoReturn:
        raise StetError("Not written", f"{name}: a run of a corpus only reads what it carries")

    def remove(self, name: str) -> NoReturn:
        raise StetError("Not written", f"{name}: a run of a corpus only reads what it carries")

    def locked(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


brought: Final[dict[str, Carried]] = {}
"""On a worker of a cluster, what was brought to it, by run."""


class Making(NamedTuple):
    """What is the same for all partitions of a run. `extractor` is its name on the command line."""

    extractor: str
    carried: Carried = Carried()


def making(name: str, documents: Documents | None) -> Making:
    """Raises `StetError` for an extractor that cannot be used on many machines."""
    if asks(name):
        why = f"{name} asks a program or a server, one article after another; add articles to a library with it"
        raise StetError("Not extracted", why)
    return Making(name, Carried(tuple(_documents(documents))) if documents is not None else Carried())


def _documents(documents: Documents) -> Iterator[tuple[str, bytes]]:
    for folder in (LISTS, LEARNED):
        for name in documents.names(folder):
            if (data := documents.read(f"{folder}/{name}")) is not None:
                yield f"{folder}/{name}", data


@lru_cache(maxsize=2)
def extractor(made: Making) -> Extractor:
    return extractor_with(made.extractor, made.carried if made.carried.found else None)


def versions(made: Making) -> dict[str, str]:
    """What must be the same wherever a partition is made, for its bytes to be."""
    import pyarrow

    one = extractor(made)
    return {
        "stet": __version__,
        "extractor": f"{one.name}/{one.version}",
        "rules": rules(),
        "lists": made.carried.digest,
        "pyarrow": pyarrow.__version__,
    }


@cache
def rules() -> str:
    """A digest of the built-in extractor, its code and its weights."""
    digest = sha256()
    for file in _below(files("extract")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _below(folder: Traversable) -> Iterator[Traversable]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _below(one) if one.name != "__pycache__" else ()
        elif not one.name.endswith(".pyc"):
            yield one
