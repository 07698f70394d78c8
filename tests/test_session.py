"""One annotator at one article: what holds at once, what is saved, and what happens when the disk will not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
from factories import article, record, suggestions
from libraries import MemoryLibrary

from store.errors import StetError
from store.library.opening import open_library
from store.library.protocol import Library
from store.model import actions
from store.model.edit import Edit
from store.sync.rebase import Committed
from store.sync.session import Session


@pytest.fixture
def library(new_address: Callable[[], str]) -> Library:
    library = open_library(new_address())
    library.add(article(), suggestions())
    return library


class Reluctant(MemoryLibrary):
    """Refuses to save while `full`; waits with saving until `gate` is open."""

    def __init__(self) -> None:
        super().__init__()
        self.full = False
        self.gate = threading.Event()
        self.gate.set()
        self.commits: list[int] = []
        self.add(article(), suggestions())

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
        self.gate.wait(10)
        if self.full:
            raise StetError("Not saved", "the disk is full; free some space and it will be saved")
        self.commits.append(len(edits))
        return super().commit(identifier, edits)


def test_an_edit_holds_at_once_and_is_on_disk_when_saved_is_said(library: Library) -> None:
    session = Session(library, library.load(record().id), "ann")
    said: list[str] = []
    session.listeners.append(lambda it: said.append(it.state))
    assert session.state == "saved"
    after = session.act(actions.accept(session.record, ["p1"]))
    assert after is session.record
    assert after.fields["p1"].status == "accepted"
    assert session.close()
    assert said == ["saved"]
    [edit] = open_library(library.address).load(record().id).edits
    assert (edit.seq, edit.base, edit.by, edit.op, edit.session) == (1, 0, "ann", "accept", session.id)


def test_what_changes_nothing_is_no_edit(library: Library) -> None:
    session = Session(library, library.load(record().id), "ann")
    assert session.act(None) is session.record
    assert session.close()
    assert session.record.edits == ()


def test_keys_do_not_wait_for_the_disk_and_are_saved_together() -> None:
    library = Reluctant()
    library.gate.clear()
    session = Session(library, library.load(record().id), "ann")
    for identifier in ("p1", "l1", "l2", "n1"):
        session.act(actions.accept(session.record, [identifier]))
    assert session.state == "saving"
    assert session.record.decided == 4
    library.gate.set()
    assert session.close()
    assert library.load(record().id) == session.record
    assert sum(library.commits) == 4
    assert len(library.commits) <= 2  # the first may have set out alone


def test_what_could_not_be_saved_is_said_and_kept_and_saved_later() -> None:
    library = Reluctant()
    library.full = True
    session = Session(library, library.load(record().id), "ann")
    session.act(actions.accept(session.record, ["p1"]))
    assert not session.close()
    assert (session.state, session.reason) == ("not saved", "the disk is full; free some space and it will be saved")
    session.act(actions.accept(session.record, ["l1"]))
    assert not session.close()
    library.full = False
    session.retry()
    assert session.close()
    assert (session.state, session.reason) == ("saved", "")
    assert library.load(record().id) == session.record
    assert session.record.decided == 2


def test_leaving_does_not_wait_for_ever() -> None:
    library = Reluctant()
    library.gate.clear()
    session = Session(library, library.load(record().id), "ann")
    session.act(actions.accept(session.record, ["p1"]))
    assert not session.close(timeout=0)
    library.gate.set()
    assert session.close()


def test_others_edits_come_in_when_the_screen_asks_for_them(library: Library) -> None:
    ann = Session(library, library.load(record().id), "ann")
    ben = Session(open_library(library.address), library.load(record().id), "ben")
    ann.act(actions.add(ann.record, "people", [(0, 4)]))
    assert ann.close()
    ben.act(actions.add(ben.record, "people", [(5, 9)]))
    ben.act(actions.change(ben.record, "p2", {"role": "stoker"}))
    assert ben.close()
    assert ben.has_remote_edits
    before = ben.record
    ben.act(actions.flag(ben.record, "p2", True))  # still of the record that is on the screen
    assert before.fields["p2"].spans == [(5, 9)]
    assert ben.close()
    assert ben.refresh() == {"p2": "p3"}
    assert not ben.has_remote_edits
    person = ben.record.fields["p3"]
    assert (person.spans, person.flag) == ([(5, 9)], True)
    assert ben.record.fields["p2"].spans == [(0, 4)]
    assert open_library(library.address).load(record().id) == ben.record
    ben.act(actions.note(ben.record, "p2", "seen"))
    assert ben.close()
    assert not ben.has_remote_edits
    assert [edit.seq for edit in ben.record.edits] == [1, 2, 3, 4, 5]


def test_edits_made_while_others_are_taken_over_follow_their_fields() -> None:
    held = Reluctant()
    ann, ben = (Session(held, held.load(record().id), name) for name in ("ann", "ben"))
    ann.act(actions.add(ann.record, "people", [(0, 4)]))
    assert ann.close()
    ben.act(actions.add(ben.record, "people", [(5, 9)]))
    assert ben.close()
    held.full = True
    ben.act(actions.note(ben.record, "p2", "not on disk yet"))
    assert not ben.close()
    assert ben.refresh() == {"p2": "p3"}
    assert ben.record.fields["p3"].note == "not on disk yet"
    held.full = False
    assert ben.close()
    assert held.load(record().id) == ben.record
    assert held.load(record().id).fields["p3"].note == "not on disk yet"


def test_undo_works_across_sessions_of_one_annotator(library: Library) -> None:
    first = Session(library, library.load(record().id), "ann")
    first.act(actions.accept(first.record, ["p1", "l1"]))
    assert first.close()
    later = Session(open_library(library.address), open_library(library.address).load(record().id), "ann")
    later.act(actions.undo(later.record, "ann"))
    assert later.record.decided == 0
    later.act(actions.redo(later.record, "ann"))
    assert later.record.decided == 2
    assert later.close()


def test_many_sessions_at_once_lose_nothing(library: Library) -> None:
    """Threads stand for programs: each has a library of its own, and the lock is all they share."""
    each = 12
    names = [f"desk-{number}" for number in range(6)]
    seated = threading.Barrier(len(names))

    def work(name: str) -> None:
        own = open_library(library.address)
        session = Session(own, own.load(record().id), name)
        seated.wait()
        for number in range(each):
            session.act(actions.note(session.record, "p1", f"{name} {number}"))
            own.commit(record().id, session.record.edits[-1:])

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    final = open_library(library.address).load(record().id)
    assert len(final.edits) == len(names) * each
    assert {reading["by"] for reading in final.fields["p1"].conflict["note"]} == set(names)
