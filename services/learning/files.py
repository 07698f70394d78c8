"""The documents in a library's folder `learned`: settings that a person made, and what was learned, disposable.

Nothing in it is truth: what is missing, damaged or of another version is made anew from the edits.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from extract.learning.packed import unpacked
from store.disk.layout import LEARNED, LEARNED_FILES, LEARNED_SETTINGS
from store.errors import StetError
from store.jsontext import decode, encode
from store.library.documents import Documents, titled
from store.library.documents import locked as documents_locked

FORMAT: Final = 2
_TITLE: Final = "Not learned"
_SETTINGS: Final = f"{LEARNED}/{LEARNED_SETTINGS}"
_WEIGHTS, _STATE = (f"{LEARNED}/{name}" for name in LEARNED_FILES)
_LARGEST: Final = 200_000_000
_SMALL: Final = 10_000_000


@dataclass
class Settings:
    """`forgotten` has for each form the time up to which what was decided of it does not count."""

    off: bool = False
    forgotten: dict[str, str] = field(default_factory=dict)


@dataclass
class State:
    """What goes on from one article to the next. `taught` are ids, and when they were; `scores` for each of the last of
    them how many names are right, were found and are there, by the shipped weights, then by the learned ones; `weights`
    as the extractor loads them, from the first `fitted` articles."""

    taught: list[tuple[str, str]] = field(default_factory=list)
    scores: list[list[int]] = field(default_factory=list)
    fitted: int = 0
    weights: bytes = b""


def settings(documents: Documents) -> Settings:
    """Raises `StetError` for a file that cannot be understood: what a person said is not to be lost in silence."""
    data = _read(documents, _SETTINGS, _SMALL)
    if data is None:
        return Settings()
    try:
        said = decode(data)
        forgotten = said.get("forgotten", {})
        if not isinstance(said.get("off", False), bool) or not _are_texts(forgotten):
            raise ValueError("a value of another type")
    except (ValueError, AttributeError) as error:
        raise StetError(
            "Learning", f"{documents.where(_SETTINGS)} is damaged: {error}; mend it, or remove it"
        ) from None
    return Settings(said.get("off", False), forgotten)


def _are_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(at, str) for at in value.values())


def keep_settings(documents: Documents, said: Settings) -> None:
    data = {"off": said.off, "forgotten": dict(sorted(said.forgotten.items()))}
    _keep(documents, _SETTINGS, encode(data) + b"\n")


def weights(documents: Documents) -> bytes | None:
    return _read(documents, _WEIGHTS, _SMALL)


def signature(documents: Documents) -> Hashable | None:
    """Another one after each change of the weights; None without any."""
    return documents.signature(_WEIGHTS)


def keep_weights(documents: Documents, data: bytes | None) -> None:
    """None where the shipped ones are better."""
    _keep(documents, _WEIGHTS, data)


def state(documents: Documents) -> State:
    """A new one where there is none that can be used."""
    data = _read(documents, _STATE, _LARGEST)
    try:
        return _unpacked(data) if data else State()
    except (ValueError, LookupError, TypeError, AttributeError):
        return State()


def keep_state(documents: Documents, data: bytes) -> None:
    """`data` is what `packed` has made of it."""
    _keep(documents, _STATE, data)


def forget(documents: Documents) -> None:
    for name in (_WEIGHTS, _STATE):
        _keep(documents, name, None)


def locked(documents: Documents) -> AbstractContextManager[None]:
    """For one program at a time. Raises `StetError` if nothing can be written."""
    return documents_locked(documents, _TITLE)


def _keep(documents: Documents, name: str, data: bytes | None) -> None:
    with titled(_TITLE):
        if data is None:
            documents.remove(name)
        else:
            documents.replace(name, data)


def _read(documents: Documents, name: str, limit: int) -> bytes | None:
    with suppress(StetError):
        return documents.read(name, limit)
    return None


def packed(kept: State) -> bytes:
    """The same bytes for the same state: a line of JSON, then the weights."""
    head = {
        "format": FORMAT,
        "taught": kept.taught,
        "scores": kept.scores,
        "fitted": kept.fitted,
        "sha256": sha256(kept.weights).hexdigest(),
    }
    return json.dumps(head).encode() + b"\n" + kept.weights


def _unpacked(data: bytes) -> State:
    """Raises `ValueError`, `LookupError`, `TypeError` or `AttributeError`."""
    line, _, rest = data.partition(b"\n")
    head = json.loads(line)
    if head["format"] != FORMAT:
        raise ValueError("another format")
    if sha256(rest).hexdigest() != head["sha256"]:
        raise ValueError("damaged")
    if rest:
        unpacked(rest)
    found = State(
        taught=[(str(identifier), str(at)) for identifier, at in head["taught"]],
        scores=[[*map(int, row)] for row in head["scores"]],
        fitted=int(head["fitted"]),
        weights=rest,
    )
    if not 0 <= found.fitted <= len(found.taught):
        raise ValueError("damaged")
    return found
