"""What could not be saved is on this computer's disk, and is saved at the next start: nothing lost, nothing twice."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from command import stet
from factories import article, record, suggestions
from libraries import MemoryLibrary
from pilot import until
from reader_driver import reading
from test_reader_trouble import allow, painted, refuse

from store.errors import StetError
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model import actions
from store.model.edit import Edit
from store.sync.rebase import Committed
from store.sync.session import Session
from store.sync.spool import Recovered, Spool
from tui.settings import in_force


class Distant(MemoryLibrary):
    """Takes nothing while it is `gone`; once, it takes an edit and its answer is lost."""

    gone = True
    answers = True

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
        if self.gone:
            raise StetError("Not saved", "no connection to desk.example.org")
        done = super().commit(identifier, edits)
        if not self.answers:
            raise StetError("Not saved", "the connection was lost")
        return done


@pytest.fixture
def library() -> Distant:
    library = Distant()
    library.add(article(), suggestions())
    return library


def session_of(library: MemoryLibrary, spool: Spool, by: str = "ann") -> Session:
    return Session(library, library.load(record().id), by, spool=spool)


def files(spool: Spool) -> list[Path]:
    return sorted(spool.folder.glob("*")) if spool.folder.exists() else []


def end(spool: Spool | None) -> None:
    """As the end of its program does."""
    assert spool is not None
    for _, lock in spool._held.values():
        os.close(lock)
    spool._held.clear()


def test_nothing_is_written_where_all_is_saved(library: Distant) -> None:
    library.gone = False
    spool = Spool(library.name)
    session = session_of(library, spool)
    session.act(actions.accept(session.record, ["p1"]))
    assert session.close()
    assert not session.is_kept
    assert not spool.folder.exists()


def test_what_could_not_be_saved_is_kept_for_its_user_alone_until_it_is_saved(library: Distant) -> None:
    spool = Spool(library.name)
    session = session_of(library, spool)
    for identifier in ("p1", "l1"):
        session.act(actions.accept(session.record, [identifier]))
        assert not session.close()
        assert session.is_kept
    [edits, lock] = files(spool)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (edits, lock, spool.folder)] == [0o600, 0o600, 0o700]
    library.gone = False
    session.retry()
    assert session.close()
    assert not session.is_kept
    assert files(spool) == []


def test_the_next_start_saves_what_an_earlier_session_could_not(library: Distant) -> None:
    spool = Spool(library.name)
    session = session_of(library, spool)
    for identifier in ("p1", "l1", "n1"):
        session.act(actions.accept(session.record, [identifier]))
    assert not session.close()
    end(spool)
    found = Spool(library.name).recover(library.commit)
    assert found.said.startswith("3 edits of an earlier session are still not saved; “")
    assert f"”: no connection to desk.example.org; 3 edits kept in {files(spool)[0]}" in found.said
    library.gone = False
    other = session_of(library, spool, "ben")
    other.act(actions.note(other.record, "q1", "seen"))
    assert other.close()
    found = Spool(library.name).recover(library.commit)
    assert found.said == "3 edits of an earlier session are saved now"
    stored = library.load(record().id)
    assert (stored.decided, [edit.by for edit in stored.edits]) == (3, ["ben", "ann", "ann", "ann"])
    assert files(spool) == []
    assert Spool(library.name).recover(library.commit).said == ""


def test_a_save_whose_answer_was_lost_is_not_made_twice(library: Distant) -> None:
    spool = Spool(library.name)
    library.gone, library.answers = False, False
    session = session_of(library, spool)
    session.act(actions.add(session.record, "people", [(0, 4)]))
    assert not session.close()
    end(spool)
    library.answers = True
    assert Spool(library.name).recover(library.commit).saved == 1
    assert library.load(record().id) == session.record


def test_a_session_that_lives_keeps_its_own(library: Distant) -> None:
    """In this program and in another."""
    spool = Spool(library.name)
    session = session_of(library, spool)
    session.act(actions.accept(session.record, ["p1"]))
    assert not session.close()
    library.gone = False
    assert Spool(library.name).recover(library.commit).said == ""
    look = f"from store.sync.spool import Spool; print(Spool({library.name!r}).recover(lambda *_: None))"
    seen = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert seen == "Recovered(saved=0, left=())\n"
    assert len(files(spool)) == 2
    session.retry()
    assert session.close()


def test_what_can_never_be_saved_stays_and_is_said_with_its_place(library: Distant) -> None:
    spool = Spool(library.name)
    session = session_of(library, spool)
    session.act(actions.accept(session.record, ["p1"]))
    assert not session.close()
    end(spool)
    library.gone = False
    library.remove(record().id)
    (spool.folder / "torn.edits").write_bytes(b'{"format": "stet-unsaved/1", "edits": 7, "title": "Torn"}')
    (spool.folder / "newer.edits").write_bytes(b'{"format": "stet-unsaved/2", "title": "Newer"}')
    (spool.folder / "link.edits").symlink_to(spool.folder / "newer.edits")
    before = {path: path.lstat().st_size for path in files(spool) if path.suffix == ".edits"}
    found = Spool(library.name).recover(library.commit)
    assert found.saved == 0
    why = {one.path.name: one.why for one in found.left}
    assert why.pop(f"{session.id}.edits") == f"{record().id} is not in the library"
    assert why.pop("newer.edits") == "a newer Stet has written it; update Stet"
    assert why.pop("torn.edits") == "the file is damaged"
    assert "symbolic link" in why.pop("link.edits")
    assert found.said.endswith(f"and 2 more in {spool.folder}")
    assert {path: path.lstat().st_size for path in files(spool) if path.suffix == ".edits"} == before


def test_a_spool_that_cannot_be_written_is_no_new_trouble(library: Distant, isolated_home: Path) -> None:
    (isolated_home / "state").write_text("in the way", encoding="utf-8")
    session = session_of(library, Spool(library.name))
    session.act(actions.accept(session.record, ["p1"]))
    assert not session.close()
    assert (session.is_kept, session.reason) == (False, "no connection to desk.example.org")
    library.gone = False
    session.retry()
    assert session.close()


async def test_leaving_says_that_it_is_saved_at_the_next_start_and_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    async with reading(folder) as driver:
        refuse(folder)
        await driver.press("a")
        await until(driver.pilot, lambda: driver.reader.header.progress.wrong)
        await driver.press("ctrl+q")
        text = painted(driver.app.screen._compositor.render_strips())
        assert "quit; it is saved at the next start" in text
        await driver.press("q")
        assert driver.app.return_value == 1
        [session] = driver.reader.sessions._open.values()
        end(session._spool)
    allow(folder)
    library = open_library(folder)
    async with reading(folder, recovered=in_force.recovered(library)) as driver:
        assert driver.told == ["1 edit of an earlier session is saved now"]
        assert driver.status("p1") == "accepted"


def test_every_command_saves_it(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path / "library")
    library.add(article(), suggestions())
    spool = Spool(library.name)
    session = Session(library, library.load(record().id), "ann", spool=spool)
    session.act(actions.accept(session.record, ["p1"]))
    assert session.close()
    spool.keep(session.id, record().id, "Storm", session.record.edits)  # it was saved, but nobody heard of it
    end(spool)
    done = stet("list", "--library", library.path)
    assert (done.returncode, done.stderr) == (0, b"stet: 1 edit of an earlier session is saved now\n")
    assert [edit.id for edit in library.load(record().id).edits] == [edit.id for edit in session.record.edits]


def test_a_library_that_cannot_be_opened_does_not_hide_what_is_kept(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "FORMAT").write_text("stet/9\n", encoding="utf-8")
    spool = Spool(str(tmp_path / "library"))
    assert b"kept in" not in stet("list", "--library", tmp_path / "library").stderr
    spool.keep("one", "a", "Storm", [])
    end(spool)
    done = stet("list", "--library", tmp_path / "library")
    assert done.returncode == 1
    assert f"; what could not be saved before is kept in {spool.folder.parent}\n".encode() in done.stderr


def test_what_one_login_could_not_save_is_not_for_another_to_save(library: Distant) -> None:
    """A server had refused it; whoever owns the library would be let in, and not know what they save."""
    spool = Spool(library.name, "dora")
    session = session_of(library, spool)
    session.act(actions.accept(session.record, ["p1"]))
    assert not session.close()
    end(spool)
    library.gone = False
    assert (
        Spool(library.name, "desk").recover(library.commit)
        == Spool(library.name).recover(library.commit)
        == Recovered()
    )
    assert Spool(library.name, "dora").recover(library.commit).saved == 1
