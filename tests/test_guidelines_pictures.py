"""How the guidelines look beside the fields: two sizes, dark, light and without colour."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_reader_pictures import Compare, after, reader

SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["stet-dark", "stet-light"])
def test_the_guidelines(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], theme: str) -> None:
    assert snap_compare(reader(tmp_path, theme), terminal_size=size, run_before=after("G", "j", "j", "space"))


@pytest.mark.parametrize("size", SIZES)
def test_without_colour(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(reader(tmp_path), terminal_size=size, run_before=after("G"))
