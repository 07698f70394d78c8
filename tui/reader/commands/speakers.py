"""Whom the speaker keys offer for a quote: people of the article, named nearest to it first, or somebody new. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from extract.names import gazetteer
from extract.names.offices import is_office
from extract.names.vocabulary import BODIES, PARTICLES
from extract.words import STARTERS
from store.model.fields import Json, Person, Quote, Span
from store.model.kinds import PERSON
from store.model.record import Record
from store.plain import plain
from tui.reader.commands.edges import others
from tui.reader.editor.evidence import sentence_around


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


def person_named(record: Record, quote: Quote, typed: str) -> Person | None:
    """The one person of the article whom these letters can only mean: by name, surname or the start of one."""
    wanted = plain(typed)
    first, _, rest = wanted.partition(" ")
    surname = rest if first.rstrip(".") in _HONORIFICS and rest else wanted
    people = [person for person, _ in candidates(record, quote)]
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.split()[-1:] == [surname],
        lambda name: len(wanted) > 1 and (name.startswith(wanted) or name.split()[-1].startswith(wanted)),
    )
    for test in tests:
        found = [person for person in people if person.name.strip() and test(plain(person.name))]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def newcomer(record: Record, typed: str) -> list[Span]:
    """Where a person is named whom no field knows yet, by these words; nowhere where they name no person.

    They do where each has a capital and the extractor, in their sentences, takes them for a person, or for nothing
    that it knows while they are two words or more; `the Defense Ministry` and `he` are names only.
    """
    words = typed.split()
    if not words or not all(word[0].isupper() or word.casefold() in PARTICLES for word in words):
        return []
    if not words[0][0].isupper() or any(_is_none(word) for word in words):
        return []
    found = others(record, typed, PERSON.group)
    if not found:
        return []
    kinds = {kind for span in found[:_LOOKED_AT] for kind in _kinds(record.text, span)}
    return found if PERSON.name in kinds or (not kinds and len(words) > 1) else []


def _is_none(word: str) -> bool:
    """True of a word that is no part of a person's name: a body, a group, an office, a people, a pronoun."""
    key = gazetteer.fold(word)
    return key in BODIES or word in STARTERS or is_office(word) or gazetteer.names().get(key) in _NOBODY


def _kinds(text: str, span: Span) -> set[str]:
    """What the extractor finds of these words in their sentence."""
    from extract.document import Document
    from extract.names.finder import find_names

    start, end = sentence_around(text, span)
    document = Document(text[start:end])
    people, places = find_names(document)
    document.reading.restore((*people, *places))
    mine = (span[0] - start, span[1] - start)
    return {item.kind for item in (*people, *places) for one in item.spans if one[0] < mine[1] and mine[0] < one[1]}


_HONORIFICS: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady", "dr", "prof", "rev"})
_NOBODY: Final = (gazetteer.GROUP, gazetteer.DEMONYM)
_LOOKED_AT: Final = 3
"""Mentions about which the extractor is asked."""
