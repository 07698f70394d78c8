"""Start to the first rows of the shelf, of a large library and of a small one, against a bare Textual app in one run.

    python bench/shelf.py LIBRARY SMALL [ROUNDS]

Both are folders made by `bench/library.py 100000 --keep`, say, and indexed. Then, on the large one: keys until what
they ask for is on the screen, wall and CPU. The programs take turns, so that a noisy machine is noisy for all. Needs
pyte.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from terminal import Terminal

HERE = Path(__file__).parent
STET = str(Path(sys.executable).with_name("stet"))
END, HOME, PAGE_DOWN, ESCAPE = "\x1b[F", "\x1b[H", "\x1b[6~", "\x1b"


class Sample(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float


def first_rows(argv: list[str], text: str) -> Sample:
    with Terminal(argv) as terminal:
        at, cpu = terminal.wait_for(text)
        return Sample(at - terminal.started, cpu)


def keys(library: Path, found: dict[str, list[Sample]]) -> None:
    with Terminal([STET, "--library", str(library)]) as terminal:

        def press(name: str, pressed: str, text: str) -> None:
            before = terminal.cpu() / 1e9
            start = terminal.press(pressed)
            at, cpu = terminal.wait_for(text)
            found[name].append(Sample(at - start, cpu - before))
            terminal.settle()

        terminal.wait_for("harbour report")
        count = terminal.text().split(" articles")[0].split()[-1].replace(",", "")
        last = f"report {int(count) - 1} "
        press("end, at once", END, last)
        press("home", HOME, "report 0 ")
        press("end", END, last)
        terminal.press(HOME)
        terminal.settle()
        start, before = terminal.press(PAGE_DOWN * 30), terminal.cpu() / 1e9
        at, cpu = terminal.wait_for(f"report {30 * (terminal.screen.lines - 7)} ")
        found["pagedown, one of 30"].append(Sample((at - start) / 30, (cpu - before) / 30))
        terminal.settle()
        press("filter, first letter", "/t", "+ of")
        press("filter, a word", "amenvik", " of ")
        press("filter, dropped", ESCAPE, "/ filters:")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("small", type=Path)
    parser.add_argument("rounds", type=int, nargs="?", default=7)
    options = parser.parse_args()
    programs = {
        "bare": ([sys.executable, str(HERE / "bare.py")], "painted"),
        "small": ([STET, "--library", str(options.small)], "harbour report"),
        "large": ([STET, "--library", str(options.library)], "harbour report"),
    }
    starts: defaultdict[str, list[Sample]] = defaultdict(list)
    pressed: defaultdict[str, list[Sample]] = defaultdict(list)
    for count in range(options.rounds + 1):
        for name, (argv, text) in programs.items():
            sample = first_rows(argv, text)
            if count:  # the first warms the caches
                starts[name].append(sample)
    for _ in range(3):
        keys(options.library, pressed)
    for name, samples in starts.items():
        ratios = [sample.cpu / floor.cpu for sample, floor in zip(samples, starts["bare"], strict=True)]
        print(f"{name:<24} {line(samples)}   CPU / bare {statistics.median(ratios):.2f}")
    for name, samples in pressed.items():
        print(f"{name:<24} {line(samples)}")


def line(samples: list[Sample]) -> str:
    wall, cpu = (statistics.median(sample[place] for sample in samples) * 1e3 for place in (0, 1))
    return f"wall {wall:6.0f} ms   CPU {cpu:6.0f} ms"


if __name__ == "__main__":
    main()
