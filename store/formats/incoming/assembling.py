"""Makes fields of annotations and links: what is one person, what stands twice, what is not taken and why.

Whatever is not taken is counted; no annotation costs the others. Reads no file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from typing import Final

from store.errors import StetError
from store.formats.graph import SAME, SPEAKER, label_of, refer
from store.formats.incoming import annotations as given_as
from store.formats.incoming.annotations import IN_CONFLICT, Annotation, Losses, fill, meaning_of_label, meaning_of_link
from store.formats.incoming.placing import trimmed
from store.formats.incoming.ranges import Ranges, without_blank_gaps
from store.formats.incoming.refusing import refuse
from store.formats.incoming.values import typed_values, value_of
from store.model.fields import BY_GROUP, BY_KIND, Json, Reference, Span, Suggestions
from store.model.kinds import NUMBER, Kind
from store.model.schema import suggestions_from_json
from store.model.sense import sensible

Link = tuple[str, str, str]
"""Source, target, label."""

_FRAME: Final = frozenset({"id", "spans", "status", "confidence", "evidence", "flag", "note", "became"})
"""Keys of a field that are no attributes of its kind."""
_BAD: Final = "which Stet cannot read"


@dataclass(slots=True, kw_only=True)
class Imported(Suggestions):
    """Fields of another program, and what it said: by field the keys it `stated` and those its label `implied`.

    `knows_mentions` is true if it says which mentions are the same; `unread` are keys whose values do not count.
    `decided` are fields that the file itself calls decided, None if it cannot say so. `identifiers` by field are those
    of the person or place, as `wikidata:Q585`: they are the register's, not the field's.
    """

    stated: dict[str, frozenset[str]] = field(default_factory=dict)
    implied: dict[str, frozenset[str]] = field(default_factory=dict)
    knows_mentions: bool = False
    unread: dict[str, dict[str, str]] = field(default_factory=dict)
    decided: frozenset[str] | None = None
    identifiers: dict[str, list[str]] = field(default_factory=dict)

    def plain(self, extractor: str) -> Suggestions:
        """The fields alone, as the library stores them."""
        own = {item.name: getattr(self, item.name) for item in dataclass_fields(Suggestions)}
        return Suggestions(**own | {"extractor": extractor})


@dataclass(slots=True)
class _Mark:
    """An annotation that is taken. `words` are those of all its pieces, `is_wider` tells that it has more than them."""

    kind: str
    annotation: Annotation
    implied: Json
    words: str
    is_wider: bool = False

    @property
    def span(self) -> Span:
        return self.annotation.spans[0]


def assemble(
    text: str,
    annotations: Iterable[Annotation],
    links: Iterable[Link],
    losses: Losses | None = None,
    *,
    linked: bool = False,
) -> tuple[Imported, Losses]:
    """The fields of annotations and (source, target, label) links, and the counts of losses, added to those given.

    If there are no `SAME` links and no attributes, people and places with the same words are taken as the same, unless
    the file is `linked`: known to have a link between any two mentions of one field.
    """
    assembly = _Assembly(text, Losses(losses or {}), linked)
    return assembly.fields(list(annotations), list(links)), assembly.losses


class _Assembly:
    def __init__(self, text: str, losses: Losses, linked: bool) -> None:
        self.text = text
        self.linked = linked
        self.unread: dict[str, dict[str, str]] = {}
        self.losses = losses
        self.marks: list[_Mark] = []
        self.by_id: dict[str, list[int]] = {}
        self.heads: list[int] = []

    def fields(self, annotations: list[Annotation], links: list[Link]) -> Imported:
        same = [link for link in links if meaning_of_link(link[2]) == SAME]
        ours = self.linked or any(annotation.values for annotation in annotations)
        linked = {name for source, target, _ in same for name in (source, target)}
        for annotation in annotations:
            self._take(annotation)
        self._drop_doubles(linked)
        if not ours and not same:
            self._drop_overlapping()
        for mark in self.marks:
            if mark.is_wider:
                label = mark.annotation.label[:40]
                self.losses[f"gaps in annotations labelled {label}: taken with the words in them"] += 1
        self.heads = list(range(len(self.marks)))
        self._join(same)
        if not ours and not same:
            self._join_same_words()
        return self._built(links, knows_mentions=ours or bool(same))

    def _take(self, annotation: Annotation) -> None:
        """Keep an annotation whose label has a meaning, its spans without white space at their edges."""
        meaning = meaning_of_label(annotation.label)
        if meaning is None:
            self.losses[f"annotations labelled {annotation.label[:40] or 'nothing'}"] += 1
            return
        kind, implied = meaning
        spans = sorted({span for one in annotation.spans if (span := trimmed(self.text, one))})
        if not spans:
            self.losses[f"annotations labelled {annotation.label[:40]}: no words in them"] += 1
            return
        words = " ".join(" ".join(self.text[start:end].split()) for start, end in spans)
        many = BY_KIND[kind].row.spans
        if many == "one" or (annotation.in_pieces and many == "mentions"):
            spans = without_blank_gaps(self.text, spans)
        is_wider = len(spans) > 1 and (many == "one" or (annotation.in_pieces and many == "mentions"))
        if is_wider:
            spans = [(spans[0][0], spans[-1][1])]
        elif not annotation.in_pieces and many != "pieces":
            words = " ".join(self.text[slice(*spans[0])].split())
        annotation.spans = spans
        self.marks.append(_Mark(kind, annotation, implied, words, is_wider))

    def _drop_doubles(self, linked: set[str]) -> None:
        """Keep one of several annotations of a kind on the same words; links to the others lead to it."""
        first: dict[tuple[str, tuple[Span, ...]], int] = {}
        kept: list[_Mark] = []
        for mark in self.marks:
            one = mark.annotation
            at = first.setdefault((mark.kind, tuple(one.spans)), len(kept))
            there = kept[at].annotation if at < len(kept) else None
            if there is not None and not {one.id, there.id} & linked and not (one.values and there.values):
                self.losses[f"annotations labelled {one.label[:40]}: the same words are one of this kind already"] += 1
                there.values = there.values or one.values
                there.note, there.flag = there.note or one.note, there.flag or one.flag
            else:
                at = len(kept)
                kept.append(mark)
            self.by_id.setdefault(one.id, []).append(at)
        self.marks = kept

    def _drop_overlapping(self) -> None:
        """Of annotations of a kind that overlap keep the longest: the reader knows no person within a person.

        One that is wider than its words gives way to what is within it.
        """
        marks = self.marks
        order = sorted(range(len(marks)), key=lambda at: (marks[at].is_wider, -_length(marks[at]), marks[at].span))
        taken: dict[str, Ranges] = {}
        dropped: set[int] = set()
        for at in order:
            mark = self.marks[at]
            if not taken.setdefault(mark.kind, Ranges()).add(mark.annotation.spans):
                dropped.add(at)
                where = "in pieces around another" if mark.is_wider else "within a longer"
                self.losses[f"annotations labelled {mark.annotation.label[:40]}: {where} one of this kind"] += 1
        if dropped:
            numbers = {at: number for number, at in enumerate(at for at in range(len(self.marks)) if at not in dropped)}
            self.marks = [self.marks[at] for at in numbers]
            self.by_id = {name: [numbers[at] for at in ats if at in numbers] for name, ats in self.by_id.items()}

    def _head(self, at: int) -> int:
        heads = self.heads
        while heads[at] != at:
            heads[at] = heads[heads[at]]
            at = heads[at]
        return at

    def _join(self, same: list[Link]) -> None:
        for source, target, label in same:
            pairs = [
                (one, other)
                for one in self.by_id.get(source, ())
                for other in self.by_id.get(target, ())
                if self.marks[one].kind == self.marks[other].kind and BY_KIND[self.marks[one].kind].row.spans != "one"
            ]
            if not pairs:
                self.losses[f"relations labelled {label[:40]}: not between two mentions that can be one"] += 1
                refuse(link=SAME)
            for one, other in pairs:
                self.heads[self._head(one)] = self._head(other)

    def _join_same_words(self) -> None:
        first: dict[tuple[str, str], int] = {}
        for at, mark in enumerate(self.marks):
            if BY_KIND[mark.kind].row.is_named:
                self.heads[at] = first.setdefault((mark.kind, mark.words), at)

    def _built(self, links: list[Link], knows_mentions: bool) -> Imported:
        members: dict[int, list[int]] = {}
        for at in sorted(range(len(self.marks)), key=lambda at: self.marks[at].span):
            members.setdefault(self._head(at), []).append(at)
        groups: dict[str, list[Json]] = {group: [] for group in BY_GROUP}
        items: dict[int, Json] = {}
        stated: dict[str, frozenset[str]] = {}
        implied: dict[str, frozenset[str]] = {}
        identifiers: dict[str, list[str]] = {}
        for head, ats in members.items():
            cls = BY_KIND[self.marks[head].kind]
            identifier = f"{cls.letter}{len(groups[cls.group]) + 1}"
            carrying = self.marks[next((at for at in (head, *ats) if self.marks[at].annotation.values), head)]
            fill(carrying.annotation, (self.marks[at].annotation for at in ats), self.losses)
            items[head] = self._item(identifier, carrying, [self.marks[at] for at in ats])
            groups[cls.group].append(items[head])
            stated[identifier] = frozenset(key for key in cls.keys if key in carrying.annotation.values)
            implied[identifier] = frozenset(carrying.implied) - stated[identifier]
            if found := list(dict.fromkeys(one for at in ats for one in self.marks[at].annotation.identifiers)):
                self._identify(identifier, cls.row, found, identifiers)
        self._references(links, items, stated)
        checked = self._checked(groups)
        own = {item.name: getattr(checked, item.name) for item in dataclass_fields(Suggestions)}
        made = Imported(**own, stated=stated, implied=implied, knows_mentions=knows_mentions, unread=self.unread)
        made.identifiers = identifiers
        return made

    def _identify(self, identifier: str, row: Kind, found: list[str], identifiers: dict[str, list[str]]) -> None:
        if row.is_named:
            identifiers[identifier] = found
        else:
            self.losses["identifiers of neither a person nor a place"] += len(found)

    def _references(self, links: list[Link], items: dict[int, Json], stated: dict[str, frozenset[str]]) -> None:
        for source, target, label in links:
            meaning = meaning_of_link(label)
            if meaning == SAME:
                continue
            if meaning is None:
                self.losses[f"relations labelled {label[:40] or 'nothing'}"] += 1
                continue
            ends = [self._head(at) for name in (source, target) for at in self.by_id.get(name, ())]
            if (found := self._pointing(ends, meaning)) is None:
                between = "a quote and a person" if meaning == SPEAKER else "two fields that it can link"
                self.losses[f"relations labelled {label[:40]}: not between {between} that came in"] += 1
                refuse(link=meaning)
                continue
            reference, one, other = found
            refer(items[one], reference, items[other], self.marks[other].words)
            stated[items[one]["id"]] |= {
                reference.key,
                *((reference.name_key,) if BY_KIND[self.marks[one].kind].row.own else ()),
            }

    def _pointing(self, ends: list[int], label: str) -> tuple[Reference, int, int] | None:
        """The reference that a link is, and its ends, whichever way it runs."""
        for one, other in ((one, other) for one in ends for other in ends if one != other):
            for reference in BY_KIND[self.marks[one].kind].references:
                if label_of(reference) == label and self.marks[other].kind in reference.of:
                    return reference, one, other
        return None

    def _item(self, identifier: str, head: _Mark, mentions: list[_Mark]) -> Json:
        """A field as JSON. `head` has the attributes; what overlaps an earlier mention of the field is no other one."""
        cls, given = BY_KIND[head.kind], head.annotation
        values = {**head.implied, **given.values}
        allowed = typed_values(cls, values)
        further = values.keys() - allowed.keys() - _FRAME - {"speaker"} - {one.key for one in cls.references}
        allowed, senseless = sensible(head.kind, allowed)
        self.unread[identifier] = senseless
        for key, why in senseless.items():
            self.losses[f"attributes named {key}: {why}"] += 1
        for key in further:
            self.losses[IN_CONFLICT if key == "conflict" else f"attributes named {str(key)[:40]}"] += 1
        spans: list[Span] = []
        for span in sorted(span for mark in mentions for span in mark.annotation.spans):
            if not spans or span[0] >= spans[-1][1]:
                spans.append(span)
            elif span != spans[-1]:
                self.losses[f"mentions of a {head.kind} within another mention of the same"] += 1
        item: Json = {
            "id": identifier,
            "spans": [list(span) for span in spans],
            "status": "suggested",
            "evidence": given_as.own_evidence(given, cls.keys, self.losses),
            "flag": given.flag or any(mark.annotation.flag for mark in mentions),
            "note": given.note or next((mark.annotation.note for mark in mentions if mark.annotation.note), ""),
            **allowed,
        }
        if cls.row.is_named and not item.get("name"):
            item["name"] = _fullest(head, mentions)
        if head.kind == NUMBER.name and not {"value", "low", "high"} & allowed.keys():
            item["value"] = value_of(head.words, item.get("kind", "count"))
        return item

    def _checked(self, groups: dict[str, list[Json]]) -> Suggestions:
        """The fields; an attribute that is not valid is left out and counted, not its field."""
        try:
            return suggestions_from_json(groups, self.text)
        except StetError:
            for group, items in groups.items():
                groups[group] = [self._valid(group, item) for item in items]
        return suggestions_from_json(groups, self.text)

    def _valid(self, group: str, item: Json) -> Json:
        cls = BY_GROUP[group]
        linked = {key for one in cls.references for key in (one.key, one.name_key)}
        speaker = {key: item[key] for key in item if key in linked}
        bare = {key: item[key] for key in ("id", "spans", "status")}
        named = {"name": str(item["name"])} if "name" in item else {}
        rest = {key: value for key, value in item.items() if key not in bare and key not in speaker}
        good = bare | named
        for key, value in rest.items():
            if key == "evidence" and isinstance(value, dict):
                kept = {one: span for one, span in value.items() if self._is_valid(group, bare | {key: {one: span}})}
                self.losses[f"evidence {_BAD}"] += len(value) - len(kept)
                good[key] = kept
            elif self._is_valid(group, good | {key: value}):
                good[key] = value
            elif value is not None:
                self.unread.setdefault(str(item["id"]), {})[key] = f"values {_BAD}"
                self.losses[f"attributes named {key}: values {_BAD}"] += 1
        self.losses = +self.losses
        return good | speaker

    def _is_valid(self, group: str, item: Json) -> bool:
        try:
            suggestions_from_json({group: [item]}, self.text)
        except StetError:
            return False
        return True


def _length(mark: _Mark) -> int:
    return sum(end - start for start, end in mark.annotation.spans)


def _fullest(head: _Mark, mentions: list[_Mark]) -> str:
    """The longest of the mentions that are names, by their capitals; else the words of the head."""
    names = [
        mark.words
        for mark in mentions
        if not any(word[0].islower() for word in mark.words.split()[:1] + mark.words.split()[-1:])
    ]
    return max(names, key=len, default=head.words)
