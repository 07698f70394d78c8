"""The tagger: its arithmetic, its decoding against brute force, and the shipped weights on news of our own."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from growing import NAMES
from hypothesis import given, settings
from hypothesis import strategies as st
from work import grows_with

from extract.document import Document
from extract.names.features import Featurizer, features_of
from extract.names.news_style import mend
from extract.names.tagger import HALF, LABELS, SIZE, allowed, decode, lanes, pack, read, shipped
from extract.names.weighing import Scales

LANES = st.lists(st.integers(-400, 400), min_size=SIZE, max_size=SIZE)
STARTS = [k for k in range(SIZE) if LABELS[k][0] in "OBU"]
ENDS = [k for k in range(SIZE) if LABELS[k][0] in "OLU"]


def named(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"person": [], "place": [], "group": []}
    for mention in mend(text, shipped().tag(Document(text))):
        found[mention.kind].append(text[mention.start : mention.end])
    return found


@given(st.lists(LANES, min_size=1, max_size=60))
def test_weights_add_up_lane_by_lane(rows: list[list[int]]) -> None:
    assert [*lanes(sum(map(pack, rows)))] == [HALF + sum(column) for column in zip(*rows, strict=True)]


@settings(max_examples=20)
@given(st.lists(LANES, min_size=1, max_size=3), st.lists(LANES, min_size=SIZE, max_size=SIZE))
def test_decoding_finds_the_best_path_and_what_stands_between_it_and_the_next(
    scores: list[list[int]], moves: list[list[int]]
) -> None:
    def total(path: tuple[int, ...]) -> int:
        return sum(score[k] for score, k in zip(scores, path, strict=True)) + sum(
            moves[b][a] for a, b in itertools.pairwise(path)
        )

    paths = [
        path
        for path in itertools.product(range(SIZE), repeat=len(scores))
        if path[0] in STARTS and path[-1] in ENDS and all(allowed(a, b) for a, b in itertools.pairwise(path))
    ]
    best = decode(scores, moves)
    assert total(tuple(best)) == max(map(total, paths))
    path, margins = read(scores, moves)
    assert path == best
    for i, margin in enumerate(margins):
        assert margin == total(tuple(best)) - max(total(path) for path in paths if path[i] != best[i])


def test_people_and_places_of_a_plain_report() -> None:
    found = named(
        "Governor Anna Kowalska told reporters in Warsaw on Monday that the bridge over the Vistula was safe. "
        "Kowalska said engineers from the University of Gdansk and the Polish army had looked at it.\n"
        "Her deputy, Piotr Nowak, left for Germany."
    )
    assert found["person"] == ["Anna Kowalska", "Kowalska", "Piotr Nowak"]
    assert "Warsaw" in found["place"]
    assert "Germany" in found["place"]
    assert not {"Polish", "Gdansk", "University of Gdansk"} & {*found["place"], *found["person"]}


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("ORLAVILLE, Peru (AP) — Rain fell for a third day.", ["ORLAVILLE", "Peru"]),
        ("KYIV (Reuters) - Talks went on.", ["KYIV"]),
        ("PARIS 2019-03-02\nTalks went on.", ["PARIS"]),
    ],
)
def test_a_dateline_names_a_place(line: str, places: list[str]) -> None:
    assert named(line)["place"] == places


def test_a_line_of_figures_names_teams() -> None:
    assert "Leeds" not in named("Standings:\nLeeds 14 9 2 3 31 14 29\nDerby 14 8 3 3 25 12 27\n")["place"]


def test_a_hyphen_neither_cuts_a_name_nor_hides_a_country() -> None:
    found = named("President Park Min-jae met the Kenya-based envoy, Anna Smith-Orr, on Friday.")
    assert found["person"] == ["Park Min-jae", "Anna Smith-Orr"]
    assert found["place"] == ["Kenya"]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("AB ab.'’-,\n1("))))
def test_any_text_gives_ordered_mentions_within_it(text: str) -> None:
    document = Document(text)
    text, end = document.text, 0
    for mention in mend(text, shipped().tag(document)):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


@pytest.mark.parametrize("piece", NAMES)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))
        return lambda: mend(text, shipped().tag(Document(text)))

    assert grows_with(work, 400)


@pytest.mark.parametrize(
    "text",
    [
        "In Austin, Texas, Mayor Ida Lund said no. Lund, of New Orleans, had met Dr Orr and the South Korean envoy.",
        "MAYOR LUND: No.\nNEW YORK (AP) — Peru and Chile won 2-1. “Al-Amin is here,” Ms Berg-Orr told the BBC.",
    ],
)
def test_a_word_weighs_what_its_features_weigh_together(text: str) -> None:
    reader = Featurizer(Document(text), shipped().lexicon)
    seen = [word for start, end in reader.runs for word in reader.seen(start, end)]
    numbered = {feature: 3**k for k, feature in enumerate(itertools.chain(*map(features_of, seen)))}
    for every in (shipped().weights, numbered):
        scales = Scales(every)
        for word in seen:
            assert scales.weigh(word) == sum(every.get(feature, 0) for feature in features_of(word))
