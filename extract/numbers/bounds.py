"""Words before and after a number that make it a bound or an approximation.

A word of these says which bound the number is: the least (`low`), the most (`high`), both (`exactly`), or none.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from extract.lexicon import word_set
from extract.numbers.tokens import Tokens


class Bound(NamedTuple):
    """Tokens `first` up to, not with, `last`, and which of the bounds the number becomes."""

    first: int
    last: int
    side: str


def _table(**sides: str) -> dict[tuple[str, ...], str]:
    return {tuple(phrase.split()): side for side, phrases in sides.items() for phrase in phrases.split(";")}


_BEFORE: Final = _table(
    none="""
        shortly after; shortly before; just after; just before; soon after;
        about; around; roughly; approximately; approx; approx .; circa; c .; ca .; an estimated; estimated;
        some; almost exactly; somewhere around; something like; in the region of; of the order of; on the order
        of; reportedly; ~; ≈; more or less; or so; perhaps; maybe; as much as about; close to; several; a few;
        many; in the neighborhood of; in the neighbourhood of; probably
    """,
    low="""
        as few as; as little as;
        at least; at a minimum; more than; over; above; no fewer than; no less than; not less than; not fewer
        than; upwards of; upward of; in excess of; just over; well over; just above; well above; far more than;
        slightly more than; much more than; many more than; greater than; larger than; bigger than; higher than;
        older than; longer than; exceeding; exceeds; exceeded; exceed; a minimum of; minimum of; a little over;
        slightly over; a little more than; just more than; well more than; north of; better than; >; ≥; > =; >
        or =; upwards to; not under; taller than; heavier than; at least about; at least some
    """,
    high="""
        up to; at most; no more than; not more than; fewer than; less than; under; below; nearly; almost; just
        under; just below; well under; well below; as many as; as much as;  no greater
        than; no higher than; smaller than; lower than; younger than; shorter than; a maximum of; maximum of;
        not quite; just short of; short of; virtually; slightly less than; slightly fewer than; a little less
        than; a little under; slightly under; far fewer than; far less than; much less than; nearly about; <; ≤;
        < =; cheaper than; lighter than; not over; not exceeding; not more than; up to about; up to some
    """,
    both="""
        exactly; precisely; equal to; equals to; equals; equaling to; equalling
    """,
)
PHRASES: Final = sorted((" ".join(words) for words in _BEFORE if all(map(str.isalpha, words))), key=len)
"""What people write before a number to say that it is a bound or an approximation."""
for _side, _words in (
    ("low", "older higher greater more bigger larger"),
    ("high", "younger lower fewer less smaller"),
):
    for _word in _words.split():
        for _phrase in ("{} than or equal to", "{} or equal to", "{} or equal than", "equal to or {} than"):
            _BEFORE[tuple(_phrase.format(_word).split())] = _side
_BEFORE["at", "least", "or", "equal", "to"] = "low"
_BEFORE["at", "most", "or", "equal", "to"] = "high"
_LONGEST: Final = max(map(len, _BEFORE))
_LAST_WORDS: Final = frozenset(phrase[-1] for phrase in _BEFORE)

_AFTER: Final = _table(
    none="""
        or so; or thereabouts; approximately; give or take; - ish; - odd; odd; more or less
    """,
    low="""
        or more; or greater; or higher; or above; or over; or older; or longer; and more; and above; and over;
        and up; or better; or larger; or upwards; plus; + ; - plus; at least
    """,
    high="""
        or less; or fewer; or under; or below; or younger; or lower; or smaller; at most; and under; at the most
    """,
)
_FIRST_WORDS: Final = frozenset(phrase[0] for phrase in _AFTER)
# `over three years` and `under two hours` more often say when than how many.
_DURING: Final = frozenset(("over", "above", "below", "under", "around"))
_COPULAS: Final = word_set(
    """
    is was are were be been being for lasted lasts took takes take last spent after well just in run runs ran can
    now
    """
)


def before(t: Tokens, i: int, kind: str) -> Bound | None:
    """The longest of the phrases that ends just before token `i`."""
    if t.low[i - 1] not in _LAST_WORDS or not t.low[i - 1]:
        return None
    for length in range(_LONGEST, 0, -1):
        words = tuple(t.low[i - length : i])
        side = _BEFORE.get(words)
        if side is None:
            continue
        if length == 1 and not _really(t, i - 1, kind):
            return None
        return Bound(i - length, i, side)
    return None


def _really(t: Tokens, k: int, kind: str) -> bool:
    word = t.low[k]
    if (
        kind == "duration"
        and word in _DURING
        and word != "around"
        and t.low[k - 1] not in _COPULAS
        and t.low[k - 1] != ""
    ):
        return False
    if word == "over" and (t.low[k - 1] in ("took", "take", "takes", "taken") and "ago" in t.low[k + 2 : k + 4]):
        return False
    if word == "over" and kind == "count" and _belongs_to_verb(t, k):
        return False
    if word == "about" and t.low[k - 1] in _ABOUT_SOMETHING and kind == "count":
        return False
    if word == "around" and t.low[k - 1] in ("turned", "all", "turn", "the"):
        return False
    if word in ("<", ">") and t.low[k - 1] == "=" and t.joined(k):
        return False
    return not (word in ("many", "several", "few", "maybe") and t.low[k - 1] in ("as", "too", "so", "how"))


def _belongs_to_verb(t: Tokens, k: int) -> bool:
    """`handed over 16 hostages`, `ran over two dogs`, `was jailed over 12 thefts`; not `won over 30 prizes`."""
    verb = t.low[k - 1]
    return verb in _WITH_OVER or (verb in _PUNISHED and t.low[k - 2] in ("was", "were", "been", "being"))


_WITH_OVER: Final = word_set(
    """
    hand hands handed handing turn turns turned turning take takes took taking taken sign signed knock knocks knocked
    knocking run runs ran running pull pulls pulled pulling hold held carry carried bring brought fly flies flew
    flying preside presides presided presiding rule ruled ruling argue argued argues arguing fight fought fighting
    clash clashed clashing row rowed fall fell watch watches watched watching control quarrelled feud
    """
)
_PUNISHED: Final = word_set(
    """
    arrested charged jailed fined sued questioned convicted sacked fired suspended investigated criticised criticized
    sentenced prosecuted detained held tried punished dismissed banned
    """
)
_ABOUT_SOMETHING: Final = word_set(
    """
    talk talks talked talking speak speaks spoke speaking think thinks thought thinking warn warned warning warns ask
    asked asking asks know knows knew worry worried worrying complain complained complaining complaints learn learned
    learning hear heard tell tells told telling write wrote written concerns concerned concern questions question
    information details story stories film book claims lied forget forgot
    """
)


def after(t: Tokens, j: int) -> Bound | None:
    """The longest of the phrases that begins at token `j`."""
    if t.low[j] not in _FIRST_WORDS or not t.low[j]:
        return None
    for length in (3, 2, 1):
        words = tuple(t.low[j : j + length])
        side = _AFTER.get(words)
        if side is None:
            continue
        if words in (("-", "odd"), ("-", "ish"), ("-", "plus"), ("+",)) and not t.joined(j):
            return None
        if words in (("plus",), ("odd",)) and t.low[j - 1] == "":
            return None
        return Bound(j, j + length, side)
    return None


def around(t: Tokens, first: int, last: int, after_unit: int, kind: str) -> Bound | None:
    """The phrase before tokens `first` to `last`, else after them; one that makes a bound comes first."""
    ahead = before(t, first, kind)
    if ahead and ahead.side != "none":
        return ahead
    return after(t, after_unit) or after(t, last) or ahead
