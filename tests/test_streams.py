"""Standard streams that are closed, full, or left by their reader: one line where it can be said, never a traceback."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from reader_driver import article, suggestions
from terminals import STET

from store.library.folder import FolderLibrary

TEXT = "Mayor Ida Berg said 12 people were hurt."
PRINTING = {
    "list": "list",
    "list --json": "list --json",
    "stats --json": "stats --json",
    "keys": "keys",
    "extract": "extract report.txt",
    "export": "export -f jsonl",
    "help": "--help",
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    FolderLibrary(tmp_path / "library").add(article(), suggestions())
    (tmp_path / "report.txt").write_text(TEXT)
    return tmp_path


def run(desk: Path, line: str) -> subprocess.CompletedProcess[str]:
    """A line of a shell in which `stet` is ours."""
    environment = {**os.environ, "STET_LIBRARY": "library", "PATH": f"{STET.parent}:{os.environ['PATH']}"}
    words = ["/bin/bash", "-o", "pipefail", "-c", line]
    return subprocess.run(words, cwd=desk, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", PRINTING)
def test_a_full_disk_behind_standard_output_is_said_in_one_line(command: str, desk: Path) -> None:
    done = run(desk, f"stet {PRINTING[command]} > /dev/full")
    assert (done.returncode, done.stderr) == (1, "stet: Standard output: No space left on device\n")


def test_a_closed_standard_output_is_said_in_one_line(desk: Path) -> None:
    done = run(desk, "stet list >&-")
    assert (done.returncode, done.stderr) == (1, "stet: Standard output: it is closed\n")


def test_who_prints_nothing_needs_no_standard_output(desk: Path) -> None:
    done = run(desk, "stet add report.txt >&-")
    assert (done.returncode, done.stderr) == (0, "1 added\n")


@pytest.mark.parametrize("command", ["add -", "extract -", "extract --jsonl -", "suggest", "list", "remove Grain", ""])
def test_a_closed_standard_input(command: str, desk: Path) -> None:
    done = run(desk, f"stet {command} <&-")
    reads = command not in ("suggest", "list")
    assert done.returncode == (1 if reads else 0)
    assert len(done.stderr.splitlines()) <= 2
    assert "Traceback" not in done.stderr
    assert "Internal" not in done.stderr
    assert not reads or "stet: " in done.stderr


@pytest.mark.parametrize("end", ["2>&-", "2>/dev/full"])
def test_what_nobody_can_hear_is_not_said_and_the_status_tells(end: str, desk: Path) -> None:
    assert run(desk, f"stet add missing.txt {end}").returncode == 1
    done = run(desk, f"stet list --json {end}")
    assert done.returncode == 0
    assert "Grain store burns" in done.stdout
    assert run(desk, f"stet check {end}").returncode == 0, "nothing was written into a file that took its place"


def test_all_of_them_closed(desk: Path) -> None:
    done = run(desk, "stet list <&- >&- 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert run(desk, "stet check").returncode == 0


def test_a_reader_who_has_had_enough_is_no_error(desk: Path) -> None:
    done = run(desk, "stet keys | head -n 1")
    assert done.stdout == "In the article and in the fields:\n"
    assert done.stderr == ""
