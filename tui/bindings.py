"""Textual's bindings from the rows of the key table: every key of ours runs `do` with the id of its row."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.keys import here


def bindings(*where: str, priority: bool = False) -> list[BindingType]:
    """For the keys that hold in these places; the id lets a configuration remap them."""
    return [
        Binding(",".join(row.keys), f"do('{row.id}')", row.help, show=False, id=row.id, priority=priority)
        for row in here(*where)
    ]
