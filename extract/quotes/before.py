"""Attribution before a quoted piece: `he said “…”`, `calling it “…”`, `said that it was “…”`, `Smith: “…”`.

The verb that governs the piece is the nearest one that speaks or names, unless that stands inside another's speech.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from extract.lexicon import word_set
from extract.quotes.attribution import Attribution, with_role
from extract.quotes.cues import NOUNS, PHRASAL, VERBS, Weight
from extract.quotes.noun_phrases import Phrase, read_left, read_right
from extract.quotes.passages import QUOTED, Passage
from extract.quotes.phrase_names import name_in
from extract.quotes.subjects import main_subject, subject
from extract.quotes.verbs import before_verb, is_past, is_verb
from extract.quotes.word_classes import (
    AUXILIARIES,
    CLITICS,
    DASHES,
    DETERMINERS,
    RELATIVES,
    TIMES,
    is_adverb,
    is_name_word,
)

REACH: Final = 70
"""How many tokens before a piece a cue can stand."""
NAMING_REACH: Final = 24
"""How many tokens a naming verb governs: called the plan for the border “…”."""
NOUN_REACH: Final = 14
ACTION_REACH: Final = 24
_OPINING: Final = word_set("believe think hope fear consider doubt")
_UNSPOKEN: Final = word_set("see want find show make suppose use")
"""Verbs whose passive says nothing of anybody's words."""


def cue_before(passage: Passage, piece: int) -> Attribution | None:
    """The nearest speaking or naming verb of the sentence; else a noun, a weak verb, a name and a colon."""
    floor = max(passage.sentence_starts[passage.sentence[piece]], piece - REACH)
    label = _label(passage, piece, floor)
    if label is not None and label.weight == "speaking":
        return label
    noun: Attribution | None = None
    weak = -1
    first = bisect_left(passage.cues, floor)
    for at in reversed(passage.cues[first : bisect_left(passage.cues, piece)]):
        low, following = passage.low[at], passage.word(at + 1)
        if low == "according":
            if found := _according(passage, at, piece):
                return found
        elif following in PHRASAL and low in PHRASAL[following] and at + 1 < piece:
            return _verb(passage, (at, at + 1), floor, piece, "speaking")
        elif low in VERBS and _may_be_verb(passage, at, floor) and is_verb(passage, at, floor):
            if _says_nothing(passage, at, floor):
                continue
            weight = _weight(passage, at, floor, piece)
            if weight != "weak":
                return _within(passage, at, floor, piece, noun, weight)
            weak = at if weak < 0 else weak
        elif noun is None and low in NOUNS and piece - at <= NOUN_REACH:
            noun = _noun(passage, at, floor, piece)
    if noun is not None:
        return noun
    if weak >= 0:
        return _verb(passage, (weak, weak), floor, piece, "weak")
    return (action(passage, piece - 1) or label) if label is not None else None


def told(passage: Passage, end: int) -> Attribution | None:
    """Who says something in the sentence that ends at `end`: the verb of its main clause, else the last one."""
    floor = passage.sentence_starts[passage.sentence[end]]
    speaker = main_subject(passage, floor, end)
    at = speaker[1] + 1 if speaker is not None else end
    while at < end and (is_adverb(passage.low[at]) or passage.low[at] in AUXILIARIES):
        at += 1
    spoken = at < end and _says(passage, at) and passage.words[at][0].islower() and not _is_passive(passage, at, floor)
    return Attribution("before", (at, at), speaker, end - at) if spoken else cue_before(passage, end)


def action(passage: Passage, colon: int) -> Attribution | None:
    """`Lund pulled off her boots: “…”`: the verb that says what the speaker does, before the colon that introduces."""
    floor = max(passage.sentence_starts[passage.sentence[colon]], colon - REACH)
    speaker = main_subject(passage, floor, colon)
    if speaker is None:
        return None
    at = speaker[1] + 1
    last = passage.words[speaker[1]]
    if speaker[0] < speaker[1] and last[0].islower() and last.endswith("s") and is_name_word(passage.words[at - 2]):
        return Attribution("before", (at - 1, at - 1), (speaker[0], at - 2), 2, "naming")  # Lund lobbies for a rise
    while at < min(colon, speaker[1] + ACTION_REACH):
        if passage.words[at] == "," and "," in passage.words[at + 1 : colon]:
            at = passage.words.index(",", at + 1, colon)  # past an apposition
        elif passage.words[at][0].islower() and is_past(passage.low[at]):
            if passage.low[at - 1] in _BEING and (agent := _agent(passage, at, colon)):
                speaker = agent
            return Attribution("before", (at, at), speaker, 2, "naming")
        at += 1
    return None


def _according(passage: Passage, at: int, piece: int) -> Attribution | None:
    phrase = read_right(passage, at + 2) if passage.word(at + 1) == "to" else None
    if phrase is None or phrase[1] >= piece:
        return None
    return Attribution("according", (at, at + 1), name_in(passage, with_role(passage, phrase)), piece - at)


def _says_nothing(passage: Passage, at: int, floor: int) -> bool:
    """`was seen in “…”`, `people who read “…”`: a passive of a weak verb, and reading by people."""
    form = VERBS[passage.low[at]]
    if form.lemma == "read":
        helped = "had" in passage.low[max(floor, at - 2) : at]
        return helped and passage.word(before_verb(passage, at, floor)) in ("who", ",")
    return form.weight == "weak" and form.lemma in _UNSPOKEN and _is_passive(passage, at, floor)


def _weight(passage: Passage, at: int, floor: int, piece: int) -> Weight:
    """What the verb weighs here: a passive is weak; `believes that` and `who believes` are not."""
    form = VERBS[passage.low[at]]
    if _is_passive(passage, at, floor) or (form.weight == "naming" and piece - at > NAMING_REACH):
        return "weak"
    if form.weight == "weak":
        if passage.word(at + 1) == "that":
            return "speaking"
        if form.lemma in _OPINING and passage.word(before_verb(passage, at, floor)) in ("who", "which"):
            return "naming"
    return form.weight


def _within(
    passage: Passage, at: int, floor: int, piece: int, noun: Attribution | None, weight: Weight
) -> Attribution | None:
    """The attribution by the verb at `at`, by the nearer noun, or by the verb in whose speech they stand."""
    if noun is not None and noun.distance <= 3 and _outermost(passage, noun.cue[0], floor) == noun.cue[0]:
        return noun
    outer = _outermost(passage, at, floor)
    return _verb(passage, (outer, outer), floor, piece, weight if outer == at else VERBS[passage.low[outer]].weight)


def _may_be_verb(passage: Passage, at: int, floor: int) -> bool:
    """Not a name; `Asked why, …` and `Calling it …` begin sentences."""
    return passage.words[at][0].islower() or (at == floor and VERBS[passage.low[at]].tense in ("ing", "past"))


def _verb(passage: Passage, cue: Phrase, floor: int, piece: int, weight: Weight) -> Attribution:
    at = cue[0]
    distance = piece - cue[1]
    form = VERBS.get(passage.low[at])
    if form and _is_passive(passage, at, floor):
        speaker = _agent(passage, at, piece)
        if speaker is None and before_verb(passage, at, floor) == at - 1:
            speaker = main_subject(passage, floor, at)  # shared a paper titled “…”
        return Attribution("before", cue, speaker, distance, "weak")
    return Attribution("before", cue, subject(passage, at, floor), distance, weight)


_MANNERS: Final = word_set("night day now then email e-mail phone text post letter hand mistake chance")
_BEING: Final = frozenset({"is", "are", "was", "were", "be", "been", "being", "'re", "’re", "so"})


def _is_passive(passage: Passage, at: int, floor: int) -> bool:
    """`was described as`, `seen by`, `a book titled`."""
    form = VERBS[passage.low[at]]
    back = before_verb(passage, at, floor)
    if form.lemma == "ask" and passage.word(back) in ("when", "if", "once", "though"):
        return True
    if form.tense != "past" or form.lemma in ("ask", "quote"):
        return False
    if any(passage.low[k] in _BEING for k in range(back + 1, at)):
        return True
    if passage.word(at + 1) == "by" or form.lemma in ("title", "entitle", "bill", "know"):
        return True
    return form.weight == "naming" and back == at - 1 and _is_participle(passage, back, floor)


def _is_participle(passage: Passage, back: int, floor: int) -> bool:
    """`paint a boat called “…”`: the phrase before it is itself an object."""
    phrase = read_left(passage, back, floor)
    if phrase is None or phrase[0] <= floor or passage.low[phrase[0]] not in ("a", "an", "the"):
        return False
    before = passage.low[phrase[0] - 1]
    return before in VERBS or before == "of" or before == "for"


def _outermost(passage: Passage, at: int, floor: int) -> int:
    """`Smith said he was told that …`: the outer of nested speaking verbs, whose speaker vouches for it all."""
    for _ in range(3):
        back = at - 1 if passage.low[at] in NOUNS and passage.low[at] not in VERBS else before_verb(passage, at, floor)
        if back < floor:
            return at
        phrase = read_left(passage, back, floor)
        if phrase is None or passage.low[phrase[0]] in RELATIVES or passage.low[phrase[1]] in RELATIVES:
            return at
        before = phrase[0] - 1
        reach = 4
        if passage.word(before) == "that" and before > floor:
            reach = 10
            before -= 1
        outer = next(
            (k for k in range(before, max(floor, before - reach) - 1, -1) if _governs(passage, k, floor)), None
        )
        stretch = passage.low[outer + 1 : before + 1] if outer is not None else []
        if outer is None or any(word in (",", ";", "and", "but", QUOTED) for word in stretch):
            return at
        if reach == 4 and any(word not in TIMES and word not in ("on", "in") for word in stretch):
            return at
        at = outer
    return at


def _governs(passage: Passage, at: int, floor: int) -> bool:
    form = VERBS.get(passage.low[at])
    return (
        form is not None and form.weight != "naming" and passage.words[at][0].islower() and is_verb(passage, at, floor)
    )


def _agent(passage: Passage, cue: int, piece: int) -> Phrase | None:
    """`by the press` of a passive."""
    for at in range(cue + 1, min(len(passage), piece + 8)):
        if passage.low[at] == "by" and passage.word(at + 1) not in _MANNERS:
            phrase = read_right(passage, at + 1)
            return name_in(passage, with_role(passage, phrase)) if phrase else None
    return None


def _noun(passage: Passage, at: int, floor: int, piece: int) -> Attribution | None:
    """`his warning that …`, `Lund’s claim that …`; a noun without owner is none."""
    after = at + 1 + (passage.word(at + 1) in ("is", "was"))
    if passage.word(after) not in ("that", "of", "to", "about", ",", ":") and after != piece:
        return None
    if passage.low[at] == "words" and passage.word(at + 1) == "of":
        phrase = read_right(passage, at + 2)
        return Attribution("noun", (at, at), name_in(passage, phrase), piece - at) if phrase else None
    start = at - 1
    while start > max(floor, at - 4) and passage.words[start][0].islower() and passage.low[start] not in DETERMINERS:
        start -= 1
    if start < floor:
        return None
    if passage.low[start] in ("his", "her", "their", "its", "my"):
        return Attribution("noun", (at, at), (start, start), piece - at)
    if passage.words[start] in CLITICS and start > floor:
        phrase = read_left(passage, start - 1, floor)
        return Attribution("noun", (at, at), name_in(passage, phrase), piece - at) if phrase else None
    return None


def _says(passage: Passage, at: int) -> bool:
    """`Says Lund: “…”`."""
    form = VERBS.get(passage.low[at])
    return form is not None and form.weight == "speaking" and form.tense in ("past", "third")


def speaker_label(passage: Passage) -> Attribution | None:
    """`Ole Lund: I heard “a bang” and ran.`: whose turn a paragraph of a transcript is."""
    colon = next((at for at in range(1, min(8, len(passage))) if passage.words[at] == ":"), -1)
    if colon < 0 or not all(is_name_word(word) or word in ".()" for word in passage.words[:colon]):
        return None
    speaker = name_in(passage, (0, colon - 1))
    if len(passage.words[speaker[0]]) < 3 and speaker[0] == speaker[1]:
        return None  # Q: and A:
    return Attribution("colon", (colon, colon), speaker, 1)


def _described(passage: Passage, floor: int, colon: int) -> Attribution | None:
    """`Ole Lund, baker in Holt: “…”`: a name and what he is, and no verb."""
    phrase = read_right(passage, floor)
    if phrase is None or phrase[0] == phrase[1] or passage.word(phrase[1] + 1) != ",":
        return None
    if not all(is_name_word(word) or word == "." for word in passage.words[phrase[0] : phrase[1] + 1]):
        return None
    rest = range(phrase[1] + 2, colon)
    if any(passage.low[at] in AUXILIARIES - CLITICS or is_past(passage.low[at]) or _says(passage, at) for at in rest):
        return None
    return Attribution("colon", (colon, colon), name_in(passage, phrase), 1)


def _label(passage: Passage, piece: int, floor: int) -> Attribution | None:
    """`Lund: “…”`, `From the report: “…”`; weak where the colon ends a sentence without a cue."""
    colon = piece - 1
    if colon <= floor or passage.words[colon] != ":":
        return None
    end = colon - 1
    if passage.words[end] == ")":  # Rep. Ole Lund (R-Ohio): “…”
        end = next((at for at in range(end, max(floor, end - 8), -1) if passage.words[at] == "("), colon) - 1
    if described := _described(passage, floor, colon):
        return described
    phrase = read_left(passage, end, floor)
    if phrase is not None and phrase[0] == floor < phrase[1] and _says(passage, floor):
        return Attribution("inverted", (floor, floor), name_in(passage, (floor + 1, phrase[1])), 1)
    if phrase is not None:
        if len(passage.words[phrase[1]]) == 1 and phrase[0] == phrase[1] == floor:
            return None  # Q: and A:
        before = passage.word(phrase[0] - 1) if phrase[0] > floor else ""
        named = is_name_word(passage.words[phrase[1]]) and passage.words[colon - 1] != QUOTED
        if (before == "from" and (phrase[0] - floor <= 2 or passage.word(phrase[0] - 2) == "more")) or (
            named and (phrase[0] == floor or before in DASHES)
        ):
            return Attribution("colon", (colon, colon), name_in(passage, phrase), 1)
        if named and passage.low[phrase[0]] not in DETERMINERS:
            return Attribution("colon", (colon, colon), name_in(passage, phrase), 1, "weak")
    speaker = main_subject(passage, floor, colon)
    return Attribution("colon", (colon, colon), speaker, 1, "weak") if speaker else None
