"""An annotator of iron: presses the keys of the real reader until its record says what the gold says.

Looks at the screen and its record after every key, and presses only what the help lists. It knows beforehand what is
right, and plans with its own reading of the text; what it cannot reach it leaves, and says so. Counting and sums are in
`effort`; hands, selecting, typing and reading in the modules of these names.
"""

from __future__ import annotations

import re
from typing import Final

from robot_goals import text_of
from robot_own import OwnKinds, keys_that_make
from robot_reading import is_beside, nearest
from robot_selecting import FAR
from textual.widgets import Input

from store.agreement.matching import overlap
from store.model.fields import BY_GROUP, GROUPS, AnyField, Person, Quote, Span
from tui.widgets.ask import Choose, Pick

_POINTS: Final = {"role": "r", "counted": "w", "event": "h", "unit": "i", "approx": "B", "speaker": "W", "cue": "V"}
_EDITING: Final = 5
"""Keys that a box of the editor takes about: to open and to keep it, two letters, an offer."""


class Robot(OwnKinds):
    """Reads one article."""

    # An article

    async def read(self) -> None:
        for _ in range(4 * (len(self.record.fields) + 1)):
            item = self.current
            if item is None or all(one.decided for one in self.record.fields.values()):
                break
            if item.decided:
                await self.press("moving", "J")
                continue
            await self.decide(item)
        for group in GROUPS:
            found = {id(gold) for _, gold in self.pairs(group)}
            for gold in self.gold.group(group):
                if id(gold) not in found:
                    await self.add(group, gold)
        for group in GROUPS:  # a speaker may have been added only now
            for mine, gold in self.pairs(group):
                if not self.right(mine):
                    await self.go(mine.id)
                    await self.correct(mine.id, gold)
        await self.press("deciding", "d")
        if isinstance(self.app.screen, Choose):
            await self.press("deciding", "a")

    async def decide(self, item: AnyField) -> None:
        if item.id not in self.looked:
            self.looked.add(item.id)
            self.thoughts += 1
        gold = self.golden(item)
        if gold is None:
            await self.press("deciding", "x") if not await self.rekind(item) else None
        elif self.right(item):
            left = [one for one in self.record.group(item.group) if not one.decided]
            reading = self.reader.state.cursor
            sure = [one for one in left if reading is not None and not reading.doubts.of(one)]
            if self.bulk and len(sure) > 1 and all(map(self.right, left)):
                self.thoughts += len({one.id for one in sure} - self.looked)
                self.looked.update(one.id for one in sure)
                await self.press("deciding", "A")
            else:
                await self.press("deciding", "a")
        else:
            await self.correct(item.id, gold)
            if not self.record.fields[item.id].decided:
                await self.press("deciding", "a")

    async def rekind(self, item: AnyField) -> bool:
        """Make it of another kind if the gold has one there that nothing else is."""
        for group in GROUPS:
            found = {id(gold) for _, gold in self.pairs(group)}
            for gold in self.gold.group(group):
                if group != item.group and id(gold) not in found and gold.spans[0] in item.spans:
                    await self.press("correcting", "c", BY_GROUP[group].letter)
                    became = self.record.fields[item.id].became
                    if became:
                        await self.correct(became, gold)
                    return became is not None
        return False

    # Correcting

    async def correct(self, identifier: str, gold: AnyField) -> None:
        self.thoughts += 1
        with self.of("spans"):
            await self.put_spans_right(identifier, gold)
        for name in self.wrong(self.record.fields[identifier], gold):
            with self.of(name):
                await self.put_own_right(self.record.fields[identifier], gold, name)
                item = self.record.fields[identifier]
                if name in self.wrong(item, gold) and not await self.turn(item, gold, name):
                    await self.point(self.record.fields[identifier], gold, name)
        item = self.record.fields[identifier]
        if names := self.wrong(item, gold):
            if names == ["speaker"] and isinstance(item, Quote) and await self.turn(item, gold, "speaker"):
                return
            await self.edit(item, gold, names)

    async def turn(self, item: AnyField, gold: AnyField, name: str) -> bool:
        """`s` where what is right is likely to be near: as long as it comes, or is said to come next."""
        wanted = text_of(self.target(gold, name))
        if isinstance(item, Quote):
            return name == "speaker" and await self.turn_speaker(item, wanted)
        place = nearest(self.record.text, item, wanted) if wanted else None
        others = {text_of(getattr(one, name, None)) for one in self.record.group(item.group) if one is not item}
        if not wanted or not self.is_turned(item, name):
            return False
        if wanted not in others and (place is None or not is_beside(self.record.text, item, place)):
            return False
        await self.go(item.id)
        pressed = 0
        for _ in range(3):
            await self.press("correcting", "s")
            pressed += 1
            if text_of(self.value(self.record.fields[item.id], name)) == wanted:
                return True
            then = re.search(r" s then (?:\w+ )?(.*?)(?:   S back.*)?$", self.said)
            if then is None or not (wanted == then[1] or wanted.endswith(f" {then[1]}")):
                break
        await self.press("correcting", *["S"] * pressed)
        return False

    async def turn_speaker(self, quote: Quote, wanted: str) -> bool:
        """Whoever is named nearest comes first, and nobody after the last."""

        def distance(person: Person) -> int:
            gaps = [max(start - high, low - end) for start, end in person.spans for low, high in quote.spans]
            return min(gap if gap >= 0 else 5000 for gap in gaps)

        people = sorted((one for one in self.record.people if one.alive), key=distance)
        names = [one.name for one in people]
        if wanted and wanted not in names:
            return False
        at = next((place for place, one in enumerate(people) if one.id == quote.speaker), None)
        ring = len(people) + 1
        to, here = names.index(wanted) if wanted else len(people), len(people) if at is None else at
        on, back = (to - here) % ring, (here - to) % ring
        if min(on, back) > 4:
            return False
        await self.go(quote.id)
        for _ in range(min(on, back) + 1):
            if text_of(self.value(self.record.fields[quote.id], "speaker")) == wanted:
                return True
            await self.press("correcting", "s" if on <= back else "S")
        return text_of(self.value(self.record.fields[quote.id], "speaker")) == wanted

    async def point(self, item: AnyField, gold: AnyField, name: str) -> bool:
        """Select the words that say it and say what they are, where that is no longer than typing."""
        wanted = text_of(self.target(gold, name))
        if name not in _POINTS or not wanted:
            return False
        place = nearest(self.record.text, item, wanted)
        if place is None or self.record.fields[item.id] is not item:
            return False
        await self.go(item.id)
        ways = [way for way in (self.arrows(place[0]), self.letters(place)) if way is not None]
        extra = max(0, len(wanted.split()) - 1)
        if not ways or min(map(len, ways)) + 1 + extra > _EDITING:
            return False
        before = self.keys.copy()
        if await self.select(place):
            await self.press("correcting", _POINTS[name])
        else:
            await self.press("correcting", "escape", "escape")
        self.count_as_correcting(before)
        return text_of(self.value(self.record.fields[item.id], name)) == wanted

    async def edit(self, item: AnyField, gold: AnyField, names: list[str]) -> None:
        await self.go(item.id)
        if self.reader.article.has_focus:
            await self.press("moving", "tab")
        with self.of(names[0]):
            await self.press("correcting", "e")
        editor = self.reader.panel.editor
        if editor is None:
            return
        keys = [str(box.id).removeprefix("box-") for box in editor.query(".box")]
        for name in sorted(names, key=lambda name: keys.index(_box(name))):
            key, text = _box(name), text_of(self.target(gold, name))
            if editor.typed()[key].replace(",", "") == text.replace(",", ""):
                continue  # another box has told it
            with self.of(name):
                await self.to_box(keys, key)
                if isinstance(self.app.focused, Input):
                    await self.fill(text)
                else:
                    for _ in range(12):
                        if editor.typed()[key] != text:
                            await self.press("correcting", text[0])
        with self.of(names[0]):
            await self.press("correcting", "enter")
            if self.reader.panel.editor is not None:
                await self.press("correcting", "escape")

    async def to_box(self, keys: list[str], key: str) -> None:
        here = str(self.app.focused.id if self.app.focused else "").removeprefix("box-")
        on = (keys.index(key) - keys.index(here)) % len(keys)
        back = len(keys) - on
        await self.press("correcting", *(["tab"] * on if on <= back else ["shift+tab"] * back))

    async def put_spans_right(self, identifier: str, gold: AnyField) -> None:
        for _ in range(FAR):
            item = self.record.fields[identifier]
            extra = [span for span in item.spans if span not in gold.spans]
            lacking = [span for span in gold.spans if span not in item.spans]
            if not extra and not lacking:
                return
            if extra:
                near = [span for span in lacking if overlap(span, extra[0])]
                await self.go_mention(identifier, extra[0])
                if near:
                    await self.move_edges(extra[0], near[0])
                elif len(item.spans) > 1:
                    await self.press("correcting", "minus")
                else:  # the right one first: a field is never without words
                    await self.attach(identifier, lacking[0])
            else:
                await self.attach(identifier, lacking[0])
            if self.record.fields[identifier] is item:
                return

    async def go_mention(self, identifier: str, span: Span) -> None:
        reading = self.reader.state.cursor
        assert reading is not None
        await self.go(identifier)
        for _ in reading.spans:
            if reading.span == span or span not in reading.spans:
                return
            if self.reader.article.has_focus:  # there the arrows move by word
                await self.press("moving", "tab")
            back = (reading.mention - reading.spans.index(span)) % len(reading.spans)
            await self.press("moving", "left" if back * 2 <= len(reading.spans) else "right")

    async def move_edges(self, span: Span, to: Span) -> None:
        """By words as long as that comes nearer, then by characters."""
        for place, keys in ((0, ("comma", "full_stop")), (1, ("less_than_sign", "greater_than_sign"))):
            for by_character in (False, True):
                if by_character and self.mention_at(place) != to[place]:
                    await self.press("correcting", "b")
                for _ in range(3 * FAR):
                    now = self.mention_at(place)
                    if now == to[place]:
                        break
                    on = now < to[place]
                    await self.press("correcting", keys[on])
                    after = self.mention_at(place)
                    if after == now or ((after > to[place]) == on and after != to[place]):
                        break
                if by_character and self.reader.state.by_character:
                    await self.press("correcting", "b")

    async def attach(self, identifier: str, span: Span) -> bool:
        """One more mention of a field: all of the same words, or a selection."""
        item = self.record.fields[identifier]
        gold = self.golden(item)
        owner = next((one for one in self.record.group(item.group) if one.alive and span in one.spans), None)
        if owner is not None:
            return await self.hand_over(owner, span, identifier)
        for mention in item.spans:
            found = self.elsewhere(item.group, self.record.text[slice(*mention)])
            if item.group in ("people", "places") and span in found and gold and set(found) <= set(gold.spans):
                await self.go_mention(identifier, mention)
                await self.press("correcting", "o", "o")
                return True
        if item.row.own and not item.row.is_named:
            return await self.mention(span, identifier)
        return await self.make(item.group, span, identifier)

    async def hand_over(self, owner: AnyField, span: Span, to: str) -> bool:
        """A mention of one field is another's: split it off and merge it, or merge the whole field."""
        before = self.record
        await self.go_mention(owner.id, span)
        if len(owner.spans) > 1:
            await self.press("correcting", "M")
        await self.press("correcting", "m")
        if isinstance(self.app.screen, Pick):
            await self.pick(to)
        return self.record is not before

    # Adding

    async def add(self, group: str, gold: AnyField) -> None:
        self.thoughts += 1
        before = set(self.record.fields)
        with self.of(group):
            await self.make(group, gold.spans[0], None)
        new = [item for name, item in self.record.fields.items() if name not in before and item.alive]
        if new:
            await self.correct(new[0].id, gold)

    async def make(self, group: str, span: Span, of: str | None) -> bool:
        """Select the words and say what they are: one more of a field, or a new one."""
        if not await self.select(span, whole=group == "quotes"):
            await self.press("adding", "escape", "escape")
            return False
        if group == "numbers" and self.reader.state.search is not None:
            await self.press("adding", "enter")
        before = self.record
        await self.press("adding", *keys_that_make(group))
        if isinstance(screen := self.app.screen, Choose):
            await self.press("adding", next((option.key for option in screen.options if option.value == of), "n"))
        fields = self.record.fields
        new = next((name for name in fields if name not in before.fields), None)
        if of and new and group != "numbers":
            await self.press("adding", "m")
            if isinstance(self.app.screen, Pick):
                await self.pick(of)
        return self.record is not before


def _box(attribute: str) -> str:
    """The box in which an attribute is edited."""
    return "kind" if attribute == "number_kind" else attribute
