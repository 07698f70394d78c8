"""Runs an extractor over many texts, in parallel processes if there are enough texts.

Answers come in the order of the texts, and only a limited number of texts is read ahead. `processes` ends the
processes with the program.
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
from typing import Any, Final, TypeVar

from extract.extractor import Extractor
from services.processes import Process
from services.settings import load_extractor, open_library
from store.errors import StetError
from store.library.protocol import Library
from store.model.fields import Json, Suggestions

Key = TypeVar("Key")
Answer = Suggestions | StetError

CHUNK: Final = 16
"""Texts sent to a process at once."""
MIN_FOR_PROCESSES: Final = 4 * CHUNK
"""With fewer texts, starting processes takes longer than it saves."""
MAX_CRASHES: Final = 5
"""Processes killed in a row without an answer, after which no more are started."""
_ENDED: Final = "killed, perhaps for lack of memory; run it again"


def suggest_all(
    name: str, texts: Iterable[tuple[Key, str]], workers: int | None = None, library: Library | None = None
) -> Generator[tuple[Key, Answer], None, None]:
    """Each key with its answer. `name` is for `load_extractor`; `workers` is by default the number of processors;
    the word lists are those of the `library`.

    If the extractor fails on a text, or its process is killed (the system does so when memory is short), the answer is
    a `StetError`, and the others go on.
    """
    rest = iter(texts)
    first = list(islice(rest, MIN_FOR_PROCESSES))
    workers = workers or os.cpu_count() or 1
    if len(first) < MIN_FOR_PROCESSES or workers == 1:
        extractor = load_extractor(name, library)
        for key, text in _chained(first, rest):
            yield key, _answer(extractor, text)
        return
    yield from _in_processes(name, _chained(first, rest), workers, library)


def _chained(first: list[tuple[Key, str]], rest: Iterator[tuple[Key, str]]) -> Iterator[tuple[Key, str]]:
    yield from first
    yield from rest


def _in_processes(
    name: str, texts: Iterator[tuple[Key, str]], workers: int, library: Library | None
) -> Iterator[tuple[Key, Answer]]:
    load_extractor(name, library)  # raises here, once, if there is no such extractor
    submitted: deque[tuple[list[Key], Future[list[Answer]]]] = deque()
    processes = _ProcessPool(name, library.address if library is not None else "")
    threads = ThreadPoolExecutor(workers, thread_name_prefix="stet-extractor")
    try:
        while True:
            while len(submitted) < 2 * workers and (chunk := list(islice(texts, CHUNK))):
                submitted.append(
                    ([key for key, _ in chunk], threads.submit(processes.ask, [text for _, text in chunk]))
                )
            if not submitted:
                return
            keys, future = submitted.popleft()
            yield from zip(keys, future.result(), strict=True)
    finally:
        processes.kill()
        threads.shutdown(cancel_futures=True)
        processes.stop()


class _ProcessPool:
    """The processes of one run, each started, asked and awaited by its own thread. `library` is its address."""

    def __init__(self, name: str, library: str) -> None:
        self._name = name
        self._library = library
        self._local = threading.local()
        self._lock = Lock()
        self._processes: set[Process] = set()
        self._killed = False
        self._crashes = 0

    def ask(self, texts: list[str]) -> list[Answer]:
        """One answer per text. If the process is killed, the current text gets an error and the next a new process."""
        answers: list[Answer] = []
        while len(answers) < len(texts):
            process = self._process()
            if process.has_ended():  # while idle
                self._forget(process)
                continue
            try:
                process.connection.send(texts[len(answers) :])
                while len(answers) < len(texts):
                    answers.append(_unpacked(process.connection.recv()))
                    self._crashes = 0
            except (EOFError, OSError):
                self._forget(process)
                answers.append(StetError("Not extracted", f"its process was {_ENDED}"))
        return answers

    def kill(self) -> None:
        """Kill all processes; threads that wait for one get no more answers."""
        with self._lock:
            self._killed = True
            for process in self._processes:
                process.kill()

    def stop(self) -> None:
        """Release all processes, once no thread asks any more."""
        for process in self._processes:
            process.stop()

    def _process(self) -> Process:
        process: Process | None = getattr(self._local, "process", None)
        if process is None:
            with self._lock:
                if self._killed or self._crashes == MAX_CRASHES:
                    raise StetError("Extraction stopped", f"its processes were {_ENDED}")
                process = self._local.process = Process(_work, self._name, self._library)
                self._processes.add(process)
        return process

    def _forget(self, process: Process) -> None:
        with self._lock:
            self._local.process = None
            self._processes.discard(process)
            self._crashes += 1
        process.stop()


def _work(connection: Connection, name: str, library: str) -> None:
    """The program of a process: an answer to each text of each list that it receives."""
    # Opening the library makes its kinds known here too.
    extractor = load_extractor(name, open_library(library) if library else None)
    while True:
        for text in connection.recv():
            connection.send(_packed(_answer(extractor, text)))


def _packed(answer: Answer) -> Answer | Json:
    """Fields of a desk's own kinds as JSON: their classes are made anew in each process."""
    return answer.to_json() if isinstance(answer, Suggestions) and answer.others else answer


def _unpacked(received: Any) -> Answer:
    answer: Answer = Suggestions.from_json(received) if isinstance(received, dict) else received
    return answer


def _answer(extractor: Extractor, text: str) -> Answer:
    try:
        return extractor.suggest(text)
    except StetError as error:
        return error
    except Exception as error:  # noqa: BLE001  # an extractor of another package may raise anything
        return StetError("Not extracted", f"{extractor.name} failed: {type(error).__name__}: {error}")
