"""Parses files of other programs in a worker process with limits of time and memory.

The libraries that parse web pages, PDF and the like cannot be limited from within: a small file can keep them busy for
hours, fill the memory, or crash the interpreter. Here that becomes one error for that file, and the next one is read.
A worker is started for the first file and reused for later ones; `worker` is its program.
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

_WALL_SECONDS: Final = 4 * SECONDS
_MAX_IDLE: Final = 2
"""Idle workers to keep. More may run at once, one for each thread that reads."""
_LONGEST_ANSWER: Final = 16 * LARGEST_TEXT
_PROGRAM: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from store.intake.worker import main; main()"
)
_TIME_SIGNALS: Final = (-signal.SIGXCPU, -signal.SIGKILL)

_idle: list[_Worker] = []


def read(kind: str, data: bytes, name: str, title: str, source: str, **more: str | None) -> Intake:
    """Call `read` of the module `kind` in a worker, passing `more`. Raises `StetError` if the worker fails or dies."""
    request: Json = {"kind": kind, "name": name, "title": title, "source": source, **more}
    try:
        worker = _idle.pop()
    except IndexError:
        worker = _Worker()
    answer = worker.ask(request, data)
    if answer is None and worker.served:
        # Memory or state left by earlier files may have caused the failure.
        worker = _Worker()
        answer = worker.ask(request, data)
    if answer is None:
        raise StetError("Not read", f"{name} {_why(worker.end())}; save its text as .txt")
    worker.served += 1
    if len(_idle) < _MAX_IDLE:
        _idle.append(worker)
    else:
        worker.end()
    if "error" in answer:
        raise StetError(*answer["error"])
    return Intake(Article(**answer["article"]), answer["encoding"])


def _why(status: int) -> str:
    if status in _TIME_SIGNALS:
        return f"takes more than {SECONDS} seconds of work to read"
    if status == OUT_OF_MEMORY:
        return f"needs more than {MEMORY // MEGABYTE} MB of memory to read"
    what = signal.Signals(-status).name if -status in set(signal.Signals) else f"status {status}"
    return f"crashes its parser ({what})"


class _Worker:
    """One worker process; `served` counts the files that it has answered."""

    def __init__(self) -> None:
        self.served = 0
        # Its own process group, so that ctrl+c and ctrl+z reach only the main program. It ends at the end of its input.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )

    def ask(self, request: Json, data: bytes) -> dict[str, Any] | None:
        """The worker's answer; None if the process ended instead."""
        assert self._process.stdin
        assert self._process.stdout
        limit = threading.Timer(_WALL_SECONDS, self._process.kill)
        limit.daemon = True
        limit.start()
        try:
            self._process.stdin.write(json.dumps({**request, "size": len(data)}).encode() + b"\n")
            self._process.stdin.write(data)
            self._process.stdin.flush()
            line = self._process.stdout.readline(_LONGEST_ANSWER)
        except OSError:  # the process has ended
            return None
        finally:
            limit.cancel()
        if not line.endswith(b"\n"):
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> int:
        """Stop the process if it is still running; its exit status."""
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # input that it never read
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


os.register_at_fork(after_in_child=_idle.clear)  # they belong to the parent
