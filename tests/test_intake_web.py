"""Articles from addresses, from a server on loopback that behaves, and that misbehaves in every way it can."""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from test_intake_kinds import PAGE, PARAGRAPHS

from store.errors import StetError
from store.intake import is_address, sources
from store.intake.web import fetch

Answer = Callable[["Handler"], None]
TEXT_LIMIT = 300_000


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    closing = threading.Event()

    def do_GET(self) -> None:
        with contextlib.suppress(ConnectionError):
            ANSWERS[self.path.partition("?")[0]](self)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Silence."""

    def head(self, kind: str = "text/html; charset=utf-8", code: int = 200, **more: str) -> None:
        self.send_response(code)
        for name, value in {"Content-Type": kind, "Connection": "close", **more}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def drip(self) -> Iterator[None]:
        """Until the test is over."""
        while not self.closing.wait(0.05):
            yield


def page(handler: Handler) -> None:
    handler.head()
    handler.wfile.write(PAGE.encode())


def packed(handler: Handler) -> None:
    handler.head(Content_Encoding="gzip")
    handler.wfile.write(gzip.compress(PAGE.encode()))


def members(handler: Handler) -> None:
    handler.head(Content_Encoding="gzip")
    half = len(PAGE) // 2
    handler.wfile.write(gzip.compress(PAGE[:half].encode()) + gzip.compress(PAGE[half:].encode()) + bytes(9))


def packed_cut_short(handler: Handler) -> None:
    handler.head(Content_Encoding="gzip")
    handler.wfile.write(gzip.compress(PAGE.encode() + bytes(range(256)) * 9)[:-300])


def second_member_cut_short(handler: Handler) -> None:
    handler.head(Content_Encoding="gzip")
    handler.wfile.write(gzip.compress(PAGE.encode()) + gzip.compress(PAGE.encode())[:-9])


def packed_and_more(handler: Handler) -> None:
    handler.head(Content_Encoding="gzip")
    handler.wfile.write(gzip.compress(PAGE.encode()) + b"more")


def many_members(handler: Handler) -> None:
    handler.head(Content_Encoding="gzip")
    handler.wfile.write(gzip.compress(PAGE.encode()) + gzip.compress(b"") * 5_000)


def chunks_cut_short(handler: Handler) -> None:
    handler.head(Transfer_Encoding="chunked")
    handler.wfile.write(b"%x\r\n%s\r\n" % (len(PAGE.encode()), PAGE.encode()))


def chunk_cut_short(handler: Handler) -> None:
    handler.head(Transfer_Encoding="chunked")
    handler.wfile.write(b"%x\r\n%s" % (2 * len(PAGE.encode()), PAGE.encode()))


def bomb(handler: Handler) -> None:
    handler.head(Content_Encoding="gzip")
    handler.wfile.write(gzip.compress(bytes(50 * TEXT_LIMIT)))


def wrong_charset(handler: Handler) -> None:
    handler.head("text/html; charset=utf-8")
    handler.wfile.write(PAGE.replace('<meta charset="utf-8">', "").encode("cp1252"))


def plain(handler: Handler) -> None:
    handler.head("text/plain; charset=iso-8859-2")
    handler.wfile.write("Wójt mówił.".encode("iso-8859-2"))


def endless(handler: Handler) -> None:
    handler.head(Transfer_Encoding="chunked")
    while not handler.closing.is_set():
        handler.wfile.write(b"2710\r\n" + b"a" * 10_000 + b"\r\n")


def slow_body(handler: Handler) -> None:
    handler.head(Content_Length="100000")
    for _ in handler.drip():
        handler.wfile.write(b"a")


def slow_head(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in handler.drip():
        handler.wfile.write(b"a")


def silent(handler: Handler) -> None:
    for _ in handler.drip():
        pass


def cut_short(handler: Handler) -> None:
    handler.head(Content_Length="100000")
    handler.wfile.write(PAGE.encode())


def huge_head(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n")


def raw(data: bytes) -> Answer:
    def answer(handler: Handler) -> None:
        handler.wfile.write(data)

    return answer


def to(where: str, code: int = 302) -> Answer:
    def answer(handler: Handler) -> None:
        handler.head(code=code, Location=where, Content_Length="0")

    return answer


def typed(kind: str, data: bytes = b"data", packed: str = "identity") -> Answer:
    def answer(handler: Handler) -> None:
        handler.head(kind, Content_Encoding=packed)
        handler.wfile.write(data)

    return answer


def refused(code: int) -> Answer:
    def answer(handler: Handler) -> None:
        handler.head(code=code, Content_Length="0")

    return answer


ANSWERS: dict[str, Answer] = {
    "/page": page,
    "/zo%C3%AB": page,
    "/packed": packed,
    "/bomb": bomb,
    "/members": members,
    "/packed-cut-short": packed_cut_short,
    "/second-cut-short": second_member_cut_short,
    "/packed-and-more": packed_and_more,
    "/many-members": many_members,
    "/chunks-cut-short": chunks_cut_short,
    "/chunk-cut-short": chunk_cut_short,
    "/wrong-charset": wrong_charset,
    "/plain.txt": plain,
    "/endless": endless,
    "/slow-body": slow_body,
    "/slow-head": slow_head,
    "/silent": silent,
    "/cut-short": cut_short,
    "/huge-head": huge_head,
    "/no-http": raw(b"SSH-2.0-OpenSSH\r\n"),
    "/nothing": raw(b""),
    "/empty": typed("text/html", b""),
    "/blank": typed("text/html", b"<html><body></body></html>"),
    "/picture": typed("image/png"),
    "/pdf": typed("application/pdf"),
    "/brotli": typed("text/html", packed="br"),
    "/no-gzip": typed("text/html", b"plain", packed="gzip"),
    "/huge": typed("text/plain", b"a" * (TEXT_LIMIT + 1)),
    "/bad-charset": typed("text/plain; charset=no-such", b"Words."),
    "/moved": to("/page", 301),
    "/circle": to("/circle"),
    "/ping": to("/pong"),
    "/pong": to("/ping"),
    "/to-file": to("file:///etc/passwd"),
    "/to-ftp": to("ftp://127.0.0.1/x"),
    "/to-data": to("data:text/html,<p>x"),
    "/to-nowhere": refused(302),
    "/gone": refused(404),
    "/broken": refused(500),
    "/odd": refused(799),
}
ANSWERS |= {f"/{hops}": to(f"/{hops - 1}" if hops > 1 else "/page") for hops in range(1, 9)}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    Handler.closing.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        running.block_on_close = False
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        Handler.closing.set()
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    "path", ["/page", "/packed", "/members", "/wrong-charset", "/moved", "/5", "/page?a=b#part", "/zoë"]
)
def test_an_article_comes_with_all_that_is_known_of_it(server: str, path: str) -> None:
    article = fetch(server + path).article
    assert article.text.endswith(PARAGRAPHS[-1])
    assert (article.title, article.source, article.date, article.author) == (
        "Ferry fire hurts 19", "Harbour Post", "2026-05-04", "Tom Vance",
    )  # fmt: skip
    assert article.url is not None
    assert article.url.startswith(server)
    assert "#" not in article.url
    if path in ("/moved", "/5"):
        assert article.url == f"{server}/page"


def test_plain_text_comes_as_it_is(server: str) -> None:
    article = fetch(f"{server}/plain.txt").article
    assert (article.text, article.title, article.source) == ("Wójt mówił.", "plain.txt", "127.0.0.1")
    assert fetch(f"{server}/bad-charset").article.text == "Words."


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/bomb", "has more than"),
        ("/endless", "has more than"),
        ("/huge", "has more than"),
        ("/slow-body", "no complete answer within"),
        ("/slow-head", "no complete answer within"),
        ("/silent", "no complete answer within"),
        ("/cut-short", "the answer is broken"),
        ("/packed-cut-short", "the answer is cut off"),
        ("/second-cut-short", "the answer is cut off"),
        ("/packed-and-more", "declared as gzip"),
        ("/many-members", "declared as gzip"),
        ("/chunks-cut-short", "the answer is broken"),
        ("/chunk-cut-short", "the answer is broken"),
        ("/huge-head", "the answer is broken"),
        ("/no-http", "the answer is broken"),
        ("/nothing", "the answer is broken"),
        ("/empty", "the answer is empty"),
        ("/blank", "no article was found"),
        ("/picture", "it is image/png, not a web page"),
        ("/pdf", "it is application/pdf, not a web page"),
        ("/brotli", "compressed as br"),
        ("/no-gzip", "declared as gzip"),
        ("/circle", "a loop"),
        ("/ping", "a loop"),
        ("/6", "more than 5 redirects"),
        ("/to-file", "only http and https"),
        ("/to-ftp", "only http and https"),
        ("/to-data", "only http and https"),
        ("/to-nowhere", "redirects to something other than a web page"),
        ("/gone", "the server answers 404 Not Found"),
        ("/broken", "the server answers 500"),
        ("/odd", "the server answers 799"),
    ],
)
def test_whatever_a_server_does_is_one_line(server: str, path: str, words: str) -> None:
    seconds = 0.4 if words.startswith("no whole") else 10
    with pytest.raises(StetError, match=words) as refusal:
        fetch(server + path, seconds=seconds, largest=TEXT_LIMIT)
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("javascript://x", "only http and https"),
        ("http://", "does not name a server"),
        ("http://user:word@127.0.0.1/", "must not contain a name or password"),
        ("http://[::1", "not a web address"),
        ("http://127.0.0.1:99999/", "not a web address"),
        ("http://127.0.0.1/a b", "spaces"),
        ("http://127.0.0.1/\r\nHost: x", "spaces"),
        ("http://" + "a" * 300 + ".example/", "not a web address"),
    ],
)
def test_addresses_that_are_none(address: str, words: str) -> None:
    assert is_address(address)
    [source] = sources(address)
    with pytest.raises(StetError, match=words) as refusal:
        source.read()
    assert "user" not in refusal.value.message


def test_a_server_that_is_not_there(unused_tcp_port: int) -> None:
    with pytest.raises(StetError, match="refused"):
        fetch(f"http://127.0.0.1:{unused_tcp_port}/", seconds=10)


def test_a_windows_path_is_no_address() -> None:
    assert not is_address("C:/articles/a.txt")
    assert not is_address("notes.txt")
