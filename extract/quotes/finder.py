"""Quotations: their pieces joined, who said them, and the word that says so.

Puts together what the modules beside it find: quoted pieces, the passages around them, attributions, persons. Here it
is decided which pieces are quotations, which of them are one, and how sure that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extract.confidence import calibrated
from extract.document import Document
from extract.quotes.after import byline, cue_after, cue_later
from extract.quotes.attribution import Attribution
from extract.quotes.before import REACH, cue_before
from extract.quotes.confidence import UNATTRIBUTED, of_attribution, of_pieces
from extract.quotes.cues import GESTURES, VERBS
from extract.quotes.marks import Piece, quoted_pieces
from extract.quotes.passages import QUOTED, Passage, read_passage
from extract.quotes.shapes import SHORT, Shape, is_title, read_shape
from extract.quotes.speakers import Speakers
from extract.quotes.word_classes import DASHES
from store.model.fields import Person, Quote, QuoteType, Span

LEAD: Final = 600
"""How much of the paragraph before is read for what introduces a quotation."""


@dataclass(slots=True)
class _Quotation:
    pieces: list[Piece]
    type: QuoteType
    attribution: Attribution | None
    passage: Passage
    sure: float
    context: bool = False
    """Nothing says that these words are the speaker's: somebody was just spoken of."""


def find_quotes(document: Document, people: Sequence[Person] = ()) -> list[Quote]:
    """Fields without ids, ascending by first span; `speaker` is the id of one of `people`, or None."""
    text, spans = document.text, document.paragraphs
    pieces = quoted_pieces(text, spans)
    if not pieces:
        return []
    finder = _Finder(text, spans)
    first = 0
    while first < len(pieces):
        last = first
        while last < len(pieces) and pieces[last].paragraph == pieces[first].paragraph:
            last += 1
        finder.read(pieces[first].paragraph, pieces[first:last])
        first = last
    speakers = Speakers(text, people, [(piece.start, piece.end) for piece in pieces])
    return [_field(text, quotation, speakers) for quotation in finder.found]


def _field(text: str, quotation: _Quotation, speakers: Speakers) -> Quote:
    quote = Quote(spans=[(piece.start, piece.end) for piece in quotation.pieces], type=quotation.type)
    attribution = quotation.attribution
    sure = quotation.sure * of_pieces(
        len(quotation.pieces),
        across=quotation.pieces[-1].paragraph != quotation.pieces[0].paragraph,
        closed=all(piece.closed for piece in quotation.pieces),
        beside=attribution is not None and attribution.how in ("after", "inverted"),
    )
    if attribution is not None:
        if attribution.how != "byline" and not quotation.context:
            cue = quotation.passage.span(*attribution.cue)
            quote.cue = text[cue[0] : cue[1]]
            quote.evidence["cue"] = cue
        if attribution.speaker is not None:
            words = quotation.passage.span(*attribution.speaker)
            if not quotation.context:
                quote.evidence["speaker"] = words
            answer = speakers.resolve(words)
            sure *= 0.8 + 0.2 * answer.sure  # whom the words mean is another question than whose words they are
            quote.speaker_name = answer.name
            if answer.person is not None:
                quote.speaker = answer.person.id
    quote.confidence = calibrated(quote.kind, sure)
    return quote


def attribute(passage: Passage, piece: int, end: str) -> Attribution | None:
    """By the strongest evidence first. `end` is the last character quoted."""
    after = cue_after(passage, piece, end)
    before = cue_before(passage, piece)
    if after is not None and before is not None:
        introduced = passage.word(piece - 1) in (",", ":") and before.distance <= 12 and end in "?!"
        spoken = before.weight == "speaking" and before.how == "before"
        if introduced or end == "." or (spoken and after.weight != "speaking"):
            return before
    if after is not None:
        return after
    if before is None and (signed := byline(passage, piece + 1)):
        return signed
    if before is None or before.weight == "weak" or before.how == "noun":
        return cue_later(passage, piece) or before
    return before


class _Finder:
    """Walks the paragraphs that have quoted pieces, in order; remembers the quotation that may go on."""

    def __init__(self, text: str, spans: list[Span]) -> None:
        self.text = text
        self.spans = spans
        self.found: list[_Quotation] = []

    def read(self, number: int, pieces: list[Piece]) -> None:
        passage = read_passage(self.text, self.spans[number], pieces)
        here: dict[tuple[int, int], _Quotation] = {}
        for at, piece in passage.pieces.items():
            shape = read_shape(self.text, passage, at)
            if shape.nickname or shape.turn or shape.glossed:
                continue
            attribution = attribute(passage, at, shape.end)
            if attribution is not None:
                if is_title(passage, at, shape, cue_distance=attribution.distance):
                    continue
                if attribution.cue in here:
                    here[attribution.cue].pieces.append(piece)
                    continue
                kind = _type(passage, at, shape, attribution)
                sure = of_attribution(passage, at, shape, attribution, kind)
                quotation = _Quotation([piece], kind, attribution, passage, sure)
                here[attribution.cue] = quotation
                self.found.append(quotation)
            elif not self._goes_on(passage, at, shape, number, bool(here)):
                self._stands_alone(passage, at, shape, number)

    def _goes_on(self, passage: Passage, at: int, shape: Shape, number: int, begun: bool) -> bool:
        """Joins a piece without a cue of its own to the quotation before it, in this paragraph or the last."""
        if not self.found:
            return False
        last = self.found[-1]
        if begun and shape.whole and self._is_told(passage, at):
            return False
        if begun or (at == 0 and shape.whole and self._continues(last, number)):
            if is_title(passage, at, shape, cue_distance=0) or (shape.title and not shape.whole):
                return False
            last.pieces.append(passage.pieces[at])
            return True
        return False

    def _is_told(self, passage: Passage, at: int) -> bool:
        """The sentence before, without a quotation, says what somebody said, or that somebody else nodded."""
        number = passage.sentence[at] - 1
        start = at - 1
        while start >= max(0, at - REACH) and passage.sentence[start] == number:
            if passage.words[start] == QUOTED:
                return False
            start -= 1
        attribution = cue_before(passage, at - 1) if passage.sentence[at - 1] == number else None
        if attribution is None or attribution.speaker is None:
            return False
        verb = VERBS.get(passage.low[attribution.cue[0]])
        return attribution.weight == "speaking" or (verb is not None and verb.lemma in GESTURES)

    def _continues(self, last: _Quotation, number: int) -> bool:
        return last.pieces[-1].paragraph == number - 1 and self.text[self.spans[number - 1][1] - 1] != ":"

    def _stands_alone(self, passage: Passage, at: int, shape: Shape, number: int) -> None:
        """A quotation that what stands before it introduces, or a whole sentence that nothing introduces."""
        if not shape.whole and not shape.full:
            return
        piece = passage.pieces[at]
        prior = self._prior(passage, at, shape, number) or self._signed(number)
        if prior is not None:
            before, attribution = prior
            sure = of_attribution(
                before, len(before) - 1, shape, attribution, "direct", own=attribution.how == "byline"
            )
            context = attribution.weight != "speaking"
            self.found.append(_Quotation([piece], "direct", attribution, before, sure, context))
        elif shape.words >= SHORT and not shape.title:
            self.found.append(_Quotation([piece], "direct", None, passage, UNATTRIBUTED))

    def _signed(self, number: int) -> tuple[Passage, Attribution] | None:
        """A byline in a paragraph of its own, after the quotation."""
        if number + 1 >= len(self.spans) or self.text[self.spans[number + 1][0]] not in DASHES:
            return None
        start, end = self.spans[number + 1]
        after = read_passage(self.text, (start, min(end, start + LEAD)), [])
        attribution = byline(after, 0)
        return (after, attribution) if attribution else None

    def _prior(self, passage: Passage, at: int, shape: Shape, number: int) -> tuple[Passage, Attribution] | None:
        """The attribution in the sentence before, or at the end of the paragraph before."""
        if at > 0:
            if not shape.leads or passage.words[at - 1] == QUOTED:
                return None
            before, end = passage, at - 1
        else:
            if number == 0:
                return None
            start, stop = self.spans[number - 1]
            before = read_passage(self.text, (max(start, stop - LEAD), stop), [])
            end = len(before) - 1
        attribution = cue_before(before, end) if end > 0 else None
        return (before, attribution) if attribution and attribution.speaker else None


def _type(passage: Passage, at: int, shape: Shape, attribution: Attribution) -> QuoteType:
    """Direct where nothing but the quotation is what was said."""
    if attribution.how in ("after", "inverted", "according", "colon", "byline") and shape.leads:
        return "direct"
    capital = shape.first[:1].isupper()
    if attribution.how in ("before", "according") and capital and passage.word(at - 1) in (",", ":"):
        return "direct"
    quoted = attribution.how == "before" and attribution.distance == 1 and attribution.weight == "speaking"
    return "direct" if quoted and capital and shape.end in ".?!" else "partial"
