"""A role as the text gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from extract.lexicon import word_set
from extract.names.offices import singular
from store.model.fields import Span


@dataclass(frozen=True, slots=True)
class Role:
    """What the text calls someone: `span` is where, `several` that it is said of more than one."""

    span: Span
    several: bool = False

    def words(self, text: str) -> str:
        """As a role is written: one line, without a short form in brackets, singular."""
        said = " ".join(_BRACKETED.sub("", text[slice(*self.span)]).split())
        if not self.several:
            return said
        parts = [word for word in said.split(" ") if word.lower() not in _NUMBERS]
        at = next((i for i, word in enumerate(parts) if singular(word)), None)
        if at is not None:
            parts[at] = singular(parts[at])
        return " ".join(parts)


_NUMBERS: Final = word_set("two three four five six seven eight nine ten several many some both other")
_BRACKETED: Final = re.compile(r" ?\([A-Z][\w&.-]{1,10}\)")


class Rule(Protocol):
    """One way in which a text says what someone is; `names` are the other mentions of people, ascending."""

    def __call__(self, text: str, span: Span, names: Sequence[Span] = (), /) -> Role | None: ...
