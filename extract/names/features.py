"""What the tagger sees of a word in a run: the features that it is judged by.

A word is seen with its neighbours, its letters, the lists it stands in, and what the rest of the document shows of it.
Weighs nothing: that is the tagger's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extract.document import Document
from extract.lexicon import word_set
from extract.names import gazetteer
from extract.names.runs import Lexicon, Runs
from extract.names.vocabulary import BODIES, OF_PERSON, PLACE_WORDS, SPEECH, TITLES
from store.model.fields import Span

_JOINTS: Final = word_set(", and or & ( ' ’ \" “ ” to in of")
"""Words and marks across which a name is known by what stands on their other side: `X, Texas`, `Peru and X`."""
_PLACE_TOKENS: Final = 5  # of the longest name looked up


@dataclass(frozen=True, slots=True)
class Run:
    """`spans` of the words in the text, and `features` of each."""

    spans: list[Span]
    features: list[list[str]]


class Featurizer(Runs):
    """The runs of a document, as features."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        super().__init__(document, lexicon)
        self._gather()

    def _gather(self) -> None:
        """What the document as a whole shows of each capitalised word."""
        small = {low for low, word in zip(self.lower, self.words, strict=True) if low == word}
        seen: dict[str, list[str]] = {}
        for start, end in self.runs:
            plain = self.style[start] != 1
            for i in range(start, end):
                word = self.words[i]
                if not word[0].isupper():
                    continue
                facts = seen.setdefault(word, [])
                facts.append("n")
                if plain and len(facts) <= 60:
                    self._note_neighbours(facts, i)
                    self._note_run(facts, i, start, end)
        self.facts = {word: _summary(facts, word.lower() in small) for word, facts in seen.items()}

    def _note_neighbours(self, facts: list[str], i: int) -> None:
        """What the words beside word `i` show of it, in its run or not."""
        before, after = self._beside(i)
        if before in TITLES:
            facts.append("title")
        elif before in PLACE_WORDS:
            facts.append("in")
        elif before == "the":
            facts.append("the")
        if after in SPEECH:
            facts.append("said")
        elif after in OF_PERSON:
            facts.append("who")
        elif after in ("'s", "’s"):
            facts.append("'s")

    def _note_run(self, facts: list[str], i: int, start: int, end: int) -> None:
        """What the run from `start` to `end` shows of word `i`: which part of a name it is."""
        words, code = self.words, self.lexicon.code
        before, after = self._beside(i)
        if i > start and words[i - 1][0].isupper():
            kind = code(words[i - 1])[0]
            if kind in "fb" or (i > start + 1 and before == "." and len(words[i - 2]) == 1):
                facts.append("first")
            else:
                facts.append("inner")
            if end - i == 1 and i - start == 1 and kind in "fb":
                facts.append("full")
        if i + 1 < end and words[i + 1][0].isupper():
            facts.append("next:" + code(words[i + 1])[0])
            if after in BODIES:
                facts.append("body")
            if code(words[i])[0] in "fb" and end - i == 2:
                facts.append("given")
        if end - start == 1:
            facts.append("alone")

    def _beside(self, i: int) -> tuple[str, str]:
        lower = self.lower
        return lower[i - 1] if i else "", lower[i + 1] if i + 1 < len(lower) else ""

    def run(self, start: int, end: int) -> Run:
        places = self._places(start, end)
        features = [self._features(i, start, end, places) for i in range(start, end)]
        return Run([self.span(i, i) for i in range(start, end)], features)

    def _places(self, start: int, end: int) -> dict[int, str]:
        """Where names of places of several words stand in a run: position to class and part."""
        found: dict[int, str] = {}
        i = start
        while i < end - 1:
            if self.words[i][0].isupper():
                for stop in range(min(end, i + _PLACE_TOKENS), i + 1, -1):
                    key = gazetteer.fold(self.text[self.starts[i] : self.ends[stop - 1]])
                    kind = self.lexicon.place(key)
                    if kind:
                        for j in range(i, stop):
                            found[j] = kind + ("B" if j == i else "L" if j == stop - 1 else "I")
                        i = stop - 1
                        break
            i += 1
        return found

    def _features(self, i: int, start: int, end: int, places: dict[int, str]) -> list[str]:
        words, lower, code = self.words, self.lower, self.lexicon.code
        word, low, here = words[i], lower[i], code(words[i])
        p2, p1, n1, n2 = self._context(i)
        left, right = "-" if i == start else code(words[i - 1]), "-" if i + 1 == end else code(words[i + 1])
        before = "<s>" if self.first[start] else lower[start - 1]
        after = lower[end] if end < len(words) and not self.first[end] else "</s>"
        opening, style = "1" if self.first[i] else "0", str(self.style[i])
        own = _own(word, low)
        shape = own[0][2:]
        place = places.get(i, "")
        if place.startswith(gazetteer.DEMONYM):
            here = gazetteer.DEMONYM + "-" + here[2:]
        length = str(min(end - start, 4))
        at = ("U" if end - start == 1 else "B") if i == start else "L" if i == end - 1 else "I"
        features = [
            *own,
            "p1=" + p1,
            "n1=" + n1,
            f"p2={p2} {p1}",
            f"n2={n1} {n2}",
            "pp=" + p2,
            "nn=" + n2,
            f"pw={p1} {low}",
            f"wn={low} {n1}",
            f"pn={p1} {n1}",
            f"c={here}",
            f"c0={here[0]}{here[1]}",
            f"cl={left} {here}",
            f"cr={here} {right}",
            f"cc={left[0]}{here}{right[0]}",
            f"sa={shape}{at}{length}",
            f"co={here}{opening}{style}",
            f"cp={here} {p1}",
            f"cn={here} {n1}",
            f"a={at}{length}",
            f"ba={at} {before}",
            f"af={at} {after}",
            f"bf={before} {after}",
            f"ac={at} {here}",
            "g=" + place,
            f"gp={place} {p1}",
        ]
        return (
            features + self._across(i, start, end, here[1], (p2, p1, n1, n2)) + self._known(i, start, end, here[0] + at)
        )

    def _across(self, i: int, start: int, end: int, place: str, around: tuple[str, str, str, str]) -> list[str]:
        """The neighbours in the run, and what stands on the other side of a comma or the like."""
        words, code = self.words, self.lexicon.code
        p2, p1, n1, n2 = around
        found = []
        if p1 in _JOINTS and p2 != "<s>":
            found.append(f"pk={p1} {code(words[i - 2])[:2]} {place}")
        if n1 in _JOINTS and n2 != "</s>":
            found.append(f"nk={n1} {code(words[i + 2])[:2]} {place}")
        if i > start:
            found.append("lw=" + words[i - 1])
        if i + 1 < end:
            found.append("rw=" + words[i + 1])
        return found

    def _context(self, i: int) -> tuple[str, str, str, str]:
        """The two words before word `i` and the two after it, as far as its sentence goes."""
        lower, first, size = self.lower, self.first, len(self.words)
        p1 = lower[i - 1] if i and not first[i] else "<s>"
        p2 = lower[i - 2] if i > 1 and not first[i] and not first[i - 1] else "<s>"
        n1 = lower[i + 1] if i + 1 < size and not first[i + 1] else "</s>"
        n2 = lower[i + 2] if i + 2 < size and n1 != "</s>" and not first[i + 2] else "</s>"
        return p2, p1, n1, n2

    def _known(self, i: int, start: int, end: int, place: str) -> list[str]:
        """What the rest of the document shows of word `i`, also together with its `place`."""
        facts = self.facts.get(self.words[i], [])
        known = [*facts, *(fact + place for fact in facts)]
        if i > start and end - start > 1 and "Dtitle" in self.facts.get(self.words[start], ()):
            known.append("Dhead")
        return known

    def all_runs(self) -> Iterator[Run]:
        """One at a time: the features of a word take a hundred times the room of the word."""
        return (self.run(start, end) for start, end in self.runs)


def _summary(facts: list[str], small: bool) -> list[str]:
    """The features that what was noted of a word makes; `small`: it is also there without its capital."""
    count = facts.count("n")
    kept = ["D" + fact for fact in set(facts) if fact != "n"]
    if count > 1:
        kept.append("Dmany" if count > 3 else "Dtwo")
    if small:
        kept.append("Dsmall")
    person = sum(facts.count(fact) for fact in ("title", "first", "said", "who"))
    place = facts.count("in")
    if person or place:
        kept.append("Dperson" if person > place else "Dplace" if place > person else "Dtie")
    return kept


@lru_cache(maxsize=20_000)
def _own(word: str, low: str) -> tuple[str, ...]:
    """What a word shows by itself."""
    return (
        *("s=" + _shape(word), "b", "w=" + word, "l=" + low),
        *("s1=" + low[-1:], "s2=" + low[-2:], "s3=" + low[-3:], "s4=" + low[-4:]),
        *("f2=" + low[:2], "f3=" + low[:3], "f4=" + low[:4]),
    )


def _shape(word: str) -> str:
    if word.isalpha():
        if word.isupper():
            return "X" if len(word) == 1 else "XX" if len(word) < 4 else "XXX"
        if word.islower():
            return "x"
        return "Xx" if word[0].isupper() and word[1:].islower() else "xX" if word[0].islower() else "XxX"
    return "".join(
        dict.fromkeys("d" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c for c in word[:12])
    )
