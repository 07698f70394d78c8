"""What models were asked for a library, and what it took: added up from the records, for statistics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.report import counted
from store.model.fields import Json
from store.model.record import Record


@dataclass(slots=True)
class Account:
    """`cost` is None where no price was known."""

    articles: int = 0
    asked: int = 0
    grounded: int = 0
    dropped: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    cost: float | None = None

    def add(self, record: Record) -> None:
        entries = list(_entries(record))
        self.articles += bool(entries)
        for entry in entries:
            for name in ("asked", "grounded", "tokens_in", "tokens_out"):
                setattr(self, name, getattr(self, name) + int(_number(entry.get(name))))
            self.seconds += _number(entry.get("seconds"))
            dropped = entry.get("dropped")
            self.dropped += sum(int(_number(value)) for value in dropped.values()) if isinstance(dropped, dict) else 0
            if entry.get("cost") is not None:
                self.cost = (self.cost or 0.0) + _number(entry["cost"])

    def to_json(self) -> Json:
        cost = None if self.cost is None else round(self.cost, 6)
        names = ("articles", "asked", "grounded", "dropped", "tokens_in", "tokens_out")
        return {**{name: getattr(self, name) for name in names}, "seconds": round(self.seconds, 3), "cost": cost}

    def lines(self) -> Iterator[str]:
        """Two lines at most 80 columns wide, or none."""
        if not self.articles:
            return
        tokens = f"{self.tokens_in:,} tokens in, {self.tokens_out:,} out"
        cost = "" if self.cost is None else f", cost {self.cost:,.4f}"
        yield f"a model was asked about {counted(self.articles, 'article')}: {self.seconds:,.0f} s, {tokens}{cost}"
        yield f"of its {counted(self.grounded + self.dropped, 'answer')} {self.dropped:,} dropped: not in the text"


def _entries(record: Record) -> Iterator[dict[str, Any]]:
    """Of the first suggestions, and of those that came later; of what came in parts the last, which has it all."""
    found = (record.suggestions.extra.get("llm"), *(edit.extra.get("llm") for edit in record.edits))
    last = {str(one.get("began") or number): one for number, one in enumerate(found) if isinstance(one, dict)}
    yield from last.values()


def _number(value: Any) -> float:
    """A record from outside may have anything there."""
    return float(value) if isinstance(value, int | float) and 0 <= value < 10**12 else 0.0
