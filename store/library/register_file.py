"""The register of a library on disk: the file register.jsonl beside its records, a line of JSON an edit.

Edits are only ever added, apart from what `forget` takes out with an article. The file is replaced whole under the
library's lock, so that a crash leaves every edit that was there; a line that cannot be understood stays, and is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from store.disk import atomic as disk
from store.disk.layout import LISTS, LOCK_FILE, REGISTER_FILE
from store.errors import StetError
from store.files import MEGABYTE
from store.jsontext import decode, encode_line
from store.library.protocol import Library
from store.model.fields import Json
from store.model.register import fault_of, steps_by, united, without_articles
from store.oserrors import oserror_as

FORMAT: Final = "stet-register/1"
_TITLE: Final = "Register not read"
_LARGEST: Final = 256 * MEGABYTE


@dataclass(slots=True)
class Stored:
    """`edits` are those that can be understood; `odd` the other lines as they stand; `faults` why, one line each."""

    edits: list[Json] = field(default_factory=list)
    odd: list[bytes] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read(root: Path) -> Stored:
    """Empty if there is none. Raises `StetError` for a file of a newer format or that cannot be read."""
    try:
        with oserror_as(_TITLE, str(root / REGISTER_FILE)), disk.folder(root) as folder:
            return _read(root, folder)
    except StetError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return Stored()
        raise


def may_know(library: Library) -> bool:
    """False, at once, where nothing but the records says anything of names."""
    root = getattr(library, "path", None)
    return isinstance(root, Path) and ((root / REGISTER_FILE).exists() or (root / LISTS).is_dir())


def signature(root: Path) -> disk.Signature | None:
    """Another one after each change; None without a file."""
    try:
        with disk.folder(root) as folder:
            return disk.signature(folder, REGISTER_FILE)
    except OSError:
        return None


def _read(root: Path, folder: int) -> Stored:
    data = disk.read(folder, REGISTER_FILE, _LARGEST + 1)[0]
    if len(data) > _LARGEST:
        raise StetError(_TITLE, f"{root / REGISTER_FILE} has more than {_LARGEST // MEGABYTE} MB; it is not ours")
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
                raise StetError(_TITLE, f"{root / REGISTER_FILE} {why}")
        elif why := "it is not JSON" if edit is None else fault_of(edit):
            stored.odd.append(line)
            stored.faults.append(f"{REGISTER_FILE}, line {number}: left out: {why}; it stays in the file")
        else:
            stored.edits.append(edit)
    return stored


def faults(root: Path) -> Iterator[tuple[str, str]]:
    """Where and why a line cannot be understood; nothing mends it, and nothing is lost by it."""
    for fault in read(root).faults:
        where, _, why = fault.partition(": ")
        yield where, why


def append(root: Path, edits: Sequence[Json], by: str) -> list[Json]:
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
    _change(root, added)
    return new_edits


def take_back(root: Path, by: str, *, again: bool = False) -> list[Json]:
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

    _change(root, added)
    return found


def unite(root: Path, others: Iterable[Path], has: Callable[[str], bool]) -> None:
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

    _change(root, together)


def forget(root: Path, articles: set[str]) -> None:
    """Take out what is said of single fields of these articles."""
    if any(ref.get("article") in articles for edit in read(root).edits for ref in edit.get("refs", ())):
        _change(root, lambda stored: without_articles(stored.edits, articles.__contains__))


def _change(root: Path, change: Callable[[Stored], list[Json]]) -> None:
    where = str(root / REGISTER_FILE)
    if not root.exists():
        raise StetError("Register not saved", f"there is no library in {root} yet; stet add PATH makes one")
    with oserror_as("Register not saved", where), disk.folder(root) as folder, disk.locked(folder, LOCK_FILE):
        stored = _read(root, folder) if disk.exists(folder, REGISTER_FILE) else Stored()
        edits = change(stored)
        lines = [encode_line({"format": FORMAT}), *map(encode_line, edits), *(line + b"\n" for line in stored.odd)]
        disk.replace(folder, REGISTER_FILE, b"".join(lines))
