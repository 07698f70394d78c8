"""The result of a format's `parse` for one article, and what makes it: annotations, and the fields assembled of them.

Reads no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from store.errors import StetError
from store.formats.incoming.annotations import Annotation as Annotation
from store.formats.incoming.annotations import Losses as Losses
from store.formats.incoming.assembling import assemble as assemble
from store.formats.incoming.refusing import Refusal
from store.formats.origin import Origin
from store.intake.article import LARGEST_TEXT, too_long
from store.model.cleaning import clean_text
from store.model.fields import Json, Suggestions
from store.model.record import Record

Lookup = Callable[[str], str | None]
"""Returns the text of the article in the library with this id, or None."""


@dataclass(slots=True, kw_only=True)
class Hand:
    """The work of one annotator on an article: `by` is their name in the other program, `at` an ISO 8601 time in UTC.

    Either is empty if the file does not say it. `own` are the values of the article's own field, under the record's
    keys, references by their names alone. `done` is true if they finished the article there, and `settles` if they
    decided between the others, as who marks the ground truth or curates.
    """

    fields: Suggestions
    own: Json = field(default_factory=dict)
    by: str = ""
    at: str = ""
    done: bool = False
    settles: bool = False


@dataclass(slots=True, kw_only=True)
class Parsed:
    """One article with its fields or, if the file has complete records, its `record`.

    `about` holds title, source, url, date, author and meta if known; `done` is true if the article was finished in the
    other program; `losses` counts by type what is not imported. `fields` are by the annotator `by` at the time `at`, as
    in `Hand`; `others` is the work of further annotators. What counts most comes first: ground truth, then by time.

    `together` has the fields of all, if they annotated one set together instead of each the whole text. `proposed` has
    those of a machine, if the file has them beside people's; it is `fields` itself if nobody has worked on the text.
    `idle` counts annotators who were given the text and have nothing on it.
    `refused` are the annotations that were found, but are nowhere in the text.
    `damaged` says why the file may lack what was in it, so that nothing can be concluded from what it lacks.
    `origin` is the state of a record from which the file was exported, if it has kept that. Beside a `record`, whose
    fields are the result of its edits, `listed` returns the fields that the file lists.
    """

    text: str
    identifier: str | None = None
    about: Json = field(default_factory=dict)
    own: Json = field(default_factory=dict)
    fields: Suggestions = field(default_factory=Suggestions)
    by: str = ""
    at: str = ""
    done: bool = False
    settles: bool = False
    others: tuple[Hand, ...] = ()
    together: Suggestions | None = None
    proposed: Suggestions | None = None
    idle: int = 0
    losses: dict[str, int] = field(default_factory=dict)
    refused: Sequence[Refusal] = ()
    damaged: str = ""
    record: Record | None = None
    origin: Origin | None = None
    listed: Callable[[], Suggestions] | None = None

    @property
    def hands(self) -> list[Hand]:
        """Everybody's work: of those who found something, or finished without finding anything."""
        first = Hand(fields=self.fields, own=self.own, by=self.by, at=self.at, done=self.done, settles=self.settles)
        listed = [*([] if self.fields is self.proposed else [first]), *self.others]
        return [hand for hand in listed if hand.done or hand.own or hand.fields.all()]


def by_hands(hands: Sequence[Hand]) -> Json:
    """What `Parsed` says of the work of several annotators, of whom the first who has done something counts most."""
    first, *others = sorted(hands, key=lambda hand: not (hand.done or hand.own or hand.fields.all()))
    own = {
        "fields": first.fields,
        "own": first.own,
        "by": first.by,
        "at": first.at,
        "done": first.done,
        "settles": first.settles,
    }
    return {**own, "others": tuple(others)}


def linked(
    annotations: Mapping[str, Sequence[Annotation]], links: Sequence[tuple[str, str, str]]
) -> dict[str, list[tuple[str, str, str]]]:
    """By annotator, the links between their own annotations; the first has those that are nobody's, to be counted."""
    names = {by: {one.id for one in listed} for by, listed in annotations.items()}
    found: dict[str, list[tuple[str, str, str]]] = {by: [] for by in annotations}
    for source, target, label in links:
        owners = [by for by, known in names.items() if source in known and target in known]
        for by in owners or list(names)[:1]:
            found[by].append((source, target, label))
    return found


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
