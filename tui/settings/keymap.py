"""What a configuration may make of the key table, and why not where it may not. The table itself is in `keys`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from store.errors import StetError
from tui.settings.keys import BY_ID, KEYS, Key, shown

_FIXED = """
    accept reject edit speaker speaker-back undo redo done other-pane next previous next-undecided
    previous-undecided next-mention previous-mention detach kind accept-group next-doubt start-left start-right
    end-left end-right by-character everywhere merge split flag copy find next-article previous-article shelf
    jump end-number add-person add-place add-number add-quote word-back word-on next-hit previous-hit stop-finding keep
    drop read filter add-article export export-article help quit
"""
FIXED: Final = frozenset(_FIXED.split())
"""Actions that keep their keys, so that people and instructions agree everywhere; they may get more keys."""

_AT_ONCE: Final = frozenset({"fields", "selection", "article", "finding"})
"""Places that hold at the same time: a key of one of them would hide the same key of another."""

_WORDS = "enter escape tab space backspace delete insert up down left right home end pageup pagedown"
_NAMED: Final = frozenset(_WORDS.split()) | {f"f{number}" for number in range(1, 13)}
_MODIFIERS: Final = ("ctrl", "alt", "shift")
_OTHER_NAMES: Final = {"+": "plus", "-": "minus", "/": "slash", "\\": "backslash", "@": "at", "_": "underscore"}
_SAME: Final = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "escape", "ctrl+c": "a signal"}
"""What a terminal sends for these."""


def remap(overrides: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Put other keys into the table, for this process and before any screen is imported.

    Textual reads a screen's bindings as its class is made. Raises, and changes nothing, where a key is taken by an
    action whose keys are fixed, or by another of the overrides. Any other action gives way to what a person has chosen,
    for it may be newer than that choice; a line for each says what it has now.
    """
    rows = [row._replace(keys=overrides.get(row.id, row.keys)) for row in KEYS]
    for row in rows:
        if row.id in overrides:
            _check(row, [other for other in rows if other.id in FIXED or other.id in overrides])
    said = [*_give_way(rows, overrides)]
    KEYS[:] = rows
    BY_ID.update((row.id, row) for row in rows)
    return said


def _give_way(rows: list[Key], overrides: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Take the keys of the overrides from other rows. A row that has none left gets a free function key."""
    chosen = [(row, key) for row in rows if row.id in overrides for key in row.keys if key not in BY_ID[row.id].keys]
    for place, other in enumerate(rows):
        if other.id in overrides or other.id in FIXED:
            continue
        for row, key in chosen:
            if key in other.keys and meet(row, other):
                left = tuple(one for one in other.keys if one != key) or (_free_for(other, rows),)
                rows[place] = other = other._replace(keys=left)
                keys = " and ".join(map(shown, left))
                yield f"{shown(key)} is {row.id}, as you chose; {other.id} is {keys} now. [keys] can give it another"


def _free_for(row: Key, rows: list[Key]) -> str:
    taken = {key for other in rows if meet(row, other) for key in other.keys}
    return next(key for key in (*(f"f{number}" for number in range(2, 13)), "f1") if key not in taken)


def _check(row: Key, rows: list[Key]) -> None:
    usual = BY_ID[row.id].keys
    if row.id in FIXED and (missing := [shown(key) for key in usual if key not in row.keys]):
        raise StetError(f"keys.{row.id}", f"{' and '.join(missing)} must stay; add other keys to it")
    if row.id == "jump" and set(row.keys) != set(usual):
        raise StetError("keys.jump", "the digits go to the field of that number; they cannot be changed")
    for key in row.keys:
        if key not in usual and _is_typed(key) and _types(row):
            raise StetError(f"keys.{row.id}", f"{shown(key)} would be typed there; take a key with ctrl, or F1 to F12")
        taken = [other for other in rows if other.id != row.id and key in other.keys and meet(row, other)]
        if key not in usual and taken:
            raise StetError(f"keys.{row.id}", f"{shown(key)} is {taken[0].id} there; take a key that is free")


def _is_typed(key: str) -> bool:
    return key == "space" or not ("+" in key or key in _NAMED)


def _types(row: Key) -> bool:
    """True where a letter would be written instead, or could not be held with shift to select."""
    return row.where in ("editor", "filtering") or (row.where == "article" and row.id.endswith(("-back", "-on")))


def meet(row: Key, other: Key) -> bool:
    """True where both hold at one time, so that a key of both would do only one of them."""
    places = {row.where, other.where}
    return len(places) == 1 or "anywhere" in places or places <= _AT_ONCE


def key_name(typed: str) -> str:
    """Textual's name of a key that a person has written: `comma` for `,`. Raises with what would work."""
    head, _, last = typed[:-1].rpartition("+")
    modifiers, last = head.split("+") if head else [], last + typed[-1:]
    if typed in _SAME:
        raise StetError(typed, f"a terminal sends {_SAME[typed]} for it; take another key")
    if "alt" in modifiers and len(last) == 1 and not last.isalnum():
        raise StetError(typed, f"most terminals send {last} for it; take another key")
    if modifiers == ["shift"] and len(last) == 1:
        raise StetError(typed, f"write {last.upper()}")
    if modifiers and last.isalpha() and len(last) == 1 and last != last.lower():
        raise StetError(typed, f"write {'+'.join([*modifiers, last.lower()])}")
    name = last if len(last) > 1 or last.isalnum() else _OTHER_NAMES.get(last) or _unicode_name(last)
    known = _NAMED | {part for row in KEYS for key in row.keys for part in key.split("+") if len(part) > 1}
    if len(last) > 1 and last not in known and last.lower() in known:
        raise StetError(typed, f"write {'+'.join([*modifiers, last.lower()])}")
    if not name or (len(last) > 1 and name not in known) or not set(modifiers) <= set(_MODIFIERS):
        raise StetError(typed or "an empty text", "no key has this name; such as T, f5, ctrl+t, space or pagedown")
    return "+".join([*modifiers, name])


def _unicode_name(character: str) -> str:
    return unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_") if character.strip() else ""
