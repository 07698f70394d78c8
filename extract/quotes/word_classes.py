"""Closed classes of words, in lower case: what can and cannot stand in a noun phrase, offices, bodies, adverbs."""

from __future__ import annotations

from typing import Final

from extract.lexicon import ANY, word_list, word_set
from extract.words import TITLES

PRONOUNS: Final = word_set("he she they it we i you who which everyone nobody somebody someone others")
RELATIVES: Final = frozenset({"who", "which", "that"})
POSSESSIVES: Final = word_set("his her their its our my your")
DETERMINERS: Final = POSSESSIVES | word_set("the a an this that these those another each every no any")
ARTICLES: Final = word_set("the a an this another his her their its")
ALONE: Final = word_set("another some many most both several few others one two")
"""Words that are a phrase by themselves: `another tweeted`."""
CLITICS: Final = frozenset({"'s", "’s", "'S", "’S", "'", "’"})
"""Of a possessive; the apostrophe alone after a plural."""
DASHES: Final = word_set("— – - -- --- ―")

AUXILIARIES: Final = word_list("quotes_auxiliaries")
PREPOSITIONS: Final = word_list("prepositions")
CONJUNCTIONS: Final = word_set("and but or nor yet plus")
DAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday")
TIMES: Final = DAYS | word_set(
    """
    today tonight yesterday tomorrow earlier later ago recently early late now then
    """
)
ADVERBS: Final = word_list("adverbs")
NOT_IN_PHRASE: Final = (
    PREPOSITIONS
    | CONJUNCTIONS
    | (AUXILIARIES - CLITICS)
    | TIMES
    | PRONOUNS
    | RELATIVES
    | (ADVERBS - {"first", "last", "all", "both"})
)
NEVER_NOUNS: Final = word_list("verbs_never_nouns")
"""Verb forms that end a phrase wherever they come."""
PASTS: Final = word_list("irregular_pasts")
"""Past tenses without -ed."""
_ADVERBIAL_LY: Final = word_set(
    """
    family daily weekly monthly early italy july ally rally reply supply monopoly assembly elderly
    """
)

OFFICES: Final = TITLES | word_list("speaker_offices")
PEOPLE: Final = OFFICES | word_list("nouns_of_somebody")
"""Words for a person by office or trade."""
QUALIFIERS: Final = word_set(
    """
    republican democratic democrat gop former then-president conservative liberal libertarian independent
    """
)
BODIES: Final = word_list("speaker_bodies")
PARTICLES: Final = (word_list("name_particles", ANY) - word_set("ad an as ash ben bint sub ul zu")) | word_set("e y")


PLURALS: Final = word_set(
    """
    they we i you who people police some many others men women most both two three several few
    """
)
SUBORDINATORS: Final = word_set(
    """
    that as while when because although though if since than where whether how why
    """
)


def is_name_word(word: str) -> bool:
    return word[:1].isupper() or word[:1] == "@"


def is_adverb(word: str) -> bool:
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in _ADVERBIAL_LY)
