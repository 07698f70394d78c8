"""`stet remove` leaves no word of an article, wherever copies are; and no command is silent on what is damaged."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import stet
from factories import Annotator, article, record, suggestions

from store.disk.tables import Tables
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.record import Article

OTHER = article("The harbour reopened at dawn.", "Dawn")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    library = FolderLibrary(tmp_path / "library")
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    library.commit(record().id, hand.pending)
    library.add(OTHER, type(suggestions())())
    return library.path


def path_of(library: Path, shelf: str = "records", one: Article | None = None) -> Path:
    name = (one or article()).id
    return library / shelf / name[:2] / f"{name}.{'json' if shelf == 'records' else 'txt'}"


def run(library: Path, *words: str) -> tuple[int, str]:
    """The exit status, and all that was said."""
    stet = [str(Path(sys.executable).with_name("stet")), words[0], "--library", str(library), *words[1:]]
    done = subprocess.run(
        stet, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, done.stdout


def where_it_says(library: Path, words: str) -> list[Path]:
    return [path for path in library.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_removed_is_removed_from_what_was_set_aside_too(library: Path) -> None:
    cut = f'{{"article":{{"1":{{"format":"stet/1","added":"","id":"{record().id}","title":"Ida Lunde'
    whole = {path: path.read_bytes() for path in (path_of(library), path_of(library, "texts"))}
    for path, ruin in zip(whole, (cut, "Lunde, 53, praised nobody."), strict=True):
        path.write_text(ruin)
        list(FolderLibrary(library).check(repair=True))
        for one, data in whole.items():
            one.write_bytes(data)
    copy = library / "before-stet-1" / record().id[:2] / f"{record().id}.json"
    copy.parent.mkdir(parents=True)
    shutil.copy(path_of(library), copy)
    (library / "damaged" / "0123456789abcdef.json").write_bytes(copy.read_bytes())  # under another article's name
    (library / "damaged" / f"{record().id}-9.json").write_bytes(path_of(library, one=OTHER).read_bytes())
    (library / "damaged" / f".{record().id}.txt.tmp").write_text("half of Lunde's text")
    assert len(where_it_says(library, "Lunde")) >= 6
    assert run(library, "remove", "--yes", record().id)[0] == 0
    assert where_it_says(library, "Lunde") == []
    assert (library / "damaged" / f"{record().id}-9.json").exists()
    assert FolderLibrary(library).load(OTHER.id).text == OTHER.text


def test_a_damaged_record_is_removed_by_the_name_that_list_shows(library: Path) -> None:
    path_of(library).write_bytes(path_of(library).read_bytes()[:300])
    shown = run(library, "list")[1]
    assert f"{record().id}.json" in shown
    assert "--damaged" in run(library, "remove", "--yes", "lunde")[1]
    assert "neither a damaged record" in run(library, "remove", "--damaged", "--yes", OTHER.id)[1]
    named = f"records/{record().id[:2]}/{record().id}.json"
    assert "nobody there to ask" in run(library, "remove", "--damaged", named)[1]
    assert run(library, "remove", "--damaged", "--yes", named)[0] == 0
    assert where_it_says(library, "Ferry") == where_it_says(library, "Lunde") == []
    assert run(library, "check")[0] == 0
    assert "Dawn" in run(library, "list")[1]


def test_what_was_removed_is_json_for_a_script(library: Path) -> None:
    path_of(library).write_text("no record")
    done = stet("--library", library, "remove", "--yes", "--json", "dawn")
    assert json.loads(done.stdout) == {"removed": [{"id": OTHER.id, "title": "Dawn"}]}
    done = stet("--library", library, "remove", "--yes", "--json", "--damaged")
    assert json.loads(done.stdout) == {"removed": [{"name": article().id}]}


def test_all_that_is_damaged_is_removed_at_once(library: Path) -> None:
    path_of(library).write_bytes(b"noise")
    list(FolderLibrary(library).check(repair=True))
    path_of(library, one=OTHER).write_bytes(b"noise")
    assert len(list((library / "damaged").iterdir())) == 2
    assert "3 removed" in run(library, "remove", "--damaged", "--yes")[1]
    assert [path for path in library.rglob("*.*") if path.suffix in (".json", ".txt")] == []
    assert "no record is damaged" in run(library, "remove", "--damaged", "--yes")[1]


@pytest.mark.parametrize(
    "words",
    [
        ("suggest",), ("suggest", "dawn"), ("give", "--only", "dawn", "COPY"), ("list",), ("stats",), ("evaluate",),
        ("export", "-f", "jsonl"), ("export", "-f", "csv", "-o", "OUT", "dawn"), ("agree",), ("give", "COPY"),
        ("adjudicate",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_command_passes_over_a_damaged_record_in_silence(library: Path, words: tuple[str, ...]) -> None:
    shelf = FolderLibrary(library)
    shelf.commit(
        OTHER.id, [Annotator(shelf.load(OTHER.id), "ann").act(actions.done(shelf.load(OTHER.id), [])).edits[-1]]
    )
    path_of(library).write_bytes(b"noise")
    places = {"COPY": str(library.parent / "copy"), "OUT": str(library.parent / "out")}
    status, said = run(library, *(places.get(word, word) for word in words))
    assert status == 1
    assert f"{record().id}.json: it is not a Stet record" in said


def test_a_migration_leaves_odd_records_to_check(library: Path) -> None:
    from store.library.migrate import migrate

    def step(tables: Tables) -> Tables:
        return {**tables, "people": tables.pop("persons")}

    for name in ("a" * 16, "b" * 16):
        (library / "records" / name[:2]).mkdir(exist_ok=True)
    (library / "records" / "aa" / f"{'a' * 16}.json").mkdir()
    (library / "records" / "bb" / f"{'b' * 16}.json").write_text('{"article": {"1": {"format": "stet/0"}}}')
    migrate(library, 0, {0: step})
    assert FolderLibrary(library).load(record().id).decided == 1
