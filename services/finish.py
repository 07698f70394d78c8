"""Articles done, or open again, many at once: what is decided in them stays as it is, and so does what is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from services.report import Report, Say, counted
from store.errors import StetError
from store.model import actions
from store.sync.session import edit_of

if TYPE_CHECKING:
    from store.library.protocol import Library


def finish(library: Library, identifiers: Sequence[str], by: str, made: dict[str, str], say: Say) -> Report:
    """All of them done; or, where all of them are, open again. `made` is given the edits made, by article."""
    made.clear()
    summaries = {name: summary for some in _hundreds(identifiers) for name, summary in library.summaries(some).items()}
    reopening = all(summary.status == "done" for summary in summaries.values())
    wrong: list[str] = []
    changed = left = 0
    for count, identifier in enumerate(identifiers, 1):
        say(f"{'Opening' if reopening else 'Finishing'} {count:,} of {len(identifiers):,} …")
        try:
            record = library.load(identifier)
            draft = actions.reopen(record) if reopening else actions.done(record)
            if draft is not None:
                edit = edit_of(draft, record, by)
                library.commit(identifier, [edit])
                made[identifier] = edit.id
                changed += 1
                left += 0 if reopening else len(record.fields) - record.decided
        except StetError as error:
            wrong.append(error.message)
    words = f"{changed:,} {'article is' if changed == 1 else 'articles are'} {'open again' if reopening else 'done'}"
    if left:
        words += f", {counted(left, 'field')} undecided in {'it' if changed == 1 else 'them'}"
    if wrong:
        words += f"; {len(wrong):,} could not be changed: {wrong[0]}"
    return Report(words, wrong=bool(wrong), details=tuple(wrong))


def take_back(library: Library, made: dict[str, str], by: str, say: Say) -> Report:
    """Each article as it was before those edits, if it is not changed since."""
    wrong: list[str] = []
    back = 0
    for count, (identifier, edit) in enumerate(made.items(), 1):
        say(f"Taking back {count:,} of {len(made):,} …")
        try:
            record = library.load(identifier)
            if record.edits[-1].id != edit:
                raise StetError("Not taken back", f"{record.article.title} has been changed since")
            library.commit(identifier, [edit_of(actions.undo(record, by), record, by)])
            back += 1
        except StetError as error:
            wrong.append(error.message)
    made.clear()
    words = f"{back:,} {'article is' if back == 1 else 'articles are'} as before"
    if wrong:
        words += f"; {len(wrong):,} could not be taken back: {wrong[0]}"
    return Report(words, wrong=bool(wrong), details=tuple(wrong))


def _hundreds(identifiers: Sequence[str]) -> list[Sequence[str]]:
    return [identifiers[start : start + 100] for start in range(0, len(identifiers), 100)]
