"""Gold records as people and other programs write them, made such as the library takes: what is wrong costs itself.

Texts are cleaned and the offsets moved along, blanks at the edges of spans are left out, ids are given where there are
none. What cannot be taken is counted.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from store.errors import StetError
from store.formats.incoming.annotations import Losses
from store.formats.incoming.placing import Placing, trimmed, whole
from store.formats.incoming.refusing import refuse
from store.formats.jsonlines import objects
from store.model import about
from store.model.edit import ARTICLE
from store.model.fields import BY_GROUP, GROUPS, Json, Span, id_number, ids_in
from store.model.kept_references import repointed
from store.model.schema import article_error, suggestions_from_json
from store.model.sense import misfit, sensible

_ABOUT: Final = ("id", "title", "source", "url", "date", "author", "meta", "status")
_BAD: Final = "which Stet cannot read"
_LOST: Final = "references to what is not there, or is of another kind"


class Mended(NamedTuple):
    """A record that is valid, and what of it could not be taken."""

    data: Json
    losses: Losses


def mended(data: Json) -> Mended:
    """The record without what is not valid. Raises `StetError` if it has no text, or is no record of fields."""
    placing = Placing(data.get("text"))
    made = {key: value for key, value in data.items() if key not in GROUPS} | {"text": placing.text}
    if type(made.get("id")) is int:
        made["id"] = str(made["id"])
    for key in _ABOUT:
        if key in made and article_error(key, made[key]):
            del made[key]
            placing.lose(f"values of {key} {_BAD}")
    placing.settle(tuple(span) for group in GROUPS for item in objects(data.get(group)) for span in _pairs(item))
    for group in GROUPS:
        if group in data:
            items = placing.objects(data[group], group)
            made[group] = _Group(group, placing).mended(items)
    kinds = {
        item["id"]: BY_GROUP[group].kind
        for group in GROUPS
        for item in made.get(group, ())
        if item.get("status") != "rejected"
    }
    for group in GROUPS:
        for item in made.get(group, ()):
            for one in BY_GROUP[group].references:
                lost = [name for name in ids_in(item.get(one.key)) if kinds.get(name) not in one.of]
                if lost:
                    item |= repointed(item, [one], {name: name for name in kinds if name not in lost}.get)
                    speakers = one.key == "speaker" and not BY_GROUP[group].row.own
                    placing.lose("speakers who are not among the people" if speakers else _LOST, len(lost))
    if isinstance(made.get(ARTICLE), dict):
        made[ARTICLE] = _own(made[ARTICLE], placing)
    for key, value in data.items():
        if key not in GROUPS and isinstance(value, list):
            placing.lose(f"fields under {key[:40]}", sum("spans" in item for item in objects(value)))
    return Mended(made, placing.losses)


def _own(values: Json, placing: Placing) -> Json:
    """The values of the article's own field that can be taken, a reference by its name."""
    keys = {item.key: item for item in about.row().attributes}
    good: Json = {}
    for key, value in values.items():
        if key in ("conflict", "evidence") or about.is_empty(value):
            continue
        if why := misfit(keys[key], value) if key in keys else "is none of its attributes":
            placing.lose(f"values of the article's {key[:40]}: each {why}")
        else:
            good[key] = value
    return good


def _pairs(item: Json) -> list[list[Any]]:
    spans = item.get("spans")
    return [span for span in spans if isinstance(span, list) and len(span) == 2] if isinstance(spans, list) else []


class _Group:
    def __init__(self, group: str, placing: Placing) -> None:
        self._group = group
        self._cls = BY_GROUP[group]
        self._placing = placing

    def mended(self, items: list[Json]) -> list[Json]:
        made: list[Json] = []
        there: set[tuple[Span, ...]] = set()
        ids = [item.get("id") for item in items]
        number = max((id_number(str(one)) for one in ids if self._is_id(one)), default=0)
        taken: set[str] = set()
        for item in items:
            spans = self._spans(item)
            if spans and tuple(spans) in there:
                self._lose("the same words are one of them already")
            elif spans:
                there.add(tuple(spans))
                identifier = item.get("id")
                if not self._is_id(identifier) or identifier in taken:
                    number += 1
                    identifier = f"{self._cls.letter}{number}"
                taken.add(str(identifier))
                valid = self._valid(item | {"id": identifier, "spans": [list(span) for span in spans]})
                good, senseless = sensible(self._cls.kind, valid)
                for key, why in senseless.items():
                    self._placing.lose(f"attributes named {key}: {why}")
                made.append(good)
        return made

    def _is_id(self, value: Any) -> bool:
        return isinstance(value, str) and value[:1] == self._cls.letter and value[1:].isascii() and value[1:].isdigit()

    def _lose(self, reason: str) -> None:
        self._placing.lose(f"{self._group}: {reason}")

    def _spans(self, item: Json) -> list[Span]:
        found: list[Span] = []
        pairs = _pairs(item)
        given = item.get("spans")
        if not pairs or len(pairs) != len(given or ()):
            self._lose("no spans" if not given else "spans that are not two numbers")
        for start, end in pairs:
            try:
                [span] = self._placing.spans([(start, end)])
            except StetError as error:
                self._lose(error.message)
                refuse(self._cls.kind, self._placing.about([(start, end)]))
                continue
            if (inner := trimmed(self._placing.text, span)) is not None:
                found.append(inner)
            else:
                self._lose("no words in it")
        apart = self._apart(sorted(set(found)))
        if len(apart) > 1 and self._cls.row.spans == "one":
            self._lose("in several pieces: taken with the words between them")
            return [(apart[0][0], apart[-1][1])]
        return apart

    def _apart(self, spans: list[Span]) -> list[Span]:
        apart: list[Span] = []
        for span in spans:
            if not apart or span[0] >= apart[-1][1]:
                apart.append(span)
            else:
                self._lose("a mention over another of the same")
        return apart

    def _valid(self, item: Json) -> Json:
        """The field without attributes and evidence that are not valid."""
        if self._cls.row.is_named and not item.get("name"):
            item["name"] = " ".join(self._placing.text[slice(*item["spans"][0])].split())
        if isinstance(item.get("evidence"), dict):
            item["evidence"] = self._evidence(item["evidence"])
        if self._is_valid({key: value for key, value in item.items() if key != "speaker"}):
            return item
        good: Json = {"id": item["id"], "spans": item["spans"]}
        if self._cls.row.is_named and not isinstance(item.get("name"), str):
            self._placing.lose(f"attributes named name: values {_BAD}", "name" in item)
            good["name"] = " ".join(self._placing.text[slice(*item["spans"][0])].split())
            item = item | {"name": good["name"]}
        for key, value in item.items():
            if key == "speaker" or self._is_valid(good | {key: value}):
                good[key] = value
            else:
                self._placing.lose(f"attributes named {key[:40]}: values {_BAD}")
        return good

    def _evidence(self, evidence: Json) -> Json:
        moved: Json = {}
        for key, span in evidence.items():
            if key not in self._cls.keys:
                self._placing.lose("evidence of attributes that this kind has not")
                continue
            try:
                start, end = span
                moved[key] = list(self._placing.spans([(whole(start), whole(end))])[0])
            except (StetError, TypeError, ValueError):
                self._placing.lose(f"evidence {_BAD}")
        return moved

    def _is_valid(self, item: Json) -> bool:
        try:
            suggestions_from_json({self._group: [item]}, self._placing.text)
        except StetError:
            return False
        return True
