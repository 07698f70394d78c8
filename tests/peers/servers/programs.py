"""Other programs, each in a virtual environment of its own, and their servers, as processes that end with the test.

The environments stay in $STET_PEERS, else in the user's cache, and are made once.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

# Read while the tests are collected: during a test the home folder is an empty one.
_CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stet-peers"
ENVIRONMENTS: Final = Path(os.environ.get("STET_PEERS") or _CACHE)
_UV: Final = shutil.which("uv")


def installed(name: str, *requirements: str) -> Path:
    """The folder of a virtual environment with these packages; made where it is not there, or was made for others."""
    folder = ENVIRONMENTS / name
    mark = folder / "requirements.txt"
    if mark.is_file() and mark.read_text(encoding="utf-8").split("\n") == list(requirements):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    python = folder / "bin/python"
    _run([_UV, "venv", "-q", str(folder)] if _UV else [sys.executable, "-m", "venv", str(folder)])
    install = [_UV, "pip", "install", "-q", "--python"] if _UV else []
    _run([*install, str(python), *requirements] if _UV else [str(python), "-m", "pip", "install", "-q", *requirements])
    mark.write_text("\n".join(requirements), encoding="utf-8")
    return folder


def site_packages(environment: Path) -> Path:
    return next(environment.glob("lib/python3*/site-packages"))


def version(environment: Path, package: str) -> str:
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return _run([str(environment / "bin/python"), "-c", code]).strip()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(
    words: Sequence[str | Path], log: Path, env: Mapping[str, str], cwd: Path, answers: str = "", patience: float = 300
) -> Iterator[None]:
    """Run a server until the block ends; enter the block when the address `answers` does, or at once.

    It ends with all that it started, by the id of its own process group.
    """
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(word) for word in words],
            env={**os.environ, **env},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        until = time.monotonic() + patience
        while answers and not _answers(answers):
            with suppress(subprocess.TimeoutExpired):
                raise RuntimeError(f"{words[0]} ended with {process.wait(0.25)}: {_end_of(log)}")
            if time.monotonic() > until:
                raise RuntimeError(f"{words[0]} does not answer at {answers}: {_end_of(log)}")
        yield
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)


def run(words: Sequence[str | Path], env: Mapping[str, str], cwd: Path) -> str:
    """What a command printed. Raises `RuntimeError` with the end of its errors if it failed."""
    return _run([str(word) for word in words], {**os.environ, **env}, cwd)


def _run(words: Sequence[str | None], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> str:
    done = subprocess.run([word or "" for word in words], capture_output=True, text=True, env=env, cwd=cwd, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, words))}: {done.stderr[-1500:] or done.stdout[-1500:]}")
    return done.stdout


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _end_of(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-1500:]
