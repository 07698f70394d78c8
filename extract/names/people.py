"""Mentions of people put together: one field a person, under the fullest name, with the role that the text gives."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extract.lexicon import word_set
from extract.names import gazetteer, roles
from extract.names.tagger import Mention
from extract.names.vocabulary import PARTICLES
from store.model.fields import Person, Span

_PART: Final = re.compile(r"[\w'’.]+")
_SUFFIXES: Final = word_set("jr jr. sr sr. ii iii iv")
_MALE: Final = word_set("mr messrs sir lord king prince father brother monsieur baron duke count")
_FEMALE: Final = word_set("mrs ms miss mme madam lady dame queen princess sister baroness duchess countess")


RIVALS: Final = 40
"""How many people of one name are thought of at once: a text of nothing but one surname must not take for ever."""


@dataclass(slots=True, eq=False)
class _Somebody:
    """A person under construction: the words of the fullest name so far, what is known, where it was found."""

    words: list[str]
    suffix: str
    sex: str
    mentions: list[Mention] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


def link_people(text: str, mentions: Sequence[Mention]) -> list[Person]:
    """Fields without ids, ascending by first span. `mentions` ascend and name people only."""
    everybody: list[_Somebody] = []
    by_word: defaultdict[str, list[_Somebody]] = defaultdict(list)
    parsed = [_parse(text[m.start : m.end]) for m in mentions]
    sexes = [_sex(text, m.start) for m in mentions]
    # Names of several words first, the longest before the others: a short form has only one long one to go to.
    order = sorted(range(len(mentions)), key=lambda i: (-min(len(parsed[i][0]), 2), i))
    for i in order:
        words, suffix = parsed[i]
        if not words:
            continue
        known = [who for word in {words[0], words[-1]} for who in by_word[word][-RIVALS:]]
        somebody = _best(known, words, suffix, sexes[i], mentions[i].start)
        if somebody is None:
            somebody = _Somebody(words, suffix, sexes[i])
            everybody.append(somebody)
            _index(by_word, somebody)
        if len(words) > len(somebody.words) or (
            len(words) == len(somebody.words) and sum(map(len, words)) > sum(map(len, somebody.words))
        ):
            somebody.words = words
            _index(by_word, somebody)
        somebody.suffix = somebody.suffix or suffix
        somebody.sex = somebody.sex or sexes[i]
        somebody.mentions.append(mentions[i])
        insort(somebody.starts, mentions[i].start)
    spans = [(mention.start, mention.end) for mention in mentions]
    people = [_person(text, somebody, spans) for somebody in everybody]
    return sorted(people, key=lambda person: person.spans[0])


def _index(by_word: defaultdict[str, list[_Somebody]], somebody: _Somebody) -> None:
    for word in somebody.words:
        if somebody not in by_word[word][-RIVALS:]:
            by_word[word].append(somebody)


def _parse(name: str) -> tuple[list[str], str]:
    """The words of a name, folded, without suffix."""
    words = [gazetteer.fold(word).strip("'") for word in _PART.findall(name.replace("-", " "))]
    words = [word for word in words if word]
    suffix = words.pop().rstrip(".") if len(words) > 1 and words[-1] in _SUFFIXES else ""
    return words, suffix


def _sex(text: str, start: int) -> str:
    before = text[max(0, start - 12) : start].split()
    if not before or not text[start - 1 : start].isspace():
        return ""
    word = before[-1].rstrip(".").lower()
    return "m" if word in _MALE else "f" if word in _FEMALE else ""


def _best(known: list[_Somebody], words: list[str], suffix: str, sex: str, at: int) -> _Somebody | None:
    """Whom a form of name means: the closest fit; among equals the one named last before it, else next after it."""
    fits: list[tuple[int, int, int, _Somebody]] = []
    for number, somebody in enumerate(known):
        if sex and somebody.sex and sex != somebody.sex:
            continue
        if suffix and somebody.suffix and suffix != somebody.suffix:
            continue
        fit = _fit(words, somebody.words)
        if fit:
            past = bisect_left(somebody.starts, at)
            nearness = somebody.starts[past - 1] if past else -1 - somebody.starts[0]
            fits.append((fit, nearness, -number, somebody))
    return max(fits, key=lambda item: item[:3])[3] if fits else None


def _fit(words: list[str], known: list[str]) -> int:
    """0 if the two cannot be one name, else the higher the surer."""
    if words == known:
        return 5
    short, long = (words, known) if len(words) <= len(known) else (known, words)
    if len(short) == 1:
        if short[0] == long[-1]:
            return 4
        core = [word for word in long if word not in PARTICLES]
        if short[0] == (core or long)[0]:
            return 2  # a given name, or a family name that comes first
        return 1 if len(long) > 2 and short[0] in core[1:] else 0
    if short[-1] != long[-1]:
        # Family names of two words, the second left out; a family name that comes first.
        return 2 if len(long) > len(short) and long[: len(short)] == short else 0
    return 3 if _given_fit(short[:-1], long[:-1]) else 0


def _given_fit(short: list[str], long: list[str]) -> bool:
    """Given names agree: each of the shorter is, in order, one of the longer or its initial."""
    rest = iter(long)
    if all(any(_same_given(word, other) for other in rest) for word in short):
        return True
    return all(word in PARTICLES for word in short)


def _same_given(a: str, b: str) -> bool:
    a, b = a.rstrip("."), b.rstrip(".")
    if not a or not b:
        return True
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))


def _person(text: str, somebody: _Somebody, names: Sequence[Span]) -> Person:
    mentions = sorted(somebody.mentions, key=lambda mention: mention.start)
    spans: list[Span] = [(mention.start, mention.end) for mention in mentions]
    name = max((" ".join(text[a:b].split()) for a, b in spans), key=lambda form: (len(_parse(form)[0]), len(form)))
    role = next((found for span in spans[:RIVALS] if (found := roles.role_at(text, span, names))), None)
    person = Person(spans=spans, name=name)
    if role:
        person.role = role.words(text)
        person.evidence["role"] = role.span
    return person
