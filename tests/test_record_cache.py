"""What is kept in memory of records and of their folds, and that nobody can tell by the answers."""

from __future__ import annotations

import weakref
from dataclasses import replace
from pathlib import Path

from factories import STEPS, Annotator, Step, draft, record, suggestions
from hypothesis import given
from hypothesis.strategies import DataObject, booleans, data, permutations

from store.library.folder import FolderLibrary
from store.library.record_files import CACHED
from store.model import actions
from store.model.fields import Quote, Suggestions
from store.model.fold import fold
from store.model.fold_cache import FoldCache
from store.model.record import Article, Record


def test_the_record_that_was_used_longest_ago_leaves_the_cache(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path / "library")
    names = [f"article {number}" for number in range(CACHED + 1)]
    first, second, *_, last = [library.add(Article(name, "Text.\n"), Suggestions()) for name in names[:-1]]
    assert library.load(first.id) is first, "it is read from the cache, and is now the one used last"
    library.add(Article(names[-1], "Text.\n"), Suggestions())
    assert library.load(first.id) is first
    assert library.load(last.id) is last
    assert library.load(second.id) is not second


@given(STEPS)
def test_a_fold_that_goes_on_comes_to_what_a_new_one_does(steps: list[Step]) -> None:
    now, hand, folds = record(), Annotator(record(), "ann"), FoldCache()
    for step in steps:
        hand.act(draft(hand.record, "ann", step))
        before, now = now, folds.with_edits(now, hand.record.edits)
        assert now == hand.record
        assert (now.fields, now.status) == fold(now.suggestions, now.edits)[:2]
        if now.folded.before is before.fields:
            same = now.fields.keys() - set(now.folded.changed)
            assert all(now.fields[name] is before.fields[name] for name in same)


@given(STEPS, data())
def test_a_fold_that_is_put_off_comes_to_what_a_new_one_does(steps: list[Step], choice: DataObject) -> None:
    now, hand, folds = record(), Annotator(record(), "ann"), FoldCache()
    made: list[Record] = []
    for step in steps:
        hand.act(draft(hand.record, "ann", step))
        now = folds.folding_later(now, hand.record.edits)
        assert not now.is_folded or now.edits == record().edits
        made.append(now)
        if choice.draw(booleans()):
            assert now.fields == hand.record.fields
    for one in choice.draw(permutations(made)):  # an older one may be asked after a younger
        assert (one.fields, one.status) == fold(one.suggestions, one.edits)[:2]


def test_records_that_nobody_looks_at_do_not_keep_one_another() -> None:
    start, folds = record(), FoldCache()
    hand = Annotator(start, "ann")
    hand.act(actions.flag(start, start.people[0].id, flagged=True))
    first = folds.folding_later(start, hand.record.edits)
    gone = weakref.ref(first)
    last = folds.folding_later(first, hand.record.edits)
    del first
    assert gone() is None
    assert last.fields == hand.record.fields


def test_a_quote_follows_its_speaker_in_a_fold_that_goes_on() -> None:
    start = record()
    quote = next(item for item in start.quotes if item.speaker)
    hand = Annotator(start, "ann")
    hand.act(actions.change(start, quote.speaker or "", {"name": "Somebody Else"}))
    after = FoldCache().with_edits(start, hand.record.edits)
    changed = after.fields[quote.id]
    assert isinstance(changed, Quote)
    assert changed.speaker_name == "Somebody Else"
    assert after.folded.before is start.fields
    assert quote.id in after.folded.changed


def test_a_cache_that_is_given_another_record_folds_that_one() -> None:
    one, other = record(), Record(article=record().article, suggestions=Suggestions())
    folds = FoldCache()
    assert folds.with_edits(one, ()).fields == one.fields != {}
    assert folds.with_edits(other, ()).fields == {}


def test_a_copy_with_other_suggestions_does_not_keep_a_known_fold() -> None:
    known = FoldCache().with_edits(record(), ())
    assert known.fields
    assert replace(known, suggestions=Suggestions()).fields == {}
    assert replace(known, suggestions=suggestions()).fields == known.fields
