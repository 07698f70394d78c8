"""Completion as bash, zsh and fish do it: words are begun in the real shell, and tab ends them."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from command import stet
from factories import TEXT, Annotator, suggestions
from terminals import Terminal, terminal

from store.library.folder import FolderLibrary
from store.model import actions
from store.model.record import Article
from tui.shell.scripts import SHELLS, script

BIN: Final = Path(sys.executable).parent
START: Final = {
    "bash": ("--norc", "--noprofile", "-i"),
    "zsh": ("-f", "-i"),
    "fish": ("--no-config", "-i"),
}
LOAD: Final = {
    "bash": "PS1='ready> '; bind 'set bell-style none'; source {}",
    "zsh": "PS1='ready> '; unsetopt beep zle_bracketed_paste; source {}",
    "fish": "function fish_prompt; echo 'ready> '; end; source {}",
}
"""A prompt to wait for, and the script."""


@pytest.fixture
def library(tmp_path: Path) -> FolderLibrary:
    shelf = FolderLibrary(tmp_path / "a library")
    for number, title in enumerate(
        ("Storm hits the coast", "$(touch owned) `id`", "Escape \x1b]52;c;x\x07", 'He said "no"; left')
    ):
        article = Article(id=f"{number}a3f", text=f"{TEXT} {number}", title=title)
        shelf.add(article, suggestions())
    bea = Annotator(shelf.load("0a3f"), "bea@desk")
    bea.act(actions.accept(bea.record, ["p1"]))
    shelf.commit("0a3f", bea.pending)
    return shelf


@contextmanager
def shell(name: str, folder: Path, library: FolderLibrary) -> Iterator[Terminal]:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    (folder / "completion").write_text(script(name))
    path = f"{BIN}:/usr/bin:/bin"
    with terminal(program, *START[name], size=(200, 40), PATH=path, STET_LIBRARY=str(library.path)) as opened:
        opened.type(f"cd '{folder}'; {LOAD[name].format('completion')}; echo lo''aded\n")
        opened.expect("loaded")
        opened.expect("ready> ")
        yield opened


def completed(opened: Terminal, line: str) -> list[str]:
    """The words that the shell takes the line for, once tab has been pressed at its end."""
    opened.type(f"{line}\t")
    opened.type("\x01printf '<%s>' \x05\n")
    opened.type("echo do''ne\n")
    said = opened.expect("done\r\n")
    return re.findall(r"<([^<>]*)>", said.rpartition("<stet>")[2])


@pytest.mark.parametrize("name", SHELLS)
def test_tab_ends_words(name: str, library: FolderLibrary, tmp_path: Path) -> None:
    (tmp_path / "wire report.txt").write_text("x")
    with shell(name, tmp_path, library) as opened:
        assert completed(opened, "stet expo") == ["export"]
        assert completed(opened, "stet export --for") == ["export", "--format"]
        assert completed(opened, "stet export -f geo") == ["export", "-f", "geojson"]
        assert completed(opened, "stet list status:sta") == ["list", "status:started"]
        assert completed(opened, "stet list confl") == ["list", "conflict:"]
        assert completed(opened, "stet list 0a3") == ["list", "0a3f"]
        assert completed(opened, "stet list title:Stor") == ["list", 'title:"Storm hits the coast"']
        assert completed(opened, "stet list title:He") == ["list", 'title:"He said no; left"']
        assert completed(opened, 'stet list title:"Stor') == ["list", 'title:"Storm hits the coast"']
        assert completed(opened, "stet list title:'Stor") == ["list", 'title:"Storm hits the coast"']
        assert completed(opened, 'stet list "title:Stor') == ["list", 'title:"Storm hits the coast"']
        assert completed(opened, "stet add wire") == ["add", "wire report.txt"]
        assert completed(opened, "stet list by:b") == ["list", 'by:"bea@desk"']
        assert completed(opened, "stet --by b") == ["--by", "bea@desk"]
        assert completed(opened, "stet list person:Lu") == ["list", 'person:"Ida Lunde"']
        assert completed(opened, "stet sheet --person Lu") == ["sheet", "--person", "Ida Lunde"]
        assert completed(opened, "stet register --kind pe") == ["register", "--kind", "person"]
        assert completed(opened, "stet extract --extractor spa") == ["extract", "--extractor", "spacy"]
        assert completed(opened, "stet add --evenly source,mo") == ["add", "--evenly", "source,month"]
        assert completed(opened, "stet extract --cluster tc") == ["extract", "--cluster", "tcp://"]


@pytest.mark.parametrize("name", SHELLS)
def test_no_title_is_run_or_obeyed(name: str, library: FolderLibrary, tmp_path: Path) -> None:
    with shell(name, tmp_path, library) as opened:
        begun = r"title:\"\$" if name == "fish" else r"title:\$"  # fish itself keeps what goes on with the word
        assert completed(opened, f"stet list {begun}") == ["list", 'title:"$(touch owned) `id`"']
        assert completed(opened, "stet list title:Esca") == ["list", "title:Esca"]
    assert not (tmp_path / "owned").exists()


def test_a_library_that_cannot_be_opened_offers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "file"))
    for name, value in {"_STET_COMPLETE": "zsh_complete", "COMP_LINE": "stet list ", "COMP_WORD": "id:"}.items():
        monkeypatch.setenv(name, value)
    done = stet()
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("name", SHELLS)
def test_what_a_shell_has_not_said_is_one_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("COMP_LINE", "COMP_POINT", "COMP_WORD", "COMP_WORDS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("_STET_COMPLETE", f"{name}_complete")
    done = stet()
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"stet: Nothing completed: COMP_LINE is not set")
    assert done.stderr.count(b"\n") == 1


def test_the_script_is_that_of_the_shell_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert stet("completion").stdout == stet("completion", "fish").stdout
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    done = stet("completion")
    assert done.returncode == 1
    assert b"there is one for bash, zsh, fish" in done.stderr
