"""Keeps which annotations were refused where a file was read: what makes no sense there was not deleted there.

`import --back` asks; whoever places annotations tells, whatever the format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from store.model.fields import Span


@dataclass(frozen=True, slots=True)
class Refusal:
    """An annotation of a kind that is nowhere in the text: the `ends` of its pieces as far as they are known.

    Or a `link` of a label, of which an end is not there.
    """

    kind: str = ""
    ends: tuple[Span, ...] = ()
    link: str = ""

    def meant(self, gone: Sequence[Span]) -> list[Span]:
        """The spans of its kind that it may have been: those with one of its ends, else any of them."""
        return (
            [span for span in gone if any(span[0] == start for start, _ in self.ends)]
            or [span for span in gone if any(span[1] == end for _, end in self.ends)]
            or list(gone)
        )


_REFUSED: Final[ContextVar[list[Refusal] | None]] = ContextVar("what was refused", default=None)


@contextmanager
def refusals() -> Iterator[list[Refusal]]:
    """What is refused within it."""
    refused: list[Refusal] = []
    token = _REFUSED.set(refused)
    try:
        yield refused
    finally:
        _REFUSED.reset(token)


def refuse(kind: str = "", ends: Iterable[Span] = (), link: str = "") -> None:
    refused = _REFUSED.get()
    if refused is not None:
        refused.append(Refusal(kind, tuple(ends), link))
