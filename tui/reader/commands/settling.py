"""The commands that settle: conflicts, on a screen of their own, and where two readers differ; and statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extract.doubts.second import HAS, has_other, other_kind, other_spans, other_values, second_doubt
from store.errors import StetError
from store.model import actions
from store.model.fields import BY_KIND, AnyField
from store.sync.conflicts import disputed

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def settle(reader: Reader, cursor: Cursor) -> None:
    """The article's conflicts side by side; back from there it is opened anew, at the same field.

    Where two extractors have read the text, what the second has of this field is taken.
    """
    item = cursor.field
    if item is not None and not item.conflict and not item.decided and has_other(cursor.record.text, item):
        _take(reader, cursor, item)
        return
    from tui.adjudicate.screen import AdjudicatorScreen

    if not disputed(cursor.record):
        reader.say("Nothing is in conflict in this article")
        return
    if reason := reader.sessions.close():
        raise StetError("Not yet", f"{reason}; settle conflicts once everything is saved")

    def back(_: None) -> None:
        current = cursor.current
        reader.open()
        if reader.state.cursor is not None and current in reader.state.cursor.record.fields:
            reader.state.cursor.go(current)
            reader.moved()

    reader.ask(AdjudicatorScreen(reader.library, [cursor.record.id], reader.annotator), back)


def _take(reader: Reader, cursor: Cursor, item: AnyField) -> None:
    record = cursor.record
    told = second_doubt(record.text, item).removeprefix(HAS)
    if kind := other_kind(item):
        draft = actions.change_kind(record, item.id, BY_KIND[kind].group)
    elif spans := other_spans(record.text, item):
        words = " ".join(record.text[slice(*spans[0])].split())
        name = {"name": words} if item.row.is_named else {}
        draft = actions.change(record, item.id, {"spans": spans, **name})
    else:
        after = other_values(item)
        if name_of := after.get("speaker_name"):
            after["speaker"] = next((one.id for one in record.people if one.alive and one.name == name_of), None)
        draft = actions.change(record, item.id, after)
    reader.act(draft, "It is so already")
    if (became := cursor.record.fields[item.id].became) is not None:
        cursor.go(became)
    reader.moved()
    reader.say(f"Taken: {told}; {reader.key('undo')} goes back")


def statistics(reader: Reader, cursor: Cursor) -> None:
    from tui.widgets.statistics_screen import StatisticsScreen

    del cursor  # of the library, not of the article
    reader.ask(StatisticsScreen(reader.library))


COMMANDS: Final[dict[str, Command]] = {"settle": settle, "statistics": statistics}
