"""Words in quotation marks that nobody said: titles of works, nicknames, terms, what posters read.

`RULES` is a table; a piece that one of them holds of is no quotation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from extract.lexicon import word_list, word_set
from extract.quotes.attribution import Attribution
from extract.quotes.cues import NOUNS
from extract.quotes.noun_phrases import Phrase
from extract.quotes.passages import QUOTED, Passage
from extract.quotes.phrase_names import head_of
from extract.quotes.shapes import Shape
from extract.quotes.word_classes import (
    ALONE,
    BODIES,
    CLITICS,
    DASHES,
    DETERMINERS,
    NOT_IN_PHRASE,
    PEOPLE,
    PLURALS,
    PRONOUNS,
    is_adverb,
)

_WORKS: Final = word_list("nouns_of_works")
_SIGNS: Final = word_list("nouns_of_signs")
_GROUPS: Final = word_set("crowd audience public family couple jury staff crew choir band")
_SPEAKERS: Final = PRONOUNS | ALONE | PLURALS | PEOPLE | BODIES | DETERMINERS | _GROUPS
_TERMS: Final = word_set(
    "word term letter letters acronym abbreviation surname name names nickname moniker alias pseudonym penname codename"
)
_BEFORE_TITLE: Final = word_set("in on of to with for from at by including like includes include than and or")
_NAMED: Final = word_set("nicknamed titled entitled named codenamed subtitled christened")
_BEING: Final = word_set("is are was were be been being")
_GLOSSED: Final = word_set("so-called means meaning meant symbolise symbolises symbolize symbolizes signify signifies")
_WRITTEN: Final = word_set("reading read reads saying said says bearing with that which declaring proclaiming")
_BESIDE: Final = frozenset({"after", "inverted", "later", "according"})
_CAPTIONS: Final = word_set("message words slogan caption inscription legend")
GLOSS: Final = 5
"""A gloss has no more words."""

Rule = Callable[[Passage, int, Shape, Attribution | None], bool]


def is_no_quotation(passage: Passage, at: int, shape: Shape, attribution: Attribution | None) -> bool:
    return any(rule(passage, at, shape, attribution) for rule in RULES)


def nickname(_text: Passage, _at: int, shape: Shape, _: Attribution | None) -> bool:
    """`Robert “Buddy” Lund`."""
    return shape.nickname


def turn(_text: Passage, _at: int, shape: Shape, _: Attribution | None) -> bool:
    """`“SMITH: Well …`, a transcript's turn with its label inside."""
    return shape.turn


def gloss(text: Passage, at: int, shape: Shape, _: Attribution | None) -> bool:
    """`the so-called “peace train”`, `which means “big water”`, `symbolises “first love”`."""
    which = text.word(at - 2) in ("which", "that")
    return text.word(at - 1) in _GLOSSED and (which or shape.words <= GLOSS)


def work(text: Passage, at: int, shape: Shape, _: Attribution | None) -> bool:
    """`her novel, “The Long Rain,”`, `the films “Rain” and “Snow”`."""
    mark = text.word(at - 1)
    before = text.word(at - 2) if mark == "," or mark in DASHES or mark == "(" else mark
    return shape.title and (before in _WORKS or before.rstrip("s") in _WORKS)


def term(text: Passage, at: int, shape: Shape, _: Attribution | None) -> bool:
    """`the word “and”`, `goes by the name “Shorty”`, `under the alias “Mole”`."""
    return text.word(at - 1) in _TERMS and shape.words <= GLOSS


def named(text: Passage, at: int, shape: Shape, _: Attribution | None) -> bool:
    """`nicknamed “Shorty”`, `a paper titled “Rain”`, `better known as “Chico”`, `is called “Garum”`."""
    before = text.word(at - 1)
    if before in _NAMED:
        return True
    if before == "as" and (text.word(at - 2) in ("known", "aka", "billed") or text.word(at - 3) == "referred"):
        return shape.words <= GLOSS
    if text.word(at - 1) not in DASHES and shape.title and shape.words <= 2:  # fans who call the club “The Gulls”
        called = next((k for k in range(at - 1, max(-1, at - 6), -1) if text.low[k] == "call"), -1)
        if called > 0 and text.sentence[called] == text.sentence[at] and text.word(called - 1) != "to":
            return True
    helper = text.word(at - 3) if is_adverb(text.word(at - 2)) else text.word(at - 2)
    passive = before == "called" and helper in _BEING
    return passive and shape.words <= 2 and text.word(at + 1) != "by"


def on_a_sign(text: Passage, at: int, _shape: Shape, _: Attribution | None) -> bool:
    """`a banner that read “No”`, `held up signs saying “No”`, `a shirt with the words “No”`."""
    sentence = text.sentence[at]
    captioned = text.word(at - 1) in _CAPTIONS and "with" in text.low[max(0, at - 4) : at]
    for k in range(at - 1, max(-1, at - (40 if captioned else 14)), -1):
        if text.sentence[k] != sentence or text.words[k] == QUOTED:
            return False
        if text.low[k] in _SIGNS:
            return any(word in _WRITTEN for word in text.low[k + 1 : at])
    return False


def heading(text: Passage, at: int, _shape: Shape, _: Attribution | None) -> bool:
    """`Re “Tunnel proves costly,” Page A8`: what a letter to the editor answers."""
    back = at - 1 - (text.word(at - 1) in (".", ":"))
    after = at + 1 + (text.word(at + 1) in (",", "("))
    return text.word(back) in ("re", "regarding") or text.word(after) in ("page", "pages", "p")


def title(text: Passage, at: int, shape: Shape, attribution: Attribution | None) -> bool:
    """`starred in “The Long Rain”`, `on the radio’s “Night Desk,”`: capitals, and no verb beside that speaks."""
    if not shape.title or shape.words > 10 or (shape.end in "?!" and (shape.words > 3 or shape.leads)):
        return False
    if attribution is not None and attribution.distance == 1 and attribution.how in ("before", "noun", "colon"):
        return attribution.weight == "weak" and text.word(at - 1) in _BEFORE_TITLE
    before = text.word(at - 1)
    if before == "," or before in DASHES:
        return text.word(at - 2) in _BEFORE_TITLE
    if before == "of" and text.word(at - 2) in NOUNS:
        return False  # chants of “Up Holt”
    return before in CLITICS or (before in _BEFORE_TITLE and not shape.leads)


def modifier(text: Passage, at: int, shape: Shape, attribution: Attribution | None) -> bool:
    """`“Lady Grey” star Ada Lund said`, `its “Night Desk” programme`: a title before a noun."""
    following = text.words[at + 1] if at + 1 < len(text) else ""
    low = following.lower()
    if not shape.title or shape.end in ",.?!…" or shape.words > 6 or not following[:1].islower():
        return False
    if low in NOT_IN_PHRASE or low in DETERMINERS or (attribution is not None and attribution.how == "inverted"):
        return False
    speaks = attribution is not None and attribution.how == "before" and attribution.weight != "weak"
    return not speaks and (shape.leads or text.word(at - 1) in DETERMINERS)


def capitalised(text: Passage, at: int, shape: Shape, attribution: Attribution | None) -> bool:
    """`the “Fresh Start Policy”, she said`: a name in marks, after an article, that the cue does not govern."""
    if not shape.title or shape.words < 2 or shape.end in ".?!…" or text.word(at - 1) not in DETERMINERS:
        return False
    return attribution is None or attribution.speaker is None or attribution.how in _BESIDE


def of_a_thing(text: Passage, _at: int, shape: Shape, attribution: Attribution | None) -> bool:
    """`the pact, signed with the “New Holt Party”, names a day`: a name, and a thing that need not say anything."""
    if not shape.title or shape.end in ".?!…" or attribution is None:
        return False
    return attribution.weight == "weak" and attribution.speaker is not None and _is_thing(text, attribution.speaker)


def _is_thing(text: Passage, phrase: Phrase) -> bool:
    """No name, pronoun, body or word for people; plurals, which are mostly people, neither."""
    head = head_of(text, phrase)
    if head in ("which", "that"):
        return True
    if head in _SPEAKERS or head.endswith(("s", "er", "or", "ist", "man", "woman", "person")):
        return False
    first = phrase[0] + (text.low[phrase[0]] in DETERMINERS)
    return all(word.islower() for word in text.words[first : phrase[1] + 1] if word[0].isalpha())


RULES: Final[tuple[Rule, ...]] = (
    nickname,
    turn,
    gloss,
    work,
    term,
    named,
    on_a_sign,
    heading,
    title,
    modifier,
    capitalised,
    of_a_thing,
)
