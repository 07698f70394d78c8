"""How the time grows with hostile texts: each against one a quarter as long, in the same run.

    python bench/growth.py [NAME …]

The budget is 8 times the time for 4 times the text, twice what grows with it, where a quadratic search takes 16. The
tests count the Python that runs on short texts; here long ones show a regular expression that goes over all again.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from extract.document import Document
from extract.names.news_style import mend
from extract.names.tagger import shipped
from extract.numbers import find_numbers
from extract.quotes import find_quotes
from extract.words import sentences, tokens
from store.errors import StetError
from store.formats.export import export
from store.intake import read_article
from store.model.cleaning import clean_text
from store.model.fields import Person, Suggestions
from store.model.record import Article, Record, text_id
from tui.reader.text.wrap import Wrapped

BUDGET = 8.0
LEAST = 0.005
"""Seconds below which a time is noise."""

Work = Callable[[str], object]


def names(text: str) -> None:
    mend(text, shipped().tag(Document(text)))


def words(text: str) -> None:
    sentences(text)
    tokens(text)


def numbers(text: str) -> None:
    find_numbers(Document(text))


def quotes(text: str) -> None:
    find_quotes(Document(f"“x,” {text} he said."))


def markdown(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(StetError):
        path = Path(folder) / "a.md"
        path.write_text(text, encoding="utf-8")
        read_article(path)


def exports(text: str) -> None:
    text = clean_text("Ida " + text)
    found = Suggestions(people=[Person(id="p1", spans=[(0, 3)], name="Ida", status="accepted")])
    made = Record(article=Article(id=text_id(text), text=text), suggestions=found)
    for name in ("prodigy", "conll", "html", "md"):
        export(name, [made], io.BytesIO(), sentences=lambda text: [(0, len(text))])


def lines(text: str) -> None:
    len(Wrapped(text, 70))


def texts(pieces: Any) -> Iterable[tuple[str, Callable[[int], str]]]:
    if isinstance(pieces, dict):
        yield from pieces.items()
    else:
        yield from ((piece, lambda size, piece=piece: piece * (size // len(piece))) for piece in pieces)


def seconds(work: Work, text: str) -> float:
    """The least of three, of the processor's time."""
    least = float("inf")
    for _ in range(3):
        began = time.process_time()
        work(text)
        least = min(least, time.process_time() - began)
    return max(least, LEAST)


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    growing = importlib.import_module("growing")
    table: dict[str, tuple[Work, Any, int]] = {
        "names": (names, growing.NAMES, 10_000),
        "words": (words, growing.WORDS, 50_000),
        "numbers": (numbers, growing.NUMBERS, 20_000),
        "quotes": (quotes, growing.QUOTES, 16_000),
        "markdown": (markdown, growing.MARKDOWN, 8_000),
        "exports": (exports, growing.EXPORTS, 50_000),
        "lines": (lines, growing.LINES, 40_000),
    }
    beyond = 0
    for name in sys.argv[1:] or table:
        work, pieces, size = table[name]
        worst, of = 0.0, ""
        for piece, text in texts(pieces):
            ratio = seconds(work, text(4 * size)) / seconds(work, text(size))
            if ratio > worst:
                worst, of = ratio, piece
            if ratio > BUDGET:
                beyond += 1
                print(f"{name:9} {piece!r}: {ratio:.1f} times the time for 4 times the text")
        print(f"{name:9} at most {worst:.1f} times the time for 4 times the text, with {of!r}")
    sys.exit(1 if beyond else 0)


if __name__ == "__main__":
    main()
