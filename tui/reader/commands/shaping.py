"""The commands that shape a field: its edges, its mentions, and its being one field or two."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.model import actions
from store.model.fields import AnyField, Json, Number, Person, Place, Span
from store.plain import plain
from tui.reader.commands.edges import moved, others
from tui.reader.commands.finding import light
from tui.reader.commands.selecting import attributes_of
from tui.reader.text import units
from tui.widgets.phrases import phrase

if TYPE_CHECKING:
    from store.model.record import Record
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def move_edge(edge: str, step: int, reader: Reader, cursor: Cursor) -> None:
    if (selection := reader.article.selection) is not None:
        to = moved(cursor.record.text, selection, edge, step, by_character=reader.state.by_character)
        reader.article.selection = to
        return
    item, span = cursor.current_field, cursor.span
    if span is None:
        return
    to = moved(cursor.record.text, span, edge, step, by_character=reader.state.by_character)
    if to == span:
        reader.say("No further: this is the edge of the text, or its last word; the opposite key moves it back")
        return
    if item.row.spans != "pieces" and _leaves_paragraph(units.unbroken(cursor.record.text), span, to):
        reader.say(f"No further: {item.row.a_name} lies within one paragraph; the opposite key moves it back")
        return
    set_mention(reader, cursor, item, cursor.mention, to)
    reader.say(f"Now “{_ends(cursor.record.text[slice(*to)])}”")


def _leaves_paragraph(flowing: str, span: Span, to: Span) -> bool:
    """The mention would grow beyond the paragraph in which it begins or ends."""
    if to[0] < span[0]:
        paragraph = units.paragraph_at(flowing, span[0])
        return paragraph is not None and to[0] < paragraph[0]
    paragraph = units.paragraph_at(flowing, span[1] - 1)
    return to[1] > span[1] and paragraph is not None and to[1] > paragraph[1]


def _ends(words: str) -> str:
    """Words in one line; of long ones both ends, for either may have moved."""
    line = " ".join(words.split())
    return line if len(line) <= _LONG else f"{line[: _LONG // 2]} … {line[-_LONG // 2 :]}"


_LONG: Final = 44


def set_mention(reader: Reader, cursor: Cursor, item: AnyField, mention: int, to: Span) -> None:
    """Put other words in place of a mention; what was read from the old words is read anew from these."""
    text, old = cursor.record.text, item.spans[mention]
    spans = [*item.spans[:mention], to, *item.spans[mention + 1 :]]
    after: Json = {"spans": spans, **_read_anew(item, text[slice(*old)], text[slice(*to)])}
    if reader.act(actions.change(cursor.record, item.id, after)):
        cursor.go(item.id, cursor.spans.index(to))
        reader.moved()


def _read_anew(item: AnyField, old: str, new: str) -> Json:
    if isinstance(item, Person | Place) and item.name == " ".join(old.split()):
        return attributes_of(item.group, new)
    if isinstance(item, Number):
        before, after = attributes_of(item.group, old), attributes_of(item.group, new)
        if after and before.get("value", item.value) == item.value:
            return {key: value for key, value in after.items() if value != before.get(key)}
    return {}


def by_character(reader: Reader, cursor: Cursor) -> None:
    del cursor
    reader.state.by_character = not reader.state.by_character
    unit = "a character" if reader.state.by_character else "a word"
    reader.say(f"Edges now move by {unit}; {reader.key('by-character')} changes it")


def everywhere(reader: Reader, cursor: Cursor) -> None:
    """Show where else the words stand, and attach all of that in one step."""
    from tui.widgets.ask import Choose, Option

    item = cursor.current_field
    if item.row.spans != "mentions":
        raise StetError("Not everywhere", "only people and places have several mentions; go to one of these")
    found = others(cursor.record, cursor.words, item.group)
    if not found:
        reader.say(f"“{cursor.words}” appears nowhere else")
        return
    reader.article.hits(found, None)

    def answered(answer: str | None) -> None:
        light(reader)
        if answer is not None:
            spans = sorted([*item.spans, *found])
            reader.attempt(lambda: reader.act(actions.change(cursor.record, item.id, {"spans": spans})))

    places = "1 more place" if len(found) == 1 else f"{len(found)} more places"
    reader.ask(Choose(f"“{cursor.words}” in {places}", [Option("o", "add them", "add")], confirms=True), answered)


def merge(reader: Reader, cursor: Cursor) -> None:
    from tui.widgets.ask import Option, Pick

    item = cursor.current_field
    if item.row.spans == "one":
        raise StetError("Not merged", "two numbers stay two; strike one of them out")
    record = cursor.record
    words = set(plain(getattr(item, "name", "")).split())
    sources = _split_from(record, item.id)

    def distance(other: AnyField) -> tuple[bool, bool, int]:
        another = not words & set(plain(getattr(other, "name", "")).split())
        return other.id in sources, another, abs(other.start - item.start)

    targets = sorted((one for one in record.group(item.group) if one.alive and one is not item), key=distance)
    if not targets:
        raise StetError("Not merged", "there is no other field of this kind")

    def answered(target: str | None) -> None:
        if target is not None:
            reader.attempt(lambda: _merge(reader, cursor, item, target))

    options = [Option("", "   ".join(phrase(one, record.text)), one.id) for one in targets]
    name = phrase(item, record.text)[0].strip('“”"')
    reader.ask(Pick(f"“{name}” is the same as", options), answered)


def _split_from(record: Record, identifier: str) -> set[str]:
    """The fields of which this one was split off: hardly what it is to be merged into."""
    splits = [edit.changes for edit in record.edits if edit.op == "split"]
    made = [changes for changes in splits if any(one.field == identifier and one.before is None for one in changes)]
    return {change.field for changes in made for change in changes}


def _merge(reader: Reader, cursor: Cursor, item: AnyField, target: str) -> None:
    span, role = cursor.span, getattr(item, "role", None)
    reader.act(actions.merge(cursor.record, item.id, target))
    spans = cursor.record.fields[target].spans
    cursor.go(target, spans.index(span) if span in spans else 0)
    reader.moved()
    name = getattr(cursor.record.fields[target], "name", "")
    reader.say(f"One field now{f': {name}' if name else ''}")
    if role and role != getattr(cursor.record.fields[target], "role", None):
        reader.say(f"One field now, with the role it had; “{role}” was dropped, {reader.key('undo')} brings it back")


def split(reader: Reader, cursor: Cursor) -> None:
    item = cursor.current_field
    named = attributes_of(item.group, cursor.words) if isinstance(item, Person | Place) else None
    draft = actions.split(cursor.record, item.id, cursor.mention, named)
    reader.act(draft)
    cursor.go(next(change.field for change in draft.changes if change.before is None))
    reader.moved()
    reader.say(f"A field of its own: “{cursor.words}”")


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
