"""Stet as textual-serve starts it for a browser: no terminal, keys and screen in packets on its standard streams."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from terminals import LONG, STET, readable

from store.library.folder import FolderLibrary

BROWSER = {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "COLUMNS": "120", "ROWS": "40"}
TEXT = "Mayor Ida Berg said 12 ships left Lima.\n"


@contextmanager
def served(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The reader with one article."""
    article = folder / "ships.txt"
    article.write_text(TEXT)
    command: list[str | Path] = [STET, "--library", folder / "library", article]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1, env={**os.environ, **BROWSER}) as process:
        try:
            yield process
        finally:
            process.kill()


def send(process: subprocess.Popen[bytes], sort: bytes, payload: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(sort + len(payload).to_bytes(4, "big") + payload)
    process.stdin.flush()


def expect(process: subprocess.Popen[bytes], words: bytes) -> None:
    """Read what is painted until these words come."""
    assert process.stdout is not None
    found = b""
    while words not in found:
        ready = readable(process.stdout.fileno(), within=LONG)
        data = os.read(process.stdout.fileno(), 65536) if ready else b""
        assert data, f"{words!r} did not come: {found[-2000:]!r}"
        found += data


@pytest.mark.parametrize("gone", ["the browser", "the server", "a signal"])
def test_what_was_decided_is_saved_when_nobody_looks_any_more(tmp_path: Path, gone: str) -> None:
    with served(tmp_path) as process:
        expect(process, b"let stand")
        send(process, b"D", b"a")
        expect(process, b"undo")
        if gone == "the browser":
            send(process, b"M", b'{"type": "quit"}')
        if gone == "a signal":
            process.send_signal(signal.SIGTERM)
        else:
            _, told = process.communicate(timeout=LONG)  # closes what the server writes to
            assert told == b""
        assert process.wait(LONG) == -(signal.SIGTERM if gone == "a signal" else signal.SIGHUP)
    library = FolderLibrary(tmp_path / "library")
    [identifier] = library.ids()
    assert "accepted" in {item.status for item in library.load(identifier).fields.values()}
