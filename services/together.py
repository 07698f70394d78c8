"""The same thing done to many fields over all their articles in one step, and that step taken back.

One edit an article, saved before the next article is looked at: whatever ends the work, what was done is whole, and one
undo takes it back. What is done to a field is the caller's, as a draft.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from services.concordance import Hit, Renewed
from services.report import Report, counted
from store.errors import StetError
from store.model.steps import undo_of
from store.sync.session import edit_of, new_step

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.model.actions import Draft
    from store.model.edit import Edit
    from store.model.record import Record


class Drafted(NamedTuple):
    """What is to be done in one article: the draft, how many fields it touches, and why the others are left out."""

    draft: Draft | None
    fields: int
    left: tuple[str, ...] = ()


Drafting = Callable[["Record", Sequence["Hit"], str], Drafted]
"""Drafts what is done to these hits of a record, as part of the step of this id."""


class Running(Protocol):
    """A job, as far as it is told how far the work is, and tells whether to stop."""

    def progress(self, words: str) -> None: ...

    @property
    def is_cancelled(self) -> bool: ...


@dataclass
class _Tally:
    """What was done so far, and why the rest was not."""

    fields: int = 0
    articles: int = 0
    left: Counter[str] = field(default_factory=Counter)

    def count(self, fields: int) -> None:
        self.articles += 1
        self.fields += fields

    def leave(self, why: str, hits: int = 1) -> None:
        self.left[why] += hits

    def report(self, verb: str, key: str, stopped: str) -> Report:
        words = f"{counted(self.fields, 'field')} in {counted(self.articles, 'article')} {verb}"
        words += f"; {key} takes it back" if self.fields and key else ""
        words += f"; {stopped}" if stopped else ""
        reasons = [f"{count:,} left out: {why}" for why, count in self.left.most_common()]
        if reasons:
            words += f"; {reasons[0]}" if len(reasons) == 1 else f"; {self.left.total():,} left out"
        return Report(words, wrong=bool(self.left), details=tuple(reasons))


def do_together(
    library: Library,
    chosen: Mapping[str, Sequence[Hit]],
    drafting: Drafting,
    by: str,
    verb: str,
    job: Running,
    tell: Callable[[Renewed], object],
    key: str = "",
) -> Report:
    """`chosen` has the hits by article; `verb` is what is done in the past, `key` what takes it back."""
    step, tally = new_step(), _Tally()

    def act(article: str) -> None:
        record = library.load(article)
        drafted = drafting(record, chosen[article], step)
        if drafted.draft is not None:
            edit = edit_of(drafted.draft, record, by)
            tell(_renewed(library.commit(article, [edit]).record, edit))
            tally.count(drafted.fields)
        tally.left.update(drafted.left)

    stopped = _in_each(list(chosen), "Article", act, job, lambda article, why: tally.leave(why, len(chosen[article])))
    return tally.report(verb, key, stopped)


def _in_each(
    articles: Sequence[str],
    words: str,
    act: Callable[[str], object],
    job: Running,
    refused: Callable[[str, str], object],
) -> str:
    """Do something in each article, until the job is cancelled; says how many were left then."""
    for count, article in enumerate(articles):
        if job.is_cancelled:
            return f"stopped before {len(articles) - count:,} of {counted(len(articles), 'article')}"
        job.progress(f"{words} {count + 1:,} of {len(articles):,} …")
        try:
            act(article)
        except StetError as error:
            refused(article, error.message)
    return ""


def undo_together(
    library: Library, by: str, job: Running, tell: Callable[[Renewed], object], before: str = ""
) -> tuple[Report, str]:
    """Take back this annotator's last step over several articles, wherever nobody has built on it since.

    Returns the id of the step too: what of it was refused would be refused again, so the next time it is `before`
    which a step is looked for.
    """
    job.progress("Looking for your last step …")
    last = library.last_step(by, before)
    if last is None:
        raise StetError("Nothing to undo", "no step of yours here; one in an article is undone there")
    step, articles = last
    tally = _Tally()

    def act(article: str) -> None:
        record = library.load(article)
        if (undoing := undo_of(record, step, by)) is not None:
            draft, edit = undoing
            tell(_renewed(library.commit(article, [edit_of(draft, record, by)]).record, edit))
            tally.count(touched(edit))

    stopped = _in_each(articles, "Undoing", act, job, lambda _, why: tally.leave(why))
    words, wrong, details = tally.report("as before", "", stopped)
    said = [line.replace("left out", "not undone") for line in (words, *details)]
    return Report(said[0], wrong, tuple(said[1:])), step


def touched(edit: Edit) -> int:
    """Fields that an edit of a step was about: one that became another counts once."""
    became = {change.after.get("became") for change in edit.changes if change.after}
    return sum(change.field not in became for change in edit.changes)


def _renewed(record: Record, edit: Edit) -> Renewed:
    ids = [change.field for change in edit.changes]
    fields = {name: record.fields[name] for name in ids if name in record.fields}
    return Renewed(record.id, record.status, fields, frozenset(ids) - fields.keys())
