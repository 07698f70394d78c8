"""Suggestions changed by what was decided of the same names in other articles.

Whoever made the suggestions, a form that was struck out goes, one that is a name of another kind becomes that, one that
was found too long or too short has the edges it was given, one that was missed is added, and what a person said of a
name is said again. Each change leaves its reason in the field. `memory` says what the votes come to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from itertools import chain
from typing import Final

from extract.document import Document
from extract.learning.memory import REMEMBERED, Memory, Verdict, doubted, verdict
from extract.lexicon import word_list
from extract.names.people import link_people
from extract.names.places import link_places
from extract.names.tagger import Mention
from extract.words import STARTERS
from store.index.lessons import Fact, Vote, form_of, is_form
from store.model.fields import BY_GROUP, BY_KIND, AnyField, Person, Quote, Span, Suggestions, from_json, to_json
from store.model.kinds import PERSON, PLACE
from store.model.register import key_of

_WORD: Final = re.compile(r"[^\W_]+(?:[.'’&/-][^\W_]+)*")
_MOST_WORDS: Final = 6
_NAME: Final = "name"
_COMMON: Final = frozenset(word_list("function_words")) | frozenset(STARTERS)
"""Words with which sentences begin: alone they are no name, whatever was made a mention of somebody."""


def applied(text: str, found: Suggestions, memory: Memory) -> Suggestions:
    """The suggestions themselves where memory has nothing to say of them; they are never changed in place."""
    work = _Work(text, found)
    votes = memory.votes([*dict.fromkeys(chain(work.forms, work.suggested))])
    if votes:
        work.judge(votes)
    facts = memory.facts([*dict.fromkeys((item.kind, key_of(getattr(item, "name", ""))) for item in work.named)])
    for item in work.named:
        if fact := facts.get((item.kind, key_of(getattr(item, "name", "")))):
            work.say(item, fact)
    return work.result()


class _Work:
    def __init__(self, text: str, found: Suggestions) -> None:
        self._text, self._found = text, found
        self.named: list[AnyField] = [
            item for item in found.all() if item.row.is_named and item.row.spans == "mentions"
        ]
        self.suggested = {form_of(text[start:end]) for item in self.named for start, end in item.spans}
        self.forms = forms_in(text)
        self._copies: dict[int, AnyField] = {}
        self._added: list[AnyField] = []
        self._gone: set[str] = set()

    def judge(self, votes: Mapping[str, Sequence[Vote]]) -> None:
        verdicts = {form: said for form, some in votes.items() if (said := verdict(form, some))}
        wrong = {form for form, some in votes.items() if doubted(some)}
        new: dict[Span, Verdict] = {}
        for item in self.named:
            for span in item.spans:
                said = verdicts.get(form_of(self._text[slice(*span)]))
                if said is not None and said.corrects(item.kind):
                    self._part(item, span)
                    if said.kind:
                        new[span] = said
        self._find(verdicts, wrong, new)
        for kind in dict.fromkeys(said.kind for said in new.values()):
            if kind in BY_KIND:
                self._add(kind, {span: said for span, said in sorted(new.items()) if said.kind == kind})

    def _find(self, verdicts: Mapping[str, Verdict], wrong: set[str], new: dict[Span, Verdict]) -> None:
        """Names where nothing stands, or what stood was found wrong before."""
        taken = {span: item for item in self._now() for span in item.spans}
        others = [span for item in self._found.numbers for span in item.spans]
        wanted = [(span, verdicts[form]) for form, spans in self.forms.items() if form in verdicts for span in spans]
        for span, said in sorted(wanted, key=lambda one: (one[0][0] - one[0][1], one[0])):
            if not (said.kind and said.is_missed) or any(_meet(span, other) for other in chain(new, others)):
                continue
            if _CAPITAL.match(self._text, span[1]):
                continue  # it is the beginning of a longer name
            over = [(other, item) for other, item in taken.items() if _meet(span, other)]
            if all(form_of(self._text[slice(*other)]) in wrong for other, _ in over):
                for other, item in over:
                    self._part(item, other)
                    del taken[other]
                new[span] = said

    def _now(self) -> list[AnyField]:
        return [self._copies.get(id(item), item) for item in self.named]

    def _own(self, item: AnyField) -> AnyField:
        """A copy that may be changed."""
        if id(item) not in self._copies and item not in self._added:
            self._copies[id(item)] = from_json(type(item), to_json(item))
        return self._copies.get(id(item), item)

    def _part(self, item: AnyField, span: Span) -> None:
        """A mention leaves its field, the last one with it."""
        copy = self._own(item)
        copy.spans = [other for other in copy.spans if other != span]
        forms = [" ".join(self._text[slice(*other)].split()) for other in copy.spans]
        gone = " ".join(self._text[slice(*span)].split())
        if forms and gone not in forms and getattr(copy, _NAME) == gone:
            setattr(copy, _NAME, max(forms, key=len))

    def _add(self, kind: str, said: Mapping[Span, Verdict]) -> None:
        """Mentions of one kind: to the field of their person or place if it is there, else as new ones."""
        here = [item for item in self.named if item.kind == kind and self._own_or(item).spans]
        for made in _linked(self._text, kind, said, [self._own_or(item) for item in here]):
            mine = [span for span in made.spans if span in said]
            if not mine:
                continue
            whose = next((item for item in here if set(self._own_or(item).spans) & set(made.spans)), None)
            item = self._own(whose) if whose is not None else made
            item.spans = sorted({*item.spans, *mine}) if whose is not None else mine
            if whose is None:
                self._added.append(item)
                item.confidence = min(said[span].confidence for span in mine)
            elif len(getattr(made, _NAME)) > len(getattr(item, _NAME)):
                setattr(item, _NAME, getattr(made, _NAME))
            item.extra = {**item.extra, REMEMBERED: {"articles": min(said[span].articles for span in mine)}}

    def _own_or(self, item: AnyField) -> AnyField:
        return self._copies.get(id(item), item)

    def say(self, item: AnyField, fact: Fact) -> None:
        """What a person said of this name; of what the text states only where it does."""
        now = self._own_or(item)
        told = {key: value for key, value in fact.said.items() if key in now.keys and to_json(now)[key] != value}
        evidence: dict[str, Span] = {}
        if isinstance(now, Person) and told:
            span = _stated(self._text, now, str(told["role"] or ""))
            if span is None:
                return
            evidence["role"] = span
        if told:
            copy = self._own(item)
            fresh = from_json(type(copy), {**to_json(copy), **told, "evidence": {**copy.evidence, **evidence}})
            fresh.extra = {**copy.extra, REMEMBERED: {**dict(copy.extra.get(REMEMBERED, {})), "said": sorted(told)}}
            self._copies[id(item)] = fresh

    def result(self) -> Suggestions:
        if not self._copies and not self._added:
            return self._found
        gone = {item.id for item in self.named if not self._own_or(item).spans}
        groups: dict[str, list[AnyField]] = {}
        for group, cls in BY_GROUP.items():
            items = [self._copies.get(id(item), item) for item in self._found.of(group)]
            numbers = [int(item.id[1:]) for item in items if item.id[1:].isdigit()]
            for number, item in enumerate(
                (one for one in self._added if one.group == group), max(numbers, default=0) + 1
            ):
                item.id = f"{cls.letter}{number}"
                items.append(item)
            groups[group] = sorted((one for one in items if one.spans), key=lambda one: one.spans[0])
        groups["quotes"] = [_without_speaker(item, gone) for item in groups["quotes"]]
        own = {group: groups.pop(group) for group in ("people", "places", "numbers", "quotes")}
        return Suggestions(
            extractor=self._found.extractor,
            **own,  # type: ignore[arg-type]  # each list has the fields of its group
            others={group: items for group, items in groups.items() if items},
            extra=self._found.extra,
        )


def forms_in(text: str) -> dict[str, list[Span]]:
    """What may be a name: a few words on one line, the first and the last of which begin with a capital or a digit."""
    found: defaultdict[str, list[Span]] = defaultdict(list)
    words = [match.span() for match in _WORD.finditer(text)]
    high = [text[start].isupper() or text[start].isdigit() for start, _ in words]
    for first, (start, _) in enumerate(words):
        if not high[first]:
            continue
        for last in range(first, min(first + _MOST_WORDS, len(words))):
            end = words[last][1]
            if last > first and _parts(text[words[last - 1][1] : words[last][0]]):
                break
            if not high[last] or (last == first and text[start:end].lower() in _COMMON):
                continue
            found[form_of(text[start:end])].append((start, end))
            if text[end : end + 1] == "." and end - words[last][0] < _ABBREVIATED:
                found[form_of(text[start : end + 1])].append((start, end + 1))
    return {form: spans for form, spans in found.items() if is_form(form)}


_ABBREVIATED: Final = 6
"""Letters of a word that may end in a full stop of its own, and is one."""
_PARTING: Final = re.compile(r"[\n\r\u2028\u2029;:!?…“”\"()\[\]—–]")


_CAPITAL: Final = re.compile(r"(?:[ -]|['’]s )[A-Z]")


def _parts(between: str) -> bool:
    """Whether no name goes on over what stands between two words."""
    return len(between) > 3 or _PARTING.search(between) is not None


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _linked(text: str, kind: str, said: Mapping[Span, Verdict], here: Sequence[AnyField]) -> list[AnyField]:
    """Fields of these mentions, and of those that stand; of a desk's own kinds one for each form."""
    spans = sorted({*said, *(span for item in here for span in item.spans)})
    mentions = [Mention(*span, "place" if kind == PLACE.name else "person", _MARGIN) for span in spans]
    if kind == PERSON.name:
        return [*link_people(text, mentions)]
    if kind == PLACE.name:
        return [*link_places(text, mentions)]
    cls = BY_KIND[kind]
    by_form: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_form[form_of(text[slice(*span)])].append(span)
    return [from_json(cls, {**to_json(cls(spans=some)), "name": form}) for form, some in by_form.items()]


_MARGIN: Final = 600


def _stated(text: str, person: Person, role: str) -> Span | None:
    """Where the text says the role, in a sentence that names the person."""
    if not role:
        return None
    pattern = re.compile(rf"(?<!\w){re.escape(role)}(?!\w)", re.IGNORECASE)
    for begin, end in Document(text).sentences:
        if any(begin <= start < end for start, _ in person.spans) and (match := pattern.search(text, begin, end)):
            return match.span()
    return None


def _without_speaker(quote: AnyField, gone: Container[str]) -> AnyField:
    """A quotation whose speaker is no longer there keeps the name."""
    if isinstance(quote, Quote) and quote.speaker and quote.speaker in gone:
        return from_json(Quote, {**to_json(quote), "speaker": None})
    return quote
