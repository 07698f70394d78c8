"""What each key of the reader does, by the id of its row in the key table. Loaded with the first key, not before."""

from __future__ import annotations

from typing import Final

from tui.reader.commands import (
    bulk,
    correcting,
    deciding,
    dividing,
    exporting,
    finding,
    moving,
    noting,
    pointing,
    settling,
    shaping,
    viewing,
)
from tui.reader.commands.protocol import Always, Command

COMMANDS: Final[dict[str, Command]] = {
    **moving.COMMANDS,
    **deciding.COMMANDS,
    **bulk.COMMANDS,
    **noting.COMMANDS,
    **correcting.COMMANDS,
    **shaping.COMMANDS,
    **viewing.COMMANDS,
    **finding.COMMANDS,
    **pointing.COMMANDS,
    **settling.COMMANDS,
    **exporting.COMMANDS,
}

ALWAYS: Final[dict[str, Always]] = {**moving.ALWAYS, **dividing.ALWAYS}

__all__ = ["ALWAYS", "COMMANDS"]
