"""How long the first page of a concordance takes in a library of 100,000 articles, how fast the rest comes, and memory.

    python bench/concordance.py [SIZE …] [--keep DIR]

For each size and query: milliseconds until the first hits are told to the screen, against those of the index's own
first page of articles; then all hits, up to as many as are listed; and a step over 200 articles, done and taken back.
Peak memory is that of processes of their own: opening the library, all that the screen keeps, and `stet find --kwic`.
The budget is 100 ms for the first page. `--keep` leaves the libraries there, and takes them up again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from functools import partial
from itertools import islice
from pathlib import Path

from corpus import articles
from library import median, peak, timed
from textual.message import Message

from services.concordance import concordance
from services.jobs import Job
from services.settings import count_doubts
from services.together import do_together, undo_together
from store.index.named import named
from store.library.folder import FolderLibrary
from tui.concordance.drafting import stand
from tui.concordance.gathering import Gathered, gather

QUERIES = ("person:Ada", '"the tide"', "place:denavik", "number>10005 event:lost", "harbour council")
STEP = 200

_OPEN = """import sys
from pathlib import Path
from services.settings import count_doubts
from store.library.folder import FolderLibrary
it = FolderLibrary(Path(sys.argv[1]))
it.count()
"""
_LISTED = """
from services.jobs import Job
from store.index.named import named
from tui.concordance.gathering import gather
from tui.concordance.hit_list import HitList
hits = []
ended = gather(it, named('"the tide"'), 1, "ana", lambda message: hits.extend(message.hits), Job())
"""
_STREAMED = """
from services.concordance import concordance
from store.index.named import named
wanted = named('"the tide"')
count = sum(len(some) for some in concordance(it, it.find(wanted.articles), wanted))
"""


def first_page(library: FolderLibrary, query: str) -> tuple[float, int]:
    """Seconds until the first hits are told, and how many."""
    job = Job()
    told: list[tuple[float, int]] = []
    begun = time.perf_counter()

    def tell(message: object) -> None:
        assert isinstance(message, Gathered)
        told.append((time.perf_counter() - begun, len(message.hits)))
        job.cancel()

    last = gather(library, named(query), 1, "ana", tell, job)
    return told[0] if told else (time.perf_counter() - begun, len(last.hits))


def ask(library: FolderLibrary, query: str) -> None:
    pages = [first_page(library, query) for _ in range(7)]
    alone = median([timed(lambda: list(library.find(query, limit=50))) for _ in range(7)])
    page = median([seconds for seconds, _ in pages])
    worst = max(seconds for seconds, _ in pages)
    print(
        f"  first page  {page * 1e3:7.1f} ms, at worst {worst * 1e3:.1f}, {pages[0][1]} hits, "
        f"{page / alone:.1f} × the index's own   {query}"
    )
    counts: list[int] = []
    took = timed(lambda: counts.append(all_hits(library, query)))
    print(f"  all         {took:7.2f} s, {counts[0]:,} hits, {counts[0] / took:,.0f} a second", flush=True)


def measure(path: Path, size: int) -> None:
    library = FolderLibrary(path)
    if (have := sum(library.count().values())) < size:
        took = timed(lambda: [library.add(article, found) for article, found in articles(size - have, first=have)])
        print(f"  add         {took / (size - have) * 1e3:7.2f} ms an article")
        print(f"  index       {timed(library.count):7.2f} s")
        FolderLibrary(path, count_doubts).count()  # or the command would count them first
    for query in QUERIES:
        ask(library, query)
    wanted = named("person:Ada")
    some = list(islice(concordance(library, library.ids("person:Ada"), wanted), STEP))
    chosen = {hits[0].article: hits for hits in some}
    done = timed(lambda: do_together(library, chosen, stand, "bench", "done", Job(), lambda _: None))
    back = timed(lambda: undo_together(library, "bench", Job(), lambda _: None))
    print(f"  a step      {done / len(chosen) * 1e3:7.2f} ms an article, taken back {back / len(chosen) * 1e3:.2f}")
    base = peak(_OPEN, path)
    print(f"  memory      {base:.0f} MB open, {peak(_OPEN + _LISTED, path):.0f} MB all that is listed, ", end="")
    print(f"{peak(_OPEN + _STREAMED, path):.0f} MB streamed; stet find: ", end="")
    command = [Path(sys.executable).with_name("stet"), "find", "--kwic", "--library", path, "--limit", "20", "the tide"]
    print(f"{timed(partial(subprocess.run, command, check=True, stdout=subprocess.DEVNULL)) * 1e3:.0f} ms for 20 lines")


def all_hits(library: FolderLibrary, query: str) -> int:
    told: list[Message] = []
    told.append(gather(library, named(query), 1, "ana", told.append, Job()))
    return sum(len(message.hits) for message in told if isinstance(message, Gathered))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[100_000])
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    for size in chosen.sizes:
        print(f"{size:,} articles")
        with tempfile.TemporaryDirectory() as name:
            measure((chosen.keep or Path(name)) / f"library-{size}", size)


if __name__ == "__main__":
    main()
