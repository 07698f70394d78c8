"""Measures and durations: a numeral with the unit after it, and compounds such as `7 feet 10 inches`."""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_set
from extract.numbers import currencies, money, units
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.numerals import Value, is_digits, read, tidy
from extract.numbers.tokens import Tokens
from extract.numbers.unit_reading import unit_at
from extract.numbers.word_classes import FUNCTION_WORDS, VERBS, is_adjective, is_plural
from extract.numbers.years import HEAT

_BETWEEN: Final = word_set(
    """
    more additional extra further fewer consecutive straight full whole long short solid calendar business working
    """
)


def unit(t: Tokens, found: Amount) -> bool:
    """Give the amount the unit after it, if there is one."""
    j = found.last
    if _millions(t, found) and t.low[found.last] not in units.WORDS:
        return False
    j = found.last
    if t.low[j] in ("(", "{", "<") and t.low[j + 2] in (")", "}", ">") and t.same_line(j):
        if t.words[j + 1] not in units.SYMBOLS or t.words[j + 1] in units.WORDLIKE:
            return False
        _take_unit(t, found, units.SYMBOLS[t.words[j + 1]], j, j + 3)
        return True
    j = _unit_begins(t, found, j)
    read_unit = unit_at(t, j) if t.same_line(j) or t.low[j] in units.WORDS else None
    if read_unit is None:
        return False
    _take_unit(t, found, read_unit[0], j, read_unit[1])
    if isinstance(found.value, int | float):
        _compound(t, found)
    if found.kind == "duration":
        _old(t, found)
    below = found.unit == "degree" and t.low[found.after] == "below" and t.low[found.after + 1] in ("zero", "freezing")
    if below and isinstance(found.value, int | float):
        found.value = -found.value
        found.evidence["value"] = t.span(found.first, found.after + 2)
        found.after += 2
    return True


def magnitude(t: Tokens, found: Amount) -> bool:
    """`magnitude 6.6`, `a 5.8-magnitude quake`, `7 on the Richter scale`: a measure without a unit."""
    i, j = found.first, found.last
    if not isinstance(found.value, int | float) or not 0 < found.value < 11 or found.form == "fraction":
        return False
    k = i - 2 if t.low[i - 1] in ("-", "of", "was", "at", "about") else i - 1
    m = j + 1 if t.low[j] == "-" else j
    told = t.low[k] in ("magnitude", "magnitudes", "mw") or t.low[m] == "magnitude"
    shaken = t.low[k] in ("measuring", "measured", "registering") and not _QUAKES.isdisjoint(
        t.low[max(0, i - 9) : j + 6]
    )
    if not (told or shaken or "richter" in t.low[j : j + 4]):
        return False
    found.kind = "measure"
    return True


_QUAKES: Final = word_set("quake earthquake tremor aftershock quakes earthquakes tremors temblor")


def read_tens(t: Tokens, i: int) -> Amount | None:
    """`highs in the 80s`, `the mid-60s`: ten degrees from the one at token `i`, where no age and no decade is meant."""
    word = t.low[i]
    plural = t.low[i + 1] == "s" and t.joined(i + 1) and len(word) == 2 and word[1] == "0" and word.isdigit()
    if not plural or HEAT.isdisjoint(t.low[max(0, i - 12) : i + 8]):
        return None
    return Amount(i, i + 2, i + 2, None, "range", low=int(word), high=int(word) + 9)


def of_one(t: Tokens, i: int) -> Amount | None:
    """`an hour and 45 minutes`, `a dollar and 42 cents`, token `i` being the article; `a kilogram` if that is all."""
    found = Amount(i, i + 1, i + 1, 1, "count", "words")
    if t.low[i + 1] in currencies.MONEY:
        money.after(t, found)
    elif t.low[i + 1] in units.WORDS or t.words[i + 1] in units.SYMBOLS:
        unit(t, found)
    if found.unit == "fortnight":
        return found
    whole = found.unit is not None and t.low[i - 1] == t.low[found.after + 1] == "" and t.low[found.after] in ("", ".")
    return found if found.last > i + 1 or whole else None


def _millions(t: Tokens, found: Amount) -> bool:
    """`3.5m people`: a thing counted makes `m` a million, not a metre."""
    j = found.last
    if t.low[j] != "m" or not t.joined(j) or found.scale > 1 or not isinstance(found.value, int | float):
        return False
    if not (_counts_things(t, j + 1) or _counts_people(t, found) or _tells_of_business(t, found)):
        return False
    found.value, found.scale = tidy(found.value * 10**6), 10**6
    found.last = found.after = j + 1
    return True


def _counts_things(t: Tokens, k: int) -> bool:
    """`3.5m people`, `4m tonnes`, `2m young voters`."""
    low = t.low[k]
    adjective = low.isalpha() and is_adjective(t.words[k] or " ", low) and is_plural(t.low[k + 1])
    return adjective or low in units.WORDS or (is_plural(low) and low not in FUNCTION_WORDS)


def _counts_people(t: Tokens, found: Amount) -> bool:
    """`1.2m have left`, `some 2.5m live there`: a verb of those counted follows; not `the 100m was won`."""
    following = t.low[found.last + 1]
    acts = (
        following in ("are", "were", "have", "had")
        or following in VERBS
        or following in ("came", "went", "will", "would", "could", "may")
    )
    return acts and t.low[found.first - 1] not in ("the", "a", "his", "her") and following not in ("run", "cut")


_ACTS: Final = word_set("are were have had came went will would could may")


def _tells_of_business(t: Tokens, found: Amount) -> bool:
    """`turnover fell to 966m`."""
    return not _BUSINESS.isdisjoint(t.low[max(0, found.first - 8) : found.first])


_BUSINESS: Final = word_set(
    """
    turnover revenue revenues profit profits sales loss losses earnings debt debts budget valuation valued funding
    investment investments income assets deposits loans audience circulation viewers population
    """
)


def _unit_begins(t: Tokens, found: Amount, j: int) -> int:
    """The token of the unit, past `of`, an article, a hyphen, or words such as `consecutive`."""
    following = t.low[j + 1]
    timed = following in units.WORDS and units.WORDS[following].kind == "duration"
    fraction = found.form == "fraction" or "and" in t.low[found.first : found.last]
    if (
        t.low[j] == "of"
        and following in units.WORDS
        and (fraction or found.form == "vague" or t.low[found.last - 1] in ("couple", "pair"))
    ):
        return j + 1
    if (
        t.low[j] == "of"
        and following in ("a", "an", "one")
        and found.form == "fraction"
        and t.low[j + 2] in units.WORDS
    ):
        return j + 2  # `a quarter of an hour`
    opens_unit = following in units.WORDS or following in units.AREAS or following in units.PHRASES
    if (t.low[j] in ("a", "an") and found.form == "fraction") or (t.low[j] in lx.DASHES and opens_unit):
        return j + 1
    return j + 1 if t.low[j] in _BETWEEN and timed else j


def _take_unit(t: Tokens, found: Amount, unit: units.Unit, first: int, last: int) -> None:
    found.kind, found.unit, found.size, found.dimension = unit.kind, unit.name, unit.size, unit.dimension
    found.evidence["unit"] = t.span(first, last)
    found.after = last


def _compound(t: Tokens, found: Amount) -> None:
    """`7 feet 10 inches`, `1 hour and fifteen`, `an hour and a half`."""
    if not found.size or not isinstance(found.value, int | float):
        return
    parts: list[tuple[Value, float, str]] = [(found.value, found.size, found.unit or "")]
    j = found.after
    if t.low[j] == "." and t.joined(j) and is_digits(t.low[j + 1]) and t.low[j - 1] in ("ft", "lb", "lbs", "hr", "hrs"):
        j += 1  # `6 ft. 2 in.`
    while len(parts) < 6:
        k = j + 1 if t.low[j] in (",", "and") else j
        k = k + 1 if t.low[k] == "and" and k > j else k
        if t.low[j] == "and" and _adds_half(t, found, k):
            return
        if found.unit == "foot" and t.low[j] == "-" and t.joined(j) and t.words[j + 1] in _INCHES and t.joined(j + 1):
            parts.append((int(t.words[j + 1]), 0.0254, "inch"))  # `6-foot-2`
            found.last = found.after = j + 2
            break
        if not (is_digits(t.low[k]) or t.low[k] in lx.UNITS or t.low[k] in lx.TENS) or not t.same_line(k):
            break
        part = read(t, k)
        if part is None or not isinstance(part.value, int | float) or part.form not in ("digits", "words"):
            break
        below = unit_at(t, part.last)
        if found.unit == "hour" and t.words[part.last] == "m":
            below = units.WORDS["minute"], part.last + 1  # `3h 20m`
        if below is None:
            if found.unit in _BELOW and k > j and t.low[part.last] in ("", ".") and 10 < part.value < 60:
                parts.append((part.value, found.size / 60, _BELOW[found.unit]))
                found.last = found.after = part.last
            break
        if below[0].dimension != found.dimension or not 0 < below[0].size < parts[-1][1]:
            break
        parts.append((part.value, below[0].size, below[0].name))
        found.last, found.after = part.last, below[1]
        j = below[1]
    if len(parts) > 1:
        found.evidence["unit"] = (found.evidence["unit"][0], max(found.evidence["unit"][1], t.end[found.after - 1]))
        _add_up(found, parts)


_INCHES: Final = frozenset(map(str, range(1, 12)))
_BELOW: Final = {"hour": "minute", "minute": "second"}


def _adds_half(t: Tokens, found: Amount, k: int) -> bool:
    k = k + 1 if t.low[k] in ("a", "an") else k
    share = {"half": 0.5, "quarter": 0.25}.get(t.low[k])
    if share is None or not isinstance(found.value, int | float) or t.low[k + 1] in lx.DASHES:
        return False
    found.value = tidy(found.value + share)
    found.last = found.after = k + 1
    return True


def _add_up(found: Amount, parts: list[tuple[Value, float, str]]) -> None:
    """In the smallest unit where it divides the others, else in the first; heights in feet and inches are in feet."""
    total = sum(value * size for value, size, _ in parts)
    smallest = parts[-1]
    divides = all(abs(size / smallest[1] - round(size / smallest[1])) < 1e-9 for _, size, _ in parts)
    of_feet = len(parts) == 2 and (parts[0][2], smallest[2]) == ("foot", "inch") and parts[0][0] < 7
    _, found.size, found.unit = parts[0] if of_feet or not divides else smallest
    found.value = tidy(total / found.size)


def _old(t: Tokens, found: Amount) -> None:
    """`42 years old`, `nine-month-old`, `six weeks of age`: the evidence of the unit takes in what makes it an age."""
    j = found.after
    k = j + 1 if t.low[j] in lx.DASHES else j
    if t.low[k] in ("old", "olds"):
        found.after = k + 1
    elif t.low[j] == "of" and t.low[j + 1] == "age":
        found.after = j + 2
    else:
        return
    found.kind = "age"
    found.evidence["unit"] = (found.evidence["unit"][0], t.end[found.after - 1])
