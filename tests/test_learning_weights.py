"""Learned weights: the same edits give the same bytes, whatever is damaged is made anew, and what harms is not used."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from command import stet
from desk import Desk, names
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Document
from extract.learning.packed import beside, packed, unpacked
from extract.learning.weights import Learner, Weights
from extract.names.finder import find_names
from extract.names.tagger import HALF, LIMIT, lanes, shipped
from services.learning import files, learner, teacher
from services.learning.putting_to_use import learned_tagger
from services.settings import load_extractor

SHIPS = ("Grey Widow", "Red Heron", "Cold Star", "Blue Lark", "Old Ferry", "Long Tern")


def text_of(ship: str) -> str:
    return f"The hulk {ship} lay there. All who saw the hulk {ship} were sad, and {ship} sank.\n"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner, "FIRST", 4)
    monkeypatch.setattr(learner, "FEWEST", 2)


FLEET = [
    f"{first} {last}" for first in ["Grey", "Red", "Cold", "Blue", "Old"] for last in ["Widow", "Heron", "Star", "Lark"]
]


def taught(folder: Path, ships: Sequence[str] = SHIPS, kind: str = "place") -> Desk:
    desk = Desk(folder)
    for ship in ships:
        desk.decides(text_of(ship), **{ship.replace(" ", "_"): kind})
    return desk


def learned_of(ship: str, times: int = 2) -> Weights:
    """The weights after so many articles that say the same."""
    learning, text = Learner(shipped()), text_of(ship)
    start = text.index(ship)
    return learning.fit([learning.runs_of(text, {(start, start + len(ship)): "place"}, [])] * times)


def state_of(desk: Desk) -> bytes:
    return (desk.library.path / "learned" / "state").read_bytes()


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("watched", [2, 100])
def test_one_by_one_or_all_at_once_the_bytes_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watched: int
) -> None:
    monkeypatch.setattr(learner, "WATCHED", watched)
    at_once = Desk(tmp_path / "library")
    one_by_one = learner.Desk(at_once.library)
    for ship in SHIPS:
        at_once.decides(text_of(ship), **{ship.replace(" ", "_"): "place"})
        assert one_by_one.catch_up() == 1
    one_by_one.keep()
    slowly = state_of(at_once)
    (at_once.library.path / "learned" / "state").unlink()
    whole = learner.Desk(at_once.library)
    assert whole.catch_up() == len(SHIPS)
    whole.keep()
    assert whole.catch_up() == 0
    before = state_of(at_once)
    assert before == slowly
    assert one_by_one.weights == whole.weights != b""

    (at_once.library.path / "learned" / "state").unlink()
    for _ in range(2):  # with what is there, and from nothing
        again = learner.Desk(at_once.library)
        again.catch_up()
        again.keep()
        assert state_of(at_once) == before
    kept = files.state(at_once.library.documents)
    assert [identifier for identifier, _ in kept.taught] == [identifier for identifier, _ in at_once.library.taught(9)]


def test_in_a_library_of_many_articles_each_is_learned_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner, "LAST", 2)
    desk = Desk(tmp_path / "library")
    learning = learner.Desk(desk.library)
    for ship in SHIPS:
        desk.decides(text_of(ship), **{ship.replace(" ", "_"): "place"})
        assert learning.catch_up() == 1
    learning.keep()
    assert learner.Desk(desk.library).catch_up() == 0
    desk.library.remove(desk.library.taught(9)[3][0])
    assert learning.catch_up() == 2, "anew, from the latest"


@pytest.mark.usefixtures("few")
def test_an_article_that_changed_or_is_gone_is_unlearned(tmp_path: Path) -> None:
    desk, other = taught(tmp_path / "all"), Desk(tmp_path / "but one")
    for ship in SHIPS[1:]:
        other.decides(text_of(ship), **{ship.replace(" ", "_"): "place"})
    ours, theirs = (learner.Desk(one.library) for one in (desk, other))
    ours.catch_up()
    first = desk.library.taught(9)[0][0]
    desk.library.remove(first)
    assert ours.catch_up() == len(SHIPS) - 1
    theirs.catch_up()
    assert ours.weights == theirs.weights != b""


def test_weights_are_learned_anew_when_a_twentieth_more_is_done() -> None:
    counts = [0]
    while counts[-1] < 500:
        counts.append(learner.following(counts[-1]))
    assert counts[1:22] == [*range(10, 220, 10)]
    assert all(after - before == before // 20 for before, after in pairwise(counts[21:]))
    assert counts[-1] - counts[-2] > 20


@pytest.mark.usefixtures("few")
def test_what_was_learned_goes_on_in_another_process_with_all_articles(tmp_path: Path) -> None:
    desk = taught(tmp_path / "library", SHIPS[:4])
    first, throughout = (learner.Desk(desk.library) for _ in range(2))
    for one in (first, throughout):
        one.catch_up()
    first.keep()
    for ship in SHIPS[4:]:
        desk.decides(text_of(ship), **{ship.replace(" ", "_"): "place"})
    second = learner.Desk(desk.library)
    assert second.catch_up() == throughout.catch_up() == 2
    assert second.weights == throughout.weights != first.weights


@pytest.mark.usefixtures("few")
def test_the_extractor_reads_with_what_was_learned_and_says_so(tmp_path: Path) -> None:
    desk = taught(tmp_path / "library", FLEET)
    learning = learner.Desk(desk.library)
    learning.catch_up()
    learning.keep()
    assert learning.guard.learned < learning.guard.shipped
    learned = learned_tagger(desk.library.documents)
    assert learned is not None
    extractor = load_extractor("news", desk.library)
    assert extractor.version == f"1+{learned[1]}"
    text = text_of("Dark Moth")
    assert names(text, load_extractor("news").suggest(text)) != {"Dark Moth": "place"}
    assert names(text, extractor.suggest(text)) == {"Dark Moth": "place"}

    waiting = desk.library.add(desk.library.load(desk.library.taught(1)[0][0]).article, extractor.suggest(text)).id
    assert teacher.renew(desk.library, [waiting, "nobody"], "ana") == 0, "what is done is left alone"


@pytest.mark.usefixtures("few")
def test_what_was_learned_and_does_harm_is_not_used(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "library")
    for number, ship in enumerate(SHIPS * 2):
        text = f"{number}. {text_of(ship)}"
        desk.decides(text, **{ship.replace(" ", "_"): ("place", "person", "")[number * 7 % 3]})
    learning = learner.Desk(desk.library)
    learning.catch_up()
    learning.keep()
    guard = learning.guard
    assert guard.learned > guard.shipped or guard.helps
    assert (files.weights(desk.library.documents) is not None) is guard.helps


def test_a_learned_weight_beside_the_shipped_one_stays_within_its_lane() -> None:
    tagger = shipped()
    learned = unpacked(packed(learned_of("Grey Widow", 400), tagger))
    assert learned
    for feature, weight in beside(tagger, learned).weights.items():
        if feature in learned:
            assert all(abs(lane - HALF) <= LIMIT for lane in lanes(weight)), feature
    assert len(unpacked(packed(learned_of("Grey Widow"), tagger, most=3))) == 3


def test_what_is_read_right_by_a_little_teaches_too_and_what_it_is_surer_of_counts_for_less() -> None:
    text = "They met Orr there."
    document, span = Document(text), (9, 12)
    [before] = shipped().tag(document)
    assert (before.start, before.end, before.kind) == (*span, "person")
    learning = Learner(shipped())
    learned = learning.fit([learning.runs_of(text, {span: "person"}, [])] * 9)
    assert learned
    [after] = beside(shipped(), unpacked(packed(learned, shipped()))).tag(document)
    assert after.margin > before.margin
    same_weights = beside(shipped(), {})
    assert same_weights.tag(document) == [before]
    [plain], _ = find_names(document)
    [wary], _ = find_names(document, tagger=same_weights)
    assert plain.confidence and wary.confidence and wary.confidence < plain.confidence


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 255))
def test_a_file_of_any_bytes_is_refused_or_read(junk: bytes, at: int, byte: int) -> None:
    good = packed(learned_of("Grey Widow"), shipped())
    spoilt = good[: at % len(good)] + bytes([byte]) + good[at % len(good) + 1 :]
    for data in (junk, spoilt, good[: at % len(good)]):
        try:
            found = unpacked(data)
        except ValueError:
            continue
        assert found == unpacked(good)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{}",
        b"{}\n",
        b"null\n",
        b'{"format": 1}\nxx',
        b"\xff\xfe\n",
        b'{"format": 3, "labels": 13}\n',
        b"[1]\n" * 9,
        b'{"format": 2, "taught": [], "scores": [], "fitted": 9, "sha256": "%s"}\n' % sha256().hexdigest().encode(),
    ],
)
def test_a_damaged_state_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    desk = Desk(tmp_path)
    desk.decides(text_of("Grey Widow"), Grey_Widow="place")
    learning = learner.Desk(desk.library)
    learning.catch_up()
    learning.keep()
    good = state_of(desk)
    for spoilt in (damage, good[:-3], good[:100] + b"\0" + good[101:]):
        for name in ("state", "weights"):
            (tmp_path / "learned" / name).write_bytes(spoilt)
        assert learned_tagger(desk.library.documents) is None
        again = learner.Desk(desk.library)
        assert again.catch_up() == 1
        again.keep()
        assert state_of(desk) == good


def test_the_command_says_what_was_learned_and_obeys(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "library")
    for ship in SHIPS[:3]:
        desk.decides(text_of(ship), **{ship.replace(" ", "_"): "place"})

    def run(*words: str) -> tuple[int, str]:
        done = stet("learn", "--library", desk.library.path, *words)
        return done.returncode, (done.stdout + done.stderr).decode()

    code, said = run()
    assert code == 0
    assert said.startswith("3 articles done, 3 forms of names decided")
    assert "Weights: not in use before 30 articles are done; 3 are." in said
    assert "Cold Star: place in 1 article" in said
    data = json.loads(run("--json")[1])
    assert data["memory"]["articles"] == 3
    assert not data["weights"]["used"]
    assert run("--forget", "Cold Star")[0] == 0
    assert json.loads(run("--json")[1])["forgotten"] == ["Cold Star"]
    assert run("--off")[0] == 0
    assert "Learning is off" in run()[1]
    assert run("--on")[0] == 0
    assert run("--anew")[0] == 0
    names_file = tmp_path / "names.csv"
    names_file.write_text("name,kind\nDark Moth,place\n")
    assert "1 name of names.csv" in run("--list", str(names_file))[1]
    assert run("--list", str(names_file))[0] == 1
    assert run("--off", "--forget", "x")[0] == 2
