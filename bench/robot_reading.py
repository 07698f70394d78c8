"""How the robot reads: where words and letters stand in an article, by rules of its own.

None of it asks Stet, so that a mistake of Stet's costs the robot keys as it would cost a person. Plans are made of it
in `robot_selecting`, `robot_typing` and `robot`; each is looked at on the screen as it is carried out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from store.model.fields import AnyField, Span

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|\S")


def words(text: str, first: int = 0, last: int | None = None) -> list[Span]:
    return [match.span() for match in _WORD.finditer(text, first, len(text) if last is None else last)]


def hits(text: str, letters: str) -> list[int]:
    """Where letters stand; in any case, unless a capital is among them."""
    if letters == letters.lower():
        text = text.lower()
    return [match.start() for match in re.finditer(re.escape(letters), text)]


def hits_before(text: str, letters: str, cursor: int, wanted: int) -> int:
    """How many hits come before the one that is wanted, going on from the cursor and round the end."""
    found = hits(text, letters)
    first = next((place for place, at in enumerate(found) if at >= cursor), 0)
    return (found.index(wanted) - first) % len(found) if wanted in found else len(found) + 1


def places(text: str, phrase: str) -> list[Span]:
    """Where a phrase stands whole, in any case, whatever white space is in it."""
    parts = r"\s+".join(re.escape(part) for part in phrase.split())
    return [match.span() for match in re.finditer(rf"(?<!\w){parts}(?!\w)", text, re.IGNORECASE)] if parts else []


def nearest(text: str, item: AnyField, phrase: str) -> Span | None:
    """The place of a phrase that is nearest to a mention, outside all of them."""
    found = [
        (max(start - mention[1], mention[0] - end), (start, end))
        for start, end in places(text, phrase)
        for mention in item.spans
        if not any(low < end and start < high for low, high in item.spans)
    ]
    return min(found)[1] if found else None


def is_beside(text: str, item: AnyField, place: Span) -> bool:
    """In the sentence of a mention, as far as stops tell sentences."""
    for start, end in item.spans:
        low = max(text.rfind(stop, 0, start) for stop in (". ", "\n"))
        high = min((at for stop in (". ", "\n") if (at := text.find(stop, end)) >= 0), default=len(text))
        if low < place[0] and place[1] <= high + 1:
            return True
    return False


def steps_to(text: str, at: int, to: int) -> int | None:
    """How many words lie between two places that begin words: less than none to go back; None where one does not."""
    between = words(text, min(at, to), max(at, to) + 1)
    starts = [start for start, end in between if any(c.isalnum() for c in text[start:end])]
    if not {at, to} <= set(starts):
        return None
    return len(starts) - 1 if to >= at else 1 - len(starts)


def word_difference(has: str, wanted: str) -> list[tuple[str, int]] | None:
    """By how many words a value is to grow or shrink at its start and end; None where they share no run of words."""
    mine, goal = has.casefold().split(), wanted.casefold().split()
    if not mine or not goal:
        return None
    for long, short, sign in ((goal, mine, 1), (mine, goal, -1)):
        for at in range(len(long) - len(short) + 1):
            if long[at : at + len(short)] == short:
                return [("start", sign * at), ("end", sign * (len(long) - len(short) - at))]
    return None


def beginnings(text: str, span: Span) -> Iterator[int]:
    """Where a person would begin to type: at each word of what is looked for."""
    for start, end in words(text, *span):
        if text[start:end][0].isalnum():
            yield start
