"""How far people agree, against values worked out by hand and on articles of our own."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import product
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from factories import TEXT, Annotator, article, record, span, suggestions

from store.agreement.compare import Comparison, measures, reading, reading_of
from store.agreement.measures import alpha, coincidences_of, f1, intervals, kappa, no_counts
from store.errors import StetError
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Number, Suggestions
from store.model.record import Record
from store.sync.merge import merge
from tui.commands.group import stet

# Arithmetic


def test_kappa_by_hand() -> None:
    # 50 grant applications: both yes 20, both no 15, the first alone yes 5, the second alone yes 10.
    # Observed 35/50; by chance 25/50 * 30/50 + 25/50 * 20/50 = 1/2; (0.7 - 0.5) / 0.5
    table: dict[tuple[object, object], float] = {
        ("yes", "yes"): 20,
        ("no", "no"): 15,
        ("yes", "no"): 5,
        ("no", "yes"): 10,
    }
    assert kappa(table) == pytest.approx(0.4)


def test_kappa_is_no_number_where_chance_explains_all() -> None:
    assert math.isnan(kappa({("yes", "yes"): 9}))
    assert math.isnan(kappa({}))


def test_alpha_by_hand() -> None:
    # Two readings of ten units: six 0 0, one 1 1, three 0 1. Of 20 values 15 are 0 and 5 are 1.
    # Disagreeing 2 * 3 = 6 of 20; expected 2 * 15 * 5 / 19; 1 - 6 * 19 / 150
    summed: Counter[tuple[object, object]] = Counter()
    for values in [(0, 0)] * 6 + [(1, 1)] + [(0, 1)] * 3:
        summed.update(coincidences_of(values))
    assert alpha(summed) == pytest.approx(1 - 6 * 19 / 150)


def test_alpha_of_three_with_a_value_missing_by_hand() -> None:
    # Units a a b | b b | a: the first gives aa 1, ab 1, ba 1 (each pair over two), the second bb 2, the third nothing.
    # n = 5: two a, three b; disagreeing 2; expected 25 - 4 - 9 = 12; 1 - 4 * 2 / 12
    summed = no_counts()
    for unit in ("aab", "bb", "a"):
        for key, count in coincidences_of(list(unit)).items():
            summed[key] += count
    assert dict(summed) == {("a", "a"): 1.0, ("a", "b"): 1.0, ("b", "a"): 1.0, ("b", "b"): 2.0}
    assert alpha({("a", "a"): 1.0, ("a", "b"): 1.0, ("b", "a"): 1.0, ("b", "b"): 2.0}) == pytest.approx(1 / 3)


def test_f1_of_what_two_have_in_common() -> None:
    assert f1(both=3, total=4 + 5) == pytest.approx(2 / 3)
    assert math.isnan(f1(0, 0))


def test_the_interval_of_a_share_is_where_draws_of_two_articles_can_fall() -> None:
    """Of two articles, one all alike and one not at all: a draw in four is all or nothing."""
    good, bad = no_counts(), no_counts()
    good.update({("same",): 1, ("compared",): 1})
    bad.update({("same",): 0, ("compared",): 1})
    found = intervals([good, bad], lambda counts: {"share": counts["same",] / counts["compared",]})
    assert found["share"] == (0.0, 1.0)
    assert intervals([good], lambda counts: {"share": counts["same",]}) == {"share": None}


def test_the_interval_is_that_of_all_draws_worked_out() -> None:
    """Four articles: every one of the 256 draws is as likely, so that the quantiles are known."""
    shares = (0, 1, 1, 2)
    draws = sorted(sum(shares[place] for place in draw) for draw in product(range(4), repeat=4))
    articles = []
    for count in shares:
        counts = no_counts()
        counts["count",] = count
        articles.append(counts)
    found = intervals(articles, lambda counts: {"sum": counts["count",]}, resamples=4000)
    assert found["sum"] == (draws[int(0.025 * 256)], draws[-1 - int(0.025 * 256)])


# Two people at one article


def done(hand: Annotator) -> Record:
    return hand.act(actions.done(hand.record, [item.id for item in hand.record.fields.values() if not item.decided]))


def two() -> tuple[Annotator, Annotator]:
    return Annotator(record(), "ann"), Annotator(record(), "ben")


def compared(*pressing: Annotator) -> Comparison:
    comparison = Comparison()
    comparison.add(article().id, TEXT, [reading(hand.record, hand.by) for hand in pressing])
    return comparison


def figures(comparison: Comparison) -> dict[str, float]:
    [counts] = comparison.counts
    return measures(counts, len(comparison.by))


def test_two_who_let_all_stand_agree_in_all() -> None:
    ann, ben = two()
    done(ann)
    done(ben)
    found = figures(compared(ann, ben))
    assert {value for name, value in found.items() if not math.isnan(value)} == {1.0}
    assert compared(ann, ben).disagreements == []


def test_spans_and_attributes_counted_by_hand() -> None:
    ann, ben = two()
    ann.act(actions.reject(ann.record, ["n2"]))  # 52: Ben alone
    ben.act(actions.change(ben.record, "n1", {"spans": [span("at least 19")]}))  # other edges
    ben.act(actions.change(ben.record, "n3", {"counted": "sailors"}))
    ann.act(actions.change(ann.record, "q1", {"speaker": None, "speaker_name": "the captain"}))
    ben.act(actions.change_kind(ben.record, "l2", "people"))  # Alva
    done(ann)
    done(ben)
    comparison = compared(ann, ben)
    found = figures(comparison)
    # Numbers: Ann has 19 and 14, Ben at least 19, 52 and 14. One the same, two overlapping, of five.
    assert found["numbers.exact"] == pytest.approx(2 / 5)
    assert found["numbers.overlap"] == pytest.approx(4 / 5)
    assert found["numbers.counted"] == pytest.approx(1 / 2)
    assert found["quotes.speaker"] == 0.0
    # Places: Ann has Bergen twice and Alva, Ben Bergen twice.
    assert found["places.exact"] == pytest.approx(4 / 5)
    assert {(group, what): len(items) for (group, what), items in comparison.sorts()} == {
        ("numbers", "edges"): 1,
        ("numbers", "one has it, one has not"): 1,
        ("numbers", "counted"): 1,
        ("places", "or person"): 1,
        ("quotes", "speaker"): 1,
    }


def test_kappa_over_words_by_hand() -> None:
    """Of the 44 words Ann has 19, 52, 14 as numbers, Ben 19 and 52: both 2, one alone 1, neither 41."""
    ann, ben = two()
    ben.act(actions.reject(ben.record, ["n3"]))
    done(ann)
    done(ben)
    words = len(re.findall(r"\w+", TEXT))
    expected = (3 * 2 + (words - 3) * (words - 2)) / words**2
    observed = (words - 1) / words
    found = figures(compared(ann, ben))
    assert found["numbers.words.kappa"] == pytest.approx((observed - expected) / (1 - expected))


def test_what_one_has_not_decided_counts_nowhere() -> None:
    ann, ben = two()
    ann.act(actions.reject(ann.record, ["n2"]))
    ann.act(actions.accept(ann.record, ["n1", "n3"]))
    ben.act(actions.accept(ben.record, ["n1", "n3"]))
    found = figures(compared(ann, ben))
    assert found["numbers.exact"] == 1.0
    assert math.isnan(found["people.exact"])


def test_a_speaker_is_the_same_person_whatever_the_name() -> None:
    ann, ben = two()
    ben.act(actions.change(ben.record, "p1", {"name": "I. Lunde"}))
    done(ann)
    done(ben)
    found = figures(compared(ann, ben))
    assert (found["quotes.speaker"], found["people.name"]) == (1.0, 0.0)


def test_three_have_an_alpha_and_pairs_an_f1() -> None:
    pressing = [Annotator(record(), by) for by in ("ann", "ben", "cas")]
    pressing[2].act(actions.reject(pressing[2].record, ["n2"]))
    for hand in pressing:
        done(hand)
    found = figures(compared(*pressing))
    assert "numbers.words.kappa" not in found
    # Pairs: ann-ben 3 of 3 and 3, ann-cas and ben-cas 2 of 3 and 2.
    assert found["numbers.exact"] == pytest.approx(2 * (3 + 2 + 2) / (6 + 5 + 5))
    words = len(re.findall(r"\w+", TEXT))
    n, ones = 3 * words, 8  # two words that three mark, one that two mark
    disagreeing = 2 * (2 * 1) / 2
    assert found["numbers.words.alpha"] == pytest.approx(1 - (n - 1) * disagreeing / (2 * ones * (n - ones)))


def test_annotators_of_one_library_are_read_apart() -> None:
    ann, ben = two()
    ann.act(actions.change(ann.record, "n1", {"value": 20}))
    done(ann)
    ben.act(actions.reject(ben.record, ["l2"]))
    done(ben)
    merged = merge(ann.record, ben.record)
    for hand in (ann, ben):
        alone, apart = reading(hand.record, hand.by), reading_of(merged, hand.by)
        assert alone is not None
        assert apart is not None
        assert alone.fields == apart.fields
    assert reading_of(merged, "cas") is None


def test_what_another_s_machine_suggested_is_nothing_that_one_left_open() -> None:
    ann, ben = two()
    found = suggestions()
    found.numbers = [Number(id="n1", spans=[span("nine")], value=9)]
    ben.record = Record(article=article(), suggestions=found)
    done(ann)
    ben.act(actions.accept(ben.record, ["p1"]))
    apart = reading_of(merge(ann.record, ben.record), "ann")
    assert apart is not None
    assert apart.open == ()


# The command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(stet, [str(item) for item in arguments], standalone_mode=False)


@pytest.fixture
def libraries(tmp_path: Path) -> list[Path]:
    ann, ben = two()
    ben.act(actions.reject(ben.record, ["n2"]))
    for hand in (ann, ben):
        done(hand)
        FolderLibrary(tmp_path / hand.by).add(article(), suggestions(), hand.record.edits)
    return [tmp_path / "ann", tmp_path / "ben"]


def test_the_report(libraries: list[Path]) -> None:
    told = orjson.loads(run("agree", "--json", *libraries).stdout)
    assert (told["annotators"], told["articles"]) == (["ann", "ben"], 1)
    assert told["measures"]["numbers.exact"] == {"value": 0.8, "interval": None}
    [sort] = told["disagreements"]
    assert (sort["kind"], sort["what"], sort["count"]) == ("numbers", "one has it, one has not", 1)
    assert sort["where"][0]["values"] == {"ann": "52", "ben": None}


def test_the_table_names_the_sorts(libraries: list[Path]) -> None:
    lines = run("agree", *libraries).stdout.splitlines()
    assert lines[0] == "ann, ben: 1 article"
    assert next(line.split("\t") for line in lines if line.startswith("numbers\t"))[:3] == ["numbers", "80.0", "80.0"]
    assert lines[-1].split("\t")[-1] == "“52” ann 52, ben –"


def test_libraries_that_cannot_be_compared(libraries: list[Path], tmp_path: Path) -> None:
    FolderLibrary(tmp_path / "other").add(article("Nothing of that."), Suggestions())
    FolderLibrary(tmp_path / "new").add(article(), suggestions())
    for other, title in ((tmp_path / "other", "Nothing in common"), (tmp_path / "new", "Nothing to compare"),
                         (tmp_path / "none", "No such library")):  # fmt: skip
        result = run("agree", libraries[0], other)
        assert isinstance(result.exception, StetError)
        assert result.exception.title == title
