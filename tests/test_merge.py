"""What two people make of one article, each alone, and what a merge makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories import TEXT, Annotator, article, record, span, suggestions

from store.errors import StetError
from store.library.distribute import untouched
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.actions import Draft
from store.model.fields import Number, Suggestions
from store.model.record import Record
from store.model.schema import record_from_json
from store.sync.merge import merge
from tui.commands.group import stet


def pressing() -> tuple[Annotator, Annotator]:
    return Annotator(record(), "ann"), Annotator(record(), "ben")


def readings(merged: Record, identifier: str, key: str) -> dict[str, object]:
    return {reading["by"]: reading["value"] for reading in merged.fields[identifier].conflict[key]}


def number_of(merged: Record, words: str) -> Number:
    return next(item for item in merged.numbers if item.surface(TEXT) == words)


def add(hand: Annotator, group: str, words: str, **attributes: object) -> str:
    return _made(hand.act(actions.add(hand.record, group, [span(words)], attributes)))


def _made(after: Record) -> str:
    return after.edits[-1].changes[0].field


# Beginning with the same suggestions


def test_what_both_let_stand_stands() -> None:
    ann, ben = pressing()
    for hand in (ann, ben):
        hand.act(actions.accept(hand.record, ["p1"]))
    field = merge(ann.record, ben.record).fields["p1"]
    assert (field.status, field.conflict) == ("accepted", {})


def test_two_values_are_in_conflict_with_who_and_when() -> None:
    ann, ben = pressing()
    ann.act(actions.change(ann.record, "n1", {"value": 20}))
    ben.act(actions.change(ben.record, "n1", {"value": 21}))
    field = merge(ann.record, ben.record).fields["n1"]
    assert field.conflict == {
        "value": [
            {"value": 20, "by": "ann", "at": "2026-05-04T10:00:01Z"},
            {"value": 21, "by": "ben", "at": "2026-05-04T10:00:01Z"},
        ]
    }


def test_a_field_that_both_add_is_one_field() -> None:
    ann, ben = pressing()
    add(ann, "numbers", "nine", value=9)
    add(ann, "people", "police")
    add(ben, "people", "crew")  # takes the id that Ann gave to the police
    add(ben, "numbers", "nine", value=9)
    merged = merge(ann.record, ben.record)
    assert [(item.spans, item.conflict) for item in merged.numbers if item.surface(TEXT) == "nine"] == [
        ([span("nine")], {})
    ]
    assert sorted(item.name for item in merged.people) == ["Ida Lunde", "crew", "police"]


def test_a_field_that_both_add_with_other_values_is_in_conflict() -> None:
    ann, ben = pressing()
    for hand, counted in ((ann, "patients"), (ben, "people")):
        add(hand, "numbers", "nine", value=9, counted=counted)
    field = number_of(merge(ann.record, ben.record), "nine")
    assert {reading["by"]: reading["value"] for reading in field.conflict["counted"]} == {
        "ann": "patients",
        "ben": "people",
    }
    assert set(field.conflict) == {"counted"}


def test_a_field_with_other_edges_is_the_same_field() -> None:
    ann, ben = pressing()
    add(ann, "places", "deck")
    add(ben, "places", "car deck")
    merged = merge(ann.record, ben.record)
    (field,) = [item for item in merged.places if item.id not in ("l1", "l2")]
    assert set(field.conflict) == {"spans", "name"}


def test_whoever_is_done_says_that_there_is_no_more() -> None:
    ann, ben = pressing()
    name = add(ann, "people", "police")
    silent = merge(ann.record, ben.record)
    assert silent.fields[name].conflict == {}
    ben.act(actions.done(ben.record))
    merged = merge(ann.record, ben.record)
    assert readings(merged, name, "status") == {"ann": "added", "ben": "rejected"}


def test_the_same_words_of_another_kind_are_a_conflict_though_nobody_is_done() -> None:
    ann, ben = pressing()
    place, person = add(ann, "places", "police"), add(ben, "people", "police")
    merged = merge(ann.record, ben.record)
    assert readings(merged, place, "status") == {"ann": "added", "ben": "rejected"}
    assert readings(merged, person, "status") == {"ann": "rejected", "ben": "added"}
    add(ben, "places", "police")
    assert merge(ann.record, ben.record).fields[place].conflict == {}


def test_their_own_past_is_no_conflict() -> None:
    """Ben changes his mind on another day: he has seen what he said first."""
    ann, ben = pressing()
    ann.act(actions.flag(ann.record, "p1", True))
    ben.act(actions.change(ben.record, "n1", {"value": 20}))
    later = Annotator(ben.record, "ben-2")
    later.act(actions.change(later.record, "n1", {"value": 21}))
    field = merge(ann.record, later.record).fields["n1"]
    assert isinstance(field, Number)
    assert (field.value, field.conflict) == (21, {})


def test_what_was_settled_before_stays_settled() -> None:
    ann, ben = pressing()
    ann.act(actions.change(ann.record, "n1", {"value": 20}))
    ben.act(actions.change(ben.record, "n1", {"value": 21}))
    judge = Annotator(merge(ann.record, ben.record), "judge")
    judge.act(actions.change(judge.record, "n1", {"value": 19}))
    for again in (merge(judge.record, ben.record), merge(ben.record, judge.record)):
        field = again.fields["n1"]
        assert isinstance(field, Number)
        assert (field.value, field.conflict) == (19, {})


# Beginning with other suggestions


def other_suggestions() -> Suggestions:
    """Another extractor: other ids, another role, one number more and one less."""
    found = suggestions()
    found.extractor = "other/2"
    found.people[0].id, found.quotes[0].speaker = "p9", "p9"
    found.people[0].role = "ferry captain"
    found.numbers = [found.numbers[0], Number(id="n2", spans=[span("nine")], value=9)]
    return found


def strangers() -> tuple[Annotator, Annotator]:
    other = Record(article=article(), suggestions=other_suggestions())
    return Annotator(record(), "ann"), Annotator(other, "ben")


def test_fields_are_matched_by_their_spans_not_their_ids() -> None:
    ann, ben = strangers()
    ann.act(actions.accept(ann.record, ["p1", "n2"]))
    ben.act(actions.accept(ben.record, ["n2", "q1"]))
    merged = merge(ann.record, ben.record)
    assert len(merged.people) == 1
    assert merged.quotes[0].speaker == "p1"
    assert (number_of(merged, "52").status, number_of(merged, "nine").status) == ("accepted", "accepted")
    assert number_of(merged, "nine").id == "n4"


def test_letting_stand_what_machines_said_differently_is_a_conflict() -> None:
    ann, ben = strangers()
    ann.act(actions.accept(ann.record, ["p1"]))
    ben.act(actions.accept(ben.record, ["p9"]))
    merged = merge(ann.record, ben.record)
    assert readings(merged, "p1", "role") == {"ann": "Captain", "ben": "ferry captain"}
    assert set(merged.fields["p1"].conflict) == {"role"}


def test_where_only_one_has_decided_it_is_decided() -> None:
    ann, ben = strangers()
    ben.act(actions.accept(ben.record, ["p9"]))
    for merged in (merge(ann.record, ben.record), merge(ben.record, ann.record)):
        (person,) = merged.people
        assert (person.role, person.status, person.conflict) == ("ferry captain", "accepted", {})


def test_what_was_settled_stays_settled_whatever_they_began_with() -> None:
    ann, ben = strangers()
    ann.act(actions.accept(ann.record, ["p1"]))
    ben.act(actions.accept(ben.record, ["p9"]))
    judge = Annotator(merge(ann.record, ben.record), "judge")
    judge.act(actions.change(judge.record, "p1", {"role": "Captain", "name": "Ida B. Lunde"}))
    for again in (merge(judge.record, ben.record), merge(judge.record, ann.record), merge(ben.record, judge.record)):
        [person] = again.people
        assert (person.name, person.role, person.conflict) == ("Ida B. Lunde", "Captain", {})


def test_one_name_at_two_desks_is_two_opinions() -> None:
    """Edits without a session, as other programs write them, by an annotator of the same name."""
    ann, ben = pressing()
    lines = []
    for hand, value in ((ann, 20), (ben, 21)):
        hand.act(actions.change(hand.record, "n1", {"value": value}))
        lines.append(hand.record.with_edits([hand.pending[0]._replace(by="desk", session=None)]))
    assert [reading["value"] for reading in merge(*lines).fields["n1"].conflict["value"]] == [20, 21]


def imported(role: str, identifier: str = "p1", words: str = "Ida Lunde") -> Record:
    """A gold file: its import is named after the article alone."""
    people = [{"id": identifier, "spans": [list(span(words))], "status": "accepted", "name": words, "role": role}]
    return record_from_json({"id": article().id, "text": TEXT, "people": people})


def test_two_imports_of_one_article_are_two_opinions() -> None:
    one, other = imported("Captain"), imported("skipper")
    assert one.edits[0].id == other.edits[0].id
    merged = merge(one, other)
    assert record_from_json(merged.to_json()) == merged
    [person] = merged.people
    assert {reading["value"] for reading in person.conflict["role"]} == {"Captain", "skipper"}
    assert merge(merged, other) == merge(merged, one) == merged


def test_two_imports_that_have_nothing_in_common_are_both_kept() -> None:
    merged = merge(imported("Captain"), imported("officer", "p2", "police"))
    assert record_from_json(merged.to_json()) == merged
    assert [person.name for person in merged.people] == ["police", "Ida Lunde"]


@pytest.mark.parametrize(
    ("seen", "wrong"),
    [([[1]], "must be [first, last]"), ([[1, 1]], "must lie between base and seq"), ("1", "must be a list")],
)
def test_stretches_that_are_none_are_refused(seen: object, wrong: str) -> None:
    ann, _ = pressing()
    ann.act(actions.accept(ann.record, ["p1"]))
    ann.act(actions.accept(ann.record, ["l1"]))
    data = ann.record.to_json()
    data["edits"][1]["seen"] = seen
    with pytest.raises(StetError, match=r"edits\[1\]\.seen") as refused:
        record_from_json(data)
    assert wrong in refused.value.message


# Libraries


def run(*arguments: object) -> Result:
    return CliRunner().invoke(stet, [str(item) for item in arguments], standalone_mode=False)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    shelf = FolderLibrary(tmp_path / "desk")
    shelf.add(article(), suggestions())
    return shelf.path


def act(path: Path, by: str, *drafts: tuple[object, ...]) -> None:
    shelf = FolderLibrary(path)
    hand = Annotator(shelf.load(article().id), by)
    for make, *arguments in drafts:
        assert callable(make)
        made = make(hand.record, *arguments)
        assert isinstance(made, Draft)
        hand.act(made)
    shelf.commit(hand.record.id, hand.pending)


def test_given_out_blind_and_brought_back(library: Path, tmp_path: Path) -> None:
    act(library, "cas", (actions.reject, ["l2"]))
    assert run("give", "--library", library, tmp_path / "ann", tmp_path / "ben").exception is None
    for by in ("ann", "ben"):
        assert FolderLibrary(tmp_path / by).load(article().id) == record()
        act(tmp_path / by, by, (actions.change, "n1", {"value": len(by) + ord(by[0])}))
    result = run("merge", tmp_path / "ann", tmp_path / "ben", "-o", tmp_path / "both")
    assert "1 article, 1 of them shared; 7 fields, 1 in conflict in 1 article" in result.output
    merged = FolderLibrary(tmp_path / "both").load(article().id)
    assert [edit.by for edit in merged.edits] == ["ann", "ben"]


def test_a_library_merged_with_itself_is_itself(library: Path, tmp_path: Path) -> None:
    act(library, "ann", (actions.change, "n1", {"value": 20}), (actions.done, ["p1"]))
    run("merge", library, library, "-o", tmp_path / "again")
    assert FolderLibrary(tmp_path / "again").load(article().id) == FolderLibrary(library).load(article().id)


def test_nothing_in_conflict_is_nothing_to_settle(library: Path) -> None:
    result = run("--library", library, "adjudicate")
    assert isinstance(result.exception, StetError)
    assert result.exception.title == "Nothing to settle"


def test_untouched_forgets_what_a_merge_put_into_words() -> None:
    ann, ben = pressing()
    for hand, counted in ((ann, "patients"), (ben, "people")):
        add(hand, "numbers", "nine", value=9, counted=counted)
    assert untouched(merge(ann.record, ben.record)) == record()
    ann, ben = strangers()
    ann.act(actions.accept(ann.record, ["p1"]))
    ben.act(actions.accept(ben.record, ["p9"]))
    assert [edit.op for edit in untouched(merge(ann.record, ben.record)).edits] == ["suggest"]


@pytest.mark.parametrize("what", ["missing", "damaged", "newer", "text", "there"])
def test_nothing_is_written_unless_all_can_be(library: Path, tmp_path: Path, what: str) -> None:
    other, out = tmp_path / "other", tmp_path / "out"
    if what != "missing":
        FolderLibrary(other).add(article(TEXT + "!") if what == "text" else article(), suggestions())
    if what == "damaged":
        next((other / "records").rglob("*.json")).write_bytes(b"{")
    elif what == "newer":
        (other / "FORMAT").write_text("stet/999\n")
    elif what == "text":
        made = article(TEXT + "!")
        FolderLibrary(other).add(type(made)(id=article().id, text=made.text), Suggestions())
    elif what == "there":
        out.mkdir()
        (out / "notes.txt").write_text("mine")
    before = sorted(tmp_path.rglob("*.json"))
    result = run("merge", library, other, "-o", out)
    assert isinstance(result.exception, StetError)
    title, words = {
        "missing": ("No such library", "is not a library"),
        "damaged": ("Library damaged", "the file is unchanged"),
        "newer": ("Library not opened", "stet/999"),
        "text": ("Not merged", "different texts under the id"),
        "there": ("Not written", "already exists"),
    }[what]
    assert result.exception.title == title
    assert words in result.exception.message
    assert sorted(path for path in tmp_path.rglob("*.json")) == before
    assert out.exists() == (what == "there")
