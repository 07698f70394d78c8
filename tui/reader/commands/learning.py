"""What others have said of the article: what was learned of a name is forgotten, a model that is asked is stopped.

`services.learning` has the rest of learning, `services.llm` that of asking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.errors import StetError

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def forget(reader: Reader, cursor: Cursor) -> None:
    """Of the words of its current mention; the field itself stays as it is."""
    from services.learning import settings

    item = cursor.field
    if item is None or not item.row.is_named:
        raise StetError("No name", "go to a person, a place or another name first")
    start, end = item.spans[min(cursor.mention, len(item.spans) - 1)]
    reader.say(settings.forget(reader.library, cursor.record.text[start:end]))


def stop_asking(reader: Reader, _cursor: Cursor) -> None:
    """What a model has not said by now is not waited for."""
    if (asking := reader.state.asking) is None:
        raise StetError("Nobody is asked", "no model is reading an article; what is here stays")
    asking.stop()


COMMANDS: Final[dict[str, Command]] = {"forget": forget, "stop-asking": stop_asking}
