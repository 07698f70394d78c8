"""What a library costs at 10, 1,000, 10,000 and 100,000 articles of 40 fields, against what the disk itself costs.

    python bench/library.py [SIZE …] [--keep DIR]

For each size, in one run: a save against writing, syncing, renaming and syncing the folder of the same bytes; against
stock TinyDB (one file, up to 1,000 articles: beyond that a save takes minutes) and SQLite; open, list, find, rebuild
of the index, export; peak memory. `--keep` leaves the libraries there, and takes them up again.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import orjson
from corpus import articles
from tinydb import TinyDB

from extract.words import sentences
from store.formats.export import export
from store.library.folder import FolderLibrary
from store.model import actions
from store.sync.session import edit_of

SAVES = 200
STOCK_UP_TO = 1000
QUERIES = (
    "boats",
    "harbour council",
    "person:Ada status:new",
    "number>10005",
    "date>=2026-11",
    '"the tide"',
    "flag:yes",
)


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def shown(times: list[float]) -> str:
    times = sorted(times)
    return f"p50 {times[len(times) // 2] * 1e3:7.2f}  p99 {times[int(len(times) * 0.99)] * 1e3:7.2f} ms"


def median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def raw_save(folder: Path, data: bytes) -> None:
    """The least that puts bytes on disk whole: write, fsync, rename, fsync of the folder."""
    handle = os.open(folder / ".raw.tmp", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(handle, data)
    os.fsync(handle)
    os.close(handle)
    (folder / ".raw.tmp").rename(folder / "raw")
    directory = os.open(folder, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)


def saves(library: FolderLibrary, identifier: str, folder: Path, count: int = SAVES) -> tuple[list[float], list[float]]:
    """Saves of one correction each, and as many of the bare bytes, by turns."""
    ours: list[float] = []
    raw: list[float] = []
    path = library.path / "records" / identifier[:2] / f"{identifier}.json"
    record = library.load(identifier)
    for number in range(count):
        draft = actions.note(record, f"p{1 + number % 10}", f"note {time.time()}")
        assert draft is not None
        edit = edit_of(draft, record, "bench")
        ours.append(timed(partial(library.commit, identifier, [edit])))
        record = library.load(identifier)
        data = path.read_bytes()
        raw.append(timed(partial(raw_save, folder, data)))
    return ours, raw


def stock_tinydb(folder: Path, library: FolderLibrary) -> list[float]:
    """All articles in one file, as TinyDB has it by itself."""
    with TinyDB(folder / "stock.json") as database:
        table = database.table("articles")
        table.insert_multiple(
            orjson.loads(orjson.dumps(library.load(identifier).to_json())) for identifier in library.ids()
        )
        return [timed(lambda: table.update({"status": "done"}, doc_ids=[1])) for _ in range(5)]


def in_sqlite(folder: Path, library: FolderLibrary, identifier: str) -> list[float]:
    """A row an article, its JSON replaced; as durable as ours."""
    database = sqlite3.connect(folder / "bench.sqlite", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE articles (id TEXT PRIMARY KEY, record BLOB)")
    data = orjson.dumps(library.load(identifier).to_json())
    times = [
        timed(lambda: database.execute("INSERT OR REPLACE INTO articles VALUES (?, ?)", [identifier, data]))
        for _ in range(SAVES)
    ]
    database.close()
    return times


def peak(code: str, path: Path) -> float:
    """MB, of a process of its own."""
    program = f"{code}\nprint(Path('/proc/self/status').read_text())"
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout.partition("VmHWM:")[2].split()[0]) / 1024


_OPEN = """import sys
from pathlib import Path
from store.library.folder import FolderLibrary
it = FolderLibrary(Path(sys.argv[1]))
"""


def opening(path: Path, identifier: str) -> object:
    return FolderLibrary(path).load(identifier)


def asking(library: FolderLibrary, query: str) -> object:
    return list(library.find(query, limit=50))


def measure(size: int, root: Path) -> None:
    path = root / f"library-{size}"
    library = FolderLibrary(path)
    have = sum(library.count().values())
    if have < size:
        took = timed(lambda: [library.add(article, found) for article, found in articles(size - have, first=have)])
        print(f"  add         {took / (size - have) * 1e3:7.2f} ms an article")
    identifier = next(library.ids())
    ours, raw = saves(library, identifier, root)
    print(f"  save        {shown(ours)}   {median(ours) / median(raw):.2f} × the bare bytes ({shown(raw)})")
    print(f"  in SQLite   {shown(in_sqlite(root, library, identifier))}")
    if size <= STOCK_UP_TO:
        print(f"  stock TinyDB{shown(stock_tinydb(root, library))}")
    library.index_sync.discard()
    print(f"  rebuild     {timed(library.count):7.2f} s")
    time.sleep(2.1)  # until the folders' times tell every change
    library.count()
    library.index_sync.close()
    alone = FolderLibrary(root / "alone")
    record = library.load(identifier)
    alone.add(record.article, record.suggestions, record.edits)
    pairs = [[timed(partial(opening, one, identifier)) for one in (path, alone.path)] for _ in range(99)]
    opened, bare = ([pair[side] for pair in pairs] for side in (0, 1))
    print(f"  open        {shown(opened)}   {median(opened) / median(bare):.2f} × one with this article alone")
    library = FolderLibrary(path)
    first = timed(lambda: list(library.find(limit=50)))
    print(f"  list        {first * 1e3:7.2f} ms first screen, all {timed(lambda: list(library.find())) * 1e3:.2f} ms")
    for query in QUERIES:
        times = [timed(partial(asking, library, query)) for _ in range(11)]
        print(f"  find        {shown(times)}   {query}")
    for name in ("jsonl", "csv"):
        out = root / f"export-{name}"
        records = (library.load(one) for one in library.ids())
        took = timed(partial(export, name, records, out, sentences=sentences))
        print(f"  export      {took:7.2f} s {name}")
    print(f"  memory      {peak(_OPEN, root / 'empty'):.0f} MB bare, ", end="")
    print(f"{peak(_OPEN + 'all(True for _ in it.find())', path):.0f} MB listing all, ", end="")
    print(f"{peak(_OPEN + 'it.index_sync.discard(); it.count()', path):.0f} MB rebuilding the index")


def history(root: Path) -> None:
    """A save after 10 and after 1,000 edits of one article."""
    library = FolderLibrary(root / "history")
    [(article, found)] = articles(1)
    identifier = library.add(article, found).id
    few, bare_few = saves(library, identifier, root, 20)
    while len(library.load(identifier).edits) < 1000:
        saves(library, identifier, root, 98)
    many, bare_many = saves(library, identifier, root, 40)
    print(f"after 10 edits    {shown(few)}   {median(few) / median(bare_few):.2f} × the bare bytes")
    print(f"after 1,000 edits {shown(many)}   {median(many) / median(bare_many):.2f} × the bare bytes")
    print(f"                  {median(many) / median(few):.2f} × that after 10")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[10, 1000, 10_000, 100_000])
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.keep) as name:
        history(Path(name))
        for size in chosen.sizes:
            print(f"{size:,} articles")
            if chosen.keep is None:
                with tempfile.TemporaryDirectory(dir=name) as inner:
                    measure(size, Path(inner))
            else:
                for left in ("bench.sqlite", "bench.sqlite-wal", "bench.sqlite-shm", "stock.json"):
                    (chosen.keep / left).unlink(missing_ok=True)
                measure(size, chosen.keep)


if __name__ == "__main__":
    main()
