"""What a desk writes itself for a library, put and read by command, wherever the library is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command import stet
from factories import article, suggestions

from store.library.opening import open_library

KINDS = b'[organisation]\nletter = "w"\nspans = "mentions"\nattributes = { name = "text" }\n'


@pytest.fixture
def library(new_address: Callable[[], str]) -> str:
    address = new_address()
    made = open_library(address)
    made.add(article(), suggestions())
    made.close()
    return address


def said(library: str, *words: str, typed: bytes = b"") -> str:
    done = stet("files", "--library", library, *words, input=typed)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def refused(library: str, *words: str, typed: bytes = b"") -> str:
    done = stet("files", "--library", library, *words, input=typed)
    assert (done.returncode, done.stdout) == (1, b"")
    [line] = done.stderr.decode().splitlines()
    return line


def test_files_are_put_listed_printed_and_removed(library: str, tmp_path: Path) -> None:
    assert said(library) == ""
    rules = tmp_path / "rules.md"
    rules.write_text("# Ours\n\nA ship is no person.\n")
    said(library, "GUIDELINES.md", str(rules))
    said(library, "lists/fleet.csv", "-", typed=b"name,kind\nAlva,place\n")
    said(library, "kinds.toml", "-", typed=KINDS)
    assert said(library) == f"GUIDELINES.md\t29\nkinds.toml\t{len(KINDS)}\nlists/fleet.csv\t21\n"
    assert said(library, "GUIDELINES.md") == rules.read_text()
    assert "organisation" in stet("kinds", "--library", library).stdout.decode()
    said(library, "lists/fleet.csv", "--remove")
    assert "is not there" in refused(library, "lists/fleet.csv")


def test_what_cannot_be_used_is_refused_and_what_was_there_stays(library: str) -> None:
    said(library, "lists/fleet.csv", "-", typed=b"name,kind\nAlva,place\n")
    said(library, "kinds.toml", "-", typed=KINDS)
    assert "-:1:" in refused(library, "kinds.toml", "-", typed=b"letter = 1\n")
    assert "not UTF-8" in refused(library, "GUIDELINES.md", "-", typed=b"\xff")
    assert "line 2" in refused(library, "lists/fleet.csv", "-", typed=b"name,kind\nAlva,boat\n")
    assert "a place here and a person" in refused(library, "lists/b.csv", "-", typed=b"name,kind\nAlva,person\n")
    for name in ("register.jsonl", "lists/../kinds.toml", "lists/.csv", "../GUIDELINES.md", "lists/a/b.csv"):
        assert "there are GUIDELINES.md, kinds.toml, lists/NAME.csv" in refused(library, name, "-", typed=b"x")
    assert said(library, "lists/fleet.csv") == "name,kind\nAlva,place\n"
    assert said(library, "kinds.toml").encode() == KINDS
    assert "lists/b.csv" not in said(library)
