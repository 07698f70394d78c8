"""Habits of a shell: JSON of every table, - for a file, colours, a pager, quiet, verbose, a log, exit statuses."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click
import pytest
from command import stet
from factories import article, suggestions
from hypothesis import given, settings
from hypothesis import strategies as st
from terminals import STET, terminal

from store import journal
from store.library.folder import FolderLibrary
from tui.commands.group import STATUSES
from tui.commands.group import stet as group
from tui.commands.table import COMMANDS
from tui.terminal import colours

NO_TABLE: Final = {
    "adjudicate": "a screen",
    "completion": "a script",
    "extract": "its output is JSON",
    "man": "a manual page",
    "serve": "a server",
    "team add": "says in a line what it did",
    "team assign": "says in a line what it did",
    "team init": "says in a line what it did",
    "team remove": "says in a line what it did",
    "team settle": "says in a line what it did",
    "team unassign": "says in a line what it did",
    "tour": "a screen",
}
"""Commands without --json, and why: all others have it."""


def commands() -> dict[str, click.Command]:
    context = click.Context(group)
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        inner = command.commands.items() if isinstance(command, click.Group) else ()
        found |= {f"{name} {of}": one for of, one in inner} or {name: command}
    return found


def flags(command: click.Command) -> set[str]:
    return {flag for param in command.params for flag in param.opts}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderLibrary:
    shelf = FolderLibrary(tmp_path / "library")
    for number in range(60):
        one = article(title=f"Ferry fire {number}", text=f"{article().text} {number}")
        shelf.add(one, suggestions())
    monkeypatch.setenv("STET_LIBRARY", str(shelf.path))
    return shelf


def test_every_command_that_prints_a_table_has_json() -> None:
    without = {name for name, command in commands().items() if "--json" not in flags(command)}
    assert without <= {*NO_TABLE}
    assert not {name for name in NO_TABLE if name in commands()} - without


def test_every_command_can_be_quiet_verbose_and_logged() -> None:
    for name, command in {**commands(), "stet": group}.items():
        assert {"--quiet", "--verbose", "--log"} <= flags(command), name


@pytest.mark.parametrize(
    "words",
    [["list"], ["keys"], ["files"], ["kinds"], ["stats"], ["learn"], ["find", "fire"], ["register"], ["check"]],
)
@pytest.mark.usefixtures("library")
def test_what_json_prints_is_json(words: list[str]) -> None:
    done = stet(*words, "--json")
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        json.loads(line)


def test_what_was_taken_and_what_was_not_is_json_for_a_script(tmp_path: Path) -> None:
    wire = tmp_path / "wire"
    wire.mkdir()
    (wire / "a.txt").write_text("Ida Berg spoke in Lima.")
    (wire / "b.txt").write_text("Ida Berg spoke in Lima.")
    (wire / "c.txt").write_bytes(b"")
    (wire / "d.xls").write_bytes(b"")
    library = tmp_path / "library"
    added = stet("add", "--library", library, "--json", wire, tmp_path / "nowhere")
    told = json.loads(added.stdout)
    assert added.returncode == 1
    assert [told[name] for name in ("added", "there", "twice", "failed")] == [1, 0, 1, 2]
    assert told["ids"] == list(FolderLibrary(library).ids())
    left = {(one["result"], Path(one["name"]).name) for one in told["not_taken"]}
    assert left == {("twice", "b.txt"), ("failed", "c.txt"), ("failed", "nowhere")}
    assert all(one["why"] for one in told["not_taken"])
    assert [Path(one["name"]).name for one in told["skipped"]] == ["d.xls"]
    assert json.loads(stet("add", "--library", library, "--json", wire / "a.txt").stdout)["there"] == 1

    suggested = json.loads(stet("suggest", "--library", library, "--json").stdout)
    assert [suggested[name] for name in ("renewed", "unchanged", "failed", "damaged")] == [0, 1, 0, 0]

    copied = json.loads(stet("copy", "--json", library, tmp_path / "other").stdout)
    assert [copied[name] for name in ("new", "same", "damaged", "compared")] == [1, 0, 0, 1]
    Path(next((library / "records").rglob("*.json"))).write_text("{")
    again = stet("copy", "--json", library, tmp_path / "third")
    assert again.returncode == 1
    told = json.loads(again.stdout)
    assert (told["new"], told["damaged"]) == (0, 1)
    assert [one["what"] for one in told["articles"]] == ["damaged"]
    assert told["articles"][0]["why"] != ""


def test_exit_statuses_are_in_the_help() -> None:
    said = " ".join(stet("--help").stdout.decode().split())
    assert " ".join(STATUSES.split()) in said


@pytest.mark.usefixtures("library")
def test_a_dash_is_standard_input_wherever_a_file_goes(tmp_path: Path) -> None:
    names = b"name,kind\nIda Lunde,person\n"
    assert b"1 name of standard input.csv taken" in stet("learn", "--list", "-", input=names).stderr
    assert b"from standard input" in stet("register", "--add", "-", input=names).stdout
    kinds = b'[law]\nletter = "w"\nattributes = { name = "text" }\n'
    assert b"standard input: 1 kind, nothing wrong" in stet("kinds", "--check", "-", input=kinds).stderr
    gold = stet("export", "-f", "jsonl").stdout
    assert b"60 articles" in stet("evaluate", "-", input=gold).stdout
    elsewhere = tmp_path / "elsewhere"
    done = stet("import", "--from", "jsonl", "-", "--library", elsewhere, input=gold)
    assert b"60 articles added" in done.stderr
    assert stet("export", "-f", "csv", "-o", "-").returncode == 2  # three tables are no stream


def test_quiet_says_only_what_went_wrong(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Ida Berg spoke.")
    there = ("--library", tmp_path / "library")
    done = stet("add", *there, "-q", file, tmp_path / "nowhere")
    assert [b"nowhere" in line for line in done.stderr.splitlines()] == [True]
    assert stet("--quiet", "add", *there, file).stderr == b""
    assert stet("add", *there, file).stderr != b""


@pytest.mark.usefixtures("library")
def test_verbose_says_each_step() -> None:
    steps = stet("list", "--verbose").stderr.decode().splitlines()
    assert steps[0] == "stet: command list --verbose"
    assert "stet: library FolderLibrary" in steps
    assert steps[-1].startswith("stet: ended status=0 seconds=")


@settings(max_examples=5)
@given(st.from_regex(r"[a-zç]{5,12}", fullmatch=True), st.from_regex(r"[A-Z]{8,12}", fullmatch=True))
def test_no_word_of_an_article_and_no_password_is_logged(word: str, password: str) -> None:
    """Nor a title, a query, a path or an address."""
    with TemporaryDirectory(prefix="log") as name:
        folder = Path(name)
        log = folder / "log.txt"
        file = folder / f"{word}xyz.txt"
        file.write_text(f"{word.title()}xyz Lunde said {word}xyz {password}.")
        there = ("--library", folder / f"{word}xyz", "--log", log)
        stet("add", *there, file)
        stet("list", *there, f"title:{word}xyz")
        stet("list", *there, f"{word}xyz:{password}")
        stet("extract", file, "--log", log)
        stet("find", *there, f"{word}xyz", "--kwic")
        stet("list", "--library", f"postgresql://{word}xyz:{password}@127.0.0.1:1/{word}xyz", "--log", log)
        told = log.read_text()
        assert told.count("command ") == 6
        assert "article added characters=" in told
        assert f"{word}xyz" not in told.lower()
        assert password not in told


def test_a_session_in_the_reader_is_logged_by_its_keys_and_saves(tmp_path: Path) -> None:
    """And nothing is said over the screen."""
    log = tmp_path / "log"
    file = tmp_path / "ferry.txt"
    file.write_text(article().text)
    with terminal(STET, "--library", tmp_path / "library", "--verbose", "--log", log, file) as opened:
        opened.expect("mention 1 of")
        opened.type("a")
        opened.type("\x11")
        assert opened.end() == 0
        assert "stet: key" not in opened.text
    told = log.read_text()
    for step in ("screen ReaderScreen", "key accept", "saved edits=1 seconds=", "key quit", "ended status=0"):
        assert step in told
    for word in {*article().text.replace(".", " ").split(), "ferry", str(tmp_path)}:
        assert len(word) < 5 or word not in told, word


def test_a_name_that_is_not_from_the_code_is_not_noted() -> None:
    journal.note("library “Ferry fire”\n", edits=1)
    assert str(journal.last[-1]) == "(not a name) edits=1"


@pytest.mark.usefixtures("library")
def test_a_log_is_for_its_owner_alone_and_may_be_refused(tmp_path: Path) -> None:
    stet("list", "--log", tmp_path / "log")
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600
    done = stet("list", "--log", tmp_path)
    assert done.returncode == 1
    assert done.stderr.decode().startswith(f"stet: No log: {tmp_path}: ")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"NO_COLOR": "1"}),
        ({"NO_COLOR": ""}, {}),
        ({"CLICOLOR": "0"}, {"NO_COLOR": "1"}),
        ({"CLICOLOR": "1"}, {}),
        ({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, {"FORCE_COLOR": "1"}),
        ({"CLICOLOR_FORCE": "0"}, {}),
        ({"FORCE_COLOR": "", "CLICOLOR": "0"}, {"NO_COLOR": "1"}),
        ({"FORCE_COLOR": "3", "CLICOLOR": "0"}, {"FORCE_COLOR": "3"}),
    ],
)
def test_colours_are_as_the_first_that_says_so(said: dict[str, str], meant: dict[str, str]) -> None:
    colours.agree(said)
    assert {name: said[name] for name in ("NO_COLOR", "FORCE_COLOR") if name in said} == meant


@pytest.mark.usefixtures("library")
def test_a_screen_has_no_colour_where_clicolor_is_0() -> None:
    for value, coloured in (("0", False), ("1", True)):
        with terminal(STET, CLICOLOR=value, COLORTERM="truecolor") as opened:
            opened.expect("Ferry fire")
            opened.type("\x11")
            opened.end()
            assert (b"\x1b[38;2;" in opened.sent) == coloured


@pytest.mark.usefixtures("library")
def test_a_long_table_goes_through_the_pager(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "paged with $LESS $1"\ncat >/dev/null\n')
    pager.chmod(0o755)
    sheet = ["sheet", "--include-suggested", "--person", "Ida Lunde"]
    for words in (["list"], ["keys"], ["find", "fire", "--kwic"], sheet):
        with terminal(STET, *words, PAGER=f"{pager} -x") as opened:
            opened.expect("paged with FRX -x")
            assert opened.end() == 0
    with terminal(STET, "list", "-q", "--json", PAGER=str(pager)) as opened:
        assert opened.end() == 0
        assert "paged" not in opened.text
    with terminal(STET, "list", "title:17", PAGER=str(pager)) as opened:
        opened.expect("Ferry fire 17")
        assert opened.end() == 0
        assert "paged" not in opened.text


@pytest.mark.usefixtures("library")
def test_who_leaves_the_pager_has_seen_enough(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\nexec head -1\n")
    pager.chmod(0o755)
    with terminal(STET, "find", "fire", "--kwic", PAGER=str(pager)) as opened:
        assert opened.end() == 0
    with terminal(STET, "list", PAGER="less") as opened:
        if shutil.which("less"):
            opened.expect(":")
            opened.type("q")
        assert opened.end() == 0


@pytest.mark.usefixtures("library")
def test_no_pager_where_there_is_none() -> None:
    for pager in ("cat", "", "/no/such/pager", "'"):
        with terminal(STET, "list", PAGER=pager) as opened:
            assert opened.end() == 0
            assert opened.text.count("Ferry fire") == 60


def test_a_crash_leaves_a_report_without_a_word_of_an_article(
    library: FolderLibrary, monkeypatch: pytest.MonkeyPatch, isolated_home: Path
) -> None:
    def broken(shelf: FolderLibrary, query: str = "") -> None:
        try:
            raise KeyError(shelf.load(next(shelf.ids())).article.text)
        except KeyError as error:
            raise RuntimeError(query) from error

    monkeypatch.setattr(FolderLibrary, "find", broken)
    done = stet("list", "person:Solberg")
    assert done.returncode == 1
    place = Path(done.stderr.decode().rpartition(" is in ")[2].strip())
    report = place.read_text()
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.is_relative_to(isolated_home)
    for part in ("builtins.RuntimeError", "builtins.KeyError", ".broken", "command list", "tui/commands/list.py:"):
        assert part in report
    for word in ("Lunde", "Solberg", "fire", str(library.path)):
        assert word not in report


@pytest.mark.usefixtures("library")
def test_a_crash_of_a_screen_is_one_line_too(tmp_path: Path) -> None:
    """No picture of all values, which are articles."""
    (tmp_path / "sitecustomize.py").write_text(
        "import tui.widgets.keyed as keyed\n"
        "def do(self, identifier):\n    raise RuntimeError('no such thing')\n"
        "keyed.KeyedScreen.do = do\n"
    )
    with terminal(STET, PYTHONPATH=str(tmp_path)) as opened:
        opened.expect("Ferry fire")
        opened.type("?")
        assert opened.end() == 1
        assert opened.is_whole
        last = opened.text.splitlines()[-1].partition("stet: ")[2]
        assert last.startswith("Internal error: RuntimeError: no such thing; a report")
        assert "Traceback" not in opened.text
        assert "screen ShelfScreen" in Path(last.rpartition(" is in ")[2]).read_text()


@pytest.mark.usefixtures("library")
def test_a_report_that_cannot_be_written_is_not_promised(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(_library: FolderLibrary, _query: str = "") -> None:
        raise RuntimeError

    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(FolderLibrary, "find", broken)
    assert b"run again with STET_DEBUG=1" in stet("list").stderr
    assert os.environ["XDG_STATE_HOME"]
