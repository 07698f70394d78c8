"""What one run leaves for the next: the theme chosen last. Losing it loses nothing else."""

from __future__ import annotations

import contextlib
from pathlib import Path

import orjson

from store.user_folders import user_folder


def path() -> Path:
    """`stet/state.json` where this system keeps the state of programs."""
    return user_folder("state") / "state.json"


def kept_theme(configured: str | None) -> str | None:
    """The theme chosen last by key, unless the configuration has been given another since."""
    try:
        state = orjson.loads(path().read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(state, dict) or state.get("configured") != configured:
        return None
    theme = state.get("theme")
    return theme if isinstance(theme, str) else None


def keep_theme(theme: str, configured: str | None) -> None:
    """Where it cannot be written, the next run has the old one: no reason to disturb anybody."""
    file = path()
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(orjson.dumps({"theme": theme, "configured": configured}) + b"\n")
