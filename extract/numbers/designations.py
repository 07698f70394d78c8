"""Numbers that name rather than count: of models, roads, laws, houses, postal districts, and in set phrases.

A table of small rules; each says yes to one sort of name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from extract.lexicon import word_list, word_set
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import FUNCTION_WORDS, VERBS, is_adjective, is_plural


def is_part_of_name(t: Tokens, found: Amount) -> bool:
    """`Boeing 737`, `F-16`, `Exit 12`, `section 10(b)`, `13190 Parkway Lane`, `ground zero`."""
    if t.joined(found.first) and t.low[found.first - 1][-1:].isalpha():
        return found.kind != "money"
    if t.low[found.first - 1] in lx.DASHES and t.low[found.first - 2] == "magnitude":
        return False
    return any(rule(t, found) for rule in _RULES)


def is_name_of_year(t: Tokens, first: int, last: int) -> bool:
    """Whether four digits that could be a year name a law or a work: `section 1983`, `the film “1931”`."""
    addressed = _names_street(t, last, last + 4)
    return t.low[first - 1] in _OF_LAW or addressed or _in_quotes(t, first, last)


_OF_LAW: Final = word_set("section sections article articles title clause paragraph flight room bill docket")


# What stands before


def _hyphened(t: Tokens, found: Amount) -> bool:
    """`F-16`, `COVID-19`, `scp-173`; `mid-40s` is none, and a long designation (`STS-133`) ends in a number."""
    i = found.first
    if t.low[i - 1] not in lx.DASHES:
        return False
    head = t.words[i - 2]
    if head.lower() == "covid":
        return True
    if not (t.joined(i) and t.joined(i - 1) and head[-1:].isalpha()):
        return False
    if not is_digits(t.low[i]):
        return head.lower() not in lx.STARTERS
    if head.lower() in ("mid", "pre", "post", "late", "early", "under", "over", "sub"):
        return False
    designates = t.joined(found.last) and t.low[found.last][:1].isalnum()
    return not head.isupper() or len(head) < 3 or designates or found.kind != "count"


def _named(t: Tokens, found: Amount) -> bool:
    """`Boeing 737`, `Exits 3 and 4`, `section 10(b)`, `title 42`; not `bill 12 clients`."""
    lettered = t.low[found.first + 1] == "(" and t.joined(found.first + 1)  # of `10(b)` the letter is no unit
    return (found.kind == "count" or lettered) and is_digits(t.low[found.first]) and _after_namer(t, found.first)


_NAMERS: Final = word_list("namers")
_IN_CAPITALS: Final = word_set("house building train stand plot map mark model tower pixel vega camp pool hall")
_LISTING: Final = frozenset(("and", "or", ",", "&", "to"))
_ALWAYS: Final = word_list("namers_always")
"""Those that are no verb and count nothing, whatever follows."""


def _after_namer(t: Tokens, i: int) -> bool:
    k = i - 1
    while (
        (t.low[k] in ("and", "or", ",", "&", "to") or t.low[k] in lx.DASHES) and is_digits(t.low[k - 1]) and k > i - 9
    ):
        k -= 2
    if t.low[k] == "." and t.joined(k) and t.low[k - 1] in _NAMERS:
        k -= 1
    low = t.low[k]
    if low in _ALWAYS:
        return True
    named = low in _NAMERS or low.removesuffix("s") in _NAMERS or (low in _IN_CAPITALS and t.words[k][0].isupper())
    if not named:
        return False
    following = t.low[i + 1]
    counts = is_plural(following) and following not in VERBS
    if t.words[k][0].isupper():
        return not counts or t.low[k - 1] not in ("", ".", "“", '"')
    doing = t.low[k - 1] in ("to", "will", "would", "could", "can", "they", "we", "")
    ends = not following.isalpha() or following in FUNCTION_WORDS or following in VERBS
    return ends and not doing


def _on_street(t: Tokens, found: Amount) -> bool:
    """`11th Street`, `Fifth Avenue`, `13190 Parkway Lane`, `221 Baker St.`; not `200 Wall Street bankers`."""
    if found.kind not in ("ordinal", "count", "date") or (found.kind == "count" and found.form != "digits"):
        return False
    if found.kind == "ordinal":
        return t.words[found.last][:1].isupper() and t.low[found.last] in _STREETS
    return _names_street(t, found.last, found.last + 5)


def _names_street(t: Tokens, first: int, last: int) -> bool:
    """Whether capitals from token `first` on end in a word such as `Lane`, and count no people of that street."""
    for k in range(first, last):
        word = t.words[k]
        part = k > first and (word in ("'", "’", "-", ".") or word[:1].isdigit())
        if not (word[:1].isupper() or part):
            return False
        if t.low[k] in _STREETS and k > first:
            following = t.words[k + 1]
            return not (is_plural(following.lower()) and following.islower())
    return False


_STREETS: Final = word_list("street_nouns")


def _of_block(t: Tokens, found: Amount) -> bool:
    """`the 5500 block of Main Street`."""
    return t.low[found.last] == "block" and t.low[found.last + 1] == "of" and t.words[found.last + 2][:1].isupper()


def _postal(t: Tokens, found: Amount) -> bool:
    """`Brooklyn, NY 11201`, `N.J. 08759`."""
    i = found.first
    word, state = t.words[i], t.words[i - 1]
    if len(word) != 5 or not word.isdigit():
        return False
    return (len(state) == 2 and state.isupper()) or (
        state == "." and t.words[i - 2].isupper() and len(t.words[i - 2]) == 1
    )


def _of_works(t: Tokens, found: Amount) -> bool:
    """`the No. 3 Reactor`, a name; not `the No. 2 seed`, `the No. 2 Republican`."""
    i, following = found.first, t.words[found.last]
    shortened = t.low[i - 1] == "." and t.low[i - 2] in ("no", "nos") and is_digits(t.low[i])
    return (
        shortened and following[:1].isupper() and following.isalpha() and not is_adjective(following, following.lower())
    )


def _of_generation(t: Tokens, found: Amount) -> bool:
    """`5G networks`, `a 4K screen`."""
    i = found.first
    joined = t.joined(i + 1) and len(t.low[i]) == 1 and found.last == i + 2
    return joined and (t.words[i + 1] == "G" or (t.words[i + 1] == "K" and t.low[i + 2] in _SCREENS))


_SCREENS: Final = word_set("screen screens tv tvs television televisions video videos resolution display ultra film")


def _slashed(t: Tokens, found: Amount) -> bool:
    i, j = found.first, found.last
    before = t.low[i - 1] == "/" and t.joined(i)
    return before or (t.low[j] == "/" and t.joined(j) and t.joined(j + 1) and is_digits(t.low[j + 1]))


def _is_jet(t: Tokens, found: Amount) -> bool:
    """`a 737 Max`, `747 jets`."""
    return _JETLINER.fullmatch(t.low[found.first]) is not None and t.low[found.last] in _JETS


_JETLINER: Final = re.compile("7[0-9]7")
_JETS: Final = word_set("max jet jets jetliner jetliners plane planes aircraft dreamliner airliner airliners")


def _in_capitals(t: Tokens, found: Amount) -> bool:
    """`the Big Ten`, `Ocean's Eleven`, `the Ninth Circuit`: a capital in mid-sentence beside another."""
    i = found.first
    word, before, following = t.words[i], t.words[i - 1], t.words[found.last]
    if not word[0].isupper() or word.isupper() or not before[-1:].isalpha() or not t.same_line(i):
        return False
    if found.kind == "ordinal":
        return (
            t.low[i - 1] == "the"
            and before.islower()
            and following[:1].isupper()
            and following.lower() not in lx.MONTHS
        )
    return found.kind == "count" and (before[0].isupper() or (following[:1].isupper() and before[0].islower()))


def _in_title(t: Tokens, found: Amount) -> bool:
    """`the film “1931”`: a work's whole title."""
    return found.form == "digits" and found.last == found.first + 1 and _in_quotes(t, found.first, found.last)


def _in_quotes(t: Tokens, i: int, j: int) -> bool:
    opened = t.low[i - 1] in ("“", '"', "‘", "'") and t.joined(i)
    closed = t.low[j] in ("”", '"', "’", "'", ",") and t.joined(j)
    return opened and closed and not _WORKS.isdisjoint(t.low[max(0, i - 9) : i])


_WORKS: Final = word_set(
    """
    film films movie movies novel book books song songs album albums play musical series show drama thriller comedy
    documentary hit single titled called epic sequel game starred starring directed wrote painting poem
    """
)


# Set phrases


def _in_phrase(t: Tokens, found: Amount) -> bool:
    """`ground zero`, `first responders`, `the million dollar question`, `ring 112`, `a Group of 7 meeting`."""
    i, j = found.first, found.last
    before = (t.low[i - 2], t.low[i - 1])
    called = before[1] in _CALLING or (before[1] == "to" and before[0] in _CALLING)
    if called and t.low[i] in _HELPLINES and not is_plural(t.low[j]):
        return True
    if before == ("group", "of") and t.words[i - 2][0] == "G" and not is_plural(t.low[j]):
        return True
    if before in _NAMES_BEFORE or (t.low[j - 1], t.low[j]) in _NAMES_AFTER or (before[1], t.low[i]) in _IDIOMS:
        return True
    k = j + 1 if t.low[j] == "-" else j
    return found.kind != "ordinal" and t.low[j - 1] == "million" and (t.low[k], t.low[k + 1]) == ("dollar", "question")


_NAMES_BEFORE: Final = frozenset((("world", "war"), ("&", "p")))
_IDIOMS: Final = frozenset(
    (("ground", "zero"), ("patient", "zero"), ("year", "zero"), ("square", "one"), ("cloud", "nine"), ("at", "first"))
)
_AFTER_ORDINAL: Final = {
    "first": "nation nations officer mate minister sergeant secretary responder responders lady ladies gentleman aid "
    "refusal amendment",
    "second": "officer mate lieutenant secretary nature thought thoughts wind fiddle amendment",
    "third": "officer mate secretary party parties world reich degree",
    "fourth": "estate amendment",
    "fifth": "column amendment",
    "sixth": "form former formers sense",
    "seventh": "heaven",
    "eleventh": "hour",
    "zero": "- tolerance hour",
}
_NAMES_AFTER: Final = frozenset((word, after) for word, afters in _AFTER_ORDINAL.items() for after in afters.split())
_CALLING: Final = word_set("ring rang dial dials dialled dialed phone phoned call calls called calling")
_HELPLINES: Final = frozenset(("000", "101", "111", "112", "911", "988", "999"))

_RULES: Final[tuple[Callable[[Tokens, Amount], bool], ...]] = (
    _hyphened,
    _named,
    _slashed,
    _is_jet,
    _in_capitals,
    _on_street,
    _of_block,
    _postal,
    _of_generation,
    _of_works,
    _in_title,
    _in_phrase,
)
