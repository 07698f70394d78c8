"""The random keys, clicks and drags of the tests, as many as wanted, each thousand with a seed of its own.

    python bench/random_keys.py [--keys 10000] [--seed 5]

A failure names its seed: `--keys 1000 --seed N` presses the same again.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
import tempfile
from pathlib import Path

A_SEED = 1000
"""Keys pressed with one seed."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    press_keys = importlib.import_module("pressing").press_keys
    for number in range(-(-options.keys // A_SEED)):
        seed, count = options.seed + number, min(A_SEED, options.keys - number * A_SEED)
        with tempfile.TemporaryDirectory() as folder:
            print(f"seed {seed}: {count:,} keys", end=" ", flush=True)
            edits = asyncio.run(press_keys(Path(folder), seed, count))
        print(f"{edits:,} edits, none lost")


if __name__ == "__main__":
    main()
