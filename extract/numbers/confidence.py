"""How sure it is that a span is a number of the news with this value: a score in the right order.

By the sort of reading first, then by doubts that each take their share off. What share of each is right is for
`extract.confidence`, which makes a probability of the score.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.counted import is_label
from extract.numbers.tokens import Tokens
from store.model.fields import Number, NumberKind

_OF_KIND: Final[Mapping[NumberKind, float]] = {
    "percent": 0.99, "age": 0.98, "money": 0.98, "score": 0.96, "measure": 0.95, "duration": 0.95, "date": 0.93,
    "count": 0.93, "ordinal": 0.85, "range": 0.82,
}  # fmt: skip
_OF_FORM: Final = {"fraction": 0.96, "vague": 0.97, "words": 0.97}
_OF_WORD: Final = {
    "one": 0.8, "a": 0.93, "couple": 0.75, "pair": 0.8, "dozen": 0.6, "second": 0.9, "half": 0.96, "zero": 0.75,
}  # fmt: skip
_AFTER_ANOTHER: Final = 0.85
_PARTS: Final = lx.UNITS.keys() | lx.TENS.keys()
_DESIGNATION: Final = 0.55
_NAME: Final = 0.7
_LABEL: Final = 0.85
_BARE: Final = 0.94


def sureness(t: Tokens, amount: Amount, number: Number) -> float:
    """0 to 1, once what is counted and what happened are known."""
    sure = min(1.0, amount.sure / 0.95) * _OF_KIND[amount.kind] * _OF_FORM.get(amount.form, 1.0)
    sure *= _OF_WORD.get(t.low[amount.last - 1], 1.0)
    if "unit" in number.evidence:
        sure *= _of_unit(t.text[slice(*number.evidence["unit"])])
    if t.low[amount.first - 1] in ("and", ",") and _numeric(t, amount.first - 2):
        sure *= _AFTER_ANOTHER
    told = number.counted or number.event or number.unit or number.approx
    if amount.kind == "ordinal" and not number.counted:
        sure *= _BARE
    if amount.kind != "count" or told:
        return sure
    before = t.words[amount.first - 1]
    if before in lx.DASHES and t.joined(amount.first):
        sure *= _DESIGNATION
    elif is_label(t, amount):
        sure *= _LABEL
    elif before[:1].isupper() and len(before) > 1 and t.low[amount.first - 2] not in ("", ".", "”", '"', "“"):
        sure *= _NAME
    else:
        sure *= _BARE
    return sure


def _of_unit(words: str) -> float:
    """`300 Kr`, `5 m`: letters stand for many things; `micrograms per gram`: not all count both units."""
    if len(words) <= 2 and words.isalpha():
        return 0.93
    return 0.95 if " per " in words and "cent" not in words else 1.0


def _numeric(t: Tokens, i: int) -> bool:
    """`twenty and four`, `two yards, 10`: perhaps one number in two parts."""
    return any(t.low[k].isdigit() or t.low[k] in _PARTS for k in (i, i - 1))
