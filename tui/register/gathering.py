"""From the library to the rows of the register, by a job: a first page at once, the others behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from textual.message import Message

from services.register import LibraryRegister, Row, kinds_with_names

if TYPE_CHECKING:
    from services.jobs import Job
    from store.library.protocol import Library

PAGE: Final = 60
"""Rows that are asked for before all others: enough for a screen."""
MOST: Final = 2000
"""Rows that are listed; the others a few letters show."""


@dataclass(eq=False, repr=False)
class Gathered(Message):
    """Some more rows of the question of this number; the last ones where `ended`."""

    question: int
    register: LibraryRegister | None = None
    rows: list[Row] = field(default_factory=list)
    ended: bool = False
    cut: bool = False
    """There are more than are listed."""
    refused: str = ""


def gather(
    library: Library, typed: str, alike: bool, question: int, tell: Callable[[Message], object], job: Job
) -> Gathered:
    """With `alike` only what may be the same as another."""
    register = LibraryRegister(library)
    words, kinds = asked(typed)
    found = (row for row in register.rows(words, kinds, MOST + 1) if not alike or register.candidates(row))
    rows: list[Row] = []
    while some := list(islice(found, PAGE if not rows else MOST)):
        rows += some
        if job.is_cancelled:
            break
        if len(rows) == PAGE:
            tell(Gathered(question, register, rows[:]))
    return Gathered(question, register, rows[:MOST], ended=True, cut=len(rows) > MOST)


def asked(typed: str) -> tuple[str, list[str]]:
    """`person:lund` is of people alone: the words, and the kinds; none for all."""
    known = kinds_with_names()
    kinds = [word.rstrip(":") for word in typed.casefold().split(":")[:1] if word in known and ":" in typed]
    return (typed.partition(":")[2] if kinds else typed), kinds
