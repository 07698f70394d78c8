"""A Dask cluster that is there: a scheduler and its workers, real processes at a free port of loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

distributed = pytest.importorskip("distributed")


@contextmanager
def scheduler(packages: Path, address: str, held: ExitStack | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """And one worker of it, which is gone once `held` is closed."""
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    port = address.rpartition(":")[2]
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "--no-dashboard",
    ]
    with subprocess.Popen(dask, **quiet) as first, held or ExitStack() as workers:  # type: ignore[call-overload]
        workers.enter_context(worker(packages, address))
        try:
            with distributed.Client(address, timeout=60, set_as_default=False) as client:
                client.wait_for_workers(1, timeout=60)
            yield first
        finally:
            first.kill()


@contextmanager
def worker(packages: Path, address: str) -> Iterator[None]:
    options = ["--nthreads", "1", "--no-dashboard", "--no-nanny"]
    with subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", address, *options],
        env={**os.environ, "PYTHONPATH": str(packages)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield
        finally:
            process.kill()


def free_address() -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{one.getsockname()[1]}"
