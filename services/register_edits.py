"""What is done to the register of a library: entries merged and split, names and identifiers given, lists read in.

Each call is one step of its annotator, which undo takes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from services.register import Row, register_of
from services.word_lists import names_of
from store.errors import StetError
from store.library import register_file
from store.model.identifiers import identifier_of, scheme_of
from store.model.register import LONGEST, Entry, Ref, Register, key_of

if TYPE_CHECKING:
    from pathlib import Path

    from store.library.protocol import Library
    from store.model.fields import Json


def merge(library: Library, rows: Sequence[Row], by: str) -> None:
    """Into the first, whose name stands. Raises `StetError` for different kinds."""
    if len({row.kind for row in rows}) > 1:
        raise StetError("Not merged", "these are of different kinds; merge people with people, places with places")
    if len({row.key for row in rows}) < 2:
        raise StetError("Not merged", "it takes two; mark another one too")
    refs = [row.ref.to_json() for row in rows]
    register_file.append(library.documents, [{"op": "merge", "kind": rows[0].kind, "refs": refs}], by)


def split(library: Library, kind: str, ref: Ref, by: str) -> None:
    """Take a form out of its entry, or one field of an article."""
    register_file.append(library.documents, [{"op": "split", "kind": kind, "refs": [ref.to_json()]}], by)


class Setting(NamedTuple):
    """What is to be said of one entry; identifiers replace those of their scheme, `without` takes schemes away."""

    kind: str
    ref: Ref
    name: str | None = None
    note: str | None = None
    identifiers: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    """Other forms that are the same."""


def set_all(library: Library, settings: Iterable[Setting], by: str) -> int:
    """In one step; returns how many entries change. Raises `StetError` for an identifier that is none."""
    register, edits, changed = register_of(library), [], 0
    for one in settings:
        new = list(_edits(register, one))
        edits += new
        changed += bool(new)
    if edits:
        register_file.append(library.documents, edits, by)
    return changed


def _edits(register: Register, one: Setting) -> Iterator[Json]:
    """What differs from what is there."""
    entry = register.entry_of(one.ref.form(one.kind)) or Entry(one.kind)
    had = {key_of(name) for name in entry.names} | {key_of(one.ref.name)}
    forms = [form for form in one.forms if key_of(form) not in had]
    if forms:
        refs = [one.ref.to_json(), *({"name": form} for form in forms)]
        yield {"op": "merge", "kind": one.kind, "refs": refs}
    found = {scheme_of(name): name for name in map(identifier_of, one.identifiers)}
    identifiers: dict[str, str | None] = {
        scheme: name for scheme, name in found.items() if entry.identifiers.get(scheme) != name
    }
    identifiers |= dict.fromkeys(scheme for scheme in one.without if scheme in entry.identifiers)
    values: Json = {"identifiers": identifiers} if identifiers else {}
    if one.name is not None and one.name != entry.name:
        values["name"] = one.name
    if one.note is not None and one.note != entry.note:
        values["note"] = one.note
    if values:
        yield {"op": "set", "kind": one.kind, "refs": [one.ref.to_json()], "values": values}


def name_checked(words: str) -> str:
    """A name in one line. Raises `StetError` if it is none."""
    name = " ".join(words.split())
    if len(name) > LONGEST or not any(char.isalnum() for char in name):
        raise StetError(
            "No name", f"“{name[:40]}” is not a name; give one with a letter, of at most {LONGEST} characters"
        )
    return name


class Taken(NamedTuple):
    """What came of a list: rows that changed an entry, rows that said nothing new, and roles, which are not taken."""

    changed: int
    known: int
    roles: int


def take_list(library: Library, path: Path, by: str, kind: str = "") -> Taken:
    """Names with their identifiers and other forms, from a CSV file as word lists are, or another table, whose names
    are of this kind. Raises `StetError` with line."""
    settings: list[Setting] = []
    rows = names_of(path, kind)
    for line, row in rows:
        try:
            found = tuple(identifier_of(one) for one in row.identifier.split("|") if one.strip())
        except StetError as error:
            raise StetError("List not read", f"{path}, line {line}: {error.message}") from None
        settings.append(Setting(row.kind, Ref(row.name), identifiers=found, forms=row.forms))
    changed = set_all(library, settings, by)
    return Taken(changed, len(rows) - changed, sum(bool(row.role) for _, row in rows))


def told(edits: Sequence[Json]) -> str:
    """A step in a few words: `Eva Lund and E. Lund merged`."""
    done = {"merge": "merged", "split": "split off", "set": "changed"}
    first = edits[0]
    names = " and ".join(ref["name"] for ref in first["refs"][:3])
    more = f" and {len(edits) - 1:,} more" if len(edits) > 1 else ""
    return f"{names} {done[first['op']]}{more}"
