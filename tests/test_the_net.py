"""What the net itself must not let through: exceptions in threads and in finalisers fail a test."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

IN_A_THREAD = """
    import threading

    def test_passes_but_for_its_thread():
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
"""
IN_A_FINALISER = """
    import gc

    class Leaving:
        def __del__(self):
            raise ValueError("too late")

    def test_passes_but_for_what_is_thrown_away():
        Leaving()
        gc.collect()
"""
LEFT_OPEN = """
    import gc, socket

    def test_passes_but_for_what_it_leaves_open():
        socket.socket()
        gc.collect()
"""
IN_ORDER = """
    import threading

    def test_passes():
        thread = threading.Thread(target=lambda: None)
        thread.start()
        thread.join()
"""


@pytest.mark.parametrize(
    ("code", "outcome"),
    [(IN_A_THREAD, "failed"), (IN_A_FINALISER, "failed"), (LEFT_OPEN, "failed"), (IN_ORDER, "passed")],
    ids=["thread", "finaliser", "left open", "in order"],
)
def test_what_nobody_catches_fails_a_test(code: str, outcome: str, pytester: pytest.Pytester) -> None:
    """With the filters of warnings of this very project."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    filters: list[str] = project["tool"]["pytest"]["ini_options"]["filterwarnings"]
    pytester.makeini("\n    ".join(["[pytest]\nfilterwarnings =", *filters]))
    pytester.makepyfile(code)
    done = pytester.runpytest_subprocess("-p", "no:xdist", "-p", "no:textual-snapshot", "-p", "no:cacheprovider")
    done.assert_outcomes(**{outcome: 1})
