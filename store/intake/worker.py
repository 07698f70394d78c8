"""The program of a worker process: it sets its own limits, then parses one file after another.

A request on standard input is a line of JSON and the file's bytes; an answer on standard output is a line of JSON.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from importlib import import_module
from typing import Any, BinaryIO, Final

from store.errors import StetError
from store.intake.article import Intake
from store.intake.limits import MEMORY, OUT_OF_MEMORY, SECONDS
from store.model.fields import Json

_MEMORY_TO_RETIRE: Final = MEMORY // 2
"""Peak bytes in use after which a worker ends instead of serving another file."""
_ADVICE: Final = {"pdf": "print it to a new one", "docx": "save it again", "html": "save its text as .txt"}


def main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # output of a library would corrupt the answers
    _end_with(os.getppid())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_AS, MEMORY)
    enough = max(_MEMORY_TO_RETIRE, _peak())  # which is at first that of the program that has started this one
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        data = sys.stdin.buffer.read(request.pop("size"))
        _lower(resource.RLIMIT_CPU, int(sum(os.times()[:2])) + SECONDS)
        try:
            _send(answers, _answer(data, **request))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        if _peak() > enough:
            return


def _peak() -> int:
    """The most bytes that were in use."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _answer(data: bytes, kind: str, **details: Any) -> Json:
    try:
        intake: Intake = import_module(f"store.intake.{kind}").read(data, **details)
    except StetError as error:
        return {"error": [error.title, error.message]}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a broken file can make a parser raise anything
        advice = _ADVICE.get(kind, "save it again")
        why = f"{details['name']} is a broken {kind.upper()}; {advice}"
        return {"error": ["Not read", why]}
    return {"article": {**intake.article.to_json(), "text": intake.article.text}, "encoding": intake.encoding}


def _send(answers: BinaryIO, answer: Json) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _lower(which: int, limit: int) -> None:
    """Set the soft limit of a resource, within its hard limit, which may be lower."""
    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _end_with(parent: int) -> None:
    """Check every second that the main program is still running: it may be killed while a file is parsed."""

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)
