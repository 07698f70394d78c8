"""Through doccano and back: its web server, its queue, its archives as a browser stores them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from servers.articles import ODD, brought, changed, conflicts, exported, home, mentions, odd, records
from servers.comparing import compare
from servers.doccano import RELEASE, Doccano, doccano


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doccano]:
    with doccano(tmp_path_factory.mktemp("doccano")) as running:
        yield running


@pytest.fixture(scope="module")
def file(sent: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported("doccano", sent, tmp_path_factory.mktemp("sent") / "articles.jsonl")


class _Article:
    """The odd article in a project, as its page has it."""

    def __init__(self, server: Doccano, project: int) -> None:
        self._web = server.web
        self._project = f"/v1/projects/{project}"
        self.example = next(one for one in server.examples(project) if one["text"] == ODD)
        self.path = f"{self._project}/examples/{self.example['id']}"
        self.labels = {one["text"]: one["id"] for one in self._web.json(f"{self._project}/span-types")}
        self.relations = {one["text"]: one["id"] for one in self._web.json(f"{self._project}/relation-types")}
        names = {number: name for name, number in self.labels.items()}
        self.spans = {
            (names[one["label"]], _words(one["start_offset"], one["end_offset"])): one
            for one in self._web.json(f"{self.path}/spans")
        }

    def add(self, label: str, words: str) -> int:
        start = _units(ODD[: ODD.index(words)])
        asked = {"label": self.labels[label], "start_offset": start, "end_offset": start + _units(words), "prob": 0}
        return int(self._web.json(f"{self.path}/spans", asked)["id"])

    def link(self, source: int, target: int, label: str) -> None:
        self._web.json(f"{self.path}/relations", {"from_id": source, "to_id": target, "type": self.relations[label]})

    def move(self, span: Any, start: int) -> None:
        """Its start, by so many units."""
        self._web.json(f"{self.path}/spans/{span['id']}", {"start_offset": span["start_offset"] + start}, "PATCH")

    def delete(self, span: Any) -> None:
        self._web.json(f"{self.path}/spans/{span['id']}", method="DELETE")


def _units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def _words(start: int, end: int) -> str:
    return ODD.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "replace")


def test_what_is_there_is_what_was_sent(server: Doccano, sent: Path, file: Path) -> None:
    project = server.project("as sent")
    assert not (server.upload(project, file) or {}).get("error")
    lines = {one["text"]: one for one in map(json.loads, file.read_text(encoding="utf-8").split("\n")[:-1])}
    there = server.examples(project)
    assert len(there) == len(lines) == len(records(sent))
    types = {one["id"]: one["text"] for one in server.web.json(f"/v1/projects/{project}/span-types")}
    for example in there:
        found = server.web.json(f"/v1/projects/{project}/examples/{example['id']}/spans")
        wanted = lines[example["text"]]["entities"]
        shape = [(types[one["label"]], one["start_offset"], one["end_offset"]) for one in found]
        assert sorted(shape) == sorted((one["label"], one["start_offset"], one["end_offset"]) for one in wanted)


def test_untouched_it_comes_back(
    server: Doccano, sent: Path, file: Path, tmp_path: Path, record_property: Callable[[str, Any], None]
) -> None:
    project = server.project("untouched")
    server.upload(project, file)
    back, _said = brought("doccano", server.download(project), tmp_path / "library")
    tally = compare(records(sent), back)
    record_property("trip", f"{RELEASE}: {tally.row()}")
    assert tally.all_same("texts", "ids", "mentions", "fields", "speakers"), tally.differing
    assert not tally.unsent


def change(server: Doccano, project: int) -> None:
    """What an annotator may do: delete, move an edge, add, join, say who spoke, comment, confirm."""
    article = _Article(server, project)
    article.delete(article.spans["PERSON", "🤙🏿"])
    article.move(article.spans["PLACE", "𝔓𝔦𝔢𝔯"], -8)
    eve, omar = article.add("PERSON", "Eve"), article.add("PERSON", "ferryman")
    article.link(eve, omar, "SAME")
    article.link(article.spans["QUOTE", "“Slow,”"]["id"], eve, "SPEAKER")
    server.web.json(f"/v1/projects/{project}/comments?example={article.example['id']}", {"text": "Is it so?\nIda"})
    server.web.json(f"{article.path}/states", {})


def test_what_is_changed_there_comes_home(
    server: Doccano, sent: Path, file: Path, tmp_path: Path, record_property: Callable[[str, Any], None]
) -> None:
    project = server.project("changed")
    server.upload(project, file)
    back, _said = home("doccano", server.download(project), sent, tmp_path / "home")
    assert changed(sent, back) == {}
    change(server, project)
    edits = {"🤙🏿": "status", "𝔗𝔥𝔢 𝔓𝔦𝔢𝔯": "spans", "ferryman": "spans", "“Slow,”": "speaker speaker_name"}
    for time in ("once", "again"):
        back, _said = home("doccano", server.download(project), sent, tmp_path / "home")
        assert changed(sent, back) == edits, time
    assert conflicts(back) == conflicts(records(sent))
    record_property("trip", f"{RELEASE}: of {len(edits)} corrected fields came home {len(changed(sent, back))}")

    back, said = brought("doccano", server.download(project), tmp_path / "library")
    there = mentions(odd(back))
    assert "🤙🏿" not in there
    assert "𝔓𝔦𝔢𝔯" not in there and there["𝔗𝔥𝔢 𝔓𝔦𝔢𝔯"].kind == "place"
    assert there["Eve"] is there["ferryman"]
    assert "1 comment" in said


def test_of_a_project_where_each_has_their_own_each_user_s_work_comes_home(
    server: Doccano, sent: Path, file: Path, tmp_path: Path
) -> None:
    project = server.project("to each their own", collaborative_annotation=False)
    server.upload(project, file)
    ben = server.member(project, "ben")
    article = _Article(server, project)
    start = _units(ODD[: ODD.index("Eve")])
    mark = {"label": article.labels["PERSON"], "start_offset": start, "end_offset": start + 3, "prob": 0}
    ben.json(f"{article.path}/spans", mark)
    ben.json(f"{article.path}/states", {})
    article.delete(article.spans["PERSON", "🤙🏿"])

    back, _said = home("doccano", server.download(project), sent, tmp_path / "home")
    assert changed(sent, back) == {"🤙🏿": "status", "Eve": "status"}
    assert [edit.by for edit in odd(back).edits[-2:]] == ["ben", "ida"]
    back, _said = brought("doccano", server.download(project), tmp_path / "library")
    there = mentions(odd(back))
    assert there["Eve"].kind == "person" and there["אילת"].kind == "place"
    back, _said = brought("doccano", server.download(project, confirmed=True), tmp_path / "confirmed")
    assert list(mentions(odd(back))) == ["Eve"]


@pytest.mark.parametrize("box", ["use_relation", "allow_overlapping"])
def test_a_box_that_is_not_ticked_is_told_of(box: str, server: Doccano, file: Path) -> None:
    """Without relations it finds no labels; without overlapping it drops spans to which relations lead, and fails."""
    project = server.project(f"without {box}", **{box: False})
    told = server.upload(project, file, "SequenceLabeling" if box == "use_relation" else "RelationExtraction")
    assert told and told != {"error": []}
