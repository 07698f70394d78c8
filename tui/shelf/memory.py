"""Where one stood on the shelf of a library, for the next run: filter, order, article. Nothing else hangs on it."""

from __future__ import annotations

from typing import Final, NamedTuple

from store.model.about import named
from tui.settings import state
from tui.shelf.lines import SAID

_KEPT: Final = 20
"""Libraries that are remembered, those used last."""


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


def keep(library: str, place: Place) -> None:
    known = {name: found for name, found in _all().items() if name != library}
    latest = dict(list(known.items())[-_KEPT + 1 :])
    state.put("shelf", {**latest, library: list(place)}, None)


def _all() -> dict[str, object]:
    found = state.get("shelf", None)
    return found if isinstance(found, dict) else {}
