"""The command that notes something on a field, without a flag; both kinds of note are typed the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.model import actions

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor
    from tui.widgets.ask import AskWords

_BOX: Final = 60
"""Characters of a note from which on some terminal's box has no room for all of it."""


def note(reader: Reader, cursor: Cursor) -> None:
    item = cursor.field
    if item is None:
        reader.say("Go to a field first; a note is about one")
        return
    identifier, before = item.id, item.note

    def answered(words: str | None) -> None:
        if words is None:
            return
        after = noted(before, words)
        made = reader.act(actions.note(cursor.record, identifier, after), "The note is unchanged")
        if made and not after:
            reader.say(f"Note removed; {reader.key('undo')} brings it back")

    question = "Note; empty it to remove it" if before else "Note"
    reader.ask(ask_note(question, before), lambda words: reader.attempt(lambda: answered(words)))


def noted(before: str, words: str) -> str:
    """The note that is to be kept: nothing is taken off one that was only looked at."""
    return before if words == before else words.strip()


def ask_note(question: str, words: str, verb: str = "saves") -> AskWords:
    """Shows the whole of what a line has no room for, as it is typed."""
    from tui.widgets.ask import AskWords

    return AskWords(question, words, lambda typed: typed if len(typed) > _BOX else "", verb=verb, go_on=True)


COMMANDS: Final[dict[str, Command]] = {"note": note}
