"""What the tests of quotations read: the fields of a text, and each as its pieces, speaker, cue and type."""

from __future__ import annotations

from typing import NamedTuple

from extract.document import Document
from extract.quotes import find_quotes
from store.model.fields import Quote


class Said(NamedTuple):
    """One expected quotation: its pieces as they stand in the text, joined by ` | `."""

    pieces: str
    speaker: str | None = None
    cue: str | None = None
    type: str = "direct"


def read_fields(text: str) -> list[Quote]:
    return find_quotes(Document(text))


def read(text: str) -> list[Said]:
    return [
        Said(" | ".join(text[start:end] for start, end in q.spans), q.speaker_name, q.cue, q.type)
        for q in read_fields(text)
    ]
