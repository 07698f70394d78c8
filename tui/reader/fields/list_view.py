"""Which fields are listed and in what order: what is shown, how it is sorted, which kinds are folded away. Pure.

One arrangement serves all articles of a sitting, for who checks quotes only does so in each of them. Where one stands
in the list is `cursor`'s.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from extract.doubts import Doubts
from store.model.fields import GROUPS, AnyField
from store.model.record import Record

SHOWN: Final = ("all", "undecided", "in doubt", "flagged")
"""What is listed; what has a note counts as flagged."""
ORDERS: Final = ("kind", "text", "certainty")
"""In four groups, each in the order of the text; or all in one list: as in the text, or the least certain first."""
_ONE_LIST: Final = {"text": "as in the text", "certainty": "least certain first"}


def _is_shown(shown: str, item: AnyField, doubts: Doubts) -> bool:
    match shown:
        case "undecided":
            return not item.decided
        case "in doubt":
            return bool(doubts.of(item))
        case "flagged":
            return item.flag or bool(item.note)
        case _:
            return True


class ListView:
    """`folded` holds the groups that are folded away."""

    def __init__(self) -> None:
        self.shown = SHOWN[0]
        self.order = ORDERS[0]
        self.folded: set[str] = set()

    @property
    def is_plain(self) -> bool:
        """True where a field's place in the list does not hang on what is decided about it."""
        return self.shown == "all" and self.order != "certainty"

    @property
    def is_whole(self) -> bool:
        """True where every field is listed."""
        return self.shown == "all" and not self.folded

    def lists(self, item: AnyField, doubts: Doubts) -> bool:
        return item.group not in self.folded and _is_shown(self.shown, item, doubts)

    def sections(
        self, record: Record, doubts: Doubts, kept: str | None, sunk: Collection[str] = ()
    ) -> dict[str, list[str]]:
        """Ids by group, or under the one name of the order; at the end of each what is `sunk`.

        `kept` is a field that is listed whatever is shown: the current one.
        """
        names = GROUPS if self.order == "kind" else (self.order,)
        first: dict[str, list[AnyField]] = {name: [] for name in names}
        last: dict[str, list[AnyField]] = {name: [] for name in names}
        whole = self.is_whole
        for item in record.fields.values():
            if whole or item.id == kept or self.lists(item, doubts):
                (last if item.id in sunk else first)[item.group if self.order == "kind" else self.order].append(item)
        if self.order != "kind":
            for items in (first[self.order], last[self.order]):
                items.sort(key=_place if self.order == "text" else _certainty)
        return {name: [item.id for item in (*first[name], *last[name])] for name in names}

    def turn_shown(self, record: Record, doubts: Doubts) -> int:
        """To the next sort that this article has some of; how many."""
        place = SHOWN.index(self.shown)
        for name in (*SHOWN[place + 1 :], *SHOWN[:place]):
            count = sum(_is_shown(name, item, doubts) for item in record.fields.values())
            if count or name == "all":
                self.shown = name
                return count
        return len(record.fields)

    def turn_order(self) -> None:
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]

    @property
    def words(self) -> str:
        """What is unusual about it, in a few words; folded groups say so themselves where they have a first line."""
        parts = [] if self.shown == "all" else [f"{self.shown} only"]
        if self.order in _ONE_LIST:
            parts.append(_ONE_LIST[self.order])
            parts += [f"no {group}" for group in GROUPS if group in self.folded]
        return " · ".join(parts)


def _place(item: AnyField) -> tuple[int, int]:
    return item.start, -item.spans[-1][1]


def _certainty(item: AnyField) -> tuple[float, int]:
    return 1.0 if item.decided or item.confidence is None else item.confidence, item.start
