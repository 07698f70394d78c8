"""Key to repaint in the article pane, and opening a long article, against a bare Textual app in one run.

    python bench/screen.py [ROUNDS]

The programs take turns, so that a noisy machine is noisy for all; CPU time is of all threads. Budgets: a key in an
article of 1 MB 1.2 x that in one of 3 KB, 2 x bare; opening 1 MB 71 ms of CPU over opening 3 KB. Needs pyte.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import defaultdict
from pathlib import Path

from terminal import Terminal

HERE = Path(__file__).parent
PROGRAMS = {"bare": ["bare.py"], "3 KB": ["pane.py", "3"], "1 MB": ["pane.py", "1024"]}
KEYS = {"j": "next field, in sight", "k": "next field, far away", "a": "decide", "m": "decide, all marks told anew"}
PRESSES = 20


def samples(program: str, found: dict[str, list[float]]) -> None:
    """Open the program once and press each key; seconds of CPU by what was done."""
    name, *arguments = PROGRAMS[program]
    with Terminal([sys.executable, str(HERE / name), *arguments]) as terminal:
        found["open"].append(terminal.wait_for("painted")[1])
        for key in "j" if program == "bare" else KEYS:
            for press in range(PRESSES + 3):
                terminal.settle(0.06)
                before = terminal.cpu()
                terminal.press(key)
                terminal.settle(0.06)
                if press >= 3:  # the first fill the caches
                    found[key].append((terminal.cpu() - before) / 1e9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", type=int, nargs="?", default=5)
    rounds = parser.parse_args().rounds
    found: dict[str, dict[str, list[float]]] = {program: defaultdict(list) for program in PROGRAMS}
    for _ in range(rounds):
        for program in PROGRAMS:
            samples(program, found[program])
    opened = {program: min(values["open"]) * 1e3 for program, values in found.items()}
    print("  ".join(f"open {program}: {ms:.0f} ms CPU" for program, ms in opened.items()))
    print(f"1 MB over 3 KB: {opened['1 MB'] - opened['3 KB']:.0f} ms (budget 71)")
    floor = statistics.median(found["bare"]["j"]) * 1e3
    print(f"a key, bare: {floor:.2f} ms CPU, median")
    for key, what in KEYS.items():
        short, long = (statistics.median(found[program][key]) * 1e3 for program in ("3 KB", "1 MB"))
        print(
            f"{what:<28} 3 KB {short:5.2f} ms  1 MB {long:5.2f} ms"
            f"   1 MB / 3 KB {long / short:.2f} (budget 1.2)   3 KB / bare {short / floor:.2f} (budget 2)"
        )


if __name__ == "__main__":
    main()
