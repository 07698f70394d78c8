"""One request to a server that speaks the OpenAI chat API, within limits of time, size and tries.

Servers differ in which forms of answer they know, and some say yes and do something else: what is asked of each, and
whether its answer is one, is the caller's business (`asking` reads it). Nothing here repeats the key or the text.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

from extract.llm.asking import SCHEMA
from services.answering import STOPPED
from services.llm.settings import Server
from services.llm.streaming import HearWords, Streamed
from store.errors import StetError
from store.files import in_megabytes
from store.jsontext import decode
from store.model.fields import Json

if TYPE_CHECKING:
    import httpx

FORMS: Final = ("json_schema", "json_object schema", "json_object", "plain", "unlimited")
"""Of answers, the strictest first; the last without limit and temperature, which some models refuse."""
TRIES: Final = 3
LARGEST: Final = 4 * 2**20
"""Bytes of an answer."""
_EVENTS: Final = 20
"""Times as large as its words is an answer that comes bit by bit."""
LONGEST_WAIT: Final = 60.0
"""Seconds that a server may ask one to wait."""
_CONNECT: Final = 10.0
_LOOK: Final = 0.1
"""Seconds between two looks at whether it was stopped."""
_AGAIN: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_OTHER_FORM: Final = frozenset({400, 415, 422, 500, 501})
"""What servers answer to a form that they do not know."""


class Reply(NamedTuple):
    """What a model said. `is_cut` is true if it came to the end of its room."""

    words: str
    is_cut: bool
    tokens_in: int
    tokens_out: int


class FormRefusedError(Exception):
    """The server does not know this form of answer."""


class Client:
    """Of one server; `wait` is given the seconds between two tries. Once `stopped` is set, nothing is waited for."""

    def __init__(
        self,
        server: Server,
        wait: Callable[[float], None] = time.sleep,
        stopped: Event | None = None,
        *,
        streams: bool = True,
    ) -> None:
        self._server = server
        self._wait = wait
        self._stopped = stopped or Event()
        self.asked = 0
        """Requests so far."""
        self.streams = streams
        """Whether it answers bit by bit, and says then how much it has read."""

    def ask(self, messages: list[Json], form: str, answer: int, hear: HearWords | None = None) -> Reply:
        """At most `answer` tokens; with `hear` bit by bit, of a server that can do that.

        Raises `FormRefusedError`, or `StetError` with why there is no reply.
        """
        body: Json = {"model": self._server.model, "messages": messages}
        if form != FORMS[-1]:
            body |= {"temperature": 0, "max_tokens": answer}
        if (wanted := _response_format(form)) is not None:
            body["response_format"] = wanted
        hear = hear if self.streams else None
        if hear is not None:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        why, pause = "", 0.0
        for attempt in range(TRIES):
            if attempt:
                self._wait(pause)
            if self._stopped.is_set():
                raise self._given_up()
            status, headers, data = self._post(body, hear)
            if status == HTTPStatus.OK:
                reply = self._reply(data)
                self.streams = self.streams and (hear is None or reply.tokens_in > 0)
                return reply
            if status in _OTHER_FORM and hear is not None:
                reply = self.ask(messages, form, answer)
                self.streams = False  # or it is the form that was refused
                return reply
            if status in _OTHER_FORM and form != FORMS[-1]:
                raise FormRefusedError
            why = self._refusal(status, headers)
            if status and status not in _AGAIN:
                break
            pause = _pause(headers.get("retry-after", ""), attempt)
            if pause > LONGEST_WAIT:
                why = f"{why}, and asks to be left alone for {pause:,.0f} seconds"
                break
        raise StetError("Not extracted", f"{self._server.host}: {why}")

    def _post(self, body: Json, hear: HearWords | None) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and content; status 0 if it could not be reached, or closed. Ends in time, whatever comes."""
        outcome: list[tuple[int, dict[str, str], bytes] | StetError] = []
        key = self._server.key()  # here, where what is wrong with it is raised
        headers = {"Accept": "application/json", "User-Agent": "stet"}
        if key:
            headers["Authorization"] = f"Bearer {key}"

        def work() -> None:
            try:
                outcome.append(self._sent(body, headers, hear))
            except StetError as error:
                outcome.append(error)

        self.asked += 1
        thread = Thread(target=work, name="stet-llm", daemon=True)
        thread.start()
        end = time.monotonic() + self._server.seconds
        while thread.is_alive() and time.monotonic() < end and not self._stopped.is_set():
            thread.join(_LOOK)
        if not outcome:
            raise self._given_up() if self._stopped.is_set() else self._late()
        if isinstance(outcome[0], StetError):
            raise outcome[0]
        return outcome[0]

    def _given_up(self) -> StetError:
        return StetError(STOPPED, f"{self._server.host} is not asked any more")

    def _late(self) -> StetError:
        return StetError(
            "Not extracted",
            f"{self._server.host}: no whole answer within {self._server.seconds} seconds; "
            "seconds of [llm] gives it more",
        )

    def _sent(self, body: Json, headers: dict[str, str], hear: HearWords | None) -> tuple[int, dict[str, str], bytes]:
        import httpx

        deadline = time.monotonic() + self._server.seconds
        address, content, size = f"{self._server.url}/chat/completions", b"", 0
        try:
            with self._connection(headers) as client, client.stream("POST", address, json=body) as response:
                kind = response.headers.get("content-type", "")
                streamed = Streamed() if hear is not None and kind.startswith("text/event-stream") else None
                for chunk in response.iter_bytes():
                    size += len(chunk)
                    if streamed is None:
                        content += chunk
                    elif hear is not None:
                        streamed.feed(chunk)
                        hear(streamed)
                    if size > LARGEST * (1 if streamed is None else _EVENTS):
                        raise StetError(
                            "Not extracted", f"{self._server.host}: its answer has more than {in_megabytes(LARGEST)}"
                        )
                    if time.monotonic() > deadline:
                        raise self._late()
                    if self._stopped.is_set():
                        raise self._given_up()
                content = content if streamed is None else streamed.whole()
                return response.status_code, {key.lower(): value for key, value in response.headers.items()}, content
        except httpx.ReadTimeout:
            raise self._late() from None
        except httpx.ConnectError as error:
            said = str(error).lower()
            if "certificate" in said or "ssl" in said:
                raise StetError("Not extracted", f"{self._server.host}: its certificate is not trusted") from None
            return 0, {"reason": "cannot be reached; is the server running?"}, b""
        except (httpx.HTTPError, httpx.InvalidURL):
            return 0, {"reason": "closed the connection in the middle"}, b""

    @contextmanager
    def _connection(self, headers: dict[str, str]) -> Iterator[httpx.Client]:
        """A proxy of the environment is used for other computers alone: it would be one more reader of the text."""
        import httpx

        times = httpx.Timeout(self._server.seconds, connect=_CONNECT)
        with httpx.Client(
            timeout=times, follow_redirects=False, trust_env=not self._server.is_loopback, headers=headers
        ) as client:
            yield client

    def _reply(self, data: bytes) -> Reply:
        try:
            choice = decode(data)
            usage, choice = choice.get("usage"), choice["choices"][0]
            words = choice["message"]["content"] or ""
            tokens = usage if isinstance(usage, dict) else {}
            if not isinstance(words, str):
                raise TypeError
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            raise StetError(
                "Not extracted", f"{self._server.host}: its answer is none of the OpenAI chat API; check url of [llm]"
            ) from None
        return Reply(
            words,
            choice.get("finish_reason") == "length",
            _count(tokens.get("prompt_tokens")),
            _count(tokens.get("completion_tokens")),
        )

    def _refusal(self, status: int, headers: dict[str, str]) -> str:
        if not status:
            return headers["reason"]
        if 300 <= status < 400:
            to = urlsplit(headers.get("location", "")).netloc[:80]
            elsewhere = f" to {to}" if to and to.isprintable() and "@" not in to else ""
            return f"it redirects{elsewhere}, which is not followed; write the address that it means as url of [llm]"
        try:
            named = f"{status} {HTTPStatus(status).phrase}"
        except ValueError:
            named = str(status)
        advice = _ADVICE.get(status, "")
        if status in (401, 403) and self._server.key_env is self._server.key_command is None:
            advice = "; if it wants a key, name key_command or key_env in [llm]"
        if status == 404 and not urlsplit(self._server.url).path:
            advice = f'; most have /v1 there: url = "{self._server.url}/v1" in [llm]'
        return f"it answers {named}{advice}"


_ADVICE: Final = {
    400: "; check model and context of [llm]",
    401: "; check key_command or key_env of [llm]",
    403: "; check key_command or key_env of [llm]",
    404: "; check url and model of [llm]",
    413: "; make context of [llm] smaller",
    429: ": too many requests, or nothing left to spend",
}


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0


def _pause(asked: str, attempt: int) -> float:
    """Seconds: as many as the server asks for, else more each time, by chance so that not all come back at once."""
    if asked:
        try:
            return max(0.0, float(asked))
        except ValueError:
            pass
        try:
            return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
        except (TypeError, ValueError):
            pass
    return float(2**attempt) * random.uniform(0.5, 1.5)


def _response_format(form: str) -> Json | None:
    if form == "json_schema":
        return {"type": "json_schema", "json_schema": {"name": "fields", "strict": True, "schema": SCHEMA}}
    if form == "json_object schema":
        return {"type": "json_object", "schema": SCHEMA}
    return None if form == "plain" else {"type": "json_object"}
