"""Runs an import: adds the articles and annotations of a file, read by a format, to the library.

With `back` only the corrections are brought home that were made elsewhere to what was exported (see `home`). Else
existing data stay. A new article is added with its fields, as suggestions or decided. Fields for an existing article
are added by one import edit. A field with the kind and a span of an existing one is not added: if the import is decided
and the existing field is not, the existing field takes what the import says of it; if both are decided, the existing
field stays, and a difference is counted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

from store.errors import StetError
from store.files import look
from store.formats.incoming.assembling import Imported
from store.formats.incoming.decoding import telling
from store.formats.parsing import Hand, Parsed
from store.formats.registry import get, importable
from store.importing.article_values import DIFFERING, filled
from store.importing.hands import with_hands
from store.importing.home import bring_home, gone, parsed_with_refusals
from store.importing.matching import Matching
from store.importing.proposed import decisions
from store.importing.reading import read_all
from store.importing.registering import Identifiers, with_identifiers
from store.importing.report import ImportReport
from store.jsontext import encode
from store.library.protocol import Library
from store.model.edit import ARTICLE, Change, Edit
from store.model.fields import AnyField, Json, Suggestions, to_json
from store.model.record import Article, Record, text_id
from store.sync.conflicts import disputed

As = Literal["suggestions", "decided", "back"]
OTHERS: Final = "fields by other annotators: --as decided takes them as their edits, --each-annotator as libraries"
GONE: Final = "fields that are gone or moved there, kept here: stet import --back brings that home"
_ABOUT: Final = ("title", "source", "url", "date", "author", "meta")


class Importer:
    """One import into a library, with its report. With `proposed`, new articles get what a machine proposed there."""

    def __init__(self, library: Library, source: str, how: As, by: str, *, proposed: bool = False) -> None:
        self.report = ImportReport()
        self._library = library
        self._source = source
        self._how = how
        self._by = by
        self._extractor = f"import/{source}"
        self._with_proposed = proposed
        self._identifiers = Identifiers(library)

    def text_of(self, identifier: str) -> str | None:
        """The text of an article by its id, or by the address that it came from."""
        if identifier not in self._library and identifier.startswith(("http://", "https://")):
            identifier = self._by_address.get(identifier, identifier)
        return self._library.load(identifier).text if identifier in self._library else None

    @cached_property
    def _by_address(self) -> dict[str, str]:
        articles = (self._library.load(one.id).article for one in self._library.find())
        return {article.url: article.id for article in articles if article.url}

    def add(self, parsed: Parsed) -> None:
        self._add(parsed)
        if works := with_identifiers(parsed):
            self._identifiers.add(self._identifier(parsed) or "", works)

    def bring_identifiers(self) -> None:
        """Into the register, once all articles are in."""
        self.report.identifiers, losses = self._identifiers.bring(self._by, self._source)
        self._lose(losses)

    def _add(self, parsed: Parsed) -> None:
        if self._how == "back":
            self._bring_home(parsed)
            return
        if parsed.record is not None:
            self._add_record(parsed.record)
            return
        if self._how == "suggestions" and parsed.others:
            self._choose(parsed)
        identifier = self._identifier(parsed)
        if identifier is not None and parsed.origin is not None:
            self._lose({GONE: gone(self._library.load(identifier), parsed, get(self._source))})
        if self._how == "decided" and (parsed.by or parsed.others):
            self._add_hands(identifier, parsed)
        else:
            decided = self._how == "decided" and parsed.fields is not parsed.proposed
            if identifier is None:
                self._add_new(parsed, decided)
            else:
                self._add_to_existing(self._library.load(identifier), parsed, decided)
        self._lose(parsed.losses)

    def _choose(self, parsed: Parsed) -> None:
        """Take for suggestions what all found together, or what counts most; nobody's decisions come in undecided."""
        theirs = [item for hand in parsed.hands for item in hand.fields.all()]
        parsed.fields = parsed.together or parsed.fields
        taken = {_content(item) for item in parsed.fields.all()}
        if lost := {_content(item) for item in theirs} - taken:
            self._lose({OTHERS: len(lost)})

    def _lose(self, losses: Mapping[str, int]) -> None:
        for sort, count in losses.items():
            if count:
                self.report.losses[sort] = self.report.losses.get(sort, 0) + count

    def _identifier(self, parsed: Parsed) -> str | None:
        """The id of the same text in the library: the given id, the text's own, or any; None if there is none."""
        for identifier in (parsed.identifier, text_id(parsed.text)):
            if identifier and identifier in self._library and self.text_of(identifier) == parsed.text:
                return identifier
        return self._library.with_text(parsed.text)

    def _bring_home(self, parsed: Parsed) -> None:
        if parsed.record is not None:
            self._add_record(parsed.record)
        identifier = self._identifier(parsed)
        if identifier is None:
            raise StetError("Not brought back", f"{self._why_unknown(parsed)}; import it without --back")
        record = self._library.load(identifier)
        home = bring_home(record, parsed, get(self._source), self._by)
        self.report.known += parsed.record is None
        self._lose(parsed.losses)
        self._lose(home.losses)
        self.report.idle += parsed.idle
        if not home.edits:
            return
        for edit in home.edits:
            self.report.edits[edit.op] = self.report.edits.get(edit.op, 0) + 1
        committed = self._library.commit(identifier, home.edits).record
        self.report.conflicts += len(disputed(committed)) - len(disputed(record))

    def _why_unknown(self, parsed: Parsed) -> str:
        named = parsed.identifier
        if not named or named not in self._library:
            return "this library has no such article"
        known = self._library.load(named).text
        at = next((at for at, (a, b) in enumerate(zip(known, parsed.text, strict=False)) if a != b), None)
        where = f"from “{known[at : at + 20]}” on" if at is not None else "in its length"
        return f"the text of {named} differs from the one here, {where}, and a text here never changes"

    def _add_record(self, record: Record) -> None:
        if record.id not in self._library:
            self._library.add(record.article, record.suggestions, record.edits, record.extra)
            self.report.added += 1
            self.report.fields += len(record.fields)
            return
        existing = self._library.load(record.id)
        if existing.text != record.text:
            raise StetError("Not imported", f"the library has another text under the id {record.id}")
        if existing.suggestions != record.suggestions:
            raise StetError(
                "Not imported", "the library has other suggestions for it; import into a new library, then stet merge"
            )
        self.report.known += 1
        if existing.edits != record.edits:
            self._library.commit(record.id, record.edits)

    def _article(self, parsed: Parsed) -> Article:
        metadata = {key: parsed.about[key] for key in _ABOUT if parsed.about.get(key)}
        identifier = parsed.identifier or text_id(parsed.text)
        if identifier in self._library:  # for another text
            identifier = text_id(parsed.text)
        return Article(id=identifier, text=parsed.text, **metadata)

    def _add_hands(self, identifier: str | None, parsed: Parsed) -> None:
        """Several annotators' work, or that of one who has a name, as their edits."""
        if identifier is None:
            before = Record(article=self._article(parsed), suggestions=self._proposed(parsed))
        else:
            before = self._library.load(identifier)

        def changes_of(base: Record, hand: Hand) -> list[Change]:
            if self._with_proposed and base.suggestions.extractor == self._extractor and not base.edits:
                changes = decisions(base, hand.fields, hand.done)
                self.report.taken_over += sum(change.before is not None for change in changes)
                return changes + self._own(base, hand.own)
            changes = self._changes(Matching(base, hand.fields), decided=True)
            return changes + self._own(base, hand.own, changes)

        record = with_hands(before, parsed.hands, self._source, self._by, changes_of)
        if identifier is None:
            self._library.add(record.article, record.suggestions, record.edits)
        elif len(record.edits) > len(before.edits):
            self._library.commit(record.id, record.edits[len(before.edits) :])
        self.report.added += identifier is None
        self.report.known += identifier is not None
        self.report.fields += len(record.fields) - (0 if identifier is None else len(before.fields))
        for edit in record.edits[len(before.edits) :]:
            if edit.is_of_annotator:
                self.report.annotators[edit.by] = self.report.annotators.get(edit.by, 0) + 1
        self.report.conflicts += len(disputed(record))

    def _proposed(self, parsed: Parsed) -> Suggestions:
        """What a machine proposed to the annotators, if it is asked for."""
        fields = parsed.proposed if self._with_proposed else None
        return fields.plain(self._extractor) if isinstance(fields, Imported) else Suggestions()

    def _add_new(self, parsed: Parsed, decided: bool) -> None:
        article = self._article(parsed)
        self.report.added += 1
        self.report.fields += len(parsed.fields.all())
        if not decided:
            self.report.undecided += len(parsed.fields.all()) if self._how == "decided" else 0
            fields = parsed.fields.plain(self._extractor) if isinstance(parsed.fields, Imported) else parsed.fields
            fields.extractor = self._extractor
            record = Record(article=article, suggestions=fields)
            edit = self._edit(record, self._own(record, parsed.own))
            self._library.add(article, fields, (edit,) if edit else ())
            return
        record = Record(article=article, suggestions=Suggestions())
        changes = [Change(field=item.id, before=None, after=_decided(item)) for item in parsed.fields.all()]
        whole = Record(article=article, suggestions=parsed.fields)
        edit = self._edit(record, changes + self._own(whole, parsed.own) + _done(record, parsed))
        self._library.add(article, record.suggestions, (edit,) if edit else ())

    def _add_to_existing(self, record: Record, parsed: Parsed, decided: bool) -> None:
        self.report.known += 1
        matching = Matching(record, parsed.fields)
        changes = self._changes(matching, decided)
        self.report.fields += len(matching.new)
        if self._how == "decided" and not decided:
            there = sum(not pair.existing.decided for pair in matching.pairs.values())
            self.report.undecided += len(matching.new) + there
        changes += self._own(record, parsed.own, changes)
        edit = self._edit(record, changes + (_done(record, parsed) if decided else []))
        if edit:
            self._library.commit(record.id, [edit])

    def _changes(self, matching: Matching, decided: bool) -> list[Change]:
        """What an import changes in an existing article, and what it leaves, which is counted."""
        changes: list[Change] = []
        for item in matching.new:
            values = matching.new_values(item)
            values |= {"status": "accepted", "confidence": None} if decided else {}
            changes.append(Change(field=values["id"], before=None, after=values))
        for pair in matching.pairs.values():
            self.report.there += len(pair.imported)
            if pair.existing.decided or not decided:
                self.report.differing += pair.existing.decided and matching.differs(pair)
                if extra := 0 if pair.existing.decided else matching.extra_mentions(pair):
                    self._lose({f"mentions of a {pair.existing.kind} that is suggested here without them": extra})
            elif change := matching.changes(pair):
                self.report.taken_over += 1
                changes.append(change)
        self._lose(matching.losses)
        return changes

    def _own(self, record: Record, own: Json, made: Sequence[Change] = ()) -> list[Change]:
        """What an import changes in the article's own field, besides what it makes."""
        changes, differing = filled(record, own, made)
        self._lose({DIFFERING: differing})
        return changes

    def _edit(self, record: Record, changes: list[Change]) -> Edit | None:
        if not changes:
            return None
        return Edit(
            id=str(UUID(bytes=os.urandom(16), version=4)),
            seq=record.seq + 1,
            base=record.seq,
            at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            by=self._by,
            op="import",
            changes=tuple(changes),
            extra={"from": self._source},
        )


def import_file(
    name: str, path: Path, library: Library, how: As, by: str, say: Callable[[str], object] = str
) -> ImportReport:
    """Import a file. `say` is called with a line for each item left out and each type of loss."""
    chosen = importable().get(name)
    if chosen is None:
        raise StetError("No such format", f"{name}; there are {', '.join(importable())}")
    look(path, advice=f"name a file in the format {name}")
    importer = Importer(library, name, how, by)
    try:
        with telling(lambda file, guess: say(f"{file}: taken as {guess}")):
            for place, item in read_all(chosen, path):
                before = dict(importer.report.losses)
                try:
                    if isinstance(item, StetError):
                        raise item
                    importer.add(parsed_with_refusals(chosen, item, importer.text_of))
                except StetError as error:
                    importer.report.left_out += 1
                    say(f"{place} left out: {error.message}")
                importer.report.note_losses(before, place)
    except OSError as error:
        raise StetError("Not imported", f"{path}: {error.strerror or error}") from None
    importer.bring_identifiers()
    for line in importer.report.lost():
        say(line)
    return importer.report


def _decided(item: AnyField) -> Json:
    return {**to_json(item), "status": "accepted", "confidence": None}


def _content(item: AnyField) -> bytes:
    """What a field says, whatever its id."""
    links = {"id", *(one.key for one in item.references)}
    return encode({key: value for key, value in to_json(item).items() if key not in links})


def _done(record: Record, parsed: Parsed) -> list[Change]:
    if not parsed.done or record.status == "done":
        return []
    return [Change(field=ARTICLE, before={"status": record.status}, after={"status": "done"})]
