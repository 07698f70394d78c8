"""The result of a format's `parse` for one article, and what makes it: annotations, and the fields assembled of them.

Reads no file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from store.errors import StetError
from store.formats.annotations import Annotation as Annotation
from store.formats.annotations import Losses as Losses
from store.formats.assembling import assemble as assemble
from store.intake.article import LARGEST_TEXT, too_long
from store.model.cleaning import clean_text
from store.model.fields import Json, Suggestions
from store.model.record import Record

Lookup = Callable[[str], str | None]
"""Returns the text of the article in the library with this id, or None."""


@dataclass(slots=True, kw_only=True)
class Hand:
    """The work of one annotator on an article: `by` is their name in the other program, `at` an ISO 8601 time in UTC.

    Either is empty if the file does not say it. `done` is true if they finished the article there.
    """

    fields: Suggestions
    by: str = ""
    at: str = ""
    done: bool = False


@dataclass(slots=True, kw_only=True)
class Parsed:
    """One article with its fields or, if the file has complete records, its `record`.

    `about` holds title, source, url, date, author and meta if known; `done` is true if the article was finished in the
    other program; `losses` counts by type what is not imported. `fields` are by the annotator `by` at the time `at`, as
    in `Hand`; `others` is the work of further annotators. What counts most comes first: ground truth, then by time.
    """

    text: str
    identifier: str | None = None
    about: Json = field(default_factory=dict)
    fields: Suggestions = field(default_factory=Suggestions)
    by: str = ""
    at: str = ""
    done: bool = False
    others: tuple[Hand, ...] = ()
    losses: dict[str, int] = field(default_factory=dict)
    record: Record | None = None


def checked_text(text: Any) -> str:
    """The cleaned text. Raises `StetError` if it is no text, or if cleaning would shift its offsets."""
    if not isinstance(text, str) or not text.strip():
        raise StetError("No text", "it has no text")
    if len(text) > LARGEST_TEXT:
        raise too_long("it")
    clean = clean_text(text)
    if len(clean) != len(text):
        raise StetError("Offsets wrong", "its text has a byte-order mark or CRLF line ends; export it again without")
    return clean
