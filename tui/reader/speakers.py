"""Who may have said a quote: the people of the article, those named nearest to it first. Pure."""

from __future__ import annotations

from store.fields import Json, Person, Quote, Span
from store.record import Record
from tui.reader.evidence import sentence_around


def candidates(record: Record, quote: Quote) -> list[tuple[Person, Span]]:
    """Each with the mention of theirs that is nearest to the quote."""

    def distance(mention: Span) -> int:
        gaps = (max(start - mention[1], mention[0] - end) for start, end in quote.spans)
        return min(gap if gap >= 0 else _INSIDE for gap in gaps)

    found = [(person, min(person.spans, key=distance)) for person in record.people if person.alive and person.spans]
    return sorted(found, key=lambda one: distance(one[1]))


_INSIDE = 5000
"""A speaker is seldom named within the quotation itself: as far off as a few pages."""


def turn(record: Record, quote: Quote, step: int) -> Json:
    """The attributes with the next candidate as the speaker; after the last one comes nobody."""
    people = candidates(record, quote)
    ids = [person.id for person, _ in people]
    start = -1 if step > 0 else len(ids)
    place = (ids.index(quote.speaker) if quote.speaker in ids else start) + step
    if not 0 <= place < len(ids):
        return speaks(None, None)
    person = people[place][0]
    return speaks(person, named_beside(record, quote, person))


def named_beside(record: Record, quote: Quote, person: Person) -> Span | None:
    """The mention that goes with the cue; without a cue, the nearest in a sentence of the quote; None where none is."""
    if quote.speaker == person.id and "speaker" in quote.evidence:
        return quote.evidence["speaker"]
    for stated in ([quote.evidence["cue"]] if "cue" in quote.evidence else [], quote.spans):
        around = [(span, sentence_around(record.text, span)) for span in stated]
        near = [
            (max(start - span[1], span[0] - end), (start, end))
            for span, (first, last) in around
            for start, end in person.spans
            if first <= start and end <= last and not any(low <= start and end <= high for low, high in quote.spans)
        ]
        if near:
            return min(near)[1]
    return None


def speaks(person: Person | None, mention: Span | None) -> Json:
    """What makes this person the speaker of a quote, under the record's keys."""
    return {
        "speaker": person.id if person else None,
        "speaker_name": person.name if person else None,
        "evidence": {"speaker": list(mention) if mention else None},
    }
