"""The commands that change where the reader stands: fields, mentions, panes, articles, help and the way out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.model.fields import GROUPS, Quote
from tui.reader.commands.deciding import all_decided
from tui.reader.commands.selecting import known_as, short
from tui.reader.editor.evidence import sentence_around
from tui.widgets.leaving import SOON
from tui.widgets.phrases import phrase

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Always, Command, Reader
    from tui.reader.cursor import Cursor


def move(step: int, reader: Reader, cursor: Cursor) -> None:
    if cursor.move(step):
        reader.moved()


def move_undecided(step: int, reader: Reader, cursor: Cursor) -> None:
    if cursor.seek(step, lambda item: not item.decided):
        reader.moved()
    elif left := len(cursor.undecided()):
        listed = sum(not item.decided for item in cursor.fields())
        hidden = f"; {left - listed} not listed, {reader.key('unfold')} lists them" if left > listed else ""
        reader.say(f"No other field here is undecided{hidden}")
    else:
        reader.say(all_decided(reader, cursor) or f"All {len(cursor.record.fields)} fields are decided")


def move_page(step: int, reader: Reader, cursor: Cursor) -> None:
    if cursor.move_by(step * reader.page):
        reader.moved()


def move_to_end(step: int, reader: Reader, cursor: Cursor) -> None:
    if cursor.move_by(step * len(cursor.order)):
        reader.moved()


def move_kind(step: int, reader: Reader, cursor: Cursor) -> None:
    """To what is undecided there, else to its first field; round the end."""
    listed = {item.group for item in cursor.fields()}
    kinds = [group for group in GROUPS if group in listed]
    here = cursor.field.group if cursor.field else ""
    place = kinds.index(here) if here in kinds else -1 if step > 0 else 0
    if not kinds or (len(kinds) == 1 and here in kinds):
        reader.say(f"No kind is listed but {here}" if here else "No field is listed")
        return
    cursor.go_to_kind(kinds[(place + step) % len(kinds)])
    reader.moved()


def move_mention(step: int, reader: Reader, cursor: Cursor) -> None:
    if cursor.step_mention(step):
        reader.moved()
    else:
        reader.say("This field has only one mention")


def other_pane(reader: Reader, cursor: Cursor) -> None:
    reader.article.clear_selection()
    if reader.article.has_focus:
        reader.focus_fields()
    else:
        if cursor.span:
            reader.place_cursor(cursor.span[0])
        reader.article.focus()


def turn(step: int, reader: Reader) -> None:
    if reader.state.queue.move(step):
        reader.state.done_at = None
        reader.open()
    else:
        reader.say("This is the last article" if step > 0 else "This is the first article")


def jump(typed: str, reader: Reader, cursor: Cursor) -> str:
    """To the field of this number, else of its last digit; the digits that the next one goes on with."""
    for digits in (typed, typed[-1]):
        if digits.isdecimal() and 0 < int(digits) <= len(cursor.order):
            cursor.go(cursor.order[int(digits) - 1])
            reader.moved()
            return digits
    reader.say(f"There is no field {typed}; the last one is {len(cursor.order)}")
    return ""


def end_number(reader: Reader, cursor: Cursor) -> None:
    """The field is the current one already; `enter` that ends its number opens no editor."""
    if (item := cursor.field) is not None and item.id in cursor.places:
        whose = short(known_as(item, cursor.record.text))
        reader.say(f"Field {cursor.places[item.id] + 1}, {whose}; {reader.key('edit')} edits it")


def copy(reader: Reader, cursor: Cursor) -> None:
    item = cursor.current_field
    if cursor.span is None:
        return
    text = cursor.record.text
    main, second = phrase(item, text)
    said = ", ".join(part for part in (main, second) if part not in ("", "–"))
    reader.copy(f"{said}\n{text[slice(*sentence_around(text, cursor.span))]}\n")
    reader.say("Copied: the field with its sentence")


def show_shelf(reader: Reader) -> None:
    from tui.messages import ShowShelf

    reader.send(ShowShelf())


def show_flagged(reader: Reader) -> None:
    from tui.messages import ShowFlagged

    reader.sessions.close(SOON)  # so that it is in the list
    cursor = reader.state.cursor
    reader.send(ShowFlagged(cursor.record.id, cursor.current) if cursor else ShowFlagged())


def show_concordance(reader: Reader) -> None:
    """Of the words selected, else of the name under the cursor; of a quote, of its speaker."""
    from tui.messages import ShowConcordance

    reader.sessions.close(SOON)  # so that it is as it is here
    reader.send(ShowConcordance(_query(reader)))


def _query(reader: Reader) -> str:
    if (cursor := reader.state.cursor) is None:
        return ""
    if (selection := reader.article.selection) is not None:
        return _quoted("", cursor.record.text[slice(*selection)])
    item = cursor.field
    if isinstance(item, Quote):
        return _quoted("speaker:", item.speaker_name) if item.speaker_name else ""
    if item is not None and item.row.is_named and (key := item.row.attributes[0].query):
        return _quoted(f"{key}:", getattr(item, "name", ""))
    return _quoted("", cursor.words) if item is not None else ""


def _quoted(key: str, words: str) -> str:
    return f'{key}"{" ".join(words.replace(chr(34), " ").split())}"'


def show_register(reader: Reader) -> None:
    """At the entry of the field under the cursor; of a quote, at its speaker's."""
    from tui.messages import ShowRegister

    reader.sessions.close(SOON)  # so that it is as it is here
    cursor = reader.state.cursor
    item = cursor.field if cursor else None
    field = item.speaker if isinstance(item, Quote) else item.id if item is not None and item.row.is_named else None
    reader.send(ShowRegister(cursor.record.id if cursor and field else None, field))


def back_to_hits(reader: Reader) -> None:
    from tui.messages import ShowConcordance, ShowRegister

    reader.sessions.close(SOON)
    reader.send(ShowRegister(again=True) if reader.state.queue.back == "register" else ShowConcordance())


def show_help(reader: Reader) -> None:
    reader.show_help()


def leave(reader: Reader) -> None:
    reader.leave()


COMMANDS: Final[dict[str, Command]] = {
    "next": partial(move, 1),
    "previous": partial(move, -1),
    "next-undecided": partial(move_undecided, 1),
    "previous-undecided": partial(move_undecided, -1),
    "next-kind": partial(move_kind, 1),
    "previous-kind": partial(move_kind, -1),
    "fields-page-on": partial(move_page, 1),
    "fields-page-back": partial(move_page, -1),
    "first-field": partial(move_to_end, -1),
    "last-field": partial(move_to_end, 1),
    "next-mention": partial(move_mention, 1),
    "previous-mention": partial(move_mention, -1),
    "other-pane": other_pane,
    "end-number": end_number,
    "copy": copy,
}
ALWAYS: Final[dict[str, Always]] = {
    "next-article": partial(turn, 1),
    "previous-article": partial(turn, -1),
    "shelf": show_shelf,
    "flagged": show_flagged,
    "concordance": show_concordance,
    "register": show_register,
    "back-to-hits": back_to_hits,
    "help": show_help,
    "quit": leave,
}
"""What can be done without a record too."""
