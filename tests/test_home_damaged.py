"""What was damaged there is no correction: an annotation that makes no sense was not deleted, nor what was cut off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest
from command import stet
from test_home import desk, home, in_label_studio, sent
from test_home_said import on_disk

from store.model.fields import Suggestions
from store.model.record import Article

NOWHERE = 99_999


def entities_of_doccano(path: Path) -> list[Callable[[], None]]:
    data = orjson.loads(path.read_bytes())

    def damaged(entity: Any) -> None:
        entity["end_offset"] = NOWHERE
        path.write_bytes(orjson.dumps(data))

    return [partial(damaged, one) for one in data["entities"]]


def spans_of_prodigy(path: Path) -> list[Callable[[], None]]:
    data = orjson.loads(path.read_bytes())

    def damaged(span: Any) -> None:
        span["end"] = NOWHERE
        path.write_bytes(orjson.dumps(data))

    return [partial(damaged, one) for one in data["spans"]]


def regions_of_label_studio(path: Path) -> list[Callable[[], None]]:
    tasks = in_label_studio(path)

    def damaged(value: Any) -> None:
        value["end"], value["text"] = NOWHERE, "Nobody Here"
        (path / "tasks.json").write_bytes(orjson.dumps(tasks))

    results = [one for made in tasks[0]["annotations"] for one in made["result"] if "labels" in one.get("value", {})]
    return [partial(damaged, one["value"]) for one in results]


def lines_of_brat(path: Path) -> list[Callable[[], None]]:
    [file] = path.glob("*.ann")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)

    def damaged(at: int) -> None:
        name, where, _ = lines[at].split("\t")
        file.write_text("".join([*lines[:at], f"{name}\t{where}\tNobody Here\n", *lines[at + 1 :]]), encoding="utf-8")

    return [partial(damaged, at) for at, line in enumerate(lines) if line.startswith("T")]


def spans_of_jsonl(path: Path) -> list[Callable[[], None]]:
    data = orjson.loads(path.read_bytes())

    def damaged(item: Any, at: int) -> None:
        item["spans"][at][1] = NOWHERE
        path.write_bytes(orjson.dumps(data))

    items = [item for group in ("people", "places", "numbers", "quotes") for item in data[group]]
    return [partial(damaged, one, at) for one in items for at in range(len(one["spans"]))]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("doccano", entities_of_doccano),
        ("prodigy", spans_of_prodigy),
        ("label-studio", regions_of_label_studio),
        ("brat", lines_of_brat),
        ("jsonl", spans_of_jsonl),
    ],
)
def test_an_annotation_that_makes_no_sense_was_not_deleted(
    name: str, found: Callable[[Path], list[Callable[[], None]]], tmp_path: Path
) -> None:
    library = desk()
    before = library.load("quay/1")
    for number in range(len(found(sent(library, name, tmp_path)))):
        (tmp_path / str(number)).mkdir()
        path = sent(library, name, tmp_path / str(number))
        found(path)[number]()
        report = home(library, name, path)
        assert library.load("quay/1") == before
        assert report.losses or report.left_out or name == "prodigy", "found by its words, it is nothing to speak of"


def test_beside_one_that_makes_no_sense_a_deletion_is_brought_home(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "doccano", tmp_path)
    data = orjson.loads(path.read_bytes())
    numbers = [one for one in data["entities"] if one["label"] == "NUMBER"]
    numbers[0]["end_offset"] = NOWHERE
    data["entities"].remove(numbers[1])
    path.write_bytes(orjson.dumps(data))
    home(library, "doccano", path)
    assert [item.id for item in library.load("quay/1").fields.values() if not item.alive] == ["n2"]


@pytest.mark.parametrize("rest", [190, 120, 60])
def test_a_file_of_brat_that_is_cut_off_is_refused_whole(rest: int, tmp_path: Path) -> None:
    library = on_disk(tmp_path / "lib")
    before = library.load("quay/1")
    [file] = sent(library, "brat", tmp_path).glob("*.ann")
    whole = file.read_bytes()
    assert not whole[:rest].endswith(b"\n")
    file.write_bytes(whole[:rest])
    told = stet("import", "--from", "brat", "--back", file.parent, "--library", library.path)
    assert told.returncode == 1
    assert f"{file.name} ends within a line, as if it were cut off".encode() in told.stderr
    assert library.load("quay/1") == before


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_emptied_file_of_brat_is_refused_and_the_others_are_taken(content: bytes, tmp_path: Path) -> None:
    library = on_disk(tmp_path / "lib")
    library.add(Article(id="bare", text="Nobody came."), Suggestions(extractor="none/1"))
    before = library.load("quay/1")
    folder = tmp_path / "out"
    assert stet("export", "-f", "brat", "-o", folder, "--library", library.path).returncode == 0
    [file] = [one for one in folder.glob("*.ann") if one.read_bytes()]
    file.write_bytes(content)
    told = stet("import", "--from", "brat", "--back", folder, "--library", library.path)
    assert told.returncode == 1
    assert (
        f"{file.name} is empty, but {len(before.fields)} fields of it went out; if all are wrong, strike them out in "
        "Stet (x), or leave one in the file"
    ).encode() in told.stderr
    assert b"1 article that was there, 0 edits brought home" in told.stderr  # the one that went out empty
    assert library.load("quay/1") == before
    file.unlink()
    told = stet("import", "--from", "brat", "--back", folder, "--library", library.path)
    assert (told.returncode, f"{file.name} is not beside it; put it back".encode() in told.stderr) == (1, True)


def test_a_line_that_brat_would_not_write_is_named(tmp_path: Path) -> None:
    library = on_disk(tmp_path / "lib")
    [file] = sent(library, "brat", tmp_path).glob("*.ann")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines[:2], "T9 PLA\n", *lines[5:]]), encoding="utf-8")
    told = stet("import", "--from", "brat", "--back", file.parent, "--library", library.path)
    assert told.returncode == 1
    assert (
        f"{file.name} has a line that brat would not write: “T9 PLA”; mend it, or take it out".encode() in told.stderr
    )
