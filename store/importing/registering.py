"""Brings the identifiers that another program gave to people and places into the library's register, in one step.

What the register says already stays; an identifier that differs from it, or from another in the same file, is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from store.formats.incoming.assembling import Imported
from store.formats.parsing import Parsed
from store.library import register_file
from store.library.protocol import Library
from store.model.fields import AnyField, Json
from store.model.identifiers import scheme_of
from store.model.register import Form, Ref, Register, key_of

DIFFERING: Final = "identifiers other than those in the register, which stay"
NAMELESS: Final = "identifiers of people and places without a name, for which the register has no place"


class Identifiers:
    """Those of one import. Memory grows with the names, not with the articles."""

    def __init__(self, library: Library) -> None:
        self._documents = library.documents
        self._new: dict[tuple[Form, str], tuple[str, str]] = {}
        self._differing: set[tuple[Form, str]] = set()
        self._nameless = 0

    @cached_property
    def _register(self) -> Register:
        return Register(register_file.read(self._documents).edits)

    def add(self, article: str, works: Iterable[Imported]) -> None:
        """What everybody says of the fields of one article."""
        for fields in works:
            for item in fields.all():
                for identifier in fields.identifiers.get(item.id, ()):
                    self._add(item, article, identifier)

    def _add(self, item: AnyField, article: str, identifier: str) -> None:
        name = str(getattr(item, "name", ""))
        if not key_of(name):
            self._nameless += 1
            return
        form = self._register.form_of(item.kind, name, article, (start for start, _ in item.spans))
        entry, scheme = self._register.entry_of(form), scheme_of(identifier)
        first = next(iter(entry.forms)) if entry else form
        there = (entry.identifiers.get(scheme) if entry else None) or self._new.get((first, scheme), ("", ""))[1]
        if not there:
            self._new[first, scheme] = entry.forms[first] if entry else name, identifier
        elif there != identifier:
            self._differing.add((first, identifier))

    def bring(self, by: str, source: str) -> tuple[int, dict[str, int]]:
        """How many names have a new identifier, and how many of what was not taken. Once all articles are in."""
        edits = [_edit(form, *new, scheme, source) for (form, scheme), new in self._new.items()]
        if edits:
            register_file.append(self._documents, edits, by)
        return len({form for form, _ in self._new}), {DIFFERING: len(self._differing), NAMELESS: self._nameless}


def _edit(form: Form, name: str, identifier: str, scheme: str, source: str) -> Json:
    refs = [Ref(name, form.article, form.start).to_json()]
    values = {"identifiers": {scheme: identifier}}
    return {"op": "set", "kind": form.kind, "refs": refs, "values": values, "from": source}


def with_identifiers(parsed: Parsed) -> list[Imported]:
    """Everybody's fields that have any."""
    works = [parsed.fields, *(hand.fields for hand in parsed.others)]
    return [one for one in works if isinstance(one, Imported) and one.identifiers]
