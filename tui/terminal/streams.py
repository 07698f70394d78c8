"""The three standard streams as the program finds them: closed, on a full disk, or with nobody at the other end.

A closed one must not be taken by the next file that is opened: messages would be written into it. What cannot be read
or written raises a `StetError` that says which; what cannot be written on standard error is dropped.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING, Final

from store.errors import StetError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_MODES: Final = (os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)
"""How the empty device is opened where a stream is closed: nothing can be read, nor written but on standard error."""


class _Input(io.FileIO):
    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise StetError("Standard input", _why(error)) from error

    def readall(self) -> bytes:
        try:
            return super().readall()
        except OSError as error:
            raise StetError("Standard input", _why(error)) from error


class _Output(io.FileIO):
    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise  # who reads it has had enough, which is no error
        except OSError as error:
            raise StetError("Standard output", _why(error)) from error


class _Error(io.FileIO):
    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def take() -> None:
    """Put our own in the place of Python's, where nobody else has put theirs."""
    for number, mode in enumerate(_MODES):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # gets the lowest number that is free, which is this one
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_Input(0, closefd=False)), "utf-8")
    if sys.stdout is sys.__stdout__:
        raw = _Output(1, "w", closefd=False)
        like = sys.stdout
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(raw),
            like.encoding if like else "utf-8",
            like.errors if like else "strict",
            line_buffering=raw.isatty(),
            write_through=bool(getattr(like, "write_through", False)),
        )
    if sys.stderr is sys.__stderr__:
        sys.stderr = error_stream()


def error_stream() -> io.TextIOWrapper:
    """Standard error, on which what cannot be written is dropped."""
    encoding = sys.__stderr__.encoding if sys.__stderr__ else "utf-8"
    return io.TextIOWrapper(
        io.BufferedWriter(_Error(2, "w", closefd=False)), encoding, "backslashreplace", line_buffering=True
    )


def give_up() -> None:
    """What is left on standard output is not written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _why(error: OSError) -> str:
    return "it is closed" if error.errno == errno.EBADF else str(error.strerror)
