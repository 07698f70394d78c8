"""A desk that codes protest: the sample in `seeds/protests`, its doubts, its figures and the agreement of two hands."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from command import stet
from own_kinds import KINDS, Desk, coded, library_with, span

from extract.doubts import Doubts
from services.statistics import figures, lines
from store.agreement.compare import Comparison, measures, reading
from store.importing.importer import import_file
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import GROUPS
from store.model.references import targets_of

SAMPLE = Path(__file__).parent.parent / "seeds" / "protests"


def test_the_sample_is_read_whole(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path / "library", kinds=SAMPLE / "kinds.toml")
    said: list[str] = []
    import_file("jsonl", SAMPLE / "gold", library, "decided", "ben", said.append)
    assert not said
    records = [library.load(name) for name in library.ids()]
    texts = {path.read_text(encoding="utf-8") for path in SAMPLE.glob("*.txt")}
    assert {record.text for record in records} == texts
    events = [(record, item) for record in records for item in record.group("events")]
    assert len(events) == 8
    assert {key for record, item in events for key, _ in targets_of(record, item)} == {"actor", "target", "place"}
    doubts = [Doubts(record).of(item) for record in records for item in record.fields.values()]
    assert not any(doubts)


def test_events_of_the_sample_are_found_and_go_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "library"))
    stet("import", "--kinds", SAMPLE / "kinds.toml", "--from", "jsonl", "--as", "decided", SAMPLE / "gold")
    told = stet("list", "event:protest actor:orchard").stdout.decode()
    assert told.count("\n") == 1
    assert "Party marches" in told
    stet("export", "-f", "csv", "-o", tmp_path / "out", "event:riot")
    with (tmp_path / "out" / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] == "riot"]
    assert [(row["target_name"], row["place_name"], row["deaths"]) for row in rows] == [("Ostrel Grain", "Tamsin", "3")]
    wrong = stet("export", "-f", "csv", "--kind", "evnt", "-o", tmp_path / "more")
    assert wrong.returncode == 2
    assert b"there are person, place, number, quote, organisation, event" in wrong.stderr


DOUBTS: dict[str, tuple[dict[str, Any], str]] = {
    "required": ({"actor": None, "actor_name": None}, "actor is required, and empty"),
    "a name will do": ({"actor": None, "actor_name": "sailors"}, ""),
    "not allowed": ({"type": "war"}, "type must be one of protest, strike, riot, and is war"),
    "no date": ({"date": "2026-13"}, "date must be a date such as"),
    "evidence": ({"deaths": 7, "evidence": {"deaths": span("two")}}, "deaths “7” is not what the text says there"),
    "borne out": ({"deaths": 2, "evidence": {"deaths": span("two")}, "status": "corrected"}, ""),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_what_is_doubtful_of_an_event(name: str, tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    after, told = DOUBTS[name]
    desk.do(actions.change(desk.record, "e1", after))
    doubt = Doubts(desk.record).of(desk.record.fields["e1"])
    assert doubt.startswith(told) if told else not doubt


def test_two_hands_are_compared_by_what_they_point_at(tmp_path: Path) -> None:
    one = coded(library_with(tmp_path / "one"))
    two = Desk(library_with(tmp_path / "two"), "ben")
    for group, words in (("organisations", "the Union"), ("organisations", "Sabel Union"), ("people", "Ida Berg")):
        two.add(group, [words])
    two.add("events", ["marched"], type="riot", actor="o2", actor_name="Sabel Union", targets=["p1"], deaths=2)
    readings = [reading(desk.record, desk.by) for desk in (one, two)]
    agreement = Comparison()
    agreement.add(one.record.id, one.record.text, [item for item in readings if item])
    total = measures(agreement.counts[0], 2)
    assert (total["events.actor"], total["events.deaths"], total["events.type"], total["events.targets"]) == (
        1,
        1,
        0,
        0,
    )
    assert "events.type.kappa" in total
    assert {item.what for item in agreement.disagreements if item.group == "events"} >= {"type", "targets", "date"}


def test_fields_of_a_kind_that_went_away_are_counted_as_such(tmp_path: Path) -> None:
    coded(library_with(tmp_path / "library"))
    library = library_with(tmp_path / "library", KINDS.partition("[event]")[0])
    from services.records import Records

    told = [*lines(figures(Records(library, library.find(), print)))]
    assert "1 field of the kind event, which the kinds file no longer has" in told
    assert "events" in GROUPS
