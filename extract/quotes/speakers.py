"""Which person the machine takes a speaker's words to mean: a name, a pronoun by gender and nearness, an office, `who`.

Gender is read from titles, offices and pronouns of the text itself, then from a short list of common given names;
where nothing tells it, a person fits both pronouns, and less surely.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from extract.lexicon import word_set
from extract.quotes.cues import VERBS
from extract.quotes.genders import GIVEN_F, GIVEN_M, OFFICE_F, OFFICE_M, TITLE
from extract.quotes.word_classes import OFFICES
from store.model.fields import Person, Span

WINDOW: Final = 1500
"""A pronoun means nobody who was last named more characters ago than this."""

FAR: Final = 400
"""Mentions that are looked through for a surname."""
NEAR: Final = 500
"""Characters that are looked through for a crowd or a stranger."""

Gender = Literal["m", "f"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_BREAK: Final = re.compile(r"[.!?:;,—–\n“”\"](?:\s|$)|\n|[“”\"]|\b(?:that|and|but|when|as|while)\s")
_POSSESSOR: Final = re.compile(r"[^'’]*['’]s?\s")
"""`the mayor's` of a role `mayor's grandfather`, which is no mayor's."""
_BETWEEN: Final = re.compile(r"\b(?:by|of|for|with|to|from|in|at|on|and)\b")
_GAP: Final = re.compile(r"\s?(?:\([^()]{1,20}\))?,?\s")
_CROWD: Final = re.compile(
    r"(?:^|[.!?”\"]\s|\n)((?:The|Some|Many|Several|(?:Dozen|Hundred)s of) (?:[a-z]{3,20}s|people|men|women))\b",
    re.MULTILINE,
)
_STRANGER: Final = re.compile(r"\ban? \d{1,2}-year-old(?: (?!who|from|in|with|and|of|on|at|was)[a-z-]{3,20}){1,2}")
_LEADING: Final = OFFICES | word_set("the a former of for and")
_SHORT_OFFICES: Final = {
    "sen": "senator",
    "gov": "governor",
    "rep": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "pres": "president",
    "gen": "general",
    "sec": "secretary",
    "prof": "professor",
}

_HE: Final = word_set("he his him himself")
_SHE: Final = word_set("she her hers herself")
_NOBODY: Final = word_set(
    """
    it they we i you who which that their its my our your one some many others everyone nobody
    """
)
_NO_NAME: Final = _HE | _SHE | _NOBODY | word_set("the a an this that these those more such another")
_PRONOUN: Final = re.compile(r"\b(?:(he|his|him|himself)|(she|her|hers|herself))\b", re.IGNORECASE)


class Answer(NamedTuple):
    """`name` is the person's, else what to call the speaker; `sure` is 0-1."""

    person: Person | None
    name: str
    sure: float


class _Mention(NamedTuple):
    start: int
    end: int
    person: Person
    weight: float
    """How far away a pronoun finds it: small for the subject of a sentence, large inside a quotation."""


class Speakers:
    """Looks persons up for the quotations of one text, which must be asked in order."""

    def __init__(self, text: str, people: Sequence[Person], quoted: Sequence[Span]) -> None:
        self.text = text
        self._quoted = quoted
        self._quoted_starts = [start for start, _ in quoted]
        spans = sorted((start, end, number) for number, person in enumerate(people) for start, end in person.spans)
        self._starts = [start for start, _, _ in spans]
        self._mentions = [(start, end, people[number]) for start, end, number in spans]
        self._genders: dict[str, Gender | None] = {}
        self._last: tuple[int, Person | None, str] = (-WINDOW, None, "")

    def resolve(self, span: Span) -> Answer:
        words = self.text[span[0] : span[1]]
        answer = self._resolve(span, words)
        if answer.person is not None or _is_name(words):
            self._last = (span[1], answer.person, answer.name)
        return answer

    def _resolve(self, span: Span, words: str) -> Answer:
        low = words.lower()
        if low in _HE or low in _SHE:
            return self._pronoun(span[0], words, "m" if low in _HE else "f")
        if low in ("who", "which", "that"):
            return self._antecedent(span[0], words)
        if low in _NOBODY:
            return Answer(None, self._crowd(span[0]) if low == "they" else words, 0.6)
        within = self._mentions[bisect_left(self._starts, span[0]) : bisect_left(self._starts, span[1])]
        last = [person for start, end, person in within if end == span[1] and self._only_titles(span[0], start)]
        if len(within) == 1 and last:
            return Answer(last[0], last[0].name, 0.98)
        if within:
            return Answer(None, words, 0.9)
        at = bisect_right(self._starts, span[0]) - 1
        if at >= 0 and self._mentions[at][1] >= span[1]:
            person = self._mentions[at][2]
            return Answer(person, person.name, 0.95)
        after = self._mentions[at + 1] if at + 1 < len(self._mentions) else None
        if after is not None and self.text[span[1] : after[0]] == ", ":
            return Answer(after[2], after[2].name, 0.9)  # the party’s spokesman, Ole Lund, said
        if low.startswith("the "):
            return self._office(span[0], words)
        known = self._by_surname(span[0], low) if _is_name(words) else None
        return Answer(known, known.name, 0.85) if known else Answer(None, words, 0.95)

    def _by_surname(self, at: int, surname: str) -> Person | None:
        """The person named last, at any distance, whose name ends with a surname that nobody is known by here."""
        stop = bisect_left(self._starts, at)
        named = (self._mentions[i][2] for i in range(stop - 1, max(-1, stop - 1 - FAR), -1))
        return next((person for person in named if person.name.lower().endswith(f" {surname}")), None)

    def _stranger(self, at: int) -> str:
        """`a 56-year-old tailor`, described after whoever was named last, and not named."""
        before = bisect_left(self._starts, at)
        start = max(self._mentions[before - 1][1] if before else 0, self._last[0], at - NEAR)
        found = list(_STRANGER.finditer(self.text, start, at))
        apposed = found and self.text[start : found[-1].start()].strip(" ,") == ""
        return found[-1].group() if found and not apposed else ""

    def _crowd(self, at: int) -> str:
        """`the marchers`, with whom a sentence shortly before began; else `they`."""
        found = list(_CROWD.finditer(self.text, max(0, at - NEAR), at))
        return found[-1][1].lower() if found else "they"

    def _only_titles(self, start: int, end: int) -> bool:
        """False for `the hunter shot by Smith`, whose last word is a name and not the speaker's."""
        return not _BETWEEN.search(self.text, start, end)

    def _before(self, at: int) -> list[_Mention]:
        """Mentions that end before `at`, nearest first, within the window."""
        stop = bisect_left(self._starts, at)
        first = max(bisect_left(self._starts, at - WINDOW), stop - 40)
        return [
            _Mention(start, end, person, self._weigh(start, end))
            for start, end, person in reversed(self._mentions[first:stop])
            if end <= at
        ]

    def _weigh(self, start: int, end: int) -> float:
        at = bisect_right(self._quoted_starts, start) - 1
        if at >= 0 and start < self._quoted[at][1]:
            return 4.0
        if self.text[end : end + 1] in ("'", "’"):
            return 2.0
        return 0.2 if self._is_subject(start) else 1.0

    def _is_subject(self, start: int) -> bool:
        """Nothing but titles and offices between the beginning of its sentence, or a comma, and the name."""
        lead = _BREAK.split(self.text[max(0, start - 60) : start])[-1].split()
        if lead and lead[-1] in VERBS and VERBS[lead[-1]].weight == "speaking":
            return True  # …, warned Smith
        return len(lead) <= 5 and all(word[0].isupper() or word.strip(".").lower() in _LEADING for word in lead)

    def _pronoun(self, at: int, words: str, gender: Gender) -> Answer:
        """The nearest person that fits, the last speaker and subjects first; nobody where a stranger spoke last."""
        if stranger := self._stranger(at):
            return Answer(None, stranger, 0.6)
        spoke, last, name = self._last
        fitting = [mention for mention in self._before(at) if self._gender(mention.person) in (gender, None)]
        if last is None and name and at - spoke < WINDOW and not any(m.end > spoke and m.weight < 4 for m in fitting):
            return Answer(None, name, 0.6)
        persons: dict[str, Person] = {}
        costs: dict[str, float] = {}
        if last is not None and self._gender(last) in (gender, None):
            persons[last.id] = last
            costs[last.id] = (at - spoke + 20) * 0.3
        for mention in fitting:
            cost = (at - mention.end + 20) * mention.weight
            if self._gender(mention.person) is None:
                cost *= 2
            key = mention.person.id
            persons[key] = mention.person
            costs[key] = min(cost, costs.get(key, cost))
        if not costs:
            return Answer(None, words, 0.5)
        ranked = sorted(costs, key=costs.__getitem__)
        best = persons[ranked[0]]
        clear = len(ranked) == 1 or costs[ranked[1]] > 2.5 * costs[ranked[0]]
        if clear and self._gender(best) is None:
            self._genders[best.id] = gender
            return Answer(best, best.name, 0.7)
        sure = 0.9 if clear else 0.7
        return Answer(best, best.name, sure if self._gender(best) == gender else sure - 0.2)

    def _antecedent(self, at: int, words: str) -> Answer:
        """`Smith, who`, `Smith (R-Ohio), who`."""
        near = self._before(at)
        if near and _GAP.fullmatch(self.text, near[0].end, at):
            return Answer(near[0].person, near[0].person.name, 0.9)
        return Answer(None, words, 0.7)

    def _office(self, at: int, words: str) -> Answer:
        """`the governor`: the nearest person whose role names that office, and most of its words."""
        wanted = _role_words(words)
        core = words.lower().split(" of ")[0].split(" for ")[0].split()[-1]
        best: Person | None = None
        shared = 0
        for mention in self._before(at):
            role = _role_words(mention.person.role or "")
            if core in role and "vice" not in role - wanted and len(role & wanted) > shared:
                best, shared = mention.person, len(role & wanted)
        if best is None:
            return Answer(None, words, 0.9)
        return Answer(best, best.name, 0.85 if shared > 1 else 0.7)

    def _gender(self, person: Person) -> Gender | None:
        if person.id not in self._genders:
            self._genders[person.id] = self._read_gender(person)
        return self._genders[person.id]

    def _read_gender(self, person: Person) -> Gender | None:
        spans = person.spans[:20]
        if title := self._title(span for span in spans if " " in self.text[slice(*span)]):
            return title
        office = _role_words(person.role or "")
        if office & OFFICE_M or office & OFFICE_F:
            return "m" if office & OFFICE_M else "f"
        given = person.name.lower().replace("-", " ").split()
        if len(given) > 1 and (given[0] in GIVEN_M) != (given[0] in GIVEN_F):
            return "m" if given[0] in GIVEN_M else "f"
        return self._title(spans) or self._by_pronouns(person)

    def _title(self, spans: Iterable[Span]) -> Gender | None:
        """Before a surname alone it may be a relative's."""
        found = (TITLE.search(self.text[max(0, start - 12) : start]) for start, _ in spans)
        title = next(filter(None, found), None)
        return None if title is None else "m" if title.group(1) else "f"

    def _by_pronouns(self, person: Person) -> Gender | None:
        """The first pronouns after the person as a subject, before anybody else is named."""
        votes = 0
        for start, end in person.spans[:20]:
            if self._weigh(start, end) > 1:
                continue
            at = bisect_right(self._starts, start)
            stop = min(self._starts[at] if at < len(self._starts) else len(self.text), end + 120)
            pronoun = _PRONOUN.search(self.text, end, stop)
            if pronoun:
                votes += 1 if pronoun.group(1) else -1
        return "m" if votes > 0 else "f" if votes < 0 else None


def _is_name(words: str) -> bool:
    """Capitals throughout, and not a pronoun or article at the head of a sentence."""
    parts = words.split()
    return all(part[0].isupper() for part in parts) and parts[0].lower() not in _NO_NAME


def _role_words(role: str) -> set[str]:
    own = _POSSESSOR.sub("", role.lower())
    return {_SHORT_OFFICES.get(word, word) for word in _WORD.findall(own)} - {"the", "former", "of", "for"}
