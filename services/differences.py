"""Compares an article as it was exported with the same as an import makes it, and counts what is lost by sort.

A field that came back in part counts by what is missing of it; one that did not come back, with all that it had.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, NamedTuple

from store.model.about import values_of
from store.model.edit import ARTICLE
from store.model.fields import BY_KIND, Json, to_json
from store.model.record import Record

OWN: Final = "values of the article"
_ABOUT: Final = ("title", "source", "url", "date", "author", "meta")
_FRAME: Final = frozenset(
    {"id", "spans", "status", "confidence", "evidence", "flag", "note", "became", "conflict", "kind of field"}
)


class Sent(NamedTuple):
    """An article as it was exported: its data, whether it is done, and its fields in the record's JSON, each with its
    `kind of field`."""

    about: Json
    done: bool
    fields: list[Json]


@dataclass(slots=True)
class Tally:
    """By sort, in the order in which they are shown: how many are `lost`, `of` how many."""

    lost: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)

    def count(self, sort: str, lost: int, of: int) -> None:
        if lost or of:
            self.lost[sort] += lost
            self.of[sort] += of

    def rows(self) -> list[tuple[str, int, int]]:
        """Sort, how many are lost, of how many; all that there are."""
        order = {sort: number for number, sort in enumerate(_order())}
        return [(sort, self.lost[sort], self.of[sort]) for sort in sorted(self.of, key=lambda one: order.get(one, 999))]

    @property
    def losses(self) -> list[tuple[str, int, int]]:
        """The rows of which something is lost."""
        return [row for row in self.rows() if row[1]]


def _order() -> list[str]:
    attributes = [named(kind, key) for kind, cls in BY_KIND.items() for key in cls.keys]
    return [
        *("articles", "articles not sent", "ids", "texts", *_ABOUT, OWN, "articles done", "fields", "fields not sent"),
        *("mentions", *dict.fromkeys(attributes), "evidence", "notes", "flags", "conflicts", "further keys"),
        *("struck out", "undecided"),
    ]


@cache
def named(kind: str, key: str) -> str:
    """The name of an attribute in a table: its key, with its kind where others have the same key."""
    shared = sum(key in cls.keys for cls in BY_KIND.values()) > 1
    return f"{kind} {key}" if shared or key == "kind" else key


def compare(sent: Sent, back: Record | None, tally: Tally, is_known: bool = False) -> None:
    """Count into `tally` what of an article is lost in `back`, which is None if it did not come back at all.

    `is_known` says that its title and the like need not come back, for the library has the article.
    """
    tally.count("articles", back is None, 1)
    if back is not None and not is_known:
        tally.count("ids", back.id != sent.about["id"], 1)
        theirs = back.article.to_json()
        for key in _ABOUT:
            there = sent.about[key]
            tally.count(key, bool(there) and (theirs[key] or None) != there, bool(there))
    own = sent.about.get(ARTICLE, {})
    there = {} if back is None else values_of(back.folded.about)
    tally.count(OWN, sum(there.get(key) != value for key, value in own.items()), len(own))
    tally.count("articles done", sent.done and (back is None or back.status != "done"), sent.done)
    fields = [] if back is None else [{**to_json(item), "kind of field": item.kind} for item in back.fields.values()]
    pairs = _pairs(sent.fields, fields)
    tally.count("fields not sent", len(fields) - len(pairs), 0)
    met = {name: item["id"] for name, item in pairs.items()}
    for item in sent.fields:
        _compare_field(item, pairs.get(item["id"]), met, tally)


def _pairs(sent: list[Json], back: list[Json]) -> dict[str, Json]:
    """By id of what was sent the field that it has become: one of its kind that shares most of its spans, or words."""
    by_span: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for number, item in enumerate(back):
        for start, end in item["spans"]:
            by_span[item["kind of field"], start, end].append(number)
    pairs: dict[str, Json] = {}
    taken: set[int] = set()
    for item in sent:
        shared = Counter(
            number
            for start, end in item["spans"]
            for number in by_span.get((item["kind of field"], start, end), ())
            if number not in taken
        )
        best = max(shared, key=lambda one: (shared[one], back[one]["spans"] == item["spans"]), default=None)
        if best is not None:
            taken.add(best)
            pairs[item["id"]] = back[best]
    left = [number for number in range(len(back)) if number not in taken]
    for item in sent if left else ():
        if (
            item["id"] not in pairs
            and (near := next((one for one in left if _touch(item, back[one])), None)) is not None
        ):
            left.remove(near)
            pairs[item["id"]] = back[near]
    return pairs


def _touch(one: Json, other: Json) -> bool:
    """True if two fields of a kind share words."""
    return one["kind of field"] == other["kind of field"] and any(
        start < other_end and other_start < end
        for start, end in one["spans"]
        for other_start, other_end in other["spans"]
    )


def _compare_field(sent: Json, back: Json | None, met: dict[str, str], tally: Tally) -> None:
    there: Json = back or {}
    kind = sent["kind of field"]
    tally.count("fields", back is None, 1)
    spans = {tuple(span) for span in there.get("spans", ())}
    tally.count("mentions", sum(tuple(span) not in spans for span in sent["spans"]), len(sent["spans"]))
    pointing = {"speaker", *(one.key for one in BY_KIND[kind].references)}
    for key in BY_KIND[kind].keys:
        was, now = sent.get(key), there.get(key)
        if key in pointing:  # ids may come back as others, if what they point at is the same
            was = [met.get(one, one) for one in was] if isinstance(was, list) else was and met.get(was, was)
        tally.count(named(kind, key), not _same(was, now), not (_is_empty(was) and _is_empty(now)))
    evidence: Json = there.get("evidence") or {}
    lost = sum(evidence.get(key) != span for key, span in sent["evidence"].items())
    tally.count("evidence", lost, len(sent["evidence"]))
    tally.count("notes", sent["note"] != there.get("note", ""), bool(sent["note"] or there.get("note")))
    tally.count("flags", sent["flag"] != there.get("flag", False), bool(sent["flag"] or there.get("flag")))
    conflicts: Json = sent.get("conflict") or {}
    tally.count(
        "conflicts",
        sum((there.get("conflict") or {}).get(key) != one for key, one in conflicts.items()),
        len(conflicts),
    )
    further = sent.keys() - _FRAME - set(BY_KIND[kind].keys)
    tally.count("further keys", sum(there.get(key) != sent[key] for key in further), len(further))
    for sort, status in (("struck out", "rejected"), ("undecided", "suggested")):
        tally.count(sort, sent["status"] == status != there.get("status"), sent["status"] == status)


def _is_empty(value: Any) -> bool:
    return value is None or value == ""


def _same(one: Any, other: Any) -> bool:
    """True if two values say the same; a number and the text of it do not."""
    if _is_empty(one) and _is_empty(other):
        return True
    return one == other and isinstance(one, str) == isinstance(other, str)
