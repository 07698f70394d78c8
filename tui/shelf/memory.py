"""Where one stood on the shelf of a library, for the next run: filter, order, article. Nothing else hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from store.index.query import ME
from store.model.about import named
from tui.settings import state
from tui.shelf.lines import SAID

if TYPE_CHECKING:
    from store.library.protocol import Library

_KEPT: Final = 20
"""Libraries that are remembered, those used last."""


MINE: Final = f"assigned:{ME}"
"""What is assigned to whoever sits here."""


class Place(NamedTuple):
    """`article` is the id of the current one."""

    query: str = ""
    order: str = "added"
    article: str | None = None


def recall(library: str) -> Place:
    """`library` is its address. What cannot be understood any more is forgotten."""
    match _all().get(library):
        case [str(query), str(order), (str() | None) as article] if order in SAID or order.removeprefix("-") in named():
            return Place(query, order, article)
    return Place()


def beginning(library: Library) -> Place:
    """Where to stand first: who has work left to do begins with it, unless they left another filter."""
    place = recall(library.address)
    if place.query or library.member is None or not library.exists():
        return place
    left = next(library.ids(f"{MINE} -status:done", limit=1), None)
    return place if left is None else place._replace(query=MINE)


def keep(library: str, place: Place) -> None:
    known = {name: found for name, found in _all().items() if name != library}
    latest = dict(list(known.items())[-_KEPT + 1 :])
    state.put("shelf", {**latest, library: list(place)}, None)


def _all() -> dict[str, object]:
    found = state.get("shelf", None)
    return found if isinstance(found, dict) else {}
