"""Noun phrases by closed word classes: read rightwards or leftwards from a token, and the name inside one.

No part-of-speech tagger: a phrase runs on until a word that cannot be in one. `mention` gives what a person would
mark as the speaker: the name without its title, or the whole phrase where there is no name (`the Defense Ministry`).
"""

from __future__ import annotations

from typing import Final

from extract.quotes.cues import AMBIGUOUS, PHRASAL, VERBS
from extract.quotes.passages import QUOTED, Passage
from extract.words import TITLES, word_set

Phrase = tuple[int, int]
"""First and last token, both included."""

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
    last next once-again perhaps maybe not back there here as-well reportedly allegedly famously ever rather quite
    both all afterward afterwards herself himself themselves itself previously separately ultimately eventually
    finally
    """
)
_NOT_IN_PHRASE: Final = (
    PREPOSITIONS
    | CONJUNCTIONS
    | (AUXILIARIES - CLITICS)
    | TIMES
    | PRONOUNS
    | RELATIVES
    | (ADVERBS - {"first", "last", "all", "both"})
)
_NEVER_NOUNS: Final = word_set(
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
_QUALIFIERS: Final = word_set(
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
_PARTICLES: Final = word_set("de da di del della dos du la le van von der den bin ibn al el ter ten e y abu")


def is_name_word(word: str) -> bool:
    return word[:1].isupper() or word[:1] == "@"


def is_adverb(word: str) -> bool:
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in _ADVERBIAL_LY)


def _can_stand_in(passage: Passage, at: int) -> bool:
    """Whether a word can be inside a noun phrase, by itself; after an article nearly any word can."""
    word, low = passage.words[at], passage.low[at]
    if word in CLITICS:
        return True
    if not (word[0].isalnum() or word[0] in "@#"):
        return False
    articled = at > 0 and passage.low[at - 1] in ARTICLES
    if low in _NOT_IN_PHRASE and not (articled and (low in DAYS or is_adverb(low))):
        return False
    if word[0].isupper() or articled:
        return True
    following = passage.word(at + 1)
    if is_adverb(low) or (following in PHRASAL and low in PHRASAL[following]):
        return False
    form = VERBS.get(low)
    if low in _NEVER_NOUNS:
        return False
    return form is None or form.tense == "base" or (form.tense == "third" and low in AMBIGUOUS)


def read_right(passage: Passage, first: int, limit: int = 24) -> Phrase | None:
    """The phrase that begins at `first`; None where no phrase can."""
    size = len(passage)
    if first >= size:
        return None
    low = passage.low[first]
    if low in PRONOUNS:
        return (first, first)
    if low in ALONE and passage.word(first + 1) in VERBS:
        return (first, first)
    if low.endswith("ing") and passage.words[first][0].islower():
        return None
    at = first
    sentence = passage.sentence[first]
    proper = False  # a name has been read, and nothing after it
    while at < size and at < first + limit and passage.sentence[at] == sentence:
        word, low = passage.words[at], passage.low[at]
        if (low in DETERMINERS and at == first) or (word == "." and _is_abbreviated(passage, at)):
            pass
        elif (
            low == "of"
            and first < at < size - 1
            and passage.low[at - 1] not in DETERMINERS
            and _starts(passage, at + 1)
        ):
            at += passage.low[at + 1] in DETERMINERS
        elif (low in ("and", "&") and proper and at + 1 < size and is_name_word(passage.words[at + 1])) or (
            low in _PARTICLES and proper and at + 1 < size and _names(passage, at + 1)
        ):
            pass
        elif (
            not _can_stand_in(passage, at)
            or low in DETERMINERS
            or (proper and not is_name_word(word) and word not in CLITICS and low.endswith(("ing", "ed")))
        ):
            break
        named = is_name_word(passage.words[at]) and low not in DETERMINERS
        proper = named or (proper and (word == "." or low in _PARTICLES))
        at += 1
    last = at - 1
    while last >= first and (passage.words[last] in CLITICS or passage.low[last] in DETERMINERS):
        last -= 1
    return (first, last) if last >= first else None


def _names(passage: Passage, at: int) -> bool:
    return is_name_word(passage.words[at]) or passage.low[at] in _PARTICLES


def _starts(passage: Passage, at: int) -> bool:
    return passage.low[at] in DETERMINERS or _can_stand_in(passage, at)


def _is_abbreviated(passage: Passage, at: int) -> bool:
    """A full stop that belongs to the word before it: `Gov.`, `J.`."""
    if not at or passage.ends[at - 1] != passage.starts[at]:
        return False
    before = passage.words[at - 1]
    return before.lower() in TITLES or before in ("Jr", "Sr") or (len(before) == 1 and before.isupper())


def read_left(passage: Passage, last: int, floor: int, limit: int = 24) -> Phrase | None:
    """The phrase that ends at `last`, not beginning before `floor`; a leading `spokesman for` is taken in."""
    if last < floor:
        return None
    low = passage.low[last]
    if low in PRONOUNS or low == "that":
        return (last, last)
    at = last
    while at >= floor and at > last - limit:
        low = passage.low[at]
        if low in DETERMINERS:
            at -= 1
            break
        if (
            (passage.words[at] == "." and _is_abbreviated(passage, at))
            or (low == "of" and at < last and at > floor and _can_stand_in(passage, at - 1))
            or (
                low in ("and", "&")
                and at > floor
                and is_name_word(passage.words[at + 1])
                and is_name_word(passage.words[at - 1])
            )
            or (low in _PARTICLES and at > floor and _names(passage, at - 1) and at < last)
        ):
            pass
        elif not _can_stand_in(passage, at):
            break
        at -= 1
    if passage.low[last].endswith("ing") and at == last - 1 and not is_name_word(passage.words[last]):
        return None
    first = at + 1
    while first <= last and (passage.words[first] in CLITICS or passage.words[first] == "."):
        first += 1
    if passage.low[first : first + 1] == ["that"] and first < last:
        first += 1
    if first > last:
        return None
    if at > floor and passage.low[at] in ("of", "for", "at", "in", "from", "with", "on", "by") and limit > 6:
        outer = read_left(passage, at - 1, floor, 6)
        if (
            outer
            and outer[0] < at
            and _is_clause_start(passage, outer[0], floor)
            and passage.low[outer[0]] not in PRONOUNS
        ):
            return (outer[0], last)
    return (first, last)


_CLAUSE_STARTS: Final = word_set(
    """
    that and but as when while after before because if since though although where until
    """
)


def _is_clause_start(passage: Passage, at: int, floor: int) -> bool:
    if at <= floor:
        return True
    before = passage.low[at - 1]
    return before in ",;:()" or before == QUOTED or before in DASHES or before in _CLAUSE_STARTS


def head(passage: Passage, phrase: Phrase) -> int:
    """Last token of the phrase's core, before `of`, `for` or `at`."""
    first, last = phrase
    for at in range(first + 1, last):
        if passage.low[at] in ("of", "for", "at", "in", "from", "with", "on", "by"):
            if at - first >= 1 and not is_name_word(passage.words[at - 1]):
                return at - 1
            if passage.low[at] != "of" or _is_person_of(passage, first, at):
                return at - 1
    return last


def _is_person_of(passage: Passage, first: int, at: int) -> bool:
    """`Mayor Ada Brandt of Holt`, not `Secretary of State` or `Bank of America`: two names before, no office last."""
    names = [word for word in passage.low[first:at] if word != "." and word not in DETERMINERS]
    return len(names) >= 2 and names[-1] not in OFFICES and not BODIES.intersection(names)


def mention(passage: Passage, phrase: Phrase) -> Phrase:
    """The name without title and office, or the whole phrase."""
    first, last = phrase
    if first == last:
        return phrase
    core = head(passage, phrase)
    if core != last and not is_name_word(passage.words[core]):
        return phrase
    end = core
    while end > first and passage.words[end] == ".":
        end -= 1
    if not is_name_word(passage.words[end]):
        return phrase
    start = end
    while start > first:
        word, low = passage.words[start - 1], passage.low[start - 1]
        if (
            (is_name_word(word) and low not in DETERMINERS)
            or (start - 2 >= first and word == "." and _is_abbreviated(passage, start - 1))
            or (low in _PARTICLES and start - 2 >= first and _names(passage, start - 2))
        ):
            start -= 1
        else:
            break
    name = start
    for at in range(start, end):
        word = passage.low[at]
        if word in OFFICES or word in _QUALIFIERS:
            name = at + 1
    while name < end and passage.words[name] == ".":
        name += 1
    titled = name > start
    before = passage.low[start - 1] if start > first else ""
    if passage.low[end] in BODIES or passage.low[end] in OFFICES:
        return phrase
    if before in ("the", "a", "an") and not titled:
        return phrase
    if before == "of" and end - start >= 2 and passage.low[max(first, start - 2)] in OFFICES:
        name = max(name, start + 1)  # Secretary of State John Kerry
    elif before == "of" and not titled:
        return phrase
    if before in ("and", "&") and start - 2 >= first and is_name_word(passage.words[start - 2]):
        name = mention(passage, (first, start - 2))[0]  # Lund and Brandt
    return (name, core if passage.words[core] == "." and core > end and end > name else end)
