"""From a corpus into a library and back: what is drawn, what is corrected, and what that says of the corpus."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from command import stet
from corpus_runs import LINES, STET, extracted, lines
from factories import Annotator
from hypothesis import given
from hypothesis import strategies as st
from terminals import terminal

from services.corpus.folder import Corpus
from services.corpus.sampling import Order, draw, shares
from services.figures import figures, measured
from services.settings import open_library
from store.agreement.measures import Counts, no_counts, total
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
    assert "1 more has an error" in said
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


def test_strata_that_are_too_many_for_the_sample_are_said(corpus: Path, tmp_path: Path) -> None:
    said = run("add", corpus, "--sample", "5", "--evenly", "month", "--library", tmp_path)
    assert "of 7 strata none is drawn" in said


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
    assert "draw anew from it what that has not learned from" in words
    run("add", tmp_path / "anew", "--sample", "10", "--seed", "2", "--library", library)
    finish(library)
    fresh = run("evaluate", "--corpus", tmp_path / "anew", "--library", library)
    assert "10 done of 10" in fresh
    assert "learned" not in fresh
    assert max(map(len, words.splitlines())) <= 120


def test_what_the_figures_do_not_hold_for_is_said(tmp_path: Path) -> None:
    library, out = tmp_path / "library", tmp_path / "out"
    wire = lines(tmp_path / "wire.jsonl", LINES[:12])
    extracted(wire, "-o", out)
    run("add", out, "--sample", "9", "--where", "date<2026-11", "--library", library)
    finish(library)
    told = run("evaluate", "--corpus", out, "--library", library)
    assert "drawn where “date<2026-11”" in told
    assert "all\t" in told, "cells for a pipe"
    with terminal(STET, "evaluate", "--corpus", out, "--library", library, PAGER="cat") as opened:
        assert opened.end() == 0
    row = next(line for line in opened.text.splitlines() if line.startswith("all "))
    assert re.search(r" 100\.0 \(\d\d\.\d–100\.0\) 100\.0 \(", row), "columns do not touch"
    assert len(row) <= 80
    extracted(lines(tmp_path / "more.jsonl", LINES[12:]), "-o", out)
    grown = run("evaluate", "--corpus", out, "--library", library)
    assert "the corpus has changed since the sample was drawn from 10 articles" in grown
    other = [{**row, "text": f"{row['text']}\nMore.\n"} if n < 3 else row for n, row in enumerate(LINES[:12])]
    extracted(lines(tmp_path / "wire.jsonl", other), "-o", tmp_path / "edited")
    drawn = json.loads((library / "samples.json").read_bytes())["samples"][0]["articles"]
    edited = sum(f"a{n:02}" in drawn for n in range(3))
    assert edited
    edited_corpus = shown("evaluate", "--corpus", tmp_path / "edited", "--library", library)
    assert (edited_corpus["changed"], edited_corpus["articles"]) == (edited, 9 - edited)


def test_texts_in_a_folder_are_not_a_stratum_each(tmp_path: Path) -> None:
    folder = tmp_path / "wire"
    folder.mkdir()
    for row in LINES[:6]:
        (folder / f"{row['id']}.txt").write_text(row["text"])
    extracted(folder, "-o", tmp_path / "out")
    said = run("add", tmp_path / "out", "--sample", "3", "--evenly", "source", "--library", tmp_path / "library")
    assert "3 of 6 articles in 1 stratum" in said


def test_another_corpus_is_held_against_the_sample_of_its_articles(tmp_path: Path) -> None:
    library, several = tmp_path / "library", {name: tmp_path / name for name in ("first", "other", "again", "third")}
    for name, rows in zip(several, (LINES[:6], LINES[6:12], LINES[:6], LINES[12:]), strict=True):
        wire = lines(tmp_path / f"{name}.jsonl", rows)
        extracted(wire, "-o", several[name])
    run("add", several["first"], "--sample", "4", "--library", library)
    run("add", several["other"], "--sample", "2", "--library", library)
    said = run("evaluate", "--corpus", several["again"], "--library", library, status=1)
    assert "finish some of 4, such as a0" in said
    finish(library)
    said = run("evaluate", "--corpus", several["again"], "--library", library)
    assert f"4 done of 4 drawn from {several['first']}" in said
    assert f"held against {several['again']}" in said
    assert "another sample of the library is not in these figures" in said
    said = run("evaluate", "--corpus", several["third"], "--library", library, status=1)
    assert f"none of the 2 articles drawn from {several['other']} is in {several['third']}" in said


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 50), min_size=1, max_size=9), st.integers(1, 200))
def test_shares_are_in_proportion(sizes: dict[str, int], size: int) -> None:
    counts = shares(sizes, size)
    assert sum(counts.values()) == min(size, sum(sizes.values()))
    for name, count in counts.items():
        assert count <= sizes[name]
        assert count >= (size >= len(sizes))
        if size <= sum(sizes.values()):
            assert abs(count - sizes[name] * size / sum(sizes.values())) <= len(sizes)


def drawn_counts(chance: random.Random, good: float) -> Counts:
    """Of one article; they differ much in size and quality."""
    counts, own = no_counts(), min(1.0, max(0.0, chance.gauss(good, 0.15 * (good < 0.99))))
    found = chance.randint(2, 40)
    right = sum(chance.random() < own for _ in range(found))
    for of in ("people", "all"):
        counts[of, "found"], counts[of, "gold"], counts[of, "right"] = found, found, right
    return counts


@pytest.mark.parametrize(
    ("strata", "sizes"),
    [
        ([(3000, 0.9), (500, 0.6)], (60, 12)),
        ([(20 + 4 * n, 0.95 - 0.1 * (n % 4)) for n in range(40)], (1,) * 40),
        ([(2000, 0.9), (60, 0.5)], (50, 1)),
        ([(3000, 0.9995)], (40,)),
    ],
    ids=["two strata", "one article each", "one with one article", "hardly an error"],
)
def test_intervals_hold_what_is_true_nineteen_times_of_twenty(
    strata: list[tuple[int, float]], sizes: tuple[int, ...]
) -> None:
    """Of populations of which all is known."""
    chance = random.Random(3)
    population = [[drawn_counts(chance, good) for _ in range(size)] for size, good in strata]
    truth, rounds = measured(total([one for some in population for one in some])), 80
    held = Counter[str]()
    for _ in range(rounds):
        sample = [chance.sample(some, size) for some, size in zip(population, sizes, strict=True)]
        for name, figure in figures(sample, [len(some) for some in population], 200).measures["people"].items():
            assert figure.interval is not None
            held[name] += figure.interval.low <= truth[f"people.{name}"] <= figure.interval.high
    assert min(held.values()) / rounds >= 0.88
