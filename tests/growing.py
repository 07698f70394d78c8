"""Pieces that, said over and over, make the texts on which a search without bounds would go over everything again.

The tests count the work on short ones; bench/growth.py times long ones, where a slow regular expression shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

NAMES: Final = [
    "Anna’s ",
    "AB ",
    "Anna-",
    "a",
    "A",
    "A ",
    "Al ",
    "A-",
    "A. ",
    "Anna Orr ",
    "Anna Orr said. ",
    "A'",
    "AB\n",
    "of ",
    "1 A",
]
WORDS: Final = ["a", '"', ".", "'", "1,", '?" ', ". ", "A. ", ".(", "(", "a\n", "\n", " "]
NUMBERS: Final = (
    "a", "1", "1,", "1 ", "-", "\"", "A ", "$", "one ", "1-", "and ", "hundred ", "of the ", "1/",
    ".", "1.", "x ^", "1 and ", "5 ft ", "(", "half a ", "@", "a.", "12 years, ", "killed ",
)  # fmt: skip
QUOTES: Final = [
    '"',
    "“",
    "”",
    "'",
    "‘",
    " '",
    "“”",
    "a",
    "A",
    "1,",
    '"a" ',
    "“a ",
    "“a” said ",
    "said “a,” ",
    "“A” A ",
    "“a,” he said.\n",
    "“a\n",
    "(“a” ",
    "``a",
    "«a « b» ",
    "‘a “b’ ",
    ": “A.” x ",
    "he said that ",
    "“He,” and ",
]
MARKDOWN: Final = ["*a", "[", "> ", "- ", "`", "](", "<a ", "&", "_", "~", "![", "|a", "\\", "a\n---\n"]
EXPORTS: Final = ["a", '"', "1,", "A", "\u0301", "👩‍", "\n", "<", "*"]
LINES: Final[dict[str, Callable[[int], str]]] = {
    "letters": lambda size: "a" * size,
    "spaces": lambda size: " " * size,
    "line feeds": lambda size: "\n" * size,
    "quote marks": lambda size: '"' * size,
    "marks on one letter": lambda size: "e" + "\u0301" * size,
    "joiners": lambda size: "👨\u200d" * (size // 2),
    "escapes": lambda size: "\x1b" * size,
    "tabs": lambda size: "\t" * size,
    "wide": lambda size: "北" * size,
    "dashes": lambda size: "a-b—" * (size // 4),
    "forbidden at the line's start": lambda size: "。" * size,
}
"""Texts of a size, for the lines of the article."""
