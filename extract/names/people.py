"""Mentions of people put together: one field a person, under the fullest name, with the role that the text gives."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from extract.lexicon import ANY, word_list, word_set
from extract.names import gazetteer, roles
from extract.names.tagger import Mention
from extract.names.titles import COURTESY, RANKS
from extract.names.vocabulary import PARTICLES
from store.model.fields import Person, Span

_PART: Final = re.compile(r"[\w'’.]+")
_SUFFIXES: Final = word_set("jr jr. sr sr. ii iii iv")
_MALE: Final = word_set(
    """
    mr messrs sir lord king prince father brother monsieur baron duke count husband son uncle nephew grandson
    grandfather stepson stepfather widower boyfriend shri sheikh alhaji señor herr
    """
)
_FEMALE: Final = word_set(
    """
    mrs ms miss mme madam lady dame queen princess sister baroness duchess countess wife mother daughter aunt niece
    granddaughter grandmother stepdaughter stepmother widow girlfriend smt alhaja señora señorita frau signora
    """
)
_MEN: Final = word_list("given_names_of_men", ANY)
_WOMEN: Final = word_list("given_names_of_women", ANY)
_KIN: Final = word_list("kin")
_TITLES: Final = (RANKS | COURTESY) - _MALE - _FEMALE
_BEFORE: Final = re.compile(r"([^\W\d_]+)(?:\. |,? )\Z")
_RELATION: Final = re.compile(
    r"\b(?:marr(?:y|ied|ying|iage)|wed|widow|widower|husband|wife|sons?|daughters?|brothers?|sisters?|fathers?|mothers?)\b"
    r"[^.;!?\n“”\"]{0,50}\Z"
)
_SURNAMED: Final = re.compile(r"\bsurnamed \Z")


RIVALS: Final = 40
"""How many people of one name are thought of at once: a text of nothing but one surname must not take for ever."""


@dataclass(slots=True, eq=False)
class _Candidate:
    """A person under construction: the words of the fullest name so far, what is known, where it was found."""

    words: list[str]
    suffix: str = ""
    sex: str = ""
    titles: set[str] = field(default_factory=set)
    related: bool = False
    """First named as another's relation, whom the family name alone seldom means."""
    apart: bool = False
    """Introduced by a bare surname: `a clerk surnamed Lund`."""
    mentions: list[Mention] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def take(self, form: _Form, mention: Mention) -> None:
        self.suffix = self.suffix or form.suffix
        self.sex = self.sex or form.sex
        if form.title:
            self.titles.add(form.title)
        self.related = form.related if not self.mentions else self.related
        self.mentions.append(mention)
        insort(self.starts, mention.start)


@dataclass(frozen=True, slots=True)
class _Form:
    """How a mention names its person: `words` folded and without `suffix`, and what stands right before them."""

    words: list[str]
    suffix: str
    sex: str = ""
    title: str = ""
    related: bool = False
    apart: bool = False
    at: int = 0


def link_people(text: str, mentions: Sequence[Mention]) -> list[Person]:
    """Fields without ids, ascending by first span. `mentions` ascend and name people only."""
    candidates: list[_Candidate] = []
    by_word: defaultdict[str, list[_Candidate]] = defaultdict(list)
    forms = [_form(text, mention) for mention in mentions]
    # Names of several words first, the longest before the others: a short form has only one long one to go to.
    order = sorted(range(len(mentions)), key=lambda i: (-min(len(forms[i].words), 2), i))
    for i in order:
        form = forms[i]
        words = form.words
        if not words:
            continue
        known = [who for word in {words[0], words[-1]} for who in by_word[word][-RIVALS:]]
        candidate = _best(known, form)
        if candidate is None:
            candidate = _Candidate(words, apart=form.apart)
            candidates.append(candidate)
            _index(by_word, candidate)
        if len(words) > len(candidate.words) or (
            len(words) == len(candidate.words) and sum(map(len, words)) > sum(map(len, candidate.words))
        ):
            candidate.words = words
            _index(by_word, candidate)
        candidate.take(form, mentions[i])
    spans = [(mention.start, mention.end) for mention in mentions]
    return sorted((_person(text, candidate, spans) for candidate in candidates), key=lambda person: person.spans[0])


def _index(by_word: defaultdict[str, list[_Candidate]], candidate: _Candidate) -> None:
    for word in candidate.words:
        if candidate not in by_word[word][-RIVALS:]:
            by_word[word].append(candidate)


def _parse(name: str) -> tuple[list[str], str]:
    """The words of a name, folded, without suffix."""
    words = [gazetteer.fold(word).strip("'") for word in _PART.findall(name.replace("-", " "))]
    words = [word for word in words if word]
    suffix = words.pop().rstrip(".") if len(words) > 1 and words[-1] in _SUFFIXES else ""
    return words, suffix


def _form(text: str, mention: Mention) -> _Form:
    words, suffix = _parse(text[mention.start : mention.end])
    match = _BEFORE.search(text, max(0, mention.start - 24), mention.start)
    before = match[1].lower() if match else ""
    sex = "m" if before in _MALE else "f" if before in _FEMALE else ""
    given = gazetteer.fold(text[mention.start : mention.end].partition(" ")[0])
    if not sex and len(words) > 1 and (given in _MEN) != (given in _WOMEN):
        sex = "m" if given in _MEN else "f"
    return _Form(
        words,
        suffix,
        sex,
        before if before in _TITLES else "",
        before in _KIN
        or (len(words) > 1 and _RELATION.search(text, max(0, mention.start - 70), mention.start) is not None),
        _SURNAMED.search(text, max(0, mention.start - 10), mention.start) is not None,
        mention.start,
    )


def _best(known: Iterable[_Candidate], form: _Form) -> _Candidate | None:
    """Whom a form of name means.

    The closest fit; among equals one of that title or sex, then no mere relation, then the one named last before it,
    else next after it.
    """
    fits: list[tuple[tuple[int, ...], _Candidate]] = []
    for number, candidate in enumerate(known):
        if form.sex and candidate.sex and form.sex != candidate.sex and not _is_one(form, candidate):
            continue
        if form.suffix and candidate.suffix and form.suffix != candidate.suffix:
            continue
        if form.apart != candidate.apart and (form.apart or len(form.words) > 1):
            continue
        fit = _fit(form.words, candidate.words)
        if fit:
            past = bisect_left(candidate.starts, form.at)
            nearness = candidate.starts[past - 1] if past else -1 - candidate.starts[0]
            alone = len(form.words) == 1
            same = form.title in candidate.titles or (form.sex != "" and form.sex == candidate.sex)
            unrelated = not candidate.related or form.related
            fits.append(((fit, alone and same, alone and unrelated, nearness, -number), candidate))
    return max(fits, key=lambda item: item[0])[1] if fits else None


def _is_one(form: _Form, candidate: _Candidate) -> bool:
    """The same whole name: a list of given names is no proof against it."""
    return len(form.words) > 1 and form.words == candidate.words


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
    """Given names agree: each of the shorter is, in order, one of the longer or its initial.

    Initials between the same given name and family name are the same as far as both go: W. T. is not W. R. T.
    """
    if min(len(short), len(long)) > 1 and _same_given(short[0], long[0]):
        inner = zip(short[1:], long[1:], strict=False)
        if any(len(a.rstrip(".")) == 1 and len(b.rstrip(".")) == 1 and a[0] != b[0] for a, b in inner):
            return False
    rest = iter(long)
    if all(any(_same_given(word, other) for other in rest) for word in short):
        return True
    return all(word in PARTICLES for word in short)


def _same_given(a: str, b: str) -> bool:
    a, b = a.rstrip("."), b.rstrip(".")
    if not a or not b:
        return True
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))


def _person(text: str, candidate: _Candidate, names: Sequence[Span]) -> Person:
    mentions = sorted(candidate.mentions, key=lambda mention: mention.start)
    spans: list[Span] = [(mention.start, mention.end) for mention in mentions]
    name = max((" ".join(text[a:b].split()) for a, b in spans), key=lambda form: (len(_parse(form)[0]), len(form)))
    role = next((found for span in spans[:RIVALS] if (found := roles.role_at(text, span, names))), None)
    person = Person(spans=spans, name=name)
    if role:
        person.role = role.words(text)
        person.evidence["role"] = role.span
    return person
