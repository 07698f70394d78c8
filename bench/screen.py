"""What the screens cost, against a bare Textual app in one run: start, keys, scrolling, themes, the palette, the shelf.

    python bench/screen.py [ROUNDS] [--presses N] [--shelf N] [--keep DIR]

The programs are open side by side, and take turns key by key, so that a noisy machine is noisy for all, and a slow
moment slow for all; CPU is of all threads. Each key has three figures:
milliseconds until its picture had come, CPU until then, and CPU in all until nothing went on any more, the save on
the disk included. Budgets: first paint 1.25 x bare; a key 2 x what comes nearest to it in the bare app; in an article
of 1 MB 1.2 x that in one of 3 KB (a page 1.2 x that in 100 KB: 3 KB are two pages); the shelf opens in 1.1 x the time
of an empty one. The first paint is the least of the rounds; `startup.py` has more of them.

The shelf has 2,000 articles; `--shelf 100000` takes minutes to make, so `--keep` leaves the libraries there, and takes
them up again. Linux only. Needs pyte.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from scenes import READER, SHELF, SIZES, Program, programs, run
from terminal import Cost

SHORT, LONG = next(iter(SIZES)), list(SIZES)[-1]
FLOORS = {act.what: act.floor for act in (*READER, *SHELF)}
FIGURES = {"clock": "to its picture", "painted": "CPU to its picture", "idle": "CPU in all"}


class Measured:
    """Samples by program and size."""

    def __init__(self) -> None:
        self.opened: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        self.costs: defaultdict[tuple[str, str, str], list[Cost]] = defaultdict(list)
        self.missed: list[str] = []

    def take(self, programs: Sequence[Program], presses: int) -> None:
        """All are opened one by one, and then a key is pressed in each by turns."""
        running = [(program, run(program, presses)) for program in programs]
        while running:
            for program, keys in tuple(running):
                said = next(keys, None)
                if said is None:
                    running.remove((program, keys))
                elif isinstance(said, float):
                    self.opened[program.name, program.size].append(said)
                else:
                    self.costs[program.name, program.size, said[0]].append(said[1])

    def floor(self, what: str, figure: str) -> float:
        """Of the bare app, for what comes near to this."""
        return self.key("bare", "", FLOORS.get(what, "a key"), figure)

    def key(self, name: str, size: str, what: str, figure: str) -> float:
        place = Cost._fields.index(figure)
        return statistics.median(cost[place] for cost in self.costs[name, size, what])

    def acts(self, name: str) -> list[str]:
        return list(dict.fromkeys(what for program, _, what in self.costs if program == name))

    def verdict(self, what: str, ratio: float, budget: float) -> str:
        if ratio > budget:
            self.missed.append(f"{what}: {ratio:.2f} (budget {budget})")
        return f"{ratio:5.2f} of {budget:<4} {'ok  ' if ratio <= budget else 'OVER'}"


def report(measured: Measured, shelf: str) -> None:
    floor = min(measured.opened["bare", ""])
    print(f"\nCPU to first paint: bare {floor:.0f} ms")
    for (name, size), samples in measured.opened.items():
        if name in ("reader", "pane"):
            budget = "" if size != SHORT else measured.verdict(f"{name} opens", min(samples) / floor, 1.25)
            print(f"  {name:<7}{size:>8}  {min(samples):6.0f} ms  {budget}")
    empty, full = (min(measured.opened["shelf", size]) for size in ("0", shelf))
    print(f"  shelf  {'empty':>8}  {empty:6.0f} ms")
    print(f"  shelf  {shelf:>8}  {full:6.0f} ms  {measured.verdict('shelf opens', full / empty, 1.1)}")
    for figure, words in FIGURES.items():
        bare = ", ".join(f"{what} {measured.key('bare', '', what, figure):.2f}" for what in measured.acts("bare"))
        print(f"\nA key, {words}, ms: bare {bare}")
        print(f"{'':<43}{'  '.join(f'{size:>7}' for size in SIZES)}   {SHORT} / bare       {LONG} / {SHORT}")
        for name in ("pane", "reader"):
            for what in measured.acts(name):
                values = [measured.key(name, size, what, figure) for size in SIZES]
                title = f"{name}, {what}, {words}"
                short = values[1] if FLOORS.get(what) == FLOORS["page down"] else values[0]
                print(f"  {name:<7}{what:<34}{'  '.join(f'{value:7.2f}' for value in values)}   "
                      f"{measured.verdict(title, values[0] / measured.floor(what, figure), 2)}   "
                      f"{measured.verdict(f'{title}, long', values[-1] / short, 1.2)}")  # fmt: skip
        for what in measured.acts("shelf"):
            value = measured.key("shelf", shelf, what, figure)
            title, ratio = f"shelf, {what}, {words}", value / measured.floor(what, figure)
            print(f"  shelf  {what:<34}{value:7.2f}{'':<21}"
                  f"{measured.verdict(title, ratio, 2)}")  # fmt: skip
    print("\n" + ("\n".join(["Over budget:", *measured.missed]) if measured.missed else "All within budget."))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", type=int, nargs="?", default=3)
    parser.add_argument("--presses", type=int, default=12, help="of each key in each round")
    parser.add_argument("--shelf", type=int, default=2000, help="articles on the shelf")
    parser.add_argument("--keep", type=Path, help="where the libraries are left")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = chosen.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        measured = Measured()
        found = list(programs(folder, chosen.shelf))
        for count in range(chosen.rounds):
            print(f"round {count + 1}", file=sys.stderr)
            measured.take(found, chosen.presses)
    report(measured, f"{chosen.shelf:,}")


if __name__ == "__main__":
    main()
