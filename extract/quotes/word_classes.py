"""Closed classes of words, in lower case: what can and cannot stand in a noun phrase, offices, bodies, adverbs."""

from __future__ import annotations

from typing import Final

from extract.words import TITLES, word_set

PRONOUNS: Final = word_set("he she they it we i you who which everyone nobody somebody someone others")
RELATIVES: Final = frozenset({"who", "which", "that"})
POSSESSIVES: Final = word_set("his her their its our my your")
DETERMINERS: Final = POSSESSIVES | word_set("the a an this that these those another each every no any")
ARTICLES: Final = word_set("the a an this another his her their its")
ALONE: Final = word_set("another some many most both several few others one two")
"""Words that are a phrase by themselves: `another tweeted`."""
CLITICS: Final = frozenset({"'s", "’s", "'S", "’S"})
DASHES: Final = word_set("— – - -- --- ―")

AUXILIARIES: Final = word_set(
    """
    is are was were be been being has have had having do does did will would can could may might must shall should
    's ’s 'd ’d 've ’ve 'll ’ll 're ’re 'm ’m isn't wasn't doesn't didn't don't won't wouldn't isn’t wasn’t doesn’t
    didn’t don’t hasn't haven't hadn't hasn’t haven’t hadn’t cannot can't can’t
    """
)
PREPOSITIONS: Final = word_set(
    """
    of in on at to for from with by about against after before during since until till over under between among
    through across into onto upon within without behind beyond beside besides near around along alongside amid
    amidst despite throughout versus toward towards via per off out up down than like unlike as except following
    regarding concerning because while when whenever where wherever although though if unless whether once how why
    what whose whom so
    """
)
CONJUNCTIONS: Final = word_set("and but or nor yet plus")
DAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday")
TIMES: Final = DAYS | word_set(
    """
    today tonight yesterday tomorrow earlier later ago recently early late now then
    """
)
ADVERBS: Final = word_set(
    """
    also then later now again once still just even only never always often soon too already instead however
    therefore thus likewise meanwhile further furthermore earlier recently simply sometimes twice repeatedly first
    last next perhaps maybe not back there here reportedly allegedly famously ever rather quite both all afterward
    afterwards herself himself themselves itself previously separately ultimately eventually finally
    """
)
NOT_IN_PHRASE: Final = (
    PREPOSITIONS
    | CONJUNCTIONS
    | (AUXILIARIES - CLITICS)
    | TIMES
    | PRONOUNS
    | RELATIVES
    | (ADVERBS - {"first", "last", "all", "both"})
)
NEVER_NOUNS: Final = word_set(
    """
    say tell write add argue insist believe think explain admit agree ask warn declare suggest announce acknowledge
    contend maintain allege assert recall concede stood took made went came got gave held kept led lost met paid ran
    sat sent spent won wore became brought built bought caught chose drew drove fell flew grew heard laid rose saw
    sold threw understood began
    """
)
"""Verb forms that end a phrase wherever they come."""
_ADVERBIAL_LY: Final = word_set(
    """
    family daily weekly monthly early italy july ally rally reply supply monopoly assembly elderly
    """
)

OFFICES: Final = TITLES | word_set(
    """
    president chancellor premier king queen prince princess pope sultan emir sheikh ayatollah imam rabbi minister
    secretary senator congressman congresswoman representative governor mayor judge justice general colonel
    lieutenant major captain sergeant corporal admiral commander marshal officer detective inspector chief director
    chairman chairwoman chair chairperson speaker leader whip spokesman spokeswoman spokesperson attorney prosecutor
    ambassador envoy commissioner counsel counselor adviser advisor strategist analyst economist professor pastor
    bishop archbishop cardinal father sister brother reverend sir dame lord lady baroness miss madam coach manager
    editor reporter correspondent columnist host anchor author actor actress singer comedian candidate nominee
    delegate councilman councilwoman assemblyman lawmaker delegate supervisor sheriff deputy trooper treasurer
    comptroller ceo cfo president-elect vice-president co-founder founder mr. mrs. ms. dr. commentator pollster
    uncle aunt ex-president
    """
)
QUALIFIERS: Final = word_set(
    """
    republican democratic democrat gop former then-president conservative liberal libertarian independent
    """
)
BODIES: Final = word_set(
    """
    ministry department committee council commission agency bureau office union party army navy force forces police
    court government parliament congress senate house board association federation league institute university
    school company corporation group bank fund foundation society news times post journal tribune herald press
    network campaign administration embassy service services center centre guard corps coalition alliance front
    movement authority authorities team club church hospital center report inc corp ltd co llc kremlin pentagon
    vatican intelligence security defense foreign affairs
    """
)
PARTICLES: Final = word_set("de da di del della dos du la le van von der den bin ibn al el ter ten e y abu")


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
