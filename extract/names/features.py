"""What the tagger sees of a word in a run: the features that it is judged by.

A word is seen with its neighbours, its letters, the lists it stands in, and what the rest of the document shows of it.
Weighs nothing: that is for `weighing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from extract.document import Document
from extract.lexicon import word_set
from extract.names import gazetteer
from extract.names.runs import Lexicon, Runs
from extract.names.vocabulary import BODIES, OF_PERSON, PLACE_WORDS, SPEECH, TITLES
from store.model.fields import Span

_JOINTS: Final = word_set(", and or & ( ' ’ \" “ ” to in of")
"""Words and marks across which a name is known by what stands on their other side: `X, Texas`, `Peru and X`."""
_PLACE_TOKENS: Final = 5  # of the longest name looked up


class Seen(NamedTuple):
    """What is seen of a word in a run, in words and codes of the lists."""

    word: str
    low: str
    here: str
    """The code of the word, or of the people that it is a part of."""
    style: str
    """Whether it opens its sentence, and the style of that."""
    at: str
    """Its part in the run, as in a name: B, I, L or U."""
    length: str
    p2: str
    p1: str
    n1: str
    n2: str
    before: str
    after: str
    """What stands before and after the whole run."""
    left: str
    left_code: str
    right: str
    right_code: str
    """The neighbours in the run."""
    across_left: str
    across_right: str
    """The code of what stands on the other side of a comma or the like."""
    place: str
    """The class of the place of several words that it is a part of, and which part."""
    facts: Sequence[str]
    """What the rest of the document shows of it."""
    head: bool
    """Whether the document shows the first word of the run behind titles."""


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
        return Run([self.span(i, i) for i in range(start, end)], [*map(features_of, self.seen(start, end))])

    def seen(self, start: int, end: int) -> list[Seen]:
        """What is seen of each word of a run."""
        places = self._places(start, end) if end - start > 1 else {}
        codes = ["-", *map(self.lexicon.code, self.words[start:end]), "-"]
        length = str(min(end - start, 4))
        before = "<s>" if self.first[start] else self.lower[start - 1]
        after = self.lower[end] if end < len(self.words) and not self.first[end] else "</s>"
        head = end - start > 1 and "Dtitle" in self.facts.get(self.words[start], ())
        return [
            self._seen(i, start, end, (codes[k : k + 3], places.get(i, ""), length, before, after, head and i > start))
            for k, i in enumerate(range(start, end))
        ]

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

    def _seen(self, i: int, start: int, end: int, run: tuple[list[str], str, str, str, str, bool]) -> Seen:
        """`run`: the codes around word `i`, the class of the place that it is a part of, and what the run shares."""
        words, lower, first = self.words, self.lower, self.first
        word, size = words[i], len(words)
        (left_code, here, right_code), place, length, before, after, head = run
        if place.startswith(gazetteer.DEMONYM):
            here = gazetteer.DEMONYM + "-" + here[2:]
        # The two words before and the two after, as far as the sentence goes.
        opening = first[i]
        p1 = lower[i - 1] if i and not opening else "<s>"
        p2 = lower[i - 2] if i > 1 and not opening and not first[i - 1] else "<s>"
        n1 = lower[i + 1] if i + 1 < size and not first[i + 1] else "</s>"
        n2 = lower[i + 2] if i + 2 < size and n1 != "</s>" and not first[i + 2] else "</s>"
        return Seen(
            word,
            lower[i],
            here,
            ("1" if opening else "0") + str(self.style[i]),
            ("U" if i + 1 == end else "B") if i == start else "L" if i + 1 == end else "I",
            length,
            p2,
            p1,
            n1,
            n2,
            before,
            after,
            words[i - 1] if i > start else "",
            left_code,
            words[i + 1] if i + 1 < end else "",
            right_code,
            self.lexicon.code(words[i - 2])[:2] if p1 in _JOINTS and p2 != "<s>" else "",
            self.lexicon.code(words[i + 2])[:2] if n1 in _JOINTS and n2 != "</s>" else "",
            place,
            self.facts.get(word, ()),
            head,
        )

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


def features_of(seen: Seen) -> list[str]:
    """All by which a word is judged; `weighing` adds up the weights of the same without spelling most of them."""
    word, low, here, style, at, length, p2, p1, n1, n2, before, after, *_ = seen
    place = seen.place
    found = [
        *own_features(word, low),
        *("p1=" + p1, "n1=" + n1, f"p2={p2} {p1}", f"n2={n1} {n2}", "pp=" + p2, "nn=" + n2),
        *(f"pw={p1} {low}", f"wn={low} {n1}", f"pn={p1} {n1}", f"cp={here} {p1}", f"cn={here} {n1}"),
        *code_features(seen.left_code, here, seen.right_code),
        *form_features(here, shape(word), at, length, style),
        *(f"ba={at} {before}", f"af={at} {after}", f"bf={before} {after}", "g=" + place, f"gp={place} {p1}"),
        *across_features(seen),
    ]
    if seen.left:
        found.append("lw=" + seen.left)
    if seen.right:
        found.append("rw=" + seen.right)
    return [*found, *seen.facts, *(fact + here[0] + at for fact in seen.facts)]


def across_features(seen: Seen) -> list[str]:
    """What stands on the other side of a comma or the like, and how the run begins."""
    found = []
    if seen.across_left:
        found.append(f"pk={seen.p1} {seen.across_left} {seen.here[1]}")
    if seen.across_right:
        found.append(f"nk={seen.n1} {seen.across_right} {seen.here[1]}")
    return [*found, "Dhead"] if seen.head else found


def own_features(word: str, low: str) -> tuple[str, ...]:
    """What a word shows by itself."""
    return (
        *("s=" + shape(word), "b", "w=" + word, "l=" + low),
        *("s1=" + low[-1:], "s2=" + low[-2:], "s3=" + low[-3:], "s4=" + low[-4:]),
        *("f2=" + low[:2], "f3=" + low[:3], "f4=" + low[:4]),
    )


def code_features(left: str, here: str, right: str) -> tuple[str, ...]:
    """What the lists know of a word and of its neighbours in the run."""
    return (
        *(f"c={here}", f"c0={here[0]}{here[1]}", f"cl={left} {here}", f"cr={here} {right}"),
        f"cc={left[0]}{here}{right[0]}",
    )


def form_features(here: str, shape: str, at: str, length: str, style: str) -> tuple[str, ...]:
    """How a word is written, where in the run and in what sentence."""
    return f"sa={shape}{at}{length}", f"co={here}{style}", f"a={at}{length}", f"ac={at} {here}"


@lru_cache(maxsize=20_000)
def shape(word: str) -> str:
    if word.isalpha():
        if word.isupper():
            return "X" if len(word) == 1 else "XX" if len(word) < 4 else "XXX"
        if word.islower():
            return "x"
        return "Xx" if word[0].isupper() and word[1:].islower() else "xX" if word[0].islower() else "XxX"
    return "".join(
        dict.fromkeys("d" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c for c in word[:12])
    )
