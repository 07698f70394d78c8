"""The command line as its `main` runs it, in this process: a start of the interpreter costs more than most commands.

Signals, terminals, closed streams and what is imported when are for real processes; see test_cli and test_floors.
"""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from tui.commands.cli import main


def stet(*words: str | Path, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:  # noqa: A002  as subprocess.run
    """What a shell would see of `stet WORD …`."""
    arguments = [str(word) for word in words]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True) for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(input), encoding="utf-8")
    status = 0
    with (
        patch.object(sys, "argv", ["stet", *arguments]),
        patch.object(sys, "stdin", given),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
    return subprocess.CompletedProcess(arguments, status, _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()
