"""A save that is killed, refused or cut short at any moment: wholly old or wholly new, said, and made good."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import Annotator, article, record, suggestions
from faulty import FAULTS, Disk, Journal, Killed, Sync, lay_out

from store.errors import StetError
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.record import Record

OTHER = "The harbour reopened at dawn."


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """A library with two articles, one of them corrected."""
    library = FolderLibrary(tmp_path / "start")
    library.add(article(OTHER), type(suggestions())())
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    library.commit(record().id, hand.pending)
    return library.path


def save(library: FolderLibrary) -> None:
    hand = Annotator(library.load(record().id), "ben")
    hand.act(actions.reject(hand.record, ["l2"]))
    library.commit(record().id, hand.pending)


def add(library: FolderLibrary) -> None:
    library.add(article("A third text."), type(suggestions())())


def remove(library: FolderLibrary) -> None:
    library.remove(article(OTHER).id)


def first(library: FolderLibrary) -> None:
    """The first article makes the library."""
    library.add(article(), suggestions())


Act = Callable[[FolderLibrary], None]


def state(path: Path) -> dict[str, Record]:
    library = FolderLibrary(path)
    names = [file.stem for file in sorted(path.glob("records/*/*.json"))]
    return {name: library.load(name) for name in names}


def run(path: Path, act: Act, disk: Disk) -> str | None:
    """What was said, or `killed`, or None where nothing went wrong."""
    library = FolderLibrary(path)
    with disk.in_place():
        try:
            act(library)
        except StetError as error:
            return error.message
        except Killed:
            return "killed"
        finally:
            disk.dead = False
            if "index_sync" in vars(library):
                library.index_sync.close()
    return None


@pytest.mark.parametrize("act", [save, add, remove, first])
@pytest.mark.parametrize("fault", FAULTS)
def test_every_call_of_a_save_may_fail(start: Path, tmp_path: Path, act: Act, fault: str) -> None:
    def fresh(name: str) -> Path:
        path = tmp_path / name
        if act is first:
            path.mkdir()
        else:
            shutil.copytree(start, path)
        return path

    counting = Disk()
    old = state(fresh("old"))
    assert run(fresh("new"), act, counting) is None
    new = state(tmp_path / "new")
    assert old != new
    for at in range(1, counting.count + 1):
        path = fresh(f"try-{at}")
        said = run(path, act, Disk(at=at, error=FAULTS[fault]))
        found = state(path)
        assert found in (old, new), (at, counting.log[at - 1])
        if said is None:
            assert found == new
        else:
            assert "\n" not in said
            if fault == "ENOSPC" and said != "killed":
                assert "the disk is full" in said
        again = run(path, act, Disk())
        assert again is None or (act is remove and found == new)
        assert state(path) == new
        assert not list(path.rglob(".*.tmp"))
        shutil.rmtree(path)


@pytest.mark.parametrize("act", [save, add, first])
def test_a_signal_as_any_call_of_a_save_returns_leaves_no_file_behind(start: Path, tmp_path: Path, act: Act) -> None:
    def fresh(name: str) -> Path:
        path = tmp_path / name
        if act is first:
            path.mkdir()
        else:
            shutil.copytree(start, path)
        return path

    def stop(at: int) -> Disk:
        def returned(*_: object) -> None:
            if disk.count == at:
                raise Killed

        disk = Disk()
        disk.after = returned
        return disk

    counting = Disk()
    run(fresh("all"), act, counting)
    ended = set()
    for at in range(1, counting.count + 1):
        path = fresh(f"try-{at}")
        ended.add(run(path, act, stop(at)))  # None where the call raised an error of its own
        assert not list(path.rglob(".*.tmp")), (at, counting.log[at - 1])
    assert "killed" in ended


@pytest.mark.parametrize("act", [save, add])
def test_what_failed_at_its_last_step_is_written_again_before_it_counts_as_saved(start: Path, act: Act) -> None:
    """The new file is there, but its name may not be on disk: finding it there is no proof."""
    counting = Disk()
    shutil.copytree(start, start.with_name("copy"))
    assert run(start.with_name("copy"), act, counting) is None
    library = FolderLibrary(start)
    hand = Annotator(library.load(record().id), "ben")
    hand.act(actions.reject(hand.record, ["l2"]))

    def again() -> None:
        if act is save:
            library.commit(record().id, hand.pending)
        else:
            add(library)

    with Disk(at=counting.count, error=errno.EIO).in_place(), pytest.raises(StetError, match="the disk failed"):
        again()
    retried = Disk()
    with retried.in_place():
        again()
    assert retried.log[-4:] == ["write", "fsync", "rename", "fsync"]


@pytest.mark.parametrize("indexed", [True, False])
def test_a_library_that_can_only_be_read_is_read_and_says_why_it_is_not_saved(start: Path, indexed: bool) -> None:
    if indexed:
        library = FolderLibrary(start)
        assert len(list(library.find())) == 2
        library.index_sync.close()
    before = {path: path.read_bytes() for path in sorted(start.rglob("*")) if path.is_file()}
    with Disk(at=1, always=True, error=errno.EROFS).in_place():
        library = FolderLibrary(start)
        assert library.load(record().id).decided == 1
        assert [line.title for line in library.find("smoke")] == ["Ferry fire"]
        assert len(list(library.find())) == 2
        for act in (save, add, remove):
            with pytest.raises(StetError, match="the disk is read-only; copy the library to another disk"):
                act(library)
        library.index_sync.close()
    assert {path: path.read_bytes() for path in sorted(start.rglob("*")) if path.is_file()} == before


def test_an_article_that_another_program_holds_is_said(start: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.disk.atomic.LOCK_PATIENCE", 0.0)
    with (
        FolderLibrary(start).files.lock(record().id),
        pytest.raises(StetError, match="another program has locked the article"),
    ):
        save(FolderLibrary(start))
    save(FolderLibrary(start))


def journal_of(path: Path, act: Act) -> Journal:
    journal = Journal(path)
    assert run(path, act, Disk(after=journal.record)) is None
    return journal


@pytest.mark.parametrize("act", [save, add, remove, first])
def test_no_power_cut_leaves_a_record_in_pieces_or_takes_back_what_was_saved(
    start: Path, tmp_path: Path, act: Act
) -> None:
    if act is first:
        start = tmp_path / "first"
        start.mkdir()
    old = state(start)
    journal = journal_of(start, act)
    new = state(start)
    assert old != new
    assert check(journal, old, new, tmp_path) > 3


def test_the_model_fails_where_a_sync_is_taken_out(start: Path, tmp_path: Path) -> None:
    """The syncs of a save are the file's and its folder's; without either, something is lost."""
    old = state(start)
    journal = journal_of(start, save)
    new = state(start)
    syncs = [op for op in journal.ops if isinstance(op, Sync)]
    assert len(syncs) == 2
    for sync in syncs:
        with pytest.raises((AssertionError, StetError)):
            check(journal, old, new, tmp_path, without=sync)


def check(
    journal: Journal, old: dict[str, Record], new: dict[str, Record], tmp_path: Path, without: Sync | None = None
) -> int:
    seen: dict[str, bool] = {}
    for ended, files in journal.states(without):
        key = repr(files)
        if seen.get(key, False) >= ended and key in seen:
            continue
        seen[key] = ended
        path = Path(tempfile.mkdtemp(dir=tmp_path))
        lay_out(path, files)
        found = state(path)
        assert found == new if ended else found in (old, new)
        shutil.rmtree(path)
    return len(seen)
