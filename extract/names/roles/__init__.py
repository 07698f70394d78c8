"""The office or occupation beside a person's name: a title before it, or an apposition before or after it.

Each way of saying it is a rule; the first that finds a role for a mention gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.lexicon import word_set
from extract.names.offices import is_office
from extract.names.roles.after import after
from extract.names.roles.before import before, named
from extract.names.roles.line import ARTICLES, LINKS, LONGEST, line_after
from extract.names.roles.role import Role, Rule
from extract.names.roles.several import both, listed
from store.model.fields import Span

_RULES: Final[tuple[Rule, ...]] = (before, listed, named, after, both)


def role_at(text: str, span: Span, names: Sequence[Span] = ()) -> Role | None:
    """What the text calls the person named here; `names` are the other mentions of people, ascending."""
    for rule in _RULES:
        found = rule(text, span, names)
        if found is not None:
            return found
    return None


def ends(text: str, start: int, limit: int) -> list[int]:
    """Where a role that is taken to begin here may end: with all that belongs to it, then with each of its offices."""
    line = line_after(text, start)
    words = [word for word, (_, end) in zip(line.words, line.spans, strict=True) if end <= limit]
    stop = next((k for k, word in enumerate(words[:LONGEST]) if word.lower() in _BREAKS), min(len(words), LONGEST))
    while stop and words[stop - 1].lower() in (*LINKS, *ARTICLES, "in", "and", "'s", "’s"):
        stop -= 1
    offices = [k + 1 for k in range(stop - 1) if is_office(words[k])]
    return [line.spans[k - 1][1] for k in (stop, *reversed(offices)) if k]


_BREAKS: Final = word_set(
    ', . ; : ( ) [ ] “ ” " — – _ who which whose whom where when that said says is was has had will'
)
