"""Lists of words as data: a file a list, each with a line that says what it is for, read once.

Those of a language stand in its folder of `extract.languages`, those of none in `any`. Words stand between white space,
as they are looked up: most in small letters. `#` begins a comment.
"""

from __future__ import annotations

from functools import cache
from pkgutil import get_data
from typing import Final

ENGLISH: Final = "en"
ANY: Final = "any"


def word_set(words: str) -> frozenset[str]:
    """A short list, where it is used."""
    return frozenset(words.split())


@cache
def word_list(name: str, language: str = ENGLISH) -> frozenset[str]:
    """The words of `NAME.txt`."""
    data = get_data(f"extract.languages.{language}", f"{name}.txt")
    assert data is not None  # None only from a loader that knows no files
    lines = data.decode("utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())
