"""Word classes that a noun phrase is cut by, without a tagger: closed lists and endings.

Good enough for what follows a numeral in news; nothing here claims to be a dictionary.
"""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_list, word_set

FUNCTION_WORDS: Final = word_list("function_words")
# Verbs that may follow a noun in news and could be taken for one more noun.
VERBS: Final = word_list("verbs_after_nouns")
IRREGULAR_PLURALS: Final = word_list("irregular_plurals")
NOT_PLURAL: Final = word_list("not_plural")
_ADJECTIVES: Final = word_list("adjectives") - word_set("right left wanted")
_ADJECTIVE_ENDINGS: Final = (
    "ous", "ful", "less", "able", "ible", "ish", "al", "ic", "ive", "ary", "ular", "ern", "ese", "est",
)  # fmt: skip
_NOUNS_DESPITE_ENDING: Final = word_list("nouns_like_adjectives")
# Endings in -ing of nouns that stand before other nouns or alone.
NOUNS_IN_ING: Final = word_list("nouns_in_ing")
DEMONYM_ENDINGS: Final = ("ian", "ean", "ese", "ish", "ani", "ch", "ican", "eli", "aqi", "meni", "eek")


_DEMONYMS: Final = word_list("demonyms")


def is_demonym(word: str, low: str) -> bool:
    """`Israeli`, `Thai`, `Muslim`: who somebody is by land or faith."""
    return word[:1].isupper() and (low in _DEMONYMS or low.endswith(DEMONYM_ENDINGS))


def is_plural(low: str) -> bool:
    if low in IRREGULAR_PLURALS:
        return True
    if len(low) < 4 or low in NOT_PLURAL:
        return low in ("men", "mps", "ngos", "pcs", "tvs", "cds")
    if low[-1] == "s":
        return low[-2] not in "s'’" and not low.endswith(("us", "sis"))
    return low.endswith(("men", "women", "children", "people", "folk"))


def is_adjective(word: str, low: str) -> bool:
    """By list, ending, or as a capitalised demonym (`Israeli`, `French`)."""
    if low in _ADJECTIVES:
        return True
    if low in _NOUNS_DESPITE_ENDING:
        return False
    if is_demonym(word, low):
        return True
    return low.endswith(_ADJECTIVE_ENDINGS) or (low.endswith("ed") and len(low) > 4 and low[-3] != "e")


# What happens to people rather than things: an elided noun is then that of an earlier count of people.
PERSONAL: Final = word_list("personal_events")
_PEOPLE: Final = word_list("nouns_of_people")
_PERSONAL_ENDINGS: Final = ("ers", "ors", "ists", "ians", "men", "women", "ees")
_IMPERSONAL: Final = word_list("nouns_like_people")


def is_of_people(low: str) -> bool:
    """Whether a noun is of people: by list, or by the ending of those who do something."""
    return low in _PEOPLE or (low.endswith(_PERSONAL_ENDINGS) and low not in _IMPERSONAL)


AUXILIARIES: Final = word_list("event_auxiliaries") - word_set("in to critical that")
NOT_EVENTS: Final = word_list("not_events")
