"""Where the article's people are named, how near a pronoun finds them, and whether they are a he or a she.

Gender is read from titles, offices and pronouns of the text itself, then from a short list of common given names;
where nothing tells it, a person fits both pronouns, and less surely.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from extract.lexicon import word_list, word_set
from extract.quotes.cues import VERBS
from extract.quotes.descriptions import Gender, role_words
from extract.quotes.genders import GIVEN_F, GIVEN_M, OFFICE_F, OFFICE_M, TITLE
from extract.quotes.word_classes import OFFICES
from store.model.fields import Person, Span

WINDOW: Final = 1500
"""A pronoun means nobody who was last named more characters ago than this."""

_BREAK: Final = re.compile(r"[.!?:;,—–\n“”\"](?:\s|$)|\n|[“”\"]|\b(?:that|and|but|when|as|while)\s")
_SPEAKS: Final = re.compile(
    r"(?:,[^,.\n“”\"]{1,80},)? (?:also |later |then |has |had )?"
    r"(?:said|says|told|added|explained|noted|wrote|argued|insisted|warned)\b"
)
_LEADING: Final = OFFICES | word_list("nouns_of_somebody") | word_set("the a former of for and")
_PRONOUN: Final = re.compile(r"\b(?:(he|his|him|himself)|(she|her|hers|herself))\b", re.IGNORECASE)


class Mention(NamedTuple):
    start: int
    end: int
    person: Person
    weight: float
    """How far away a pronoun finds it: small for the subject of a sentence, large inside a quotation."""


class Mentions:
    """The mentions of people in one text, ascending."""

    def __init__(self, text: str, people: Sequence[Person], quoted: Sequence[Span]) -> None:
        self.text = text
        self._quoted = quoted
        self._quoted_starts = [start for start, _ in quoted]
        spans = sorted((start, end, number) for number, person in enumerate(people) for start, end in person.spans)
        self._starts = [start for start, _, _ in spans]
        self._mentions = [(start, end, people[number]) for start, end, number in spans]
        self._genders: dict[str, Gender | None] = {}

    def within(self, span: Span) -> list[tuple[int, int, Person]]:
        """Those that begin in `span`."""
        return self._mentions[bisect_left(self._starts, span[0]) : bisect_left(self._starts, span[1])]

    def around(self, span: Span) -> Person | None:
        """Whoever's name `span` is a part of."""
        at = bisect_right(self._starts, span[0]) - 1
        return self._mentions[at][2] if at >= 0 and self._mentions[at][1] >= span[1] else None

    def after(self, at: int) -> tuple[int, int, Person] | None:
        """The first that begins at `at` or later."""
        number = bisect_left(self._starts, at)
        return self._mentions[number] if number < len(self._mentions) else None

    def end_before(self, at: int) -> int:
        """Where the last one ends that begins before `at`, and in no quotation; 0 where there is none."""
        last = bisect_left(self._starts, at) - 1
        for number in range(last, max(-1, last - 40), -1):
            if not self._is_quoted(self._starts[number]):
                return self._mentions[number][1]
        return 0

    def named(self, at: int, limit: int) -> list[Person]:
        """Whoever is named before `at`, nearest first."""
        stop = bisect_left(self._starts, at)
        return [self._mentions[i][2] for i in range(stop - 1, max(-1, stop - 1 - limit), -1)]

    def before(self, at: int) -> list[Mention]:
        """Mentions that end before `at`, nearest first, within the window."""
        stop = bisect_left(self._starts, at)
        first = max(bisect_left(self._starts, at - WINDOW), stop - 40)
        return [
            Mention(start, end, person, self._weigh(start, end))
            for start, end, person in reversed(self._mentions[first:stop])
            if end <= at
        ]

    def _is_quoted(self, start: int) -> bool:
        at = bisect_right(self._quoted_starts, start) - 1
        return at >= 0 and start < self._quoted[at][1]

    def _weigh(self, start: int, end: int) -> float:
        if self._is_quoted(start):
            return 4.0
        if self.text[end : end + 1] in ("'", "’"):
            return 2.0
        if _SPEAKS.match(self.text, end):
            return 0.15
        return 0.2 if self._is_subject(start) else 1.0

    def _is_subject(self, start: int) -> bool:
        """Nothing but titles and offices between the beginning of its sentence, or a comma, and the name."""
        lead = _BREAK.split(self.text[max(0, start - 60) : start])[-1].split()
        if lead and lead[-1] in VERBS and VERBS[lead[-1]].weight == "speaking":
            return True  # …, warned Smith
        return len(lead) <= 5 and all(word[0].isupper() or word.strip(".").lower() in _LEADING for word in lead)

    def gender(self, person: Person) -> Gender | None:
        if person.id not in self._genders:
            self._genders[person.id] = self._read_gender(person)
        return self._genders[person.id]

    def learn(self, person: Person, gender: Gender) -> None:
        """From a pronoun that can mean nobody else."""
        self._genders[person.id] = gender

    def _read_gender(self, person: Person) -> Gender | None:
        spans = person.spans[:20]
        if title := self._title(span for span in spans if " " in self.text[slice(*span)]):
            return title
        office = set((person.role or "").lower().split()) | role_words(person.role or "")
        if office & OFFICE_M or office & OFFICE_F:
            return "m" if office & OFFICE_M else "f"
        given = person.name.lower().replace("-", " ").split()
        if (len(given) > 1 or given[0] in GIVEN_F) and (given[0] in GIVEN_M) != (given[0] in GIVEN_F):
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
