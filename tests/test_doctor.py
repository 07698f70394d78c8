"""`stet doctor`: what it finds, what it says is amiss, and which keys arrive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import stet
from factories import article, suggestions
from terminals import STET, terminal

from store.library.folder import FolderLibrary


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderLibrary:
    shelf = FolderLibrary(tmp_path / "library")
    shelf.add(article(title="Ferry fire"), suggestions())
    monkeypatch.setenv("STET_LIBRARY", str(shelf.path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    return shelf


def test_all_is_well(library: FolderLibrary) -> None:
    done = stet("doctor")
    assert (done.returncode, done.stderr) == (0, b"Nothing is amiss.\n")
    said = done.stdout.decode()
    for part in ("textual", "sqlite", "office", "encoding\tUTF-8", "articles\t1", "OSC 52"):
        assert part in said
    assert str(library.path) in said
    assert "Ferry" not in said


def test_json_has_the_same(library: FolderLibrary) -> None:
    found = json.loads(stet("doctor", "--json", "--library", library.path).stdout)
    assert found["library"] == {
        "kept_in": "a folder", "name": str(library.path), "articles": 1, "damaged": 0,
        "free_megabytes": found["library"]["free_megabytes"],
    }  # fmt: skip
    assert found["amiss"] == []


def test_what_is_amiss_is_said_with_what_helps(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: FolderLibrary
) -> None:
    next(library.path.glob("records/*/*.json")).write_text("{")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("STY", "1.screen")
    done = stet("doctor", "--json")
    assert done.returncode == 1
    amiss = {one["name"]: one["what"] for one in json.loads(done.stdout)["amiss"]}
    assert set(amiss) == {"TERM", "copies", "damaged"}
    assert "set TERM to" in amiss["TERM"]
    assert "stet check" in amiss["damaged"]
    assert len(done.stderr.splitlines()) == 3
    (tmp_path / "config.toml").write_text("theme = 1")
    monkeypatch.setenv("STET_CONFIG", str(tmp_path / "config.toml"))
    assert b"configuration, file: " in stet("doctor").stderr


def test_no_password_of_a_server_is_said() -> None:
    done = stet("doctor", "--library", "postgresql://ann:hush-hush@127.0.0.1:1/desk")
    assert done.returncode == 1
    assert b"hush" not in done.stdout + done.stderr


@pytest.mark.usefixtures("library")
def test_the_terminal_is_asked_for_its_keys() -> None:
    for answer, keys in (("\x1b[?0u\x1bP>|foot(1.2)\x1b\\\x1b[?62c", "each with"), ("\x1b[?62c", "without some")):
        with terminal(STET, "doctor") as opened:
            opened.type(answer)
            opened.expect(keys)
            opened.expect("Nothing is amiss")
            assert opened.end() == 0
            assert opened.is_whole
            assert ("foot(1.2)" in opened.text) == ("foot" in answer)


@pytest.mark.usefixtures("library")
def test_on_a_narrow_terminal_words_stay_whole() -> None:
    with terminal(STET, "doctor", size=(50, 60), STY="1.screen", TMUX="", COLUMNS="50") as opened:
        opened.type("\x1b[?62c")
        assert opened.end() == 1
    lines = opened.text.splitlines()
    assert "stet: clipboard, copies: screen keeps what is" in lines
    assert lines[-2:] == ["  copied from the terminal;", "  tmux lets it through"]
    broad = [line[23:] for line in lines if len(line) > 50 and " " in line[23:].strip()]
    assert [words for words in broad if " install " not in words] == [], "only commands, to be copied, are not broken"


@pytest.mark.usefixtures("library")
def test_keys_are_said_as_they_arrive() -> None:
    with terminal(STET, "doctor", "--keys") as opened:
        opened.expect("ctrl+c ends")
        opened.type("a")
        opened.expect("let ")
        opened.type("\x1b[A")
        opened.expect("up ")
        opened.type("\x03")
        assert opened.end() == 0
        assert opened.is_whole
