"""Years, spans of years and decades: `2019`, `2015–16`, `between 1991 and 2021`, `the 1960s`, `the late 90s`.

Four digits are a year unless a rule here says what else they are; each rule is one small function of a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from extract.lexicon import word_list, word_set
from extract.numbers import bounds, units
from extract.numbers import lexicon as lx
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import is_of_people, is_plural


@dataclass(slots=True)
class Date:
    """Tokens `first` up to, not with, `last`; a span of dates has bounds and no value."""

    first: int
    last: int
    value: str | None
    low: str | None = None
    high: str | None = None
    sure: float = 0.97
    kind: Literal["date", "range"] = "date"


YEAR: Final = re.compile(r"1[0-9]{3}|20[0-9]{2}|21[0-4][0-9]")
_BEFORE: Final = word_list("year_before")
# After these four digits are a year, whatever follows.
_STRONG_BEFORE: Final = word_set(
    """
    in since until till during early late mid circa year spring summer autumn fall winter fiscal
    """
)
_OPENING: Final = frozenset("([“\"‘'-–—/#")


def year(t: Tokens, i: int) -> Date | None:
    """The year, span of years or decade that begins at token `i`."""
    word = t.words[i]
    if len(word) != 4 or not YEAR.fullmatch(word) or (t.joined(i) and t.low[i - 1] not in _OPENING):
        return None
    if found := _decade(t, i):
        return found
    if t.joined(i + 1) and (t.low[i + 1] in ("%", ":") or t.low[i + 1].isalnum()):
        return None
    if _spans(t, i) and (found := _years(t, i)):
        return found
    strong = t.low[i - 1] in _STRONG_BEFORE and not (t.low[i - 1] == "year" and t.low[i - 2] in ("last", "this", "a"))
    if any(rule(t, i) for rule in _NEVER) or (not strong and any(rule(t, i) for rule in _WEAKLY)):
        return None
    told = t.low[i - 1] in _BEFORE
    if strong or word >= "1900":
        return Date(i, i + 1, word, sure=0.98 if told else 0.85)
    return Date(i, i + 1, word, sure=0.8) if told and word >= "1400" else None


def _decade(t: Tokens, i: int) -> Date | None:
    """`the 1960s`, `1960's`, and a century as `the 1800s`."""
    word = t.words[i]
    plain = t.low[i + 1] == "s" and t.joined(i + 1)
    marked = t.low[i + 1] in ("'", "’") and t.low[i + 2] == "s" and t.joined(i + 1) and t.joined(i + 2)
    if not (plain or marked) or not word.endswith("0"):
        return None
    end = int(word) + (99 if word.endswith("00") and word < "2000" else 9)
    return Date(i, i + 2 if plain else i + 3, None, word, str(end))


def _spans(t: Tokens, i: int) -> bool:
    """Whether what follows can join the year to another: a dash, or the `to` of `from`, the `and` of `between`."""
    after, before = t.low[i + 1], t.low[i - 1]
    if after in lx.DASHES or after == "/":
        return t.joined(i + 1) == t.joined(i + 2)
    if after in ("to", "until", "till", "through"):
        return before == "from" or _is_year(t, i + 2)
    return after == "and" and before == "between"


def _is_year(t: Tokens, k: int) -> bool:
    return YEAR.fullmatch(t.words[k]) is not None and t.low[k + 1] not in units.WORDS and not t.joined(k + 1)


def _years(t: Tokens, i: int) -> Date | None:
    """`2015–16`, `2015-2019`, `1946 to 1962`, `between 1991 and 2021`."""
    word, until = t.words[i], t.words[i + 2]
    if not (until.isascii() and until.isdigit() and t.joined(i + 2) == t.joined(i + 1)) or (
        t.joined(i + 3) and t.low[i + 3].isalnum()
    ):
        return None
    if t.low[i + 3] in lx.DASHES and is_digits(t.low[i + 4]):
        return None
    full = word[: 4 - len(until)] + until if len(until) in (2, 4) else ""
    counted = t.low[i + 1].isalpha() and (_of_unit(t, i + 2) or _of_things(t, i + 2))
    rising = full > word and YEAR.fullmatch(full) and not counted
    return Date(i, i + 3, None, word, full, kind="range") if rising else None


# What else four digits can be


def _of_unit(t: Tokens, i: int) -> bool:
    """`2000 metres`, `1900 kcal`; not `1962 in Lima`, no inches."""
    after = t.low[i + 1]
    is_symbol = t.words[i + 1] in units.SYMBOLS and after not in units.TOUCHING and after not in _NO_SYMBOLS
    return after in units.WORDS or is_symbol


def _of_things(t: Tokens, i: int) -> bool:
    """`2000 soldiers`; `the 2019 strikers` are of a year."""
    after = t.low[i + 1]
    dated = t.low[i - 1] in ("the", "its", "their", "his", "her", "a") and t.words[i] > "1950"
    return (after in _COUNTED_AFTER or is_of_people(after)) and not dated


def _scaled(t: Tokens, i: int) -> bool:
    """`1950 million`, `$2000`, `2000 people`."""
    before, after = t.low[i - 1], t.low[i + 1]
    return before in lx.SCALES or after in lx.SCALES or after in _NOT_AFTER_YEAR or before in ("$", "£", "€")


def _of_a_body(t: Tokens, i: int) -> bool:
    """`a crew of 2000`."""
    return t.low[i - 1] == "of" and t.low[i - 2] in _BODIES


def _bounded(t: Tokens, i: int) -> bool:
    """`more than 2000`, `at least 1900`; `about 1950` may be a year."""
    bound = bounds.before(t, i, "count")
    if bound is None or (bound.side == "none" and t.low[bound.first] != "some"):
        return False
    # `over 2022` and `up to 2027` are of years, unless something counted follows
    return t.low[bound.first] not in ("over", "up", "below", "above", "under") or is_plural(t.low[i + 1])


def _acts(t: Tokens, i: int) -> bool:
    """`1900 were ill`: a year is one."""
    dated = t.low[i - 1] == "of" or (t.low[i - 1] == "and" and YEAR.fullmatch(t.words[i - 2]) is not None)
    return t.low[i + 1] in _ACTS and not dated


_NO_SYMBOLS: Final = word_set("in at am pm")
_ACTS: Final = word_set("were are have died fled stayed came left voted joined attended remain remained live drowned")
_BODIES: Final = word_set(
    """
    crew crowd crowds group groups population populations team staff workforce force forces garrison army audience
    total turnout gathering congregation membership fleet herd flock hundreds thousands village town community party
    convoy contingent battalion pool sample mob
    """
)
_NOT_AFTER_YEAR: Final = word_set(
    """
    percent per km kilometres kilometers miles metres meters feet hours minutes days years euros dollars pounds kg
    tonnes tons acres hectares degrees rpm mg yen rupees people °
    """
)
_COUNTED_AFTER: Final = word_list("year_counted_after")
_NEVER: Final[tuple[Callable[[Tokens, int], bool], ...]] = (_scaled, _of_a_body, _bounded)
_WEAKLY: Final[tuple[Callable[[Tokens, int], bool], ...]] = (_of_unit, _of_things, _acts)
"""Those that a word such as `in` or `since` before the digits outweighs."""


# Decades in two digits or in words


def short_decade(t: Tokens, i: int) -> Date | None:
    """`the 90s`, `the late eighties`: of the last century, from the thirties up; not `his 40s`."""
    tens = _tens_of_decade(t, i)
    if tens is None:
        return None
    first = 1900 + tens if tens >= 30 else 2000 + tens if tens < 20 else 1900 + tens
    last = i + 1 if t.low[i] in lx.DECADES else i + 2
    return Date(i, last, None, str(first), str(first + 9), sure=0.9)


def _tens_of_decade(t: Tokens, i: int) -> int | None:
    """The tens at token `i`, where an article or a mark before them shows a decade."""
    word = t.low[i]
    k = i - 1
    while t.low[k] in _PART_OF_DECADE or (t.low[k] in lx.DASHES and t.joined(i)):
        k -= 1
    marked = k == i - 1 and t.low[k] in ("'", "’", "‘") and t.joined(i)
    if not (marked or t.low[k] in ("the", "swinging", "roaring")):
        return None
    if not marked and not HEAT.isdisjoint(t.low[max(0, i - 12) : i + 8]):
        return None  # `highs in the 80s`
    if word in lx.DECADES:
        return lx.DECADES[word] if lx.DECADES[word] >= 20 else None
    plural = t.low[i + 1] == "s" and t.joined(i + 1) and not t.low[i + 2].isdigit()
    return int(word) if plural and len(word) == 2 and word.isdigit() and word[1] == "0" else None


HEAT: Final = word_list("heat_words") | word_set(
    """
    rating ratings approval poll polls polling unemployment inflation average percent
    """
)
"""Words near tens (`the mid-20s`) by which they are of a scale and no years."""
_PART_OF_DECADE: Final = word_set("early mid late middle")
