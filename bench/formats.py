"""What each format costs, out and in: articles a second and peak memory, 40 decided fields an article.

    python bench/formats.py [--articles 10000] [--small 1000] [FORMAT …]

Each run is a process of its own. Out, the records are made up on the way, and the time that this takes is taken off;
a second, smaller run shows whether memory grows with the articles. In, the export goes into a new library on disk, or
for w3c, which holds no texts, into one that has the articles. Formats whose packages are missing are left out.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import articles

from extract.words import sentences
from store.errors import StetError
from store.formats.export import export
from store.formats.registry import formats, importable
from store.importing.importer import import_file
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.edit import Edit
from store.model.fields import Suggestions
from store.model.record import Record

MEGABYTE = 2**20


def records(count: int) -> Iterator[Record]:
    """Every field let stand, every article done, each by one edit."""
    for article, found in articles(count):
        for number, place in enumerate(found.places):
            place.latitude, place.longitude = number * 1.5, -number * 2.5
        record = Record(article=article, suggestions=found)
        draft = actions.done(record, list(record.fields))
        assert draft is not None
        edit = Edit(
            id=f"e-{article.id}", seq=1, base=0, at="2026-11-22T10:00:00Z", by="ann", op="done", changes=draft.changes
        )
        yield record.with_edits([edit])


def out(name: str, count: int, path: Path) -> None:
    """In a process of its own: prints seconds and peak memory."""
    start = time.perf_counter()
    for _ in records(count):
        pass
    making = time.perf_counter() - start
    start = time.perf_counter()
    export(name, records(count), path, sentences=sentences)
    told(time.perf_counter() - start - making)


def back(name: str, count: int, path: Path) -> None:
    """In a process of its own: prints seconds and peak memory."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        library = FolderLibrary(Path(folder) / "library")
        if name == "w3c":
            for article, _ in articles(count):
                library.add(article, Suggestions())
        start = time.perf_counter()
        account = import_file(name, path, library, "decided", "ann")
        assert account.left_out == 0, account
        told(time.perf_counter() - start)


def told(seconds: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "peak": peak}))


def run(way: str, name: str, count: int, path: Path) -> dict[str, Any]:
    words = [sys.executable, __file__, "--one", way, name, str(count), str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1]
        raise StetError("Not measured", f"{name}: {last}")
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def size(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files) / MEGABYTE


def clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--small", type=int, default=1_000, help="articles of the second run out")
    parser.add_argument("--one", nargs=4, metavar=("WAY", "FORMAT", "COUNT", "PATH"), help=argparse.SUPPRESS)
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    options = parser.parse_args()
    if options.one:
        way, name, count, path = options.one
        {"out": out, "in": back}[way](name, int(count), Path(path))
        return
    print(f"{options.articles:,} articles of 40 fields; peak of {options.small:,} in brackets")
    print(f"{'format':14}{'out a second':>14}{'MB written':>12}{'peak MB':>18}{'in a second':>14}{'peak MB':>10}")
    for name in options.formats or formats():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            try:
                small = run("out", name, options.small, path)
                clear(path)
                large = run("out", name, options.articles, path)
                row = f"{name:14}{options.articles / large['seconds']:14,.0f}{size(path):12,.1f}"
                row += f"{large['peak']:10,.0f} ({small['peak']:,.0f})".ljust(18)
                if name in importable():
                    there = run("in", name, options.articles, path)
                    row += f"{options.articles / there['seconds']:14,.0f}{there['peak']:10,.0f}"
                print(row, flush=True)
            except StetError as error:
                print(f"{name:14}{error.message}", flush=True)


if __name__ == "__main__":
    main()
