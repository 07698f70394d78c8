"""A model behind an address as an extractor: `llm`, or `llm:MODEL`; and beside our own one: `news+llm`.

`asking` says what is asked and `reading` what the answers come to; here pieces of a text are asked about, a few
at once, and what that took is kept in the suggestions. A text is sent nowhere before `servers` says that it may.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from threading import Event, Lock
from typing import Final, NamedTuple

from extract.extractor import Extractor
from extract.llm.asking import Answer, Piece, answer_in, halves, messages, pieces, room
from extract.llm.reading import read
from extract.llm.union import United, filled, united
from extract.registry import get_extractor
from services.answering import LLM, NOT_ASKED, STOPPED, Hear
from services.jobs import attempt
from services.llm import servers
from services.llm.client import FORMS, Client, FormRefusedError, Reply
from services.llm.settings import Server, configured
from services.report import counted
from store.errors import StetError
from store.installation import install_command
from store.model.fields import Json, Span, Suggestions

MAX_FAILURES: Final = 5
"""Articles in a row, after which the server is asked no more: each may have taken the whole time."""
_IN_A_ROW: Final = 2
"""Pieces without an answer, after which the rest of an article is not asked about."""
_EASE: Final = 9.0
"""Times as long as reading what there is so far takes, nothing is read again: a long text is slow to read."""
_CHARACTERS: Final = 8
"""In a token, at the most: a server that counts fewer tokens has read only a part."""


def server_named(name: str) -> Server:
    """The server of `llm`, `llm:MODEL`, `news+llm` or `news+llm:MODEL`."""
    match = LLM.fullmatch(name)
    return configured((match["model"] or "").strip() if match else "")


def llm_extractor(name: str, ours: Callable[[], Extractor]) -> LlmExtractor | BothExtractor:
    """`ours` gives the extractor beside which a model is asked."""
    asked = _of(server_named(name))
    return BothExtractor(ours(), asked) if name.startswith("news+") else asked


def from_configuration(model: str = "") -> LlmExtractor:
    """The entry point: the model of the configuration, or another of its server."""
    return _of(configured(model))


@cache
def _of(server: Server) -> LlmExtractor:
    """The same one for the same server, so that it counts its failures."""
    if find_spec("httpx") is None:
        raise StetError("Extractor not loaded", f"llm needs httpx; {install_command('llm')}")
    return LlmExtractor(server)


class Asked(NamedTuple):
    """`read` and `gaps` are the parts of the text with and without an answer; `remark` says what is amiss."""

    suggestions: Suggestions
    read: list[Span]
    gaps: list[Span]
    remark: str


class LlmExtractor:
    """One article at a time: other threads wait. `suggest` does not tell what was dropped, `answer` does."""

    name = "llm"

    def __init__(self, server: Server, wait: Callable[[float], None] = time.sleep) -> None:
        self.server = server
        where = "" if server.is_loopback else f"@{server.host}"
        self.version = re.sub(r"[^\w.:+@-]", "-", f"{server.model}{where}")[:80]
        self._wait = wait
        self._lock = Lock()
        self._failures = 0
        self._stopped = Event()

    def suggest(self, text: str) -> Suggestions:
        return self.answer(text)[0]

    def answer(self, text: str, hear: Hear | None = None) -> tuple[Suggestions, str]:
        """The suggestions, ours where a piece of the text got no answer. Raises `StetError` if nothing did."""
        ours = cache(lambda: get_extractor().suggest(text))

        def whole(asked: Asked) -> Suggestions:
            return filled(asked.suggestions, ours(), asked.gaps) if asked.gaps else asked.suggestions

        asked = self.ask(text, hear and (lambda so_far: hear(whole(so_far))))
        return whole(asked), asked.remark

    def ask(self, text: str, hear: Callable[[Asked], object] | None = None) -> Asked:
        """What the model itself has found. Raises `StetError` if that is nothing."""
        servers.require_leave(self.server)
        with self._lock:
            if self._failures == MAX_FAILURES:
                raise StetError(
                    "Not extracted", f"{self.server.host} failed {MAX_FAILURES} times in a row: {NOT_ASKED}"
                )
            self._stopped.clear()
            client = Client(self.server, self._wait, self._stopped)
            try:
                asked = _Article(self.server, client, text).ask(f"{self.name}/{self.version}", hear)
            except StetError as error:
                self._failures += error.title != STOPPED
                raise
            self._failures = 0
        return asked

    def stop(self) -> None:
        """Give up the article that is being asked about, from any thread; its `ask` raises at once."""
        self._stopped.set()


class BothExtractor:
    """Ours and a model's, united."""

    name = "news+llm"

    def __init__(self, ours: Extractor, asked: LlmExtractor) -> None:
        self.ours = ours
        self.server = asked.server
        self._asked = asked
        self.version = f"{ours.version}+{asked.version}"

    def suggest(self, text: str) -> Suggestions:
        return self.answer(text)[0]

    def stop(self) -> None:
        self._asked.stop()

    def answer(self, text: str, hear: Hear | None = None) -> tuple[Suggestions, str]:
        both, remark = self.read(text, hear)
        return both.suggestions, remark

    def read(self, text: str, hear: Hear | None = None) -> tuple[United, str]:
        """With what both have agreed on."""
        ours = cache(lambda: self.ours.suggest(text))
        name, measured = f"{self.name}/{self.version}", servers.agreement(self.server)

        def whole(asked: Asked) -> United:
            return united(ours(), asked.suggestions, name, asked.read, measured)

        asked = self._asked.ask(text, hear and (lambda so_far: hear(whole(so_far).suggestions)))
        return whole(asked), asked.remark


class _Article:
    """One text, asked about in pieces, a few at once."""

    def __init__(self, server: Server, client: Client, text: str) -> None:
        self._server, self._client, self._text = server, client, text
        self._lock = Lock()
        self._began = time.monotonic()
        self._at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._tokens_in = self._tokens_out = self._dropped = 0
        self._size, self._room = room(server.context)
        known = servers.known_form(server)
        self._forms = FORMS[FORMS.index(known) :] if known in FORMS else FORMS

    def ask(self, extractor: str, hear: Callable[[Asked], object] | None = None) -> Asked:
        """`hear` gets what there is after a piece, if others are to come."""
        answers: list[tuple[Piece, Answer]] = []
        failed: list[tuple[Piece, StetError]] = []
        in_a_row, chunks, rest = 0, list(pieces(self._text, self._size)), 0.0
        for count, (piece, outcome) in enumerate(self._outcomes(chunks), 1):
            if isinstance(outcome, StetError):
                if outcome.title == STOPPED:
                    raise outcome
                failed.append((piece, outcome))
                in_a_row += 1
            else:
                answers += outcome
                in_a_row = 0
            if in_a_row == _IN_A_ROW:
                failed += [(one, failed[-1][1]) for one in chunks[count:]]
                break
            if hear is not None and chunks[count:] and not in_a_row and time.monotonic() >= rest:
                begun = time.monotonic()
                if (asked := self._asked(extractor, chunks, answers, failed, chunks[count:])) is not None:
                    hear(asked)
                rest = time.monotonic() + (time.monotonic() - begun) * _EASE
        if failed and not answers:
            raise failed[0][1]
        asked = self._asked(extractor, chunks, answers, failed, [])
        if asked is None:
            why = "nothing of its answer is in the text" if self._dropped else "it has found nothing"
            raise StetError("Not extracted", f"{self._server.host}: {why}")
        return asked

    def _asked(
        self,
        extractor: str,
        chunks: list[Piece],
        answers: list[tuple[Piece, Answer]],
        failed: list[tuple[Piece, StetError]],
        unread: list[Piece],
    ) -> Asked | None:
        """What the answers come to; None where nothing of them is in the text, and there is one."""
        reading = read(self._text, answers, extractor, servers.sureness(self._server))
        self._dropped = sum(reading.dropped.values())
        if not reading.grounded and chunks:
            return None
        reading.suggestions.extra["llm"] = {
            "server": self._server.host,
            "model": self._server.model,
            "began": self._at,
            "asked": self._client.asked,
            "grounded": reading.grounded,
            "dropped": dict(reading.dropped),
            "tokens_in": self._tokens_in,
            "tokens_out": self._tokens_out,
            "seconds": round(time.monotonic() - self._began, 3),
            "cost": self._server.cost(self._tokens_in, self._tokens_out),
            "chunks": len(chunks),
            "failed": len(failed),
            **({"unread": len(unread)} if unread else {}),
        }
        gaps = [(piece.start, piece.end) for piece in (*(piece for piece, _ in failed), *unread)]
        got = [(piece.start, piece.end) for piece, _ in answers]
        return Asked(reading.suggestions, got, gaps, self._remark(reading.dropped, reading.grounded, chunks, failed))

    def _outcomes(self, chunks: list[Piece]) -> Iterator[tuple[Piece, list[tuple[Piece, Answer]] | StetError]]:
        """In their order. The first by itself: what it shows of the server, the others need not try."""
        if not chunks:
            return
        yield chunks[0], attempt(lambda: self._answers(chunks[0]), "Not extracted")
        size = self._server.requests
        for start in range(1, len(chunks), size):
            window = chunks[start : start + size]
            with ThreadPoolExecutor(len(window), thread_name_prefix="stet-llm-piece") as threads:
                under_way = [
                    threads.submit(attempt, lambda piece=piece: self._answers(piece), "Not extracted")
                    for piece in window
                ]
            yield from zip(window, (one.result() for one in under_way), strict=True)

    def _remark(
        self, dropped: Counter[str], grounded: int, chunks: list[Piece], failed: list[tuple[Piece, StetError]]
    ) -> str:
        parts = []
        if count := sum(dropped.values()):
            parts.append(
                f"{count} of {counted(count + grounded, 'answer')} dropped, for the text does not bear them out"
            )
        if failed:
            parts.append(f"{len(failed)} of {len(chunks)} parts of the text got no answer ({failed[0][1].message})")
        return f"{self._server.model}: {'; '.join(parts)}" if parts else ""

    def _answers(self, piece: Piece, *, is_half: bool = False) -> list[tuple[Piece, Answer]]:
        """The answers about a piece, which is halved once if the answer, or what the model has read, was cut."""
        for form in self._forms:  # as they are now, whatever the answers to others show
            asked = messages(self._text, piece)
            try:
                reply = self._client.ask(asked, form, self._room)
            except FormRefusedError:
                continue
            with self._lock:
                self._tokens_in += reply.tokens_in
                self._tokens_out += reply.tokens_out
            answer = answer_in(reply.words)
            if (
                not is_half
                and (reply.is_cut or _is_short(asked, reply))
                and len(parts := halves(self._text, piece)) > 1
            ):
                return [one for part in parts for one in self._answers(part, is_half=True)]
            if answer is not None:
                self._forms = FORMS[FORMS.index(form) :]
                servers.put_form(self._server, form)
                return [(piece, answer)]
        why = f"{self._server.model} does not answer with the JSON that it is asked for"
        raise StetError("Not extracted", f"{self._server.host}: {why}")


def _is_short(asked: list[Json], reply: Reply) -> bool:
    """True if the server has read only a part of what it was given, as some do without a word."""
    return 0 < reply.tokens_in * _CHARACTERS < sum(len(one["content"]) for one in asked)
