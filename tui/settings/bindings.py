"""Textual's bindings from the rows of the key table: a key runs `do` with its row's id, or an action of the app."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_letters
from typing import Final

from textual.binding import Binding, BindingsMap, BindingType

from tui.settings.keys import BY_ID, Key, here

OF_THE_APP: Final = {"palette": "app.palette", "theme": "app.next_theme", "suspend": "app.suspend_process"}
"""Actions that are the same on every screen."""


def bindings(*where: str, priority: bool = False) -> list[BindingType]:
    """For the keys that hold in these places."""
    made: list[BindingType] = []
    for row in here(*where):
        if row.kind or not row.keys:
            continue  # bound by a screen for the kinds of its library, or found in the palette alone
        if row.id == "jump":  # what it does hangs on which of its keys it was
            made += [Binding(key, f"jump('{key}')", row.help, show=False) for key in row.keys]
        else:
            made.append(Binding(",".join(row.keys), _action(row), row.help, show=False, id=row.id, priority=priority))
    return made


def everywhere(identifier: str) -> list[BindingType]:
    """For the app: a key that holds above questions and boxes too. A letter does not, as it would be typed there."""
    row = BY_ID[identifier]
    return [Binding(key, _action(row), row.help, show=False, priority=True) for key in row.keys if "ctrl+" in key]


_SIGNS: Final = {
    "ampersand": "&", "apostrophe": "'", "at": "@", "backslash": "\\", "circumflex_accent": "^", "colon": ":",
    "dollar_sign": "$", "grave_accent": "`", "number_sign": "#", "plus": "+", "quotation_mark": '"', "semicolon": ";",
    "tilde": "~", "underscore": "_",
}  # fmt: skip
"""The signs that no row of the key table has, by Textual's names of their keys."""


def bind_own(bound: BindingsMap, rows: Iterable[Key]) -> None:
    """The keys of a desk's own kinds; and every letter and sign that is left, so that it says that it does nothing."""
    for row in rows:
        for key in row.keys:
            bound.bind(key, _action(row), row.help, show=False)
    for key, sign in {**dict(zip(ascii_letters, ascii_letters, strict=True)), **_SIGNS}.items():
        if key not in bound.key_to_bindings:
            bound.bind(key, f"useless({sign!r})", show=False)


def _action(row: Key) -> str:
    return OF_THE_APP.get(row.id, f"do('{row.id}')")
