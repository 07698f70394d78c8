"""One library asked, corrected, damaged and left by several threads at once."""

from __future__ import annotations

import gc
import os
import sqlite3
import threading
from functools import partial
from pathlib import Path

import pytest
from at_once import Crowd, filled, no_doubts

from store.index.database import Index
from store.library.folder import FolderLibrary
from store.model.fields import Suggestions
from store.model.record import Article

PAGE = 40


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that answers of several need no thousand articles."""
    monkeypatch.setattr("store.index.database.PAGE", PAGE)


def test_threads_that_ask_and_correct_while_the_index_is_damaged_are_answered_as_one_alone(tmp_path: Path) -> None:
    count = 2 * PAGE + 20
    library = filled(tmp_path / "library", count)
    crowd = Crowd(library, count)
    for kind in crowd.answers:
        crowd.ask(kind)
    crowd.run(
        [
            ("word", partial(crowd.ask, "word"), range(200)),
            ("list", partial(crowd.ask, "list"), range(400)),
            ("count", partial(crowd.ask, "count"), range(200)),
            ("commit", crowd.commit, range(210)),
            ("damage", crowd.damage, range(20)),
        ]
    )
    assert crowd.wrong == []
    assert crowd.seen["damage"] == 20
    assert library.count() == {"new": 90, "done": 10}, "40 were done and reopened twice, 10 done again"


def connections_open(path: Path) -> int:
    """To the index: this process's descriptors of its file."""
    links = list(Path("/proc/self/fd").iterdir())
    return sum(str(link.readlink()).startswith(str(path / "index.sqlite")) for link in links if link.is_symlink())


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no list of descriptors here")
def test_threads_that_have_ended_leave_no_connection_open(tmp_path: Path) -> None:
    library = filled(tmp_path / "library", 3)
    assert sum(library.count().values()) == 3
    for _ in range(3):  # SQLite keeps a descriptor for the next connection where it may not close it yet
        thread = threading.Thread(target=library.count)
        thread.start()
        thread.join()
    few = connections_open(library.path)
    for _ in range(20):
        thread = threading.Thread(target=library.count)
        thread.start()
        thread.join()
    assert connections_open(library.path) <= few
    library.index_sync.discard()
    library.index_sync.close()
    gc.collect()
    assert connections_open(library.path) == 0


def test_who_reads_an_index_that_is_replaced_finishes_on_the_old_one(tmp_path: Path) -> None:
    count = PAGE + 10
    library = filled(tmp_path / "library", count)
    answers = library.find(order="title")
    first = next(answers)
    library.index_sync.discard()
    assert len(list(library.ids())) == count, "from a new one"
    assert [first.id, *(summary.id for summary in answers)] == [f"wire/{number}" for number in range(count)]


def test_no_answer_that_is_not_wholly_taken_holds_up_a_removal(tmp_path: Path) -> None:
    library = filled(tmp_path / "library", PAGE + 10)
    answers = library.find(order="title")
    next(answers)
    FolderLibrary(library.path).remove(f"wire/{PAGE + 1}")
    assert not (library.path / "index.sqlite-wal").stat().st_size
    assert len([*answers]) == PAGE + 8, "without the one that is gone"


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the suite's own threads hold nothing of ours
def test_a_forked_process_asks_over_connections_of_its_own(tmp_path: Path) -> None:
    library = filled(tmp_path / "library", 3)
    held = library.index_sync.index()
    child = os.fork()
    if child == 0:
        try:
            other = library.index_sync.index()
            os._exit(0 if other is not held and sum(library.count().values()) == 3 else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert library.index_sync.index() is held
    library.add(Article("new", "It rained in Oslo."), Suggestions())
    assert list(library.ids("oslo")) == ["new"]


def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    index = filled(tmp_path / "library", 1).index_sync.index()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        index.set_shard("00", None)


def test_what_two_programs_index_at_once_each_of_them_indexes_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other indexes all that is new while the one is between two of its batches."""
    monkeypatch.setattr("store.index.sync.BATCH", 1)
    filled(tmp_path / "library", 6)
    one, other = FolderLibrary(tmp_path / "library", no_doubts), FolderLibrary(tmp_path / "library", no_doubts)
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        if not told:
            assert sum(other.count().values()) == 6
        told.append((done, total))

    one.index_sync.index(progress)
    assert told == [(done, 6) for done in range(1, 7)], "and not begun again"
    assert sum(one.count().values()) == 6


def test_an_index_file_that_another_program_replaced_is_opened_again(tmp_path: Path) -> None:
    one, other = filled(tmp_path / "library", 2), FolderLibrary(tmp_path / "library")
    assert sum(one.count().values()) == 2
    other.index_sync.discard()
    assert sum(other.count().values()) == 2
    one.remove("wire/1")
    left = Index(f"{(tmp_path / 'library' / 'index.sqlite').as_uri()}?mode=ro")
    assert left.count() == {"new": 1}, "it is taken out of the file that is there, not of the one that was"
