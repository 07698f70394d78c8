"""Which person a speaker's words mean: a name, a pronoun by gender and nearness, an office, `who`.

Gender is read from titles, offices and pronouns of the text itself, then from a short list of common given names;
where nothing tells it, a person fits both pronouns, and less surely.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from extract.words import word_set
from store.fields import Person, Span

WINDOW: Final = 1500
"""A pronoun means nobody who was last named more characters ago than this."""

Gender = Literal["m", "f"]

_HE: Final = word_set("he his him himself")
_SHE: Final = word_set("she her hers herself")
_NOBODY: Final = word_set(
    """
    it they we i you who which that their its my our your one some many others everyone nobody
    """
)
_PRONOUN: Final = re.compile(r"\b(?:(he|his|him|himself)|(she|her|hers|herself))\b", re.IGNORECASE)
_TITLE: Final = re.compile(
    r"(?:\b(Mr|Sir|King|Prince|Pope|Lord|Father|Brother|Imam|Sheikh)|\b(Mrs|Ms|Miss|Lady|Dame|Queen|Princess|Madam|Sister))\b\.?\s*$"
)
_OFFICE_M: Final = word_set(
    """
    spokesman chairman congressman councilman businessman king prince father husband actor son
    """
)
_OFFICE_F: Final = word_set(
    """
    spokeswoman chairwoman congresswoman councilwoman businesswoman queen princess mother wife actress daughter
    """
)

_GIVEN_M: Final = word_set(
    """
    james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark
    donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary
    nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond
    patrick jack dennis jerry tyler aaron jose adam henry nathan douglas zachary peter kyle walter ethan jeremy
    harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan
    billy bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell elijah louis
    bobby philip johnny barack bill bob jim mike tom tim steve chris dan dave jeff greg ken ron ted rick rob ben sam
    matt tony joel hugh ivan vladimir volodymyr dmitry sergei sergey oleg oleh igor boris mikhail nikolai viktor
    vyacheslav yuri andrei aleksandr alexei alexey pavel jean pierre francois jacques michel emmanuel nicolas hans
    karl wolfgang klaus jurgen carlos luis jorge pedro miguel francisco manuel mohammed muhammad mohamed ahmed ali
    hassan hussein omar ibrahim mahmoud abdullah khalid yusuf recep narendra rahul raj imran xi jong hiroshi shinzo
    kenji boyd marco bernie martin lindsey mitch harry chuck newt rand jeb rubio mario luigi giuseppe matteo silvio
    antonio fernando diego rafael alberto eduardo ricardo roberto javier
    """
)
_GIVEN_F: Final = word_set(
    """
    mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley
    kimberly emily donna michelle carol amanda melissa deborah stephanie dorothy rebecca sharon laura cynthia amy
    kathleen angela shirley brenda emma anna pamela nicole samantha katherine christine helen debra rachel carolyn
    janet maria catherine heather diane olivia julie joyce victoria ruth virginia lauren kelly christina joan evelyn
    judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann kathryn abigail sophia
    frances jean alice judy isabella julia grace amber denise danielle marilyn beverly charlotte natalie theresa
    diana brittany doris kayla alexis lori marie hillary anne jane kate katie sue jill kim ellen eva irina olga
    natalia svetlana tatiana elena ekaterina yulia oksana anastasia galina ludmila angela ursula marine giorgia
    theresa nicola fatima aisha leila zainab maryam mariam amina noor priya indira sonia sushma benazir malala yoko
    akiko mei ling sofia lucia carmen ana rosa elena isabel claudia paula monica veronica beatriz dilma cristina
    kellyanne melania ivanka megyn carly nikki condoleezza
    """
)


class Answer(NamedTuple):
    """`sure` is 0-1."""

    person: Person | None
    sure: float


class Speakers:
    """Looks persons up for the quotations of one text, which must be asked in order."""

    def __init__(self, text: str, people: Sequence[Person]) -> None:
        self.text = text
        named = [(start, end, person) for person in people for start, end in person.spans if end <= len(text)]
        named.sort(key=lambda item: item[:2])
        self.mentions: list[tuple[int, int, Person]] = named
        self.starts = [start for start, _, _ in named]
        self.last: Person | None = None
        self._genders: dict[int, Gender | None] = {}

    def resolve(self, span: Span, *, inside: bool = False) -> Answer:
        """`inside`: the words stand in a sentence whose subject they are."""
        words_ = self.text[span[0] : span[1]]
        low = words_.lower()
        if low in _HE or low in _SHE:
            return self._pronoun(span[0], "m" if low in _HE else "f")
        if low in ("who", "which"):
            return self._antecedent(span[0])
        if low in _NOBODY or not self.mentions:
            return Answer(None, 0.97 if low not in _NOBODY else 0.6)
        within = self.mentions[bisect_left(self.starts, span[0]) : bisect_left(self.starts, span[1])]
        whole = [person for _, end, person in within if end == span[1]]
        if len(within) == 1 and whole:
            return Answer(whole[0], 0.98)
        if within:
            same = {id(person) for _, _, person in within}
            return Answer(whole[0], 0.7) if whole and len(same) == 1 else Answer(None, 0.8)
        at = bisect_right(self.starts, span[0]) - 1
        if at >= 0 and self.mentions[at][1] >= span[1]:
            return Answer(self.mentions[at][2], 0.95)
        if low.startswith("the "):
            return self._office(span[0], low.split()[-1])
        return Answer(None, 0.95)

    def _before(self, at: int) -> list[tuple[int, int, Person]]:
        """Mentions that end before `at`, nearest first, within the window."""
        stop = bisect_left(self.starts, at)
        first = bisect_left(self.starts, at - WINDOW)
        return [mention for mention in reversed(self.mentions[max(first, stop - 60) : stop]) if mention[1] <= at]

    def _pronoun(self, at: int, gender: Gender) -> Answer:
        """The last speaker if it fits and nobody else came up since; else the nearest subject, then the nearest."""
        near = self._before(at)
        fitting = [mention for mention in near if self._gender(mention[2]) in (gender, None)]
        if not fitting:
            return Answer(None, 0.5)
        known = [mention for mention in fitting if self._gender(mention[2]) == gender] or fitting
        persons = {id(person) for _, _, person in known}
        if len(persons) == 1:
            return Answer(known[0][2], 0.9 if self._gender(known[0][2]) == gender else 0.6)
        subjects = [mention for mention in known if self._is_subject(mention)]
        nearest = subjects[0] if subjects else known[0]
        if self.last is not None and id(self.last) in persons:
            latest = next(mention for mention in known if mention[2] is self.last)
            if nearest[2] is self.last or latest[0] >= nearest[0]:
                return Answer(self.last, 0.85)
        return Answer(nearest[2], 0.7 if subjects else 0.55)

    def _is_subject(self, mention: tuple[int, int, Person]) -> bool:
        """At the head of a sentence or clause, or right before or after a verb of saying: by the look of it."""
        before = self.text[max(0, mention[0] - 40) : mention[0]].rstrip()
        after = self.text[mention[1] : mention[1] + 2]
        if after[:1] in ("'", "’"):
            return False
        return not before or before[-1] in '.!?”"\n:' or before.endswith((" and", " But", ",", " said", "”"))

    def _antecedent(self, at: int) -> Answer:
        near = self._before(at)
        if near and at - near[0][1] <= 3:
            return Answer(near[0][2], 0.9)
        return Answer(None, 0.6)

    def _office(self, at: int, head: str) -> Answer:
        """`the governor`: the nearest person whose role names that office."""
        for _, _, person in self._before(at):
            if person.role and head in person.role.lower().split():
                return Answer(person, 0.8)
        return Answer(None, 0.8)

    def _gender(self, person: Person) -> Gender | None:
        key = id(person)
        if key not in self._genders:
            self._genders[key] = self._read_gender(person)
        return self._genders[key]

    def _read_gender(self, person: Person) -> Gender | None:
        for start, _ in person.spans[:20]:
            title = _TITLE.search(self.text[max(0, start - 12) : start])
            if title:
                return "m" if title.group(1) else "f"
        office = set((person.role or "").lower().split())
        if office & _OFFICE_M or office & _OFFICE_F:
            return "m" if office & _OFFICE_M else "f"
        given = person.name.lower().replace("-", " ").split()
        if len(given) > 1 and (given[0] in _GIVEN_M) != (given[0] in _GIVEN_F):
            return "m" if given[0] in _GIVEN_M else "f"
        return self._by_pronouns(person)

    def _by_pronouns(self, person: Person) -> Gender | None:
        """The pronouns that follow the person's mentions before anybody else is named."""
        votes = 0
        for start, end in person.spans[:20]:
            at = bisect_right(self.starts, start)
            stop = min(self.starts[at] if at < len(self.starts) else len(self.text), end + 120)
            pronoun = _PRONOUN.search(self.text, end, stop)
            if pronoun:
                votes += 1 if pronoun.group(1) else -1
        return "m" if votes > 0 else "f" if votes < 0 else None
