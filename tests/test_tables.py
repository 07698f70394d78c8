"""Tables in a pipe: cells with tabs between them, whole, for cut, awk and sort."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import stet
from factories import article, suggestions

from store import __version__
from store.library.folder import FolderLibrary


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = FolderLibrary(tmp_path / "library")
    for number in range(2):
        shelf.add(article(title=f"Ferry fire {number}", text=f"{article().text} {number}"), suggestions())
    monkeypatch.setenv("STET_LIBRARY", str(shelf.path))


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["stats"], "fields\tundecided\tlet stand\tcorrected\tstruck out\tadded"),
        (["stats"], "people\t2\t\t\t\t"),
        (["keys"], "ctrl+q\tquit, once everything is saved"),
        (["doctor"], f"stet\t{__version__}"),
        (["list"], None),
        (["find", "fire"], None),
    ],
)
@pytest.mark.usefixtures("library")
def test_in_a_pipe_cells_have_tabs_between_them(words: list[str], line: str | None) -> None:
    lines = stet(*words).stdout.decode().splitlines()
    assert line in lines if line else all("\t" in line for line in lines)
