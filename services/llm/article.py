"""One text, asked about in pieces, a few at once: what the answers come to, and on the way what there is so far.

`client` asks, `extract.llm` says what is asked and reads the answers. What becomes of them is for `extractor`.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import Final, NamedTuple

from extract.llm.asking import Answer, Piece, answer_in, halves, messages, pieces, room
from extract.llm.reading import read
from services.answering import STOPPED
from services.jobs import attempt
from services.llm import servers
from services.llm.client import FORMS, Client, FormRefusedError, Reply
from services.llm.settings import Server
from services.llm.streaming import Streamed
from services.report import counted
from store.errors import StetError
from store.model.fields import Json, Span, Suggestions

_IN_A_ROW: Final = 2
"""Pieces without an answer, after which the rest of an article is not asked about."""
_EASE: Final = 9.0
"""Times as long as reading what there is so far takes, nothing is read again: a long text is slow to read."""
_SOON: Final = 3.0
"""Seconds after which the first of an answer that is coming is told."""
_CHARACTERS: Final = 8
"""In a token, at the most: a server that counts fewer tokens has read only a part."""
_THINKS, _THOUGHT = "<think>", "</think>"


class Asked(NamedTuple):
    """`read` and `gaps` are the parts of the text with and without an answer; `remark` says what is amiss."""

    suggestions: Suggestions
    read: list[Span]
    gaps: list[Span]
    remark: str


class Article:
    """`hear` gets what there is so far, of whole pieces and of those whose answer is coming."""

    def __init__(
        self, server: Server, client: Client, text: str, extractor: str, hear: Callable[[Asked], object] | None = None
    ) -> None:
        self._server, self._client, self._text, self._extractor = server, client, text, extractor
        self._hear = hear
        self._lock, self._telling = Lock(), Lock()
        self._began = time.monotonic()
        self._at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._tokens_in = self._tokens_out = self._dropped = 0
        self._size, self._room = room(server.context)
        known = servers.known_form(server)
        self._forms = FORMS[FORMS.index(known) :] if known in FORMS else FORMS
        self._chunks = list(pieces(text, self._size))
        self._unread = list(self._chunks)
        self._answers: list[tuple[Piece, Answer]] = []
        self._failed: list[tuple[Piece, StetError]] = []
        self._begun: dict[Piece, tuple[Answer, int]] = {}
        """Of pieces whose answer is coming: what is whole of it, and about how many tokens that took."""
        self._told = self._rest = self._began

    def ask(self) -> Asked:
        in_a_row = 0
        for piece, outcome in self._outcomes(self._chunks):
            with self._telling:
                self._begun.clear()
                self._unread.remove(piece)
                if isinstance(outcome, StetError):
                    if outcome.title == STOPPED:
                        raise outcome
                    self._failed.append((piece, outcome))
                    in_a_row += 1
                else:
                    self._answers += outcome
                    in_a_row = 0
                if in_a_row == _IN_A_ROW:
                    self._failed += [(one, self._failed[-1][1]) for one in self._unread]
                    self._unread.clear()
                    break
                if self._unread and not in_a_row and time.monotonic() >= self._rest:
                    self._tell()
        with self._telling:
            self._hear = None  # what is still under way in other threads comes too late
        if self._failed and not self._answers:
            raise self._failed[0][1]
        asked = self._asked()
        if asked is None:
            why = "nothing of its answer is in the text" if self._dropped else "it has found nothing"
            raise StetError("Not extracted", f"{self._server.host}: {why}")
        return asked

    def _coming(self, piece: Piece, streamed: Streamed) -> None:
        """Some of an answer is there. Each time it is told after as long again as the whole has taken, in few edits."""
        now = time.monotonic()
        if self._hear is None or now < max(self._told + max(self._told - self._began, _SOON), self._rest):
            return
        with self._telling:
            words = streamed.words
            if (_THINKS in words) <= (_THOUGHT in words) and (answer := answer_in(words)):
                self._begun[piece] = answer, streamed.tokens
                self._tell()

    def _tell(self) -> None:
        begun = time.monotonic()
        hear = self._hear
        if hear is not None and (asked := self._asked()) is not None:
            attempt(lambda: hear(asked))
        self._told = time.monotonic()
        self._rest = self._told + (self._told - begun) * _EASE

    def _asked(self) -> Asked | None:
        """What the answers come to; None where nothing of them is in the text, and there is one."""
        coming = [(piece, answer) for piece, (answer, _) in self._begun.items()]
        reading = read(self._text, [*self._answers, *coming], self._extractor, servers.sureness(self._server))
        self._dropped = sum(reading.dropped.values())
        if not reading.grounded and self._chunks:
            return None
        reading.suggestions.extra["llm"] = {
            "server": self._server.host,
            "model": self._server.model,
            "began": self._at,
            "asked": self._client.asked,
            "grounded": reading.grounded,
            "dropped": dict(reading.dropped),
            "tokens_in": self._tokens_in,
            "tokens_out": self._tokens_out + sum(tokens for _, tokens in self._begun.values()),
            "seconds": round(time.monotonic() - self._began, 3),
            "cost": self._server.cost(self._tokens_in, self._tokens_out),
            "chunks": len(self._chunks),
            "failed": len(self._failed),
            **({"unread": len(self._unread)} if self._unread else {}),
        }
        gaps = [(piece.start, piece.end) for piece in (*(piece for piece, _ in self._failed), *self._unread)]
        got = [(piece.start, piece.end) for piece, _ in self._answers]
        return Asked(reading.suggestions, got, gaps, self._remark(reading.dropped, reading.grounded))

    def _outcomes(self, chunks: list[Piece]) -> Iterator[tuple[Piece, list[tuple[Piece, Answer]] | StetError]]:
        """In their order. The first by itself: what it shows of the server, the others need not try."""
        if not chunks:
            return
        yield chunks[0], attempt(lambda: self._asked_about(chunks[0]), "Not extracted")
        size = self._server.requests
        for start in range(1, len(chunks), size):
            window = chunks[start : start + size]
            with ThreadPoolExecutor(len(window), thread_name_prefix="stet-llm-piece") as threads:
                under_way = [
                    threads.submit(attempt, lambda piece=piece: self._asked_about(piece), "Not extracted")
                    for piece in window
                ]
            yield from zip(window, (one.result() for one in under_way), strict=True)

    def _remark(self, dropped: Counter[str], grounded: int) -> str:
        parts, failed, chunks = [], self._failed, self._chunks
        if count := sum(dropped.values()):
            parts.append(
                f"{count} of {counted(count + grounded, 'answer')} dropped, for the text does not bear them out"
            )
        if failed:
            parts.append(f"{len(failed)} of {len(chunks)} parts of the text got no answer ({failed[0][1].message})")
        return f"{self._server.model}: {'; '.join(parts)}" if parts else ""

    def _asked_about(self, piece: Piece, *, is_half: bool = False) -> list[tuple[Piece, Answer]]:
        """The answers about a piece, which is halved once if the answer, or what the model has read, was cut."""
        for form in self._forms:  # as they are now, whatever the answers to others show
            asked = messages(self._text, piece)
            try:
                reply = self._client.ask(asked, form, self._room, self._hear and partial(self._coming, piece))
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
                return [one for part in parts for one in self._asked_about(part, is_half=True)]
            if answer is not None:
                self._forms = FORMS[FORMS.index(form) :]
                servers.put_form(self._server, form, streams=self._client.streams)
                return [(piece, answer)]
        why = f"{self._server.model} does not answer with the JSON that it is asked for"
        raise StetError("Not extracted", f"{self._server.host}: {why}")


def _is_short(asked: list[Json], reply: Reply) -> bool:
    """True if the server has read only a part of what it was given, as some do without a word."""
    return 0 < reply.tokens_in * _CHARACTERS < sum(len(one["content"]) for one in asked)
