"""Suggestions changed by what was decided of the same names in other articles.

Whoever made the suggestions, a form that was struck out goes, one that is a name of another kind becomes that, one that
was found too long or too short has the edges it was given, one that was missed is added, and what a person said of a
name is said again. Each change leaves its reason in the field. `memory` says what the votes come to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from itertools import chain, count
from typing import Final

from extract.document import Document
from extract.learning.memory import REMEMBERED, Memory, Verdict, doubted, verdict
from extract.learning.spans import meeting
from extract.lexicon import word_list
from extract.names.people import link_people
from extract.names.places import link_places
from extract.names.tagger import Mention
from extract.words import STARTERS
from store.index.lessons import Fact, Vote, form_of, is_form
from store.model.fields import BY_GROUP, BY_KIND, AnyField, Person, Quote, Span, Suggestions, from_json, to_json
from store.model.kinds import PERSON, PLACE
from store.model.register import key_of

_WORD: Final = re.compile(r"[^\W_]+(?:[.'’&/-](?!s\b)[^\W_]+)*")
_MOST_WORDS: Final = 6
_SMALL: Final = 2
"""Words in small letters with which a name may begin."""
_NAME: Final = "name"
_COMMON: Final = frozenset(word_list("function_words")) | frozenset(STARTERS)
"""Words with which sentences begin: alone they are no name, whatever was made a mention of somebody."""


def applied(text: str, found: Suggestions, memory: Memory) -> Suggestions:
    """The suggestions themselves where memory has nothing to say of them; they are never changed in place."""
    work = _Work(text, found)
    if votes := memory.votes([*dict.fromkeys(chain(work.forms, work.suggested))]):
        work.judge(votes)
    names = {id(item): (item.kind, key_of(getattr(item, _NAME))) for item in work.now}
    facts = memory.facts([*dict.fromkeys(names.values())])
    for item in work.now:
        if fact := facts.get(names[id(item)]):
            work.say(item, fact)
    return work.result()


class _Work:
    """On one article. `now` are its named fields, copied where they are changed; some may have no mention left."""

    def __init__(self, text: str, found: Suggestions) -> None:
        self._text, self._found = text, found
        self.now = [item for item in found.all() if item.row.is_named and item.row.spans == "mentions"]
        self.suggested = {self._form(span) for item in self.now for span in item.spans}
        self.forms = forms_in(text)
        self._before = {item.id: item for item in self.now}

    def _form(self, span: Span) -> str:
        return form_of(self._text[slice(*span)])

    def judge(self, votes: Mapping[str, Sequence[Vote]]) -> None:
        verdicts = {form: said for form, some in votes.items() if (said := verdict(form, some))}
        wrong = {form for form, some in votes.items() if doubted(some)}
        new: dict[Span, Verdict] = {}
        for place, item in enumerate(self.now):
            for span in item.spans:
                said = verdicts.get(self._form(span))
                if said is not None and said.corrects(item.kind):
                    self._part(place, span)
                    if said.kind:
                        new[span] = said
        self._find(verdicts, wrong, new)
        for kind in dict.fromkeys(said.kind for said in new.values()):
            if kind in BY_KIND:
                self._add(kind, {span: said for span, said in sorted(new.items()) if said.kind == kind})

    def _find(self, verdicts: Mapping[str, Verdict], wrong: set[str], new: dict[Span, Verdict]) -> None:
        """Names where nothing stands, a part of them, or what was found wrong before; the longest first."""
        places = {span: place for place, item in enumerate(self.now) for span in item.spans}
        standing = sorted(places)
        covered = bytearray(len(self._text))
        for start, end in chain(new, (span for item in self._found.numbers for span in item.spans)):
            covered[start:end] = b"\1" * (end - start)
        wanted = [
            (span, said)
            for form, spans in self.forms.items()
            if (said := verdicts.get(form)) is not None and said.kind and said.is_missed
            for span in spans
        ]
        for span, said in sorted(wanted, key=lambda one: (one[0][0] - one[0][1], one[0])):
            if any(covered[slice(*span)]) or _CAPITAL.match(self._text, span[1]):
                continue  # taken, or the beginning of a longer name
            over = [other for other in meeting(standing, span) if other in places]
            if all(self._form(other) in wrong or (span[0] <= other[0] and other[1] <= span[1]) for other in over):
                for other in over:
                    self._part(places.pop(other), other)
                new[span] = said
                covered[slice(*span)] = b"\1" * (span[1] - span[0])

    def _mine(self, place: int) -> AnyField:
        """A copy that may be changed."""
        item = self.now[place]
        if self._before.get(item.id) is item:
            item = self.now[place] = from_json(type(item), to_json(item))
        return item

    def _part(self, place: int, span: Span) -> None:
        """A mention leaves its field, the last one with it."""
        item = self._mine(place)
        item.spans = [other for other in item.spans if other != span]
        names = [" ".join(self._text[slice(*other)].split()) for other in item.spans]
        gone = " ".join(self._text[slice(*span)].split())
        if names and gone not in names and getattr(item, _NAME) == gone:
            setattr(item, _NAME, max(names, key=len))

    def _add(self, kind: str, said: Mapping[Span, Verdict]) -> None:
        """Mentions of one kind: to the field of their person or place if it is there, else as new ones."""
        whose = {span: place for place, item in enumerate(self.now) if item.kind == kind for span in item.spans}
        for made in _linked(self._text, kind, sorted({*said, *whose})):
            mine = [span for span in made.spans if span in said]
            if not mine:
                continue
            place = next((whose[span] for span in made.spans if span in whose), None)
            if place is None:
                item = made
                item.spans, item.confidence = mine, min(said[span].confidence for span in mine)
                self.now.append(item)
            else:
                item = self._mine(place)
                item.spans = sorted({*item.spans, *mine})
                if len(getattr(made, _NAME)) > len(getattr(item, _NAME)):
                    setattr(item, _NAME, getattr(made, _NAME))
            item.extra = {**item.extra, REMEMBERED: {"articles": min(said[span].articles for span in mine)}}

    def say(self, item: AnyField, fact: Fact) -> None:
        """What a person said of this name; of what the text states only where it does."""
        now = to_json(item)
        told = {key: value for key, value in fact.said.items() if key in item.keys and now[key] != value}
        evidence: dict[str, Span] = {}
        if told and isinstance(item, Person):
            span = _stated(self._text, item, str(told["role"] or ""))
            if span is None:
                return
            evidence["role"] = span
        if told and item.spans:
            fresh = from_json(type(item), {**now, **told, "evidence": {**item.evidence, **evidence}})
            fresh.extra = {**item.extra, REMEMBERED: {**dict(item.extra.get(REMEMBERED, {})), "said": sorted(told)}}
            self.now[next(place for place, one in enumerate(self.now) if one is item)] = fresh

    def result(self) -> Suggestions:
        if len(self.now) == len(self._before) and all(self._before.get(item.id) is item for item in self.now):
            return self._found
        gone = {item.id for item in self.now if not item.spans}
        groups: dict[str, list[AnyField]] = {}
        for group, cls in BY_GROUP.items():
            named = [item for item in self.now if item.group == group]
            items = named if cls.row.is_named and cls.row.spans == "mentions" else self._found.of(group)
            numbers = (int(item.id[1:]) for item in items if item.id[1:].isdigit())
            following = count(max(numbers, default=0) + 1)
            for item in items:
                item.id = item.id or f"{cls.letter}{next(following)}"
            groups[group] = sorted((item for item in items if item.spans), key=lambda item: item.spans[0])
        groups["quotes"] = [_without_speaker(item, gone) for item in groups["quotes"]]
        further = {group: items for group, items in groups.items() if BY_GROUP[group].row.own and items}
        made = Suggestions(extractor=self._found.extractor, others=further, extra=self._found.extra)
        for own in ("people", "places", "numbers", "quotes"):
            getattr(made, own).extend(groups[own])
        return made


def forms_in(text: str) -> dict[str, list[Span]]:
    """What may be a name: a few words on one line.

    The last begins with a capital or a digit, and so does the first, or what stands after small words as in `van der`.
    """
    found: defaultdict[str, list[Span]] = defaultdict(list)
    words = [match.span() for match in _WORD.finditer(text)]
    high = [text[start].isupper() or text[start].isdigit() for start, _ in words]
    for first, (start, _) in enumerate(words):
        if not any(high[first : first + _SMALL + 1]):
            continue
        for last in range(first, min(first + _MOST_WORDS, len(words))):
            end = words[last][1]
            if last > first and _parts(text[words[last - 1][1] : words[last][0]]):
                break
            if not high[last] or (last == first and text[start:end].lower() in _COMMON):
                continue
            stopped = text[end : end + 1] == "." and end - words[last][0] < _ABBREVIATED
            if not stopped or "." not in text[slice(*words[last])]:  # `U.S` is only ever `U.S.`
                found[form_of(text[start:end])].append((start, end))
            if stopped:
                found[form_of(text[start : end + 1])].append((start, end + 1))
            if text[end : end + 2] in ("'s", "’s"):  # it may be the name's own, as in `Lord's`
                found[form_of(text[start : end + 2])].append((start, end + 2))
    return {form: spans for form, spans in found.items() if is_form(form)}


_ABBREVIATED: Final = 6
"""Letters of a word that may end in a full stop of its own, and is one."""
_PARTING: Final = re.compile(r"[\n\r\u2028\u2029;:!?…“”\"()\[\]—–]")


_CAPITAL: Final = re.compile(r"(?:[ -]|['’]s )[A-Z]")


def _parts(between: str) -> bool:
    """Whether no name goes on over what stands between two words."""
    return len(between) > 3 or _PARTING.search(between) is not None


def _linked(text: str, kind: str, spans: Sequence[Span]) -> list[AnyField]:
    """Fields without ids of these mentions; of a desk's own kinds one for each form."""
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
