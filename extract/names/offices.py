"""Words of office and occupation, and what stands before them in a title; `roles` says where a role ends."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from extract.lexicon import word_list, word_set
from extract.names import gazetteer
from extract.names.vocabulary import BODIES

OFFICES: Final = word_list("offices")
"""Nouns of office and occupation; the tagger has learned with these."""

_MORE: Final = word_list("callings")
_NO_OFFICES: Final = word_list("not_offices")
_ALL: Final = (OFFICES | _MORE) - _NO_OFFICES
_IN_CAPITALS: Final = word_list("office_short_forms")

_CALLING_ENDS: Final = (
    "ologist", "ographer", "ician", "woman", "sman", "keeper", "maker", "worker", "holder", "master", "owner", "driver",
)  # fmt: skip

SHORT_TITLES: Final = word_set("gen sen rep gov lt col maj capt sgt cpl adm prof rev det insp supt cmdr")
"""Short forms of office, that may carry a full stop."""

MODIFIERS: Final = word_list("office_modifiers") | word_list("office_adjectives") | word_list("office_nouns")
"""Small-letter words that may stand before an office in a title."""

_MODIFIER_ENDS: Final = ("tion", "ment", "ity", "ship", "ance", "ence")
_PLURALS: Final = {"men": "man", "women": "woman", "people": "person", "ies": "y"}


@lru_cache(maxsize=4096)
def is_office(word: str) -> bool:
    if word in _IN_CAPITALS:
        return True
    low = word.lower().rstrip(".")
    if low in _ALL or low in SHORT_TITLES:
        return word not in ("major", "private")
    head = low.rpartition("-")[2]
    return head in _ALL or (len(low) > 6 and low.endswith(_CALLING_ENDS) and low not in _NO_OFFICES)


def singular(word: str) -> str:
    """The one office of which a word is the plural; empty where it is none: `senators`, `spokeswomen`."""
    if is_office(word):
        return ""
    for ending, one in _PLURALS.items():
        if word.endswith(ending) and is_office(word[: -len(ending)] + one):
            return word[: -len(ending)] + one
    return word[:-1] if word.endswith("s") and is_office(word[:-1]) else ""


@lru_cache(maxsize=4096)
def is_modifier(word: str) -> bool:
    low = word.lower().rstrip(".")
    return (
        low in MODIFIERS
        or low in BODIES
        or is_office(word)
        or (len(low) > 6 and low.endswith(_MODIFIER_ENDS) and low.islower())
        or gazetteer.names().get(gazetteer.fold(word)) == gazetteer.DEMONYM
        or (word[0].isupper() and gazetteer.fold(word) in gazetteer.places())
    )
