"""Articles done, or open again, from the shelf: what is decided in them stays as it is, and so does what is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store import actions
from store.errors import StetError
from store.session import edit_of
from tui.shelf.background import Ended, Say

if TYPE_CHECKING:
    from store.library import Library


def finish(library: Library, identifiers: Sequence[str], by: str, say: Say) -> Ended:
    """All of them done; or, where they are, all of them open again: the same key takes it back."""
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
                library.commit(identifier, [edit_of(draft, record, by)])
                changed += 1
                left += 0 if reopening else len(record.fields) - record.decided
        except StetError as error:
            wrong.append(error.message)
    words = f"{changed:,} {'article is' if changed == 1 else 'articles are'} {'open again' if reopening else 'done'}"
    if left:
        words += f", {left:,} {'field' if left == 1 else 'fields'} undecided in {'it' if changed == 1 else 'them'}"
    if wrong:
        words += f"; {len(wrong):,} could not be changed: {wrong[0]}"
    return Ended(words, wrong=bool(wrong), details=tuple(wrong))


def _hundreds(identifiers: Sequence[str]) -> list[Sequence[str]]:
    return [identifiers[start : start + 100] for start in range(0, len(identifiers), 100)]
