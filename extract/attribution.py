"""Who says a quoted piece, by the words around it: cue after, inverted, before, at a colon, `according to`.

Works on one passage; leaves to `quotes` which pieces are quotations at all, which belong together, and which person a
speaker's words mean. Every search is bounded, so that time grows with the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from extract.cues import NAMING, NOUNS, SAYING, STRONG, words
from extract.noun_phrases import (
    AUXILIARIES,
    CLITICS,
    CONJUNCTIONS,
    DASHES,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
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

REACH: Final = 70
"""How many tokens away a cue can stand."""

How = Literal["after", "inverted", "before", "colon", "according", "later", "noun"]


@dataclass(slots=True)
class Attribution:
    """`cue` is a token; `speaker` is None where the clause names nobody (`was described as “…”`)."""

    how: How
    cue: int
    speaker: Phrase | None
    distance: int
    """Tokens between cue and piece."""
    naming: bool = False
    """The verb says what somebody calls a thing, not that somebody speaks."""
    cue_last: int = -1


def _skip_adverbs(passage: Passage, at: int) -> int:
    while (
        at < len(passage)
        and (is_adverb(passage.low[at]) or passage.low[at] in AUXILIARIES)
        and passage.words[at] != QUOTED
    ):
        at += 1
    return at


def _is_finite(passage: Passage, at: int, table: dict[str, tuple[str, str]] = SAYING) -> bool:
    entry = table.get(passage.word(at))
    return entry is not None and entry[1] in ("past", "third") and not passage.words[at][0].isupper()


def _is_plural_finite(passage: Passage, at: int, subject: Phrase) -> bool:
    """`experts say`, `they argue`."""
    entry = SAYING.get(passage.word(at))
    if entry is None or entry[1] != "base":
        return False
    last = passage.low[subject[1]]
    return (
        last in ("they", "we", "i", "you", "who")
        or last.endswith("s")
        or last in ("people", "police", "men", "women", "some", "many", "others")
    )


def cue_after(passage: Passage, piece: int, text_end: str) -> Attribution | None:
    """`“…,” he said`, `“…,” said Smith`, `“…,” according to Smith`. `text_end` is the last character quoted."""
    at = piece + 1
    comma = text_end in ",-—–" or text_end in "?!…"
    if passage.word(at) in (",", *DASHES):
        comma = True
        at += 1
    if passage.word(at) == "(":  # “…” (applause), he said
        close = _closing(passage, at)
        at = close + 1 if close else at
        if passage.word(at) == ",":
            comma = True
            at += 1
    found = _clause(passage, at, piece)
    if found is None:
        return None
    if text_end == "." or not comma:
        follow = passage.word(
            (found.speaker[1] if found.how == "inverted" and found.speaker else max(found.cue, found.cue_last)) + 1
        )
        if (
            text_end == "."
            and follow not in ("", ".", ",", ":", "of", "in", "on", "at", "during")
            and follow not in TIMES
        ):
            return None
        if follow in ("that",) or (text_end == "." and found.how == "after" and follow == ","):
            return None
        if found.naming:
            return None
    return found


def _closing(passage: Passage, at: int) -> int | None:
    for k in range(at + 1, min(len(passage), at + 20)):
        if passage.words[k] == ")":
            return k
    return None


def _clause(passage: Passage, at: int, piece: int) -> Attribution | None:
    """A clause of attribution that begins at `at`."""
    size = len(passage)
    if (
        at < size
        and passage.low[at] in ("and", "but", "as", "so", "then")
        and passage.word(at + 1) not in ("for", "to")
    ):
        at += 1
    if at >= size:
        return None
    if passage.low[at] == "according" and passage.word(at + 1) == "to":
        phrase = read_right(passage, at + 2)
        return Attribution("according", at, mention(passage, phrase) if phrase else None, 0, cue_last=at + 1)
    start = at
    at = _skip_adverbs(passage, at)
    if _is_finite(passage, at):
        phrase = read_right(passage, at + 1)
        if phrase and passage.low[phrase[0]] not in ("who", "which", "you") and not _is_object(passage, at, phrase):
            return Attribution("inverted", at, mention(passage, _with_role(passage, phrase)), at - piece)
        return None
    return _subject_then_cue(passage, start, piece)


def _is_object(passage: Passage, cue: int, phrase: Phrase) -> bool:
    """`told reporters`, `asked him` with the subject elsewhere; `said he` is the inversion of `he said`."""
    verb = passage.low[cue]
    return (
        verb in ("told", "tells", "asked", "assured", "reminded", "informed")
        and passage.low[phrase[0]] not in ("he", "she", "i", "they")
        and not (is_name_word(passage.words[phrase[1]]))
    )


def _with_role(passage: Passage, phrase: Phrase) -> Phrase:
    """`a spokesman` with the `for the ministry` that follows."""
    nxt = phrase[1] + 1
    if passage.word(nxt) in ("for", "of", "at", "with", "from") and not is_name_word(passage.words[phrase[1]]):
        more = read_right(passage, nxt + 1, 10)
        if more and passage.low[more[0]] not in PRONOUNS:
            return (phrase[0], more[1])
    return phrase


def _subject_then_cue(passage: Passage, at: int, piece: int) -> Attribution | None:
    phrase = read_right(passage, at)
    if phrase is None:
        return None
    cue = _cue_past_modifiers(passage, phrase[1] + 1, phrase)
    if cue is None:
        return None
    naming = passage.low[cue] not in SAYING
    return Attribution("after", cue, mention(passage, phrase), cue - piece, naming)


def _cue_past_modifiers(passage: Passage, at: int, subject: Phrase) -> int | None:
    """The finite cue of `subject`, past parentheses, appositions, prepositional phrases and adverbs."""
    size, sentence = len(passage), passage.sentence[subject[0]]
    end = min(size, at + 45)
    depth = 0
    commas = 0
    k = at
    while k < end and passage.sentence[k] == sentence:
        word = passage.words[k]
        low = passage.low[k]
        if word == QUOTED and not commas:
            return None
        if word == "(":
            depth += 1
        elif word == ")":
            depth = max(0, depth - 1)
        elif depth:
            pass
        elif word == "," or low in DASHES:
            commas += 1
        elif low in (";", ":"):
            return None
        elif _is_finite(passage, k) or _is_plural_finite(passage, k, subject):
            before = passage.low[k - 1]
            back = k - 1
            while back > at and (is_adverb(passage.low[back]) or passage.low[back] in AUXILIARIES):
                back -= 1
            before = passage.low[back]
            free = back < at or before in (",", ")", *DASHES)
            if free and (
                commas == 0 or commas >= 2 or back < at or before == ")" or (subject[0] == subject[1] and commas)
            ):
                return k
            if commas == 0 and _only_modifiers(passage, at, k):
                return k
            if before in RELATIVES or commas == 0:
                k += 1
                continue
        elif (
            commas == 0
            and low not in ("of", "for", "at", "in", "from", "with", "on", "the", "to")
            and not _modifies(passage, k)
            and k - at > 12
        ):
            return None
        k += 1
    return None


def _modifies(passage: Passage, at: int) -> bool:
    low = passage.low[at]
    return (
        is_adverb(low)
        or low in AUXILIARIES
        or low in DETERMINERS
        or low in PREPOSITIONS
        or passage.words[at][0].isalnum()
    )


def _only_modifiers(passage: Passage, first: int, cue: int) -> bool:
    """Between subject and cue only prepositional phrases and adverbs: `a professor at Yale said`."""
    if cue - first > 14:
        return False
    if passage.low[first] not in (
        "of",
        "for",
        "at",
        "in",
        "from",
        "with",
        "on",
        "who",
        "himself",
        "herself",
        "and",
    ) and not (passage.words[first][0].isdigit()):
        return is_adverb(passage.low[first]) or passage.low[first] in TIMES or passage.low[first] in AUXILIARIES
    return True


def cue_later(passage: Passage, piece: int) -> Attribution | None:
    """`“…” for her, said Smith`: attribution at the end of the sentence that holds the piece."""
    sentence = passage.sentence[piece]
    for at in range(piece + 1, min(len(passage), piece + 50)):
        if passage.sentence[at] != sentence:
            return None
        if passage.words[at] == QUOTED and passage.pieces[at]:
            found = (
                _clause(passage, at + 1, at) if at + 1 < len(passage) and passage.sentence[at + 1] == sentence else None
            )
        elif passage.words[at] in (",",) or passage.low[at] in DASHES:
            found = _clause(passage, at + 1, piece)
        else:
            continue
        if found and (found.how == "according" or passage.low[found.cue] in STRONG) and found.cue - at < 25:
            end = found.speaker[1] if found.how != "after" and found.speaker else found.cue
            follow = passage.word(end + 1)
            if found.how == "after" and (
                follow == "that" or (found.speaker and passage.word(found.speaker[0]) in RELATIVES)
            ):
                continue
            found.how = "later"
            found.distance = found.cue - piece
            return found
    return None


def cue_before(passage: Passage, piece: int) -> Attribution | None:
    """`he said “…”`, `calling it “…”`, `said that it was “…”`: the nearest cue to the left in the sentence."""
    sentence = passage.sentence[piece]
    floor = piece
    while floor > 0 and passage.sentence[floor - 1] == sentence and piece - floor < REACH:
        floor -= 1
    noun: Attribution | None = None
    for at in range(piece - 1, floor - 1, -1):
        low = passage.low[at]
        if passage.words[at] == QUOTED:
            continue
        if low == "according" and passage.word(at + 1) == "to":
            phrase = read_right(passage, at + 2)
            if phrase and phrase[1] < piece:
                return noun or Attribution(
                    "according", at, mention(passage, _with_role(passage, phrase)), piece - at, cue_last=at + 1
                )
        if ((low in SAYING or low in NAMING) and not passage.words[at][0].isupper()) or (
            at == floor and low in SAYING | NAMING and low.endswith(("ing", "ed"))
        ):
            found = _verb(passage, at, floor, piece)
            if found:
                return noun if noun and found.distance > noun.distance + 12 else found
        if noun is None and low in NOUNS and piece - at <= 14:
            noun = _noun(passage, at, floor, piece)
    return noun


def _noun(passage: Passage, at: int, floor: int, piece: int) -> Attribution | None:
    """`his warning that …`, `Clinton’s claim that …`; a noun without owner is none."""
    start = at - 1
    while (
        start > floor
        and passage.words[start][0].isalpha()
        and not is_name_word(passage.words[start])
        and passage.low[start] not in DETERMINERS
        and passage.words[start] not in CLITICS
        and at - start < 4
    ):
        start -= 1
    if start < floor:
        return None
    if passage.low[start] in ("his", "her", "their", "its", "my"):
        return Attribution("noun", at, (start, start), piece - at)
    if passage.words[start] in CLITICS and start > floor:
        phrase = read_left(passage, start - 1, floor)
        if phrase:
            return Attribution("noun", at, mention(passage, phrase), piece - at)
    return None


def _verb(passage: Passage, at: int, floor: int, piece: int) -> Attribution | None:
    """The reading of token `at` as a verb that governs the piece; None where it is a noun or an adjective."""
    low = passage.low[at]
    saying, naming = SAYING.get(low), NAMING.get(low)
    form = (saying or naming or ("", ""))[1]
    before = passage.word(at - 1) if at > floor else ""
    is_naming = saying is None or (naming is not None and low not in STRONG)
    back = at - 1
    auxiliaries = False
    passive = False
    while back >= floor and (
        is_adverb(passage.low[back]) or passage.low[back] in AUXILIARIES or passage.low[back] == "to"
    ):
        auxiliaries = True
        passive = passive or passage.low[back] in ("is", "are", "was", "were", "be", "been", "being", "'s", "’s")
        back -= 1
    if form in ("base", "third") and not auxiliaries:
        if before in DETERMINERS or before in CLITICS or (before in PREPOSITIONS and before != "to"):
            return None
        phrase = read_left(passage, back, floor)
        if (
            phrase is None
            or (
                form == "base"
                and not (
                    passage.low[phrase[1]] in ("they", "we", "i", "you", "who")
                    or passage.low[phrase[1]].endswith("s")
                    or passage.low[phrase[1]] in ("some", "many", "others", "people")
                )
            )
        ) and before not in ("and", "or", ","):
            return None
    if form == "ing" and (before in DETERMINERS or before in POSSESSIVES):
        return None
    if form == "past" and (before in DETERMINERS or before == "of"):
        return None
    distance = piece - at
    cue_last = at
    if passive and form == "past" and low not in ("asked", "quoted"):
        return Attribution("before", at, _agent(passage, at, piece), distance, True)
    speaker = subject(passage, at, back, floor, form, auxiliaries)
    return Attribution("before", at, speaker, distance, is_naming, cue_last)


def _agent(passage: Passage, at: int, piece: int) -> Phrase | None:
    for k in range(at + 1, min(len(passage), piece + 8)):
        if passage.low[k] == "by":
            phrase = read_right(passage, k + 1)
            return mention(passage, _with_role(passage, phrase)) if phrase else None
    return None


def subject(passage: Passage, at: int, back: int, floor: int, form: str, auxiliaries: bool) -> Phrase | None:
    """The subject of the verb at `at`; `back` is the token before its adverbs and auxiliaries."""
    if back < floor:
        return _following_subject(passage, at) if form in ("ing", "past") else None
    low = passage.low[back]
    if form == "ing" and not (auxiliaries and passage.low[back] not in (",",)):
        return main_subject(passage, floor, at)
    if low in (",", ")") or low in DASHES:
        return _past_apposition(passage, back, floor) or main_subject(passage, floor, at)
    if low in CONJUNCTIONS or low in ("then", "to") or passage.words[back] == QUOTED:
        return main_subject(passage, floor, at)
    phrase = read_left(passage, back, floor)
    if phrase is None:
        return main_subject(passage, floor, at)
    return mention(passage, phrase)


def _past_apposition(passage: Passage, comma: int, floor: int) -> Phrase | None:
    """The head before `, governor of …,` or `(R-Texas)`: the leftmost phrase of the chain of commas."""
    if passage.words[comma] == ")":
        at = comma - 1
        while at > floor and passage.words[at] != "(":
            at -= 1
        phrase = read_left(passage, at - 1, floor)
        return mention(passage, phrase) if phrase else None
    at = comma - 1
    steps = 0
    while at >= floor and steps < 45:
        if passage.words[at] == "," or passage.low[at] in DASHES:
            phrase = read_left(passage, at - 1, floor)
            inner = passage.low[at + 1]
            if phrase and (
                inner in DETERMINERS
                or inner in RELATIVES
                or inner[0].isdigit()
                or not is_name_word(passage.words[at + 1])
                or is_name_word(passage.words[phrase[1]])
            ):
                before = passage.word(phrase[0] - 1) if phrase[0] > floor else ""
                named = is_name_word(passage.words[phrase[1]]) or passage.low[phrase[1]] in PRONOUNS
                if named and not (
                    before in PREPOSITIONS
                    and before
                    not in ("that", "as", "while", "when", "because", "although", "though", "if", "since", "than")
                ):
                    return mention(passage, phrase)
        at -= 1
        steps += 1
    return None


_OPENING: Final = PREPOSITIONS | words("asked speaking according meanwhile")


def main_subject(passage: Passage, floor: int, limit: int) -> Phrase | None:
    """The subject of the sentence: its first phrase, past opening adverbials that end in a comma."""
    at = floor
    for _ in range(4):
        while at < limit and (
            passage.low[at] in CONJUNCTIONS
            or passage.low[at] in (",", ":", ";", "(", ")", "that")
            or passage.words[at] == QUOTED
            or (is_adverb(passage.low[at]) and passage.word(at + 1) != ",")
            or passage.low[at] in DASHES
        ):
            at += 1
        if at >= limit:
            return None
        low = passage.low[at]
        opening = (
            low in _OPENING
            or low in TIMES
            or is_adverb(low)
            or low.endswith("ing")
            or (low in SAYING and low.endswith("ed"))
        )
        phrase = None if opening else read_right(passage, at)
        if phrase is not None and phrase[1] < limit:
            return mention(passage, phrase)
        comma = _next_comma(passage, at, limit)
        if comma is None:
            if low in ("as", "when", "while", "because", "though", "although", "if"):
                phrase = read_right(passage, at + 1)
                if phrase and phrase[1] < limit:
                    return mention(passage, phrase)
            return None
        at = comma + 1
    return None


def _following_subject(passage: Passage, at: int) -> Phrase | None:
    """`Asked about it, he …`, `Calling it “…,” Smith …`: the main clause comes after."""
    comma = at
    for _ in range(3):
        found = _next_comma(passage, comma + 1, min(len(passage), comma + 50), quoted=True)
        if found is None:
            return None
        phrase = read_right(passage, found + 1)
        if phrase and passage.sentence[min(found + 1, len(passage) - 1)] == passage.sentence[at]:
            return mention(passage, phrase)
        comma = found
    return None


def _next_comma(passage: Passage, at: int, limit: int, *, quoted: bool = False) -> int | None:
    depth = 0
    for k in range(at, min(limit, at + 60)):
        word = passage.words[k]
        if word == "(":
            depth += 1
        elif word == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and (word == "," or (quoted and word == QUOTED)):
            return k
    return None
