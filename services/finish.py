"""Marks many articles done at once, or reopens them; their fields stay as they are, decided or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from services.report import Report, Say, counted
from store.errors import StetError
from store.model import actions
from store.sync.session import edit_of

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.model.record import Record


def standing(library: Library, identifiers: Sequence[str]) -> tuple[int, int]:
    """How many of them are not done, and how many fields are undecided in these."""
    found = [summary for some in _hundreds(identifiers) for summary in library.summaries(some).values()]
    left = [summary for summary in found if summary.status != "done"]
    return len(left), sum(summary.fields - summary.decided for summary in left)


def finish(library: Library, identifiers: Sequence[str], by: str, edits: dict[str, str], say: Say) -> Report:
    """Mark all done or, if all are done, reopen them. `edits` is filled with the ids of the edits, by article."""
    edits.clear()
    summaries = {name: summary for some in _hundreds(identifiers) for name, summary in library.summaries(some).items()}
    reopening = all(summary.status == "done" for summary in summaries.values())
    failures: list[str] = []
    changed = undecided = 0
    for count, identifier in enumerate(identifiers, 1):
        say(f"{'Reopening' if reopening else 'Finishing'} {count:,} of {len(identifiers):,} …")
        try:
            record = library.load(identifier)
            draft = actions.reopen(record) if reopening else actions.done(record)
            if draft is not None:
                edit = edit_of(draft, record, by)
                library.commit(identifier, [edit])
                edits[identifier] = edit.id
                changed += 1
                undecided += 0 if reopening else len(record.fields) - record.decided
        except StetError as error:
            failures.append(error.message)
    words = f"{changed:,} {'article is' if changed == 1 else 'articles are'} {'reopened' if reopening else 'done'}"
    if undecided:
        words += f", {counted(undecided, 'field')} undecided in {'it' if changed == 1 else 'them'}"
    if failures:
        words += f"; {len(failures):,} could not be changed: {failures[0]}"
    return Report(words, wrong=bool(failures), details=tuple(failures))


def undo_finish(library: Library, edits: dict[str, str], by: str, say: Say) -> Report:
    """Undo the edits of `finish` in each article that has not been changed since."""
    failures: list[str] = []
    undone = 0
    for count, (identifier, edit) in enumerate(edits.items(), 1):
        say(f"Undoing {count:,} of {len(edits):,} …")
        try:
            record = library.load(identifier)
            if _others_since(record, edit, by) or (draft := actions.undo(record, by)).of != edit:
                raise StetError("Not undone", f"“{record.article.heading}” has been changed since")
            library.commit(identifier, [edit_of(draft, record, by)])
            undone += 1
        except StetError as error:
            failures.append(error.message)
    edits.clear()
    words = f"{undone:,} {'article is' if undone == 1 else 'articles are'} as before"
    if failures:
        words += f"; {len(failures):,} could not be undone: {failures[0]}"
    return Report(words, wrong=bool(failures), details=tuple(failures))


def _others_since(record: Record, edit: str, by: str) -> bool:
    place = next(place for place, one in enumerate(record.edits) if one.id == edit)
    return any(one.by != by for one in record.edits[place:])


def _hundreds(identifiers: Sequence[str]) -> list[Sequence[str]]:
    return [identifiers[start : start + 100] for start in range(0, len(identifiers), 100)]
