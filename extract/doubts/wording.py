"""Whether words of the article state a value: give or take case, an ending, an accent, the form of a unit."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from extract.cleaning import clean


def bears_out(words: str, value: str) -> bool:
    """True where the words state the value, give or take an ending: `miles` states `mile`."""
    said, meant = folded(words), folded(value)
    if meant in said or said in meant or said[: max(3, len(meant) - 2)] == meant[: max(3, len(meant) - 2)]:
        return True
    # Left out between: `police agency (NPA) chief`; one of several: `senators for Holt`.
    return {word.rstrip("s") for word in meant.split()} <= {word.rstrip("s") for word in said.split()}


def is_unit(words: str, unit: str) -> bool:
    """True where the words are a form of the unit: `$` of USD, `km` of kilometre, `°C` of degree Celsius."""
    if _SYMBOLS.get(words) == unit:
        return True
    from extract.numbers import parse_value  # not needed to paint most articles

    readings = (
        parse_value(f"2{words}"),
        parse_value(f"2 {words}"),
        parse_value(f"{words}2"),
        parse_value(f"{words} 2"),
    )
    return any(number is not None and number.unit == unit for number in readings)


_SYMBOLS: Final = {"$": "USD", "€": "EUR", "£": "GBP", "%": "percent"}


def is_bare_number(name: str) -> bool:
    """True of digits with marks at most: `14` and `7,000`, not `50 Cent`."""
    return any(letter.isdigit() for letter in name) and not any(letter.isalpha() for letter in name)


def missing_word(text: str, value: str) -> str:
    """The weightiest word of the value that the text has in no form: its first letters stand nowhere in it.

    The longest says most, a function word such as `from` nothing."""
    said = folded_text(text)
    words = (word.strip(_MARKS) for word in value.split())
    missing = [word for word in words if len(word) >= _WEIGHTY and _stem(folded(word)) not in said]
    if not missing:
        return ""
    from extract.numbers.word_classes import FUNCTION_WORDS  # not needed to paint most articles

    return max((word for word in missing if word.lower() not in FUNCTION_WORDS), key=len, default="")


def _stem(word: str) -> str:
    """The letters that the forms of a word share, as a rule: `Ukrain` of Ukrainian, `kill` of killed."""
    return word[: max(_WEIGHTY, len(word) - 3)]


_WEIGHTY: Final = 4
_MARKS: Final = ".,;:!?()[]“”\"'‘’"


@lru_cache(maxsize=2)
def folded_text(text: str) -> str:
    """Of a whole article: each key asks it again."""
    return folded(text)


def folded(words: str) -> str:
    return " ".join(clean(words).casefold().split())
