"""Damage of every sort: named, mended where it can be, set aside where it cannot, and the rest works meanwhile."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from factories import TEXT, Annotator, article, record, suggestions

from store.errors import StetError
from store.library.folder import FolderLibrary
from store.library.migrate import migrate
from store.library.protocol import Finding
from store.model import actions
from store.model.record import Article

OTHER = "The harbour reopened at dawn."


@pytest.fixture
def library(tmp_path: Path) -> FolderLibrary:
    library = FolderLibrary(tmp_path / "library")
    hand = Annotator(library.add(article(), suggestions()), "ann")
    for name in ("p1", "l1", "n1"):
        hand.act(actions.accept(hand.record, [name]))
    library.commit(record().id, hand.pending)
    library.add(article(OTHER, title="Dawn"), type(suggestions())())
    library.add(Article(id="wire/9", text="Third.", title="Third"), type(suggestions())())
    assert len(list(library.find())) == 3
    library.index_sync.close()
    return library


def path_of(library: FolderLibrary, shelf: str = "records", title: str = "Ferry fire") -> Path:
    name = record().id if title == "Ferry fire" else article(OTHER).id
    return library.path / shelf / name[:2] / f"{name}.{'json' if shelf == 'records' else 'txt'}"


def found(library: FolderLibrary, repair: bool = False) -> list[Finding]:
    return list(FolderLibrary(library.path).check(repair))


def titles(library: FolderLibrary) -> list[str]:
    return sorted(line.title for line in FolderLibrary(library.path).find())


def test_a_sound_library_has_nothing_to_find(library: FolderLibrary) -> None:
    assert found(library) == []
    assert found(library, repair=True) == []
    assert not (library.path / "damaged").exists()


def test_a_library_that_is_not_there_has_nothing_to_find(tmp_path: Path) -> None:
    assert list(FolderLibrary(tmp_path / "none").check(repair=True)) == []


def cut(path: Path, share: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


def rewrite(path: Path, change: Callable[[dict[str, dict[str, dict[str, object]]]], object]) -> None:
    tables = orjson.loads(path.read_bytes())
    change(tables)
    path.write_bytes(orjson.dumps(tables))


def make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def link_away(path: Path, away: Path) -> None:
    path.rename(away)
    path.symlink_to(away)


def make_the_shard_a_file(path: Path) -> None:
    path.unlink()
    path.parent.rmdir()
    path.parent.touch()


DAMAGE: dict[str, tuple[Callable[[FolderLibrary], object], str, str]] = {
    "truncated": (lambda it: cut(path_of(it), 0.5), "it is not a Stet record", "its text is whole"),
    "empty": (lambda it: cut(path_of(it), 0), "it is empty", "its text is whole"),
    "zeroed": (lambda it: path_of(it).write_bytes(bytes(4000)), "it is empty", "its text is whole"),
    "cut in its last edit": (lambda it: cut(path_of(it), 0.99), "it is not a Stet record", "saved up to edit 2"),
    "noise": (lambda it: path_of(it).write_bytes(os.urandom(4000)), "it is not a Stet record", "set aside"),
    "another program's JSON": (lambda it: path_of(it).write_text("[1, 2]"), "it is not a Stet record", "set aside"),
    "a wrong edit": (
        lambda it: rewrite(path_of(it), lambda tables: tables["edits"]["2"].update(op="delete")),
        r"edits\[1\].op must be one of",
        "saved up to edit 1",
    ),
    "fields changed by hand": (
        lambda it: rewrite(path_of(it), lambda tables: tables["people"]["1"].update(name="Nobody")),
        "it does not match its edits \\(people\\)",
        "rewritten from its edits",
    ),
    "status changed by hand": (
        lambda it: rewrite(path_of(it), lambda tables: tables["article"]["1"].update(status="done")),
        "it does not match its edits \\(status\\)",
        "rewritten",
    ),
    "spans out of range": (
        lambda it: rewrite(path_of(it), lambda tables: tables["suggestions"]["1"].update(spans=[[0, 9999]])),
        "must lie within",
        "set aside",
    ),
    "text changed": (lambda it: path_of(it, "texts").write_text("x"), "its text has been changed", "set aside"),
    "text missing": (lambda it: path_of(it, "texts").unlink(), "its text is missing", "set aside"),
    "readable by all": (lambda it: path_of(it).chmod(0o644), "its permissions are 644", "set to 600"),
    "a folder": (lambda it: make_a_folder(path_of(it)), "a folder is where a file", "set aside"),
    "a link": (
        lambda it: link_away(path_of(it), it.path.parent / "away"),
        "symbolic link",
        "set aside",
    ),
    "FORMAT missing": (lambda it: (it.path / "FORMAT").unlink(), "missing or damaged", "rewritten"),
    "FORMAT zeroed": (lambda it: (it.path / "FORMAT").write_bytes(bytes(7)), "missing or damaged", "rewritten"),
    "FORMAT a folder": (
        lambda it: make_a_folder(it.path / "FORMAT"),
        "missing or damaged",
        "rewritten",
    ),
    "a lock that is a folder": (
        lambda it: make_a_folder(it.path / "locks" / record().id[:2]),
        "it is not a plain file",
        "set aside",
    ),
    "a shard that is a file": (
        lambda it: make_the_shard_a_file(path_of(it)),
        "not a folder, or is a link",
        "set aside",
    ),
    "index zeroed": (lambda it: (it.path / "index.sqlite").write_bytes(bytes(9000)), "it is damaged", "rebuilt"),
    "index of text": (lambda it: (it.path / "index.sqlite").write_text("hello"), "it is damaged", "rebuilt"),
    "a save cut off": (
        lambda it: path_of(it).with_name(f".{record().id}.json.tmp").write_text("half"),
        "a save was interrupted",
        "removed",
    ),
    "a stray file": (lambda it: path_of(it).with_name("notes").write_text("mine"), "it is not a record", "set aside"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_named_mended_or_set_aside(library: FolderLibrary, name: str) -> None:
    spoil, what, mended = DAMAGE[name]
    spoil(library)
    before = found(library)
    assert any(re.search(what, finding.what) for finding in before), before
    assert not any(finding.mended for finding in before)
    assert FolderLibrary(library.path).load(article(OTHER).id).text == OTHER
    after = found(library, repair=True)
    assert any(re.search(what, finding.what) and mended in finding.mended for finding in after), after
    assert found(library) == []
    assert {"Dawn", "Third"} <= set(titles(library))
    again = FolderLibrary(library.path)
    hand = Annotator(again.add(article(), suggestions()), "ben")
    hand.act(actions.flag(hand.record, "p1", True))
    again.commit(record().id, hand.pending)
    assert FolderLibrary(library.path).load(record().id).fields["p1"].flag


def test_nothing_is_deleted(library: FolderLibrary) -> None:
    path_of(library).write_bytes(b"precious noise")
    found(library, repair=True)
    path_of(library).write_bytes(b"more noise")
    found(library, repair=True)
    aside = {path.read_bytes() for path in (library.path / "damaged").iterdir()}
    assert {b"precious noise", b"more noise", TEXT.encode()} <= aside


def test_records_that_changed_places_go_back(library: FolderLibrary) -> None:
    one, other = path_of(library), path_of(library, title="Dawn")
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)
    assert [finding.what for finding in found(library)] == [
        f"it holds the article {identifier}"
        for _, identifier in sorted([(one.name, article(OTHER).id), (other.name, record().id)])
    ]
    found(library, repair=True)
    assert found(library) == []
    assert FolderLibrary(library.path).load(record().id).decided == 3
    assert titles(library) == ["Dawn", "Ferry fire", "Third"]


def test_an_older_library_is_brought_up_and_a_copy_kept(library: FolderLibrary) -> None:
    """As if fields had been called otherwise in stet/0."""

    def step(tables: dict[str, dict[str, dict[str, object]]]) -> dict[str, dict[str, dict[str, object]]]:
        tables["people"] = tables.pop("persons")
        return tables

    def back(tables: dict[str, dict[str, dict[str, object]]]) -> None:
        tables["persons"] = tables.pop("people")
        tables["article"]["1"]["format"] = "stet/0"

    for path in library.path.glob("records/*/*.json"):
        rewrite(path, back)
    old = path_of(library).read_bytes()
    (library.path / "FORMAT").write_text("stet/0\n")
    with pytest.raises(StetError, match="older than this Stet can read"):
        FolderLibrary(library.path)
    migrate(library.path, 0, {0: step})
    assert found(library) == []
    assert FolderLibrary(library.path).load(record().id).decided == 3
    copy = library.path / "before-stet-1" / record().id[:2] / f"{record().id}.json"
    assert copy.read_bytes() == old
    migrate(library.path, 0, {0: step})  # stopped before its last line and done again
    assert copy.read_bytes() == old
