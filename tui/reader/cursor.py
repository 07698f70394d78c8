"""Where the reader stands in a record: the current field, which of its mentions, and the order of the fields.

Pure: neither screen nor disk. What a key changes in the record is in `store.model.actions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from extract.doubts import Doubts
from store.errors import StetError
from store.model.about import row
from store.model.fields import GROUPS, AnyField, Span
from store.model.phrases import conflicts
from store.model.record import Record
from tui.reader.changes import changed_keys
from tui.reader.fields.list_view import ListView
from tui.settings.keys import keys_that_add

_Change: TypeAlias = tuple[AnyField | None, AnyField]
"""A field as it was and as it is."""


def _keeps_place(change: _Change) -> bool:
    was, item = change
    return was is not None and was.start == item.start


class Cursor:
    """`sections` has the ids of what is listed, `order` the same in one row: a field's number is its place there."""

    def __init__(self, record: Record, list_view: ListView | None = None) -> None:
        self.record = record
        self.doubts = Doubts(record)
        self.list_view = list_view or ListView()
        self.current: str | None = None
        """None where there is no field, or the person is at a place of the text outside of all."""
        self.mention = 0
        self.held: str | None = None
        """The field that was chosen last: words that are pointed at are said of it, past whatever they are found."""
        self.about_passed = False
        """The key of doubts has been at the article's own field, and goes round to those of the list next."""
        self._beside: str | None = None
        """The field before such a place, from which to go on."""
        self._kept: str | None = None
        """A field that is listed only because it is the current one."""
        self.order: list[str] = []
        self.places: dict[str, int] = {}
        """Of the ids in `order`."""
        self.sections: dict[str, list[str]] = {}
        self._sunk: frozenset[str] = frozenset()
        """What was struck out before the fields were last listed anew, and so stands last. What is struck out since
        keeps its row: numbers that a person has in mind or types ahead mean the same fields."""
        self.arranged = 0
        """Grows whenever `order` may have changed."""
        self.tally: dict[str, tuple[int, int]] = {}
        """How many fields of a group are decided, and how many there are."""
        self.list_anew()
        first = next(iter(self.order or record.fields), None)
        self.go(next((item.id for item in self.fields() if not item.decided), first))

    def renew(self, record: Record) -> Sequence[str]:
        """The record after an edit, and the ids of what is new or changed in it.

        The current field stays, or where it went, or what has come in its place.
        """
        was, place = self.field, self.span
        before, self.record = self.record.fields, record
        fields, _, since, names, _ = record.folded
        if since is not before:
            names = changed_keys(before, fields)
        changed = [(before.get(name), fields[name]) for name in names]
        self.doubts = self.doubts.after(record, changed)
        same = len(before) == len(fields) and self.order and self.list_view.is_plain
        if same and all(map(_keeps_place, changed)):
            self._count(changed)
        else:
            self.arrange()
        if self._beside not in fields:
            self._beside = None
        if self.current not in fields and self._beside is None:
            self.current = self._in_place_of(was, place) or next(iter(self.order), None)
            self.mention = self.spans.index(place) if place in self.spans else 0
        self.mention = min(self.mention, max(0, len(self.spans) - 1))
        return names

    def _in_place_of(self, was: AnyField | None, place: Span | None) -> str | None:
        """Of the fields that are listed the nearest to where one was, of its kind if there are two."""
        if was is None or place is None:
            return None

        def apart(item: AnyField) -> tuple[int, bool, int]:
            gap = min(max(0, start - place[1], place[0] - end) for start, end in item.spans)
            return gap, item.kind != was.kind, item.start

        return min(self.order, key=lambda identifier: apart(self.record.fields[identifier]), default=None)

    def list_anew(self) -> None:
        """The view has changed, and with it the numbers."""
        self._sunk = frozenset(item.id for item in self.record.fields.values() if not item.alive)
        self.arrange()

    def arrange(self) -> None:
        """Order and count all fields."""
        self.arranged += 1
        current = self.field
        self.sections = self.list_view.sections(self.record, self.doubts, self.current, self._sunk)
        self._kept = current.id if current and not self.list_view.lists(current, self.doubts) else None
        self.order = [identifier for section in self.sections.values() for identifier in section]
        self.places = {identifier: place for place, identifier in enumerate(self.order)}
        self.tally = dict.fromkeys(GROUPS, (0, 0))
        for item in self.record.fields.values():
            decided, total = self.tally[item.group]
            self.tally[item.group] = decided + item.decided, total + 1

    def _count(self, changed: list[_Change]) -> None:
        for was, item in changed:
            decided, total = self.tally[item.group]
            self.tally[item.group] = decided + item.decided - (was is not None and was.decided), total

    @property
    def decided(self) -> int:
        """How many fields a person has decided."""
        return sum(decided for decided, _ in self.tally.values())

    @property
    def about_doubt(self) -> str:
        """What is doubtful of the article's own field: what is in conflict, or a topic that is missing."""
        if row().past:
            return ""
        if self.record.about.conflict:
            return "; ".join(conflicts(self.record.about, self.record))
        from extract.doubts.own import own_doubt

        return own_doubt(self.record.text, self.record.about)

    @property
    def field(self) -> AnyField | None:
        return self.record.fields.get(self.current) if self.current else None

    @property
    def current_field(self) -> AnyField:
        """The field; raises where there is none."""
        if (item := self.field) is not None:
            return item
        if self.order:
            raise StetError("No field here", "go to one first, with j or k")
        raise StetError("No field", f"this article has none yet; select some words in it and press {keys_that_add()}")

    @property
    def spans(self) -> list[Span]:
        return self.field.spans if self.field else []

    @property
    def span(self) -> Span | None:
        """The current mention."""
        return self.spans[self.mention] if self.spans else None

    @property
    def words(self) -> str:
        """The words of the current mention."""
        return self.record.text[slice(*self.span)] if self.span else ""

    def fields(self) -> Iterator[AnyField]:
        return (self.record.fields[identifier] for identifier in self.order)

    def undecided(self) -> list[str]:
        """Of all fields, listed or not."""
        return [item.id for item in self.record.fields.values() if not item.decided]

    def rest(self, offset: int) -> None:
        """Leave no field current: the person is at this place of the text, outside of all that is marked."""
        near = min(self.fields(), key=lambda item: (item.start > offset, abs(item.start - offset)), default=None)
        self._beside = near.id if near else None
        self.current = None if near else self.current
        self.mention = 0

    def go(self, identifier: str | None, mention: int = 0, *, passing: bool = False) -> None:
        """Make a field the current one, in `passing` where nobody chose it. An id that is not there changes nothing."""
        if identifier in self.record.fields:
            self.held = self.held if passing else identifier
            self.current, self._beside = identifier, None
            if not self.list_view.is_whole and (self._kept not in (None, identifier) or identifier not in self.places):
                self.arrange()
            self.mention = min(mention, max(0, len(self.spans) - 1))

    def go_where_listed(self) -> None:
        """From a field that is listed only because it is current to the nearest one that is listed anyway."""
        if self._kept is not None:
            _ = self.move(1) or self.move(-1)

    def move(self, step: int) -> bool:
        """The next or previous field; False at either end."""
        here = self.places.get(self.current or self._beside or "")
        if here is None or not 0 <= here + step < len(self.order):
            return False
        self.go(self.order[here + step])
        return True

    def move_by(self, step: int) -> bool:
        """So many fields on or back, as far as there are some; False where there is none."""
        here = self.places.get(self.current or self._beside or "")
        there = here if here is None else min(max(here + step, 0), len(self.order) - 1)
        if there is None or there == here:
            return False
        self.go(self.order[there])
        return True

    def go_to_kind(self, group: str) -> bool:
        """To its first field that is undecided, else to its first; False where none of it is listed."""
        listed = [item for item in self.fields() if item.group == group]
        found = next((item for item in listed if not item.decided), next(iter(listed), None))
        self.go(found.id if found else None)
        return found is not None

    def seek(self, step: int, wanted: Callable[[AnyField], bool]) -> bool:
        """The next or previous field of a sort, round the end; False where there is no other."""
        found = self._next(step, wanted)
        self.go(found)
        return found is not None

    def _next(self, step: int, wanted: Callable[[AnyField], bool]) -> str | None:
        here = self.places.get(self.current or self._beside or "")
        if here is None:
            return None
        around = (self.order[(here + step * count) % len(self.order)] for count in range(1, len(self.order)))
        return next((identifier for identifier in around if wanted(self.record.fields[identifier])), None)

    def after_deciding(self) -> str | None:
        """The undecided field that comes next, as the order is now; the current field where none is left."""
        return self._next(1, lambda item: not item.decided) or self.current

    def step_mention(self, step: int) -> bool:
        """The field's next or previous mention, round the end; False where it has one only."""
        if len(self.spans) < 2:
            return False
        self.mention = (self.mention + step) % len(self.spans)
        return True
