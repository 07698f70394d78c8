"""An amount in the making: what the readers of money, units, ranges and dates pass on to one another."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.numbers.numerals import Form, Value
from store.model.fields import NumberKind, Span


@dataclass(slots=True)
class Amount:
    """Tokens `first` up to, not with, `last` are the number's own; `after` is the first token past its unit."""

    first: int
    last: int
    after: int
    value: Value | str | None
    kind: NumberKind
    form: Form = "digits"
    unit: str | None = None
    low: Value | str | None = None
    high: Value | str | None = None
    scale: Value = 1
    evidence: dict[str, Span] = field(default_factory=dict)
    size: float = 0
    dimension: str = ""
    sure: float = 0.95
