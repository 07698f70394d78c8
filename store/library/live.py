"""What a library tells by itself of what others do: an engine's `live`. A folder tells nothing, and is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol


class Changed(NamedTuple):
    """An article has this `seq` now. Without an id anything may have changed: it was not heard for a while."""

    article: str = ""
    seq: int = 0


class Present(NamedTuple):
    """Who else has the article open, as of now; another window of one's own is nobody else."""

    article: str
    annotators: tuple[str, ...]


class Live(Protocol):
    """Of one program. Every method but `run` returns at once."""

    def at(self, article: str | None, annotator: str) -> None:
        """Which article this annotator has open: others are told, and who else is there is told anew."""

    def run(self, tell: Callable[[Changed | Present], object]) -> None:
        """Hear, in a thread of the caller's, until `close`; never raises because a server has gone."""

    def close(self) -> None:
        """Others are told that nobody is here any more; waits a moment for that."""
