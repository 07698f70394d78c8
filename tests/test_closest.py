"""What a terminal gets whose encoding lacks a character: one for one, and nothing that it would obey."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.plots import PARTS
from tui.terminal.closest import closest


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp1251", "shift_jis", "utf-8"]))
def test_it_is_one_for_one(text: str, encoding: str) -> None:
    written = closest(text, encoding)
    written.encode(encoding)
    assert len(written) == len(text)
    assert all(now == then or now.isprintable() for now, then in zip(written, text, strict=True))


def test_what_is_there_stays_and_the_rest_is_close() -> None:
    assert closest("Łódź, 朝日 – “né” ≠ …", "ascii") == 'Lodz, ?? - "ne" ! .'
    assert closest("Łódź", "iso8859-2") == "Łódź"
    assert len(set(closest(PARTS, "ascii"))) == len(PARTS), "the parts of a bar are told apart"
    assert len(set(closest(" ▁▂▃▄▅▆▇█", "ascii"))) == 9
