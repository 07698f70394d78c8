"""A real PostgreSQL server for tests: of the installed programs, on loopback, in a temporary folder, gone afterwards.

All workers of a run share one, which is started by the first that needs it. Whoever uses it holds a lock that the
system takes back when they end, however they end; a process of its own waits for that, and stops the server.
`$STET_TEST_PG` may hold the address of a server to be used instead, or `installed`, where a missing one is a failure.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlencode

import psycopg

_WANTED: Final = os.environ.get("STET_TEST_PG", "")
MUST_BE_INSTALLED: Final = _WANTED == "installed"
MISSING: Final = "no PostgreSQL server is installed: apt-get install postgresql, or name one in $STET_TEST_PG"
OWNER: Final = "desk"
"""The role that libraries belong to: no superuser, but it may make roles."""
_ADMINISTRATOR: Final = "administrator"
_DATABASE: Final = "news"
_FOLDERS: Final = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
_SMALL: Final = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "shared_buffers": "32MB"}
_CARELESS: Final = {"fsync": "off", "full_page_writes": "off"}
"""Commits are as ever, but a crash of the machine may lose them."""


def is_named() -> bool:
    """True where the tests are to use a server that is there already, with the passwords that libpq finds."""
    return bool(_WANTED) and not MUST_BE_INSTALLED


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where no server is installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    for pattern in _FOLDERS:
        folders += sorted(Path("/").glob(pattern[1:]), key=lambda folder: _numbers(folder.parent.name), reverse=True)
    return next((one for one in folders if (one / "initdb").exists() and (one / "pg_ctl").exists()), None)


def _numbers(name: str) -> int:
    return int("".join(filter(str.isdigit, name)) or 0)


class PostgresServer:
    """A server of one's own, to be stopped, killed and started again."""

    def __init__(self, *, careless: bool = False, settings: Mapping[str, str] | None = None) -> None:
        """`careless` where no test asks what a crash of the machine leaves."""
        found = programs()
        if found is None:
            raise FileNotFoundError(MISSING)
        self._programs = found
        self._account = _account()
        self._settings = {**_SMALL, **(_CARELESS if careless else {}), **(settings or {})}
        self.folder = Path(tempfile.mkdtemp(prefix="stet-postgres-"))
        if self._account:
            os.chown(self.folder, self._account.pw_uid, self._account.pw_gid)
        self.port = 0
        try:
            words = ["--no-sync", "--no-locale", "--encoding=UTF8", "--auth=trust", f"--username={_ADMINISTRATOR}"]
            self._run("initdb", "-D", str(self._data), *words)
            self.start()
            with self.administrator() as db:
                db.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE")
                db.execute(f"CREATE DATABASE {_DATABASE} OWNER {OWNER}")
        except BaseException:
            self.remove()
            raise

    def address(self, user: str = OWNER, **parameters: str) -> str:
        """Of the database, as libpq and Stet understand it."""
        words = f"?{urlencode(parameters)}" if parameters else ""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{_DATABASE}{words}"

    def administrator(self) -> psycopg.Connection:
        """A superuser's connection, outside any transaction."""
        return psycopg.connect(f"postgresql://{_ADMINISTRATOR}@127.0.0.1:{self.port}/postgres", autocommit=True)

    def start(self) -> None:
        """Ready on return, on the same port as before."""
        for last in (False, False, True):
            port = self.port or _free_port()
            options = " ".join(f"-c {name}='{value}'" for name, value in {**self._settings, "port": str(port)}.items())
            try:
                self._run("pg_ctl", "-D", str(self._data), "-l", str(self.folder / "log"), "-w", "-o", options, "start")
            except OSError:  # another program may have taken the port
                if last:
                    raise
            else:
                self.port = port
                return

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is a crash of the server; the next start recovers."""
        self._run("pg_ctl", "-D", str(self._data), "-m", mode, "-w", "stop")

    def kill(self) -> None:
        """`kill -9` of all its processes, which are gone on return."""
        os.kill(self.processes()[0], signal.SIGSTOP)  # so that it has no more children than these
        processes = self.processes()
        for pid in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(map(_parent_if_alive, processes)):
            os.sched_yield()
        (self._data / "postmaster.pid").unlink(missing_ok=True)  # in a container nobody may bury the first

    def processes(self) -> list[int]:
        """The first is that of which the others are children."""
        first = int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
        return [first, *_children(first)]

    def remove(self) -> None:
        """Stop it, and leave nothing of it."""
        with contextlib.suppress(OSError):
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *words: str) -> None:
        """Raises `OSError` with what it said if it fails."""
        who = self._account
        log = self.folder / f"{program}.log"
        with log.open("wb") as out:  # no pipe: a server that is started keeps it open
            done = subprocess.run(
                [self._programs / program, *words],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                user=who.pw_uid if who else None,
                group=who.pw_gid if who else None,
                extra_groups=[] if who else None,
            )
        if done.returncode:
            server = self.folder / "log"
            said = log.read_text("utf-8", "replace") + (server.read_text("utf-8", "replace") if server.exists() else "")
            raise OSError(f"{program}: {said[-2000:]}")


def _account() -> pwd.struct_passwd | None:
    """Whom a server runs as where this is root, as whom none runs; None for oneself."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _children(pid: int) -> list[int]:
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [number for number in numbers if _parent_if_alive(number) == pid]


def _parent_if_alive(pid: int) -> int | None:
    """None for a process that has ended, buried or not."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(parent) if state not in "ZX" else None


_numbered: Final = itertools.count(1)


def unused_name() -> str:
    """For a schema or a role, which all tests of a server share."""
    return f"test_{os.getpid()}_{next(_numbered)}"


if is_named():  # before a test is given a home of its own, where libpq would look for these
    for _name, _file in {"PGPASSFILE": ".pgpass", "PGSERVICEFILE": ".pg_service.conf"}.items():
        os.environ.setdefault(_name, str(Path.home() / _file))

_held: list[IO[str]] = []
"""The lock by which this process uses the shared server."""


def shared_address(folder: Path) -> str:
    """Of the server that all share who name this folder. Raises `FileNotFoundError` where none is installed."""
    if is_named():
        return _WANTED
    if programs() is None:
        raise FileNotFoundError(MISSING)
    with _locked(folder):
        if not _held:
            users = (folder / "postgres.users").open("w")
            fcntl.flock(users, fcntl.LOCK_SH)
            _held.append(users)
        address = folder / "postgres.address"
        if not address.exists():
            words = [sys.executable, __file__, str(folder)]
            started = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
            if started.returncode:
                raise OSError(started.stderr.decode("utf-8", "replace"))
        return address.read_text()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """While one starts or stops the shared server."""
    with (folder / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _look_after(folder: Path) -> None:
    """Start the shared server; and in a process of its own, which nobody waits for, stop it when all have ended."""
    lives = (folder / "postgres.lives").open("w")  # locked until this process ends
    fcntl.flock(lives, fcntl.LOCK_EX)
    server = PostgresServer(careless=True, settings={"max_connections": "200"})
    (folder / "postgres.address").write_text(server.address())
    if os.fork():
        return
    null = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(null, stream)
    os.chdir("/")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit())
    try:
        while not _all_have_ended(folder):
            pass
    finally:
        server.remove()


def _all_have_ended(folder: Path) -> bool:
    """Waits for it; then False if another has begun meanwhile, else the server is nobody's any more."""
    with (folder / "postgres.users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_UN)
        with _locked(folder):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            (folder / "postgres.address").unlink(missing_ok=True)
            return True


if __name__ == "__main__":
    _look_after(Path(sys.argv[1]))
