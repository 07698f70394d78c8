"""A server on loopback that speaks the OpenAI chat API as it is told to: well, badly, late, or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import pytest


class Request(NamedTuple):
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def form(self) -> str:
        return str(self.body.get("response_format", {}).get("type", "plain"))

    @property
    def text(self) -> str:
        return str(self.body["messages"][-1]["content"])


Answer = Callable[["Handler", Request], None]


class Handler(BaseHTTPRequestHandler):
    """Calls the `answer` of its server."""

    server: ModelServer

    def do_POST(self) -> None:  # as http.server calls it
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        request = Request(body, {key.lower(): value for key, value in self.headers.items()})
        self.server.requests.append(request)
        answers = self.server.answers
        try:
            (answers.pop(0) if len(answers) > 1 else answers[0])(self, request)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def reply(self, status: int, data: bytes, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as http.server has it
        pass


class ModelServer(ThreadingHTTPServer):
    """The `answers` come one after another, the last one again and again."""

    daemon_threads = True

    def __init__(self, *answers: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = list(answers)
        self.requests: list[Request] = []
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def serving(*answers: Answer) -> Iterator[ModelServer]:
    server = ModelServer(*answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def said(words: str, reason: str = "stop", tokens: tuple[int, int] = (1_000, 100)) -> Answer:
    """The model says these words."""
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    message = {"role": "assistant", "content": words}
    data = json.dumps({"choices": [{"message": message, "finish_reason": reason}], "usage": usage}).encode()
    return lambda handler, _: handler.reply(200, data)


def lists(**given: Any) -> Answer:
    """The model answers with these lists."""
    return said(json.dumps({"people": [], "places": [], "numbers": [], "quotes": [], **given}))


def streaming(*pieces: str | threading.Event, end: str = "data: [DONE]\n\n") -> Answer:
    """The model says these words one after another, and waits where it is told to."""

    def answer(handler: Handler, request: Request) -> None:
        assert request.body["stream"] is True
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        for piece in pieces:
            if isinstance(piece, threading.Event):
                piece.wait(30)
                continue
            event = {"choices": [{"delta": {"content": piece}, "finish_reason": None}]}
            handler.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            handler.wfile.flush()
        handler.wfile.write(end.encode())
        handler.close_connection = True

    return answer


def status(code: int, body: bytes = b"{}", **headers: str) -> Answer:
    return lambda handler, _: handler.reply(code, body, **headers)


def closing(handler: Handler, _: Request) -> None:
    """Nothing, and the connection is closed."""
    handler.close_connection = True


def silent(handler: Handler, _: Request) -> None:
    """Nothing, until the test is over."""
    handler.server.ended.wait(30)
    handler.close_connection = True


def dripping(handler: Handler, _: Request) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.ended.wait(0.05):
        handler.wfile.write(b" ")
        handler.wfile.flush()
    handler.close_connection = True


def endless(handler: Handler, _: Request) -> None:
    """As fast as it can, for ever."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.ended.is_set():
        handler.wfile.write(b" " * 65_536)


def knowing(form: str, answer: Answer, otherwise: Answer) -> Answer:
    """As a server answers that knows one form of answer only."""
    return lambda handler, request: (answer if request.form == form else otherwise)(handler, request)


def configure(monkeypatch: pytest.MonkeyPatch, path: Any, url: str, *more: str) -> None:
    """A configuration with this server in it."""
    file = path / "config.toml"
    file.write_text("\n".join(["[llm]", f'url = "{url}"', 'model = "parrot"', *more, ""]), encoding="utf-8")
    monkeypatch.setenv("STET_CONFIG", str(file))
    monkeypatch.setenv("XDG_STATE_HOME", str(path / "state"))
