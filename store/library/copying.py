"""Copies a library into another, whatever stores either: every article as it is, then the small files of the whole.

Each article is read back from where it was copied to, and compared. Copying again copies what is new, so that a copy
which was interrupted is taken up again; where both have gone on, `merge` unites them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from store.disk.layout import (
    GIVEN_FILE,
    GUIDELINES_FILE,
    KINDS_FILE,
    KINDS_MEMORY,
    LEARNED,
    LEARNED_SETTINGS,
    LISTS,
    SAMPLES_FILE,
)
from store.errors import StetError
from store.jsontext import encode
from store.library import given, register_file
from store.library.kinds_memory import memory
from store.library.protocol import Library
from store.model.fields import Json
from store.model.record import Record
from store.sync.merge import merge

What: TypeAlias = Literal["new", "longer", "united", "same", "different", "damaged"]
"""`longer` got further edits, and `united` too, where the other had some of its own; of `different` nothing was copied,
or what was read back is not what was copied."""
WHOLE: Final = (GUIDELINES_FILE, SAMPLES_FILE, f"{LEARNED}/{LEARNED_SETTINGS}")
"""Documents that are copied as they are, and so are the word lists."""


IN_A_ROW: Final = 3
"""Articles that cannot be copied, one after the other: it is not their fault."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of an article; `why` is a line about it, empty where there is nothing to say."""

    id: str
    what: What
    why: str = ""


def copy_kinds(source: Library, target: Library) -> bool:
    """Give the target the kinds of the source; True if it must be opened anew to know them. Makes the target.

    Raises `StetError` where it has other kinds.
    """
    file = source.documents.read(KINDS_FILE)
    past = memory(source.documents)
    target.make()
    if others := sorted(name for name, table in source.kinds.now.items() if target.kinds.now.get(name) != table):
        if target.documents.read(KINDS_FILE) is not None:
            where = target.documents.where(KINDS_FILE)
            raise StetError("Not copied", f"{where} has not the same kind {others[0]}; make the two files the same")
    elif memory(target.documents) == {**past, **memory(target.documents)}:
        return False
    with target.documents.locked():
        if others and file is not None:
            target.documents.replace(KINDS_FILE, file)
        target.documents.replace(KINDS_MEMORY, encode({**past, **memory(target.documents)}))
    return True


def copy_articles(source: Library, target: Library, again: Library, query: str = "") -> Iterator[Copied]:
    """Copy the articles that match, in the order of adding. `again` is the target opened another time, so that it reads
    what is stored and not what was remembered of it. Raises `StetError` where several fail in a row."""
    failed = 0
    for summary in source.find(query):
        if summary.damage is not None:
            yield Copied(summary.id, "damaged", summary.damage)
            continue
        what: What = "damaged"
        try:
            record, added = source.load(summary.id), source.added(summary.id)
            what = "different"
            copied = _copied(record, added, target, again)
        except StetError as error:
            failed += 1
            if failed == IN_A_ROW:
                raise
            copied = Copied(summary.id, what, f"not copied: {error.message}")
        else:
            failed = 0
        yield copied


def copy_documents(source: Library, target: Library) -> list[str]:
    """Copy what belongs to no article, without what was learned; returns what both have, but otherwise."""
    register_file.unite(target.documents, [source.documents], target.__contains__)
    differing = [
        f"{target.documents.where(GIVEN_FILE)}: {name} is another's there"
        for name in given.unite(target.documents, given.read(source.documents), target.__contains__)
    ]
    lists = (f"{LISTS}/{name}" for name in source.documents.names(LISTS))
    for name in (*WHOLE, *lists):
        data, there = source.documents.read(name), target.documents.read(name)
        if data is not None and there is None:
            with target.documents.locked():
                target.documents.replace(name, data)
            there = target.documents.read(name)
        if data is not None and there != data:
            differing.append(f"{target.documents.where(name)} is not the same as {source.documents.where(name)}")
    return differing


def _copied(record: Record, added: str, target: Library, again: Library) -> Copied:
    if record.id not in target:
        target.add(record.article, record.suggestions, record.edits, record.extra, added)
        return _compared(record, again, "new", added)
    there = target.load(record.id)
    if record.article != there.article or record.extra != there.extra:
        named = _unlike(record, there)
        return Copied(record.id, "different", f"not copied: its {named} is another there")
    known = {edit.id for edit in there.edits}
    if record.suggestions == there.suggestions and all(edit.id in known for edit in record.edits):
        if there.edits[: len(record.edits)] == record.edits:
            return _compared(record, again, "same")
        return Copied(record.id, "same")  # united by an earlier copy
    united = merge(there, record)
    new = united.edits[len(there.edits) :]
    if new:
        target.commit(record.id, new)
    if there.suggestions == record.suggestions and there.edits == record.edits[: len(there.edits)]:
        return _compared(record, again, "longer")
    return _with_all(united, again, "united" if new else "same")


def _compared(record: Record, again: Library, what: What, added: str = "") -> Copied:
    """Record for record the same JSON; edits that others have added there meanwhile do not count."""
    there = again.load(record.id)
    if there.seq > record.seq:
        there = there.with_edits(there.edits[: len(record.edits)])
    if added and again.added(record.id) != added:
        return Copied(record.id, "different", f"it was added {again.added(record.id)} there, not {added}")
    if encode(there.to_json()) != encode(record.to_json()):
        return Copied(record.id, "different", f"what is read back has another {_unlike(record, there)}")
    return Copied(record.id, what)


def _with_all(united: Record, again: Library, what: What) -> Copied:
    """No edit may be missing; whoever saves meanwhile may have moved them."""
    there = again.load(united.id)
    if missing := {edit.id for edit in united.edits} - {edit.id for edit in there.edits}:
        return Copied(united.id, "different", f"{len(missing)} of its edits are not there")
    conflicts = sum(bool(item.conflict) for item in there.fields.values())
    both = f"both have further edits; they are united, {conflicts} field{'' if conflicts == 1 else 's'} in conflict"
    return Copied(united.id, what, both if what == "united" else "")


def _unlike(record: Record, there: Record) -> str:
    """The first part of the records' JSON that differs."""
    mine, other = record.to_json(), there.to_json()
    absent: Json = {}
    return next(
        (key for key in (*mine, *other) if mine.get(key, absent) != other.get(key, absent)), "order of its parts"
    )
