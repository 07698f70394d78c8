"""A disk that fails, stops or loses power at a chosen moment: a layer under the store's own calls.

A killed program does nothing more: from its moment on every call that would change the disk raises. A power cut keeps
of what was not synced any part, in any order; `Journal` says which states of the folder that leaves.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHANGING = ("open", "write", "fsync", "rename", "unlink", "mkdir")


class Killed(BaseException):
    """No `except Exception` of the program's own gets hold of it."""


@dataclass
class Disk:
    """Fails at the `at`-th change with `error`, an errno; kills where that is None. Counts where `at` is 0.

    `always` fails at every change from then on; `reading` also counts what is only opened to be read.
    """

    at: int = 0
    always: bool = False
    error: int | None = None
    calls: tuple[str, ...] = CHANGING
    reading: bool = False
    count: int = 0
    dead: bool = False
    log: list[str] = field(default_factory=list)
    after: Callable[[str, tuple[Any, ...], dict[str, Any], Any], None] | None = None

    @contextlib.contextmanager
    def in_place(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for name in self.calls:
                patch.setattr(os, name, self._wrapped(name, getattr(os, name)))
            yield

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if name == "open" and not args[1] & os.O_CREAT and not (self.reading and not self.dead):
                return real(*args, **kwargs)
            if self.dead:
                raise Killed
            self.count += 1
            self.log.append(name)
            if self.count == self.at or (self.always and self.count > self.at):
                if name == "write":
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                if self.error is None:
                    self.dead = True
                    raise Killed
                raise OSError(self.error, os.strerror(self.error))
            result = real(*args, **kwargs)
            if self.after is not None:
                self.after(name, args, kwargs, result)
            return result

        return call


FAULTS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "kill": None}

Files = dict[str, bytes | None]
"""By path within the folder; None for a folder."""


@dataclass(frozen=True)
class Entry:
    """`folder/name` now leads to `inode`; None: to nothing."""

    folder: str
    names: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Data:
    inode: int
    data: bytes


@dataclass(frozen=True)
class Sync:
    """Of a file by inode, or of a folder's entries by path."""

    what: int | str


class Journal:
    """What a program did to a folder, and every state in which a power cut could leave it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ops: list[Entry | Data | Sync] = []
        self._inodes = itertools.count(1)
        self._start = {str(path.relative_to(root)): next(self._inodes) for path in sorted(root.rglob("*"))}
        self._content: Files = {
            name: (root / name).read_bytes() if (root / name).is_file() else None for name in self._start
        }
        self._now = dict(self._start)
        self._open: dict[int, int] = {}

    def record(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any) -> None:
        if name == "write":
            self.ops.append(Data(self._open[args[0]], bytes(args[1])[:result]))
        elif name == "fsync":
            path = self._path(args[0])
            self.ops.append(Sync(self._open[args[0]] if (self.root / path).is_file() else path))
        elif name == "rename":
            folder = self._path(kwargs["src_dir_fd"])
            inode = self._now.pop(str(Path(folder, args[0])))
            self._now[str(Path(folder, args[1]))] = inode
            self.ops.append(Entry(folder, ((args[0], None), (args[1], inode))))
        elif name == "unlink":
            folder = self._path(kwargs["dir_fd"])
            self._now.pop(str(Path(folder, args[0])))
            self.ops.append(Entry(folder, ((args[0], None),)))
        else:  # mkdir, or open with O_CREAT
            folder = self._path(kwargs["dir_fd"])
            path = str(Path(folder, args[0]))
            inode = self._now.get(path) or next(self._inodes)
            if path not in self._now:
                self._now[path] = inode
                self._content[path] = None if name == "mkdir" else b""
                self.ops.append(Entry(folder, ((args[0], inode if name == "open" else -inode),)))
            if name == "open":
                self._open[result] = inode

    def _path(self, descriptor: int) -> str:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink().relative_to(self.root))

    def states(self, without: Sync | None = None) -> Iterator[tuple[bool, Files]]:
        """Each with whether the program had ended by then. `without` is a sync that is taken out."""
        ops = [op for op in self.ops if op != without]
        for cut in range(len(ops) + 1):
            done = ops[:cut]
            loose = [place for place, op in enumerate(done) if not isinstance(op, Sync) and not _synced(place, done)]
            for kept in itertools.product(*(_kept(done[place]) for place in loose)):
                left = dict(zip(loose, kept, strict=True))
                state = self._state([op for place in range(cut) if (op := left.get(place, done[place])) is not None])
                yield cut == len(ops), state

    def _state(self, ops: list[Entry | Data | Sync]) -> Files:
        entries = dict(self._start)
        data = {self._start[name]: content for name, content in self._content.items() if name in self._start}
        for op in ops:
            if isinstance(op, Data):
                data[op.inode] = (data.get(op.inode) or b"") + op.data
            elif isinstance(op, Entry):
                for name, inode in op.names:
                    path = str(Path(op.folder, name))
                    entries.pop(path, None)
                    if inode is not None:
                        entries[path] = abs(inode)
                        data.setdefault(abs(inode), None if inode < 0 else b"")
        # What lies in a folder that was never written down is lost with it.
        return {
            path: data[inode]
            for path, inode in sorted(entries.items())
            if all(str(parent) in entries for parent in Path(path).parents if str(parent) != ".")
        }


def _kept(op: Entry | Data | Sync) -> list[Entry | Data | Sync | None]:
    """What may be left of it: all, nothing, of data also a part."""
    torn = [Data(op.inode, op.data[: len(op.data) // 2])] if isinstance(op, Data) else []
    return [op, *torn, None]


def _synced(place: int, done: list[Entry | Data | Sync]) -> bool:
    op = done[place]
    what = op.inode if isinstance(op, Data) else op.folder if isinstance(op, Entry) else None
    return any(isinstance(later, Sync) and later.what == what for later in done[place:])


def lay_out(root: Path, files: Files) -> None:
    for name, data in files.items():
        path = root / name
        if data is None:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.write_bytes(data)
