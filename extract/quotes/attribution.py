"""What ties a quoted piece to its speaker: the cue, the speaker's words, and the way they were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extract.quotes.cues import Weight
from extract.quotes.noun_phrases import Phrase, read_right
from extract.quotes.passages import Passage
from extract.quotes.word_classes import PRONOUNS, is_name_word

How = Literal["after", "inverted", "before", "colon", "according", "later", "noun", "byline"]


@dataclass(slots=True)
class Attribution:
    """`cue` and `speaker` are first and last tokens; no speaker where the clause names nobody (`was called “…”`).

    The cue of a byline is its dash: it tells quotations apart and is no word to show.
    """

    how: How
    cue: Phrase
    speaker: Phrase | None
    distance: int
    """Tokens between cue and piece."""
    weight: Weight = "speaking"


def with_role(passage: Passage, phrase: Phrase) -> Phrase:
    """`a spokesman` with the `for the ministry` that follows."""
    at = phrase[1] + 1
    if passage.word(at) in ("for", "of", "with", "from", "at") and not is_name_word(passage.words[phrase[1]]):
        more = read_right(passage, at + 1, 10)
        if more and passage.low[more[0]] not in PRONOUNS:
            return (phrase[0], more[1])
    return phrase
