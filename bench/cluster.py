"""What a cluster adds to extraction and what it costs: one plain process, one worker, two, in one run.

    python bench/cluster.py [--articles 50000] [--texts FILE] [--words 300000] [--workers 1 2]

`--texts` are JSON lines with a `text`; without it, articles that are made up. They are repeated to so many articles,
under new ids, and cut into partitions of about so many words. Each way writes the same corpus, compared byte for byte;
words a second by the clock and by CPU, how fast each quarter went, and the most memory of a worker.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from corpus import articles

from services.corpus.carried import making
from services.corpus.cluster import dask_workers
from services.corpus.running import Count, Here, Order, Workers, run
from store.files import MEGABYTE
from store.intake import Columns

_QUARTERS: Final = 4


class Measured(NamedTuple):
    seconds: float
    cpu: float
    words: int
    memory: int
    """The most bytes of a worker."""
    quarters: list[float]
    """Words a second."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--words", type=int, default=300_000)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wire, words = folder / "wire.jsonl", 0
        with wire.open("w") as file:
            for number, text in enumerate(islice(cycle(_texts(chosen.texts)), chosen.articles)):
                file.write(json.dumps({"id": f"a{number}", "text": text}) + "\n")
                words += len(text.split())
        size = wire.stat().st_size * chosen.words // words
        print(f"{chosen.articles:,} articles, {words:,} words, partitions of {size / MEGABYTE:.1f} MB")
        plain = measured(wire, folder / "plain", size, None)
        print(f"a plain process: {_shown(plain)}")
        wrong = False
        for count in chosen.workers:
            found = measured(wire, folder / f"by-{count}", size, count)
            speed = plain.seconds / found.seconds
            overhead = (found.cpu / found.words) / (plain.cpu / plain.words) - 1
            same = not _differences(folder / "plain", folder / f"by-{count}")
            wrong |= not same
            print(f"{count} workers: {_shown(found)}")
            print(f"  {speed:.2f} x the plain process by the clock; CPU a word {overhead:+.1%}; ", end="")
            print("the same bytes" if same else "OTHER BYTES")
    return int(wrong)


def measured(wire: Path, out: Path, size: int, count: int | None) -> Measured:
    """From when the workers are there; `count` None is a plain process."""
    order = Order([str(wire)], str(out), making("news", None), Columns(), size)
    at: list[tuple[float, int]] = []
    most = 0
    with nullcontext(Here()) if count is None else dask_workers(f"local:{count}") as workers:

        def tell(found: Count) -> None:
            nonlocal most
            at.append((time.perf_counter(), found.words))
            most = max(most, *workers.memory().values(), _own() if count is None else 0)

        begun, cpu = time.perf_counter(), _cpu(workers)
        done = run(order, workers, tell)
        seconds, spent = time.perf_counter() - begun, _cpu(workers) - cpu
    steps = [(begun, 0), *at]
    cut = [steps[len(steps) * quarter // _QUARTERS - (quarter == _QUARTERS)] for quarter in range(_QUARTERS + 1)]
    rates = [(after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(cut)]
    return Measured(seconds, spent, done.words, most, rates)


def _cpu(workers: Workers) -> float:
    """Of this process, which holds the scheduler, and of the workers."""
    own = time.process_time()
    client: Any = getattr(workers, "_client", None)
    return own if client is None else own + sum(client.run(time.process_time).values())


def _own() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _texts(file: Path | None) -> Iterator[str]:
    if file is None:
        for article, _ in articles(500):
            yield article.text
        return
    with file.open() as lines:
        for line in lines:
            yield json.loads(line)["text"]


def _shown(found: Measured) -> str:
    by_clock, by_cpu = found.words / found.seconds, found.words / found.cpu
    quarters = ", ".join(f"{rate:,.0f}" for rate in found.quarters)
    memory = f"{found.memory / MEGABYTE:.0f} MB"
    return (
        f"{by_clock:,.0f} words a second by the clock ({quarters} by quarters), {by_cpu:,.0f} by CPU, at most {memory}"
    )


def _differences(one: Path, other: Path) -> bool:
    compared = filecmp.dircmp(one, other, ignore=[".lock"])
    pending = [compared]
    while pending:
        here = pending.pop()
        _, different, odd = filecmp.cmpfiles(here.left, here.right, here.common_files, shallow=False)
        if here.left_only or here.right_only or different or odd:
            return True
        pending += here.subdirs.values()
    return False


if __name__ == "__main__":
    raise SystemExit(main())
