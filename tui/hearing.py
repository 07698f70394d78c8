"""Hears what a library tells by itself of others, in a job, and tells the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message

from services import jobs
from store.library.live import Changed, Live, Present


@dataclass
class Heard(Message):
    """An article has this `seq` now; without an id any may have changed, as nothing was heard for a while."""

    article: str
    seq: int


@dataclass
class OthersAreHere(Message):
    """These annotators have the article open too, and no others."""

    article: str
    annotators: tuple[str, ...]


def hear(live: Live, tell: Callable[[Message], object]) -> None:
    """Until the library is closed."""

    def told(what: Changed | Present) -> None:
        tell(Heard(*what) if isinstance(what, Changed) else OthersAreHere(*what))

    jobs.start(lambda _: live.run(told), lambda _: None)
