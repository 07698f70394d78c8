"""Powers of ten and others: `1.3x10^6`, `3 × 10⁸`, `2.48×10−5`, `1.1^23`, `10⁶`, `1e10`."""

from __future__ import annotations

from typing import Final

from extract.numbers import lexicon as lx
from extract.numbers.cardinals import Numeral, digits_value, is_digits, tidy
from extract.numbers.tokens import Tokens

_TIMES: Final = frozenset("x×·⋅*")
_SUPERSCRIPTS: Final = {ord(sign): str(value) for value, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


def power(t: Tokens, i: int) -> Numeral | None:
    """The power whose base, or what multiplies it, are the digits at token `i`."""
    base = digits_value(t.words[i]) if is_digits(t.low[i]) else None
    if base is None:
        return None
    sign = t.low[i + 1]
    if sign in _TIMES and t.words[i + 2] == "10" and t.joined(i + 1) == t.joined(i + 2):
        raised = _raised(t, i + 3) or _signed(t, i + 3, bare=False)
        return raised and _numeral(i, raised[1], float(base), 10.0, raised[0])
    if sign == "e" and t.joined(i + 1):
        raised = _signed(t, i + 2, bare=True)
        return raised and _numeral(i, raised[1], float(base), 10.0, raised[0])
    raised = _raised(t, i + 1)
    return raised and _numeral(i, raised[1], 1.0, float(base), raised[0])


def _raised(t: Tokens, j: int) -> tuple[int, int] | None:
    """`^6`, `⁶`, `⁻⁶` at token `j`: the exponent, and the token after it."""
    if t.low[j] == "^" and t.joined(j):
        return _signed(t, j + 1, bare=True)
    k = j + 1 if t.low[j] == "⁻" else j
    written = t.words[k].translate(_SUPERSCRIPTS)
    if written == t.words[k] or not written.isascii() or not written.isdigit() or len(written) > 2 or not t.joined(k):
        return None
    return (-int(written) if k > j else int(written)), k + 1


def _signed(t: Tokens, j: int, *, bare: bool) -> tuple[int, int] | None:
    """Digits that touch what is before them, with a sign, or `bare` of one."""
    sign = 1
    if t.low[j] in lx.MINUS or t.low[j] == "+":
        sign, j = (-1 if t.low[j] in lx.MINUS else 1), j + 1
    elif not bare:
        return None
    written = t.words[j]
    plain = written.isdigit() and is_digits(written) and len(written) < 3 and t.joined(j)
    return (sign * int(written), j + 1) if plain else None


def _numeral(first: int, last: int, factor: float, base: float, exponent: int) -> Numeral | None:
    try:
        return Numeral(first, last, tidy(factor * base**exponent), "digits")
    except (OverflowError, ZeroDivisionError):
        return None
