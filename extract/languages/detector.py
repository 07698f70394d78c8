"""Whether a text is in English, by its function words and its letters, and what other language it looks to be in.

A text is English until its words say otherwise: one of a few names and figures is read by English rules. What is found
in another language is for `extract.languages.anywhere`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from extract.lexicon import ANY, word_list, word_set

_ENGLISH: Final = word_list("english_words") | word_list("never_in_titles")
_OTHERS: Final = word_list("words_of_other_languages", ANY)
_COMMONEST: Final = {
    "French": "le la les des du un une et est dans pour que qui sur pas ne avec il elle au aux ce cette ont été mais",
    "Spanish": "el los las del un una y es en por que con para no su se lo al como más pero fue ha este esta",
    "Portuguese": "o os as do da dos das um uma e em no na por que com para não se ao mais foi é são pelo sua",
    "Italian": "il gli le di del della dei una un e è in per che con non si da al alla nel sono ha più come",
    "German": "der die das und ist in den dem des ein eine mit für auf nicht von zu im sich auch als wird hat bei",
    "Dutch": "de het een en van is in op te dat die voor met niet zijn aan ook bij heeft door naar uit werd over",
    "Swedish": "och att det som en på är av för med den till inte har om ett men var jag sig från så kan",
    "Polish": "na się nie do że to jest po jak za od przez dla są przed tym który oraz",
    "Turkish": "ve bir bu da de için ile olarak çok olan daha sonra kadar gibi en ise ne var",
    "Indonesian": "yang dan di dari untuk dengan pada ini itu dalam akan tidak juga oleh ke telah adalah",
}
_SETS: Final = {language: word_set(words) for language, words in _COMMONEST.items()}
_NAMED_FROM: Final = 0.07
"""The least share of a language's commonest words at which its name is said: inflected ones have few."""

LANGUAGE: Final = "language"
"""The key of suggestions under which stands what a text that is not English looks to be in."""

_UNNAMED: Final = "not English"
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH_LOOK: Final = re.compile(
    r"(?:ing|ed|ly|tions?|ers?|ness|ght|ck|th|sh|ch|ts|ies)$|^(?:wh|th|sh)|ou|ea|oo|ee|ay|ow"
)
_LOOKED_AT: Final = 1200
"""Code points that are enough for a text whose words are plainly English."""
_AT_MOST: Final = 4000
_PLAINLY: Final = 0.2
"""The share of English function words among words in small letters: 0.21 and more in English news, 0.16 and less in
324 other languages."""
_FEWEST: Final = 40
_UNKNOWN: Final = -0.5
"""The weight of a word that is known of no language."""
_BOUNDARY: Final = -2.0
_REPEATS: Final = 2
"""How often one word counts: a table has the same word in each row."""
_MANY: Final = 12
_OF_FEW: Final = -4.0
"""The boundary for so few words, none of which is known of another language: some English is a list of nouns."""
_LETTERS: Final = 10
"""Letters that show a script."""


def other_language(text: str) -> str:
    """`French`, or `not English` for a language or script without a name here; empty for English and unclear texts."""
    words = [word for word in _WORD.findall(text[:_LOOKED_AT]) if word.islower()]
    if len(words) >= _FEWEST and _share(words, _ENGLISH) >= _PLAINLY:
        return ""
    found = _WORD.findall(text[:_AT_MOST])
    letters = "".join(found)
    if 2 * sum(map(_is_latin, letters)) < len(letters):
        return _UNNAMED if len(letters) >= _LETTERS else ""
    words = [word for word in found if word.islower()]
    weights = {word: _weight(word) for word in words}
    if not weights:
        return ""
    is_clear = min(weights.values()) < _UNKNOWN or len(weights) > _MANY
    counted = Counter(words)
    if sum(weight * min(counted[word], _REPEATS) for word, weight in weights.items()) >= (
        _BOUNDARY if is_clear else _OF_FEW
    ):
        return ""
    small = [word.lower() for word in found]
    likely = max(_SETS, key=lambda name: _share(small, _SETS[name]))
    return likely if _share(small, _SETS[likely]) > _NAMED_FROM else _UNNAMED


def _share(words: list[str], known: frozenset[str]) -> float:
    return sum(map(known.__contains__, words)) / len(words)


def _is_latin(char: str) -> bool:
    return char < "ɐ" or "Ḁ" <= char <= "ỿ"


def _weight(word: str) -> float:
    """How much a word in small letters speaks for English."""
    if word in _ENGLISH:
        return 2.6
    if not word.isascii() and "’" not in word:
        return -2.5
    if word in _OTHERS:
        return -1.5
    return 0.3 if len(word) > len("the") and _ENGLISH_LOOK.search(word) else _UNKNOWN


def warning(text: str) -> str:
    """`looks French; …`; empty if there is nothing to warn of."""
    language = other_language(text)
    if not language:
        return ""
    looks = "does not look English" if language == _UNNAMED else f"looks {language}"
    return f"{looks}; Stet's own extractor finds only well-known names, figures and quoted words in it"
