"""Random keys and clicks, the second half; see `random_keys`."""

from __future__ import annotations

from pathlib import Path

import pytest
from random_keys import PARTS, press_a_part


@pytest.mark.parametrize("part", range(PARTS // 2, PARTS))
async def test_more_random_keys_and_clicks_lose_nothing(tmp_path: Path, part: int) -> None:
    await press_a_part(tmp_path, part)
