"""What each key of the reader does, by the id of its row in the key table. Loaded with the first key, not before."""

from __future__ import annotations

from functools import partial
from typing import Final

from store.model.fields import BY_KIND
from tui.reader.commands import (
    about,
    bulk,
    correcting,
    deciding,
    dividing,
    exporting,
    finding,
    learning,
    moving,
    noting,
    pointing,
    settling,
    shaping,
    viewing,
)
from tui.reader.commands.protocol import Always, Command
from tui.settings.keys import BY_ID

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
    **about.COMMANDS,
    **learning.COMMANDS,
}

ALWAYS: Final[dict[str, Always]] = {**moving.ALWAYS, **dividing.ALWAYS}


def command_of(identifier: str) -> Command:
    """Of a row that makes a field of a desk's own kind too."""
    kind = BY_ID[identifier].kind
    return partial(correcting.add, BY_KIND[kind].group) if kind else COMMANDS[identifier]


__all__ = ["ALWAYS", "COMMANDS", "command_of"]
