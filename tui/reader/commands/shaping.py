"""The commands that shape a field: its edges, its mentions, and its being one field or two."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.model import actions
from store.model.fields import AnyField, Json, Number, Person, Place, Span
from tui.reader.commands.edges import moved, others
from tui.reader.commands.finding import light
from tui.reader.commands.selecting import attributes_of

if TYPE_CHECKING:
    from store.model.record import Record
    from tui.reader.commands.moving import Command
    from tui.reader.cursor import Reading
    from tui.reader.screen import ReaderScreen


def move_edge(edge: str, step: int, reader: ReaderScreen, reading: Reading) -> None:
    item, span = reading.in_question, reading.span
    if span is None:
        return
    to = moved(reading.record.text, span, edge, step, by_character=reader.by_character)
    if to == span:
        reader.say("No further")
        return
    set_mention(reader, reading, item, reading.mention, to)


def set_mention(reader: ReaderScreen, reading: Reading, item: AnyField, mention: int, to: Span) -> None:
    """Put other words in place of a mention; what was read from the old words is read anew from these."""
    text, old = reading.record.text, item.spans[mention]
    spans = [*item.spans[:mention], to, *item.spans[mention + 1 :]]
    after: Json = {"spans": spans, **_read_anew(item, text[slice(*old)], text[slice(*to)])}
    if reader.act(actions.change(reading.record, item.id, after), "It is so already"):
        reading.go(item.id, reading.spans.index(to))
        reader.moved()


def _read_anew(item: AnyField, old: str, new: str) -> Json:
    if isinstance(item, Person | Place) and item.name == " ".join(old.split()):
        return attributes_of(item.group, new)
    if isinstance(item, Number):
        before, after = attributes_of("numbers", old), attributes_of("numbers", new)
        if after and before.get("value", item.value) == item.value:
            return {key: value for key, value in after.items() if value != before.get(key)}
    return {}


def by_character(reader: ReaderScreen, reading: Reading) -> None:
    del reading
    reader.by_character = not reader.by_character
    unit = "a character" if reader.by_character else "a word"
    reader.say(f"Edges now move by {unit}; {reader.key('by-character')} changes it")


def everywhere(reader: ReaderScreen, reading: Reading) -> None:
    """Show where else the words stand, and attach all of that in one step."""
    from tui.widgets.ask import Choose, Option

    item = reading.in_question
    if item.group in ("numbers", "quotes"):
        raise StetError("Not everywhere", "only people and places have several mentions; go to one of these")
    found = others(reading.record, reading.words, item.group)
    if not found:
        reader.say(f"“{reading.words}” stands nowhere else")
        return
    reader.pane.hits(found, None)

    def answered(answer: str | None) -> None:
        light(reader)
        if answer is not None:
            spans = sorted([*item.spans, *found])
            reader.attempt(lambda: reader.act(actions.change(reading.record, item.id, {"spans": spans})))

    places = "1 more place" if len(found) == 1 else f"{len(found)} more places"
    reader.app.push_screen(Choose(f"“{reading.words}” in {places}", [Option("o", "add them", "add")]), answered)


def merge(reader: ReaderScreen, reading: Reading) -> None:
    from tui.widgets.ask import Option, Pick
    from tui.widgets.phrases import phrase

    item = reading.in_question
    if item.group == "numbers":
        raise StetError("Not merged", "two numbers stay two; strike one of them out")
    record = reading.record
    words = set(getattr(item, "name", "").casefold().split())
    sources = _split_from(record, item.id)

    def distance(other: AnyField) -> tuple[bool, bool, int]:
        another = not words & set(getattr(other, "name", "").casefold().split())
        return other.id in sources, another, abs(other.start - item.start)

    targets = sorted((one for one in record.group(item.group) if one.alive and one is not item), key=distance)
    if not targets:
        raise StetError("Not merged", "there is no other field of this kind")

    def answered(target: str | None) -> None:
        if target is not None:
            reader.attempt(lambda: _merge(reader, reading, item, target))

    options = [Option("", "   ".join(phrase(one, record.text)), one.id) for one in targets]
    reader.app.push_screen(Pick(f"“{phrase(item, record.text)[0]}” is the same as", options), answered)


def _split_from(record: Record, identifier: str) -> set[str]:
    """The fields of which this one was split off: hardly what it is to be merged into."""
    splits = [edit.changes for edit in record.edits if edit.op == "split"]
    made = [changes for changes in splits if any(one.field == identifier and one.before is None for one in changes)]
    return {change.field for changes in made for change in changes}


def _merge(reader: ReaderScreen, reading: Reading, item: AnyField, target: str) -> None:
    span, role = reading.span, getattr(item, "role", None)
    reader.act(actions.merge(reading.record, item.id, target))
    spans = reading.record.fields[target].spans
    reading.go(target, spans.index(span) if span in spans else 0)
    reader.moved()
    name = getattr(reading.record.fields[target], "name", "")
    reader.say(f"One field now{f': {name}' if name else ''}")
    if role and role != getattr(reading.record.fields[target], "role", None):
        reader.say(f"One field now, with the role that it had; “{role}” is gone, {reader.key('undo')} brings it back")


def split(reader: ReaderScreen, reading: Reading) -> None:
    item = reading.in_question
    named = attributes_of(item.group, reading.words) if isinstance(item, Person | Place) else None
    draft = actions.split(reading.record, item.id, reading.mention, named)
    reader.act(draft)
    reading.go(next(change.field for change in draft.changes if change.before is None))
    reader.moved()
    reader.say(f"A field of its own: “{reading.words}”")


COMMANDS: Final[dict[str, Command]] = {
    "start-left": partial(move_edge, "start", -1),
    "start-right": partial(move_edge, "start", 1),
    "end-left": partial(move_edge, "end", -1),
    "end-right": partial(move_edge, "end", 1),
    "by-character": by_character,
    "everywhere": everywhere,
    "merge": merge,
    "split": split,
}
