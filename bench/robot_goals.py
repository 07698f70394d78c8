"""What the robot knows to be right, and what of a record is not so yet. Presses no key.

`robot` decides what to press.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from robot_hands import Act
from robot_reading import places
from robot_typing import Typing

from store.agreement.matching import matched, overlap
from store.model.fields import GROUPS, AnyField, Number, Person, Quote, Span
from store.model.record import Record
from tui.app import StetApp

WANTED: Final = {
    "people": ("name", "role"),
    "places": ("name",),
    "numbers": ("value", "low", "high", "unit"),
    "quotes": ("speaker",),
}
WHOLE: Final = {
    "people": ("name", "role"),
    "places": ("name", "type", "country"),
    "numbers": ("value", "low", "high", "number_kind", "unit", "approx", "counted", "event"),
    "quotes": ("speaker", "cue", "type"),
}
POINTED: Final = {
    "people": ("role",),
    "places": (),
    "numbers": ("unit", "counted", "event"),
    "quotes": (),
}


class Goals(Typing):
    """Reads one article. `thoughts` counts what had to be thought about."""

    def __init__(self, app: StetApp, gold: Record, wanted: dict[str, tuple[str, ...]], *, bulk: bool) -> None:
        super().__init__(app)
        self.gold = gold
        self.wanted = wanted
        self.bulk = bulk
        self.thoughts = 0
        self.looked: set[str] = set()

    def pairs(self, group: str) -> list[tuple[AnyField, AnyField]]:
        """Fields of the record with those of the gold that they are."""
        return matched(group, (item for item in self.record.group(group) if item.alive), self.gold.group(group))

    def golden(self, item: AnyField) -> AnyField | None:
        return next((gold for mine, gold in self.pairs(item.group) if mine is item), None)

    def value(self, item: AnyField, name: str) -> Any:
        """An attribute of a field of the record; a speaker is a name."""
        return getattr(item, "speaker_name" if name == "speaker" else name)

    def target(self, gold: AnyField, name: str) -> Any:
        """The same of the gold. A speaker's name is the one that the record's person has."""
        if isinstance(gold, Quote) and name == "speaker":
            mine = (item for item, person in self.pairs("people") if person.id == gold.speaker)
            return next((item.name for item in mine if isinstance(item, Person)), gold.speaker_name)
        return getattr(gold, name)

    def wrong(self, item: AnyField, gold: AnyField) -> list[str]:
        """Years as bounds may be numbers or texts."""
        names = self.wanted[item.group]
        return [name for name in names if text_of(self.value(item, name)) != text_of(self.target(gold, name))]

    def right(self, item: AnyField) -> bool:
        gold = self.golden(item)
        return gold is not None and item.spans == gold.spans and not self.wrong(item, gold)

    def missing_in(self, record: Record) -> list[str]:
        """What a record lacks or has too much, or has otherwise than the gold."""
        left = []
        for group in GROUPS:
            mine = [item for item in record.group(group) if item.alive]
            pairs = matched(group, mine, self.gold.group(group))
            left += [f"{gold.id} lacks" for gold in self.gold.group(group) if all(gold is not one for _, one in pairs)]
            left += [f"{item.id} is too much" for item in mine if all(item is not one for one, _ in pairs)]
            for item, gold in pairs:
                wrong = ["spans"] * (item.spans != gold.spans) + self.wrong(item, gold)
                left += [f"{gold.id} {', '.join(wrong)}"] if wrong else []
        return left

    def is_turned(self, item: AnyField, name: str) -> bool:
        """Whether the key begins with this attribute, as its help says."""
        if isinstance(item, Number):
            if item.number_kind in ("money", "measure", "duration", "age"):
                return name == "unit"
            both = item.counted is not None and item.event is not None
            return name == "counted" if both else name in ("counted", "event") and getattr(item, name) is None
        return isinstance(item, Person) and name == "role"

    def count_as_correcting(self, before: Counter[tuple[Act, str]]) -> None:
        """Selecting for a correction is correcting; `before` are the keys counted until then."""
        for key in [key for key in self.keys if key[0] == "adding"]:
            spent = self.keys[key] - before[key]
            self.keys["correcting", key[1]] += spent
            self.keys[key] -= spent

    async def go(self, identifier: str) -> None:
        """By the field list, from either pane."""
        reading = self.reader.state.cursor
        assert reading is not None
        if reading.current == identifier:
            return
        if self.reader.article.has_focus:
            await self.press("moving", "tab")
        for _ in range(len(reading.order)):
            if reading.current is None or reading.current == identifier:
                return
            place = reading.order.index(identifier)
            step = place - reading.order.index(reading.current)
            number = str(place + 1)
            if len(number) < abs(step) and not self.reader.state.typed_number:
                await self.press("moving", *number)
            else:
                await self.press("moving", "j" if step > 0 else "k")

    def mention_at(self, place: int) -> int:
        cursor = self.reader.state.cursor
        return cursor.span[place] if cursor is not None and cursor.span is not None else -1

    def elsewhere(self, group: str, words: str) -> list[Span]:
        """Where these words stand in no field of this kind, and in no name."""
        taken = [
            span
            for one in self.record.fields.values()
            if one.alive and (one.group == group or one.group in ("people", "places"))
            for span in one.spans
        ]
        return [one for one in places(self.record.text, words) if not any(overlap(one, other) for other in taken)]


def text_of(value: Any) -> str:
    """White space in a name is no matter: in the article it may be a line's end."""
    return "" if value is None else " ".join(str(value).split())
