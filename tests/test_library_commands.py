"""`stet add`, `check`, `remove`, `suggest` and `list QUERY`, as a shell runs them."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import command
import pytest
from factories import Annotator, person
from hostile import OURS, on_terminal

from services.settings import open_library
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Article

STORM = "Mayor Ida Berg said 12 people were hurt in Oslo. “We will rebuild,” she said."
CALM = "Nothing happened in Bergen."


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    folder = tmp_path / "wire"
    (folder / "north").mkdir(parents=True)
    (folder / "storm-hits-coast.txt").write_text(STORM, encoding="utf-8")
    (folder / "north" / "calm.md").write_text(CALM, encoding="utf-8")
    (folder / "north" / "again.txt").write_text(CALM, encoding="utf-8")
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture
def library(new_address: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the user's, on each engine."""
    address = new_address()
    monkeypatch.setenv("STET_LIBRARY", address)
    return address


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def stet(*words: str | Path, given: str = "", status: int = 0) -> tuple[str, str]:
    """Standard output and standard error."""
    done = command.stet(*words, input=given.encode())
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    assert done.returncode == status, err
    return out, err


def titles(library: str, query: str = "") -> list[str]:
    with closing(open_library(library)) as shelf:
        return sorted(line.title for line in shelf.find(query))


def test_a_folder_is_added_what_fails_is_said_and_the_rest_goes_on(library: str, wire: Path) -> None:
    out, said = stet("add", wire, wire / "nowhere.txt", status=1)
    assert out == ""
    assert "empty.txt" in said
    assert "nowhere.txt does not exist" in said
    assert "the same text as" in said
    assert said.splitlines()[-1] == "2 added, 1 duplicates, 2 failed"
    assert len(titles(library)) == 2
    assert titles(library, "person:berg number:12") == ["Storm hits coast"]
    assert stet("add", wire / "storm-hits-coast.txt")[1] == "0 added, 1 there already\n"


def test_patterns_and_standard_input_are_added(library: str, wire: Path) -> None:
    stet("add", f"{wire}/**/c*.md")
    assert titles(library) == ["Calm"]
    stet("add", "-", given="A line from a pipe.")
    assert titles(library, "pipe") == [""]


@pytest.mark.usefixtures("library")
def test_a_list_answers_a_question(wire: Path) -> None:
    stet("add", wire / "storm-hits-coast.txt", wire / "north" / "calm.md")
    assert "Calm" in stet("list", "place:bergen")[0]
    assert "Storm" not in stet("list", "place:bergen")[0]
    assert stet("list", "done:no") == stet("list", "--", "-done:yes") == stet("list", "--", "-status:done")
    assert "Calm" not in stet("list", "done:yes")[0]
    assert "done is one of yes, no" in stet("list", "done:soon", status=1)[1]
    assert "colour: is not a filter" in stet("list", "colour:red", status=1)[1]


def test_check_says_what_is_wrong_and_repair_mends_it(folder: Path, wire: Path) -> None:
    stet("add", wire / "storm-hits-coast.txt", wire / "north" / "calm.md")
    assert stet("check")[1] == "2 articles, all whole\n"
    next(folder.glob("records/*/*.json")).write_text("{")
    os.utime(folder / "records")
    assert "it is not a Stet record" in stet("check", status=1)[1]
    assert "set aside as damaged/" in stet("check", "--repair")[1]
    assert stet("check")[1] == "1 articles, all whole\n"


def test_a_library_with_a_damaged_format_says_so_and_works(folder: Path, wire: Path) -> None:
    stet("add", wire / "north" / "calm.md")
    (folder / "FORMAT").write_bytes(b"\0\0\0")
    out, said = stet("list")
    assert "Calm" in out
    assert "FORMAT is missing or damaged" in said
    stet("check", "--repair")
    assert stet("list")[1] == ""


def test_remove_asks_and_then_leaves_nothing(library: str, wire: Path) -> None:
    stet("add", wire / "storm-hits-coast.txt", wire / "north" / "calm.md")
    assert "nobody there to ask" in stet("remove", "place:bergen", status=1)[1]
    assert len(titles(library)) == 2
    assert "no article in" in stet("remove", "--yes", "place:paris", status=1)[1]
    stet("remove", status=2)
    assert stet("remove", "--yes", "place:bergen")[1] == "1 removed\n"
    assert titles(library) == ["Storm hits coast"]
    assert not [
        path for path in Path(library).rglob("*") if path.is_file() and b"Nothing happened" in path.read_bytes()
    ]


def test_suggesting_anew_keeps_what_was_decided(library: str, wire: Path) -> None:
    stet("add", wire / "storm-hits-coast.txt")
    shelf = open_library(library)
    [identifier] = shelf.ids()
    record = shelf.load(identifier)
    hand = Annotator(record, "ann")
    hand.act(actions.change(record, record.people[0].id, {"role": "skipper"}))
    hand.act(actions.reject(hand.record, [record.numbers[0].id]))
    shelf.commit(identifier, hand.pending)
    assert stet("suggest", "--by", "desk")[1] == "0 suggested anew, 1 unchanged\n"
    hand = Annotator(shelf.load(identifier), "ben")
    hand.act(actions.suggest(hand.record, type(record.suggestions)(extractor="none/1")))
    shelf.commit(identifier, hand.pending)
    assert stet("suggest", "--by", "desk", "storm")[1] == "1 suggested anew, 0 unchanged\n"
    after = shelf.load(identifier)
    assert person(after, record.people[0].id).role == "skipper"
    assert after.fields[record.numbers[0].id].status == "rejected"
    assert (after.edits[-1].by, after.edits[-1].op) == ("desk", "suggest")
    assert after.suggestions == record.suggestions
    shelf.close()


@pytest.mark.parametrize("words", [["list"], ["export", "-f", "jsonl"], ["stats"], ["check"], ["suggest"]])
def test_a_library_that_is_mistyped_is_an_error_for_what_makes_none(words: list[str], tmp_path: Path) -> None:
    _, said = stet(*words, "--library", tmp_path / "new", status=1)
    assert said == (
        f"stet: No library: There is no library in {tmp_path / 'new'}; name another with --library, or make it with "
        "stet add\n"
    )
    assert not (tmp_path / "new").exists()


def test_a_library_that_cannot_be_made_is_said_and_one_that_is_not_there_yet_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "new"))
    assert stet("list") == ("", f"There is no library in {tmp_path / 'new'} yet; stet add PATH makes one.\n")
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name, why in (("file/x", "a file or a symbolic link is where"), ("link", "a symbolic link is in the way")):
        out, said = stet("list", "--library", tmp_path / name, status=1)
        assert out == ""
        assert said.startswith(f"stet: Library not opened: {tmp_path / name}")
        assert why in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link"], "looking makes nothing"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (["export", "-f", "jsonl"], "Nothing exported"),
        (["stats"], "Nothing to count"),
        (["give", "ann"], "Nothing to give"),
        (["remove", "storm"], "Nothing removed"),
        (["evaluate"], "Nothing to score"),
    ],
)
def test_without_a_library_or_an_article_no_query_is_blamed(
    words: list[str], title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new"
    monkeypatch.setenv("STET_LIBRARY", str(new))
    _, said = stet(*words, status=1)
    assert said == f"stet: {title}: there is no library in {new} yet; stet add PATH makes one\n"
    shelf = FolderLibrary(new)
    shelf.add(Article(id="a", text="Gone."), Suggestions(extractor="none/1"))
    shelf.remove("a")
    shelf.close()
    _, said = stet(*words, status=1)
    assert said == f"stet: {title}: the library {new} is empty; stet add PATH puts articles in it\n"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no such file system here")
def test_a_library_where_the_system_keeps_no_files_is_not_called_empty() -> None:
    for words in (["list"], ["export", "-f", "jsonl"], ["stats"]):
        _, said = stet(*words, "--library", "/proc/x", status=1)
        assert said.startswith("stet: Library not opened: /proc/x does not exist and cannot be created: ")
        assert said.endswith("name another library with --library\n")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("columns", [80, 120])
def test_a_list_on_a_terminal_has_heads_and_cuts_titles_rather_than_figures(wire: Path, columns: int) -> None:
    (wire / "a-name-of-a-file-that-is-as-long-as-headlines-and-slugs-of-newspapers-are.txt").write_text("It rained.")
    stet("add", wire, status=1)
    head, *rows = OURS.sub("", on_terminal("list", columns=columns, terminals=["stdout"])).splitlines()
    assert head.split()[:4] == ["id", "status", "decided", "title"], "no flags, no doubts, no dates"
    assert all(len(row) <= columns for row in rows)
    assert all(row.split()[1:3] == ["new", f"0/{row.split()[2].partition('/')[2]}"] for row in rows)
    assert [row.split()[0] for row in rows] == [line.split("\t")[0] for line in stet("list")[0].splitlines()]
