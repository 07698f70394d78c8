"""Random keys and clicks, the first half; see `random_keys`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from random_keys import PARTS, press_a_part, random_text

from extract.news import NewsExtractor


@pytest.mark.parametrize("part", range(PARTS // 2))
async def test_random_keys_and_clicks_lose_nothing(tmp_path: Path, part: int) -> None:
    await press_a_part(tmp_path, part)


def test_the_hostile_words_are_of_use() -> None:
    """The extractor finds all four kinds in them, so that every key has something to act on."""
    found = NewsExtractor().suggest(random_text(random.Random(1)))
    assert found.people
    assert found.places
    assert found.numbers
    assert found.quotes
