"""The same thing done to hits of many articles in one step, and taken back: what is stored, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

import pytest
from factories import Annotator, suggested, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import MemoryLibrary
from own_kinds import coded, library_with

from services.concordance import Hit, Renewed, hits_of, renewed
from services.report import Report
from services.together import Drafting, do_together, undo_together
from store.errors import StetError
from store.index.named import named
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.library.protocol import Library
from store.model import actions
from store.model.edit import Edit
from store.model.fields import GROUPS, Person, Suggestions
from store.model.record import Article, Record
from store.model.schema import record_from_json
from store.model.steps import STEP
from store.sync.merge import merge
from store.sync.rebase import Committed
from tui.concordance.drafting import change_kind, give_role, make, stand, strike_mentions, strike_out


class Work:
    """A job that is stopped after so many words on how far it is."""

    def __init__(self, stop_after: int = 1 << 30) -> None:
        self.words: list[str] = []
        self._stop_after = stop_after

    def progress(self, words: str) -> None:
        self.words.append(words)

    @property
    def is_cancelled(self) -> bool:
        return len(self.words) >= self._stop_after


NAMES = ("Ida Lunde spoke. Later Ida Lunde left.", "Nobody met Ida Lunde.", "Ida Lunde, a pilot, was late.")


def people(library: Library) -> Library:
    for number, text in enumerate(NAMES):
        spans = [(at, at + 9) for at in range(len(text)) if text.startswith("Ida Lunde", at)]
        person = Person(id="p1", name="Ida Lunde", spans=spans, confidence=0.5)
        library.add(Article(id=f"a{number}", text=text, title=f"Title {number}"), Suggestions(people=[person]))
    return library


def chosen(library: Library, query: str) -> dict[str, list[Hit]]:
    wanted = named(query)
    found = {name: hits_of(library.stored(name), wanted) for name in library.ids(wanted.articles)}
    return {name: hits for name, hits in found.items() if hits}


def done(library: Library, query: str, drafting: Drafting, by: str = "ana") -> Report:
    return do_together(library, chosen(library, query), drafting, by, "done", Work(), lambda _: None)


def undone(library: Library, by: str = "ana", before: str = "") -> Report:
    return undo_together(library, by, Work(), lambda _: None, before)[0]


def statuses(library: Library) -> list[str]:
    return [item.status for name in library.ids() for item in library.load(name).fields.values()]


@pytest.fixture
def library(tmp_path: Path) -> FolderLibrary:
    made = open_library(tmp_path)
    people(made)
    return made


def test_one_step_over_three_articles_is_one_edit_each_and_one_undo(library: FolderLibrary) -> None:
    report = done(library, "person:lunde", stand)
    assert report == Report("3 fields in 3 articles done")
    assert statuses(library) == ["accepted"] * 3
    edits = [library.load(name).edits for name in library.ids()]
    assert [len(some) for some in edits] == [1, 1, 1]
    assert len({some[0].extra[STEP] for some in edits}) == 1
    again = open_library(library.path)  # as after a restart
    assert undone(again) == Report("3 fields in 3 articles as before")
    assert statuses(again) == ["suggested"] * 3
    with pytest.raises(StetError, match="no step of yours here"):
        undone(again)


def test_a_step_survives_the_way_out_and_back_and_a_merge(library: FolderLibrary, tmp_path: Path) -> None:
    done(library, "person:lunde", stand)
    other = open_library(tmp_path / "other")
    for name in library.ids():
        record = library.load(name)
        other.add(record.article, record.suggestions, record_from_json(record.to_json()).edits)
    ben = Annotator(other.load("a0"), "ben")
    ben.act(actions.note(ben.record, "p1", "check"))
    other.commit("a0", ben.pending)
    merged = MemoryLibrary()
    merged.records = {name: merge(library.load(name), other.load(name)) for name in library.ids()}
    for back in (other, merged):
        assert undone(back).words == "3 fields in 3 articles as before"
        assert statuses(back) == ["suggested"] * 3


def test_steps_are_taken_back_from_the_last_to_the_first(library: FolderLibrary) -> None:
    done(library, "person:lunde", stand)
    done(library, "person:lunde nobody", strike_out)
    assert undone(library).words == "1 field in 1 article as before"
    assert statuses(library) == ["accepted"] * 3
    assert undone(library).words == "3 fields in 3 articles as before"
    assert statuses(library) == ["suggested"] * 3


def test_what_somebody_has_changed_since_is_not_taken_back_and_said(library: FolderLibrary) -> None:
    done(library, "person:lunde", partial(give_role, "captain"))
    ben = Annotator(library.load("a1"), "ben")
    ben.act(actions.change(ben.record, "p1", {"role": "pilot"}))
    library.commit("a1", ben.pending)
    report = undone(library)
    why = "1 not undone: ben has changed the same field since (change)"
    assert report == Report(f"2 fields in 2 articles as before; {why}", True, (why,))
    roles = [getattr(library.load(name).fields["p1"], "role", None) for name in library.ids()]
    assert roles == [None, "pilot", None]


def test_what_was_refused_once_does_not_hide_the_step_before(library: FolderLibrary) -> None:
    done(library, "person:lunde nobody", stand)
    done(library, "person:lunde nobody", partial(give_role, "captain"))
    ben = Annotator(library.load("a1"), "ben")
    ben.act(actions.change(ben.record, "p1", {"role": "pilot"}))
    library.commit("a1", ben.pending)
    report, step = undo_together(library, "ana", Work(), lambda _: None)
    assert report.wrong
    assert undone(library, before=step).words.startswith("0 fields in 0 articles as before; 1 not undone")


def test_others_steps_are_not_mine_to_take_back(library: FolderLibrary) -> None:
    done(library, "person:lunde", stand, by="ben")
    with pytest.raises(StetError, match="no step of yours"):
        undone(library)


def test_stopped_work_says_how_far_it_came_and_is_taken_back_whole(library: FolderLibrary) -> None:
    report = do_together(library, chosen(library, "person:lunde"), stand, "ana", "let stand", Work(2), print, "u")
    assert report.words == "2 fields in 2 articles let stand; u takes it back; stopped before 1 of 3 articles"
    assert statuses(library) == ["accepted", "accepted", "suggested"]
    assert undone(library).words == "2 fields in 2 articles as before"


def test_a_field_that_is_gone_or_so_already_is_left_out_with_the_reason(library: FolderLibrary) -> None:
    hits = chosen(library, "person:lunde")
    done(library, "person:lunde nobody", stand)
    ben = Annotator(library.load("a2"), "ben")
    ben.act(actions.change(ben.record, "p1", {"spans": [(11, 18)]}))
    library.commit("a2", ben.pending)
    report = do_together(library, hits, stand, "ana", "let stand", Work(), print)
    assert report.words == "1 field in 1 article let stand; 2 left out"
    assert sorted(report.details) == [
        "1 left out: it is no longer there, or other words now",
        "1 left out: it is so already",
    ]


def test_an_article_that_cannot_be_saved_loses_nothing_of_the_others(library: FolderLibrary) -> None:
    class Full(FolderLibrary):
        def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
            if identifier == "a1":
                raise StetError("Not saved", "the disk is full")
            return super().commit(identifier, edits)

    report = done(Full(library.path), "person:lunde", stand)
    assert report == Report(
        "2 fields in 2 articles done; 1 left out: the disk is full", True, ("1 left out: the disk is full",)
    )
    assert statuses(library) == ["accepted", "suggested", "accepted"]


def test_a_mention_alone_is_struck_out_and_the_last_one_with_its_field(library: FolderLibrary) -> None:
    hits = {name: some[-1:] for name, some in chosen(library, "person:lunde").items()}
    do_together(library, hits, strike_mentions, "ana", "struck out", Work(), print)
    first = library.load("a0").fields["p1"]
    assert (first.spans, first.status) == ([(0, 9)], "corrected")
    assert statuses(library)[1:] == ["rejected", "rejected"]
    undone(library)
    assert len(library.load("a0").fields["p1"].spans) == 2
    assert statuses(library) == ["suggested"] * 3


def test_kinds_change_and_come_back(library: FolderLibrary) -> None:
    assert done(library, "person:lunde", partial(change_kind, "places")).words == "3 fields in 3 articles done"
    assert [[(item.id, item.status) for item in library.load(name).fields.values()] for name in library.ids()] == [
        [("p1", "rejected"), ("l1", "added")]
    ] * 3
    undone(library)
    assert statuses(library) == ["suggested"] * 3


def test_a_role_has_the_words_that_state_it_where_they_are(library: FolderLibrary) -> None:
    done(library, "person:lunde", partial(give_role, "pilot"))
    found = [library.load(name).fields["p1"] for name in library.ids()]
    assert [getattr(item, "role", None) for item in found] == ["pilot"] * 3
    assert [item.evidence for item in found] == [{}, {}, {"role": (13, 18)}]
    done(library, '"left"', partial(make, "places"))
    assert done(library, '"left"', partial(give_role, "x")).details == (
        "1 left out: only a person has a role, not a place",
    )


def test_plain_words_become_one_field_an_article_or_one_more_mention() -> None:
    library = MemoryLibrary()
    bo = Person(id="p1", name="Bo Lunde", spans=[(0, 8)], confidence=0.5)
    library.add(Article(id="a", text="Bo Lunde met Ida. Ida saw Bo Lunde."), Suggestions(people=[bo]))
    library.add(Article(id="b", text="Ida, Ida and Ida."), Suggestions())
    assert done(library, "ida", partial(make, "people")).words == "2 fields in 2 articles done"
    assert library.load("b").fields["p1"].spans == [(0, 3), (5, 8), (13, 16)]
    report = done(library, '"bo lunde"', partial(make, "people"))
    assert report.words == "1 field in 1 article done; 1 left out: it is a field already"
    assert library.load("a").fields["p1"].spans == [(0, 8), (26, 34)]
    assert library.load("a").edits[-1].op == "change"
    assert done(library, "met", partial(change_kind, "numbers")).details == ("1 left out: “met” is not a number",)
    assert done(library, "met", partial(change_kind, "quotes")).words == "1 field in 1 article done"


def test_hits_are_shown_as_they_are_after_each_step() -> None:
    library = people(MemoryLibrary())
    hits = chosen(library, "person:lunde")["a0"]
    told: list[Renewed] = []

    def step(drafting: Drafting, some: list[Hit]) -> list[tuple[str | None, str]]:
        do_together(library, {"a0": some}, drafting, "ana", "", Work(), told.append)
        return after()

    def after() -> list[tuple[str | None, str]]:
        hits[:] = [renewed(hit, told[-1]) for hit in hits]
        return [(hit.field, hit.status) for hit in hits]

    def back() -> list[tuple[str | None, str]]:
        undo_together(library, "ana", Work(), told.append)
        return after()

    assert step(strike_out, hits[:1]) == [("p1", "rejected")] * 2
    assert back() == [("p1", "suggested")] * 2
    assert step(partial(change_kind, "places"), hits[:1]) == [("l1", "added")] * 2
    assert back() == [("p1", "suggested")] * 2
    assert step(strike_mentions, hits[:1]) == [(None, "started"), ("p1", "corrected")]
    assert step(partial(make, "places"), hits[:1]) == [("l2", "added"), ("p1", "corrected")]
    assert back() == [(None, "started"), ("p1", "corrected")]


ACTS: list[Drafting] = [
    stand,
    strike_out,
    strike_mentions,
    partial(give_role, "chief"),
    *(partial(change_kind, group) for group in GROUPS),
    *(partial(make, group) for group in GROUPS),
]


@st.composite
def libraries(draw: st.DrawFn) -> MemoryLibrary:
    library = MemoryLibrary()
    for number in range(draw(st.integers(1, 3))):
        text = draw(texts(max_size=20))
        library.add(Article(id=f"a{number}", text=text), draw(suggested(text)))
    return library


@settings(max_examples=60)
@given(
    libraries(), st.lists(st.tuples(st.sampled_from(ACTS), st.randoms(use_true_random=False)), min_size=1, max_size=3)
)
def test_steps_and_their_undoing_give_back_the_same_fold(
    library: MemoryLibrary, steps: list[tuple[Drafting, Random]]
) -> None:
    before = [record.fields for record in library.records.values()]
    made = 0
    for drafting, chance in steps:
        hits = {record.id: _any_hits(record, chance) for record in library.records.values()}
        seen = sum(len(record.edits) for record in library.records.values())
        do_together(
            library, {name: some for name, some in hits.items() if some}, drafting, "ana", "", Work(), lambda _: None
        )
        made += sum(len(record.edits) for record in library.records.values()) > seen
    for _ in range(made):
        report = undone(library)
        assert not report.wrong, report
    assert [record.fields for record in library.records.values()] == before


def _any_hits(record: Record, chance: Random) -> list[Hit]:
    """Some of its mentions, and some of its words."""
    pick = chance.random
    spans = [(span, item.id) for item in record.fields.values() if item.alive for span in item.spans if pick() < 0.5]
    words = [((at, at + 1), None) for at in range(len(record.text)) if pick() < 0.1]
    return [Hit(record.id, "", name, "", "", *span, "", "", "") for span, name in (*spans, *words)]


def test_a_desks_own_kinds_are_decided_about_alike_and_what_points_at_them_comes_back(tmp_path: Path) -> None:
    library = library_with(tmp_path / "desk")
    coded(library)
    before = [library.load(name).fields for name in library.ids()]
    for drafting in (strike_out, partial(change_kind, "people"), strike_mentions):
        assert done(library, "organisation:union", drafting).words == "1 field in 1 article done"
        assert undone(library).words.startswith("1 field in 1 article as before")
        assert [library.load(name).fields for name in library.ids()] == before
    assert done(library, '"and the union"', partial(make, "organisations")).words == "1 field in 1 article done"
    assert chosen(library, "event:protest actor:sabel")
