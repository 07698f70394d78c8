"""Which of many spans meet one: found by halving, for a long article has thousands of names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from store.model.fields import Span

_AROUND: Final = 20
"""Spans that are looked at before a place: few overlap each other."""


def meeting(spans: Sequence[Span], span: Span) -> list[Span]:
    """Those of some ascending spans that share a character with this one."""
    at = bisect_left(spans, (span[1], 0))
    return [other for other in spans[max(0, at - _AROUND) : at] if other[1] > span[0]]
