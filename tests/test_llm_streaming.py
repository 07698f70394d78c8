"""An answer that comes bit by bit: what is whole of it is there before the rest; it ends like one that came at once."""

from __future__ import annotations

import json
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_server import Answer, Handler, Request, configure, lists, serving, status, streaming
from reader_driver import TEXT, reading

from services.llm.extractor import LlmExtractor
from services.llm.settings import Server
from services.llm.streaming import Streamed
from services.settings import load_extractor
from store.model.fields import Suggestions

PEOPLE = [{"name": "Petra Lindqvist", "role": "Mayor"}, {"name": "Anders Holm", "role": "welder"}]
BEGUN = f'{{"people": [{json.dumps(PEOPLE[0])}, {{"name": "And'
REST = 'ers Holm", "role": "welder"}], "places": [], "numbers": [], "quotes": []}'
USAGE = 'data: {"choices": [], "usage": {"prompt_tokens": 900, "completion_tokens": 70}}\n\n'


@pytest.fixture(autouse=True)
def _at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there is told without waiting for more."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("services.llm.article._SOON", 0.0)


def answered(*answers: Answer) -> tuple[Suggestions, list[Suggestions], list[bool]]:
    """The whole, what was heard before, and of each request whether it wanted the answer bit by bit."""
    heard: list[Suggestions] = []
    with serving(*answers) as server:
        found, _ = LlmExtractor(Server(server.url, "parrot", seconds=20), lambda _: None).answer(TEXT, heard.append)
    return found, heard, [bool(request.body.get("stream")) for request in server.requests]


def test_what_is_whole_is_heard_before_the_rest() -> None:
    found, heard, _ = answered(streaming(BEGUN, REST, end=f"{USAGE}data: [DONE]\n\n"))
    assert [one.name for one in found.people] == ["Petra Lindqvist", "Anders Holm"]
    assert found.extra["llm"]["tokens_in"] == 900 and found.extra["llm"]["tokens_out"] == 70
    first = heard[0]
    assert "Petra Lindqvist" in [one.name for one in first.people]
    assert first.extra["llm"]["unread"] == 1 and first.extra["llm"]["tokens_out"] in (1, 2)
    assert first.places, "ours, where the model has not said all"


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ([lists(people=PEOPLE)], [True]),
        ([status(400), lists(people=PEOPLE)], [True, False]),
        ([status(500), status(500), streaming(BEGUN, REST)], [True, False, True]),
        ([streaming(BEGUN, end=""), lists(people=PEOPLE)], [True, False, False]),
        ([streaming("<think>", BEGUN, "</think>", BEGUN, REST)], [True]),
    ],
    ids=["comes at once", "cannot", "knows another form", "breaks off", "thinks first"],
)
def test_whatever_a_server_makes_of_it_there_is_an_answer(answers: list[Answer], wanted: list[bool]) -> None:
    found, _, asked = answered(*answers)
    assert {one.name for one in found.people} == {"Petra Lindqvist", "Anders Holm"}
    assert asked == wanted


def test_a_server_that_does_not_say_how_much_it_has_read_is_asked_for_the_whole_from_then_on() -> None:
    """It may have cut the article without a word."""
    with serving(streaming(BEGUN, REST), lists(people=PEOPLE)) as server:
        extractor = LlmExtractor(Server(server.url, "parrot", seconds=20))
        found = [extractor.answer(TEXT, lambda _: None)[0].extra["llm"] for _ in range(2)]
    assert ["stream" in request.body for request in server.requests] == [True, False]
    assert [one["tokens_out"] for one in found] == [2, 100]


EVENTS = b"".join(
    [
        b': hello\r\n\r\ndata: {"choices":[{"delta":{"role":"assistant"}}]}\r\n\r\n',
        b'data: {"choices":[{"delta":{"content":"\xc3\xa9\xe2\x80\x9c"}}]}\n\n',
        b'data: nothing\n\ndata: [1]\n\ndata: {"choices":[null]}\n\n',
        b'data:{"choices":[{"delta":{"content":"b"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3}}\n\n',
        b"data: [DONE]\n\n",
    ]
)


@given(st.lists(st.integers(0, len(EVENTS)), max_size=8))
def test_wherever_it_is_cut_it_is_the_same(cuts: list[int]) -> None:
    streamed = Streamed()
    for start, end in pairwise([0, *sorted(cuts), len(EVENTS)]):
        streamed.feed(EVENTS[start:end])
    assert (streamed.words, streamed.tokens) == ("é“b", 2)
    assert json.loads(streamed.whole()) == {
        "choices": [{"message": {"content": "é“b"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3},
    }


@given(st.binary(max_size=200))
def test_whatever_comes_is_an_answer_that_was_cut(noise: bytes) -> None:
    streamed = Streamed()
    streamed.feed(b"data: " + noise + b"\n")
    assert json.loads(streamed.whole())["choices"]


async def test_a_reader_has_the_first_fields_while_the_model_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, go_on = threading.Event(), threading.Event()

    def late(handler: Handler, request: Request) -> None:
        begin.wait(30)
        streaming(BEGUN, go_on, REST)(handler, request)

    article = tmp_path / "storm.txt"
    article.write_text(TEXT, encoding="utf-8")
    with serving(late) as server:
        configure(monkeypatch, tmp_path, server.url)
        async with reading(tmp_path / "library", [article], extractor=load_extractor("news+llm")) as driver:
            await driver.until_extracted()
            [here] = [one.id for one in driver.stored.people if one.name == "Anders Holm"]
            await driver.go(here)
            begin.set()
            await driver.until(lambda: "1 tokens" in driver.reader.header.progress.asking)
            surer = {one.name: one.confidence or 0 for one in driver.stored.people}
            assert surer["Petra Lindqvist"] > 0.9 and driver.current == here
            assert [edit.op for edit in driver.stored.edits] == ["suggest"]
            go_on.set()
            await driver.until(lambda: "news+llm has read it" in driver.said)
            assert driver.reader.state.cursor is not None and driver.reader.state.cursor.words == "Anders Holm"
