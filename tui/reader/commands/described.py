"""What the machine says of a field that a person adds, from the words about it: a role, what is counted, who speaks.

What the words themselves say is in `selecting`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.words import tokens
from store.model.fields import BY_GROUP, Json, Span, to_json
from store.model.kinds import NUMBER, PERSON, QUOTE
from tui.reader.commands.selecting import attributes_of
from tui.reader.editor.evidence import sentence_around
from tui.reader.text.units import paragraph_at

if TYPE_CHECKING:
    from store.model.fields import Person
    from store.model.record import Record


def described(record: Record, group: str, span: Span) -> Json:
    """Attributes and evidence of a new field, under the record's keys."""
    said = attributes_of(group, record.text[slice(*span)])
    if group == PERSON.group:
        return said | _role(record, span)
    if group == NUMBER.group:
        return said | _counted(record, span)
    if group == QUOTE.group:
        return said | _speaker(record, span)
    return said


def _role(record: Record, span: Span) -> Json:
    from extract.names.roles import role_at

    named = sorted(one for person in record.people if person.alive for one in person.spans if one != span)
    role = role_at(record.text, span, named)
    return {} if role is None else {"role": role.words(record.text), "evidence": {"role": list(role.span)}}


def _counted(record: Record, span: Span) -> Json:
    """As the finder of numbers reads the sentence, if it finds this number in it at all."""
    from extract.document import Document
    from extract.numbers import find_numbers

    first, last = sentence_around(record.text, span)
    document = Document(record.text[first:last])
    found = find_numbers(document)
    document.reading.restore(found)
    for number in found:
        if number.spans[0] == (span[0] - first, span[1] - first):
            data = to_json(number)
            evidence = {key: [start + first, end + first] for key, (start, end) in number.evidence.items()}
            return {key: data[key] for key in BY_GROUP[NUMBER.group].keys} | {"evidence": evidence}
    return {}


def _speaker(record: Record, span: Span) -> Json:
    """The nearest word of saying in the paragraph, outside of what is quoted, and the person named nearest to it."""
    from extract.quotes.cues import CUES

    text = record.text
    low, high = paragraph_at(text, span[0]) or sentence_around(text, span)
    quoted = [span, *(one for quote in record.quotes if quote.alive for one in quote.spans)]
    words = [
        word
        for word in tokens(text, low, high)
        if text[slice(*word)].casefold() in CUES and not any(a < word[1] and word[0] < b for a, b in quoted)
    ]
    cue = min(words, key=lambda word: max(word[0] - span[1], span[0] - word[1]), default=None)
    if cue is None:
        return {}
    said: Json = {"cue": text[slice(*cue)], "evidence": {"cue": list(cue)}}
    begin, end = sentence_around(text, cue)
    near = [
        (max(one[0] - cue[1], cue[0] - one[1]), one, person)
        for person in record.people
        if person.alive
        for one in person.spans
        if begin <= one[0]
        and one[1] <= max(end, cue[1] + _NEAR)
        and not any(a < one[1] and one[0] < b for a, b in quoted)
    ]
    return said if not near else _by(said, *min(near, key=lambda found: found[0])[1:])


def _by(said: Json, mention: Span, person: Person) -> Json:
    evidence = {**said["evidence"], "speaker": list(mention)}
    return said | {"speaker": person.id, "speaker_name": person.name, "evidence": evidence}


_NEAR = 40
"""Characters after a word of saying within which a name may still be its subject."""
