"""What was corrected in another program comes home as edits: those corrections, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from command import stet
from libraries import MemoryLibrary

from store.formats.export import export
from store.formats.origin import in_full, in_short, origin_from
from store.importing.importer import import_file
from store.importing.report import ImportReport
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.actions import Draft
from store.model.fields import Number, Person, Place, Quote, Suggestions
from store.model.record import Article, Record
from store.sync.session import edit_of

TEXT = "🚢 Ann Berg met Bo Dahl in Oslo. Berg said 12 of 40 boats left. “We wait,” she said. Ida Moe slept in Oslo."


def at(words: str, after: int = 0) -> tuple[int, int]:
    start = TEXT.index(words, after)
    return start, start + len(words)


def found() -> Suggestions:
    return Suggestions(
        extractor="t/1",
        people=[
            Person(
                id="p1",
                spans=[at("Ann Berg"), at("Berg", 20)],
                name="Ann Berg",
                role="skipper",
                evidence={"role": at("boats")},
                note="ask her",
                flag=True,
            ),
            Person(id="p2", spans=[at("Bo Dahl")], name="Bo Dahl"),
            Person(id="p3", spans=[at("Ida Moe")], name="Ida Moe"),
        ],
        places=[Place(id="l1", spans=[at("Oslo"), at("Oslo", 40)], name="Oslo", type="city", country="NO")],
        numbers=[
            Number(id="n1", spans=[at("12")], value=12, counted="boats"),
            Number(id="n2", spans=[at("40")], value=40),
        ],
        quotes=[Quote(id="q1", spans=[at("“We wait,”")], speaker="p1", speaker_name="Ann Berg", cue="said")],
    )


def here(library: Any, by: str, make: Callable[[Record], Draft | None]) -> Record:
    """A person's correction in this library."""
    record = library.load("quay/1")
    draft = make(record)
    assert draft is not None
    return library.commit("quay/1", [edit_of(draft, record, by)]).record  # type: ignore[no-any-return]


def desk() -> MemoryLibrary:
    library = MemoryLibrary()
    library.add(Article(id="quay/1", text=TEXT), found())
    here(library, "ann", lambda record: actions.accept(record, list(record.fields)))
    return library


def sent(library: Any, name: str, folder: Path) -> Path:
    export(name, [library.load("quay/1")], folder / name, sentences=lambda text: [(0, len(text))])
    return folder / name


def home(library: Any, name: str, path: Path, by: str = "bea") -> ImportReport:
    return import_file(name, path, library, "back", by)


def ops(record: Record) -> list[tuple[str, list[str]]]:
    """The edits after the first, each with the fields that it changed."""
    return [(edit.op, [change.field for change in edit.changes]) for edit in record.edits[1:]]


def in_label_studio(path: Path) -> list[Any]:
    tasks: list[Any] = orjson.loads((path / "tasks.json").read_bytes())
    return tasks


def doccano_there(path: Path) -> None:
    """A mention deleted, one moved, one added, two people joined, the quote given to another."""
    task = orjson.loads(path.read_bytes())
    entities = {(one["start_offset"], one["label"]): one for one in task["entities"]}

    def units(words: str) -> int:
        return TEXT.encode("utf-16-le").index(words.encode("utf-16-le")) // 2

    task["entities"].remove(entities[units("40"), "NUMBER"])
    entities[units("Bo Dahl"), "PERSON"]["start_offset"] += 3
    moe = entities[units("Ida Moe"), "PERSON"]
    task["entities"].append({"id": 99, "label": "PERSON", "start_offset": units("she"), "end_offset": units("she") + 3})
    task["relations"].append({"id": 98, "from_id": 99, "to_id": moe["id"], "type": "SAME"})
    last = [one for one in task["entities"] if one["label"] == "PLACE"][-1]
    task["relations"] = [one for one in task["relations"] if one["from_id"] != last["id"]]
    speaker = next(one for one in task["relations"] if one["type"] == "SPEAKER")
    speaker["to_id"] = moe["id"]
    path.write_bytes(orjson.dumps(task))


def test_five_corrections_in_doccano_are_five_edits(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "doccano", tmp_path)
    doccano_there(path)
    report = home(library, "doccano", path)
    record = library.load("quay/1")
    assert sorted(ops(record)) == sorted(
        [
            ("reject", ["n2"]),
            ("split", ["l1", "l2"]),
            ("change", ["p2"]),
            ("change", ["p3"]),
            ("change", ["q1"]),
        ]
    )
    assert report.edits == {"reject": 1, "split": 1, "change": 3}
    assert (report.losses, report.conflicts, report.left_out) == ({}, 0, 0)
    p1, p2, p3 = record.people
    assert [TEXT[slice(*span)] for span in p2.spans] == ["Dahl"]
    assert p2.name == "Dahl"  # the name was these words, and is now those
    assert [TEXT[slice(*span)] for span in p3.spans] == ["she", "Ida Moe"]
    assert (record.quotes[0].speaker, record.quotes[0].speaker_name, record.quotes[0].cue) == ("p3", "Ida Moe", "said")
    assert {edit.by for edit in record.edits[1:]} == {"bea"}
    # What doccano cannot say has not changed.
    assert (p1.role, p1.flag, p1.note, p1.evidence) == ("skipper", True, "ask her", {"role": at("boats")})
    assert record.places[0].country == "NO"


def test_the_same_file_twice_changes_nothing_and_what_is_undone_stays_undone(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "doccano", tmp_path)
    doccano_there(path)
    home(library, "doccano", path)
    after = library.load("quay/1")
    assert home(library, "doccano", path).edits == {}
    assert library.load("quay/1") is after or library.load("quay/1").edits == after.edits
    here(library, "bea", lambda record: actions.undo(record, "bea"))
    undone = library.load("quay/1").edits
    assert home(library, "doccano", path).edits == {}
    assert library.load("quay/1").edits == undone


def test_a_correction_that_is_taken_back_there_is_taken_back_here(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "label-studio", tmp_path)
    tasks = in_label_studio(path)
    untouched = orjson.dumps(tasks)
    [role] = [one for one in tasks[0]["annotations"][0]["result"] if one.get("from_name") == "person_role"]
    role["value"]["text"] = ["captain"]
    (path / "tasks.json").write_bytes(orjson.dumps(tasks))
    assert home(library, "label-studio", path).edits == {"change": 1}
    person = library.load("quay/1").people[0]
    assert (person.role, person.evidence) == ("captain", {})  # the old evidence bore out the old role
    (path / "tasks.json").write_bytes(untouched)
    assert home(library, "label-studio", path).edits == {"change": 1}
    assert library.load("quay/1").people[0].role == "skipper"


def test_a_correction_here_meanwhile_is_a_conflict_and_another_field_is_none(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "label-studio", tmp_path)
    here(library, "ann", lambda record: actions.change(record, "p1", {"role": "pilot"}))
    here(library, "ann", lambda record: actions.change(record, "p2", {"role": "cook"}))
    tasks = in_label_studio(path)
    [role] = [one for one in tasks[0]["annotations"][0]["result"] if one.get("from_name") == "person_role"]
    role["value"]["text"] = ["captain"]
    (path / "tasks.json").write_bytes(orjson.dumps(tasks))
    report = home(library, "label-studio", path, by="cyd")
    assert (report.edits, report.conflicts) == ({"change": 1}, 1)
    p1, p2, _ = library.load("quay/1").people
    assert sorted(reading["value"] for reading in p1.conflict["role"]) == ["captain", "pilot"]
    assert (p2.role, p2.conflict) == ("cook", {})


def test_brat_by_its_own_lines(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "brat", tmp_path)
    [file] = path.glob("*.ann")
    lines = file.read_text(encoding="utf-8").splitlines()
    dahl = next(line.split("\t")[0] for line in lines if line.endswith("Bo Dahl"))
    moe = next(line.split("\t")[0] for line in lines if line.endswith("Ida Moe"))
    lines = [line for line in lines if not line.startswith(f"{moe}\t") and f" {moe}" not in line]  # deleted
    lines = [line.replace("PLACE", "PERSON") if "PLACE" in line and "Oslo" in line else line for line in lines]
    lines += [f"A90\tFlag {dahl}", f"#90\tAnnotatorNotes {dahl}\tsure?"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = home(library, "brat", path)
    record = library.load("quay/1")
    assert sorted(ops(record)) == [("change", ["p2"]), ("kind", ["p4", "l1"]), ("reject", ["p3"])]
    assert (record.fields["p2"].flag, record.fields["p2"].note) == (True, "sure?")
    assert len(record.fields["p4"].spans) == 2
    assert report.losses == {"attributes named type": 1, "attributes named country": 1}  # of a person there are none


def test_prodigy_with_its_first_mention_deleted_keeps_what_it_carried(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "prodigy", tmp_path)
    task = orjson.loads(path.read_bytes())
    task["spans"] = [span for span in task["spans"] if span["text"] != "Ann Berg"]
    task["relations"] = [
        one for one in task["relations"] if one["head_span"]["start"] != 2 and one["child_span"]["start"] != 2
    ]
    task["answer"] = "accept"
    path.write_bytes(orjson.dumps(task))
    assert home(library, "prodigy", path).edits == {"change": 1, "done": 1}
    record = library.load("quay/1")
    p1 = record.fields["p1"]
    assert isinstance(p1, Person)
    assert ([TEXT[slice(*span)] for span in p1.spans], p1.name, p1.role) == (["Berg"], "Ann Berg", "skipper")
    assert (record.quotes[0].speaker, record.status) == ("p1", "done")


def test_evidence_that_comes_back_with_another_value_stays_as_it_is_said(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "prodigy", tmp_path)
    task = orjson.loads(path.read_bytes())
    [role] = [span for span in task["spans"] if span.get("attributes", {}).get("role")]
    role["attributes"]["role"] = "captain"
    path.write_bytes(orjson.dumps(task))
    assert home(library, "prodigy", path).edits == {"change": 1}
    person = library.load("quay/1").fields["p1"]
    assert isinstance(person, Person)
    assert (person.role, person.evidence) == ("captain", {"role": at("boats")})  # a doubt now, which the reader shows
    assert home(library, "prodigy", path).edits == {}


def test_a_suggestion_that_was_made_there_too_is_accepted(tmp_path: Path) -> None:
    library = MemoryLibrary()
    library.add(Article(id="quay/1", text=TEXT), found())
    here(library, "ann", lambda record: actions.accept(record, ["p1"]))
    path = sent(library, "doccano", tmp_path)
    task = orjson.loads(path.read_bytes())
    start = len(TEXT[: at("Bo Dahl")[0]].encode("utf-16-le")) // 2
    task["entities"].append({"id": 9, "label": "PERSON", "start_offset": start, "end_offset": start + 7})
    path.write_bytes(orjson.dumps(task))
    assert home(library, "doccano", path).edits == {"accept": 1}
    record = library.load("quay/1")
    assert [item.status for item in record.people] == ["accepted", "accepted", "suggested"]


@pytest.mark.parametrize("name", ["doccano", "prodigy", "label-studio", "brat", "w3c", "jsonl", "webanno"])
def test_untouched_nothing_comes_home(name: str, tmp_path: Path) -> None:
    library = desk()
    here(library, "ben", lambda record: actions.change(record, "p2", {"role": "cook"}))
    path = sent(library, name, tmp_path)
    before = library.load("quay/1").edits
    report = home(library, name, path)
    assert (report.edits, report.losses, report.left_out, report.known) == ({}, {}, 0, 1)
    assert library.load("quay/1").edits == before


def test_web_annotations_one_by_one_still_know_what_is_missing(tmp_path: Path) -> None:
    """Programs that keep annotations keep no collection: each says what the others were."""
    library = desk()
    path = sent(library, "w3c", tmp_path)
    items = orjson.loads(path.read_bytes())["first"]["items"]
    path.write_bytes(orjson.dumps([one for one in items if not one["id"].endswith((":n2", ":p3"))]))
    assert home(library, "w3c", path).edits == {"reject": 2}
    record = library.load("quay/1")
    assert [name for name, item in record.fields.items() if not item.alive] == ["p3", "n2"]


def test_what_says_no_state_or_is_of_another_library_is_refused_by_name(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "doccano", tmp_path)
    task = orjson.loads(path.read_bytes())
    told: list[str] = []
    bare = {key: value for key, value in task.items() if key != "stet"}
    path.write_bytes(orjson.dumps(bare))
    report = import_file("doccano", path, library, "back", "bea", told.append)
    assert report.left_out == 1
    why = "it does not say from which state of the article it was made"
    assert told == [
        f"line 1 left out: {why}; export all of it there (Label Studio: as JSON), or import it without --back"
    ]
    path.write_bytes(orjson.dumps(task))
    other = MemoryLibrary()
    other.add(Article(id="quay/1", text=TEXT), Suggestions())
    import_file("doccano", path, other, "back", "bea", told.append)
    assert "this library never had the article as it was exported" in told[-1]
    import_file("doccano", path, MemoryLibrary(), "back", "bea", told.append)
    assert "this library has no such article" in told[-1]


def test_ids_in_short() -> None:
    names = ["p1", "p2", "p3", "p5", "l9", "n1", "n2"]
    assert in_short(names) == "l9,n1-2,p1-3,p5"
    assert sorted(in_full(in_short(names))) == sorted(names)
    assert in_full("p1-999999999,x,,p-1")[:2] == ["p1", "p2"]
    assert len(in_full("p1-999999999")) < 200_000
    assert origin_from({"seq": True, "fields": {}}) is None
    assert origin_from("{") is None


def test_at_the_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    library = FolderLibrary(folder)
    library.add(Article(id="quay/1", text=TEXT), found())
    here(library, "ann", lambda record: actions.accept(record, list(record.fields)))
    out, of = tmp_path / "out.jsonl", ("--library", folder)
    stet("export", "-f", "doccano", "-o", out, *of)
    doccano_there(out)
    done = stet("import", "--from", "doccano", "--back", "--by", "bea", "--json", out, *of)
    assert json.loads(done.stdout)["edits"] == {"reject": 1, "split": 1, "change": 3}
    again = stet("import", "--from", "doccano", "--back", "--by", "bea", out, *of)
    assert (again.stderr, again.returncode) == (b"1 article that was there, 0 edits brought home\n", 0)
    wrong = stet("import", "--from", "doccano", "--back", "--as", "decided", out, *of)
    assert (wrong.returncode, b"are for what is new" in wrong.stderr) == (2, True)


def test_webanno_by_its_own_rows(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "webanno", tmp_path)
    [file] = path.glob("*.tsv")
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").split("\n")]
    rows = [[*row[:3], *("_" for _ in row[3:-1]), ""] if row[2:3] == ["40"] else row for row in rows]
    rows = [[cell.replace("NO[", "SE[") for cell in row] for row in rows]
    file.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8", newline="")
    report = home(library, "webanno", path)
    record = library.load("quay/1")
    assert sorted(ops(record)) == [("change", ["l1"]), ("reject", ["n2"])]
    assert (record.places[0].country, report.losses) == ("SE", {})
    assert home(library, "webanno", path).edits == {}
