"""Through Label Studio and back: its server, the configuration that goes with the tasks, its exports of every sort."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from command import stet

from servers.articles import ODD, brought, changed, conflicts, exported, home, mentions, odd, records
from servers.comparing import compare
from servers.label_studio import RELEASE, LabelStudio, label_studio

ADDRESSES: Final = {"ida@example.org", "ben@example.org"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabelStudio]:
    with label_studio(tmp_path_factory.mktemp("label-studio")) as running:
        yield running


@pytest.fixture(scope="module")
def folder(sent: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported("label-studio", sent, tmp_path_factory.mktemp("sent") / "tasks")


def project_of(server: LabelStudio, title: str, folder: Path) -> int:
    project = server.project(title, (folder / "config.xml").read_text(encoding="utf-8"))
    told = server.upload(project, folder / "tasks.json")
    assert told["task_count"] == len(json.loads((folder / "tasks.json").read_text(encoding="utf-8")))
    return project


def of_odd(server: LabelStudio, project: int) -> Any:
    return next(one for one in server.tasks(project) if one["data"]["text"] == ODD)


class _Annotation:
    """The odd article's annotation, changed as the editor changes it: all its results are sent anew."""

    def __init__(self, server: LabelStudio, project: int) -> None:
        self._server = server
        self.task = of_odd(server, project)
        [self._annotation] = self.task["annotations"]
        self.results: list[Any] = self._annotation["result"]

    def region(self, label: str, words: str) -> Any:
        return next(
            one
            for one in self.results
            if one["type"] == "labels" and one["value"]["labels"] == [label] and one["value"]["text"] == words
        )

    def delete(self, region: Any) -> None:
        """With its attributes and relations, as the editor does."""
        name = region["id"]
        self.results = [
            one for one in self.results if name not in (one.get("id"), one.get("from_id"), one.get("to_id"))
        ]

    def add(self, name: str, label: str, words: str, **more: Any) -> None:
        start = ODD.index(words)
        value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
        frame = {"from_name": "label", "to_name": "text", "type": "labels", "origin": "manual"}
        self.results.append({"id": name, **frame, "value": value, **more})

    def link(self, source: str, target: str, label: str, direction: str) -> None:
        ends = {"from_id": source, "to_id": target, "direction": direction}
        self.results.append({"type": "relation", **ends, "labels": [label]})

    def attribute(self, region: Any, name: str) -> Any:
        return next(one for one in self.results if one.get("id") == region["id"] and one["from_name"] == name)

    def save(self) -> None:
        self._server.web.json(f"/api/annotations/{self._annotation['id']}", {"result": self.results}, "PATCH")


def test_what_is_there_is_what_was_sent(server: LabelStudio, folder: Path) -> None:
    project = project_of(server, "as sent", folder)
    wanted = {one["data"]["text"]: one for one in json.loads((folder / "tasks.json").read_text(encoding="utf-8"))}
    for task in server.tasks(project):
        ours = wanted[task["data"]["text"]]
        assert task["data"] == ours["data"]
        for made in ("annotations", "predictions"):
            assert [one["result"] for one in task[made]] == [one["result"] for one in ours[made]]


def test_untouched_it_comes_back(
    server: LabelStudio, sent: Path, folder: Path, tmp_path: Path, record_property: Callable[[str, Any], None]
) -> None:
    project = project_of(server, "untouched", folder)
    back, _said = brought("label-studio", server.export(project, name="downloaded"), tmp_path / "library")
    tally = compare(records(sent), back)
    record_property("trip", f"{RELEASE}, JSON: {tally.row()}")
    assert tally.all_same("texts", "ids", "done", "mentions", "fields", "speakers", "attributes"), tally.differing
    assert not tally.unsent


def change(server: LabelStudio, project: int) -> None:
    """What an annotator may do: delete, move an edge, type, add, note, join, and say who spoke, by an arrow turned."""
    there = _Annotation(server, project)
    there.delete(there.region("PERSON", "🤙🏿"))
    pier = there.region("PLACE", "𝔓𝔦𝔢𝔯")
    pier["value"] |= {"start": pier["value"]["start"] - 4, "text": "𝔗𝔥𝔢 𝔓𝔦𝔢𝔯"}
    there.attribute(there.region("NUMBER", "31"), "number_counted")["value"]["text"] = ["herring nets"]
    there.add("aB3_x-9Z1q", "PERSON", "Eve", meta={"text": ["who is she?"]})
    there.add("kQ7fW2mN0c", "PERSON", "ferryman")
    there.link("kQ7fW2mN0c", "aB3_x-9Z1q", "SAME", "bi")
    there.link("aB3_x-9Z1q", there.region("QUOTE", "“Slow,”")["id"], "SPEAKER", "left")
    there.save()


def test_what_is_changed_there_comes_home(
    server: LabelStudio, sent: Path, folder: Path, tmp_path: Path, record_property: Callable[[str, Any], None]
) -> None:
    project = project_of(server, "changed", folder)
    back, _said = home("label-studio", server.export(project), sent, tmp_path / "home")
    assert changed(sent, back) == {}
    change(server, project)
    edits = {
        "🤙🏿": "status",
        "𝔗𝔥𝔢 𝔓𝔦𝔢𝔯": "spans",
        "31": "counted",
        "ferryman": "note spans",
        "“Slow,”": "speaker speaker_name",
    }
    for time in ("once", "again"):
        back, _said = home("label-studio", server.export(project), sent, tmp_path / "home")
        assert changed(sent, back) == edits, time
    assert conflicts(back) == conflicts(records(sent))
    record_property("trip", f"{RELEASE}, JSON: of {len(edits)} corrected fields came home {len(changed(sent, back))}")

    back, _said = brought("label-studio", server.export(project), tmp_path / "library")
    found = mentions(odd(back))
    assert "🤙🏿" not in found
    assert "𝔓𝔦𝔢𝔯" not in found and found["𝔗𝔥𝔢 𝔓𝔦𝔢𝔯"].kind == "place"
    assert getattr(found["31"], "counted", None) == "herring nets"
    assert found["Eve"] is found["ferryman"]
    assert found["Eve"].note == "who is she?"


@pytest.mark.parametrize("kind", ["JSON_MIN", "CSV", "TSV"])
def test_its_other_exports(
    kind: str,
    server: LabelStudio,
    sent: Path,
    folder: Path,
    tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:
    project = project_of(server, f"exported as {kind}", folder)
    file = server.export(project, kind)
    back, said = brought("label-studio", file, tmp_path / "library")
    copy = tmp_path / "copy"
    shutil.copytree(sent, copy)
    refused = stet("import", "--library", copy, "--from", "label-studio", "--back", file)
    assert refused.returncode == 1 and b"as JSON" in refused.stderr
    assert changed(sent, records(copy)) == {}
    tally = compare(records(sent), back)
    record_property("trip", f"{RELEASE}, {kind}: {tally.row()}")
    assert tally.all_same("texts", "mentions"), (said, tally.differing)


def test_two_annotators_work_comes_home(server: LabelStudio, folder: Path, tmp_path: Path) -> None:
    """What was sent is no ground truth, before which the second's would count less."""
    project = project_of(server, "two annotators", folder)
    task = of_odd(server, project)
    assert not any(one["ground_truth"] for one in task["annotations"])
    kept = [one for one in task["annotations"][0]["result"] if one.get("value", {}).get("text") != "🤙🏿"]
    server.annotate(task["id"], kept, server.user("ben@example.org"))
    for file, names in ((server.export(project), {"1", "2"}), (server.snapshot(project), ADDRESSES)):
        back, _said = brought("label-studio", file, tmp_path / file.stem)
        there = odd(back)
        assert {edit.by for edit in there.edits} == names
        assert [there.text[slice(*item.spans[0])] for item in there.fields.values() if item.conflict] == ["🤙🏿"]


def test_a_draft_comes_home_as_its_annotator_s(server: LabelStudio, folder: Path, tmp_path: Path) -> None:
    project = project_of(server, "with drafts", folder)
    task = of_odd(server, project)
    [annotation] = task["annotations"]
    kept = [one for one in annotation["result"] if one.get("value", {}).get("text") != "🤙🏿"]
    unsaved = {"result": kept, "lead_time": 3}
    server.web.json(f"/api/tasks/{task['id']}/annotations/{annotation['id']}/drafts", unsaved)
    back, said = brought("label-studio", server.export(project), tmp_path / "library")
    assert "🤙🏿" in mentions(odd(back)) and "1 draft of a task that has annotations" in said
    server.web.json(f"/api/annotations/{annotation['id']}", method="DELETE")
    server.web.json(f"/api/tasks/{task['id']}/drafts", unsaved)
    back, _said = brought("label-studio", server.export(project), tmp_path / "drafted")
    there = odd(back)
    assert "🤙🏿" not in mentions(there) and "31" in mentions(there)
    assert there.status != "done" and {edit.by for edit in there.edits} == {"1"}
