"""What the real servers of other programs do to our files, and what they need of them, told without these servers.

The trips through them are tests/peers/servers.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson
import pytest
from brought import bring
from command import stet
from factories import Annotator, article, record
from test_importing import PLAIN, back, decided, out

from store.formats.export import export
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Quote, Suggestions
from store.model.record import Article, Record, text_id

LINES = "“We row at six.\n\n“And nobody sleeps,” Dahl said.\n“Nobody.”"


def quoted() -> Record:
    """A quote whose two pieces have only a paragraph's end between them, and a third."""
    pieces = ["“We row at six.", "“And nobody sleeps,”", "“Nobody.”"]
    spans = [(LINES.index(words), LINES.index(words) + len(words)) for words in pieces]
    found = Suggestions(extractor="test/1", quotes=[Quote(id="q1", spans=spans, cue="said")])
    return decided(Record(article=Article(id=text_id(LINES), text=LINES), suggestions=found))


def noted() -> Record:
    hand = Annotator(decided(record()), "ann")
    hand.act(actions.note(hand.record, "p1", "Her first name is spelt\nso in the crew’s list."))
    hand.act(actions.flag(hand.record, "p1", True))
    hand.act(actions.flag(hand.record, "n1", True))
    return hand.record


@pytest.mark.parametrize("name", [name for name in PLAIN if name != "conll"])
def test_pieces_of_a_quote_stay_pieces_over_a_paragraph_s_end(name: str, tmp_path: Path) -> None:
    there = back(name, quoted(), tmp_path)
    assert [item.spans for item in there.fields.values()] == [quoted().fields["q1"].spans]


@pytest.mark.parametrize("name", ["label-studio", "brat", "w3c"])
def test_notes_and_flags_come_home(name: str, tmp_path: Path) -> None:
    there = back(name, noted(), tmp_path)
    marks = {item.surface(there.text): (item.note, item.flag) for item in there.fields.values() if item.flag}
    assert marks == {"Ida Lunde": ("Her first name is spelt\nso in the crew’s list.", True), "19": ("", True)}


def test_what_is_sent_to_label_studio_is_no_ground_truth(tmp_path: Path) -> None:
    """It takes annotations for the ground truth that do not say otherwise; then its own annotators' count less."""
    [task] = orjson.loads((out("label-studio", noted(), tmp_path) / "tasks.json").read_bytes())
    assert [one["ground_truth"] for one in task["annotations"]] == [False]


def test_every_line_for_doccano_has_the_same_keys_and_no_amount_among_nothing(tmp_path: Path) -> None:
    """Its table fills the gaps with NaN, which its database refuses, and the whole upload with it."""
    bare = Record(article=Article(id="bare", text="Nothing here."), suggestions=Suggestions())
    full = Record(article=article(), suggestions=Suggestions())
    path = tmp_path / "out.jsonl"
    export("doccano", [decided(record()), bare, full], path, sentences=lambda text: [(0, len(text))])
    lines: list[dict[str, Any]] = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    keys = [set(line) for line in lines]
    assert keys[0] == keys[1] == keys[2]
    for key in keys[0]:
        sorts = {type(line[key]) for line in lines}
        assert not (type(None) in sorts and sorts & {int, float}), key


def exported_task(*annotations: dict[str, Any], drafts: list[Any], predictions: list[Any] | None = None) -> Any:
    """A task as Label Studio 1.23 exports it as JSON, or as a snapshot."""
    done = [
        {
            "id": at,
            "was_cancelled": False,
            "ground_truth": False,
            "lead_time": 7.9,
            "prediction": {},
            "unique_id": "f1ad",
        }
        | {"created_at": "2026-11-27T07:10:23Z", "updated_at": "2026-11-27T07:11:04Z", "import_id": None, **one}
        for at, one in enumerate(annotations, start=1)
    ]
    frame = {"file_upload": "9fd5c516-tasks.json", "meta": {}, "inner_id": 1, "comment_authors": [], "project": 1}
    data: dict[str, Any] = {"text": TASK, "id": "walk", "title": None, "annotators": []}
    return [{"id": 7, "annotations": done, "drafts": drafts, "predictions": predictions or [], "data": data, **frame}]


TASK = "🛶 Eli Moss rowed to Oban."


def regions(*words: str) -> list[dict[str, Any]]:
    made = []
    for number, one in enumerate(words):
        start = TASK.index(one)
        value = {"start": start, "end": start + len(one), "text": one, "labels": ["PERSON" if "E" in one else "PLACE"]}
        frame = {"id": f"r{number}", "type": "labels", "from_name": "label", "to_name": "text", "origin": "manual"}
        made.append({**frame, "value": value})
    return made


def draft(*words: str, annotation: int | None) -> dict[str, Any]:
    named = {"user": "eva@example.org", "created_username": "eva@example.org, 1", "created_ago": "0\u00a0minutes"}
    times = {"created_at": "2026-11-27T07:12:00Z", "updated_at": "2026-11-27T07:12:00Z"}
    return {"id": 3, "annotation": annotation, "result": regions(*words), "was_postponed": False, **named, **times}


def test_a_draft_of_an_annotation_is_no_second_annotator_s(tmp_path: Path) -> None:
    """The annotation has its annotator's number, the draft their address too."""
    made = {"completed_by": 1, "result": regions("Eli Moss", "Oban")}
    for of in (1, None):
        brought = bring("label-studio", exported_task(made, drafts=[draft("Eli", annotation=of)]), tmp_path)
        assert brought.words == [["Eli Moss"], ["Oban"]]
        assert brought.lost == {"drafts of a task that has annotations": 1}
        assert {edit.by for edit in brought.record.edits} == {"1"}


def test_drafts_without_an_annotation_are_by_the_same_number(tmp_path: Path) -> None:
    brought = bring("label-studio", exported_task(drafts=[draft("Eli", annotation=None)]), tmp_path)
    assert brought.words == [["Eli"]]
    assert {edit.by for edit in brought.record.edits} == {"1"}


def test_what_a_snapshot_has_only_the_number_of_is_counted(tmp_path: Path) -> None:
    eva = {"id": 1, "email": "eva@example.org", "first_name": "", "last_name": ""}
    made = {"completed_by": eva, "result": regions("Oban")}
    brought = bring("label-studio", exported_task(made, drafts=[4], predictions=[8, 9]), tmp_path)
    assert brought.words == [["Oban"]]
    assert brought.lost == {"drafts of which only the number is there": 1}
    brought = bring("label-studio", exported_task(drafts=[], predictions=[8, 9]), tmp_path)
    assert brought.lost == {"predictions of which only the number is there": 2}


def test_a_note_is_one_note_though_the_editor_repeats_it(tmp_path: Path) -> None:
    """With each result of the region, once it has been saved in the editor."""
    [region] = regions("Eli Moss")
    role = {**region, "from_name": "person_role", "type": "textarea", "value": {**region["value"], "text": ["rower"]}}
    results = [{**one, "meta": {"text": ["who is he?"]}} for one in (region, role)]
    brought = bring("label-studio", exported_task({"completed_by": 1, "result": results}, drafts=[]), tmp_path)
    [item] = brought.record.fields.values()
    assert (item.note, getattr(item, "role", None), brought.lost) == ("who is he?", "rower", {})


def shelved(folder: Path) -> Path:
    """A library with an article of two people and a quote, decided."""
    library = folder / "library"
    shelf = FolderLibrary(library)
    made = decided(record())
    shelf.add(made.article, made.suggestions, made.edits)
    return library


def came_home(library: Path, name: str, file: Path) -> tuple[list[str], str]:
    """Of the new edits who made them and what they changed; and what was said."""
    shelf = FolderLibrary(library)
    [identifier] = shelf.ids()
    before = len(shelf.load(identifier).edits)
    done = stet("import", "--library", library, "--from", name, "--back", "--by", "eva", file)
    edits = FolderLibrary(library).load(identifier).edits[before:]
    told = [f"{edit.by} {edit.op} {change.field}" for edit in edits for change in edit.changes]
    return told, (done.stdout + done.stderr).decode()


def test_a_user_of_doccano_takes_nothing_away_that_was_never_before_them(tmp_path: Path) -> None:
    """It gives each user a file of all texts; what was uploaded is in that of one, who may take of it away."""
    library = shelved(tmp_path)
    file = tmp_path / "sent.jsonl"
    assert stet("export", "--library", library, "-f", "doccano", "-o", file).returncode == 0
    line = orjson.loads(file.read_bytes())
    ida = [one for one in line["entities"] if one["start_offset"] != article().text.index("52")]
    start = article().text.index("police")
    ben = [{"id": 90, "label": "PERSON", "start_offset": start, "end_offset": start + 6}, ida[0] | {"id": 91}]
    files = {"ida": (ida, line["relations"]), "ben": (ben, []), "kim": ([], [])}
    with ZipFile(tmp_path / "export.zip", "w") as archive:
        for user, (entities, relations) in files.items():
            data = orjson.dumps(line | {"entities": entities, "relations": relations})
            archive.writestr(f"{user}.jsonl", data + b"\n")
    told, _said = came_home(library, "doccano", tmp_path / "export.zip")
    assert told == ["ben add p2", "ida reject n2"]
    assert came_home(library, "doccano", tmp_path / "export.zip")[0] == []


@pytest.mark.parametrize("table", [True, False])
def test_a_table_of_label_studio_takes_no_speaker_away(table: bool, tmp_path: Path) -> None:
    """It has no relations: what is not in it was not taken away there."""
    library = shelved(tmp_path)
    assert stet("export", "--library", library, "-f", "label-studio", "-o", tmp_path / "sent").returncode == 0
    [task] = orjson.loads((tmp_path / "sent/tasks.json").read_bytes())
    regions = [one["value"] for one in task["annotations"][0]["result"] if one["type"] == "labels"]
    row: dict[str, Any] = {**task["data"], "id": 1, "label": regions, "annotator": 1, "annotation_id": 1}
    file = tmp_path / "export"
    if table:
        cells = {
            key: orjson.dumps(value).decode() if isinstance(value, list | dict) else value for key, value in row.items()
        }
        with file.open("w", encoding="utf-8", newline="") as stream:
            rows = csv.DictWriter(stream, list(cells), quoting=csv.QUOTE_NONNUMERIC)
            rows.writeheader()
            rows.writerow(cells)
    else:
        file.write_bytes(orjson.dumps([row]))
    told, said = came_home(library, "label-studio", file)
    assert told == [] and "as JSON" in said


@pytest.mark.parametrize("annotations", [[], [{"was_cancelled": True}]])
@pytest.mark.parametrize("predictions", [[], [5]])
def test_a_task_that_nobody_annotated_takes_nothing_away(
    annotations: list[Any], predictions: list[Any], tmp_path: Path
) -> None:
    """It was skipped, or its annotation was deleted; one that was emptied and submitted means what it says."""
    library = shelved(tmp_path)
    assert stet("export", "--library", library, "-f", "label-studio", "-o", tmp_path / "sent").returncode == 0
    [task] = orjson.loads((tmp_path / "sent/tasks.json").read_bytes())
    made = [{"id": 1, "completed_by": 3, **task["annotations"][0], **one} for one in annotations]
    file = tmp_path / "export.json"
    file.write_bytes(orjson.dumps([task | {"annotations": made, "predictions": predictions}]))
    assert came_home(library, "label-studio", file)[0] == []
    file.write_bytes(orjson.dumps([task | {"annotations": [{"id": 1, "completed_by": 3, "result": []}]}]))
    told, _said = came_home(library, "label-studio", file)
    assert sorted(told) == sorted(f"3 reject {name}" for name in decided(record()).fields)


@pytest.mark.parametrize("how", ["suggestions", "decided"])
def test_without_back_what_was_deleted_there_stays_and_is_counted(how: str, tmp_path: Path) -> None:
    library = shelved(tmp_path)
    file = tmp_path / "sent.jsonl"
    assert stet("export", "--library", library, "-f", "doccano", "-o", file).returncode == 0
    bring_in = ("import", "--library", library, "--from", "doccano", "--as", how, "--strict", file)
    assert b"gone" not in stet(*bring_in).stderr
    line = orjson.loads(file.read_bytes())
    line["entities"] = [one for one in line["entities"] if one["start_offset"] != article().text.index("52")]
    file.write_bytes(orjson.dumps(line))
    done = stet(*bring_in)
    assert done.returncode == 1 and b"1 field that is gone or moved there, kept here" in done.stderr
    assert came_home(library, "doccano", file)[0] == ["eva reject n2"]
    assert b"gone" not in stet(*bring_in).stderr
