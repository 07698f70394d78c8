"""The extractor's speed, load and memory, and that its time grows with the text and no faster.

    python bench/extract.py [--megabytes 10] [TEXT …]

Plain news is the sample articles, or the files that are named, over and over. Growth: each text against one half as
long; the budget is 2.3. Where spaCy is installed, its default named-entity recogniser (weights at random: as fast as
trained) runs over the same news in the same process.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "seeds"
LOAD = """
import json, resource, time
def used(): return time.process_time() * 1e3
before, memory = used(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
from extract.news import NewsExtractor
imported = used()
NewsExtractor().suggest("Ida Berg left Oslo on 3 May.")
after = used()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([imported - before, after - imported, (peak - memory) / 1024]))
"""
HOSTILE: dict[str, Callable[[int], str]] = {
    "one letter": lambda size: "a" * size,
    "one capital": lambda size: "A" * size,
    "capitalised words": lambda size: "Abc " * (size // 4),
    "straight quote marks": lambda size: '"' * size,
    "open quote marks": lambda size: "“ " * (size // 2),
    "quoted letters": lambda size: "“a” said " * (size // 9),
    "digits": lambda size: "1" * size,
    "digits and commas": lambda size: "1," * (size // 2),
    "dashes between digits": lambda size: "1-" * (size // 2),
    "full stops": lambda size: "A. " * (size // 3),
    "line feeds": lambda size: "\n" * size,
    "spaces": lambda size: " " * size,
    "apostrophes": lambda size: "'s " * (size // 3),
    "dates": lambda size: "On 3 May 2020, 2020-05-03. " * (size // 27),
    "ranges": lambda size: "10-15 " * (size // 6),
    "currencies": lambda size: "$3.5 million, US$5, €7 " * (size // 23),
    "units": lambda size: "3 km " * (size // 5),
    "quotes": lambda size: "“Yes, we saw it all,” he said.\n\n" * (size // 32),
    "quotes that stay open": lambda size: "“Yes, we saw it all.\n\n" * (size // 22),
    "initials": lambda size: "J. K. Smith " * (size // 12),
    "titles": lambda size: "President Mr Dr Gen. " * (size // 21),
    "offices": lambda size: "Prime Minister Ida Berg, " * (size // 25),
    "people who speak": lambda size: "".join(map(_speaker, range(size // 35))),
    "number words": lambda size: "twenty one hundred and " * (size // 23),
}


def _speaker(number: int) -> str:
    """Somebody new each time."""
    letters = "".join(chr(97 + number // 26**k % 26) for k in range(4))
    return f"Ida {letters.capitalize()}son, {number % 90}, said “Yes, we do.” "


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=10, help="the longest plain text")
    parser.add_argument("texts", nargs="*", type=Path)
    options = parser.parse_args()
    news = "\n\n".join(path.read_text(encoding="utf-8") for path in options.texts or sorted(SAMPLES.glob("*.txt")))
    load()
    speed(news)
    growth(news, int(options.megabytes * 1e6))


def load() -> None:
    """In fresh processes; the least of five."""
    runs = [json.loads(subprocess.check_output([sys.executable, "-c", LOAD])) for _ in range(5)]
    imported, first, memory = map(min, zip(*runs, strict=True))
    print(f"load: {imported:.0f} ms CPU to import, {first:.0f} ms more to the first answer, {memory:.0f} MB")


def speed(news: str) -> None:
    from extract.news import NewsExtractor

    articles = [part for part in news.split("\n\n\n") if part.strip()] or [news]
    words = sum(len(article.split()) for article in articles)
    extractor = NewsExtractor()
    ours = cpu(lambda: [extractor.suggest(article) for article in articles])
    print(f"news: {words / ours:,.0f} words a second")
    try:
        import spacy
    except ImportError:
        print("spaCy is not installed: nothing to compare with")
        return
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    nlp.initialize()
    theirs = cpu(lambda: list(nlp.pipe(articles)))
    print(
        f"spaCy, names only: {words / theirs:,.0f} words a second; Stet, all four kinds: {theirs / ours:.1f} x as fast"
    )
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def growth(news: str, longest: int) -> None:
    """Each kind of text at half a size and at that size."""
    from extract.news import NewsExtractor

    suggest = NewsExtractor().suggest
    cases: Iterator[tuple[str, Callable[[int], str], int]] = itertools.chain(
        (("plain news", lambda size: (news * (size // len(news) + 1))[:size], size) for size in sizes(longest)),
        ((name, make, 1_000_000) for name, make in HOSTILE.items()),
    )
    for name, make, size in cases:
        half, whole = (cpu(partial(suggest, make(length))) for length in (size // 2, size))
        verdict = "" if whole / half <= 2.3 else "  over the budget of 2.3"
        print(f"{name:<22}{size / 1e6:6.2f} MB {whole:7.2f} s  {whole / half:5.2f} x the half{verdict}")


def sizes(longest: int) -> Iterator[int]:
    size = 250_000
    while size <= longest:
        yield size
        size = size * 2 if size * 2 <= longest or size == longest else longest


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds, the least of as many runs as fit in two seconds, three at most."""
    best = float("inf")
    spent = 0.0
    for _ in range(3):
        started = time.process_time()
        work()
        taken = time.process_time() - started
        best, spent = min(best, taken), spent + taken
        if spent > 2:
            break
    return best


if __name__ == "__main__":
    main()
