"""An answer that comes bit by bit, as server-sent events: what has been said so far, and at the end the whole.

The whole has the form of an answer that came at once, so that it is read in one place, `client`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from store.jsontext import decode, encode
from store.model.fields import Json

_DATA: Final = b"data:"
_END: Final = b"[DONE]"


class Streamed:
    """`tokens` is about how many there were: an event has one or a few."""

    def __init__(self) -> None:
        self.tokens = 0
        self._words: list[str] = []
        self._rest = b""
        self._reason: str | None = None
        self._usage: Json | None = None

    @property
    def words(self) -> str:
        return "".join(self._words)

    def feed(self, chunk: bytes) -> None:
        """A piece of the answer, wherever it was cut. What is no event of the chat API is passed over."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            if line.startswith(_DATA):
                self._take(line.removeprefix(_DATA).strip())

    def _take(self, data: bytes) -> None:
        if data == _END:
            self._reason = self._reason or "stop"
            return
        try:
            event: Any = decode(data)
        except ValueError:
            return
        if not isinstance(event, dict):
            return
        if isinstance(usage := event.get("usage"), dict):
            self._usage = usage
        choices = event.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(choice, dict):
            return
        delta = choice.get("delta")
        if isinstance(delta, dict) and isinstance(words := delta.get("content"), str) and words:
            self._words.append(words)
            self.tokens += 1
        if isinstance(reason := choice.get("finish_reason"), str):
            self._reason = reason

    def whole(self) -> bytes:
        """One that broke off is cut, as one that had no more room is."""
        choice = {"message": {"content": self.words}, "finish_reason": self._reason or "length"}
        return encode({"choices": [choice], "usage": self._usage or {"completion_tokens": self.tokens}})


HearWords: TypeAlias = Callable[[Streamed], object]
"""Called with each piece of an answer that comes bit by bit."""
