"""The list of the register: its entries, with marks; or what there is of one of them, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from textual.strip import Strip

from services.register import Details, Row
from store.index.names import Use
from store.model.register import Form
from tui.register.rows import entry_strip, fact_strip
from tui.widgets.marked_list import MarkedList

_NO_FACTS: Final = "\nNobody has let it stand in an article yet; then its forms, roles and articles are here."


class Fact(NamedTuple):
    """A line of an entry: `label`, what is said, and on the right when or how often.

    `form` is the form that a line is about, `use` the field of an article.
    """

    label: str
    words: str
    right: str = ""
    form: str = ""
    use: Use | None = None


class RegisterList(MarkedList[Form]):
    """`rows` has the forms by which entries are found; with `opened` what there is of one is listed instead."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[Form, Row] = {}
        self.opened: Details | None = None
        self.facts: list[Fact] = []
        self._left_at = 0
        self._remark = ""
        """In place of entries, where there are none."""

    @property
    def count(self) -> int:
        return len(self.facts) if self.opened else len(self.rows)

    @property
    def current(self) -> Row | None:
        """The entry at the cursor, or that which is open."""
        if self.opened is not None:
            return self.opened.row
        return self.entries[self.rows[self.cursor]] if self.cursor < len(self.rows) else None

    @property
    def fact(self) -> Fact | None:
        return self.facts[self.cursor] if self.opened and self.cursor < len(self.facts) else None

    @property
    def chosen(self) -> list[Row]:
        """What is marked, in the order of the list; without marks the current one."""
        return [self.entries[key] for key in self.chosen_keys]

    def fill(self, rows: Iterable[Row], near: Form | None, remark: str) -> None:
        """In place of what is listed; the cursor goes to `near`, or stays in its line."""
        self.entries = {row.key: row for row in rows}
        self.rows = list(self.entries)
        self.marked &= self.entries.keys()
        self._remark = remark
        place = self.rows.index(near) if near in self.entries else self._left_at if self.opened else self.cursor
        if self.opened is None:
            self.show(max(0, min(place, len(self.rows) - 1)), remark)
        else:
            self._left_at = place

    def open(self, details: Details) -> None:
        """List what there is of an entry; the same again keeps the line."""
        if self.opened is None:
            self._left_at = self.cursor
            self.cursor = 0
        self.opened, self.facts = details, list(_facts(details))
        self.show(max(0, min(self.cursor, len(self.facts) - 1)), _NO_FACTS)

    def close(self) -> None:
        """Back to the entries."""
        self.opened, self.facts = None, []
        self.show(max(0, min(self._left_at, len(self.rows) - 1)), self._remark)

    def strip(self, place: int, width: int) -> Strip:
        current = place == self.cursor
        if self.opened is not None:
            fact = self.facts[place]
            return fact_strip((fact.label, fact.words, fact.right), width, self.style, current=current)
        key = self.rows[place]
        return entry_strip(self.entries[key], width, self.style, marked=key in self.marked, current=current)


def _facts(details: Details) -> Iterator[Fact]:
    row = details.row
    for identifier in row.identifiers:
        yield Fact("identifier", identifier)
    if row.note:
        yield Fact("note", row.note)
    counts = dict(details.forms)
    for form in dict.fromkeys((*counts, *row.forms)):
        yield Fact("form", form, f"{counts.get(form, 0):,}", form=form)
    for one in details.roles:
        when = one.first if one.first == one.last else f"{one.first or '…'} – {one.last or '…'}"
        yield Fact("role", one.role, f"{when or 'no date'}  {one.articles:,}")
    for use in reversed(details.uses):
        said = f"{use.name}, {use.role}" if use.role else use.name
        yield Fact(use.date[:10] or "no date", f"{use.title}", said, use=use)
