"""What a team's library in PostgreSQL costs: against a folder, against the server itself, and with many at once.

    python bench/team.py [--articles 20000] [--saves 300] [--sessions 8 50] [--each 20] [--copied 500]

All in one run, on a server of its own that syncs to disk: a save by turns with one to a folder and with a bare INSERT
of the same bytes; opening and questions at so many articles of 40 fields against none; sessions, each a process, that
save at once, all edits read back; memory; a copy each way.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from corpus import articles
from library import QUERIES, median, shown, timed
from postgres_server import PostgresServer

from services.copying import copy_library
from services.settings import open_library
from store.index.summary import Summary
from store.jsontext import encode
from store.library.protocol import Library
from store.model import actions
from store.model.edit import Edit
from store.model.record import Record
from store.sync.session import edit_of

PAGE: Final = 50
_MEASURED: Final = 9
_Fork: Final = multiprocessing.get_context("fork")


class Session(NamedTuple):
    """What one of many has done: the ids of the edits that it was told are saved, how long each took, and its MB."""

    edits: list[str]
    times: list[float]
    memory: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, least in (("articles", 20_000), ("saves", 300), ("each", 20), ("copied", 500)):
        parser.add_argument(f"--{name}", type=int, default=least)
    parser.add_argument("--sessions", type=int, nargs="*", default=[8, 50])
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # no server may stay behind
    server = PostgresServer(settings={"max_connections": "400", "shared_buffers": "128MB"})
    try:
        with tempfile.TemporaryDirectory() as name:
            saves(server, Path(name), chosen.saves)
            wrong = sum(many(server, count, on, chosen.each) for count in chosen.sessions for on in (3, 300))
            copies(server, Path(name), chosen.copied)
        questions(server, chosen.articles)
        print(f"the server's processes: {_memory_of(server):,.0f} MB together")
    finally:
        server.remove()
    return 1 if wrong else 0


def saves(server: PostgresServer, folder: Path, count: int) -> None:
    """Each by turns with the others, with the index at rest, as it is when a person presses the next key."""
    on_server, in_folder = open_library(server.address(schema="saves")), open_library(folder / "saves")
    with closing(on_server), psycopg.connect(server.address(), autocommit=True) as db:
        db.execute("CREATE TABLE bare (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, edit json)")
        [(article, found)] = articles(1)
        records = {library: library.add(article, found) for library in (on_server, in_folder)}
        for library in records:
            library.prepare()
        times: dict[object, list[float]] = {on_server: [], in_folder: [], db: []}
        for number in range(count):
            for library in (on_server, in_folder):
                edit = _noted(records[library], number)
                times[library].append(timed(partial(library.commit, article.id, [edit])))
                records[library] = library.load(article.id)
                library.prepare()
            same = [encode(edit.to_json()).decode()]
            insert = "INSERT INTO bare (edit) VALUES (%s) RETURNING n"
            times[db].append(timed(partial(db.execute, insert, same)))
        print(f"a save, {count} times:     {shown(times[on_server])}")
        print(f"  to a folder:         {shown(times[in_folder])}   {_ratio(times[on_server], times[in_folder])}")
        print(f"  bare INSERT, commit: {shown(times[db])}   {_ratio(times[on_server], times[db])}, to reach: 2.0 x")


def many(server: PostgresServer, count: int, on: int, each: int) -> int:
    """So many sessions on so many articles; returns how many edits are lost or there twice."""
    address = server.address(schema=f"many_{count}_{on}")
    with closing(open_library(address)) as library:
        ids = [library.add(article, found).id for article, found in articles(on)]
    start, told = _Fork.Barrier(count + 1), _Fork.SimpleQueue()
    processes = [_Fork.Process(target=_session, args=(address, ids, each, seed, start, told)) for seed in range(count)]
    for process in processes:
        process.start()
    start.wait()
    begun = time.perf_counter()
    found: list[Session] = [told.get() for _ in processes]
    took = time.perf_counter() - begun
    for process in processes:
        process.join()
    with closing(open_library(address)) as library:
        kept = Counter(edit.id for identifier in ids for edit in library.load(identifier).edits)
    acknowledged = [edit for session in found for edit in session.edits]
    lost = sum(edit not in kept for edit in acknowledged) + count * each - len(acknowledged)
    double = sum(number > 1 for number in kept.values())
    times = [one for session in found for one in session.times]
    print(
        f"{count} sessions on {on} articles: {len(acknowledged) / took:.0f} edits a second, {shown(times)}, "
        f"{lost} lost, {double} double of {count * each}; a session at most {max(one.memory for one in found):.0f} MB"
    )
    return lost + double


def _session(address: str, ids: list[str], each: int, seed: int, start: Any, told: Any) -> None:
    chance = random.Random(seed)
    edits: list[str] = []
    times: list[float] = []
    library = open_library(address)
    for identifier in ids[:3]:
        library.load(identifier)
    start.wait()
    try:
        for number in range(each):
            record = library.load(chance.choice(ids))
            edit = _noted(record, number, f"ann-{seed}")
            times.append(timed(partial(library.commit, record.id, [edit])))
            edits.append(edit.id)
    finally:
        told.put(Session(edits, times, _own_memory()))
    library.close()


def copies(server: PostgresServer, folder: Path, count: int) -> None:
    library = open_library(folder / "from")
    for number, (article, found) in enumerate(articles(count)):
        record = library.add(article, found)
        if number % 2:
            library.commit(record.id, [_noted(record, number)])
    address = server.address(schema="copied")
    there, back = (str(folder / "from"), address), (address, str(folder / "back"))
    for words, (source, target) in (("to the server", there), ("back", back), ("again, nothing new", back)):
        before = time.process_time()
        took = timed(partial(copy_library, source, target))
        each = (time.process_time() - before) / count * 1e3
        print(f"copied, compared and indexed {words}: {count / took:,.0f} articles a second, {each:.1f} ms of CPU each")


def questions(server: PostgresServer, count: int) -> None:
    empty, full = server.address(schema="empty"), server.address(schema="full")
    with closing(open_library(empty)) as library:
        library.make()
    halves = [_Fork.Process(target=_fill, args=(full, count // 2, half * (count // 2))) for half in range(2)]
    with closing(open_library(full)) as library:
        library.make()
        begun = time.perf_counter()
        for half in halves:
            half.start()
        for half in halves:
            half.join()
        added = time.perf_counter() - begun
        print(f"{count:,} articles of 40 fields: added {count / added:,.0f} a second", end="", flush=True)
        print(f", indexed {count / timed(library.prepare):,.0f} a second")
    times: dict[str, list[float]] = {empty: [], full: []}
    for _ in range(_MEASURED):
        for address in (empty, full):
            times[address].append(timed(partial(_opened, address)))
    print(
        f"  open: {shown(times[full])}, an empty one {shown(times[empty])}: "
        f"{_ratio(times[full], times[empty])}, to reach: 1.5 x"
    )
    with psycopg.connect(server.address(), autocommit=True) as db:
        trip = [timed(lambda: db.execute("SELECT 1").fetchone()) for _ in range(_MEASURED)]
    print(f"  a round trip, for the load of this machine: {shown(trip)}")
    with closing(open_library(full)) as library:
        for words, limit, ask in _asked(library):
            took = [timed(ask) for _ in range(_MEASURED)]
            missed = "" if median(took) * 1e3 <= limit else "  MISSED"
            print(f"  {words:24} {shown(took)}, to reach: {limit} ms{missed}")
    print(f"  memory of a process that has asked all: {_own_memory():.0f} MB")


def _asked(library: Library) -> Iterable[tuple[str, int, Callable[[], object]]]:
    for order in ("added", "-date", "title", "-doubts", "-unsure"):
        yield f"a page by {order}", 20, partial(_all, library, "", order)
    yield "how many of each status", 50, library.count
    for query in QUERIES:
        yield query, 50, partial(_all, library, query, "added")


def _all(library: Library, query: str, order: str) -> list[Summary]:
    return list(library.find(query, order, PAGE))


def _opened(address: str) -> None:
    with closing(open_library(address)) as library:
        library.exists()


def _fill(address: str, count: int, first: int) -> None:
    with closing(open_library(address)) as library:
        for article, found in articles(count, first):
            library.add(article, found)


def _noted(record: Record, number: int, by: str = "bench") -> Edit:
    draft = actions.note(record, f"p{1 + number % 10}", f"note {number} of {by}, {time.time()}")
    assert draft is not None
    return edit_of(draft, record, by)


def _ratio(ours: list[float], others: list[float]) -> str:
    return f"{median(ours) / median(others):.2f} x"


def _own_memory() -> float:
    """MB that no other process has too."""
    return _figure("self", "Private_Dirty") + _figure("self", "Private_Clean")


def _memory_of(server: PostgresServer) -> float:
    """MB, what is shared counted once."""
    return sum(_figure(str(pid), "Pss") for pid in server.processes())


def _figure(process: str, name: str) -> float:
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(text.partition(f"\n{name}:")[2].split()[0]) / 1024


if __name__ == "__main__":
    os.environ.setdefault("STET_ANNOTATOR", "bench")
    sys.exit(main())
