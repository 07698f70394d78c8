"""A model in the reader: Stet's own fields at once, the model's when it has answered, nothing sent without a yes."""

from __future__ import annotations

import json
import threading
from functools import partial
from pathlib import Path

import orjson
import pytest
from model_server import Answer, Handler, Request, configure, lists, serving, silent, status
from reader_driver import TEXT, reading
from terminals import STET, terminal

from services.answering import answer_of
from services.llm import servers
from services.llm.account import Account
from services.llm.settings import Server
from services.opening import entries
from services.settings import load_extractor, open_library
from store.library.folder import FolderLibrary
from store.model.fields import Suggestions
from tui.settings.keys import BY_ID

ANSWER = lists(people=[{"name": "Petra Lindqvist", "role": "Mayor"}, {"name": "Lindqvist", "role": ""}])


@pytest.mark.parametrize("answer", [ANSWER, status(404)], ids=["an answer", "none"])
async def test_stets_own_fields_are_there_while_a_model_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def late(handler: Handler, request: Request) -> None:
        asked.set()
        go_on.wait(30)
        answer(handler, request)

    article = tmp_path / "storm.txt"
    article.write_text(TEXT, encoding="utf-8")
    with serving(late) as server:
        configure(monkeypatch, tmp_path, server.url, "price_in = 1")
        extractor = partial(load_extractor, "llm")
        async with reading(tmp_path / "library", [article], extractor=extractor()) as driver:
            await driver.until_extracted()
            await driver.until(asked.is_set)
            assert "What is here is Stet's own; llm is being asked" in driver.said
            [first, *_] = [one.id for one in driver.stored.people]
            await driver.go(first)
            await driver.press("a")
            kept = driver.stored.fields[first].status
            go_on.set()
            await driver.until(
                lambda: "llm has read it" in driver.said or any("check url and model" in words for words in driver.told)
            )
            stored = driver.stored
            assert not any("has changed this article" in words for words in driver.told), "it is told once"
    assert kept == "accepted" and stored.fields[first].status == "accepted"
    if answer is ANSWER:
        assert not stored.places and [edit.by for edit in stored.edits if edit.op == "suggest"] == ["llm"]
        assert stored.edits[-1].extra["llm"]["cost"] == 0.001
    else:
        assert stored.places and stored.suggestions.extractor == "news/1"


async def test_what_a_part_gives_is_there_before_the_rest_but_not_under_the_cursor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on = [threading.Event(), threading.Event()], [threading.Event(), threading.Event()]

    def late(number: int) -> Answer:
        def answer(handler: Handler, request: Request) -> None:
            asked[number].set()
            go_on[number].wait(30)
            ANSWER(handler, request)

        return answer

    def surfaces() -> list[str]:
        return [item.surface(LONG) for item in driver.stored.fields.values()]

    article = tmp_path / "storm.txt"
    article.write_text(LONG, encoding="utf-8")
    with serving(late(0), late(1), ANSWER) as server:
        configure(monkeypatch, tmp_path, server.url, "context = 1024")
        async with reading(tmp_path / "library", [article], extractor=load_extractor("llm")) as driver:
            await driver.until_extracted()
            ours = driver.stored.fields
            [here] = [one.id for one in ours.values() if one.surface(LONG) == "Petra Lindqvist"]
            await driver.go(here)
            assert "Port Sabel" in surfaces() and "Ottar Vik" in surfaces()
            go_on[0].set()
            await driver.until(asked[1].is_set)
            await driver.until(lambda: " tokens" in driver.reader.header.progress.asking)
            assert "Port Sabel" not in surfaces() and "Ottar Vik" in surfaces(), "ours where it has not read yet"
            assert driver.current == here, "what is looked at stays as it is"
            go_on[1].set()
            await driver.until(lambda: "llm has read it" in driver.said)
            assert "Ottar Vik" not in surfaces() and driver.reader.header.progress.asking == ""
            assert driver.current != here and driver.reader.state.cursor is not None
            assert driver.reader.state.cursor.words == "Petra Lindqvist", "the cursor is where it was"
            assert not driver.reader.offers(BY_ID["undo"]), "no step of the person's"
            account = Account()
            account.add(driver.stored)
            edits = [edit.extra["llm"] for edit in driver.stored.edits]
    assert len(edits) > 1 and account.tokens_out == edits[-1]["tokens_out"] == 100 * len(server.requests)


LONG = "\n\n".join(
    [TEXT.strip(), *["Nothing else of note happened there on that day, they said."] * 30, "Ottar Vik slept.\n"]
)


async def test_a_table_is_open_at_once_and_its_articles_are_asked_about_as_they_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "wire.jsonl"
    table.write_text("".join(f"{json.dumps({'id': name, 'text': f'{TEXT} {name}'})}\n" for name in "ab"))
    library = open_library(tmp_path / "library")
    with serving(ANSWER) as server:
        configure(monkeypatch, tmp_path, server.url)
        found = [*entries(library, str(table), lambda: load_extractor("llm", library))]
        assert not server.requests, "nobody waits for an answer before there is anything to see"
        library.close()
        async with reading(tmp_path / "library", found, extractor=load_extractor("llm")) as driver:
            await driver.until(lambda: "llm has read it" in driver.said)
            assert [edit.by for edit in driver.stored.edits] == ["llm"]
            assert len(server.requests) == 1
            await driver.press("right_square_bracket")
            await driver.until(lambda: len(server.requests) == 2)
            await driver.until(lambda: "llm has read it" in driver.said)
            await driver.press("left_square_bracket")
            await driver.until(lambda: "is being asked" not in driver.said)
        assert len(server.requests) == 2, "each once"


async def test_a_model_that_takes_long_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = tmp_path / "storm.txt"
    article.write_text(TEXT, encoding="utf-8")
    with serving(silent) as server:
        configure(monkeypatch, tmp_path, server.url)
        async with reading(tmp_path / "library", [article], extractor=load_extractor("llm")) as driver:
            await driver.until_extracted()
            await driver.until(lambda: bool(server.requests))
            await driver.press("ctrl+p", *"stop asking", "enter")
            await driver.until(lambda: "is not asked any more; what is here is Stet's own" in driver.said)
            assert driver.stored.suggestions.extractor == "news/1"
            await driver.press("ctrl+p", *"stop asking", "enter")
            await driver.until(lambda: "no model is reading an article" in driver.said)


def test_the_reader_asks_once_before_text_leaves_this_machine(tmp_path: Path) -> None:
    (tmp_path / "storm.txt").write_text(TEXT, encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text('extractor = "llm"\n[llm]\nurl = "https://models.invalid/v1"\nmodel = "parrot"\n')
    words = (STET, "--library", tmp_path / "library", tmp_path / "storm.txt")
    with terminal(*words, STET_CONFIG=str(config), XDG_STATE_HOME=str(tmp_path / "state")) as reader:
        reader.expect("goes to models.invalid (parrot). It leaves this machine.")
        reader.expect("Send it? [y/N]")
        reader.type("n\r")
        reader.expect("saved")
        reader.type("\x11")
        assert reader.end() == 0
    [identifier] = FolderLibrary(tmp_path / "library").ids()
    assert FolderLibrary(tmp_path / "library").load(identifier).suggestions.extractor == "news/1"
    assert not (tmp_path / "state" / "stet" / "servers.json").exists()


def test_the_command_line_names_the_extractor_of_the_reader(tmp_path: Path) -> None:
    (tmp_path / "storm.txt").write_text(TEXT, encoding="utf-8")
    config = tmp_path / "config.toml"
    with serving(ANSWER) as server:
        config.write_text(f'[llm]\nurl = "{server.url}"\nmodel = "parrot"\n')
        words = (STET, "--library", tmp_path / "library", "--extractor", "news+llm", tmp_path / "storm.txt")
        with terminal(*words, STET_CONFIG=str(config), XDG_STATE_HOME=str(tmp_path / "state")) as reader:
            reader.expect("news+llm has read it")
            reader.type("\x11")
            assert reader.end() == 0
    library = FolderLibrary(tmp_path / "library")
    [record] = map(library.load, library.ids())
    assert [edit.by for edit in record.edits] == ["news+llm"]


async def test_the_header_says_where_text_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(monkeypatch, tmp_path, "https://models.invalid/v1")
    file = tmp_path / "config.toml"
    file.write_text('extractor = "news+llm"\n' + file.read_text(encoding="utf-8"), encoding="utf-8")

    async def header() -> str:
        async with reading(tmp_path / "library") as driver:
            return "".join(words for words, _ in driver.reader.header.segments(120))

    assert "models.invalid" not in await header()  # nobody has said yes
    servers.give_leave(Server("https://models.invalid/v1", "parrot"))
    assert "→ models.invalid" in await header()
    kept = orjson.loads((tmp_path / "state" / "stet" / "servers.json").read_bytes())
    assert list(kept["https://models.invalid"]) == ["consent"]


async def test_why_a_model_has_not_read_the_rest_of_a_queue_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / f"{name}.txt" for name in "abc"]
    for file in files:
        file.write_text(f"{TEXT}\n{file.name}\n", encoding="utf-8")
    configure(monkeypatch, tmp_path, "http://127.0.0.1:9")
    library = FolderLibrary(tmp_path / "library")
    async with reading(tmp_path / "library", files, extractor=Stranger()) as driver:
        await driver.until(lambda: len(list(library.ids())) == 3)
        await driver.until(lambda: any("cannot be reached" in words for words in driver.told))
        told = [words for words in driver.told if "cannot be reached" in words]
    assert len(told) == 1 and "suggested by news instead" in told[0]


class Stranger:
    """The model of the configuration, in whatever process it is asked for."""

    name = "llm"
    version = "1"

    def answer(self, text: str) -> tuple[Suggestions, str]:
        return answer_of(load_extractor("llm"), text, {})

    def suggest(self, text: str) -> Suggestions:
        return self.answer(text)[0]
