"""What a program answered about a text: its spans and quotations, found again in the text, as suggested fields.

Offsets are always ours. What is not in the text is refused and counted, so that nothing invented becomes a field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from difflib import SequenceMatcher
from typing import Any, Final

from services.report import counted
from store.errors import StetError
from store.formats.graph import SAME, SPEAKER
from store.formats.incoming.annotations import Annotation, meaning_of_label
from store.formats.incoming.assembling import Link, assemble
from store.formats.incoming.placing import Placing
from store.formats.incoming.wording import is_within_word
from store.model.fields import BY_KIND, Json, Quote, Span, Suggestions
from store.model.kinds import PERSON
from store.plain import plain

MOST: Final = 10_000
"""Answers about one article."""
_COMPARED: Final = 50
"""Places of the same words whose surroundings are compared with the context."""
_CONTEXT: Final = 200
"""Characters of context that count."""


def grounded(text: str, data: Any, extractor: str) -> tuple[Suggestions, str]:
    """The fields, and one line on what was refused, or empty. Raises `StetError` if the answer has another form."""
    if not isinstance(data, dict) or not ({"spans", "quotations"} & data.keys()):
        raise StetError("Not extracted", 'its answer is not an object with "spans" or "quotations"')
    given = [*_listed(data, "spans"), *_listed(data, "quotations")]
    if len(given) > MOST:
        raise StetError("Not extracted", f"it gave {len(given):,} answers; {MOST:,} are the most")
    return _Grounding(text).fields(given, extractor)


def looked_for(data: Json, found: Suggestions) -> set[str]:
    """The kinds that the program looks for, by its answer; all of them if that does not say."""
    if data.get("kinds") is None:
        return {*BY_KIND}
    named = {str(label): meaning_of_label(str(label)) for label in _listed(data, "kinds")}
    if wrong := next((label for label, meaning in named.items() if meaning is None), None):
        raise StetError("Not extracted", f'"kinds" of its answer has {wrong[:40]!r}; there are {", ".join(BY_KIND)}')
    return {meaning[0] for meaning in named.values() if meaning} | {item.kind for item in found.all()}


def completed(found: Suggestions, ours: Suggestions, kinds: Collection[str]) -> Suggestions:
    """With ours of what is of none of these kinds; who speaks in our quotes is the program's person at that place."""
    speakers = {one.id: one for one in ours.people}
    for item in ours.all():
        if item.kind in kinds or item.row.own:
            continue
        if isinstance(item, Quote) and item.speaker and PERSON.name in kinds:
            spans = set(speakers[item.speaker].spans)
            person = next((one for one in found.people if not spans.isdisjoint(one.spans)), None)
            item.speaker = person.id if person else None
            item.speaker_name = person.name if person else item.speaker_name
        getattr(found, item.group).append(item)
    return found


def _listed(data: Json, key: str) -> list[Any]:
    value = data.get(key)
    if value is not None and not isinstance(value, list):
        raise StetError("Not extracted", f'"{key}" of its answer is not a list')
    return value or []


class _Grounding:
    def __init__(self, text: str) -> None:
        self._text = text
        self._placing = Placing(text)
        self._taken: dict[str, bytearray] = {}
        self._absent = 0
        self._odd: Counter[str] = Counter()
        self._annotations: list[Annotation] = []
        self._confidence: dict[tuple[str, Span], float] = {}
        self._first: dict[tuple[str, str], str] = {}
        self._links: list[Link] = []

    def fields(self, given: list[Any], extractor: str) -> tuple[Suggestions, str]:
        speakers: list[tuple[Annotation, str]] = []
        for number, item in enumerate(given):
            if (one := self._taken_in(number, item)) is None:
                continue
            self._annotations.append(one)
            self._unite(one, item)
            if isinstance(speaker := item.get("speaker"), str) and speaker.strip():
                speakers.append((one, speaker))
        for quote, speaker in speakers:
            self._attribute(quote, speaker)
        found, losses = assemble(self._text, self._annotations, self._links, linked=True)
        self._odd.update(losses)
        result = found.plain(extractor)
        for item in result.all():
            sure = [self._confidence[key] for span in item.spans if (key := (item.kind, span)) in self._confidence]
            item.confidence = min(sure, default=None)
        return result, self._remark(len(given))

    def _taken_in(self, number: int, item: Any) -> Annotation | None:
        meaning = meaning_of_label(str(item.get("kind"))) if isinstance(item, dict) else None
        if meaning is None:
            self._odd["of no kind of field"] += 1
            return None
        kind = meaning[0]
        span = self._place(kind, item)
        if span is None:
            self._absent += 1
            return None
        taken = self._taken.setdefault(kind, bytearray(len(self._text)))
        if any(taken[slice(*span)]):
            self._odd["on words that are one of this kind already"] += 1
            return None
        taken[slice(*span)] = b"\1" * (span[1] - span[0])
        values = item.get("attributes")
        if values is not None and not isinstance(values, dict):
            self._odd["attributes that are not an object"] += 1
            values = None
        if isinstance(sure := item.get("confidence"), int | float) and 0 <= sure <= 1:
            self._confidence[kind, span] = float(sure)
        return Annotation(
            id=f"#{number}",
            label=str(item["kind"]),
            spans=[span],
            values=dict(values or {}),
            evidence=self._evidence(item.get("evidence"), span),
            in_pieces=BY_KIND[kind].row.spans == "pieces",
        )

    def _unite(self, one: Annotation, item: Json) -> None:
        """Link it to an earlier one of the same `id` or, of people and places, of the same name."""
        meaning = meaning_of_label(one.label)
        cls = BY_KIND[meaning[0]] if meaning else None
        if cls is None or cls.row.spans == "one":
            return
        keys = [str(item["id"])] if item.get("id") else []
        if cls.row.is_named and not keys:
            keys = [f"name {one.values.get('name') or self._text[slice(*one.spans[0])]}"]
        for key in keys:
            first = self._first.setdefault((cls.kind, key), one.id)
            if first != one.id:
                self._links.append((one.id, first, SAME))

    def _attribute(self, quote: Annotation, speaker: str) -> None:
        """To the person of this id or name; else to these words, if they are in the text."""
        for key in (speaker, f"name {speaker}"):
            if person := self._first.get((PERSON.name, key)):
                self._links.append((quote.id, person, SPEAKER))
                return
        if self._placing.occurrences(" ".join(speaker.split())):
            quote.values.setdefault("speaker_name", speaker)
        else:
            self._odd["speakers that are not in the text"] += 1

    def _place(self, kind: str, item: Json) -> Span | None:
        words, ends = item.get("text"), (item.get("start"), item.get("end"))
        if None not in ends:
            try:
                [span] = self._placing.spans([ends], words if isinstance(words, str) else None)
            except (StetError, ValueError):
                return None
            return span if self._is_whole(span) else None
        if not isinstance(words, str) or not words.strip():
            return None
        places = [span for span in self._placing.occurrences(" ".join(words.split())) if self._is_whole(span)]
        taken = self._taken.get(kind)
        free = [span for span in places if taken is None or not any(taken[slice(*span)])] or places
        before, after = (plain(str(item.get(key) or "")) for key in ("before", "after"))
        if len(free) < 2 or not (before or after):
            return free[0] if free else None
        return max(free[:_COMPARED], key=lambda span: (self._likeness(span, before, after), -span[0]))

    def _likeness(self, span: Span, before: str, after: str) -> float:
        before, after = before[-_CONTEXT:], after[:_CONTEXT]
        left = plain(self._text[max(0, span[0] - len(before)) : span[0]])
        right = plain(self._text[span[1] : span[1] + len(after)])
        pairs = [(given, there) for given, there in ((before, left), (after, right)) if given]
        return sum(SequenceMatcher(None, given, there, autojunk=False).ratio() for given, there in pairs)

    def _evidence(self, given: Any, span: Span) -> dict[str, list[int]]:
        """By attribute, the words that state it where they stand nearest."""
        found: dict[str, list[int]] = {}
        for key, words in given.items() if isinstance(given, dict) else ():
            places = self._placing.occurrences(" ".join(words.split())) if isinstance(words, str) else []
            if places:
                found[str(key)] = [*min(places, key=lambda one: abs(one[0] - span[0]))]
            else:
                self._odd["evidence that is not in the text"] += 1
        return found

    def _is_whole(self, span: Span) -> bool:
        """False for `Berg` in `Bergen`; scripts without blanks have no such ends."""
        edges = [self._text[at - 1 : at + 1] for at in span if 0 < at < len(self._text)]
        return not any(edge.isascii() and is_within_word(*edge) for edge in edges)

    def _remark(self, total: int) -> str:
        be = "is" if total == 1 else "are"
        parts = [f"{self._absent} of {counted(total, 'answer')} {be} not in the text"] if self._absent else []
        parts += [f"{count} {sort}" for sort, count in sorted((+self._odd).items())]
        return "; ".join(parts)
