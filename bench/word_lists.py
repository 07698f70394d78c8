"""What a desk's word lists cost: words a second with 5,000 listed names, as a ratio to those without, in one run.

    python bench/word_lists.py [FOLDER]

FOLDER has articles as .txt files; without one, the samples. Budget: 0.97 with names that the articles have, too; a list
without any of their names must leave all suggestions as they are.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parent.parent))

from extract.names.listed import ListedName, WordList
from extract.news import NewsExtractor

NAMES: Final = 5_000
ROUNDS: Final = 20


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "seeds"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    plain = NewsExtractor()
    alone = [plain.suggest(text) for text in texts]
    people = [person.name for found in alone for person in found.people]
    chance = random.Random(7)
    words = [word for name in people for word in name.split()]
    # Of the words of real names, so that many articles have some of them, and hardly one has all.
    mixed = {f"{chance.choice(words)} {chance.choice('QXZ')}{number} {chance.choice(words)}" for number in range(NAMES)}
    ways = {
        "without": plain,
        "none of them": NewsExtractor(WordList(ListedName(name, "person") for name in sorted(mixed))),
        "all of them": NewsExtractor(
            WordList(ListedName(name, "person") for name in [*people, *sorted(mixed)][:NAMES])
        ),
    }
    same = [ways["none of them"].suggest(text) for text in texts] == alone
    spent = dict.fromkeys(ways, 0.0)
    for _ in range(ROUNDS):
        for text in texts:
            for name, extractor in ways.items():
                began = time.process_time()
                extractor.suggest(text)
                spent[name] += time.process_time() - began
    total = ROUNDS * sum(len(text.split()) for text in texts)
    for name, seconds in spent.items():
        print(f"{name:<14}{total / seconds:>9,.0f} words a second{spent['without'] / seconds:>8.3f}")
    print("a list without a name of theirs changes nothing" if same else "a list without a name of theirs CHANGES them")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
