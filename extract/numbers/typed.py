"""What a person types where a number is asked for: `3.5m`, `at least 19`, `10-15`, `half a million`, `$4bn`, `65%`."""

from __future__ import annotations

import re
from typing import Final

from extract.cleaning import clean
from extract.document import Document
from extract.lexicon import word_set
from extract.numbers.finding import find_numbers
from store.model.fields import Number

_MILLIONS: Final = re.compile(r"([0-9]) ?m(?:n|ln)?(?=$|[-–])")
_LONGEST: Final = 200
_CONNECTING: Final = word_set("a an and between from of old aged age the in on at per ago")


def parse_value(words: str) -> Number | None:
    """The one number that `words` say, without spans, evidence or confidence; null where they say more, or none."""
    written = _MILLIONS.sub(r"\1 million", " ".join(clean(words[:_LONGEST]).split()))
    if written.casefold() in ("quarter", "a quarter"):
        written = "one quarter"  # in an article it is as often a part of a year, or of a town
    found = find_numbers(Document(written))
    if len(found) != 1:
        return None
    number = found[0]
    told = [number.spans[0], *number.evidence.values()]
    rest = "".join(" " if any(start <= at < end for start, end in told) else sign for at, sign in enumerate(written))
    if any(word.lower() not in _CONNECTING for word in re.findall(r"\w+", rest)):
        return None
    return Number(
        value=number.value,
        low=number.low,
        high=number.high,
        number_kind=number.number_kind,
        unit=number.unit,
        approx=number.approx,
    )
