"""Rows of the key table that make selected words a field of a desk's own kind.

Their key is the one that the kinds file asks for, else the kind's letter, where no other row has it on a selection.
A kind whose key is taken gets none: it is made by its letter after the key that changes a kind.
"""

from __future__ import annotations

from typing import Final

from store.model.kinds import Kind
from store.model.own_kinds import own_kinds
from tui.settings.keys import BY_ID, KEYS, Key

_AT_ONCE: Final = ("fields", "selection", "article", "finding", "anywhere")


def put_own_keys() -> list[Key]:
    """Make the table have the rows of the kinds that are in force, and no others; these rows."""
    KEYS[:] = [row for row in KEYS if not row.kind]
    for name in [name for name, row in BY_ID.items() if row.kind]:
        del BY_ID[name]
    taken = {key for row in KEYS if row.where in _AT_ONCE for key in row.keys}
    made: list[Key] = []
    for kind in own_kinds():
        if not kind.past and f"add-{kind.name}" not in BY_ID:
            made.append(_row(kind, taken))
            taken.update(made[-1].keys)
    place = KEYS.index(BY_ID["add-quote"]) + 1
    KEYS[place:place] = made
    BY_ID.update((row.id, row) for row in made)
    return made


def _row(kind: Kind, taken: set[str]) -> Key:
    free = [key for key in (kind.key, kind.letter) if key and key not in taken][:1]
    said = f"make the selection {kind.a_name}" + (", or one more mention of one" if kind.spans == "mentions" else "")
    return Key(f"add-{kind.name}", tuple(free), "selection", said, kind.name, kind.name)
