"""Whose verb it is: the subject of a cue, beside it, across an apposition, or at the head of its sentence."""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_set
from extract.quotes.cues import TOLD, VERBS
from extract.quotes.noun_phrases import Phrase, read_left, read_right
from extract.quotes.passages import QUOTED, Passage
from extract.quotes.phrase_names import is_bare_office, name_in
from extract.quotes.verbs import before_verb
from extract.quotes.word_classes import (
    AUXILIARIES,
    CONJUNCTIONS,
    DASHES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    TIMES,
    is_adverb,
    is_name_word,
)

_DISPLAYS: Final = word_set("say read state declare proclaim ask warn claim")
"""What signs, letters and shirts do: `a sign that read “…”`."""
_OPENING: Final = PREPOSITIONS | word_set("asked speaking according meanwhile reached pressed prompted")
_GOVERNING: Final = word_set("by to on in at of with from against over about into during under among between")
_BEING: Final = word_set("is are was were been being")
_BREAKS: Final = word_set(", ; : ( )")


def subject(passage: Passage, verb: int, floor: int) -> Phrase | None:
    """The subject of the cue at `verb`, in the sentence that begins at `floor`; None where the sentence names none."""
    back = before_verb(passage, verb, floor)
    form = VERBS.get(passage.low[verb])
    if "to" in passage.low[back + 1 : verb]:
        return main_subject(passage, floor, verb) or following_subject(passage, verb)
    if back < floor:
        return following_subject(passage, verb)
    low = passage.low[back]
    if form is not None and form.tense == "ing" and back == verb - 1:
        if low == "as" and (quoted := quoted_source(passage, verb, floor)):
            return quoted
        return (
            _absolute(passage, back, floor)
            or _speaker_before(passage, back, floor)
            or main_subject(passage, floor, verb)
            or following_subject(passage, verb)
        )
    if low == "that":
        speaks = form is not None and form.lemma in _DISPLAYS
        return (back, back) if speaks else main_subject(passage, floor, verb)
    if (low == "," or low in DASHES) and (inverted := _parenthesis(passage, verb)):
        return inverted
    if low in (",", ")") or low in DASHES:
        return _past_apposition(passage, back, floor) or main_subject(passage, floor, verb)
    if low in CONJUNCTIONS or passage.words[back] == QUOTED:
        return (
            _coordinate(passage, back, floor)
            or main_subject(passage, floor, verb)
            or _previous_subject(passage, verb, floor)
        )
    phrase = read_left(passage, back, floor)
    if phrase is None:
        return main_subject(passage, floor, verb)
    if holder := _holder(passage, phrase, floor):
        return holder
    if passage.word(phrase[0] - 1) == "and" and (named := _before_offices(passage, phrase, floor)):
        return named
    governed = phrase[0] > floor and passage.low[phrase[0] - 1] in _GOVERNING
    return (main_subject(passage, floor, verb) if governed else None) or name_in(passage, phrase)


def _holder(passage: Passage, office: Phrase, floor: int) -> Phrase | None:
    """`Ole Lund, mayor of Holt said`: the name before an office whose second comma is missing."""
    if office[0] - 2 < floor or passage.words[office[0] - 1] != "," or not is_bare_office(passage, office):
        return None
    phrase = read_left(passage, office[0] - 2, floor)
    if phrase is None or not is_name_word(passage.words[phrase[1]]) or passage.word(phrase[0] - 1) in _GOVERNING:
        return None
    return name_in(passage, phrase)


def _before_offices(passage: Passage, phrase: Phrase, floor: int) -> Phrase | None:
    """`Ole Lund, founder and party whip says`: the name before two offices."""
    if is_name_word(passage.words[phrase[1]]) or passage.low[phrase[0]] in DETERMINERS:
        return None
    for at in range(phrase[0] - 2, max(floor, phrase[0] - 9), -1):
        if passage.words[at] == ",":
            name = read_left(passage, at - 1, floor)
            return name_in(passage, name) if name and is_name_word(passage.words[name[1]]) else None
        if not passage.words[at][0].isalpha():
            return None
    return None


def _parenthesis(passage: Passage, verb: int) -> Phrase | None:
    """`The dam, says Lund, is safe`."""
    form = VERBS.get(passage.low[verb])
    if form is None or form.weight != "speaking" or form.tense not in ("past", "third") or passage.low[verb] in TOLD:
        return None
    phrase = read_right(passage, verb + 1)
    if phrase is None or not is_name_word(passage.words[phrase[1]]) or passage.word(phrase[1] + 1) not in (",", "."):
        return None
    return name_in(passage, phrase)


def quoted_source(passage: Passage, verb: int, floor: int) -> Phrase | None:
    """`Lund was quoted by the paper as saying`, `the paper quoted Lund as saying`: Lund, either way."""
    for at in range(verb - 2, max(floor, verb - 20), -1):
        if passage.low[at] in ("quoted", "cited", "quotes"):
            back = before_verb(passage, at, floor)
            passive = any(word in _BEING for word in passage.low[back + 1 : at])
            phrase = read_left(passage, back, floor) if passive else read_right(passage, at + 1)
            return name_in(passage, phrase) if phrase else None
    return None


def _absolute(passage: Passage, back: int, floor: int) -> Phrase | None:
    """`with Mayor Lund telling reporters`."""
    phrase = read_left(passage, back, floor)
    if phrase is None or passage.word(phrase[0] - 1) != "with" or phrase[0] <= floor:
        return None
    return name_in(passage, phrase)


def _speaker_before(passage: Passage, comma: int, floor: int) -> Phrase | None:
    """`“…,” he said, adding` and `“…,” said Smith, adding`: the subject of the attribution that the participle ends."""
    if passage.words[comma] != ",":
        return None
    for at in range(comma - 1, max(floor, comma - 16), -1):
        form = VERBS.get(passage.low[at])
        if passage.words[at] == QUOTED:
            return None
        if form is None or form.weight != "speaking" or form.tense not in ("past", "third"):
            continue
        if not passage.words[at][0].islower():
            continue
        inverted = passage.words[at - 1] == QUOTED
        phrase = read_right(passage, at + 1) if inverted else read_left(passage, before_verb(passage, at, floor), floor)
        if phrase is None or not (inverted or passage.words[phrase[0] - 1] in (QUOTED, ",")):
            return None
        return name_in(passage, phrase)
    return None


def _coordinate(passage: Passage, back: int, floor: int) -> Phrase | None:
    """`when Smith won and called it …`, `In May, he won and said …`: the subject of the nearest clause to the left."""
    for at in range(back - 1, max(floor, back - 30), -1):
        comma = passage.words[at] == "," or passage.low[at] in DASHES
        if comma or (passage.low[at] in SUBORDINATORS and passage.low[at] != "that"):
            if at + 1 == back:
                return None
            phrase = read_right(passage, at + 1)
            if phrase is None or phrase[1] >= back or (comma and not _is_clause(passage, phrase)):
                return None
            return name_in(passage, phrase)
    return None


def _is_clause(passage: Passage, phrase: Phrase) -> bool:
    """A phrase with its verb right after it, as far as can be seen."""
    low = passage.word(phrase[1] + 1)
    return low in VERBS or low in AUXILIARIES or low.endswith("ed") or is_adverb(low)


def _past_dateline(passage: Passage, floor: int) -> int:
    """`HOLT, Ohio (AP) — Gov. …`: the token after the dash at the head of a paragraph."""
    if floor:
        return floor
    for at in range(min(14, len(passage))):
        if passage.low[at] in DASHES:
            return at + 1
        if passage.words[at][0].isalpha() and not is_name_word(passage.words[at]):
            break
    return floor


def _previous_subject(passage: Passage, verb: int, floor: int) -> Phrase | None:
    """The subject of the finite cue before: `for that he drew fire: he called it “…” and said “…”`."""
    for at in range(verb - 1, max(floor, verb - 40), -1):
        form = VERBS.get(passage.low[at])
        if form is not None and form.tense in ("past", "third") and passage.words[at][0].islower():
            phrase = read_left(passage, before_verb(passage, at, floor), floor)
            if phrase is not None:
                return name_in(passage, phrase)
    return None


def _past_apposition(passage: Passage, mark: int, floor: int) -> Phrase | None:
    """The head before `, governor of …, which …,` or `(R-Texas)`: leftwards over commas to a name or pronoun."""
    at = mark
    if passage.words[mark] == ")":
        while at > floor and passage.words[at] != "(":
            at -= 1
        phrase = read_left(passage, at - 1, floor)
        return name_in(passage, phrase) if phrase else None
    for comma in range(mark - 1, max(floor, mark - 45) - 1, -1):
        if passage.words[comma] != "," and passage.low[comma] not in DASHES:
            continue
        last = comma - 1
        while last > floor and passage.words[last] in ("(", ")") and passage.words[comma - 1] == ")":
            if passage.words[last] == "(":
                last -= 1
                break
            last -= 1
            while last > floor and passage.words[last] != "(":
                last -= 1
        phrase = read_left(passage, last, floor)
        if phrase is None:
            continue
        before = passage.word(phrase[0] - 1) if phrase[0] > floor else ""
        named = (
            is_name_word(passage.words[phrase[1]])
            or passage.low[phrase[1]] in PRONOUNS
            or passage.low[phrase[0]] in DETERMINERS
        )
        name = name_in(passage, phrase)
        runs_on = name[1] == phrase[1] and name[1] > name[0] > phrase[0]  # Asked about the dam Ole Lund, …, said
        if named and (before not in PREPOSITIONS or before in SUBORDINATORS or runs_on):
            return name
    return None


def main_subject(passage: Passage, floor: int, limit: int) -> Phrase | None:
    """The first phrase of the sentence, past opening adverbials that end in a comma."""
    at = _past_dateline(passage, floor)
    opened = False
    for _ in range(6):
        while at < limit and _is_skipped(passage, at):
            at += 1
        if at >= limit:
            return None
        phrase = None if _opens_adverbial(passage, at) else read_right(passage, at)
        if phrase is not None and (phrase[1] >= limit or passage.low[phrase[0]] in RELATIVES):
            phrase = None
        if phrase is not None and not (opened and _is_place_or_date(passage, phrase, limit)):
            return name_in(passage, phrase)
        opened = True
        comma = _next_comma(passage, at, limit)
        if comma is None:
            if passage.low[at] in SUBORDINATORS:
                phrase = read_right(passage, at + 1)
                return name_in(passage, phrase) if phrase and phrase[1] < limit else None
            ahead = range(at + 1, min(limit, at + 7))
            return next(((k, k) for k in ahead if passage.low[k] in ("he", "she", "they")), None)
        at = comma + 1
    return None


def _is_place_or_date(passage: Passage, phrase: Phrase, limit: int) -> bool:
    """`In Holt, New York, Lund …`: between commas, with a name or pronoun after."""
    abbreviated = passage.word(phrase[1] + 1) == "."
    after = phrase[1] + 2 + abbreviated
    if after >= limit or passage.words[after - 1] != ",":
        return False
    return (abbreviated and phrase[0] == phrase[1]) or (
        (is_name_word(passage.words[after]) or passage.low[after] in ("he", "she", "they"))
        and passage.low[phrase[0]] not in DETERMINERS
    )


def _is_skipped(passage: Passage, at: int) -> bool:
    low = passage.low[at]
    return (
        low in CONJUNCTIONS
        or low in _BREAKS
        or low in DASHES
        or low == "that"
        or passage.words[at] == QUOTED
        or (is_adverb(low) and passage.word(at + 1) != ",")
        or (low == "then")
    )


def _opens_adverbial(passage: Passage, at: int) -> bool:
    low = passage.low[at]
    ahead = passage.low[at : at + 5]
    if "," in ahead and ahead[ahead.index(",") - 1] in ("later", "earlier", "ago", "before", "after", "afterward"):
        return True
    if low in _OPENING or low in TIMES or is_adverb(low) or low.endswith("ing"):
        return True
    return low.endswith("ed") and passage.word(at + 1) in PREPOSITIONS


def following_subject(passage: Passage, verb: int) -> Phrase | None:
    """`Asked about it, he …`, `Calling it “…,” Smith …`: the main clause comes after the comma."""
    at = verb
    for _ in range(3):
        comma = _next_comma(passage, at + 1, min(len(passage), at + 50), quoted=True)
        if comma is None or comma + 1 >= len(passage) or passage.sentence[comma + 1] != passage.sentence[verb]:
            return None
        phrase = None if _opens_adverbial(passage, comma + 1) else read_right(passage, comma + 1)
        if phrase and passage.low[phrase[0]] not in RELATIVES:
            return name_in(passage, phrase)
        at = comma
    return None


def _next_comma(passage: Passage, at: int, limit: int, *, quoted: bool = False) -> int | None:
    """The next comma outside brackets; with `quoted`, a quoted piece does as well."""
    depth = 0
    for k in range(at, min(limit, at + 60)):
        word = passage.words[k]
        depth = depth + 1 if word == "(" else max(0, depth - 1) if word == ")" else depth
        if depth == 0 and (word in (",", "—", "–", "―") or (quoted and word == QUOTED)):
            return k
    return None
