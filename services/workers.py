"""One extractor over many texts, in processes of their own when there are enough of them to be worth it.

Answers come in the order of the texts, and no more texts are taken than can be worked on soon. How a process ends
with the program is the business of `processes`.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from multiprocessing.connection import Connection
from threading import Lock
from typing import Final, TypeVar

from extract.extractor import Extractor
from extract.registry import get_extractor
from services.processes import Process
from store.errors import StetError
from store.model.fields import Suggestions

Key = TypeVar("Key")
Answer = Suggestions | StetError

CHUNK: Final = 16
"""Texts sent to a process at once."""
WORTH_IT: Final = 4 * CHUNK
"""Fewer texts than these are done sooner without starting processes."""
IN_VAIN: Final = 5
"""Processes ended from outside without an answer in between, after which no more are started."""
_ENDED: Final = "ended from outside, memory may be short; run again"


def suggest_all(
    name: str, texts: Iterable[tuple[Key, str]], workers: int | None = None
) -> Generator[tuple[Key, Answer], None, None]:
    """`name` is as `get_extractor` takes it; `workers` is the number of processors unless told.

    A text on which the extractor fails, or at which its process is ended (the system does where memory is short), is
    answered by a `StetError`, and the others go on.
    """
    rest = iter(texts)
    first = list(islice(rest, WORTH_IT))
    workers = workers or os.cpu_count() or 1
    if len(first) < WORTH_IT or workers == 1:
        extractor = get_extractor(name)
        for key, text in _chained(first, rest):
            yield key, _answer(extractor, text)
        return
    yield from _in_processes(name, _chained(first, rest), workers)


def _chained(first: list[tuple[Key, str]], rest: Iterator[tuple[Key, str]]) -> Iterator[tuple[Key, str]]:
    yield from first
    yield from rest


def _in_processes(name: str, texts: Iterator[tuple[Key, str]], workers: int) -> Iterator[tuple[Key, Answer]]:
    get_extractor(name)  # one that is not there is said here, once
    waiting: deque[tuple[list[Key], Future[list[Answer]]]] = deque()
    crew = _Crew(name)
    pool = ThreadPoolExecutor(workers, thread_name_prefix="stet-extractor")
    try:
        while True:
            while len(waiting) < 2 * workers and (chunk := list(islice(texts, CHUNK))):
                waiting.append(([key for key, _ in chunk], pool.submit(crew.ask, [text for _, text in chunk])))
            if not waiting:
                return
            keys, future = waiting.popleft()
            yield from zip(keys, future.result(), strict=True)
    finally:
        crew.kill()
        pool.shutdown(cancel_futures=True)
        crew.stop()


class _Crew:
    """The processes of one run: each is started, asked and waited for by a thread of its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._own = threading.local()
        self._lock = Lock()
        self._processes: set[Process] = set()
        self._killed = False
        self._in_vain = 0

    def ask(self, texts: list[str]) -> list[Answer]:
        """An answer to each text, also to the one at which the process was ended; the next one gets a new process."""
        answers: list[Answer] = []
        while len(answers) < len(texts):
            process = self._process()
            if process.has_ended():  # with no text in hand
                self._forget(process)
                continue
            try:
                process.connection.send(texts[len(answers) :])
                while len(answers) < len(texts):
                    answers.append(process.connection.recv())
                    self._in_vain = 0
            except (EOFError, OSError):
                self._forget(process)
                answers.append(StetError("Not extracted", f"its process was {_ENDED}"))
        return answers

    def kill(self) -> None:
        """End all of them now; whoever waits for one gets no more answers."""
        with self._lock:
            self._killed = True
            for process in self._processes:
                process.kill()

    def stop(self) -> None:
        """For the end, when no thread asks any more."""
        for process in self._processes:
            process.stop()

    def _process(self) -> Process:
        process: Process | None = getattr(self._own, "process", None)
        if process is None:
            with self._lock:
                if self._killed or self._in_vain == IN_VAIN:
                    raise StetError("Extraction stopped", f"its processes were {_ENDED}")
                process = self._own.process = Process(_work, self._name)
                self._processes.add(process)
        return process

    def _forget(self, process: Process) -> None:
        with self._lock:
            self._own.process = None
            self._processes.discard(process)
            self._in_vain += 1
        process.stop()


def _work(connection: Connection, name: str) -> None:
    """What a process does: an answer to each text of each list that comes."""
    extractor = get_extractor(name)
    while True:
        for text in connection.recv():
            connection.send(_answer(extractor, text))


def _answer(extractor: Extractor, text: str) -> Answer:
    try:
        return extractor.suggest(text)
    except StetError as error:
        return error
    except Exception as error:  # noqa: BLE001  # an extractor of another package may raise anything
        return StetError("Not extracted", f"{extractor.name} failed: {type(error).__name__}: {error}")
