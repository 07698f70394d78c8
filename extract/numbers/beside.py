"""What else a number may count, and what else may have happened: nouns and verbs of its own clause. Pure.

What the number does count is read in `counted` and `events`; this is for whoever corrects that reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from extract.lexicon import word_list, word_set
from extract.numbers import lexicon as lx
from extract.numbers import units
from extract.numbers.event_verbs import EVENTS, PRESENTS
from extract.numbers.nouns import DETERMINERS, Phrase, noun_run
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import PAD, Tokens
from extract.numbers.word_classes import FUNCTION_WORDS, NOUNS_IN_ING, VERBS, is_plural
from store.model.fields import Span


def nouns_beside(text: str, sentence: Span, numeral: Span, *, singular: bool) -> list[Span]:
    """Nouns that the numeral may count, those after it first, then the nearest before it.

    None of them is what something is in, at or through, an event, a time, or counted by a numeral of its own."""
    t = Tokens(text, *sentence)
    first, last = _clause(t, numeral)
    found = [t.span(*phrase) for phrase in _nouns(t, first, last, numeral, singular)]
    after = [span for span in found if span[0] >= numeral[1]]
    if not after and (word := _word_after(t, numeral)) is not None:
        after = [word]
    return after + [span for span in found if span[1] <= numeral[0]][::-1]


def verbs_beside(text: str, sentence: Span, numeral: Span) -> list[Span]:
    """Verbs that may say what happened to what is counted, the nearest first, those after it before the others."""
    t = Tokens(text, *sentence)
    first, last = _clause(t, numeral)
    found = [t.span(k, k + 1) for k in range(first, last) if t.low[k] in EVENTS - PRESENTS]
    return [span for span in found if span[0] >= numeral[1]] + [span for span in found if span[1] <= numeral[0]][::-1]


def complement(text: str, sentence: Span, noun: Span, *, singular: bool) -> Span | None:
    """The noun behind `of`: `shells` of `boxes of shells`."""
    t = Tokens(text, *sentence)
    k = next((k for k in range(PAD, t.size) if t.start[k] >= noun[1]), t.size)
    if t.low[k] != "of":
        return None
    k += 2 if t.low[k + 1] in DETERMINERS else 1
    phrase = noun_run(t, k, singular)
    return t.span(*phrase) if phrase and t.low[phrase[1] - 1] not in _TIMES else None


def _clause(t: Tokens, numeral: Span) -> tuple[int, int]:
    """The tokens around the numeral up to a mark or a word between clauses."""
    here = next((k for k in range(PAD, t.size) if t.start[k] >= numeral[0]), PAD)
    first = next((k + 1 for k in range(here - 1, PAD - 1, -1) if t.low[k] in _BETWEEN_CLAUSES), PAD)
    last = next((k for k in range(here, t.size) if t.low[k] in _BETWEEN_CLAUSES and t.start[k] >= numeral[1]), t.size)
    return first, last


_BETWEEN_CLAUSES: Final = frozenset('“”";:()—–') | word_set(
    "but while because although though whether if whereas when who whom which that said says"
)


def _nouns(t: Tokens, first: int, last: int, numeral: Span, singular: bool) -> Iterator[Phrase]:
    k = first
    while k < last:
        if t.low[k] in FUNCTION_WORDS or not t.low[k][:1].isalpha() or numeral[0] <= t.start[k] < numeral[1]:
            k += 1
            continue
        phrase = noun_run(t, k, singular)
        if phrase is None:
            k += 1
            continue
        if _may_be_counted(t, phrase) and not _is_of_another(t, k, numeral):
            yield phrase
        k = max(k + 1, phrase[1])


def _is_of_another(t: Tokens, k: int, numeral: Span) -> bool:
    """Whether the phrase at token `k` says where or when, or is counted by another numeral."""
    k -= 1
    while t.low[k] in DETERMINERS:
        k -= 1
    counts = is_digits(t.low[k]) or t.low[k] in lx.UNITS or t.low[k] in lx.TENS
    return t.low[k] in _PLACING or (counts and not numeral[0] <= t.start[k] < numeral[1])


_PLACING: Final = word_list("prepositions") - word_set("of like including than between among")


def _may_be_counted(t: Tokens, phrase: Phrase) -> bool:
    head = t.low[phrase[1] - 1]
    measures = head in units.WORDS or t.words[phrase[1] - 1] in units.SYMBOLS or head in ("percent", "cent")
    measures = measures or t.low[phrase[0]] == "percentage"
    happens = any(word in EVENTS and not is_plural(word) for word in (t.low[phrase[0]], head))
    acts = head.endswith("ing") and head not in NOUNS_IN_ING
    known = measures or happens or acts or head in _TIMES or head in VERBS or head in _ADVERBS
    return not known and (t.words[phrase[0]].islower() or is_plural(head))


_ADVERBS: Final = word_list("adverbs")
_TIMES: Final = frozenset(map(str.lower, word_list("calendar_names"))) | word_set(
    "morning mornings afternoon afternoons evening evenings night nights weekend weekends time times today season"
)


def _word_after(t: Tokens, numeral: Span) -> Span | None:
    """The one word right after it, which is a noun where the lists of English know it as nothing else."""
    k = next((k for k in range(PAD, t.size) if t.start[k] >= numeral[1]), t.size)
    low = t.low[k]
    other = low in FUNCTION_WORDS or low in VERBS or low.endswith(("ed", "ing", "ly"))
    return t.span(k, k + 1) if low.isalpha() and not other and _may_be_counted(t, (k, k + 1)) else None
