"""Names of a desk's own lists: where they stand in a text, and what the list says of them.

`services.word_lists` reads the lists. A listed name is taken as it is written, as whole words, and never within a
longer name that was found or listed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

from extract.names.tagger import Kind as MentionKind
from extract.names.tagger import Mention
from store.model.fields import BY_KIND, AnyField, Person, Place, Span
from store.model.kinds import PERSON, PLACE

LISTED: Final = "listed"
"""The key of a field under which the file stands that lists its name."""
IDENTIFIER: Final = "identifier"
CONFIDENCE: Final = 0.95
_MARGIN: Final = 600
_WORDS: Final = re.compile(r"\w+")

_Named = TypeVar("_Named", bound=Person | Place)


class ListedName(NamedTuple):
    """One row of a list. `forms` are other ways to write the name; `source` is the name of the file."""

    name: str
    kind: str
    role: str = ""
    identifier: str = ""
    forms: tuple[str, ...] = ()
    source: str = ""


class WordList:
    """Finds the names of many rows in about the time of one look at the text."""

    def __init__(self, rows: Iterable[ListedName]) -> None:
        forms: dict[str, ListedName] = {}
        for row in rows:
            for form in (row.name, *row.forms):
                forms.setdefault(_typed(" ".join(form.split())), row)
        words = {form: frozenset(_WORDS.findall(form)) for form in forms}
        frequency = Counter(word for found in words.values() for word in found)
        self._by_word: defaultdict[str, list[tuple[str, frozenset[str], ListedName]]] = defaultdict(list)
        for form, row in forms.items():
            if words[form]:
                rarest = min(words[form], key=lambda word: (frequency[word], word))
                self._by_word[rarest].append((form, words[form], row))

    def find(self, text: str) -> list[tuple[Span, ListedName]]:
        """Where the names stand, ascending; of those that overlap the longest."""
        present = set(_WORDS.findall(text))
        found: list[tuple[Span, ListedName]] = []
        typed = ""
        for word in present & self._by_word.keys():
            for form, words, row in self._by_word[word]:
                if words <= present:
                    typed = typed or _typed(text)
                    found += ((span, row) for span in _places(typed, form))
        taken: list[tuple[Span, ListedName]] = []
        covered = bytearray(len(text)) if found else bytearray()
        for (start, end), row in sorted(found, key=lambda one: (one[0][0] - one[0][1], one[0])):
            if not any(covered[start:end]):
                covered[start:end] = b"\1" * (end - start)
                taken.append(((start, end), row))
        return sorted(taken, key=lambda one: one[0])


def _typed(words: str) -> str:
    """Apostrophes as on a keyboard; of the same length."""
    return words.replace("’", "'")


def _places(text: str, form: str) -> Iterator[Span]:
    at = text.find(form)
    while at >= 0:
        end = at + len(form)
        if not _goes_on(text[max(0, at - 2) : at][::-1]) and not _goes_on(text[end : end + 2]):
            yield at, end
        at = text.find(form, end)


def _goes_on(beside: str) -> bool:
    """True if what stands beside a name belongs to the same word: `Lund` in `Lundby` and in `Lund-Berg`."""
    return beside[:1].isalnum() or beside[:1] == "_" or (beside[:1] == "-" and beside[1:].isupper())


@dataclass(slots=True)
class Listing:
    """The listed names of one text."""

    found: list[tuple[Span, ListedName]]

    def among(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions with the listed names, which take the place of what they overlap; ascending.

        A name within a longer mention is dropped. A listed name of a further kind is a group here, so that no part of
        it is a person or a place.
        """
        if not self.found:
            return list(mentions)
        free: list[tuple[Span, ListedName]] = []
        replaced: set[Mention] = set()
        at = 0
        for (start, end), row in self.found:
            while at < len(mentions) and mentions[at].end <= start:
                at += 1
            over = list(_until(mentions, at, end))
            if any(m.start <= start and end <= m.end and m.end - m.start > end - start for m in over):
                continue
            replaced.update(over)
            free.append(((start, end), row))
        self.found = free
        kinds: dict[str, MentionKind] = {PERSON.name: "person", PLACE.name: "place"}
        listed = [Mention(*span, kinds.get(row.kind, "group"), _MARGIN) for span, row in free]
        kept = [mention for mention in mentions if mention not in replaced]
        return sorted([*kept, *listed], key=lambda mention: mention.start)

    def people(self, people: list[Person]) -> list[Person]:
        """The people, those of one row as one; a role that the text states stays."""
        people = self._united(people)
        for person, row in self._with_rows(people):
            if row is not None:
                person.role = person.role or row.role or None
        return people

    def places(self, places: list[Place]) -> list[Place]:
        return self._united(places)

    def others(self) -> dict[str, list[AnyField]]:
        """Fields of further kinds, a row each, by group, with ids, ascending by first span."""
        rows: dict[ListedName, list[Span]] = {}
        for span, row in self.found:
            if row.kind not in (PERSON.name, PLACE.name):
                rows.setdefault(row, []).append(span)
        groups: defaultdict[str, list[AnyField]] = defaultdict(list)
        for row, spans in rows.items():
            cls = BY_KIND[row.kind]
            item = cls(spans=spans)
            for key, value in (("name", row.name), ("role", row.role)):
                if value and key in cls.attributes:
                    setattr(item, key, value)
            groups[cls.group].append(item)
            item.id = f"{cls.letter}{len(groups[cls.group])}"
            _mark(item, row)
        return dict(groups)

    def _united(self, items: list[_Named]) -> list[_Named]:
        first: dict[ListedName, _Named] = {}
        kept: list[_Named] = []
        for item, row in self._with_rows(items):
            if row is None or row not in first:
                kept.append(item)
            if row is None:
                continue
            one = first.setdefault(row, item)
            if one is item:
                _mark(item, row)
            else:
                one.spans = sorted({*one.spans, *item.spans})
                one.name = max(one.name, item.name, key=len)
        return kept

    def _with_rows(self, items: Sequence[_Named]) -> list[tuple[_Named, ListedName | None]]:
        rows = dict(self.found)
        return [(item, next((rows[span] for span in item.spans if span in rows), None)) for item in items]


def _until(mentions: Sequence[Mention], at: int, end: int) -> Iterator[Mention]:
    while at < len(mentions) and mentions[at].start < end:
        yield mentions[at]
        at += 1


def _mark(item: AnyField, row: ListedName) -> None:
    item.confidence = max(item.confidence or 0.0, CONFIDENCE)
    item.extra = {**item.extra, LISTED: row.source} | ({IDENTIFIER: row.identifier} if row.identifier else {})
