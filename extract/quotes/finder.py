"""Quotations: their pieces joined, who said them, and the word that says so.

Puts together what the modules beside it find: quoted pieces, the passages around them, attributions, persons. Here it
is decided which pieces are quotations, which of them are one, and how sure that is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from extract.confidence import calibrated
from extract.document import Document
from extract.lexicon import word_set
from extract.quotes.after import byline, cue_after, cue_later, is_relay, unverbed
from extract.quotes.attribution import Attribution
from extract.quotes.before import REACH, cue_before, speaker_label
from extract.quotes.confidence import CONTEXT, UNATTRIBUTED, of_attribution, of_pieces
from extract.quotes.context import Context, Source
from extract.quotes.cues import GESTURES, VERBS
from extract.quotes.marks import OPENING, Piece, quoted_pieces
from extract.quotes.noun_phrases import Phrase
from extract.quotes.passages import QUOTED, Passage, read_passage
from extract.quotes.shapes import SHORT, Shape, read_shape
from extract.quotes.speakers import Answer, Speakers
from extract.quotes.works import is_no_quotation
from store.model.fields import Person, Quote, QuoteType, Span

LEADS: Final = 2
"""The paragraphs at the head of an article that quote before anybody is named."""
_WORDLESS: Final = frozenset({"byline", "colon"})
"""Attributions by a mark: they have no cue."""


_RELAYED: Final = word_set("say tell add state claim announce warn note insist declare write argue maintain stress")
"""What a source does whose words others pass on."""


@dataclass(slots=True)
class _Quotation:
    pieces: list[Piece]
    type: QuoteType
    attribution: Attribution | None
    passage: Passage
    sure: float
    context: list[Source] = field(default_factory=list)
    """Who may be speaking, the likeliest first, where nothing attributes the words."""


def find_quotes(document: Document, people: Sequence[Person] = ()) -> list[Quote]:
    """Fields without ids, ascending by first span; `speaker` is the id of one of `people`, or None."""
    text, spans = document.text, document.paragraphs
    pieces = quoted_pieces(text, spans)
    if not pieces:
        return []
    by_paragraph = {number: list(group) for number, group in groupby(pieces, key=lambda piece: piece.paragraph)}
    finder = _Finder(text, spans, Context(text, spans, by_paragraph))
    for number, group in by_paragraph.items():
        finder.read(number, group)
    finder.settle()
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
    answer: Answer | None = None
    if attribution is not None:
        if attribution.how not in _WORDLESS:
            cue = quotation.passage.span(*attribution.cue)
            quote.cue = text[cue[0] : cue[1]]
            quote.evidence["cue"] = cue
        if attribution.speaker is not None:
            words = quotation.passage.span(*attribution.speaker)
            quote.evidence["speaker"] = words
            answer = speakers.resolve(words)
    else:
        answer = speakers.likeliest(quotation.context, quotation.pieces[0].start)
        sure *= CONTEXT if answer is not None else 1.0
    if answer is not None:
        sure *= 0.8 + 0.2 * answer.sure  # whom the words mean is another question than whose words they are
        quote.speaker_name = answer.name
        if answer.person is not None:
            quote.speaker = answer.person.id
    quote.confidence = calibrated(quote.kind, sure)
    return quote


def attribute(passage: Passage, piece: int, shape: Shape) -> Attribution | None:
    """By the strongest evidence first; in a transcript, what the speaker says of themself by the label of the turn."""
    found = _attribution(passage, piece, shape)
    if found is None or found.speaker is None or passage.low[found.speaker[0]] in ("i", "we"):
        label = speaker_label(passage)
        if label is not None and label.cue[0] + 1 < piece:
            return label
    return found


def _attribution(passage: Passage, piece: int, shape: Shape) -> Attribution | None:
    end = shape.end
    after = cue_after(passage, piece, end)
    before = cue_before(passage, piece)
    if after is not None and before is not None:
        introduced = passage.word(piece - 1) in (",", ":") and before.distance <= 12 and end in "?!"
        spoken = before.weight == "speaking" and before.how == "before"
        if introduced or end == "." or (spoken and after.weight != "speaking"):
            return before
        plain = VERBS.get(passage.low[before.cue[0]])
        if spoken and plain is not None and plain.lemma in _RELAYED and is_relay(passage, after):
            return before
    if after is not None:
        return after
    if before is None and (signed := byline(passage, piece + 1) or _named(passage, piece, shape)):
        return signed
    if before is None or before.weight == "weak" or before.how == "noun":
        return cue_later(passage, piece) or before
    return before


def _named(passage: Passage, piece: int, shape: Shape) -> Attribution | None:
    return unverbed(passage, piece, shape.end) if shape.leads and shape.words >= SHORT - 1 and not shape.title else None


class _Finder:
    """Walks the paragraphs that have quoted pieces, in order; remembers the quotation that may go on."""

    def __init__(self, text: str, spans: list[Span], context: Context) -> None:
        self.text = text
        self.spans = spans
        self.context = context
        self.found: list[_Quotation] = []
        self._open: list[tuple[Passage, Shape, int]] = []
        """Paragraphs quoted throughout and left open, whose attribution may come at the end of the last one."""

    def read(self, number: int, pieces: list[Piece]) -> None:
        passage = read_passage(self.text, self.spans[number], pieces)
        here: dict[tuple[int, int], _Quotation] = {}
        for at, piece in passage.pieces.items():
            shape = read_shape(self.text, passage, at)
            attribution = attribute(passage, at, shape)
            if is_no_quotation(passage, at, shape, attribution):
                continue
            if at == 0 and attribution is None and self._is_left_open(passage, shape, number):
                self._open.append((passage, shape, number))
                continue
            begins = at == 0 and attribution is not None and attribution.how in ("after", "inverted", "according")
            opened = self.settle(until=number if begins else None)
            if attribution is not None:
                if attribution.cue in here:
                    here[attribution.cue].pieces.append(piece)
                    continue
                kind = _type(passage, at, shape, attribution)
                sure = of_attribution(passage, at, shape, attribution, kind)
                quotation = _Quotation([*opened, piece], kind, attribution, passage, sure)
                here[attribution.cue] = quotation
                self.found.append(quotation)
            elif not self._goes_on(passage, at, shape, number, here):
                self._stands_alone(passage, at, shape, number)

    def _is_left_open(self, passage: Passage, shape: Shape, number: int) -> bool:
        """A paragraph that is one open quotation, nothing introduces, and the next paragraph goes on with."""
        piece = passage.pieces[0]
        if len(passage) > 1 or piece.closed or not shape.whole or number + 1 >= len(self.spans):
            return False
        following = self.spans[number + 1][0]
        return self.text[following] in OPENING and not self.context.introduces(number)

    def settle(self, until: int | None = None) -> list[Piece]:
        """Ends the paragraphs left open: the pieces that belong to paragraph `until`, which goes on with them."""
        held, self._open = self._open, []
        if held and held[-1][2] + 1 == until:
            return [passage.pieces[0] for passage, _, _ in held]
        for passage, shape, number in held:
            if not self._goes_on(passage, 0, shape, number, {}):
                self._stands_alone(passage, 0, shape, number)
        return []

    def _goes_on(self, passage: Passage, at: int, shape: Shape, number: int, here: Mapping[Phrase, _Quotation]) -> bool:
        """Joins a piece without a cue of its own to the quotation before it, in this paragraph or the last."""
        if not self.found:
            return False
        last = self.found[-1]
        if here and shape.whole and self._is_told(passage, at, here):
            return False
        if here or (at == 0 and shape.whole and self._continues(last, number)):
            if shape.title and not shape.whole:
                return False
            last.pieces.append(passage.pieces[at])
            return True
        return False

    def _is_told(self, passage: Passage, at: int, here: Mapping[Phrase, _Quotation]) -> bool:
        """The sentence before, without a quotation, says what somebody said, or that somebody else nodded."""
        number = passage.sentence[at] - 1
        start = at - 1
        while start >= max(0, at - REACH) and passage.sentence[start] == number:
            if passage.words[start] == QUOTED:
                return False
            start -= 1
        attribution = cue_before(passage, at - 1) if passage.sentence[at - 1] == number else None
        if attribution is None or attribution.speaker is None or attribution.cue in here:
            return False
        verb = VERBS.get(passage.low[attribution.cue[0]])
        return attribution.weight == "speaking" or (verb is not None and verb.lemma in GESTURES)

    def _continues(self, last: _Quotation, number: int) -> bool:
        """Full sentences after a phrase woven into another's are a quotation of their own."""
        follows = last.pieces[-1].paragraph == number - 1 and self.text[self.spans[number - 1][1] - 1] != ":"
        return follows and last.type != "partial"

    def _stands_alone(self, passage: Passage, at: int, shape: Shape, number: int) -> None:
        """A quotation that what stands before it introduces, or a whole sentence that nothing introduces."""
        piece = passage.pieces[at]
        if not shape.whole and not shape.full:
            if not self.found and number <= LEADS and shape.words >= SHORT and shape.first[:1].islower():
                sources = self.context.following(number)
                self.found.append(_Quotation([piece], "partial", None, passage, UNATTRIBUTED, sources))
            return
        told = self.context.attribution(passage, at, shape, number)
        if told is not None:
            before, attribution = told
            own = attribution.how == "byline"
            sure = of_attribution(before, len(before) - 1, shape, attribution, "direct", own=own)
            self.found.append(_Quotation([piece], "direct", attribution, before, sure))
            return
        if shape.words >= SHORT and not shape.title:
            sources = self.context.sources(passage, at, shape, number)
            self.found.append(_Quotation([piece], "direct", None, passage, UNATTRIBUTED, sources))


def _type(passage: Passage, at: int, shape: Shape, attribution: Attribution) -> QuoteType:
    """Direct where nothing but the quotation is what was said."""
    if attribution.how in ("after", "inverted", "according", "colon", "byline") and shape.leads:
        return "direct"
    capital = shape.first[:1].isupper()
    if attribution.how in ("before", "according", "noun") and capital and passage.word(at - 1) in (",", ":"):
        return "direct"
    quoted = attribution.how == "before" and attribution.distance == 1 and attribution.weight == "speaking"
    return "direct" if quoted and capital and shape.end in ".?!" else "partial"
