"""Signals, suspending and hanging up, on a real terminal: all is saved, the terminal is whole, nothing lives on."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import factories
import halting
import pytest
from reader_driver import OTHER_TEXT, TEXT, article, suggestions
from terminals import LONG, STET, Terminal, children, terminal, until, wait_for_end
from test_adjudicator import shelf as in_conflict
from test_reader_trouble import allow, refuse

from store.library.folder import FolderLibrary
from store.sync.conflicts import disputed

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
ARTICLE = article().id


@pytest.fixture
def library(tmp_path: Path) -> FolderLibrary:
    made = FolderLibrary(tmp_path / "library")
    made.add(article(), suggestions())
    return made


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """The article as a file."""
    file = tmp_path / "report.txt"
    file.write_text(TEXT)
    return file


def is_saved(library: FolderLibrary) -> bool:
    return FolderLibrary(library.path).load(ARTICLE).fields["p1"].status == "accepted"


def accept(reader: Terminal) -> None:
    """Let the first field stand, and see that it does."""
    reader.expect("Petra Lindqvist")
    reader.type("a")
    reader.expect("1 of 8 decided")


@contextmanager
def locked(library: FolderLibrary) -> Iterator[None]:
    """No save gets through meanwhile: another program holds the article."""
    name = next(name for name in (library.path / "locks").iterdir() if name.name == ARTICLE[:2])
    with name.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


PLACES = {
    "the reader": ("", "1 of 8", signal.SIGTERM),
    "the shelf": ("g", "enter read", signal.SIGHUP),
    "the list of flags": ("F", "flags and notes", signal.SIGQUIT),
    "a question": ("d", "back", signal.SIGHUP),
    "the palette": ("\x10", "What to do", signal.SIGQUIT),
    "an open editor": ("1e", "longer:", signal.SIGTERM),
}


@LINUX
@pytest.mark.parametrize("place", PLACES)
def test_a_signal_ends_it_saved_and_with_the_terminal_whole(place: str, library: FolderLibrary, named: Path) -> None:
    keys, seen, number = PLACES[place]
    with terminal(STET, "--library", library.path, named) as reader:
        accept(reader)
        if keys:
            reader.forget()
            reader.type(keys)
            reader.expect(seen)
        assert not reader.is_whole
        reader.kill(number)
        assert reader.end() == -number
        assert reader.is_whole
        assert "Traceback" not in reader.text
    assert is_saved(library)


def test_settling_conflicts_ends_so_too(tmp_path: Path) -> None:
    library = in_conflict(tmp_path / "library")
    with terminal(STET, "adjudicate", "--library", library.path) as judge:
        judge.expect("settled")
        judge.type("1")
        judge.expect("1 of 3")
        judge.kill(signal.SIGTERM)
        assert judge.end() == -signal.SIGTERM
        assert judge.is_whole
    assert len(disputed(FolderLibrary(library.path).load(factories.article().id))) == 2


def test_the_tour_leaves_nothing_behind(tmp_path: Path) -> None:
    with terminal(STET, "tour", TMPDIR=str(tmp_path)) as tour:
        tour.expect("1 of ")
        assert list(tmp_path.iterdir())
        tour.kill(signal.SIGHUP)
        assert tour.end() == -signal.SIGHUP
        assert tour.is_whole
    assert not list(tmp_path.iterdir())


def test_it_waits_for_what_is_on_its_way_to_the_disk(library: FolderLibrary, named: Path) -> None:
    with terminal(STET, "--library", library.path, named) as reader:
        reader.expect("Petra Lindqvist")
        with locked(library):
            reader.type("a")
            reader.expect("1 of 8 decided")
            reader.kill(signal.SIGTERM)
            reader.expect("Waiting for the disk")
        assert reader.end() == -signal.SIGTERM
        assert reader.is_whole
        assert "Not saved" not in reader.text
    assert is_saved(library)


def test_a_second_signal_does_not_wait(library: FolderLibrary, named: Path) -> None:
    with terminal(STET, "--library", library.path, named) as reader:
        reader.expect("Petra Lindqvist")
        with locked(library):
            reader.type("a")
            reader.expect("1 of 8 decided")
            reader.kill(signal.SIGTERM)
            reader.expect("Waiting for the disk")
            reader.kill(signal.SIGQUIT)
            assert reader.end() == -signal.SIGQUIT
        assert reader.is_whole
    assert not is_saved(library)


def test_what_cannot_be_saved_is_said_when_the_terminal_is_whole(library: FolderLibrary, named: Path) -> None:
    with terminal(STET, "--library", library.path, named) as reader:
        reader.expect("Petra Lindqvist")
        refuse(library.path)
        reader.type("a")
        reader.expect("NOT SAVED")
        reader.kill(signal.SIGTERM)
        assert reader.end() == -signal.SIGTERM
        assert reader.is_whole
        assert "stet: Not saved: " in reader.text
    allow(library.path)


def test_a_terminal_that_hangs_up_ends_it(library: FolderLibrary, named: Path) -> None:
    with terminal(STET, "--library", library.path, named) as reader:
        accept(reader)
        reader.hang_up()
        assert reader.process.wait(LONG) == -signal.SIGHUP
    assert is_saved(library)


def test_a_terminal_that_hangs_up_ends_it_where_the_signal_is_ignored(library: FolderLibrary, named: Path) -> None:
    words = f"trap '' HUP; exec {STET} --library {library.path} {named}"
    with terminal("/bin/sh", "-c", words) as reader:
        accept(reader)
        reader.hang_up()
        assert reader.process.wait(LONG) == -signal.SIGHUP
    assert is_saved(library)


@pytest.fixture
def rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Articles of which the last but one is never finished with."""
    halting.install(tmp_path / "packages", monkeypatch)
    (tmp_path / "config.toml").write_text('extractor = "halting:waits"\n')
    monkeypatch.setenv("STET_CONFIG", str(tmp_path / "config.toml"))
    files = [tmp_path / f"rest-{count}.txt" for count in range(8)]
    for count, file in enumerate(files):
        file.write_text(f"{count}. {halting.HERE if count == 6 else OTHER_TEXT}")
    return files


def added(library: FolderLibrary) -> int:
    return len(list((library.path / "texts").rglob("*.txt")))


@LINUX
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_adding_the_rest_of_the_queue_ends_with_the_program(
    number: int, library: FolderLibrary, named: Path, rest: list[Path]
) -> None:
    with terminal(STET, "--library", library.path, named, *rest) as reader:
        accept(reader)
        until(lambda: added(library) > 3)
        others = children(reader.process.pid)
        assert others
        reader.kill(number)
        assert reader.end() == -number
        wait_for_end(others)
        assert reader.is_whole == (number != signal.SIGKILL)
    assert is_saved(library)
    assert added(library) <= len(rest)


@LINUX
def test_the_reader_says_that_the_rest_of_the_queue_is_not_added(
    library: FolderLibrary, named: Path, rest: list[Path]
) -> None:
    with terminal(STET, "--library", library.path, named, *rest) as reader:
        reader.expect("Petra Lindqvist")
        until(lambda: added(library) > 3)
        os.kill(max(children(reader.process.pid)), signal.SIGKILL)
        reader.expect("Not all of the queue is added")
        reader.type("\x11")
        assert reader.end() == 0


@contextmanager
def shell() -> Iterator[Terminal]:
    """One with job control."""
    with terminal("/bin/bash", "--norc", "--noprofile", "-i", PS1="READY> ", TERM="dumb") as opened:
        opened.expect("READY> ")
        yield opened


@LINUX
def test_ctrl_z_goes_back_to_the_shell_and_fg_comes_back_to_all_that_was_there(
    library: FolderLibrary, named: Path
) -> None:
    with shell() as desk:
        whole = desk.modes
        desk.type(f"TERM=xterm-256color {STET} --library {library.path} {named}\n")
        accept(desk)
        desk.type("d")
        desk.expect("leave them undecided")
        desk.type("\x1a")
        desk.expect("Stopped")
        desk.expect("READY> ")
        assert desk.modes == whole
        assert is_saved(library)
        desk.type("stty -a\n")
        assert " icanon" in desk.expect("READY> ")
        desk.type("fg\n")
        for words in ("Grain store burns", "Flames tore through", "Petra Lindqvist"):
            desk.expect(words)
        desk.expect("leave them undecided")
        assert {"1049", "1003", "kitty"} <= desk.modes
        desk.type("\x1b")
        desk.type("\x11")
        desk.expect("READY> ")
        assert desk.modes == whole


@LINUX
def test_it_can_be_stopped_from_outside_and_ended_while_it_is_stopped(library: FolderLibrary, named: Path) -> None:
    with shell() as desk:
        whole = desk.modes
        desk.type(f"TERM=xterm-256color {STET} --library {library.path} {named}\n")
        accept(desk)
        (reader,) = children(desk.process.pid)
        os.kill(reader, signal.SIGTSTP)
        desk.expect("Stopped")
        desk.expect("READY> ")
        assert desk.modes == whole
        desk.type("bg\n")
        desk.expect("READY> ")
        desk.type("kill %1; wait %1; echo it was $?\n")
        desk.expect("it was 143")
        desk.expect("READY> ")
        desk.type("stty -a\n")
        assert " icanon" in desk.expect("READY> ")
        assert desk.modes == whole
