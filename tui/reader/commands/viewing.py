"""The commands that say which fields are listed and in what order. What there is to choose from is in
`tui.reader.fields.list_view`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def turn_view(reader: Reader, cursor: Cursor) -> None:
    count = cursor.list_view.turn_shown(cursor.record, cursor.doubts)
    cursor.list_anew()
    cursor.go_where_listed()
    _show(reader, cursor)
    if (shown := cursor.list_view.shown) == "all":
        reader.say("All fields")
    else:
        reader.say(f"Only what is {shown}: {count} {'field' if count == 1 else 'fields'}")


def turn_order(reader: Reader, cursor: Cursor) -> None:
    cursor.list_view.turn_order()
    _show(reader, cursor)
    said = {"kind": "By kind", "text": "As in the text", "certainty": "Least certain first"}
    reader.say(said[cursor.list_view.order])


def fold(reader: Reader, cursor: Cursor) -> None:
    """Fold the kind of the current field, and go on to the next of another."""
    if (item := cursor.field) is None:
        reader.say("Go to a field of the kind first")
        return
    cursor.list_view.folded.add(item.group)
    moved = cursor.seek(1, lambda other: other.group != item.group and not other.decided) or cursor.seek(
        1, lambda other: other.group != item.group
    )
    _show(reader, cursor)
    folded = f"{item.group.capitalize()} folded away" + ("" if moved else ", but for the current one")
    reader.say(f"{folded}; {reader.key('unfold')} lists everything again")


def toggle(reader: Reader, cursor: Cursor, group: str) -> None:
    """What a click on the group's first line does."""
    cursor.list_view.folded ^= {group}
    _show(reader, cursor)


def unfold(reader: Reader, cursor: Cursor) -> None:
    cursor.list_view.folded.clear()
    cursor.list_view.shown = "all"
    _show(reader, cursor)
    reader.say("All fields")


def _show(reader: Reader, cursor: Cursor) -> None:
    cursor.list_anew()
    reader.show()
    reader.moved()


COMMANDS: Final[dict[str, Command]] = {
    "view": turn_view,
    "order": turn_order,
    "fold": fold,
    "unfold": unfold,
}
