"""How many keys a person needs from an article to its checked record, and how long that takes.

python bench/effort.py GOLD … [--whole] [--json] [--spoil SHARE] [--kinds FILE]

GOLD are records (JSON, or JSON Lines; gzipped or not), or folders of `*.gold.json`. A robot that knows what is right
drives the real app until the stored record says the same: from the extractor's suggestions with and without bulk keys,
and from nothing. Every key counts, typed letters too; every field is looked at once. What counts as the same is the
spans, names, roles, values, units and speakers; with --whole every attribute that the editor has, coordinates aside.
With --kinds fields of a desk's own kinds count too, with all their attributes, from nothing: no extractor finds them.
With --spoil the extractor is right, but for this share of its roles, units, what is counted and events, taken away or
exchanged for a neighbour's: what attributes cost by themselves.
Seconds are the keystroke-level model's; what the same costs elsewhere is in docs/effort.md. $TRACE prints the keys.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from robot import Robot
from robot_goals import POINTED, WANTED, WHOLE
from robot_hands import Act
from robot_own import of_own_kinds

from extract.news import NewsExtractor
from services.gold import records as gold_records
from services.learning.putting_to_use import remembered
from store.library.folder import FolderLibrary
from store.model.fields import GROUPS, Suggestions
from store.model.record import Record
from tui.app import StetApp

HALF = 0.5
KEY, THOUGHT = 0.28, 1.35
"""Seconds: a key of a person who types 40 words a minute, and one mental preparation (Card, Moran and Newell 1980)."""
ACTS: Final[tuple[Act, ...]] = ("deciding", "correcting", "adding", "moving")
WAYS: Final = {
    "suggestions, bulk keys": (True, True),
    "suggestions, one by one": (True, False),
    "nothing": (False, False),
}
"""Whether suggestions are there, and whether bulk keys are used."""


@dataclass
class Effort:
    """Sums over the articles read one way."""

    articles: int = 0
    fields: int = 0
    keys: Counter[tuple[Act, str]] = field(default_factory=Counter)
    """By act and by what they were about."""
    thoughts: int = 0
    short: list[str] = field(default_factory=list)
    """What the robot could not reach."""

    @property
    def total(self) -> int:
        return sum(self.keys.values())

    def of(self, act: Act) -> int:
        return sum(count for (one, _), count in self.keys.items() if one == act)

    @property
    def seconds(self) -> float:
        return KEY * self.total + THOUGHT * self.thoughts


def spoilt(found: Suggestions, share: float, chance: random.Random) -> Suggestions:
    """Some attributes taken away, or exchanged for those of another field."""
    made = Suggestions.from_json(found.to_json())
    for group, names in POINTED.items():
        for name in names:
            others = [value for one in found.of(group) if (value := getattr(one, name))]
            for item in made.of(group):
                if getattr(item, name) and chance.random() < share:
                    wrong = [value for value in others if value != getattr(item, name)]
                    setattr(item, name, chance.choice(wrong) if wrong and chance.random() < HALF else None)
                    item.evidence.pop(name, None)
    return made


async def read(
    gold: Record,
    found: Suggestions,
    *,
    bulk: bool,
    wanted: dict[str, tuple[str, ...]],
    into: Effort,
    kinds: Path | None = None,
    desk: Path | None = None,
) -> None:
    """In a library of its own, or in that of a `desk`, with what the articles before taught it."""
    extractor = NewsExtractor()
    with tempfile.TemporaryDirectory() as alone:
        folder = desk or Path(alone)
        library = FolderLibrary(folder, kinds=kinds)
        library.add(gold.article, remembered(gold.text, found, library) if desk else found)
        app = StetApp(library, [gold.id], "robot", lambda: extractor)
        async with app.run_test(size=(120, 40)) as pilot:
            robot = Robot(app, gold, wanted, bulk=bulk)
            await pilot.pause()
            await robot.read()
            robot.reader.sessions.close()
            if os.environ.get("TRACE"):
                print(" ".join(robot.trace))
            left = robot.missing_in(FolderLibrary(folder).load(gold.id))
        into.articles += 1
        into.fields += sum(len(list(gold.group(group))) for group in GROUPS)
        into.keys += robot.keys
        into.thoughts += robot.thoughts
        into.short += [f"{gold.article.title[:24]}: {one}" for one in left]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--kinds", type=Path)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--spoil", type=float, default=0.0)
    parser.add_argument("--learning", action="store_true", help="all articles in one library, which learns")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--way", choices=[*WAYS], action="append")
    options = parser.parse_args()
    if options.kinds:
        FolderLibrary(Path(tempfile.mkdtemp()), kinds=options.kinds)
        options.way = options.way or ["nothing"]
    records = [record for record, _ in gold_records(options.gold)]
    home = tempfile.mkdtemp()
    os.environ.update(XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)
    efforts = {}
    for way in options.way or WAYS:
        suggested, bulk = WAYS[way]
        effort = efforts[way] = Effort()
        chance = random.Random(1)
        desk = Path(tempfile.mkdtemp()) / "library" if options.learning else None
        for gold in records:
            wanted = {**(WHOLE if options.whole else WANTED), **of_own_kinds()}
            found = NewsExtractor().suggest(gold.text) if suggested else Suggestions(extractor="nothing/1")
            if options.spoil:
                wanted = {group: (*WANTED[group], *POINTED[group]) for group in WANTED}
                gold = Record(article=gold.article, suggestions=found)
                found = spoilt(found, options.spoil, chance)
            asyncio.run(read(gold, found, bulk=bulk, wanted=wanted, into=effort, kinds=options.kinds, desk=desk))
            print(f"\r{way}: {effort.articles} of {len(records)} ", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    if options.json:
        print(json.dumps({way: as_json(effort) for way, effort in efforts.items()}, indent=1))
    else:
        show(efforts)


def as_json(effort: Effort) -> dict[str, object]:
    return {**vars(effort), "keys": {f"{act}, {about}": count for (act, about), count in effort.keys.items()}}


def show(efforts: dict[str, Effort]) -> None:
    columns = ("keys/article", "keys/field", *ACTS, "s/article", "s/field", "not reached")
    print(f"{'from':<26}" + "".join(f"{column:>13}" for column in columns))
    for way, effort in efforts.items():
        per = [effort.total / effort.articles, effort.total / effort.fields]
        per += [effort.of(act) / effort.fields for act in ACTS]
        per += [effort.seconds / effort.articles, effort.seconds / effort.fields]
        print(f"{way:<26}" + "".join(f"{one:>13.2f}" for one in per) + f"{len(effort.short):>13}")
        for one in effort.short:
            print(f"    {one}")
    for way, effort in efforts.items():
        print(f"\n{way}, keys by what they were about")
        for act in ("correcting", "adding"):
            parts = [(count, about) for (one, about), count in effort.keys.items() if one == act and count]
            print(f"  {act:<12}" + "   ".join(f"{about} {count}" for count, about in sorted(parts, reverse=True)))


if __name__ == "__main__":
    main()
