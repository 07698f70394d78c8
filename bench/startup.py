"""Start to first paint: Stet on an article with its stored fields, against a bare Textual app, in one run.

    python bench/startup.py [ROUNDS] [--new]

The programs take turns, so that a noisy machine is noisy for both. With --new the article is not in the library
yet: its text counts as painted, its fields are timed apart. Budgets: stored 1.25 x bare; fields of a new article
300 ms of CPU after its text. Needs pyte.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from terminal import Terminal

HERE = Path(__file__).parent
PYTHON = sys.executable
STET = str(Path(PYTHON).with_name("stet"))
TEXT = "\n\n".join(
    [
        "The harbour of Karsund was closed on Friday after a ferry with 112 people aboard struck the breakwater.",
        "“We heard a sound like thunder,” said Marit Solheim, the harbour master. “Then the lights went out.”",
        "At least 14 passengers were injured, two of them seriously, the police said in Oslo.",
    ]
    * 9
)


def stored(argv: list[str], text: str) -> tuple[float, float]:
    """Wall and CPU seconds from start until `text` is on the screen."""
    with Terminal(argv) as terminal:
        at, cpu = terminal.wait_for(text)
        return at - terminal.started, cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", type=int, nargs="?", default=9)
    parser.add_argument("--new", action="store_true")
    options = parser.parse_args()
    bare: list[tuple[float, float]] = []
    stet: list[tuple[float, float]] = []
    fields: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder, "ferry.txt")
        article.write_text(TEXT, encoding="utf-8")
        argv = [STET, "--library", f"{folder}/library", str(article)]
        stored(argv, "Marit")  # stores it, and warms the caches
        for count in range(options.rounds + 1):
            if options.new:
                argv[2] = f"{folder}/library-{count}"
            with Terminal([PYTHON, str(HERE / "bare.py")]) as terminal:
                at, cpu = terminal.wait_for("painted")
                floor = (at - terminal.started, cpu)
            with Terminal(argv) as terminal:
                at, cpu = terminal.wait_for("breakwater")
                if not options.new:
                    at, cpu = terminal.wait_for("PEOPLE")
                paint = (at - terminal.started, cpu)
                later = terminal.wait_for("×9")[1] - cpu if options.new else 0.0
            if count:
                bare.append(floor)
                stet.append(paint)
                fields.append(later)
    report("bare", bare)
    report("stet", stet)
    ratios = [one[1] / other[1] for one, other in zip(stet, bare, strict=True)]
    print(f"CPU to first paint, stet / bare: {min(p[1] for p in stet) / min(p[1] for p in bare):.2f} of minimums, "
          f"{statistics.median(ratios):.2f} median of pairs (budget 1.25)")  # fmt: skip
    if options.new:
        print(f"fields after the text: {statistics.median(fields) * 1e3:.0f} ms CPU median (budget 300)")


def report(name: str, samples: list[tuple[float, float]]) -> None:
    for label, place in (("wall", 0), ("CPU", 1)):
        values = sorted(sample[place] * 1e3 for sample in samples)
        print(f"{name:<6}{label:<5} min {values[0]:6.0f}  median {statistics.median(values):6.0f} ms  n {len(values)}")


if __name__ == "__main__":
    main()
