"""What a row of a kind must not say, so that a new kind takes nothing from Stet or from another kind.

The built-in kinds keep these rules too: a test asks. Where the words that are taken come from is said beside each.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from store.errors import StetError
from store.model.kinds import NUMBER, Attribute, Kind

FILTERS: Final = frozenset(
    {"status", "flag", "noted", "doubt", "conflict", "date", "id", "title", "source", "author", "text", "note", "by"}
    | {"annotator", "number", "kind", "unit", "counted", "event", "rank", "rowid", "assigned"}
    | {"article", "words"}
)
"""Filters of the query language that no row has, and columns of its table; a test compares them with `index.query`."""
GROUPS: Final = frozenset(
    {"article", "articles", "format", "meta", "url", "suggestions", "edits", "extractor", "extra", "others"}
    | {"all", "of", "mentions", "fields", "decided", "flags", "notes", "conflicts", "doubts", "name", "changed"}
    | {"inode", "size", "sha256", "damage", "text", "opening", "own"}
)
"""Keys of a record, tables of an export and columns of the index beside those of a kind's fields."""
KEYS: Final = frozenset({"id", "spans", "status", "confidence", "evidence", "flag", "note", "became", "conflict"})
"""Of every field in the record, whatever its kind."""
_WORD: Final = re.compile(r"[a-z][a-z_]{0,39}")
_QUERY: Final = re.compile(r"[a-z]{1,20}")


def check_row(row: Kind, others: Iterable[Kind], taken: Collection[str]) -> None:
    """Raise, in one line, what of the row cannot be. `taken` are the names in Python that every field has."""
    wrong = next(faults_of(row, [*others], taken), None)
    if wrong:
        raise StetError("Not registered", f"the kind {row.name}: {wrong}")


def faults_of(row: Kind, others: list[Kind], taken: Collection[str]) -> Iterator[str]:
    """All that cannot be, each as it goes on after the name of the kind."""
    if row.spans != "none":
        yield from _own_faults(row, others)
    if not row.own:  # a filter of a desk's own kinds may be shared
        yield from _query_faults(row, others)
    for number, item in enumerate(row.attributes):
        for wrong in _attribute_faults(item, row.attributes[:number], taken):
            yield f"its attribute {item.key} {wrong}"


def _own_faults(row: Kind, others: list[Kind]) -> Iterator[str]:
    for what, word in (("name", row.name), ("group", row.group)):
        if not _WORD.fullmatch(word):
            yield f"its {what} is {word!r}; write small letters from a to z, and _"
    for other in others:
        if row.name == other.name:
            yield f"there is a kind of this name, with the group {other.group}; take another name"
        if row.group == other.group:
            yield f"the group {row.group} is that of {other.name}; take another group, such as {row.name}s"
        if row.letter == other.letter:
            free = "".join(letter for letter in _LETTERS if letter not in {one.letter for one in others})
            yield f"the letter {row.letter} is that of {other.name}; free are {free}"
        if not (row.past or other.past) and (both := {*row.synonyms, row.name} & {*other.synonyms, other.name}):
            yield f"{min(both)} is a label of {other.name}; leave it out of one"
    if row.group in GROUPS:
        yield f"the group {row.group} is a word of the record or the index; take another, such as {row.name}s"
    if row.letter not in _LETTERS or len(row.letter) != 1:
        yield f"its letter is {row.letter!r}; take one small letter from a to z"
    if not row.attributes:
        yield "it has no attributes; give it one, such as a name"


_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def _query_faults(row: Kind, others: list[Kind]) -> Iterator[str]:
    seen = {word: other.name for other in others for word in queries(other)}
    for word in queries(row):
        if not _QUERY.fullmatch(word):
            yield f"the filter {word!r} is not 1 to 20 small letters from a to z; rename it"
        if word in FILTERS and row is not NUMBER:
            yield f"the filter {word}: means something else in queries; rename it, or leave it out"
        if word in seen:
            yield f"the filter {word}: is that of {seen[word]}; rename it, or leave it out"
        seen[word] = "another of its attributes"
    if missing := [key for key in row.query_keys if key not in {item.key for item in row.attributes}]:
        yield f"its query_keys name {missing[0]}, which is none of its attributes"


def queries(row: Kind) -> list[str]:
    """The filters of a row, its own and its attributes'."""
    return [word for word in (row.query, *(item.query for item in row.attributes)) if word]


def _attribute_faults(item: Attribute, before: Iterable[Attribute], taken: Collection[str]) -> Iterator[str]:
    name = item.name or item.key
    if not _WORD.fullmatch(item.key) or not name.isidentifier():
        yield "has a key or a name of other letters; write small letters from a to z, and _"
    if item.key in KEYS:
        yield f"has a key that every field has; take another, such as its_{item.key}"
    if name in taken:
        how = f"give it a name in Python, such as name='its_{name}'" if name == item.key else "take another name"
        yield f"would hide {name}, which every field has in Python; {how}"
    if wrong := item.check([*item.default] if isinstance(item.default, tuple) else item.default):
        yield f"has the default {item.default!r}, which its own check refuses ({wrong}); give it a default="
    for other in before:
        if name == (other.name or other.key) or item.key == other.key:
            yield "is there twice; rename one"
        if item.box is not None and item.box == other.box:
            free = f"({item.box[0] + 1}, 0)"
            yield f"has its box at {item.box}, as {other.key} has; give it another, such as box={free}, or None"
