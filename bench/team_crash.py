"""What a team's library in PostgreSQL goes through: kill -9 of the server, of its processes and of clients.

    python bench/team_crash.py [TIMES] [--clients 4]

At random moments of saves, by turns: all processes of the server at once, one that serves a client, and a client. The
server syncs to disk, and is started again each time. A client tries an edit again until it is told that it is saved,
as a session does. Exit status 1 where an acknowledged edit is lost, an edit is there twice, or a record cannot be read.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from corpus import articles
from postgres_server import PostgresServer

from services.settings import open_library
from store.errors import StetError
from store.library.protocol import Library
from store.model import actions
from store.sync.session import edit_of

ARTICLES: Final = 3
_PATIENCE: Final = 0.02
"""Seconds until a client tries again."""
_Fork: Final = multiprocessing.get_context("fork")


class Clients:
    """Processes that save for ever; a log of each has the ids of the edits that it was told are saved."""

    def __init__(self, address: str, ids: list[str], folder: Path, count: int) -> None:
        self._address, self._ids, self._folder = address, ids, folder
        self._count = 0
        self.running = [self._started() for _ in range(count)]

    def _started(self) -> BaseProcess:
        self._count += 1
        words = (self._address, self._ids, self._folder / f"{self._count}", self._count)
        process = _Fork.Process(target=_save_for_ever, args=words)
        process.start()
        return process

    def kill(self, which: int) -> None:
        """And start another one."""
        process = self.running[which]
        process.kill()
        process.join()
        self.running[which] = self._started()

    def stop(self) -> None:
        for process in self.running:
            process.kill()
            process.join()

    def acknowledged(self) -> Iterator[str]:
        """A last line that a kill has cut was never read by anybody."""
        for path in self._folder.iterdir():
            yield from path.read_text().rpartition("\n")[0].split()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times", type=int, nargs="?", default=200)
    parser.add_argument("--clients", type=int, default=4)
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # no server may stay behind
    chance = random.Random(1)
    server = PostgresServer()
    try:
        with tempfile.TemporaryDirectory() as name:
            address = server.address(schema="crash")
            with closing(open_library(address)) as library:
                ids = [library.add(article, found).id for article, found in articles(ARTICLES)]
            clients = Clients(address, ids, Path(name), chosen.clients)
            try:
                killed = Counter(_kill(server, clients, chance, trial % 3) for trial in range(chosen.times))
                time.sleep(1)
            finally:
                clients.stop()
            server.kill()
            server.start()
            with closing(open_library(address)) as library:
                return _told(killed, set(clients.acknowledged()), library, ids)
    finally:
        server.remove()


def _kill(server: PostgresServer, clients: Clients, chance: random.Random, how: int) -> str:
    time.sleep(chance.uniform(0.01, 0.3))
    if how == 0:
        server.kill()
        server.start()
        return "all of the server"
    if how == 1:
        clients.kill(chance.randrange(len(clients.running)))
        return "a client"
    _, *others = server.processes()
    with contextlib.suppress(ProcessLookupError):
        os.kill(chance.choice(others), signal.SIGKILL)  # the server takes that for a crash, and recovers by itself
    return "a process of the server"


def _save_for_ever(address: str, ids: list[str], log: Path, seed: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    chance = random.Random(seed)
    told = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    library: Library | None = None
    while True:
        try:
            library = library or open_library(address)
            record = library.load(chance.choice(ids))
        except StetError:
            time.sleep(_PATIENCE)
            continue
        draft = actions.note(record, f"p{chance.randrange(1, 11)}", f"{seed} {chance.random()}")
        assert draft is not None
        edit = edit_of(draft, record, f"ann-{seed}")
        while True:
            try:
                library.commit(record.id, [edit])
                break
            except StetError:
                time.sleep(_PATIENCE)
        os.write(told, f"{edit.id}\n".encode())


def _told(killed: Counter[str], acknowledged: set[str], library: Library, ids: list[str]) -> int:
    wrong: list[str] = []
    kept: Counter[str] = Counter()
    for identifier in ids:
        try:
            edits = library.load(identifier).edits
        except StetError as error:
            wrong.append(f"unreadable: {error.message}")
            continue
        kept.update(edit.id for edit in edits)
        if [edit.seq for edit in edits] != list(range(1, len(edits) + 1)):
            wrong.append(f"{identifier}: the numbers of its edits have gaps")
    lost, double = acknowledged - kept.keys(), [edit for edit, times in kept.items() if times > 1]
    wrong += [f"{finding.where}: {finding.what}" for finding in library.check()]
    print(
        f"killed {', '.join(f'{what} {times} times' for what, times in sorted(killed.items()))}: "
        f"{len(acknowledged)} edits acknowledged, {len(kept)} stored, {len(lost)} lost, {len(double)} double"
    )
    for line in wrong[:10]:
        print(f"  {line}")
    return 1 if lost or double or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
