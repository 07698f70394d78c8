"""What looks like a number of the news and is none: phone numbers, versions, names, list markers, the pronoun `one`."""

from __future__ import annotations

import re
from typing import Final

from extract.lexicon import word_list, word_set
from extract.numbers import lexicon as lx
from extract.numbers import units
from extract.numbers.amount import Amount
from extract.numbers.event_verbs import PASTS
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import FUNCTION_WORDS, VERBS, is_plural
from store.model.fields import Span

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}|[@#]\w{1,64}")
_PHONE: Final = re.compile(
    r"\+[0-9]{1,3}[ -.(]{0,2}[0-9][0-9 ().-]{5,20}[0-9]|\(?[0-9]{3}\)?[ -.][0-9]{3}[-.][0-9]{4}(?![0-9])"
)

# `Boeing 737`, `Channel 4`, `Section 230`: the number is part of the name.
_NAMERS: Final = word_list("namers")
_PRONOUN_BEFORE: Final = word_list("pronoun_one_before")
_AFTER_PRONOUN: Final = word_list("pronoun_one_after")


_ORDERED: Final = word_set(
    """
    the a an his her its their our my your this that these those very each every no any in at of
    """
)
_NOMINAL_AFTER: Final = word_set("half place quarter few")
_ADVERBIAL_BEFORE: Final = word_set("was were is are be been had has have who he she they it we i you")


def masked(text: str, start: int, end: int) -> list[Span]:
    """Spans of web and mail addresses, handles and phone numbers."""
    found: list[Span] = []
    if any(sign in text[start:end] for sign in ("://", "www.", "@", "#")):
        found += [m.span() for m in _ADDRESS.finditer(text, start, end) if not m.group()[1:].isdigit()]
    found += [m.span() for m in _PHONE.finditer(text, start, end)]
    return found


def is_pronoun(t: Tokens, i: int) -> bool:
    """`one` at token `i` is no numeral: `no one`, `one of the`, `this one`, `one could`."""
    before, after = t.low[i - 1], t.low[i + 1]
    if after == "or" and (is_digits(t.low[i + 2]) or t.low[i + 2] in lx.UNITS):
        return False  # `one or two`
    if before in ("minus", "negative") or (after in units.WORDS and before not in ("every", "each", "any")):
        return False
    if before == "only" and t.low[i - 2] not in ("the", "an", "my") and _opens_noun(after):
        return False  # `only one question`
    if (before in _PRONOUN_BEFORE or before in lx.ORDINALS) and after not in lx.SCALES:
        return True
    if before == "and" and after in ("had", "for", "was", "in", "from", "at") and _counts_before(t, i):
        return False
    if before == "-" and t.joined(i) and t.low[i - 2] not in lx.TENS:
        return True
    if (
        after in ("-", "’", "'")
        and t.joined(i + 1)
        and t.low[i + 2] in ("s", "time", "off", "sided", "on", "liner", "liners", "to", "party", "size", "stop")
    ):
        return True
    if after in _AFTER_PRONOUN or after in ("one's", "by") or (after == "" and before != ""):
        return True
    return after in (".", ",", ";", ":", "?", "!", ")", "”", '"', "—", "–", "’") and before not in (
        "day",
        "number",
        "part",
        "least",
        "to",
        "phase",
    )


def _opens_noun(low: str) -> bool:
    return low.isalpha() and low not in FUNCTION_WORDS and low not in VERBS and low not in _AFTER_PRONOUN


def _counts_before(t: Tokens, i: int) -> bool:
    """`20 had no road and one had no land`: another number in the sentence, a little before token `i`."""
    for k in range(i - 2, i - 12, -1):
        if t.low[k] in (".", "!", "?", ""):
            return False
        if t.low[k].isdigit() or (t.low[k] in lx.UNITS and t.low[k] != "one"):
            return True
    return False


def is_adverb(t: Tokens, i: int) -> bool:
    """`first` at token `i` in the sense of initially, or of before all else; `Second,` of an enumeration."""
    before, after = t.low[i - 1], t.low[i + 1]
    if after == "," and (not before or not before[0].isalnum()):
        return True  # `Second, the law …`
    if t.low[i] != "first":
        return False
    if before in _ORDERED or before.endswith(("'s", "’s")) or after in lx.SCALES:
        return False
    if after in FUNCTION_WORDS or not after[:1].isalnum():
        return after not in _NOMINAL_AFTER or before in _ADVERBIAL_BEFORE
    return (after in VERBS or after in PASTS or (after.endswith("ed") and len(after) > 4)) and not is_plural(after)


def is_part_of_name(t: Tokens, found: Amount) -> bool:
    """`Boeing 737`, `F-16`, `COVID-19`, `Group of 7`, `v2.1`, `9/11`."""
    i, j = found.first, found.last
    before = t.low[i - 1]
    if t.joined(i) and before[-1:].isalpha():
        return found.kind != "money"
    if before in lx.DASHES and t.low[i - 2] == "covid":
        return True
    if before in lx.DASHES and t.low[i - 2] == "magnitude":
        return False
    if before in lx.DASHES and t.joined(i) and t.joined(i - 1) and t.low[i - 2][-1:].isalpha():
        return _hyphened_to(t, found, t.words[i - 2])
    named = found.kind == "count" and found.form == "digits" and before in _NAMERS
    if named and (before not in _NAMERS_IN_CAPITALS or t.words[i - 1][0].isupper()):
        return True
    slashed = before == "/" and t.joined(i)
    slashed = slashed or (t.low[j] == "/" and t.joined(j) and t.joined(j + 1) and is_digits(t.low[j + 1]))
    jetliner = _JETLINER.fullmatch(t.low[i]) is not None and t.low[j] in _JETS
    return slashed or jetliner or _in_capitals(t, found) or _is_known_name(t, i, j)


def _is_known_name(t: Tokens, i: int, j: int) -> bool:
    """Names that a number begins or ends, by the words around tokens `i` to `j`."""
    before = (t.low[i - 2], t.low[i - 1])
    if before[1] in _CALLING and t.low[i] in _HELPLINES and not is_plural(t.low[j]):
        return True  # `ring 112`
    bloc = before == ("group", "of") and t.words[i - 2][0] == "G" and not is_plural(t.low[j])
    return bloc or before in _NAMES_BEFORE or (t.low[i], t.low[j]) in _NAMES_AFTER


_NAMES_BEFORE: Final = frozenset((("world", "war"), ("&", "p")))
_NAMES_AFTER: Final = frozenset(
    [("zero", "-")]
    + [("first", name) for name in ("nation", "nations", "officer", "mate", "minister", "sergeant", "secretary")]
    + [("second", name) for name in ("officer", "mate", "lieutenant", "secretary")]
    + [("third", name) for name in ("officer", "mate", "secretary")]
)
_CALLING: Final = word_set("ring rang dial dials dialled dialed phone phoned call calls called calling")
_HELPLINES: Final = frozenset(("000", "101", "111", "112", "911", "988", "999"))
_NAMERS_IN_CAPITALS: Final = word_set("line box bus room gate platform schedule")


def _in_capitals(t: Tokens, found: Amount) -> bool:
    """`the Big Ten`, `Ocean's Eleven`: a capital in mid-sentence beside another."""
    i = found.first
    word, before, following = t.words[i], t.words[i - 1], t.words[found.last]
    if (
        found.kind != "count"
        or not word[0].isupper()
        or word.isupper()
        or not before[-1:].isalpha()
        or not t.same_line(i)
    ):
        return False
    return before[0].isupper() or (following[:1].isupper() and before[0].islower())


_JETLINER: Final = re.compile("7[0-9]7")
_JETS: Final = word_set("max jet jets jetliner jetliners plane planes aircraft dreamliner airliner airliners")


def _hyphened_to(t: Tokens, found: Amount, head: str) -> bool:
    """`F-16`, `COVID-19`, `scp-173 m` are names; `mid-40s` is none, and a long designation (`STS-133`) ends in one."""
    if not is_digits(t.low[found.first]):
        return head.lower() not in lx.STARTERS
    if head.lower() in ("mid", "pre", "post", "late", "early", "under", "over", "sub"):
        return False
    designates = t.joined(found.last) and t.low[found.last][:1].isalnum()
    return not head.isupper() or len(head) < 3 or head == "COVID" or designates or found.kind != "count"


def is_key(t: Tokens, found: Amount) -> bool:
    """Digits that run into letters or into more digits: serial numbers, codes, phone numbers."""
    j = found.last
    word = t.low[j]
    written = t.low[found.first]
    if j == found.first + 1 and len(written) > (4 if written[0] == "0" else 10) and written.isdigit():
        return True
    if found.form == "words" or found.form == "ordinal" or found.kind not in ("count",):
        return False
    if t.joined(j) and (word[:1].isalpha() or word == "_") and found.after == j and is_digits(t.low[j - 1]):
        return True
    if (word == ":" and t.joined(j) and t.joined(j + 1) and is_digits(t.low[j + 1])) or (
        t.low[found.first - 1] == ":" and t.joined(found.first) and is_digits(t.low[found.first - 2])
    ):
        return True
    if word in lx.DASHES and t.joined(j) and t.joined(j + 1):
        following = t.low[j + 1]
        if is_digits(following):
            return True
        return len(following) == 1 and following.isalpha()
    i = found.first
    return t.low[i - 1] in lx.DASHES and t.joined(i) and t.joined(i - 1) and is_digits(t.low[i - 2])


def is_list_marker(t: Tokens, found: Amount) -> bool:
    """`1.`, `2)` at the beginning of a line with text after it."""
    at_line_start = t.low[found.first - 1] == "" or not t.same_line(found.first)
    if not at_line_start or found.form != "digits" or found.last != found.first + 1 or found.kind != "count":
        return False
    return (
        t.low[found.last] in (".", ")")
        and t.joined(found.last)
        and t.low[found.last + 1][:1].isalpha()
        and t.same_line(found.last + 1)
    )
