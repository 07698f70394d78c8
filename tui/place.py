"""Where a served program was when it ended, for the one that its tab is given after a gap: queue, article and field.

Where nothing was kept, or what was cannot be understood, it begins as it always does. Of who quits nothing is.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson

from tui.queue import Queue
from tui.terminal import served, signals

if TYPE_CHECKING:
    from tui.reader.state import ReaderState

_FILE: Final = "place.json"
_MOST: Final = 10_000
"""Entries of a queue; of a longer one only the article is kept."""


def keep(reading: ReaderState | None) -> None:
    """At the end of the app; None where no article was opened."""
    if (folder := served.folder()) is None:
        return
    with suppress(OSError):  # then it begins anew: no edit hangs on it
        if signals.received():
            (folder / _FILE).write_bytes(orjson.dumps(_said(reading)))
        else:
            (folder / _FILE).unlink(missing_ok=True)


def _said(reading: ReaderState | None) -> dict[str, object]:
    if reading is None or reading.away or not reading.queue.entries:
        return {"entries": [], "position": 0, "field": None}
    queue, item = reading.queue, reading.cursor.field if reading.cursor else None
    is_long = len(queue.entries) > _MOST
    entries = [queue.current] if is_long else queue.entries
    return {
        "entries": [[isinstance(entry, Path), str(entry)] for entry in entries],
        "position": 0 if is_long else queue.position,
        "field": item.id if item is not None else None,
    }


def kept() -> Queue | None:
    """The queue as it stood; one without entries is the shelf."""
    if (folder := served.folder()) is None:
        return None
    with suppress(OSError, ValueError):
        match orjson.loads((folder / _FILE).read_bytes()):
            case {"entries": list(said), "position": int(position), "field": (str() | None) as field}:
                entries = [Path(words) if is_file else str(words) for is_file, words in said]
                return Queue(entries, min(max(position, 0), max(len(entries) - 1, 0)), field)
            case _:
                pass
    return None
