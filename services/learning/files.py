"""The files in a library's folder `learned`: settings that a person made, and what was learned, which is disposable.

Nothing in it is truth: what is missing, damaged or of another version is made anew from the edits.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from extract.names.tagger import SIZE
from extract.names.wide import BYTES
from store.disk import atomic as disk
from store.disk.layout import LEARNED, LEARNED_FILES, LEARNED_SETTINGS, LOCK_FILE
from store.errors import StetError
from store.jsontext import decode, encode
from store.oserrors import oserror_as

FORMAT: Final = 1
_TITLE: Final = "Not learned"
_WEIGHTS, _STATE = LEARNED_FILES
_LARGEST: Final = 200_000_000
_SMALL: Final = 10_000_000
_LATE: Final = BYTES + 6
"""Bytes of a sum, which grows with the number of runs."""


@dataclass
class Settings:
    """`forgotten` has for each form the time up to which what was decided of it does not count."""

    off: bool = False
    forgotten: dict[str, str] = field(default_factory=dict)


@dataclass
class State:
    """What goes on from one article to the next. `taught` are ids, and when they were; `scores` for each of the last of
    them how many names are right, were found and are there, by the shipped weights, then by the learned ones."""

    taught: list[tuple[str, str]] = field(default_factory=list)
    scores: list[list[int]] = field(default_factory=list)
    steps: int = 1
    weights: dict[str, int] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)


def settings(root: Path) -> Settings:
    """Raises `StetError` for a file that cannot be understood: what a person said is not to be lost in silence."""
    data = _read(root, LEARNED_SETTINGS, _SMALL)
    if data is None:
        return Settings()
    try:
        said = decode(data)
        forgotten = said.get("forgotten", {})
        if not isinstance(said.get("off", False), bool) or not _are_texts(forgotten):
            raise ValueError("a value of another type")
    except (ValueError, AttributeError) as error:
        raise StetError(
            "Learning", f"{root / LEARNED / LEARNED_SETTINGS} is damaged: {error}; mend it, or remove it"
        ) from None
    return Settings(said.get("off", False), forgotten)


def _are_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(at, str) for at in value.values())


def keep_settings(root: Path, said: Settings) -> None:
    with _folder(root) as folder:
        data = {"off": said.off, "forgotten": dict(sorted(said.forgotten.items()))}
        disk.replace(folder, LEARNED_SETTINGS, encode(data) + b"\n")


def weights(root: Path) -> bytes | None:
    return _read(root, _WEIGHTS, _SMALL)


def signature(root: Path) -> disk.Signature | None:
    """Another one after each change of the weights; None without any."""
    try:
        with disk.folder(root, LEARNED) as folder:
            return disk.signature(folder, _WEIGHTS)
    except OSError:
        return None


def keep_weights(root: Path, data: bytes | None) -> None:
    """None where the shipped ones are better."""
    with _folder(root) as folder:
        if data is None:
            disk.remove(folder, _WEIGHTS)
        else:
            disk.replace(folder, _WEIGHTS, data)


def state(root: Path) -> State:
    """A new one where there is none that can be used."""
    data = _read(root, _STATE, _LARGEST)
    try:
        return _unpacked(data) if data else State()
    except (ValueError, LookupError, TypeError, AttributeError, zlib.error):
        return State()


def keep_state(root: Path, kept: State) -> None:
    with _folder(root) as folder:
        disk.replace(folder, _STATE, packed(kept))


def forget(root: Path) -> None:
    with _folder(root) as folder:
        for name in LEARNED_FILES:
            disk.remove(folder, name)


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """For one program at a time. Raises `StetError` if the folder cannot be written."""
    with _folder(root) as folder, disk.locked(folder, LOCK_FILE):
        yield


@contextmanager
def _folder(root: Path) -> Iterator[int]:
    with oserror_as(_TITLE, str(root / LEARNED)), disk.folder(root, LEARNED, create=True) as folder:
        yield folder


def _read(root: Path, name: str, limit: int) -> bytes | None:
    try:
        with disk.folder(root, LEARNED) as folder:
            data = disk.read(folder, name, limit + 1)[0]
    except OSError:
        return None
    return data if len(data) <= limit else None


def packed(kept: State) -> bytes:
    """The same bytes for the same state: a line of JSON, then names and numbers, deflated."""
    names = sorted(kept.weights)
    body = b"".join(
        (
            "\n".join(names).encode(),
            b"\0",
            b"".join(kept.weights[name].to_bytes(BYTES, "little", signed=True) for name in names),
            b"".join(kept.sums[name].to_bytes(_LATE, "little", signed=True) for name in names),
            array("I", [kept.times[name] for name in names]).tobytes(),
        )
    )
    head = {
        "format": FORMAT,
        "labels": SIZE,
        "taught": kept.taught,
        "scores": kept.scores,
        "steps": kept.steps,
        "features": len(names),
        "sha256": sha256(body).hexdigest(),
    }
    return json.dumps(head).encode() + b"\n" + zlib.compress(body, 1)


def _unpacked(data: bytes) -> State:
    """Raises `ValueError`, `LookupError`, `TypeError`, `AttributeError` or `zlib.error`."""
    line, _, rest = data.partition(b"\n")
    head = json.loads(line)
    if head["format"] != FORMAT or head["labels"] != SIZE:
        raise ValueError("another format")
    inflater = zlib.decompressobj()
    body = inflater.decompress(rest, _LARGEST)
    if not inflater.eof or sha256(body).hexdigest() != head["sha256"]:
        raise ValueError("damaged")
    words, _, numbers = body.partition(b"\0")
    names = words.decode().split("\n") if words else []
    late, often = len(names) * BYTES, len(names) * (BYTES + _LATE)
    whole = int.from_bytes
    times = array("I")
    times.frombytes(numbers[often:])
    found = State(
        taught=[(str(identifier), str(at)) for identifier, at in head["taught"]],
        scores=[[*map(int, row)] for row in head["scores"]],
        steps=int(head["steps"]),
        weights={
            name: whole(numbers[at : at + BYTES], "little", signed=True)
            for name, at in zip(names, range(0, late, BYTES), strict=True)
        },
        sums={
            name: whole(numbers[at : at + _LATE], "little", signed=True)
            for name, at in zip(names, range(late, often, _LATE), strict=True)
        },
        times=dict(zip(names, times, strict=True)),
    )
    if found.steps < 1:
        raise ValueError("no steps")
    return found
