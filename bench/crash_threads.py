"""Threads of one program that ask, correct and damage the index of one library at once, for as long as is wanted.

A program of its own process, so that a crash of SQLite itself is seen too. The threads are those of the suite,
tests/at_once.py, which the suite runs for ten seconds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "tests"))

COUNT = 1200
"""Articles: answers of three pages."""


def threads(seconds: int = 600) -> int:
    """Exit status 1 for an error, an answer that one thread alone would not get, or a crash."""
    return abs(subprocess.run([sys.executable, "-X", "faulthandler", __file__, str(seconds)], check=False).returncode)


def until(end: float, pause: float = 0.0) -> Iterator[None]:
    while time.monotonic() < end:
        yield
        time.sleep(pause)


def main(seconds: int) -> int:
    from at_once import Crowd, filled

    with tempfile.TemporaryDirectory() as name:
        library = filled(Path(name) / "library", COUNT)
        crowd = Crowd(library, COUNT)
        end = time.monotonic() + seconds
        crowd.run(
            [
                ("word", partial(crowd.ask, "word"), until(end)),
                ("list", partial(crowd.ask, "list"), until(end)),
                ("count", partial(crowd.ask, "count"), until(end)),
                ("commit", crowd.commit, until(end, 0.02)),
                ("damage", crowd.damage, until(end, 1)),
            ]
        )
        for kind in crowd.answers:
            crowd.ask(kind)
        library.index_sync.close()
    print(f"threads: {seconds} s, {dict(crowd.seen)}; {len(crowd.wrong)} errors or wrong answers")
    for line in crowd.wrong[:20]:
        print(f"  {line}")
    return 1 if crowd.wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
