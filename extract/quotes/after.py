"""Attribution after a quoted piece: `“…,” he said`, `said Smith`, `according to Smith`, or later in the sentence."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from extract.lexicon import word_set
from extract.quotes.attribution import Attribution, with_role
from extract.quotes.cues import AMBIGUOUS, PHRASAL, TOLD, VERBS, Weight
from extract.quotes.noun_phrases import Phrase, read_right
from extract.quotes.passages import QUOTED, Passage
from extract.quotes.phrase_names import is_bare_office, name_in
from extract.quotes.subjects import quoted_source
from extract.quotes.verbs import before_verb, is_verb
from extract.quotes.word_classes import (
    AUXILIARIES,
    CLITICS,
    DASHES,
    PLURALS,
    PRONOUNS,
    RELATIVES,
    TIMES,
    is_adverb,
    is_name_word,
)

REACH: Final = 50
"""How many tokens after a piece a cue is looked for."""


def cue_after(passage: Passage, piece: int, end: str) -> Attribution | None:
    """`“…,” he said`, `“…,” said Smith`, `“…,” according to Smith`; after a full stop a sentence of its own."""
    at = piece + 1
    open_end = end in ",-—–?!…"
    if passage.word(at) == "(":  # “…” (laughter), he said
        closing = next((k for k in range(at, min(len(passage), at + 12)) if passage.words[k] == ")"), at - 1)
        at = closing + 1
    if passage.word(at) == "," or passage.word(at) in DASHES:
        open_end = True
        at += 1
    apart = end in ".?!…" and at == piece + 1 and _begins_sentence(passage, at)
    found = _clause(passage, at, piece, sure=open_end or end == ".")
    if found is None or (open_end and not apart):
        return found
    if found.weight != "speaking":
        return None
    last = max(found.cue[1], found.speaker[1] if found.speaker and found.how != "after" else 0)
    if end == "." or apart:
        plain = not _STATIVE.intersection(passage.low[at : found.cue[0]])
        return found if plain and _says_no_more(passage, found.cue[0], last + 1) else None
    return None if passage.word(last + 1) == "that" else found


def _begins_sentence(passage: Passage, at: int) -> bool:
    """`“Stop!” The man …`: a capital that is no name's."""
    return at < len(passage) and passage.words[at][0].isupper() and passage.low[at] in _BEGINNERS


def _says_no_more(passage: Passage, cue: int, at: int) -> bool:
    """`… told reporters on Monday.` to the end of the sentence: what was said stands in the quotation before it."""
    addressed = VERBS[passage.low[cue]].lemma in _ADDRESSING if passage.low[cue] in VERBS else False
    if addressed and (phrase := read_right(passage, at)):
        at = phrase[1] + 1
    low = passage.word(at)
    if low not in ("", ".", ",") and low not in _ADJUNCTS and low not in TIMES and not is_adverb(low):
        return False
    sentence = passage.sentence[cue]
    end = min(len(passage), at + REACH)
    while at < end and passage.sentence[at] == sentence and passage.low[at] not in _FREE:
        if passage.low[at] in AUXILIARIES or passage.low[at] == "that":
            return False
        at += 1
    return True


_STATIVE: Final = word_set("is are was were be been not never n't")
"""`He is not related to them`, `She was told` say nothing of the words before."""
_BEGINNERS: Final = word_set("the a an this that these those he she they it his her their its we our my one")
_ADDRESSING: Final = word_set("tell ask assure remind inform advise notify warn")
_ADJUNCTS: Final = word_set("of in on at during after before from via by to as with when while outside through over")
_FREE: Final = word_set("when while after before as who which because if")
"""What a clause of its own begins with, whose verbs are not the attribution's."""


def unverbed(passage: Passage, piece: int, end: str) -> Attribution | None:
    """`“…,” Ada Brandt, mayor of Holt.`: a name after the comma, and no verb to the end of the sentence."""
    at = piece + 1
    if passage.word(at) in (",", "("):
        at += 1
    elif end != ",":
        return None
    phrase = read_right(passage, at)
    if phrase is None or not is_name_word(passage.words[phrase[0]]) or passage.low[phrase[0]] in _BEGINNERS:
        return None
    speaker = name_in(passage, phrase)
    named = all(is_name_word(word) or word == "." for word in passage.words[speaker[0] : speaker[1] + 1])
    if not named or any(char.isdigit() for word in passage.words[at : phrase[1] + 1] for char in word):
        return None
    sentence = passage.sentence[phrase[0]]
    near = range(phrase[1] + 1, min(len(passage), phrase[1] + REACH))
    rest = [k for k in near if passage.sentence[k] == sentence]
    if rest and passage.words[rest[0]] not in (",", ".", "(", ")"):
        return None
    clause = next((n for n, k in enumerate(rest) if passage.low[k] in RELATIVES), len(rest))
    if any(_is_finite(passage, k) or passage.low[k] in AUXILIARIES - CLITICS for k in rest[:clause]):
        return None
    return Attribution("byline", (at, at), speaker, 1)


def byline(passage: Passage, dash: int) -> Attribution | None:
    """`“…” — Ada Brandt, mayor of Holt`: a dash, a name, and no verb to the end of the paragraph."""
    if passage.word(dash) not in DASHES or len(passage) - dash > 16:
        return None
    phrase = read_right(passage, dash + 1)
    if phrase is None or not is_name_word(passage.words[phrase[1]]) or not is_name_word(passage.words[dash + 1]):
        return None
    rest = range(phrase[1] + 1, len(passage))
    if passage.word(phrase[1] + 1) not in ("", ",", "(") or any(passage.words[at] in (".", QUOTED) for at in rest[:-1]):
        return None
    if any(_is_finite(passage, at) for at in rest):
        return None
    return Attribution("byline", (dash, dash), name_in(passage, phrase), 1)


def _clause(passage: Passage, at: int, piece: int, *, sure: bool) -> Attribution | None:
    """A clause of attribution that begins at `at`; where `sure`, an unknown verb will do."""
    if passage.word(at) == "as" and passage.word(at + 1) not in ("for", "to"):
        at += 1
    if passage.word(at) == "according" and passage.word(at + 1) == "to":
        phrase = read_right(passage, at + 2)
        speaker = name_in(passage, with_role(passage, phrase)) if phrase else None
        return Attribution("according", (at, at + 1), speaker, at - piece)
    verb = at
    while verb < len(passage) and (is_adverb(passage.low[verb]) or passage.low[verb] in AUXILIARIES):
        verb += 1
    if _is_finite(passage, verb):
        phrase = read_right(passage, verb + 1)
        if phrase and _can_follow(passage, verb, phrase, beside=sure):
            return Attribution("inverted", (verb, verb), name_in(passage, with_role(passage, phrase)), verb - piece)
        return None
    phrase = read_right(passage, at)
    if phrase is None or passage.low[phrase[0]] in RELATIVES:
        return None
    wide = with_role(passage, phrase)
    found = _cue_of(passage, wide, sure=sure)
    if found is None and wide != phrase:
        wide, found = phrase, _cue_of(passage, phrase, sure=sure)
    if found is None and phrase[0] < phrase[1] and passage.low[phrase[1]] in AMBIGUOUS:
        wide = (phrase[0], phrase[1] - 1)  # the letter states
        found = _cue_of(passage, wide, sure=sure)
    if found is None:
        return None
    weight: Weight = VERBS[passage.low[found[0]]].weight if passage.low[found[0]] in VERBS else "naming"
    if passage.low[found[0] - 1] == "as" and (quoted := quoted_source(passage, found[0], at)):
        return Attribution("after", found, quoted, found[0] - piece, weight)
    return Attribution("after", found, name_in(passage, wide), found[0] - piece, weight)


def _is_finite(passage: Passage, at: int) -> bool:
    form = VERBS.get(passage.word(at))
    return (
        form is not None
        and form.tense in ("past", "third")
        and (form.weight != "naming" or form.lemma == "call")
        and passage.words[at][0].islower()
    )


def _can_follow(passage: Passage, verb: int, phrase: Phrase, *, beside: bool) -> bool:
    """`said Smith` and `said he` are inversions; `told reporters` and `asked him` are not.

    `told Smith` is one `beside` the quotation, where nobody else is named, but never `told the Times` or `told AFP`."""
    low = passage.low[phrase[0]]
    if low in RELATIVES or low in ("you", "we", "us"):
        return False
    if passage.low[verb] in TOLD:
        named = beside and is_name_word(passage.words[phrase[0]])
        return low in ("he", "she") or (named and not _is_medium(passage, phrase))
    addressed = VERBS[passage.low[verb]].lemma in _ADDRESSING - {"warn"}
    return (
        not addressed
        or low in ("he", "she", "i")
        or is_name_word(passage.words[phrase[1]])
        or low in ("the", "a", "an", "one")
    )


def _cue_of(passage: Passage, phrase: Phrase, *, sure: bool) -> Phrase | None:
    """The cue that follows its subject: past brackets, an apposition, a few modifiers, adverbs and auxiliaries."""
    first = phrase[1] + 1
    end = min(len(passage), first + REACH)
    sentence = passage.sentence[phrase[0]]
    depth = commas = 0
    for at in range(first, end):
        if passage.sentence[at] != sentence:
            break
        word, low = passage.words[at], passage.low[at]
        if word in "()":
            depth += 1 if word == "(" else -1
        elif depth > 0:
            continue
        elif word == "," or low in DASHES:
            commas += 1
        elif low in (";", ":") or (word == QUOTED and not commas):
            break
        elif cue := _finite_cue(passage, at, phrase):
            back = before_verb(passage, at, first)
            closed = back >= first and (passage.low[back] in (",", ")") or passage.low[back] in DASHES)
            adverbial = is_adverb(passage.word(first + 1)) and passage.word(at + 1) not in ("as", "by")
            bracketed = closed and (commas >= 2 or passage.words[back] == ")" or adverbial)
            modified = commas == 0 and at - first <= 14 and _modifies(passage, first)
            stray = commas == 1 and (
                _has_no_subject_after(passage, at) if back == first else _is_office(passage, first, at)
            )
            if back < first or (sure and (bracketed or modified or stray)):
                return cue
    return _unknown_verb(passage, phrase, sentence) if sure else None


def _has_no_subject_after(passage: Passage, verb: int) -> bool:
    """`Lund, told the Times`, `Lund, said on Monday`, the comma a slip; not `Lund, said Brandt`."""
    return passage.low[verb] in TOLD or read_right(passage, verb + 1) is None


def _is_office(passage: Passage, comma: int, verb: int) -> bool:
    """`Lund, mayor of Holt said`, the second comma missing."""
    phrase = read_right(passage, comma + 1) if passage.words[comma] == "," else None
    return phrase is not None and phrase[1] == before_verb(passage, verb, comma) and is_bare_office(passage, phrase)


def _finite_cue(passage: Passage, at: int, phrase: Phrase) -> Phrase | None:
    low, following = passage.low[at], passage.word(at + 1)
    if following in PHRASAL and low in PHRASAL[following]:
        return (at, at + 1)
    form = VERBS.get(low)
    if form is None or not passage.words[at][0].islower():
        return None
    if low in ("quoted", "cited") and (saying := _relayed(passage, at)):
        return (saying, saying)
    if form.tense == "base" and passage.low[at - 1] == "to":
        return None
    plural = passage.low[phrase[1]] in PLURALS
    if form.tense in ("past", "third") or (form.tense == "base" and (plural or passage.low[phrase[1]].endswith("s"))):
        return (at, at) if is_verb(passage, at, phrase[0]) or plural else None
    if form.tense in ("ing", "base") and passage.low[at - 1] in AUXILIARIES:
        return (at, at)
    return None


def _relayed(passage: Passage, at: int) -> int | None:
    """`was quoted by AFP as saying`: the words are a cue where the paper's are none."""
    for k in range(at + 2, min(len(passage), at + 16)):
        if passage.sentence[k] != passage.sentence[at]:
            return None
        if passage.low[k] in ("saying", "telling", "adding") and passage.low[k - 1] == "as":
            return k
    return None


def is_relay(passage: Passage, found: Attribution) -> bool:
    """`…, state media reported`, `…, according to the Herald`: whoever passes on what somebody else said."""
    if found.how == "according":
        return True
    if found.speaker is None or passage.low[found.cue[0]] not in _RELAYING:
        return False
    if passage.low[found.cue[0]] in ("reported", "reports"):
        return True
    return _is_medium(passage, found.speaker)


def _is_medium(passage: Passage, phrase: Phrase) -> bool:
    return any(word in _MEDIA for word in passage.low[phrase[0] : phrase[1] + 1])


_RELAYING: Final = word_set("reported reports report quoted quotes cited said says wrote writes")
_MEDIA: Final = word_set(
    """
    media television tv radio news newspaper newspapers paper papers agency broadcaster channel outlet outlets press
    daily weekly magazine website times post herald tribune guardian telegraph gazette journal chronicle mail reuters
    afp ap bbc cnn xinhua tass interfax bloomberg yonhap kyodo
    """
)


def _modifies(passage: Passage, at: int) -> bool:
    low = passage.low[at]
    return (
        low in ("of", "for", "at", "in", "from", "with", "on", "who", "and", "himself", "herself")
        or low in TIMES
        or low in AUXILIARIES
        or is_adverb(low)
        or passage.words[at][0].isdigit()
    )


def _unknown_verb(passage: Passage, phrase: Phrase, sentence: int) -> Phrase | None:
    """`“…,” she surmised`: after a name or pronoun the next word in -ed is taken for a cue."""
    at = phrase[1] + 1
    while at < len(passage) and is_adverb(passage.low[at]):
        at += 1
    if at >= len(passage) or passage.sentence[at] != sentence:
        return None
    low = passage.low[at]
    subject_named = is_name_word(passage.words[phrase[1]]) or passage.low[phrase[0]] in PRONOUNS
    return (
        (at, at) if subject_named and low.endswith("ed") and len(low) > 4 and passage.words[at][0].islower() else None
    )


def cue_later(passage: Passage, piece: int) -> Attribution | None:
    """`“…” for her, said Smith`: an attribution after a comma or another piece, further on in the sentence."""
    sentence = passage.sentence[piece]
    following = bisect_right(passage.cues, piece)
    if following == len(passage.cues) or passage.cues[following] > piece + REACH:
        return None
    for at in range(piece + 1, min(len(passage) - 1, piece + REACH)):
        if passage.sentence[at + 1] != sentence:
            return None
        if passage.words[at] != QUOTED and passage.words[at] != "," and passage.low[at] not in DASHES:
            continue
        found = _clause(passage, at + 1, piece, sure=False)
        if found is None or found.weight != "speaking" or found.cue[0] - at > 24:
            continue
        if found.how == "after" and (
            passage.word(found.cue[1] + 1) == "that" or (found.speaker and passage.low[found.speaker[0]] in RELATIVES)
        ):
            continue
        found.how = "later"
        return found
    return None
