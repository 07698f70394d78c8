"""Words of office and occupation, and what stands before them in a title; `roles` says where a role ends."""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_list, word_set
from extract.names import gazetteer
from extract.names.vocabulary import BODIES

OFFICES: Final = word_list("offices")
"""Nouns of office and occupation."""

_CALLINGS: Final = word_list("callings")
"""More of them, which the tagger was not shown."""

_CALLING_ENDS: Final = (
    "ologist", "ographer", "ician", "woman", "sman", "keeper", "maker", "worker", "holder", "master", "owner", "driver",
)  # fmt: skip

SHORT_TITLES: Final = word_set("gen sen rep gov lt col maj capt sgt cpl adm prof rev det insp supt cmdr")
"""Short forms of office, that may carry a full stop."""

MODIFIERS: Final = word_list("office_modifiers")
"""Small-letter words that may stand before an office in a title."""

_MODIFIER_ENDS: Final = ("tion", "ment", "ity", "ship", "ance", "ence")


def is_office(word: str) -> bool:
    low = word.lower().rstrip(".")
    if low in OFFICES or low in SHORT_TITLES or low in _CALLINGS:
        return True
    head = low.rpartition("-")[2]
    return head in OFFICES or head in _CALLINGS or (len(low) > 6 and low.endswith(_CALLING_ENDS))


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
