"""Quotations: their pieces joined, who said them, and the word that says so.

Puts together what the modules beside it find: quoted pieces, the passages around them, attributions, persons. Here it
is decided what is a quotation and what a title, a nickname or a scare quote, and which pieces are one quotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.attribution import Attribution, cue_after, cue_before, cue_later
from extract.cues import STRONG
from extract.noun_phrases import is_name_word
from extract.passages import QUOTED, Passage, read_passage
from extract.quotation_marks import Piece, quoted_pieces
from extract.words import paragraphs
from store.fields import Person, Quote, QuoteType, Span


@dataclass(slots=True)
class _Quotation:
    pieces: list[Piece]
    type: QuoteType
    attribution: Attribution | None
    passage: Passage
    confidence: float
    carried: bool = False
    speaker: Span | None = field(default=None)


def find_quotes(text: str, people: Sequence[Person] = ()) -> list[Quote]:
    """Fields without ids, ascending by first span; `speaker` is the id of one of `people`, or None."""
    spans = paragraphs(text)
    pieces = quoted_pieces(text, spans)
    if not pieces:
        return []
    finder = _Finder(text, spans)
    at = 0
    while at < len(pieces):
        number = pieces[at].paragraph
        last = at
        while last < len(pieces) and pieces[last].paragraph == number:
            last += 1
        finder.read(number, pieces[at:last])
        at = last
    return [_field(text, quotation) for quotation in finder.found]


def _field(text: str, quotation: _Quotation) -> Quote:
    quote = Quote(
        spans=[(piece.start, piece.end) for piece in quotation.pieces],
        type=quotation.type,
        confidence=quotation.confidence,
    )
    attribution = quotation.attribution
    if attribution is not None:
        if attribution.cue >= 0:
            span = quotation.passage.span(attribution.cue, max(attribution.cue, attribution.cue_last))
            quote.cue = text[span[0] : span[1]]
            quote.evidence["cue"] = span
        if attribution.speaker is not None:
            span = quotation.passage.span(*attribution.speaker)
            quote.speaker_name = text[span[0] : span[1]]
            quote.evidence["speaker"] = span
    return quote


class _Finder:
    """Walks the paragraphs that have quoted pieces, in order; remembers the quotation that may go on."""

    def __init__(self, text: str, spans: list[Span]) -> None:
        self.text = text
        self.spans = spans
        self.found: list[_Quotation] = []

    def read(self, number: int, pieces: list[Piece]) -> None:
        passage = read_passage(self.text, self.spans[number], pieces)
        by_cue: dict[int, _Quotation] = {}
        here: list[_Quotation] = []
        for at in sorted(passage.pieces):
            piece = passage.pieces[at]
            shape = _Shape(self.text, passage, at)
            if not shape.possible:
                continue
            attribution = self._attribution(passage, at, shape)
            if attribution is not None:
                if not shape.accepts(attribution):
                    continue
                same = by_cue.get(attribution.cue)
                if same is not None:
                    same.pieces.append(piece)
                    continue
                quotation = _Quotation([piece], shape.type(attribution), attribution, passage, 0.9)
                by_cue[attribution.cue] = quotation
            else:
                if self._goes_on(passage, at, shape, here, number):
                    continue
                prior = self._prior(passage, at, shape, number)
                if prior is None and not shape.whole:
                    continue
                if prior is None and shape.words < 4:
                    continue
                quotation = _Quotation([piece], "direct", None, passage, 0.5)
                if prior is not None:
                    quotation.passage, quotation.attribution = prior
            here.append(quotation)
            self.found.append(quotation)

    def _attribution(self, passage: Passage, at: int, shape: _Shape) -> Attribution | None:
        return cue_after(passage, at, shape.end) or cue_before(passage, at) or cue_later(passage, at)

    def _goes_on(self, passage: Passage, at: int, shape: _Shape, here: list[_Quotation], number: int) -> bool:
        """Joins a piece without a cue of its own to the quotation before it."""
        if not shape.whole or not self.found:
            return False
        last = self.found[-1]
        if here and last is here[-1]:
            last.pieces.append(passage.pieces[at])
            return True
        if at == 0 and last.pieces[-1].paragraph == number - 1 and self.text[self.spans[number - 1][1] - 1] != ":":
            last.pieces.append(passage.pieces[at])
            return True
        return False

    def _prior(self, passage: Passage, at: int, shape: _Shape, number: int) -> tuple[Passage, Attribution] | None:
        """The attribution in the sentence before, or in the paragraph before that ends in a colon."""
        if not shape.whole:
            return None
        if at == 0:
            if number == 0:
                return None
            start, end = self.spans[number - 1]
            if self.text[end - 1] not in ":":
                return None
            before = read_passage(self.text, (max(start, end - 600), end), [])
            attribution = cue_before(before, len(before) - 1) if len(before) else None
            return (before, attribution) if attribution else None
        if passage.sentence[at - 1] == passage.sentence[at] or passage.words[at - 1] == QUOTED:
            return None
        attribution = cue_before(passage, at - 1)
        if attribution and passage.low[attribution.cue] in STRONG and attribution.speaker:
            return passage, attribution
        return None


class _Shape:
    """What a piece looks like by itself and beside its neighbours."""

    def __init__(self, text: str, passage: Passage, at: int) -> None:
        piece = passage.pieces[at]
        self.inner = piece.inner(text).strip()
        words = self.inner.split(None, 40)
        self.words = len(words)
        self.first = words[0].lstrip("[(‘'\"“…") if words else ""
        self.end = self.inner[-1:] or " "
        self.passage = passage
        self.at = at
        self.before = passage.word(at - 1)
        self.after = passage.word(at + 1)
        self.starts_sentence = at == 0 or passage.sentence[at - 1] != passage.sentence[at]
        capital = self.first[:1].isupper() or self.first[:1].isdigit()
        self.whole = (
            self.starts_sentence
            and (capital or not self.first[:1].islower())
            and (self.end in ".?!…,-—–" or not piece.closed)
        )
        content = [word.strip(".,!?;:'’\"") for word in words if word[:1].isalpha()]
        capitals = sum(1 for word in content if word[:1].isupper())
        small = sum(1 for word in content if not word[:1].isupper() and len(word) > 3)
        self.title = self.words >= 1 and bool(content) and capitals >= 1 and small == 0 and content[0][:1].isupper()

    @property
    def possible(self) -> bool:
        """False for nicknames: `Robert “Bobby” Scott`."""
        passage, at = self.passage, self.at
        if self.words <= 3 and 0 < at < len(passage) - 1:
            before, after = passage.words[at - 1], passage.words[at + 1]
            if (
                is_name_word(before)
                and is_name_word(after)
                and passage.sentence[at - 1] == passage.sentence[at + 1]
                and self.end not in ",.?!"
            ):
                return False
        return True

    def accepts(self, attribution: Attribution) -> bool:
        if attribution.how in ("after", "inverted"):
            return True
        immediate = attribution.how in ("before", "according") and attribution.distance <= 2
        return not (self.title and self.words <= 6 and not immediate and self.before not in (":", "as", ","))

    def type(self, attribution: Attribution) -> QuoteType:
        if attribution.how in ("after", "inverted", "according") and self.starts_sentence:
            return "direct"
        if attribution.how == "before" and self.before in (",", ":") and self.first[:1].isupper():
            return "direct"
        return "partial"
