"""What each key of the reader does, by the id of its row in the key table. Loaded with the first key, not before."""

from __future__ import annotations

from typing import Final

from tui.reader import correcting, deciding, finding, moving, settling, shaping
from tui.reader.moving import ALWAYS, Command

COMMANDS: Final[dict[str, Command]] = {
    **moving.COMMANDS,
    **deciding.COMMANDS,
    **correcting.COMMANDS,
    **shaping.COMMANDS,
    **finding.COMMANDS,
    **settling.COMMANDS,
}

__all__ = ["ALWAYS", "COMMANDS"]
