"""Key to repaint, in the article pane alone and in the whole reader, against a bare Textual app in one run.

    python bench/screen.py [ROUNDS]

The programs take turns, so that a noisy machine is noisy for all; CPU time is of all threads. Budgets: a key in an
article of 1 MB 1.2 x that in one of 3 KB, 2 x bare; opening 1 MB in the pane 71 ms of CPU over opening 3 KB. Needs
pyte.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from pane import text_of
from terminal import Terminal

HERE = Path(__file__).parent
STET = str(Path(sys.executable).with_name("stet"))
SIZES = {"3 KB": 3, "1 MB": 1024}
KEYS = {
    "bare": {"j": "a key"},
    "pane": {"j": "next field, in sight", "k": "any field, far away", "a": "decide"},
    "reader": {"j": "next field", "a": "let it stand"},
}
PRESSES = 20
QUIET = 0.06
NOTHING = 100_000  # nanoseconds of CPU


class Program(NamedTuple):
    """`ready` is on its screen once it can be used."""

    name: str
    size: str
    argv: list[str]
    ready: str


def programs(folder: Path) -> list[Program]:
    found = [Program("bare", "3 KB", [sys.executable, str(HERE / "bare.py")], "painted")]
    for size, kilobytes in SIZES.items():
        found.append(Program("pane", size, [sys.executable, str(HERE / "pane.py"), str(kilobytes)], "painted"))
        article = folder / f"{kilobytes}.txt"
        article.write_text(text_of(kilobytes), encoding="utf-8")
        argv = [STET, "--library", str(folder / f"library-{kilobytes}"), str(article)]
        with Terminal(argv) as terminal:  # finds the fields and stores them
            terminal.wait_for("PEOPLE", timeout=120)
        found.append(Program("reader", size, argv, "PEOPLE"))
    return found


def press(program: Program, opened: list[float], found: dict[str, list[float]]) -> None:
    """Open the program once and press each key; milliseconds of CPU by key."""
    with Terminal(program.argv) as terminal:
        opened.append(terminal.wait_for(program.ready)[1] * 1e3)
        for key in KEYS[program.name]:
            for count in range(PRESSES + 3):
                idle(terminal)
                before = terminal.cpu()
                terminal.press(key)
                idle(terminal)
                if count >= 3:  # the first fill the caches
                    found[key].append((terminal.cpu() - before) / 1e6)


def idle(terminal: Terminal) -> None:
    """Wait until the program neither writes nor computes: the work behind a key may go on after its frame."""
    used = -NOTHING
    while terminal.cpu() - used > NOTHING:
        used = terminal.cpu()
        terminal.settle(QUIET)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", type=int, nargs="?", default=5)
    rounds = parser.parse_args().rounds
    opened: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    pressed: defaultdict[str, defaultdict[str, defaultdict[str, list[float]]]]
    pressed = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    with tempfile.TemporaryDirectory() as folder:
        for program in programs(Path(folder)) * rounds:
            press(program, opened[program.name][program.size], pressed[program.name][program.size])
    floor = statistics.median(pressed["bare"]["3 KB"]["j"])
    print(f"bare: open {min(opened['bare']['3 KB']):.0f} ms, a key {floor:.2f} ms of CPU")
    for name in ("pane", "reader"):
        short, long = (min(opened[name][size]) for size in SIZES)
        budget = " (budget 71)" if name == "pane" else ""
        print(f"{name}: open 3 KB {short:.0f} ms, 1 MB {long:.0f} ms: {long - short:.0f} more{budget}")
        for key, what in KEYS[name].items():
            short, long = (statistics.median(pressed[name][size][key]) for size in SIZES)
            print(
                f"    {what:<28} 3 KB {short:6.2f} ms   1 MB {long:6.2f} ms"
                f"   1 MB / 3 KB {long / short:5.2f} (budget 1.2)   3 KB / bare {short / floor:5.2f} (budget 2)"
            )


if __name__ == "__main__":
    main()
