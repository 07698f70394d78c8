"""A model that is reading the open article: since when, how far it is, and what stops it. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from store.model.fields import Json


@dataclass(slots=True, eq=False)
class Asking:
    """`account` is what the model has taken so far; empty before the first part of the article is read."""

    article: str
    extractor: str
    stop: Callable[[], None]
    account: Json = field(default_factory=dict)
    began: float = field(default_factory=monotonic)

    @property
    def words(self) -> str:
        """`llm 12 s`, and once a part is read what all of them may take: `llm 12 of 41 s, 1,840 tokens`."""
        seconds = round(monotonic() - self.began)
        if not self.account:
            return f"{self.extractor} {seconds} s"
        parts, read = self.account["chunks"], self.account["chunks"] - self.account["unread"]
        whole = round(self.account["seconds"] * parts / read) if read else 0
        tokens = self.account["tokens_in"] + self.account["tokens_out"]
        of = f" of {whole}" if whole > seconds else ""
        return f"{self.extractor} {seconds}{of} s, {tokens:,} tokens"
