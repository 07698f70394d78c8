"""How sure a quotation is: its kind of attribution first, then what else has been seen to go wrong.

The figures are rounded shares of right answers (span and speaker) on news that nothing here was taken from.
"""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_set
from extract.quotes.attribution import Attribution, How
from extract.quotes.cues import Weight
from extract.quotes.noun_phrases import Phrase
from extract.quotes.passages import Passage
from extract.quotes.shapes import Shape
from extract.quotes.word_classes import DETERMINERS, PRONOUNS, RELATIVES, is_name_word
from store.model.fields import QuoteType

UNATTRIBUTED: Final = 0.3
CONTEXT: Final = 2.0
"""A factor for words that nothing attributes and whose speaker the context tells."""
_PLAIN: Final = word_set("said says told tells added wrote tweeted asked")
_SOURCES: Final = word_set("according reports reported reporting")
SOURCES: Final = 40
"""Tokens before a piece, and half as many after it, in which another source may be named."""
_PER_TOKEN: Final = 0.9975
"""The longer the sentence is before a piece, the more verbs it may hang on."""
FAR: Final = 12
"""Tokens between cue and piece."""

_HOW: Final[dict[How, float]] = {
    "after": 0.98,
    "inverted": 0.97,
    "before": 0.95,
    "later": 0.95,
    "according": 0.85,
    "colon": 0.8,
    "noun": 0.55,
    "byline": 0.85,
}
_WEIGHT: Final[dict[Weight, float]] = {"speaking": 1.0, "naming": 0.9, "weak": 0.68}


def of_attribution(
    passage: Passage, at: int, shape: Shape, attribution: Attribution, kind: QuoteType, *, own: bool = True
) -> float:
    """0-1 for a quotation by its first piece, at token `at`; `own` is False where a sentence before attributes it."""
    sure = _HOW[attribution.how] * _WEIGHT[attribution.weight]
    beside = attribution.how in ("after", "inverted")
    if attribution.speaker is None:
        sure *= 0.3
    else:
        sure *= _of_speaker(passage, attribution.speaker, attribution.weight)
    if not own:
        sure *= 0.8 if attribution.weight == "speaking" else 0.5
    if attribution.distance > FAR and not beside:
        sure *= 0.9
    if shape.title:
        sure *= 0.85
    capital = shape.first[:1].isupper()
    if capital != (kind == "direct"):
        sure *= 0.92  # a part with a capital may be a name, a whole without one a part
    if shape.end in "?!":
        sure *= 0.97
    if beside and shape.words < 4:
        sure *= 0.6 if shape.words == 1 else 0.87
    if attribution.how == "before" and own:
        sure *= _PER_TOKEN ** (at - passage.sentence_starts[passage.sentence[at]])
    if _names_another_source(passage, at, attribution):
        sure *= 0.75
    return sure * _of_cue(passage, attribution)


def _names_another_source(passage: Passage, at: int, attribution: Attribution) -> bool:
    """`Lund said, the Holt Herald reports`: whose words they are is open."""
    first, last = attribution.cue
    around = range(max(0, at - SOURCES), min(len(passage), at + SOURCES // 2))
    return any(passage.low[k] in _SOURCES for k in around if not first <= k <= last)


def _of_cue(passage: Passage, attribution: Attribution) -> float:
    """`said` and `told` leave no doubt, other verbs a little."""
    return 1.0 if passage.low[attribution.cue[0]] in _PLAIN else 0.97


def _of_speaker(passage: Passage, speaker: Phrase, weight: Weight) -> float:
    """Names are read best, relative pronouns worst."""
    low = passage.low[speaker[0]]
    if low in RELATIVES:
        return 0.62
    if is_name_word(passage.words[speaker[1]]) and low not in DETERMINERS:
        return 1.0 if speaker[0] < speaker[1] else 0.98
    if low in PRONOUNS:
        return 1.0 if weight == "speaking" else 0.82
    return 0.94 if weight == "speaking" else 0.78


def of_pieces(count: int, *, across: bool, closed: bool, beside: bool) -> float:
    """A factor for pieces put together: `across` paragraphs; `beside` where the attribution touches the quotation."""
    factor = 1.0 if closed else 0.7
    if across:
        factor *= 0.75
    if count > 2 and beside:
        factor *= 0.8
    return factor
