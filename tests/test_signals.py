"""Commands without a screen that are ended from outside, and the processes that work for them."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import halting
import pytest
from factories import article, suggestions
from terminals import LONG, STET, children, terminal, until, wait_for_end

from store.library.folder import FolderLibrary

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
COUNT = 96
LATE = 70
"""The text at which the extractor halts: those of the first messages to its processes are added."""
COMES_WHILE_A_CLASS_IS_MADE = """
import os, signal
class Attribute:
    def __set_name__(self, owner, name):
        signal.raise_signal({})
os.replace = lambda *_, **__: type("Made", (), dict(it=Attribute()))
from tui.commands.cli import main
main()
"""
"""Python makes a RuntimeError of what is raised there."""
COMES_IN_A_FINALIZER = """
import os, signal, threading
class Dropped:
    def __del__(self):
        signal.raise_signal({})
def replace(*_, **__):
    Dropped()
    threading.Event().wait()
os.replace = replace
from tui.commands.cli import main
main()
"""
"""Python drops what is raised there."""


@pytest.fixture
def wire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As many texts as processes are started for, and one at which the extractor halts."""
    halting.install(tmp_path / "packages", monkeypatch)
    file = tmp_path / "wire.csv"
    lines = (f"{number}. {halting.HERE if number == LATE else 'Rain.'}" for number in range(COUNT))
    file.write_text("\n".join(["text", *lines, ""]))
    return file


def added(library: Path) -> int:
    return len(list((library / "texts").rglob("*.txt")))


@contextmanager
def adding(library: Path, wire: Path) -> Iterator[tuple[subprocess.Popen[str], set[int]]]:
    """`stet add` at work, and the processes that work for it."""
    words: list[str | Path] = [STET, "add", "--library", library, "--jobs", "2", "--extractor", "halting:waits", wire]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        until(lambda: added(library) > 0)
        others = children(process.pid)
        assert len(others) >= 2
        yield process, others


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_adding_ends_with_all_that_works_for_it(number: int, tmp_path: Path, wire: Path) -> None:
    library = tmp_path / "library"
    with adding(library, wire) as (process, others):
        process.send_signal(number)
        _, said = process.communicate(timeout=LONG)  # to the end of standard error, which nobody else holds then
        wait_for_end(others)
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    assert "Traceback" not in said
    assert ("stopped" in said) == (number == signal.SIGINT)
    assert 0 < added(library) < COUNT
    on_its_way = {"it has no record"}
    if number == signal.SIGKILL:  # which leaves no time to take a half-written file away
        on_its_way.add("a save was interrupted before it was reported as saved")
    assert {finding.what for finding in FolderLibrary(library).check()} <= on_its_way, "a text at most, on its way"


def test_a_worker_that_is_killed_costs_one_text(tmp_path: Path, wire: Path) -> None:
    library = tmp_path / "library"
    words: list[str | Path] = [STET, "add", "--library", library, "--jobs", "2", "--extractor", "halting:ends", wire]
    done = subprocess.run(words, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    failed, summary = done.stderr.splitlines()
    assert "killed, perhaps for lack of memory" in failed
    assert summary == f"{COUNT - 1} added, 1 failed"
    assert added(library) == COUNT - 1


def test_the_bar_is_cleared(tmp_path: Path, wire: Path) -> None:
    words = (STET, "add", "--library", tmp_path / "library", "--jobs", "1", "--extractor", "halting:waits", wire)
    with terminal(*words) as desk:
        desk.expect(f"of {COUNT}")
        desk.kill(signal.SIGHUP)
        assert desk.end() == -signal.SIGHUP
        assert desk.is_whole
        assert desk.text.rstrip().splitlines()[-1].endswith(" added")
        assert "Traceback" not in desk.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("comes", [COMES_WHILE_A_CLASS_IS_MADE, COMES_IN_A_FINALIZER], ids=["changes", "drops"])
def test_a_signal_whose_error_python_changes_or_drops_still_ends_the_program(
    number: int, comes: str, tmp_path: Path
) -> None:
    code = comes.format(int(number))
    FolderLibrary(tmp_path / "library").add(article(), suggestions())
    words = [sys.executable, "-c", code, "export", "--library", "library", "-f", "jsonl", "-o", "out"]
    ended = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=LONG)
    if number == signal.SIGINT:
        assert (ended.returncode, ended.stderr.strip()) == (130, "stet: stopped")
    else:
        assert (ended.returncode, ended.stderr.strip()) == (-number, "")
