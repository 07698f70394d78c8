"""What a worker process does: sets its own limits, then reads one file after another for who started it.

A request is a line of JSON and then the file's bytes, on standard input; an answer is a line of JSON on standard
output.
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

_USED_UP: Final = MEMORY // 2
"""Bytes in use at once after which a worker serves no other file."""
_ADVICE: Final = {"pdf": "print it to a new one", "docx": "save it again", "html": "save its text as .txt"}


def main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # a library that prints would answer for us
    _end_with(os.getppid())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_AS, MEMORY)
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        data = sys.stdin.buffer.read(request.pop("size"))
        _lower(resource.RLIMIT_CPU, int(sum(os.times()[:2])) + SECONDS)
        try:
            _tell(answers, _answer(data, **request))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > _USED_UP:
            return


def _answer(data: bytes, kind: str, **about: Any) -> Json:
    try:
        taken: Intake = import_module(f"store.intake.{kind}").read(data, **about)
    except StetError as error:
        return {"error": [error.title, error.message]}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a broken file can make a parser raise anything
        advice = _ADVICE.get(kind, "save it again")
        why = f"{about['name']} is a broken {kind.upper()}; {advice}"
        return {"error": ["Not read", why]}
    return {"article": {**taken.article.to_json(), "text": taken.article.text}, "encoding": taken.encoding}


def _tell(answers: BinaryIO, answer: Json) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _lower(which: int, wanted: int) -> None:
    """Set the soft limit; the hard one stays, which may be lower already."""
    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _end_with(parent: int) -> None:
    """Look every second whether the program is still there: it may be killed while a file is being read."""

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)
