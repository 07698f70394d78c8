"""Whatever people do who do not see one another, undo of steps before they parted included: no correction is gone.

A field that somebody's own line of edits leaves corrected is in the united record, and each attribute reads as that
person left it, or shows it among the rival readings. What its own author took back, in another window too, is exempt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from factories import Annotator, Step, article, draft, suggestions
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import actions
from store.model.edit import ARTICLE, Edit
from store.model.fields import GROUPS, Json, to_json
from store.model.fold import MACHINE, fold, standing, written_attributes
from store.model.record import Record
from store.sync.rebase import rebase

SUGGEST: Final = 16
NAMES: Final = ("ann", "ben", "ann/2")
"""The third is the first one's other window."""
FOLLOWING: Final = frozenset({"id", "evidence", "confidence", "speaker", "speaker_name"})
"""Attributes whose rivals are not listed, or which follow another field or the status."""

UNDO: Final = 1
# Few fields and many an undo, so that they meet.
ACTS = st.tuples(st.sampled_from((UNDO,) * 6 + tuple(range(SUGGEST + 1))), *[st.integers(0, 63)] * 3)
LINES = st.tuples(*[st.lists(ACTS, max_size=6)] * len(NAMES))


def small() -> Record:
    """The ferry with one field of each kind."""
    few = suggestions()
    for group in GROUPS:
        del few.of(group)[1:]
    return Record(article=article(), suggestions=few)


class Window(Annotator):
    def act_on(self, step: Step) -> None:
        op, a, _, _ = step
        by = self.by.partition("/")[0]
        if op == SUGGEST:
            fresh = suggestions()
            group = fresh.of([*GROUPS][a % len(GROUPS)])
            group[:] = group[a % 3 :]
            self.act(actions.suggest(self.record, fresh))
        else:
            self.act(draft(self.record, by, step))
        if self.pending:
            self.pending[-1] = self.pending[-1]._replace(by=by)
            self.record = self.record.with_edits((*self.record.edits[:-1], self.pending[-1]))


def part(start: Record, lines: Sequence[Sequence[Step]]) -> tuple[Record, list[Window], list[dict[str, str]]]:
    """Each acts on `start` alone, then all are saved; the dictionaries are the ids given anew to each one's fields."""
    windows = [Window(start, name) for name in NAMES]
    united, renamings = start, []
    for window, steps in zip(windows, lines, strict=True):
        for step in steps:
            window.act_on(step)
        edits, renamed = rebase(start.suggestions, united.edits, window.pending)
        united = united.with_edits(edits)
        renamings.append(renamed)
    return united, windows, renamings


def taken_back(edits: Sequence[Edit], by: str) -> set[str]:
    redone = {edit.of for edit in edits if edit.op == "redo"}
    return {str(edit.of) for edit in edits if edit.op == "undo" and edit.by == by and edit.id not in redone}


def written(window: Window, everybody: Sequence[Edit]) -> dict[tuple[str, str], tuple[Any, bool]]:
    """By field and attribute, what this annotator wrote and nobody in the same line has overwritten.

    True where it was written after the parting, so that nobody can have seen and changed it.
    """
    mine: dict[tuple[str, str], tuple[Any, bool]] = {}
    by = window.by.partition("/")[0]
    back = taken_back(everybody, by)
    for edit in standing(window.record.edits):
        own = edit.by == by and edit.op not in MACHINE and edit.id not in back
        for overwritten in written_attributes(edit):
            mine.pop(overwritten, None)
        for change in edit.changes:
            for key, value in (change.after or {}).items():
                if own and change.field != ARTICLE:
                    mine[change.field, key] = value, edit in window.pending
    return mine


def readings(item: Json, key: str) -> list[Any]:
    return [item.get(key), *(reading["value"] for reading in item.get("conflict", {}).get(key, ()))]


def check_kept(united: Record, windows: Sequence[Window], renamings: Sequence[dict[str, str]]) -> None:
    for window, renamed in zip(windows, renamings, strict=True):
        for (former, key), (wrote, unseen) in written(window, united.edits).items():
            name = renamed.get(former, former)
            assert name in united.fields, f"{name}, in which {window.by} wrote {key}, is gone"
            value = renamed.get(wrote, wrote) if key == "became" else wrote
            if key == "became" and value is not None:  # else it was brought back
                assert value in united.fields, f"{value}, which {window.by} made of {name}, is gone"
            if unseen and key not in FOLLOWING:
                shown = readings(to_json(united.fields[name]), key)
                assert value in shown, f"{window.by} wrote {key} {value} in {name}, which shows {shown}"


@settings(deadline=None)
@given(st.lists(ACTS, min_size=1, max_size=6), LINES, LINES)
def test_no_correction_is_gone_whatever_those_do_who_do_not_see_one_another(
    before: list[Step], lines: tuple[list[Step], ...], again: tuple[list[Step], ...]
) -> None:
    first = Window(small(), "ann")
    for step in before:
        first.act_on(step)
    start = first.record
    for round_ in (lines, again):
        united, windows, renamings = part(start, round_)
        check_kept(united, windows, renamings)
        assert united.fields == fold(united.suggestions, united.edits).fields
        start = united
