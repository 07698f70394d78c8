"""Where a model and ours agree, a confidence is as often right as it says, once `stet evaluate` has counted."""

from __future__ import annotations

import json
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from command import stet
from hypothesis import given
from hypothesis import strategies as st
from model_server import configure, lists, serving

from extract.llm.agreement import WEIGHT, Measured
from extract.news import NewsExtractor
from services.llm import servers
from services.llm.settings import Server
from services.settings import load_extractor
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.record import Article, text_id
from store.sync.session import Session

THEIRS = 0.6
OURS = [*islice(cycle([0.7, 0.9, 0.95, 0.5]), 1_000)]


def counted(ours: list[float], wrong: int) -> Measured:
    """The first so many of them are wrong."""
    measured = Measured()
    for number, confidence in enumerate(ours):
        measured = measured.plus(confidence, right=number >= wrong)
    return measured


@pytest.mark.parametrize("wrong", [0, 10, 50, 300, 900])
def test_after_many_mentions_it_is_as_often_right_as_it_says(wrong: int) -> None:
    measured = counted(OURS, wrong)
    said = [measured.confidence(one, THEIRS) for one in OURS]
    assert sum(said) / 1_000 == pytest.approx(1 - wrong / 1_000, abs=0.02)
    assert said[2] > said[1] > said[0] > said[3], "what we are surer of stays surer"


def test_a_few_mentions_count_for_little() -> None:
    assert Measured().confidence(0.9, THEIRS) == pytest.approx(0.96)
    assert counted([0.9] * 3, 0).confidence(0.9, THEIRS) == pytest.approx(0.965, abs=0.001)
    assert counted([0.9] * WEIGHT, 0).confidence(0.9, THEIRS) == pytest.approx(0.98), "half of both"


SHARES = st.floats(0, 1)


@given(st.lists(SHARES, min_size=1, max_size=50), st.integers(0, 49), SHARES, SHARES, SHARES)
def test_more_errors_never_make_it_surer(sure: list[float], wrong: int, ours: float, less: float, b: float) -> None:
    some, more = (counted(sure, min(count, len(sure))) for count in (wrong, wrong + 1))
    assert 0 <= more.confidence(ours, b) <= some.confidence(ours, b) + 1e-9 <= 1 + 2e-9
    low, high = sorted((ours, less))
    assert some.confidence(low, b) <= some.confidence(high, b) + 1e-9


ANSWER = lists(people=[{"name": "Ida Berg", "role": ""}], numbers=[{"words": "12", "around": "", "counted": "crews"}])


def text(number: int) -> str:
    return f"Mayor Ida Berg met 12 crews on the quay.\n\nThe council took note of paper {'abcdefgh'[number % 8] * 9}.\n"


@pytest.fixture
def corrected(tmp_path: Path) -> FolderLibrary:
    """Forty articles that are done: the person is none in every fourth, the number is another in every tenth."""
    library = FolderLibrary(tmp_path / "library")
    for number in range(40):
        words = text(number) * (1 + number // 8)
        session = Session(
            library, library.add(Article(id=text_id(words), text=words), NewsExtractor().suggest(words)), "ann"
        )
        fields = session.record.fields.values()
        if number % 4 == 0:
            session.act(actions.reject(session.record, [one.id for one in fields if one.kind == "person"]))
        if number % 10 == 0:
            for one in [one for one in fields if one.surface(words) == "12"]:
                session.act(actions.change(session.record, one.id, {"value": 13}))
        session.act(
            actions.accept(session.record, [one.id for one in session.record.fields.values() if not one.decided])
        )
        session.act(actions.done(session.record))
        assert session.close()
    return library


def test_evaluate_measures_what_both_found_and_the_next_fields_are_that_sure(
    corrected: FolderLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def confidences() -> dict[str, float | None]:
        found = load_extractor("news+llm").suggest(text(99))
        return {one.kind: one.confidence for one in (*found.people, *found.numbers)}

    with serving(ANSWER) as server:
        configure(monkeypatch, tmp_path, server.url)
        before = confidences()
        words = ("evaluate", "--extractor", "news+llm", "--library", corrected.path)
        told = stet(*words)
        report: Any = json.loads(stet(*words, "--json").stdout)
        side_by_side: Any = json.loads(stet(*words, "--extractor", "news", "--json").stdout)
        after = confidences()
        measured = servers.agreement(Server(server.url, "parrot"))
    head, *rows = told.stdout.decode().partition("What both of news+llm found")[2].splitlines()[1:]
    assert told.returncode == 0 and head.split() == ["mentions", "right", "expected"]
    assert [row.split()[:3] for row in rows] == [["people", "120", "75.0"], ["numbers", "40", "90.0"]]
    people = measured["person"]
    assert report["both"]["people"]["wrong"] == people.wrong and "both" in side_by_side["extractors"]["news+llm"]
    assert (before["person"] or 0) > 0.95, "assumed"
    assert after["person"] == pytest.approx(1 - people.wrong / people.found, abs=0.05)
    assert after["number"] == pytest.approx(1 - measured["number"].wrong / measured["number"].found, abs=0.05)


@pytest.mark.parametrize(
    "kept", [None, 3, {"person": 3}, {"person": {"found": 3}}, {"person": {"found": -1, "wrong": 0, "expected": 1}}]
)
def test_what_was_written_by_hand_is_nothing_measured(
    kept: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    server = Server("http://127.0.0.1:9/v1", "parrot")
    servers.put_form(server, "plain")
    [file] = tmp_path.rglob("servers.json")
    file.write_text(json.dumps({"http://127.0.0.1:9/v1 parrot": {"both": kept}}), encoding="utf-8")
    assert servers.agreement(server) == {}
    servers.put_agreement(server, {"place": Measured(3, 1, 0.5)})
    assert servers.agreement(server) == {"place": Measured(3, 1, 0.5)}
