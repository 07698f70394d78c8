"""Who is speaking where nothing in the paragraph says so: what introduces a quotation, and who was just spoken of.

A colon, a sentence before it in its own paragraph or a byline after it attribute the words, with cue and evidence. Else
there is only the context: persons of the paragraph before, and whoever spoke last.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Final, NamedTuple

from extract.quotes.after import byline
from extract.quotes.attribution import Attribution
from extract.quotes.before import action, cue_before, told
from extract.quotes.marks import Piece
from extract.quotes.passages import QUOTED, Passage, read_passage
from extract.quotes.shapes import Shape
from extract.quotes.subjects import main_subject
from extract.quotes.word_classes import DASHES
from store.model.fields import Span

LEAD: Final = 600
"""How much of the paragraph before is read for what introduces a quotation."""


class Source(NamedTuple):
    """Words that name who may be speaking; None for whoever spoke last."""

    words: Span | None
    spoke: bool
    """Of anybody, even a body, since their words were just told; else of persons only."""


LAST: Final = Source(None, True)


class Context:
    """What stands around the paragraphs of one text."""

    def __init__(self, text: str, spans: list[Span], pieces: Mapping[int, list[Piece]]) -> None:
        self.text = text
        self.spans = spans
        self._pieces = pieces

    def introduces(self, number: int) -> bool:
        """The paragraph before ends with a colon."""
        return number > 0 and self.text[self.spans[number - 1][1] - 1] == ":"

    def attribution(self, passage: Passage, at: int, shape: Shape, number: int) -> tuple[Passage, Attribution] | None:
        """By a byline in the next paragraph, a colon that ends the last, or speech told in the sentence before."""
        if found := self._signed(number):
            return found
        if at > 0:
            if not shape.leads or passage.words[at - 1] == QUOTED:
                return None
            spoken = told(passage, at - 1)
            return (passage, spoken) if spoken and spoken.speaker and spoken.weight == "speaking" else None
        if not self.introduces(number):
            return None
        before = self._before(number)
        colon = len(before) - 1
        introduced = cue_before(before, colon) if colon > 0 else None
        if introduced is None or introduced.speaker is None:
            introduced = action(before, colon)
        return (before, introduced) if introduced and introduced.speaker else None

    def sources(self, passage: Passage, at: int, shape: Shape, number: int) -> list[Source]:
        """Who may be speaking, the likeliest first."""
        if at > 0:
            if not shape.leads or passage.words[at - 1] == QUOTED:
                return [LAST]
            return _around(passage, at - 1, also=False)
        return _around(before, len(before) - 1, also=True) if number and len(before := self._before(number)) else [LAST]

    def following(self, number: int) -> list[Source]:
        """Whoever speaks first in the next paragraph: `“A slow death” is under way.⏎The union warned of …`."""
        if number + 1 >= len(self.spans):
            return []
        start, stop = self.spans[number + 1]
        stop = min(stop, start + LEAD)
        passage = read_passage(self.text, (start, stop), [p for p in self._pieces.get(number + 1, ()) if p.end <= stop])
        ends = [first - 1 for first in passage.sentence_starts[1:]] + [len(passage) - 1]
        spoken = (told(passage, end) for end in ends if end > 0)
        speakers = (each.speaker for each in spoken if each is not None and each.speaker is not None)
        return [Source(passage.span(*speaker), True) for speaker in islice(speakers, 1)]

    def _before(self, number: int) -> Passage:
        start, stop = self.spans[number - 1]
        start = max(start, stop - LEAD)
        return read_passage(
            self.text, (start, stop), [piece for piece in self._pieces.get(number - 1, ()) if piece.start >= start]
        )

    def _signed(self, number: int) -> tuple[Passage, Attribution] | None:
        """A byline in a paragraph of its own, after the quotation."""
        if number + 1 >= len(self.spans) or self.text[self.spans[number + 1][0]] not in DASHES:
            return None
        start, end = self.spans[number + 1]
        after = read_passage(self.text, (start, min(end, start + LEAD)), [])
        attribution = byline(after, 0)
        return (after, attribution) if attribution else None


def _around(passage: Passage, end: int, *, also: bool) -> list[Source]:
    """From the sentence that ends at `end`, and `also` the others of its paragraph before it."""
    found: list[Source] = []
    now = told(passage, end) if end > 0 else None
    if now is not None and now.speaker is not None:
        found.append(Source(passage.span(*now.speaker), now.weight == "speaking"))
    floor = passage.sentence_starts[passage.sentence[end]]
    earlier: list[Source] = []
    while also and floor > 0 and len(earlier) < 3:
        last = floor - 1
        spoken = told(passage, last) if last > 0 else None
        if spoken is not None and spoken.speaker is not None and spoken.weight == "speaking":
            earlier.append(Source(passage.span(*spoken.speaker), False))
        floor = passage.sentence_starts[passage.sentence[last]]
    subject = main_subject(passage, passage.sentence_starts[passage.sentence[end]], end)
    doer = [Source(passage.span(*subject), False)] if subject is not None else []
    return [*found, *earlier, LAST, *doer]
