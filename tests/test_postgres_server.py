"""The server that libraries in a database are tested on: its owner is nobody special, and it leaves nothing behind."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import postgres_server
import psycopg
import pytest


def test_the_owner_of_libraries_is_no_superuser(postgres: str, new_schema: Callable[[], str]) -> None:
    assert new_schema() != new_schema()
    with psycopg.connect(postgres) as db:
        assert db.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
        assert db.execute("SHOW synchronous_commit").fetchone() == ("on",)


@pytest.mark.skipif(postgres_server.programs() is None, reason=postgres_server.MISSING)
def test_the_server_of_a_run_ends_with_the_last_that_uses_it_however_it_ends(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, postgres_server, signal, sys\n"
        f"print(postgres_server.shared_address(pathlib.Path({str(tmp_path)!r})), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    words = [sys.executable, "-c", code]
    started = {**os.environ, "STET_TEST_PG": ""}
    here = Path(__file__).parent
    said = subprocess.run(words, cwd=here, env=started, stdout=subprocess.PIPE, text=True, check=False).stdout
    assert said.startswith("postgresql://")
    with (tmp_path / "postgres.lives").open() as lives:
        fcntl.flock(lives, fcntl.LOCK_EX)  # had when the process that looks after the server has ended
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(said.strip())
