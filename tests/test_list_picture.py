"""`stet list` on terminals of several widths: figures stay whole, then titles, then sources; a pipe gets all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from command import stet
from factories import Annotator
from hostile import OURS, on_terminal
from reader_driver import article, suggestions

from store.library.opening import open_library
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Article
from tui.terminal.table import fitted

PICTURES: Final = {
    int(part.split()[0]): part.splitlines()[1:]
    for part in Path(__file__).with_name("list_on_terminals.txt").read_text(encoding="utf-8").split("\n\n")
}
"""The lines by the columns of the terminal."""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Begun, flagged and in conflict; and new, with wide letters and without a date."""
    folder = open_library(tmp_path / "library")
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "library"))
    said = {
        "id": "AP-20261103-1",
        "title": "Missiles strike Belgorod for the third time within a week, governor says",
        "source": "agency-wire-between-the-cities.jsonl",
        "date": "2026-11-03",
    }
    made = Article(text=article().text, id=said["id"], title=said["title"], source=said["source"], date=said["date"])
    one, two = Annotator(folder.add(made, suggestions()), "ana"), Annotator(folder.add(made, suggestions()), "ben")
    one.act(actions.accept(one.record, ["p1", "l1", "n1"]))
    one.act(actions.flag(one.record, "p2", True, "the welder’s age?"))
    one.act(actions.flag(one.record, "q1", True))
    two.act(actions.reject(two.record, ["p1"]))
    for hand in (one, two):
        folder.commit(hand.record.id, hand.pending)
    text = "Text.\n"
    wide = Article(id="0d40b0f3c2a91e77", text=text, title="港の火災で19人死亡、40人負傷", source="通信社")
    folder.add(wide, Suggestions())
    return folder.path


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("columns", PICTURES)
def test_a_list_on_a_terminal(columns: int) -> None:
    shown = OURS.sub("", on_terminal("list", columns=columns, terminals=["stdout"])).replace("\r\n", "\n")
    assert [line.rstrip() for line in shown.splitlines()] == PICTURES[columns]


@pytest.mark.usefixtures("library")
def test_a_pipe_gets_the_columns_that_scripts_count_on() -> None:
    first, second = stet("list").stdout.decode().splitlines()
    title = "Missiles strike Belgorod for the third time within a week, governor says"
    assert first.split("\t")[:6] == ["AP-20261103-1", "started", "3/8", "2", "3", "2026-11-03"]
    assert first.split("\t")[6:] == [title, "agency-wire-between-the-cities.jsonl"]
    assert second.count("\t") == 7


@pytest.mark.parametrize("width", range(1, 200))
def test_no_table_is_wider_than_its_terminal_but_for_figures(width: int) -> None:
    needed = {"id": 16, "status": 7, "date": 10, "title": 73, "source": 36}
    widths = fitted(needed, width, "title", ("source", "date"))
    assert all(widths[name] == needed[name] for name in ("id", "status"))
    assert sum(widths.values()) + 2 * (len(widths) - 1) <= max(width, 16 + 7 + 1 + 4)
