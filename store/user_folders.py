"""Where each system keeps a user's data, configuration and state. Makes no folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final, Literal

Purpose = Literal["data", "config", "state"]

_XDG: Final[dict[Purpose, tuple[str, str]]] = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def user_folder(purpose: Purpose) -> Path:
    """Ours, where platformdirs says that it is; on Linux without importing that, for every start asks."""
    if sys.platform == "linux":
        variable, otherwise = _XDG[purpose]
        named = os.environ.get(variable, "")
        return (Path(named) if named.strip() else Path.home() / otherwise) / "stet"
    import platformdirs

    return Path(getattr(platformdirs, f"user_{purpose}_dir")("stet"))
