"""A workbook that cannot be written: said in one line, whatever the system refuses, and nothing is said later."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from factories import record
from faulty import Disk

from extract.words import sentences
from store.errors import StetError
from store.formats.export import export

pytest.importorskip("openpyxl")
from openpyxl.worksheet._writer import _openpyxl_shutdown


def write_workbook(folder: Path) -> None:
    export("xlsx", [record()], folder / "made.xlsx", include_suggested=True, sentences=sentences)


@contextmanager
def descriptors(free: int) -> Iterator[None]:
    """The program may open so many files more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_each_sheet_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    write_workbook(tmp_path)
    (tmp_path / "made.xlsx").unlink()
    refused = 0
    while not (tmp_path / "made.xlsx").exists():
        with descriptors(free=refused):
            try:
                write_workbook(tmp_path)
            except StetError as error:
                assert error.title == "Not exported"
                refused += 1
    assert refused > 5
    assert [path.name for path in tmp_path.iterdir()] == ["made.xlsx"]


def test_files_that_cannot_be_removed_are_said_once_and_not_again_at_the_end_of_the_program(tmp_path: Path) -> None:
    with Disk(at=1, always=True, error=errno.EIO, calls=("remove", "unlink")).in_place():
        with pytest.raises(StetError, match="Input/output error"):
            write_workbook(tmp_path)
        _openpyxl_shutdown()
