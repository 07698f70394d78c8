"""Says which language a text looks to be in, where it is not English, by its commonest words and its letters.

Only to warn: the extractor's rules are English, and their answers about another language are not to be trusted. It does
not choose another extractor, and says nothing of a text that is short or mixed.
"""

from __future__ import annotations

import re
from typing import Final

_COMMONEST: Final = {
    "English": "the of and to in a is that for it as was with on by be at are this from has have had said he his not",
    "French": "le la les des du un une et est dans pour que qui sur pas ne avec il elle au aux ce cette ont été mais",
    "Spanish": "el los las del un una y es en por que con para no su se lo al como más pero fue ha este esta",
    "Portuguese": "o os as do da dos das um uma e em no na por que com para não se ao mais foi é são pelo sua",
    "Italian": "il gli le di del della dei un una e è in per che con non si da al alla nel sono ha più come",
    "German": "der die das und ist in den dem des ein eine mit für auf nicht von zu im sich auch als wird hat bei",
    "Dutch": "de het een en van is in op te dat die voor met niet zijn aan ook bij heeft door naar uit werd over",
    "Swedish": "och att det som en på är av för med den till inte har om ett men var jag sig från så kan",
    "Polish": "na się nie do że to jest po jak za od przez dla są przed tym który oraz",
    "Turkish": "ve bir bu da de için ile olarak çok olan daha sonra kadar gibi en ise ne var",
    "Indonesian": "yang dan di dari untuk dengan pada ini itu dalam akan tidak juga oleh ke telah adalah",
}
_SETS: Final = {language: frozenset(words.split()) for language, words in _COMMONEST.items()}
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_LOOKED_AT: Final = 20_000
"""Code points: more would tell no more."""
_FEWEST: Final = 40
"""Words: a caption or a table tells too little."""
_ENGLISH: Final = 0.12
"""The least share of English's commonest words in English news, tables of results aside: it is 0.2 to 0.4."""
_OTHER: Final = 0.07
"""The least share of another language's: inflected ones have few words that are very common."""


def other_language(text: str) -> str:
    """`French`, or `not English` if it is in other letters than Latin; empty for English, short or unclear texts."""
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    if len(words) < _FEWEST:
        letters = [char for char in text[:_LOOKED_AT] if char.isalpha()]
        return "" if len(letters) < 2 * _FEWEST or 2 * _latin(letters) > len(letters) else "not English"
    letters = [char for word in words for char in word]
    if 2 * _latin(letters) < len(letters):
        return "not English"
    shares = {name: sum(word in known for word in words) / len(words) for name, known in _SETS.items()}
    english = shares.pop("English")
    likely = max(shares, key=lambda name: shares[name])
    return likely if english < _ENGLISH and shares[likely] > max(_OTHER, 3 * english) else ""


def _latin(letters: list[str]) -> int:
    return sum(1 for char in letters if _LATIN.match(char))


def warning(text: str) -> str:
    """`looks French; fields are found by English rules`; empty if there is nothing to warn of."""
    language = other_language(text)
    return f"looks {language}; fields are found by English rules" if language else ""
