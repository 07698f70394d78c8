"""The manual page: all of the help, as man reads it, and installed with the program."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click
import pytest
from command import stet
from terminals import STET, terminal

from tui.commands.group import stet as group
from tui.commands.table import COMMANDS

PAGE = Path(__file__).parents[1] / "docs" / "stet.1"


def test_the_page_in_docs_is_that_of_the_program() -> None:
    """`stet man > docs/stet.1` makes it anew."""
    assert PAGE.read_bytes() == stet("man").stdout


def test_it_has_every_command_and_option() -> None:
    said = PAGE.read_text().replace("\\-", "-")
    context = click.Context(group)
    for name in COMMANDS:
        assert f".SS stet {name} " in said
        command = group.get_command(context, name)
        assert command is not None
        for param in command.params:
            for flag in param.opts if isinstance(param, click.Option) else ():
                assert flag in said


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_groff_finds_nothing_wrong() -> None:
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", "-K", "utf8", PAGE], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""


def test_in_a_file_it_is_the_page_for_man(tmp_path: Path) -> None:
    with (tmp_path / "redirected").open("wb") as file:
        subprocess.run([STET, "man"], stdout=file, check=True)
    assert stet("man", "-o", tmp_path / "named").returncode == 0
    assert (tmp_path / "redirected").read_bytes() == (tmp_path / "named").read_bytes() == PAGE.read_bytes()
    assert stet("man", "-o", "-").stdout == PAGE.read_bytes()
    refused = stet("man", "-o", tmp_path / "nowhere" / "stet.1")
    assert (refused.returncode, b"name a file that can be written" in refused.stderr) == (1, True)


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_in_a_pipe_it_is_what_man_prints() -> None:
    said = subprocess.run([STET, "man"], capture_output=True, text=True, check=True).stdout
    assert "read news and check" in said
    assert not [line for line in said.splitlines() if line.startswith(".")]


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_on_a_terminal_man_shows_it() -> None:
    with terminal(STET, "man", PAGER="cat", MANPAGER="cat") as opened:
        opened.expect("read news and check")
        assert opened.end() == 0
