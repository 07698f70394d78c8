"""One extractor over many texts, in processes of their own when there are enough of them to be worth it.

Answers come in the order of the texts, and no more texts are taken than can be worked on soon.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Final, TypeVar

from extract.extractor import Extractor
from extract.registry import get_extractor
from store.errors import StetError
from store.fields import Suggestions

Key = TypeVar("Key")
Answer = Suggestions | StetError

CHUNK: Final = 16
"""Texts sent to a process at once."""
WORTH_IT: Final = 4 * CHUNK
"""Fewer texts than these are done sooner without starting processes."""

_extractor: Extractor | None = None


def suggest_all(
    name: str, texts: Iterable[tuple[Key, str]], workers: int | None = None
) -> Generator[tuple[Key, Answer], None, None]:
    """`name` is as `get_extractor` takes it; `workers` is the number of processors unless told.

    A text on which the extractor fails is answered by a `StetError`, and the others go on.
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
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(name,))
    try:
        while True:
            while len(waiting) < 2 * workers and (chunk := list(islice(texts, CHUNK))):
                waiting.append(([key for key, _ in chunk], pool.submit(_work, [text for _, text in chunk])))
            if not waiting:
                return
            keys, future = waiting.popleft()
            yield from zip(keys, future.result(), strict=True)
    except BrokenProcessPool:
        raise StetError(
            "Extraction stopped", "a process was ended from outside, memory may be short; run again"
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _start(name: str) -> None:
    global _extractor  # a process has one
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is the parent's to answer
    _extractor = get_extractor(name)


def _work(texts: list[str]) -> list[Answer]:
    assert _extractor is not None
    return [_answer(_extractor, text) for text in texts]


def _answer(extractor: Extractor, text: str) -> Answer:
    try:
        return extractor.suggest(text)
    except StetError as error:
        return error
    except Exception as error:  # an extractor of another package may raise anything
        return StetError("Not extracted", f"{extractor.name} failed: {type(error).__name__}: {error}")
