"""From the words of the command line to a screen, on a real terminal; or to one line, where nothing can be shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import TEXT
from terminals import STET, terminal


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["empty.txt"], "empty.txt is empty; nothing to read"),
        (["blank.txt"], "blank.txt has no words"),
        (["picture.txt"], "binary"),
        (["empty.txt", "blank.txt"], "empty.txt is empty; nothing to read"),
        (["folder"], "none.txt is empty; nothing to read"),
    ],
)
def test_what_cannot_be_taken_is_one_line_and_no_screen(tmp_path: Path, names: list[str], why: str) -> None:
    (tmp_path / "folder").mkdir()
    for name, content in (
        ("empty.txt", b""),
        ("blank.txt", b" \n \n"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"),
        ("folder/none.txt", b""),
    ):
        (tmp_path / name).write_bytes(content)
    with terminal(STET, "--library", tmp_path / "library", *(tmp_path / name for name in names)) as reader:
        assert reader.end() == 1
        [line] = reader.text.split("\r\n")[:-1]
    assert line.startswith("stet: ")
    assert why in line
    assert not (tmp_path / "library").exists()


def test_what_can_be_read_among_what_cannot_is_read(tmp_path: Path) -> None:
    (tmp_path / "a-empty.txt").touch()
    (tmp_path / "b-storm.txt").write_text(TEXT, encoding="utf-8")
    with terminal(STET, "--library", tmp_path / "library", tmp_path) as reader:
        reader.expect("Petra Lindqvist")
        reader.expect("2/2")
        reader.type("\x11")
        assert reader.end() == 0
