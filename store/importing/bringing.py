"""How annotations from outside come into the library: what is there already stays.

An article that is new is added with its fields, as suggestions or decided. To one that is there its fields are added
by one import edit: a field whose kind and span are there already is not added again; where it comes decided and ours
is not, ours takes over its values; where both are decided, ours stays, and a difference is counted.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal
from uuid import UUID

from store.errors import StetError
from store.importing.found import Found
from store.library.protocol import Library
from store.model.edit import ARTICLE, Change, Edit
from store.model.fields import AnyField, Json, Span, Suggestions, id_number, to_json
from store.model.record import Article, Record, all_ids, text_id

As = Literal["suggestions", "decided"]
_ABOUT: Final = ("title", "source", "url", "date", "author", "meta")


@dataclass(slots=True)
class Account:
    """What an import came to. `differing` are decided fields here that the import has otherwise: they stay."""

    added: int = 0
    known: int = 0
    left_out: int = 0
    fields: int = 0
    taken_over: int = 0
    there: int = 0
    differing: int = 0
    lost: dict[str, int] = field(default_factory=dict)


class Bringing:
    """One import: the library it goes to, and the account of it."""

    def __init__(self, library: Library, source: str, how: As, by: str) -> None:
        self.account = Account()
        self._library = library
        self._source = source
        self._how = how
        self._by = by

    def text_of(self, identifier: str) -> str | None:
        return self._library.load(identifier).text if identifier in self._library else None

    def take(self, found: Found) -> None:
        if found.record is not None:
            self._take_whole(found.record)
            return
        identifier = self._identifier(found)
        if identifier is None:
            self._add(found)
        else:
            self._add_to(self._library.load(identifier), found)
        for sort, count in found.lost.items():
            self.account.lost[sort] = self.account.lost.get(sort, 0) + count

    def _identifier(self, found: Found) -> str | None:
        """Of the same text in the library, under the id given or the text's own."""
        for identifier in (found.identifier, text_id(found.text)):
            if identifier and self.text_of(identifier) == found.text:
                return identifier
        return None

    def _take_whole(self, record: Record) -> None:
        if record.id not in self._library:
            self._library.add(record.article, record.suggestions, record.edits, record.extra)
            self.account.added += 1
            self.account.fields += len(record.fields)
            return
        there = self._library.load(record.id)
        if there.text != record.text:
            raise StetError("Not imported", f"the library has another text under the id {record.id}")
        if there.suggestions != record.suggestions:
            raise StetError(
                "Not imported", "the library has it with other suggestions; import into a new library, then stet merge"
            )
        self.account.known += 1
        if there.edits != record.edits:
            self._library.commit(record.id, record.edits)

    def _add(self, found: Found) -> None:
        given = {key: found.about[key] for key in _ABOUT if found.about.get(key)}
        identifier = found.identifier or text_id(found.text)
        if identifier in self._library:  # another text has it
            identifier = text_id(found.text)
        article = Article(id=identifier, text=found.text, **given)
        self.account.added += 1
        self.account.fields += len(found.fields.all())
        if self._how == "suggestions":
            found.fields.extractor = f"import/{self._source}"
            self._library.add(article, found.fields)
            return
        record = Record(article=article, suggestions=Suggestions())
        changes = [Change(field=item.id, before=None, after=_decided(item)) for item in found.fields.all()]
        edit = self._edit(record, changes + _done(record, found))
        self._library.add(article, record.suggestions, (edit,) if edit else ())

    def _add_to(self, record: Record, found: Found) -> None:
        self.account.known += 1
        names, pairs = self._named(record, found.fields)
        changes: list[Change] = []
        for item in found.fields.all():
            values = _decided(item) if self._how == "decided" else to_json(item)
            values["id"] = names[item.id]
            if values.get("speaker"):
                values["speaker"] = names[values["speaker"]]
            there = pairs.get(item.id)
            if there is None:
                self.account.fields += 1
                changes.append(Change(field=values["id"], before=None, after=values))
            elif change := self._compare(there, values):
                changes.append(change)
        edit = self._edit(record, changes + (_done(record, found) if self._how == "decided" else []))
        if edit:
            self._library.commit(record.id, [edit])

    def _named(self, record: Record, fields: Suggestions) -> tuple[dict[str, str], dict[str, AnyField]]:
        """The id that each field has here, and the field that is there for it already, by its id there."""
        taken: dict[tuple[str, Span], AnyField] = {}
        for item in sorted(record.fields.values(), key=lambda item: item.alive):
            taken.update({(item.kind, span): item for span in item.spans})
        last: dict[str, int] = {}
        for identifier in all_ids(record.suggestions, record.edits):
            last[identifier[0]] = max(last.get(identifier[0], 0), id_number(identifier))
        names: dict[str, str] = {}
        pairs: dict[str, AnyField] = {}
        for item in fields.all():
            there = next((taken[item.kind, span] for span in item.spans if (item.kind, span) in taken), None)
            if there is not None:
                names[item.id], pairs[item.id] = there.id, there
            else:
                last[item.letter] = last.get(item.letter, 0) + 1
                names[item.id] = f"{item.letter}{last[item.letter]}"
        return names, pairs

    def _compare(self, there: AnyField, values: Json) -> Change | None:
        """What the field here takes over: nothing unless a decision comes to where none was."""
        self.account.there += 1
        now = to_json(there)
        keys = ("spans", *there.keys)
        differing = [key for key in keys if values.get(key) is not None and values[key] != now[key]]
        if there.decided or self._how == "suggestions":
            self.account.differing += bool(there.decided and differing)
            return None
        self.account.taken_over += 1
        after = {key: values[key] for key in differing} | {"status": "corrected" if differing else "accepted"}
        return Change(field=there.id, before={key: now[key] for key in after}, after=after)

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


def _decided(item: AnyField) -> Json:
    return {**to_json(item), "status": "accepted", "confidence": None}


def _done(record: Record, found: Found) -> list[Change]:
    if not found.done or record.status == "done":
        return []
    return [Change(field=ARTICLE, before={"status": record.status}, after={"status": "done"})]
