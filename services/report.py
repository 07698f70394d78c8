"""What came of a piece of work, as both a command and a screen can say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Say: TypeAlias = Callable[[str], object]
"""Hears a line: how far it is, or what went wrong."""


@dataclass(frozen=True, slots=True)
class Report:
    """One line; `wrong` where something asked for could not be done; `details` are what was not done or lost, a line
    each."""

    words: str
    wrong: bool = False
    details: tuple[str, ...] = ()


def unheard(_line: str) -> None:
    """A `Say` where nobody listens."""


def counted(count: int, noun: str) -> str:
    """`1 article`, `2,000 articles`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
