"""How sure it is that a span is a number of the news with this value: rough, but in the right order.

Calibration against gold is for whoever reads the figures; here each doubt takes its share off.
"""

from __future__ import annotations

from typing import Final

from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.counted import is_label
from extract.numbers.tokens import Tokens
from store.fields import Number

_OF_FORM: Final = {"ordinal": 0.98, "fraction": 0.97, "vague": 0.97}
_OF_WORD: Final = {"one": 0.88, "first": 0.92, "a": 0.95, "couple": 0.9, "pair": 0.85, "half": 0.95, "second": 0.95}
_DESIGNATION: Final = 0.55
_NAME: Final = 0.7
_LABEL: Final = 0.85
_BARE: Final = 0.92


def confidence(t: Tokens, amount: Amount, number: Number) -> float:
    """0 to 1, once what is counted and what happened are known."""
    sure = amount.sure * _OF_FORM.get(amount.form, 1.0)
    if amount.last == amount.first + 1:
        sure *= _OF_WORD.get(t.low[amount.first], 1.0)
    told = number.counted or number.event or number.unit or number.approx
    if amount.kind != "count" or told:
        return round(sure, 3)
    before = t.words[amount.first - 1]
    if before in lx.DASHES and t.joined(amount.first):
        sure *= _DESIGNATION
    elif is_label(t, amount):
        sure *= _LABEL
    elif before[:1].isupper() and len(before) > 1 and t.low[amount.first - 2] not in ("", ".", "”", '"', "“"):
        sure *= _NAME
    else:
        sure *= _BARE
    return round(sure, 3)
