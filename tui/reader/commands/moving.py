"""The commands that change where the reader stands: fields, mentions, panes, articles, help and the way out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.reader.cursor import Reading
    from tui.reader.screen import ReaderScreen


def move(step: int, reader: ReaderScreen, reading: Reading) -> None:
    if reading.move(step):
        reader.moved()


def move_undecided(step: int, reader: ReaderScreen, reading: Reading) -> None:
    if reading.seek(step, lambda item: not item.decided):
        reader.moved()
    elif left := len(reading.undecided()):
        listed = sum(not item.decided for item in reading.fields())
        hidden = f"; {left - listed} not listed, {reader.key('unfold')} lists them" if left > listed else ""
        reader.say(f"No other field here is undecided{hidden}")
    else:
        reader.say(
            f"All {len(reading.record.fields)} fields are decided; {reader.key('done')} when the article is done"
        )


def move_mention(step: int, reader: ReaderScreen, reading: Reading) -> None:
    if reading.step_mention(step):
        reader.moved()
    else:
        reader.say("This field has one mention only")


def other_pane(reader: ReaderScreen, reading: Reading) -> None:
    reader.pane.clear_selection()
    if reader.pane.has_focus:
        reader.panel.fields.focus()
    else:
        if reading.span:
            reader.place_cursor(reading.span[0])
        reader.pane.focus()


def turn(step: int, reader: ReaderScreen) -> None:
    if reader.queue.move(step):
        reader.done_at = None
        reader.open()
    else:
        reader.say("This is the last article" if step > 0 else "This is the first article")


def jump(typed: str, reader: ReaderScreen, reading: Reading) -> str:
    """To the field of this number, else of its last digit; the digits that the next one goes on with."""
    for digits in (typed, typed[-1]):
        if digits.isdecimal() and 0 < int(digits) <= len(reading.order):
            reading.go(reading.order[int(digits) - 1])
            reader.moved()
            return digits
    reader.say(f"There is no field {typed}; the last one is {len(reading.order)}")
    return ""


def copy(reader: ReaderScreen, reading: Reading) -> None:
    from tui.reader.editor.evidence import sentence_around
    from tui.widgets.phrases import phrase

    item = reading.in_question
    if reading.span is None:
        return
    text = reading.record.text
    main, second = phrase(item, text)
    said = ", ".join(part for part in (main, second) if part not in ("", "–"))
    reader.app.copy_to_clipboard(f"{said}\n{text[slice(*sentence_around(text, reading.span))]}\n")
    reader.say("Copied: the field with its sentence")


def show_shelf(reader: ReaderScreen) -> None:
    from tui.messages import ShelfWanted

    reader.post_message(ShelfWanted())


def show_flagged(reader: ReaderScreen) -> None:
    from tui.messages import FlaggedWanted
    from tui.widgets.leaving import SOON

    reader.sessions.close(SOON)  # so that it is in the list
    reading = reader.reading
    reader.post_message(FlaggedWanted(reading.record.id, reading.current) if reading else FlaggedWanted())


def show_help(reader: ReaderScreen) -> None:
    from tui.widgets.help import Help

    reader.app.push_screen(Help(reader.context))


def leave(reader: ReaderScreen) -> None:
    from tui.widgets.leaving import leave

    if reader.panel.editor is not None and reader.panel.editor.is_changed:
        reader.say(f"{reader.key('keep')} keeps what was typed, {reader.key('drop')} drops it; then quit", wrong=True)
    else:
        leave(reader, reader.left)


Command = Callable[["ReaderScreen", "Reading"], None]
COMMANDS: Final[dict[str, Command]] = {
    "next": partial(move, 1),
    "previous": partial(move, -1),
    "next-undecided": partial(move_undecided, 1),
    "previous-undecided": partial(move_undecided, -1),
    "next-mention": partial(move_mention, 1),
    "previous-mention": partial(move_mention, -1),
    "other-pane": other_pane,
    "copy": copy,
}
ALWAYS: Final[dict[str, Callable[[ReaderScreen], None]]] = {
    "next-article": partial(turn, 1),
    "previous-article": partial(turn, -1),
    "shelf": show_shelf,
    "flagged": show_flagged,
    "help": show_help,
    "quit": leave,
}
"""What can be done without a record too."""
