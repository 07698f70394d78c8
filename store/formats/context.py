"""The argument of a format's `write`: the records of one export, one at a time, each with the fields to export.

Counts the losses of a format and the records that had to be left out. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Final, TypeVar

from store.errors import StetError
from store.formats.origin import origin_of
from store.model.about import values_of
from store.model.edit import ARTICLE
from store.model.fields import GROUPS, AnyField, Json, Span, to_json
from store.model.fold import standing
from store.model.record import Record
from store.model.register import NOBODY, Register

Splitter = Callable[[str], Sequence[Span]]
"""Returns the sentences of a text, ascending."""

Result = TypeVar("Result")
IDENTIFIERS: Final = "identifiers of people and places"
DONE: Final = "whether articles are done"
SAID: Final = "titles, sources, dates of articles"
OWN: Final = "values of the article's own fields"
SAID_KEYS: Final = ("title", "source", "url", "date", "author", "meta")
_FRAME: Final = frozenset({"id", "spans", "status", "confidence", "evidence", "flag", "note", "became", "conflict"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of an export. By default it includes all decided fields that are not rejected.

    `since` is a prefix of an ISO 8601 time in UTC: it limits the export to articles with an edit at or after it.
    `byte_order_mark` begins each table of text with one, as Excel needs it.
    `country` gives the name of a country for its ISO 3166-1 code.
    `only` are the ids of the fields to export, whatever the other options say.
    `register` knows the identifiers of people and places.
    """

    sentences: Splitter
    include_rejected: bool = False
    include_suggested: bool = False
    groups: frozenset[str] = field(default_factory=lambda: frozenset(GROUPS))
    since: str | None = None
    only: Container[str] | None = None
    country: Callable[[str], str] = str
    byte_order_mark: bool = False
    register: Register = NOBODY

    def includes(self, item: AnyField) -> bool:
        if self.only is not None:
            return item.id in self.only
        if item.group not in self.groups:
            return False
        if not item.alive:
            return self.include_rejected
        return item.decided or self.include_suggested

    def includes_record(self, record: Record) -> bool:
        return self.since is None or any(edit.at >= self.since for edit in record.edits)


@dataclass
class Document:
    """One record and the fields of it to export; `losses` counts by type what the format could not hold."""

    record: Record
    fields: list[AnyField]
    options: Options
    losses: dict[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.record.text

    def decided_by(self, item: AnyField) -> tuple[str, str] | None:
        """(annotator, time) of the field's last effective edit; None if it is undecided."""
        return self._last_edits.get(item.id) if item.decided else None

    @cached_property
    def own(self) -> Json:
        """The values of the article's own field, for a format to keep."""
        return values_of(self.record.folded.about)

    def identifiers(self, item: AnyField) -> list[str]:
        """Of the person or place that a field names, as the register knows them."""
        return self.options.register.identifiers(item, self.record.id)

    @property
    def origin(self) -> Json:
        """The state that is exported, for a format to keep: `import --back` compares what comes back with it."""
        return origin_of(self.record, self.fields).to_json()

    @cached_property
    def _last_edits(self) -> dict[str, tuple[str, str]]:
        return {change.field: (edit.by, edit.at) for edit in standing(self.record.edits) for change in edit.changes}

    def report_loss_of_article(self, *kept: str) -> None:
        """Count what a format cannot hold of the article itself: that it is done, and what its source said of it, but
        for the keys that it keeps; `article` are the values of its own field."""
        self.report_loss(OWN, 0 if ARTICLE in kept else len(self.own))
        self.report_loss(DONE, self.record.status == "done")
        said = self.record.article.to_json()
        self.report_loss(SAID, any(said[key] for key in SAID_KEYS if key not in kept))

    def report_loss(self, sort: str, count: int = 1) -> None:
        """Count a loss. `sort` is a plural noun, as in the message `csv cannot hold …: 3 in 1 article`."""
        if count:
            self.losses[sort] = self.losses.get(sort, 0) + count


def unwatched(_document: Document) -> None:
    """For an export that nobody compares with what is read again."""


@dataclass(slots=True)
class Counts:
    """What an export left out or could not hold: fields undecided and in conflict, of `records`, and `refused` ones.

    `losses` has for each type of data how many in how many articles. `flagged` are among the undecided, `torn`
    among the conflicts: struck out by one annotator, not by another, and left out.
    """

    records: int = 0
    refused: int = 0
    undecided: int = 0
    flagged: int = 0
    conflicts: int = 0
    torn: int = 0
    losses: dict[str, tuple[int, int]] = field(default_factory=dict)


class ExportContext:
    """The records of one export, and the `counts` of what is lost. `say` is called with messages.

    `watch` is called with each document that was written, for whoever compares it with what is read again.
    """

    def __init__(
        self,
        records: Iterable[Record],
        options: Options,
        say: Callable[[str], object],
        watch: Callable[[Document], object] = unwatched,
        *,
        identifiers: bool = True,
    ) -> None:
        """`identifiers` is false for a format that has no place for those of people and places."""
        self.options = options
        self._identifiers = identifiers
        self.counts = Counts()
        self._records = records
        self._say = say
        self._watch = watch

    def records(self) -> Iterator[Record]:
        """Each record, for a format that always holds all of it."""
        for record in self._included():
            document = Document(record, list(record.fields.values()), self.options)
            self.counts.conflicts += sum(bool(item.conflict) for item in (*document.fields, record.about))
            self._watch(document)
            yield record

    def _included(self) -> Iterator[Record]:
        for record in self._records:
            if self.options.includes_record(record):
                self.counts.records += 1
                yield record

    def is_empty(self) -> bool:
        """Whether there is nothing to write, which reads as far as the first record. Call it before `each`."""
        self._records = records = iter(self._records)
        for record in records:
            if self.options.includes_record(record):
                self._records = chain((record,), records)
                return False
        return True

    def each(self, make: Callable[[Document], Result]) -> Iterator[Result]:
        """The result of `make` for each record. If it raises `StetError`, the record is reported and left out."""
        for record in self._included():
            try:
                document = self._document(record)
                result = make(document)
            except StetError as error:
                self.counts.refused += 1
                self._say(f"left out: {record.id}: {error.message}")
                continue
            if "own" not in vars(document):  # the format has not asked for it
                document.report_loss(OWN, len(document.own))
            for sort, count in document.losses.items():
                total, articles = self.counts.losses.get(sort, (0, 0))
                self.counts.losses[sort] = total + count, articles + 1
            self._watch(document)
            yield result

    def _document(self, record: Record) -> Document:
        fields = [item for item in record.fields.values() if self.options.includes(item)]
        length = len(record.text)
        for item in fields:
            for start, end in item.spans:
                if not 0 <= start < end <= length:
                    raise StetError(
                        "Offsets wrong", f"{item.id} is at {start}-{end}, but the text has {length} characters"
                    )
        torn = sum(self._is_torn(item) for item in record.fields.values())
        self.counts.torn += torn
        self.counts.conflicts += torn + sum(bool(item.conflict) for item in (*fields, record.about))
        if not self.options.include_suggested:
            undecided = [
                item for item in record.fields.values() if item.group in self.options.groups and not item.decided
            ]
            self.counts.undecided += len(undecided)
            self.counts.flagged += sum(item.flag for item in undecided)
        document = Document(record, fields, self.options)
        gone = sum(len(item.extra) for item in (*fields, record.about) if item.row.own)
        document.report_loss("values of attributes that the kinds file no longer has", gone)
        if not self._identifiers:
            document.report_loss(IDENTIFIERS, sum(bool(document.identifiers(item)) for item in fields))
        return document

    def _is_torn(self, item: AnyField) -> bool:
        wanted = self.options.only is None and item.group in self.options.groups
        return wanted and "status" in item.conflict and not item.alive and not self.options.include_rejected

    def report(self, name: str, shows_conflicts: bool) -> None:
        """Report the undecided fields that were left out, those in conflict, and each type of loss.

        `shows_conflicts` says that the format holds the readings of a conflict.
        """
        counts = self.counts
        if counts.undecided:
            fields = f"{counts.undecided:,} undecided field{'s' * (counts.undecided != 1)}"
            flagged = f", {counts.flagged:,} of them flagged" if counts.flagged else ""
            self._say(f"{fields} left out{flagged}")
        if there := counts.conflicts - counts.torn:
            fields = "1 field in conflict was" if there == 1 else f"{there:,} fields in conflict were"
            how = "with each reading" if shows_conflicts else "as if settled"
            self._say(f"{fields} exported {how}; settle {'it' if there == 1 else 'them'} with stet adjudicate")
        if counts.torn:
            fields = f"{counts.torn:,} field{'s' * (counts.torn != 1)}"
            self._say(f"{fields} left out that one struck out and another did not; settle with stet adjudicate")
        for sort, (count, articles) in sorted(counts.losses.items()):
            self._say(f"{name} cannot hold {sort}: {count} in {articles} article{'s' * (articles != 1)}")


def attributes_of(item: AnyField) -> Json:
    """The attributes that are not empty, under the record's keys."""
    values = to_json(item)
    left_out = {*_FRAME, *item.extra}
    return {key: value for key, value in values.items() if key not in left_out and value not in (None, [])}
