"""That a confidence is a probability: its map rises, and doubts of every kind bring it down."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.confidence import KNOTS, calibrated, interpolated
from extract.news import NewsExtractor

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("kind", KNOTS)
def test_the_map_of_each_kind_rises_from_nought_to_one(kind: str) -> None:
    knots = KNOTS[kind]
    assert knots[0][0] == 0 and knots[-1][0] == 1
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(knots))
    assert all(0 <= right <= 1 for _, right in knots)
    assert len(knots) <= 8


@given(st.sampled_from(list(KNOTS)), st.floats(-2, 2), st.floats(-2, 2))
def test_more_is_never_less(kind: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= calibrated(kind, low) <= calibrated(kind, high) <= 1


def test_between_two_knots_the_line_is_straight() -> None:
    knots = ((0, 0), (0.5, 0.2), (1, 1))
    assert interpolated(knots, 0.25) == pytest.approx(0.1)
    assert interpolated(knots, 0.5) == pytest.approx(0.2)
    assert interpolated(knots, 0.75) == pytest.approx(0.6)


def confidence(text: str, words: str) -> float:
    """Of the field that stands where `words` do."""
    at = text.index(words)
    found = [item for item in NewsExtractor().suggest(text).all() if (at, at + len(words)) in item.spans]
    assert found, words
    assert found[0].confidence is not None
    return found[0].confidence


@pytest.mark.parametrize(
    ("surer", "less_sure", "words"),
    [
        ("Mayor Anna Berg, 52, said no. Berg left.", "The Anna Berg left port.", "Anna Berg"),
        (
            "“We lost the roof,” said Ada Brandt.",
            "“We lost the roof,” said Ada Brandt, the Holt Herald reports.",
            "“We lost the roof,”",
        ),
        ("She bought 40 hens.", "Nobody gave it 40.", "40"),
        ("Rates rose 12 percent.", "They bought 12 hens.", "12"),
        ("“We lost the roof,” said Ada Brandt.", "“We lost the roof,” one wall seemed to say.", "“We lost the roof,”"),
    ],
)
def test_a_doubt_makes_less_sure(surer: str, less_sure: str, words: str) -> None:
    assert confidence(surer, words) > confidence(less_sure, words)


def test_calibration_is_shown_for_every_kind() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "calibration.py"), "--write", str(ROOT / "seeds")],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for kind in KNOTS:
        assert any(line.startswith(f"{kind} ") for line in done.stdout.splitlines())
        assert f'"{kind}": ((0, ' in done.stdout
