"""How long a race took, as a watch shows it: `3:34:33.2`, `1:59.40`, `in 2:04:11`; times of day are in `clock`."""

from __future__ import annotations

import re
from typing import Final

from extract.lexicon import word_set
from extract.numbers.amount import Amount
from extract.numbers.tokens import Tokens

_SECONDS: Final = re.compile(r"[0-5][0-9](\.[0-9]{1,3})?")
_BEFORE: Final = word_set("in of took takes clocked clocking clocks ran timed record best within")


def elapsed(t: Tokens, i: int) -> Amount | None:
    """A fraction of a second, or words such as `in` before hours, minutes and seconds, tell it from a time of day."""
    parts = _parts(t, i)
    if parts is None:
        return None
    *whole, last = parts
    end = i + 2 * len(parts) - 1
    seconds = _SECONDS.fullmatch(last)
    if seconds is None or any(len(part) > 2 or int(part) > 59 for part in whole[1:]) or t.low[end] in _HALVES:
        return None
    if not seconds[1] and not (len(parts) > 2 and t.low[i - 1] in _BEFORE):
        return None
    value = round(float(last) + sum(60**power * int(part) for power, part in enumerate(reversed(whole), 1)), 3)
    return Amount(i, end, end, int(value) if value.is_integer() else value, "duration", unit="second", sure=0.9)


_HALVES: Final = word_set("am pm a p")


def _parts(t: Tokens, i: int) -> list[str] | None:
    """Two or three groups of digits with colons between them and nothing else."""
    parts = [t.words[i]]
    k = i + 1
    while t.low[k] == ":" and t.joined(k) and t.joined(k + 1) and len(parts) < _MOST:
        parts.append(t.words[k + 1])
        k += 2
    glued = t.low[k] == ":" and t.joined(k)
    plain = all(part.isascii() and part.isdecimal() for part in parts[:-1]) and len(parts[0]) <= _DIGITS
    return parts if len(parts) > 1 and plain and not glued else None


_MOST: Final = 3
_DIGITS: Final = 3
