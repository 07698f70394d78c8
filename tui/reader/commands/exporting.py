"""The command that exports from the reader: this article, or the queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from services.opening import identifier_of
from store.errors import StetError

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def export(reader: Reader, cursor: Cursor) -> None:
    """What is not on the disk yet would be missing from it."""
    from tui.widgets.export_dialog import Extent, ask_export, stem_of

    if reason := reader.sessions.close():
        raise StetError("Not yet", f"{reason}; export once everything is saved")
    record, queue, library = cursor.record, reader.state.queue, reader.library
    entries = list(queue.entries)

    def ids() -> Iterator[str]:
        yield from filter(None, (identifier_of(library, entry) for entry in entries))

    extents = [Extent("this article", 1, stem_of(record.article.heading), lambda: [record.id])]
    if len(entries) > 1:
        extents.append(Extent(f"the queue, {len(entries):,} articles", len(entries), "articles", ids))
    ask_export(reader, extents)


COMMANDS: Final[dict[str, Command]] = {"export-article": export}
