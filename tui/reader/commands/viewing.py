"""The commands that say which fields are listed and in what order. What there is to choose from is in `arranging`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.reader.commands.moving import Command
    from tui.reader.cursor import Reading
    from tui.reader.screen import ReaderScreen


def turn_view(reader: ReaderScreen, reading: Reading) -> None:
    count = reading.arrangement.turn_shown(reading.record, reading.doubts)
    reading.arrange()
    reading.go_where_listed()
    _show(reader, reading)
    if (shown := reading.arrangement.shown) == "all":
        reader.say("All fields")
    else:
        reader.say(f"Only what is {shown}: {count} {'field' if count == 1 else 'fields'}")


def turn_order(reader: ReaderScreen, reading: Reading) -> None:
    reading.arrangement.turn_order()
    _show(reader, reading)
    said = {"kind": "By kind", "text": "As in the text", "certainty": "Least certain first"}
    reader.say(said[reading.arrangement.order])


def fold(reader: ReaderScreen, reading: Reading) -> None:
    """Fold the kind of the field in question, and go on to the next of another."""
    if (item := reading.field) is None:
        reader.say("Go to a field of the kind first")
        return
    reading.arrangement.folded.add(item.group)
    if not reading.seek(1, lambda other: other.group != item.group and not other.decided):
        reading.seek(1, lambda other: other.group != item.group)
    _show(reader, reading)
    reader.say(f"{item.group.capitalize()} folded away; {reader.key('unfold')} lists everything again")


def toggle(reader: ReaderScreen, reading: Reading, group: str) -> None:
    """What a click on the group's first line does."""
    reading.arrangement.folded ^= {group}
    _show(reader, reading)


def unfold(reader: ReaderScreen, reading: Reading) -> None:
    reading.arrangement.folded.clear()
    reading.arrangement.shown = "all"
    _show(reader, reading)
    reader.say("All fields")


def _show(reader: ReaderScreen, reading: Reading) -> None:
    reading.arrange()
    reader.show()
    reader.moved()


COMMANDS: Final[dict[str, Command]] = {
    "view": turn_view,
    "order": turn_order,
    "fold": fold,
    "unfold": unfold,
}
