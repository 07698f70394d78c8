"""What the cursor steps over in the article: no word is skipped, however far it is from the last."""

from __future__ import annotations

import pytest

from tui.reader.text import units


@pytest.mark.parametrize("gap", [1, 254, 255, 256, 257, 509, 510, 511, 512, 2000])
@pytest.mark.parametrize("filling", [" ", "\n", "-"])
def test_no_word_is_stepped_over_however_wide_the_gap_before_it(gap: int, filling: str) -> None:
    text = f"a{filling * gap}b c"
    assert units.word_after(text, 0) == gap + 1
    assert units.word_before(text, gap + 1) == 0


@pytest.mark.parametrize("length", [1, 100, 255, 256])
def test_a_step_leads_off_the_word_it_stands_on(length: int) -> None:
    text = f"{'a' * length} b"
    assert units.word_after(text, 0) == length + 1
    assert units.word_before(text, length + 1) == 0
