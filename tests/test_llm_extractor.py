"""A model behind an address: whatever its server does, an article has fields, and what went wrong is one line."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Any

import orjson
import pytest
from command import stet
from model_server import (
    Answer,
    Handler,
    Request,
    closing,
    configure,
    dripping,
    endless,
    knowing,
    lists,
    said,
    serving,
    silent,
    status,
)

from extract.llm.asking import pieces, room
from services.answering import answer_of, answer_or_ours
from services.jobs import attempt
from services.llm import servers
from services.llm.extractor import LlmExtractor
from services.llm.settings import Server
from store.errors import StetError
from store.library.folder import FolderLibrary

TEXT = "Mayor Ida Berg met 12 crews in Bergen. “We wait for the rain,” Berg said.\n\nLater Berg left for Oslo.\n"
PEOPLE = [{"name": "Ida Berg", "role": "Mayor"}, {"name": "Berg", "role": ""}]
GOOD = lists(
    people=PEOPLE,
    places=[{"name": "Oslo", "type": "city", "country": "NO"}],
    numbers=[{"words": "12", "around": "met 12 crews", "counted": "crews", "event": ""}],
    quotes=[{"words": "We wait for the rain,", "speaker": "Ida Berg", "cue": "said"}],
)


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def asking(url: str, waits: list[float] | None = None, **more: Any) -> LlmExtractor:
    server = Server(url, "parrot", **{"seconds": 20, **more})
    waited = [] if waits is None else waits
    return LlmExtractor(server, waited.append)


def test_a_good_answer_is_fields_and_an_account_of_what_it_took() -> None:
    with serving(GOOD) as server:
        found, remark = asking(server.url, price_in=1.0, price_out=10.0).answer(TEXT)
    assert [(one.name, one.role, len(one.spans)) for one in found.people] == [("Ida Berg", "Mayor", 3)]
    assert [one.name for one in found.places] == ["Oslo"]
    assert [(one.value, one.counted) for one in found.numbers] == [(12, "crews")]
    assert [(one.speaker, one.cue) for one in found.quotes] == [("p1", "said")]
    assert found.extractor == "llm/parrot" and remark == ""
    account = found.extra["llm"]
    assert account.pop("seconds") >= 0 and account.pop("began")
    assert account == {
        "server": server.url.split("/")[2], "model": "parrot", "asked": 1, "grounded": 5, "dropped": {},
        "tokens_in": 1_000, "tokens_out": 100, "cost": 0.002, "chunks": 1, "failed": 0,
    }  # fmt: skip
    [request] = server.requests
    assert request.form == "json_schema" and TEXT.strip() in request.text and "authorization" not in request.headers


@pytest.mark.parametrize(
    "answers",
    [
        [knowing("plain", GOOD, status(500, b'{"error": "unknown response_format"}'))],
        [knowing("json_object", GOOD, status(400))],
        [knowing("plain", GOOD, said("Certainly! There is a mayor in it."))],
        [knowing("plain", said("Here:\n```json\n" + json.dumps({"people": PEOPLE}) + "\n```\nDone."), status(422))],
        [said('{"people": [{"name": "Ida Berg", "role": "Mayor"}, {"name": "Be')],
        [status(429, Retry_After="7"), GOOD],
        [status(503), closing, GOOD],
    ],
    ids=["500 on a schema", "400 on a schema", "prose", "prose around", "cut", "429", "503 and closed"],
)
def test_a_server_that_differs_is_answered_in_its_own_way(answers: list[Answer]) -> None:
    waits: list[float] = []
    with serving(*answers) as server:
        found, _ = asking(server.url, waits).answer(TEXT)
        assert [one.name for one in found.people] == ["Ida Berg"]
        asked = len(server.requests)
        asking(server.url).answer(TEXT)
    assert len(server.requests) == asked + 1  # what worked is known
    assert waits in ([], [7.0]) or (len(waits) == 2 and 0.5 <= waits[0] <= 1.5 <= 2 * waits[1] <= 6)


@pytest.mark.parametrize(
    ("answer", "why", "asked"),
    [
        (status(401, b"bad key sk-secret"), "401 Unauthorized; if it wants a key, name key_command", 1),
        (status(404), "404 Not Found; check url and model", 1),
        (status(429, Retry_After="3600"), "asks to be left alone for 3,600 seconds", 1),
        (status(429), "429 Too Many Requests", 3),
        (status(500), "500 Internal Server Error", 7),
        (status(307, Location="https://elsewhere.example/v1/chat/completions"), "redirects to elsewhere.example", 1),
        (status(200, b"<html>Welcome</html>"), "none of the OpenAI chat API", 1),
        (status(200, b'{"choices": []}'), "none of the OpenAI chat API", 1),
        (said("I cannot help with that."), "does not answer with the JSON", 5),
        (lists(people=[{"name": "Zzorb Quexil"}, {"name": "\x1b[31mIda Berg"}]), "nothing of its answer is in the", 1),
        (lists(), "it has found nothing", 1),
        (closing, "closed the connection in the middle", 3),
        (endless, "its answer has more than 4 MB", 1),
    ],
)
def test_what_goes_wrong_is_one_line(answer: Answer, why: str, asked: int) -> None:
    with serving(answer) as server, pytest.raises(StetError) as error:
        asking(server.url).answer(TEXT)
    assert why in error.value.message and "\n" not in error.value.message and "secret" not in error.value.message
    assert len(server.requests) == asked


def test_an_address_that_is_cut_short_is_said_in_full() -> None:
    with serving(status(404)) as server, pytest.raises(StetError) as error:
        asking(server.url.removesuffix("/v1")).answer(TEXT)
    assert f'most have /v1 there: url = "{server.url}" in [llm]' in error.value.message


@pytest.mark.parametrize("answer", [silent, dripping])
def test_nobody_is_waited_for_for_ever(answer: Answer) -> None:
    with serving(answer) as server, pytest.raises(StetError, match="no whole answer within"):
        asking(server.url, seconds=0.3).answer(TEXT)


def test_nobody_there() -> None:
    with pytest.raises(StetError, match="cannot be reached; is the server running"):
        asking("http://127.0.0.1:9/v1").answer(TEXT)


def test_a_long_text_is_asked_about_in_pieces_and_ours_fills_the_gaps() -> None:
    text = "\n\n".join(
        [TEXT.strip(), *["Nothing else of note happened there on that day, they said."] * 30, TEXT.strip()]
    )
    with serving(GOOD) as server:
        found, remark = asking(server.url, context=1_024).answer(text)
    pieces = found.extra["llm"]["chunks"]
    assert pieces == len(server.requests) > 2 and "dropped" in remark
    assert len(found.numbers) == 2 and len(found.quotes) == 2
    with serving(GOOD, status(404)) as server:
        found, remark = asking(server.url, context=1_024).answer(text)
    assert f"{pieces - 1} of {pieces} parts of the text got no answer" in remark and "404" in remark
    assert len(server.requests) == 3  # after two in a row it is left alone
    assert len(found.numbers) == 2 and len(found.quotes) == 2 and found.extra["llm"]["failed"] == pieces - 1
    assert len({item.id for item in found.all()}) == len(found.all())


@pytest.mark.parametrize("first", [said('{"people": [', "length"), said(json.dumps({"people": PEOPLE}), tokens=(9, 9))])
def test_an_answer_that_is_cut_is_asked_for_in_halves(first: Answer) -> None:
    with serving(first, GOOD) as server:
        found, _ = asking(server.url).answer(TEXT)
    assert len(server.requests) == 3 and len(found.quotes) == 1


def test_after_five_failures_it_is_asked_no_more() -> None:
    with serving(status(404)) as server:
        extractor = asking(server.url)
        for _ in range(6):
            with pytest.raises(StetError) as error:
                extractor.suggest(TEXT)
    assert len(server.requests) == 5 and "not asked again" in error.value.message


def test_a_key_comes_from_a_command_or_the_environment_and_is_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARROT_KEY", "sk-secret")
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    for setting in ('key_env = "PARROT_KEY"', "key_command = 'printf sk-secret'"):
        with serving(GOOD, status(401, b"sk-secret")) as server:
            configure(monkeypatch, tmp_path, server.url, setting)
            good = stet("extract", "--extractor", "llm", article)
            bad = stet("extract", "--extractor", "llm", article)
        assert [one.headers["authorization"] for one in server.requests] == ["Bearer sk-secret"] * 2
        assert b"401 Unauthorized; check key_command or key_env" in bad.stderr
        assert (good.returncode, bad.returncode) == (0, 1)
        kept = b"".join(file.read_bytes() for file in (tmp_path / "state").rglob("*") if file.is_file())
        assert b"secret" not in good.stdout + good.stderr + bad.stdout + bad.stderr + kept
    for wrong in (
        'key_env = "NONE_SET"',
        "key_command = 'false'",
        "key_command = 'printf \"a b\"'",
        'key = "sk-secret"',
    ):
        configure(monkeypatch, tmp_path, "http://127.0.0.1:9", wrong)
        ran = stet("extract", "--extractor", "llm", article)
        assert ran.returncode == 1 and ran.stderr.count(b"\n") == 1 and b"secret" not in ran.stderr


def test_no_article_is_without_fields(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article, folder = tmp_path / "a.txt", tmp_path / "library"
    article.write_text(TEXT, encoding="utf-8")
    with serving(status(404)) as server:
        configure(monkeypatch, tmp_path, server.url)
        ran = stet("add", "--extractor", "llm", "--library", folder, article)
        assert ran.returncode == 0 and b"404 Not Found" in ran.stderr and b"suggested by news instead" in ran.stderr
        [identifier] = FolderLibrary(folder).ids()
        assert FolderLibrary(folder).load(identifier).people
        ran = stet("suggest", "--extractor", "llm", "--library", folder)
        assert ran.returncode == 1 and b"the suggestions stay as they were" in ran.stderr
    with serving(GOOD) as server:
        configure(monkeypatch, tmp_path, server.url)
        assert stet("suggest", "--extractor", "llm:grey", "--library", folder).returncode == 0
    assert server.requests[0].body["model"] == "grey"
    record = FolderLibrary(folder).load(identifier)
    assert record.edits[-1].extra["extractor"] == "llm/grey" and record.edits[-1].extra["llm"]["tokens_in"] == 1_000
    told = stet("stats", "--library", folder).stdout.decode()
    assert "a model was asked about 1 article: 0 s, 1,000 tokens in, 100 out\nof its 5 answers 0 dropped" in told
    assert orjson.loads(stet("stats", "--json", "--library", folder).stdout)["llm"]["tokens_out"] == 100
    with serving(GOOD) as server:
        configure(monkeypatch, tmp_path, server.url)
        ran = stet("extract", "--extractor", "llm", article)
    assert orjson.loads(ran.stdout)["llm"]["grounded"] == 5


def test_text_leaves_the_machine_only_after_a_yes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article, folder = tmp_path / "a.txt", tmp_path / "library"
    article.write_text(TEXT, encoding="utf-8")
    configure(monkeypatch, tmp_path, "https://models.invalid/v1")
    for command in (["extract"], ["add", "--library", folder]):
        ran = stet(*command, "--extractor", "llm", article)
        assert ran.returncode == 1 and not ran.stdout and ran.stderr.count(b"\n") == 1
        assert b"goes to models.invalid (parrot). It leaves this machine. Nobody has said yes" in ran.stderr
    assert not folder.exists()
    server = Server("https://models.invalid/v1", "parrot")
    with pytest.raises(StetError, match="Nobody has said yes"):
        LlmExtractor(server).suggest(TEXT)
    servers.give_leave(server)
    assert servers.may_send(server) and servers.may_send(server._replace(model="grey"))
    assert not servers.may_send(server._replace(url="https://models.invalid:444/v1"))
    assert not servers.may_send(server._replace(url="http://models.invalid/v1"))
    for host, at_home in (("localhost", True), ("127.9.9.9", True), ("[::1]", True), ("localhost.example", False),
                          ("10.0.0.1", False), ("127.0.0.1.nip.io", False)):  # fmt: skip
        assert server._replace(url=f"http://{host}:8000/v1").is_loopback is at_home


def test_a_proxy_is_never_between_us_and_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serving(GOOD) as server:
        assert asking(server.url).answer(TEXT)[0].people


def test_extractors_are_held_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold = tmp_path / "gold.jsonl"
    spans = [match.span() for match in re.finditer(r"(Ida )?\bBerg\b", TEXT)]
    person = {"id": "p1", "status": "accepted", "name": "Ida Berg", "spans": spans}
    record = {"format": "stet/1", "text": TEXT, "people": [person]}
    gold.write_bytes(b"\n".join(orjson.dumps({**record, "text": f"{TEXT}{number}.\n"}) for number in range(10)))
    with serving(GOOD) as server:
        configure(monkeypatch, tmp_path, server.url, "price_in = 1", "price_out = 2.5")
        ran = stet("evaluate", "--extractor", "llm", "--extractor", "news", gold)
        both = stet("evaluate", "--extractor", "llm", "--extractor", "news", "--json", gold)
        alone = stet("evaluate", "--extractor", "llm", gold)
        known = servers.sureness(Server(server.url, "parrot"))
    assert (ran.returncode, both.returncode, alone.returncode) == (0, 0, 0), (ran.stderr, both.stderr)
    head, llm, news = ran.stdout.decode().splitlines()[2:]
    assert head.split() == ["people", "seconds", "tokens", "cost"]
    assert llm.split()[:2] == ["llm", "100.0"] and llm.split()[3:] == ["1,100", "0.001250"]
    assert news.split()[0] == "news" and news.split()[3:] == ["–", "–"]
    assert orjson.loads(both.stdout)["extractors"]["llm"]["cost"] == 0.00125
    assert "1,000 tokens in and 100 out, cost 0.001250" in alone.stdout.decode()
    assert known == {"person": 0.99}  # 30 mentions, all right; the next field is that sure
    with serving(status(404)) as server:
        configure(monkeypatch, tmp_path, server.url)
        ran = stet("evaluate", "--extractor", "llm", "--extractor", "news", gold)
    assert ran.returncode == 0 and b"llm gave no answer about 10 articles, scored as nothing found" in ran.stderr


LONG = "\n\n".join([TEXT.strip(), *["Nothing else of note happened there on that day, they said."] * 90, TEXT.strip()])


@pytest.mark.parametrize("at_once", [1, 3])
def test_parts_of_a_text_are_asked_about_as_many_at_once_as_is_said(at_once: int) -> None:
    """Each answer but the first waits for so many others; with one more asked at once, one would be too many."""
    there, most, lock = threading.Barrier(at_once), [0], threading.Lock()
    under_way = 0

    def together(handler: Handler, request: Request) -> None:
        nonlocal under_way
        with lock:
            under_way += 1
            most[0] = max(most[0], under_way)
        there.wait(20)
        with lock:
            under_way -= 1
        GOOD(handler, request)

    size, _ = room(1_024)
    text = next(text for end in range(len(LONG)) if len(list(pieces(text := LONG[:end], size))) == 1 + 2 * at_once)
    with serving(GOOD, together) as server:
        found, _ = asking(server.url, context=1_024, at_once=at_once).answer(text)
    assert most == [at_once]
    assert found.extra["llm"]["asked"] == len(server.requests) == 1 + 2 * at_once
    assert [one.name for one in found.people] == ["Ida Berg"]


def test_a_model_of_this_computer_is_asked_about_one_part_at_a_time() -> None:
    assert Server("http://localhost:1/v1", "parrot").requests == 1
    assert Server("https://models.invalid/v1", "parrot").requests == 4
    assert Server("http://localhost:1/v1", "parrot", at_once=2).requests == 2


def test_who_asks_can_stop_at_any_time() -> None:
    asked = threading.Event()

    def silently(handler: Handler, request: Request) -> None:
        asked.set()
        silent(handler, request)

    with serving(silently, GOOD) as server:
        extractor = asking(server.url)
        outcome: list[object] = []
        thread = threading.Thread(target=lambda: outcome.append(attempt(lambda: extractor.ask(TEXT))))
        thread.start()
        assert asked.wait(20)
        extractor.stop()
        thread.join(20)
        [error] = outcome
        assert isinstance(error, StetError) and "is not asked any more" in error.message
        assert extractor.suggest(TEXT).people, "the next article is asked about"


def test_what_is_under_embargo_never_leaves_this_computer() -> None:
    """Nothing is looked up, nobody is connected to: the host does not exist."""
    server = Server("https://models.invalid/v1", "parrot")
    servers.give_leave(server)
    meta = {"embargo": "2026-12-01T06:00"}
    with pytest.raises(StetError, match="under embargo, and not sent to llm"):
        answer_of(LlmExtractor(server), TEXT, meta)
    found, remark = answer_or_ours(LlmExtractor(server), TEXT, meta)
    assert found.extractor == "news/1" and "under embargo" in remark
    with serving(GOOD) as here:
        assert answer_of(asking(here.url), TEXT, meta)[0].people, "on this computer it does not leave"
