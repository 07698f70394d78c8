"""Random keys and clicks; see `pressing`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pressing import press_keys, random_text

from extract.news import NewsExtractor


@pytest.mark.parametrize("seed", [20, 22])
async def test_random_keys_and_clicks_lose_nothing(tmp_path: Path, seed: int) -> None:
    assert await press_keys(tmp_path, seed, 60), "there is something to lose"


def test_the_hostile_words_are_of_use() -> None:
    """The extractor finds all four kinds in them, so that every key has something to act on."""
    found = NewsExtractor().suggest(random_text(random.Random(1)))
    assert found.people
    assert found.places
    assert found.numbers
    assert found.quotes
