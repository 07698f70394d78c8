"""Marks many articles done at once, or reopens them, and takes that back, after a restart too.

Their fields stay as they are, decided or not. Steps over fields are `together`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from services.report import Report, Say, counted
from store.errors import StetError
from store.model import actions
from store.model.steps import STEP, undo_of
from store.sync.session import edit_of, new_step

if TYPE_CHECKING:
    from store.library.protocol import Library


def standing(library: Library, identifiers: Sequence[str]) -> tuple[int, int]:
    """How many of them are not done, and how many fields are undecided in these."""
    found = [summary for some in _hundreds(identifiers) for summary in library.summaries(some).values()]
    left = [summary for summary in found if summary.status != "done"]
    return len(left), sum(summary.fields - summary.decided for summary in left)


def finish(library: Library, identifiers: Sequence[str], by: str, taken_back: list[str], say: Say) -> Report:
    """Mark all done or, if all are done, reopen them, in one step."""
    step = new_step()
    taken_back.clear()
    summaries = {name: summary for some in _hundreds(identifiers) for name, summary in library.summaries(some).items()}
    reopening = all(summary.status == "done" for summary in summaries.values())
    failures: list[str] = []
    changed = undecided = 0
    last = ""
    for count, identifier in enumerate(identifiers, 1):
        say(f"{'Reopening' if reopening else 'Finishing'} {count:,} of {len(identifiers):,} …")
        try:
            record = library.load(identifier)
            draft = actions.reopen(record) if reopening else actions.done(record)
            if draft is not None:
                library.commit(identifier, [edit_of(replace(draft, extra={STEP: step}), record, by)])
                changed += 1
                last = record.article.heading
                undecided += 0 if reopening else len(record.fields) - record.decided
        except StetError as error:
            failures.append(error.message)
    words = f"{_those(changed, last)} {'reopened' if reopening else 'done'}"
    if undecided:
        words += f", {counted(undecided, 'field')} undecided in {'it' if changed == 1 else 'them'}"
    if failures:
        words += f"; {len(failures):,} could not be changed: {failures[0]}"
    return Report(words, wrong=bool(failures), details=tuple(failures))


def undo_finish(library: Library, by: str, taken_back: list[str], say: Say) -> Report:
    """Take back this annotator's last step in each article that nobody has finished or reopened since.

    What of a step was refused would be refused again: the next one is before those that `taken_back` has.
    """
    last = library.last_step(by, min(taken_back, default=""), of_fields=False)
    if last is None:
        raise StetError("Nothing to undo", "no step over articles left; one in an article is undone there")
    step, articles = last
    taken_back.append(step)
    failures: list[str] = []
    undone, one = 0, ""
    for count, identifier in enumerate(articles, 1):
        say(f"Undoing {count:,} of {len(articles):,} …")
        try:
            if heading := _undo(library, identifier, step, by):
                undone, one = undone + 1, heading
        except StetError as error:
            failures.append(error.message)
    words = f"{_those(undone, one)} as before"
    if failures:
        words += f"; {len(failures):,} could not be undone: {failures[0]}"
    return Report(words, wrong=bool(failures), details=tuple(failures))


def _undo(library: Library, identifier: str, step: str, by: str) -> str:
    """The heading of what is undone; else nothing."""
    record = library.load(identifier)
    try:
        undoing = undo_of(record, step, by)
    except StetError as error:
        raise StetError(error.title, f"{record.article.heading} has been reopened or finished since") from None
    if undoing is not None:
        library.commit(identifier, [edit_of(undoing[0], record, by)])
    return record.article.heading if undoing is not None else ""


def _those(count: int, heading: str) -> str:
    """A single one by its name, as nobody was asked about it."""
    return f"“{heading}” is" if count == 1 else f"{count:,} articles are"


def _hundreds(identifiers: Sequence[str]) -> list[Sequence[str]]:
    return [identifiers[start : start + 100] for start in range(0, len(identifiers), 100)]
