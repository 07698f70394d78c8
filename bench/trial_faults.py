"""What goes wrong in a trial: a signal at a random moment, a full disk, or an error at one call or at all from one on.

The calls are those of `trial_shim.c`, which is compiled when a trial begins. Full disks are small ones of our own, in
a mount name space that ends with the trial.
"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

READING, CHANGING = "or", "cwnul"
_OWN_MOUNTS = "STET_TRIAL_MOUNTS"
_MARK = "STET_TRIAL_MARK"
_PAGE = 4096
_PATIENCE = 15.0
"""Seconds in which what a program has started ends after it."""


@dataclass(frozen=True)
class Fault:
    """`signal` comes at a call or at a moment; `error` at calls of these `sorts`; `always`: at all from one on."""

    name: str
    signal: int = 0
    error: int = 0
    sorts: str = READING + CHANGING
    always: bool = False
    full: bool = False


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("kill", signal=signal.SIGKILL),
        Fault("term", signal=signal.SIGTERM),
        Fault("hup", signal=signal.SIGHUP),
        Fault("full", full=True),
        Fault("enospc", error=errno.ENOSPC, sorts="cwn"),
        Fault("eio", error=errno.EIO),
        Fault("dead", error=errno.EIO, always=True),
        Fault("erofs", error=errno.EROFS, sorts="cnuw", always=True),
    )
}


@dataclass(frozen=True)
class Effort:
    """Of a command that nothing disturbs: its seconds, its calls, and the bytes that it needs at most.

    A letter a call says of which sort it is: a capital where it is the index that it touches.
    """

    seconds: float
    calls: str
    bytes: int


@dataclass(frozen=True)
class Blow:
    """One fault at one moment: in `environment` where it comes at a call, after `seconds` where by the clock."""

    fault: Fault
    environment: dict[str, str]
    seconds: float | None = None
    room: int | None = None
    """Bytes that are left on the disk."""

    def __str__(self) -> str:
        if self.room is not None:
            return f"{self.room:,} bytes left"
        if self.seconds is not None:
            return f"after {self.seconds:.3f} s"
        return f"at call {self.environment['STET_TRIAL_AT']}"


def blow(fault: Fault, effort: Effort, chance: random.Random, shim: Path, room: Path, log: Path) -> Blow:
    if fault.full:
        most = chance.choice((4 * _PAGE, effort.bytes))
        return Blow(fault, {}, room=chance.randrange(0, most + _PAGE, _PAGE))
    if fault.signal and chance.random() < 0.3:
        return Blow(fault, {}, seconds=effort.seconds * chance.uniform(0.2, 1.1))
    sorts = fault.sorts
    if fault.signal or (fault.error == errno.EIO and chance.random() < 0.5):
        sorts = CHANGING  # most calls read, most damage is done by writing
    calls = [call for call in effort.calls if call.lower() in sorts] or ["w"]
    apart = [place for place, call in enumerate(calls, 1) if call.islower()]
    at = chance.choice(apart) if apart and chance.random() < 0.6 else chance.randint(1, len(calls))
    orders = {"AT": at, "SIGNAL": fault.signal, "ERROR": fault.error}
    return Blow(fault, orders_of(shim, room, log, sorts, always=int(fault.always), **orders))


def orders_of(shim: Path, room: Path, log: Path, sorts: str, **orders: int) -> dict[str, str]:
    named = {"ROOT": str(room), "LOG": str(log), "SORTS": sorts, **{name.upper(): str(n) for name, n in orders.items()}}
    return {"LD_PRELOAD": str(shim), **{f"STET_TRIAL_{name}": value for name, value in named.items()}}


def compiled(folder: Path) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        sys.exit("trial: needs Linux and a C compiler, for the layer below the program")
    made = folder / "shim.so"
    source = Path(__file__).with_name("trial_shim.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(source), "-ldl"], check=True)
    return made


# Small disks


def in_own_mounts() -> bool:
    """Begins this program again where disks may be mounted that nobody else sees; False where that is forbidden."""
    if _OWN_MOUNTS in os.environ:
        return os.environ[_OWN_MOUNTS] == "yes"
    flags = "-m" if os.getuid() == 0 else "-Urm"
    allowed = shutil.which("unshare") and not subprocess.run(
        ["unshare", flags, "sh", "-c", "mount -t tmpfs tmpfs /mnt"], capture_output=True, check=False
    ).returncode  # fmt: skip
    os.environ[_OWN_MOUNTS] = "yes" if allowed else "no"
    if allowed:
        os.execvp("unshare", ["unshare", flags, sys.executable, *sys.argv])
    return False


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, left: int) -> Path:
    """A file that leaves so many bytes."""
    ballast = folder / "ballast"
    found = os.statvfs(folder)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(found.f_bavail * found.f_frsize - left, _PAGE))
    return ballast


# Processes that are left


def marked(name: str) -> dict[str, str]:
    """What tells the processes of one trial from all others."""
    return {_MARK: name}


def left_alive(mark: str) -> list[tuple[int, str]]:
    """Processes of this trial that go on when the program has ended, each with its command line; they are ended."""
    end = time.monotonic() + _PATIENCE
    while (found := list(_processes(mark))) and time.monotonic() < end:
        time.sleep(0.02)
    for process, _ in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    return found


def _processes(mark: str) -> Iterator[tuple[int, str]]:
    wanted = f"{_MARK}={mark}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (process / "environ").read_bytes().split(b"\0"):
                words = (process / "cmdline").read_bytes().replace(b"\0", b" ")
                if words:  # none has a process that has ended and was not yet waited for
                    yield int(process.name), words.decode(errors="replace")
