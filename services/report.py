"""The result of an operation, in words that both a command and a screen can show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from store.model.fields import GROUPS

Say: TypeAlias = Callable[[str], object]
"""Called with a line on progress or on a failure."""


class Report(NamedTuple):
    """`words` is one line; `wrong` is true if part of the request failed; `details` has a line for each failure or
    loss."""

    words: str
    wrong: bool = False
    details: tuple[str, ...] = ()


def ignore(_line: str) -> None:
    """A `Say` that does nothing."""


def group_width(least: int) -> int:
    """Cells of a table's first column, in which the groups of fields stand."""
    return max(least, 1 + max(map(len, GROUPS)))


def in_conflict(count: int, what: str) -> str:
    """`2 fields in conflict are not scored; …`."""
    are, them = ("is", "it") if count == 1 else ("are", "them")
    return f"{counted(count, 'field')} in conflict {are} {what}; settle {them} with stet adjudicate"


def in_a_row(names: Sequence[str]) -> str:
    """`ann, ben and cyd`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def counted(count: int, noun: str) -> str:
    """`1 article`, `2,000 articles`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
