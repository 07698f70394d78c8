"""What a library remembers of the kinds that its file has had, and what its records hang on: what a new file must keep.

`kinds` reads the file itself and puts it in force.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from store.disk.layout import KINDS_MEMORY
from store.errors import StetError
from store.library.documents import Documents, titled
from store.model.kinds import ARTICLE

if TYPE_CHECKING:
    from store.model.kinds import Kind

MOST_BYTES: Final = 200_000
"""Of a kinds file; far more than there is to say."""


class Refusal(NamedTuple):
    """`key` is that of the kind's table; empty for the table."""

    kind: str
    key: str
    why: str


def memory(documents: Documents) -> dict[str, dict[str, Any]]:
    """The tables of the kinds that the file has had. A memory that cannot be read is made anew."""
    from store.jsontext import decode

    with contextlib.suppress(ValueError):
        known = decode(read_in(documents, KINDS_MEMORY) or b"{}")
        if isinstance(known, dict):
            return {name: table for name, table in known.items() if isinstance(table, dict)}
    return {}


def refusals(
    uses: Callable[[str], bool], rows: list[Kind], now: dict[str, Any], known: dict[str, dict[str, Any]]
) -> Iterator[Refusal]:
    """Another letter or plural of a kind, or one for another kind: the ids and the list of fields that are in records
    would be another kind's, or nobody's. `uses` says whether a letter is in records; `now` are the tables of which the
    rows were made."""
    for row in rows:
        for what, before, after in _otherwise(row, known.get(row.name, {})):
            if uses(known[row.name].get("letter", row.letter)):
                why = f"its {what} was {before}, and fields of it are in records; write {what} = "
                yield Refusal(row.name, what, f'the kind {row.name}: {why}"{before}", not "{after}"')
    for past in rows_of_the_past(known, now):
        for row in rows:
            if (what := taken(past, row)) and uses(past.letter):
                key = what.partition(" ")[0]
                why = f"the {what} was that of {past.name}, whose fields are in records; take another {key}"
                yield Refusal(row.name, key, f"the kind {row.name}: {why}")


def rows_of_the_past(known: dict[str, dict[str, Any]], now: dict[str, Any]) -> list[Kind]:
    """The kinds that the file has no longer; what is no kind in the memory is passed over."""
    from store.model.kinds_file import rows_of

    rows = []
    for name in known.keys() - now.keys() - {ARTICLE}:
        with contextlib.suppress(StetError):
            rows += [row for row in rows_of({**known, **now}, KINDS_MEMORY) if row.name == name]
    return sorted(rows, key=lambda row: row.name)


def taken(past: Kind, now: Kind) -> str:
    """What a kind of today has that one of the past had; empty where it has nothing of it."""
    if now.letter == past.letter:
        return f"letter {now.letter}"
    return f"plural {now.group}" if now.group == past.group else ""


def read_in(documents: Documents, name: str) -> bytes | None:
    """A document that says something of kinds; None where there is none."""
    with titled("Kinds not read"):
        return documents.read(name, MOST_BYTES, "shorten it")


def _otherwise(row: Kind, before: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What a kind of this name had otherwise: the words of its fields' ids and of their list."""
    from store.model.kinds_file import plural

    if (letter := before.get("letter", row.letter)) != row.letter:
        yield "letter", letter, row.letter
    if before and row.letter and (group := before.get("plural") or plural(row.name)) != row.group:
        yield "plural", group, row.group
