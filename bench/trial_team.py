"""What sessions of a team's library go through: a bad line, a server that is killed, and kill -9 of themselves.

    python bench/trial_team.py [TIMES] [--clients 4]

Clients reach the server over a line that is cut at random messages, held up, and falls silent, by turns with kill -9 of
the server, the end of its connections, and kill -9 of a client. Each client is a session as the reader has it: what it
cannot save it keeps on the local disk, and the next client saves that. Exit status 1 where an edit is lost that was
said to be saved or kept, an edit is there twice, or a record cannot be read. `team_crash.py` does without sessions.
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
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from corpus import articles
from postgres_server import OWNER, PostgresServer
from proxy import TO_CLIENT, TO_SERVER, Cut, Proxy

from services.settings import open_library
from store.errors import StetError
from store.library.protocol import Library
from store.model import actions
from store.sync.session import Session
from store.sync.spool import Spool

ARTICLES: Final = 3
_MESSAGES: Final = 25
"""Of a save, and a few more."""
_MEANWHILE: Final = 0.2
"""Seconds in which a client waits for a save, and for which a line is silent."""
_LEFT: Final = 0.3
"""How often what was not saved at once is left to the next client."""
_Fork: Final = multiprocessing.get_context("fork")


class Clients:
    """Processes that edit for ever; a log of each has the ids of the edits that it was told are saved, or kept."""

    def __init__(self, address: str, ids: list[str], folder: Path, count: int) -> None:
        self._words = (address, ids, folder)
        self._folder = folder
        self._count = 0
        self.running = [self._started() for _ in range(count)]

    def _started(self) -> BaseProcess:
        self._count += 1
        process = _Fork.Process(target=_edit_for_ever, args=(*self._words, self._count))
        process.start()
        return process

    def kill(self, which: int) -> None:
        """And start another one."""
        self._end(self.running[which])
        self.running[which] = self._started()

    def stop(self) -> None:
        for process in self.running:
            self._end(process)

    def _end(self, process: BaseProcess) -> None:
        process.kill()
        process.join()

    def said(self, word: str) -> Iterator[str]:
        """The ids of what was said to be so. A last line that a kill has cut was never read by anybody."""
        for path in self._folder.glob("log-*"):
            lines = path.read_text().rpartition("\n")[0].splitlines()
            yield from (line.split()[1] for line in lines if line.split()[0] == word)


class Trial:
    """One of several misfortunes at a time."""

    def __init__(self, server: PostgresServer, line: Proxy, clients: Clients) -> None:
        self._server, self._line, self._clients = server, line, clients
        self._chance = random.Random(1)

    def go(self, number: int) -> str:
        time.sleep(self._chance.uniform(0.02, 0.25))
        misfortunes = (self._cut, self._kill_server, self._kill_client, self._end_all, self._silence, self._hold_up)
        return misfortunes[number % len(misfortunes)]()

    def _cut(self) -> str:
        way, gone = self._chance.choice((TO_SERVER, TO_CLIENT)), self._chance.random() < 0.5
        self._line.cut_at(Cut(way, self._chance.randrange(1, _MESSAGES), gone))
        return "line cut at a message"

    def _kill_server(self) -> str:
        self._server.kill()
        self._server.start()
        return "server killed"

    def _kill_client(self) -> str:
        self._clients.kill(self._chance.randrange(len(self._clients.running)))
        return "client killed"

    def _end_all(self) -> str:
        with self._server.administrator() as db:
            db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [OWNER])
        return "connections ended"

    def _silence(self) -> str:
        self._line.fall_silent()
        time.sleep(_MEANWHILE)
        if self._chance.random() < 0.5:
            self._line.cut()
        self._line.mend()
        return "line silent"

    def _hold_up(self) -> str:
        self._line.delay = 0.005
        time.sleep(_MEANWHILE)
        self._line.delay = 0.0
        return "line slow"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times", type=int, nargs="?", default=200)
    parser.add_argument("--clients", type=int, default=4)
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # no server may stay behind
    server = PostgresServer()
    line = Proxy(server.port)
    try:
        with tempfile.TemporaryDirectory() as name:
            os.environ["XDG_STATE_HOME"] = str(Path(name) / "state")
            address = server.address(schema="trial", sslmode="disable", gssencmode="disable")
            address = address.replace(f":{server.port}", f":{line.port}")
            with closing(open_library(address)) as library:
                ids = [library.add(article, found).id for article, found in articles(ARTICLES)]
            clients = Clients(address, ids, Path(name), chosen.clients)
            try:
                trial = Trial(server, line, clients)
                seen = Counter(trial.go(number) for number in range(chosen.times))
                time.sleep(1)
            finally:
                clients.stop()
            server.kill()
            server.start()
            line.cut()
            with closing(open_library(address)) as library:
                return _told(seen, clients, library, ids)
    finally:
        line.close()
        server.remove()


def _edit_for_ever(address: str, ids: list[str], folder: Path, seed: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    from store.postgres import library as engine

    vars(engine)["PROMPT"] = _MEANWHILE / 2
    chance, by = random.Random(seed), f"ann-{seed}"
    log = os.open(folder / f"log-{seed}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    library = _until_there(address)
    found = Spool(library.name).recover(library.commit)
    os.write(log, f"recovered {found.saved}\n".encode())
    spool = Spool(library.name)
    left: list[Session] = []
    while True:
        try:
            session = Session(library, library.load(chance.choice(ids)), by, spool=spool)
        except StetError:
            time.sleep(_MEANWHILE / 10)
            continue
        for _ in range(chance.randrange(1, 4)):
            session.act(actions.note(session.record, f"p{chance.randrange(1, 11)}", f"{seed} {chance.random()}"))
            mine = [edit.id for edit in session.record.edits if edit.session == session.id]
            saved = session.close(_MEANWHILE)
            if saved or session.is_kept:
                word = "saved" if saved else "kept"
                os.write(log, "".join(f"{word} {edit}\n" for edit in mine).encode())
        if session.state != "saved" and chance.random() < _LEFT:
            left.append(session)
            continue
        while not session.close(_MEANWHILE):
            time.sleep(_MEANWHILE / 10)


def _until_there(address: str) -> Library:
    while True:
        try:
            return open_library(address)
        except StetError:
            time.sleep(_MEANWHILE / 10)


def _told(seen: Counter[str], clients: Clients, library: Library, ids: list[str]) -> int:
    saved, kept, recovered = set(clients.said("saved")), set(clients.said("kept")), clients.said("recovered")
    last = Spool(library.name).recover(library.commit)
    again = Spool(library.name).recover(library.commit)
    wrong = [f"still not saved: {one.why}" for one in last.left]
    wrong += [f"{again.saved} edits recovered twice"] if again.saved else []
    there: Counter[str] = Counter()
    for identifier in ids:
        edits = library.load(identifier).edits
        there.update(edit.id for edit in edits)
        if [edit.seq for edit in edits] != list(range(1, len(edits) + 1)):
            wrong.append(f"{identifier}: the numbers of its edits have gaps")
    lost, double = (saved | kept) - there.keys(), [edit for edit, times in there.items() if times > 1]
    wrong += [f"{finding.where}: {finding.what}" for finding in library.check()]
    print(", ".join(f"{what} {times} times" for what, times in sorted(seen.items())))
    found = sum(map(int, recovered)) + last.saved
    print(
        f"{len(saved)} edits said to be saved, {len(kept - saved)} more kept on the local disk; {found} saved by the"
        f" next client; {len(there)} stored, {len(lost)} lost, {len(double)} double"
    )
    for line in wrong[:10]:
        print(f"  {line}")
    return 1 if lost or double or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
