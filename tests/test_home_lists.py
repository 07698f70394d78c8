"""What a program changed in the lists of whole records, `jsonl`, comes home as edits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from libraries import MemoryLibrary
from test_home import TEXT, at, desk, found, here, home, sent

from store.errors import StetError
from store.model import actions
from store.model.record import Article


def test_a_program_that_changes_the_lists_of_whole_records(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "jsonl", tmp_path)
    data = orjson.loads(path.read_bytes())
    data["people"][1]["role"] = "cook"
    data["numbers"][1]["status"] = "rejected"
    path.write_bytes(orjson.dumps(data))
    report = home(library, "jsonl", path)
    assert report.edits == {"reject": 1, "change": 1}
    record = library.load("quay/1")
    assert (record.people[1].role, record.numbers[1].status) == ("cook", "rejected")


def in_lists(path: Path, change: Callable[[Any], object]) -> None:
    data = orjson.loads(path.read_bytes())
    change(data)
    path.write_bytes(orjson.dumps(data))


def test_what_was_struck_out_here_and_let_stand_there_is_the_same_field(tmp_path: Path) -> None:
    library = desk()
    here(library, "ann", lambda record: actions.reject(record, ["p3"]))
    path = sent(library, "jsonl", tmp_path)
    in_lists(path, lambda data: data["people"][2].update(status="accepted"))
    assert home(library, "jsonl", path).edits == {"accept": 1}
    record = library.load("quay/1")
    assert [(item.id, item.status) for item in record.people] == [(name, "accepted") for name in ("p1", "p2", "p3")]
    assert home(library, "jsonl", path).edits == {}
    out = sent(library, "doccano", tmp_path)
    here(library, "ann", lambda record: actions.reject(record, ["p3"]))
    task = orjson.loads(sent(library, "doccano", tmp_path).read_bytes())
    start = len(TEXT[: at("Ida Moe")[0]].encode("utf-16-le")) // 2
    task["entities"].append({"id": 99, "label": "PERSON", "start_offset": start, "end_offset": start + 7})
    out.write_bytes(orjson.dumps(task))
    assert home(library, "doccano", out, by="cyd").edits == {"accept": 1}
    assert [item.id for item in library.load("quay/1").people if item.alive] == ["p1", "p2", "p3"]


def test_what_lists_say_of_decisions_and_of_the_article(tmp_path: Path) -> None:
    library = MemoryLibrary()
    library.add(Article(id="quay/1", text=TEXT), found())
    here(library, "ann", lambda record: actions.accept(record, ["p2"]))
    path = sent(library, "jsonl", tmp_path)

    def changed(data: Any) -> None:
        data["people"][0]["status"], data["people"][1]["status"], data["status"] = "accepted", "suggested", "done"

    in_lists(path, changed)
    report = home(library, "jsonl", path)
    assert report.edits == {"accept": 1, "done": 1}
    assert report.losses == {"decisions that were taken back there: u takes them back here": 1}
    record = library.load("quay/1")
    assert ([item.status for item in record.people], record.status) == (["accepted", "accepted", "suggested"], "done")
    in_lists(path := sent(library, "jsonl", tmp_path), lambda data: data.update(status="started"))
    assert (home(library, "jsonl", path).edits, library.load("quay/1").status) == ({"reopen": 1}, "started")


def test_a_speaker_who_is_struck_out_in_the_lists_alone(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "jsonl", tmp_path)
    in_lists(path, lambda data: data["people"][0].update(status="rejected"))
    report = home(library, "jsonl", path)
    assert (report.edits, report.losses, report.left_out) == ({"reject": 1}, {}, 0)
    [quote] = library.load("quay/1").quotes
    assert (quote.speaker, quote.speaker_name) == (None, "Ann Berg")


def test_undo_says_who_can_take_back_what_came_home(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "jsonl", tmp_path)
    in_lists(path, lambda data: data["people"][1].update(role="cook"))
    home(library, "jsonl", path, by="cyd o’neil")
    record = library.load("quay/1")
    with pytest.raises(StetError, match="what came from jsonl is undone by cyd o’neil: --by 'cyd o’neil'"):
        actions.undo(record, "dee")
    here(library, "cyd o’neil", lambda record: actions.undo(record, "cyd o’neil"))
    assert library.load("quay/1").people[1].role is None
