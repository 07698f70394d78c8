"""A removal that is refused or killed at any moment hides nothing, can be done again, and leaves nothing in the end."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from factories import article, suggestions
from faulty import FAULTS, Disk, Killed

from store.errors import StetError
from store.library.folder import FolderLibrary
from store.model.fields import Suggestions
from store.model.record import Article

SECRET = "The zyxwvutite was carried past Qqhjkarsk by Ms Vvbnmova."
TRACES = (b"yxwvut", b"qhjkar", b"Qhjkar", b"vbnmov", b"Zztitle", b"ztitle", b"embargoed")
"""Of its text, title and id, without the first letters of words: the index stores those that words share only once."""
TROUBLE = {**FAULTS, "EACCES": errno.EACCES, "EROFS": errno.EROFS}


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after two seconds: what the index has once looked at, it looks at no more unless the folder has changed."""
    monkeypatch.setattr("store.index.sync._SETTLED", 0)


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """Three articles, indexed; one of them is to go."""
    library = FolderLibrary(tmp_path / "start")
    library.add(article(), suggestions())
    library.add(Article("embargoed", SECRET, title="Zztitle"), Suggestions())
    library.add(Article("kept", "The harbour reopened.", title="Dawn"), Suggestions())
    assert len(list(library.find())) == 3
    library.index_sync.close()
    return library.path


def listed(path: Path) -> set[str]:
    library = FolderLibrary(path)
    found = set(library.ids())
    assert {summary.id for summary in library.find()} == found, "nothing is damaged"
    assert {one for one in found if list(library.ids(f"id:{one}")) == [one]} == found, "each is found by its words"
    library.index_sync.close()
    return found


def on_disk(path: Path) -> set[str]:
    library = FolderLibrary(path)
    return {one for one in (article().id, "embargoed", "kept") if one in library}


def traces(path: Path) -> list[tuple[str, bytes]]:
    files = [file for file in path.rglob("*") if file.is_file()]
    return [(file.name, trace) for file in files for trace in TRACES if trace in file.read_bytes()]


def remove(path: Path, disk: Disk) -> str:
    library = FolderLibrary(path)
    with disk.in_place():
        try:
            library.remove("embargoed")
        except StetError as error:
            return error.message
        except Killed:
            return "killed"
        finally:
            disk.dead = False
            library.index_sync.close()
    return ""


def test_no_byte_of_what_was_removed_stays_in_the_library(start: Path) -> None:
    assert {trace for _, trace in traces(start)} >= {b"yxwvut", b"ztitle", b"embargoed"}
    library = FolderLibrary(start)
    library.add(Article("other", SECRET + "..", title="Zztitle embargoed"), Suggestions())
    assert list(library.ids("zyxwvutite")) == ["embargoed", "other"], "the one in the file, the other in its journal"
    library.remove_all(["embargoed", "other"])
    assert traces(start) == [], "while the index is open"
    library.index_sync.close()
    assert traces(start) == []
    assert listed(start) == {article().id, "kept"}


@pytest.mark.parametrize("fault", TROUBLE)
def test_a_removal_that_ends_at_any_call_hides_nothing_and_can_be_done_again(
    start: Path, tmp_path: Path, fault: str
) -> None:
    counting = Disk()
    shutil.copytree(start, tmp_path / "counted")
    assert remove(tmp_path / "counted", counting) == ""
    for at in range(1, counting.count + 1):
        path = tmp_path / f"try-{at}"
        shutil.copytree(start, path)
        assert listed(path) == {article().id, "embargoed", "kept"}
        said = remove(path, Disk(at=at, error=TROUBLE[fault]))
        assert listed(path) == on_disk(path) >= {article().id, "kept"}, (at, counting.log[at - 1])
        assert said or "embargoed" not in on_disk(path)
        assert not list(FolderLibrary(path).check()), "and nothing lies about"
        assert remove(path, Disk()) in ("", f"embargoed is not in the library {path}")
        assert traces(path) == []
        assert listed(path) == {article().id, "kept"}
        shutil.rmtree(path)


def test_where_there_are_no_locks_a_removal_is_refused_and_all_stays_listed(
    start: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    with monkeypatch.context() as patch:
        patch.setattr(fcntl, "flock", flock)
        library = FolderLibrary(start)
        for _ in range(2):
            with pytest.raises(StetError, match="Not removed"):
                library.remove("embargoed")
            assert set(library.ids()) == {article().id, "embargoed", "kept"}
            assert list(library.ids("zyxwvutite")) == ["embargoed"]
        library.index_sync.close()
    assert listed(start) == {article().id, "embargoed", "kept"}


def cut_off(start: Path) -> None:
    """Killed when the record has gone, and its text has not."""
    counting = Disk()
    shutil.copytree(start, start.with_name("counted"))
    assert remove(start.with_name("counted"), counting) == ""
    assert remove(start, Disk(at=counting.log.index("rename") + 2)) == "killed"
    assert on_disk(start) == {article().id, "kept"}
    assert any(b"zyxwvut" in file.read_bytes() for file in start.glob("texts/*/*"))


def test_whoever_looks_next_finishes_a_removal_that_was_cut_off(start: Path) -> None:
    cut_off(start)
    assert listed(start) == {article().id, "kept"}
    assert traces(start) == []


def test_check_finishes_a_removal_that_was_cut_off(start: Path) -> None:
    cut_off(start)
    assert [finding.what for finding in FolderLibrary(start).check()] == [
        "a removal was interrupted",
        "it has no record",
    ]
    findings = list(FolderLibrary(start).check(repair=True))
    assert [(finding.what, finding.mended) for finding in findings] == [
        ("a removal was interrupted", "the article is now removed")
    ]
    assert traces(start) == []


def test_what_is_added_again_after_a_removal_that_was_cut_off_stays(start: Path) -> None:
    cut_off(start)
    FolderLibrary(start).add(Article("embargoed", SECRET, title="Again"), Suggestions())
    assert listed(start) == {article().id, "embargoed", "kept"}
    assert FolderLibrary(start).load("embargoed").text == SECRET
    assert not list(start.rglob("*.removed"))


def test_words_of_a_text_that_was_changed_meanwhile_go_too(start: Path) -> None:
    """They can be taken out of the index no more, so it is made anew."""
    [text] = [file for file in start.glob("texts/*/*.txt") if b"zyxwvut" in file.read_bytes()]
    text.write_text("Something else.")
    [record] = [file for file in start.glob("records/*/*.json") if file.stem == text.stem]
    os.utime(record)
    os.utime(record.parent)
    library = FolderLibrary(start)
    assert len([summary for summary in library.find() if summary.damage]) == 1
    library.remove("embargoed")
    library.index_sync.close()
    assert listed(start) == {article().id, "kept"}
    assert traces(start) == []


def test_no_record_is_overwritten_because_the_disk_would_not_say_that_it_is_there(
    start: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = FolderLibrary(start).load(article().id)
    real = os.stat

    def stat(path: Any, **kwargs: Any) -> os.stat_result:
        if str(path).endswith(f"{article().id}.json"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", stat)
        with pytest.raises(StetError, match="the disk failed"):
            FolderLibrary(start).add(article(), Suggestions())
        with pytest.raises(StetError, match="the disk failed"):
            assert article().id in FolderLibrary(start)
    assert FolderLibrary(start).load(article().id) == before
