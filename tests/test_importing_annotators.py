"""The work of several annotators of other programs: their edits here, in conflict where they differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from brought import BOAT, entity, mark, region, shelf, tagged
from command import stet
from libraries import MemoryLibrary
from several import ANN, BEN, SEVERAL, brat, doccano_folder, label_studio, written

from store.formats.registry import importable
from store.importing.archives import unpacked
from store.importing.importer import import_file
from store.importing.report import ImportReport
from store.library.folder import FolderLibrary
from store.model.actions import Draft
from store.model.edit import Edit
from store.model.fields import Person, Place, Suggestions
from store.model.record import Article, Record
from store.sync.conflicts import accept_side, disputed, sides_of


def take(name: str, path: Path, library: MemoryLibrary, how: Any = "decided") -> tuple[Record, ImportReport, list[str]]:
    said: list[str] = []
    with unpacked(path, as_folder=importable()[name].spec.reads_folder) as file:
        report = import_file(name, file, library, how, "bea", said.append)
    [made] = library.records.values()
    return made, report, said


def spans(record: Record) -> dict[str, list[tuple[int, int]]]:
    return {item.id: item.spans for item in record.fields.values()}


@pytest.mark.parametrize("case", SEVERAL)
def test_each_annotators_work_is_their_edit_and_what_differs_is_in_conflict(case: str, tmp_path: Path) -> None:
    name, write, done = SEVERAL[case]
    library = MemoryLibrary()
    made, report, said = take(name, write(tmp_path), library)
    assert (made.id, {edit.by for edit in made.edits}) == ("boat", {"ann", "ben"})
    assert (report.added, report.annotators, report.losses, report.left_out) == (1, {"ann": 1, "ben": 1}, {}, 0), said
    assert {item.kind for item in made.fields.values()} == {"person", "place"}
    people = [item.id for item in made.people]
    # Whoever is done has decided that there is no Turku; a format that cannot say so has nothing against it.
    assert disputed(made) == people + ([item.id for item in made.places] if done else [])
    sides = sides_of(made, people[0])
    assert {side.by: side.item.spans for side in sides} == {"ann": [(2, 10)], "ben": [(0, 10)]}
    assert made.status == ("done" if done else "new")


@pytest.mark.parametrize("case", SEVERAL)
def test_the_same_file_twice_changes_nothing(case: str, tmp_path: Path) -> None:
    name, write, _ = SEVERAL[case]
    library, path = MemoryLibrary(), write(tmp_path)
    made, *_ = take(name, path, library)
    again, report, _ = take(name, path, library)
    assert (again, report.known, report.fields, report.annotators) == (made, 1, 0, {})


@pytest.mark.parametrize("case", SEVERAL)
def test_suggestions_are_of_one_annotator_and_the_rest_is_counted(case: str, tmp_path: Path) -> None:
    name, write, done = SEVERAL[case]
    made, report, said = take(name, write(tmp_path), MemoryLibrary(), "suggestions")
    assert (made.decided, made.status, report.annotators) == (0, "new", {})
    newest = [(0, 10)] if done else [(2, 10)]  # without a time the first in the file
    assert made.people[0].spans == newest
    [(sort, count)] = report.losses.items()
    assert (count, "--each-annotator" in sort) == (2 if done else 1, True)
    assert "--as decided" in said[-1]


def known() -> tuple[MemoryLibrary, Record]:
    """A library in which the article is, with suggestions, of which somebody has decided one."""
    library = MemoryLibrary()
    found = Suggestions(
        extractor="test/1",
        people=[Person(id="p1", spans=[(2, 10)], name="Åsa Holm", role="captain")],
        places=[Place(id="l1", spans=[(16, 21)], name="Turku", type="city", country="FI")],
    )
    return library, library.add(Article(id="boat", text=BOAT), found)


def test_annotators_join_an_article_that_is_there(tmp_path: Path) -> None:
    library, _ = known()
    made, report, _ = take("label-studio", label_studio(tmp_path), library)
    assert (report.known, report.annotators) == (1, {"ben": 1, "ann": 1})
    assert (made.people[0].role, disputed(made)) == ("captain", ["p1"])
    assert {side.by: side.item.spans for side in sides_of(made, "p1")} == {"ann": [(2, 10)], "ben": [(0, 10)]}
    assert made.fields["l1"].status == "accepted"  # that it comes from a machine here, Ben did not see there


def test_what_somebody_has_decided_here_stays(tmp_path: Path) -> None:
    folder = FolderLibrary(tmp_path / "library")
    _, record = known()
    folder.add(record.article, record.suggestions)
    gold = orjson.dumps({"id": "boat", "text": BOAT, "people": [{"id": "p1", "spans": [[2, 10]], "name": "Åsa"}]})
    words = ("import", "--as", "decided", "--library", folder.path)
    assert stet(*words, "--from", "jsonl", "--by", "judge", written(tmp_path / "gold", gold)).returncode == 0
    told = stet(*words, "--from", "label-studio", label_studio(tmp_path))
    assert b"1 field decided otherwise here, which stays so" in told.stderr
    made = folder.load("boat")
    assert (made.people[0].name, made.people[0].spans, disputed(made)) == ("Åsa", [(2, 10)], [])


def test_annotators_of_files_that_come_one_by_one_have_not_seen_each_other(tmp_path: Path) -> None:
    both = orjson.loads(label_studio(tmp_path).read_bytes())
    library, at_once = MemoryLibrary(), MemoryLibrary()
    for number in (1, 0):
        [task] = both
        alone = [task | {"annotations": [task["annotations"][number]]}]
        made, *_ = take("label-studio", written(tmp_path / "one", orjson.dumps(alone)), library)
    whole, *_ = take("label-studio", label_studio(tmp_path), at_once)
    assert made.status == whole.status == "done"
    assert spans(made).keys() == spans(whole).keys()
    assert disputed(made) == disputed(whole)


def draft_edit(made: Record, draft: Draft) -> Edit:
    return Edit(
        id=f"judged-{made.seq}", seq=made.seq + 1, base=made.seq, at="2025-05-01T10:00:00Z", by="judge", op=draft.op,
        changes=tuple(draft.changes),
    )  # fmt: skip


def test_what_a_judge_has_settled_stays_settled(tmp_path: Path) -> None:
    library, path = MemoryLibrary(), label_studio(tmp_path)
    made, *_ = take("label-studio", path, library)
    for name in disputed(made):
        made = library.load("boat")
        draft = accept_side(made, name, sides_of(made, name)[0])
        assert draft is not None
        edit = draft_edit(made, draft)
        library.commit("boat", [edit])
    settled = library.load("boat")
    assert not disputed(settled)
    again, *_ = take("label-studio", path, library)
    assert again == settled
    # Work that comes later finds all decided, and counts what it would have otherwise.
    [task] = orjson.loads(path.read_bytes())
    late = {"completed_by": "cyd", "updated_at": "2025-06-01T10:00:00Z", "result": [region("PERSON", 6, 10)]}
    later = written(tmp_path / "later", orjson.dumps([task | {"annotations": [*task["annotations"], late]}]))
    again, report, _ = take("label-studio", later, library)
    assert (disputed(again), report.differing) == ([], 1)


def test_an_article_is_done_only_if_all_are(tmp_path: Path) -> None:
    def line(by: str, answer: str) -> bytes:
        made = {"text": BOAT, "spans": [mark("PERSON", 2, 10)], "answer": answer, "_annotator_id": by}
        return orjson.dumps(made) + b"\n"

    orders = (("accept", "ignore"), ("ignore", "accept"))
    for first, second in orders:
        for files in ([line("ann", first) + line("ben", second)], [line("ann", first), line("ben", second)]):
            library = MemoryLibrary()
            for data in files:
                made, *_ = take("prodigy", written(tmp_path / "in", data), library)
            assert (made.status, disputed(made), len(made.people)) == ("new", [], 1)


def test_a_conflict_is_settled_with_the_annotators_names(tmp_path: Path) -> None:
    told = stet("import", "--from", "brat", "--as", "decided", "--library", tmp_path / "one", "--json", brat(tmp_path))
    report = orjson.loads(told.stdout)
    assert (report["annotators"], report["conflicts"]) == ({"ann": 1, "ben": 1}, 1)
    told = stet("list", "--library", tmp_path / "one", "conflict:yes")
    assert b"boat" in told.stdout


TRUTH = [
    ("2025-03-01T10:00:00Z", True, "2025-04-01T10:00:00Z", False, "ann"),
    ("2025-03-01T10:00:00Z", False, "2025-04-01T10:00:00Z", False, "ben"),
    ("2025-05-01T10:00:00Z", False, "2025-04-01T10:00:00Z", False, "ann"),
]


@pytest.mark.parametrize(("of_ann", "ann_is_truth", "of_ben", "ben_is_truth", "first"), TRUTH)
def test_the_truth_comes_first_and_then_the_newest(
    of_ann: str, ann_is_truth: bool, of_ben: str, ben_is_truth: bool, first: str, tmp_path: Path
) -> None:
    ann = {"completed_by": ANN, "updated_at": of_ann, "ground_truth": ann_is_truth, "result": [region("PER", 2, 10)]}
    ben = {"completed_by": BEN, "updated_at": of_ben, "ground_truth": ben_is_truth, "result": [region("PER", 2, 10)]}
    older = ben | {"updated_at": "2024-01-01T10:00:00Z", "result": []}
    path = written(tmp_path / "in", orjson.dumps([{"data": {"text": BOAT}, "annotations": [older, ann, ben]}]))
    made, report, _ = take("label-studio", path, MemoryLibrary())
    others = ["ben" if first == "ann" else "ann"]
    settled = ann_is_truth or ben_is_truth  # who settles has seen the others
    assert [edit.by for edit in made.edits if edit.of is None] == ([*others, first] if settled else [first, *others])
    assert {edit.at for edit in made.edits} == {of_ann, of_ben}
    counted = "one annotation counts, the ground truth or else the newest"
    assert report.losses == {f"annotations of a task by the same annotator: {counted}": 1}


HOLM = (["Åsa Holm", "Turku"], ["🚢 Åsa Holm"])


def test_the_ground_truth_settles_what_others_decided(tmp_path: Path) -> None:
    [task] = orjson.loads(label_studio(tmp_path).read_bytes())
    cases = [(number, words, known) for number, words in enumerate(HOLM) for known in (False, True)]
    for number, words, known_before in cases:
        library = MemoryLibrary()
        if known_before:
            take("label-studio", label_studio(tmp_path), library)
        for count, one in enumerate(task["annotations"]):
            one["ground_truth"] = count == number
        path = written(tmp_path / "in", orjson.dumps([task]))
        made, report, _ = take("label-studio", path, library)
        alive = [item.surface(BOAT) for item in made.fields.values() if item.alive]
        assert (alive, disputed(made), made.status, report.conflicts) == (words, [], "done", 0)
        assert {edit.by for edit in made.edits} == {"ann", "ben"}
        again, *_ = take("label-studio", path, library)
        assert again == made
        late = {"completed_by": "cyd", "result": [region("PERSON", 6, 10)]}
        later = written(tmp_path / "in", orjson.dumps([task | {"annotations": [*task["annotations"], late]}]))
        again, report, _ = take("label-studio", later, library)
        assert (again, report.differing) == (made, 1)


def test_drafts_and_models_of_label_studio(tmp_path: Path) -> None:
    ann = {"completed_by": 1, "created_username": "Ann Ek ann@desk.org, 1", "result": [region("PER", 2, 10)]}
    drafts = [
        {"user": "ann@desk.org", "result": [region("LOC", 16, 21)]},
        {"user": "ben@desk.org", "result": [region("LOC", 16, 21)]},
    ]
    models = [
        {"model_version": "old", "created_at": "2025-01-01T00:00:00Z", "result": [region("PER", 6, 10)]},
        {"model_version": "new", "created_at": "2025-02-01T00:00:00Z", "result": [region("PER", 2, 10)]},
    ]
    task = {"data": {"text": BOAT}, "annotations": [ann], "drafts": drafts}
    made, report, _ = take("label-studio", written(tmp_path / "in", orjson.dumps([task])), MemoryLibrary())
    assert ({edit.by for edit in made.edits}, made.status) == ({"ann@desk.org", "ben@desk.org"}, "new")
    assert report.losses == {"drafts of a task that has annotations": 1}
    task = {"data": {"text": BOAT}, "predictions": models}
    made, report, _ = take("label-studio", written(tmp_path / "in", orjson.dumps([task])), MemoryLibrary())
    assert (spans(made), made.edits, report.undecided) == ({"p1": [(2, 10)]}, (), 1)
    assert report.losses == {"predictions by other models: ground truth counts, else the newest": 1}


def test_creators_of_web_annotations(tmp_path: Path) -> None:
    def one(label: str, start: int, end: int, creator: Any, **more: Any) -> Any:
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        return tagged(label, shelf(text), position, creator=creator, **more)

    text = "“No,” Holm said in Turku."
    ann, ben = {"type": "Person", "name": "Ann"}, "https://desk.org/ben"
    items = [
        one("PERSON", 6, 10, ben, id="urn:p", modified="2025-03-01T10:00:00Z"),
        one("PLACE", 19, 24, ann, modified="2025-03-01T12:00:00+02:00"),
        one("PLACE", 19, 24, ben, modified="2025-02-01T10:00:00Z"),
        one("QUOTE", 0, 5, ann, id="urn:q"),
    ]
    items[3]["body"] = [items[3]["body"], {"type": "SpecificResource", "purpose": "linking", "source": "urn:p"}]
    path = written(tmp_path / "in", orjson.dumps({"type": "AnnotationCollection", "items": items}))
    made, report, said = take("w3c", path, shelf(text))
    assert (report.annotators, report.losses) == ({"Ann": 1, ben: 1}, {}), said
    assert {edit.at for edit in made.edits} == {"2025-03-01T10:00:00Z"}
    assert (made.quotes[0].speaker, disputed(made), len(made.fields)) == (made.people[0].id, [], 3)
    made, report, _ = take("w3c", path, shelf(text), "suggestions")
    assert (made.quotes[0].speaker, len(made.fields)) == (made.people[0].id, 3)


def test_folders_of_other_documents_are_nobodys(tmp_path: Path) -> None:
    for folder, text in {"news": "Holm left.", "sport": "Holm won.", "a/ann": "Ek sat.", "a/ben": "Ek sat."}.items():
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "d.txt").write_text(text)
        (tmp_path / "in" / folder / "d.ann").write_text(
            "T1\tPER 0 4\tHolm\n" if "Holm" in text else "T1\tPER 0 2\tEk\n"
        )
    library = MemoryLibrary()
    report = import_file("brat", tmp_path / "in", library, "decided", "bea")
    assert (report.added, report.annotators) == (3, {"ann": 1, "ben": 1})
    assert {record.edits[0].by for record in library.records.values()} == {"ann", "ben", "bea"} - {"ben"}


def test_one_annotator_s_broken_file_costs_only_their_work(tmp_path: Path) -> None:
    folder = brat(tmp_path)
    (folder / "ann" / "boat.ann").write_bytes(b"T1\tPerson 2 10\t\x00\x01\x02\xff\xfe" * 9)
    made, report, said = take("brat", folder, MemoryLibrary())
    assert ({edit.by for edit in made.edits}, len(made.fields), report.left_out) == ({"ben"}, 1, 0), said
    assert [sort for sort in report.losses if sort.startswith("copies of a document")]


def test_what_everybody_s_file_has_is_not_taken_twice(tmp_path: Path) -> None:
    folder = doccano_folder(tmp_path)
    line = orjson.loads((folder / "ann.jsonl").read_bytes())
    line["entities"].append(entity("NUMBER", 28, 30))
    (folder / "all.jsonl").write_bytes(orjson.dumps(line))
    made, report, _ = take("doccano", folder, MemoryLibrary())
    assert report.losses == {"annotations of nobody beside those of annotators": 1}
    assert not made.numbers
    for path in folder.glob("[abc][eny][nd].jsonl"):
        path.unlink()
    made, report, _ = take("doccano", folder, MemoryLibrary())
    assert ([edit.by for edit in made.edits], len(made.fields)) == (["bea"], 3)


def test_gold_records_say_by_whom_they_are(tmp_path: Path) -> None:
    gold: dict[str, Any] = {
        "text": BOAT,
        "by": "ann",
        "at": "2025-03-01",
        "people": [{"id": "p1", "spans": [[2, 10]], "name": "Holm"}],
    }
    lines = (
        orjson.dumps(gold) + b"\n" + orjson.dumps(gold | {"by": "ben", "people": [gold["people"][0] | {"name": "Ek"}]})
    )
    made, *_ = take("jsonl", written(tmp_path / "in", lines), MemoryLibrary())
    assert [(side.by, side.item.name) for side in sides_of(made, "p1") if isinstance(side.item, Person)] == [
        ("ann", "Holm"),
        ("ben", "Ek"),
    ]


def test_sessions_that_nobody_has_named_are_nobodys(tmp_path: Path) -> None:
    lines = [
        {"text": BOAT, "spans": [mark("PERSON", 2, 10)], "answer": "accept", "_session_id": "news-2025-03-01_10-00-00"},
        {"text": "Holm.", "spans": [mark("PERSON", 0, 4)], "answer": "accept", "_session_id": "news-ann"},
    ]
    library = MemoryLibrary()
    import_file("prodigy", written(tmp_path / "in", b"\n".join(map(orjson.dumps, lines))), library, "decided", "bea")
    assert [record.edits[0].by for record in library.records.values()] == ["bea", "news-ann"]
