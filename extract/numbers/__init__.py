"""Numbers: the numeral, its value, its unit, what is counted and what happened to it."""

from extract.numbers.finding import find_numbers
from extract.numbers.typed import parse_value

__all__ = ["find_numbers", "parse_value"]
