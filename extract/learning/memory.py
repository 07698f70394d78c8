"""The memory of decided names: what the votes on a form of a name come to. Pure; the index keeps the votes.

`applying` changes suggestions by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from store.index.lessons import Fact, Vote

SHARE: Final = 0.8
"""Of the votes that one verdict must have."""
ENOUGH: Final = 2
"""Articles that must agree about a single word, and about what a program found: one may have been a slip."""
REMEMBERED: Final = "remembered"
"""The key of a field under which stands in how many articles it was decided so, or from where its attributes are."""
_FAITH: Final = 0.95
"""The confidence of what all have agreed about many times."""


class Memory(Protocol):
    """What is asked of it; a library answers by its index."""

    def votes(self, forms: Sequence[str]) -> Mapping[str, Sequence[Vote]]:
        """On each of the forms that have any, the latest first."""

    def facts(self, names: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Fact]:
        """The latest of each kind and key that has any."""


class Verdict(NamedTuple):
    """What a form is; an empty kind is a name that it is not. `articles` agree."""

    kind: str
    articles: int
    confidence: float
    is_missed: bool
    """Whether programs mostly do not find it; of a name that they find, what they left is no oversight."""

    @property
    def is_firm(self) -> bool:
        """Whether it stands against whatever a program found."""
        return self.articles >= ENOUGH

    def corrects(self, kind: str) -> bool:
        """Whether it stands against a program that took it for this kind."""
        return self.kind != kind and (self.is_firm or self.kind != "")


def verdict(form: str, votes: Sequence[Vote]) -> Verdict | None:
    """None where too few have voted, or they disagree."""
    if not votes:
        return None
    counts = Counter(vote.kind for vote in votes)
    kind, most = max(counts.items(), key=lambda one: (one[1], one[0]))
    if most < SHARE * len(votes) or (most < ENOUGH and (not kind or " " not in form)):
        return None
    missed = sum(vote.mistaken for vote in votes)
    return Verdict(kind, most, min(_FAITH, (most + 1) / (len(votes) + 2)), 2 * missed >= len(votes))


def doubted(votes: Sequence[Vote]) -> bool:
    """Whether all that is known of a form is that it did not stand as it was found."""
    return bool(votes) and not any(vote.kind for vote in votes)
