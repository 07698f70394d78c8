"""What one run leaves for the next: what was chosen last by key or mouse. Losing it loses nothing else."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

import orjson

from store.errors import StetError
from store.files import read_file
from store.model.fields import Json
from store.user_folders import user_folder

MOST_BYTES: Final = 100_000


def path() -> Path:
    """`stet/state.json` where this system keeps the state of programs."""
    return user_folder("state") / "state.json"


def get(what: str, configured: object) -> object:
    """What was chosen last, unless the configuration has been given another since; None where there is nothing."""
    choice = _read().get(what)
    return choice.get("chosen") if isinstance(choice, dict) and choice.get("configured") == configured else None


def put(what: str, chosen: object, configured: object) -> None:
    """Where it cannot be written, the next run has the old one: no reason to disturb anybody."""
    state, file = _read(), path()
    state[what] = {"chosen": chosen, "configured": configured}
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        whole = file.with_name(f"{file.name}.{os.getpid()}")
        whole.write_bytes(orjson.dumps(state) + b"\n")
        whole.replace(file)  # so that no end of a program leaves half of it


def _read() -> Json:
    try:
        state = orjson.loads(read_file(path(), MOST_BYTES))
    except (StetError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}
