"""With which words a tab's program is started, so that it works on the same library under its annotator's name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from services.team import address_as
from store.intake import is_address
from store.library.protocol import Library


class Launching:
    """`several` people come in under names of their own, each with the rights that they have in a team."""

    def __init__(self, library: Library, paths: Sequence[str], kinds: str | None, *, several: bool) -> None:
        self._library, self._several = library, several
        self._kinds = ["--kinds", str(Path(kinds).absolute())] if kinds else []
        # Not to be taken for a command or an option
        self._paths = [path if is_address(path) else str(Path(path).absolute()) for path in paths]

    def words(self, annotator: str) -> list[str]:
        """Of the command line. May ask a server; raises `StetError` for who may not work on the library."""
        address = address_as(self._library, annotator) if self._several else self._library.address
        return ["--library", address, *self._kinds, "--by", annotator, *self._paths]
