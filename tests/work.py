"""Work counted instead of timed: a busy machine makes no difference to how many lines of Python a call runs.

What the interpreter does inside one line is not seen: how long a regular expression searches, bench/growth.py times.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def lines_run(call: Callable[[], object]) -> int:
    """How many lines of Python the call runs through, loops counted each time."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def grows_with(work: Callable[[int], Callable[[], object]], size: int, times: int = 4) -> bool:
    """Whether so many times the size makes so many times the work and little more. `work` makes the call of a size."""
    work(size)()  # what is made once, at the first call, belongs to neither
    return lines_run(work(times * size)) <= 1.25 * times * lines_run(work(size)) + 500
