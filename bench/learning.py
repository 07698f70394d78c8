"""What a library learns from its own corrections, on a stream of articles with gold names.

    python bench/learning.py STREAM [--elsewhere FILE …] [--orders 3] [--from 300] [--only PART,PART]

Each article is suggested as it would be that day, scored, decided as the gold says, done, and learned from; a real
library in a temporary folder, the real functions. What the gold leaves open, `ignore`, is not scored, and teaches
nothing. STREAM and FILE have lines {"text", "people", "places", "ignore"}, gzipped or not. Four readings: nothing
learned, memory alone, weights alone, both. By mention F1 of people and places; `wrong` are fields, one for each form of
a name in an article, that are missed or needless: found for nothing; `keys` are reckoned, not pressed. The weights are
those that the extractor would load, whether the guard would use them or not. Milliseconds are CPU.
"""

from __future__ import annotations

import argparse
import copy
import gzip
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from extract.learning.applying import applied
from extract.learning.packed import beside, unpacked, version_of
from extract.names.tagger import shipped
from extract.news import NewsExtractor
from services.learning import files
from services.learning.learner import Desk
from services.learning.lessons import Lesson
from services.learning.putting_to_use import LibraryMemory
from store.errors import StetError
from store.library.opening import open_library
from store.library.protocol import Library
from store.model import actions
from store.model.fields import Span, Suggestions
from store.model.record import Article, Record, text_id
from store.sync.session import Session

KINDS: Final = (("people", "person"), ("places", "place"))
ADDING: Final = 8
READINGS: Final = ("nothing", "memory", "weights", "both")


@dataclass
class Count:
    """Mentions right, found and of gold by kind, and fields that are missed, found for nothing, or there."""

    mentions: dict[str, list[int]] = field(default_factory=lambda: {group: [0, 0, 0] for group, _ in KINDS})
    missed: int = 0
    needless: int = 0
    fields: int = 0

    @property
    def wrong(self) -> int:
        return self.missed + self.needless

    @property
    def keys(self) -> float:
        """Of a person for a field: 8 for one to be added, 1 to strike out or let stand."""
        return (ADDING * self.missed + self.needless + self.fields - self.missed) / (self.fields or 1)

    def add(self, item: dict[str, Any], found: Suggestions) -> None:
        text, skip = item["text"], [tuple(span) for span in item.get("ignore", ())]
        fields: list[set[tuple[str, str]]] = [set(), set()]
        for group, kind in KINDS:
            gold = {(start, end) for start, end in item[group]}
            mine = {span for one in found.of(group) for span in one.spans if not meets(span, skip)}
            count = self.mentions[group]
            count[0] += len(gold & mine)
            count[1] += len(mine)
            count[2] += len(gold)
            for number, spans in enumerate((gold, mine)):
                fields[number] |= {(kind, text[start:end]) for start, end in spans}
        self.missed += len(fields[0] - fields[1])
        self.needless += len(fields[1] - fields[0])
        self.fields += len(fields[0])

    def f1(self, group: str) -> float:
        right, found, gold = self.mentions[group]
        return 200 * right / (found + gold) if found + gold else 0.0


def meets(span: Span, others: Iterable[Sequence[int]]) -> bool:
    return any(other[0] < span[1] and span[0] < other[1] for other in others)


def read(path: Path) -> list[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def parted(found: Suggestions, item: dict[str, Any]) -> Suggestions:
    """What is suggested; mentions that the gold leaves open are fields of their own, which nobody decides about."""
    found, skip = copy.deepcopy(found), item.get("ignore", ())
    numbers = iter(range(10_000, 100_000))
    for one in [*found.people, *found.places]:
        left = [span for span in one.spans if meets(span, skip)]
        if left and len(left) < len(one.spans):
            one.spans = [span for span in one.spans if span not in left]
            found.of(one.group).append(replace(one, id=f"{one.letter}{next(numbers)}", spans=left))
    return found


class OpenDesk(Desk):
    """Learns nothing of the words that the gold leaves open, by the article's id: who knows what a person would say."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.open: dict[str, list[Span]] = {}

    def lesson(self, record: Record) -> Lesson:
        lesson = super().lesson(record)
        return lesson._replace(unsure=[*lesson.unsure, *self.open[record.id]])


def decide(session: Session, item: dict[str, Any]) -> None:
    """As a person would who knows the gold: what is wrong is struck out, what was missed added, the rest let stand."""
    record = session.record
    skip = [tuple(span) for span in item.get("ignore", ())]
    wanted = {((start, end), kind) for group, kind in KINDS for start, end in item[group]}
    known = {(span, one.kind) for one in record.fields.values() for span in one.spans}
    for one in list(record.fields.values()):
        if one.kind not in ("person", "place") or all(meets(span, skip) for span in one.spans):
            continue
        good = [span for span in one.spans if (span, one.kind) in wanted]
        if not good:
            session.act(actions.reject(session.record, [one.id]))
            continue
        for span in [span for span in one.spans if span not in good]:
            at = session.record.fields[one.id].spans.index(span)
            session.act(actions.detach(session.record, one.id, at))
        session.act(actions.accept(session.record, [one.id]))
    missed: dict[tuple[str, str], list[Span]] = {}
    for span, kind in sorted(wanted - known):
        missed.setdefault((kind, item["text"][slice(*span)]), []).append(span)
    for (kind, words), spans in missed.items():
        group = "people" if kind == "person" else "places"
        with suppress(StetError):  # within a name that the gold leaves open
            session.act(actions.add(session.record, group, spans, {"name": " ".join(words.split())}))
    session.act(actions.done(session.record))


class Stream:
    """One order of the articles in a library of its own."""

    def __init__(self, root: Path, after: int) -> None:
        self.library = open_library(root)
        self.desk = OpenDesk(self.library)
        self.memory = LibraryMemory(self.library, files.Settings())
        self.plain = NewsExtractor()
        self.learned: NewsExtractor = self.plain
        self.data = b""
        self.after = after
        self.all = {reading: Count() for reading in READINGS}
        self.late = {reading: Count() for reading in READINGS}
        self.wrong: list[dict[str, int]] = []
        """Of each article."""
        self.learning: list[float] = []
        self.applying: list[float] = []

    def take(self, number: int, item: dict[str, Any]) -> None:
        self.score(item, [self.all, *([self.late] if number >= self.after else [])])
        text = item["text"]
        article = Article(id=text_id(text), text=text, title=str(item.get("id", "")))
        if article.id in self.library:
            return
        self.desk.open[article.id] = [(start, end) for start, end in item.get("ignore", ())]
        session = Session(self.library, self.library.add(article, parted(self.found["both"], item)), "gold")
        decide(session, item)
        assert session.close()
        begun = time.process_time()
        self.desk.catch_up()
        self.learning.append(1000 * (time.process_time() - begun))
        self.renew()

    def renew(self) -> None:
        data = self.desk.weights
        if data and data is not self.data:
            self.data = data
            self.learned = NewsExtractor(learned=(beside(shipped(), unpacked(data)), version_of(data)))

    def score(self, item: dict[str, Any], counts: Iterable[dict[str, Count]]) -> None:
        text = item["text"]
        plain, learned = self.plain.suggest(text), self.learned.suggest(text)
        begun = time.process_time()
        remembered = applied(text, plain, self.memory)
        self.applying.append(1000 * (time.process_time() - begun))
        both = applied(text, learned, self.memory)
        self.found = dict(zip(READINGS, (plain, remembered, learned, both), strict=True))
        before = {reading: self.all[reading].wrong for reading in READINGS}
        for count in counts:
            for reading, found in self.found.items():
                count[reading].add(item, found)
        self.wrong.append({reading: self.all[reading].wrong - before[reading] for reading in READINGS})


WINDOW: Final = 150
"""Articles of an order over which a point of the curve is taken."""


def curve(orders: Sequence[Sequence[dict[str, int]]]) -> dict[str, list[tuple[int, float]]]:
    """For each reading, at every tenth article, the per cent of wrong names more or less than without learning."""
    points: dict[str, list[tuple[int, float]]] = {reading: [] for reading in READINGS[1:]}
    for end in range(10, min(map(len, orders)) + 1, 10):
        some = [one for order in orders for one in order[max(0, end - WINDOW) : end]]
        plain = sum(one["nothing"] for one in some) or 1
        for reading, found in points.items():
            found.append((end, round(100 * (sum(one[reading] for one in some) / plain - 1), 2)))
    return points


def table(name: str, counts: Sequence[dict[str, Count]]) -> None:
    """Means over the orders, of wrong fields the sum."""
    print(f"\n{name}\n{'':10}{'people':>8}{'places':>8}{'missed':>8}{'needless':>9}{'wrong':>8}{'keys':>18} a field")
    first = sum(one["nothing"].wrong for one in counts) or 1
    for reading in READINGS:
        some = [one[reading] for one in counts]
        people, places = (statistics.mean(one.f1(group) for one in some) for group, _ in KINDS)
        missed, needless = sum(one.missed for one in some), sum(one.needless for one in some)
        share = f"{100 * ((missed + needless) / first - 1):+.1f} %"
        keys = statistics.mean(one.keys for one in some)
        print(
            f"{reading:10}{people:8.2f}{places:8.2f}{missed:8}{needless:9}{missed + needless:8}{share:>10}{keys:8.2f}"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure what a library learns.")
    parser.add_argument("stream", type=Path)
    parser.add_argument("--elsewhere", type=Path, nargs="*", default=[])
    parser.add_argument("--orders", type=int, default=3)
    parser.add_argument("--from", dest="after", type=int, default=300)
    parser.add_argument("--only", default="", help="a narrow desk: articles whose id has one of these, with commas")
    parser.add_argument("--curve", type=Path, help="a file for docs/learning.py")
    options = parser.parse_args(arguments)
    only = options.only.split(",")
    items = [item for item in read(options.stream) if any(part in str(item.get("id", "")) for part in only)]
    ends, lates, learning, applying = [], [], list[float](), list[float]()
    wrong: list[list[dict[str, int]]] = []
    elsewhere: dict[Path, list[dict[str, Count]]] = {path: [] for path in options.elsewhere}
    guards = []
    for seed in range(1, options.orders + 1):
        ordered = list(items)
        random.Random(seed).shuffle(ordered)
        with tempfile.TemporaryDirectory() as folder:
            stream = Stream(Path(folder) / "library", options.after)
            for number, item in enumerate(ordered):
                stream.take(number, item)
            wrong.append([*stream.wrong])
            for path, counts in elsewhere.items():
                counts.append({reading: Count() for reading in READINGS})
                for item in read(path):
                    stream.score(item, counts[-1:])
            guards.append(stream.desk.guard)
            ends.append(stream.all)
            lates.append(stream.late)
            learning += stream.learning
            applying += stream.applying
            print(f"order {seed}: {len(stream.data):,} bytes of weights, {stream.desk.guard}", file=sys.stderr)
    table(f"{options.stream.name}: {len(items)} articles, {options.orders} orders", ends)
    if options.after < len(items):
        table(f"articles {options.after + 1} to {len(items)}", lates)
    for path, counts in elsewhere.items():
        table(f"elsewhere: {path.name}", counts)
    if options.curve:
        options.curve.write_text(json.dumps(curve(wrong)))
    for name, taken in (("learning", learning), ("memory", applying)):
        taken.sort()
        print(
            f"\n{name}: {statistics.median(taken):.1f} ms an article, 95 of 100 in {taken[int(0.95 * len(taken))]:.1f}"
        )


if __name__ == "__main__":
    main()
