"""Who says a quoted piece, by the words around it: cue after, inverted, before, at a colon, `according to`.

Works on one passage; leaves to `quotes` which pieces are quotations at all, which belong together, and which person a
speaker's words mean. Every search is bounded, so that time grows with the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from extract.cues import NOUNS, PHRASAL, VERBS, Weight
from extract.noun_phrases import (
    AUXILIARIES,
    CLITICS,
    DASHES,
    DETERMINERS,
    PRONOUNS,
    RELATIVES,
    TIMES,
    Phrase,
    is_adverb,
    is_name_word,
    mention,
    read_left,
    read_right,
)
from extract.passages import QUOTED, Passage
from extract.subjects import PLURALS, before_verb, is_verb, main_subject, subject

REACH: Final = 70
"""How many tokens before a piece a cue can stand."""
REACH_AFTER: Final = 50
NAMING_REACH: Final = 24
"""How many tokens a naming verb governs: called the plan for the border “…”."""

How = Literal["after", "inverted", "before", "colon", "according", "later", "noun"]


@dataclass(slots=True)
class Attribution:
    """`cue` and `speaker` are first and last tokens; no speaker where the clause names nobody (`was called “…”`)."""

    how: How
    cue: Phrase
    speaker: Phrase | None
    distance: int
    """Tokens between cue and piece."""
    weight: Weight = "speaking"


def attribute(passage: Passage, piece: int, end: str) -> Attribution | None:
    """By the strongest evidence first. `end` is the last character quoted."""
    after = cue_after(passage, piece, end)
    before = cue_before(passage, piece)
    if after is not None:
        introduced = (
            before is not None and passage.word(piece - 1) in (",", ":") and before.distance <= 12 and end in "?!"
        )
        if not introduced and (before is None or end != "."):
            return after
    if before is None or before.weight == "weak" or before.how == "noun":
        return cue_later(passage, piece) or before
    return before


def cue_after(passage: Passage, piece: int, end: str) -> Attribution | None:
    """`“…,” he said`, `“…,” said Smith`, `“…,” according to Smith`."""
    at = piece + 1
    open_end = end in ",-—–?!…"
    if passage.word(at) == "(":  # “…” (laughter), he said
        closing = next((k for k in range(at, min(len(passage), at + 12)) if passage.words[k] == ")"), at - 1)
        at = closing + 1
    if passage.word(at) == "," or passage.word(at) in DASHES:
        open_end = True
        at += 1
    found = _clause(passage, at, piece, sure=open_end)
    if found is None or open_end:
        return found
    if found.weight != "speaking":
        return None
    last = max(found.cue[1], found.speaker[1] if found.speaker and found.how != "after" else 0)
    follow = passage.word(last + 1)
    if end == ".":
        sentence = passage.sentence[found.cue[0]]
        rest = [
            passage.low[k] for k in range(last + 1, min(len(passage), last + 30)) if passage.sentence[k] == sentence
        ]
        return (
            found
            if (follow in ("", ".", "of", "in", "on", "at", "during") or follow in TIMES) and "that" not in rest
            else None
        )
    return None if follow == "that" else found


def _clause(passage: Passage, at: int, piece: int, *, sure: bool) -> Attribution | None:
    """A clause of attribution that begins at `at`; where `sure`, an unknown verb will do."""
    if passage.word(at) == "as" and passage.word(at + 1) not in ("for", "to"):
        at += 1
    if passage.word(at) == "according" and passage.word(at + 1) == "to":
        phrase = read_right(passage, at + 2)
        speaker = mention(passage, _with_role(passage, phrase)) if phrase else None
        return Attribution("according", (at, at + 1), speaker, at - piece)
    verb = at
    while verb < len(passage) and (is_adverb(passage.low[verb]) or passage.low[verb] in AUXILIARIES):
        verb += 1
    if _is_finite(passage, verb):
        phrase = read_right(passage, verb + 1)
        if phrase and _can_follow(passage, verb, phrase):
            return Attribution("inverted", (verb, verb), mention(passage, _with_role(passage, phrase)), verb - piece)
        return None
    phrase = read_right(passage, at)
    if phrase is None:
        return None
    found = _cue_of(passage, phrase, sure=sure)
    if found is None:
        return None
    weight: Weight = VERBS[passage.low[found[0]]].weight if passage.low[found[0]] in VERBS else "speaking"
    return Attribution("after", found, mention(passage, phrase), found[0] - piece, weight)


def _is_finite(passage: Passage, at: int) -> bool:
    form = VERBS.get(passage.word(at))
    return (
        form is not None
        and form.tense in ("past", "third")
        and form.weight != "naming"
        and passage.words[at][0].islower()
    )


def _can_follow(passage: Passage, verb: int, phrase: Phrase) -> bool:
    """`said Smith` and `said he` are inversions; `told reporters` and `asked him` are not."""
    low = passage.low[phrase[0]]
    if low in RELATIVES or low in ("you", "we", "us"):
        return False
    addressed = VERBS[passage.low[verb]].lemma in ("tell", "ask", "assure", "remind", "inform", "advise", "notify")
    return (
        not addressed
        or low in ("he", "she", "i")
        or is_name_word(passage.words[phrase[1]])
        or low in ("the", "a", "an", "one")
    )


def _with_role(passage: Passage, phrase: Phrase) -> Phrase:
    """`a spokesman` with the `for the ministry` that follows."""
    at = phrase[1] + 1
    if passage.word(at) in ("for", "of", "with", "from") and not is_name_word(passage.words[phrase[1]]):
        more = read_right(passage, at + 1, 10)
        if more and passage.low[more[0]] not in PRONOUNS:
            return (phrase[0], more[1])
    return phrase


def _cue_of(passage: Passage, phrase: Phrase, *, sure: bool) -> Phrase | None:
    """The cue that follows its subject: past brackets, an apposition, a few modifiers, adverbs and auxiliaries."""
    first = phrase[1] + 1
    end = min(len(passage), first + REACH_AFTER)
    sentence = passage.sentence[phrase[0]]
    depth = commas = 0
    for at in range(first, end):
        if passage.sentence[at] != sentence:
            return None
        word, low = passage.words[at], passage.low[at]
        if word in "()":
            depth += 1 if word == "(" else -1
        elif depth > 0:
            continue
        elif word == "," or low in DASHES:
            commas += 1
        elif low in (";", ":") or (word == QUOTED and not commas):
            return None
        elif cue := _finite_cue(passage, at, phrase):
            back = before_verb(passage, at, first)
            closed = back >= first and (passage.low[back] in (",", ")") or passage.low[back] in DASHES)
            if (
                back < first
                or (closed and (commas >= 2 or passage.words[back] == ")"))
                or (closed and is_adverb(passage.low[first + 1]))
            ):
                return cue
            if commas == 0 and at - first <= 14 and _modifies(passage, first):
                return cue
    return _unknown_verb(passage, phrase, sentence) if sure else None


def _finite_cue(passage: Passage, at: int, phrase: Phrase) -> Phrase | None:
    low, following = passage.low[at], passage.word(at + 1)
    if following in PHRASAL and low in PHRASAL[following]:
        return (at, at + 1)
    form = VERBS.get(low)
    if form is None or not passage.words[at][0].islower():
        return None
    plural = passage.low[phrase[1]] in PLURALS
    if form.tense in ("past", "third") or (form.tense == "base" and (plural or passage.low[phrase[1]].endswith("s"))):
        return (at, at)
    if form.tense in ("ing", "base") and passage.low[at - 1] in AUXILIARIES:
        return (at, at)
    return None


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
    for at in range(piece + 1, min(len(passage) - 1, piece + REACH_AFTER)):
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


def cue_before(passage: Passage, piece: int) -> Attribution | None:
    """`he said “…”`, `calling it “…”`, `said that it was “…”`.

    The nearest speaking verb of the sentence, a nearer naming verb before it; else a noun, a weak verb, a name and a
    colon.
    """
    sentence = passage.sentence[piece]
    floor = piece
    while floor > 0 and passage.sentence[floor - 1] == sentence and piece - floor < REACH:
        floor -= 1
    label = _label(passage, piece, floor)
    if label is not None and label.weight == "speaking":
        return label
    noun: Attribution | None = None
    weak = -1
    for at in range(piece - 1, floor - 1, -1):
        low = passage.low[at]
        if low == "according" and passage.word(at + 1) == "to":
            phrase = read_right(passage, at + 2)
            if phrase and phrase[1] < piece:
                return Attribution("according", (at, at + 1), mention(passage, _with_role(passage, phrase)), piece - at)
        following = passage.word(at + 1)
        if following in PHRASAL and low in PHRASAL[following] and at + 1 < piece:
            return _verb(passage, (at, at + 1), floor, piece, "speaking")
        form = VERBS.get(low)
        if form is not None and _may_be_verb(passage, at, floor) and is_verb(passage, at, floor):
            passive = _is_passive(passage, at, floor)
            states = form.weight == "speaking" or (form.weight == "weak" and passage.word(at + 1) == "that")
            if not passive and (states or (form.weight == "naming" and piece - at <= NAMING_REACH)):
                outer = _outermost(passage, noun.cue[0] if noun else at, floor)
                if noun and noun.distance <= 3 and outer == noun.cue[0]:
                    return noun
                outer = _outermost(passage, at, floor) if noun is None or outer == noun.cue[0] else outer
                weight = VERBS[passage.low[outer]].weight if passage.low[outer] in VERBS else form.weight
                return _verb(passage, (outer, outer), floor, piece, weight)
            if passive and weak < 0:
                weak = at
            elif form.weight == "weak" and passage.word(before_verb(passage, at, floor)) in ("who", "which"):
                return _verb(passage, (at, at), floor, piece, "naming")
            if weak < 0 and form.weight == "weak":
                weak = at
        elif noun is None and low in NOUNS and piece - at <= 14:
            noun = _noun(passage, at, floor, piece)
    if noun is not None:
        return noun
    if weak >= 0:
        return _verb(passage, (weak, weak), floor, piece, "weak")
    return label


def _may_be_verb(passage: Passage, at: int, floor: int) -> bool:
    """Not a name; `Asked why, …` and `Calling it …` begin sentences."""
    return passage.words[at][0].islower() or (at == floor and VERBS[passage.low[at]].tense in ("ing", "past"))


def _verb(passage: Passage, cue: Phrase, floor: int, piece: int, weight: Weight) -> Attribution:
    at = cue[0]
    distance = piece - cue[1]
    form = VERBS.get(passage.low[at])
    if form and _is_passive(passage, at, floor):
        return Attribution("before", cue, _agent(passage, at, piece), distance, "naming")
    return Attribution("before", cue, subject(passage, at, floor), distance, weight)


_BEING: Final = frozenset({"is", "are", "was", "were", "be", "been", "being", "'re", "’re", "so"})


def _is_passive(passage: Passage, at: int, floor: int) -> bool:
    """`was described as`, `seen by`, `a book titled`."""
    form = VERBS[passage.low[at]]
    if form.tense != "past" or form.lemma in ("ask", "quote"):
        return False
    back = before_verb(passage, at, floor)
    if any(passage.low[k] in _BEING for k in range(back + 1, at)):
        return True
    return passage.word(at + 1) == "by" or form.lemma in ("title", "entitle", "bill", "know")


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
        outer = next((k for k in range(before, max(floor, before - reach) - 1, -1) if _speaks(passage, k, floor)), None)
        stretch = passage.low[outer + 1 : before + 1] if outer is not None else []
        if outer is None or any(word in (",", ";", "and", "but", QUOTED) for word in stretch):
            return at
        if reach == 4 and any(word not in TIMES and word not in ("on", "in") for word in stretch):
            return at
        at = outer
    return at


def _speaks(passage: Passage, at: int, floor: int) -> bool:
    form = VERBS.get(passage.low[at])
    return (
        form is not None
        and form.weight == "speaking"
        and passage.words[at][0].islower()
        and is_verb(passage, at, floor)
    )


def _agent(passage: Passage, cue: int, piece: int) -> Phrase | None:
    """`by the press` of a passive."""
    for at in range(cue + 1, min(len(passage), piece + 8)):
        if passage.low[at] == "by":
            phrase = read_right(passage, at + 1)
            return mention(passage, _with_role(passage, phrase)) if phrase else None
    return None


def _noun(passage: Passage, at: int, floor: int, piece: int) -> Attribution | None:
    """`his warning that …`, `Clinton’s claim that …`; a noun without owner is none."""
    if passage.word(at + 1) not in ("that", "of", "to", "about", "as", ",", ":", "was", "is") and at + 1 != piece:
        return None
    start = at - 1
    while start > max(floor, at - 4) and passage.words[start][0].islower() and passage.low[start] not in DETERMINERS:
        start -= 1
    if start < floor:
        return None
    if passage.low[start] in ("his", "her", "their", "its", "my"):
        return Attribution("noun", (at, at), (start, start), piece - at)
    if passage.words[start] in CLITICS and start > floor:
        phrase = read_left(passage, start - 1, floor)
        return Attribution("noun", (at, at), mention(passage, phrase), piece - at) if phrase else None
    return None


def _label(passage: Passage, piece: int, floor: int) -> Attribution | None:
    """`Kasich: “…”`, `From the report: “…”`; weak where the colon ends a sentence without a cue."""
    colon = piece - 1
    if colon <= floor or passage.words[colon] != ":":
        return None
    phrase = read_left(passage, colon - 1, floor)
    if phrase is not None:
        before = passage.word(phrase[0] - 1) if phrase[0] > floor else ""
        named = is_name_word(passage.words[phrase[1]]) and passage.words[colon - 1] != QUOTED
        if before == "from" or (named and (phrase[0] == floor or before in DASHES)):
            return Attribution("colon", (colon, colon), mention(passage, phrase), 1)
        if named and passage.low[phrase[0]] not in DETERMINERS:
            return Attribution("colon", (colon, colon), mention(passage, phrase), 1, "weak")
    speaker = main_subject(passage, floor, colon)
    return Attribution("colon", (colon, colon), speaker, 1, "weak") if speaker else None
