"""One file of a team becomes a library for each annotator: compared, merged and settled as copies of a library are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from brought import BOAT, brat, mark, region
from command import stet
from pilot import type_keys
from several import SEVERAL, label_studio, written

from store.library.folder import FolderLibrary
from store.model.record import Record
from store.sync.conflicts import disputed
from tui.adjudicate.app import AdjudicatorApp

PORT = "Ida Berg left Lima with 14 boats. Ola Ek stayed, Berg said."


def each(name: str, path: Path, folder: Path, *more: str) -> dict[str, Any]:
    told = stet("import", "--from", name, "--each-annotator", path, "--library", folder, "--json", *more)
    assert told.returncode == 0, told.stderr
    found: dict[str, Any] = orjson.loads(told.stdout)
    return found


def records(folder: Path) -> dict[str, list[Record]]:
    """By the name of the library, its records."""
    found = {}
    for path in sorted(folder.iterdir()):
        library = FolderLibrary(path)
        found[path.name] = [library.load(identifier) for identifier in library.ids()]
    return found


def words(made: Record, *statuses: str) -> list[str]:
    return [item.surface(made.text) for item in made.fields.values() if item.status in (statuses or ("accepted",))]


@pytest.mark.parametrize("case", SEVERAL)
def test_each_annotator_has_a_library_of_their_decisions(case: str, tmp_path: Path) -> None:
    name, write, done = SEVERAL[case]
    path = write(tmp_path)
    report = each(name, path, tmp_path / "team")
    made = records(tmp_path / "team")
    assert list(made) == [one["annotator"] for one in report["libraries"]] == ["ann", "ben"]
    [ann], [ben] = made["ann"], made["ben"]
    assert (ann.id, ben.id, ann.status, ben.status) == ("boat", "boat", *(2 * ["done" if done else "new"]))
    assert {edit.by for edit in (*ann.edits, *ben.edits)} == {"ann", "ben"}
    assert {item.kind: item.spans for item in ann.fields.values()} == {"person": [(2, 10)], "place": [(16, 21)]}
    assert {item.kind: item.spans for item in ben.fields.values()} == {"person": [(0, 10)]}
    assert not {item.status for item in (*ann.fields.values(), *ben.fields.values())} - {"accepted", "corrected"}
    assert report["next"][:2] == ["stet", "agree"]
    again = each(name, path, tmp_path / "team")
    assert records(tmp_path / "team") == made
    assert [one["known"] for one in again["libraries"]] == [1, 1]


def team(folder: Path) -> Path:
    """Ann and Ben on two articles, Cyd on one of them; one that nobody had."""
    ann, ben, cyd = ({"completed_by": {"id": number, "email": by}} for number, by in enumerate(("ann", "ben", "cyd")))
    found = [region("PERSON", 0, 8), region("PERSON", 34, 40), region("PLACE", 14, 18)]
    model = [region("PERSON", 0, 8), region("PERSON", 34, 40), region("NUMBER", 24, 26)]
    tasks = [
        {
            "data": {"text": PORT, "id": "port"},
            "annotations": [{**ann, "result": found}, {**ben, "result": [*found[:1], region("PLACE", 34, 40)]}],
            "predictions": [{"model_version": "m", "result": model}],
        },
        {
            "data": {"text": BOAT, "id": "boat"},
            "annotations": [{**one, "result": [region("PERSON", 2, 10)]} for one in (ann, ben, cyd)],
        },
        {"data": {"text": "Nobody came."}, "annotations": []},
    ]
    return written(folder / "team.json", orjson.dumps(tasks))


def test_agreement_merge_and_judge(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    report = each("label-studio", team(tmp_path), folder)
    assert (report["nobody"], [one["added"] for one in report["libraries"]]) == (1, [2, 2, 1])
    made = records(folder)
    assert {name: [record.id for record in listed] for name, listed in made.items()} == {
        "ann": ["port", "boat"],
        "ben": ["port", "boat"],
        "cyd": ["boat"],
    }
    port, of_ben = made["ann"][0], made["ben"][0]
    assert port.suggestions == of_ben.suggestions
    assert [item.surface(PORT) for item in port.suggestions.all()] == ["Ida Berg", "Ola Ek", "14"]
    assert (words(port), words(port, "rejected")) == (["Ida Berg", "Ola Ek", "Lima"], ["14"])
    assert (words(of_ben), words(of_ben, "rejected")) == (["Ida Berg", "Ola Ek"], ["Ola Ek", "14"])

    told = stet("agree", "--json", *report["next"][2:4])
    figures = {name: one["value"] for name, one in orjson.loads(told.stdout)["measures"].items()}
    # By hand: Ann has 3 people, Ben 2, both have 2. Each has a place, at other words.
    assert figures["people.exact"] == round(2 * 2 / (3 + 2), 4)
    assert (figures["places.exact"], figures["people.name"]) == (0, 1)

    told = stet("merge", folder / "ann", folder / "ben", folder / "cyd", "-o", tmp_path / "all")
    assert told.returncode == 0, told.stderr
    merged = FolderLibrary(tmp_path / "all")
    assert (merged.load("boat").status, disputed(merged.load("boat"))) == ("done", [])
    in_conflict = disputed(merged.load("port"))
    assert [merged.load("port").fields[name].surface(PORT) for name in in_conflict] == ["Ola Ek", "Lima", "Ola Ek"]
    at_once = FolderLibrary(tmp_path / "at once")
    stet("import", "--from", "label-studio", "--as", "decided", tmp_path / "team.json", "--library", at_once.path)
    assert len(disputed(at_once.load("port"))) == len(in_conflict)
    for library in (at_once.path, merged.path):
        told = stet("agree", "--json", "--library", library, "-a", "ann", "-a", "ben")
        found = orjson.loads(told.stdout)["measures"]
        assert {name: found[name]["value"] for name in figures} == figures


def test_copies_for_others_have_nothing_of_what_annotators_decided(tmp_path: Path) -> None:
    words = ("import", "--from", "label-studio", "--as", "decided", label_studio(tmp_path))
    assert stet(*words, "--library", tmp_path / "all").returncode == 0
    assert stet("give", "--library", tmp_path / "all", tmp_path / "cyd").returncode == 0
    made = FolderLibrary(tmp_path / "cyd").load("boat")
    assert (made.edits, made.fields) == ((), {})


async def test_a_judge_settles_what_annotators_of_another_program_decided(tmp_path: Path) -> None:
    each("label-studio", label_studio(tmp_path), tmp_path / "team")
    stet("merge", tmp_path / "team" / "ann", tmp_path / "team" / "ben", "-o", tmp_path / "all")
    library = FolderLibrary(tmp_path / "all")
    assert len(disputed(library.load("boat"))) == 2
    app = AdjudicatorApp(library, ["boat"], "judge")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for _ in range(2):
            await type_keys(app, "1")
            await pilot.pause()
        await type_keys(app, "escape")
        await pilot.pause()
    made = library.load("boat")
    assert (disputed(made), words(made, "accepted", "corrected")) == ([], ["Åsa Holm", "Turku"])


NAMES = {
    "ann": "ann",
    "ANN": "ANN~",
    "../../etc": "etc~",
    "..": "annotator~",
    "con": "con~",
    "Åsa Ek": "sa-Ek~",
    "Åsa-Ek": "sa-Ek~",
    "a" * 300: "a" * 40 + "~",
    "records": "records",
    "\x1b[2J": "2J-05704e8a~",
}


def test_hostile_names_are_folders_of_their_own(tmp_path: Path) -> None:
    lines = [{"text": BOAT, "spans": [mark("PERSON", 2, 10)], "answer": "accept", "_annotator_id": by} for by in NAMES]
    path = written(tmp_path / "in", b"\n".join(map(orjson.dumps, lines)))
    each("prodigy", path, tmp_path / "team")
    folders = sorted(one.name for one in (tmp_path / "team").iterdir())
    assert len(folders) == len(NAMES)
    assert sorted(one.partition("~")[0] + "~" * ("~" in one) for one in folders) == sorted(NAMES.values())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in", "team"]
    each("prodigy", path, tmp_path / "team")
    assert sorted(one.name for one in (tmp_path / "team").iterdir()) == folders


def test_work_without_a_name_and_a_later_export(tmp_path: Path) -> None:
    lines = [{"text": BOAT, "spans": [mark("PERSON", 2, 10)], "answer": "accept"}]
    path = written(tmp_path / "in", orjson.dumps(lines[0]))
    each("prodigy", path, tmp_path / "team")
    each("prodigy", path, tmp_path / "team", "--by", "cyd")
    later = {"text": PORT, "spans": [mark("PERSON", 0, 8)], "answer": "accept", "_annotator_id": "cyd"}
    each("prodigy", written(tmp_path / "later", orjson.dumps(later)), tmp_path / "team")
    made = records(tmp_path / "team")
    assert {name: [edit.by for one in listed for edit in one.edits] for name, listed in made.items()} == {
        "cyd": ["cyd", "cyd"],
        "prodigy": ["prodigy"],
    }


def test_one_id_for_two_texts_is_the_same_in_all_libraries(tmp_path: Path) -> None:
    def line(text: str, by: str) -> bytes:
        made = {"text": text, "meta": {"id": "x"}, "spans": [], "answer": "accept", "_annotator_id": by}
        return orjson.dumps(made) + b"\n"

    first = written(tmp_path / "first", line(BOAT, "ann") + line(PORT, "ben"))
    each("prodigy", first, tmp_path / "team")
    each("prodigy", written(tmp_path / "second", line(PORT, "cyd") + line(BOAT, "cyd")), tmp_path / "team")
    made = records(tmp_path / "team")
    ids = {(one.text, one.id) for listed in made.values() for one in listed}
    assert len(ids) == 2
    assert (
        stet("merge", *(tmp_path / "team" / name for name in ("cyd", "ann", "ben")), "-o", tmp_path / "all").returncode
        == 0
    )


def test_what_is_wrong_is_said_and_makes_nothing(tmp_path: Path) -> None:
    path = team(tmp_path)
    words = ("import", "--from", "label-studio", "--each-annotator", path)
    told = stet(*words, "--as", "suggestions", "--library", tmp_path / "team")
    assert (told.returncode, b"leave out --as suggestions" in told.stderr) == (2, True)
    told = stet(*words)
    assert (told.returncode, b"with --library" in told.stderr) == (2, True)
    stet("import", "--from", "label-studio", path, "--library", tmp_path / "library")
    told = stet(*words, "--library", tmp_path / "library")
    assert (told.returncode, b"is itself a library" in told.stderr) == (1, True)
    broken = written(tmp_path / "broken.json", path.read_bytes()[:-20])
    told = stet("import", "--from", "label-studio", "--each-annotator", broken, "--library", tmp_path / "other")
    assert (told.returncode, b"not JSON" in told.stderr) == (1, True)
    assert not (tmp_path / "other").exists() or not list((tmp_path / "other").iterdir())
    (tmp_path / "team" / "ann").mkdir(parents=True)
    (tmp_path / "team" / "ann" / "notes.txt").write_text("mine")
    told = stet(*words, "--library", tmp_path / "team")
    assert (told.returncode, b"already exists" in told.stderr) == (1, True)
    assert [one.name for one in (tmp_path / "team").iterdir()] == ["ann"]


def test_the_command_says_what_it_made_and_what_comes_next(tmp_path: Path) -> None:
    told = stet(
        "import", "--from", "label-studio", "--each-annotator", team(tmp_path), "--library", tmp_path / "my team"
    )
    lines = told.stdout.decode().splitlines()
    assert [line.split(": ")[0] for line in lines[:3]] == [
        str(tmp_path / "my team" / by) for by in ("ann", "ben", "cyd")
    ]
    assert f"stet agree '{tmp_path}/my team/ann'" in lines[3]
    assert "1 article on which nobody has worked" in told.stderr.decode()
    assert (
        stet(
            "import",
            "--from",
            "label-studio",
            "--each-annotator",
            team(tmp_path),
            "--library",
            tmp_path / "x",
            "--strict",
        ).returncode
        == 1
    )


def test_whole_records_keep_their_edits_and_are_left_out(tmp_path: Path) -> None:
    made = brat("Åsa Holm.", "T1\tPerson 0 8\tÅsa Holm\n", tmp_path).record
    path = written(tmp_path / "in", json.dumps(made.to_json()).encode())
    told = stet("import", "--from", "jsonl", "--each-annotator", path, "--library", tmp_path / "team")
    assert (told.returncode, b"import it without --each-annotator" in told.stderr) == (1, True)


def of_several(folder: Path, *pairs: tuple[str, str]) -> Path:
    """A line of Prodigy for each (annotator, text)."""
    lines = [
        {"text": text, "spans": [mark("PERSON", 0, 3)], "answer": "accept", "_annotator_id": by} for by, text in pairs
    ]
    return written(folder / "in", b"\n".join(map(orjson.dumps, lines)))


def test_the_command_that_is_named_next_leaves_out_who_shares_no_article(tmp_path: Path) -> None:
    path = of_several(tmp_path, ("ann", "Ida came."), ("ben", "Ida came."), ("cyd", "Bob left."))
    report = each("prodigy", path, tmp_path / "team")
    assert [Path(word).name for word in report["next"]] == ["stet", "agree", "ann", "ben"]
    assert stet(*report["next"][1:]).returncode == 0
    told = stet("agree", *(tmp_path / "team" / by for by in ("cyd", "ann", "ben")))
    assert (told.returncode, told.stdout.split(b"\n")[0]) == (0, b"ann, ben: 1 article")
    assert b"cyd left out: it shares no article with the others" in told.stderr
    told = stet("merge", *(tmp_path / "team" / by for by in ("cyd", "ann", "ben")), "-o", tmp_path / "all")
    assert told.returncode == 0
    assert b"all: 2 articles, 1 of them shared" in told.stdout
    assert b"cyd shares no article with the others: its articles are taken as they are" in told.stderr
    assert len(list(FolderLibrary(tmp_path / "all").ids())) == 2


def test_no_command_is_named_where_no_two_share_an_article(tmp_path: Path) -> None:
    path = of_several(tmp_path, ("ann", "Ida came."), ("cyd", "Bob left."))
    assert each("prodigy", path, tmp_path / "team")["next"] == []
    told = stet("import", "--from", "prodigy", "--each-annotator", path, "--library", tmp_path / "more")
    assert b"No two of them share an article" in told.stdout
    assert stet("agree", tmp_path / "more" / "ann", tmp_path / "more" / "cyd").returncode == 1
