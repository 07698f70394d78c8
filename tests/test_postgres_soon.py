"""What nobody waits for is done once for many, at the latest when it is finished, and never stops who asked."""

from __future__ import annotations

import subprocess
import sys
import threading

from store.errors import StetError
from store.postgres.soon import Soon

LONG = 3600


def test_it_is_done_once_for_all_who_asked_and_at_once_where_it_is_finished() -> None:
    done: list[str] = []
    soon = Soon(lambda: done.append(threading.current_thread().name), LONG, "later")
    for _ in range(9):
        soon.ask()
    assert done == []
    soon.finish()
    assert done == ["later"]
    soon.finish()
    soon.ask()
    soon.finish()
    assert done == ["later", "later"]


def test_what_fails_is_asked_for_again() -> None:
    tried = []

    def fail() -> None:
        tried.append(1)
        raise StetError("Not indexed", "no server")

    soon = Soon(fail, 0, "later")
    for _ in range(2):
        soon.ask()
        soon.finish()
    assert len(tried) == 2


def test_a_program_that_ends_does_not_wait_for_it() -> None:
    code = f"from store.postgres.soon import Soon\nSoon(lambda: print('done'), {LONG}, 'later').ask()"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60).stdout == b""
