"""Scores against counts made by hand, and the command on gold files and on one's own corrections."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command import stet
from factories import article, suggestions
from own_kinds import coded, library_with
from terminals import STET, terminal

from extract.registry import get_extractor
from services.evaluation import Evaluation
from store.errors import StetError
from store.files import LARGEST
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import AnyField, Number, Person, Place, Quote
from store.model.own_kinds import forget_kinds
from store.sync.session import Session

ADA = Person(id="p1", spans=[(0, 8), (40, 45)], name="Ada Lund", role="mayor")
OSLO = Place(id="l1", spans=[(20, 24)], name="Oslo", type="city", country="NO", latitude=59.91, longitude=10.75)
TWELVE = Number(id="n1", spans=[(50, 52)], value=12, counted="people", event="hurt")
SAID = Quote(id="q1", spans=[(60, 80)], speaker="p1", speaker_name="Ada Lund", cue="said")
GOLD: list[AnyField] = [ADA, OSLO, TWELVE, SAID]


def scored(found: list[AnyField], **options: list[AnyField]) -> Evaluation:
    evaluation = Evaluation()
    evaluation.add(GOLD, found, **options)  # type: ignore[arg-type]  # only `neutral` is ever given
    return evaluation


def test_gold_against_itself_is_perfect() -> None:
    tallies = scored(GOLD).tallies
    for tally in (tallies[item.group] for item in GOLD):
        assert (tally.precision, tally.recall, tally.f1) == (1, 1, 1)
        assert all(right == of for right, of in tally.attributes.values())
        assert not tally.errors


def test_mentions_are_counted_one_by_one() -> None:
    people = scored([replace(ADA, spans=[(0, 8), (41, 45), (90, 95)])]).tallies["people"]
    assert (people.right, people.found, people.gold) == (1, 3, 2)
    assert people.errors == {"boundary": 1, "spurious": 1}
    assert people.attributes["spans"] == [0, 1]
    assert people.attributes["name"] == [1, 1]


def test_each_sort_of_error_is_told_apart() -> None:
    found: list[AnyField] = [
        ADA,
        Person(id="p2", spans=[(20, 24)], name="Oslo"),
        replace(TWELVE, value=13),
        replace(SAID, speaker=None, speaker_name="she"),
    ]
    tallies = scored(found).tallies
    assert tallies["places"].errors == {"wrong kind": 1}
    assert tallies["people"].errors == {}
    assert tallies["people"].found == 3
    assert tallies["numbers"].errors == {"wrong value": 1}
    assert tallies["quotes"].errors == {"wrong speaker": 1}
    assert scored([]).tallies["quotes"].errors == {"missed": 1}


def test_a_speaker_is_who_it_is_not_which_id() -> None:
    found: list[AnyField] = [replace(ADA, id="p7"), replace(SAID, speaker="p7")]
    assert scored(found).tallies["quotes"].attributes["speaker"] == [1, 1]


@pytest.mark.parametrize(
    "person",
    [
        replace(ADA, spans=[(4, 8), (40, 45)], name="Lund"),
        replace(ADA, spans=[(0, 12)], name="Ada Lund, 39"),
        replace(ADA, id="p7", name="A. Lund"),
    ],
    ids=["other edges", "longer", "another name"],
)
def test_a_speaker_is_right_whose_name_or_edges_were_corrected(person: Person) -> None:
    """What is wrong with the person counts there, and not again with each of the person's quotes."""
    bo = Person(id="p2", spans=[(100, 102)], name="Bo")
    ours = replace(SAID, speaker=person.id, speaker_name=person.name)
    for found, right in ((ours, 1), (replace(SAID, speaker="p2", speaker_name="Bo"), 0)):
        evaluation = Evaluation()
        evaluation.add([*GOLD, bo], [person, bo, found])
        assert evaluation.tallies["quotes"].attributes["speaker"] == [right, 1]
        assert evaluation.tallies["quotes"].errors["wrong speaker"] == 1 - right


def test_two_speakers_of_one_name_are_two_and_one_who_is_only_named_is_who_has_that_name() -> None:
    other = replace(ADA, id="p2", spans=[(100, 108)])
    named = replace(SAID, speaker=None)
    for gold, people, quote, right in (
        ([*GOLD, other], [ADA, other], replace(SAID, speaker="p2"), 0),
        (GOLD, [replace(ADA, name="Lund")], replace(named, speaker_name="Lund"), 1),
        ([ADA, named], [replace(ADA, name="Lund")], replace(SAID, speaker_name="Lund"), 1),
        ([named], [ADA], SAID, 1),
    ):
        evaluation = Evaluation()
        evaluation.add(gold, [*people, quote])
        assert evaluation.tallies["quotes"].attributes["speaker"] == [right, 1]


def test_coordinates_may_differ_by_a_suburb_and_unknown_ones_are_not_compared() -> None:
    assert scored([replace(OSLO, latitude=60.0)]).tallies["places"].attributes["coordinates"] == [1, 1]
    assert scored([replace(OSLO, latitude=61.0)]).tallies["places"].attributes["coordinates"] == [0, 1]
    evaluation = Evaluation()
    evaluation.add([replace(OSLO, latitude=None)], [OSLO])
    assert "coordinates" not in evaluation.tallies["places"].attributes


def test_any_point_well_inside_a_country_is_right() -> None:
    norway = Place(id="l2", spans=[(30, 36)], name="Norway", type="country", country="NO", latitude=62, longitude=10)
    evaluation = Evaluation()
    evaluation.add([norway], [replace(norway, latitude=61)])
    evaluation.add([norway], [replace(norway, latitude=49)])
    assert evaluation.tallies["places"].attributes["coordinates"] == [1, 2]


def test_what_nobody_has_decided_counts_neither_way() -> None:
    found: list[AnyField] = [*GOLD, Person(id="p9", spans=[(100, 105)], name="Bo")]
    assert scored(found).tallies["people"].precision == pytest.approx(2 / 3)
    assert scored(found, neutral=[Person(id="p9", spans=[(100, 105)])]).tallies["people"].precision == 1


def test_kinds_that_the_gold_does_not_mark_are_not_scored(tmp_path: Path) -> None:
    gold = {"format": "stet/1", "text": "Ada Lund sees 12 ships.", "numbers": []}
    (tmp_path / "a.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    report = evaluate(tmp_path)
    assert report["numbers"]["found"] == 1
    assert report["numbers"]["errors"] == {"spurious": 1}
    assert report["people"]["found"] == 0


def test_gold_may_be_lines_of_records_gzipped_or_not(tmp_path: Path) -> None:
    lines = [{"id": str(count), "text": f"Ada Lund sees {count} ships.", "numbers": []} for count in (12, 13)]
    data = "".join(json.dumps(line) + "\n" for line in lines).encode()
    plain, packed = tmp_path / "gold.jsonl", tmp_path / "gold.jsonl.gz"
    plain.write_bytes(data)
    packed.write_bytes(gzip.compress(data))
    assert evaluate(plain)["articles"] == 2
    assert evaluate(packed) == evaluate(plain)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(b'{"text": "Rain."}')[:-9], "is a damaged gzip file"),
        (gzip.compress(b" " * (4 * LARGEST + 1)), "unpacks to more than"),
    ],
    ids=["cut off", "a bomb"],
)
def test_gold_that_cannot_be_unpacked_is_refused_in_one_line(tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "gold.jsonl.gz"
    file.write_bytes(data)
    refused = stet("evaluate", file)
    assert refused.returncode == 1
    (line,) = refused.stderr.decode().splitlines()
    assert said in line


def test_the_samples_are_scored_as_a_table_too() -> None:
    seeds = Path(__file__).parent.parent / "seeds"
    told = stet("evaluate", seeds).stdout.decode()
    assert told.startswith("12 articles")
    assert [line.split()[0] for line in told.splitlines()[3:7]] == ["people", "places", "numbers", "quotes"]


def test_the_samples_are_scored_in_all_and_with_intervals() -> None:
    seeds = Path(__file__).parent.parent / "seeds"
    plain, wide = evaluate(seeds), evaluate("--intervals", seeds)
    kinds = ("people", "places", "numbers", "quotes")
    assert plain["all"]["mentions"] == sum(plain[kind]["mentions"] for kind in kinds)
    assert "intervals" not in plain["all"]
    for kind in (*kinds, "all"):
        for name in ("precision", "recall", "f1"):
            low, high = wide[kind]["intervals"][name]
            assert low < high, "without an error among them, too"
            assert low <= wide[kind][name] <= high
        assert wide[kind]["intervals"]["attributes"].keys() == wide[kind]["attributes"].keys()
    with terminal(STET, "evaluate", "--intervals", seeds, PAGER="cat") as run:
        assert run.end() == 0
        told = run.text
    assert max(map(len, told.partition("95 %")[2].splitlines())) <= 80
    assert "all " in told
    assert stet("evaluate", "--intervals", "--extractor", "news", "--extractor", "other", seeds).returncode == 2


def test_one_article_has_no_intervals(tmp_path: Path) -> None:
    (tmp_path / "a.gold.json").write_text(json.dumps({"text": "It cost 12 dollars.", "numbers": []}), encoding="utf-8")
    assert evaluate("--intervals", tmp_path)["numbers"]["intervals"]["precision"] is None


def test_ones_own_corrections_are_gold(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path / "library")
    session = Session(library, library.add(article(), suggestions()), "ann")
    for draft in (
        actions.reject(session.record, ["l2"]),
        actions.accept(session.record, ["l1"]),
        actions.change(session.record, "n1", {"value": 20}),
        actions.done(session.record),
    ):
        session.act(draft)
    assert session.close()
    report = evaluate("--library", library.path)
    assert report["articles"] == 1
    assert report["places"]["errors"] == {"spurious": 1}
    assert (report["places"]["recall"], report["places"]["precision"]) == (1, 0.6667)
    assert report["numbers"]["errors"] == {"wrong value": 1}
    assert report["numbers"]["found"] == 1  # the two that are not decided count neither way
    assert report["people"]["found"] == report["people"]["mentions"] == 0


def test_an_unknown_extractor_says_which_there_are() -> None:
    with pytest.raises(StetError, match="news"):
        get_extractor("nobody")


def evaluate(*words: str | Path) -> Any:
    done = stet("evaluate", "--json", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_is_wholly_decided_is_scored_without_being_done(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path / "library")
    session = Session(library, library.add(article(), suggestions()), "ann")
    session.act(actions.accept(session.record, list(session.record.fields)))
    assert session.close()
    assert session.record.status == "started"
    assert evaluate("--library", library.path)["articles"] == 1


def test_what_was_imported_as_decided_says_how_it_is_scored(tmp_path: Path) -> None:
    (tmp_path / "gold.txt").write_text("Ada Lund sees 12 ships.", encoding="utf-8")
    (tmp_path / "gold.ann").write_text("T1\tPER 0 8\tAda Lund\n", encoding="utf-8")
    place = ("--library", tmp_path / "library")
    assert stet("import", "--from", "brat", "--as", "decided", *place, tmp_path / "gold.ann").returncode == 0
    told = stet("evaluate", *place)
    assert told.stdout.startswith(b"1 article\n")
    assert told.stderr.decode() == (
        "stet: in 1 article no extractor has suggested anything, for it came in as decided;"
        " --extractor news scores one on it\n"
    )
    assert stet("evaluate", "--extractor", "news", *place).stderr == b""


def test_a_desk_s_own_kinds_are_scored_too(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path))
    desk.do(actions.done(desk.record))
    forget_kinds()
    done = stet("evaluate", "--json", "--library", tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["events"]["errors"]["missed"] == 1
