"""The register of a library as it is kept: the document register.jsonl, a line of JSON an edit.

Edits are only ever added, apart from what `forget` takes out with an article. The document is replaced whole under the
library's lock, so that a crash leaves every edit that was there; a line that cannot be understood stays, and is said.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from store.disk.layout import LISTS, REGISTER_FILE
from store.errors import StetError
from store.jsontext import decode, encode_line
from store.library.documents import Documents, locked, titled
from store.library.protocol import Finding, Library
from store.model.fields import Json
from store.model.register import fault_of, steps_by, united, without_articles

FORMAT: Final = "stet-register/1"
_TITLE: Final = "Register not read"
_UNSAVED: Final = "Register not saved"


@dataclass(slots=True)
class Stored:
    """`edits` are those that can be understood; `odd` the other lines as they stand; `faults` why, one line each."""

    edits: list[Json] = field(default_factory=list)
    odd: list[bytes] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def may_know(library: Library) -> bool:
    """False, at once, where nothing but the records says anything of names."""
    with suppress(StetError):
        return library.documents.signature(REGISTER_FILE) is not None or bool(library.documents.names(LISTS))
    return True


def signature(documents: Documents) -> Hashable | None:
    """Another one after each change; None without a register."""
    return documents.signature(REGISTER_FILE)


def read(documents: Documents) -> Stored:
    """Empty if there is none. Raises `StetError` for one of a newer format or that cannot be read."""
    with titled(_TITLE):
        data = documents.read(REGISTER_FILE) or b""
    stored = Stored()
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            edit = decode(line)
        except ValueError:
            edit = None
        if isinstance(edit, dict) and isinstance(form := edit.get("format"), str):
            if form != FORMAT:
                why = f"is of the format {form[:40]}, not {FORMAT}; update Stet"
                raise StetError(_TITLE, f"{documents.where(REGISTER_FILE)} {why}")
        elif why := "it is not JSON" if edit is None else fault_of(edit):
            stored.odd.append(line)
            stored.faults.append(f"{REGISTER_FILE}, line {number}: left out: {why}; it stays in the file")
        else:
            stored.edits.append(edit)
    return stored


def faults(documents: Documents) -> Iterator[Finding]:
    """Lines that cannot be understood; nothing mends them, and nothing is lost by them."""
    for fault in read(documents).faults:
        where, _, why = fault.partition(": ")
        yield Finding(where, why)


def append(documents: Documents, edits: Sequence[Json], by: str) -> list[Json]:
    """Add edits as one step, with id, time, place and author; they are on disk on return."""
    step, at = str(uuid4()), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def added(stored: Stored) -> list[Json]:
        seq = max((edit["seq"] for edit in stored.edits), default=0)
        new = [
            {"id": str(uuid4()), "seq": seq + number, "at": at, "by": by, "step": step, **edit}
            for number, edit in enumerate(edits, 1)
        ]
        new_edits[:] = new
        return [*stored.edits, *new]

    new_edits: list[Json] = []
    _change(documents, added)
    return new_edits


def take_back(documents: Documents, by: str, *, again: bool = False) -> list[Json]:
    """Undo this annotator's last step, or redo what they undid last; returns its edits. Raises `StetError` for none."""
    found: list[Json] = []

    def added(stored: Stored) -> list[Json]:
        steps = steps_by(stored.edits, by)[again]
        if not steps:
            verb, undone = ("redo", "was undone") if again else ("undo", "is left")
            raise StetError(f"Nothing to {verb}", f"no step of yours in the register {undone}")
        found[:] = [edit for edit in stored.edits if edit.get("step") == steps[-1] or edit["id"] == steps[-1]]
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        seq = max(edit["seq"] for edit in stored.edits) + 1
        op = "redo" if again else "undo"
        return [*stored.edits, {"id": str(uuid4()), "seq": seq, "at": now, "by": by, "op": op, "of": steps[-1]}]

    _change(documents, added)
    return found


def unite(documents: Documents, others: Iterable[Documents], has: Callable[[str], bool]) -> None:
    """Add the edits of other libraries' registers; what they say of single fields of articles that are not here stays
    there."""
    stored = [read(other) for other in others]
    new = without_articles(united(*(one.edits for one in stored)), lambda article: not has(article))
    odd = [line for one in stored for line in one.odd]
    if not new and not odd:
        return

    def together(mine: Stored) -> list[Json]:
        mine.odd += [line for line in dict.fromkeys(odd) if line not in mine.odd]
        return united(mine.edits, new)

    _change(documents, together)


def forget(documents: Documents, articles: set[str]) -> None:
    """Take out what is said of single fields of these articles."""
    if any(ref.get("article") in articles for edit in read(documents).edits for ref in edit.get("refs", ())):
        _change(documents, lambda stored: without_articles(stored.edits, articles.__contains__))


def _change(documents: Documents, change: Callable[[Stored], list[Json]]) -> None:
    with locked(documents, _UNSAVED):
        stored = read(documents)
        edits = change(stored)
        lines = [encode_line({"format": FORMAT}), *map(encode_line, edits), *(line + b"\n" for line in stored.odd)]
        with titled(_UNSAVED):
            documents.replace(REGISTER_FILE, b"".join(lines))
