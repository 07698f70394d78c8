"""How the robot codes fields of a desk's own kinds: what they refer to, their choices, days, amounts and words.

Of three ways it takes the one that it reckons to be the shortest: through the likely values by key, by selecting the
words that state it, or the form. What each key has offered and done is looked at on the screen.
"""

from __future__ import annotations

from typing import Any, Final

from robot_goals import Goals, text_of
from robot_reading import nearest

from store.model.fields import BY_GROUP, AnyField, Span, ids_in
from store.model.kinds import Attribute
from store.model.references import value_of
from tui.widgets.ask import Choose

_MOST_TURNS: Final = 6


class OwnKinds(Goals):
    """Of whatever kinds are in force."""

    def attribute(self, item: AnyField, name: str) -> Attribute | None:
        """Of a desk's own kind, but for the name, which is as that of a person."""
        own = item.row.attributes if item.row.own and name != "name" else ()
        return next((one for one in own if one.key == name), None)

    def value(self, item: AnyField, name: str) -> Any:
        """A reference is the id of what it points at, else the name that stands alone."""
        attribute = self.attribute(item, name)
        if attribute is None:
            return super().value(item, name)
        if attribute.is_reference:
            return value_of(item, name) or value_of(item, attribute.name_key)
        return value_of(item, name)

    def target(self, gold: AnyField, name: str) -> Any:
        attribute = self.attribute(gold, name)
        if attribute is None:
            return super().target(gold, name)
        if not attribute.is_reference:
            return value_of(gold, name)
        ids = [self.mine(one) or one for one in ids_in(value_of(gold, name))]
        found = ids if attribute.is_list else next(iter(ids), None)
        return found or value_of(gold, attribute.name_key)

    def mine(self, identifier: str) -> str | None:
        """The field of the record that a field of the gold is."""
        group = self.gold.fields[identifier].group
        return next((item.id for item, gold in self.pairs(group) if gold.id == identifier), None)

    async def put_own_right(self, item: AnyField, gold: AnyField, name: str) -> None:
        attribute = self.attribute(item, name)
        if attribute is None:
            return
        wanted = text_of(self.target(gold, name))
        turns = self._turns(item, attribute, wanted)
        place = gold.evidence.get(name) or (nearest(self.record.text, item, wanted) if wanted else None)
        pointing = self._pointing(place) if place else _MOST_TURNS * 2
        if turns is not None and turns + 2 <= pointing and await self._turn_to(item, attribute, wanted):
            return
        if place is not None:
            await self._point_at(item, attribute, place)

    def _turns(self, item: AnyField, attribute: Attribute, wanted: str) -> int | None:
        """How many values come before the wanted one: fields by how near they are, choices in their order."""
        if attribute.choices and not attribute.is_list:
            return attribute.choices.index(wanted) if wanted in attribute.choices else None
        if attribute.is_reference and not attribute.is_list:
            fields = [one for one in self.record.fields.values() if one.alive and one.kind in attribute.of]
            aimed = [self.value(item, one.key) for one in item.row.references if one.key != attribute.key]
            fields.sort(key=lambda one: (one.id in aimed, min(abs(start - item.start) for start, _ in one.spans)))
            ids = [one.id for one in fields if one is not item]
            return ids.index(wanted) if wanted in ids[:_MOST_TURNS] else None
        return None

    def _pointing(self, place: Span) -> int:
        ways = [way for way in (self.arrows(place[0]), self.letters(place)) if way is not None]
        words = len(self.record.text[slice(*place)].split())
        return min(map(len, ways), default=_MOST_TURNS) + words + 1

    async def _turn_to(self, item: AnyField, attribute: Attribute, wanted: str) -> bool:
        """By `s` where it goes through this attribute, else after `W` and the attribute's letter."""
        await self.go(item.id)
        empty = [one.key for one in item.row.references if not self.value(self.record.fields[item.id], one.key)]
        is_its_turn = empty[:1] == [attribute.key] and " s then " not in f" {self.said}"
        if is_its_turn and self.reader.article.selection is None:
            await self.press("correcting", "s")
        else:
            await self.press("correcting", "W")
            if not await self._answer(attribute):
                return False
        for _ in range(_MOST_TURNS):
            if text_of(self.value(self.record.fields[item.id], attribute.key)) == wanted:
                return True
            await self.press("correcting", "s")
        return False

    async def _point_at(self, item: AnyField, attribute: Attribute, place: Span) -> None:
        await self.go(item.id)
        before = self.keys.copy()
        if await self.select(place):
            await self.press("correcting", "W")
            await self._answer(attribute)
        if self.reader.article.selection is not None:
            await self.press("correcting", "escape")
        self.count_as_correcting(before)

    async def mention(self, span: Span, of: str) -> bool:
        """One more of a field whose kind has no names; it has to be in hand."""
        await self.go(of)
        before = self.record
        if await self.select(span):
            await self.press("adding", "W")
            await self._choose("mention")
        return self.record is not before

    async def _answer(self, attribute: Attribute) -> bool:
        """By the letter that the question says."""
        if not isinstance(self.app.screen, Choose):
            return False
        return await self._choose((attribute.label or attribute.key).replace("_", " "))

    async def _choose(self, called: str) -> bool:
        if not isinstance(screen := self.app.screen, Choose):
            return False
        key = next((one.key for one in screen.options if one.label.startswith(called)), None)
        await self.press("correcting", key or "escape")
        return key is not None


def of_own_kinds() -> dict[str, tuple[str, ...]]:
    """All attributes that a desk's own kinds have a box for."""
    own = {group: cls.row for group, cls in BY_GROUP.items() if cls.row.own}
    return {group: tuple(one.key for one in row.attributes if one.box is not None) for group, row in own.items()}


def keys_that_make(group: str) -> tuple[str, ...]:
    """A built-in kind's letter; `c` and the letter for another, unless its kinds file has a key for it."""
    row = BY_GROUP[group].row
    return (row.letter,) if not row.own else (row.key,) if row.key else ("c", row.letter)
