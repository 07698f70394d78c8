"""Files of other programs, read in a process of their own: it may use so much time and memory, and no more.

The libraries that take web pages, PDF and the like apart cannot be bounded from within: a file that is small can keep
them busy for hours, fill the memory, or bring the interpreter down. Here that is one line for that file, and the next
one is read. A worker is started for the first file and serves those after it; `worker` is what it does.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from typing import Any, Final

from store.errors import StetError
from store.files import MEGABYTE
from store.intake.article import LARGEST_TEXT, Intake
from store.intake.limits import MEMORY, OUT_OF_MEMORY, SECONDS
from store.model.fields import Json
from store.model.record import Article

_BY_THE_CLOCK: Final = 4 * SECONDS
_KEPT: Final = 2
"""Workers that wait for the next file; there are as many as threads that read at once."""
_LONGEST_ANSWER: Final = 16 * LARGEST_TEXT
_START: Final = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from store.intake.worker import main; main()"
_TOO_LONG: Final = (-signal.SIGXCPU, -signal.SIGKILL)

_idle: list[_Worker] = []


def read(kind: str, data: bytes, name: str, title: str, source: str, **more: str | None) -> Intake:
    """As `read` of the module `kind` does, `more` included. Raises `StetError` whatever the file does to its reader."""
    request: Json = {"kind": kind, "name": name, "title": title, "source": source, **more}
    try:
        worker = _idle.pop()
    except IndexError:
        worker = _Worker()
    answer = worker.ask(request, data)
    if answer is None and worker.served:
        # What the files before have left in it may be what brought it down.
        worker = _Worker()
        answer = worker.ask(request, data)
    if answer is None:
        raise StetError("Not read", f"{name} {_why(worker.end())}; save its text as .txt")
    worker.served += 1
    if len(_idle) < _KEPT:
        _idle.append(worker)
    else:
        worker.end()
    if "error" in answer:
        raise StetError(*answer["error"])
    return Intake(Article(**answer["article"]), answer["encoding"])


def _why(status: int) -> str:
    if status in _TOO_LONG:
        return f"takes more than {SECONDS} seconds of work to read"
    if status == OUT_OF_MEMORY:
        return f"needs more than {MEMORY // MEGABYTE} MB of memory to read"
    what = signal.Signals(-status).name if -status in set(signal.Signals) else f"status {status}"
    return f"brings its reader down ({what})"


class _Worker:
    """One process; `served` counts the files that it has answered for."""

    def __init__(self) -> None:
        self.served = 0
        # A group of its own: ctrl+c and ctrl+z are the program's to answer. It ends when its input does.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )

    def ask(self, request: Json, data: bytes) -> dict[str, Any] | None:
        """None where the process ended instead of answering."""
        assert self._process.stdin
        assert self._process.stdout
        limit = threading.Timer(_BY_THE_CLOCK, self._process.kill)
        limit.daemon = True
        limit.start()
        try:
            self._process.stdin.write(json.dumps({**request, "size": len(data)}).encode() + b"\n")
            self._process.stdin.write(data)
            self._process.stdin.flush()
            line = self._process.stdout.readline(_LONGEST_ANSWER)
        except OSError:  # it is gone
            return None
        finally:
            limit.cancel()
        if not line.endswith(b"\n"):
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> int:
        """Have it end, if it has not; its exit status."""
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what it did not take any more
                if stream:
                    stream.close()
        try:
            return self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().end()


os.register_at_fork(after_in_child=_idle.clear)  # they are the parent's
