"""From a corpus into a library and back: what is drawn, what is corrected, and what that says of the corpus."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from command import stet
from corpus_runs import LINES, extracted, lines
from factories import Annotator
from hypothesis import given
from hypothesis import strategies as st

from services.corpus.folder import Corpus
from services.corpus.sampling import Order, draw, shares
from services.settings import open_library
from store.agreement.measures import Counts, no_counts, share, stratified_intervals, total
from store.model import actions

pytest.importorskip("distributed")


def run(*words: str | Path, status: int = 0) -> str:
    ended = stet(*words)
    said = (ended.stdout + ended.stderr).decode()
    assert ended.returncode == status, said
    return said


def shown(*words: str | Path) -> Any:
    ended = stet(*words, "--json")
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    wire = lines(folder / "wire.jsonl", [{**row, "source": "Wire" if n % 4 else "Post"} for n, row in enumerate(LINES)])
    wire.write_bytes(wire.read_bytes() + b"[broken\n")
    extracted(wire, "-o", folder / "out", "--partition-size", "3KB", status=1)
    return folder / "out"


def finish(library: Path, *, strike: int = 0) -> None:
    """Let all stand but the first `strike` people of each article, and finish it."""
    shelf = open_library(library)
    for identifier in shelf.ids():
        hand = Annotator(shelf.load(identifier), "ann")
        hand.act(actions.reject(hand.record, [item.id for item in hand.record.people[:strike]]))
        hand.act(actions.done(hand.record, [item.id for item in hand.record.fields.values() if not item.decided]))
        shelf.commit(identifier, hand.record.edits)
    shelf.close()


def test_the_same_seed_draws_the_same_and_more_holds_less(corpus: Path) -> None:
    first, again, more, other = (
        set(draw(Corpus(str(corpus)), Order(size, seed=seed)).articles)
        for size, seed in ((5, 1), (5, 1), (9, 1), (5, 2))
    )
    assert first == again
    assert first < more
    assert first != other
    assert len(more) == 9


def test_a_sample_comes_with_what_was_found_and_how_it_was_drawn(corpus: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    said = run("add", corpus, "--sample", "8", "--evenly", "source", "--library", library)
    assert "8 of 24 articles in 2 strata" in said
    assert "1 more have an error" in said
    kept = json.loads((library / "samples.json").read_bytes())["samples"]
    assert kept[0]["sizes"] == {"Post": 6, "Wire": 18}
    assert sorted(kept[0]["articles"].values()) == ["Post"] * 2 + ["Wire"] * 6
    shelf = open_library(library)
    people = pd.read_parquet(corpus / "people")
    for identifier in kept[0]["articles"]:
        names = people[people["article"] == identifier]["name"]
        assert sorted(one.name for one in shelf.load(identifier).people) == sorted(names)
    shelf.close()
    assert "8 there already" in run("add", corpus, "--sample", "8", "--evenly", "source", "--library", library)
    run("add", corpus, "--sample", "12", "--evenly", "source", "--library", library)
    kept = json.loads((library / "samples.json").read_bytes())["samples"]
    assert [len(one["articles"]) for one in kept] == [12], "the larger one in place of the smaller"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("source:post", 6),
        ("-source:post", 18),
        ("date:2026-05", 2),
        ("date>=2026-11", 4),
        ('"ships 7" source:wire', 1),
        ("harbour lima -oslo", 0),
        ("title:ships", 24),
    ],
)
def test_a_query_says_from_what_to_draw(corpus: Path, tmp_path: Path, query: str, count: int) -> None:
    said = run("add", corpus, "--sample", "99", "--where", query, "--library", tmp_path, status=0 if count else 1)
    assert (f"{count} of {count} articles" if count else "no article of") in said


def test_what_no_corpus_can_answer_is_said(corpus: Path, tmp_path: Path) -> None:
    said = run("add", corpus, "--sample", "9", "--where", "status:done", "--library", tmp_path, status=1)
    assert "status: is not in a corpus" in said


def test_the_least_sure_come_first(corpus: Path, tmp_path: Path) -> None:
    run("add", corpus, "--sample", "3", "--unsure", "--library", tmp_path / "library")
    table = pd.read_parquet(corpus / "articles").sort_values("unsure", ascending=False)
    shelf = open_library(tmp_path / "library")
    drawn = {*shelf.ids()}
    shelf.close()
    assert table[table["article"].isin(drawn)]["unsure"].min() >= table["unsure"].nlargest(3).min()
    finish(tmp_path / "library")
    assert "of such articles, not of the corpus" in run(
        "evaluate", "--corpus", corpus, "--library", tmp_path / "library"
    )


def test_all_of_a_corpus_gives_the_figures_of_evaluate(corpus: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    run("add", corpus, "--sample", "99", "--evenly", "month", "--library", library)
    finish(library, strike=1)
    whole, known = shown("evaluate", "--corpus", corpus, "--library", library), shown("evaluate", "--library", library)
    for group in ("people", "places", "numbers", "quotes"):
        assert whole[group]["precision"]["value"] == pytest.approx(known[group]["precision"], abs=1e-3)
        assert whole[group]["recall"]["value"] == pytest.approx(known[group]["recall"], abs=1e-3)
        assert (whole[group]["mentions"], whole[group]["found"]) == (known[group]["mentions"], known[group]["found"])
    assert whole["people"]["wrong"]["value"] == known["people"]["found"] - known["people"]["mentions"]
    assert whole["places"]["wrong"]["value"] == 0


def test_the_loop(corpus: Path, tmp_path: Path) -> None:
    """Extract, sample, correct, extract anew with what the desk knows, and hold both against the same work."""
    library = tmp_path / "library"
    run("add", corpus, "--sample", "10", "--library", library)
    assert "finish some of 10" in run("evaluate", "--corpus", corpus, "--library", library, status=1)
    finish(library, strike=1)
    before = shown("evaluate", "--corpus", corpus, "--library", library)
    assert before["articles"] == before["sample"]["articles"] == 10
    assert before["corpus"] == {"articles": 24, "covered": 24}
    low, high = before["people"]["precision"]["interval"]
    assert 0 < low <= before["people"]["precision"]["value"] <= high < 1
    (library / "lists").mkdir()
    (library / "lists" / "none.csv").write_text("name,kind\nNobody Ever,person\n")
    wire = lines(tmp_path / "wire.jsonl", LINES)
    extracted(wire, "-o", tmp_path / "anew", "--library", library)
    after = shown("evaluate", "--corpus", tmp_path / "anew", "--library", library)
    assert after["people"] == before["people"], "the lists have added nothing, and the work is the same"
    words = run("evaluate", "--corpus", tmp_path / "anew", "--library", library)
    assert "wrong in the corpus" in words
    assert "10 articles are few" in words
    assert max(map(len, words.splitlines())) <= 120


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 50), min_size=1, max_size=9), st.integers(1, 200))
def test_shares_are_in_proportion(sizes: dict[str, int], size: int) -> None:
    counts = shares(sizes, size)
    assert sum(counts.values()) == min(size, sum(sizes.values()))
    for name, count in counts.items():
        assert count <= sizes[name]
        assert count >= (size >= len(sizes))
        if size <= sum(sizes.values()):
            assert abs(count - sizes[name] * size / sum(sizes.values())) <= len(sizes)


def test_intervals_hold_what_is_true_nineteen_times_of_twenty() -> None:
    """Of a population of which all is known: two strata that differ, articles that differ much."""
    chance = random.Random(3)

    def article(good: float) -> Counts:
        counts, own = no_counts(), min(1.0, max(0.0, chance.gauss(good, 0.15)))
        counts["found",] = chance.randint(2, 40)
        counts["right",] = sum(chance.random() < own for _ in range(int(counts["found",])))
        return counts

    strata = [[article(0.9) for _ in range(3000)], [article(0.6) for _ in range(500)]]
    true = total([one for some in strata for one in some])
    truth, rounds, held = true["right",] / true["found",], 120, 0
    for _ in range(rounds):
        weighted = []
        for some, size in zip(strata, (60, 12), strict=True):
            sample = [
                no_counts() | {key: n * len(some) / size for key, n in one.items()} for one in chance.sample(some, size)
            ]
            weighted.append(sample)
        bounds = stratified_intervals(weighted, lambda c: {"p": share(c["right",], c["found",])}, resamples=200)["p"]
        assert bounds is not None
        held += bounds.low <= truth <= bounds.high
    assert 0.89 <= held / rounds <= 0.99
