"""Articles into the library while the shelf stays alive: a file, a folder, a table of texts or an address."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.shelf.background import Ended, Say

if TYPE_CHECKING:
    from store.intake import Source
    from store.library import Library
    from store.record import Article


def add(library: Library, word: str, say: Say) -> Ended:
    """What came of it. One thread does it all: a large folder is quicker by `stet add`, in processes."""
    from extract.adding import add_all
    from store.intake import is_address, sources

    if not is_address(word):
        word = str(Path(word).expanduser())
    say(f"Reading {word} …")
    total = 1 if is_address(word) else sum(1 for _ in sources(word))
    counts: Counter[str] = Counter()
    why = ""
    readers = ((source.name, partial(_article, source)) for source in sources(word))
    for outcome in add_all(library, readers, "news", 1):
        counts[outcome.result] += 1
        if outcome.result == "failed":
            name = Path(outcome.name).name
            why = f": {outcome.why}" if name in outcome.why else f": {name}: {outcome.why}"
        say(f"Adding {sum(counts.values()):,} of {total:,} …")
    return Ended(_came_of_it(counts) + why, wrong=bool(why))


def _article(source: Source) -> Article:
    return source.read().article


def _came_of_it(counts: Counter[str]) -> str:
    parts = [f"{counts['added']:,} added"]
    for result, words in (("there", "there already"), ("twice", "twice among them"), ("failed", "failed")):
        if counts[result]:
            parts.append(f"{counts[result]:,} {words}")
    return ", ".join(parts)
