"""What some keys say of themselves in a browser: there no file of the server is read or written, and `q` leaves.

Which keys a browser keeps for itself is said by `widgets.legend`.
"""

from __future__ import annotations

from typing import Final

from tui.settings.keys import BY_ID, KEYS

_SAYS: Final = {
    "add-article": "add an address, or files of your computer",
    "export": "export what is marked, else the list, as a download",
    "export-article": "export this article, or the queue, as a download",
    "quit": "leave, once everything is saved; where the browser keeps this key, find it in the palette: q, leave",
}
"""By id."""


def put_browser_keys() -> None:
    """Into the key table, before any screen is imported."""
    for place, row in enumerate(KEYS):
        if row.id in _SAYS:
            KEYS[place] = BY_ID[row.id] = row._replace(help=_SAYS[row.id])
