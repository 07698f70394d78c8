"""Which person the machine takes a speaker's words to mean: a name, a pronoun by gender and nearness, an office, `who`.

`READINGS` is the table of ways to read them, each tried in turn; the first that knows an answer gives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from extract.lexicon import word_set
from extract.quotes.antecedents import NEAR, crowd, relative, stranger, things
from extract.quotes.context import Source
from extract.quotes.cues import VERBS
from extract.quotes.descriptions import (
    Gender,
    describes_somebody,
    gender_of,
    head_noun,
    is_introduced,
    role_words,
)
from extract.quotes.mentions import WINDOW, Mentions
from store.model.fields import Person, Span

FAR: Final = 400
"""Mentions that are looked through for a surname."""

_BETWEEN: Final = re.compile(r"\b(?:by|of|for|with|to|from|in|at|on|and)\b")
_OF_OFFICE: Final = re.compile(
    r"\b(?:minister|secretary|director|head|chief|commissioner|speaker) of (?=[a-z]+ )", re.I
)
_GAP: Final = re.compile(r"\s?(?:\([^()]{1,20}\))?,?\s")
_TO_NAME: Final = re.compile(r"(?:,| and (?!his|her|their|the|an?\b)[a-z][\w-]{1,20}(?: [\w-]{2,20}){0,5}) ")
"""Between a description and its name: `the party’s spokesman, Ole Lund`, `lawyer and writer Ole Lund`."""

_HE: Final = word_set("he his him himself")
_SHE: Final = word_set("she her hers herself")
_IT: Final = word_set("it its itself")
_NOBODY: Final = word_set("they we i you their my our your one some many others everyone nobody")
_NO_NAME: Final = _HE | _SHE | _IT | _NOBODY | word_set("who which that the a an this these those more such another")


class Answer(NamedTuple):
    """`name` is the person's, else what to call the speaker; `sure` is 0-1."""

    person: Person | None
    name: str
    sure: float


class Speakers:
    """Looks persons up for the quotations of one text, which must be asked in order."""

    def __init__(self, text: str, people: Sequence[Person], quoted: Sequence[Span]) -> None:
        self.text = text
        self.mentions = Mentions(text, people, quoted)
        self._last: tuple[int, Person | None, str] = (-WINDOW, None, "")
        """Where the last person or name spoke."""
        self._spoke: Answer | None = None

    def resolve(self, span: Span) -> Answer:
        answer = self._read(span)
        if answer.person is not None or _is_name(self.text[slice(*span)]):
            self._last = (span[1], answer.person, answer.name)
        self._spoke = answer
        return answer

    def likeliest(self, sources: Sequence[Source], at: int) -> Answer | None:
        """Of words quoted at `at`: the first who can be meant; of those that only did something, persons and names."""
        for words, spoke in sources:
            if words is None:
                if self._spoke is not None:
                    return self._spoke
            elif words[0] > at:
                return self._read(words)  # who is named later has not spoken yet
            elif spoke or self._read(words).person is not None or _is_full_name(self.text[slice(*words)]):
                return self.resolve(words)
        return None

    def _read(self, span: Span) -> Answer:
        words = self.text[slice(*span)]
        answers = (reading(self, span, words) for reading in READINGS)
        return next((answer for answer in answers if answer is not None), Answer(None, words, 0.95))

    def pronoun(self, span: Span, words: str) -> Answer | None:
        low = words.lower()
        if low not in _HE and low not in _SHE:
            return None
        return self._nearest(span[0], words, "m" if low in _HE else "f")

    def relative(self, span: Span, words: str) -> Answer | None:
        """`Smith, who`, `Smith (R-Ohio), who`, `the letter, which`."""
        if words.lower() not in ("who", "which", "that"):
            return None
        near = self.mentions.before(span[0])
        if near and _GAP.fullmatch(self.text, near[0].end, span[0]):
            return Answer(near[0].person, near[0].person.name, 0.9)
        return Answer(None, relative(self.text, span[0]) or words, 0.7)

    def thing(self, span: Span, words: str) -> Answer | None:
        """`it`: the body or the report that said something before."""
        if words.lower() not in _IT:
            return None
        last = self._spoke
        for start, end in reversed(things(self.text, span[0])):
            if not self.mentions.within((start, end)):
                return Answer(None, self.text[start:end], 0.7)
        return Answer(None, last.name if last is not None and last.person is None else words, 0.6)

    def nobody(self, span: Span, words: str) -> Answer | None:
        low = words.lower()
        if low not in _NOBODY:
            return None
        return Answer(None, crowd(self.text, span[0]) if low == "they" else words, 0.6)

    def named(self, span: Span, words: str) -> Answer | None:
        """The name that the words are, end with or are a part of."""
        within = self.mentions.within(span)
        if not within:
            person = self.mentions.around(span)
            return Answer(person, person.name, 0.95) if person is not None else None
        start, end, person = within[-1]
        alone = len(within) == 1 and end == span[1] and self._is_title(span, start, person)
        return Answer(person, person.name, 0.98) if alone else None

    def apposed(self, span: Span, words: str) -> Answer | None:
        """`the party’s spokesman, Ole Lund`, `Ada Brandt’s lawyer, Ole Lund`."""
        after = self.mentions.after(span[1])
        if after is None or after[0] - span[1] > 120 or _is_name(words):
            return None
        between = self.text[span[1] : after[0]]
        if not _TO_NAME.fullmatch(between) or any(word in VERBS for word in between.split()):
            return None
        return Answer(after[2], after[2].name, 0.9)

    def other_names(self, span: Span, words: str) -> Answer | None:
        """`a neighbour of Ole Lund`: somebody's, and nobody that is named."""
        return Answer(None, words, 0.9) if self.mentions.within(span) else None

    def described(self, span: Span, words: str) -> Answer | None:
        """`the governor`: the nearest person whose role names that office, and most of its words; else the nearest."""
        if not words.lower().startswith(("the ", "this ")):
            return None
        wanted = role_words(words)
        core = head_noun(words)
        best: Person | None = None
        shared = 0
        for mention in self.mentions.before(span[0]):
            role = role_words(mention.person.role or "")
            if core in role and "vice" not in role - wanted and len(role & wanted) > shared:
                best, shared = mention.person, len(role & wanted)
        if best is not None:
            return Answer(best, best.name, 0.85 if shared > 1 else 0.7)
        if describes_somebody(words) and not is_introduced(self.text, span[0], words):
            return self._nearest(span[0], words, gender_of(words), subjects=True)
        return None

    def surname(self, span: Span, words: str) -> Answer | None:
        """The person named last, at any distance, whose name ends with a surname that nobody is known by here."""
        if not _is_name(words):
            return None
        named = self.mentions.named(span[0], FAR)
        known = next((person for person in named if person.name.lower().endswith(f" {words.lower()}")), None)
        return Answer(known, known.name, 0.85) if known else None

    def _is_title(self, span: Span, start: int, person: Person) -> bool:
        """False for `the hunter shot by Smith`, whose last word is a name and not the speaker's."""
        role = person.evidence.get("role")
        if role is not None and span[0] <= role[0] and role[1] + 1 == start:
            start = role[0]
        title = _OF_OFFICE.sub("", self.text[span[0] : start])
        return not _BETWEEN.search(title)

    def _stranger(self, at: int) -> str:
        """Somebody who is spoken of after whoever was named last, and not named."""
        return stranger(self.text, max(self.mentions.end_before(at), self._last[0], at - NEAR), at)

    def _nearest(self, at: int, words: str, gender: Gender | None, *, subjects: bool = False) -> Answer:
        """The nearest person that fits, the last speaker and subjects first; nobody where a stranger spoke last.

        With `subjects` nobody who is named aside."""
        if unnamed := self._stranger(at):
            return Answer(None, unnamed, 0.6)
        spoke, last, name = self._last
        fitting = [mention for mention in self.mentions.before(at) if self._fits(mention.person, gender)]
        if subjects:
            fitting = [mention for mention in fitting if mention.weight < 1]
        if fitting and self.text[fitting[0].end : at] == ", ":
            del fitting[0]  # Smith, he said, …
        if last is None and name and at - spoke < WINDOW and not any(m.end > spoke and m.weight < 4 for m in fitting):
            return Answer(None, name, 0.6)
        persons: dict[str, Person] = {}
        costs: dict[str, float] = {}
        if last is not None and self._fits(last, gender):
            persons[last.id] = last
            costs[last.id] = (at - spoke + 20) * 0.3
        for mention in fitting:
            cost = (at - mention.end + 20) * mention.weight
            if gender is not None and self.mentions.gender(mention.person) is None:
                cost *= 2
            key = mention.person.id
            persons[key] = mention.person
            costs[key] = min(cost, costs.get(key, cost))
        if not costs:
            return Answer(None, words, 0.5)
        ranked = sorted(costs, key=costs.__getitem__)
        return self._answer(persons[ranked[0]], gender, clear=self._is_clear([costs[key] for key in ranked]))

    def _is_clear(self, costs: Sequence[float]) -> bool:
        return len(costs) == 1 or costs[1] > 2.5 * costs[0]

    def _fits(self, person: Person, gender: Gender | None) -> bool:
        return gender is None or self.mentions.gender(person) in (gender, None)

    def _answer(self, best: Person, gender: Gender | None, *, clear: bool) -> Answer:
        known = self.mentions.gender(best)
        if clear and known is None and gender is not None:
            self.mentions.learn(best, gender)
            return Answer(best, best.name, 0.7)
        sure = 0.9 if clear else 0.7
        return Answer(best, best.name, sure if known == gender else sure - 0.2)


def _is_name(words: str) -> bool:
    """Capitals throughout, and not a pronoun or article at the head of a sentence."""
    parts = words.split()
    return all(part[0].isupper() for part in parts) and parts[0].lower() not in _NO_NAME


def _is_full_name(words: str) -> bool:
    """A capital alone may only say that a sentence begins."""
    return len(words.split()) > 1 and _is_name(words)


READINGS: Final[tuple[Callable[[Speakers, Span, str], Answer | None], ...]] = (
    Speakers.pronoun,  # “…,” he said
    Speakers.relative,  # Lund, who said “…”
    Speakers.thing,  # “…,” it said
    Speakers.nobody,  # “…,” they said
    Speakers.named,  # “…,” Gov. Ole Lund said
    Speakers.apposed,  # “…,” the governor’s friend, Ole Lund, said
    Speakers.other_names,  # “…,” a friend of Ole Lund said
    Speakers.described,  # “…,” the governor said
    Speakers.surname,  # “…,” Lund said
)
