"""The folders for a user's data, configuration and state on each system. Creates none."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final, Literal

from store.files import in_home

Purpose = Literal["data", "config", "state"]

_XDG: Final[dict[Purpose, tuple[str, str]]] = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def user_folder(purpose: Purpose) -> Path:
    """The same folder as platformdirs gives; on Linux without importing it, as every start needs the folder."""
    if sys.platform == "linux":
        variable, default = _XDG[purpose]
        value = os.environ.get(variable, "")
        return (Path(value) if value.strip() else Path.home() / default) / "stet"
    import platformdirs

    return Path(getattr(platformdirs, f"user_{purpose}_dir")("stet"))


def configuration_file() -> Path:
    """$STET_CONFIG, else `stet/config.toml` where this system keeps configurations."""
    if chosen := os.environ.get("STET_CONFIG"):
        return in_home(chosen)
    return user_folder("config") / "config.toml"


def unsaved_folder() -> Path:
    """For edits that could not be saved; see `store.sync.spool`."""
    return user_folder("state") / "unsaved"


def crash_folder() -> Path:
    """For reports of crashes."""
    return user_folder("state") / "crashes"
