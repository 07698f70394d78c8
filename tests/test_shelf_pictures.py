"""How the shelf looks, in two sizes. `pytest --snapshot-update` takes new pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from shelf_room import ShelfRoom, filled
from test_reader_pictures import Compare
from textual.pilot import Pilot

from store.library import open_library
from tui.app import StetApp
from tui.shelf.lines import ShelfHeader


def after(*keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    """Press these once the list is there; the folder's name, which differs, is painted over."""

    async def press(pilot: Pilot[int]) -> None:
        assert isinstance(pilot.app, StetApp)
        room = ShelfRoom(pilot.app, pilot)
        await room.listed()
        await room.press(*keys)
        await room.listed()
        room.shelf.filter.box.cursor_blink = False
        header = room.shelf.query_one(ShelfHeader)
        header.path = "~/beats/ports"
        header.refresh()
        await pilot.pause()

    return press


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_filtered_shelf(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    app = StetApp(filled(tmp_path), [], "ana")
    keys = ("slash", *"grain", "enter", "space")
    assert snap_compare(app, terminal_size=size, run_before=after(*keys))


def test_an_empty_shelf(snap_compare: Compare, tmp_path: Path) -> None:
    app = StetApp(open_library(tmp_path / "new"), [], "ana")
    assert snap_compare(app, terminal_size=(80, 24), run_before=after())
