"""The article's own fields: their form, what is missing in them, and who codes nothing else from article to article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.model.about import ask_whether_any, in_words, named, row, values_of
from store.model.record import Record
from tui.reader.commands.deciding import finish_article
from tui.reader.commands.own_pointing import point_article

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def about(reader: Reader, cursor: Cursor) -> None:
    """Their form; of words that are selected, which of them these are."""
    ask_whether_any()
    if (selection := reader.article.selection) is not None:
        point_article(reader, cursor, selection)
    else:
        reader.edit(cursor.record.about)


def finish(reader: Reader, cursor: Cursor) -> None:
    """From the form: the article is done, whatever is undecided in it; the next one opens in its form."""
    if cursor.about_doubt:  # the form says what
        reader.edit(cursor.record.about)
        return
    here = cursor.record.id
    finish_article(reader, cursor.record, [])
    now = reader.state.cursor
    if now is not None and now.record.id != here:
        reader.edit(now.record.about)


def said_in_header(record: Record, doubt: str) -> str:
    """`strike · high`; before these, where nothing cuts it off, what is missing: `topic?`."""
    if row().past or not row().attributes:
        return ""
    parts = [in_words(value) for value in values_of(record.folded.about).values()]
    labels = [(item.label or name).replace("_", " ") for name, item in named().items()]
    doubted = max((one for one in labels if doubt.startswith(one)), key=len, default="")
    return " · ".join([*([f"{doubted}?"] if doubt else []), *parts])


COMMANDS: Final[dict[str, Command]] = {"about": about}
