"""A program that answers a line with a line, within limits of time and size, and with its whole process group ended.

Knows nothing of articles: `command_extractor` says what the lines are.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import weakref
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, Final

from store.errors import StetError
from store.files import in_megabytes

LARGEST: Final = 8 * 2**20
"""Bytes of one answer."""
_TAIL: Final = 4096
"""Bytes kept of what it writes on standard error."""
_SETTLING: Final = 0.05
"""Seconds after the first answer in which a program ends that answers only once."""
_CHUNK: Final = 1 << 16


class Program:
    """Started with the first question, and again if it has ended; it stays open for the next. One thread at a time."""

    def __init__(self, words: Sequence[str], seconds: float, largest: int = LARGEST) -> None:
        self.name = _name(words)
        self._words = words
        self._seconds = seconds
        self._largest = largest
        self._process: subprocess.Popen[bytes] | None = None
        self._finalizer: weakref.finalize[[subprocess.Popen[bytes]], Program] | None = None
        self._errors = b""

    def ask(self, line: bytes) -> bytes:
        """The line that answers. Raises `StetError` if there is none in time; the program is then ended."""
        try:
            process, is_new = self._running()
            if not (answer := self._answer(process, line, is_new=is_new)).strip():
                self.stop()  # it was about to end when it was asked
                answer = self._answer(self._running()[0], line, is_new=True)
            return answer
        except OSError as error:
            self.stop()
            raise StetError("Not extracted", f"{self.name}: {error.strerror or error}") from None
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the program and all that it started."""
        if self._finalizer is not None:
            self._finalizer()
        self._process = self._finalizer = None

    def _running(self) -> tuple[subprocess.Popen[bytes], bool]:
        """The process, and whether it was started now: also where something of an earlier answer is left."""
        process = self._process
        if process is not None and process.poll() is None and not _waiting(_stream(process.stdout)):
            return process, False
        self.stop()
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            list(self._words), stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, start_new_session=True
        )
        for stream in (process.stdin, process.stdout, process.stderr):
            os.set_blocking(_stream(stream).fileno(), False)
        self._process, self._errors = process, b""
        self._finalizer = weakref.finalize(self, _end, process)
        return process, True

    def _answer(self, process: subprocess.Popen[bytes], line: bytes, *, is_new: bool) -> bytes:
        deadline = monotonic() + self._seconds
        written, answer, ended = 0, b"", False
        with selectors.DefaultSelector() as ready:
            ready.register(_stream(process.stdin), selectors.EVENT_WRITE)
            ready.register(_stream(process.stdout), selectors.EVENT_READ)
            ready.register(_stream(process.stderr), selectors.EVENT_READ)
            while not ended and not (b"\n" in answer and monotonic() > deadline):
                events = ready.select(max(0.0, deadline - monotonic()))
                if b"\n" not in answer and (not events or monotonic() > deadline):
                    raise self._failure(f"gave no answer in {self._seconds:g} seconds; it has to answer a line at once")
                for key, _ in events:
                    if key.fileobj is process.stdin:
                        with suppress(BrokenPipeError):  # why it ended is said below
                            written += os.write(key.fd, line[written : written + _CHUNK])
                            if written < len(line):
                                continue
                        ready.unregister(process.stdin)
                        continue
                    data = os.read(key.fd, _CHUNK)
                    if key.fileobj is process.stderr:
                        self._errors = (self._errors + data)[-_TAIL:]
                        if not data:
                            ready.unregister(key.fileobj)
                    else:
                        ended |= not data
                        answer += data
                if len(answer) > self._largest:
                    raise self._failure(f"answered with more than {in_megabytes(self._largest)}")
                if b"\n" in answer:
                    if not is_new:
                        break
                    deadline = min(deadline, monotonic() + _SETTLING)
        if ended:
            self._check_end(process)
            if is_new and not answer.strip():
                raise self._failure("ended without an answer")
        return answer

    def _check_end(self, process: subprocess.Popen[bytes]) -> None:
        """Raise if it has not ended well."""
        try:
            status = process.wait(self._seconds)
        except subprocess.TimeoutExpired:
            raise self._failure("closed its output and did not end") from None
        with suppress(OSError):
            self._errors = (self._errors + (_stream(process.stderr).read() or b""))[-_TAIL:]
        if status:
            how = f"signal {-status}" if status < 0 else f"status {status}"
            raise self._failure(f"ended with {how}")

    def _failure(self, what: str) -> StetError:
        lines = [line for line in self._errors.decode("utf-8", "replace").splitlines() if line.strip()]
        said = " ".join("".join(char if char.isprintable() else " " for char in lines[-1]).split()) if lines else ""
        return StetError("Not extracted", f"{self.name} {what}{': ' if said else ''}{said[:200]}")


def _name(words: Sequence[str]) -> str:
    """The program's, or that of the script which it runs."""
    script = next((word for word in words[1:2] if Path(word).is_file()), words[0])
    return Path(script).name


def _waiting(stream: IO[bytes]) -> bool:
    """True if there is something to read, or its end."""
    with selectors.DefaultSelector() as ready:
        ready.register(stream, selectors.EVENT_READ)
        return bool(ready.select(0))


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # all three are pipes
    return stream


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:  # its number may be another's once it has been waited for
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        with suppress(OSError):
            _stream(stream).close()
